"""A dealer's chat message becomes offers, and two of its cars are bought: the story of the issue, key by key."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from msgspec.structs import replace
from rich.cells import cell_len

from tests.app.kit import SMALL, lines_of, paste, sample_desk, settle, shown, type_text
from tui.app.app import DeskApp
from tui.app.screens.buying import BuyingScreen
from tui.app.screens.chat_list import ChatScreen
from tui.app.screens.forms.asking import QuestionScreen
from tui.app.screens.import_columns import ColumnsScreen
from tui.app.screens.import_picks import EncodingScreen, SheetScreen
from tui.app.screens.offers import OffersScreen
from tui.app.screens.price_list import PriceListScreen
from tui.desk.chat_draft import Standing
from tui.desk.kinds import CARS, OFFERS
from tui.domain.money import Money
from tui.domain.words import InvoiceKind
from tui.sheets.writer import xlsx_bytes

CHAT = """杭州店 今日现车
元UP 领先型 27款 白2 灰1 指导12.98 批发10.38 专票
元UP 活力型 27款 灰3 指导11.98 批发9.58 专票 9月上牌
海豚 自由版 26款 粉1 11.68→9.1 可开专票
领克01 EMF 22款 8600km 13.8 一口价
海豹06 DM-i 插混 120km 白黑各2 12.98/10.2 普票
在吗老板
共 13 台
"""
VINS = "LC0CE4CB0V4916850\nLC0CE4CB2V4916851"


async def test_a_pasted_list_and_two_of_its_cars_bought() -> None:
    desk = sample_desk("zh_CN")
    app = DeskApp(desk)
    keys = 0
    async with app.run_test(size=SMALL) as pilot:

        async def press(*names: str) -> None:
            nonlocal keys
            keys += len(names)
            await pilot.press(*names)
            await settle(pilot)

        await settle(pilot)
        before = len(desk.store.all(CARS))
        await press("2", "p")
        chat = app.screen
        assert isinstance(chat, ChatScreen)
        await paste(pilot, CHAT)
        await settle(pilot)
        standings = [row.standing for row in chat.draft.rows]
        assert standings == [Standing.ASKED, Standing.ASKED, Standing.ASKED, Standing.ASKED, Standing.WRONG,
                             Standing.UNREAD]  # fmt: skip
        assert "在吗老板" in shown(app)
        assert "13" in shown(app)
        assert not desk.store.all(OFFERS)
        await press("A", "down", "down", "down", "down", "enter")
        await type_text(pilot, "比亚迪")
        keys += 3
        await press("ctrl+s")
        assert isinstance(app.screen, ChatScreen)
        assert chat.draft.rows[4].standing is Standing.CONFIRMED
        await press("ctrl+s", "down", "enter")
        offers = app.screen
        assert isinstance(offers, OffersScreen)
        assert len(desk.store.all(OFFERS)) == 5
        assert "20.0" in shown(app)
        assert "91,858" in shown(app)
        await press("b")
        buying = app.screen
        assert isinstance(buying, BuyingScreen)
        await paste(pilot, VINS)
        await settle(pilot)
        assert "23,88" in shown(app)
        await press("ctrl+s")
        assert app.screen is offers
        cars = desk.store.all(CARS)[before:]
        assert [car.vin for car in cars] == VINS.split()
        assert all(car.purchase is not None and car.purchase.invoice_kind is InvoiceKind.SPECIAL_VAT for car in cars)
        await press("u")
        assert len(desk.store.all(CARS)) == before
        assert keys < 30, keys


async def test_a_price_list_from_a_file_is_looked_at_as_a_message_is(tmp_path: Path) -> None:
    header = ["品牌", "车型", "配置", "批发价(万)", "数量", "颜色"]
    rows = [
        ["比亚迪", "元UP", "领先型", "10.38", "3", "白2 灰1"],
        ["", "", "活力型", "9.58", "1", "灰"],
        ["吉利", "银河E5", "探索版", "电询", "1", "绿"],
        ["合计", "", "", "", "5", ""],
    ]
    (tmp_path / "现车.xlsx").write_bytes(xlsx_bytes(header, rows, "现车"))
    desk = sample_desk("zh_CN")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:

        async def press(*names: str) -> None:
            await pilot.press(*names)
            await settle(pilot)

        async def picked() -> PriceListScreen:
            await press("i")
            await paste(pilot, f"{tmp_path}/")
            await settle(pilot)
            assert "现车.xlsx" in shown(app)
            await press("enter")
            assert isinstance(app.screen, PriceListScreen)
            return app.screen

        await settle(pilot)
        await press("2")
        listed = await picked()
        wanted = [Standing.SURE, Standing.ASKED, Standing.WRONG, Standing.UNREAD]
        assert [row.standing for row in listed.draft.rows] == wanted
        await press("down")
        assert "车型: 单元格为空；按上一行读为 元UP" in shown(app)
        await press("down")
        assert "批发价(万): " in shown(app)
        assert not desk.store.all(OFFERS)
        await press("A", "ctrl+s", "down", "enter")
        offers = app.screen
        assert isinstance(offers, OffersScreen)
        assert [one.trim for one in desk.store.all(OFFERS)] == ["领先型", "活力型"]
        again = await picked()
        assert [row.standing for row in again.draft.rows][:2] == [Standing.KNOWN, Standing.KNOWN]
        await press("escape", "down", "enter")
        assert app.screen is offers


async def test_columns_and_encoding_of_a_price_list_are_chosen_on_its_screen(tmp_path: Path) -> None:
    """A column that nobody knows is named on the screen; what was corrected by hand stays."""
    text = "品牌,车型,配置,特供,备货,颜色\n比亚迪,元UP,领先型,103800,3,白2 灰1\n吉利,银河E5,探索版,99800,1,绿\n"
    (tmp_path / "list.csv").write_bytes(text.encode("gb18030"))
    desk = sample_desk("zh_CN")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:

        async def press(*names: str) -> None:
            await pilot.press(*names)
            await settle(pilot)

        async def means(column: str, field: str) -> None:
            columns = app.screen
            assert isinstance(columns, ColumnsScreen)
            columns.table.move_to(next(place for place, one in enumerate(columns.table.rows) if one.name == column))
            await press("enter")
            await paste(pilot, field)
            await press("enter")

        await settle(pilot)
        await press("2", "i")
        await paste(pilot, f"{tmp_path}/")
        await settle(pilot)
        await press("enter")
        assert isinstance(app.screen, ColumnsScreen), "without a price there is nothing to show yet"
        assert "还要指明" in shown(app)
        await means("特供", "price")
        assert "还要指明" not in shown(app)
        await press("escape")
        listed = app.screen
        assert isinstance(listed, PriceListScreen)
        assert [row.offer.price for row in listed.draft.rows] == [Money.of(103800, "CNY"), Money.of(99800, "CNY")]
        assert "m: 1" in shown(app)
        assert all(cell_len(line) == SMALL[0] for line in lines_of(app))
        listed.draft.put(listed.draft.rows[1], replace(listed.draft.rows[1].offer, quantity=7))
        await press("m")
        await means("备货", "quantity")
        await press("escape")
        assert [row.offer.quantity for row in listed.draft.rows] == [3, 7], "the second was corrected by hand"
        # another encoding is another reading: asked first, for the correction would be lost
        await press("E")
        assert isinstance(app.screen, EncodingScreen)
        await paste(pilot, "big5")
        await press("enter")
        assert isinstance(app.screen, QuestionScreen)
        await press("enter")
        assert app.screen is listed
        await press("A", "ctrl+s")
        assert [(one.model, one.quantity) for one in desk.store.all(OFFERS)] == [("元UP", 3), ("银河E5", 7)]


async def test_another_sheet_and_another_encoding_are_read_in_place(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        for name, model in (("十月", "元UP"), ("十一月", "海豹")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["品牌", "车型", "批发价", "数量"])
            sheet.write_row(1, 0, ["比亚迪", model, 103800, 2])
    text = "品牌,车型,批发价,数量\n比亚迪,元UP,103800,2\n"
    (tmp_path / "b.csv").write_bytes(text.encode("gb18030"))
    desk = sample_desk("zh_CN")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:

        async def press(*names: str) -> None:
            await pilot.press(*names)
            await settle(pilot)

        async def opened(name: str) -> None:
            await press("i")
            await paste(pilot, f"{tmp_path}/{name}")
            await settle(pilot)
            await press("enter")

        await settle(pilot)
        await press("2")
        await opened("a.xlsx")
        assert isinstance(app.screen, SheetScreen)
        await press("enter")
        listed = app.screen
        assert isinstance(listed, PriceListScreen)
        assert [row.offer.model for row in listed.draft.rows] == ["元UP"]
        await press("t", "down", "enter")
        assert app.screen is listed
        assert [row.offer.model for row in listed.draft.rows] == ["海豹"]
        assert "十一月" in shown(app)
        await press("escape", "down", "enter")
        await opened("b.csv")
        listed = app.screen
        assert isinstance(listed, PriceListScreen)
        await press("E")
        assert isinstance(app.screen, EncodingScreen)
        await paste(pilot, "cp1251")
        await press("enter")
        assert not isinstance(app.screen, PriceListScreen), "nothing can be read so: the encoding is asked for again"
        await paste(pilot, "gb18030")
        await press("enter")
        assert [row.offer.model for row in listed.draft.rows] == ["元UP"]
