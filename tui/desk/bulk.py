"""One field of many cars: what setting it would do to each car, and writing it to those that can take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui.desk.context import Desk
from tui.desk.editing import CarEdit, EditPreview, preview_edit, untold
from tui.desk.landing import land
from tui.domain.cars import Car
from tui.domain.fields import FIELDS, Place, value_of
from tui.domain.problems import Problem, Severity
from tui.store.contract import Commit

NOTHING = "-"
"""What is typed to take a value away."""
_ONE_CAR = frozenset({"vin", "stock_number"})
"""Fields that no two cars share."""


@dataclass(frozen=True)
class BulkEdit:
    """A field set on many cars, before it is written; every car is in exactly one of the three lists."""

    field: str
    changed: tuple[CarEdit, ...]
    """Cars that change; some may need a person's word first."""
    same: tuple[CarEdit, ...]
    """Cars that say so already."""
    refused: tuple[CarEdit, ...]
    """Cars that cannot take the value; they stay as they are."""
    revision: int

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What a person has to confirm before it is written."""
        return tuple(one for edit in self.changed for one in edit.problems if one.severity is Severity.CONFIRM)


def fields() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """The fields that can be set on many cars, by where they live."""
    return tuple(
        (place, tuple(name for name, one in FIELDS.items() if one.place is place and name not in _ONE_CAR))
        for place in (Place.CAR, Place.OFFER, Place.DEAL, Place.SPECS, Place.MILESTONE)
    )


def value_now(desk: Desk, car: Car, field: str) -> object:
    """What holds for a car now: its own value, else its model sheet's."""
    own = value_of(car, field)
    if own is None and FIELDS[field].place is Place.SPECS:
        inherited: object = getattr(desk.specs_of(car), field)
        return inherited
    return own


def preview(desk: Desk, cars: Sequence[Car], field: str, text: str, tell: Callable[[int], None] = untold) -> BulkEdit:
    """What setting a field would do to each car. Raises DraftRefused when the text cannot be read at all.

    ``tell`` hears how many cars are done, and may raise to end it.
    """
    found = preview_edit(desk, cars, [(field, "" if text.strip() == NOTHING else text)], tell)
    changed, same, refused = [], [], []
    for edit in found.edits:
        if any(problem.severity is Severity.ERROR for problem in edit.problems):
            refused.append(edit)
        elif edit.changes:
            changed.append(edit)
        else:
            same.append(edit)
    return BulkEdit(field, tuple(changed), tuple(same), tuple(refused), found.revision)


def apply(desk: Desk, bulk: BulkEdit, *, confirm: bool = False) -> Commit | None:
    """Write the cars that change as one commit; None when there is none. Raises DraftRefused or Conflict."""
    return land(desk, EditPreview(bulk.changed, bulk.revision), confirm=confirm, why=f"car edit {bulk.field}")
