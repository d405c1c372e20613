"""The paper of a shipment: previewed, in its own language, drafted, made final, saved."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len

from tests.app.kit import (
    SMALL,
    lines_of,
    paste,
    said,
    settle,
    shown,
)
from tests.app.shipping_kit import SIZES, note, opened, shipped_desk
from tests.desk.kit import new_car, new_desk, put_cars, ready_for_kazakhstan
from tui.app.app import DeskApp
from tui.app.screens.asking import EntryScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.layouts import LayoutScreen
from tui.app.screens.paper import PaperScreen
from tui.app.screens.shipments import ShipmentsScreen
from tui.app.widgets.field import Field
from tui.app.widgets.leaf import Leaf
from tui.app.widgets.lines import Page
from tui.config import PrintSettings
from tui.desk import shipping
from tui.desk.context import Desk
from tui.desk.kinds import ISSUED, SHIPMENTS
from tui.i18n.translator import TRANSLATOR


def ready_desk() -> Desk:
    """One car on a shipment, READY."""
    desk = new_desk()
    shipping.create(desk, [ready_for_kazakhstan(desk)], "KZ", [])
    return desk


@SIZES
async def test_the_paper_is_shown_to_its_last_column(size: tuple[int, int]) -> None:
    desk = shipped_desk("zh_CN")
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "p")
        leaf = app.screen.query_one(Leaf)
        assert leaf.region.x == 0
        assert leaf.size.width == size[0]
        assert "-" * 80 in shown(app)
        assert max(cell_len(line) for line in leaf.texts) == 80
        assert leaf.pages > 1
        await opened(pilot, "n")
        assert leaf.page == 2
        await opened(pilot, "b")
        assert leaf.scroll_offset.y == 0


async def test_the_paper_speaks_a_language_and_takes_a_form_of_its_own(tmp_path: Path) -> None:
    desk = shipped_desk("zh_CN")
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p")
        assert "发运摘要" in shown(app)
        await opened(pilot, "t")
        assert "СВОДКА ОТПРАВКИ" in shown(app)
        await opened(pilot, "L")
        assert TRANSLATOR.tag == "en"
        assert "СВОДКА ОТПРАВКИ" in shown(app)
        await opened(pilot, "t", "t", "t", "t", "t")
        assert "发运摘要" in shown(app)
        await opened(pilot, "o")
        assert "HTML" in lines_of(app)[0]
        assert "<" not in shown(app)
        await opened(pilot, "o", "o")
        leaf = app.screen.query_one(Leaf)
        assert lines_of(app)[1].rstrip().endswith("…")  # a line of the table goes on to the right
        await opened(pilot, "right")
        assert leaf.scroll_offset.x > 0
        await opened(pilot, *["right"] * 40)
        assert "…" not in lines_of(app)[1]
        await opened(pilot, "s")
        assert app.screen.query_one(Field).value.endswith("-draft.csv")
        await paste(pilot, str(tmp_path / "a.csv"))
        await opened(pilot, "enter", "o", "o", "s")
        assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        await paste(pilot, str(tmp_path / "a.json"))
        await opened(pilot, "enter")
        assert json.loads((tmp_path / "a.json").read_text())["shipment"]["draft"] is True


async def test_a_file_that_is_there_asks_and_one_that_cannot_be_keeps_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # names so short that no note is wrapped
    app = DeskApp(shipped_desk(), start="shipments")
    there = tmp_path / "there.txt"
    there.write_text("mine")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p", "s")
        await paste(pilot, "nowhere/a.txt")
        await opened(pilot, "enter")
        assert isinstance(app.screen, EntryScreen)
        assert "cannot be written" in note(app)
        app.screen.query_one(Field).value = there.name
        await settle(pilot)
        assert "is there already" in " ".join(note(app).split())
        await opened(pilot, "enter")
        assert isinstance(app.screen, ConfirmScreen)
        await opened(pilot, "n")
        assert there.read_text() == "mine"
        assert app.screen.query_one(Field).value == there.name
        await opened(pilot, "enter", "y")
        assert "SHIPMENT SUMMARY" in there.read_text("utf-8")
        assert isinstance(app.screen, PaperScreen)


async def test_asking_for_a_final_paper_says_what_is_missing() -> None:
    app = DeskApp(shipped_desk(), start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "G", "p")
        assert "DRAFT" in lines_of(app)[0]
        assert "Not final" in shown(app)
        await opened(pilot, "f")
        page = app.screen.query_one("#missing-page", Page)
        assert page.display
        assert "Export licence" in "\n".join(page.texts)
        await opened(pilot, "escape")
        assert app.screen.query_one(Leaf).display
        await opened(pilot, "escape")
        assert isinstance(app.screen, ShipmentsScreen)


async def test_a_ready_shipment_prints_final_and_can_be_a_draft() -> None:
    app = DeskApp(ready_desk(), start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        assert "READY" in shown(app)
        await opened(pilot, "p")
        assert "FINAL" in lines_of(app)[0]
        await opened(pilot, "s")
        assert app.screen.query_one(Field).value == "S26-001-summary-final.txt"
        await opened(pilot, "escape", "f")
        assert "DRAFT" in lines_of(app)[0]
        await opened(pilot, "f")
        assert "FINAL" in lines_of(app)[0]


async def test_a_car_without_a_vin_keeps_a_draft_and_the_screen_says_so() -> None:
    desk = ready_desk()
    shipping.add(
        desk,
        shipping.find(desk, "S26-001"),
        [put_cars(desk, [msgspec.structs.replace(new_car(desk, 2), vin=None, id=0)])[0]],
    )
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "enter", "v")
        assert "waits for its VIN" in "\n".join(app.screen.query_one("#causes", Page).texts)
        await opened(pilot, "p")
        assert "DRAFT" in lines_of(app)[0]


async def test_a_final_paper_is_not_saved_when_a_car_is_no_longer_ready(tmp_path: Path) -> None:
    desk = ready_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        await opened(pilot, "p", "s")
        await paste(pilot, str(tmp_path / "final.txt"))
        shipping.add(desk, desk.store.all(SHIPMENTS)[0], [new_car(desk, 2)])
        await opened(pilot, "enter")
        assert not (tmp_path / "final.txt").exists()
        assert "The book has changed meanwhile" in said(app)
        assert "DRAFT" in lines_of(app)[0]


async def test_a_saved_final_paper_is_issued_and_looked_at_again(tmp_path: Path) -> None:
    desk = ready_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p")
        assert "final revision 1" in shown(app)
        await opened(pilot, "s")
        await paste(pilot, str(tmp_path / "a.txt"))
        await opened(pilot, "enter")
        assert "Copy 2 of revision 1" in shown(app)
        shipping.edit(desk, desk.store.all(SHIPMENTS)[0], [("port_of_loading", "阿拉山口")])
        app.tell_book_changed()
        await opened(pilot)
        assert "final revision 2" in shown(app)
        await opened(pilot, "escape", "enter", "i")
        assert "Papers that went out" in shown(app)
        await opened(pilot, "enter")
        assert "阿拉山口" not in shown(app)
        assert "Copy 2 of revision 1" in shown(app)
        await opened(pilot, "w", "f", "d")
        assert "as it went out" in said(app)
        assert isinstance(app.screen, PaperScreen)


async def test_a_paper_is_sent_to_the_printer_and_its_answer_said(tmp_path: Path) -> None:
    desk = ready_desk()
    took = tmp_path / "took"
    command = ("/bin/sh", "-c", 'cp "$1" "$0"; echo queued', str(took), "{file}")
    desk.settings = msgspec.structs.replace(desk.settings, print=PrintSettings(command))
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p", "p")
        assert isinstance(app.screen, ConfirmScreen)
        assert not desk.store.all(ISSUED)
        await opened(pilot, "y")
        await app.workers.wait_for_complete()
        await opened(pilot)
        assert "queued" in said(app)
        assert "SHIPMENT SUMMARY" in took.read_text("utf-8")
        assert [one.revision for one in desk.store.all(ISSUED)] == [1]
        desk.settings = msgspec.structs.replace(desk.settings, print=PrintSettings(("/no/such/lp", "{file}")))
        await opened(pilot, "p", "y")
        await app.workers.wait_for_complete()
        await opened(pilot)
        assert "/no/such/lp" in said(app)


async def test_a_layout_is_chosen_among_the_users_own_the_usual_one_first(tmp_path: Path) -> None:
    desk = ready_desk()
    home = tmp_path / "templates"
    desk.settings = msgspec.structs.replace(desk.settings, print=PrintSettings(templates=str(home)))
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p", "l")
        assert isinstance(app.screen, PaperScreen)
        assert "nearnew shipment template NAME" in said(app)
        home.mkdir()
        for name in ("paper", "short", "broken"):
            (home / f"{name}.html").write_text("<p>{{ paper.face.title }} " + name, encoding="utf-8")
        (home / "short.typ").write_text("short", encoding="utf-8")
        await opened(pilot, "l")
        assert isinstance(app.screen, LayoutScreen)
        lines = [line.strip("> ").split()[0] for line in lines_of(app) if "HTML" in line]
        assert lines == ["the", "broken", "short"], "the usual one first, and the stand-in for it is no layout"
        await opened(pilot, *"broken", "enter")
        assert "HTML (broken)" in shown(app), "text has no layout: the first format that this one sets"
        await opened(pilot, "s")
        await paste(pilot, str(tmp_path / "a.html"))
        await opened(pilot, "enter")
        assert (tmp_path / "a.html").read_text("utf-8").endswith("broken")
        await opened(pilot, "o", "s")
        await paste(pilot, str(tmp_path / "a.pdf"))
        await opened(pilot, "enter")
        assert "broken.typ" in said(app), "a layout without this format is told of, never the shipped one instead"
        await opened(pilot, "l", "up", "enter")
        assert "(broken)" not in shown(app)


async def test_a_dossier_is_written_into_a_new_folder(tmp_path: Path) -> None:
    desk = ready_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "enter", "D")
        await paste(pilot, str(tmp_path))
        (tmp_path / "mine").touch()
        await opened(pilot, "enter")
        assert isinstance(app.screen, EntryScreen)
        app.screen.query_one(Field).value = str(tmp_path / "out")
        await settle(pilot)
        await opened(pilot, "enter")
        await app.workers.wait_for_complete()
        await opened(pilot)
        assert (tmp_path / "out" / "SHA256SUMS").is_file()
        assert "Saved" in said(app)
