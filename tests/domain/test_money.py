from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.money import CurrencyMismatch, Money, Rate, is_currency, minor_units, rate_on, total

CURRENCIES = st.sampled_from(("CNY", "JPY", "JOD", "USD"))
DAY = date(2026, 11, 22)


@st.composite
def amounts(draw: st.DrawFn, currency: str | None = None) -> Money:
    code = currency or draw(CURRENCIES)
    units = draw(st.integers(-(10**14), 10**14))
    return Money(Decimal(units).scaleb(-minor_units(code)), code)


WEIGHTS = st.lists(
    st.one_of(st.integers(0, 10**6).map(Decimal), st.decimals(0, 10**6, places=4)), min_size=1, max_size=12
).filter(any)


class TestShared:
    @given(amounts(), WEIGHTS)
    def test_no_unit_is_lost_and_none_is_out_of_place(self, money: Money, weights: list[Decimal]) -> None:
        parts = money.shared(weights)
        assert len(parts) == len(weights)
        assert sum((part.amount for part in parts), Decimal(0)) == money.amount
        unit, whole = Fraction(money.unit()), sum(map(Fraction, weights), Fraction(0))
        for part, weight in zip(parts, weights, strict=True):
            exact = Fraction(money.amount) * Fraction(weight) / whole
            assert part.currency == money.currency
            assert abs(Fraction(part.amount) - exact) < unit
            if not weight:
                assert part.amount == 0

    @given(amounts(), st.integers(1, 12))
    def test_equal_weights_differ_by_one_unit_at_most(self, money: Money, count: int) -> None:
        parts = [part.amount for part in money.shared([1] * count)]
        assert max(parts) - min(parts) <= money.unit()
        assert sorted(parts, key=abs, reverse=True) == parts

    def test_a_fen_goes_to_the_largest_remainder(self) -> None:
        assert [str(part.amount) for part in Money.of("0.10", "CNY").shared([1, 1, 1])] == ["0.04", "0.03", "0.03"]
        assert [str(part.amount) for part in Money.of(100, "CNY").shared([1, 2, 4])] == ["14.29", "28.57", "57.14"]
        assert [str(part.amount) for part in Money.of(-10, "JPY").shared([1, 1, 1])] == ["-4", "-3", "-3"]

    @pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [-1]])
    def test_senseless_weights(self, weights: list[int]) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - decimals word their own refusals
            Money.of(1, "CNY").shared(weights)


class TestAmounts:
    @pytest.mark.parametrize(
        ("written", "currency", "kept"),
        [
            ("0.005", "CNY", "0.01"),
            ("0.004999", "CNY", "0.00"),
            ("-0.005", "CNY", "-0.01"),
            ("2.675", "USD", "2.68"),
            ("23008.8495575", "CNY", "23008.85"),
            ("0.5", "JPY", "1"),
            ("1.4", "JPY", "1"),
            ("0.0005", "JOD", "0.001"),
            ("1.2345", "IQD", "1.235"),
            ("12", "KWD", "12.000"),
            ("12", "KRW", "12"),
            ("12", "ABC", "12.00"),
        ],
    )
    def test_half_up_to_the_minor_unit(self, written: str, currency: str, kept: str) -> None:
        money = Money.of(written, currency)
        assert str(money.amount) == kept
        assert money == Money(Decimal(kept), currency)

    def test_minor_units_of_iso_4217(self) -> None:
        known = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "JOD": 3, "IQD": 3, "KWD": 3, "TND": 3, "CNY": 2, "RUB": 2}
        assert {code: minor_units(code) for code in known} == known

    @pytest.mark.parametrize(
        ("amount", "currency"),
        [
            ("0.001", "CNY"),
            ("0.1", "JPY"),
            ("0.0001", "JOD"),
            ("NaN", "CNY"),
            ("Infinity", "CNY"),
            ("1E15", "CNY"),
            ("-1E15", "CNY"),
            ("1", "cny"),
            ("1", "元"),
            ("1", ""),
            ("1", "CNYX"),
            ("1", "ＣＮＹ"),
        ],
    )
    def test_nothing_else_is_money(self, amount: str, currency: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - decimals word their own refusals
            Money(Decimal(amount), currency)

    @pytest.mark.parametrize("amount", ["NaN", "sNaN", "-Infinity", "1E15", "999999999999999.995", "1E400"])
    def test_rounding_refuses_what_is_no_amount(self, amount: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - decimals word their own refusals
            Money.of(Decimal(amount), "CNY")

    def test_the_largest_amount(self) -> None:
        assert Money.of("999999999999999.99", "CNY").amount == Decimal("999999999999999.99")

    def test_strict_when_read_back(self) -> None:
        money = Money.of("95800", "CNY")
        stored = msgspec.json.encode(money)
        assert stored == b'{"amount":"95800.00","currency":"CNY"}'
        assert msgspec.json.decode(stored, type=Money) == money
        for broken in (b'{"amount":"1.234","currency":"CNY"}', b'{"amount":"x","currency":"CNY"}', b'{"amount":"1"}'):
            with pytest.raises(msgspec.ValidationError):
                msgspec.json.decode(broken, type=Money)

    def test_currencies_never_mix(self) -> None:
        yuan, dollar = Money.of(1, "CNY"), Money.of(1, "USD")
        with pytest.raises(CurrencyMismatch):
            yuan + dollar
        with pytest.raises(CurrencyMismatch):
            yuan - dollar
        assert yuan != dollar
        assert yuan + yuan == Money.of(2, "CNY")
        assert yuan - yuan == Money.of(0, "CNY")

    @given(amounts("CNY"), st.decimals(0, 2, places=6))
    def test_times_rounds_once(self, money: Money, factor: Decimal) -> None:
        exact = Fraction(money.amount) * Fraction(factor)
        product = Fraction(money.times(factor).amount)
        assert abs(product - exact) <= Fraction(1, 200)
        if abs(product - exact) == Fraction(1, 200):
            assert abs(product) > abs(exact)


class TestTotal:
    @given(st.lists(amounts(), max_size=10), st.data())
    def test_the_order_does_not_matter(self, several: list[Money], data: st.DataObject) -> None:
        sums = total(several)
        assert total(data.draw(st.permutations(several))) == sums
        assert [money.currency for money in sums] == sorted({money.currency for money in several})
        for money in sums:
            assert money.amount == sum(one.amount for one in several if one.currency == money.currency)

    def test_nothing(self) -> None:
        assert total([]) == ()


class TestRates:
    RATES = (
        Rate("USD", "CNY", Decimal("7.10"), date(2026, 1, 1), "bank"),
        Rate("USD", "CNY", Decimal("7.20"), date(2026, 6, 1), "bank"),
        Rate("CNY", "JPY", Decimal("20.123456"), date(2026, 6, 1), "bank"),
    )

    def test_a_rate_is_dated(self) -> None:
        def value(day: date) -> Decimal | None:
            rate = rate_on(self.RATES, "USD", "CNY", day)
            return rate.value if rate else None

        assert value(date(2025, 12, 31)) is None
        assert value(date(2026, 1, 1)) == Decimal("7.10")
        assert value(date(2026, 5, 31)) == Decimal("7.10")
        assert value(date(2026, 6, 1)) == Decimal("7.20")
        assert value(date(2030, 1, 1)) == Decimal("7.20")

    def test_a_rate_is_directed(self) -> None:
        assert rate_on(self.RATES, "CNY", "USD", DAY) is None
        rate = rate_on(self.RATES, "USD", "CNY", DAY)
        assert rate is not None
        assert rate.convert(Money.of("25000.01", "USD")) == Money.of("180000.07", "CNY")
        with pytest.raises(CurrencyMismatch):
            rate.convert(Money.of(1, "CNY"))

    def test_the_result_has_the_minor_unit_of_its_own_currency(self) -> None:
        rate = rate_on(self.RATES, "CNY", "JPY", DAY)
        assert rate is not None
        assert str(rate.convert(Money.of("1.10", "CNY")).amount) == "22"

    @pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
    def test_no_rate_is_zero_or_less(self, value: str) -> None:
        with pytest.raises((ValueError, InvalidOperation)):
            Rate("USD", "CNY", Decimal(value), DAY, "bank")


def test_is_currency() -> None:
    assert is_currency("CNY")
    assert not any(map(is_currency, ("", "CN", "cny", "CNYY", "C1Y", "КЗТ", "人民币")))
