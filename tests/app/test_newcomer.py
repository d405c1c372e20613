"""The main job on a new book, by someone who knows only the README: keys alone, from a dealer's list to a paper."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.kit import SMALL, WIDE, lines_of, said, settle, shown, type_text
from tests.cli.kit import SAMPLE, noon
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.flag import FlagScreen
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.front import FrontScreen
from tui.app.screens.held import HeldScreen
from tui.app.screens.importing import ImportScreen
from tui.app.screens.paper import PaperScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.app.screens.shipments import ShipmentsScreen
from tui.app.screens.stock import StockScreen
from tui.config import Settings
from tui.desk import held
from tui.desk.kinds import ALL, CARS, DEALERS, DOCUMENTS, SHIPMENTS
from tui.desk.opening import Opening, open_desk
from tui.domain.documents import LETTER

MENDED = "LC0CE4CB7V4016890"
FIRST, SECOND = "LC0CE4CB7V4016852", "LC0CE4CB5V4016851"


@dataclass(frozen=True)
class Seen:
    """What has to stand on the screen in one language."""

    empty: str
    empty_front: str
    imported: str
    asks_about_digit: str
    kind: str
    maker: str
    everything: str
    letter: str
    letter_rule: str
    satisfied: str
    draft: str
    paper: tuple[str, ...]


CHINESE = Seen(
    empty="账本里还没有车",
    empty_front="账本是空的",
    imported="新增 17",
    asks_about_digit="校验位是 7，应为 4",
    kind="确认书",
    maker="厂家",
    everything="全部",
    letter="售后维修服务确认书",
    letter_rule="上牌 180 天内",
    satisfied="已满足",
    draft="草稿",
    paper=("发运摘要 S26-001", "草稿 DRAFT", "中国至哈萨克斯坦", "待办", "出口许可证（2）", "A-7"),
)
ENGLISH = Seen(
    empty="There is no car in this book yet",
    empty_front="This book is empty",
    imported="17 new",
    asks_about_digit="check digit is 7",
    kind="letter",
    maker="maker",
    everything="all",
    letter="after-sales letter",
    letter_rule="within 180 days",
    satisfied="Satisfied",
    draft="DRAFT",
    paper=("SHIPMENT SUMMARY S26-001", "DRAFT", "from China to Kazakhstan", "ACTION", "Export licence (2)", "A-7"),
)


async def keys(pilot: Pilot[None], *names: str) -> None:
    """Press keys one after another, each when the screen has come to rest."""
    for name in names:
        await pilot.press(name)
        for _step in range(2):  # reading, planning and judging each may begin the next
            await settle(pilot)


async def write(pilot: Pilot[None], text: str, *names: str) -> None:
    """Type a text, then press keys."""
    await type_text(pilot, text)
    await settle(pilot)
    await keys(pilot, *names)


@pytest.mark.parametrize(
    ("language", "size", "seen"),
    [("zh_CN", SMALL, CHINESE), ("en", WIDE, ENGLISH)],
    ids=["zh_CN-80x24", "en-140x40"],
)
async def test_from_a_new_book_to_a_saved_paper(
    language: str, size: tuple[int, int], seen: Seen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE, tmp_path / "dealer-list.csv")
    opening = Opening(book=tmp_path / "book", language=language)
    desk = open_desk(Settings(), opening, now=noon)
    app = DeskApp(desk, desk.settings.ui.start)

    def front(kind: type) -> None:
        assert isinstance(app.screen, kind), f"{type(app.screen).__name__} in front, not {kind.__name__}"

    def line_with(text: str) -> str:
        found = [line for line in lines_of(app) if text in line]
        assert found, f"{text} is not on the screen:\n{shown(app)}"
        return found[0]

    async with app.run_test(size=size) as pilot:
        # an empty book says what to do first
        await settle(pilot)
        assert seen.empty in shown(app)
        await keys(pilot, "0")
        front(FrontScreen)
        assert seen.empty_front in shown(app)

        # the list: its path completed, a dealer nobody has seen before, a look at the preview
        await keys(pilot, "i")
        front(ImportScreen)
        await write(pilot, "deal", "tab", "enter")
        await write(pilot, "杭州", "enter")
        assert "gb18030" in shown(app)
        assert "15/15" in shown(app)
        await keys(pilot, "ctrl+s")
        assert seen.imported in said(app)
        front(ConfirmScreen)
        await keys(pilot, "y")

        # the row with the letter O: its correction is on offer, and the check digit wants a person's word
        front(HeldScreen)
        await keys(pilot, "j", "j", "j")
        assert "LC0CE4CB7V4O16890" in line_with("> ")
        assert MENDED in shown(app)
        await keys(pilot, "y")
        front(ConfirmScreen)
        assert seen.asks_about_digit in shown(app)
        await keys(pilot, "y")
        front(HeldScreen)
        assert "26-0018" in said(app)
        assert "LC0CE4CB7V4O16890" not in shown(app)

        # the stock: what is not ready for Kazakhstan
        await keys(pilot, "escape", "1", "d")
        await write(pilot, "kz", "enter")
        front(StockScreen)
        await keys(pilot, "/")
        await write(pilot, "-is:ready", "enter")
        assert "KZ" in lines_of(app)[1]
        assert "18 / 18" in shown(app)

        # why: below the list, in the car, and in the flag itself
        assert seen.letter in "\n".join(lines_of(app)[-5:])
        await keys(pilot, "enter")
        front(CarScreen)
        assert FIRST in shown(app)
        await keys(pilot, "tab", "tab")
        assert seen.letter_rule in line_with("> !")
        assert seen.satisfied not in line_with(seen.letter_rule)
        await keys(pilot, "enter")
        front(FlagScreen)
        assert "2026-08-03" in shown(app)
        assert seen.letter in shown(app)
        below = "↓" in lines_of(app)[0]
        assert below or size == WIDE  # the source is further down, and the title says so
        await keys(pilot, "end")
        assert "https://" in shown(app)
        assert "↓" not in lines_of(app)[0]
        await keys(pilot, "escape", "escape")

        # the maker's letter for two of them
        front(StockScreen)
        await keys(pilot, "space", "space", "w")
        front(DocumentForm)
        await keys(pilot, "enter")
        await write(pilot, seen.kind, "enter")
        await write(pilot, "A-7", "enter")
        await write(pilot, "BYD", "enter")
        await write(pilot, "2026-11-20", "enter", "enter")
        await keys(pilot, "enter")  # the country is the one the stock is checked for
        await write(pilot, seen.maker, "enter")
        await write(pilot, seen.everything)
        assert FIRST in shown(app)
        assert SECOND in shown(app)
        await keys(pilot, "ctrl+s")
        front(ConfirmScreen)  # what becomes of each car
        assert "→" in shown(app)
        await keys(pilot, "y")
        front(StockScreen)
        assert seen.letter in said(app)

        # its flag is satisfied, and the letter stands among the car's papers
        await keys(pilot, "g", "enter", "tab", "tab")
        assert seen.satisfied in line_with(seen.letter_rule)
        await keys(pilot, "tab", "tab")
        assert "A-7" in shown(app)
        await keys(pilot, "escape")

        # a shipment of the two, which are marked still
        front(StockScreen)
        await keys(pilot, "n")
        front(ShipmentForm)
        await keys(pilot, "ctrl+s")
        front(ShipmentScreen)
        assert "S26-001" in said(app)
        await keys(pilot, "6")
        front(ShipmentsScreen)
        assert "KZ" in line_with("S26-001")
        await keys(pilot, "enter")
        front(ShipmentScreen)
        assert FIRST in shown(app)
        assert SECOND in shown(app)

        # its paper: looked at, saved under the name on offer
        await keys(pilot, "p")
        front(PaperScreen)
        assert seen.draft in lines_of(app)[0]
        assert seen.paper[0] in shown(app)
        await keys(pilot, "s", "enter")
        assert "S26-001-summary-draft.txt" in said(app)
        paper = (tmp_path / "S26-001-summary-draft.txt").read_text(encoding="utf-8")
        whole = "".join(paper.split())  # a line of the paper may break anywhere
        for text in (*seen.paper, FIRST, SECOND):
            assert "".join(text.split()) in whole
        await keys(pilot, "escape", "escape", "q")
    assert app.return_code == 0
    desk.store.close()

    again = open_desk(Settings(), opening, now=noon)
    try:
        cars = again.store.all(CARS)
        assert len(cars) == 18
        assert all(car.dealer_id == again.store.all(DEALERS)[0].id for car in cars)
        mended = again.car_by_vin(MENDED)
        assert mended is not None
        assert mended.vin_confirmed
        assert len(held.waiting(again)) == 6
        pair = tuple(sorted(car.id for car in cars if car.vin in {FIRST, SECOND}))
        (letter,) = again.store.all(DOCUMENTS)
        assert (letter.kind, letter.number, letter.country) == (LETTER, "A-7", "KZ")
        assert letter.scope.car_ids == pair
        (shipment,) = again.store.all(SHIPMENTS)
        assert (shipment.number, shipment.deal.country, shipment.car_ids) == ("S26-001", "KZ", pair)
        assert not again.store.verify(ALL)
    finally:
        again.store.close()
