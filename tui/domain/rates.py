"""Exchange rates as the book keeps them: dated, directed, with their source, and old ones said to be old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import msgspec

from tui.domain.money import Money, Rate

BY_HAND = "typed"
"""The source of a rate that a person entered."""

CROSSED = " (via "
"""What the source of a rate holds that was worked out from two others: ``ecb (via EUR)``."""


class RateRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rate of the book: on ``day`` one ``base`` bought ``value`` of ``quote``; ``fetched_at`` in UTC."""

    base: str
    quote: str
    value: Decimal
    day: date
    source: str = BY_HAND
    fetched_at: datetime | None = None
    note: str = ""
    id: int = 0

    @property
    def rate(self) -> Rate:
        """The rate as money is converted with it."""
        return Rate(self.base, self.quote, self.value, self.day, self.source)


class Converted(msgspec.Struct, frozen=True):
    """An amount in another currency, and the rate that made it; ``age`` in days from the rate to the day asked for.

    ``rate`` is None when nothing had to be converted.
    """

    amount: Money
    rate: Rate | None = None
    age: int = 0
    old: bool = False


def convert(money: Money, currency: str, rates: Iterable[RateRecord], on: date, *, limit_days: int) -> Converted | None:
    """The amount in ``currency`` at the newest rate not younger than ``on``; None when there is none.

    A rate is used in its direction, or turned round and said so in its source (``1/…``); never a chain of rates here.
    A rate older than ``limit_days`` is used and marked ``old``.
    """
    if money.currency == currency:
        return Converted(money)
    best: Rate | None = None
    for record in rates:
        if record.day > on:
            continue
        rate = _directed(record, money.currency, currency)
        if rate is not None and (best is None or _better(rate, best)):
            best = rate
    if best is None:
        return None
    age = (on - best.day).days
    return Converted(best.convert(money), best, age, age > limit_days)


def _directed(record: RateRecord, base: str, quote: str) -> Rate | None:
    if (record.base, record.quote) == (base, quote):
        return record.rate
    if (record.base, record.quote) == (quote, base):
        return Rate(base, quote, 1 / record.value, record.day, f"1/{record.source}")
    return None


def _better(one: Rate, other: Rate) -> bool:
    """The newer one; on one day a straight rate before one that was turned round or worked out from others."""
    return (one.day, _straight(one)) >= (other.day, _straight(other))


def _straight(rate: Rate) -> bool:
    return not rate.source.startswith("1/") and CROSSED not in rate.source
