"""The money of a car on its screens: rates, a cost, a sale, what came in, and other destinations."""

from __future__ import annotations

from tests.app.form_kit import fill
from tests.app.kit import WIDE, said, sample_desk, settle, shown
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen, Tab
from tui.app.screens.forms.money import MoneyForm
from tui.app.screens.rates import RatesScreen
from tui.desk.kinds import COSTS, PARTIES, RATES, RECEIPTS, SALES
from tui.domain.parties import Party
from tui.store.contract import Put


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
        await pilot.press("escape", "u")
        await settle(pilot)
        assert not desk.store.all(RECEIPTS), said(app)
