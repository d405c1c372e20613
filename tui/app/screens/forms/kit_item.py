"""The form of an item of a kit: proven with evidence, waived, not applicable, or who sees to it by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.app.glyphs import Glyphs
from tui.app.pages import kit as kit_pages
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.app.widgets.lines import Piece
from tui.desk import kit_forms, kit_words
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.forms import About, Examined
from tui.desk.kit_forms import FILE, NOT_APPLICABLE, PLAN, PROVE, WAIVE, ItemDeed
from tui.domain.kit_standing import ItemStanding
from tui.domain.problems import Problem
from tui.i18n.translator import N_, _

_TITLES: Mapping[str, str] = {
    PROVE: N_("Prove: %(item)s"),
    WAIVE: N_("Waive: %(item)s"),
    NOT_APPLICABLE: N_("Does not apply: %(item)s"),
    PLAN: N_("Who sees to it: %(item)s"),
}
_LABELS = {FILE: N_("Photo or file")}
_CHOICES = {"vin_visible": "yes_no", "document": "held_document", "state": "plan_state"}


class KitItemForm(FormScreen):
    """Says one thing of one item, of a model's kit or of a car's."""

    FORM = "kit_item"

    def __init__(self, desk: Desk, glyphs: Glyphs, deed: ItemDeed) -> None:
        self.deed = deed
        self.stands: ItemStanding | None = None
        """How the item stands once it was written."""
        super().__init__(desk, glyphs, About())

    def fields(self) -> Sequence[FormField]:
        """The fields of the deed."""
        return [
            FormField(name, _LABELS.get(name, name), _CHOICES.get(name, "")) for name in kit_forms.DEEDS[self.deed.deed]
        ]

    def title_text(self) -> str:
        """What is said of which item."""
        return _(_TITLES[self.deed.deed]) % {"item": _(self.deed.item.title)}

    def start_texts(self) -> Mapping[str, str]:
        """What was decided or planned before."""
        return kit_forms.item_texts(self.desk, self.deed)

    def changed_texts(self) -> dict[str, str]:
        """What differs; of a deed that decides all of it."""
        texts, whole = self.texts, self.deed.deed != PLAN or self.deed.entry is None
        return {name: text for name, text in texts.items() if text != self.start[name] or (whole and text.strip())}

    def placeholders(self) -> Mapping[str, str]:
        """Evidence is of today unless a day is given."""
        return {"evidence_on": self.desk.today.isoformat()}

    def placeholder_word(self, name: str) -> str:
        """That it is today."""
        return _("today") if name == "evidence_on" else ""

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes."""
        match field.name:
            case "file":
                return _("The path of a file; a copy goes into the book")
            case "document":
                return _("The number of a document in the book; enter or ctrl+o lists them")
            case _:
                return super().hint_text(field)

    def notes(self) -> Sequence[Sequence[Piece]]:
        """What the item is of, what is wanted, and what proves it."""
        deed = self.deed
        whom = name_of(deed.car) if deed.car is not None else kit_words.model_text(self.desk, deed.at)
        weight = kit_pages.weight_text(self.desk, deed.item)
        lines = [
            [Piece(f"{whom} {self.glyphs.arrow} {deed.at.country}  ", "strong"), Piece(weight)],
            [Piece(_("wanted: %(text)s") % {"text": _(deed.item.evidence)})],
        ]
        if deed.deed == PROVE and (proof := kit_words.proof_text(self.desk, deed.item)):
            lines.append([Piece(_("proven by: %(what)s") % {"what": proof}, "faint")])
        return lines

    def draft_name(self) -> str:
        """One draft for each deed and item."""
        at, car = self.deed.at, self.deed.car
        return f"kit-{self.deed.deed}-{self.deed.item.id}-{'-'.join(at.key)}-{car.id if car else 0}"

    def saved_text(self) -> str:
        """How the item stands now, and what of its evidence does not count."""
        if self.stands is None:
            return super().saved_text()
        told = {"item": _(self.deed.item.title), "state": kit_words.standing_text(self.desk, self.stands)}
        text = _("%(item)s: %(state)s; u takes it back") % told
        return "\n".join((text, *kit_words.texts(self.desk, self.stands.faults)))

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return kit_forms.examine_item(self.desk, self.deed, self.texts, self.changed_texts())

    def is_due(self, name: str, problem: Problem) -> bool:
        """What is not said yet is no fault before the user was there."""
        if problem.code in {"kit_unsaid", "waiver_endless"}:
            return self.asked_to_save or name in self.touched
        return super().is_due(name, problem)

    def write(self, *, confirm: bool) -> int:
        """Write it."""
        self.stands = kit_forms.save_item(self.desk, self.deed, self.changed_texts(), confirm=confirm)
        return 1
