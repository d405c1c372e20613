"""One claim: its cars, what the tax office would ask, questions and money, and the steps it takes."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.rebate_lines import claim_head, claim_page, claim_tone, line_columns, step_text
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.claim import STEPS, ClaimStepForm
from tui.app.screens.saving import ask_file
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece, Rule
from tui.app.widgets.table import RowTable
from tui.desk import claim_forms, claim_lists, claiming
from tui.desk.context import Desk
from tui.desk.kinds import CLAIMS
from tui.domain.claims import Claim, ClaimLine, ClaimStep
from tui.errors import NearnewError
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_LISTS = {
    "purchase csv": N_("Purchase list, CSV"),
    "purchase xlsx": N_("Purchase list, XLSX"),
    "export csv": N_("Export list, CSV"),
    "export xlsx": N_("Export list, XLSX"),
}


class ClaimScreen(DeskScreen[None]):
    """A claim whole."""

    NAME = "claim"
    CSS_PATH = "../styles/rebates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("claim")

    def __init__(self, desk: Desk, glyphs: Glyphs, claim_id: int) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[ClaimLine] = RowTable(glyphs, lambda line: line.car_id, id="claim-lines")
        self._claim_id = claim_id
        self._claim: Claim | None = None

    def compose(self) -> ComposeResult:
        """Lay out head, cars and what there is to say."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="claim-head")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="claim-page")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the claim and show it."""
        self.retranslate()
        self.table.focus()

    def on_book_changed(self, event: BookChanged) -> None:
        """Show the claim as the book has it now."""
        event.stop()
        self.retranslate()

    def retranslate(self) -> None:
        """Read the claim, and set every text in the language of the moment."""
        try:
            claim = self.desk.store.get(CLAIMS, self._claim_id)
            if claim is None or not claim.lines:
                self._claim = None
                self.leave_for(_("This claim is no longer in the book"))
                return
            self.stay()
            self._claim = claim
            found = claiming.doubts(self.desk, claiming.cars_of(self.desk, claim), self.desk.today, claim=claim)
        except NearnewError as error:
            self.say_error(error)
            return
        self.table.set_columns(line_columns(self.desk))
        self.table.set_rows(claim.lines)
        self.query_one("#headline", Lines).show(
            [
                Piece(" nearnew  ", "accent"),
                Piece(f"{claim.number}  ", "strong"),
                Piece(f"{step_text(self.desk, claim.step)}  ", claim_tone(claim)),
                Piece(count_of_cars(len(claim.lines))),
            ]
        )
        self.query_one("#claim-head", Lines).show(*claim_head(self.desk, claim))
        self.query_one(Page).show(list(claim_page(self.desk, claim, found, self.glyphs)), top=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer the steps that the claim can take."""
        claim = self._claim
        steps = claim_forms.steps_of(claim) if claim is not None else ()
        match action:
            case "step":
                return bool(steps)
            case "pay":
                return "payment" in steps
            case "remove":
                return claim is not None and claim.step is ClaimStep.DRAFT
            case _:
                return True

    @on(RowTable.Chosen, "#claim-lines")
    def action_open(self) -> None:
        """Open the car under the cursor."""
        if self.table.row is not None:
            self.desk_app.open_car(self.table.row.car_id)

    def action_step(self) -> None:
        """Choose a step and fill in its form; a claim that can take only one goes on to it."""
        claim = self._claim
        steps = claim_forms.steps_of(claim) if claim is not None else ()
        if claim is None or not steps:
            return
        if len(steps) == 1:
            self._fill_in(steps[0])
            return
        answers = [Answer(name, _(STEPS[name])) for name in steps]
        heading = _("What happened to claim %(number)s?") % {"number": claim.number}
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), self._fill_in)

    def action_pay(self) -> None:
        """Record money of the treasury."""
        self._fill_in("payment")

    def _fill_in(self, step: str | None) -> None:
        if step is not None and self._claim is not None:
            self.app.push_screen(ClaimStepForm(self.desk, self.glyphs, self._claim, step))

    def action_remove(self) -> None:
        """Throw a draft away, after a question."""
        claim = self._claim
        if claim is None or claim.step is not ClaimStep.DRAFT:
            return

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if not agreed:
                return
            try:
                claiming.remove(self.desk, claim)
            except NearnewError as error:
                self.say_error(error)
                return
            self.desk_app.tell_book_changed()

        question = _("Throw away the draft of claim %(number)s?") % {"number": claim.number}
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question), answered)

    def action_export(self) -> None:
        """Choose a list, then the file to save it to."""
        answers = [Answer(name, _(text)) for name, text in _LISTS.items()]
        heading = _("Which list is to be saved?")
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), self._export)

    def _export(self, word: str | None) -> None:
        claim = self._claim
        if word is None or claim is None:
            return
        which, form = word.split()

        def write(path: Path, overwrite: bool) -> None:  # noqa: FBT001 - what the asking hands over
            claim_lists.save(self.desk, claim, which, form, path, overwrite=overwrite)

        ask_file(self, _("Save the list of claim %(number)s") % {"number": claim.number},
                 claim_lists.file_name(claim, which, form), write)  # fmt: skip

    def action_back(self) -> None:
        """Return to the list."""
        self.dismiss(None)
