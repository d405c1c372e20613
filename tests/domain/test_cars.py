from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from tui.domain.cars import Car, Milestone, days_registered, days_tied_up, milestone_problems, stage
from tui.domain.codec import dec_hook, enc_hook
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Severity
from tui.domain.purchases import Purchase
from tui.domain.words import Stage

DAY = date(2026, 6, 1)
BOUGHT = (Purchase(DAY, Money.of(95_800, "CNY"), invoice_number="1"),)


def car(*stages: Stage, purchases: tuple[Purchase, ...] = ()) -> Car:
    steps = tuple(Milestone(step, DAY + timedelta(days=place)) for place, step in enumerate(stages))
    return Car("byd", "x", milestones=steps, purchases=purchases)


class TestStage:
    @pytest.mark.parametrize(
        ("stages", "bought", "expected"),
        [
            ((), False, Stage.LISTED),
            ((Stage.LISTED,), False, Stage.LISTED),
            ((), True, Stage.BOUGHT),
            ((Stage.LISTED, Stage.REGISTERED, Stage.INSPECTED), False, Stage.LISTED),
            ((Stage.LISTED, Stage.CONTRACTED), False, Stage.LISTED),
            ((Stage.REGISTERED,), True, Stage.REGISTERED),
            ((Stage.TRANSFERRED, Stage.APPLIED), True, Stage.APPLIED),
            ((Stage.APPLIED, Stage.TRANSFERRED), True, Stage.APPLIED),
            ((Stage.DEPARTED, Stage.LOADED), True, Stage.DEPARTED),
            ((Stage.DEPARTED, Stage.RETURNED), True, Stage.RETURNED),
            ((Stage.SOLD_AT_HOME,), True, Stage.SOLD_AT_HOME),
            ((Stage.RETURNED, Stage.CANCELLED), True, Stage.CANCELLED),
        ],
    )
    def test_it_follows_from_the_milestones(self, stages: tuple[Stage, ...], bought: bool, expected: Stage) -> None:
        assert stage(car(*stages, purchases=BOUGHT if bought else ())) is expected

    def test_the_last_of_several_dates_counts(self) -> None:
        steps = (Milestone(Stage.INSPECTED, DAY), Milestone(Stage.INSPECTED, DAY - timedelta(days=9)))
        assert Car("byd", "x", milestones=steps).milestone(Stage.INSPECTED) == DAY
        assert Car("byd", "x").milestone(Stage.INSPECTED) is None
        assert car(purchases=BOUGHT).milestone(Stage.BOUGHT) == DAY


class TestOrder:
    LAWFUL = (
        Stage.LISTED, Stage.BOUGHT, Stage.TRANSFERRED, Stage.APPLIED, Stage.LICENSED, Stage.DECLARED, Stage.CLEARED,
        Stage.LOADED, Stage.DEPARTED, Stage.ARRIVED, Stage.DELIVERED, Stage.DEREGISTERED, Stage.REFUNDED,
    )  # fmt: skip

    @staticmethod
    def _codes(*stages: Stage) -> list[tuple[str, dict[str, str]]]:
        problems = milestone_problems(car(*stages).milestones)
        assert all(problem.severity is Severity.WARNING for problem in problems)
        return [(problem.code, problem.params) for problem in problems]

    def test_the_lawful_order_is_quiet(self) -> None:
        assert self._codes(*self.LAWFUL) == []
        assert self._codes() == []

    @pytest.mark.parametrize("free", [Stage.REGISTERED, Stage.INSPECTED, Stage.CONTRACTED, Stage.PAID])
    def test_some_steps_lawfully_come_at_any_place(self, free: Stage) -> None:
        for place in range(len(self.LAWFUL) + 1):
            assert self._codes(*self.LAWFUL[:place], free, *self.LAWFUL[place:]) == []

    def test_a_step_before_its_time(self) -> None:
        codes = self._codes(Stage.LICENSED, Stage.APPLIED, Stage.TRANSFERRED)
        assert ("milestone_order", {"earlier": "transferred", "later": "applied"}) in codes
        assert ("milestone_order", {"earlier": "applied", "later": "licensed"}) in codes
        assert len(codes) == 2

    def test_a_step_without_the_one_it_needs(self) -> None:
        assert self._codes(Stage.DEPARTED) == [("milestone_missing", {"reached": "departed", "needed": "cleared"})]
        assert self._codes(Stage.REFUNDED) == [("milestone_missing", {"reached": "refunded", "needed": "declared"})]

    def test_two_steps_on_one_day_are_in_order(self) -> None:
        steps = (Milestone(Stage.TRANSFERRED, DAY), Milestone(Stage.APPLIED, DAY))
        assert milestone_problems(steps) == ()


class TestPurchase:
    def test_a_red_letter_cancels_the_invoice_it_names(self) -> None:
        first = Purchase(DAY, invoice_number="1")
        red = Purchase(DAY, invoice_number="2", red_letter_of="1")
        again = Purchase(DAY + timedelta(days=30), invoice_number="3")
        assert car(purchases=(first,)).purchase == first
        assert car(purchases=(first, red)).purchase is None
        assert car(purchases=(first, red, again)).purchase == again
        assert car(purchases=(first, again)).purchase == again

    def test_a_red_letter_without_a_number_cancels_nothing(self) -> None:
        unnumbered = Purchase(DAY)
        assert car(purchases=(unnumbered, Purchase(DAY, red_letter_of="9"))).purchase == unnumbered


class TestClocks:
    def test_capital_is_tied_up_from_purchase_to_payment(self) -> None:
        bought = car(purchases=BOUGHT)
        assert days_tied_up(bought, DAY + timedelta(days=174)) == 174
        assert days_tied_up(bought, DAY) == 0
        assert days_tied_up(bought, DAY - timedelta(days=1)) is None
        assert days_tied_up(car(), DAY) is None
        paid = msgspec.structs.replace(bought, milestones=(Milestone(Stage.PAID, DAY + timedelta(days=40)),))
        assert days_tied_up(paid, DAY + timedelta(days=174)) == 40
        assert days_tied_up(paid, DAY + timedelta(days=10)) == 10

    def test_days_since_registration(self) -> None:
        def days(registered: PartialDate | None, on: date = DAY) -> int | None:
            return days_registered(msgspec.structs.replace(car(), first_registration=registered), on)

        assert days(PartialDate(2026, 5, 31)) == 1
        assert days(PartialDate(2026, 6, 1)) == 0
        assert days(PartialDate(2026, 6, 2)) is None
        assert days(PartialDate(2026, 5)) is None
        assert days(None) is None


def test_a_car_is_stored_and_read_back() -> None:
    full = msgspec.structs.replace(
        car(Stage.LISTED, purchases=BOUGHT), manufacture_date=PartialDate(2026, 7), damage_history=(), id=4
    )
    stored = msgspec.json.encode(full, enc_hook=enc_hook)
    assert msgspec.json.decode(stored, type=Car, dec_hook=dec_hook) == full
    assert b"former_use" not in stored
    none = msgspec.json.decode(b'{"make":"byd","model":"x"}', type=Car, dec_hook=dec_hook)
    assert (none.damage_history, none.manufacture_date) == (None, None)
