"""The day a shipped rule is read at, where its text allows one day and not another."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.desk.kit import new_car, new_desk
from tui.desk.checking import Checker, Question
from tui.domain.deals import Deal

YEAR = "eg-model-year"


@pytest.mark.parametrize(
    ("loaded", "cleared", "barred", "turns"),
    [
        (date(2026, 12, 31), date(2027, 1, 20), False, date(2027, 1, 1)),
        (date(2027, 1, 1), date(2027, 1, 20), True, None),
        (date(2026, 10, 1), date(2026, 11, 20), False, None),
    ],
)
def test_egypt_takes_a_car_that_was_shipped_within_its_model_year(
    loaded: date, cleared: date, barred: bool, turns: date | None
) -> None:
    """Cars must be shipped or imported within their model year: one loaded in December may clear in January."""
    desk = new_desk(date(2026, 10, 1))
    car = msgspec.structs.replace(
        new_car(desk, destination="EG", model_year="2026"), deal=Deal("EG", loading=loaded, clearance=cleared)
    )
    flags = Checker(desk, Question(date(2026, 10, 1))).answers([car], ["EG"])[0].assessment.flags
    found = next((flag for flag in flags if flag.rule.id == YEAR), None)
    assert (found is not None and found.turns_blocked_on is None) is barred
    assert (found.turns_blocked_on if found else None) == turns
