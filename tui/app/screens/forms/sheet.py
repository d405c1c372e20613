"""The form of a model sheet: the facts that all cars of a model share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.car import SPECS, form_field
from tui.app.screens.forms.row import FormField
from tui.app.widgets.lines import Piece
from tui.desk import sheets
from tui.desk.context import Desk
from tui.desk.form_texts import text_for
from tui.desk.forms import About
from tui.domain.cars import Car
from tui.domain.fields import IDENTITY
from tui.domain.models import ModelSheet
from tui.i18n.translator import _, ngettext


class SheetForm(FormScreen):
    """Changes a model sheet, or adds one when there is none yet."""

    FORM = "sheet"

    def __init__(
        self, desk: Desk, glyphs: Glyphs, sheet: ModelSheet | None = None, *, at: str = "", car: Car | None = None
    ) -> None:
        """``at`` is the field to begin in; a new sheet is for the model of ``car``."""
        super().__init__(desk, glyphs, About(sheet))
        self._at = at
        self._car = car
        counts = {one.id: count for one, count in sheets.listed(desk)}
        self._cars = counts.get(sheet.id, 0) if sheet else 0

    def begin(self) -> None:
        """Go to the field that was asked for, else to the first."""
        super().begin()
        if self._at in self.rows:
            self.go_to(self._at)

    def fields(self) -> Sequence[FormField]:
        """The technical facts; what names the model only for a new sheet, since its cars find it by that."""
        names = SPECS if self.about.record else (*IDENTITY, *SPECS)
        return [form_field(name) for name in names]

    def start_texts(self) -> Mapping[str, str]:
        """What the sheet says; a new one begins with the model of its car."""
        if self.about.record is not None or self._car is None:
            return super().start_texts()
        return {name: text_for(self.desk, name, getattr(self._car, name)) for name in IDENTITY}

    def title_text(self) -> str:
        """The model."""
        sheet: ModelSheet | None = self.about.record
        if sheet is None:
            return _("Add a model sheet")
        make = self.desk.library.makes.get(sheet.make)
        parts = (make.name(self.desk.language) if make else sheet.make, sheet.model, sheet.trim, sheet.model_year or "")
        return _("Model sheet: %(model)s") % {"model": " ".join(str(part) for part in parts if part)}

    def saved_text(self) -> str:
        """The note after saving."""
        return _("Model sheet saved")

    def notes(self) -> Sequence[Sequence[Piece]]:
        """How many cars the sheet speaks for."""
        count = self._cars
        text = ngettext("This holds for %(n)d car in stock", "This holds for %(n)d cars in stock", count) % {"n": count}
        return [[Piece(text, "faint")]] if count else []


def sheet_form(desk: Desk, glyphs: Glyphs, car: Car) -> SheetForm:
    """The form of the sheet that a car shares with others of its model; a new one where there is none yet."""
    sheet = desk.sheet_of(car)
    return SheetForm(desk, glyphs, sheet, car=car)
