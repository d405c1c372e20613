"""What every paper is: a face and sections, as typed data. Nothing here is formatted or translated.

Titles, labels and phrases are English, as the catalogues have them; a cell says what kind of value it holds. One step
(``setting.py``) turns a paper into strings of a language, and every format draws those strings. None is *not known*
and prints as a dash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from tui.domain.codec import dec_hook, enc_hook
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate

SCHEMA = "nearnew/{kind}/1"


class Text(msgspec.Struct, frozen=True, tag="text"):
    """Words of the book or of a person: shown as they are, in whatever script."""

    text: str


class Code(msgspec.Struct, frozen=True, tag="code"):
    """A VIN, number or code: monospaced, left to right in every language, never broken nor cut in a table."""

    text: str


class Word(msgspec.Struct, frozen=True, tag="word"):
    """A fixed word with its English title, which is translated."""

    code: str
    title: str


class Names(msgspec.Struct, frozen=True, tag="names"):
    """A name that differs from language to language, by ISO 639 code; English, else the code, stands for others."""

    code: str
    names: dict[str, str]


class Day(msgspec.Struct, frozen=True, tag="day"):
    """A date, whole or partial."""

    day: PartialDate


class Amount(msgspec.Struct, frozen=True, tag="money"):
    """An amount with its currency: printed with the ISO code."""

    money: Money


class InWords(msgspec.Struct, frozen=True, tag="in_words"):
    """An amount written out in words."""

    money: Money


class Figure(msgspec.Struct, frozen=True, tag="number"):
    """A number with its unit; ``places`` None keeps the places it has; a year or a code is not ``grouped``."""

    value: Decimal | int
    places: int | None = None
    unit: str = ""
    grouped: bool = True


class Land(msgspec.Struct, frozen=True, tag="country"):
    """A country by its ISO 3166 code; ``coded`` prints the code behind the name."""

    code: str
    coded: bool = True


class YesNo(msgspec.Struct, frozen=True, tag="yes_no"):
    """Yes or no."""

    value: bool


class Listing(msgspec.Struct, frozen=True, tag="list"):
    """Several values in a row; ``parting`` is translated."""

    items: tuple[Cell, ...]
    parting: str = ", "


class Phrase(msgspec.Struct, frozen=True, tag="phrase"):
    """A sentence with ``{blanks}``; with ``many`` it has a plural, chosen by ``count``."""

    text: str
    blanks: dict[str, Cell] = {}
    many: str = ""
    count: int = 0


Cell: TypeAlias = (
    "Text | Code | Word | Names | Day | Amount | InWords | Figure | Land | YesNo | Listing | Phrase | None"
)


class Kind(StrEnum):
    """How a column stands: words flush left and wrapped, codes and dates whole, figures and money flush right."""

    WORDS = "words"
    CODE = "code"
    DAY = "day"
    FIGURE = "figure"
    MONEY = "money"


class Field(msgspec.Struct, frozen=True):
    """A labelled value; ``note`` stands behind it, smaller."""

    label: str
    value: Cell
    note: Cell = None


class Fields(msgspec.Struct, frozen=True, tag="fields"):
    """Labelled values under a title; ``totals`` sets the values flush right, as a sum stands."""

    title: str
    fields: tuple[Field, ...]
    totals: bool = False


class Column(msgspec.Struct, frozen=True):
    """A column: its ASCII key, its English heading, how it stands.

    ``under`` columns are drawn below their row as labelled values, for paper is narrow; in a spreadsheet they are
    columns as any. ``share`` is the part of the free width that a column of words takes.
    """

    key: str
    heading: str
    kind: Kind = Kind.WORDS
    under: bool = False
    share: int = 1


class Table(msgspec.Struct, frozen=True, tag="table"):
    """Rows of typed cells, one for each column. ``main`` is the paper's table as a spreadsheet wants it.

    ``totals`` is one more row, drawn apart; ``none`` is what stands in place of rows where there are none.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    main: bool = False
    none: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A point of a list: a mark before it, what it says, and details below."""

    text: Cell
    mark: Cell = None
    details: tuple[Cell, ...] = ()


class Entries(msgspec.Struct, frozen=True, tag="entries"):
    """Points under a title; ``none`` is said where there is no point."""

    title: str
    entries: tuple[Entry, ...]
    none: str = ""


class Paragraphs(msgspec.Struct, frozen=True, tag="paragraphs"):
    """Running text, such as the body of a letter."""

    title: str
    paragraphs: tuple[Cell, ...]


class Drawing(msgspec.Struct, frozen=True, tag="drawing"):
    """Lines of fixed width that make a picture, such as a map of panels; drawn left to right in every language."""

    title: str
    lines: tuple[str, ...]


class Signatures(msgspec.Struct, frozen=True, tag="signatures"):
    """Lines to be filled in by hand, each with its label."""

    labels: tuple[str, ...]


Section: TypeAlias = Fields | Table | Entries | Paragraphs | Drawing | Signatures


class Issue(msgspec.Struct, frozen=True):
    """Of which paper this is a copy: its number in the sequence (the original is 1), and what is known of that one.

    That is who issued it and when (UTC), and the sha256 on its face.
    """

    copy: int
    by: str
    at: datetime | None
    sha256: str


class Face(msgspec.Struct, frozen=True):
    """What stands on every page.

    ``kind`` is ASCII; ``about`` names the shipment where the paper has a number of its own. ``revision`` is the
    paper's own, counted from 1; 0 where it has none. ``on`` is the day the rules were read at, ``packs`` their version;
    ``why`` says how it stands with the verdict, ``overrides`` who went on in spite of what. ``printed_at`` is in UTC.
    ``issued`` is set on every copy but the original.
    """

    kind: str
    title: str
    number: str
    revision: int
    as_of: date
    draft: bool
    covers: Cell = None
    on: date | None = None
    packs: str = ""
    why: tuple[Cell, ...] = ()
    overrides: tuple[Cell, ...] = ()
    printed_by: str = ""
    printed_at: datetime | None = None
    about: str = ""
    book_revision: int = 0
    issued: Issue | None = None


class Paper(msgspec.Struct, frozen=True):
    """A paper: what stands on every page, and what stands once."""

    face: Face
    sections: tuple[Section, ...]

    @property
    def main(self) -> Table | None:
        """The table that a spreadsheet is made of."""
        return next((one for one in self.sections if isinstance(one, Table) and one.main), None)


def canonical(paper: Paper) -> bytes:
    """The paper as JSON that is the same wherever it is made: keys in order, nothing between them, UTF-8."""
    return msgspec.json.encode(paper, enc_hook=enc_hook, order="sorted")


def fingerprint(paper: Paper) -> str:
    """The sha256 of the canonical JSON without who printed it and when: the same for every copy. Hexadecimal.

    A copy has the sum of its original, as that was printed.
    """
    if paper.face.issued is not None:
        return paper.face.issued.sha256
    face = msgspec.structs.replace(paper.face, printed_by="", printed_at=None)
    return hashlib.sha256(canonical(msgspec.structs.replace(paper, face=face))).hexdigest()


def read(content: bytes) -> Paper:
    """A paper from its canonical JSON. Raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(content, type=Paper, dec_hook=dec_hook)


def document(paper: Paper) -> dict[str, Any]:
    """The paper as plain data for JSON, with its schema and fingerprint."""
    plain = msgspec.to_builtins(paper, enc_hook=enc_hook)
    return {"schema": SCHEMA.format(kind=paper.face.kind), "sha256": fingerprint(paper), "paper": plain}


def text(value: str | None) -> Text | None:
    """Words of the book; an empty one is not known."""
    return Text(value) if value else None


def code(value: str | None) -> Code | None:
    """A number or code; an empty one is not known."""
    return Code(value) if value else None


def day(value: date | PartialDate | None) -> Day | None:
    """A date, if it is known."""
    if value is None:
        return None
    return Day(value if isinstance(value, PartialDate) else PartialDate.of(value))


def amount(value: Money | None) -> Amount | None:
    """An amount, if it is known."""
    return None if value is None else Amount(value)


def figure(
    value: Decimal | int | None, places: int | None = None, unit: str = "", *, grouped: bool = True
) -> Figure | None:
    """A number, if it is known."""
    return None if value is None else Figure(value, places, unit, grouped)


def land(value: str | None) -> Land | None:
    """A country, if it is known."""
    return Land(value) if value else None


def listing(items: Iterable[Cell], parting: str = ", ") -> Cell:
    """The values that are known, in a row; None when there is none, the value itself when it is alone."""
    known = tuple(item for item in items if item is not None)
    return Listing(known, parting) if len(known) > 1 else known[0] if known else None


def phrase(text: str, /, **blanks: Cell) -> Phrase:
    """A sentence with its blanks; message extraction knows this name."""
    return Phrase(text, blanks)


def counted(one: str, many: str, count: int, /, **blanks: Cell) -> Phrase:
    """A sentence whose form hangs on a count; message extraction knows this name."""
    return Phrase(one, blanks, many, count)


def column(columns: Sequence[Column], key: str) -> int:
    """The place of a column."""
    return next(place for place, one in enumerate(columns) if one.key == key)
