"""What is done with one car through a form or a question of its own: its money, and looking up its VIN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from tui.app.screens.base import DeskScreen
from tui.app.screens.elsewhere import money_form
from tui.desk.rows import StockRow
from tui.errors import NearnewError


class CarDeeds(DeskScreen[int | None]):
    """The deeds of a car's screen."""

    _row: StockRow

    def _open_form(self, make: Callable[[], Screen[Any]]) -> None:
        try:
            self.app.push_screen(make())
        except NearnewError as error:
            self.say_error(error)

    def action_cost(self) -> None:
        """Record a cost of the car."""
        self._open_form(lambda: money_form(self.desk, self.glyphs, "cost", self._row.car))

    def action_sell(self) -> None:
        """Offer, reserve or sell the car, or change the sale that stands."""
        self._open_form(lambda: money_form(self.desk, self.glyphs, "sale", self._row.car))

    def action_receive(self) -> None:
        """Record money that came in for the car."""
        self._open_form(lambda: money_form(self.desk, self.glyphs, "receipt", self._row.car))

    def action_look_up(self) -> None:
        """Ask a public decoder about the VIN."""
        from tui.app.screens.vin_hints import ask_vins

        ask_vins(self, [self._row.car])
