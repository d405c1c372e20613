"""What happened to a car, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tui.app import wording
from tui.app.pages.facts import BLANK, fact_text, pairs
from tui.app.widgets.lines import Paragraph
from tui.desk import history_words
from tui.desk.car_history import Entry, Step
from tui.desk.context import Desk
from tui.desk.history_words import label_text, value_text, when_text
from tui.desk.kinds import CARS, DOCUMENTS, INSPECTIONS, LETTERS, SHEETS, SHIPMENTS
from tui.desk.money_words import purchase_text
from tui.domain.purchases import Purchase
from tui.i18n import formats
from tui.i18n.translator import N_, _

__all__ = ["changes_text", "entry_page", "what_text", "when_text"]
_KINDS = {
    SHEETS.name: N_("model sheet"), DOCUMENTS.name: N_("document"), SHIPMENTS.name: N_("shipment"),
    INSPECTIONS.name: N_("inspection"), LETTERS.name: N_("request to the maker"),
}  # fmt: skip


def what_text(desk: Desk, entry: Entry) -> str:
    """What was done, in a few words."""
    return history_words.what_text(desk, entry.why)


def changes_text(desk: Desk, entry: Entry, arrow: str) -> str:
    """The fields that changed, side by side."""
    if entry.gone:
        return _("the car was taken out of the book")
    told = [step for step in entry.steps if (step.kind, step.field) != (DOCUMENTS.name, "kind")]
    return _("; ").join(_step_text(desk, step, arrow) for step in told)


def entry_page(desk: Desk, entry: Entry, arrow: str) -> list[Paragraph]:
    """An entry in full: a line a field."""
    return [
        Paragraph(what_text(desk, entry), "strong"),
        *pairs([
            (_("When"), when_text(desk, entry.at)),
            (_("Who"), entry.who),
            (_("Entry"), str(entry.sequence)),
        ]),
        BLANK,
        Paragraph(_("Before and after"), "accent"),
        *_steps(desk, entry, arrow),
    ]  # fmt: skip


def _steps(desk: Desk, entry: Entry, arrow: str) -> Iterator[Paragraph]:
    if not entry.steps:
        yield Paragraph(_("No field of the car changed"), "faint", indent=2)
    for step in entry.steps:
        yield Paragraph(_step_text(desk, step, arrow), indent=2)


def _step_text(desk: Desk, step: Step, arrow: str) -> str:
    label = label_text(desk, step.kind, (step.field,))
    if step.kind in _KINDS:
        label = wording.noted(label, _(_KINDS[step.kind]))
    before, after = (_value_text(desk, step, value) for value in (step.before, step.after))
    told = f"{before} {arrow} {after}" if before != formats.NONE else after
    return _("%(label)s: ") % {"label": label} + told


def _value_text(desk: Desk, step: Step, value: object) -> str:
    if value is None or value == "":
        return formats.NONE
    if isinstance(value, Purchase):
        return purchase_text(value)
    if step.kind in {CARS.name, SHEETS.name}:
        return fact_text(desk, step.field, value)
    return value_text(desk, step.kind, (step.field,), value)
