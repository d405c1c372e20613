"""What grew old in a book: rates its amounts need, and rules near their limit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec

from tests.desk.kit import TODAY, new_car, new_desk
from tui.config import Deadlines, Readiness
from tui.desk import freshness
from tui.desk.kinds import RATES
from tui.domain.rates import RateRecord
from tui.store.contract import Put


def test_rates_are_old_after_the_limit_and_in_both_directions() -> None:
    desk = new_desk()
    new_car(desk, destination="KZ")
    assert [(one.base, one.quote, one.age) for one in freshness.old_rates(desk)] == [("KZT", "CNY", None)]
    limit = desk.settings.money.rate_limit_days
    for days, base, quote, age in (
        (limit + 1, "KZT", "CNY", limit + 1),
        (-1, "KZT", "CNY", limit + 1),  # a day that is still to come serves nobody today
        (limit, "CNY", "KZT", None),
    ):
        rate = RateRecord(base, quote, Decimal(2), TODAY - timedelta(days=days))
        desk.store.commit([Put(RATES, rate)], why="test")
        found = [one.age for one in freshness.old_rates(desk)]
        assert found == ([age] if age is not None else []), days


def test_rules_are_told_before_they_are_too_old() -> None:
    desk = new_desk()
    age = max((TODAY - pack.checked).days for pack in desk.library.packs.values())

    def told(limit: int, ahead: int) -> list[int]:
        settings = msgspec.structs.replace(
            desk.settings, readiness=Readiness(staleness_days=limit), deadlines=Deadlines(days=ahead)
        )
        desk.settings = settings
        return [one.left for one in freshness.ageing_packs(desk)]

    assert told(180, 30) == []
    assert told(age + 30, 30)[0] == 30, "the first day they are told"
    assert told(age + 31, 30) == []
    assert told(age, 30)[0] == 0, "the last day they count"
    assert not freshness.ageing_packs(desk)[0].too_old
    assert told(age - 1, 0)[0] == -1
    assert freshness.ageing_packs(desk)[0].too_old
