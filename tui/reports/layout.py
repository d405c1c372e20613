"""Setting text for paper: pages of lines, tables, and labelled values, all measured in cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui.reports.cells import clean, cut, pad, width, wrap

WIDTH = 80
PAGE_LINES = 66
"""Lines of an A4 page at six lines to the inch, less the margins of a line printer."""
VALUE_LIMIT = 240
"""Cells of one value of the book; what is longer ends in an ellipsis."""
DASH = "-"
"""What stands for a value not known: plain ASCII, one cell wide in every terminal."""
FORM_FEED = "\f"
_GAP = 2


class Block(NamedTuple):
    """Lines that stay on one page; ``heading`` is repeated when the block begins a page."""

    lines: list[str]
    heading: Sequence[str] = ()


class Head(NamedTuple):
    """A table column: heading, width in cells, and whether its cells stand flush right."""

    text: str
    cells: int
    right: bool = False


def rule() -> str:
    """A line across the page."""
    return "-" * WIDTH


def value(text: str | None, limit: int = VALUE_LIMIT) -> str:
    """A value of the book made harmless and of bounded length; a dash when it is not known."""
    return DASH if text is None else cut(clean(text), limit) or DASH


def split_line(left: str, right: str) -> list[str]:
    """A text on the left and a short one flush right, on one line where both fit."""
    room = WIDTH - width(right) - _GAP
    lines = wrap(left, room)
    lines[0] = pad(lines[0], room + _GAP) + right
    return lines


def hanging(first: str, text: str, indent: int) -> list[str]:
    """A text behind its label, later lines indented to its beginning."""
    lines = wrap(text, WIDTH - indent)
    if width(first) + 1 > indent:
        return [*wrap(first, WIDTH), *(" " * indent + line for line in lines)]
    return [pad(first, indent) + lines[0], *(" " * indent + line for line in lines[1:])]


def label_width(labels: Iterable[str], most: int) -> int:
    """The indent that leaves room for every label, up to ``most`` cells."""
    return min(max(map(width, labels), default=0), most) + _GAP


def pairs_in_two(pairs: Sequence[tuple[str, str]], indent: int) -> list[str]:
    """Labelled values, two on a line where they fit their half, else one."""
    half = (WIDTH - indent - _GAP) // 2
    label = label_width((name for name, _ in pairs), half - 14)
    lines: list[str] = []
    left = ""
    for name, text in pairs:
        fits = width(name) < label and width(text) <= half - label
        cell = pad(name, label) + text if fits else ""
        if fits and left:
            lines.append(" " * indent + pad(left, half + _GAP) + cell)
            left = ""
        elif fits:
            left = cell
        else:
            if left:
                lines.append(" " * indent + left)
                left = ""
            lines.extend(" " * indent + line for line in _alone(name, text, label, WIDTH - indent))
    return [*lines, " " * indent + left] if left else lines


def _alone(name: str, text: str, label: int, room: int) -> list[str]:
    if width(name) >= label:
        return wrap(f"{name}: {text}", room)
    lines = wrap(text, room - label)
    return [pad(name, label) + lines[0], *(" " * label + line for line in lines[1:])]


def table(title: str, heads: Sequence[Head], rows: Iterable[Sequence[str]]) -> list[Block]:
    """A table whose headings come again on every page; a cell too long for its column ends in an ellipsis."""
    heading = [*_heading_lines(heads), " ".join("-" * head.cells for head in heads)]
    lines = [_row(heads, row) for row in rows]
    first = Block(["", title, *heading, *lines[:1]])
    return [first, *(Block([line], heading) for line in lines[1:])]


def _heading_lines(heads: Sequence[Head]) -> list[str]:
    wrapped = [wrap(head.text, head.cells) for head in heads]
    height = max(map(len, wrapped))
    raised = [[""] * (height - len(lines)) + lines for lines in wrapped]
    return [_row(heads, line) for line in zip(*raised, strict=True)]


def _row(heads: Sequence[Head], cells: Sequence[str]) -> str:
    set_cells = (
        pad(cut(text, head.cells), head.cells, right=head.right) for head, text in zip(heads, cells, strict=True)
    )
    return " ".join(set_cells).rstrip()


def paginate(blocks: Iterable[Block], room: int) -> list[list[str]]:
    """Fill pages of ``room`` lines; a block goes to the next page whole unless it is longer than a page."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        lines = block.lines
        if pages[-1] and len(pages[-1]) + len(lines) > room:
            pages.append([])
        if not pages[-1]:
            start = next((place for place, line in enumerate(lines) if line), 0)
            lines = [*block.heading, *lines[start:]]
        while len(pages[-1]) + len(lines) > room:
            free = room - len(pages[-1])
            pages[-1].extend(lines[:free])
            lines = lines[free:]
            pages.append([])
        pages[-1].extend(lines)
    return pages
