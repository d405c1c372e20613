"""The filter language of commands and screens.

``make:byd dest:KZ stage:bought age>150 is:blocked -letter due<30d`` — every term must hold. A bare word is looked for
in any text of the car; ``-`` in front turns a term round; quotes keep spaces together. Numbers compare with
``< <= = >= >``; a bare ``d`` behind one means days, ``万`` ten thousands. ``field:`` with nothing behind it asks for
cars where it is empty.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

import msgspec

from tui.domain.words import InvoiceKind, Powertrain, Stage
from tui.errors import UsageError

TEXT_FIELDS = (
    "make",
    "model",
    "trim",
    "vin",
    "stock",
    "dealer",
    "dest",
    "stage",
    "colour",
    "powertrain",
    "invoice",
    "doc",
)
NUMBER_FIELDS = ("age", "tied", "price", "km", "year", "due", "margin")
STATES = (
    "ready", "action", "unknown", "blocked", "archived", "listed", "bought", "tied", "shipped", "unregistered", "novin",
)  # fmt: skip
REBATE_STATES = (
    "to-gather", "ready-to-file", "filed", "approved", "paid", "receipts-outstanding", "at-risk", "forfeited", "exempt",
    "taxed",
)  # fmt: skip
"""Where a rebate stands, as ``is:`` asks for it."""
REBATE_GROUPS = ("expected", "exposed", "late")
"""Rebates on which money is still to come, those that may have to be given back, and those that are overdue."""
EXACT_FIELDS = frozenset({"make", "dest", "stage", "powertrain", "invoice", "doc"})
"""Fields whose values are codes: compared whole, while texts are searched inside."""
_WORDS: dict[str, tuple[str, ...]] = {
    "stage": tuple(word.value for word in Stage),
    "powertrain": tuple(word.value for word in Powertrain),
    "invoice": tuple(word.value for word in InvoiceKind),
}
"""Fields whose values are of a closed list."""
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ":": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
_TERM = re.compile(r'(-?)(?:([A-Za-z_]+)(<=|>=|[:<>=]))?("([^"]*)"?|\S*)')
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_WAN = "万"
MAX_LENGTH = 500


class Row(Protocol):
    """What a query looks at."""

    @property
    def haystack(self) -> str:
        """All texts of the car, casefolded."""

    def texts(self, field: str) -> tuple[str, ...]:
        """The values of a text field, casefolded: several where a make has several names."""

    def figure(self, field: str) -> Decimal | int | None:
        """The value of a number field, or None when it is not known."""

    def has_state(self, state: str) -> bool:
        """Whether the car is in a state of ``STATES`` or ``REBATE_STATES``."""


class Term(msgspec.Struct, frozen=True):
    """One condition of a query; ``field`` is empty for a bare word. ``at`` is its place in the text, from 0."""

    field: str
    comparison: str
    value: str
    negated: bool
    at: int
    figure: Decimal | None = None

    def holds(self, row: Row) -> bool:
        """Whether the row fits the term. A number that is not known fits neither ``<`` nor ``>``."""
        return self._plain(row) is not self.negated

    def _plain(self, row: Row) -> bool:
        if not self.field:
            return self.value in row.haystack
        if self.field == "is":
            return row.has_state(self.value)
        if self.field in NUMBER_FIELDS:
            known = row.figure(self.field)
            if self.figure is None:
                return known is None
            return known is not None and _COMPARE[self.comparison](Decimal(known), self.figure)
        texts = row.texts(self.field)
        if not self.value:
            return not any(texts)
        if self.field in EXACT_FIELDS:
            return self.value in texts
        return any(self.value in text for text in texts)


class Query(msgspec.Struct, frozen=True):
    """A parsed filter."""

    text: str
    terms: tuple[Term, ...]

    def holds(self, row: Row) -> bool:
        """Whether every term holds for the row."""
        return all(term.holds(row) for term in self.terms)

    @property
    def asks_verdict(self) -> bool:
        """Whether rows must be assessed before this query can be answered."""
        return any(
            term.field == "is" and term.value in {"ready", "action", "unknown", "blocked"} for term in self.terms
        )

    @property
    def wants_archived(self) -> bool:
        """Whether the query names archived cars, which are left out otherwise."""
        return any(term.field == "is" and term.value == "archived" for term in self.terms)


EVERYTHING = Query("", ())


def parse(text: str) -> Query:
    """Parse a filter; raise UsageError with the place of the fault (``at``, counted from 0)."""
    if len(text) > MAX_LENGTH:
        raise UsageError("query_too_long", at=MAX_LENGTH, most=MAX_LENGTH)
    terms: list[Term] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = _TERM.match(text, place)
        if match is None:  # pragma: no cover - the expression matches any non-space
            raise UsageError("query_unreadable", at=place, value=text[place:])
        terms.append(_term(match, place))
        place = match.end()
    return Query(text, tuple(terms))


def _term(match: re.Match[str], at: int) -> Term:
    minus, field, comparison, raw, quoted = match.groups()
    if raw.startswith('"') and not (len(raw) > 1 and raw.endswith('"')):
        raise UsageError("query_open_quote", at=match.start(4))
    value = (quoted if raw.startswith('"') else raw).casefold()
    field = (field or "").lower()
    if not field:
        if not value:
            raise UsageError("query_nothing_after_minus", at=at)
        return Term("", "", value, bool(minus), at)
    if field == "is":
        states = (*STATES, *REBATE_STATES, *REBATE_GROUPS)
        if value not in states or comparison not in {":", "="}:
            raise UsageError("query_unknown_state", at=match.start(4), value=raw, known=", ".join(states))
        return Term(field, ":", value, bool(minus), at)
    if field in NUMBER_FIELDS:
        if comparison == ":" and not value:
            return Term(field, comparison, "", bool(minus), at)
        digits = value.removesuffix("d").replace(",", "")
        bare = digits.removesuffix(_WAN)
        if not _NUMBER.fullmatch(bare):
            raise UsageError("query_not_a_number", at=match.start(4), field=field, value=raw)
        figure = Decimal(bare) if bare == digits else Decimal(bare) * 10_000
        return Term(field, comparison, value, bool(minus), at, figure)
    if field not in TEXT_FIELDS:
        known = ", ".join((*TEXT_FIELDS, *NUMBER_FIELDS, "is"))
        raise UsageError("query_unknown_field", at=match.start(2), field=field, known=known)
    if comparison not in {":", "="}:
        raise UsageError("query_text_compared", at=match.start(3), field=field)
    words = _WORDS.get(field)
    if value and words is not None and value not in words:
        raise UsageError("query_unknown_word", at=match.start(4), field=field, value=raw, known=", ".join(words))
    return Term(field, ":", value, bool(minus), at)
