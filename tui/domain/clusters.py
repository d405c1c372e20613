"""Rules that are read on the same date and ask for the same of the facts in which cars differ: asked together.

A cluster is bound to a frame (deal, dates, papers) and answers once for each combination of the car's own facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import itemgetter
from typing import Any

import msgspec

from tui.domain.date_bands import DATES, DateBands
from tui.domain.deals import DATE_BASES
from tui.domain.facts import CAR_FACTS, FACTS, PLACE, Case
from tui.domain.judging import OWN_DATE, Ruling, granted_to, judge
from tui.domain.readiness import WORST_FIRST, Flag, Verdict, worst
from tui.domain.rules import Gate, Rule

OWN = len(CAR_FACTS)
"""How many facts are the car's own; they come first."""
_LIVELY = frozenset({
    "manufacture_date", "first_registration", "odometer_km", "battery_soh", "owned_since", "price_local",
})  # fmt: skip
"""Facts in which nearly every car differs: rules that read the same ones of them are asked together."""
GATES = (Gate.EXPORT, Gate.IMPORT, Gate.LOCALISATION)
"""The gates that rules fill."""
_BADNESS: dict[Verdict | None, int] = {None: -1, **{one: place for place, one in enumerate(reversed(WORST_FIRST))}}
_NOTHING: Mapping[str, Any] = {}
Gates = tuple[Verdict | None, ...]
"""The worst verdict of each of ``GATES``; None where no flag speaks."""
SILENT: Gates = (None,) * len(GATES)
BANDED = ("odometer_km", "battery_soh")
"""Facts that rules only ever compare with lines: cars are told apart by the bands, which come behind the facts."""
_KEY_PLACE = {**PLACE, **{name: OWN + place for place, name in enumerate(BANDED)}}


class Said(msgspec.Struct, frozen=True, gc=False):
    """What a cluster says: flags with the places of their rules, gates, and what deciding rules took for granted."""

    flags: tuple[tuple[int, Flag], ...]
    gates: Gates
    granted: dict[str, Any]


class Cluster(msgspec.Struct, frozen=True):
    """Rules of one date basis that read the same lively facts."""

    basis: str
    rulings: tuple[tuple[int, Ruling], ...]
    names: tuple[str, ...]
    kinds: frozenset[str]
    date_bands: dict[tuple[date, int], Mapping[str, DateBands]] = {}
    """The bands of each date it reads, by the day it is read on and the horizon; filled as they are asked for."""

    def bands_on(self, on: date, horizon: int) -> Mapping[str, DateBands]:
        """The bands of each date that it reads on a day."""
        found = self.date_bands.get((on, horizon))
        if found is None:
            rulings = [one for _, one in self.rulings]
            made = {name: DateBands(name, rulings, on, horizon) for name in DATES if name in self.names}
            found = self.date_bands[on, horizon] = made
        return found


class BoundCluster:
    """A cluster with everything known but the car; remembers each combination of the car's facts it met."""

    def __init__(self, cluster: Cluster, frame: Case, horizon: int) -> None:
        self._rulings = cluster.rulings
        self._horizon = horizon
        self._on = frame.dates[cluster.basis]
        self._held = frame.documents[cluster.basis] & cluster.kinds
        self._existing = frame.existing[cluster.basis] & cluster.kinds
        self._strict = frame.strict
        own = tuple(name for name in cluster.names if PLACE[name] < OWN)
        self._own = tuple((name, PLACE[name]) for name in own)
        self.bands = cluster.bands_on(self._on, horizon)
        """The bands of each date that it reads."""
        self._pick = banded_picker(own, self.bands)
        self._rest = {name: frame.facts[PLACE[name]] for name in cluster.names if PLACE[name] >= OWN}
        self.reads = (
            id(cluster), self._on, self._held, self._existing, self._strict, tuple(self._rest.values()),
        )  # fmt: skip
        """What of the frame decides its answers."""
        self._known: dict[object, Said] = {}

    def said(self, drawn: tuple[Any, ...]) -> Said:
        """What it says of a car, given its facts and their bands."""
        key = self._pick(drawn)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._ask({**self._rest, **{name: drawn[place] for name, place in self._own}})
        return found

    def _ask(self, raw: dict[str, Any]) -> Said:
        flags = []
        taken: dict[str, Any] = {}
        for place, one in self._rulings:
            granted = granted_to(one, raw) if one.granted and not self._strict else _NOTHING
            if granted and one.decides:
                taken.update((name, value) for name, value in granted.items() if name in one.reads)
            facts = {**raw, **granted} if granted else raw
            flag = judge(one, facts, granted, self._on, self._held, self._existing, self._horizon)
            if flag is not None:
                flags.append((place, flag))
        return Said(tuple(flags), worst_gates(flag for _, flag in flags), taken)


def clustered(rulings: Iterable[Ruling]) -> tuple[Cluster, ...]:
    """Put rules together that are read on the same date and read the same lively facts."""
    found: dict[tuple[str, frozenset[str]], list[tuple[int, Ruling]]] = {}
    for place, one in enumerate(rulings):
        found.setdefault((basis_of(one.rule), _LIVELY.intersection(one.uses)), []).append((place, one))
    clusters = []
    for (basis, _), placed in found.items():
        members = [one for _, one in placed]
        names = {name for one in members for name in one.uses}
        kinds = {kind for one in members for kind in (*one.rule.needs_all, *one.rule.needs_any)}
        for one in members:
            asked = one.rule.condition.get("docs_held_any", ())
            kinds.update((asked,) if isinstance(asked, str) else asked)
        ordered = tuple(name for name in FACTS if name in names)
        clusters.append(Cluster(basis, tuple(placed), ordered, frozenset(kinds)))
    return tuple(clusters)


def worst_gates(flags: Iterable[Flag]) -> Gates:
    """The worst verdict of each gate."""
    verdicts: dict[Gate, Verdict] = {}
    for flag in flags:
        verdict = flag.verdict
        if verdict is not Verdict.READY:
            gate = flag.rule.gate
            verdicts[gate] = worst((verdicts.get(gate, Verdict.READY), verdict))
    return tuple(verdicts.get(gate) for gate in GATES) if verdicts else SILENT


def worst_of(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The worst of those that there are."""
    return max(verdicts, key=_BADNESS.__getitem__, default=None)


def basis_of(rule: Rule) -> str:
    """The date whose papers count: those of a rule read at the car's own date are looked at when it clears."""
    return DATE_BASES[-1] if rule.date_basis == OWN_DATE else rule.date_basis


def banded_picker(
    names: Iterable[str], bands: Mapping[str, Mapping[Any, int | None]]
) -> Callable[[tuple[Any, ...]], object]:
    """Pick some facts, of dates only their band, as something to compare."""
    dated = [(PLACE[name], bands[name]) for name in names if name in bands]
    rest = picker([name for name in names if name not in bands])
    match dated:
        case []:
            return rest
        case [(place, by)]:
            return lambda drawn: (rest(drawn), by[drawn[place]])
        case [(place, by), (other, by_other)]:
            return lambda drawn: (rest(drawn), by[drawn[place]], by_other[drawn[other]])
    return lambda drawn: (rest(drawn), *(by[drawn[place]] for place, by in dated))


def picker(names: Iterable[str]) -> Callable[[tuple[Any, ...]], object]:
    """Pick some facts out of all of them, as something to compare."""
    places = sorted(_KEY_PLACE[name] for name in names)
    return itemgetter(*places) if places else lambda _: ()
