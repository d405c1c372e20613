from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.claims import ClaimStep
from tui.domain.costing import Outlay, waterfall
from tui.domain.money import Money
from tui.domain.purchases import Purchase, Voucher, standing
from tui.domain.rates import Converted
from tui.domain.rebates import (
    GENERAL_RATE,
    Quote,
    RefundRate,
    Regime,
    consumption_tax_refund,
    domestic_tax,
    quote,
    quote_voucher,
    refund_rate_on,
)
from tui.domain.rebating import RebateState, Standing, claim_dates, rebate_status
from tui.domain.receipts import Allocation, Receipt, settle
from tui.domain.rules import Source
from tui.domain.words import InvoiceKind
from tui.packs.library import Library

WORKED = tomllib.loads((Path(__file__).parent / "data" / "rebate_cases.toml").read_text("utf-8"))["case"]
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in WORKED}
SPECIAL = InvoiceKind.SPECIAL_VAT
RATES = st.sampled_from([Decimal(rate) for rate in ("0.005", "0.01", "0.03", "0.06", "0.09", "0.13")])
GROSS = st.integers(0, 10**9).map(lambda fen: Money(Decimal(fen).scaleb(-2), "CNY"))
ZERO = Money.of(0, "CNY")
REGIMES = {"refund": Regime.REFUND, "exempt": Regime.EXEMPT, "taxed_as_domestic": Regime.TAXED}


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def quoted(asked: dict[str, Any], gross: str | None = None) -> Quote:
    rate = asked.get("invoice_rate")
    return quote(
        yuan(gross or asked["invoice_gross"]),
        InvoiceKind(asked["invoice_kind"]),
        Decimal(rate) if rate else None,
        Decimal(asked["library_refund_rate"]),
        small_supplier=asked.get("simplified_or_small_supplier", False),
    )


def plain(asked: dict[str, Any]) -> dict[str, object]:
    """A purchase against one invoice."""
    got = quoted(asked)
    return {
        "regime": got.regime,
        "net_amount": got.net,
        "invoice_vat": got.vat,
        "applied_refund_rate": got.applied_rate,
        "refund": got.refund,
        "vat_to_cost": got.vat - got.refund if asked["invoice_rate"] == "0.13" else ZERO,
        "net_cash_cost": yuan(asked["invoice_gross"]) - got.refund,
        "output_vat_due": ZERO,
    }


def batch(asked: dict[str, Any]) -> dict[str, object]:
    found = [quoted(asked, gross) for gross in asked["invoice_gross_list"]]
    whole = sum(Decimal(gross) for gross in asked["invoice_gross_list"])
    return {
        "regime": found[0].regime,
        "net_amounts": [one.net for one in found],
        "invoice_vats": [one.vat for one in found],
        "refunds": [one.refund for one in found],
        "refund_total": sum((one.refund for one in found), ZERO),
        "refund_if_divided_once": quoted(asked, str(whole)).refund,
    }


def exempt(asked: dict[str, Any]) -> dict[str, object]:
    return plain({**asked, "invoice_rate": "0.13"}) | {"vat_to_cost": ZERO}


def taxed(asked: dict[str, Any]) -> dict[str, object]:
    fob = Money.of(Decimal(asked["fob_usd"]) * Decimal(asked["fx_rate"]), "CNY")
    tax = domestic_tax(fob, Decimal(asked["levy_rate"]))
    nothing = quote(fob, InvoiceKind.NONE, None)
    return {
        "regime": nothing.regime,
        "fob_cny": tax.fob,
        "taxable_net": tax.net,
        "output_vat_due": tax.output_vat,
        "input_vat_creditable": nothing.vat,
        "refund": nothing.refund,
        "vat_payable": tax.output_vat - nothing.vat,
    }


def on_hold(asked: dict[str, Any]) -> dict[str, object]:
    exported, as_of = date.fromisoformat(asked["export_date"]), date.fromisoformat(asked["as_of"])
    dates = claim_dates(Library().packs["CN"].rules, exported)
    usd = {name: Money(Decimal(asked[f"{name}_usd"]), "USD") for name in ("contract", "received")}
    money = settle(
        usd["contract"], 1, [Receipt(exported, usd["received"], allocations=(Allocation(1, usd["received"]),))], as_of
    )
    filed = Standing(Regime.REFUND, exported, dates, step=ClaimStep.FILED, settled=money.complete)
    status = rebate_status(filed, as_of)
    assert status is not None
    assert status.state is RebateState.FILED
    refund = quoted(asked).refund
    return {
        "regime": "refund_on_hold" if status.on_hold else "refund",
        "refund_potential": refund,
        "refund_payable_now": ZERO if status.on_hold else refund,
        "fx_outstanding_usd": money.outstanding,
        "fx_receipt_due": dates.receipt_due,
        "absolute_limit": dates.absolute,
    }


def red_letter(asked: dict[str, Any]) -> dict[str, object]:
    day = date(2026, 6, 1)
    blue = Purchase(day, yuan(asked["invoice_gross"]), SPECIAL, Decimal(asked["invoice_rate"]), "1")
    red = Purchase(day, yuan(asked["red_letter_gross"]), red_letter_of="1", invoice_number="2")
    voucher = standing([blue, red])
    assert voucher is not None
    assert voucher.gross is not None
    got = quote_voucher(voucher, Decimal(asked["library_refund_rate"]))
    assert got is not None
    return {
        "regime": got.regime,
        "blue_net": quoted(asked).net,
        "red_net": quoted(asked, asked["red_letter_gross"]).net,
        "net_amount": got.net,
        "invoice_vat": got.vat,
        "refund": got.refund,
        "net_cash_cost": voucher.gross - got.refund,
    }


def with_consumption_tax(asked: dict[str, Any]) -> dict[str, object]:
    got = quoted(asked)
    rate, held = Decimal(asked["consumption_tax_rate"]), asked["consumption_tax_certificate"]
    tax = consumption_tax_refund(yuan(asked["consumption_tax_base"]), rate, certificate=held)
    return {
        "regime": got.regime,
        "net_amount": got.net,
        "refund_vat": got.refund,
        "refund_consumption_tax": tax,
        "refund": got.refund + tax,
    }


def deal(asked: dict[str, Any]) -> dict[str, object]:
    from tui.domain.costing import CostKind

    day = date(2026, 6, 1)
    costs = yuan(asked["other_costs"])
    refund = quoted(asked).refund
    found = waterfall(
        "CNY",
        Converted(yuan(asked["invoice_gross"])),
        refund,
        [Outlay(CostKind.OTHER, Converted(costs), day, costs)],
        Converted(yuan(asked["fob_cny"])),
    )
    assert found.margin_without_rebate is not None
    return {
        "regime": quoted(asked).regime,
        "refund": refund,
        "margin_without_refund": found.margin_without_rebate,
        "margin_with_refund": found.margin,
        "loss_if_exempt": found.margin_without_rebate.amount < 0,
    }


PLAYED: dict[str, Callable[[dict[str, Any]], dict[str, object]]] = {
    **dict.fromkeys(("R01", "R02", "R03", "R07"), plain),
    "R05": batch,
    "R08": exempt,
    "R09": taxed,
    "R11": on_hold,
    "R13": red_letter,
    "R14": with_consumption_tax,
    "R15": with_consumption_tax,
    "R16": deal,
}


def written(value: object) -> object:
    """A value as the case writes it."""
    if isinstance(value, list):
        return [written(one) for one in value]
    if isinstance(value, Money):
        return str(value.amount)
    if isinstance(value, Regime):
        return next(word for word, regime in REGIMES.items() if regime is value)
    return value if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", CASES)
def test_worked_cases_to_the_fen(name: str) -> None:
    case = CASES[name]
    found = {key: written(value) for key, value in PLAYED[name](case["inputs"]).items()}
    assert {key: found.get(key) for key in case["outputs"]} == case["outputs"]


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


class TestRedLetters:
    DAY = date(2026, 6, 1)

    def purchase(self, price: str | None, number: str, red_of: str = "", currency: str = "CNY") -> Purchase:
        money = None if price is None else Money(Decimal(price), currency)
        return Purchase(self.DAY, money, SPECIAL, None, number, red_letter_of=red_of)

    def test_one_of_the_whole_amount_cancels(self) -> None:
        blue = self.purchase("100000.00", "1")
        assert standing([blue, self.purchase("100000.00", "2", "1")]) is None
        assert standing([blue, self.purchase("60000.00", "2", "1"), self.purchase("40000.00", "3", "1")]) is None

    def test_one_without_an_amount_or_in_another_currency_cancels(self) -> None:
        blue = self.purchase("100000.00", "1")
        assert standing([blue, self.purchase(None, "2", "1")]) is None
        assert standing([blue, self.purchase("100.00", "2", "1", "USD")]) is None

    def test_the_car_may_be_bought_anew(self) -> None:
        first, red, second = self.purchase("5.00", "1"), self.purchase(None, "2", "1"), self.purchase("6.00", "3")
        assert standing([first, red, second]) == Voucher(second)

    def test_a_red_letter_of_another_invoice_changes_nothing(self) -> None:
        blue = self.purchase("100000.00", "1")
        assert standing([blue, self.purchase("1.00", "2", "9")]) == Voucher(blue)

    def test_invoices_without_numbers_have_no_red_letters(self) -> None:
        blue = self.purchase("100000.00", "")
        assert standing([blue]) == Voucher(blue)

    @given(GROSS, st.data())
    def test_net_and_tax_are_what_was_paid(self, gross: Money, data: st.DataObject) -> None:
        back = Money(Decimal(data.draw(st.integers(0, int(gross.amount * 100)))).scaleb(-2), "CNY")
        blue = Purchase(self.DAY, gross, SPECIAL, None, "1")
        voucher = standing([blue, Purchase(self.DAY, back, red_letter_of="1", invoice_number="2")])
        if voucher is None:
            assert back == gross
            return
        got = quote_voucher(voucher)
        assert got is not None
        assert got.net + got.vat == voucher.gross


class TestRefundRates:
    SOURCE = Source("library", "https://example.org", "2026", "official", "high")

    def rate(self, prefix: str, rate: str, since: str, until: str | None = None) -> RefundRate:
        last = date.fromisoformat(until) if until else None
        return RefundRate(prefix, Decimal(rate), date.fromisoformat(since), last, self.SOURCE)

    def test_the_rate_is_that_of_the_export_date(self) -> None:
        rates = [self.rate("8703", "0.13", "2019-04-01", "2026-12-31"), self.rate("8703", "0.09", "2027-01-01")]
        days = {date(2026, 12, 31): "0.13", date(2027, 1, 1): "0.09"}
        for day, rate in days.items():
            found = refund_rate_on(rates, "8703801010", day)
            assert found is not None
            assert found.rate == Decimal(rate)
        assert refund_rate_on(rates, "8703801010", date(2019, 3, 31)) is None

    def test_the_longest_prefix_counts(self) -> None:
        rates = [self.rate("8703", "0.13", "2019-04-01"), self.rate("870380", "0.06", "2019-04-01")]
        found = refund_rate_on(rates, "8703801010", date(2026, 1, 1))
        assert found is not None
        assert found.rate == Decimal("0.06")

    def test_another_heading_has_no_rate(self) -> None:
        assert refund_rate_on([self.rate("8703", "0.13", "2019-04-01")], "850760", date(2026, 1, 1)) is None
