"""Readiness in words: verdicts, flags and assessments. ``domain.assessing`` works them out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui.domain.pricing import Price
from tui.domain.rules import Gate, Rule, RuleSeverity
from tui.domain.verdicts import WORST_FIRST, State, Verdict, worst

__all__ = ["HORIZON_DAYS", "ORIGIN", "WORST_FIRST", "Assessment", "Doubt", "Flag", "State", "Verdict", "worst"]

ORIGIN = "CN"
"""The jurisdiction whose export pack always counts."""
HORIZON_DAYS = 60


class Flag(msgspec.Struct, frozen=True, gc=False):
    """What one rule says of one car.

    ``missing`` are facts without which it cannot be told; ``needs`` the papers or evidence not held, of which
    ``any_of`` says whether one is enough. A flagged block with ``turns_blocked_on`` does not bite yet: it will, on
    that day. ``clears_on`` is the first day on which a flagged rule would no longer apply, all else unchanged.
    ``reads`` are the facts compared on the day ``on``; ``granted`` has the values of those that the pack takes for
    granted. ``price`` is what a rule that costs comes to for this car. An item of a kit that is met today and no longer
    from ``lapses_on``, before the car is likely to be there, is flagged already.
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
    granted: Mapping[str, Any] = {}
    price: Price | None = None
    lapses_on: date | None = None

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
    """Why nothing can be said: ``no_destination``, ``no_vin``, or of a jurisdiction ``no_pack`` or ``pack_stale``.

    Or ``pack_ahead``: its rules say that they were checked on a day to come.
    """

    code: str
    jurisdiction: str


class Assessment(msgspec.Struct, frozen=True, gc=False):
    """The answer for one car and destination, with everything behind it.

    ``assumed`` names the facts that come from a default, ``granted`` has the values of those among them that a pack
    takes for granted.
    """

    destination: str
    via: tuple[str, ...]
    verdict: Verdict
    gates: Mapping[Gate, Verdict | None]
    flags: tuple[Flag, ...]
    assumed: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    granted: Mapping[str, Any] = {}

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags that stand between the car and READY."""
        return tuple(flag for flag in self.flags if flag.verdict is not Verdict.READY)
