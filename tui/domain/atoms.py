"""Atoms: the smallest questions a rule asks of a car, in three-valued logic.

An atom answers True, False, or None: cannot tell, because a fact is missing or a partial date or a span of numbers
lies across the line. One whose answer may change with the day also tells on which days that may be, so that nobody
has to walk the calendar day by day.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from tui.domain.partialdate import PartialDate, add_months
from tui.domain.spans import Span

Facts = Mapping[str, Any]
"""Fact values by name; a fact that is None or absent is missing."""
Test = Callable[[Facts, date, Collection[str]], bool | None]
"""Facts, the day the rule is read at, and the kinds of the documents that exist for the car."""
Edges = Callable[[Facts, date, date], Iterable[date]]
"""Facts, first and last day: the days in between on which the answer may differ from that of the day before."""
Compare = Callable[[Any, Any], bool]

COMPARE: dict[str, Compare] = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
_DAY = timedelta(days=1)
NOT_YET = "not_yet"
"""What stands for the date of something that has not happened: no days have passed since."""


class Atom(msgspec.Struct, frozen=True):
    """One compiled key: its test, the facts it reads, and, when its answer may change with the day, on which days.

    ``lines`` are the numbers that facts are compared with: two cars on the same side of all of them are equal to it.
    ``parts`` are the atoms it is made of, each of which asks one fact; none where it asks one itself.
    """

    key: str
    reads: tuple[str, ...]
    test: Test
    edges: Edges | None = None
    lines: tuple[tuple[str, Any], ...] = ()
    parts: tuple[Atom, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the answer may change with the day."""
        return self.edges is not None


def known(facts: Facts, name: str, test: Callable[[Any], bool | None]) -> bool | None:
    """The test of a fact, or None when it is missing."""
    has = facts.get(name)
    return None if has is None else test(has)


def agreed(one: bool, other: bool) -> bool | None:  # noqa: FBT001
    """What both ends say, or None where they differ."""
    return one if one is other else None


def over(key: str, name: str, test: Callable[[Any], bool | None]) -> Atom:
    """An atom that asks one fact, whatever the day."""

    def ask(facts: Facts, _on: date, _documents: Collection[str]) -> bool | None:
        has = facts.get(name)
        return None if has is None else test(has)

    return Atom(key, (name,), ask)


def number(key: str, name: str, compare: Compare, line: Any) -> Atom:
    """A number against a line; a span is asked at both ends."""

    def test(has: Any) -> bool | None:
        if isinstance(has, Span):
            return agreed(compare(has.least, line), compare(has.most, line))
        return compare(has, line)

    return Atom(key, (name,), lambda facts, *_: known(facts, name, test), None, ((name, line),))


def age(key: str, name: str, compare: Compare, months: int) -> Atom:
    """The age by the calendar: so many months are full on the same day of the month, or on its last day."""

    def lines(facts: Facts) -> tuple[date, date] | None:
        has: PartialDate | None = facts.get(name)
        return None if has is None else (add_months(has.earliest, months), add_months(has.latest, months))

    def test(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        full = lines(facts)
        return None if full is None else agreed(compare(on, full[0]), compare(on, full[1]))

    def edges(facts: Facts, _first: date, _last: date) -> Iterable[date]:
        return _and_next(lines(facts) or ())

    return Atom(key, (name,), test, edges)


def years(key: str, name: str, compare: Compare, line: int) -> Atom:
    """The year of the day less that of the fact, which is a date or a year."""

    def test(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        return known(facts, name, lambda has: compare(on.year - getattr(has, "year", has), line))

    return Atom(key, (name,), test, new_years)


def year_offset(key: str, name: str, offsets: Collection[int]) -> Atom:
    """Whether a year, counted from that of the day, is none of the offsets."""

    def test(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        return known(facts, name, lambda has: has - on.year not in offsets)

    return Atom(key, (name,), test, new_years)


def days_since(key: str, name: str, compare: Compare, line: float) -> Atom:
    """Whole days from a date to the day."""

    def ends(facts: Facts) -> tuple[date, ...]:
        has = facts.get(name)
        if has is None or has == NOT_YET:
            return ()
        return (has.earliest, has.latest) if isinstance(has, PartialDate) else (has, has)

    def test(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        if facts.get(name) == NOT_YET:
            return False
        since = ends(facts)
        return agreed(*(compare((on - day).days, line) for day in since)) if since else None

    def edges(facts: Facts, _first: date, _last: date) -> Iterable[date]:
        return _and_next(day + timedelta(days=math.floor(line)) for day in ends(facts))

    return Atom(key, (name,), test, edges)


def before(key: str, name: str, limit: date) -> Atom:
    """Whether a date, which may be partial, lies before a day."""
    return over(key, name, lambda has: agreed(has.latest < limit, has.earliest < limit))


def any_of(key: str, ways: Sequence[Sequence[Atom]], *, wanted: tuple[bool, ...]) -> Atom:
    """Whether one of several conditions holds (Kleene's OR of ANDs), asked for being so, not being so, or either."""
    atoms = [atom for way in ways for atom in way]
    reads = tuple(dict.fromkeys(name for atom in atoms for name in atom.reads))
    moving = [atom.edges for atom in atoms if atom.edges is not None]

    def test(facts: Facts, on: date, documents: Collection[str]) -> bool | None:
        answer: bool | None = False
        for way in ways:
            one = every(way, facts, on, documents)
            if one is True:
                return True in wanted
            if one is None:
                answer = None
        return None if answer is None else False in wanted

    def edges(facts: Facts, first: date, last: date) -> Iterable[date]:
        for one in moving:
            yield from one(facts, first, last)

    lines = tuple(pair for atom in atoms for pair in atom.lines)
    return Atom(key, reads, test, edges if moving else None, lines, tuple(atoms))


def every(atoms: Iterable[Atom], facts: Facts, on: date, documents: Collection[str]) -> bool | None:
    """Kleene's AND over the atoms: one False decides, else one None leaves it open."""
    answer: bool | None = True
    for atom in atoms:
        one = atom.test(facts, on, documents)
        if one is False:
            return False
        if one is None:
            answer = None
    return answer


def new_years(_facts: Facts, first: date, last: date) -> Iterable[date]:
    """The first of January of each year between two days."""
    return (date(year, 1, 1) for year in range(first.year, last.year + 1))


def _and_next(days: Iterable[date]) -> Iterable[date]:
    """Each day and the one after it: a line is crossed when it is reached, or once it is passed."""
    for day in days:
        yield day
        if day < date.max:
            yield day + _DAY
