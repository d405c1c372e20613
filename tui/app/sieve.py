"""Ordering and filtering while the user types: reading what can be read, and going through many rows slice by slice.

A keystroke never waits for all rows, and a term that is still being typed does not undo the good ones around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from time import perf_counter
from typing import Any

import msgspec

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

    def __init__(self, rows: Rows, query: Query, sort: str = "", earlier: Iterable[Sieve] = ()) -> None:
        """What ``earlier`` runs found out about the same rows in the same order is used again.

        A query that only says more than one of those, as it does while a word is typed, goes through what that one
        found.
        """
        known = [one for one in earlier if one.rows is rows and one.sort == sort]
        wider = [one for one in known if one.sifted and one.query.terms and _says_more(query, one.query)]
        base = min(wider, key=lambda one: len(one.found), default=None)
        self.rows: Rows = rows
        self.query: Query = query
        self.sort: str = sort
        self.order: Sequence[int] | None = range(len(rows))
        if sort:
            self.order = next((one.order for one in known if one.order), None)
        self.found: list[int] = []
        self.sums: dict[str, Decimal] = {}
        self._among = base.found if base else None
        self._base_sums = dict(base.sums) if base and base.done else None
        held = base.query.terms if base else ()
        fresh = (term for term in query.terms if not any(_same(term, one) for one in held))
        self._terms = [(term, dict[Any, bool]()) for term in sorted(fresh, key=_cost)]
        self._next = 0
        self._summed = 0
        self._stride = 256

    @property
    def _last(self) -> int:
        return len(self.rows) if self._among is None else len(self._among)

    @property
    def sifted(self) -> bool:
        """Whether every row was looked at."""
        return self.order is not None and (not self.query.terms or self._next >= self._last)

    @property
    def done(self) -> bool:
        """Whether every row was looked at, and the money of those found is summed up."""
        return self.sifted and self._summed >= len(self.found)

    @property
    def view(self) -> Rows | View:
        """The rows found so far."""
        if self.query.terms:
            return View(self.rows, self.found)
        return View(self.rows, self.order) if self.sort and self.order is not None else self.rows

    @property
    def money(self) -> tuple[Money, ...]:
        """The capital tied up in the cars found, per currency, once it is summed up; nothing where no filter is set."""
        if not self.done:
            return ()
        return tuple(Money(amount, currency) for currency, amount in sorted(self.sums.items()))

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
        if self.order is None:
            stop = min(self._next + self._stride, len(self.rows))
            self.rows.column(column_name(self.sort), range(self._next, stop))
            self._next = stop
            if stop == len(self.rows):
                self.order, self._next = arranged(self.rows, self.sort), 0
        elif not self.sifted:
            self._sift(self.order if self._among is None else self._among)
        else:
            self._sum()

    def _sift(self, order: Sequence[int]) -> None:
        stop = min(self._next + self._stride, self._last)
        places = order[self._next : stop]
        for term, fits in self._terms:
            places = self.rows.sift(term, places, fits)
        self.found += places
        self._next = stop

    def _sum(self) -> None:
        if self._base_sums is not None and len(self.found) == self._last:
            self.sums, self._summed = self._base_sums, self._last
            return
        stop = min(self._summed + self._stride, len(self.found))
        for currency, amount in self.rows.money_at(self.found[self._summed : stop]).items():
            self.sums[currency] = self.sums.get(currency, Decimal(0)) + amount
        self._summed = stop


def _says_more(query: Query, other: Query) -> bool:
    """Whether every car that fits a query also fits the other one."""
    return all(any(_implies(term, one) for term in query.terms) for one in other.terms)


def _implies(term: Term, other: Term) -> bool:
    words = not (term.field or other.field or term.negated or other.negated)
    return _same(term, other) or (words and other.value in term.value)


def _same(term: Term, other: Term) -> bool:
    return msgspec.structs.replace(term, at=0) == msgspec.structs.replace(other, at=0)


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
