"""Working out readiness: the rules that count for a destination and a route, compiled once and asked many times.

Rules fall into two sections, those of the origin and those of the way and the destination. What a section says depends
on the facts it reads and on the frame (deal, dates, papers): it is *bound* to a frame once, and then answers once for
each distinct combination of the car's own facts, so thousands of cars cost little more than their differences. The
section of the origin is shared by all destinations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import msgspec

from tui.domain.alike import Alike, Bands
from tui.domain.choosing import Chosen, chosen_rules
from tui.domain.clusters import (
    BANDED,
    GATES,
    OWN,
    SILENT,
    BoundCluster,
    Cluster,
    Gates,
    banded_picker,
    basis_of,
    clustered,
    picker,
    worst_gates,
    worst_of,
)
from tui.domain.conditions import compile_condition
from tui.domain.date_bands import DATES, DateBand, together
from tui.domain.facts import PLACE, Case
from tui.domain.judging import Ruling
from tui.domain.readiness import HORIZON_DAYS, ORIGIN, Assessment, Doubt, Flag, Verdict, worst
from tui.domain.rules import Gate, Pack, Rule
from tui.domain.windows import inside

_PLACE = itemgetter(0)
_MOST_KEPT = 5000
"""Deals and papers a section remembers before it begins afresh: a session may ask for very many days."""


class Own(msgspec.Struct, frozen=True, gc=False):
    """A car's own facts, and behind them the bands of those that rules only compare with lines.

    One tuple has both: of very many cars, each more would be one for the garbage collector to walk through.
    """

    drawn: tuple[Any, ...]

    @property
    def facts(self) -> tuple[Any, ...]:
        """The facts in the order of ``CAR_FACTS``."""
        return self.drawn[:OWN]


class Lines:
    """The numbers that the rules of some packs compare facts with: cars between the same two are alike to them."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        found: dict[str, set[Any]] = {name: set() for name in BANDED}
        for pack in packs.values():
            for condition in (*(rule.condition for rule in pack.rules), *pack.used_when):
                for atom in compile_condition(condition):
                    for name, line in atom.lines:
                        found.get(name, set()).add(line)
        self.bands: Mapping[str, Bands] = {name: Bands(found[name]) for name in BANDED}
        """The bands of each fact that rules only compare with lines."""
        self._drawn = tuple((PLACE[name], bands) for name, bands in self.bands.items())

    def own(self, facts: tuple[Any, ...]) -> Own:
        """A car's own facts, given in the order of ``CAR_FACTS``, with their bands."""
        (first, first_bands), (second, second_bands) = self._drawn
        return Own((*facts, first_bands[facts[first]], second_bands[facts[second]]))


class Part:
    """What one section says of a car: flags, the worst of each gate, and the facts it took for granted.

    Compared by identity: equal cars get the same part.
    """

    __slots__ = ("assumed", "flags", "gates", "granted")

    def __init__(self, flags: tuple[Flag, ...], gates: Gates, assumed: frozenset[str], granted: dict[str, Any]) -> None:
        self.flags = flags
        self.gates = gates
        self.assumed = assumed.union(granted) if granted else assumed
        self.granted = granted


class Section:
    """Compiled rules of one side."""

    def __init__(self, rulings: Sequence[Ruling], across: Sequence[tuple[Ruling, str]], horizon: int) -> None:
        """``across`` are rulings that replace a rule read at another date, by its id."""
        self.rulings = tuple(rulings)
        self._across = tuple(across)
        self._horizon = horizon
        self._clusters = clustered(self.rulings)
        self.deciding = frozenset(name for one in self.rulings if one.decides for name in one.reads)
        used = {name for one in self.rulings for name in one.uses}
        self._kinds = frozenset(kind for cluster in self._clusters for kind in cluster.kinds)
        self._bases = tuple(dict.fromkeys(basis_of(one.rule) for one in (*self.rulings, *(r for r, _ in across))))
        self.own_facts = frozenset(name for name in used if PLACE[name] < OWN)
        """The facts of cars that its rules read."""
        self._bands: dict[tuple[date, ...], Mapping[str, DateBand]] = {}
        self._pick_rest = picker([name for name in used if PLACE[name] >= OWN])
        self._bound: dict[object, BoundSection] = {}
        self._bound_clusters: dict[object, BoundCluster] = {}

    def bind(self, frame: Case) -> BoundSection:
        """The section for one deal and set of papers; frames that it cannot tell apart share one."""
        papers = tuple(
            (frame.dates[basis], frame.documents[basis] & self._kinds, frame.existing[basis] & self._kinds)
            for basis in self._bases
        )
        key = (self._pick_rest(frame.facts), papers, frame.assumed & self.deciding, frame.strict)
        found = self._bound.get(key)
        if found is None:
            if len(self._bound) >= _MOST_KEPT:
                self._bound.clear()
                self._bound_clusters.clear()
            clusters = tuple([self._bind(cluster, frame) for cluster in self._clusters])
            found = BoundSection(self, frame, clusters, self._gone(frame.dates), self._bands_on(frame, clusters))
            self._bound[key] = found
        return found

    def _bands_on(self, frame: Case, clusters: Iterable[BoundCluster]) -> Mapping[str, DateBand]:
        """The bands of each date that its rules read, on the days of a frame."""
        days = tuple(frame.dates[basis] for basis in self._bases)
        found = self._bands.get(days)
        if found is None:
            if len(self._bands) >= _MOST_KEPT:
                self._bands.clear()
            kept = tuple(clusters)
            found = self._bands[days] = {
                name: together([one.bands[name] for one in kept if name in one.bands])
                for name in DATES
                if name in self.own_facts
            }
        return found

    def _bind(self, cluster: Cluster, frame: Case) -> BoundCluster:
        """A cluster for one deal and set of papers: most of what differs between frames most clusters do not read."""
        bound = BoundCluster(cluster, frame, self._horizon)
        return self._bound_clusters.setdefault(bound.reads, bound)

    def _gone(self, dates: Mapping[str, date]) -> frozenset[str]:
        """The rules replaced by one that is read at another date and in force on it."""
        return frozenset(old for one, old in self._across if inside(one.windows, dates[basis_of(one.rule)]))


class BoundSection:
    """A section with everything known but the car."""

    def __init__(
        self,
        section: Section,
        frame: Case,
        clusters: tuple[BoundCluster, ...],
        gone: frozenset[str],
        bands: Mapping[str, DateBand],
    ) -> None:
        self._gone = gone
        self._assumed = frame.assumed & section.deciding
        self.bands = bands
        """The bands of each date that its rules read."""
        self._pick = banded_picker(section.own_facts, bands)
        self._clusters = clusters
        self._parts: dict[object, Part] = {}

    def part(self, car: Own) -> Part:
        """What the section says of a car."""
        key = self._pick(car.drawn)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = self._ask(car)
        return found

    def _ask(self, car: Own) -> Part:
        told = [cluster.said(car.drawn) for cluster in self._clusters]
        placed: list[tuple[int, Flag]] = []
        granted: dict[str, Any] = {}
        for said in told:
            placed += said.flags
            if said.granted:
                granted.update(said.granted)
        if self._gone:
            placed = [(place, flag) for place, flag in placed if flag.rule.id not in self._gone]
            gates = worst_gates(flag for _, flag in placed)
        else:
            spoken = {said.gates for said in told} - {SILENT}
            gates = spoken.pop() if len(spoken) == 1 else tuple(map(worst_of, zip(*spoken, strict=True)))
        placed.sort(key=_PLACE)
        return Part(tuple([flag for _, flag in placed]), gates or SILENT, self._assumed, granted)


class Bound:
    """An assessor for one deal and set of papers: give it cars."""

    def __init__(self, assessor: Assessor, frame: Case) -> None:
        self._assessor = assessor
        self.origin = assessor.origin.bind(frame)
        self.way = assessor.way.bind(frame)
        self._doubts = assessor.doubts_on(frame.dates["clearance"])
        self._whole = assessor.whole.setdefault(self._doubts, {})

    def assess(self, car: Own) -> Assessment:
        """The answer for a car; equal cars share one."""
        return self._answer((self.origin.part(car), self.way.part(car)))

    def alike(self, fields: Iterable[str]) -> Alike:
        """What tells cars apart to these rules on these days, or by some fields besides."""
        return self._assessor.alike(fields, self.origin.bands, self.way.bands)

    def _answer(self, pair: tuple[Part, Part]) -> Assessment:
        found = self._whole.get(pair)
        if found is None:
            if len(self._whole) >= _MOST_KEPT * 20:
                self._whole.clear()
            found = self._whole[pair] = self._assessor.put_together(*pair, self._doubts)
        return found


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
        origins: dict[int, Section] | None = None,
        lines: Lines | None = None,
    ) -> None:
        """For assessors of the same packs: ``origins`` keeps the origin's section by horizon, ``lines`` their lines."""
        self.destination = destination
        self.via = via
        self._today = today
        self._staleness_days = staleness_days
        self._lines = lines or Lines(packs)
        kept = {} if origins is None else origins
        if horizon_days not in kept:
            kept[horizon_days] = _section(chosen_rules(ORIGIN, (), packs, origin=True), horizon_days)
        self.origin = kept[horizon_days]
        self._chosen = chosen_rules(destination, via, packs, origin=False)
        self.way = _section(self._chosen, horizon_days)
        self.rules: tuple[Rule, ...] = tuple(one.rule for one in (*self.origin.rulings, *self.way.rulings))
        self._packs = packs
        self.whole: dict[tuple[Doubt, ...], dict[tuple[Part, Part], Assessment]] = {}
        self._alikes: dict[tuple[object, ...], tuple[Alike, Mapping[str, DateBand], Mapping[str, DateBand]]] = {}
        """By the identity of the bands, which are kept beside them."""
        self._mixed: dict[tuple[object, ...], tuple[Mapping[Gate, Verdict | None], Verdict]] = {}
        self._assumed: dict[tuple[frozenset[str], frozenset[str]], tuple[str, ...]] = {}

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Why nothing can be said of a car that clears today."""
        return self.doubts_on(self._today)

    def doubts_on(self, day: date) -> tuple[Doubt, ...]:
        """Why nothing can be said of a car that clears on a day.

        There are no rules, or not all, or they were not checked for long, or on a day that is still to come.
        """
        doubts = []
        for country in dict.fromkeys((ORIGIN, self.destination, *self.via)):
            of_it = self._packs.get(country)
            groups = [pack for pack in self._packs.values() if pack.covers_members and pack.has_member(country, day)]
            whole = bool(groups) and not any(country in pack.lacks for pack in groups)
            if (of_it is None and not whole) or country == self.destination == ORIGIN:
                doubts.append(Doubt("no_pack", country))
            elif of_it is not None:
                doubts += [Doubt("no_pack", code) for code in of_it.lacks if code not in self._packs]
        used = dict.fromkeys((*((ORIGIN,) if ORIGIN in self._packs else ()), *self._chosen.packs))
        for code in used:
            days = (self._today - self._packs[code].checked).days
            if not 0 <= days <= self._staleness_days:
                doubts.append(Doubt("pack_ahead" if days < 0 else "pack_stale", code))
        return tuple(dict.fromkeys(doubts))

    def bind(self, frame: Case) -> Bound:
        """The assessor for one deal and set of papers; the car's own facts in the frame do not matter."""
        return Bound(self, frame)

    def alike(self, fields: Iterable[str], origin: Mapping[str, DateBand], way: Mapping[str, DateBand]) -> Alike:
        """What tells cars apart to these rules, given the bands of dates of each side, or by some fields besides."""
        key = (tuple(fields), id(origin), id(way))
        found = self._alikes.get(key)
        if found is None:
            dates = {name: together([side[name] for side in (origin, way) if name in side]) for name in DATES}
            facts = self.origin.own_facts | self.way.own_facts
            alike = Alike(facts, key[0], self._lines.bands, dates)
            found = self._alikes[key] = (alike, origin, way)
        return found[0]

    def assess(self, case: Case) -> Assessment:
        """Assess one case."""
        return self.bind(case).assess(self._lines.own(case.facts[:OWN]))

    def put_together(self, origin: Part, way: Part, doubts: tuple[Doubt, ...]) -> Assessment:
        """One answer from what the two sections say."""
        key = (origin.gates, way.gates, doubts)
        mixed = self._mixed.get(key)
        if mixed is None:
            gates = _gates(origin, way, doubts)
            mixed = self._mixed[key] = (gates, worst_of(gates.values()) or Verdict.READY)
        gates, overall = mixed
        names = (origin.assumed, way.assumed)
        assumed = self._assumed.get(names)
        if assumed is None:
            assumed = self._assumed[names] = tuple(sorted(origin.assumed | way.assumed))
        granted_too = origin.granted | way.granted if way.granted else origin.granted
        flags = origin.flags + way.flags
        return Assessment(self.destination, self.via, overall, gates, flags, assumed, doubts, granted_too)


def _gates(origin: Part, way: Part, doubts: Iterable[Doubt]) -> Mapping[Gate, Verdict | None]:
    found: dict[Gate, Verdict | None] = {Gate.EXPORT: Verdict.READY, Gate.IMPORT: Verdict.READY}
    for part in (origin, way):
        for gate, verdict in zip(GATES, part.gates, strict=True):
            if verdict is not None:
                found[gate] = worst((found.get(gate) or Verdict.READY, verdict))
    for doubt in doubts:
        gate = Gate.EXPORT if doubt.jurisdiction == ORIGIN else Gate.IMPORT
        found[gate] = worst((found[gate] or Verdict.READY, Verdict.UNKNOWN))
    found.setdefault(Gate.LOCALISATION, None)
    found[Gate.PAPERS] = None
    return found


def _section(chosen: Chosen, horizon: int) -> Section:
    return Section(chosen.rulings, chosen.across, horizon)
