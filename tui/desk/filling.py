"""Filling one missing fact for many cars at once: on their model sheets, or on the cars themselves; one commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.editing import CarEdit, EditPreview, FieldChange, preview_edit, reading_of, refuse, untold
from tui.desk.kinds import SHEETS
from tui.desk.landing import land
from tui.domain.cars import Car
from tui.domain.drafts import check_car
from tui.domain.fields import FIELDS, SHEET_FACTS, Place, read_fields, with_specs
from tui.domain.models import ModelSheet, inherit
from tui.domain.problems import Problem
from tui.store.contract import Commit, Put

_FIELD_OF = {
    "route_via": "via",
    "cn_pending_export_noted": "transferred",
    "final_destination": "destination",
    "owner_held_days": "owned_since",
}
"""Facts that are recorded under another name."""
_NEVER = frozenset({"never", "never registered", "none", "无", "未上牌", "未登记", "没上牌", "从未登记"})
"""What says of the first registration that there was none."""


class Target(StrEnum):
    """Where a fact is written."""

    MODEL = "model"
    """On the model sheet, for all cars of the model."""
    CARS = "cars"
    """On the cars themselves."""


@dataclass(frozen=True)
class Filling:
    """A fact filled for many cars, before it is written."""

    edits: tuple[CarEdit, ...]
    sheets: tuple[ModelSheet, ...]
    """The model sheets as they would be; empty when the cars themselves are changed."""
    revision: int

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of all cars."""
        return tuple(problem for edit in self.edits for problem in edit.problems)


def field_of(fact: str) -> str | None:
    """The field that records a fact, or None for one that is read off a paper or follows from others."""
    name = _FIELD_OF.get(fact, fact)
    return name if name in FIELDS else None


def targets(fact: str) -> tuple[Target, ...]:
    """Where a fact can be written, the usual place first."""
    name = field_of(fact)
    if name is None:
        return ()
    return (Target.MODEL, Target.CARS) if name in SHEET_FACTS else (Target.CARS,)


def preview(
    desk: Desk,
    fact: str,
    cars: Sequence[Car],
    text: str,
    target: Target,
    destination: str = "",
    tell: Callable[[int], None] = untold,
) -> Filling:
    """What filling a fact would do to each car; a fact of the deal is filled for ``destination``.

    ``tell`` hears how many cars are done, and may raise to end it. Raises DraftRefused when the text cannot be read
    at all.
    """
    name = field_of(fact)
    if name is None:
        refuse([Problem("field_unknown", fact)], confirm=False)
        return Filling((), (), desk.store.revision)
    if target is Target.MODEL:
        return _for_models(desk, name, cars, text, tell)
    texts = [("never_registered", "yes")] if name == "first_registration" and _says_never(text) else [(name, text)]
    if FIELDS[name].place is Place.DEAL and name != "destination":
        return _for_deals(desk, texts, cars, destination, tell)
    return _filling(preview_edit(desk, cars, texts, tell))


def apply(desk: Desk, filling: Filling, *, confirm: bool = False) -> Commit | None:
    """Write a filling as one commit; None when nothing changes. Raises DraftRefused or Conflict."""
    if not filling.sheets:
        return land(desk, EditPreview(filling.edits, filling.revision), confirm=confirm)
    refuse(filling.problems, confirm=confirm)
    first = filling.sheets[0]
    why = f"model set {first.make} {first.model}" if len(filling.sheets) == 1 else "model set"
    return desk.store.commit([Put(SHEETS, sheet) for sheet in filling.sheets], why=why, expect=filling.revision)


def _says_never(text: str) -> bool:
    return text.strip().casefold() in _NEVER


def _filling(found: EditPreview) -> Filling:
    return Filling(found.edits, (), found.revision)


def _for_models(desk: Desk, name: str, cars: Sequence[Car], text: str, tell: Callable[[int], None]) -> Filling:
    values, problems = read_fields([(name, text)], reading_of(desk))
    refuse(problems, confirm=False)
    revision = desk.store.revision
    changed: dict[tuple[str, str, str, int | None], ModelSheet] = {}
    edits = []
    for done, car in enumerate(cars):
        tell(done)
        old = desk.sheet_of(car) or ModelSheet(car.make, car.model, car.trim, car.model_year)
        new = changed.get(old.key)
        if new is None:
            typed = tuple(dict.fromkeys((*old.typed, name)))
            new = msgspec.structs.replace(old, specs=with_specs(old.specs, values), typed=typed)
            changed[old.key] = new
        before, after = inherit(car.specs, old.specs), inherit(car.specs, new.specs)
        was = check_car(car, before, desk.today)
        found = tuple(problem for problem in check_car(car, after, desk.today) if problem not in was)
        one, other = getattr(before, name), getattr(after, name)
        edits.append(CarEdit(car, car, (FieldChange(name, one, other),) if one != other else (), found))
    sheets = tuple(sheet for sheet in changed.values() if sheet != _stored(desk, sheet))
    return Filling(tuple(edits), sheets, revision)


def _stored(desk: Desk, sheet: ModelSheet) -> ModelSheet | None:
    return desk.store.get(SHEETS, sheet.id) if sheet.id else None


def _for_deals(
    desk: Desk,
    texts: Sequence[tuple[str, str]],
    cars: Sequence[Car],
    destination: str,
    tell: Callable[[int], None],
) -> Filling:
    """Fill a fact of the deal on cars that go to the destination; others would have to be sent there first."""
    revision = desk.store.revision
    checker = Checker(desk, Question(desk.today))
    there, new, elsewhere = [], [], []
    for car in cars:
        if car.deal is not None and destination in {"", car.deal.country}:
            there.append(car)
        elif car.deal is None and destination and checker.own_destination(car) == destination:
            new.append(car)
        else:
            elsewhere.append(car)
    edits = {edit.before.id: edit for edit in preview_edit(desk, there, texts, tell).edits}
    more = preview_edit(desk, new, [("destination", destination), *texts], tell).edits if new else ()
    edits.update((edit.before.id, edit) for edit in more)
    refused = (Problem("deal_without_destination", "destination"),)
    edits.update((car.id, CarEdit(car, car, (), refused)) for car in elsewhere)
    return Filling(tuple(edits[car.id] for car in cars), (), revision)
