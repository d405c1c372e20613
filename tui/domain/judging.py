"""One rule, compiled, and what it says of one car on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from tui.domain.conditions import Atom, Facts, compile_condition, first_turn, holds
from tui.domain.facts import FACTS
from tui.domain.partialdate import PartialDate
from tui.domain.pricing import PRICED_BY, Price, Tariff, price_of
from tui.domain.readiness import Flag, State
from tui.domain.rules import Rule, RuleSeverity
from tui.domain.terms import Terms
from tui.domain.windows import Windows, inside, turns

LOOK_AHEAD_DAYS = 400
"""How far ahead it is looked for the day on which a rule no longer applies."""
OWN_DATE = "first_registration"
"""The date basis that is the car's own, and may be partial or missing."""


class Ruling(msgspec.Struct, frozen=True):
    """A rule compiled for one destination.

    ``windows`` are the days on which it counts: its own time, the country's membership of the group it comes from, and
    not the time of a rule that replaces it. ``uses`` are the facts its flag depends on, ``reads`` those of its
    condition. ``granted`` is what its pack takes for granted of those it uses; ``tariff`` prices it.
    """

    rule: Rule
    atoms: tuple[Atom, ...]
    reads: tuple[str, ...]
    uses: tuple[str, ...]
    windows: Windows
    granted: Mapping[str, Any]
    tariff: Tariff = ()
    moves: bool = True
    """Whether what it says may be another on another day."""

    @property
    def decides(self) -> bool:
        """Whether the rule can change a verdict."""
        return self.rule.severity in {RuleSeverity.BLOCK, RuleSeverity.REQUIRE}


def compile_rule(rule: Rule, windows: Windows, granted: Mapping[str, Any], terms: Terms, tariff: Tariff = ()) -> Ruling:
    """Compile a rule. Raises ConditionError for a condition that cannot be read."""
    atoms = compile_condition(rule.condition, terms)
    names = {name for atom in atoms for name in atom.reads}
    if rule.date_basis == OWN_DATE:
        names.add(OWN_DATE)
    uses = names | set(PRICED_BY) if tariff else names
    moves = any(atom.dated for atom in atoms) or any(True for _ in turns(windows))
    used = _in_order(uses)
    taken = {name: granted[name] for name in used if granted.get(name) is not None}
    return Ruling(rule, atoms, _in_order(names), used, windows, taken, tariff, moves)


def judge(
    one: Ruling,
    facts: Facts,
    granted: Mapping[str, Any],
    on: date,
    held: Collection[str],
    existing: Collection[str],
    horizon: int,
) -> Flag | None:
    """What a rule says on a day, or None when it does not apply.

    ``facts`` have what the pack takes for granted filled in, ``granted`` has those alone. ``horizon`` is how many days
    ahead a block that is still to come is announced.
    """
    rule = one.rule
    if rule.date_basis == OWN_DATE:
        return _judge_on_own_date(one, facts, granted, held, existing)
    applies = _applies(one, facts, on, existing)
    unmet, any_of = unmet_needs(rule, held)
    met = bool(rule.needs_all or rule.needs_any) and not unmet
    if applies is False:
        if rule.severity is RuleSeverity.BLOCK and one.moves and not met:
            day = first_turn(
                lambda day: _applies(one, facts, day, existing) is not False,
                on,
                on + timedelta(days=horizon),
                _edges(one, facts, on, horizon),
            )
            if day is not None:
                return _flag(one, State.FLAGGED, granted, on, unmet, any_of=any_of, turns=day)
        return None
    if met:
        return _flag(one, State.SATISFIED, granted, on, price=_price(one, facts, on))
    if applies is None:
        missing = _missing(one, facts, on, existing)
        return _flag(one, State.CANNOT_TELL, granted, on, unmet, any_of=any_of, missing=missing)
    clears = None
    if one.moves:
        clears = first_turn(
            lambda day: _applies(one, facts, day, existing) is False,
            on,
            on + timedelta(days=LOOK_AHEAD_DAYS),
            _edges(one, facts, on, LOOK_AHEAD_DAYS),
        )
    price = _price(one, facts, on)
    return _flag(one, State.FLAGGED, granted, on, unmet, any_of=any_of, clears=clears, price=price)


def unmet_needs(rule: Rule, held: Collection[str]) -> tuple[tuple[str, ...], bool]:
    """The papers a rule needs that are not held, and whether one of them is enough."""
    unmet = tuple(kind for kind in rule.needs_all if kind not in held)
    if unmet:
        return unmet, False
    if rule.needs_any and not any(kind in held for kind in rule.needs_any):
        return rule.needs_any, True
    return (), False


def granted_to(one: Ruling, facts: Facts) -> dict[str, Any]:
    """What the pack takes for granted because the car does not say it."""
    return {name: value for name, value in one.granted.items() if facts[name] is None}


def _judge_on_own_date(
    one: Ruling, facts: Facts, granted: Mapping[str, Any], held: Collection[str], existing: Collection[str]
) -> Flag | None:
    """A rule read at the car's first registration: that day lies behind, so nothing is still to come."""
    rule = one.rule
    registered: PartialDate | None = facts.get(OWN_DATE)
    missing: tuple[str, ...] = (OWN_DATE,)
    on: date | None = None
    if registered is None:
        fixed = [atom.test(facts, date.min, existing) for atom in one.atoms if not atom.dated]
        applies = False if False in fixed else None
    else:
        first, last = registered.earliest, registered.latest
        answers = {_applies(one, facts, first, existing), _applies(one, facts, last, existing)}
        applies = answers.pop() if len(answers) == 1 else None
        on = first
        missing = _missing(one, facts, first, existing) or _missing(one, facts, last, existing) or (OWN_DATE,)
    if applies is False:
        return None
    unmet, any_of = unmet_needs(rule, held)
    if (rule.needs_all or rule.needs_any) and not unmet:
        return _flag(one, State.SATISFIED, granted, on)
    if applies is None:
        return _flag(one, State.CANNOT_TELL, granted, on, unmet, any_of=any_of, missing=missing)
    price = _price(one, facts, on) if on else None
    return _flag(one, State.FLAGGED, granted, on, unmet, any_of=any_of, price=price)


def _flag(
    one: Ruling,
    state: State,
    granted: Mapping[str, Any],
    on: date | None,
    needs: tuple[str, ...] = (),
    *,
    any_of: bool = False,
    missing: tuple[str, ...] = (),
    turns: date | None = None,
    clears: date | None = None,
    price: Price | None = None,
) -> Flag:
    return Flag(one.rule, state, missing, needs, any_of, one.reads, on, turns, clears, granted, price)


def _price(one: Ruling, facts: Facts, on: date) -> Price | None:
    return price_of(one.tariff, facts, on) if one.tariff else None


def _applies(one: Ruling, facts: Facts, on: date, existing: Collection[str]) -> bool | None:
    return holds(one.atoms, facts, on, existing) if inside(one.windows, on) else False


def _edges(one: Ruling, facts: Facts, on: date, days: int) -> Iterator[date]:
    """The days ahead on which the answer may change; all that a walk through the calendar could find."""
    yield from turns(one.windows)
    last = on + timedelta(days=days)
    for atom in one.atoms:
        if atom.edges is not None:
            yield from atom.edges(facts, on, last)


def _missing(one: Ruling, facts: Facts, on: date, existing: Collection[str]) -> tuple[str, ...]:
    """The facts that leave the rule open: absent ones, and those that lie across the line."""
    names: list[str] = []
    for atom in one.atoms:
        if atom.test(facts, on, existing) is None:
            absent = [name for name in atom.reads if facts.get(name) is None]
            names.extend(absent or atom.reads)
    return tuple(dict.fromkeys(names))


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(name for name in FACTS if name in wanted)
