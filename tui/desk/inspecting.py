"""Inspections: recording, changing, taking out of force, and the latest one of a car.

An inspection's readings are facts of its car as long as it is proof (``domain.inspections.Judged.is_proof``); nothing
is copied to the car, so that one taken out of force takes its readings along, and a typed value is never written over.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of, refuse
from tui.desk.kinds import CARS, INSPECTIONS
from tui.desk.readings import judged_of_book, sizes_of, yardstick
from tui.domain.cars import Car
from tui.domain.documents import Attachment
from tui.domain.fields import Reading as ReadingStyle
from tui.domain.inspection_fields import INSPECTION, PANELS
from tui.domain.inspections import Inspection, Judged, PanelReading, inspection_problems, judge
from tui.domain.panel_texts import panel_named, read_panel, read_panels
from tui.domain.problems import Problem
from tui.domain.record_fields import fill, read_record_fields
from tui.domain.values import Unreadable
from tui.errors import NotFound
from tui.store.contract import Put, Remove

Texts = Sequence[tuple[str, str]]


def find(desk: Desk, inspection_id: int) -> Inspection:
    """The inspection of a number; raises NotFound."""
    found = desk.store.get(INSPECTIONS, inspection_id)
    if found is None:
        raise NotFound("inspection_not_found", name=str(inspection_id))
    return found


def judged(desk: Desk, inspection: Inspection) -> Judged:
    """An inspection with its grade, its findings, and why."""
    return judge(inspection, desk.library.panels, yardstick(desk), sizes_of(desk, (inspection,)))


def of_car(desk: Desk, car: Car, *, void: bool = False) -> list[Judged]:
    """The inspections of a car, the newest first; with ``void`` those out of force too."""
    found = [one for one in desk.store.all(INSPECTIONS) if one.car_id == car.id and (void or not one.void)]
    return [judged(desk, one) for one in sorted(found, key=lambda one: (one.on, one.id), reverse=True)]


def listed(desk: Desk, *, void: bool = True) -> list[Judged]:
    """All inspections, the newest first."""
    found = [one for one in desk.store.all(INSPECTIONS) if void or not one.void]
    return [judged(desk, one) for one in sorted(found, key=lambda one: (one.on, one.id), reverse=True)]


def latest(desk: Desk, car: Car, *, battery: bool = False, proof: bool = True) -> Judged | None:
    """The latest inspection of a car in force, or None.

    ``battery`` asks for one that measured the battery's health; ``proof`` for one that counts as proof: all its files
    are there and it is better than a video or a chat.
    """
    return next(
        (
            one
            for one in judged_of_book(desk).get(car.id, ())
            if (not proof or one.is_proof) and (not battery or one.inspection.battery_soh is not None)
        ),
        None,
    )


def read(
    desk: Desk, record: Inspection, texts: Texts, panels: Texts = (), *, style: ReadingStyle | None = None
) -> tuple[Inspection, tuple[Problem, ...]]:
    """The inspection with what the texts say, and what of them cannot be read.

    ``panels`` are names with texts such as ``112,118r``; an empty text takes a panel's readings away. ``panels=…``
    among the texts puts all of them at once. Numbers are read in ``style``, the plain one when none is given.
    """
    problems: list[Problem] = []
    own = [(name, text) for name, text in texts if name != PANELS]
    values, unreadable = read_record_fields(own, INSPECTION, style or reading_of(desk))
    problems += unreadable
    changed = fill(record, values, Inspection(record.car_id, desk.today))
    found = {one.panel: one for one in changed.panels}
    known = desk.library.panels
    for name, text in texts:
        if name == PANELS:
            try:
                given = read_panels(text, known) if text.strip() else ()
                problems += _twice(given)
                found = {one.panel: one for one in given}
            except Unreadable as error:
                problems.append(Problem(error.code, PANELS, error.params))
    seen: set[str] = set()
    for name, text in panels:
        try:
            panel = panel_named(name, known)
        except Unreadable as error:
            problems.append(Problem(error.code, PANELS, error.params))
            continue
        try:
            reading = read_panel(panel, text, known)
        except Unreadable as error:
            problems.append(Problem(error.code, panel, error.params))
            continue
        if panel in seen:
            problems.append(Problem("panel_twice", panel, {"panel": panel}))
        seen.add(panel)
        found[panel] = reading
    order = list(known.kinds)
    kept = (one for one in found.values() if one.um or one.codes or one.material)
    ordered = sorted(kept, key=lambda one: order.index(one.panel) if one.panel in order else len(order))
    return msgspec.structs.replace(changed, panels=tuple(ordered)), tuple(problems)


def _twice(given: Sequence[PanelReading]) -> list[Problem]:
    names = [one.panel for one in given]
    return [Problem("panel_twice", PANELS, {"panel": one}) for one in dict.fromkeys(names) if names.count(one) > 1]


def problems_of(desk: Desk, inspection: Inspection) -> tuple[Problem, ...]:
    """What is wrong with an inspection as it would be kept."""
    car = desk.store.get(CARS, inspection.car_id)
    if car is None:
        return (Problem("car_unknown", "car", {"car": str(inspection.car_id)}),)
    others = [one for one in desk.store.all(INSPECTIONS) if one.car_id == car.id]
    return inspection_problems(inspection, car, desk.library.panels, desk.today, others)


def save(desk: Desk, inspection: Inspection, problems: Sequence[Problem] = (), *, confirm: bool = False) -> Inspection:
    """Record or change an inspection in one commit. Raises DraftRefused with all problems.

    ``problems`` are those found while reading it.
    """
    found = problems_of(desk, inspection)
    if problems:
        found = tuple(one for one in found if one.code != "inspection_missing")
    refuse((*problems, *found), confirm=confirm)
    if inspection.id:
        why = f"inspection edit {inspection.id}"
    else:
        car = desk.store.get(CARS, inspection.car_id)
        why = f"inspection add {name_of(car) if car is not None else inspection.car_id}"
    commit = desk.store.commit([Put(INSPECTIONS, inspection)], why=why, expect=desk.store.revision)
    return find(desk, inspection.id or commit.ids[0])


def attach(inspection: Inspection, files: Sequence[Attachment]) -> Inspection:
    """The inspection with more files, not yet written; one that hangs there already is left out."""
    there = {one.sha256 for one in inspection.attachments}
    new = [one for one in files if one.sha256 not in there]
    return msgspec.structs.replace(inspection, attachments=(*inspection.attachments, *new))


def set_void(desk: Desk, inspection: Inspection, *, void: bool) -> Inspection:
    """Take an inspection out of force, or put it back; it is kept."""
    changed = msgspec.structs.replace(inspection, void=void)
    why = f"inspection void {inspection.id}"
    desk.store.commit([Put(INSPECTIONS, changed)], why=why, expect=desk.store.revision)
    return find(desk, inspection.id)


def remove(desk: Desk, inspection: Inspection) -> None:
    """Take an inspection out of the book; undo brings it back."""
    why = f"inspection remove {inspection.id}"
    desk.store.commit([Remove(INSPECTIONS, inspection.id)], why=why, expect=desk.store.revision)


def blank(desk: Desk, car: Car) -> Inspection:
    """A new inspection of a car, today, with the inspector and the instrument of the last one recorded of any car."""
    last = max(desk.store.all(INSPECTIONS), key=lambda one: one.id, default=None)
    new = Inspection(car.id, desk.today)
    if last is None:
        return new
    return msgspec.structs.replace(
        new,
        basis=last.basis,
        issuer=last.issuer,
        inspector=last.inspector,
        instrument=last.instrument,
        calibrated_on=last.calibrated_on,
        battery_tool=last.battery_tool,
    )
