"""Typesetting: a paper's typed cells as the strings of a language. Every format draws what is made here.

In a language written from right to left, what runs the other way (codes, figures, outside text) stands between
Unicode isolates, which HTML and PDF obey; ``plain`` takes them out again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tui.domain.partialdate import PartialDate
from tui.i18n.formats import amount_iso, bare_number, country, number, paper_day
from tui.i18n.in_words import in_words
from tui.i18n.translator import N_, Translator
from tui.reports.paper import (
    Amount,
    Cell,
    Code,
    Column,
    Day,
    Drawing,
    Entries,
    Face,
    Field,
    Fields,
    Figure,
    InWords,
    Kind,
    Land,
    Listing,
    Names,
    Paper,
    Paragraphs,
    Phrase,
    Section,
    Signatures,
    Table,
    Text,
    Word,
    YesNo,
    fingerprint,
)
from tui.reports.set_paper import (
    SetCell,
    SetColumn,
    SetDrawing,
    SetEntries,
    SetEntry,
    SetFace,
    SetField,
    SetFields,
    SetPaper,
    SetParagraphs,
    SetSection,
    SetSignatures,
    SetTable,
)

DASH = "-"
"""What stands for a value not known: plain ASCII, one cell wide in every terminal."""
RTL = frozenset({"ar"})
DRAFT = N_("DRAFT")
FINAL = N_("FINAL")
_LTR, _AUTO, _POP = "\u2066", "\u2068", "\u2069"
_BLANKS = re.compile(r"\{[a-z_]+\}")
_TELEPHONE = re.compile(r"\+\d[\d ()-]{4,20}\d")
_JOINERS = "\u200c\u200d"
_SUBTENDING_MARKS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_INVISIBLE = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")
"""What is drawn as nothing and turns nothing round: left out."""


def plain(text: str) -> str:
    """A string without the isolates that typesetting put in."""
    if text.isascii():
        return text
    return text.replace(_LTR, "").replace(_AUTO, "").replace(_POP, "")


@lru_cache(maxsize=16384)
def harmless(text: str) -> str:
    """Outside text on one line: controls and direction overrides are shown by their number, so that all see them.

    Marks that are drawn as nothing are left out; zero-width joiners stay, for Persian and Indic names need them.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(map(_shown, text)).split())


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    match unicodedata.category(char):
        case "Zl" | "Zp":
            return " "
        case "Cc" if char.isspace():
            return " "
        case "Cs":
            return "\ufffd"
        case "Cc" | "Cf" if char not in _JOINERS and char not in _SUBTENDING_MARKS:
            return f"<U+{ord(char):04X}>"
        case _:
            return char


def typeset(paper: Paper, translator: Translator, beside: Translator | None = None) -> SetPaper:
    """The paper in the translator's language; labels and titles in that of ``beside`` too, when it is given."""
    setter = _Setter(translator, beside)
    face = setter.face(paper)
    seal = fingerprint(paper)
    number = harmless(paper.face.number)
    check = setter.say(
        N_("Check: {number}, revision {revision}, sha256 {sum}"),
        number=setter.ltr(number),
        revision=setter.ltr(str(paper.face.revision or paper.face.book_revision)),
        sum=setter.ltr(seal),
    )
    return SetPaper(
        translator.tag,
        setter.rtl,
        paper.face.kind,
        face,
        tuple(setter.section(one) for one in paper.sections),
        check,
        f"{harmless(paper.face.about) or number}|{paper.face.revision or paper.face.book_revision}|{seal}",
        paper.face.as_of,
    )


def said(cell: Cell, translator: Translator) -> str:
    """One cell as it reads in a language."""
    return _Setter(translator, None).cell(cell)


class _Setter:
    """One paper's way into a language; what repeats is looked up once."""

    def __init__(self, translator: Translator, beside: Translator | None) -> None:
        self._translator, self._beside = translator, beside
        self._gettext = translator.gettext
        self.tag = translator.tag
        self.rtl = self.tag in RTL
        self._language = self.tag.split("_", maxsplit=1)[0]
        self._titles: dict[str, str] = {"": ""}
        self._by_type: Mapping[type, Callable[[Any], str]] = {
            Text: lambda cell: self.auto(_whole_numbers(harmless(cell.text))) or DASH,
            Code: lambda cell: self.ltr(harmless(cell.text)) or DASH,
            Word: lambda cell: self.apart(self.title(cell.title), cell.title) or DASH,
            Names: self._names,
            Day: lambda cell: self.day(cell.day),
            Amount: lambda cell: self.ltr(_tidy(amount_iso(cell.money, self.tag))),
            InWords: lambda cell: in_words(cell.money, self._translator),
            Figure: self._figure,
            Land: self._land,
            YesNo: lambda cell: self._gettext(N_("yes")) if cell.value else self._gettext(N_("no")),
            Listing: self._listing,
            Phrase: self._phrase,
        }

    def ltr(self, text: str) -> str:
        return f"{_LTR}{text}{_POP}" if self.rtl and text else text

    def auto(self, text: str) -> str:
        return f"{_AUTO}{text}{_POP}" if text and (self.rtl or _turns(text)) else text

    def apart(self, said: str, source: str) -> str:
        """What is not translated is English, and runs its own way."""
        return self.ltr(said) if said == source and said.strip() else said

    def say(self, text: str, /, **blanks: str) -> str:
        found = self._gettext(text)
        return self.apart(found, text).format_map(blanks)

    def title(self, text: str) -> str:
        """A title of the data or the program in the paper's language alone."""
        found = self._titles.get(text)
        if found is None:
            found = self._titles[text] = harmless(self._gettext(text))
        return found

    def label(self, text: str) -> str:
        """A label, in both languages of a bilingual paper."""
        said = self.apart(self.title(text), text)
        other = self.other(text)
        return f"{said} / {self.ltr(other)}" if other and other != said else said

    def other(self, text: str) -> str:
        return harmless(self._beside.gettext(text)) if self._beside and text else ""

    def day(self, day: date | PartialDate) -> str:
        return self.ltr(paper_day(day, self.tag))

    def cell(self, cell: Cell) -> str:
        return DASH if cell is None else self._by_type[type(cell)](cell)

    def _names(self, cell: Names) -> str:
        return self.auto(harmless(cell.names.get(self._language) or cell.names.get("en") or cell.code))

    def _figure(self, cell: Figure) -> str:
        if not cell.grouped:
            said = bare_number(cell.value, self.tag)
        else:
            said = _tidy(number(cell.value, cell.places, self.tag))
        if not cell.unit:
            return self.ltr(said)
        unit = self._gettext(cell.unit)
        return f"{self.ltr(said)} {unit}" if _turns(unit) else self.ltr(f"{said} {unit}")

    def _land(self, cell: Land) -> str:
        name = country(cell.code, self.tag)
        return f"{name} ({self.ltr(cell.code)})" if cell.coded else name

    def _listing(self, cell: Listing) -> str:
        """Several values; figures alone, such as readings, stand in one order in every language."""
        said = self._gettext(cell.parting).join(map(self.cell, cell.items)) or DASH
        return self.ltr(plain(said)) if cell.items and all(isinstance(one, Figure) for one in cell.items) else said

    def _phrase(self, cell: Phrase) -> str:
        text = self._translator.ngettext(cell.text, cell.many, cell.count) if cell.many else self._gettext(cell.text)
        if self.rtl and text in {cell.text, cell.many} and any(map(str.isalpha, _BLANKS.sub("", text))):
            text = self.ltr(text)
        return text.format_map({name: self.cell(blank) for name, blank in cell.blanks.items()}) if cell.blanks else text

    def set(self, cell: Cell, kind: Kind = Kind.WORDS) -> SetCell:
        return SetCell(self.cell(cell), kind, cell)

    def section(self, section: Section) -> SetSection:
        match section:
            case Fields():
                return SetFields(self.label(section.title), tuple(map(self._field, section.fields)), section.totals)
            case Table():
                return self._table(section)
            case Entries():
                entries = tuple(
                    SetEntry(
                        "" if one.mark is None else self.cell(one.mark),
                        self.cell(one.text),
                        tuple(map(self.cell, one.details)),
                    )
                    for one in section.entries
                )
                return SetEntries(self.label(section.title), entries, self._gettext(section.none))
            case Paragraphs():
                return SetParagraphs(self.label(section.title), tuple(map(self.cell, section.paragraphs)))
            case Drawing():
                return SetDrawing(self.label(section.title), tuple(map(_shown_line, section.lines)))
            case Signatures():
                return SetSignatures(tuple(map(self.label, section.labels)))

    def _field(self, field: Field) -> SetField:
        kind = kind_of(field.value)
        return SetField(
            self.label(field.label), self.set(field.value, kind), "" if field.note is None else self.cell(field.note)
        )

    def _table(self, table: Table) -> SetTable:
        kinds = [column.kind for column in table.columns]
        rows = tuple(
            tuple(SetCell(self.cell(cell), kind, cell) for cell, kind in zip(row, kinds, strict=True))
            for row in table.rows
        )
        totals = None
        if table.totals is not None:
            totals = tuple(
                SetCell("" if cell is None else self.cell(cell), kind, cell)
                for cell, kind in zip(table.totals, kinds, strict=True)
            )
        columns = tuple(map(self._column, table.columns))
        return SetTable(
            table.key, self.label(table.title), columns, rows, totals, table.main, self._gettext(table.none)
        )

    def _column(self, column: Column) -> SetColumn:
        return SetColumn(column.key, self.label(column.heading), column.kind, column.under, column.share)

    def face(self, paper: Paper) -> SetFace:
        face = paper.face
        if face.on is not None and face.on != face.as_of:
            days = self.say(N_("As of {as_of}, checked for {on}"), as_of=self.day(face.as_of), on=self.day(face.on))
        else:
            days = self.say(N_("As of {as_of}"), as_of=self.day(face.as_of))
        word = DRAFT if face.draft else FINAL
        said = self.title(word)
        return SetFace(
            title=self.title(face.title),
            other_title=self.other(face.title),
            number=self.ltr(harmless(face.number)),
            mark=said if word in said else f"{said} {word}",
            draft=face.draft,
            covers="" if face.covers is None else self.cell(face.covers),
            days=days,
            rules=self._rules(face),
            printed=self._printed(face),
            paging=self._gettext(N_("Page {page} of {pages}")),
            why=tuple(map(self.cell, face.why)),
            overrides=tuple(map(self.cell, face.overrides)),
        )

    def _rules(self, face: Face) -> str:
        """The paper's own revision where it has one, the rules' version, the book's revision."""
        packs, book = self.ltr(harmless(face.packs)), self.ltr(str(face.book_revision))
        if face.revision:
            revision = self.ltr(str(face.revision))
            return self.say(
                N_("Revision {revision}; rules {packs}, book {book}"), revision=revision, packs=packs or DASH, book=book
            )
        if face.packs:
            return self.say(N_("Rules {packs}, book revision {revision}"), packs=packs, revision=book)
        return self.say(N_("Book revision {revision}"), revision=book)

    def _printed(self, face: Face) -> str:
        """Who printed it and when; of a copy, of which paper it is one."""
        if face.printed_at is None:
            return ""
        who, at = self._person(face.printed_by), self._time(face.printed_at)
        if face.issued is None:
            return self.say(N_("Printed by {who} at {at}"), who=who, at=at)
        return self.say(
            N_("COPY {copy}, printed by {who} at {at}; the original was issued by {issuer} at {issued}"),
            copy=self.ltr(str(face.issued.copy)),
            who=who,
            at=at,
            issuer=self._person(face.issued.by),
            issued=DASH if face.issued.at is None else self._time(face.issued.at),
        )

    def _person(self, name: str) -> str:
        return self.auto(harmless(name)) or DASH

    def _time(self, at: datetime) -> str:
        return self.ltr(f"{paper_day(at.date(), self.tag)} {at:%H:%M} UTC")


def kind_of(cell: Cell) -> Kind:
    """How a value stands when it is alone."""
    match cell:
        case Code():
            return Kind.CODE
        case Day():
            return Kind.DAY
        case Figure():
            return Kind.FIGURE
        case Amount():
            return Kind.MONEY
        case _:
            return Kind.WORDS


@lru_cache(maxsize=16384)
def _turns(text: str) -> bool:
    """Whether a text has letters that are written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def _tidy(text: str) -> str:
    """A figure with one sort of space that does not break, so that every format has the same."""
    return text if text.isascii() else text.replace("\u202f", "\u00a0")


def _whole_numbers(text: str) -> str:
    """Text in which no telephone number is broken over two lines."""
    return _TELEPHONE.sub(lambda found: found[0].replace(" ", "\u00a0"), text) if "+" in text else text


def _shown_line(line: str) -> str:
    return "".join(map(_shown, line))
