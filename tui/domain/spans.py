"""Numbers that are known only to lie between two others."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True):
    """A count between ``least`` and ``most``, both possible; whoever compares it asks both ends."""

    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.least}–{self.most}"


def between(least: int, most: int) -> int | Span:
    """The number itself where both ends are one."""
    return least if least == most else Span(least, most)


def cars_of_code(code: str | None, codes: Iterable[str | None]) -> int | Span:
    """How many of a shipment's cars (this one among them) fall under one commodity code.

    A car whose code is not known, or only in its first digits, may or may not share it: then the count is a span.
    """
    known = [other or "" for other in codes]
    own = code or ""
    same = sum(other == own for other in known) if own else 1
    return between(same, sum(other.startswith(own) or own.startswith(other) for other in known))
