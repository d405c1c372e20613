"""What the tests of the book share: small records, a clock, a disk that fails on demand."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tui.domain.partialdate import PartialDate
from tui.store import disk
from tui.store.book import BookStore
from tui.store.contract import Kind, Store


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    text: str
    by: str = ""


class Car(msgspec.Struct, frozen=True, omit_defaults=True):
    make: str
    price: Decimal = Decimal(0)
    first_registration: PartialDate | None = None
    note: Note | None = None
    notes: tuple[Note, ...] = ()
    dealer_id: int = 0
    id: int = 0


class Dealer(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    id: int = 0


CARS = Kind("cars", Car)
DEALERS = Kind("dealers", Dealer)
START = datetime(2026, 11, 22, 8, tzinfo=UTC)


class Clock:
    """A second passes at each look."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def open_book(path: Path, **options: Any) -> BookStore:
    return BookStore.open(path, **{"now": Clock(), "who": "李雷", "create": True, **options})


def cars(store: Store) -> dict[int, Car]:
    return {car.id: car for car in store.all(CARS)}


def abandon(store: BookStore) -> None:
    """Give the files of a store back as the death of its process would."""
    store._journal.close()
    if store._lock is not None:
        store._lock.close()
    store._closed = True


def copy(book: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(book, to)
    return to


def contents(book: Path) -> dict[str, bytes]:
    """Every file of a book but the lock, which only says who wrote last."""
    files = (path for path in sorted(book.rglob("*")) if path.is_file() and path.name != "lock")
    return {str(path.relative_to(book)): path.read_bytes() for path in files}


class Crash(BaseException):
    """The process stops here."""


class Faults:
    """A disk that stops or refuses at the n-th thing asked of it; half of a write is done."""

    NAMES = ("write_all", "sync", "sync_folder", "truncate", "replace", "link", "remove")

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.fault: Callable[[], BaseException] = Crash
        self.lasting = True
        self.hits: list[str] = []
        for name in self.NAMES:
            monkeypatch.setattr(disk, name, self._wrapped(name, getattr(disk, name)))

    @contextmanager
    def at(self, step: int, fault: Callable[[], BaseException] = Crash, *, lasting: bool = True) -> Iterator[None]:
        """Fail at a step, counted from 1, and with ``lasting`` at every later one."""
        self.left, self.fault, self.lasting, self.hits = step, fault, lasting, []
        try:
            yield
        finally:
            self.left = None

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            if self.left is not None:
                self.left -= 1
                if self.left == 0 or (self.left < 0 and self.lasting):
                    self.hits.append(name)
                    if name == "write_all":
                        descriptor, data = args
                        os.write(descriptor, data[: len(data) // 2])
                    raise self.fault()
            return real(*args)

        return call


def disk_full() -> BaseException:
    return OSError(errno.ENOSPC, "No space left on device")


def bad_sector() -> BaseException:
    return OSError(errno.EIO, "Input/output error")
