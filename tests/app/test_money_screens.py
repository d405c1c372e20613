"""The money of a car on its screens: rates, a cost, a sale, what came in, and other destinations."""

from __future__ import annotations

from rich.cells import cell_len

from tests.app.form_kit import fill
from tests.app.kit import SMALL, WIDE, lines_of, paste, said, sample_desk, settle, shown
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen, Tab
from tui.app.screens.costs import CostsScreen
from tui.app.screens.elsewhere import ElsewhereScreen
from tui.app.screens.forms.asking import QuestionScreen
from tui.app.screens.forms.money import MoneyForm
from tui.app.screens.owed import OwedScreen
from tui.app.screens.rates import RatesScreen
from tui.desk import costing
from tui.desk.kinds import CARS, COSTS, PARTIES, RATES, RECEIPTS, SALES
from tui.desk.owing import owed
from tui.domain.costing import CostKind
from tui.domain.money import Money
from tui.domain.parties import Party
from tui.domain.problems import Severity
from tui.store.contract import Put


async def test_after_buying_until_nothing_is_owed() -> None:
    """The invoice arrives, the dealer is paid in parts, the car is quoted; who owes stands on one screen."""
    desk = sample_desk("zh_CN")
    desk.store.commit([Put(PARTIES, Party("Aral Motors", country="KZ", language="zh_CN"))], why="test")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("b")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        await pilot.press("enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, MoneyForm)
        assert "11,021.24" in shown(app), "what comes back is said before anything is kept"
        await fill(pilot, price="9580")
        assert "9,580.00" in shown(app)
        assert [one.code for one in form.examined.of(Severity.CONFIRM)] == ["price_odd"]
        await fill(pilot, price="-1", invoice_kind="other")
        assert "“-1”" in shown(app)
        await fill(pilot, price="95800")
        assert "无退税" in shown(app)
        await fill(pilot, invoice_kind="special_vat", invoice_number="771", pay_by="2026-11-20")
        await pilot.press("ctrl+s")
        await settle(pilot)
        car = desk.store.all(CARS)[0]
        assert car.purchase is not None
        assert (car.purchase.invoice_number, str(car.purchase.pay_by)) == ("771", "2026-11-20")
        await pilot.press("b", "down", "enter")
        await settle(pilot)
        await fill(pilot, amount="95800.01")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, MoneyForm)
        assert "95800.00" in shown(app), "what is due is shown back"
        await fill(pilot, amount="45800")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("0", "o")
        await settle(pilot)
        owed = app.screen
        assert isinstance(owed, OwedScreen)
        drawn = lines_of(app)
        assert all(cell_len(line) == SMALL[0] for line in drawn)
        assert any("2026-11-20" in line and "-2d" in line and "50,000" in line for line in drawn)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        await pilot.press("s")
        await settle(pilot)
        assert "售价" in shown(app)
        await fill(pilot, buyer="Aral", price="98000")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("Q")
        await settle(pilot)
        quote = shown(app)
        assert "98,000.00" in quote
        assert "95,800" not in quote
        assert "11,021" not in quote


async def test_from_a_rate_to_the_margin() -> None:
    desk = sample_desk()
    desk.store.commit([Put(PARTIES, Party("Aral Motors", country="KZ"))], why="test")
    app = DeskApp(desk)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await pilot.press("8", "a")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, MoneyForm)
        await fill(pilot, base="usd", quote="CNY", rate="1,5")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.screen is form
        assert not desk.store.all(RATES)
        await fill(pilot, rate="7.1")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, RatesScreen)
        assert "USD/CNY" in shown(app)
        await pilot.press("1", "enter", "tab")
        await settle(pilot)
        car = app.screen
        assert isinstance(car, CarScreen)
        assert car.tab is Tab.MONEY
        assert "Not counted" in shown(app)
        await pilot.press("s")
        await settle(pilot)
        await fill(pilot, buyer="Aral", price="15500 USD")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert len(desk.store.all(SALES)) == 1
        assert "110,050.00" in shown(app)
        await pilot.press("c")
        await settle(pilot)
        await fill(pilot, cost_kind="freight", amount="1000 USD")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert desk.store.all(COSTS)[0].car_ids == (car._row.id,)
        assert "7,100.00" in shown(app)
        await pilot.press("r")
        await settle(pilot)
        await fill(pilot, amount="16000 USD")
        assert "500.00 USD" in shown(app)
        await pilot.press("ctrl+s", "down", "enter")
        await settle(pilot)
        receipt = desk.store.all(RECEIPTS)[0]
        assert str(receipt.unallocated.amount) == "500.00"
        await pilot.press("x")
        await settle(pilot)
        assert "elsewhere" in shown(app)
        assert "landed" in shown(app)
        assert "v says it" in shown(app), "a price without terms is no customs value"
        await pilot.press("v")
        await paste(pilot, "USD 0")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, "USD 10000")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ElsewhereScreen)
        assert "10,000.00 USD, the customs value as given" in shown(app)
        assert "7,277.50 CNY: 10.25% of 10,000.00 USD" in "\n".join(piece.text for piece in app.screen.paragraphs())
        await pilot.press("escape", "u")
        await settle(pilot)
        assert not desk.store.all(RECEIPTS), said(app)


async def test_a_cost_is_changed_paid_and_removed() -> None:
    """What is not paid stands among what is owed; enter leads to the costs behind it."""
    desk = sample_desk("zh_CN")
    car = desk.store.all(CARS)[0]
    other = desk.store.all(CARS)[1]
    made = costing.save(desk, CostKind.HAULAGE, Money.of(2100, "CNY"), desk.today, cars=[car, other], payee="西行物流")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("0", "o")
        await settle(pilot)
        assert any("西行物流" in line and "2,100" in line for line in lines_of(app))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CostsScreen)
        assert all(cell_len(line) == SMALL[0] for line in lines_of(app))
        await pilot.press("enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, MoneyForm)
        assert form.texts["payee"] == "西行物流"
        await fill(pilot, amount="2300", pay_by="2026-12-01")
        await pilot.press("ctrl+s")
        await settle(pilot)
        now = costing.find(desk, made.id)
        assert (now.amount, str(now.pay_by), now.car_ids) == (Money.of(2300, "CNY"), "2026-12-01", made.car_ids)
        await pilot.press("m", "enter")
        await settle(pilot)
        assert costing.find(desk, made.id).paid_on == desk.today
        await pilot.press("u")
        await settle(pilot)
        assert costing.find(desk, made.id).paid_on is None
        await pilot.press("delete", "down", "enter")
        await settle(pilot)
        assert not desk.store.all(COSTS)
        await pilot.press("u")
        await settle(pilot)
        assert [one.id for one in desk.store.all(COSTS)] == [made.id]
        await pilot.press("escape", "escape", "1", "enter", "C")
        await settle(pilot)
        assert isinstance(app.screen, CostsScreen)
        assert [one.id for one in app.screen.table.rows] == [made.id]
        await pilot.press("a")
        await settle(pilot)
        await fill(pilot, cost_kind="port", amount="300", estimate="yes")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, CostsScreen)
        assert [one.kind for one in app.screen.table.rows] == [CostKind.HAULAGE, CostKind.PORT]
        assert [one.cost_ids for one in owed(desk)] == [(made.id,)]
