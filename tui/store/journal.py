"""The journal file: append one line and have it on the disk, read what others have appended."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from tui.errors import BookDamaged, BookError
from tui.store import disk
from tui.store.contract import Commit
from tui.store.lines import BadLine, Header, read_commit, read_header, two_in_one, whole, write_commit

_CHUNK = 1 << 20


class Batch(msgspec.Struct, frozen=True):
    """What was read of a journal: whole commits, and the bytes after them that are not one."""

    commits: tuple[Commit, ...]
    torn: bytes


class Journal:
    """An open journal. ``offset``, ``sequence`` and ``chain`` stand after the last commit that was read or written."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        with disk.reading(path):
            stat = os.fstat(descriptor)
            data = b""
            while b"\n" not in data and (more := os.pread(descriptor, _CHUNK, len(data))):
                data += more
        self._identity = (stat.st_dev, stat.st_ino)
        end = data.find(b"\n") + 1
        try:
            self.header: Header = read_header(whole(data[:end]))
        except BadLine:
            raise BookDamaged("journal_header", path=str(path)) from None
        self.offset = end
        self.sequence = self.header.base
        self.chain = self.header.chain
        self._suspect = False

    @classmethod
    def open(cls, path: Path, *, writable: bool) -> Journal:
        """Open a journal; raises BookDamaged when it is missing or its header is not sound."""
        guard = disk.writing if writable else disk.reading
        with guard(path):
            try:
                flags = os.O_RDWR | os.O_APPEND if writable else os.O_RDONLY
                descriptor = disk.open_private(path, flags)
            except FileNotFoundError:
                raise BookDamaged("journal_missing", path=str(path)) from None
        try:
            return cls(path, descriptor)
        except BaseException:
            os.close(descriptor)
            raise

    @property
    def size(self) -> int:
        """Bytes up to the end of the last commit."""
        return self.offset

    def quiet(self) -> bool:
        """Whether the file is still this one and nothing was appended: one look at the folder."""
        try:
            stat = self.path.stat()
        except OSError:
            return False
        return (stat.st_dev, stat.st_ino) == self._identity and stat.st_size == self.offset

    def rotated(self) -> bool:
        """Whether another journal has taken this one's place."""
        with disk.reading(self.path):
            stat = self.path.stat()
        return (stat.st_dev, stat.st_ino) != self._identity

    def read(self) -> Batch:
        """Read on; raises BookDamaged when a line before the last is not sound, and stays where it was."""
        data = self._rest()
        start, sequence, chain = 0, self.sequence, self.chain
        commits: list[Commit] = []
        while (end := data.find(b"\n", start)) != -1:
            try:
                commit, crc = read_commit(data[start:end], sequence + 1, chain)
            except BadLine:
                if end + 1 < len(data):
                    raise self._damaged(sequence + 1) from None
                break
            commits.append(commit)
            start, sequence, chain = end + 1, sequence + 1, crc
        torn = data[start:]
        if torn and two_in_one(torn, sequence + 1, chain):
            raise self._damaged(sequence + 1)
        self.offset, self.sequence, self.chain = self.offset + start, sequence, chain
        return Batch(tuple(commits), torn)

    def append(self, commit: Commit) -> None:
        """Write a commit's line; when this returns it is on the disk, when it raises the file is as it was."""
        line, crc = write_commit(commit, self.chain)
        if b"\n" in line[:-1]:
            raise BookError("book_write_failed", path=str(self.path), reason="newline")
        try:
            with disk.writing(self.path):
                disk.write_all(self._descriptor, line)
                disk.sync(self._descriptor)
        except BookError:
            self._suspect = True
            with suppress(BookError):  # tried again before the next write
                self.cut()
            raise
        self.offset += len(line)
        self.sequence = commit.sequence
        self.chain = crc

    def cut(self) -> None:
        """Cut off everything after the last commit."""
        with disk.writing(self.path):
            disk.truncate(self._descriptor, self.offset)
            disk.sync(self._descriptor)
        self._suspect = False

    @property
    def suspect(self) -> bool:
        """Whether bytes of a failed write may still stand at the end."""
        return self._suspect

    def close(self) -> None:
        """Give the file back."""
        os.close(self._descriptor)

    def _rest(self) -> bytes:
        parts: list[bytes] = []
        at = self.offset
        with disk.reading(self.path):
            if os.fstat(self._descriptor).st_size < at:
                raise BookError("book_replaced", path=str(self.path.parent))
            while part := os.pread(self._descriptor, _CHUNK, at):
                parts.append(part)
                at += len(part)
        return b"".join(parts)

    def _damaged(self, sequence: int) -> BookDamaged:
        return BookDamaged("journal_damaged", path=str(self.path), sequence=sequence)
