"""The programs that ``bench/tui.py`` measures, each started as ``python bench/programs.py KIND ROWS STAMP``."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.domain.cars import Car

ROOT = Path(__file__).resolve().parent.parent
FIRST = "V0000000"
"""The tail of the first row's VIN: what the first rows are recognised by."""


def _ready(stamp: str, making: float = 0.0) -> None:
    """Say that the rows are there, and how many seconds went into making them up."""
    Path(stamp).write_text(f"{time.monotonic()} {making}", encoding="ascii")


def _texts(count: int) -> list[tuple[str, ...]]:
    return [
        (f"V{place:07}", f"26-{place:05}", "比亚迪 元UP", "2027", "活力型", "纯电", "白", "杭州", f"{place % 400}d",
         f"{place % 300}d", f"¥{95_800 + place % 977:,}", "! 8")
        for place in range(count)
    ]  # fmt: skip


def run_widget(_count: int, stamp: str) -> None:
    """The least that textual can show: one widget with one word."""
    from textual.app import App
    from textual.widgets import Static

    class WidgetApp(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield Static(FIRST)

    _ready(stamp)
    WidgetApp().run()


def run_table(count: int, stamp: str) -> None:
    """Our table over plain rows."""
    from textual.app import App

    from tui.app.glyphs import UNICODE
    from tui.app.widgets.table import Column, RowTable

    rows = _texts(count)
    table: RowTable[tuple[str, ...]] = RowTable(UNICODE, lambda row: row[0])

    class TableApp(App[None]):
        CSS_PATH = ROOT / "tui/app/styles/desk.tcss"

        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield table

        def on_mount(self) -> None:
            table.set_columns([Column(str(n), f"c{n}", lambda row, n=n: row[n], 11) for n in range(12)])
            table.set_rows(rows)
            table.focus()

    _ready(stamp)
    TableApp().run()


def run_datatable(count: int, stamp: str) -> None:
    """Textual's own table over the same rows."""
    from rich.text import Text
    from textual.app import App
    from textual.widgets import DataTable

    rows = _texts(count)
    table: DataTable[Text] = DataTable(cursor_type="row")

    class TableApp(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield table

        def on_mount(self) -> None:
            for n in range(12):
                table.add_column(f"c{n}", width=11)
            table.add_rows([tuple(Text(text) for text in row) for row in rows])
            table.focus()

    _ready(stamp)
    TableApp().run()


def _cars(count: int) -> list[Car]:
    from datetime import date
    from decimal import Decimal

    from tui.domain.cars import Car
    from tui.domain.deals import Deal
    from tui.domain.models import Specs
    from tui.domain.money import Money
    from tui.domain.partialdate import PartialDate
    from tui.domain.purchases import Purchase
    from tui.domain.words import InvoiceKind

    def car(place: int) -> Car:
        price = Money(Decimal(95_800 + place % 977), "CNY")
        return Car(
            make="byd", model="元UP", vin=f"LC0CE4CB7V{place:07}", stock_number=f"26-{place:05}", trim="活力型",
            model_year=2027, specs=Specs(powertrain="bev", steering="LHD"), colour="white",
            manufacture_date=PartialDate(2026, 1 + place % 7),
            first_registration=PartialDate(2026, 1 + place % 9, 1 + place % 28), odometer_km=place % 90,
            purchases=(Purchase(date(2026, 10, 1 + place % 30), price, InvoiceKind.SPECIAL_VAT),),
            deal=Deal(("KZ", "JO", "RU")[place % 3]),
        )  # fmt: skip

    return [car(place) for place in range(count)]


def _now() -> datetime:
    return datetime(2026, 11, 22, 8, tzinfo=UTC)


def make_book(folder: Path, count: int) -> None:
    """Write a book of so many cars, folded into its snapshot."""
    from tui.desk.kinds import CARS
    from tui.store.book import BookStore
    from tui.store.contract import Put

    store = BookStore.open(folder, now=_now, who="bench", create=True)
    store.commit([Put(CARS, car) for car in _cars(count)], why="bench")
    store.compact()
    store.close()


def run_desk(count: int, stamp: str) -> None:
    """The whole stock screen over a book in memory."""
    from tui.app.running import run
    from tui.config import Settings
    from tui.desk.context import Desk
    from tui.desk.kinds import CARS
    from tui.packs.library import Library
    from tui.store.contract import Put
    from tui.store.memory import MemoryStore

    begun = time.monotonic()
    store = MemoryStore(now=_now, who="bench")
    store.commit([Put(CARS, car) for car in _cars(count)], why="bench")
    making = time.monotonic() - begun
    desk = Desk(store, Library(), Settings(), _now().date(), _now)
    desk.car_by_vin("")
    _ready(stamp, making)
    run(desk)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)  # a file beside this one has the package's name: its folder must not be searched first
    programs = {"widget": run_widget, "table": run_table, "datatable": run_datatable, "desk": run_desk}
    programs[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
