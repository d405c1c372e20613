from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.money import Money
from tui.domain.receipts import Allocation, Receipt, receipt_problems, settle, spread

DAY = date(2026, 9, 1)


def usd(amount: str | int) -> Money:
    return Money.of(amount, "USD")


def test_only_what_came_by_the_day_counts() -> None:
    receipts = [
        Receipt(DAY, usd(10_000), allocations=(Allocation(1, usd(6_000)), Allocation(2, usd(4_000)))),
        Receipt(date(2026, 9, 2), usd(25_000), allocations=(Allocation(1, usd(25_000)),)),
        Receipt(DAY, Money.of(70, "CNY"), allocations=(Allocation(1, Money.of(70, "CNY")),)),
    ]
    found = settle(usd(31_000), 1, receipts, DAY)
    assert (found.received, found.outstanding, found.complete) == (usd(6_000), usd(25_000), False)
    assert found.other == (Money.of(70, "CNY"),)
    assert settle(usd(31_000), 1, receipts, date(2026, 9, 2)).complete


def test_too_much_leaves_nothing_open() -> None:
    found = settle(usd(10), 1, [Receipt(DAY, usd(12), allocations=(Allocation(1, usd(12)),))], DAY)
    assert (found.outstanding, found.complete) == (usd(0), True)


@given(st.integers(1, 10**6), st.lists(st.integers(-5, 10**6), max_size=6))
def test_a_receipt_is_spread_in_order_and_never_more_than_it_is(cents: int, wanted: list[int]) -> None:
    receipt = Receipt(DAY, Money(Decimal(cents).scaleb(-2), "USD"))
    open_amounts = {car_id: Money(Decimal(units).scaleb(-2), "USD") for car_id, units in enumerate(wanted)}
    found = spread(receipt, open_amounts)
    assert sum(part.amount.amount for part in found.allocations) + found.unallocated.amount == receipt.amount.amount
    assert all(0 < part.amount.amount <= open_amounts[part.car_id].amount for part in found.allocations)
    fully = [part.amount == open_amounts[part.car_id] for part in found.allocations]
    assert all(fully[:-1])
    assert not receipt_problems(found, [])


@pytest.mark.parametrize(
    ("receipt", "code"),
    [
        (Receipt(DAY, usd(0)), "receipt_not_positive"),
        (Receipt(DAY, usd(5), allocations=(Allocation(1, usd(6)),)), "receipt_overallocated"),
        (Receipt(DAY, usd(5), allocations=(Allocation(1, Money.of(5, "CNY")),)), "receipt_currency"),
        (Receipt(DAY, usd(5), allocations=(Allocation(1, usd(-1)),)), "allocation_not_positive"),
        (Receipt(DAY, usd(5), reference="TT-9"), "receipt_twice"),
    ],
)
def test_what_cannot_be(receipt: Receipt, code: str) -> None:
    others = [Receipt(DAY, usd(5), reference="tt-9", id=3)]
    assert [problem.code for problem in receipt_problems(receipt, others)] == [code]
