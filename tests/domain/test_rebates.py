from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.money import Money
from tui.domain.rebates import GENERAL_RATE, Quote, quote
from tui.domain.words import InvoiceKind

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "rebate_cases.toml").read_text("utf-8"))[
    "case"
]
SPECIAL = InvoiceKind.SPECIAL_VAT
RATES = st.sampled_from([Decimal(rate) for rate in ("0.005", "0.01", "0.03", "0.06", "0.09", "0.13")])
GROSS = st.integers(0, 10**9).map(lambda fen: Money(Decimal(fen).scaleb(-2), "CNY"))


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def answer(asked: dict[str, Any]) -> Quote:
    rate = asked.get("invoice_rate")
    return quote(
        yuan(asked["gross"]),
        InvoiceKind(asked["invoice_kind"]),
        Decimal(rate) if rate else None,
        Decimal(asked["refund_rate"]),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_cases_to_the_fen(case: dict[str, Any]) -> None:
    for asked in case["quoted"]:
        got = answer(asked)
        plain = {
            "regime": got.regime.value,
            "net": str(got.net.amount),
            "vat": str(got.vat.amount),
            "applied_rate": str(got.applied_rate),
            "refund": str(got.refund.amount),
        }
        assert {name: plain[name] for name in asked["expected"]} == asked["expected"]


def test_invoices_are_counted_one_by_one() -> None:
    case = next(case for case in CASES if case["id"] == "R05")
    one_by_one = [answer(asked).refund.amount for asked in case["quoted"]]
    assert str(sum(one_by_one)) == case["total"]
    at_once = quote(yuan("450000.00"), SPECIAL, GENERAL_RATE).refund
    assert str(at_once.amount) == case["if_divided_once"] != case["total"]


def test_a_red_letter_takes_its_own_refund_back() -> None:
    case = next(case for case in CASES if case["id"] == "R13")
    blue, red = (answer(asked) for asked in case["quoted"])
    assert blue.net - red.net == yuan(case["net_after"])
    assert blue.refund - red.refund == yuan(case["refund_after"])


def test_the_press_example() -> None:
    assert quote(yuan("200000"), SPECIAL, GENERAL_RATE).refund == yuan("23008.85")
    assert quote(yuan("226000"), SPECIAL, GENERAL_RATE).refund == yuan("26000.00")


def test_an_unknown_rate_is_the_general_one() -> None:
    assert quote(yuan("113000"), SPECIAL, None) == quote(yuan("113000"), SPECIAL, GENERAL_RATE)


def test_a_small_suppliers_rate_caps_the_refund() -> None:
    capped = quote(yuan("103000"), SPECIAL, Decimal("0.03"))
    assert (capped.applied_rate, capped.refund) == (Decimal("0.03"), yuan("3000.00"))
    lower = quote(yuan("103000"), SPECIAL, Decimal("0.03"), Decimal("0.01"))
    assert (lower.applied_rate, lower.refund) == (Decimal("0.01"), yuan("1000.00"))


def test_a_lower_refund_rate_leaves_vat_in_the_cost() -> None:
    part = quote(yuan("113000"), SPECIAL, GENERAL_RATE, Decimal("0.09"))
    assert (part.vat, part.refund) == (yuan("13000.00"), yuan("9000.00"))
    assert quote(yuan("113000"), SPECIAL, GENERAL_RATE, Decimal(0)).refund == yuan("0.00")


@pytest.mark.parametrize(
    ("kind", "regime"),
    [
        (InvoiceKind.USED_CAR_UNIFORM, "exempt"),
        (InvoiceKind.OTHER, "exempt"),
        (InvoiceKind.NONE, "taxed"),
    ],
)
def test_any_other_voucher_brings_nothing(kind: InvoiceKind, regime: str) -> None:
    got = quote(yuan("180000"), kind, GENERAL_RATE)
    assert (got.regime.value, got.refund, got.net, got.vat) == (regime, yuan("0"), yuan("180000"), yuan("0"))


@given(GROSS, RATES, RATES)
def test_net_and_tax_are_the_gross_and_the_refund_is_never_above_the_tax(
    gross: Money, rate: Decimal, refund_rate: Decimal
) -> None:
    got = quote(gross, SPECIAL, rate, refund_rate)
    assert got.net + got.vat == gross
    assert abs(got.net.amount * (1 + rate) - gross.amount) <= Decimal("0.005") * (1 + rate)
    assert Decimal(0) <= got.refund.amount <= got.vat.amount + Decimal("0.01")
    assert got.applied_rate <= refund_rate
    if rate < GENERAL_RATE:
        assert got.applied_rate <= rate
