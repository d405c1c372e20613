"""The destinations: how the stock stands with each of them, and the rules of one. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.desk.row import has_left
from tui.desk.rule_views import standing
from tui.domain.readiness import ORIGIN, Verdict
from tui.domain.rules import Pack, Rule, RuleSeverity
from tui.errors import PackError

_ORDER = {severity: place for place, severity in enumerate(RuleSeverity)}
"""The place of a severity among others, the gravest first."""


@dataclass(frozen=True)
class DestinationRow:
    """One country: its rules, and how many cars of the stock are to go there.

    It has a pack when there is one of its own or a group's that covers it.
    ``rules`` counts those of its own pack and of the groups it belongs to; ``checked`` is the day the oldest of these
    packs was looked at. ``is_origin`` marks the export rules, which count for every destination.
    """

    code: str
    has_pack: bool
    rules: int
    checked: date | None
    stale: bool
    cars: int = 0
    is_origin: bool = False
    fault: PackError | None = None
    """What is wrong with the file its rules are in; they are not used."""

    @property
    def is_known(self) -> bool:
        """Whether anything can be said of a car for this country: there are rules, and they are fresh."""
        return self.has_pack and not self.stale


def overview(desk: Desk) -> list[DestinationRow]:
    """Every country with a pack and every other one that cars of the stock are to go to.

    The export rules of the origin come last. Counting verdicts takes longer and is ``counted``'s.
    """
    checker = Checker(desk, Question(desk.today))
    bound = Counter(checker.own_destination(car) for car in desk.store.all(CARS) if not car.archived)
    going = {code for code in bound if code and code != ORIGIN}
    codes = sorted({*desk.library.destinations, *going})
    return [*(row(desk, code, bound[code]) for code in codes), row(desk, ORIGIN)]


def row(desk: Desk, code: str, cars: int = 0) -> DestinationRow:
    """What is known of one country."""
    packs, faults = packs_of(desk, code), desk.library.faults_of(code)
    return DestinationRow(
        code,
        not faults and (code in desk.library.packs or any(pack.covers_members for pack in packs)),
        sum(len(pack.rules) for pack in packs),
        min((pack.checked for pack in packs), default=None),
        any(is_stale(desk, pack) for pack in packs),
        cars,
        is_origin=code == ORIGIN,
        fault=faults[0] if faults else None,
    )


def counted(
    desk: Desk, codes: Sequence[str], stopped: Callable[[], bool] = lambda: False, *, on: date | None = None
) -> Iterator[tuple[str, Mapping[Verdict, int]]]:
    """The stock that has not left yet assessed for each country in turn; ends early once ``stopped`` says so.

    ``on`` is another day than today.

    What does not depend on the destination is worked out once for all of them.
    """
    checker = Checker(desk, Question(on or desk.today))
    cars = [car for car in desk.store.all(CARS) if not car.archived and not has_left(car)]
    for code in codes:
        found: Counter[Verdict] = Counter()
        for car in cars:
            if stopped():
                return
            found[checker.answer(car, code).assessment.verdict] += 1
        yield code, found


def packs_of(desk: Desk, code: str) -> tuple[Pack, ...]:
    """The pack of a country, if there is one, then those of the groups it belongs to."""
    packs = desk.library.packs.values()
    own = [pack for pack in packs if pack.jurisdiction == code]
    return (*own, *(pack for pack in packs if pack.has_member(code, desk.today)))


def rules_of(desk: Desk, code: str) -> list[Rule]:
    """All rules of a country and its groups, the gravest first; those that enter no verdict come last."""
    rules = [rule for pack in packs_of(desk, code) for rule in pack.rules]
    return sorted(rules, key=lambda rule: (not rule.counts, _ORDER[rule.severity]))


def rules_on(desk: Desk, code: str, on: date) -> list[Rule]:
    """The rules of a country as they stand on a day: those in force, those to come by their day, those that ended."""
    place = {"in_force": 0, "ending": 0, "coming": 1, "ended": 2}

    def weight(rule: Rule) -> tuple[int, date]:
        stands = standing(rule, on)
        begins = rule.effective_from if stands == "coming" else None
        return place[stands], begins or date.min

    return sorted(rules_of(desk, code), key=weight)


def is_stale(desk: Desk, pack: Pack) -> bool:
    """Whether a pack was not looked at for too long to be relied on, or on a day to come."""
    return not 0 <= (desk.today - pack.checked).days <= desk.settings.readiness.staleness_days
