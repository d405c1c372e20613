"""Why a flag says what it says: the facts compared, what would clear it, and how sure its source is.

Everything is plain data with codes; ``desk.explained`` has the sentences. What would clear a flag is a fact, a paper or
a day; other roads into the same country are never offered, for a route that hides where a car comes from is no remedy.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from tui.desk.checking import Answer
from tui.desk.context import Desk
from tui.desk.documents import giver_of
from tui.desk.kit_views import item_json
from tui.desk.localising import kit_of_car
from tui.desk.views import plain
from tui.domain.choosing import group_members, terms_of
from tui.domain.comparing import Comparison, compared
from tui.domain.facts import FACTS, PLACE, Case, origin_of
from tui.domain.kit_standing import ItemStanding
from tui.domain.kits import ITEM
from tui.domain.pricing import Price
from tui.domain.readiness import ORIGIN, Flag, State
from tui.domain.rules import KIT_KIND, Rule


class Seen(msgspec.Struct, frozen=True):
    """A fact as it was seen: its value (None: missing) and where it comes from (empty: missing)."""

    name: str
    value: Any
    origin: str


class Line(msgspec.Struct, frozen=True):
    """One key of the condition, and the facts it was compared with."""

    comparison: Comparison
    seen: tuple[Seen, ...]


class Remedy(msgspec.Struct, frozen=True):
    """What would clear a flag.

    ``papers`` are to be got (with ``any_of`` one of them is enough), ``facts`` are to be told, ``steps`` are what the
    rule wants done, in its own words. From ``clears_on`` the rule no longer applies, all else unchanged. Nothing of all
    this: no paper and no day clears it for this car.
    """

    papers: tuple[str, ...] = ()
    any_of: bool = False
    facts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    clears_on: date | None = None

    @property
    def is_none(self) -> bool:
        """Whether nothing would."""
        return not (self.papers or self.facts or self.steps) and self.clears_on is None


class Explanation(msgspec.Struct, frozen=True):
    """A flag in full. ``on`` is the day compared on: for a block still to come, the day it begins."""

    flag: Flag
    on: date | None
    lines: tuple[Line, ...]
    remedy: Remedy
    held: tuple[str, ...]
    """The papers that satisfy it, where it is satisfied."""
    price: Price | None
    days_since_check: int
    kit: ItemStanding | None = None
    """The item of the kit that speaks, with what it was worked out from."""

    @property
    def rule(self) -> Rule:
        """The rule that speaks."""
        return self.flag.rule


def explain(desk: Desk, answer: Answer, flag: Flag) -> Explanation:
    """Explain one flag of an answer."""
    case = answer.case
    on = flag.turns_blocked_on or flag.on
    remedy = Remedy()
    held: tuple[str, ...] = ()
    if flag.state is State.SATISFIED:
        held = (*flag.rule.needs_all, *flag.rule.needs_any)
    else:
        asked = flag.missing if flag.state is State.CANNOT_TELL else ()
        remedy = Remedy(flag.needs, flag.any_of, asked, flag.rule.requires, flag.clears_on)
    checked = (desk.today - flag.rule.checked).days
    if flag.rule.kind == KIT_KIND:
        if flag.state is not State.SATISFIED:
            remedy = Remedy(facts=flag.missing, steps=flag.rule.requires)
        return Explanation(flag, on, (), remedy, (), None, checked, _item(desk, answer, flag))
    lines = _lines(desk, answer, case, flag, on) if case is not None and on is not None else ()
    return Explanation(flag, on, lines, remedy, held, flag.price, checked)


def _item(desk: Desk, answer: Answer, flag: Flag) -> ItemStanding | None:
    page = kit_of_car(desk, answer.car, answer.destination, flag.on)
    return page.item(flag.rule.id.removeprefix(ITEM))


def _lines(desk: Desk, answer: Answer, case: Case, flag: Flag, on: date) -> tuple[Line, ...]:
    packs = desk.library.packs
    groups = desk.kept("groups", (packs,), lambda: group_members(packs))
    country = ORIGIN if flag.rule.jurisdiction == ORIGIN else answer.destination
    facts = {name: flag.granted.get(name, case.facts[PLACE[name]]) for name in FACTS}
    basis = flag.rule.date_basis if flag.rule.date_basis in case.existing else "clearance"
    keys = compared(flag.rule, terms_of(country, packs, groups), facts, on, case.existing[basis])
    return tuple(Line(one, tuple(_seen(name, facts[name], answer, case, flag) for name in one.facts)) for one in keys)


def _seen(name: str, value: Any, answer: Answer, case: Case, flag: Flag) -> Seen:
    origin = origin_of(name, case, answer.car, assumed=name in flag.granted)
    return Seen(name, value, origin.value if origin else "")


def as_json(desk: Desk, told: Explanation) -> dict[str, Any]:
    """An explanation as scripts read it: the key ``explained`` of a flag."""
    rule, price = told.rule, told.price
    look = rule.second_look
    return {
        "on": plain(told.on),
        "date_basis": rule.date_basis,
        "compared": [
            {
                "key": line.comparison.key,
                "relation": line.comparison.relation.value,
                "line": plain(line.comparison.line),
                "holds": line.comparison.holds,
                "facts": [{"fact": one.name, "value": plain(one.value), "origin": one.origin} for one in line.seen],
                "count": plain(line.comparison.count),
            }
            for line in told.lines
        ],
        "clears": {
            "papers": [{"kind": kind, "giver": giver_of(desk, kind)} for kind in told.remedy.papers],
            "any_of": told.remedy.any_of,
            "facts": list(told.remedy.facts),
            "steps": list(told.remedy.steps),
            "on": plain(told.remedy.clears_on),
        },
        "held": list(told.held),
        "kit": None if told.kit is None else item_json(told.kit),
        "grandfather": rule.grandfather or None,
        "assumption": rule.assumption or None,
        "second_look": None if look is None else {"result": look.result, "note": look.note, "url": look.url},
        "days_since_check": told.days_since_check,
        "band": None if price is None or price.band is None else {
            "title": price.band.title,
            "source": price.band.source.title,
            "url": price.band.source.url,
            "confidence": price.band.confidence,
            "effective_from": plain(price.band.effective_from),
            "effective_to": plain(price.band.effective_to),
        },
    }  # fmt: skip
