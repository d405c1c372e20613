"""The four verdicts and the states of a flag, by themselves: a screen has marks for them before anything is judged."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """The answer for a car, a destination and a date."""

    READY = "READY"
    ACTION = "ACTION"
    UNKNOWN = "UNKNOWN"
    BLOCKED = "BLOCKED"


WORST_FIRST = (Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ACTION, Verdict.READY)
_BADNESS = {verdict: -place for place, verdict in enumerate(WORST_FIRST)}


class State(StrEnum):
    """What a rule says of a car."""

    FLAGGED = "flagged"
    SATISFIED = "satisfied"
    CANNOT_TELL = "cannot_tell"
    OVERRIDDEN = "overridden"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of the verdicts; READY for none."""
    return max(verdicts, key=_BADNESS.__getitem__, default=Verdict.READY)


def worse(one: Verdict, other: Verdict) -> Verdict:
    """The worse of two verdicts."""
    return one if _BADNESS[one] >= _BADNESS[other] else other
