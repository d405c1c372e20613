"""Text measured in terminal cells: width, cutting, padding, wrapping, and making outside text harmless.

East Asian wide and full-width characters take two cells, combining and zero-width ones none, all others one. The
measure never falls short of what a terminal draws, except for characters of ambiguous width, which count one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"
_SUBTENDING_MARKS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
"""Format characters that are drawn: signs that stand under or round a number."""
_PRESENTATION = "\ufe0e\ufe0f"
_CLOSING = frozenset("，。、；：？！）》」』】〕”’％…")
_OPENING = frozenset("（《「『【〔“‘")
_TURNED = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+"
_TURNED_WORDS = re.compile(f"{_TURNED}(?: {_TURNED})*(?: [A-Z](?![A-Za-z]))?")
"""Words written from right to left, with a letter that is part of the name: a pillar A."""
_CHARACTERS_PER_CELL = 4
"""More characters than this for each cell are combining marks piled up, not writing."""


@lru_cache(maxsize=4096)
def _cell(char: str) -> int:
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cc", "Cs"} or (category == "Cf" and char not in _SUBTENDING_MARKS):
        return 0
    if "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else _width(text)


@lru_cache(maxsize=8192)
def _width(text: str) -> int:
    return sum(map(_cell, text))


def clean(text: str) -> str:
    """Text as data on one line: no control characters, no invisible or direction marks, single spaces.

    Zero-width joiners stay, for Persian and Indic names need them.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(map(_plain, text)).split())


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    match unicodedata.category(char):
        case "Cc":
            return " " if char.isspace() else ""
        case "Zl" | "Zp":
            return " "
        case "Cs":
            return "\ufffd"
        case "Cf":
            return char if char in _JOINERS or char in _SUBTENDING_MARKS else ""
        case _:
            return "" if char in _PRESENTATION else char


def cut(text: str, limit: int) -> str:
    """The text if it fits the cells, else its beginning and an ellipsis."""
    if len(text) <= limit * _CHARACTERS_PER_CELL and width(text) <= limit:
        return text
    used, kept = 0, 0
    room = limit - width(ELLIPSIS)
    for char in text[: limit * _CHARACTERS_PER_CELL]:
        used += _cell(char)
        if used > room:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def runs(text: str) -> list[tuple[str, int]]:
    """A line in pieces of one kind: narrow text with 0, and wide text with the cells that it takes.

    For drawings in formats whose fonts do not set a wide character in two cells. Words that run from right to left are
    a piece of their own with their cells, in isolates: else two of them would change places across what is between.
    """
    found: list[tuple[str, int]] = []
    done = 0
    for words in _TURNED_WORDS.finditer(text):
        found += _by_width(text[done : words.start()])
        found.append((f"\u2068{words[0]}\u2069", width(words[0])))
        done = words.end()
    return found + _by_width(text[done:])


def _by_width(text: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for char in text:
        cells = _cell(char) if _cell(char) == 2 else 0
        if found and bool(found[-1][1]) == bool(cells):
            found[-1] = (found[-1][0] + char, found[-1][1] + cells)
        else:
            found.append((char, cells))
    return found


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill up with spaces: behind the text, or before it to set it flush right."""
    fill = " " * max(0, cells - width(text))
    return fill + text if right else text + fill


def wrap(text: str, cells: int) -> list[str]:
    """Break a text into lines of at most so many cells (two at least); an empty text is one empty line.

    Lines break at spaces and beside wide characters. A run of narrow characters, such as a VIN, is broken only when
    it is longer than a line.
    """
    return list(_wrapped(text, cells))


@lru_cache(maxsize=4096)
def _wrapped(text: str, cells: int) -> tuple[str, ...]:
    lines: list[str] = []
    line, used, gap = "", 0, 0
    for piece in _pieces(text):
        if piece == " ":
            gap = 1 if line else 0
            continue
        if line and used + gap + width(piece) > cells:
            lines.append(line)
            line, used, gap = "", 0, 0
        *full, rest = _slices(piece, cells)
        lines.extend(full)
        line, used, gap = f"{line}{' ' * gap}{rest}", used + gap + width(rest), 0
    return (*lines, line) if line or not lines else tuple(lines)


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: narrow runs, single wide characters, each with the marks that cling to it."""
    piece, last_is_wide, opened = "", False, False
    for char in text:
        cells = _cell(char)
        if char == " ":
            if piece:
                yield piece
            yield char
            piece = ""
            continue
        breaks = (cells == 2 or last_is_wide) and cells > 0 and char not in _CLOSING and not opened
        if piece and breaks:
            yield piece
            piece = ""
        piece += char
        if cells:
            last_is_wide, opened = cells == 2, char in _OPENING
    if piece:
        yield piece


def _slices(piece: str, cells: int) -> list[str]:
    """A piece cut hard into lines; one that fits stays whole."""
    if width(piece) <= cells:
        return [piece]
    slices: list[str] = []
    start, used = 0, 0
    for place, char in enumerate(piece):
        size = _cell(char)
        if used + size > cells:
            slices.append(piece[start:place])
            start, used = place, 0
        used += size
    return [*slices, piece[start:]]
