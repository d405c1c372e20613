"""The signs the screens draw, in two sets: many Chinese terminals draw the signs of the first two cells wide."""

from __future__ import annotations

import msgspec

from tui.domain.verdicts import Verdict

_PLAIN = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "…": "...",
        "→": "->",
        "←": "<-",
        "·": "-",
        "•": "-",
        "×": "x",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "✓": "+",
        "✗": "x",
        "≤": "<=",
        "≥": ">=",
        "°": "deg",
        "±": "+/-",
        "≠": "!=",
        "≈": "~",
        "€": "EUR ",
        "№": "No.",
        "§": "par.",
    }
)


class Glyphs(msgspec.Struct, frozen=True):
    """One set of signs, each one cell wide but ``arrow``."""

    ready: str
    action: str
    blocked: str
    unknown: str
    ellipsis: str
    arrow: str
    dash: str
    rule: str
    rising: str
    falling: str
    ascii_only: bool

    def mark(self, verdict: Verdict) -> str:
        """The mark of a verdict."""
        return {
            Verdict.READY: self.ready,
            Verdict.ACTION: self.action,
            Verdict.BLOCKED: self.blocked,
            Verdict.UNKNOWN: self.unknown,
        }[verdict]

    def plain(self, text: str) -> str:
        """The text with the signs this set does without replaced."""
        return text.translate(_PLAIN) if self.ascii_only and not text.isascii() else text


UNICODE = Glyphs("✓", "!", "✗", "?", "…", "→", "–", "─", "↑", "↓", ascii_only=False)
ASCII = Glyphs("+", "!", "x", "?", "~", "->", "-", "-", "^", "v", ascii_only=True)


def glyphs_named(name: str) -> Glyphs:
    """The set that the setting ``ui.glyphs`` names."""
    return ASCII if name == "ascii" else UNICODE
