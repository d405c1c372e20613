"""Sifting many rows a slice at a time, so that a keystroke in the filter never waits for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from tui.desk.stock import StockRow
from tui.domain.query import Query

_STRIDE = 64


class Sieve:
    """The rows of a list that a query lets through; ``run`` until ``done``."""

    def __init__(self, rows: Sequence[StockRow], query: Query) -> None:
        self._rows = rows
        self._query = query
        self._next = 0
        self.found: list[StockRow] = []

    @property
    def done(self) -> bool:
        """Whether every row was looked at."""
        return self._next >= len(self._rows)

    def run(self, seconds: float) -> bool:
        """Go on for about so long; return whether it is done."""
        if not self._query.terms:
            self.found = list(self._rows)
            self._next = len(self._rows)
            return True
        end = perf_counter() + seconds
        holds, keep = self._query.holds, self.found.append
        while not self.done:
            stop = min(self._next + _STRIDE, len(self._rows))
            for place in range(self._next, stop):
                row = self._rows[place]
                if holds(row):
                    keep(row)
            self._next = stop
            if perf_counter() >= end:
                break
        return self.done
