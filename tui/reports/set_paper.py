"""A paper as it reads in one language: the strings that every format draws, made by ``setting.typeset``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tui.reports.paper import Cell, Kind


class SetCell(NamedTuple):
    """A cell as it reads, how it stands, and the value it was made of."""

    text: str
    kind: Kind
    cell: Cell

    @property
    def right(self) -> bool:
        """Whether it stands flush with the far edge."""
        return self.kind in {Kind.FIGURE, Kind.MONEY}


class SetField(NamedTuple):
    """A labelled value."""

    label: str
    value: SetCell
    note: str


class SetFields(NamedTuple):
    """Labelled values under a title."""

    title: str
    fields: tuple[SetField, ...]
    totals: bool


class SetColumn(NamedTuple):
    """A column with its heading."""

    key: str
    heading: str
    kind: Kind
    under: bool
    share: int

    @property
    def right(self) -> bool:
        """Whether its cells stand flush with the far edge."""
        return self.kind in {Kind.FIGURE, Kind.MONEY}


class SetTable(NamedTuple):
    """A table as it reads."""

    key: str
    title: str
    columns: tuple[SetColumn, ...]
    rows: tuple[tuple[SetCell, ...], ...]
    totals: tuple[SetCell, ...] | None
    main: bool
    none: str


class SetEntry(NamedTuple):
    """A point of a list."""

    mark: str
    text: str
    details: tuple[str, ...]


class SetEntries(NamedTuple):
    """Points under a title; ``none`` where there is no point."""

    title: str
    entries: tuple[SetEntry, ...]
    none: str


class SetParagraphs(NamedTuple):
    """Running text."""

    title: str
    paragraphs: tuple[str, ...]


class SetDrawing(NamedTuple):
    """A picture of characters."""

    title: str
    lines: tuple[str, ...]


class SetSignatures(NamedTuple):
    """Lines to be filled in by hand."""

    labels: tuple[str, ...]


SetSection = SetFields | SetTable | SetEntries | SetParagraphs | SetDrawing | SetSignatures


class SetFace(NamedTuple):
    """What stands on every page; ``paging`` has the blanks ``{page}`` and ``{pages}``."""

    title: str
    other_title: str
    number: str
    mark: str
    draft: bool
    covers: str
    days: str
    rules: str
    printed: str
    paging: str
    why: tuple[str, ...]
    overrides: tuple[str, ...]


class SetPaper(NamedTuple):
    """A paper in a language. ``check`` is the line that the QR code carries in short, ``code`` what it holds."""

    tag: str
    rtl: bool
    kind: str
    face: SetFace
    sections: tuple[SetSection, ...]
    check: str
    code: str
    as_of: date

    @property
    def main(self) -> SetTable | None:
        """The table that a spreadsheet is made of."""
        return next((one for one in self.sections if isinstance(one, SetTable) and one.main), None)


def strings(paper: SetPaper) -> Iterator[tuple[str, str]]:
    """Every string of a paper with the label it stands under, in the order of reading."""
    face = paper.face
    for text in (face.title, face.other_title, face.number, face.mark, face.covers, face.days, face.rules):
        yield face.title, text
    for text in (face.printed, face.paging, *face.why, *face.overrides, paper.check):
        yield face.title, text
    for section in paper.sections:
        yield from _section_strings(section)


def _section_strings(section: SetSection) -> Iterator[tuple[str, str]]:
    match section:
        case SetFields():
            yield section.title, section.title
            for field in section.fields:
                yield from ((field.label, text) for text in (field.label, field.value.text, field.note))
        case SetTable():
            yield from ((section.title, text) for text in (section.title, section.none))
            yield from ((section.title, column.heading) for column in section.columns)
            for row in (*section.rows, section.totals or ()):
                yield from ((column.heading, cell.text) for column, cell in zip(section.columns, row, strict=False))
        case SetEntries():
            yield from ((section.title, text) for text in (section.title, section.none))
            for entry in section.entries:
                yield from ((section.title, text) for text in (entry.mark, entry.text, *entry.details))
        case SetParagraphs():
            yield from ((section.title, text) for text in (section.title, *section.paragraphs))
        case SetDrawing():
            yield from ((section.title, text) for text in (section.title, *section.lines))
        case SetSignatures():
            yield from ((label, label) for label in section.labels)
