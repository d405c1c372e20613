"""Which cars go on one export licence: so many of a code, one batch each. Pure; the numbers come from rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec


class Candidate(msgspec.Struct, frozen=True):
    """A car to apply for. ``code`` is its commodity code, empty while not known; ``batch`` what it must travel with.

    ``first_day`` is the first day on which it can be applied for as things are, None when that cannot be told;
    ``needs_letter`` says that the maker's letter would bring that day to today. ``lacks`` names the papers and facts
    that an application needs besides and that are not held.
    """

    car_id: int
    code: str
    batch: str
    first_day: date | None
    needs_letter: bool = False
    lacks: tuple[str, ...] = ()
    declared_on: date | None = None


class Application(msgspec.Struct, frozen=True):
    """One application, which is one licence and one batch.

    It can be handed in on ``first_day`` at the earliest (None: cannot be told), today when all letters are held.
    ``ends`` is the last day of a licence issued on that day. ``too_late`` says that a car is to be declared after it.
    """

    code: str
    batch: str
    cars: tuple[Candidate, ...]
    first_day: date | None
    letters: int
    lacks: tuple[str, ...]
    ends: date | None = None
    too_late: bool = False


def applications(candidates: Iterable[Candidate], today: date, most: int | None) -> list[Application]:
    """Put the cars into applications: those of one code and batch together, at most ``most`` (None: no limit known).

    Cars that can be applied for today do not wait for others, and none waits for one whose day cannot be told. Of the
    rest those of a batch stay together; cars without one are put together by their day.
    """
    groups: dict[tuple[str, str, date], list[Candidate]] = {}
    for one in candidates:
        groups.setdefault((one.batch, one.code, _turn(one, today)), []).append(one)
    found = []
    for (batch, code, _), cars in sorted(groups.items()):
        cars.sort(key=lambda one: (one.first_day or date.max, bool(one.lacks), one.car_id))
        size = most or len(cars)
        found += [_application(code, batch, cars[start : start + size]) for start in range(0, len(cars), size)]
    found.sort(key=lambda one: (one.first_day or date.max, one.batch, one.code))
    return found


def _turn(one: Candidate, today: date) -> date:
    """What a car may wait for: today, its day (one for all of a batch), or nobody knows."""
    if one.first_day is None:
        return date.max
    if one.first_day <= today:
        return today
    return date.max - timedelta(1) if one.batch else one.first_day


def _application(code: str, batch: str, cars: Sequence[Candidate]) -> Application:
    days = [one.first_day for one in cars]
    first = None if None in days else max(day for day in days if day is not None)
    lacks = dict.fromkeys(what for one in cars for what in one.lacks)
    return Application(code, batch, tuple(cars), first, sum(one.needs_letter for one in cars), tuple(lacks))
