"""From an older format of the book to this one, in numbered steps.

A step is a pure function from the tables of one format to those of the next: plain dictionaries, as the file
``book.json`` holds them. It changes what it must and leaves the rest; done twice it changes nothing more, for it may be
stopped. The rows that a step changes become a commit of the book, so that the history goes on to say what they are.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from tui.store.contract import META, RowChange
from tui.store.migrations.to_2 import to_2
from tui.store.state import State

Tables = dict[str, dict[str, dict[str, Any]]]
Step = Callable[[Tables], Tables]

STEPS: tuple[Step, ...] = (to_2,)
"""The first leads from format 1 to 2, the next from 2 to 3, and so on."""


def lifted(tables: Tables, format_: int, steps: Sequence[Step] = STEPS) -> Tables:
    """The tables of a format as the newest format has them; what was handed in stays as it was."""
    tables = copy.deepcopy(tables)
    for number, step in enumerate(steps[format_ - 1 :], start=format_ + 1):
        tables = step(tables)
        tables[META]["1"]["format"] = number
    return tables


def lift(state: State, format_: int, steps: Sequence[Step] = STEPS) -> list[RowChange]:
    """Bring a picture of the book to the newest format; returns the rows that this changed."""
    if format_ - 1 >= len(steps):
        return []
    before = _tables(state)
    after = lifted(before, format_, steps)
    state.extra = {int(row): msgspec.json.encode(document) for row, document in after.pop(META).items()}
    before.pop(META)
    changes: list[RowChange] = []
    for kind in dict.fromkeys((*before, *after)):
        old, new = before.get(kind, {}), after.get(kind, {})
        touched = [row for row in sorted({*old, *new}, key=int) if old.get(row) != new.get(row)]
        changes += [RowChange(kind, int(row), _encoded(old.get(row)), _encoded(new.get(row))) for row in touched]
    return changes


def _tables(state: State) -> Tables:
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    tables = {
        name: {str(row): decode(document) for row, document in table.documents.items()}
        for name, table in state.tables.items()
    }
    tables[META] = {str(row): decode(document) for row, document in state.extra.items()}
    tables[META].setdefault("1", {})
    return tables


def _encoded(document: dict[str, Any] | None) -> bytes | None:
    return None if document is None else msgspec.json.encode(document)
