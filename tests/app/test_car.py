"""A car page by page: its flags opened, its money, its documents, its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.app.kit import (
    HOSTILE,
    SMALL,
    WIDE,
    desk_of,
    lines_of,
    said,
    sample_cars,
    sample_desk,
    settle,
    shown,
    type_text,
)
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.glyphs import ASCII, UNICODE
from tui.app.pages import car_page, overview_page
from tui.app.pages.flags import flag_lines
from tui.app.pages.money import money_page
from tui.app.screens.car import TABS, CarScreen, Tab
from tui.app.screens.flag import DocumentScreen, EntryScreen, FlagScreen
from tui.app.screens.missing import MissingScreen
from tui.app.widgets.cells import KEPT_SPACE
from tui.app.widgets.lines import Lines, Page
from tui.config import Settings
from tui.desk import documents, editing, stock
from tui.desk.car_history import history_of
from tui.desk.context import Desk
from tui.desk.demo import throw_away
from tui.desk.kinds import CARS
from tui.i18n.translator import TRANSLATOR, _


@pytest.fixture
def demo(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with throw_away(Settings(), getattr(request, "param", "en")) as desk:
        yield desk


def car_app(desk: Desk, place: int = 1, **options: Any) -> OneScreen:
    """The app on the car of a place in the stock, with the stock as its list."""
    rows = stock.rows(desk)
    TRANSLATOR.use(desk.language)
    return OneScreen(desk, CarScreen(desk, UNICODE, rows[place - 1], None, rows, **options))


def screen_of(app: DeskApp) -> CarScreen:
    assert isinstance(app.screen, CarScreen)
    return app.screen


def page_of(app: DeskApp) -> str:
    return "\n".join(app.screen.query_one(Page).texts)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("demo", ["en", "zh_CN"], indirect=True)
async def test_page_by_page_with_the_keyboard(demo: Desk, size: tuple[int, int]) -> None:
    app = car_app(demo, 16)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        screen = screen_of(app)
        car = demo.store.get(CARS, 16)
        assert car is not None
        assert car.vin is not None
        assert car.vin in page_of(app)
        assert f"[{_(TABS[0])}]" in lines_of(app)[1]
        await pilot.press("tab")
        await settle(pilot)
        assert "¥74,000.00 / (1 + 13 %)" in page_of(app)
        assert "¥8,513.27" in page_of(app)
        await pilot.press("right")
        await settle(pilot)
        line = screen.flags.row
        assert line is not None
        assert line.flag is not None
        assert line.flag.rule.id == "jo-ev-age-3-2025-11"
        assert _(line.flag.rule.summary)[:20] in "".join(screen.query_one("#about", Lines).texts)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FlagScreen)
        text = page_of(app)
        assert "2023-11" in text
        assert _("No document and no fact still missing clears it for this car") in text
        assert f"KZ{KEPT_SPACE}!" in text
        await pilot.press("y")
        assert app.clipboard == line.flag.rule.source.url
        await pilot.press("escape", "tab")
        await settle(pilot)
        assert screen_of(app).tab is Tab.LOCALISATION
        assert _("Proper to this car") in shown(app)
        await pilot.press("tab")
        await settle(pilot)
        assert screen_of(app).tab is Tab.DOCUMENTS
        assert _(documents.title_of(demo, "cn_used_car_export_filing")) in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, DocumentScreen)
        assert "NB-2026-018" in page_of(app)
        await pilot.press("y")
        assert app.clipboard == "NB-2026-018"
        await pilot.press("escape", "tab")
        await settle(pilot)
        assert [entry.why.split()[1] for entry in screen.entries.rows][:2] == ["buy", "add"]
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, EntryScreen)
        assert "¥74,000.00" in page_of(app)
        await pilot.press("escape", "tab")
        await settle(pilot)
        assert screen_of(app).tab is Tab.OVERVIEW
        await pilot.press("shift+tab", "left", "left", "left")
        await settle(pilot)
        assert screen_of(app).tab is Tab.READINESS


async def test_along_the_list_from_car_to_car(demo: Desk) -> None:
    app = car_app(demo, 49, tab=Tab.READINESS)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "49/50" in lines_of(app)[0]
        await pilot.press("n")
        await settle(pilot)
        assert "26-0050" in lines_of(app)[0]
        assert screen_of(app).tab is Tab.READINESS
        await pilot.press("n")
        await settle(pilot)
        assert "last car" in said(app)
        await pilot.press("N", "N")
        await settle(pilot)
        assert "26-0048" in lines_of(app)[0]


async def test_a_click_on_a_tab(demo: Desk) -> None:
    app = car_app(demo)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.click("#page-tabs", offset=(lines_of(app)[1].index("History") + 1, 0))
        await settle(pilot)
        assert screen_of(app).tab is Tab.HISTORY
        await pilot.click("#entries", offset=(4, 2), times=2)
        await settle(pilot)
        assert isinstance(app.screen, EntryScreen)


async def test_another_destination_and_what_is_missing(demo: Desk) -> None:
    app = car_app(demo, 9)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "KZ" in lines_of(app)[0]
        await pilot.press("d")
        await settle(pilot)
        await type_text(pilot, "jo")
        await pilot.press("enter")
        await settle(pilot)
        assert "JO" in lines_of(app)[0]
        await pilot.press("m")
        await settle(pilot)
        assert isinstance(app.screen, MissingScreen)
        assert {line.key[2] for line in app.screen.table.rows} <= {"", "JO"}


async def test_a_change_of_the_book_or_the_language_leaves_page_and_cursor(demo: Desk) -> None:
    app = car_app(demo, 1, tab=Tab.READINESS)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = screen_of(app)
        await pilot.press("down", "down")
        row = screen.flags.row
        assert row is not None
        app.use_language("zh_CN")
        await settle(pilot)
        assert screen.flags.row is not None
        assert screen.flags.row.key == row.key
        assert "待办" in lines_of(app)[0]
        car = demo.store.get(CARS, 1)
        assert car is not None
        documents.add(demo, "cn_inspection_report_wmt8", [("issued", "2026-11-20")], cars=[car])
        app.tell_book_changed()
        await settle(pilot)
        assert screen.flags.row.key == row.key
        assert "（6）" in shown(app)


async def test_a_car_that_left_the_book_closes_its_page() -> None:
    desk = sample_desk()
    app = car_app(desk, 3)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        editing.remove(desk, [screen_of(app)._row.car])
        app.tell_book_changed()
        await settle(pilot)
        assert not isinstance(app.screen, CarScreen)
        assert "no longer in the book" in said(app)


async def test_a_car_without_documents_says_what_to_do() -> None:
    app = car_app(sample_desk(), 10, tab=Tab.DOCUMENTS)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "w records one" in shown(app)
        await pilot.press("enter")
        assert screen_of(app)


def test_the_history_tells_fields_before_and_after() -> None:
    desk = sample_desk()
    car = desk.store.get(CARS, 1)
    assert car is not None
    editing.apply_edit(desk, editing.preview_edit(desk, [car], [("colour", "red"), ("transferred", "2026-11-10")]))
    car = desk.store.get(CARS, 1)
    assert car is not None
    documents.add(desk, "cn_inspection_report_wmt8", [("number", "W-1")], cars=[car])
    other = desk.store.get(CARS, 2)
    assert other is not None
    editing.apply_edit(desk, editing.preview_edit(desk, [other], [("colour", "red")]))
    paper, edit, first = history_of(desk, car)
    assert paper.why == "document add cn_inspection_report_wmt8"
    assert ("documents", "number", None, "W-1") in [(s.kind, s.field, s.before, s.after) for s in paper.steps]
    found = {step.field: (step.before, str(step.after)) for step in edit.steps}
    assert found == {"colour": ("white", "red"), "transferred": (None, "2026-11-10")}
    assert edit.who == "tester"
    assert first.made


def test_money_says_only_what_is_known() -> None:
    desk = sample_desk()
    texts = ["\n".join(one.head + one.text for one in money_page(desk, row)) for row in stock.rows(desk)]
    assert "¥11,021.24" in texts[0]
    assert "Exempt" in texts[2]
    assert "Cannot be told until price and voucher are known" in texts[3]
    assert "Rebate if bought" in texts[4]
    assert "Not bought yet" in texts[4]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_fact_and_flag_stands_on_both_pages(glyphs: Any) -> None:
    desk = sample_desk()
    for row in stock.rows(desk):
        whole = {one.head + one.text for one in car_page(desk, row, glyphs)}
        assert whole <= {one.head + one.text for one in overview_page(desk, row, glyphs)}
        lines = flag_lines(row.answer.assessment)
        assert [line.flag for line in lines if line.flag] != [] or not row.answer.assessment.flags
        assert sum(line.flag is not None for line in lines) == len(row.answer.assessment.flags)


@pytest.mark.parametrize("text", HOSTILE[:9], ids=range(9))
async def test_hostile_text_stays_text(text: str) -> None:
    car = msgspec.structs.replace(
        sample_cars()[0], model=text, trim=text, make=text, remark=text, stock_number=text[:20]
    )
    desk = desk_of([car], glyphs="ascii", dealer=text)
    kept = desk.store.get(CARS, 1)
    assert kept is not None
    documents.add(desk, "cn_inspection_report_wmt8", [("number", text[:50]), ("issuer", text[:50])], cars=[kept])
    app = OneScreen(desk, CarScreen(desk, ASCII, stock.rows(desk)[0], None))
    async with app.run_test(size=SMALL) as pilot:
        for _tab in Tab:
            await settle(pilot)
            assert "\x1b" not in shown(app)
            await pilot.press("enter")
            await settle(pilot)
            assert "\x1b" not in shown(app)
            if not isinstance(app.screen, CarScreen):
                await pilot.press("escape")
            await pilot.press("tab")
