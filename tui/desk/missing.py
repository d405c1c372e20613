"""What to get next: the missing facts and papers of many cars, by who gives them and by what they free."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from tui.desk.checking import Answer
from tui.desk.context import Desk
from tui.desk.documents import giver_of, title_of
from tui.desk.editing import name_of
from tui.domain.cars import Car
from tui.domain.readiness import Flag, State, Verdict


class Want(msgspec.Struct, frozen=True):
    """One thing to get: a fact or a paper (``any_of``: one of several papers will do).

    ``cars`` need it; for those in ``frees`` it is the only thing between them and a better verdict.
    """

    what: str
    codes: tuple[str, ...]
    giver: str
    destination: str
    cars: tuple[Car, ...]
    frees: tuple[Car, ...]
    rules: tuple[str, ...]


class Hopeless(msgspec.Struct, frozen=True):
    """A block that no paper clears: the rule, and the cars it stops."""

    rule: str
    destination: str
    cars: tuple[Car, ...]


class Wanted(msgspec.Struct, frozen=True):
    """Everything that stands between the cars and READY."""

    wants: tuple[Want, ...]
    blocks: tuple[Hopeless, ...]


def gather(desk: Desk, answers: Iterable[Answer]) -> Wanted:
    """Gather the open flags of many answers; givers in the order of how many cars wait for them."""
    needed: dict[tuple[str, tuple[str, ...], str], dict[int, Car]] = {}
    rules: dict[tuple[str, tuple[str, ...], str], dict[str, None]] = {}
    per_answer: list[tuple[Car, str, set[tuple[str, tuple[str, ...], str]], bool]] = []
    blocks: dict[tuple[str, str], list[Car]] = {}
    for answer in answers:
        wants: set[tuple[str, tuple[str, ...], str]] = set()
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
        per_answer.append((answer.car, answer.destination, wants, stuck))
    frees: dict[tuple[str, tuple[str, ...], str], list[Car]] = {}
    for car, _destination, wants, stuck in per_answer:
        if len(wants) == 1 and not stuck:
            frees.setdefault(next(iter(wants)), []).append(car)
    found = [
        Want(
            key[0],
            key[1],
            _giver(desk, key),
            key[2],
            tuple(cars.values()),
            tuple(frees.get(key, ())),
            tuple(rules[key]),
        )
        for key, cars in needed.items()
    ]
    weight: dict[str, int] = {}
    for want in found:
        weight[want.giver] = weight.get(want.giver, 0) + len(want.cars)
    found.sort(key=lambda w: (-weight[w.giver], w.giver, -len(w.frees), -len(w.cars), w.codes))
    return Wanted(tuple(found), tuple(Hopeless(rule, to, tuple(cars)) for (rule, to), cars in sorted(blocks.items())))


def _keys(flag: Flag, destination: str) -> list[tuple[str, tuple[str, ...], str]]:
    """What would help with a flag: the missing facts of one that cannot be told, else its papers."""
    if flag.state is State.CANNOT_TELL and flag.missing:
        names = dict.fromkeys(_ASK.get(name, name) for name in flag.missing)
        return [("fact", (name,), "" if name in _OF_CAR else destination) for name in names]
    if flag.any_of:
        return [("paper", flag.needs, destination)]
    return [("paper", (kind,), destination) for kind in flag.needs]


_ASK = {"customs_condition": "first_registration", "cn_never_registered": "first_registration"}
"""Facts that follow from another one, which is what to ask for."""
_OF_CAR = frozenset({
    "first_registration", "manufacture_date", "customs_condition", "damage_history", "former_use", "battery_soh",
    "odometer_km", "powertrain", "fuel", "steering", "engine_cc", "power_hp", "power_30min_hp", "model_year",
})  # fmt: skip
"""Facts that are the same for every destination, so that they are asked for once."""


def _giver(desk: Desk, key: tuple[str, tuple[str, ...], str]) -> str:
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
            }
            for want in wanted.wants
        ],
        "blocked": [
            {"rule": block.rule, "to": block.destination, "cars": [name_of(car) for car in block.cars]}
            for block in wanted.blocks
        ],
    }
