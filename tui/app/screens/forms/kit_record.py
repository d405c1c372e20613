"""The forms of repair partners, parts and distributors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.desk import kit_forms
from tui.desk.context import Desk
from tui.desk.form_texts import KIT_FORMS
from tui.desk.forms import About, Examined
from tui.i18n.translator import N_, _
from tui.store.contract import Kind

TITLES: Mapping[str, tuple[str, str]] = {
    "repair_partner": (N_("Add a repair partner"), N_("Repair partner: %(name)s")),
    "part": (N_("Add a part"), N_("Part: %(name)s")),
    "distributor": (N_("Add an official distributor"), N_("Official distributor: %(name)s")),
}
_CHOICES = {
    "country": "country", "make": "make", "makes": "make", "diagnostic_makes": "make", "group": "part_group",
    "use": "part_use", "exclusive": "yes_no", "refuses_parallel": "yes_no", "locks_cars": "yes_no",
}  # fmt: skip
_MANY = frozenset({"makes", "diagnostic_makes"})


class KitRecordForm(FormScreen):
    """A repair partner, a part or a distributor; ``form`` says which, ``start`` what a new one begins with."""

    def __init__(
        self, desk: Desk, glyphs: Glyphs, form: str, record: Any = None, start: Mapping[str, str] | None = None
    ) -> None:
        self.FORM = form  # type: ignore[misc]  # one form for three kinds of record with the same few writes
        self._begin_with = dict(start or {})
        super().__init__(desk, glyphs, About(record))

    def fields(self) -> Sequence[FormField]:
        """The fields of the record."""
        return [FormField(name, name, _CHOICES.get(name, ""), many=name in _MANY) for name in KIT_FORMS[self.FORM]]

    def title_text(self) -> str:
        """Adding, or the name of the one that is changed."""
        new, old = TITLES[self.FORM]
        record = self.about.record
        if record is None:
            return _(new)
        known = self.desk.library.makes.get(getattr(record, "make", ""))
        make = known.name(self.desk.language) if known else getattr(record, "make", "")
        return _(old) % {"name": record.name or make}

    def start_texts(self) -> Mapping[str, str]:
        """The record's own values, or what a new one begins with."""
        if self.about.record is None:
            return self._begin_with
        return kit_forms.record_texts(self.desk, self.FORM, self.about.record)

    def begin(self) -> None:
        """Go to the first field that is still to be filled."""
        super().begin()
        if self.about.record is None:
            self.go_to(next(name for name in self.rows if not self.start[name]))

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes."""
        match field.name:
            case "hv_certificates":
                return _("holder, number, issued, expires; several parted by semicolons")
            case "stock":
                return _("country, pieces, place, counted on; several parted by semicolons")
            case "languages":
                return _("Language codes parted by commas: ru, kk")
            case "makes" | "diagnostic_makes":
                return _("Makes parted by commas; * for every make; enter or ctrl+o lists them")
            case _:
                return super().hint_text(field)

    def saved_text(self) -> str:
        """The name of what was saved."""
        return _("Saved: %(name)s") % {"name": self.texts["name"] or self.texts.get("make", "")}

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return kit_forms.examine_record(self.desk, self.FORM, self.texts, self.changed_texts(), self.about.record)

    def write(self, *, confirm: bool) -> int:
        """Write it."""
        return kit_forms.save_record(self.desk, self.FORM, self.changed_texts(), self.about.record, confirm=confirm)

    def record_kind(self) -> Kind[Any] | None:
        """The table of the record."""
        return kit_forms.KINDS[self.FORM]

    def record_now(self) -> Any:
        """The record as the book has it now."""
        record = self.about.record
        now = self.desk.store.get(kit_forms.KINDS[self.FORM], record.id) if record is not None else None
        return record if now == record else now

    def record_texts(self, record: Any) -> Mapping[str, str]:
        """A record as the texts of this form."""
        return kit_forms.record_texts(self.desk, self.FORM, record)
