"""Before a claim is made: what the tax office would ask about its cars, and what they bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.rebate_lines import doubt_page
from tui.app.screens.base import DeskScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.desk import claiming
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS
from tui.desk.rebating import Rebates
from tui.domain.cars import Car
from tui.domain.money import total
from tui.domain.problems import Problem, Severity
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _


class ClaimingScreen(DeskScreen[int | None]):
    """The pre-check of cars; dismisses with the id of the claim that was made."""

    NAME = "claiming"
    CSS_PATH = "../styles/rebates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("claiming")

    def __init__(self, desk: Desk, glyphs: Glyphs, car_ids: Sequence[int]) -> None:
        super().__init__(desk, glyphs)
        self._car_ids = tuple(car_ids)
        self._found: tuple[tuple[int, Problem], ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out head and page."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="claiming-page")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Look the cars over."""
        self.retranslate()
        self.query_one(Page).focus()

    def on_book_changed(self, event: BookChanged) -> None:
        """Look the cars over again."""
        event.stop()
        self.retranslate()

    @property
    def _cars(self) -> list[Car]:
        return [car for one in self._car_ids if (car := self.desk.store.get(CARS, one)) is not None]

    @property
    def _forbidden(self) -> bool:
        return any(problem.severity is Severity.ERROR for _car_id, problem in self._found)

    def retranslate(self) -> None:
        """Look the cars over, and set every text."""
        cars = self._cars
        try:
            self._found = claiming.doubts(self.desk, cars, self.desk.today)
            rebates = Rebates(self.desk)
            refunds = {car.id: rebates.refund(car) for car in cars}
        except NearnewError as error:
            self.say_error(error)
            return
        head = _("New claim of %(cars)s: %(sum)s") % {
            "cars": count_of_cars(len(cars)),
            "sum": " + ".join(map(formats.amount, total(one for one in refunds.values() if one is not None))) or "0",
        }
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(head, "strong")])
        page = [Paragraph(self._verdict(), "blocked" if self._forbidden else "ready"), Paragraph("")]
        for car in cars:
            page.append(Paragraph(f"{car.stock_number}  {name_of(car)}  {formats.amount(refunds[car.id])}", "strong"))
            page += list(doubt_page(self.desk, [one for one in self._found if one[0] == car.id], self.glyphs))
        self.query_one(Page).show(page, top=False)
        self.refresh_bindings()

    def _verdict(self) -> str:
        if self._forbidden:
            return _("%(mark)s This claim cannot be made: mend what is marked, or leave those cars out") % {
                "mark": self.glyphs.blocked
            }
        if self._found:
            return _("%(mark)s The claim can be made; the tax office may ask about what is marked") % {
                "mark": self.glyphs.action
            }
        return _("%(mark)s Nothing that the tax office would ask about") % {"mark": self.glyphs.ready}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Errors forbid the claim."""
        return action != "make" or not self._forbidden

    def action_make(self) -> None:
        """Make the claim, as a draft."""
        try:
            made = claiming.create(self.desk, self._cars)
        except NearnewError as error:
            self.say_error(error)
            self.retranslate()
            return
        self.desk_app.tell_book_changed()
        self.say(_("Claim %(number)s is made; it is a draft until it is filed") % {"number": made.number})
        self.dismiss(made.id)

    def action_back(self) -> None:
        """Return to the list."""
        self.dismiss(None)
