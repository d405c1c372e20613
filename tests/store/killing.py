"""Kill writing children again and again: ``python -m tests.store.killing FOLDER MODE KILLS SEED``.

One process forks the children, so that a kill costs milliseconds. Each child writes to the book and tells a pipe what
was acknowledged; it is killed with SIGKILL at a random moment, from its first instruction on. Then the book must open,
for reading and for writing, hold every acknowledged commit, verify, and after compaction be read by stock TinyDB.
Prints what was found as JSON; ends with a traceback at the first thing lost.
"""

from __future__ import annotations

import io
import json
import os
import random
import select
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from tinydb import TinyDB

from tui.store import backups, restoring
from tui.store import book as module
from tui.store.book import BookStore
from tui.store.contract import Kind, Put

OLD = Path(__file__).parent / "data" / "format-1"
FRESH = 20
"""A new book after so many kills, or reading its whole history would take most of the time."""
LONGEST = 0.03
"""Seconds that a child lives at most, counted from the moment that was chosen for it."""
MOMENTS = {"commit": (b"", b"\n", b"\n")}
"""From when on a child may be killed: from its fork, its first commit, or the first time it does what is proven."""


class Car(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row whose text follows from its number."""

    make: str
    number: int = 0
    id: int = 0


CARS = Kind("cars", Car)
Say = Callable[[bytes], object]


def now() -> datetime:
    return datetime.now(UTC)


def open_book(path: Path, *, create: bool = False, read_only: bool = False) -> BookStore:
    return BookStore.open(path, now=now, who="child", create=create, read_only=read_only)


def car(number: int) -> Car:
    """A row of the length that belongs to its number; a few are so long that a write of them can be cut in two."""
    return Car("比" * (100_000 if number % 10 == 7 else number * 37 % 300), number, 1)


def written(store: BookStore) -> int:
    last = store.get(CARS, 1)
    return last.number if last else 0


def write(store: BookStore, say: Say) -> None:
    """Write the next number and say that it is safe."""
    number = written(store) + 1
    store.commit([Put(CARS, car(number)), Put(CARS, Car("another", number, 2 + number % 5))], why="car.edit")
    say(b"%d\n" % number)


def commits(path: Path, say: Say) -> None:
    """Commit, and fold when the journal has outgrown the snapshot."""
    store = open_book(path)
    while True:
        write(store, say)


def compacts(path: Path, say: Say) -> None:
    """Fold after every second commit."""
    store = open_book(path)
    while True:
        write(store, say)
        write(store, say)
        say(b"(")
        store.compact()
        say(b")")


def sessions(path: Path, say: Say) -> None:
    """Open, commit, close, as commands do."""
    while True:
        store = open_book(path)
        write(store, say)
        say(b"(")
        store.close()
        say(b")")


def backs_up(path: Path, say: Say) -> None:
    """Make a backup after every second commit, and drop all but the newest two."""
    store = open_book(path)
    while True:
        write(store, say)
        write(store, say)
        say(b"(")
        store.backup("manual")
        store.drop_backups(backups.listed(store.folder)[2:])
        say(b")")


def restores(path: Path, say: Say) -> None:
    """Write, make a backup, write on, and restore the backup."""
    while True:
        store = open_book(path)
        write(store, say)
        number = written(store)
        store.drop_backups(backups.listed(store.folder)[2:])
        made = store.backup("manual")
        write(store, say)
        write(store, say)
        store.close()
        say(b"(")
        staged = restoring.bring(store.folder, made.path)
        say(b"%d or " % number)
        restoring.install(store.folder, staged, reason="before-restore", now=now, timeout=5)
        say(b")%d\n" % number)


def migrates(path: Path, say: Say) -> None:
    """Open a book of the first format, which lifts it, and write."""
    say(b"(")
    store = open_book(path)
    say(b")")
    while True:
        write(store, say)


MODES = {
    "commit": commits,
    "compact": compacts,
    "session": sessions,
    "backup": backs_up,
    "restore": restores,
    "migrate": migrates,
}


def killed(path: Path, mode: str, rng: random.Random) -> bytes:
    """Let a child write, kill it, and return what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            MODES[mode](path, lambda text: os.write(writing, text))
        except Exception:  # noqa: BLE001 - whatever it is, it is told
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        said = until(pipe, rng.choice(MOMENTS.get(mode, (b"", b"(", b"("))))
        select.select([], [], [], rng.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the child ended of itself"
        return said + pipe.readall()


def until(pipe: io.FileIO, mark: bytes) -> bytes:
    """Read what the child says until it says this; the clock of its life starts then."""
    said = b""
    while mark not in said and (more := pipe.read(1)):
        said += more
    return said


def allowed(said: bytes, last: int) -> set[int]:
    """Which number may be found, after what a child said and with what was there before it."""
    text = said.replace(b"(", b"").replace(b")", b"")
    *lines, rest = text.split(b"\n")
    acknowledged = int(lines[-1].split()[-1]) if lines else last
    if rest.endswith(b" or "):  # a restore was going on
        return {acknowledged, int(rest.split()[0])}
    return {acknowledged, acknowledged + 1}


def check(path: Path, may: set[int]) -> tuple[int, bool]:
    """Open what the child left; returns the last number written and whether a torn line was dropped."""
    reader = open_book(path, read_only=True)
    store = open_book(path)
    assert reader.all(CARS) == store.all(CARS)
    reader.close()
    number = written(store)
    assert number in may, f"{may} was acknowledged, {number} is there"
    assert number == 0 or store.get(CARS, 1) == car(number)
    assert store.revision >= number
    assert store.verify([CARS]) == ()
    for backup in backups.listed(store.folder):
        assert backups.faults(backup, store.folder.spare_files) == (), backup.name
    store.compact()
    with TinyDB(path / "book.json", encoding="utf-8", access_mode="r") as stock:
        rows = {row.doc_id: (row.get("make"), row.get("number", 0)) for row in stock.table("cars")}
    assert rows == {one.id: (one.make, one.number) for one in store.all(CARS)}
    torn = any(notice.code == "journal_torn" for notice in store.notices)
    store.close()
    return number, torn


def main(folder: str, mode: str, kills: str, seed: str) -> None:
    setattr(module, "_OUTGROWN", 8_000)  # noqa: B010 - so that kills land in foldings
    rng = random.Random(int(seed))  # noqa: S311 - for moments, not for secrets
    found = {"kills": 0, "acknowledged": 0, "inside": 0, "torn": 0, "while opening": 0}
    path, last = Path(folder), 0
    for number in range(int(kills)):
        if mode == "migrate":
            path, last = Path(folder) / f"book-{number}", 0
            shutil.copytree(OLD, path)
        elif number % FRESH == 0:
            path, last = Path(folder) / f"book-{number}", 0
            open_book(path, create=True).close()
        said = killed(path, mode, rng)
        found["kills"] += 1
        found["acknowledged"] += said.count(b"\n")
        found["inside"] += said.rfind(b"(") > said.rfind(b")")
        found["while opening"] += not said
        last, torn = check(path, allowed(said, last))
        found["torn"] += torn
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
