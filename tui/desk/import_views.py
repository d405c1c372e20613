"""What the screens of an import ask besides the import itself: encodings to choose from, columns, rows that wait."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter

import msgspec

from tui.desk import held, importing
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.importing import Preview
from tui.desk.kinds import BATCHES, DEALERS
from tui.domain import values
from tui.domain.imports import HeldRow
from tui.domain.problems import Problem
from tui.domain.values import Unreadable, folded
from tui.errors import UsageError
from tui.sheets.dialect import OFFER_TARGETS, TARGETS, is_header, recognise
from tui.sheets.rows import RowReader
from tui.sheets.table import HEADER_WITHIN, Row, Table

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "cp1251", "cp1252", "koi8-r", "cp866", "cp1256", "shift_jis")
"""The encodings that lists of this trade come in."""
MEANINGS: frozenset[str] = TARGETS - {"reasons"}
"""What a person may say that a column of a list of cars stands for."""
_SAMPLE = 65_536
_LONGEST = 2000
_MOST_COLUMNS = 400


class Trial(msgspec.Struct, frozen=True):
    """A list as one encoding reads it: its line of column names, the line under it, and whether it can be read so."""

    encoding: str
    header: str
    below: str
    fits: bool


class Setup(msgspec.Struct, frozen=True):
    """What a person said of a list: whose it is, what its columns stand for, which to leave out, and when bought.

    ``offers`` marks a price list by model.
    """

    dealer: str = ""
    mapping: dict[str, str] = {}
    left_out: frozenset[str] = frozenset()
    bought: date | None = None
    offers: bool = False

    @property
    def meanings(self) -> frozenset[str]:
        """What a column may stand for."""
        return MEANINGS - {"dealer"} | OFFER_TARGETS if self.offers else MEANINGS


class Waiting(msgspec.Struct, frozen=True):
    """A row that waits, as a line of the list: where it came from, its VIN as it stands, its car in words."""

    row: HeldRow
    source: str
    dealer: str
    vin: str
    car: str

    @property
    def offer(self) -> Problem | None:
        """The first problem with a correction on offer."""
        return next((problem for problem in self.row.problems if problem.offer), None)


class _Told(tuple[Row, ...]):  # noqa: SLOT001 - it carries its listener
    """Rows that say how far their reader has come."""

    tell: Callable[[int], None]

    def __iter__(self) -> Iterator[Row]:
        for place, row in enumerate(super().__iter__()):
            self.tell(place)
            yield row


def digest(data: bytes) -> str:
    """The sha256 of a list, by which an import is known."""
    return hashlib.sha256(data).hexdigest()


def dealers(desk: Desk) -> list[str]:
    """The names of the dealers, in order."""
    return sorted({dealer.name for dealer in desk.store.all(DEALERS)}, key=str.casefold)


def trials(data: bytes, codes: Sequence[str] = ENCODINGS) -> list[Trial]:
    """The beginning of a text file in each encoding: those that read it and find column names come first."""
    found = [_trial(data[:_SAMPLE], code, whole=len(data) <= _SAMPLE) for code in codes]
    return [trial for trial, _count in sorted(found, key=lambda one: (not one[0].fits, -one[1]))]


def _trial(sample: bytes, code: str, *, whole: bool) -> tuple[Trial, int]:
    """The sample in one encoding, and how many column names it shows."""
    try:
        text = codecs.getincrementaldecoder(code)("strict").decode(sample, final=whole)
        fits = "\0" not in text
    except UnicodeError:  # not UnicodeDecodeError alone: UTF-16 without its mark
        text, fits = sample.decode(code, "replace"), False
    text = text.removeprefix("\ufeff")
    lines = [line[:_LONGEST] for line in islice(text.splitlines(), 2 * HEADER_WITHIN) if line.strip(" ,;|\t")]
    counts = [max(is_header(line.split(mark)) for mark in ",\t;|") for line in lines[:HEADER_WITHIN]]
    place = counts.index(max(counts)) if counts else 0
    header, below = (*lines[place : place + 2], "", "")[:2]
    return Trial(code, header, below, fits), counts[place] if counts else 0


def recognised_as(table: Table, setup: Setup) -> dict[str, str]:
    """What the columns stand for, by column; those that stand for nothing are not in it."""
    kept = [column for column in table.columns if column not in setup.left_out]
    return {kept[match.column]: match.target for match in recognise(kept, setup.mapping, offers=setup.offers).matches}


def assigned(table: Table, setup: Setup, column: str, target: str) -> Setup:
    """The setup in which a column stands for a target, or for nothing when the target is empty."""
    mapping = {field: name for field, name in setup.mapping.items() if name != column and field != target}
    left_out = setup.left_out - {column}
    changed = msgspec.structs.replace(setup, mapping=mapping, left_out=left_out)
    now = recognised_as(table, changed).get(column, "")
    if now == target:
        return changed
    if not target:
        return msgspec.structs.replace(changed, left_out=left_out | {column})
    return msgspec.structs.replace(changed, mapping=mapping | {target: column})


def fitted(table: Table, setup: Setup) -> Setup:
    """The setup without what names columns that the list does not have."""
    return msgspec.structs.replace(
        setup,
        mapping={field: name for field, name in setup.mapping.items() if name in table.columns},
        left_out=setup.left_out & set(table.columns),
    )


def _without(table: Table, columns: Collection[str]) -> Table:
    """The list without some columns."""
    kept = [place for place, name in enumerate(table.columns) if name not in columns]
    if not kept or len(kept) == len(table.columns):
        return table
    take = itemgetter(*kept) if len(kept) > 1 else lambda cells: (cells[kept[0]],)
    rows = tuple(Row(row.number, tuple(take(row.cells))) for row in table.rows)
    return msgspec.structs.replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def preview(
    desk: Desk, table: Table, setup: Setup, *, source: str, sha256: str, tell: Callable[[int], None]
) -> Preview:
    """Say what an import would do, as ``importing.preview``; ``tell`` hears the rows done, and may raise to end it."""
    kept = _without(table, setup.left_out)
    rows = _Told(kept.rows)
    rows.tell = tell
    shown = importing.preview(
        desk,
        msgspec.structs.replace(kept, rows=rows),
        dealer=setup.dealer or None,
        mapping=setup.mapping,
        bought=setup.bought,
        source=source,
        sha256=sha256,
    )
    return msgspec.structs.replace(shown, table=kept)


def bought_day(desk: Desk, text: str) -> date | None:
    """The day of purchase that a text names, None for an empty one.

    Raises UsageError ``date_unreadable``, ``date_unreal``, ``date_not_to_the_day`` or ``bought_in_future``.
    """
    if not text.strip():
        return None
    try:
        found = values.day(text)
    except Unreadable as error:
        raise UsageError(error.code, **error.params) from error
    if found > desk.today:
        raise UsageError("bought_in_future", date=found.isoformat(), today=desk.today.isoformat())
    return found


def waiting(desk: Desk) -> list[Waiting]:
    """The rows that wait, oldest first, as lines of a list."""
    batches = {batch.id: batch.source for batch in desk.store.all(BATCHES)}
    names = {dealer.id: dealer.name for dealer in desk.store.all(DEALERS)}
    known: dict[tuple[str, ...], Mapping[str, int]] = {}
    return [
        Waiting(
            row,
            batches.get(row.batch_id, ""),
            names.get(row.dealer_id or 0, ""),
            _cell(row, known, "vin"),
            " ".join(filter(None, (_cell(row, known, "make"), _cell(row, known, "model")))),
        )
        for row in held.waiting(desk)
    ]


def _cell(row: HeldRow, known: dict[tuple[str, ...], Mapping[str, int]], target: str) -> str:
    columns = tuple(row.cells)
    places = known.get(columns)
    if places is None:
        places = known[columns] = {match.target: match.column for match in recognise(columns).matches}
    place = places.get(target)
    return "" if place is None else folded(row.cells[columns[place]])


def meanings(row: HeldRow) -> dict[str, str]:
    """What the columns of a row that waits stand for, by column."""
    columns = tuple(row.cells)
    return {columns[match.column]: match.target for match in recognise(columns).matches}


def column_of(desk: Desk, row: HeldRow, field: str) -> str:
    """The column of a row that waits which gives a field; the field's own name when it has none."""
    columns = tuple(row.cells)
    return RowReader(columns, recognise(columns), reading_of(desk)).column_of(field)


def cells_to_mend(desk: Desk, row: HeldRow) -> dict[str, str]:
    """The cells of a row worth showing, by column: what says something, what is known, and what is wrong."""
    known = meanings(row)
    wrong = dict.fromkeys(column_of(desk, row, problem.field) for problem in row.problems)
    shown = {name: text for name, text in row.cells.items() if text.strip() or name in known or name in wrong}
    for name in wrong:
        if name in TARGETS:
            shown.setdefault(name, "")
    if len(shown) > _MOST_COLUMNS:
        shown = {name: text for name, text in shown.items() if name in known or name in wrong}
    return shown
