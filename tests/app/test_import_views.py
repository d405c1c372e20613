"""What the import shows: paths, cells, text from outside, other languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.app.import_kit import DATA, SAMPLE, check, desk_with_held, empty_desk, importing_app, stage, waiting, work
from tests.app.kit import HOSTILE, SMALL, desk_of, paste, said, sample_cars, settle, shown, type_text
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.screens.held import HeldScreen
from tui.app.screens.import_files import completed, entered, entries, fitting, path_of
from tui.app.screens.import_picks import EncodingScreen
from tui.app.screens.import_reading import Stage
from tui.app.screens.importing import ImportScreen
from tui.app.widgets.field import Field
from tui.desk.import_views import ENCODINGS, Setup, assigned, digest, recognised_as, trials
from tui.desk.importing import Outcome
from tui.i18n.translator import TRANSLATOR
from tui.sheets.reader import read_table


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
    app, screen = importing_app(desk)
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
    app, screen = importing_app(desk)
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


async def test_a_text_that_is_no_list_says_so_and_where_chats_are_read(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_bytes("杭州店 今日现车\n元UP 领先型 白2 批发10.38\n".encode())
    app, screen = importing_app(empty_desk(), str(chat))
    async with app.run_test(size=SMALL) as pilot:
        await work(pilot)
        assert app.screen is screen
        assert stage(screen) is Stage.FILE
        assert "No line of column names was found" in shown(app)
        assert "as in a chat: 2, then p" in shown(app)


async def test_a_text_that_may_be_misread_offers_the_encodings(tmp_path: Path) -> None:
    list_ = tmp_path / "list.txt"
    list_.write_bytes("杭州店 今日现车\n元UP 领先型 白2 批发10.38\n".encode("gb18030"))
    app, screen = importing_app(empty_desk(), str(list_))
    async with app.run_test(size=SMALL) as pilot:
        await work(pilot)
        assert isinstance(app.screen, EncodingScreen)
        await pilot.press("enter")
        await work(pilot)
        assert "No column names can be read in gb18030" in said(app)
        await pilot.press("escape")
        await settle(pilot)
        assert screen.is_current
        assert "as in a chat: 2, then p" in shown(app)


class TestViews:
    def test_the_encoding_that_reads_the_names_comes_first(self) -> None:
        first = trials(SAMPLE)[0]
        assert (first.encoding, first.fits) == ("gb18030", True)
        assert first.header.startswith("车架号,品牌")
        big = ("车架号,品牌\n" + "LC0CE4CB7V4016852,比亚迪\n" * 9000).encode("gb18030")
        assert trials(big)[0].encoding == "gb18030"
        assert trials("VIN;Марка\n1;Лада\n".encode("utf-16"))[0].encoding == "utf-16"
        assert len(digest(b"x")) == 64

    @given(st.binary(max_size=64))
    @example(b"an even count of letters")
    def test_any_bytes_can_be_looked_at_in_every_encoding(self, data: bytes) -> None:
        assert {trial.encoding for trial in trials(data)} == set(ENCODINGS)

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
