"""Text as terminal cells: made safe, cut, padded and wrapped, so that a line never has one cell more or less.

A Chinese character is two cells, a combining mark none. Whatever came from outside loses control characters, joiners
and direction marks here; right-to-left text is then wrapped in isolates of our own, so that it cannot reorder what
stands beside it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

KEPT_SPACE = "\N{NO-BREAK SPACE}"
"""A space at which no line is broken; it is drawn as any other."""
_JOINERS = frozenset("\u200d\u034f\u180e")
_NON_JOINER = "\u200c"
_ISOLATE, _POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_MOST_MARKS = 3
"""Combining marks kept on one character: enough for any script, too few to climb over the lines above."""
_NEVER_FIRST = frozenset("，。、；：！？）》」”’%,.;:!?)")
_NEVER_LAST = frozenset("（《「“‘(")
_LONGEST = 4096
_SHORT = 200


def clean(text: str) -> str:
    """The text without anything that a terminal would act on; at most 4,096 characters of it."""
    return _clean_short(text) if len(text) <= _SHORT else _clean(text[:_LONGEST])


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in {"Mn", "Me", "Mc"}:
            marks += 1
            if marks <= _MOST_MARKS and kept and not _selects_variation(character):
                kept.append(character)
            continue
        marks = 0
        if character.isspace():
            kept.append(" ")
        elif category in {"Cc", "Cs", "Cn", "Co"}:
            kept.append("?")
        elif category == "Cf":
            if character == _NON_JOINER:
                kept.append(character)
        elif character not in _JOINERS:
            kept.append(character)
    return "".join(kept)


_clean_short = lru_cache(maxsize=8192)(_clean)


def _selects_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100" or character in _JOINERS


def isolated(text: str) -> str:
    """The text wrapped in isolates when any of it runs from right to left; as it is otherwise."""
    return text if text.isascii() or not _runs_left(text) else f"{_ISOLATE}{text}{_POP}"


@lru_cache(maxsize=4096)
def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The start of a clean text that fits into ``width`` cells, with an ellipsis where something is left out."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 0:
        return ""
    return text[: _fitting(text, room)] + ellipsis


def _fitting(text: str, width: int) -> int:
    """How many characters of the text fit into the cells."""
    used = 0
    for place, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > width:
            return place
    return len(text)


@lru_cache(maxsize=16384)
def _fit_short(text: str, width: int, ellipsis: str, *, right: bool) -> str:
    shown = cut(_clean(text), width, ellipsis)
    blank = " " * (width - cell_len(shown))
    shown = isolated(shown)
    return blank + shown if right else shown + blank


def fit(text: str, width: int, ellipsis: str = "…", *, right: bool = False) -> str:
    """Any text as exactly ``width`` cells: cleaned, cut, padded."""
    if width <= 0:
        return ""
    return _fit_short(text if len(text) <= _SHORT else text[:_LONGEST], width, ellipsis, right=right)


@lru_cache(maxsize=2048)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """A text as lines of at most ``width`` cells, cleaned; broken at spaces, between wide characters, else anywhere."""
    width = max(width, 2)
    rest = clean(text).strip()
    lines: list[str] = []
    while rest:
        end = _fitting(rest, width)
        if end < len(rest):
            end = _break_before(rest, max(end, 1))
        lines.append(isolated(rest[:end].rstrip().replace(KEPT_SPACE, " ")))
        rest = rest[end:].lstrip()
    return tuple(lines) or ("",)


def whole_or_cut(text: str, width: int, most: int, ellipsis: str = "…") -> list[str]:
    """A text as at most so many lines; the last one ends in an ellipsis where something is left out."""
    lines = list(wrap(text, width))
    return lines if len(lines) <= most else [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), width, ellipsis)]


def _break_before(text: str, end: int) -> int:
    """The best place to break at or before ``end``."""
    for place in range(end, max(end // 2, 1), -1):
        before, after = text[place - 1], text[place] if place < len(text) else " "
        if after == " " or before == " ":
            return place
        wide = get_character_cell_size(before) == 2 or get_character_cell_size(after) == 2
        if wide and get_character_cell_size(after) and after not in _NEVER_FIRST and before not in _NEVER_LAST:
            return place
    return end
