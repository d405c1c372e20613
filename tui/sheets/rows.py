"""Rows of a list turned into typed values of fields, with every reason why a cell cannot be taken.

A cell may say more than one thing: 汽油 names powertrain and fuel, 3%专票 the voucher and its rate. What a cell only
implies gives way to a column that says it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from tui.domain import fields
from tui.domain.fields import FieldValue, Reading
from tui.domain.problems import Problem
from tui.domain.values import PLAIN, folded
from tui.domain.words import Powertrain
from tui.sheets.dialect import Match, Recognised
from tui.sheets.table import Cell

_MONEY = frozenset({"price", "guide_price"})
_IN_WAN = _MONEY | {"odometer_km"}
_LISTS = frozenset({"damage_history", "former_use", "cn_barred_group", "software_languages", "sub_region", "via"})
_BLANK = frozenset({"-", "--", "—", "——", "–", "/", "\\", "n/a", "#n/a", "null"})
_RATE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_EDGES = " ()[]【】,，、:：-"
_NAME_PARTS = re.compile(r"[\s,;:/()\[\]【】]+")


class HeldReason(msgspec.Struct, frozen=True):
    """Why a row is held (or worth a look): row of the file, column as the file names it, its text, the problem."""

    row: int
    column: str
    value: str
    problem: Problem


class RowReading(msgspec.Struct, frozen=True):
    """What one row says: values by field, the fields each target gave, reasons, and the dealer's name if it is there.

    ``texts`` are the recognised cells by target as they are read again later, with the unit of the column's name.
    """

    number: int
    values: dict[str, Any]
    given: dict[str, tuple[str, ...]]
    reasons: tuple[HeldReason, ...]
    dealer: str
    texts: dict[str, str]
    reason_text: str


class RowReader:
    """Reads the rows of one list."""

    def __init__(self, columns: Sequence[str], recognised: Recognised, reading: Reading) -> None:
        self._columns = columns
        self._recognised = recognised
        self._reading = reading

    def column_of(self, field: str) -> str:
        """The file's name of the column that gives a field; the field's own name when the file has none."""
        target = {"invoice_kind": "invoice", "invoice_rate": "invoice", "fuel": "powertrain", "powertrain": "fuel"}
        for wanted in (field, target.get(field)):
            column = self._recognised.column_of(wanted) if wanted else None
            if column is not None:
                return self._columns[column]
        return field

    def read(self, number: int, cells: Sequence[Cell]) -> RowReading:
        """Read one row; blank cells say nothing."""
        said: dict[str, Any] = {}
        implied: dict[str, Any] = {}
        given: dict[str, tuple[str, ...]] = {}
        reasons: list[HeldReason] = []
        texts: dict[str, str] = {}
        dealer = reason_text = ""
        for match in self._recognised.matches:
            cell, column = cells[match.column], self._columns[match.column]
            if match.target == "reasons":
                reason_text = cell.text
                continue
            if _is_blank(match.target, cell.text):
                continue
            text = texts[match.target] = _with_unit(match.target, cell, column)
            if match.target == "dealer":
                values, problems = fields.read_fields([("remark", text)], self._reading)
                dealer = str(values[0].value) if values else ""
                reasons += [_reason(number, column, cell, _renamed(problem, "dealer")) for problem in problems]
                continue
            names: list[str] = []
            for field, part, is_implied in self._parts(match.target, text):
                value = self._value(field, part, cell, column)
                if isinstance(value, Problem):
                    reasons.append(_reason(number, column, cell, value))
                else:
                    (implied if is_implied else said)[field] = value.value
                    names.append(field)
            given[match.target] = tuple(names)
        return RowReading(number, implied | said, given, tuple(reasons), dealer, texts, reason_text)

    def _parts(self, target: str, text: str) -> Iterator[tuple[str, str, bool]]:
        """What a cell says: field, text, and whether it is only implied."""
        choices = self._reading.vocabulary.choices
        key = folded(text).casefold()
        match target:
            case "invoice":
                rate = _RATE.search(folded(text))
                kind = key if rate is None or key in choices["invoice_kind"] else _RATE.sub("", key).strip(_EDGES)
                if kind:
                    yield "invoice_kind", kind, False
                if rate:
                    yield "invoice_rate", rate.group().replace(",", "."), True
            case "powertrain" | "fuel" if key in choices["powertrain"] or key in choices["fuel"]:
                powertrain, fuel = choices["powertrain"].get(key), choices["fuel"].get(key)
                if target == "powertrain" or fuel is None:
                    yield "powertrain", powertrain or text, False
                    if fuel is None and powertrain == Powertrain.BEV:
                        fuel = "none"
                if fuel is not None:
                    yield "fuel", fuel, target == "powertrain"
            case "first_registration" if key in choices["never_registered"]:
                yield "never_registered", "yes", True
            case _:
                yield target, text, False

    def _value(self, field: str, text: str, cell: Cell, column: str) -> FieldValue | Problem:
        """Read one text; a text that the list's number style and the plain one read differently is refused."""
        reading = msgspec.structs.replace(self._reading, style=PLAIN)
        if field in _MONEY and (currency := self._currency(column)):
            reading = msgspec.structs.replace(reading, currency=currency)
        plain = _read(field, text, reading)
        if cell.value is not None or self._recognised.style == PLAIN:
            return plain
        own = _read(field, text, msgspec.structs.replace(reading, style=self._recognised.style))
        if isinstance(own, Problem):
            return own if isinstance(plain, Problem) else plain
        if isinstance(plain, FieldValue) and plain.value != own.value:
            return Problem("number_ambiguous", field, {"value": text[:40]})
        return own

    def _currency(self, column: str) -> str | None:
        """The currency that the column's name states, if it states one."""
        marks = self._reading.vocabulary.choices["currency"]
        parts = (part.lstrip("万") for part in _NAME_PARTS.split(folded(column).casefold()))
        return next((marks[part] for part in parts if part in marks), None)


def fingerprint(dealer: str, texts: dict[str, str], again: int) -> str:
    """The sha256 of dealer and recognised cells; ``again`` counts the identical rows above it in the same file."""
    said = json.dumps([dealer.casefold(), sorted(texts.items()), again], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def kept_cells(columns: Sequence[str], matches: Sequence[Match], cells: Sequence[Cell]) -> dict[str, str]:
    """A row's cells by column name, for a row that waits.

    A column that a person mapped by hand is kept under its target's name, so that it is understood again without the
    mapping; the reasons column is left out.
    """
    left_out = {match.column for match in matches if match.target == "reasons"}
    by_hand = {match.column for match in matches if match.mapped}
    kept = {
        name: cells[column].text
        for column, name in enumerate(columns)
        if column not in left_out and column not in by_hand
    }
    for match in matches:
        if match.mapped:
            kept[match.target] = _with_unit(match.target, cells[match.column], columns[match.column])
    return kept


def _read(field: str, text: str, reading: Reading) -> FieldValue | Problem:
    values, problems = fields.read_fields([(field, text)], reading)
    return problems[0] if problems else values[0]


def _is_blank(target: str, text: str) -> bool:
    bare = folded(text).casefold()
    return not bare or (bare in _BLANK and target not in _LISTS)


def _with_unit(target: str, cell: Cell, column: str) -> str:
    """The text of a cell: a computed amount rounded to the fen, and 万 added when only the column's name says so."""
    text = cell.text
    if target in _MONEY and isinstance(cell.value, Decimal):
        fen = Decimal("0.000001") if "万" in column else Decimal("0.01")
        text = format(
            cell.value if cell.value == cell.value.to_integral_value() else cell.value.quantize(fen, ROUND_HALF_UP), "f"
        )
    counted = "万" in column and target in _IN_WAN
    if counted and not re.search(r"[万wW]", folded(text)):
        text = re.sub(r"(\d)(?=\D*$)", r"\1万", folded(text), count=1)
    return text


def _reason(number: int, column: str, cell: Cell, problem: Problem) -> HeldReason:
    return HeldReason(number, column, cell.text, problem)


def _renamed(problem: Problem, field: str) -> Problem:
    return msgspec.structs.replace(problem, field=field)
