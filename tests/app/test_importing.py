"""Taking in a dealer's list on the screen, and mending what waits, with the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.app.kit import HOSTILE, SMALL, WIDE, desk_of, lines_of, paste, said, sample_cars, settle, shown, type_text
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.held import HeldScreen
from tui.app.screens.import_columns import ColumnsScreen
from tui.app.screens.import_files import completed, entered, entries, fitting, path_of
from tui.app.screens.import_mend import MendScreen
from tui.app.screens.import_picks import EncodingScreen, MeaningScreen, SheetScreen
from tui.app.screens.import_reading import Stage
from tui.app.screens.import_row import RowScreen
from tui.app.screens.importing import ImportScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Page
from tui.desk import held
from tui.desk.context import Desk
from tui.desk.import_views import Setup, assigned, digest, preview, recognised_as, trials
from tui.desk.importing import Outcome, apply
from tui.desk.kinds import BATCHES, CARS, DEALERS, HELD_ROWS
from tui.domain.imports import HeldState
from tui.domain.money import Money
from tui.i18n.translator import TRANSLATOR, _
from tui.sheets.reader import read_table
from tui.sheets.writer import csv_text, xlsx_bytes

DATA = Path(__file__).parents[1] / "sheets" / "data" / "dealer-list-gb18030.csv"
SAMPLE = DATA.read_bytes()
HEADER = "车架号\t品牌\t车型\t开票价"


def empty_desk(language: str = "en", **options: object) -> Desk:
    return desk_of([], language=language, **options)  # type: ignore[arg-type]


def desk_with_held(language: str = "en", *extra: tuple[str, ...]) -> Desk:
    """A desk into which the sample list was taken, with more rows of the same columns behind it."""
    desk = empty_desk(language)
    text = SAMPLE.decode("gb18030") + csv_text([], extra).removeprefix("\r\n").removeprefix("\n")
    table = read_table(text.encode(), "list.csv")
    apply(desk, preview(desk, table, Setup("杭州"), source="list.csv", sha256="0" * 64, tell=lambda _done: None))
    return desk


def importing(app: DeskApp) -> ImportScreen:
    assert isinstance(app.screen, ImportScreen)
    return app.screen


def waiting(app: DeskApp) -> HeldScreen:
    assert isinstance(app.screen, HeldScreen)
    return app.screen


def stage(screen: ImportScreen) -> Stage:
    return screen.stage


def front(app: DeskApp) -> object:
    return app.screen


async def work(pilot: Pilot[None]) -> None:
    """Wait for reading, planning or writing, each of which may begin the next."""
    for _step in range(3):
        await settle(pilot)


def check(app: DeskApp, width: int) -> None:
    for line in lines_of(app):
        assert cell_len(line) == width
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
        assert "\u202e" not in line


@pytest.mark.parametrize(("language", "size"), [("zh_CN", SMALL), ("en", WIDE)], ids=["zh-80x24", "en-140x40"])
async def test_from_the_path_to_cars_and_held_rows(language: str, size: tuple[int, int]) -> None:
    desk = empty_desk(language)
    screen = ImportScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
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


async def test_the_letter_o_is_mended_and_another_row_dismissed() -> None:
    desk = desk_with_held("zh_CN")
    screen = HeldScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("j", "j", "j")
        assert "LC0CE4CB7V4016890" in "".join(screen.query_one("#reasons", Lines).texts)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)  # its check digit is wrong as well
        assert "LC0CE4CB7V4016890" in shown(app)
        await pilot.press("y")
        await settle(pilot)
        car = desk.car_by_vin("LC0CE4CB7V4016890")
        assert car is not None
        assert car.vin_confirmed
        assert len(screen.table.rows) == 6
        assert screen.table.row is not None
        assert screen.table.row.row.row == 22
        await pilot.press("x", "n")
        await settle(pilot)
        assert len(screen.table.rows) == 6
        await pilot.press("x", "y")
        await settle(pilot)
        assert len(screen.table.rows) == 5
        assert [row.state for row in desk.store.all(HELD_ROWS)].count(HeldState.DISMISSED) == 1
        check(app, SMALL[0])


async def test_an_offer_that_is_right_takes_one_key() -> None:
    row = SAMPLE.decode("gb18030").splitlines()[1].replace("LC0CE4CB7V4016852", "LC0CE4CB3V4O16895")
    desk = desk_with_held("zh_CN", tuple(row.split(",")))
    screen = HeldScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("end", "y")
        await settle(pilot)
        assert front(app) is screen
        assert desk.car_by_vin("LC0CE4CB3V4016895") is not None
        assert len(screen.table.rows) == 7


async def test_a_wrong_check_digit_is_confirmed_after_a_question() -> None:
    desk = desk_with_held()
    screen = HeldScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("j", "j", "c", "escape")
        assert len(screen.table.rows) == 7
        await pilot.press("c", "y")
        await settle(pilot)
        car = desk.car_by_vin("LC0CE4CB8V4016852")
        assert car is not None
        assert car.vin_confirmed
        assert len(screen.table.rows) == 6


async def test_rows_are_mended_cell_by_cell_and_the_next_one_comes() -> None:
    desk = desk_with_held("zh_CN")
    screen = HeldScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("j", "enter")
        await settle(pilot)
        mend = app.screen
        assert isinstance(mend, MendScreen)
        field = app.focused
        assert isinstance(field, Field)
        assert field.value == "LC0CE4CB7V401685"  # one character is missing
        await pilot.press("enter")
        await settle(pilot)
        assert mend._row is not None
        assert mend._row.row == 19
        assert field.value == "LC0CE4CB7V401685"
        assert len(held.waiting(desk)) == 7
        await pilot.press("ctrl+u", "-")  # the car waits for its VIN
        await settle(pilot)
        assert mend._plan is not None
        assert mend._plan.outcome is Outcome.NEW
        await pilot.press("enter")
        await settle(pilot)
        assert mend._row.row == 20
        assert sum(car.vin is None for car in desk.store.all(CARS)) == 1
        await pilot.press("enter")  # a wrong check digit asks
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        assert front(app) is mend
        await pilot.press("f3", "y")
        await settle(pilot)
        assert mend._row.row == 21
        await pilot.press("f2")
        await settle(pilot)
        assert mend.changes == {"车架号": "LC0CE4CB7V4016890"}
        await pilot.press("L")  # typed: a letter in a field is a letter
        await pilot.press("backspace")
        app.use_language("en")
        await settle(pilot)
        assert mend.changes == {"车架号": "LC0CE4CB7V4016890"}
        check(app, SMALL[0])
        await pilot.press("escape")
        await settle(pilot)
        assert front(app) is screen
        assert screen.table.row is not None
        assert screen.table.row.row.row == 21
        await pilot.press("j", "j", "enter")
        await settle(pilot)
        field = app.focused
        assert isinstance(field, Field)
        assert field.value == "-95800"
        await pilot.press("home", "delete", "ctrl+s")
        await settle(pilot)
        assert desk.car_by_vin("LC0CE4CB3V4016895") is not None
        again = app.screen
        assert isinstance(again, MendScreen)
        await pilot.press("f8", "y")  # row 24 is dismissed: the first row comes round
        await settle(pilot)
        assert again._row is not None
        assert again._row.row == 18


async def test_the_last_row_mended_leaves_and_says_that_none_waits() -> None:
    desk = desk_with_held()
    for row in held.waiting(desk)[1:]:
        held.dismiss(desk, row.id)
    screen = HeldScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("down", "up", "ctrl+u", "-", "ctrl+s")
        await settle(pilot)
        assert front(app) is screen
        assert "No row waits" in shown(app)
        await pilot.press("enter", "y", "c", "x", "escape")
        await settle(pilot)


async def test_a_row_mended_in_another_window_goes() -> None:
    desk = desk_with_held()
    screen = HeldScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        mend = app.screen
        assert isinstance(mend, MendScreen)
        held.dismiss(desk, held.waiting(desk)[0].id)
        app.look_at_book()
        await settle(pilot)
        assert mend._row is not None
        assert mend._row.row == 19
        assert "no longer waits" in said(app)


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
    screen = ImportScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
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
    screen = ImportScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
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
    screen = ImportScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
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
    screen = ImportScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
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


async def test_the_row_with_formula_and_markup_is_only_text() -> None:
    desk = desk_with_held(
        "zh_CN", *((text, text, text) for text in HOSTILE if "\ud800" not in text and "\n" not in text)
    )
    screen = ImportScreen(desk, DeskApp(desk).glyphs, str(DATA))
    screen.setup = Setup("[b]杭州[/x]\x1b[2J")
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await work(pilot)
        await pilot.press("end")
        assert "=HYPERLINK" in shown(app)
        check(app, SMALL[0])
        await pilot.press("enter")
        await settle(pilot)
        assert "[red]活力型[/x]" in shown(app)
        check(app, SMALL[0])
        await pilot.press("escape", "m", "enter")
        await settle(pilot)
        check(app, SMALL[0])
        await pilot.press("escape", "escape", "escape")
        await settle(pilot)
        app.push_screen(HeldScreen(desk, app.glyphs))
        await settle(pilot)
        await pilot.press("end")
        check(app, SMALL[0])
        for _place in range(7, len(waiting(app).table.rows)):
            await pilot.press("up")
            check(app, SMALL[0])
        await pilot.press("end", "enter")
        await settle(pilot)
        check(app, SMALL[0])
        await pilot.press("f8")
        await settle(pilot)
        check(app, SMALL[0])


async def test_hostile_text_in_the_fields() -> None:
    desk = empty_desk(glyphs="ascii")
    screen = ImportScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for text in HOSTILE[:-1]:
            await paste(pilot, text)
            await pilot.press("tab", "enter")
            await work(pilot)
            check(app, SMALL[0])
            assert stage(screen) is Stage.FILE
            screen.query_one("#path", Field).value = ""


async def test_the_language_changes_and_nothing_typed_is_lost() -> None:
    desk = desk_of(sample_cars())
    screen = ImportScreen(desk, DeskApp(desk).glyphs)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await paste(pilot, str(DATA))
        await pilot.press("enter")
        await work(pilot)
        await type_text(pilot, "Ha")
        app.use_language("zh_CN")
        await settle(pilot)
        assert screen.query_one("#dealer", Field).value == "Ha"
        assert "经销商" in shown(app)
        await pilot.press("ctrl+u")
        await settle(pilot)
        await pilot.press("down", "enter")  # the dealer of the book
        await work(pilot)
        assert screen.setup.dealer == "杭州"
        assert screen.shown is not None
        assert screen.shown.of(Outcome.CHANGED) or screen.shown.of(Outcome.SAME)
        screen.table.move_to(5)
        app.use_language("en")
        await settle(pilot)
        assert TRANSLATOR.tag == "en"
        assert screen.table.cursor == 5
        assert "Encoding" in shown(app)
        app.tell_book_changed()
        await work(pilot)
        assert screen.table.cursor == 5
        assert stage(screen) is Stage.ROWS
        await pilot.press("d", "escape", "b", "escape", "escape")
        await settle(pilot)
        assert stage(screen) is Stage.FILE
        assert screen.query_one("#path", Field).value == str(DATA)


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


class TestPaths:
    def test_what_people_type_and_drop(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        spaced = tmp_path / "my list.csv"
        spaced.write_text("x")
        assert path_of("~/a.csv") == tmp_path / "a.csv"
        assert path_of(f"'{spaced}'") == spaced
        assert path_of(str(spaced).replace(" ", "\\ ")) == spaced
        assert path_of(f"file://{tmp_path}/my%20list.csv") == spaced
        assert path_of("~nobody-here/x") == Path("~nobody-here/x")

    def test_a_folder_is_listed_and_completed(self, tmp_path: Path) -> None:
        (tmp_path / "b.pdf").write_text("x")
        (tmp_path / "list-1.csv").write_text("x")
        (tmp_path / "list-2.xlsx").write_text("x")
        (tmp_path / ".hidden.csv").write_text("x")
        (tmp_path / "sub").mkdir()
        found = entries(tmp_path)
        assert {entry.name for entry in fitting(found, "")} == {"list-1.csv", "list-2.xlsx", "sub/"}
        assert [entry.name for entry in fitting(found, "b.")] == ["b.pdf"]
        assert [entry.name for entry in fitting(found, ".h")] == [".hidden.csv"]
        text = f"{tmp_path}/l"
        assert completed(text, fitting(found, "l")) == f"{tmp_path}/list-"
        assert completed(f"{tmp_path}/s", fitting(found, "s")) == f"{tmp_path}/sub/"
        assert entered("~", found[-1]) == "~/sub/"
        assert entries(tmp_path / "none") == []


class TestViews:
    def test_the_encoding_that_reads_the_names_comes_first(self) -> None:
        first = trials(SAMPLE)[0]
        assert (first.encoding, first.fits) == ("gb18030", True)
        assert first.header.startswith("车架号,品牌")
        big = ("车架号,品牌\n" + "LC0CE4CB7V4016852,比亚迪\n" * 9000).encode("gb18030")
        assert trials(big)[0].encoding == "gb18030"
        assert trials("VIN;Марка\n1;Лада\n".encode("utf-16"))[0].encoding == "utf-16"
        assert len(digest(b"x")) == 64

    def test_a_column_gets_one_meaning_and_gives_it_away(self) -> None:
        table = read_table("车架号,价格,报价\nx,1,2\n".encode(), "x")
        setup = Setup()
        assert list(recognised_as(table, setup).values()).count("price") == 1
        for column in ("报价", "价格"):
            setup = assigned(table, setup, column, "price")
            assert recognised_as(table, setup)[column] == "price"
            assert list(recognised_as(table, setup).values()).count("price") == 1
        setup = assigned(table, setup, "车架号", "")
        assert "车架号" not in recognised_as(table, setup)
        setup = assigned(table, setup, "车架号", "vin")
        assert recognised_as(table, setup)["车架号"] == "vin"
        assert not setup.left_out
