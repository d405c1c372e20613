"""Attachments: files named by the sha256 of what they hold, written once and never changed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from tui.errors import BookError, BookReadOnly, NotFound
from tui.store import disk

_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Files(Protocol):
    """Where a store keeps attachments."""

    def put(self, data: bytes) -> str:
        """Keep a file and return its sha256; when this returns it is on the disk."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """The sha256 and size of every file that is there: one look at the folder."""
        ...

    def times(self) -> Mapping[str, datetime]:
        """The sha256 of every file that is there, and since when, in UTC."""
        ...

    def read(self, digest: str) -> bytes:
        """The bytes of a file; raises NotFound, or BookError when they are not what the name says."""
        ...

    def is_whole(self, digest: str) -> bool:
        """Whether a file is there and is what its name says; it is read again only when it was written to since."""
        ...

    def remove(self, digest: str) -> None:
        """Forget a file, if it is there."""
        ...


class DiskFiles:
    """Attachments in a folder."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        self.path = path
        self._writable = writable
        self._read: dict[str, tuple[int, int, bool]] = {}

    def put(self, data: bytes) -> str:
        """Keep a file; one that is there and whole is left alone."""
        self._must_write()
        digest = sha256(data).hexdigest()
        path = self.path / digest
        with disk.writing(path):
            disk.make_folder(self.path)
            if not (path.exists() and disk.digest(path)[1] == digest):
                half = self.path / f"{digest}.{os.getpid()}.half"
                disk.write_file(half, [data])
                disk.replace(half, path)
                disk.sync_folder(self.path)
        return digest

    def sizes(self) -> Mapping[str, int]:
        """What is there, by name."""
        try:
            with os.scandir(self.path) as entries:
                return {entry.name: entry.stat().st_size for entry in entries if _NAME.fullmatch(entry.name)}
        except OSError:
            return {}

    def times(self) -> Mapping[str, datetime]:
        """What is there, and since when."""
        return {name: datetime.fromtimestamp((self.path / name).stat().st_mtime, UTC) for name in self.sizes()}

    def read(self, digest: str) -> bytes:
        """The bytes of a file, compared with its name."""
        path = self.path / digest
        try:
            with disk.reading(path, or_missing=True):
                data = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound("attachment_missing", name=digest) from error
        if sha256(data).hexdigest() != digest:
            raise BookError("attachment_differs", name=digest)
        return data

    def is_whole(self, digest: str) -> bool:
        """Whether a file is what its name says."""
        path = self.path / digest
        try:
            stat = path.stat()
            known = self._read.get(digest)
            if known is None or known[:2] != (stat.st_size, stat.st_mtime_ns):
                known = self._read[digest] = (stat.st_size, stat.st_mtime_ns, disk.digest(path)[1] == digest)
        except OSError:
            return False
        return known[2]

    def remove(self, digest: str) -> None:
        """Forget a file."""
        self._must_write()
        with disk.writing(self.path):
            disk.remove(self.path / digest)

    def _must_write(self) -> None:
        if not self._writable:
            raise BookReadOnly("book_read_only", path=str(self.path.parent))


class MemoryFiles:
    """Attachments that are forgotten with the store."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """Keep a file."""
        digest = sha256(data).hexdigest()
        self._kept[digest] = data
        return digest

    def sizes(self) -> Mapping[str, int]:
        """What is there."""
        return {digest: len(data) for digest, data in self._kept.items()}

    def times(self) -> Mapping[str, datetime]:
        """What is there, as if for ever."""
        return dict.fromkeys(self._kept, datetime.min.replace(tzinfo=UTC))

    def read(self, digest: str) -> bytes:
        """The bytes of a file."""
        if digest not in self._kept:
            raise NotFound("attachment_missing", name=digest)
        return self._kept[digest]

    def is_whole(self, digest: str) -> bool:
        """Whether a file is there: nobody writes to what is only remembered."""
        return digest in self._kept

    def remove(self, digest: str) -> None:
        """Forget a file."""
        self._kept.pop(digest, None)
