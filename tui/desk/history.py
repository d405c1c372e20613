"""The book's history, and undoing a commit.

Undo puts back what a commit changed as a new commit. A row that was changed again since keeps the later change where
the two touch the same field; what was put back and what was kept is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tui.desk.context import Desk
from tui.desk.kinds import DOSSIERS, ISSUED, RULE_CHANGES
from tui.desk.reversing import Reversal, plan, write
from tui.errors import BookError, NotFound
from tui.store.contract import Commit

_LASTING = frozenset({RULE_CHANGES.name, ISSUED.name, DOSSIERS.name})
"""Kinds of records of what happened outside the book: packs that were changed, papers and dossiers that went out."""
UNDO = "undo "
"""How the ``why`` of an undoing commit begins; the number of the undone commit follows."""
REDO = "redo "
"""How the ``why`` of a commit that takes an undo back begins; the number of the redone commit follows."""


@dataclass(frozen=True)
class Undone(Reversal):
    """What an undo put back and what it had to leave, and the commit that did it."""

    commit: Commit


def commits(desk: Desk, *, last: int | None = None) -> list[Commit]:
    """The commits of the book, newest first."""
    found = list(desk.store.since(0))[::-1]
    return found if last is None else found[:last]


@dataclass(frozen=True)
class Line:
    """One commit in a list: without its changes, of which there may be very many."""

    sequence: int
    at: datetime
    who: str
    why: str
    count: int
    undone: bool


def lines(desk: Desk) -> list[Line]:
    """The whole history in lines, newest first."""
    found = [Line(c.sequence, c.at, c.who, c.why, len(c.changes), undone=False) for c in desk.store.since(0)]
    gone: set[int] = set()
    back: set[int] = set()
    for line in reversed(found):
        if line.why.startswith(REDO):
            back.add(int(line.why.removeprefix(REDO)))
        elif line.why.startswith(UNDO):
            number = int(line.why.removeprefix(UNDO))
            if number in back:
                back.discard(number)
            else:
                gone.add(number)
    return [replace(line, undone=line.sequence in gone) for line in reversed(found)]


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
        elif commit.sequence not in gone and commit.changes and not lasting(commit):
            return commit
    return None


def lasting(commit: Commit) -> bool:
    """Whether a commit only remembers what happened outside the book, which undoing would not take back."""
    return all(row.kind in _LASTING for row in commit.changes)


def redoable(desk: Desk) -> Commit | None:
    """The undoing commit that redo takes back next; None once something else was written after it.

    A paper that was printed meanwhile does not stand in its way.
    """
    redone: set[int] = set()
    for commit in commits(desk):
        if commit.why.startswith(REDO):
            redone.add(int(commit.why.removeprefix(REDO)))
        elif commit.why.startswith(UNDO):
            number = int(commit.why.removeprefix(UNDO))
            if number not in redone:
                return commit
            redone.discard(number)
        elif not lasting(commit):
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
    commit = named(desk, sequence)
    return _take_back(desk, commit, f"{UNDO}{commit.sequence}")


def redo_plan(desk: Desk) -> Reversal:
    """What redo would do; writes nothing. Raises NotFound when the last thing done was not an undo."""
    commit = redoable(desk)
    if commit is None:
        raise NotFound("nothing_to_redo")
    return plan(desk, commit)


def entry(desk: Desk, sequence: int) -> Commit:
    """The commit of a number, to be read. Raises NotFound when there is none."""
    commit = next(iter(desk.store.since(sequence - 1)), None) if sequence > 0 else None
    if commit is None or commit.sequence != sequence:
        raise NotFound("commit_not_found", number=str(sequence))
    return commit


def named(desk: Desk, sequence: int | None) -> Commit:
    """The commit of a number, to be undone; without one, the newest undoable one.

    Raises NotFound when there is none, BookError for one that undo leaves alone.
    """
    commit = undoable(desk) if sequence is None else entry(desk, sequence)
    if commit is None:
        raise NotFound("nothing_to_undo", number="")
    if lasting(commit):
        rules = any(row.kind == RULE_CHANGES.name for row in commit.changes)
        raise BookError("undo_rules" if rules else "undo_issued", number=str(commit.sequence))
    return commit


def _take_back(desk: Desk, commit: Commit, why: str) -> Undone:
    """Write the opposite of a commit as a new one."""
    found = plan(desk, commit)
    return Undone(found.of, found.changes, found.back, found.left, write(desk, found, why))
