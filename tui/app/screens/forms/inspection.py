"""The editor of an inspection: panels in walking order with the map beside them, then the report's own data.

A panel takes its readings and its letters in one field; enter goes on round the car.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from tui.app.glyphs import Glyphs
from tui.app.inspection_lines import GRADE_TONES, letters_text, map_lines
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.app.widgets.footer import Footer
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.desk import inspecting, inspection_forms
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.forms import About, Examined
from tui.desk.inspection_forms import FILE_GRADE, FILES, REPORT, Looked
from tui.desk.inspection_words import grade_text, overall_text
from tui.desk.kinds import INSPECTIONS
from tui.domain.cars import Car
from tui.domain.inspections import Inspection
from tui.i18n.translator import N_, _
from tui.store.contract import Kind

_LABELS = {
    "on": N_("Inspected on"),
    "basis": N_("Rests on"),
    "inspector": N_("Inspected by"),
    "instrument": N_("Instrument"),
    "calibrated_on": N_("Calibrated on"),
    "battery_on": N_("Battery measured on"),
    "battery_tool": N_("Battery read with"),
    FILES: N_("Files to attach"),
    FILE_GRADE: N_("Their grade"),
}


class InspectionForm(FormScreen):
    """Records an inspection of a car, or changes one."""

    FORM = "inspection"

    def __init__(self, desk: Desk, glyphs: Glyphs, car: Car, record: Inspection | None = None) -> None:
        self._car = car
        self._blank = inspecting.blank(desk, car) if record is None else record
        self._looked: Looked | None = None
        super().__init__(desk, glyphs, About(record, (car,)))

    @property
    def _record(self) -> Inspection:
        """What the texts change: the record, or a new inspection with what the last one was made with."""
        record: Inspection | None = self.about.record
        return self._blank if record is None else record

    def fields(self) -> Sequence[FormField]:
        """The panels in walking order, then the report."""
        panels = list(self.desk.library.panels.kinds.values())
        found = [FormField(panels[0].id, panels[0].title, part=N_("Paint"))]
        found += [FormField(one.id, one.title) for one in panels[1:]]
        found += [
            FormField(name, _LABELS.get(name, name), part=N_("Report") if name == "on" else "")
            for name in (*REPORT, FILES, FILE_GRADE)
        ]
        return found

    def compose(self) -> ComposeResult:
        """Lay out title, fields beside the map, notes and keys."""
        with Vertical(id="form-frame"):
            yield Lines(self.glyphs, id="form-title")
            yield Rule(self.glyphs)
            with Horizontal(id="form-beside"):
                with Vertical(id="form-body"):
                    yield from (self.rows[name] for name in self._parts[0])
                yield Lines(self.glyphs, id="form-map")
            yield Rule(self.glyphs)
            yield Lines(self.glyphs, id="form-notes")
            yield Lines(self.glyphs, id="form-hint")
            yield Footer(self.glyphs)

    def title_text(self) -> str:
        """The car."""
        title = _("New inspection") if self.about.record is None else _("Change an inspection")
        return _("%(label)s: %(text)s") % {"label": title, "text": name_of(self._car)}

    def start_texts(self) -> Mapping[str, str]:
        """What stands in the fields at first."""
        return inspection_forms.start_texts(self.desk, self._record)

    def draft_name(self) -> str:
        """One draft for each inspection, or for a new one of each car."""
        return f"inspection-{self.about.record.id}" if self.about.record else f"inspection-new-{self._car.id}"

    def begin(self) -> None:
        """Go to the first panel that a gauge can read."""
        super().begin()
        self.go_to(self.desk.library.panels.measurable[0])

    def look(self) -> None:
        """Examine what is typed, and draw the map anew."""
        super().look()
        self._draw_map()

    def _draw_map(self) -> None:
        shown = self.query_one("#form-map", Lines)
        shown.display = self._part == 0
        if self._part == 0 and self._looked is not None:
            row = self.row_here()
            shown.show(*map_lines(self.desk, self._looked.judged, self.glyphs, at=row.what.name if row else ""))

    def on_descendant_focus(self, _event: object) -> None:
        """Point at the panel on the map too."""
        super().on_descendant_focus(_event)  # type: ignore[arg-type]
        self._draw_map()

    def hint_text(self, field: FormField) -> str:
        """What a panel takes; what shapes a date has."""
        if field.name in self.desk.library.panels.kinds:
            return _("112,118r; %(letters)s") % {"letters": letters_text(self.desk)}
        match field.name:
            case "on" | "calibrated_on" | "battery_on":
                return _("2026-11-22, 2026/11/22, 22.11.2026, 2026年11月22日 or 20261122")
            case "basis":
                return _("a accredited house's report, b own report, c video or chat; the grade is never better")
            case name if name == FILES:
                return _("Names of files, parted by semicolons; an accredited report is a PDF or TIFF of grade A")
            case name if name == FILE_GRADE:
                return _("A accredited report, B own report with an instrument, C video or chat.")
            case _:
                return ""

    def notes(self) -> Sequence[Sequence[Piece]]:
        """The grade it would have, and what is found of the paint."""
        if self._looked is None:
            return ()
        judged = self._looked.judged
        row = self.row_here()
        here = row.what.name if row is not None and row.what.name in self._panels else ""
        whole = [self._line(one) for one in self._looked.problems if here and self.field_of(one) == here]
        grade = [
            Piece(_("Grade") + " "),
            Piece(judged.grade, GRADE_TONES[judged.grade]),
            Piece(f" · {overall_text(self.desk, judged)}"),
        ]
        return [*([one] for one in whole), grade]

    def examine(self) -> Examined:
        """Read and check what is typed."""
        self._looked = inspection_forms.look(self.desk, self._record, self.texts)
        values = {name: value for name, value in self._looked.values.items() if name not in self._panels}
        return Examined(values, self._looked.problems)

    @property
    def _panels(self) -> frozenset[str]:
        return frozenset(self.desk.library.panels.kinds)

    def write(self, *, confirm: bool) -> int:
        """Write it."""
        return inspection_forms.write(self.desk, self._record, self.texts, confirm=confirm)

    def saved_text(self) -> str:
        """The note after saving: the grade, and what one should look at."""
        if self._looked is None:
            return super().saved_text()
        judged = self._looked.judged
        return _("Inspection saved: grade %(grade)s; %(paint)s") % {
            "grade": grade_text(self.desk, judged), "paint": overall_text(self.desk, judged),
        }  # fmt: skip

    def record_kind(self) -> Kind[Any] | None:
        """The table of the record."""
        return INSPECTIONS if self.about.record is not None else None

    def record_now(self) -> Any:
        """The record as the book has it now."""
        record = self.about.record
        if record is None:
            return None
        now = self.desk.store.get(INSPECTIONS, record.id)
        return record if now == record else now

    def record_texts(self, record: Any) -> Mapping[str, str]:
        """A record as the texts of this form."""
        return inspection_forms.start_texts(self.desk, record)
