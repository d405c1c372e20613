"""What the book remembers of a change of rules: which packs, and what became of the cars on hand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from tui.domain.readiness import Verdict


class RuleAction(StrEnum):
    """How the rules changed."""

    INSTALL = "install"
    REMOVE = "remove"
    RESCREEN = "rescreen"
    """The program or the folder brought other rules; somebody had the cars screened anew."""


class Moved(msgspec.Struct, frozen=True):
    """A car whose verdict for a country changed with the rules."""

    car_id: int
    country: str
    before: Verdict
    after: Verdict

    @property
    def newly_blocked(self) -> bool:
        """Whether the new rules block it."""
        return self.after is Verdict.BLOCKED

    @property
    def freed(self) -> bool:
        """Whether the old rules blocked it and the new ones do not."""
        return self.before is Verdict.BLOCKED


class RuleChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change of rules, made on a day. ``packs`` names the archived file of every pack in use from then on.

    ``screened`` counts the pairs of car and destination that were judged under both; ``moved`` are those whose verdict
    changed, ``touched`` counts those that keep their verdict for other reasons than before. ``lapsed`` are the numbers
    of the overrides that no longer count.
    """

    action: RuleAction
    jurisdictions: tuple[str, ...]
    made_on: date
    before_version: str = ""
    after_version: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    screened: int = 0
    touched: int = 0
    moved: tuple[Moved, ...] = ()
    lapsed: tuple[int, ...] = ()
    packs: dict[str, str] = {}
    id: int = 0
