"""Working through many cars away from the screen; what is found out stays with the rows."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import TYPE_CHECKING, TypeVar

from tui.desk.context import Desk
from tui.domain.money import Money
from tui.domain.verdicts import Verdict

if TYPE_CHECKING:
    from tui.desk.rows import Rows, StockRow

T = TypeVar("T")
_AT_ONCE = 0.002
_BREATH = 0.001
"""Seconds of work between two pauses, and of a pause: keys stay quick."""
_READ_AT_ONCE = 0.006
"""The same while the first rows are waited for, when there is little yet that keys could do."""
_STRIDE = 32
_READ_AHEAD = ("haystack", "age")
"""What filters ask of every car most often."""


def read_cars(desk: Desk, stopped: Callable[[], bool], seconds: float = inf) -> bool:
    """Read all cars from the book, for at most so long; whether all of them are read."""
    from tui.desk import stock  # with the first rows, not before them

    end = time.perf_counter() + seconds
    steps = stock.read_ahead(desk)
    for done in steps if seconds < inf else _with_breaks(steps, _READ_AT_ONCE):
        if done or stopped() or time.perf_counter() > end:
            return done
    return True


def count_verdicts(rows: Iterable[StockRow], stopped: Callable[[], bool]) -> Counter[Verdict] | None:
    """How many of the rows that await a verdict there are of each; None when it was stopped."""
    found: Counter[Verdict] = Counter()
    for row in _with_breaks(rows):
        if stopped():
            return None
        if row.awaits_verdict:
            found[row.verdict] += 1
    return found


def money_tied_up(rows: Rows, stopped: Callable[[], bool]) -> tuple[Money, ...]:
    """The capital tied up in all cars, per currency."""
    if not _read(rows, "money", stopped):
        return ()
    return tuple(Money(amount, currency) for currency, amount in sorted(rows.money_at(range(len(rows))).items()))


def read_ahead(rows: Rows, stopped: Callable[[], bool]) -> None:
    """Have ready what filters will ask for."""
    for name in _READ_AHEAD:
        _read(rows, name, stopped)


def _read(rows: Rows, name: str, stopped: Callable[[], bool]) -> bool:
    for start in _with_breaks(range(0, len(rows), _STRIDE)):
        if stopped():
            return False
        rows.column(name, range(start, min(start + _STRIDE, len(rows))))
    return True


def _with_breaks(items: Iterable[T], at_once: float = _AT_ONCE) -> Iterator[T]:
    last = time.perf_counter()
    for item in items:
        yield item
        if time.perf_counter() - last > at_once:
            time.sleep(_BREATH)
            last = time.perf_counter()
