"""Money: a Decimal that never travels without its currency, and dated, directed rates.

Minor units follow ISO 4217 (2024 list): CLDR gives other figures for IQD, IRR and a few more, and an invoice follows
the standard. Rounding is half up, as Chinese tax practice rounds to the fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

import msgspec

_MINOR_UNITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"), 0),
    **dict.fromkeys(("VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_LARGEST = Decimal(10) ** 15


def minor_units(currency: str) -> int:
    """Decimal places of the currency's smallest coin (ISO 4217): 2 unless the table says otherwise."""
    return _MINOR_UNITS.get(currency, 2)


def is_currency(code: str) -> bool:
    """Whether the code has the form of an ISO 4217 code: three capital Latin letters."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met without a rate."""


class Money(msgspec.Struct, frozen=True, order=False):
    """An amount in one currency, kept to that currency's minor unit.

    Raises ValueError for an amount that is not finite, is beyond 10^15 or finer than the minor unit.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not is_currency(self.currency):
            raise ValueError(self.currency)
        if not self.amount.is_finite() or abs(self.amount) >= _LARGEST:
            raise ValueError(str(self.amount))
        if self.amount != self.amount.quantize(self.unit()):
            raise ValueError(str(self.amount))

    def unit(self) -> Decimal:
        """The currency's minor unit as a Decimal, such as 0.01."""
        return Decimal(1).scaleb(-minor_units(self.currency))

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """Round half up to the minor unit."""
        value = Decimal(amount)
        if not value.is_finite() or abs(value) >= _LARGEST:
            raise ValueError(str(value))
        return cls(value.quantize(Decimal(1).scaleb(-minor_units(currency)), ROUND_HALF_UP), currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def times(self, factor: Decimal | int) -> Money:
        """The amount times a factor, rounded half up to the minor unit."""
        return Money.of(self.amount * factor, self.currency)

    def shared(self, weights: Iterable[Decimal | int]) -> tuple[Money, ...]:
        """Split by weights so that the parts sum to the whole to the last minor unit.

        The units left over by rounding down go to the largest remainders, earlier parts first. Raises ValueError
        when there are no weights, one is negative, or all are zero.
        """
        shares = [Decimal(weight) for weight in weights]
        total = sum(shares, Decimal(0))
        if not shares or min(shares) < 0 or total == 0:
            raise ValueError(shares)
        unit = self.unit()
        units = int(self.amount / unit)
        exact = [units * share / total for share in shares]
        whole = [int(value) for value in exact]
        left = units - sum(whole)
        step = 1 if left >= 0 else -1
        order = sorted(range(len(shares)), key=lambda i: (-abs(exact[i] - whole[i]), i))
        for i in order[: abs(left)]:
            whole[i] += step
        return tuple(Money((unit * value).quantize(unit), self.currency) for value in whole)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)


class Rate(msgspec.Struct, frozen=True):
    """On ``day``, one unit of ``base`` bought ``value`` units of ``quote``; ``source`` says who said so."""

    base: str
    quote: str
    value: Decimal
    day: date
    source: str

    def __post_init__(self) -> None:
        if not self.value.is_finite() or self.value <= 0:
            raise ValueError(str(self.value))

    def convert(self, money: Money) -> Money:
        """Turn an amount of ``base`` into ``quote``, rounded half up; raise CurrencyMismatch for another base."""
        if money.currency != self.base:
            raise CurrencyMismatch(money.currency, self.base)
        return Money.of(money.amount * self.value, self.quote)


def rate_on(rates: Iterable[Rate], base: str, quote: str, day: date) -> Rate | None:
    """The newest rate from ``base`` to ``quote`` that is not younger than ``day``; a rate is never turned round."""
    known = [rate for rate in rates if rate.base == base and rate.quote == quote and rate.day <= day]
    return max(known, key=lambda rate: rate.day, default=None)


def total(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Sum per currency, sorted by code: amounts of different currencies are never added."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return tuple(Money(sums[code], code) for code in sorted(sums))
