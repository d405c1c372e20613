"""What the tests of the app share: desks in memory, and reading what stands on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tui.app.app import DeskApp
from tui.app.screens.stock import StockScreen
from tui.config import Settings, Ui
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DEALERS
from tui.domain.cars import Car, Milestone
from tui.domain.deals import Deal
from tui.domain.models import Specs
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.parties import Dealer
from tui.domain.purchases import Offer, Purchase
from tui.domain.words import InvoiceKind, Stage
from tui.packs.library import Library
from tui.store.contract import Put
from tui.store.memory import MemoryStore

TODAY = date(2026, 11, 22)
SMALL, WIDE = (80, 24), (140, 40)
ESCAPE = "\x1b"
HOSTILE = (
    "[red]活力型[/x]",
    f"{ESCAPE}[2J{ESCAPE}]0;owned\x07",
    "a\u202egnp.exe\u2066\u200f",
    "مرحبا [b]",
    "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\ufe0f",
    "long" * 2500,
    "line\nbreak\ttab\x00",
    '=HYPERLINK("x")',
    "\ud800",
)
_ROWS = (
    # VIN, make, model, trim, year, powertrain, colour, price, invoice, registered, built, km, bought, destination
    ("LC0CE4CB7V4016852", "byd", "元UP", "活力型", 2027, "bev", "white", 95800, "special_vat", "2026-08-03", "2026-07",
     12, "2026-11-01", "KZ"),
    ("LC0CE4CB5V4016851", "byd", "元UP", "活力型", 2027, "bev", "grey", 95800, "special_vat", "2026-08-03", "2026-07",
     9, "2026-11-01", "KZ"),
    ("LC0CE4CB0V4016885", "byd", "元UP", "领先型", 2027, "bev", "white", 103800, "other", "2026-08-05", "2026-07",
     10, "2026-11-01", None),
    ("LC0CE4CB2V4016869", "byd", "元UP", "领先型", 2027, "bev", "white", 103800, None, None, "2026-07",
     0, "2026-11-01", "KZ"),
    ("LC0CE4CB7V4016866", "byd", "元UP", "领先型", 2027, "bev", "white", 103800, "special_vat", "2026-05-20", "2026-04",
     21, None, "KZ"),
    ("L6TCX2E77NE016623", "lynk-co", "01", "EM-F", 2022, "phev", "blue", 138000, "special_vat", "2022-06-18", "2022-04",
     8600, "2026-08-10", "JO"),
    ("L6TCX2E70ME005154", "lynk-co", "01", "EM-F", 2021, "phev", "black", 121000, "used_car_uniform", "2021-11-10",
     "2021-09", 15400, None, "RU"),
    ("LC0CE4CB4R4874155", "byd", "元UP", "尊贵型", 2024, "bev", "beige", 82000, "special_vat", "2026-06-11", "2024-08",
     42, "2026-10-01", "JO"),
    (None, "byd", "海豚", "自由版", 2026, "bev", "pink", 91000, None, None, "2026-08", 6, None, None),
    ("LC0CE4CB7V4016897", '=HYPERLINK("x")', "元UP", "[red]活力型[/x]", 2027, "bev", "white", 95800, "special_vat",
     "2026-08-03", "2026-07", 12, None, "KZ"),
)  # fmt: skip


@cache
def library() -> Library:
    return Library()


def sample_cars() -> list[Car]:
    """Ten cars that show every state."""
    return [_car(place, *row) for place, row in enumerate(_ROWS, 1)]


def _car(
    place: int,
    vin: str | None,
    make: str,
    model: str,
    trim: str,
    year: int,
    powertrain: str,
    colour: str,
    price: int,
    invoice: str | None,
    registered: str | None,
    built: str,
    km: int,
    bought: str | None,
    destination: str | None,
) -> Car:
    money = Money(Decimal(price), "CNY")
    kind = InvoiceKind(invoice) if invoice else None
    steps = [Milestone(Stage.LISTED, date(2026, 10, 1))]
    return Car(
        make=make,
        model=model,
        vin=vin,
        stock_number=f"26-{place:04}",
        trim=trim,
        model_year=year,
        specs=Specs(powertrain=powertrain, steering="LHD"),
        colour=colour,
        manufacture_date=PartialDate.parse(built),
        first_registration=PartialDate.parse(registered) if registered else None,
        odometer_km=km,
        dealer_id=1,
        offer=Offer(money, kind, listed_on=date(2026, 10, 1)),
        purchases=(Purchase(date.fromisoformat(bought), money, kind),) if bought else (),
        milestones=tuple(steps),
        deal=Deal(destination) if destination else None,
    )


def now() -> datetime:
    return datetime(2026, 11, 22, 8, tzinfo=UTC)


def desk_of(
    cars: Sequence[Car],
    *,
    language: str = "en",
    glyphs: str = "unicode",
    theme: str = "textual-ansi",
    keys: dict[str, str] | None = None,
    demo: bool = False,
    dealer: str = "杭州",
) -> Desk:
    """A desk over a book in memory that holds these cars."""
    store = MemoryStore(now=now, who="tester")
    if cars:
        store.commit([Put(DEALERS, Dealer(dealer)), *(Put(CARS, car) for car in cars)], why="test")
    settings = Settings(ui=Ui(glyphs=glyphs, theme=theme), keys=keys or {})
    return Desk(store, library(), settings, TODAY, now, language, demo)


def sample_desk(language: str = "en", **options: object) -> Desk:
    """A desk with the ten sample cars."""
    return desk_of(sample_cars(), language=language, **options)  # type: ignore[arg-type]


def lines_of(app: DeskApp) -> list[str]:
    """The text of every line on the screen, as the terminal gets it."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def shown(app: DeskApp) -> str:
    """The screen as one text."""
    return "\n".join(lines_of(app))


def stock_screen(app: DeskApp) -> StockScreen:
    """The stock screen, which must be the one in front."""
    assert isinstance(app.screen, StockScreen)
    return app.screen


async def settle(pilot: Pilot[None]) -> None:
    """Wait for keys, workers and messages; a worker that a newer one replaced has nothing to wait for."""
    assert isinstance(pilot.app, DeskApp)
    while len(pilot.app.typed_ahead) and pilot.app.is_running:
        await pilot.pause(0.01)
    with suppress(WorkerCancelled):
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    with suppress(WorkerCancelled):
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type a text into the field that has the focus, as one paste would not."""
    names = {" ": "space", ":": "colon", "-": "minus", ">": "greater_than_sign", "<": "less_than_sign"}
    await pilot.press(*(names.get(character, character) for character in text))


def said(app: DeskApp) -> str:
    """All passing notes."""
    return "\n".join(notice.message for notice in app._notifications)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Put a text into the field that has the focus at once: quicker than keys where keys are not the point."""
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(events.Paste(text))
    await pilot.pause()
