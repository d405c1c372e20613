"""What the words of a condition mean at one destination.

Its treaty partners, its own line between new and used, and the countries that a group's name stands for: all of it is
data of the packs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from tui.domain.atoms import Atom, Facts, known
from tui.domain.windows import Windows, inside, turns

TREATY = "EU_OR_FTA"
"""The token for the EU and the treaty partners of the destination."""
Members = Mapping[str, Windows]
"""The members of a group, each with the spans of days it belongs to it."""


class Terms(msgspec.Struct, frozen=True):
    """The words of one destination.

    ``used_when`` are conditions of which one is enough to make a car used there; without any it is used once it was
    registered anywhere. ``partners`` and ``strangers`` are countries (or groups) known to be treaty partners and known
    not to be; of any other country it cannot be told. ``groups`` are the members of each group.
    """

    used_when: tuple[Mapping[str, Any], ...] = ()
    partners: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    groups: Mapping[str, Members] = {}


PLAIN = Terms()


def country(key: str, name: str, listed: Collection[str], terms: Terms, *, among: bool) -> Atom:
    """Whether a country is (``among``) or is not one of those listed; a group's name stands for its members.

    Membership counts on the day the rule is read at. ``EU_OR_FTA`` cannot be told for a country of which nothing is
    known.
    """
    own = frozenset(listed) - {TREATY}
    joined = [terms.groups[code] for code in listed if code in terms.groups]
    treaty = TREATY in listed
    eu = terms.groups.get("EU", {})
    treaty_groups = [eu, *(terms.groups[code] for code in terms.partners if code in terms.groups)] if treaty else []
    groups = [*joined, *treaty_groups]

    def is_listed(code: str, on: date) -> bool | None:
        if code in own or any(inside(group.get(code, ()), on) for group in groups):
            return True
        if not treaty:
            return False
        if code == "EU" or code in terms.partners:
            return True
        return False if code in terms.strangers else None

    def test(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        def ask(has: Any) -> bool | None:
            codes = (has,) if isinstance(has, str) else has
            answers = {is_listed(code, on) for code in codes}
            found = True if True in answers else None if None in answers else False
            return found if among or found is None else not found

        return known(facts, name, ask)

    moving = tuple({day for group in groups for windows in group.values() for day in turns(windows)})
    if not moving:
        return Atom(key, (name,), test)

    def edges(_facts: Facts, _first: date, _last: date) -> Iterable[date]:
        return moving

    return Atom(key, (name,), test, edges)
