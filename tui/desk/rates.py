"""Exchange rates of the book: entered by hand, listed, and used with their date and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import refuse
from tui.desk.kinds import RATES
from tui.domain.currencies import is_known
from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.rates import BY_HAND, Converted, RateRecord, convert
from tui.errors import NotFound
from tui.store.contract import Put, Remove

_MOST_DECIMALS = 12
_JUMP = Decimal("0.2")
"""A rate this much off the last one of its pair is asked about."""


class Rates:
    """Converts amounts at the book's rates; reads them once."""

    def __init__(self, desk: Desk) -> None:
        self._limit = desk.settings.money.rate_limit_days
        self._by_pair: dict[frozenset[str], list[RateRecord]] = {}
        for record in desk.store.all(RATES):
            self._by_pair.setdefault(frozenset((record.base, record.quote)), []).append(record)

    def convert(self, money: Money, currency: str, on: date) -> Converted | None:
        """The amount in a currency at the newest rate of its pair on a day; None when the book has none."""
        records = self._by_pair.get(frozenset((money.currency, currency)), [])
        return convert(money, currency, records, on, limit_days=self._limit)


def doubts(desk: Desk, money: Money | None, on: date, field: str) -> tuple[Problem, ...]:
    """A word when an amount cannot be counted in the home currency for want of a rate, or only at an old one."""
    home = desk.settings.firm.home_currency
    if money is None or money.currency == home:
        return ()
    found = Rates(desk).convert(money, home, on)
    if found is None or found.rate is None:
        params = {"base": money.currency, "home": home, "on": on.isoformat()}
        return (Problem("rate_missing", field, params, Severity.WARNING),)
    if not found.old:
        return ()
    rate = found.rate
    params = {"pair": f"{rate.base}/{rate.quote}", "value": f"{rate.value:f}", "day": rate.day.isoformat(),
              "age": str(found.age), "limit": str(desk.settings.money.rate_limit_days)}  # fmt: skip
    return (Problem("rate_old", field, params, Severity.WARNING),)


def listed(desk: Desk, *, latest: bool = False) -> list[RateRecord]:
    """The rates, by pair and day, the newest first; ``latest`` keeps one a pair and source."""
    found = sorted(desk.store.all(RATES), key=lambda one: (one.base, one.quote, -one.day.toordinal(), -one.id))
    if not latest:
        return found
    seen: Mapping[tuple[str, str, str], RateRecord] = {
        (one.base, one.quote, one.source): one for one in reversed(found)
    }
    return [one for one in found if seen[one.base, one.quote, one.source] is one]


def set_rate(
    desk: Desk,
    base: str,
    quote: str,
    value: Decimal,
    day: date,
    *,
    source: str = BY_HAND,
    fetched_at: datetime | None = None,
    note: str = "",
    confirm: bool = False,
) -> RateRecord:
    """Record a rate: one ``base`` bought ``value`` of ``quote``. A rate of the same pair, day and source is replaced.

    Raises DraftRefused for a currency that is none, a rate that is not positive or lies in the future, and, unless
    confirmed, for one far off the last.
    """
    record = RateRecord(base, quote, value, day, source, fetched_at, note)
    (made,) = take_over(desk, [record], why=f"rates set {base}/{quote}", confirm=confirm)
    return made


def take_over(desk: Desk, records: Sequence[RateRecord], *, why: str, confirm: bool = False) -> list[RateRecord]:
    """Write rates in one commit; one of the same pair, day and source as one in the book replaces it.

    Raises DraftRefused with everything that is wrong with any of them, as ``set_rate`` does; then none is written.
    """
    refuse(tuple(problem for one in records for problem in _problems(desk, one)), confirm=confirm)
    known = {(one.base, one.quote, one.day, one.source): one.id for one in desk.store.all(RATES)}
    puts = [
        Put(RATES, msgspec.structs.replace(one, id=known.get((one.base, one.quote, one.day, one.source), 0)))
        for one in records
    ]
    commit = desk.store.commit(puts, why=why, expect=desk.store.revision)
    return [desk.store.get(RATES, number) or put.record for number, put in zip(commit.ids, puts, strict=True)]


def _problems(desk: Desk, one: RateRecord) -> list[Problem]:
    base, quote, value = one.base, one.quote, one.value
    problems = [Problem("rate_currency", "pair", {"value": code}) for code in (base, quote) if not is_known(code)]
    if base == quote:
        problems.append(Problem("rate_same_currency", "pair", {"value": base}))
    if not value.is_finite() or value <= 0 or -int(value.as_tuple().exponent) > _MOST_DECIMALS:
        problems.append(Problem("rate_not_positive", "value", {"value": str(value)[:40]}))
    elif (last := _last(desk, base, quote)) is not None and abs(value / last.value - 1) > _JUMP:
        params = {"pair": f"{base}/{quote}", "value": str(value), "last": str(last.value), "day": last.day.isoformat()}
        problems.append(Problem("rate_far_off", "value", params, Severity.CONFIRM))
    if one.day > desk.today:
        problems.append(Problem("rate_day_to_come", "day", {"day": one.day.isoformat()}))
    return problems


def remove(desk: Desk, rate_id: int) -> None:
    """Take a rate out of the book. Raises NotFound."""
    if desk.store.get(RATES, rate_id) is None:
        raise NotFound("rate_not_found", name=str(rate_id))
    desk.store.commit([Remove(RATES, rate_id)], why=f"rates remove {rate_id}", expect=desk.store.revision)


def _last(desk: Desk, base: str, quote: str) -> RateRecord | None:
    own = [one for one in desk.store.all(RATES) if (one.base, one.quote) == (base, quote)]
    return max(own, key=lambda one: (one.day, one.id), default=None)
