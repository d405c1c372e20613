"""Ordering and filtering while the user types: reading what can be read, and going through many rows slice by slice.

A keystroke never waits for all rows, and a term that is still being typed does not undo the good ones around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from time import perf_counter
from typing import Any

from tui.app.ordering import arranged, column_name
from tui.desk.rows import Rows, View
from tui.domain.money import Money
from tui.domain.query import EVERYTHING, Query, Term, parse
from tui.errors import UsageError

_LEAST, _MOST = 32, 16_384
_TOO_SHORT, _TOO_LONG = 0.001, 0.004
"""Seconds a step should take; the next one is made longer or shorter by it."""


class Sieve:
    """The rows that a query lets through, in an order; ``run`` until ``done``."""

    def __init__(self, rows: Rows, query: Query, sort: str = "", order: Sequence[int] | None = None) -> None:
        """``order`` is what an earlier run found for the same rows and the same ``sort``."""
        self.rows = rows
        self.order: Sequence[int] | None = order if sort else range(len(rows))
        self.found: list[int] = []
        self._query = query
        self._sort = sort
        self._terms = [(term, dict[Any, bool]()) for term in sorted(query.terms, key=_cost)]
        self._money: dict[str, Decimal] = {}
        self._next = 0
        self._stride = 256

    @property
    def done(self) -> bool:
        """Whether every row was looked at."""
        return self.order is not None and (not self._terms or self._next >= len(self.rows))

    @property
    def view(self) -> Rows | View:
        """The rows found so far."""
        if self._terms:
            return View(self.rows, self.found)
        return View(self.rows, self.order) if self._sort and self.order is not None else self.rows

    @property
    def money(self) -> tuple[Money, ...]:
        """The capital tied up in the cars found so far, per currency; nothing where no filter is set."""
        return tuple(Money(amount, currency) for currency, amount in sorted(self._money.items()))

    def run(self, seconds: float) -> bool:
        """Go on for about so long; return whether it is done."""
        now = perf_counter()
        end = now + seconds
        while not self.done:
            self._step()
            before, now = now, perf_counter()
            if now - before < _TOO_SHORT:
                self._stride = min(self._stride * 2, _MOST)
            elif now - before > _TOO_LONG:
                self._stride = max(self._stride // 2, _LEAST)
            if now >= end:
                break
        return self.done

    def _step(self) -> None:
        stop = min(self._next + self._stride, len(self.rows))
        if self.order is None:
            self.rows.column(column_name(self._sort), range(self._next, stop))
            self._next = stop
            if stop == len(self.rows):
                self.order, self._next = arranged(self.rows, self._sort), 0
            return
        places = self.order[self._next : stop]
        for term, fits in self._terms:
            places = self.rows.sift(term, places, fits)
        self.found += places
        for currency, amount in self.rows.money_at(places).items():
            self._money[currency] = self._money.get(currency, Decimal(0)) + amount
        self._next = stop


def _cost(term: Term) -> bool:
    """Whether a term is better asked last: it takes assessing the cars, or looking up what is due."""
    return term.field in {"is", "due"}


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
