"""Forms for dealers, the firm's own entry, and parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.desk.context import Desk
from tui.desk.form_texts import fields_of
from tui.desk.forms import About
from tui.i18n.translator import N_, _

TITLES: Mapping[str, tuple[str, str]] = {
    "dealer": (N_("Add a dealer"), N_("Dealer: %(name)s")),
    "firm": (N_("Add a firm of your own"), N_("Own firm: %(name)s")),
    "party": (N_("Add a party"), N_("Party: %(name)s")),
}
_CHOICES = {"makes": "make", "tax_class": "tax_class", "roles": "role", "country": "country",
            "language": "paper_language"}  # fmt: skip
_MANY = frozenset({"makes", "roles"})


class PartnerForm(FormScreen):
    """A dealer, an own firm or a party; ``word`` says which."""

    def __init__(self, desk: Desk, glyphs: Glyphs, word: str, partner: Any = None) -> None:
        self.FORM = word  # type: ignore[misc]  # one form for three kinds of record with the same few writes
        super().__init__(desk, glyphs, About(partner))

    def fields(self) -> Sequence[FormField]:
        """The fields of the record."""
        return [FormField(name, name, _CHOICES.get(name, ""), many=name in _MANY) for name in fields_of(self.FORM)]

    def title_text(self) -> str:
        """Adding, or the name of the one that is changed."""
        new, old = TITLES[self.FORM]
        record = self.about.record
        return _(old) % {"name": record.name} if record else _(new)

    def saved_text(self) -> str:
        """The name of what was saved."""
        return _("Saved: %(name)s") % {"name": self.texts["name"]}
