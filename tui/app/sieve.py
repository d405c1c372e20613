"""Filtering while the user types: reading what can be read, and sifting many rows a slice at a time.

A keystroke never waits for all rows, and a term that is still being typed does not undo the good ones around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from tui.desk.stock import StockRow
from tui.domain.query import EVERYTHING, Query, parse
from tui.errors import UsageError

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


def readable(text: str) -> tuple[Query, UsageError | None]:
    """The filter that a text stands for without the words that cannot be read, and the first fault among those."""
    first: UsageError | None = None
    while text.strip():
        try:
            return parse(text), first
        except UsageError as error:
            first = first or error
            at = error.params.get("at")
            shorter = _without_word(text, at if isinstance(at, int) else 0)
            if shorter == text:
                break
            text = shorter
    return EVERYTHING, first


def _without_word(text: str, at: int) -> str:
    start = max(text.rfind(" ", 0, at), -1) + 1
    end = text.find(" ", at)
    return text[:start] + (text[end:] if end >= 0 else "")
