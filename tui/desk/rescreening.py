"""Screening the cars on hand under two sets of rules: which are newly blocked, which are freed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS, OVERRIDES
from tui.domain.cars import ENDINGS, Car, stage
from tui.domain.overrides import Standing, standing
from tui.domain.readiness import Verdict
from tui.domain.rule_changes import Moved
from tui.domain.rules import Pack, Rule
from tui.domain.words import Stage
from tui.packs.library import Library

Seen = dict[tuple[int, str], tuple[Verdict, frozenset[str]]]
"""Verdict and open rules by car and destination."""


@dataclass(frozen=True)
class Screening:
    """What other rules do to the cars on hand."""

    screened: int
    moved: tuple[Moved, ...]
    touched: int
    lapsed: tuple[int, ...]

    @property
    def newly_blocked(self) -> int:
        """Answers that turned BLOCKED."""
        return sum(one.newly_blocked for one in self.moved)

    @property
    def freed(self) -> int:
        """Answers that are BLOCKED no longer."""
        return sum(one.freed for one in self.moved)


def on_hand(desk: Desk) -> list[Car]:
    """The cars a change of rules can still hurt: in the book and not abroad, sold or given back."""
    return [
        car
        for car in desk.store.all(CARS)
        if not car.archived and stage(car) not in ENDINGS and car.milestone(Stage.DEPARTED) is None
    ]


def compare(desk: Desk, before: Library, after: Library, jurisdictions: Collection[str]) -> Screening:
    """Judge every car on hand under both, today, as it stands.

    A car is judged for where it goes: its open shipment's destination, else its own. One that has none yet is judged
    for the destinations among ``jurisdictions``.
    """
    places = {code for library in (before, after) for code in library.destinations if code in jurisdictions}
    cars = on_hand(desk)
    one, other = _seen(desk, before, cars, sorted(places)), _seen(desk, after, cars, sorted(places))
    moved = [
        Moved(car_id, country, one[car_id, country][0], verdict)
        for (car_id, country), (verdict, _) in other.items()
        if verdict is not one[car_id, country][0]
    ]
    moved.sort(key=lambda each: (not each.newly_blocked, not each.freed, each.car_id, each.country))
    touched = sum(1 for key, (verdict, rules) in other.items() if verdict is one[key][0] and rules != one[key][1])
    return Screening(len(other), tuple(moved), touched, _lapsed(desk, before.packs.values(), after.packs.values()))


def _seen(desk: Desk, library: Library, cars: Iterable[Car], places: Iterable[str]) -> Seen:
    checker = Checker(replace(desk, library=library), Question(desk.today))
    found: Seen = {}
    for car in cars:
        own = checker.own_destination(car)
        for country in (own,) if own else places:
            found[car.id, country] = _told(checker.answer(car, country))
    return found


def _told(answer: Answer) -> tuple[Verdict, frozenset[str]]:
    open_rules = {flag.rule.id for flag in answer.assessment.open_flags}
    return answer.assessment.verdict, frozenset(open_rules | {doubt.code for doubt in answer.assessment.doubts})


def _lapsed(desk: Desk, before: Iterable[Pack], after: Iterable[Pack]) -> tuple[int, ...]:
    """The overrides that counted under the old rules and do not under the new ones."""
    old, new = _rules(before), _rules(after)
    today = desk.today
    return tuple(
        one.id
        for one in desk.store.all(OVERRIDES)
        if standing(one, old.get(one.rule_id), today, today) is Standing.IN_FORCE
        and standing(one, new.get(one.rule_id), today, today) is not Standing.IN_FORCE
    )


def _rules(packs: Iterable[Pack]) -> dict[str, Rule]:
    return {rule.id: rule for pack in packs for rule in pack.rules}
