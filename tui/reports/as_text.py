"""A paper as text: 80 columns, pages of 66 lines with form feeds between them.

Page one is what an operator reads aloud. No line is wider than the paper and no value is cut in the middle of a VIN;
words too long for their column go on below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from tui.reports.cells import cut, pad, width, wrap
from tui.reports.layout import FORM_FEED, PAGE_LINES, WIDTH, Block, hanging, label_width, paginate, pairs_in_two, rule
from tui.reports.layout import split_line as split
from tui.reports.paper import Kind, Listing
from tui.reports.set_paper import (
    SetCell,
    SetColumn,
    SetDrawing,
    SetEntries,
    SetFace,
    SetField,
    SetFields,
    SetPaper,
    SetParagraphs,
    SetSection,
    SetSignatures,
    SetTable,
)
from tui.reports.setting import plain

VALUE_LIMIT = 400
"""Cells of one value on a drawn page; what is longer ends in an ellipsis and is whole in CSV, XLSX and JSON."""
ROW_LIMIT = 160
"""The same of a value in a table."""
SENTENCE_LIMIT = 4000
"""The same of a sentence, which holds several values."""
_MOST_LABEL = 30
_MOST_MARK = 12
_INDENT = 4
_LEAST_WORDS = 8
_MOST_HEADING = 13
_MOST_WORD = 14
_LAST_LINES = 16
"""The most lines that go to the next page with the signatures."""
_TOTAL_FIGURES = 22
_QUIET = 2
"""White modules around a QR code; a reader wants four, the margin of the page gives the rest."""


class Qr(StrEnum):
    """Whether text carries the QR code, and of which characters."""

    NONE = "none"
    BLOCKS = "blocks"
    ASCII = "ascii"


class _Head(NamedTuple):
    """A column as it is drawn."""

    heading: str
    cells: int
    right: bool


def as_text(paper: SetPaper, qr: Qr = Qr.NONE) -> str:
    """The whole paper; every line ends with a line feed and fits 80 cells."""
    blocks = [block for section in paper.sections for block in _section(section)]
    end = 2 if paper.sections and isinstance(paper.sections[-1], SetSignatures) else 1
    blocks = _closed([*blocks, Block(["", *wrap(_limited(paper.check), WIDTH)])], end)
    if qr is not Qr.NONE:
        blocks.append(Block(["", *_qr_lines(paper.code, qr)]))
    pages = paginate(blocks, PAGE_LINES - len(_masthead(paper.face, 999, 999)))
    sheets = []
    for page, lines in enumerate(pages, start=1):
        head = _masthead(paper.face, page, len(pages))
        sheets.append("".join(f"{line.rstrip()}\n" for line in (*head, *lines)))
    return plain(FORM_FEED.join(sheets))


def _closed(blocks: list[Block], end: int) -> list[Block]:
    """The blocks with the last ones as one, and what is before them when it is short: no page of signatures alone."""
    start = len(blocks) - end
    if start > 0 and len(blocks[start - 1].lines) <= _LAST_LINES:
        start -= 1
    lines = [line for block in blocks[start:] for line in block.lines]
    return [*blocks[:start], Block(lines, blocks[start].heading)]


def _masthead(face: SetFace, page: int, pages: int) -> list[str]:
    """The head of one page; its height is the same on all pages of a paper."""
    paging = face.paging.format(page=page, pages=pages)
    rows = [
        (f"{face.title} {cut(plain(face.number), 32)}", face.mark),
        (face.covers, face.days),
        (face.rules, paging),
    ]
    lines = [line for left, right in rows for line in split(_limited(left), plain(right))]
    if face.other_title and face.other_title != face.title:
        lines[1:1] = wrap(face.other_title, WIDTH)
    for text in (*face.why, *face.overrides, face.printed):
        if text:
            lines += wrap(_limited(text, SENTENCE_LIMIT), WIDTH)
    return [*lines, rule()]


def _section(section: SetSection) -> Iterable[Block]:
    match section:
        case SetFields() if section.totals:
            return [_sums(section)]
        case SetFields():
            return _fields(section)
        case SetTable():
            return _table(section)
        case SetEntries():
            return _entries(section)
        case SetParagraphs():
            lines = [["", *wrap(_limited(text, SENTENCE_LIMIT), WIDTH)] for text in section.paragraphs]
            return _titled(section.title, lines)
        case SetDrawing():
            return [Block([*_title(section.title), *(cut(line, WIDTH) for line in section.lines)])]
        case SetSignatures():
            return [_signatures(section)]


def _limited(text: str, limit: int = VALUE_LIMIT) -> str:
    text = plain(text)
    return text if len(text) * 2 <= limit else cut(text, limit)


def row_limit(cell: SetCell) -> int:
    """The most cells of a value in a table: what lists several values is shown whole."""
    return SENTENCE_LIMIT if isinstance(cell.cell, Listing) else ROW_LIMIT


def _title(title: str) -> list[str]:
    return ["", *wrap(title, WIDTH)] if title else [""]


def _titled(title: str, bodies: Sequence[list[str]]) -> Iterator[Block]:
    """Blocks of which the first has the title above it."""
    heads = _title(title)
    for lines in bodies:
        yield Block([*heads, *lines])
        heads = []


def _signatures(section: SetSignatures) -> Block:
    """Two on a line where the labels are short, else each below its label."""
    line = "_" * 24
    if all(width(label) <= WIDTH // 2 - len(line) - 2 for label in section.labels):
        return Block(["", "", *pairs_in_two([(label, line) for label in section.labels], 0)])
    indent = label_width(section.labels, WIDTH - len(line))
    return Block(["", *(text for label in section.labels for text in ("", *hanging(label, line, indent)))])


def _fields(section: SetFields) -> Iterable[Block]:
    indent = label_width((field.label for field in section.fields), _MOST_LABEL)
    return _titled(section.title, [_field(field, indent) for field in section.fields])


def _field(field: SetField, indent: int) -> list[str]:
    said = _limited(field.value.text)
    return hanging(field.label, f"{said}  {_limited(field.note)}" if field.note else said, indent)


def _sums(section: SetFields) -> Block:
    """Labels left, figures flush right under one another, notes behind them; sentences run on below their label."""
    label = min(max((width(field.label) for field in section.fields), default=0), WIDTH - _TOTAL_FIGURES - 12)
    figures = [plain(field.value.text) for field in section.fields if field.value.right]
    room = max([_TOTAL_FIGURES, *map(width, figures)])
    lines = _title(section.title)
    for field in section.fields:
        if not field.value.right and width(plain(field.value.text)) > room:
            lines += hanging(field.label, _limited(field.value.text), label + 2)
            continue
        figure = pad(plain(field.value.text), room, right=True)
        first = wrap(field.label, label)
        noted = wrap(_limited(field.note), max(_LEAST_WORDS, WIDTH - label - room - 4))
        for place in range(max(len(first), len(noted))):
            left = pad(first[place] if place < len(first) else "", label)
            note = noted[place] if place < len(noted) else ""
            lines.append(f"{left}  {figure if place == 0 else ' ' * room}  {note}".rstrip())
    return Block(lines)


def _entries(section: SetEntries) -> Iterable[Block]:
    indent = min(max((width(entry.mark) for entry in section.entries), default=0), _MOST_MARK) + 2
    bodies = []
    for entry in section.entries:
        lines = hanging(plain(entry.mark), _limited(entry.text, SENTENCE_LIMIT), indent)
        for detail in entry.details:
            lines += hanging("", _limited(detail, SENTENCE_LIMIT), indent)
        bodies.append(lines)
    return _titled(section.title, bodies or [hanging("", section.none, 2)])


def _table(table: SetTable) -> Iterable[Block]:
    if not table.rows:
        return [Block([*_title(table.title), *hanging("", table.none, 2)])]
    places = [place for place, column in enumerate(table.columns) if not column.under]
    below = [place for place, column in enumerate(table.columns) if column.under]
    rows = [[_limited(row[place].text, row_limit(row[place])) for place in places] for row in table.rows]
    totals = [plain(table.totals[place].text) for place in places] if table.totals else []
    heads = _heads([table.columns[place] for place in places], [*rows, totals] if totals else rows)
    heading = [*_row_lines(heads, [head.heading for head in heads], low=True), _line(heads)]
    labels = [table.columns[place].heading for place in below]
    blocks = []
    for row, cells in zip(rows, table.rows, strict=True):
        lines = _row_lines(heads, row)
        if below:
            lines += _under(labels, [cells[place] for place in below])
        blocks.append(Block(lines, heading))
    if totals:
        blocks.append(Block([_line(heads), *_row_lines(heads, totals)], heading))
    first = blocks[0]
    return [Block([*_title(table.title), *heading, *first.lines]), *blocks[1:]]


def _under(labels: Sequence[str], cells: Sequence[SetCell]) -> list[str]:
    pairs = [(label, _limited(cell.text, row_limit(cell))) for label, cell in zip(labels, cells, strict=True)]
    return [*pairs_in_two(pairs, _INDENT), ""]


def _heads(columns: Sequence[SetColumn], rows: Sequence[Sequence[str]]) -> list[_Head]:
    """The widths of columns: what may not be broken gets what it needs, words share what is left."""
    needs = [max(width(row[place]) for row in rows) for place in range(len(columns))]
    longest = [min(_longest_word(column.heading), _MOST_HEADING) for column in columns]
    free = WIDTH - len(columns) + 1
    cells = [0] * len(columns)
    for place, column in enumerate(columns):
        if column.kind is not Kind.WORDS:
            cells[place] = max(needs[place], longest[place])
    words = [place for place, column in enumerate(columns) if column.kind is Kind.WORDS]
    free -= sum(cells)
    if words and free < _LEAST_WORDS * len(words):
        _squeeze(cells, _LEAST_WORDS * len(words) - free)
        free = WIDTH - len(columns) + 1 - sum(cells)
    while words:
        part = free / sum(columns[place].share for place in words)
        content = [place for place in words if max(needs[place], longest[place]) <= part * columns[place].share]
        if not content:
            for place in words:
                cells[place] = max(2, int(part * columns[place].share))
            break
        for place in content:
            cells[place] = max(needs[place], longest[place])
            free -= cells[place]
            words.remove(place)
    _spare_words(cells, columns, rows, longest)
    _squeeze(cells, sum(cells) - (WIDTH - len(columns) + 1))
    return [_Head(column.heading, size, column.right) for column, size in zip(columns, cells, strict=True)]


def _spare_words(
    cells: list[int], columns: Sequence[SetColumn], rows: Sequence[Sequence[str]], longest: Sequence[int]
) -> None:
    """Let no column break a word while another can go on below at a space: cells change hands one by one."""
    words = [place for place, column in enumerate(columns) if column.kind is Kind.WORDS]
    least = {
        place: max(longest[place], *(min(_longest_word(row[place]), _MOST_WORD) for row in rows)) for place in words
    }
    for place in words:
        while cells[place] < least[place]:
            giver = max(words, key=lambda one: cells[one] - least[one])
            if cells[giver] <= least[giver]:
                return
            cells[giver] -= 1
            cells[place] += 1


def _longest_word(text: str) -> int:
    """The cells of the longest part of a text that may not be broken."""
    return max((width(word) if width(word) == len(word) else 4 for word in text.split(" ")), default=1)


def _squeeze(cells: list[int], excess: int) -> None:
    """Take cells from the widest columns; their values then go on below."""
    while excess > 0:
        widest = max(range(len(cells)), key=cells.__getitem__)
        if cells[widest] <= 2:
            return
        cells[widest] -= 1
        excess -= 1


def _line(heads: Sequence[_Head]) -> str:
    return " ".join("-" * head.cells for head in heads)


def _row_lines(heads: Sequence[_Head], texts: Sequence[str], *, low: bool = False) -> list[str]:
    """The lines of one row; with ``low`` the texts stand at the foot, as headings do."""
    if all(width(text) <= head.cells for head, text in zip(heads, texts, strict=True)):
        cells = (pad(text, head.cells, right=head.right) for head, text in zip(heads, texts, strict=True))
        return [" ".join(cells).rstrip()]
    wrapped = [wrap(text, head.cells) for head, text in zip(heads, texts, strict=True)]
    height = max(map(len, wrapped))
    fill = [[""] * (height - len(lines)) for lines in wrapped]
    even = [[*gap, *lines] if low else [*lines, *gap] for gap, lines in zip(fill, wrapped, strict=True)]
    return [
        " ".join(
            pad(text, head.cells, right=head.right) for head, text in zip(heads, line, strict=True)
        ).rstrip()
        for line in zip(*even, strict=True)
    ]  # fmt: skip


def _qr_lines(code: str, qr: Qr) -> list[str]:
    """The code drawn in half blocks, two modules a cell, or in pairs of ASCII signs where blocks are not to be had."""
    import segno

    matrix = [bytes(row) for row in segno.make(code, error="l", micro=False).matrix_iter(border=_QUIET)]
    if qr is Qr.ASCII:
        return ["".join("##" if dark else "  " for dark in row) for row in matrix]
    if len(matrix) % 2:
        matrix.append(bytes(len(matrix[0])))
    halves = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    return [
        "".join(halves[int(up > 0), int(down > 0)] for up, down in zip(above, below, strict=True))
        for above, below in zip(matrix[::2], matrix[1::2], strict=True)
    ]
