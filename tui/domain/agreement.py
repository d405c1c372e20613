"""Do the papers of a car agree? What each prints, compared field by field. Pure.

Comparing evens out how a value is written (full width and half width, capitals, white space, the spelling of a date
or of a make that the book knows, trade name or type code of a model of which it knows both), never what it says: one
other character in a VIN or a name is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

import msgspec

from tui.domain import values
from tui.domain.documents import Document
from tui.domain.rules import AGREEMENT_KIND, Rule, RuleSeverity
from tui.domain.sources import Source
from tui.domain.values import NumberStyle, Unreadable

RECORD = "record"
"""The book's own record of a car, as the kind of a paper."""
LICENCE_FIELDS = ("make", "model", "first_registration", "pending_export")
"""The four fields that the licence copies from the registration certificate (商贸函〔2025〕648号, section 1(2))."""
RULE_PREFIX = "papers:"
LONGEST = 300
"""Characters that a box of a paper may hold: values are compared character by character."""
_MODEL = "#model"
"""What the names of a car's own model come to."""
_UNIT = re.compile(r"\s*(辆|台|units?|pcs)$", re.IGNORECASE)


class PrintField(msgspec.Struct, frozen=True):
    """A box of a paper. ``reads`` is how its value is compared; ``sums`` adds up over the cars of a paper."""

    name: str
    title: str
    reads: str
    sums: bool = False
    words: tuple[str, ...] = ()


class Pair(msgspec.Struct, frozen=True):
    """Two kinds of papers that must agree, and the rule of each field; with ``at_most`` the second may say less."""

    first: str
    second: str
    rules: Mapping[str, Rule]
    at_most: bool = False


class Agreement(msgspec.Struct, frozen=True):
    """The whole table: fields in order, short titles of papers by kind, pairs, and the rule of what is lacking."""

    fields: Mapping[str, PrintField]
    papers: Mapping[str, str]
    pairs: tuple[Pair, ...]
    lacking: Rule

    @property
    def words(self) -> dict[str, str]:
        """Every word for a field, casefolded, with its name."""
        return {word.casefold(): one.name for one in self.fields.values() for word in one.words}


class Names(msgspec.Struct, frozen=True):
    """What is called differently and is the same: aliases of makes and names of the own firms, all folded.

    ``models`` are the names of one car's model: the trade name and the maker's type code, where the book knows both.
    """

    makes: Mapping[str, str] = {}
    firms: Mapping[str, str] = {}
    models: frozenset[str] = frozenset()

    def of_model(self, model: str, type_code: str | None) -> Names:
        """The same names, for a car of this model."""
        if not model or not type_code:
            return self
        return msgspec.structs.replace(self, models=frozenset({folded(model), folded(type_code)}))


class Says(msgspec.Struct, frozen=True):
    """What one paper says of one car, as it is printed; ``totals`` are what it says of all its cars together.

    ``document_id`` is 0 for the book's record and for an invoice that this desk prints itself.
    """

    kind: str
    fields: Mapping[str, str]
    totals: Mapping[str, str] = {}
    covers: frozenset[int] = frozenset()
    document_id: int = 0
    number: str = ""


class Difference(msgspec.Struct, frozen=True):
    """A field in which two papers differ; the values as printed. ``total`` says that it is of all cars together."""

    field: str
    first: Says
    second: Says
    ours: str
    theirs: str
    rule: Rule
    total: bool = False


class Compared(msgspec.Struct, frozen=True):
    """What a comparison came to: how many values of two papers were compared, and the kinds that print nothing yet."""

    differences: tuple[Difference, ...]
    compared: int
    lacking: tuple[str, ...]


def make_rule(field: str, pair: tuple[str, str], title: str, summary: str, source: Source, checked: date) -> Rule:
    """The rule that stands for a difference of a field between two kinds of papers."""
    return Rule(
        id=f"{RULE_PREFIX}{field}:{pair[0]}:{pair[1]}",
        jurisdiction="CN",
        kind=AGREEMENT_KIND,
        severity=RuleSeverity.BLOCK,
        condition={},
        title=title,
        summary=summary,
        source=source,
        checked=checked,
    )


def folded(text: str) -> str:
    """A text without what makes no difference: width, capitals, white space."""
    return "".join(values.folded(text).casefold().split())


def read_value(field: PrintField, text: str) -> str:
    """A value as it is kept: as printed, trimmed. Raises Unreadable for a day or number that is none."""
    printed = values.short_text(text)
    if len(printed) > LONGEST:
        raise Unreadable("text_too_long", most=str(LONGEST))
    match field.reads:
        case "day":
            values.day(printed)
        case "number":
            _number(printed)
        case "currency":
            _currency(printed)
    return printed


def same(field: PrintField, one: str, other: str, names: Names) -> bool:
    """Whether two printed values say the same."""
    return comparable(field, one, names) == comparable(field, other, names)


def comparable(field: PrintField, text: str, names: Names) -> object:
    """What a value comes to when it is compared; a day or number that cannot be read is compared as a text."""
    bare = folded(text)
    try:
        match field.reads:
            case "make":
                return names.makes.get(bare.removesuffix("牌"), bare)
            case "name":
                return names.firms.get(bare, bare)
            case "model":
                return _MODEL if bare in names.models else bare
            case "day":
                return values.day(text)
            case "number":
                return _number(text)
            case "currency":
                return _currency(text)
            case "digits":
                return bare.replace(".", "")
    except Unreadable:
        pass
    return bare


def _number(text: str) -> Decimal:
    return values.amount(_UNIT.sub("", values.folded(text)), "CNY", NumberStyle()).amount.normalize()


def _currency(text: str) -> str:
    return values.amount(f"1 {values.folded(text)}", "", NumberStyle()).currency


class Sheet(msgspec.Struct, frozen=True):
    """A paper read once for all its cars: what it says of each, and of all together."""

    document: Document
    own: Mapping[int, Mapping[str, str]]
    totals: Mapping[str, str]
    covers: frozenset[int]

    def says(self, car_id: int) -> Says | None:
        """What it says of a car; None when nothing on it concerns that car."""
        own = self.own.get(car_id, {})
        if not own and (not self.totals or car_id not in self.covers):
            return None
        document = self.document
        return Says(document.kind, own, self.totals, self.covers, document.id, document.number)


def sheet_of(document: Document, fields: Mapping[str, PrintField], aboard: frozenset[int] = frozenset()) -> Sheet:
    """Read what a paper prints; ``aboard`` are the cars of its shipment, for a paper that names no cars itself.

    What is printed car by car is added up where the whole is not printed, once every car has its figure.
    """
    own: dict[int, dict[str, str]] = {}
    totals: dict[str, str] = {}
    for one in document.prints:
        (totals if one.car_id is None else own.setdefault(one.car_id, {}))[one.field] = one.value
    covers = frozenset(document.scope.car_ids) or aboard or frozenset(own)
    for name, field in fields.items():
        parts = [own[car_id][name] for car_id in covers if name in own.get(car_id, {})]
        if field.sums and name not in totals and parts and len(parts) == len(covers):
            try:
                totals[name] = f"{sum(map(_number, parts), Decimal(0)):f}"
            except Unreadable:
                continue
    return Sheet(document, own, totals, covers)


def compare(papers: Sequence[Says], table: Agreement, names: Names) -> Compared:
    """Compare all papers of one car, pair by pair.

    Where two papers differ, the record is not set against either of them in that field: the paper is what counts.
    """
    by_kind: dict[str, list[Says]] = {}
    for one in papers:
        by_kind.setdefault(one.kind, []).append(one)
    found: list[Difference] = []
    count = 0
    for pair in table.pairs:
        for first in by_kind.get(pair.first, ()):
            seconds = by_kind.get(pair.second, ())
            for rule_field, rule in pair.rules.items():
                field = table.fields[rule_field]
                for pieces in _pairs(field, first, seconds, at_most=pair.at_most):
                    count += pair.first != RECORD
                    second, ours, theirs, total = pieces
                    agree = (
                        _at_most(field, ours, theirs, names)
                        if pair.at_most and field.sums
                        else same(field, ours, theirs, names)
                    )
                    if not agree:
                        found.append(Difference(field.name, first, second, ours, theirs, rule, total))
    disputed = {(d.field, one) for d in found if d.first.kind != RECORD for one in (d.first.kind, d.second.kind)}
    kept = tuple(d for d in found if d.first.kind != RECORD or (d.field, d.second.kind) not in disputed)
    wanted = dict.fromkeys(kind for pair in table.pairs for kind in (pair.first, pair.second) if kind != RECORD)
    return Compared(kept, count, tuple(kind for kind in wanted if kind not in by_kind))


def _pairs(
    field: PrintField, first: Says, seconds: Sequence[Says], *, at_most: bool
) -> Iterator[tuple[Says, str, str, bool]]:
    """The values to be set against one another: second paper, both values, and whether they are totals."""
    if not field.sums:
        ours = first.fields.get(field.name) or first.totals.get(field.name, "")
        for second in seconds:
            theirs = second.fields.get(field.name) or second.totals.get(field.name, "")
            if ours and theirs:
                yield second, ours, theirs, False
        return
    if at_most:
        yield from _added_up(field, first, seconds)
        return
    for second in seconds:
        ours, theirs = first.fields.get(field.name, ""), second.fields.get(field.name, "")
        if ours and theirs:
            yield second, ours, theirs, False
        ours, theirs = first.totals.get(field.name, ""), second.totals.get(field.name, "")
        if ours and theirs and first.covers == second.covers:
            yield second, ours, theirs, True


def _added_up(field: PrintField, first: Says, seconds: Sequence[Says]) -> Iterator[tuple[Says, str, str, bool]]:
    """The sum of several papers of a kind against the one they belong to: per car, else for all together."""
    own = [(one, one.fields[field.name]) for one in seconds if one.fields.get(field.name)]
    if own and first.fields.get(field.name):
        yield own[-1][0], first.fields[field.name], _sum(text for _, text in own), False
    whole = [(one, one.totals[field.name]) for one in seconds if one.totals.get(field.name)]
    if whole and first.totals.get(field.name) and all(one.covers <= first.covers for one, _ in whole):
        yield whole[-1][0], first.totals[field.name], _sum(text for _, text in whole), True


def _sum(texts: Iterable[str]) -> str:
    listed = list(texts)
    if len(listed) == 1:
        return listed[0]
    try:
        return f"{sum(map(_number, listed), Decimal(0)):f}"
    except Unreadable:
        return " + ".join(listed)


def _at_most(field: PrintField, most: str, text: str, names: Names) -> bool:
    try:
        return _number(text) <= _number(most)
    except Unreadable:
        return same(field, most, text, names)


def licence_agrees(licence: Says | None, certificate: Says | None, table: Agreement, names: Names) -> bool | None:
    """Whether the licence says what the certificate says in the four fields that count.

    False as soon as one differs; True when all four are printed on both and agree; None while it cannot be told.
    """
    if licence is None or certificate is None:
        return None
    told = 0
    for name in LICENCE_FIELDS:
        ours = licence.fields.get(name) or licence.totals.get(name, "")
        theirs = certificate.fields.get(name) or certificate.totals.get(name, "")
        if ours and theirs:
            told += 1
            if not same(table.fields[name], ours, theirs, names):
                return False
    return True if told == len(LICENCE_FIELDS) else None


def marked(text: str, other: str) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it differs from the other text; what only the other has is an empty piece.

    Pieces that differ are what a reader must look at; a piece is never cut within a character.
    """
    found: list[tuple[str, bool]] = []
    ours, theirs = values.folded(text).casefold(), values.folded(other).casefold()
    if len(ours) != len(text) or len(theirs) != len(other):
        ours, theirs = text, other
    for step, start, end, _, _ in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if step == "insert" or end > start:
            found.append((text[start:end], step != "equal"))
    return tuple(found)
