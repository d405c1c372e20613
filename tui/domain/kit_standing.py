"""How each item of a kit stands on a day, for a model or for one of its cars, and what that makes of the gate. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from tui.domain.computing import Situation, work_out
from tui.domain.kit_rules import Ruled
from tui.domain.kits import ITEM, ItemScope, KitItem, Proof, Template, Weight
from tui.domain.localisation import Entry, ItemState, Said, Weighed, World, entry_of, weigh_entry
from tui.domain.readiness import Flag, State
from tui.domain.rules import KIT_KIND, Rule, RuleSeverity


class Standing(StrEnum):
    """How an item stands on a day. ``SAID_BY_RULE``: it is a view of rules and stands nowhere by itself."""

    OPEN = "open"
    IN_WORK = "in_work"
    PROVEN = "proven"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"
    SAID_BY_RULE = "said_by_rule"


DONE = frozenset({Standing.PROVEN, Standing.WAIVED, Standing.NOT_APPLICABLE})


class ItemStanding(msgspec.Struct, frozen=True):
    """One item on a day: how it stands, from what that was worked out, and what of its evidence does not count.

    ``ends`` is the last day it stands so, None without end. ``missing`` are the facts without which it cannot be told.
    ``ruled`` is what the rules say of which it is a view; it counts for nothing here, for the rules' own flags count.
    """

    item: KitItem
    standing: Standing
    entry: Entry | None = None
    said: tuple[Said, ...] = ()
    faults: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    ends: date | None = None
    ruled: Ruled | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do about it on that day."""
        return self.standing in DONE

    @property
    def blocks(self) -> bool:
        """Whether it keeps a car from READY."""
        return self.item.weight is Weight.BLOCKER and not self.is_done and self.standing is not Standing.SAID_BY_RULE


class Counts(msgspec.Struct, frozen=True):
    """A kit in figures: what is done of what applies, and the blockers that are open. Views are counted in neither."""

    done: int
    applicable: int
    blockers: int
    states: dict[str, int]


def stand(item: KitItem, entry: Entry | None, at: Situation, world: World) -> ItemStanding:
    """How one item stands."""
    if item.view is not None:
        return ItemStanding(item, Standing.SAID_BY_RULE)
    decided = entry is not None and entry.state in {ItemState.WAIVED, ItemState.NOT_APPLICABLE}
    if item.applies(at.powertrain) is None and not decided:
        return ItemStanding(item, Standing.CANNOT_TELL, entry, missing=("powertrain",))
    if item.computed is None:
        return _entered(item, entry, at, world)
    worked = work_out(item, at)
    if worked.holds:
        return ItemStanding(item, Standing.PROVEN, entry, worked.said, ends=worked.ends)
    if entry is not None and (decided or item.proof):
        entered = _entered(item, entry, at, world)
        if entered.is_done:
            return msgspec.structs.replace(entered, said=worked.said)
        faults = entered.faults
    else:
        faults = ()
    if worked.holds is None:
        return ItemStanding(item, Standing.CANNOT_TELL, entry, worked.said, faults, worked.missing)
    working = entry is not None and entry.state is ItemState.IN_WORK
    return ItemStanding(item, Standing.IN_WORK if working else Standing.OPEN, entry, worked.said, faults)


def _entered(item: KitItem, entry: Entry | None, at: Situation, world: World) -> ItemStanding:
    if entry is None:
        return ItemStanding(item, Standing.OPEN)
    weighed: Weighed = weigh_entry(entry, item, at.country, at.on, world)
    if weighed.stands:
        return ItemStanding(item, Standing(entry.state.value), entry, (), weighed.faults, ends=weighed.ends)
    standing = Standing.IN_WORK if entry.state is ItemState.IN_WORK else Standing.OPEN
    return ItemStanding(item, standing, entry, (), weighed.faults)


def stand_all(
    template: Template, of_model: Sequence[Entry], of_car: Sequence[Entry] | None, at: Situation, world: World
) -> tuple[ItemStanding, ...]:
    """How every item stands; without ``of_car`` the items proper to a car are left out: they are no model's."""
    found = []
    for item in template.items:
        if item.scope is ItemScope.CAR:
            if of_car is not None:
                found.append(stand(item, entry_of(of_car, item.id, at.country), at, world))
        else:
            found.append(stand(item, entry_of(of_model, item.id), at, world))
    return tuple(found)


def counts(items: Iterable[ItemStanding]) -> Counts:
    """The kit in figures."""
    own = [one for one in items if one.standing is not Standing.SAID_BY_RULE]
    states: dict[str, int] = {}
    for one in own:
        states[one.standing.value] = states.get(one.standing.value, 0) + 1
    applicable = [one for one in own if one.standing is not Standing.NOT_APPLICABLE]
    done = sum(one.is_done for one in applicable)
    return Counts(done, len(applicable), sum(one.blocks for one in own), states)


def rule_of(item: KitItem, country: str) -> Rule:
    """The rule that stands for an item at a destination."""
    return Rule(
        ITEM + item.id,
        country,
        KIT_KIND,
        RuleSeverity.REQUIRE if item.weight is Weight.BLOCKER else RuleSeverity.NOTE,
        {},
        item.title,
        item.why,
        item.source,
        item.checked,
        requires=(item.evidence,) if item.evidence else (),
    )


def flag_of(one: ItemStanding, rule: Rule, on: date, horizon_days: int) -> Flag | None:
    """The flag of an item; None for a view. A proof that ends before the horizon does is not enough to leave on.

    An item that cannot be told is open like any other: it names the facts to ask for, and asking is what is left to do.
    """
    if one.standing is Standing.SAID_BY_RULE:
        return None
    if not one.is_done:
        return Flag(rule, State.FLAGGED, one.missing, on=on)
    if one.ends is not None and one.ends < on + timedelta(days=horizon_days):
        return Flag(rule, State.FLAGGED, on=on, lapses_on=one.ends + timedelta(days=1))
    return Flag(rule, State.SATISFIED, on=on)


def proves(item: KitItem) -> tuple[Proof, ...]:
    """What a person may prove an item by; nothing for one that is worked out or said by rules."""
    return item.proof if item.view is None else ()
