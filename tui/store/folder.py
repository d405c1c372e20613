"""Where the parts of a book lie in its folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import msgspec


class Folder(msgspec.Struct, frozen=True):
    """The paths of one book."""

    path: Path

    @property
    def book(self) -> Path:
        """The snapshot: a plain TinyDB file."""
        return self.path / "book.json"

    @property
    def book_tmp(self) -> Path:
        """A snapshot that is being written."""
        return self.path / "book.json.tmp"

    @property
    def journal(self) -> Path:
        """What was committed after the snapshot."""
        return self.path / "journal.jsonl"

    @property
    def next_journal(self) -> Path:
        """The journal that belongs to a snapshot which is about to take its place."""
        return self.path / "journal.next"

    @property
    def archive(self) -> Path:
        """Journals that were folded into a snapshot: the history."""
        return self.path / "archive"

    @property
    def files(self) -> Path:
        """Attachments."""
        return self.path / "files"

    @property
    def backups(self) -> Path:
        """Copies of the book."""
        return self.path / "backups"

    @property
    def spare_files(self) -> Path:
        """The second copy of every attachment that a backup names."""
        return self.backups / "files"

    @property
    def decided(self) -> Path:
        """A whole book that is to take this one's place, and will, whatever happens."""
        return self.path / "incoming.ready"

    @property
    def replaced(self) -> Path:
        """What is left of a swap that is done."""
        return self.path / "incoming.done"

    @property
    def lock(self) -> Path:
        """The lock, and who held it last."""
        return self.path / "lock"

    def segment(self, first: int, last: int) -> Path:
        """Path of the archived journal that holds the commits first to last."""
        return self.archive / f"{first:09d}-{last:09d}.jsonl"

    def segments(self) -> list[Path]:
        """All archived journals, oldest first."""
        return sorted(self.archive.glob("*-*.jsonl"))

    def is_moving(self) -> bool:
        """Whether a folding or a swap was stopped, or goes on."""
        return self.next_journal.exists() or self.decided.exists() or self.replaced.exists()

    def free_torn(self) -> Path:
        """Path for the next torn line that is kept beside the journal."""
        names: Iterator[Path] = (self.path / f"journal.torn-{number}" for number in count(1))
        return next(name for name in names if not name.exists())
