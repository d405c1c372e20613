"""The small forms of a claim: one for each step that it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.desk import claim_forms
from tui.desk.context import Desk
from tui.desk.forms import Examined
from tui.domain.claims import Claim
from tui.domain.problems import Problem
from tui.i18n import formats
from tui.i18n.translator import N_, _

STEPS: Mapping[str, str] = {
    "filed": N_("It was filed"),
    "accepted": N_("The tax office accepted it"),
    "approved": N_("It was approved"),
    "payment": N_("Money came from the treasury"),
    "papers_filed": N_("The filing papers are on file"),
    "question": N_("The tax office asked something"),
    "answer": N_("The oldest question was answered"),
    "clawback": N_("The treasury took money back"),
    "refused": N_("It was refused"),
    "withdrawn": N_("It was withdrawn"),
}
_LABELS = {
    "on": N_("Day"),
    "amount": N_("Amount"),
    "period": N_("Period"),
    "text": N_("In words"),
    "note": N_("Note"),
}


class ClaimStepForm(FormScreen):
    """One step of a claim."""

    FORM = "claim_step"

    def __init__(self, desk: Desk, glyphs: Glyphs, claim: Claim, step: str) -> None:
        self._claim, self._step = claim, step
        super().__init__(desk, glyphs)

    def fields(self) -> Sequence[FormField]:
        """What the step asks for."""
        return [FormField(name, _LABELS[name]) for name in claim_forms.FIELDS[self._step]]

    def title_text(self) -> str:
        """The claim and the step."""
        return _("Claim %(number)s: %(step)s") % {"number": self._claim.number, "step": _(STEPS[self._step])}

    def start_texts(self) -> Mapping[str, str]:
        """Today, and the amount that is to be expected."""
        return claim_forms.start_texts(self.desk, self._claim, self._step)

    def draft_name(self) -> str:
        """What the draft is kept under."""
        return f"claim-{self._claim.id}-{self._step}"

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes."""
        match field.name:
            case "amount":
                left = formats.amount_iso(self._claim.outstanding)
                return _("A part may be paid; still to come: %(left)s") % {"left": left}
            case "period":
                return _("The VAT return it goes into, such as 2026-11")
            case _:
                return ""

    def field_of(self, problem: Problem) -> str:
        """The day of a filing is this form's day."""
        return "on" if problem.field == "filed_on" else problem.field

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return claim_forms.examine(self.desk, self._claim, self._step, self.texts)

    def write(self, *, confirm: bool) -> int:  # noqa: ARG002 - nothing of a step is confirmed
        """Take the step."""
        return claim_forms.save(self.desk, self._claim.id, self._step, self.texts)

    def record_now(self) -> None:
        """A step adds to the claim as it is then, so nothing can clash."""
        return

    def saved_text(self) -> str:
        """The claim and the step that was recorded."""
        return self.title_text()
