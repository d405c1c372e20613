"""What is wrong with a draft: every problem at once, as codes that translate."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    """The draft cannot be kept as it is."""
    CONFIRM = "confirm"
    """It can be kept when a person says so."""
    WARNING = "warning"
    """It is kept; the person should look."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One problem of one field; ``code`` names the sentence and ``params`` fill its blanks."""

    code: str
    field: str
    params: dict[str, str] = {}
    severity: Severity = Severity.ERROR
    offer: str | None = None
    """A corrected value the user may take with one key; never taken by itself."""


def worst(problems: tuple[Problem, ...]) -> Severity | None:
    """The worst severity among the problems, or None when there are none."""
    for severity in (Severity.ERROR, Severity.CONFIRM, Severity.WARNING):
        if any(problem.severity is severity for problem in problems):
            return severity
    return None
