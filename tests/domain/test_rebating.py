"""Every combination of what a rebate's state is derived from, against the sentences of the rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.claims import OVER, ClaimStep
from tui.domain.money import Money
from tui.domain.rebates import Regime
from tui.domain.rebating import (
    EXPECTED,
    RebateState,
    RebateStatus,
    Standing,
    claim_dates,
    expected_on,
    exposure,
    rebate_status,
)
from tui.domain.workdays import WEEKDAYS
from tui.packs.library import Library

RULES = Library().packs["CN"].rules
EXPORTED = date(2026, 6, 20)
DATES = claim_dates(RULES, EXPORTED)
IN_WINDOW, AFTER_ROUTINE, AFTER_ALL = date(2026, 9, 1), date(2027, 5, 1), date(2029, 6, 21)
R = RebateState

TABLE = [
    line.split()
    for line in """
filed     nothing  unknown  early  filed
filed     nothing  unknown  late   filed held
filed     nothing  open     early  filed
filed     nothing  open     late   filed held
filed     nothing  in       early  filed
filed     nothing  in       late   filed
filed     part     unknown  early  filed
filed     part     unknown  late   at_risk
filed     part     open     early  filed
filed     part     open     late   at_risk
filed     part     in       early  filed
filed     part     in       late   filed
accepted  nothing  unknown  early  filed
accepted  nothing  unknown  late   filed held
accepted  nothing  open     early  filed
accepted  nothing  open     late   filed held
accepted  nothing  in       early  filed
accepted  nothing  in       late   filed
accepted  part     unknown  early  filed
accepted  part     unknown  late   at_risk
accepted  part     open     early  filed
accepted  part     open     late   at_risk
accepted  part     in       early  filed
accepted  part     in       late   filed
approved  nothing  unknown  early  approved
approved  nothing  unknown  late   approved held
approved  nothing  open     early  approved
approved  nothing  open     late   approved held
approved  nothing  in       early  approved
approved  nothing  in       late   approved
approved  part     unknown  early  approved
approved  part     unknown  late   at_risk
approved  part     open     early  approved
approved  part     open     late   at_risk
approved  part     in       early  approved
approved  part     in       late   approved
paid      whole    unknown  early  receipts_outstanding
paid      whole    unknown  late   at_risk
paid      whole    open     early  receipts_outstanding
paid      whole    open     late   at_risk
paid      whole    in       early  paid
paid      whole    in       late   paid
""".splitlines()
    if line
]
"""Claim, refund received, the buyer's money, the day against 30 April: the state, and whether it is held."""


def state(on: date = IN_WINDOW, **known: object) -> RebateStatus | None:
    usual: dict[str, object] = {"regime": Regime.REFUND, "exported_on": EXPORTED, "dates": DATES}
    return rebate_status(Standing(**{**usual, **known}), on)  # type: ignore[arg-type]


class TestDates:
    @pytest.mark.parametrize(
        ("exported", "opens"),
        [("2026-01-01", "2026-02-01"), ("2026-12-31", "2027-01-01"), ("2028-01-31", "2028-02-01")],
    )
    def test_the_window_opens_with_the_next_month(self, exported: str, opens: str) -> None:
        assert claim_dates(RULES, date.fromisoformat(exported)).opens == date.fromisoformat(opens)

    def test_a_leap_day_ends_with_february(self) -> None:
        assert claim_dates(RULES, date(2028, 2, 29)).absolute == date(2031, 2, 28)

    def test_exports_of_2025_keep_the_old_rules_without_an_end(self) -> None:
        old = claim_dates(RULES, date(2025, 12, 31))
        assert (old.opens, old.routine_end, old.receipt_due, old.absolute) == (date(2026, 1, 1), None, None, None)
        assert state(date(2031, 1, 1), exported_on=date(2025, 12, 31), dates=old) == RebateStatus(R.READY_TO_FILE)

    def test_a_later_day_of_the_contract_moves_the_receipts(self) -> None:
        agreed = claim_dates(RULES, EXPORTED, agreed_receipt=date(2027, 9, 30))
        assert agreed.receipt_due == date(2027, 9, 30)
        assert agreed.routine_end == DATES.routine_end
        assert claim_dates(RULES, EXPORTED, agreed_receipt=date(2040, 1, 1)).receipt_due == DATES.absolute
        assert claim_dates(RULES, EXPORTED, agreed_receipt=date(2026, 7, 1)).receipt_due == DATES.receipt_due

    @given(st.dates(date(2026, 1, 1), date(2060, 12, 31)))
    def test_they_come_in_order(self, exported: date) -> None:
        dates = claim_dates(RULES, exported)
        assert dates.routine_end is not None
        assert dates.absolute is not None
        assert exported < dates.opens < dates.routine_end < dates.absolute
        assert dates.opens.day == 1


class TestUnclaimed:
    @pytest.mark.parametrize(("regime", "found"), [(Regime.TAXED, R.TAXED), (Regime.EXEMPT, R.EXEMPT)])
    @pytest.mark.parametrize("on", [IN_WINDOW, AFTER_ROUTINE, AFTER_ALL])
    def test_a_voucher_without_refund_decides_alone(self, regime: Regime, found: RebateState, on: date) -> None:
        assert state(on, regime=regime, missing=("x",)) == RebateStatus(found)

    def test_before_the_export_it_gathers(self) -> None:
        assert state(exported_on=None, dates=None) == RebateStatus(R.TO_GATHER, ("exported_on",))
        assert state(EXPORTED - timedelta(days=1)) == RebateStatus(R.TO_GATHER, ("exported_on",))

    def test_an_unknown_voucher_is_missing_and_not_exempt(self) -> None:
        assert state(regime=None) == RebateStatus(R.TO_GATHER, ("invoice_kind",))

    def test_it_waits_for_the_window(self) -> None:
        assert state(DATES.opens - timedelta(days=1)) == RebateStatus(R.TO_GATHER, ("window",))
        assert state(DATES.opens) == RebateStatus(R.READY_TO_FILE)

    def test_after_30_april_it_needs_the_receipts(self) -> None:
        assert state(date(2027, 4, 30)) == RebateStatus(R.READY_TO_FILE)
        assert state(AFTER_ROUTINE) == RebateStatus(R.TO_GATHER, ("receipts",), on_hold=True)
        assert state(AFTER_ROUTINE, settled=False) == RebateStatus(R.TO_GATHER, ("receipts",), on_hold=True)
        assert state(AFTER_ROUTINE, settled=True) == RebateStatus(R.READY_TO_FILE)

    def test_after_36_months_it_is_gone(self) -> None:
        assert state(date(2029, 6, 20), settled=True) == RebateStatus(R.READY_TO_FILE)
        assert state(AFTER_ALL, settled=True) == RebateStatus(R.FORFEITED)

    @pytest.mark.parametrize("step", [None, ClaimStep.DRAFT, *sorted(OVER)])
    def test_a_draft_or_a_claim_that_is_over_is_no_claim(self, step: ClaimStep | None) -> None:
        assert state(step=step) == RebateStatus(R.READY_TO_FILE)


class TestClaimed:
    @pytest.mark.parametrize("row", TABLE, ids="-".join)
    def test_every_combination(self, row: list[str]) -> None:
        step, came, buyer, when, found, *held = row
        settled = {"unknown": None, "open": False, "in": True}[buyer]
        on = AFTER_ROUTINE if when == "late" else IN_WINDOW
        got = state(on, step=ClaimStep(step), paid=came != "nothing", settled=settled)
        assert got is not None
        assert (got.state, got.on_hold) == (R(found), held == ["held"])
        assert ("receipts" in got.missing) is (settled is not True)

    def test_a_claim_in_time_stands_after_36_months(self) -> None:
        got = state(AFTER_ALL, step=ClaimStep.FILED, settled=True)
        assert got == RebateStatus(R.FILED)


class TestEnded:
    def test_a_car_that_stays_at_home_has_no_rebate(self) -> None:
        assert state(ended=True) is None

    def test_one_that_came_back_after_the_refund_is_at_risk(self) -> None:
        assert state(ended=True, paid=True, step=ClaimStep.PAID, settled=True) == RebateStatus(R.AT_RISK)


class TestExpectedOn:
    def test_working_days_leave_out_the_weekend(self) -> None:
        friday = date(2026, 11, 20)
        assert WEEKDAYS.after(friday, 1) == date(2026, 11, 23)
        assert WEEKDAYS.after(friday, 5) == date(2026, 11, 27)
        assert WEEKDAYS.after(date(2026, 11, 21), 1) == date(2026, 11, 23)
        assert WEEKDAYS.after(friday, 0) == friday

    def test_holidays_are_left_out_and_the_weekend_days_that_are_worked_instead_count(self) -> None:
        year = Library().working_days
        assert year.after(date(2026, 9, 30), 1) == date(2026, 10, 8)
        assert year.after(date(2026, 10, 8), 2) == date(2026, 10, 10)
        assert year.after(date(2026, 2, 13), 2) == date(2026, 2, 24)
        filed = RebateStatus(R.FILED)
        assert expected_on(filed, DATES, date(2026, 9, 28), date(2026, 9, 28), 5, year) == date(2026, 10, 10)
        assert expected_on(filed, DATES, date(2026, 9, 28), date(2026, 9, 28), 5) == date(2026, 10, 5)

    def test_a_year_without_its_holidays_is_said_to_be_one(self) -> None:
        year = Library().working_days
        assert year.knows(date(2026, 12, 1), date(2026, 12, 31))
        assert not year.knows(date(2026, 12, 31), date(2027, 1, 4))
        assert WEEKDAYS.after(date(2027, 9, 30), 1) == year.after(date(2027, 9, 30), 1)

    def test_it_counts_from_the_filing_or_from_the_first_day_it_can_be_filed(self) -> None:
        ready, filed = RebateStatus(R.READY_TO_FILE), RebateStatus(R.FILED)
        monday = date(2026, 9, 7)
        assert expected_on(filed, DATES, monday, monday, 5) == date(2026, 9, 14)
        assert expected_on(ready, DATES, None, monday, 5) == date(2026, 9, 14)
        assert expected_on(RebateStatus(R.TO_GATHER, ("window",)), DATES, None, EXPORTED, 5) == date(2026, 7, 8)

    def test_money_that_is_late_is_expected_today(self) -> None:
        assert expected_on(RebateStatus(R.FILED), DATES, date(2026, 7, 1), IN_WINDOW, 5) == IN_WINDOW

    @pytest.mark.parametrize("name", [one for one in R if one not in EXPECTED])
    def test_nothing_is_expected_otherwise(self, name: RebateState) -> None:
        assert expected_on(RebateStatus(name), DATES, None, IN_WINDOW, 5) is None

    def test_nor_before_the_export(self) -> None:
        assert expected_on(RebateStatus(R.TO_GATHER), None, None, IN_WINDOW, 5) is None


def test_exposure_counts_what_may_go_back() -> None:
    one, two = Money.of(100, "CNY"), Money.of(50, "CNY")
    found = [(R.PAID, one), (R.AT_RISK, one), (R.RECEIPTS_OUTSTANDING, two), (R.AT_RISK, Money.of(7, "USD"))]
    assert exposure(found, "CNY") == Money.of(150, "CNY")
