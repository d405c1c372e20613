"""Overrides: a named person's recorded decision to go on in spite of a flag, and what it does to an answer. Pure.

An override counts for its cars and its destination, from the day it was made to the day it ends, and only as long as
the rule is the one the person decided about: a changed rule asks again. It never covers more than the person saw. Who
went on although nothing could be told has not decided to go on in spite of a block that is certain, nor has who saw a
block that begins next month decided about the block in force. Red lines and doubts about the rules themselves (no
pack, a pack too old) are never overridden.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec

from tui.domain.documents import Attachment
from tui.domain.readiness import ORIGIN, Assessment, Flag, State, Verdict, worst
from tui.domain.rules import KINDS, Gate, Rule

_TELLING = frozenset({
    "title", "summary", "source", "checked", "requires", "second_look", "grandfather", "amount", "deadline_text",
    "assumption", "deadline", "fee", "retention_years", "percent_of_value",
})  # fmt: skip
"""What a rule tells and does not decide by: it may be worded better without asking anybody again."""


class Seen(StrEnum):
    """What the person saw when deciding."""

    FLAGGED = "flagged"
    """The rule applies, and what it needs is not held."""
    COMING = "coming"
    """A block that does not bite yet."""
    CANNOT_TELL = "cannot_tell"
    """Facts were missing: it could not be told whether the rule applies."""


_COVERS = {
    Seen.FLAGGED: frozenset(Seen),
    Seen.COMING: frozenset({Seen.COMING}),
    Seen.CANNOT_TELL: frozenset({Seen.CANNOT_TELL}),
}


class Standing(StrEnum):
    """Whether an override counts."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The rule is not the one it was made for, or is gone."""


class Covered(msgspec.Struct, frozen=True):
    """One car of an override, and what was seen of it."""

    car_id: int
    seen: Seen


class Override(msgspec.Struct, frozen=True, omit_defaults=True):
    """The record: ``by`` decided on ``made_on`` for ``cars`` to ``country``; ``until`` is the last day it counts.

    ``fingerprint`` is that of the rule as it was. A withdrawn one is kept: papers may have been printed under it.
    """

    rule_id: str
    fingerprint: str
    cars: tuple[Covered, ...]
    country: str
    by: str
    reason: str
    made_on: date
    until: date | None = None
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
    withdrawn_on: date | None = None
    id: int = 0

    @property
    def car_ids(self) -> tuple[int, ...]:
        """The cars it was made for."""
        return tuple(one.car_id for one in self.cars)

    def seen(self, car_id: int) -> Seen | None:
        """What was seen of a car, or None when the override is not about it."""
        return next((one.seen for one in self.cars if one.car_id == car_id), None)


def fingerprint(rule: Rule) -> str:
    """A short hash (16 hexadecimal digits) of everything a rule decides by; its wording and source do not count."""
    deciding: dict[str, Any] = {}
    for field in msgspec.structs.fields(rule):
        value = getattr(rule, field.name)
        if field.name not in _TELLING and (field.required or value != field.default):
            deciding[field.name] = value
    return sha256(msgspec.json.encode(deciding, order="sorted")).hexdigest()[:16]


def overridable(flag: Flag) -> bool:
    """Whether there is anything to override: a pack's flag between the car and READY that is no red line.

    An item of a localisation kit is waived in its kit instead, and papers that differ are corrected.
    """
    return flag.verdict is not Verdict.READY and flag.rule.counts and flag.rule.kind in KINDS


def seen_of(flag: Flag) -> Seen:
    """What a person sees of an open flag."""
    if flag.state is State.CANNOT_TELL:
        return Seen.CANNOT_TELL
    return Seen.COMING if flag.turns_blocked_on is not None else Seen.FLAGGED


def standing(override: Override, rule: Rule | None, on: date, today: date) -> Standing:
    """Whether an override counts for a check of the day ``on`` that is made ``today``; ``rule`` is the one in use.

    The later of the two days decides about the end: an answer about the past is given today.
    """
    if override.withdrawn_on is not None and override.withdrawn_on <= today:
        return Standing.WITHDRAWN
    if today < override.made_on:
        return Standing.NOT_YET
    if override.until is not None and override.until < max(on, today):
        return Standing.EXPIRED
    if rule is None or fingerprint(rule) != override.fingerprint:
        return Standing.LAPSED
    return Standing.IN_FORCE


def overridden(
    assessment: Assessment, overrides: Mapping[str, tuple[Override, ...]], car_id: int, on: date, today: date
) -> tuple[Assessment, tuple[Override, ...]]:
    """The answer with what its overrides cover set to *overridden*, and the overrides that took effect.

    ``overrides`` are those for the car and the destination, by rule.
    """
    flags: list[Flag] = []
    used: list[Override] = []
    for flag in assessment.flags:
        found = _covering(flag, overrides.get(flag.rule.id, ()), car_id, on, today)
        if found is not None:
            used.append(found)
        flags.append(flag if found is None else msgspec.structs.replace(flag, state=State.OVERRIDDEN))
    if not used:
        return assessment, ()
    gates = {gate: _gate(assessment, gate, flags) for gate in assessment.gates}
    verdict = worst([*(flag.verdict for flag in flags), *(Verdict.UNKNOWN for _ in assessment.doubts)])
    return msgspec.structs.replace(assessment, flags=tuple(flags), gates=gates, verdict=verdict), tuple(used)


def _covering(flag: Flag, candidates: tuple[Override, ...], car_id: int, on: date, today: date) -> Override | None:
    if not candidates or not overridable(flag):
        return None
    for one in candidates:
        seen = one.seen(car_id)
        if seen is None or seen_of(flag) not in _COVERS[seen]:
            continue
        if standing(one, flag.rule, on, today) is Standing.IN_FORCE:
            return one
    return None


def _gate(assessment: Assessment, gate: Gate, flags: list[Flag]) -> Verdict | None:
    """A gate's verdict with the flags as they are now; a gate that was not assessed stays so."""
    if assessment.gates[gate] is None:
        return None
    doubts = (
        Verdict.UNKNOWN
        for doubt in assessment.doubts
        if gate is (Gate.EXPORT if doubt.jurisdiction == ORIGIN else Gate.IMPORT)
    )
    return worst([*(flag.verdict for flag in flags if flag.rule.gate is gate), *doubts])
