"""Inspections in words, in the language of the moment: panels, codes, findings, grades, and what one should know."""

from __future__ import annotations

from tui.desk.context import Desk
from tui.desk.field_texts import fact_text
from tui.desk.kinds import CARS
from tui.desk.readings import readings_of
from tui.domain.cars import Car
from tui.domain.inspections import Judged, PanelFinding, Why
from tui.domain.readings import disagreements
from tui.i18n.field_labels import label_of
from tui.i18n.inspection_sentences import GRADES
from tui.i18n.labels import word
from tui.i18n.sentences import filled
from tui.i18n.translator import _, ngettext


def panel_title(desk: Desk, panel: str) -> str:
    """The name of a panel; the code itself for one that the data no longer has."""
    kind = desk.library.panels.kinds.get(panel)
    return _(kind.title) if kind is not None else panel


def code_title(desk: Desk, code: str) -> str:
    """The name of a code stated of a panel."""
    known = desk.library.panels.codes.get(code)
    return _(known.title) if known is not None else code


def why_text(why: Why) -> str:
    """Why a grade is what it is, as a sentence."""
    return filled(GRADES.get(why.code, ""), why.params, why.code)


def grade_text(desk: Desk, judged: Judged) -> str:
    """The grade with what it stands for."""
    said = word(desk.library.words, "evidence_grade", judged.grade)
    return _("%(text)s (%(note)s)") % {"text": judged.grade, "note": said}


def overall_text(desk: Desk, judged: Judged) -> str:
    """What was found of the paint, with how much was measured."""
    said = word(desk.library.words, "paint_overall", judged.overall.value)
    count = _("%(n)d of %(all)d panels measured") % {"n": judged.measured, "all": judged.measurable}
    return _("%(text)s (%(note)s)") % {"text": said, "note": count}


def contradiction_text(desk: Desk, one: PanelFinding) -> str:
    """A panel whose readings do not bear out what is stated of it."""
    return _("%(panel)s: stated %(codes)s, measured %(um)s µm: %(finding)s") % {
        "panel": panel_title(desk, one.panel),
        "codes": _(", ").join(code_title(desk, code) for code in one.codes),
        "um": "/".join(str(um) for um in one.um),
        "finding": word(desk.library.words, "paint_finding", one.finding.value),
    }


def disagreement_lines(desk: Desk, car: Car) -> list[str]:
    """The values of a car that a person typed and an inspection contradicts; both are kept."""
    return [
        _("%(field)s: typed %(typed)s, inspection %(number)s of %(on)s read %(value)s; the typed value stays") % {
            "field": label_of(one.field),
            "typed": fact_text(desk, one.field, one.typed),
            "number": one.reading.inspection_id,
            "on": one.reading.on,
            "value": fact_text(desk, one.field, one.reading.value),
        }
        for one in disagreements(car, readings_of(desk, car))
    ]  # fmt: skip


def remark_lines(desk: Desk, judged: Judged) -> list[str]:
    """What one should know of an inspection: contradictions, why its grade is no better, values typed otherwise."""
    lines = [contradiction_text(desk, one) for one in judged.contradictions]
    lines += [why_text(one) for one in judged.why if one.code not in {"grade_a", "grade_b"}]
    if not judged.is_proof and not judged.inspection.void:
        read = [one for one in (judged.inspection.battery_soh, judged.inspection.odometer_km) if one is not None]
        if read:
            lines.append(ngettext("Its reading is kept and counts as no fact of the car",
                                  "Its readings are kept and count as no facts of the car", len(read)))  # fmt: skip
    car = desk.store.get(CARS, judged.inspection.car_id)
    if car is not None:
        lines += disagreement_lines(desk, car)
    return lines
