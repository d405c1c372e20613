"""Numbers that are known only to lie between two others."""

from __future__ import annotations

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
