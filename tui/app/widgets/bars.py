"""Bars of a chart, measured in cells: blocks, or number signs on terminals that draw blocks two cells wide."""

from __future__ import annotations

from decimal import Decimal

from tui.app.glyphs import Glyphs

_FULL, _HALF, _LESS = "█", "▌", "░"
_FULL_ASCII, _LESS_ASCII = "#", "-"


def bar(value: Decimal, largest: Decimal, cells: int, glyphs: Glyphs) -> str:
    """A bar of ``value`` on a scale that ends at ``largest`` after so many cells; a loss is drawn with another sign.

    What is not nothing has a bar of one half at least.
    """
    if not value or largest <= 0 or cells <= 0:
        return ""
    halves = max(int(abs(value) / largest * cells * 2 + Decimal("0.5")), 1)
    halves = min(halves, cells * 2)
    if glyphs.ascii_only:
        return (_LESS_ASCII if value < 0 else _FULL_ASCII) * ((halves + 1) // 2)
    if value < 0:
        return _LESS * ((halves + 1) // 2)
    return _FULL * (halves // 2) + _HALF * (halves % 2)
