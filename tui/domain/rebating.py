"""Where the rebate of a car stands: derived from its voucher, milestones, papers, claim and receipts, never stored.

Sources: the deadline rules of the CN pack (MoF/STA Announcement 11 and STA Announcement 5 of 2026) and
``china_side.md`` A4 to A6. Exports declared before 2026-01-01 keep the old rules, which set no end: their dates are
None.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from tui.domain.claims import OVER, ClaimStep
from tui.domain.deadlines import deadline
from tui.domain.money import Money
from tui.domain.partialdate import add_months
from tui.domain.rebates import Regime
from tui.domain.rules import Rule
from tui.domain.workdays import WEEKDAYS, WorkCalendar

ROUTINE = "cn-vat-claim-30apr"
RECEIPT = "cn-vat-receipt-30apr"
ABSOLUTE = "cn-vat-36-months"


class RebateState(StrEnum):
    """Where a rebate stands."""

    TO_GATHER = "to_gather"
    READY_TO_FILE = "ready_to_file"
    FILED = "filed"
    APPROVED = "approved"
    PAID = "paid"
    RECEIPTS_OUTSTANDING = "receipts_outstanding"
    AT_RISK = "at_risk"
    FORFEITED = "forfeited"
    EXEMPT = "exempt"
    TAXED = "taxed"


EXPECTED = frozenset({
    RebateState.TO_GATHER, RebateState.READY_TO_FILE, RebateState.FILED, RebateState.APPROVED,
})  # fmt: skip
"""States in which money is still to come from the treasury."""
EXPOSED = frozenset({RebateState.RECEIPTS_OUTSTANDING, RebateState.AT_RISK})
"""States in which money that came may have to be given back."""


class ClaimDates(msgspec.Struct, frozen=True):
    """The days that bound a claim, counted from the export date of the declaration.

    ``opens`` is the first day of the month after it; after ``routine_end`` a claim needs receipt papers; ``absolute``
    is the last day of all.
    """

    opens: date
    routine_end: date | None
    receipt_due: date | None
    absolute: date | None


class Standing(msgspec.Struct, frozen=True):
    """What a rebate's state is derived from.

    ``regime`` None: the voucher is not known. ``missing`` are codes of papers and facts that a claim needs and the
    book lacks. ``settled`` tells whether the buyer's money is in; None: the price is not known. ``paid`` tells whether
    any of the refund has come. ``ended``: the car was sold at home, returned or cancelled.
    """

    regime: Regime | None
    exported_on: date | None
    dates: ClaimDates | None
    missing: tuple[str, ...] = ()
    step: ClaimStep | None = None
    settled: bool | None = None
    paid: bool = False
    ended: bool = False


class RebateStatus(msgspec.Struct, frozen=True):
    """The state, what is missing for the next one, and whether the tax office may hold the money back."""

    state: RebateState
    missing: tuple[str, ...] = ()
    on_hold: bool = False


def claim_dates(rules: Iterable[Rule], exported_on: date, *, agreed_receipt: date | None = None) -> ClaimDates:
    """The days that bound the claim of an export.

    ``agreed_receipt`` is the day on which the contract has the buyer pay: a later one than 30 April moves the day by
    which the money must be in, at most to the absolute limit.
    """
    known = {rule.id: rule for rule in rules if rule.in_effect(exported_on)}
    ends = {
        name: deadline(known[name], exported_on) if name in known else None for name in (ROUTINE, RECEIPT, ABSOLUTE)
    }
    receipt, absolute = ends[RECEIPT], ends[ABSOLUTE]
    if receipt is not None and agreed_receipt is not None and agreed_receipt > receipt:
        receipt = agreed_receipt if absolute is None else min(agreed_receipt, absolute)
    return ClaimDates(add_months(exported_on.replace(day=1), 1), ends[ROUTINE], receipt, absolute)


def rebate_status(standing: Standing, on: date) -> RebateStatus | None:
    """Where the rebate stands on a day; None for a car that is not exported and never will be."""
    if standing.ended:
        return RebateStatus(RebateState.AT_RISK) if standing.paid else None
    if standing.regime is Regime.TAXED:
        return RebateStatus(RebateState.TAXED)
    if standing.regime is Regime.EXEMPT:
        return RebateStatus(RebateState.EXEMPT)
    if standing.step is not None and standing.step is not ClaimStep.DRAFT and standing.step not in OVER:
        return _claimed(standing, standing.step, on)
    return _unclaimed(standing, on)


def _claimed(standing: Standing, step: ClaimStep, on: date) -> RebateStatus:
    late = not standing.settled and _past(standing.dates.receipt_due if standing.dates else None, on)
    open_receipts = () if standing.settled else ("receipts",)
    if standing.paid and late:
        return RebateStatus(RebateState.AT_RISK, open_receipts)
    if step is ClaimStep.PAID:
        state = RebateState.PAID if standing.settled else RebateState.RECEIPTS_OUTSTANDING
        return RebateStatus(state, open_receipts)
    state = RebateState.APPROVED if step is ClaimStep.APPROVED else RebateState.FILED
    return RebateStatus(state, open_receipts, on_hold=late)


def _unclaimed(standing: Standing, on: date) -> RebateStatus:
    missing = list(standing.missing)
    if standing.regime is None and "invoice_kind" not in missing:
        missing.insert(0, "invoice_kind")
    dates = standing.dates
    if standing.exported_on is None or dates is None or standing.exported_on > on:
        return RebateStatus(RebateState.TO_GATHER, ("exported_on", *missing))
    if _past(dates.absolute, on):
        return RebateStatus(RebateState.FORFEITED)
    late = not standing.settled and (_past(dates.routine_end, on) or _past(dates.receipt_due, on))
    if late:
        missing.append("receipts")
    if on < dates.opens:
        missing.append("window")
    if missing:
        return RebateStatus(RebateState.TO_GATHER, tuple(missing), on_hold=late)
    return RebateStatus(RebateState.READY_TO_FILE)


def expected_on(
    status: RebateStatus,
    dates: ClaimDates | None,
    filed_on: date | None,
    on: date,
    working_days: int,
    calendar: WorkCalendar = WEEKDAYS,
) -> date | None:
    """The day the money may be there: so many working days after the filing, or after the first day it can be filed.

    In a year whose holidays ``calendar`` does not know Monday to Friday count. None when nothing is to come, or the car
    has not been exported.
    """
    if status.state not in EXPECTED or dates is None:
        return None
    start = filed_on if filed_on is not None else max(on, dates.opens)
    return max(calendar.after(start, working_days), on)


def is_overdue(
    status: RebateStatus, filed_on: date | None, on: date, working_days: int, calendar: WorkCalendar = WEEKDAYS
) -> bool:
    """Whether a filed claim is still not paid after the working days it usually takes."""
    waiting = status.state in {RebateState.FILED, RebateState.APPROVED}
    return waiting and filed_on is not None and calendar.after(filed_on, working_days) < on


def exposure(amounts: Iterable[tuple[RebateState, Money]], currency: str) -> Money:
    """What of the refunds paid may have to be given back, in one currency."""
    total = Money.of(0, currency)
    for state, amount in amounts:
        if state in EXPOSED and amount.currency == currency:
            total += amount
    return total


def _past(limit: date | None, on: date) -> bool:
    return limit is not None and on > limit
