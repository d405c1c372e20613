"""The rebate of one car: where it stands, what it is worked out from, and the days that bound it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app import places
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.rebate_lines import rebate_page
from tui.app.screens.base import DeskScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece, Rule
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS
from tui.desk.rebating import RebateRow, Rebates
from tui.errors import NearnewError
from tui.i18n.translator import _


class RebateScreen(DeskScreen[None]):
    """One rebate whole."""

    NAME = "rebate"
    CSS_PATH = "../styles/rebates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("rebate")

    def __init__(self, desk: Desk, glyphs: Glyphs, car_id: int) -> None:
        super().__init__(desk, glyphs)
        self._car_id = car_id
        self._row: RebateRow | None = None

    def compose(self) -> ComposeResult:
        """Lay out head and page."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="rebate-page")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the rebate."""
        self.retranslate()
        self.query_one(Page).focus()

    def retranslate(self) -> None:
        """Read the rebate, and set every text."""
        try:
            car = self.desk.store.get(CARS, self._car_id)
            self._row = Rebates(self.desk).of(car) if car is not None else None
        except NearnewError as error:
            self.say_error(error)
            return
        if self._row is None:
            self.leave_for(_("There is no rebate on this car any more"))
            return
        self.stay()
        row = self._row
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"), Piece(f"{row.car.stock_number}  {name_of(row.car)}", "strong"),
        ])  # fmt: skip
        self.query_one(Page).show(list(rebate_page(self.desk, row, self.glyphs)), top=False)
        self.refresh_bindings()

    def on_book_changed(self, event: BookChanged) -> None:
        """Show the rebate as it stands now."""
        event.stop()
        self.retranslate()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer the claim to a car that is on one."""
        return action != "open_claim" or (self._row is not None and self._row.claim is not None)

    def action_open_car(self) -> None:
        """Open the car."""
        self.desk_app.open_car(self._car_id)

    def action_open_claim(self) -> None:
        """Open the claim that the car is on."""
        if self._row is not None and self._row.claim is not None:
            claim = places.make("claim", "ClaimScreen", self.desk, self.glyphs, self._row.claim.id)
            self.app.push_screen(claim)

    def action_back(self) -> None:
        """Return to the list."""
        self.dismiss(None)
