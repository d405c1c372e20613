"""The matrix: some cars against every destination on a day, worked out in slices. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import msgspec

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.domain.cars import Car
from tui.domain.readiness import Verdict

SLICE = 40
"""Cars answered at a time."""


class Cell(msgspec.Struct, frozen=True):
    """One car for one destination: the verdict, its open flags, and whether only an override makes it READY."""

    verdict: Verdict
    flags: int
    by_override: bool = False


Row = tuple[Cell, ...]


def members_of(desk: Desk, code: str) -> frozenset[str]:
    """The countries that a column stands for besides its own code: those a group's pack covers, as the EU's does."""
    pack = desk.library.packs.get(code)
    if pack is None or not pack.covers_members:
        return frozenset()
    return frozenset(one.country for one in pack.members if one.country not in desk.library.packs)


def answered(
    desk: Desk,
    cars: Sequence[Car],
    columns: Sequence[str],
    on: date,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[dict[int, Row]]:
    """The rows of the cars by id, slice by slice; ends early once ``stopped`` says so.

    Cars that go to a member of a group themselves are asked for that member: their deal counts there.
    """
    checker = Checker(desk, Question(on))
    covered = {country: place for place, code in enumerate(columns) for country in members_of(desk, code)}
    for start in range(0, len(cars), SLICE):
        if stopped():
            return
        piece = cars[start : start + SLICE]
        answers = iter(checker.answers(piece, columns))
        rows: dict[int, Row] = {}
        for car in piece:
            found = [next(answers) for _ in columns]
            own = checker.own_destination(car)
            if own in covered:
                found[covered[own]] = checker.answer(car, own)
            rows[car.id] = tuple(
                Cell(
                    one.assessment.verdict,
                    len(one.assessment.open_flags),
                    one.assessment.verdict is Verdict.READY and bool(one.overrides),
                )
                for one in found
            )
        yield rows


def counted(rows: Sequence[Row], column: int) -> Counter[Verdict]:
    """How often each verdict stands in a column."""
    return Counter(row[column].verdict for row in rows)
