"""What every provider of exchange rates gives back: one typed result; cross rates computed from a table of rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Context, Decimal, InvalidOperation

import msgspec

from tui.domain.money import is_currency
from tui.domain.rates import CROSSED
from tui.errors import FeedError

_COMPUTED = Context(prec=10)
_FINEST = Decimal("1e-12")
_LARGEST = Decimal("1e9")

JSON = frozenset({"application/json"})
XML = frozenset({"application/xml", "text/xml"})


class Quoted(msgspec.Struct, frozen=True):
    """On ``day`` one ``base`` bought ``value`` of ``quote``; ``source`` says who said so, ``fetched_at`` in UTC when.

    ``computed``: worked out from other rates of the source and said so in its name. ``note`` is what the source asks
    to be told along with its rates.
    """

    base: str
    quote: str
    value: Decimal
    day: date
    source: str
    fetched_at: datetime
    computed: bool = False
    note: str = ""


class Asked(msgspec.Struct, frozen=True):
    """What is asked of a provider: pairs as ``(base, quote)``, the day (None: the newest), today, and now in UTC."""

    pairs: tuple[tuple[str, str], ...]
    day: date | None
    today: date
    now: datetime

    @property
    def latest(self) -> date:
        """The last day a rate may be of."""
        return min(self.day or self.today, self.today)


def sound(value: object, host: str) -> Decimal:
    """A rate as a provider wrote it; raise FeedError for what is no number, not finite, not positive or absurd."""
    text = str(value).strip()
    try:
        found = Decimal(text) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        found = None
    if found is None or not text.isascii() or "_" in text or not found.is_finite() or not _FINEST <= found <= _LARGEST:
        raise FeedError("feed_bad_rate", host=host, value=text[:40])
    return found


def fits(value: Decimal) -> Decimal:
    """A rate cut to the decimals that the book keeps."""
    exponent = value.as_tuple().exponent
    return value.quantize(_FINEST) if isinstance(exponent, int) and exponent < -12 else value


def code_of(value: object, host: str) -> str:
    """A currency's code; raises FeedError."""
    if not isinstance(value, str) or not is_currency(value):
        raise FeedError("feed_bad_rate", host=host, value=str(value)[:40])
    return value


def day_of(value: object, host: str) -> date:
    """A day written YYYY-MM-DD; raises FeedError."""
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError as error:
        raise FeedError("feed_unreadable", host=host) from error


def in_time(day: date, asked: Asked, host: str) -> date:
    """The day, unless it lies after the one asked for; raises FeedError."""
    if day > asked.latest:
        raise FeedError("feed_future", host=host, day=day.isoformat())
    return day


def crossed(
    table: Mapping[str, Decimal], pivot: str, asked: Asked, day: date, source: str, *, note: str = ""
) -> list[Quoted]:
    """The pairs that a table of units per one ``pivot`` yields: straight where it says so, else computed and marked."""
    found = []
    units = {**table, pivot: Decimal(1)}
    for base, quote in asked.pairs:
        if base not in units or quote not in units:
            continue
        if base == pivot:
            found.append(Quoted(base, quote, fits(units[quote]), day, source, asked.now, note=note))
            continue
        name = f"1/{source}" if quote == pivot else f"{source}{CROSSED}{pivot})"
        value = fits(_COMPUTED.divide(units[quote], units[base]))
        found.append(Quoted(base, quote, value, day, name, asked.now, computed=True, note=note))
    return found
