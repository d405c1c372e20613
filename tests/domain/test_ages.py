"""Ages and days in conditions, and Nigeria's own line between new and used."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.conditions_kit import TODAY, condition, told
from tui.domain.partialdate import PartialDate


def age(key: str, on: date, basis: str, **facts: Any) -> bool | None:
    return told(condition(key, basis=basis), on, **facts)


class TestAges:
    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            (date(2026, 11, 21), {"gt": False, "ge": False, "lt": True, "le": True}),
            (date(2026, 11, 22), {"gt": False, "ge": True, "lt": False, "le": True}),
            (date(2026, 11, 23), {"gt": True, "ge": True, "lt": False, "le": False}),
        ],
    )
    def test_the_third_anniversary(self, on: date, expected: dict[str, bool]) -> None:
        built = PartialDate(2023, 11, 22)
        for comparison, answer in expected.items():
            assert age(f"age_years_{comparison}", on, "manufacture", manufacture_date=built) is answer
            assert age(f"age_years_{comparison}", on, "first_registration", first_registration=built) is answer

    def test_born_on_29_february(self) -> None:
        built = PartialDate(2024, 2, 29)
        days = (date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 1))
        assert [age("age_years_ge", on, "manufacture", manufacture_date=built) for on in days] == [False, True, True]
        assert [age("age_years_gt", on, "manufacture", manufacture_date=built) for on in days] == [False, False, True]
        assert told({"age_years_ge": 4, "age_from": "manufacture"}, date(2028, 2, 28), manufacture_date=built) is False
        assert told({"age_years_ge": 4, "age_from": "manufacture"}, date(2028, 2, 29), manufacture_date=built) is True

    def test_months(self) -> None:
        built = PartialDate(2025, 8, 31)
        days = (date(2026, 2, 28), date(2026, 3, 1))
        assert [age("age_months_gt", on, "manufacture", manufacture_date=built) for on in days] == [False, True]

    def test_build_years_count_calendar_years(self) -> None:
        for built in (PartialDate(2024, 1, 1), PartialDate(2024, 12, 31), PartialDate(2024, 6), PartialDate(2024)):
            what = {"age_years_gt": 2, "age_from": "manufacture_year"}
            assert told(what, date(2026, 12, 31), manufacture_date=built) is False
            assert told(what, date(2027, 1, 1), manufacture_date=built) is True
        assert age("age_years_gt", TODAY, "model_year", model_year=2022) is True
        assert age("age_years_gt", TODAY, "model_year", model_year=2023) is False
        assert age("age_years_gt", TODAY, "model_year") is None

    def test_a_partial_date_across_the_line(self) -> None:
        month = PartialDate(2023, 11)
        assert age("age_years_ge", date(2026, 10, 31), "manufacture", manufacture_date=month) is False
        assert age("age_years_ge", date(2026, 11, 1), "manufacture", manufacture_date=month) is None
        assert age("age_years_ge", date(2026, 11, 29), "manufacture", manufacture_date=month) is None
        assert age("age_years_ge", date(2026, 11, 30), "manufacture", manufacture_date=month) is True
        assert age("age_years_lt", date(2026, 6, 1), "manufacture", manufacture_date=PartialDate(2023)) is None
        assert told({"first_registration_before": date(2026, 8, 3)}, first_registration=PartialDate(2026, 8)) is None
        assert told({"first_registration_before": date(2026, 8, 1)}, first_registration=PartialDate(2026, 8)) is False
        assert told({"first_registration_before": date(2026, 9, 1)}, first_registration=PartialDate(2026, 8)) is True

    def test_180_days(self) -> None:
        registered = date(2026, 5, 26)
        for days, expected in ((179, (True, True, False)), (180, (False, True, False)), (181, (False, False, True))):
            on = registered + timedelta(days=days)
            answers = tuple(
                told(condition(f"registered_days_{comparison}"), on, first_registration=PartialDate.of(registered))
                for comparison in ("lt", "le", "gt")
            )
            assert answers == expected, days
        month = PartialDate(2026, 5)
        assert told(condition("registered_days_le"), date(2026, 10, 28), first_registration=month) is True
        assert told(condition("registered_days_le"), date(2026, 10, 29), first_registration=month) is None
        assert told(condition("registered_days_le"), date(2026, 11, 28), first_registration=month) is False

    def test_days_since_exact_dates(self) -> None:
        assert told(condition("owner_held_days_lt"), date(2026, 12, 31), owned_since=date(2026, 1, 1)) is True
        assert told(condition("owner_held_days_lt"), date(2027, 1, 1), owned_since=date(2026, 1, 1)) is False
        assert told(condition("days_since_arrival_gt"), TODAY, arrival=TODAY - timedelta(days=31)) is True
        assert told(condition("days_since_arrival_gt"), TODAY) is None


class TestNigeria:
    @pytest.mark.parametrize(
        ("registered", "km", "used"),
        [
            (date(2026, 5, 22), 0, False),
            (date(2026, 5, 21), 0, True),
            (date(2026, 11, 1), 5999, False),
            (date(2026, 11, 1), 6000, True),
            (date(2026, 5, 21), None, True),
            (date(2026, 11, 1), None, None),
            (None, 6000, True),
            (None, 80, None),
        ],
    )
    def test_six_months_or_6000_km(self, registered: date | None, km: int | None, used: bool | None) -> None:
        day = PartialDate.of(registered) if registered else None
        assert told({"customs_condition_ng": ["used"]}, **self._known(day, km)) is used
        new = None if used is None else not used
        assert told({"customs_condition_ng": ["new"]}, **self._known(day, km)) is new

    @staticmethod
    def _known(day: PartialDate | None, km: int | None) -> dict[str, Any]:
        return {"first_registration": day, "odometer_km": km, "cn_never_registered": False if day else None}

    def test_a_month_across_the_line(self) -> None:
        assert told({"customs_condition_ng": ["used"]}, **self._known(PartialDate(2026, 5), 9)) is None

    def test_a_car_never_registered_is_new_below_6000_km(self) -> None:
        known: dict[str, Any] = {"first_registration": None, "cn_never_registered": True}
        assert told({"customs_condition_ng": ["new"]}, odometer_km=5999, **known) is True
        assert told({"customs_condition_ng": ["new"]}, odometer_km=6000, **known) is False
        assert told({"customs_condition_ng": ["new"]}, odometer_km=None, **known) is None
