"""The book against sqlite3, stock TinyDB and orjson: the same documents, one run, in turn. Prints medians and ratios.

make bench, or: python -m bench.store [--markdown] [ROWS …]        default 1000 10000 100000
"""

from __future__ import annotations

import gc
import json
import os
import platform
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB

from tui.store.book import BookStore
from tui.store.contract import Kind, Put


class Car(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record about as long as a car of the desk: 1.5 KB of JSON."""

    vin: str
    make: str
    model: str
    price: str
    note: str
    documents: tuple[dict[str, str], ...]
    edits: int = 0
    id: int = 0


CARS = Kind("cars", Car)
EDITS = 200
STOCK_SECONDS = 15
"""How long stock TinyDB may edit; at least three edits."""
OPENS = 5
FOREIGN = 1_000


def car(number: int) -> Car:
    rng = random.Random(number)
    documents = tuple(
        {
            "kind": f"document-{place}",
            "number": f"{rng.randrange(10**12):012d}",
            "issued": "2026-07-01",
            "issuer": "杭州",
        }
        for place in range(10)
    )
    return Car(f"LGXC{number:013d}", "byd", "元UP", str(rng.randrange(60_000, 300_000)), "近新车，" * 40, documents)


def timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def open_book(path: Path, *, read_only: bool = False) -> BookStore:
    return BookStore.open(path, now=lambda: datetime.now(UTC), who="bench", create=not read_only, read_only=read_only)


def open_sqlite(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("pragma journal_mode=wal")
    base.execute("pragma synchronous=full")
    base.execute("create table if not exists cars (id integer primary key, document text not null)")
    return base


def edit(book: BookStore, row: int, number: int) -> None:
    record = book.get(CARS, row)
    assert record is not None
    book.commit([Put(CARS, msgspec.structs.replace(record, edits=number))], why="car.edit", expect=book.revision)


def edits(book: BookStore, base: sqlite3.Connection, rows: int) -> tuple[float, float]:
    rng = random.Random(1)
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(EDITS):
        row = rng.randrange(1, rows + 1)

        def edit_sqlite(row: int = row, number: int = number) -> None:
            (text,) = base.execute("select document from cars where id = ?", (row,)).fetchone()
            document = json.loads(text)
            document["edits"] = number
            base.execute("begin immediate")
            base.execute("update cars set document = ? where id = ?", (json.dumps(document, ensure_ascii=False), row))
            base.execute("commit")

        def edit_book(row: int = row, number: int = number) -> None:
            edit(book, row, number)

        turn: list[tuple[list[float], Callable[[], object]]] = [(ours, edit_book), (theirs, edit_sqlite)]
        for times, action in turn if number % 2 else reversed(turn):
            times.append(timed(action))
    return statistics.median(ours), statistics.median(theirs)


def stock_edits(path: Path, rows: int) -> float:
    rng = random.Random(1)
    times: list[float] = []
    with TinyDB(path, encoding="utf-8") as stock:
        table = stock.table("cars")
        while len(times) < 3 or (len(times) < EDITS and sum(times) < STOCK_SECONDS * 1000):
            row = rng.randrange(1, rows + 1)
            times.append(timed(lambda row=row: table.update({"edits": len(times)}, doc_ids=[row])))  # type: ignore[misc]
    return statistics.median(times)


def open_ours(path: Path) -> None:
    store = open_book(path, read_only=True)
    store.close()


def list_ours(path: Path) -> object:
    store = open_book(path, read_only=True)
    cars = store.all(CARS)
    store.close()
    return cars


def list_orjson(path: Path) -> object:
    import orjson

    return orjson.loads((path / "book.json").read_bytes())["cars"]


def list_stock(path: Path) -> object:
    with TinyDB(path / "book.json", encoding="utf-8") as stock:
        return stock.table("cars").all()


PEERS: dict[str, Callable[[Path], object]] = {
    "open": open_ours,
    "list": list_ours,
    "orjson": list_orjson,
    "stock": list_stock,
}


def opens(path: Path, rows: int) -> dict[str, float]:
    """Open, and open and list: each in turn, the garbage of the one before collected."""
    times: dict[str, list[float]] = {name: [] for name in PEERS}
    for _ in range(OPENS if rows < 100_000 else 3):
        for name, action in PEERS.items():
            gc.collect()
            times[name].append(timed(lambda action=action: action(path)))  # type: ignore[misc]
    return {name: statistics.median(found) for name, found in times.items()}


def memory(path: Path, name: str) -> float:
    """Peak memory in MiB of a process that opens and lists the book, less that of one that only imports."""
    command = [sys.executable, "-m", "bench.store", "--memory", name, str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(found.stdout)


def peak() -> int:
    """The most memory this process has had, in KiB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says there began before exec
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def say_memory(name: str, path: str) -> None:
    before = peak()
    kept = PEERS[name](Path(path))
    assert kept
    print((peak() - before) / 1024)


def catching_up(path: Path, rows: int) -> float:
    """One window writes a thousand commits; the other takes them in and lists all cars again."""
    mine, theirs = open_book(path, read_only=True), open_book(path)
    mine.all(CARS)
    rng = random.Random(2)
    for number in range(FOREIGN):
        edit(theirs, rng.randrange(1, rows + 1), number)
    found = timed(lambda: (mine.refresh(), mine.all(CARS)))
    assert mine.revision == theirs.revision
    mine.close()
    theirs._dirty = False  # not to fold: that is measured by itself
    theirs.close()
    return found


def folding(path: Path) -> tuple[float, float]:
    """One command: open, edit one car, close; and the folding of a book."""
    store = open_book(path)
    edit(store, 1, -1)
    fold = timed(store.compact)
    edit(store, 1, -2)
    close = timed(store.close)
    return fold, close


def measure(folder: Path, rows: int) -> dict[str, float]:
    book, base = open_book(folder / "book"), open_sqlite(folder / "book.sqlite")
    records = [car(number) for number in range(rows)]
    book.commit([Put(CARS, record) for record in records], why="car.import")
    base.execute("begin")
    base.executemany("insert into cars (document) values (?)", ((msgspec.json.encode(r).decode(),) for r in records))
    base.execute("commit")
    del records
    book.compact()
    found: dict[str, float] = {"bytes": (folder / "book" / "book.json").stat().st_size / rows}
    found["edit"], found["sqlite"] = edits(book, base, rows)
    book.compact()
    book.close()
    base.close()
    stock = folder / "stock.json"
    stock.write_bytes((folder / "book" / "book.json").read_bytes())
    found["stock edit"] = stock_edits(stock, rows)
    found |= opens(folder / "book", rows)
    found |= {f"{name} MiB": memory(folder / "book", name) for name in ("list", "orjson", "stock")}
    found["fold"], found["close"] = folding(folder / "book")
    found["catch up"] = catching_up(folder / "book", rows)
    return found


LINES = (
    ("durable edit, ms", "{edit:.2f}"),
    ("× sqlite3 WAL, FULL (target ≤ 2)", "{edit_sqlite:.2f}"),
    ("stock TinyDB's edit, × ours (target ≥ 500 at 10,000)", "{stock_edit:,.0f}"),
    ("open, ms", "{open:.0f}"),
    ("open and list, ms", "{list:.0f}"),
    ("× orjson parsing the same bytes (target ≤ 2 at 10,000)", "{list_orjson:.2f}"),
    ("× stock TinyDB", "{list_stock:.2f}"),
    ("memory of open and list, MiB", "{list MiB:.0f}"),
    ("× stock TinyDB (target < 1 at 100,000)", "{memory_stock:.2f}"),
    ("catch up with 1,000 foreign commits, ms (target ≤ 100)", "{catch up:.0f}"),
    ("fold (`book compact`), ms", "{fold:.0f}"),
    ("a command's close after one edit, ms", "{close:.1f}"),
)


def rows_of(results: dict[int, dict[str, float]]) -> list[list[str]]:
    for found in results.values():
        found["edit_sqlite"] = found["edit"] / found["sqlite"]
        found["stock_edit"] = found["stock edit"] / found["edit"]
        found["list_orjson"] = found["list"] / found["orjson"]
        found["list_stock"] = found["list"] / found["stock"]
        found["memory_stock"] = found["list MiB"] / found["stock MiB"]
    return [[name, *(text.format(**found) for found in results.values())] for name, text in LINES]


def machine() -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB, {date.today()}, load {os.getloadavg()[0]:.1f}"  # noqa: DTZ011
    )


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--memory"]:
        say_memory(*arguments[1:])
        return
    markdown = "--markdown" in arguments
    sizes = [int(argument) for argument in arguments if argument.isdecimal()] or [1_000, 10_000, 100_000]
    results: dict[int, dict[str, Any]] = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            results[rows] = measure(Path(folder), rows)
    heads = ["", *(f"{rows:,} cars" for rows in sizes)]
    table = rows_of(results)
    print(machine())
    if markdown:
        print("\n| " + " | ".join(heads) + " |\n|---|" + "---:|" * len(sizes))
        print("\n".join("| " + " | ".join(row) + " |" for row in table))
        return
    width = max(len(row[0]) for row in table)
    for row in [heads, *table]:
        print(row[0].ljust(width), *(text.rjust(14) for text in row[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
