"""What the rules behind an item of a kit say of a car: a view of flags, and never evidence of its own. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

import msgspec

from tui.domain.kits import View
from tui.domain.readiness import ORIGIN, Assessment, Doubt, Flag, State, Verdict
from tui.domain.rules import AGREEMENT_KIND, Gate, Rule


class RuleSays(StrEnum):
    """What the rules of a view come to, the worst first.

    ``MISSING``: something is still to be got or done. ``NOTED``: a rule says something that decides nothing.
    ``NOTHING_OPEN``: the rules want nothing of the car, for they do not apply to it or no longer do.
    """

    BLOCKED = "blocked"
    CANNOT_TELL = "cannot_tell"
    MISSING = "missing"
    OVERRIDDEN = "overridden"
    NOTED = "noted"
    SATISFIED = "satisfied"
    NOTHING_OPEN = "nothing_open"


_WEIGHT = {says: place for place, says in enumerate(RuleSays)}
_OF_VERDICT = {
    Verdict.BLOCKED: RuleSays.BLOCKED,
    Verdict.UNKNOWN: RuleSays.CANNOT_TELL,
    Verdict.ACTION: RuleSays.MISSING,
}


class Ruled(msgspec.Struct, frozen=True):
    """What the rules of a view say of the car ``car_id``: their flags, the worst first, and the doubts about them.

    Of a model it is the car that stands worst: ``alike`` of its ``cars`` stand no better.
    """

    says: RuleSays
    flags: tuple[Flag, ...]
    doubts: tuple[Doubt, ...] = ()
    car_id: int = 0
    cars: int = 1
    alike: int = 1
    uncompared: bool = False
    """Whether no two papers of the car could be compared, so that their agreement is not known."""


def ruled(view: View, jurisdictions: Collection[str], said: Assessment, car_id: int = 0) -> Ruled:
    """What the rules of a view say of a car that was assessed. What nobody can tell is never satisfied.

    ``jurisdictions`` are those of the rules that the view names.
    """
    flags = sorted((flag for flag in said.flags if _speaks(view, flag.rule)), key=lambda flag: _WEIGHT[_says(flag)])
    doubts = tuple(doubt for doubt in said.doubts if _concerns(view, jurisdictions, doubt))
    uncompared = view.papers and said.gates.get(Gate.PAPERS) is None
    found = [_says(flag) for flag in flags]
    if doubts or uncompared:
        found.append(RuleSays.CANNOT_TELL)
    says = min(found, key=_WEIGHT.__getitem__, default=RuleSays.SATISFIED if view.papers else RuleSays.NOTHING_OPEN)
    return Ruled(says, tuple(flags), doubts, car_id, uncompared=uncompared)


def worst_of(all_cars: Sequence[Ruled]) -> Ruled | None:
    """What the rules say of the car that stands worst, and how many stand like it; None for no cars."""
    if not all_cars:
        return None
    first = min(all_cars, key=lambda one: _WEIGHT[one.says])
    alike = sum(one.says is first.says for one in all_cars)
    return msgspec.structs.replace(first, cars=len(all_cars), alike=alike)


def _speaks(view: View, rule: Rule) -> bool:
    abroad = rule.jurisdiction != ORIGIN and rule.kind in view.kinds
    return rule.id in view.rules or abroad or (view.papers and rule.kind == AGREEMENT_KIND)


def _concerns(view: View, jurisdictions: Collection[str], doubt: Doubt) -> bool:
    """Whether a doubt is about the rules of a view; what has no VIN can satisfy none of them."""
    if doubt.code in {"no_vin", "no_destination"}:
        return True
    return doubt.jurisdiction in jurisdictions or (bool(view.kinds) and doubt.jurisdiction != ORIGIN)


def _says(flag: Flag) -> RuleSays:
    if flag.verdict is not Verdict.READY:
        return _OF_VERDICT[flag.verdict]
    if flag.state is State.OVERRIDDEN:
        return RuleSays.OVERRIDDEN
    return RuleSays.SATISFIED if flag.state is State.SATISFIED else RuleSays.NOTED
