"""The book's history, and undoing a commit.

Undo puts back what a commit changed as a new commit. A row that was changed again since keeps the later change where
the two touch the same field; what was put back and what was kept is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import ALL, CARS, DOCUMENTS, OVERRIDES, RULE_CHANGES, SHIPMENTS
from tui.domain.codec import dec_hook, enc_hook
from tui.errors import BookError, NotFound
from tui.store.contract import Change, Commit, Kind, Put, Remove

UNDO = "undo "
"""How the ``why`` of an undoing commit begins; the number of the undone commit follows."""
REDO = "redo "
"""How the ``why`` of a commit that takes an undo back begins; the number of the redone commit follows."""


@dataclass(frozen=True)
class Undone:
    """What an undo put back and what it had to leave: ``(kind, id, field)`` each; field is empty for a whole row."""

    commit: Commit
    reversed: tuple[tuple[str, int, str], ...]
    kept: tuple[tuple[str, int, str], ...]


def commits(desk: Desk, *, last: int | None = None) -> list[Commit]:
    """The commits of the book, newest first."""
    found = list(desk.store.since(0))[::-1]
    return found if last is None else found[:last]


def undoable(desk: Desk) -> Commit | None:
    """The newest commit that is neither an undo nor undone."""
    gone: set[int] = set()
    back: set[int] = set()
    for commit in commits(desk):
        if commit.why.startswith(REDO):
            back.add(int(commit.why.removeprefix(REDO)))
        elif commit.why.startswith(UNDO):
            number = int(commit.why.removeprefix(UNDO))
            if number in back:
                back.discard(number)
            else:
                gone.add(number)
        elif commit.sequence not in gone and not lasting(commit):
            return commit
    return None


def lasting(commit: Commit) -> bool:
    """Whether a commit only remembers what happened outside the book, which undoing would not take back."""
    return all(row.kind == RULE_CHANGES.name for row in commit.changes)


def redoable(desk: Desk) -> Commit | None:
    """The undoing commit that redo takes back next; None once something else was written after it."""
    redone: set[int] = set()
    for commit in commits(desk):
        if commit.why.startswith(REDO):
            redone.add(int(commit.why.removeprefix(REDO)))
        elif commit.why.startswith(UNDO):
            number = int(commit.why.removeprefix(UNDO))
            if number not in redone:
                return commit
            redone.discard(number)
        else:
            return None
    return None


def redo(desk: Desk) -> Undone:
    """Take back the last undo. Raises NotFound when the last thing done was not an undo."""
    commit = redoable(desk)
    if commit is None:
        raise NotFound("nothing_to_redo")
    return _take_back(desk, commit, f"{REDO}{commit.why.removeprefix(UNDO)}")


def undo(desk: Desk, sequence: int | None = None) -> Undone:
    """Undo one commit, the newest undoable one by default. Raises NotFound when there is none of that number."""
    commit = undoable(desk) if sequence is None else next((c for c in commits(desk) if c.sequence == sequence), None)
    if commit is None:
        raise NotFound("nothing_to_undo" if sequence is None else "commit_not_found", number=str(sequence or ""))
    if lasting(commit):
        raise BookError("undo_rules", number=str(commit.sequence))
    return _take_back(desk, commit, f"{UNDO}{commit.sequence}")


def _take_back(desk: Desk, commit: Commit, why: str) -> Undone:
    """Write the opposite of a commit as a new one."""
    kinds: dict[str, Kind[Any]] = {kind.name: kind for kind in ALL}
    changes: list[Change] = []
    reversed_: list[tuple[str, int, str]] = []
    kept: list[tuple[str, int, str]] = []
    for row in commit.changes:
        kind = kinds.get(row.kind)
        if kind is None:
            continue
        now = desk.store.get(kind, row.id)
        current = None if now is None else _plain(now)
        change, back, left = _reverse(kind, row.id, row.before, row.after, current)
        if change is not None:
            changes.append(change)
        reversed_.extend((row.kind, row.id, field) for field in back)
        kept.extend((row.kind, row.id, field) for field in left)
    removed = {change.id for change in changes if isinstance(change, Remove) and change.kind is CARS}
    named = _named_cars(desk)
    if stuck := removed & named:
        changes = [c for c in changes if not (isinstance(c, Remove) and c.kind is CARS and c.id in stuck)]
        reversed_ = [one for one in reversed_ if not (one[0] == CARS.name and one[1] in stuck)]
        kept.extend((CARS.name, car_id, "") for car_id in sorted(stuck))
    if not changes:
        raise BookError("undo_all_changed_since", number=str(commit.sequence))
    done = desk.store.commit(changes, why=why, expect=desk.store.revision)
    return Undone(done, tuple(reversed_), tuple(kept))


def _named_cars(desk: Desk) -> set[int]:
    """The cars that a shipment, document or override names: nothing referenced is removed, not even by undoing."""
    found = {car_id for shipment in desk.store.all(SHIPMENTS) for car_id in shipment.car_ids}
    found |= {car_id for document in desk.store.all(DOCUMENTS) for car_id in document.scope.car_ids}
    return found | {car_id for override in desk.store.all(OVERRIDES) for car_id in override.car_ids}


def _plain(record: Any) -> dict[str, Any]:
    return msgspec.json.decode(msgspec.json.encode(record, enc_hook=enc_hook), type=dict[str, Any])


def _reverse(
    kind: Kind[Any],
    row_id: int,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    now: dict[str, Any] | None,
) -> tuple[Change | None, Sequence[str], Sequence[str]]:
    """The change that takes one row back, the fields it puts back, and those it keeps because they changed again."""
    if after is None:
        if now is not None or before is None:
            return None, (), ("",)
        return Put(kind, _record(kind, before, row_id)), ("",), ()
    if now is None:
        return None, (), ("",)
    touched = [
        name for name in {**(before or {}), **after} if name != "id" and (before or {}).get(name) != after.get(name)
    ]
    if before is None:
        if any(now.get(name) != after.get(name) for name in {**now, **after} if name != "id"):
            return None, (), ("",)
        return Remove(kind, row_id), ("",), ()
    back = [name for name in touched if now.get(name) == after.get(name)]
    left = [name for name in touched if name not in back]
    if not back:
        return None, (), left
    merged = dict(now)
    for name in back:
        if name in before:
            merged[name] = before[name]
        else:
            merged.pop(name, None)
    return Put(kind, _record(kind, merged, row_id)), back, left


def _record(kind: Kind[Any], document: dict[str, Any], row_id: int) -> Any:
    return msgspec.convert({**document, "id": row_id}, kind.record, dec_hook=dec_hook)
