from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.costing import CostKind, Outlay, cbm, holding_cost, share, waterfall
from tui.domain.money import Money, Rate, minor_units
from tui.domain.rates import BY_HAND, Converted, RateRecord, convert

DAY = date(2026, 9, 1)
CURRENCIES = st.sampled_from(["CNY", "USD", "KZT", "JOD", "VND"])
AMOUNTS = st.integers(-(10**9), 10**9)
VALUES = st.decimals(Decimal("0.0001"), Decimal(20000), places=6)


def yuan(amount: str | int) -> Money:
    return Money.of(amount, "CNY")


def money(units: int, currency: str = "CNY") -> Money:
    return Money(Decimal(units).scaleb(-minor_units(currency)), currency)


def outlay(kind: CostKind, amount: str) -> Outlay:
    return Outlay(kind, Converted(yuan(amount)), DAY, yuan(amount))


class TestShares:
    @given(AMOUNTS, CURRENCIES, st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=12))
    def test_they_add_up_exactly(self, units: int, currency: str, weights: list[Decimal]) -> None:
        whole = money(units, currency)
        found = share(whole, dict(enumerate(weights)))
        if not any(weights):
            assert found is None
            return
        assert found is not None
        assert sum(part.amount for part in found.values()) == whole.amount
        assert all(part.amount == 0 for place, part in found.items() if weights[place] == 0 and units == 0)

    def test_a_missing_weight_shares_nothing(self) -> None:
        assert share(yuan(100), {1: Decimal(1), 2: None}) is None

    def test_the_odd_fen_goes_to_the_first(self) -> None:
        assert share(yuan(100), dict.fromkeys((1, 2, 3), Decimal(1))) == {
            1: yuan("33.34"),
            2: yuan("33.33"),
            3: yuan("33.33"),
        }


def test_volume_is_in_cubic_metres_to_three_places() -> None:
    assert cbm(4310, 1830, 1675) == Decimal("13.211")
    assert cbm(4310, None, 1675) is None


def test_holding_as_the_press_counted_it() -> None:
    assert holding_cost(yuan(200_000), Decimal("0.0002"), 181) == yuan(7240)


class TestWaterfall:
    def test_it_runs_from_purchase_to_margin(self) -> None:
        rate = Rate("USD", "CNY", Decimal("7.10"), DAY, BY_HAND)
        found = waterfall(
            "CNY",
            Converted(yuan(200_000)),
            yuan("23008.85"),
            [outlay(CostKind.FREIGHT, "6000"), outlay(CostKind.REGISTRATION, "800")],
            Converted(yuan("213000"), rate, 3, old=True),
            holding=yuan("840"),
        )
        codes = [step.code for step in found.steps]
        assert codes == ["purchase", "registration", "freight", "holding", "rebate", "revenue"]
        assert found.landed == yuan("184631.15")
        assert (found.margin, found.margin_without_rebate) == (yuan("28368.85"), yuan("5360.00"))
        assert (found.steps[-1].rate, found.steps[-1].old_rate) == (rate, True)

    def test_a_sale_taxed_at_home_costs_its_tax(self) -> None:
        found = waterfall("CNY", Converted(yuan(100)), yuan(0), [], Converted(yuan(113)), output_vat=yuan(13))
        assert found.margin == yuan(0)

    def test_without_a_purchase_or_a_price_there_is_no_margin(self) -> None:
        no_price = waterfall("CNY", Converted(yuan(100)), yuan(13), [], None)
        assert (no_price.margin, no_price.missing, no_price.landed) == (None, ("revenue",), yuan(87))
        no_purchase = waterfall("CNY", None, None, [], Converted(yuan(100)), missing=("rate", "rate"))
        assert (no_purchase.margin, no_purchase.missing) == (None, ("purchase", "rate"))

    @given(AMOUNTS, AMOUNTS, st.lists(st.tuples(st.sampled_from(CostKind), AMOUNTS), max_size=8), AMOUNTS, AMOUNTS)
    def test_the_steps_add_up_to_the_margin(
        self, paid: int, back: int, costs: list[tuple[CostKind, int]], price: int, held: int
    ) -> None:
        found = waterfall(
            "CNY",
            Converted(money(paid)),
            money(back),
            [Outlay(kind, Converted(money(units)), DAY, money(units)) for kind, units in costs],
            Converted(money(price)),
            holding=money(held),
        )
        assert found.margin is not None
        assert found.margin_without_rebate is not None
        assert sum(step.amount.amount for step in found.steps) == found.margin.amount
        assert found.margin.amount - found.margin_without_rebate.amount == money(back).amount


class TestRates:
    USD = RateRecord("USD", "CNY", Decimal("7.10"), DAY, "ecb")

    def test_the_newest_not_younger_than_the_day(self) -> None:
        later = RateRecord("USD", "CNY", Decimal("7.20"), DAY + timedelta(days=2), "ecb")
        found = convert(Money.of(100, "USD"), "CNY", [later, self.USD], DAY + timedelta(days=1), limit_days=7)
        assert found == Converted(yuan(710), self.USD.rate, 1, old=False)

    def test_an_old_one_is_used_and_said_to_be_old(self) -> None:
        found = convert(Money.of(100, "USD"), "CNY", [self.USD], DAY + timedelta(days=8), limit_days=7)
        assert found is not None
        assert (found.old, found.age) == (True, 8)

    def test_none_before_its_day_nor_of_other_currencies(self) -> None:
        assert convert(Money.of(1, "USD"), "CNY", [self.USD], DAY - timedelta(days=1), limit_days=7) is None
        assert convert(Money.of(1, "KZT"), "CNY", [self.USD], DAY, limit_days=7) is None

    def test_home_money_needs_no_rate(self) -> None:
        assert convert(yuan(5), "CNY", [], DAY, limit_days=7) == Converted(yuan(5))

    def test_a_rate_turned_round_says_so_and_comes_second(self) -> None:
        turned = convert(yuan(710), "USD", [self.USD], DAY, limit_days=7)
        assert turned is not None
        assert turned.rate is not None
        assert (turned.amount, turned.rate.source) == (Money.of(100, "USD"), "1/ecb")
        straight = RateRecord("CNY", "USD", Decimal("0.14"), DAY, "bank")
        for order in ([self.USD, straight], [straight, self.USD]):
            found = convert(yuan(100), "USD", order, DAY, limit_days=7)
            assert found is not None
            assert found.amount == Money.of(14, "USD")

    @given(st.integers(0, 10**8), VALUES, CURRENCIES.filter(lambda code: code != "CNY"))
    def test_there_and_back_is_within_one_unit(self, units: int, value: Decimal, currency: str) -> None:
        rates = [RateRecord(currency, "CNY", value, DAY)]
        first = money(units, currency)
        there = convert(first, "CNY", rates, DAY, limit_days=1)
        assert there is not None
        back = convert(there.amount, currency, rates, DAY, limit_days=1)
        assert back is not None
        fen = Decimal("0.005") / value
        assert abs(back.amount.amount - first.amount) <= fen + first.unit() / 2


@pytest.mark.parametrize("kind", CostKind)
def test_every_kind_of_cost_has_its_place(kind: CostKind) -> None:
    found = waterfall("CNY", Converted(yuan(1)), None, [outlay(kind, "2")], None)
    assert [step.code for step in found.steps] == ["purchase", kind.value]
