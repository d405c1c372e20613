"""What every book promises, whatever engine keeps it: typed records in, typed records out, one commit per user action.

A caller reads records with ``get`` and ``all``, and writes by handing a list of ``Put`` and ``Remove`` to ``commit``.
No dictionary crosses this border but one: the history (``Commit.changes``) shows documents as they were stored, for
a record type may have changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

from tui.store.files import Files

FORMAT = 2
"""The number of the book's format. A book with a higher number opens read-only, one with a lower
number is brought to this one when it is opened for writing (``tui.store.migrations``)."""

META = "meta"
"""The table that the book keeps for itself."""


class Record(Protocol):
    """A frozen ``msgspec.Struct`` with a field ``id: int = 0``; 0 means "not in the book yet"."""

    @property
    def id(self) -> int:
        """The record's identity within its kind."""
        ...


R = TypeVar("R", bound=Record)


class Kind(Generic[R]):
    """One table of the book: its name on disk and the type of its records.

    The type may be given as ``module:Name``: it is imported with the first record that is read or written, so that a
    book is open before the types of all its tables are there.
    """

    def __init__(self, name: str, record: type[R] | str) -> None:
        if not name or name == META:  # the book's own table is out of reach
            raise ValueError(name)
        self.name: Final = name
        self._where = record

    @cached_property
    def record(self) -> type[R]:
        """The type of the records."""
        if not isinstance(self._where, str):
            return self._where
        module, _colon, name = self._where.partition(":")
        found: type[R] = getattr(import_module(module), name)
        return found

    def __repr__(self) -> str:
        return f"Kind({self.name!r})"


class Put(msgspec.Struct, Generic[R], frozen=True):
    """Store a record: as a new row when its id is 0, else as the row of that id."""

    kind: Kind[R]
    record: R


class Remove(msgspec.Struct, frozen=True):
    """Take a row out of the book. Its id is never given again."""

    kind: Kind[Any]
    id: int


Change = Put[Any] | Remove
GiveId = Callable[[Kind[Any]], int]
"""Gives the next free id of a kind, under the lock: for rows of one commit that point at one another."""
Build = Callable[[GiveId], Sequence[Change]]


class RowChange(msgspec.Struct, frozen=True):
    """What a commit did to one row. ``before`` and ``after`` are None where the row was not there."""

    kind: str
    id: int
    before_json: bytes | None
    after_json: bytes | None

    @property
    def before(self) -> dict[str, Any] | None:
        """The stored document before the commit: a fresh copy at each reading."""
        return None if self.before_json is None else msgspec.json.decode(self.before_json, type=dict[str, Any])

    @property
    def after(self) -> dict[str, Any] | None:
        """The stored document after the commit: a fresh copy at each reading."""
        return None if self.after_json is None else msgspec.json.decode(self.after_json, type=dict[str, Any])


class Commit(msgspec.Struct, frozen=True):
    """One user action as the book remembers it; ``sequence`` is the book's revision after it."""

    sequence: int
    at: datetime
    who: str
    why: str
    changes: tuple[RowChange, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the rows, in the order of the changes handed to ``commit``."""
        return tuple(change.id for change in self.changes)


class Finding(msgspec.Struct, frozen=True):
    """Something noticed about the book that a person should read: a code and its parameters, as errors have them."""

    code: str
    params: Mapping[str, object] = msgspec.field(default_factory=dict)


class Store(Protocol):
    """The book. Every engine passes the same contract tests (``tests/store/test_contract.py``)."""

    @property
    def revision(self) -> int:
        """The sequence of the last commit that this picture of the book holds; 0 for a new book."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether ``commit`` is refused."""
        ...

    @property
    def files(self) -> Files:
        """The attachments."""
        ...

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What was noticed since the book was opened: a torn last line, a newer format."""
        ...

    def get(self, kind: Kind[R], id: int) -> R | None:
        """Return the record of an id, or None; an unchanged row gives the identical object again."""
        ...

    def all(self, kind: Kind[R]) -> Sequence[R]:
        """Return all records of a kind by rising id; a picture that later commits do not change."""
        ...

    def read_ahead(self, kind: Kind[R], most: int) -> bool:
        """Get so many more records ready that ``all`` will give; return whether it has nothing left to do.

        Called again and again in a thread, it makes a big book ready without holding up whoever reads it meanwhile.
        Raises what ``all`` raises.
        """
        ...

    def commit(self, changes: Sequence[Change] | Build, *, why: str, expect: int | None = None) -> Commit:
        """Write all the changes or none: one user action, one commit, one line of history.

        ``changes`` may be a function that gets ``give_id``, for rows that point at one another. ``expect`` is the
        revision of the picture that the changes were made on: Conflict when one of the rows was changed by a commit
        after it; changes of other rows never conflict. A Put of a row keeps the fields of the stored document that
        the record type does not know.

        Raises NotFound for the removal of a row that is not there, Conflict, BookReadOnly, BookTooNew, BookLocked,
        and BookError when a record cannot be read back or the disk refuses. After any of them nothing has changed.
        """
        ...

    def since(self, revision: int) -> Iterator[Commit]:
        """Stream the commits after a revision up to this picture's, oldest first."""
        ...

    def refresh(self) -> tuple[Commit, ...]:
        """Take in what other processes have written and return it; never waits, and is cheap when nothing is new."""
        ...

    def verify(self, kinds: Sequence[Kind[Any]] = ()) -> tuple[Finding, ...]:
        """Check the whole book and return what is wrong; with ``kinds``, that their records can be read too."""
        ...

    def compact(self) -> None:
        """Fold the journal into the snapshot; the history stays readable."""
        ...

    def close(self) -> None:
        """Give back what is held; closing twice does no harm."""
        ...
