"""Readiness: may this car enter that country on that day, and what is missing?

``Assessor`` holds the packs that count for one destination and route, compiled once. Rules that read the same facts
form a group; a group answers once for each distinct combination of fact values it meets, so thousands of cars cost
little more than their differences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import Any

import msgspec

from tui.domain.conditions import Atom, compile_condition, first_day, holds
from tui.domain.facts import FACTS, PLACE, Case
from tui.domain.rules import Gate, Pack, Rule, RuleSeverity

ORIGIN = "CN"
"""The jurisdiction whose export pack always counts."""
HORIZON_DAYS = 60
_LOOK_AHEAD_DAYS = 400


class Verdict(StrEnum):
    """The answer for a car, a destination and a date."""

    READY = "READY"
    ACTION = "ACTION"
    UNKNOWN = "UNKNOWN"
    BLOCKED = "BLOCKED"


WORST_FIRST = (Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ACTION, Verdict.READY)
_BADNESS = {verdict: -place for place, verdict in enumerate(WORST_FIRST)}


class State(StrEnum):
    """What a rule says of a car."""

    FLAGGED = "flagged"
    SATISFIED = "satisfied"
    CANNOT_TELL = "cannot_tell"
    OVERRIDDEN = "overridden"


class Flag(msgspec.Struct, frozen=True):
    """What one rule says of one car.

    ``missing`` are facts without which it cannot be told; ``needs`` the papers or evidence not held, of which
    ``any_of`` says whether one is enough. A flagged block with ``turns_blocked_on`` does not bite yet: it will, on
    that day. ``clears_on`` is the first day on which a flagged rule would no longer apply, all else unchanged.
    """

    rule: Rule
    state: State
    missing: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    any_of: bool = False
    reads: tuple[str, ...] = ()
    on: date | None = None
    turns_blocked_on: date | None = None
    clears_on: date | None = None

    @property
    def verdict(self) -> Verdict:
        """What this flag alone would make of the car."""
        decides = self.rule.severity in {RuleSeverity.BLOCK, RuleSeverity.REQUIRE}
        if not decides or self.state in {State.SATISFIED, State.OVERRIDDEN}:
            return Verdict.READY
        if self.state is State.CANNOT_TELL:
            return Verdict.UNKNOWN
        if self.rule.severity is RuleSeverity.BLOCK and self.turns_blocked_on is None:
            return Verdict.BLOCKED
        return Verdict.ACTION


class Doubt(msgspec.Struct, frozen=True):
    """Why nothing can be said: ``no_pack`` or ``pack_stale`` for a jurisdiction, ``no_destination``, ``no_vin``."""

    code: str
    jurisdiction: str


class Assessment(msgspec.Struct, frozen=True):
    """The answer for one car and destination, with everything behind it."""

    destination: str
    via: tuple[str, ...]
    verdict: Verdict
    gates: Mapping[Gate, Verdict | None]
    flags: tuple[Flag, ...]
    assumed: tuple[str, ...]
    doubts: tuple[Doubt, ...]

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags that stand between the car and READY."""
        return tuple(flag for flag in self.flags if flag.verdict is not Verdict.READY)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of the verdicts; READY for none."""
    return max(verdicts, key=_BADNESS.__getitem__, default=Verdict.READY)


class _Compiled(msgspec.Struct, frozen=True):
    rule: Rule
    atoms: tuple[Atom, ...]
    reads: tuple[str, ...]
    dated: bool


class _Group:
    """Rules that read the same facts and the same date; answers are kept per combination of values."""

    def __init__(self, reads: tuple[str, ...], basis: str, rules: Sequence[_Compiled], horizon: int) -> None:
        self.basis = basis
        self.rules = tuple(rules)
        self._horizon = horizon
        self._reads = reads
        self._pick = _picker(reads)
        kinds = {kind for one in rules for kind in (*one.rule.needs_all, *one.rule.needs_any)}
        for one in rules:
            kinds.update(one.rule.condition.get("docs_held_any", ()))
        self._kinds = frozenset(kinds)
        self._known: dict[object, tuple[Flag, ...]] = {}

    def flags(self, case: Case) -> tuple[Flag, ...]:
        on = case.dates[self.basis]
        held, existing = case.documents[self.basis], case.existing[self.basis]
        if held or existing:
            held, existing = held & self._kinds, existing & self._kinds
        key = (self._pick(case.facts), on, held, existing)
        found = self._known.get(key)
        if found is None:
            facts = {name: case.facts[PLACE[name]] for name in self._reads}
            answers = (_judge(one, facts, on, held, existing, self._horizon) for one in self.rules)
            found = tuple(flag for flag in answers if flag is not None)
            self._known[key] = found
        return found


def _picker(names: Iterable[str]) -> Callable[[tuple[Any, ...]], object]:
    """Pick some facts out of all of them, as something to compare."""
    places = sorted(PLACE[name] for name in names)
    return itemgetter(*places) if places else lambda _: ()


def _judge(
    one: _Compiled, facts: Mapping[str, Any], on: date, held: frozenset[str], existing: frozenset[str], horizon: int
) -> Flag | None:
    """What one rule says, or None when it does not apply."""
    rule = one.rule
    applies = holds(one.atoms, facts, on, existing) if rule.in_effect(on) else False
    unmet, any_of = _unmet(rule, held)
    has_needs = bool(rule.needs_all or rule.needs_any)
    if applies is False:
        if rule.severity is RuleSeverity.BLOCK and not (has_needs and not unmet):
            turns = _first_change(one, facts, on, existing, horizon)
            if turns is not None:
                return Flag(rule, State.FLAGGED, (), unmet, any_of, one.reads, on, turns_blocked_on=turns)
        return None
    if has_needs and not unmet:
        return Flag(rule, State.SATISFIED, reads=one.reads, on=on)
    if applies is None:
        missing = _missing(one, facts, on, existing)
        return Flag(rule, State.CANNOT_TELL, missing, unmet, any_of, one.reads, on)
    clears = None
    if one.dated:
        clears = first_day(lambda day: _applies(one, facts, day, existing) is False, on, _LOOK_AHEAD_DAYS)
    return Flag(rule, State.FLAGGED, (), unmet, any_of, one.reads, on, clears_on=clears)


def _applies(one: _Compiled, facts: Mapping[str, Any], on: date, existing: frozenset[str]) -> bool | None:
    return holds(one.atoms, facts, on, existing) if one.rule.in_effect(on) else False


def _first_change(
    one: _Compiled, facts: Mapping[str, Any], on: date, existing: frozenset[str], horizon: int
) -> date | None:
    """The first day within the horizon on which the rule may apply, though it does not on ``on``.

    A day on which it *may* apply (a partial date, a missing fact) counts: cars travel, and the road back is long.
    """
    if not one.dated:
        return None
    if any(atom.test(facts, on, existing) is False for atom in one.atoms if not atom.dated):
        return None
    return first_day(lambda day: _applies(one, facts, day, existing) is not False, on, horizon)


def _missing(one: _Compiled, facts: Mapping[str, Any], on: date, existing: frozenset[str]) -> tuple[str, ...]:
    """The facts that leave the rule open: absent ones, and partial dates that lie across the line."""
    names: list[str] = []
    for atom in one.atoms:
        if atom.test(facts, on, existing) is None:
            absent = [name for name in atom.reads if facts.get(name) is None]
            names.extend(absent or atom.reads)
    return tuple(dict.fromkeys(names))


def _unmet(rule: Rule, held: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    unmet = tuple(kind for kind in rule.needs_all if kind not in held)
    if unmet:
        return unmet, False
    if rule.needs_any and held.isdisjoint(rule.needs_any):
        return rule.needs_any, True
    return (), False


class Assessor:
    """The rules of one destination and route, compiled. Build one, assess many cars."""

    def __init__(
        self,
        destination: str,
        via: tuple[str, ...],
        packs: Mapping[str, Pack],
        today: date,
        *,
        staleness_days: int,
        horizon_days: int = HORIZON_DAYS,
    ) -> None:
        self.destination = destination
        self.via = via
        rules, self.doubts = _rules_for(destination, via, packs, today, staleness_days)
        self.rules = tuple(rule for rule in rules if rule.counts)
        self._groups = _grouped(self.rules, horizon_days)
        self._whole: dict[object, Assessment] = {}
        self._replacing = tuple(rule for rule in self.rules if rule.replaces)
        self._deciding_reads = _deciding_reads(self._groups)
        self._pick = _picker({name for group in self._groups for one in group.rules for name in one.reads})

    def assess(self, case: Case) -> Assessment:
        """Assess one case; cases share one answer when the facts that the rules read, dates and papers are equal."""
        assumed = case.assumed & self._deciding_reads
        key = (self._pick(case.facts), assumed, tuple(case.dates.values()), *_papers_key(case))
        found = self._whole.get(key)
        if found is None:
            found = self._assess(case)
            self._whole[key] = found
        return found

    def _assess(self, case: Case) -> Assessment:
        flags = [flag for group in self._groups for flag in group.flags(case)]
        if self._replacing:
            gone = {
                old for rule in self._replacing if rule.in_effect(case.dates[rule.date_basis]) for old in rule.replaces
            }
            flags = [flag for flag in flags if flag.rule.id not in gone]
        gates: dict[Gate, Verdict | None] = {Gate.EXPORT: Verdict.READY, Gate.IMPORT: Verdict.READY}
        overall = Verdict.READY
        for flag in flags:
            verdict = flag.verdict
            if verdict is Verdict.READY:
                continue
            overall = worst((overall, verdict))
            gate = flag.rule.gate
            gates[gate] = worst((gates.get(gate) or Verdict.READY, verdict))
        for doubt in self.doubts:
            gate = Gate.EXPORT if doubt.jurisdiction == ORIGIN else Gate.IMPORT
            gates[gate] = worst((gates[gate] or Verdict.READY, Verdict.UNKNOWN))
            overall = worst((overall, Verdict.UNKNOWN))
        gates.setdefault(Gate.LOCALISATION, None)
        gates[Gate.PAPERS] = None
        assumed = tuple(sorted(case.assumed & self._deciding_reads))
        return Assessment(self.destination, self.via, overall, gates, tuple(flags), assumed, self.doubts)


def _papers_key(case: Case) -> tuple[object, ...]:
    if not any(case.existing.values()):
        return ()
    return (*case.documents.values(), *case.existing.values())


def _rules_for(
    destination: str, via: tuple[str, ...], packs: Mapping[str, Pack], today: date, staleness_days: int
) -> tuple[list[Rule], tuple[Doubt, ...]]:
    """The rules of the origin, the destination and its groups, and the transit rules of every country on the way."""
    chosen: dict[str, Rule] = {}
    used: dict[str, Pack] = {}
    doubts: list[Doubt] = []
    for country, transit_only in ((ORIGIN, False), (destination, False), *((code, True) for code in via)):
        own = [pack for code, pack in packs.items() if code == country or pack.has_member(country, today)]
        covered = country in packs or any(pack.covers_members for pack in own)
        if not covered or country == destination == ORIGIN:
            doubts.append(Doubt("no_pack", country))
        for pack in own:
            used[pack.jurisdiction] = pack
            chosen.update((rule.id, rule) for rule in pack.rules if not transit_only or rule.kind == "transit")
    doubts.extend(
        Doubt("pack_stale", pack.jurisdiction) for pack in used.values() if (today - pack.checked).days > staleness_days
    )
    return list(chosen.values()), tuple(dict.fromkeys(doubts))


def _grouped(rules: Sequence[Rule], horizon: int) -> tuple[_Group, ...]:
    groups: dict[tuple[tuple[str, ...], str], list[_Compiled]] = {}
    for rule in rules:
        atoms = compile_condition(rule.condition)
        names = {name for atom in atoms for name in atom.reads}
        reads = tuple(name for name in FACTS if name in names)
        dated = any(atom.dated for atom in atoms) or rule.effective_from is not None or rule.effective_to is not None
        groups.setdefault((reads, rule.date_basis), []).append(_Compiled(rule, atoms, reads, dated))
    return tuple(_Group(reads, basis, members, horizon) for (reads, basis), members in groups.items())


def _deciding_reads(groups: Sequence[_Group]) -> frozenset[str]:
    return frozenset(
        name
        for group in groups
        for one in group.rules
        if one.rule.severity in {RuleSeverity.BLOCK, RuleSeverity.REQUIRE}
        for name in one.reads
    )
