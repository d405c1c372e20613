"""What is done about a car's money on its screen: buying, costs, the sale, receipts, the quote, other destinations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.screen import Screen

from tui.app.places import make
from tui.app.screens.base import DeskScreen
from tui.app.screens.elsewhere import ElsewhereScreen, money_form
from tui.app.screens.quote import quote_of
from tui.desk import costing
from tui.desk.editing import name_of
from tui.desk.money_forms import Matter
from tui.desk.stock import StockRow
from tui.errors import NearnewError


class CarMoney(DeskScreen[int | None]):
    """A screen of one car, whose money can be acted on."""

    _row: StockRow

    def open_form(self, make: Callable[[], Screen[Any]]) -> None:
        """Open a form; what keeps it from opening is said."""
        try:
            self.app.push_screen(make())
        except NearnewError as error:
            self.say_error(error)

    def action_buy(self) -> None:
        """Record the purchase, or what comes after it."""
        from tui.app.screens.purchase import purchase_of

        try:
            purchase_of(self, [self._row.car])
        except NearnewError as error:
            self.say_error(error)

    def action_cost(self) -> None:
        """Record a cost of the car."""
        self.open_form(lambda: money_form(self.desk, self.glyphs, "cost", self._row.car))

    def action_costs(self) -> None:
        """Show the costs of the car, to change them."""
        car = self._row.car
        matter = Matter("cost", cars=(car,))
        title, read = name_of(car), partial(costing.listed, self.desk, car=car)
        self.app.push_screen(make("costs", "CostsScreen", self.desk, self.glyphs, title, read, matter))

    def action_sell(self) -> None:
        """Offer, reserve or sell the car, or change the sale that stands."""
        self.open_form(lambda: money_form(self.desk, self.glyphs, "sale", self._row.car))

    def action_receive(self) -> None:
        """Record money that came in for the car."""
        self.open_form(lambda: money_form(self.desk, self.glyphs, "receipt", self._row.car))

    def action_elsewhere(self) -> None:
        """Compare the destinations."""
        self.app.push_screen(ElsewhereScreen(self.desk, self.glyphs, self._row.car))

    def action_quote(self) -> None:
        """Show the quote for the buyer."""
        quote_of(self, [self._row.car])
