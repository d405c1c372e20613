"""The first lawful day: when a car may go, with and without the maker's letter, and what changes on the way. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import msgspec

from tui.domain.documents import LETTER
from tui.domain.readiness import Assessment, Doubt, Flag, State, Verdict
from tui.domain.rules import RuleSeverity

LOOK_AHEAD_DAYS = 400
Ask = Callable[[date, frozenset[str]], Assessment]
"""The answer for a day on which papers of these kinds are held besides those that really are."""


class Way(msgspec.Struct, frozen=True):
    """The first day on which nothing bars the car, and what that takes; ``day`` None: none in the time looked at.

    ``papers`` are the kinds assumed to have been got by then. ``steps`` are rules that ask for something no paper
    shows. ``doubts`` say why nothing could be told on any of these days. ``bars`` are the rules in the way on the last
    day looked at, ``missing`` the facts without which it could not be told.
    """

    day: date | None
    papers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """A day after the first lawful one on which the answer turns: the car is barred, or free again; ``rules`` do it."""

    on: date
    barred: bool
    rules: tuple[str, ...]


class When(msgspec.Struct, frozen=True):
    """With the letter and without it, and what changes after the first lawful day (with the letter)."""

    with_letter: Way
    without_letter: Way
    changes: tuple[Change, ...]


def when(ask: Ask, gettable: Iterable[str], start: date, days: int = LOOK_AHEAD_DAYS) -> When:
    """Look for the first lawful days from ``start`` on; ``gettable`` are the kinds of papers that may be got."""
    papers = frozenset(gettable)
    calendar = [start + timedelta(days=step) for step in range(days + 1)]
    answers = [(day, ask(day, papers)) for day in calendar]
    bare = ask(start, frozenset())
    with_letter = _first(answers, _wanted(bare, papers))
    if all(LETTER not in flag.rule.needs_all + flag.rule.needs_any for flag in bare.flags):
        without = with_letter
    else:
        others = papers - {LETTER}
        without = _first(((day, ask(day, others)) for day in calendar), _wanted(bare, others), but=LETTER)
    return When(with_letter, without, _changes(answers, with_letter.day))


def bars(flag: Flag) -> bool:
    """Whether a flag keeps the car from going: a block in force, what cannot be told, a paper that is not there."""
    if flag.verdict in {Verdict.BLOCKED, Verdict.UNKNOWN}:
        return True
    return flag.rule.severity is RuleSeverity.REQUIRE and flag.state is State.FLAGGED and bool(flag.needs)


def _first(
    answers: Iterable[tuple[date, Assessment]], wanted: Callable[[Assessment], tuple[str, ...]], but: str = ""
) -> Way:
    last: Assessment | None = None
    doubtful = True
    for day, answer in answers:
        last = answer
        doubtful = doubtful and bool(answer.doubts)
        if not answer.doubts and not any(bars(flag) for flag in answer.flags):
            steps = tuple(flag.rule.id for flag in answer.open_flags if not flag.turns_blocked_on)
            return Way(day, tuple(kind for kind in wanted(answer) if kind != but), steps)
    if last is None:
        return Way(None)
    standing = [flag for flag in last.flags if bars(flag)]
    missing = dict.fromkeys(name for flag in standing for name in flag.missing)
    told = tuple(flag.rule.id for flag in standing)
    return Way(None, (), (), told, tuple(missing), last.doubts if doubtful else ())


def _wanted(bare: Assessment, papers: frozenset[str]) -> Callable[[Assessment], tuple[str, ...]]:
    """The papers that an answer owes its satisfied rules to and that are not held today."""
    lacking = {kind for flag in bare.flags if flag.state is not State.SATISFIED for kind in flag.needs}

    def wanted(answer: Assessment) -> tuple[str, ...]:
        held = [flag for flag in answer.flags if flag.state is State.SATISFIED]
        kinds = dict.fromkeys(kind for flag in held for kind in _chosen(flag, papers))
        return tuple(kind for kind in kinds if kind in lacking)

    return wanted


def _chosen(flag: Flag, papers: frozenset[str]) -> Sequence[str]:
    """All papers a rule needs together, and the first of those of which one is enough."""
    one = next((kind for kind in flag.rule.needs_any if kind in papers), None)
    return (*flag.rule.needs_all, *((one,) if one else ()))


def _changes(answers: Sequence[tuple[date, Assessment]], first: date | None) -> tuple[Change, ...]:
    found: list[Change] = []
    if first is None:
        return ()
    before: frozenset[str] = frozenset()
    for day, answer in answers:
        if day < first:
            continue
        standing = frozenset(flag.rule.id for flag in answer.flags if bars(flag))
        if bool(standing) is not bool(before):
            turned = standing or before
            found.append(Change(day, bool(standing), tuple(sorted(turned))))
        before = standing
    return tuple(found)
