"""What to get next: the missing facts and papers of many cars, by who gives them and by what they free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from tui.desk.checking import Answer
from tui.desk.context import Desk
from tui.desk.documents import giver_of, title_of
from tui.desk.editing import name_of
from tui.desk.margins import Margins
from tui.domain.cars import Car
from tui.domain.money import Money, total
from tui.domain.readiness import Flag, State, Verdict
from tui.domain.rules import KIT_KIND


class Want(msgspec.Struct, frozen=True):
    """One thing to get: a fact, a paper (``any_of``: one of several papers will do), or an item of a kit to be met.

    ``cars`` need it; for those in ``frees``, once per destination, it is the only thing between them and a better
    verdict. ``margin`` is what the cars in ``frees`` are expected to leave before costs, per currency; of
    ``unpriced`` of them it is not known.
    """

    what: str
    codes: tuple[str, ...]
    giver: str
    destination: str
    cars: tuple[Car, ...]
    frees: tuple[Car, ...]
    rules: tuple[str, ...]
    margin: tuple[Money, ...] = ()
    unpriced: int = 0


class Giver(msgspec.Struct, frozen=True):
    """One who gives what is missing: how many wants and cars wait for him, and what he alone could free.

    ``frees`` holds a car once for each destination for which everything it lacks comes from this giver.
    """

    giver: str
    wants: int
    cars: int
    frees: tuple[Car, ...]
    margin: tuple[Money, ...]
    unpriced: int


class Hopeless(msgspec.Struct, frozen=True):
    """A block that no paper clears: the rule, and the cars it stops."""

    rule: str
    destination: str
    cars: tuple[Car, ...]


class Wanted(msgspec.Struct, frozen=True):
    """Everything that stands between the cars and READY."""

    wants: tuple[Want, ...]
    blocks: tuple[Hopeless, ...]
    givers: tuple[Giver, ...] = ()
    """In the order of what they could free, and of the margin behind it."""


Key = tuple[str, tuple[str, ...], str]
"""What is wanted: fact, paper or kit item, its codes, and the destination."""


def gather(desk: Desk, answers: Iterable[Answer]) -> Wanted:
    """Gather the open flags of many answers, ranked by the verdicts they free and the margin behind them."""
    needed: dict[Key, dict[int, Car]] = {}
    rules: dict[Key, dict[str, None]] = {}
    per_answer: list[tuple[Car, set[Key], set[Key]]] = []
    blocks: dict[tuple[str, str], list[Car]] = {}
    for answer in answers:
        wants: set[Key] = set()
        deciding: set[Key] = set()
        stuck = bool(answer.assessment.doubts)
        for flag in answer.assessment.open_flags:
            keys = _keys(flag, answer.destination)
            if not keys:
                stuck = True
                if flag.verdict is Verdict.BLOCKED:
                    blocks.setdefault((flag.rule.id, answer.destination), []).append(answer.car)
            for key in keys:
                needed.setdefault(key, {})[answer.car.id] = answer.car
                rules.setdefault(key, {})[flag.rule.id] = None
                wants.add(key)
                if flag.verdict is answer.assessment.verdict:
                    deciding.add(key)
        if wants and not stuck:
            per_answer.append((answer.car, wants, deciding))
    givers = {key: _giver(desk, key) for key in needed}
    frees: dict[Key, list[Car]] = {}
    freed_by: dict[str, list[Car]] = {}
    for car, wants, deciding in per_answer:
        if len(deciding) == 1:
            frees.setdefault(next(iter(deciding)), []).append(car)
        if len(of := {givers[key] for key in wants}) == 1:
            freed_by.setdefault(of.pop(), []).append(car)
    margins = Margins(desk)
    found = []
    for key, cars in needed.items():
        freed = tuple(frees.get(key, ()))
        margin, unpriced = _behind(freed, margins)
        what, codes, to = key
        found.append(
            Want(what, codes, givers[key], to, tuple(cars.values()), freed, tuple(rules[key]), margin, unpriced)
        )
    ranked = _ranked(desk, found, freed_by, margins)
    place = {one.giver: place for place, one in enumerate(ranked)}
    home = desk.settings.firm.home_currency
    found.sort(key=lambda w: (place[w.giver], -len(w.frees), -_figure(w.margin, home), -len(w.cars), w.codes))
    hopeless = tuple(Hopeless(rule, to, tuple(cars)) for (rule, to), cars in sorted(blocks.items()))
    return Wanted(tuple(found), hopeless, ranked)


def _ranked(desk: Desk, found: Sequence[Want], freed_by: dict[str, list[Car]], margins: Margins) -> tuple[Giver, ...]:
    ranked = []
    for giver in dict.fromkeys(want.giver for want in found):
        own = [want for want in found if want.giver == giver]
        freed = freed_by.get(giver, [])
        cars = {car.id for want in own for car in want.cars}
        ranked.append(Giver(giver, len(own), len(cars), tuple(freed), *_behind(freed, margins)))
    home = desk.settings.firm.home_currency
    ranked.sort(key=lambda one: (-len(one.frees), -_figure(one.margin, home), -one.cars, one.giver))
    return tuple(ranked)


def _behind(cars: Sequence[Car], margins: Margins) -> tuple[tuple[Money, ...], int]:
    """The margin behind some cars, each counted once, and of how many it is not known."""
    once = {car.id: car for car in cars}.values()
    known = [margin for car in once if (margin := margins.of(car)) is not None]
    return total(known), len(once) - len(known)


def _figure(sums: Sequence[Money], currency: str) -> Decimal:
    return next((money.amount for money in sums if money.currency == currency), Decimal(0))


def _keys(flag: Flag, destination: str) -> list[Key]:
    """What would help with a flag: the missing facts of one that cannot be told, else its papers, or its kit item."""
    if flag.state is State.CANNOT_TELL and flag.missing:
        return _facts(flag, destination)
    if flag.rule.kind == KIT_KIND and flag.state is State.FLAGGED:
        return _facts(flag, destination) or [("kit", (flag.rule.id,), destination)]
    if flag.any_of:
        return [("paper", flag.needs, destination)]
    return [("paper", (kind,), destination) for kind in flag.needs]


def _facts(flag: Flag, destination: str) -> list[Key]:
    names = dict.fromkeys(ASK.get(name, name) for name in flag.missing)
    return [("fact", (name,), "" if name in _OF_CAR else destination) for name in names]


ASK = {"customs_condition": "first_registration", "cn_never_registered": "first_registration"}
"""Facts that follow from another one, which is what to ask for."""
_OF_CAR = frozenset({
    "first_registration", "manufacture_date", "customs_condition", "damage_history", "former_use", "battery_soh",
    "odometer_km", "powertrain", "fuel", "steering", "engine_cc", "power_hp", "power_30min_hp", "model_year",
    "software_languages", "charge_port",
})  # fmt: skip
"""Facts that are the same for every destination, so that they are asked for once."""


def _giver(desk: Desk, key: Key) -> str:
    what, codes, _ = key
    if what == "fact":
        known = desk.library.facts.get(codes[0])
        return known.giver if known else "self"
    givers = {giver_of(desk, code) for code in codes}
    return givers.pop() if len(givers) == 1 else "importer"


def title(desk: Desk, want: Want) -> tuple[str, ...]:
    """The English titles of what is wanted (to be translated where they are shown)."""
    if want.what == "fact":
        known = desk.library.facts.get(want.codes[0])
        return (known.title if known else want.codes[0],)
    return tuple(title_of(desk, code) for code in want.codes)


def as_json(desk: Desk, wanted: Wanted, on: str) -> dict[str, Any]:
    """The ``nearnew/missing/1`` document."""
    return {
        "schema": "nearnew/missing/1",
        "on": on,
        "packs": desk.library.packs_version,
        "missing": [
            {
                "what": want.what,
                "codes": list(want.codes),
                "giver": want.giver,
                "to": want.destination or None,
                "cars": [name_of(car) for car in want.cars],
                "frees": [name_of(car) for car in want.frees],
                "rules": list(want.rules),
                "margin": _amounts(want.margin),
                "margin_unknown": want.unpriced,
            }
            for want in wanted.wants
        ],
        "givers": [
            {
                "giver": one.giver,
                "wants": one.wants,
                "cars": one.cars,
                "frees": [name_of(car) for car in one.frees],
                "margin": _amounts(one.margin),
                "margin_unknown": one.unpriced,
            }
            for one in wanted.givers
        ],
        "blocked": [
            {"rule": block.rule, "to": block.destination, "cars": [name_of(car) for car in block.cars]}
            for block in wanted.blocks
        ],
    }


def _amounts(sums: Sequence[Money]) -> list[dict[str, str]]:
    return [{"amount": str(money.amount), "currency": money.currency} for money in sums]


def of_giver(wanted: Wanted, giver: str | None) -> Wanted:
    """Only what one giver gives; everything when none is named."""
    if giver is None:
        return wanted
    return Wanted(
        tuple(want for want in wanted.wants if want.giver == giver),
        wanted.blocks,
        tuple(one for one in wanted.givers if one.giver == giver),
    )
