"""What is missing: gathered by giver, filled for many cars at once, recorded as a document, sent as a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import pytest

from tests.app.kit import HOSTILE, SMALL, WIDE, desk_of, lines_of, paste, said, sample_cars, settle, shown, type_text
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.glyphs import UNICODE
from tui.app.screens.fill import FillScreen
from tui.app.screens.flag import FlagScreen
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.missing import MissingScreen
from tui.app.screens.recording import KindScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Page
from tui.config import Settings
from tui.desk import stock
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.demo import throw_away
from tui.desk.kinds import CARS, DOCUMENTS, SHEETS
from tui.domain.cars import Car
from tui.domain.readiness import State
from tui.i18n.translator import TRANSLATOR, _
from tui.reports.cells import width

LETTER = "cn_aftersales_confirmation_letter"


@pytest.fixture
def demo(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with throw_away(Settings(), getattr(request, "param", "en")) as desk:
        yield desk


def going_to(desk: Desk, country: str) -> list[Car]:
    return [row.car for row in stock.rows(desk) if row.destination == country]


def missing_app(desk: Desk, cars: Sequence[Car] = (), destination: str | None = None) -> OneScreen:
    return OneScreen(desk, MissingScreen(desk, UNICODE, [car.id for car in cars], destination))


def screen_of(app: DeskApp) -> MissingScreen:
    assert isinstance(app.screen, MissingScreen)
    return app.screen


def put_cursor(screen: MissingScreen, code: str) -> None:
    (place, *_rest) = [place for place, line in enumerate(screen.table.rows) if code in line.key[1]]
    screen.table.move_to(place)


@pytest.mark.parametrize(
    ("demo", "size", "word"), [("zh_CN", SMALL, "无"), ("en", WIDE, "none")], indirect=["demo"], ids=["zh", "en"]
)
async def test_damage_history_is_filled_for_the_cars_for_jordan(demo: Desk, size: tuple[int, int], word: str) -> None:
    cars = going_to(demo, "JO")
    app = missing_app(demo, cars)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        screen = screen_of(app)
        givers = [line.giver for line in screen.table.rows]
        assert givers == sorted(givers, key=givers.index)
        put_cursor(screen, "damage_history")
        line = screen.table.row
        assert line is not None
        assert len(line.cars) == 4
        assert _(demo.library.facts["damage_history"].ask)[:20] in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FillScreen)
        revision = demo.store.revision
        await paste(pilot, word)
        await pilot.pause(0.3)
        assert shown(app).count(_("none")) >= 4
        await pilot.press("enter")
        await settle(pilot)
        assert screen_of(app) is screen
        assert demo.store.revision == revision + 1
        assert all(demo.store.get(CARS, car.id).damage_history == () for car in cars)  # type: ignore[union-attr]
        assert not [line for line in screen.table.rows if "damage_history" in line.key[1]]
        assert screen.table.row is not None


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
async def test_only_marked_cars_are_written(demo: Desk, size: tuple[int, int]) -> None:
    cars = going_to(demo, "JO")
    app = missing_app(demo, cars)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        put_cursor(screen_of(app), "battery_soh")
        await pilot.press("enter")
        await settle(pilot)
        await type_text(pilot, "97")
        await pilot.press("down", "space", "space")
        await settle(pilot)
        assert "2 of 4 cars marked" in lines_of(app)[0]
        assert shown(app).count(_("stays")) == 2
        await pilot.press("up", "up", "up", "ctrl+s")
        await settle(pilot)
        written = [car.id for car in cars if demo.store.get(CARS, car.id).battery_soh == 97]  # type: ignore[union-attr]
        assert len(written) == 2
        assert "2 cars" in said(app)


async def test_what_cannot_be_read_is_said_while_typing_and_nothing_is_lost(demo: Desk) -> None:
    app = missing_app(demo, going_to(demo, "JO"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        put_cursor(screen_of(app), "battery_soh")
        await pilot.press("enter")
        await settle(pilot)
        await type_text(pilot, "good")
        await pilot.pause(0.3)
        assert "good" in lines_of(app)[3]
        revision = demo.store.revision
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FillScreen)
        assert demo.store.revision == revision
        app.use_language("zh_CN")
        await settle(pilot)
        assert app.screen.query_one(Field).value == "good"
        await pilot.press("escape")
        assert screen_of(app)


async def test_a_car_that_was_never_registered(demo: Desk) -> None:
    cars = going_to(demo, "UZ")
    app = missing_app(demo, cars)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        put_cursor(screen_of(app), "first_registration")
        await pilot.press("enter")
        await settle(pilot)
        await type_text(pilot, "never")
        await pilot.press("enter")
        await settle(pilot)
        assert sum(bool(demo.store.get(CARS, car.id).never_registered) for car in cars) == 4  # type: ignore[union-attr]


async def test_a_fact_of_the_model_is_written_on_its_sheet_or_on_the_cars(demo: Desk) -> None:
    cars = [car for car in demo.store.all(CARS) if car.make == "toyota"]
    app = missing_app(demo, cars, "DZ")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        put_cursor(screen_of(app), "fuel")
        await pilot.press("enter")
        await settle(pilot)
        assert f"[{_('for the model, all its cars')}]" in shown(app)
        await type_text(pilot, "petrol")
        await pilot.press("ctrl+t")
        await settle(pilot)
        assert f"[{_('for these cars alone')}]" in shown(app)
        await pilot.press("ctrl+t", "enter")
        await settle(pilot)
        sheet = demo.sheet_of(cars[0])
        assert sheet is not None
        assert sheet.specs.fuel == "petrol"
        assert demo.store.get(SHEETS, sheet.id) == sheet
        assert "fuel" in sheet.typed


async def test_the_letter_is_recorded_for_two_cars_and_the_flag_is_satisfied(demo: Desk) -> None:
    two = going_to(demo, "KZ")[:2]
    app = missing_app(demo, two, "KZ")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = screen_of(app)
        put_cursor(screen, LETTER)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, DocumentForm)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not [paper for paper in demo.store.all(DOCUMENTS) if paper.kind == LETTER]
        await pilot.press("y")
        await settle(pilot)
        assert screen_of(app) is screen
        (letter,) = [paper for paper in demo.store.all(DOCUMENTS) if paper.kind == LETTER]
        assert letter.scope.car_ids == tuple(car.id for car in two)
        assert not [line for line in screen.table.rows if LETTER in line.key[1]]
        for car in two:
            flags = Checker(demo, Question(demo.today)).answer(car, "KZ").assessment.flags
            states = {flag.rule.id: flag.state for flag in flags}
            assert states["cn-180d-letter"] is State.SATISFIED


async def test_one_of_several_documents_is_asked_for(demo: Desk) -> None:
    app = missing_app(demo, going_to(demo, "JO"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        put_cursor(screen_of(app), "gcc_coc")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, KindScreen)
        await type_text(pilot, "gcc")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert [paper.kind for paper in demo.store.all(DOCUMENTS)][-1] == "gcc_coc"


@pytest.mark.parametrize("demo", ["en", "zh_CN"], indirect=True)
async def test_blocks_stand_apart_and_open(demo: Desk) -> None:
    app = missing_app(demo, going_to(demo, "JO"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = screen_of(app)
        await pilot.press("G")
        line = screen.table.row
        assert line is not None
        assert line.block is not None
        assert len(line.cars) == 2
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FlagScreen)
        assert "KZ" in "\n".join(app.screen.query_one(Page).texts)


@pytest.mark.parametrize("demo", ["en", "zh_CN"], indirect=True)
async def test_the_list_is_copied_as_a_text_without_prices(demo: Desk) -> None:
    cars = going_to(demo, "JO")
    app = missing_app(demo, cars)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("p")
        text = app.clipboard
        assert text.count("\n\n") == len({line.giver for line in screen_of(app).table.rows if line.want}) - 1
        assert cars[0].vin is not None
        assert cars[0].vin in text
        assert "82000" not in text
        assert "82,000" not in text
        put_cursor(screen_of(app), "former_use")
        await pilot.press("P")
        assert "\n\n" not in app.clipboard
        assert app.clipboard in text


async def test_another_destination_and_another_language(demo: Desk) -> None:
    app = missing_app(demo, going_to(demo, "KZ")[:2])
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = screen_of(app)
        screen.table.move_to(3)
        here = screen.table.row
        app.use_language("zh_CN")
        await settle(pilot)
        assert screen.table.row == here
        assert TRANSLATOR.tag == "zh_CN"
        await pilot.press("d")
        await settle(pilot)
        await type_text(pilot, "jo")
        await pilot.press("enter")
        await settle(pilot)
        assert screen.destination == "JO"
        assert "JO" in {line.key[2] for line in screen.table.rows}


async def test_an_empty_book_says_how_to_go_on() -> None:
    app = missing_app(desk_of([]))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert _("There are no cars here; esc returns to the list, where a adds one") in shown(app)
        await pilot.press("enter", "p")
        await pilot.press("escape")
        assert not isinstance(app.screen, MissingScreen)


@pytest.mark.parametrize("text", HOSTILE[:9], ids=range(9))
async def test_hostile_text_stays_text(text: str) -> None:
    cars = [msgspec.structs.replace(car, model=text, make=text) for car in sample_cars()[:3]]
    app = missing_app(desk_of(cars, glyphs="ascii"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = screen_of(app)
        fact = next(
            (place for place, line in enumerate(screen.table.rows) if line.want and line.want.what == "fact"), 0
        )
        screen.table.move_to(fact)
        await pilot.press("p", "enter")
        await settle(pilot)
        assert "\x1b" not in shown(app)
        assert all(width(line) <= 80 for line in lines_of(app))


@pytest.mark.parametrize("demo", ["zh_CN"], indirect=True)
async def test_the_words_on_offer_are_chinese_and_understood(demo: Desk) -> None:
    app = missing_app(demo, going_to(demo, "AE"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        put_cursor(screen_of(app), "damage_history")
        await pilot.press("enter")
        await settle(pilot)
        assert "报废残值车、" in shown(app)
        assert "salvage" not in shown(app)
        await paste(pilot, "报废残值车")
        await settle(pilot)
        assert shown(app).count("报废残值车") > 3
