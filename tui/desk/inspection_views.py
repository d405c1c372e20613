"""Inspections as plain data: the JSON that scripts depend on."""

from __future__ import annotations

from typing import Any

from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.inspection_words import why_text
from tui.desk.kinds import CARS
from tui.desk.views import plain
from tui.domain.inspections import Judged, PanelFinding
from tui.domain.panel_texts import panels_text
from tui.domain.readings import disagreements, latest_readings


def as_document(desk: Desk, judged: Judged) -> dict[str, Any]:
    """An inspection with what follows from it: grade and why, findings, contradictions, files that are lost.

    Thicknesses are in µm, battery health in percent; ``conflicts`` are typed values of the car that it contradicts.
    """
    record = judged.inspection
    car = desk.store.get(CARS, record.car_id)
    conflicts = disagreements(car, latest_readings([judged])) if car is not None else ()
    return {
        **{name: plain(getattr(record, name)) for name in record.__struct_fields__ if name not in {"panels", "car_id"}},
        "car": name_of(car) if car is not None else None,
        "vin": car.vin if car is not None else None,
        "panels": [_panel(one) for one in judged.panels if one.um or one.codes],
        "panels_text": panels_text(record.panels, desk.library.panels),
        "measured": judged.measured,
        "measurable": judged.measurable,
        "overall": judged.overall.value,
        "grade": judged.grade,
        "why": [{"code": one.code, "message": why_text(one)} for one in judged.why],
        "is_proof": judged.is_proof,
        "contradictions": [one.panel for one in judged.contradictions],
        "lost_files": list(judged.lost),
        "conflicts": [
            {"field": one.field, "typed": plain(one.typed), "read": plain(one.reading.value)} for one in conflicts
        ],
    }


def _panel(one: PanelFinding) -> dict[str, Any]:
    return {
        "panel": one.panel,
        "um": list(one.um),
        "codes": list(one.codes),
        "material": one.material,
        "finding": one.finding.value,
        "contradicts": one.contradicts,
    }
