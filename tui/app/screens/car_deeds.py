"""What is done with one car through a form or a question of its own: its money, and looking up its VIN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from tui.app.screens.base import DeskScreen
from tui.app.screens.elsewhere import money_form
from tui.desk.rows import StockRow
from tui.errors import NearnewError
from tui.i18n.translator import _


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

    def kit_screen(self, item: str = "") -> Screen[None] | None:
        """The kit of the car for where it goes, at an item; None where that is not known."""
        if not self._row.destination:
            return None
        from tui.app.screens.kit import kit_of

        return kit_of(self, self._row.car, self._row.destination, item, self._row.on)

    def action_kit(self) -> None:
        """Open the kit of the car."""
        screen = self.kit_screen()
        if screen is None:
            self.say(_("No destination is known for this car; d chooses one for the whole list"))
        else:
            self.app.push_screen(screen)

    def action_look_up(self) -> None:
        """Ask a public decoder about the VIN."""
        from tui.app.screens.vin_hints import ask_vins

        ask_vins(self, [self._row.car])
