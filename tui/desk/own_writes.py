"""Which commits were made at this desk since it was opened, so that one key may take them back without asking.

The history is imported with the first undo: noticing what others write needs nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.desk.context import Desk
from tui.store.contract import Commit


class OwnWrites:
    """The commits after the revision the desk was opened at, without those that other windows made."""

    def __init__(self, opened_at: int) -> None:
        self.opened_at = opened_at
        self.foreign: set[int] = set()

    def made(self, commit: Commit) -> bool:
        """Whether the commit was made here."""
        return commit.sequence > self.opened_at and commit.sequence not in self.foreign

    def notice(self, commits: Iterable[Commit]) -> None:
        """Take note of what other windows wrote."""
        self.foreign.update(commit.sequence for commit in commits)


def undoable(desk: Desk, own: OwnWrites) -> Commit | None:
    """The newest commit of this desk that still stands; if there is none, the newest of the book that does."""
    from tui.desk import history

    newest_first = list(desk.store.since(own.opened_at))[::-1]
    mine = next((commit for commit in _standing(newest_first) if own.made(commit)), None)
    return mine or history.undoable(desk)


def _standing(newest_first: Iterable[Commit]) -> Iterator[Commit]:
    """The commits that are neither an undo or redo, nor undone."""
    from tui.desk import history

    gone: set[int] = set()
    back: set[int] = set()
    for commit in newest_first:
        if commit.why.startswith(history.REDO):
            back.add(int(commit.why.removeprefix(history.REDO)))
        elif commit.why.startswith(history.UNDO):
            number = int(commit.why.removeprefix(history.UNDO))
            if number in back:
                back.discard(number)
            else:
                gone.add(number)
        elif commit.sequence not in gone and commit.changes and not history.lasting(commit):
            yield commit
