"""Rows that wait to be mended."""

from __future__ import annotations

import pytest

from tests.desk.importing_kit import (
    SAMPLE,
    car_of,
    counts,
    edit_car,
    imported,
    new_desk,
    row_of,
    table_of,
    vin_of,
)
from tui.desk import held
from tui.desk.context import Desk
from tui.desk.kinds import CARS, HELD_ROWS
from tui.domain.imports import HeldState
from tui.domain.money import Money
from tui.domain.problems import Problem
from tui.errors import DraftRefused, NotFound, UsageError


@pytest.fixture
def desk() -> Desk:
    return new_desk()


class TestHeld:
    def _waiting(self, desk: Desk) -> dict[int, int]:
        return {row.row: row.id for row in held.waiting(desk)}

    def test_mended_in_place(self, desk: Desk) -> None:
        imported(desk, SAMPLE, dealer="杭州")
        ids = self._waiting(desk)
        car_id = held.mend(desk, ids[23], {"开票价(含税)": "9.48万"})
        car = desk.store.get(CARS, car_id)
        assert car is not None
        assert car.offer is not None
        assert (car.vin, car.stock_number, car.dealer_id) == ("LC0CE4CB3V4016895", "26-0018", 1)
        assert (car.offer.price, car.typed) == (Money.of(94_800, "CNY"), ("price",))
        assert car.listed is not None
        assert (car.listed.batch_id, car.listed.row) == (1, 23)
        row = desk.store.get(HELD_ROWS, ids[23])
        assert row is not None
        assert (row.state, row.car_id) == (HeldState.MENDED, car_id)
        assert desk.store.revision == 2
        assert counts(imported(desk, SAMPLE, dealer="杭州")) == (0, 0, 18, 6)
        assert desk.store.revision == 2

    def test_by_field_with_a_word_and_without_a_vin(self, desk: Desk) -> None:
        imported(desk, SAMPLE)
        ids = self._waiting(desk)
        assert held.mend(desk, ids[24], {"first_registration": "2026-08-03"}) == 18
        with pytest.raises(DraftRefused) as caught:
            held.mend(desk, ids[20], {})
        assert [problem.code for problem in caught.value.problems if isinstance(problem, Problem)] == [
            "vin_check_digit"
        ]
        confirmed = desk.store.get(CARS, held.mend(desk, ids[20], {}, confirm=True))
        assert confirmed is not None
        assert confirmed.vin_confirmed
        unnamed = desk.store.get(CARS, held.mend(desk, ids[22], {"车架号": "-"}))
        assert unnamed is not None
        assert (unnamed.vin, unnamed.model, unnamed.vin_confirmed) == (None, "海豚", False)
        duplicate = held.mend(desk, ids[18], {})
        assert duplicate == car_of(desk, "LC0CE4CB7V4016852").id
        assert set(self._waiting(desk)) == {19, 21, 23}

    def test_still_wrong_says_everything_and_loses_nothing(self, desk: Desk) -> None:
        imported(desk, SAMPLE)
        ids = self._waiting(desk)
        with pytest.raises(DraftRefused) as caught:
            held.mend(desk, ids[21], {"开票价(含税)": "-1", "上牌日期": "昨天"})
        codes = [problem.code for problem in caught.value.problems if isinstance(problem, Problem)]
        assert sorted(codes) == ["amount_negative", "date_unreadable", "vin_character"]
        assert desk.store.revision == 1
        assert set(self._waiting(desk)) == {18, 19, 20, 21, 22, 23, 24}
        with pytest.raises(UsageError) as unknown:
            held.mend(desk, ids[21], {"价": "1"})
        assert unknown.value.code == "mend_name_unknown"

    def test_dismissed_counts_as_same(self, desk: Desk) -> None:
        imported(desk, SAMPLE)
        for held_id in self._waiting(desk).values():
            held.dismiss(desk, held_id)
        revision = desk.store.revision
        assert counts(imported(desk, SAMPLE)) == (0, 0, 24, 0)
        assert desk.store.revision == revision
        with pytest.raises(NotFound) as caught:
            held.dismiss(desk, 1)
        assert caught.value.code == "held_row_not_waiting"
        with pytest.raises(NotFound):
            held.mend(desk, 99, {})

    def test_a_conflict_is_decided_by_mending(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1)))
        edit_car(desk, car_of(desk, vin_of(1)), ("price", "90000"))
        imported(desk, table_of(row_of(1, 颜色="红")))
        (row,) = held.waiting(desk)
        with pytest.raises(DraftRefused):
            held.mend(desk, row.id, {"颜色": "黑"})
        assert held.mend(desk, row.id, {"price": "95800"}) == 1
        car = car_of(desk, vin_of(1))
        assert car.offer is not None
        assert (car.offer.price, car.colour) == (Money.of(95_800, "CNY"), "red")

    def test_a_column_mapped_by_hand_is_understood_again(self, desk: Desk) -> None:
        table = table_of(row_of(1, **{"我的价(万)": "-9"}))
        imported(desk, table, mapping={"price": "我的价(万)"})
        (row,) = held.waiting(desk)
        assert held.plan_mending(desk, row.id, {}).reasons[0].problem.code == "amount_negative"
        held.mend(desk, row.id, {"price": "9万"})
        car = car_of(desk, vin_of(1))
        assert car.offer is not None
        assert car.offer.price == Money.of(90_000, "CNY")
