"""Gates that rules alone do not fill: the localisation kit and the agreement of the papers. Pure.

What they find is said as flags of the assessment, each with a rule of its own making, so that verdicts, reasons and
papers read them as they read any other flag. The kinds of those rules never stand in a pack.
"""

from __future__ import annotations

import msgspec

from tui.domain.readiness import Assessment, Flag, Verdict, worst
from tui.domain.rules import Gate
from tui.domain.verdicts import worse


def with_flags(
    assessment: Assessment, gate: Gate, flags: tuple[Flag, ...] | None, found: Verdict | None = None
) -> Assessment:
    """The answer with what a gate found besides the rules; None leaves the gate as it is, *not assessed* included.

    No flags at all mean that the gate was looked at and nothing stands against the car. ``found`` is the worst of the
    flags, where it is known already.
    """
    if flags is None:
        return assessment
    if found is None:
        found = worst(flag.verdict for flag in flags)
    gates = {**assessment.gates, gate: worse(assessment.gates.get(gate) or found, found)}
    return msgspec.structs.replace(
        assessment, flags=assessment.flags + flags, gates=gates, verdict=worse(assessment.verdict, found)
    )
