"""Repairing a book on a copy: what is wrong, what the copy would lose row by row and field by field, and taking it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tui.desk.kinds import ALL
from tui.store import opening, repairing, restoring
from tui.store.contract import RowChange
from tui.store.folder import Folder
from tui.store.repairing import Repaired

REASON = "before-repair"


@dataclass(frozen=True)
class LostField:
    """One field of a row that the mended book holds otherwise; None is "not there". An empty field is the row."""

    kind: str
    id: int
    field: str
    found: object
    kept: object


def prepare(book: Path, *, now: Callable[[], datetime], who: str) -> Repaired | None:
    """Mend a copy of the book; None when nothing is wrong with it. The book is not touched.

    Raises NotFound, BookTooNew, BookError, and BookDamaged when nothing can be saved.
    """
    return repairing.repair(Folder(opening.path_of(book)), ALL, now=now, who=who)


def fields(repaired: Repaired) -> list[LostField]:
    """What would be lost, field by field, of all rows that can still be made out."""
    return [lost for row in repaired.rows for lost in _fields(row)]


def _fields(row: RowChange) -> Iterator[LostField]:
    before, after = row.before, row.after
    if before is None or after is None:
        yield LostField(row.kind, row.id, "", _name(before), _name(after))
        return
    yield from (LostField(row.kind, row.id, *one) for one in _differing(before, after, ""))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> Iterator[tuple[str, object, object]]:
    """The fields in which two documents differ, those of nested ones by a path with dots."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _differing(old, new, f"{path}{name}.")
        elif old != new:
            yield f"{path}{name}", old, new


def _name(document: Mapping[str, Any] | None) -> str | None:
    """What people call a row: its VIN, number or name."""
    if document is None:
        return None
    words = (
        str(document[key]) for key in ("vin", "stock_number", "number", "name", "make", "model") if document.get(key)
    )
    return next(words, "")


def install(book: Path, repaired: Repaired, *, now: Callable[[], datetime], timeout: float) -> Path | None:
    """Put the mended copy in the book's place; returns where the damaged files are kept.

    Raises BookLocked or BookError.
    """
    folder = Folder(opening.path_of(book))
    return restoring.install(folder, repaired.staged, reason=REASON, now=now, timeout=timeout)


def drop(repaired: Repaired) -> None:
    """Throw the mended copy away."""
    restoring.unstage(repaired.staged)
