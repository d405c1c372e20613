"""Taking in a dealer's list on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.import_kit import DATA, check, desk_with_held, empty_desk, front, importing_app, stage, waiting, work
from tests.app.kit import SMALL, WIDE, paste, said, settle, shown, type_text
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.import_columns import ColumnsScreen
from tui.app.screens.import_picks import EncodingScreen, MeaningScreen, SheetScreen
from tui.app.screens.import_reading import Stage
from tui.app.screens.import_row import RowScreen
from tui.app.screens.importing import ImportScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Page
from tui.desk import held
from tui.desk.import_views import Setup
from tui.desk.importing import Outcome
from tui.desk.kinds import BATCHES, CARS, DEALERS
from tui.domain.money import Money
from tui.i18n.translator import _
from tui.sheets.writer import xlsx_bytes

HEADER = "车架号\t品牌\t车型\t开票价"


def importing(app: DeskApp) -> ImportScreen:
    assert isinstance(app.screen, ImportScreen)
    return app.screen


@pytest.mark.parametrize(("language", "size"), [("zh_CN", SMALL), ("en", WIDE)], ids=["zh-80x24", "en-140x40"])
async def test_from_the_path_to_cars_and_held_rows(language: str, size: tuple[int, int]) -> None:
    desk = empty_desk(language)
    app, screen = importing_app(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await paste(pilot, str(DATA.parent) + "/deal")
        await pilot.press("tab")
        assert screen.query_one("#path", Field).value == str(DATA)
        await pilot.press("enter")
        await work(pilot)
        assert stage(screen) is Stage.DEALER
        await type_text(pilot, "Hangzhou")
        await pilot.press("enter")
        await work(pilot)
        assert stage(screen) is Stage.ROWS
        assert screen.shown is not None
        assert [len(screen.shown.of(outcome)) for outcome in Outcome] == [17, 0, 0, 7]
        assert desk.store.revision == 0
        assert "gb18030" in shown(app)
        assert "15/15" in shown(app)
        await pilot.press("n")
        row = screen.table.row
        assert row is not None
        assert row.number == 18
        assert "LC0CE4CB7V4016852" in "".join(screen.query_one("#reasons", Lines).texts)
        check(app, size[0])
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, RowScreen)
        page = "\n".join(app.screen.query_one(Page).texts)
        assert "! 车架号" in page
        assert "95800" in page
        await pilot.press("n", "escape")
        await settle(pilot)
        assert screen.table.row is not None
        assert screen.table.row.number == 19
        await pilot.press("ctrl+s")
        await work(pilot)
        assert len(desk.store.all(CARS)) == 17
        assert len(held.waiting(desk)) == 7
        assert desk.store.revision == 1
        assert [dealer.name for dealer in desk.store.all(DEALERS)] == ["Hangzhou"]
        assert desk.store.all(BATCHES)[0].encoding == "gb18030"
        assert "17" in said(app)
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("y")
        await settle(pilot)
        assert len(waiting(app).table.rows) == 7
        check(app, size[0])


async def test_a_wrong_encoding_is_seen_and_corrected(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("车架号,品牌\nLC0CE4CB7V4016852,比亚迪\n".encode("gb18030"))
    desk = empty_desk("zh_CN")
    screen = ImportScreen(desk, DeskApp(desk).glyphs, str(path))
    screen.setup = Setup("杭州")
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await work(pilot)
        assert stage(screen) is Stage.ROWS
        await pilot.press("e")
        await settle(pilot)
        assert isinstance(app.screen, EncodingScreen)
        assert "车架号,品牌" in shown(app)
        await type_text(pilot, "cp1251")
        await pilot.press("enter")
        await work(pilot)
        # its names mean nothing now: the sentence says so, and the encodings are offered again
        assert isinstance(app.screen, EncodingScreen)
        await type_text(pilot, "gb")
        await pilot.press("enter")
        await work(pilot)
        assert importing(app).stage is Stage.ROWS
        assert screen.read is not None
        assert screen.read.table.columns == ("车架号", "品牌")


async def test_the_meaning_of_a_column_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("车架号,品牌,车型,一口价,开票价\nLC0CE4CB7V4016852,比亚迪,元UP,91000,95800\n", "utf-8")
    desk = empty_desk("zh_CN")
    screen = ImportScreen(desk, DeskApp(desk).glyphs, str(path))
    screen.setup = Setup("杭州")
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await work(pilot)
        await pilot.press("m")
        await settle(pilot)
        columns = app.screen
        assert isinstance(columns, ColumnsScreen)
        assert columns.table.row is not None
        before = columns.table.row.name
        await pilot.press("home", "j", "j", "j", "enter")
        await settle(pilot)
        assert isinstance(app.screen, MeaningScreen)
        await type_text(pilot, "price")
        await pilot.press("enter")
        await settle(pilot)
        check(app, SMALL[0])
        await pilot.press("escape")
        await work(pilot)
        assert screen.shown is not None
        assert screen.shown.rows[0].values["price"] == Money.of(91_000, "CNY")
        assert before in {"一口价", "车架号"}
        # a column can be left out altogether
        await pilot.press("m", "home", "j", "enter")
        await settle(pilot)
        await pilot.press("up", "up", "up", "up", "up", "up", "enter", "escape")
        await work(pilot)
        assert screen.setup.left_out == {"品牌"}
        assert "make" not in screen.shown.rows[0].values or screen.shown.rows[0].values["make"] != "byd"


async def test_rows_are_pasted_as_chats_and_spreadsheets_give_them() -> None:
    desk = empty_desk("zh_CN")
    app, screen = importing_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await paste(pilot, f"{HEADER}\nLC0CE4CB7V4016852\t比亚迪\t元UP\t9.58万\n")
        await work(pilot)
        await pilot.press("enter")  # nobody's list
        await work(pilot)
        assert stage(screen) is Stage.ROWS
        assert screen.shown is not None
        assert [row.vin for row in screen.shown.rows] == ["LC0CE4CB7V4016852"]
        # pasted again, over the rows
        await paste(pilot, f"{HEADER}\nLC0CE4CB5V4016851\t比亚迪\t元UP\t9.58万\n")
        await work(pilot)
        await pilot.press("enter")
        await work(pilot)
        assert [row.vin for row in screen.shown.rows] == ["LC0CE4CB5V4016851"]
        # ctrl+v has only what was copied in here; the terminal's own key is named otherwise
        await pilot.press("ctrl+v")
        assert "ctrl+shift+v" in said(app)
        app.copy_to_clipboard(f"{HEADER}\nLC0CE4CB7V4016852\t比亚迪\t元UP\t9.58万\n")
        await pilot.press("ctrl+v")
        await work(pilot)
        await pilot.press("enter")
        await work(pilot)
        await pilot.press("b")
        await type_text(pilot, "2026-11-01")
        await pilot.press("enter")
        await work(pilot)
        await pilot.press("ctrl+s")
        await work(pilot)
        (car,) = desk.store.all(CARS)
        assert car.purchase is not None
        assert desk.store.all(BATCHES)[0].source == _("pasted rows")
        assert front(app) is not screen


async def test_a_paste_without_column_names_says_so() -> None:
    desk = empty_desk()
    app, screen = importing_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await paste(pilot, "LC0CE4CB7V4016852\t比亚迪\nLC0CE4CB5V4016851\t比亚迪\n")
        await work(pilot)
        assert front(app) is screen
        assert "No line of column names was found" in shown(app)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is empty"), (b"\x00\x01\x02\x03" * 400, "neither a text table nor a workbook"), (None, "There is no file")],
    ids=["empty", "binary", "missing"],
)
async def test_what_is_no_list_gets_one_sentence(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "x.csv"
    if content is not None:
        path.write_bytes(content)
    desk = empty_desk()
    app, screen = importing_app(desk)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await paste(pilot, str(path))
        await pilot.press("enter")
        await work(pilot)
        assert front(app) is screen
        assert stage(screen) is Stage.FILE
        assert sentence in " ".join(screen.query_one("#reasons", Lines).texts)
        assert screen.query_one("#path", Field).value == str(path)
        await pilot.press("backspace")
        assert sentence not in " ".join(screen.query_one("#reasons", Lines).texts)
        await pilot.press("escape")
        assert front(app) is not screen


async def test_a_sheet_of_a_workbook_is_chosen(tmp_path: Path) -> None:
    data = xlsx_bytes(["VIN", "make"], [["LC0CE4CB7V4016852", "BYD"]], "first")
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    desk = empty_desk()
    screen = ImportScreen(desk, DeskApp(desk).glyphs, str(path))
    screen.setup = Setup("x")
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await work(pilot)
        assert stage(screen) is Stage.ROWS
        await pilot.press("t", "e")  # one sheet, no encoding: nothing to choose
        assert front(app) is screen
        picker = SheetScreen(desk, app.glyphs, ["甲", "乙"], "乙")
        app.push_screen(picker)
        await settle(pilot)
        assert picker.table.row == "乙"
        await type_text(pilot, "nothing")
        check(app, SMALL[0])
        await pilot.press("escape")


async def test_many_rows_are_planned_with_progress_and_can_be_stopped() -> None:
    desk = empty_desk()
    app, screen = importing_app(desk)
    rows = "\n".join(f"LC0CE4CB{n % 10}V{n:07}\tBYD\tYuan\t{90000 + n}" for n in range(40_000))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen.setup = Setup("x")
        app.copy_to_clipboard(f"{HEADER}\n{rows}")
        app.simulate_key("ctrl+v")
        for _step in range(400):
            await pilot.pause(0.01)
            if screen.done:
                break
        assert stage(screen) is Stage.WORK
        assert "/ 40,000 rows" in shown(app)
        await pilot.press("escape")
        assert stage(screen) is Stage.FILE
        await work(pilot)
        assert stage(screen) is Stage.FILE
        assert screen.shown is None
        assert desk.store.revision == 0


async def test_a_list_that_is_all_known_writes_nothing() -> None:
    desk = desk_with_held()
    for row in held.waiting(desk):
        held.dismiss(desk, row.id)
    revision = desk.store.revision
    screen = ImportScreen(desk, DeskApp(desk).glyphs, str(DATA))
    screen.setup = Setup("杭州")
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await work(pilot)
        await pilot.press("ctrl+s")
        await work(pilot)
        assert front(app) is screen
        assert "nothing to write" in said(app)
        assert desk.store.revision == revision
