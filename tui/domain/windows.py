"""Spans of days in which something is in force: a rule, a country's membership of a group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

Window = tuple[date | None, date | None]
"""First and last day, both of which belong; None leaves that end open."""
Windows = tuple[Window, ...]
ALWAYS: Windows = ((None, None),)
_DAY = timedelta(days=1)


def inside(windows: Iterable[Window], day: date) -> bool:
    """Whether a day lies in one of the windows."""
    for first, last in windows:  # noqa: SIM110 - asked of every rule on every day
        if (first is None or first <= day) and (last is None or day <= last):
            return True
    return False


def both(some: Iterable[Window], others: Iterable[Window]) -> Windows:
    """The days that lie in a window of each side."""
    kept = tuple(others)
    met = ((max(a or date.min, c or date.min), min(b or date.max, d or date.max)) for a, b in some for c, d in kept)
    return tuple((_open(first, date.min), _open(last, date.max)) for first, last in met if first <= last)


def without(windows: Iterable[Window], gone: Iterable[Window]) -> Windows:
    """The windows less the days of ``gone``."""
    left = tuple(windows)
    for first, last in gone:
        rest: list[Window] = []
        if first is not None and first > date.min:
            rest.append((None, first - _DAY))
        if last is not None and last < date.max:
            rest.append((last + _DAY, None))
        left = both(left, rest)
    return left


def turns(windows: Iterable[Window]) -> Iterator[date]:
    """The days on which a window begins, or has ended the day before."""
    for first, last in windows:
        if first is not None:
            yield first
        if last is not None and last < date.max:
            yield last + _DAY


def _open(day: date, end: date) -> date | None:
    return None if day == end else day
