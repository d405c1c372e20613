"""A dealer's price list by model as a table: each row as an offer might say it, with every question and its column.

As with a message, whatever is only likely (a figure without its 万, a model that stands in a merged cell above) is
proposed and asked about; a cell that cannot be read is named, and its row waits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from tui.domain import values
from tui.domain.fields import Reading, read_day
from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.values import Unreadable, folded
from tui.errors import UsageError
from tui.sheets.chat import TOTAL, ChatList, Line, Proposal, car_names, clean, counted_colours, year_of
from tui.sheets.dialect import OFFER_TARGETS, Recognised, recognise
from tui.sheets.rows import RowReader
from tui.sheets.table import Row, Table

_MOST_ROWS = 5_000
_LONGEST = 2_000
_WAN_BELOW = 1_000
_BETWEEN = re.compile(r"[\s/、，,;；+|]+")
_UNIT = re.compile(r"(?i)\s*(台|辆|部|units?|pcs|cars?|шт\.?)$")
_UNTIL = re.compile(r"^(?:有效期)?[至到截止]+\s*[:：]?|[止前]$")
_FIXED = "一口价"
NEEDED = frozenset({"model", "price"})
"""The columns that a price list cannot do without."""
_OF_ABOVE = ("make", "model")


class OfferTable(msgspec.Struct, frozen=True):
    """What was read of the table: the offers, the columns by what they stand for, and the columns that were left."""

    found: ChatList
    recognised: dict[str, str]
    ignored: tuple[str, ...]
    cells: dict[int, dict[str, str]]
    """The text of each recognised cell, by row and target."""


def read_offers(
    table: Table,
    mapping: Mapping[str, str],
    reading: Reading,
    models: Mapping[str, str],
    left_out: Collection[str] = (),
) -> OfferTable:
    """Read every row of a price list.

    ``models`` gives the make of each model name that the book knows (casefolded); the columns ``left_out`` stand for
    nothing. Raises UsageError
    ``map_field_unknown``, ``map_column_missing``, ``offer_column_missing`` or ``offer_list_too_long``.
    """
    recognised = _recognised(table, mapping, left_out)
    columns = {match.target: table.columns[match.column] for match in recognised.matches if match.target != "reasons"}
    for field in sorted(NEEDED - columns.keys()):
        raise UsageError("offer_column_missing", field=field, known=", ".join(table.columns))
    if len(table.rows) > _MOST_ROWS:
        raise UsageError("offer_list_too_long", rows=str(len(table.rows)), most=str(_MOST_ROWS))
    reader = _Rows(table, recognised, reading, models)
    proposals: list[Proposal] = []
    unread: list[tuple[int, str]] = []
    for row in table.rows:
        made = reader.read(row)
        if made is None:
            unread.append((row.number, reader.text_of(row)))
        else:
            proposals.append(made)
    problems = []
    if "vin" in columns:
        problems.append(Problem("offer_list_of_cars", "vin", {"column": columns["vin"]}, Severity.WARNING))
    found = ChatList("", tuple(proposals), tuple(unread), tuple(problems), reader.stated)
    return OfferTable(found, columns, recognised.ignored, reader.cells)


def _recognised(table: Table, mapping: Mapping[str, str], left_out: Collection[str]) -> Recognised:
    """What the columns stand for, without those left out; a row keeps the text of all its cells."""
    places = [place for place, name in enumerate(table.columns) if name not in left_out]
    found = recognise([table.columns[place] for place in places], mapping, offers=True)
    matches = tuple(msgspec.structs.replace(match, column=places[match.column]) for match in found.matches)
    used = {match.column for match in matches}
    ignored = tuple(name for place, name in enumerate(table.columns) if place not in used)
    return msgspec.structs.replace(found, matches=matches, ignored=ignored)


class _Rows:
    """Reads the rows in the order of the file: a row may stand under a merged cell."""

    def __init__(self, table: Table, recognised: Recognised, reading: Reading, models: Mapping[str, str]) -> None:
        plain = tuple(match for match in recognised.matches if match.target not in OFFER_TARGETS)
        self._table = table
        self._recognised = recognised
        self._reading = reading
        self._models = models
        self._reader = RowReader(table.columns, msgspec.structs.replace(recognised, matches=plain), reading)
        self._above: dict[str, tuple[str, str]] = {}
        self.stated: int | None = None
        self.cells: dict[int, dict[str, str]] = {}

    def text_of(self, row: Row) -> str:
        """The row in one line, of bounded length."""
        said = " | ".join(filter(None, (clean(cell.text) for cell in row.cells)))
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"

    def read(self, row: Row) -> Proposal | None:
        """The offer of a row; None for a total, a heading, or a header that is repeated."""
        texts = [clean(cell.text) for cell in row.cells]
        said = {match.target: texts[match.column] for match in self._recognised.matches}
        self.cells[row.number] = {match.target: row.cells[match.column].text for match in self._recognised.matches}
        filled = [text for text in texts if text]
        if self._is_total(filled) or not any(said.values()):
            return None
        if len(filled) == 1 and len(texts) > 2 and not said["price"]:
            return None
        if sum(text == clean(name) for text, name in zip(texts, self._table.columns, strict=True)) > 1:
            return None
        return self._proposal(row, said)

    def _is_total(self, filled: list[str]) -> bool:
        if not filled or not (found := TOTAL.match(re.sub(r"^(共|合计|总计|总共|total)$", r"\1 0", filled[0]))):
            return False
        figures = [found[1], *filled[1:]] if TOTAL.match(filled[0]) else filled[1:]
        whole = [int(one) for one in (_UNIT.sub("", text) for text in figures) if one.isascii() and one.isdigit()]
        if len(whole) == 1:
            self.stated = whole[0]
        return True

    def _proposal(self, row: Row, said: Mapping[str, str]) -> Proposal:
        read = self._reader.read(row.number, row.cells)
        line = Line(row.number, self.text_of(row))
        line.problems += [reason.problem for reason in read.reasons if reason.problem.field != "vin"]
        unread = {problem.field for problem in line.problems}
        got = dict(read.values)
        make, model, trim, year = self._car(line, got, said, unread)
        quantity = self._quantity(line, said.get("quantity", ""))
        colours = self._colours(line, read.texts.get("colour", ""), quantity)
        if quantity is None and colours and not said.get("quantity"):
            quantity = len(colours)
        guide = self._money(line, got, "guide_price", read.texts)
        price = self._money(line, got, "price", read.texts)
        if price is None and "price" not in unread:
            line.doubt("chat_no_price", "price", Severity.ERROR)
        if guide is None and "guide_price" not in unread:
            line.doubt("offer_no_guide_price", "guide_price", Severity.WARNING)
        if "invoice_kind" not in got and "invoice_kind" not in unread:
            line.doubt("chat_no_invoice", "invoice_kind", Severity.WARNING)
        if quantity is None and not any(problem.field == "quantity" for problem in line.problems):
            line.doubt("chat_no_quantity", "quantity")
        remark = got.get("remark", "")
        return Proposal(
            row.number, line.text, make, model, trim, year, quantity, colours, guide, price,
            fixed_price=_FIXED in line.text,
            invoice_kind=got.get("invoice_kind"),
            first_registration=got.get("first_registration"),
            odometer_km=got.get("odometer_km"),
            powertrain=got.get("powertrain"),
            problems=tuple(line.problems),
            invoice_rate=got.get("invoice_rate"),
            listed_on=got.get("listed_on"),
            valid_until=self._until(line, said.get("valid_until", ""), row),
            note=remark,
        )  # fmt: skip

    def _car(
        self, line: Line, got: dict[str, Any], said: Mapping[str, str], unread: set[str]
    ) -> tuple[str, str, str, int | None]:
        """Make, model, trim and model year; a blank make or model is taken from the row above, and asked about."""
        for field in _OF_ABOVE:
            if got.get(field):
                self._above[field] = got[field], said[field]
                if field == "make":
                    self._above.pop("model", None)
            elif field in self._above and field not in unread and (field == "model" or "model" not in got):
                got[field], text = self._above[field]
                line.doubt("offer_from_above", field, read=text)
        trim, year = got.get("trim", ""), got.get("model_year")
        words = Line(line.number, clean(got.get("model", "")))
        if year is None and "model_year" not in unread:
            trims = Line(line.number, clean(trim))
            year = year_of(words) or year_of(trims)
            trim = " ".join(trims.left.split())
        model = " ".join(words.left.split())
        if got.get("make"):
            return got["make"], _without_make(model, got["make"], self._reading.vocabulary.makes), trim, year
        if model.casefold() in self._models:
            make = self._models[model.casefold()]
            line.doubt("chat_make_supplied", "make", model=model, make=make)
            return make, model, trim, year
        if not model:
            if "model" not in unread:
                line.doubt("chat_no_model", "model", Severity.ERROR)
            return "", "", trim, year
        make, model, rest = car_names(words, self._reading.vocabulary.makes, self._models)
        line.problems += words.problems
        if rest and trim:
            return make, f"{model} {rest}", trim, year
        return make, model, trim or rest, year

    def _quantity(self, line: Line, text: str) -> int | None:
        if not text:
            return None
        try:
            count = values.whole(_UNIT.sub("", folded(text)))
        except Unreadable as error:
            line.doubt(error.code, "quantity", Severity.ERROR, **error.params)
            return None
        if not count:
            line.doubt("offer_none_left", "quantity", Severity.ERROR)
        return count

    def _colours(self, line: Line, text: str, quantity: int | None) -> tuple[str, ...]:
        """One entry a car: counted ones, one colour for all, or one each where there are as many; else asked about."""
        bare = clean(text)
        if not bare or quantity == 0:
            return ()
        known = self._reading.vocabulary.choices["colour"]
        words = Line(line.number, _BETWEEN.sub(" ", bare))
        colours, count = counted_colours(words, known)
        if count and not words.left.split():
            if quantity is not None and count < quantity:
                line.doubt("offer_colours", "colours", colours=str(count), quantity=str(quantity))
            return colours
        names = [part for part in _BETWEEN.split(bare) if part]
        read = [known.get(name.casefold(), name) for name in names]
        if len(read) == 1 and not re.search(r"\d", bare) and (quantity or 1) <= _LONGEST:
            return tuple(read) * (quantity or 1)
        if len(read) == quantity and all(name.casefold() in known for name in names):
            line.doubt("offer_colours_one_each", "colours", said=bare[:60])
            return tuple(read)
        line.doubt("offer_colours_uncounted", "colours", said=bare[:60])
        return ()

    def _money(self, line: Line, got: Mapping[str, Any], field: str, texts: Mapping[str, str]) -> Money | None:
        """An amount; below 1,000 yuan it is likely in 万, which is asked where neither cell nor column says so."""
        money = got.get(field)
        if not isinstance(money, Money):
            return None
        if money.currency != "CNY" or not Decimal(0) < money.amount < _WAN_BELOW:
            return money
        likely = Money.of(money.amount * 10_000, money.currency)
        line.doubt("offer_wan_supplied", field, said=texts.get(field, "")[:40], read=f"{likely.amount:,.0f}")
        return likely

    def _until(self, line: Line, text: str, row: Row) -> Any:
        if not text:
            return None
        column = self._recognised.column_of("valid_until")
        cell = row.cells[column] if column is not None else None
        try:
            plain = text if cell is not None and cell.value is not None else _UNTIL.sub("", text).strip()
            return read_day(plain, self._reading)
        except Unreadable as error:
            line.doubt(error.code, "valid_until", Severity.ERROR, **error.params)
            return None


def _without_make(model: str, make: str, makes: Mapping[str, str]) -> str:
    """The model without its make, where the cell repeats it."""
    first, _, rest = model.partition(" ")
    return rest.strip() if rest.strip() and makes.get(first.casefold()) == make else model
