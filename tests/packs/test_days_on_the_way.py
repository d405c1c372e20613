"""Lines that a car may cross at sea: which day of the journey counts is part of the text."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.desk.kit import new_car, new_desk
from tui.desk.checking import Checker, Question
from tui.domain.deals import Deal

TODAY = date(2026, 11, 22)


def biting(deal: Deal, **texts: str) -> set[str]:
    """The rules of the destination that bite a car on its way, those to come left out."""
    desk = new_desk(TODAY)
    car = msgspec.structs.replace(new_car(desk, 1, destination=deal.country, **texts), deal=deal)
    flags = Checker(desk, Question(TODAY)).answers([car], [deal.country])[0].assessment.flags
    return {
        flag.rule.id
        for flag in flags
        if flag.rule.jurisdiction == deal.country and flag.state == "flagged" and flag.turns_blocked_on is None
    }


@pytest.mark.parametrize(("loaded", "late"), [(date(2027, 1, 8), False), (date(2027, 1, 9), True)])
def test_israel_counts_ninety_days_to_the_shipping_of_the_car(loaded: date, *, late: bool) -> None:
    deal = Deal("IL", importer_type="small_importer", imports_this_year=0, loading=loaded, clearance=date(2027, 2, 20))
    found = biting(deal, first_registration="2026-10-10", manufacture_date="2026-09-01")
    assert ("il-foreign-registered-90d" in found) is late


@pytest.mark.parametrize(("cleared", "old"), [(date(2027, 1, 10), False), (date(2027, 1, 11), True)])
def test_israel_counts_twelve_months_to_the_clearance_of_the_car(cleared: date, *, old: bool) -> None:
    """A car that was young enough when it was loaded may be too old when it comes in; one loaded in time has a road."""
    deal = Deal("IL", importer_type="small_importer", imports_this_year=0, loading=date(2026, 12, 1), clearance=cleared)
    found = biting(deal, first_registration="2026-10-10", manufacture_date="2026-01-10")
    assert ("il-small-importer-used-12m" in found) is old
    assert "il-no-road-past-90d-12m" not in found


@pytest.mark.parametrize(("arrived", "barred"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_kenya_counts_the_year_in_which_a_car_arrives(arrived: date, *, barred: bool) -> None:
    deal = Deal("KE", arrival=arrived, clearance=date(2027, 1, 20))
    found = biting(deal, steering="RHD", first_registration="2019-06-01", manufacture_date="2019-03-01")
    assert ("ke-age-2020-2027-01" in found) is barred
    assert "ke-age-2019-2026-01" not in found


@pytest.mark.parametrize(("registered", "refused"), [("2025-12-31", False), ("2026-01-02", True)])
def test_kenya_compares_the_years_of_building_and_registration_whenever_the_car_arrives(
    registered: str, *, refused: bool
) -> None:
    found = biting(
        Deal("KE", arrival=date(2027, 3, 1)),
        steering="RHD",
        first_registration=registered,
        manufacture_date="2024-12-30",
    )
    assert ("ke-build-registration-gap" in found) is refused
