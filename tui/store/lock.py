"""One writer at a time: an advisory lock on a file, which the system frees when its holder dies."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tui.errors import BookLocked
from tui.store import disk

try:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

except ImportError:  # pragma: no cover - Windows
    import msvcrt as _msvcrt

    msvcrt: Any = _msvcrt
    _FAR = 1 << 30  # a byte far behind the text, which stays readable for the others

    def _try(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _free(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)


_FIRST_PAUSE = 0.001
_LONGEST_PAUSE = 0.05
_RECORD = 512


class Lock:
    """The book's lock. Not shared between threads: the store sees to that."""

    def __init__(self, path: Path, now: Callable[[], datetime], who: str = "") -> None:
        self._path = path
        self._who = who
        self._now = now
        with disk.writing(path):
            self._descriptor = disk.open_private(path, os.O_RDWR | os.O_CREAT)

    @contextmanager
    def hold(self, timeout: float) -> Iterator[None]:
        """Hold the lock; raises BookLocked naming the holder when it is not free within ``timeout`` seconds."""
        self._wait(timeout)
        try:
            yield
        finally:
            _free(self._descriptor)

    def close(self) -> None:
        """Give the file back, and with it the lock."""
        os.close(self._descriptor)

    def _wait(self, timeout: float) -> None:
        end = time.monotonic() + timeout
        pause = _FIRST_PAUSE
        while True:
            try:
                _try(self._descriptor)
            except OSError:
                if time.monotonic() >= end:
                    raise BookLocked("book_locked", path=str(self._path.parent), **self._holder()) from None
            else:
                self._sign()
                return
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _sign(self) -> None:
        """Say who holds the lock; when that cannot be written, only the message for the others suffers."""
        since = self._now().astimezone(UTC).isoformat(timespec="seconds")
        text = msgspec.json.encode(_Holder(os.getpid(), _host(), since, self._who))
        with suppress(OSError):
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, text.ljust(_RECORD - 1) + b"\n")

    def _holder(self) -> dict[str, object]:
        try:
            held = msgspec.json.decode(self._path.read_bytes(), type=_Holder)
        except (OSError, ValueError):
            held = _Holder(0, "?", "?")
        return msgspec.structs.asdict(held) | {"who": held.who or "?"}


class _Holder(msgspec.Struct):
    pid: int
    host: str
    since: str
    who: str = ""


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "?")
