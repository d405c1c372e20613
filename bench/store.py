"""The book against sqlite3 and stock TinyDB: the same documents, one run, in turn. Prints medians and ratios.

python bench/store.py [ROWS …]        default 1000 10000 100000
"""

from __future__ import annotations

import gc
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
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
OPENS = 5


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


def edits(book: BookStore, base: sqlite3.Connection, rows: int) -> tuple[float, float]:
    rng = random.Random(1)
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(EDITS):
        row = rng.randrange(1, rows + 1)

        def edit_book(row: int = row, number: int = number) -> None:
            record = book.get(CARS, row)
            assert record is not None
            book.commit(
                [Put(CARS, msgspec.structs.replace(record, edits=number))], why="car.edit", expect=book.revision
            )

        def edit_sqlite(row: int = row, number: int = number) -> None:
            (text,) = base.execute("select document from cars where id = ?", (row,)).fetchone()
            document = json.loads(text)
            document["edits"] = number
            base.execute("begin immediate")
            base.execute("update cars set document = ? where id = ?", (json.dumps(document, ensure_ascii=False), row))
            base.execute("commit")

        turn: list[tuple[list[float], Callable[[], object]]] = [(ours, edit_book), (theirs, edit_sqlite)]
        for times, action in turn if number % 2 else reversed(turn):
            times.append(timed(action))
    return statistics.median(ours), statistics.median(theirs)


def opens(path: Path, rows: int) -> tuple[float, float, float]:
    ours: list[float] = []
    listed: list[float] = []
    theirs: list[float] = []

    def open_ours() -> None:
        store = open_book(path, read_only=True)
        assert store.get(CARS, rows) is not None
        store.close()

    def list_ours() -> None:
        store = open_book(path, read_only=True)
        assert len(store.all(CARS)) == rows
        store.close()

    def open_stock() -> None:
        with TinyDB(path / "book.json", encoding="utf-8") as stock:
            assert stock.table("cars").get(doc_id=rows) is not None

    turn: list[tuple[list[float], Callable[[], object]]] = [
        (ours, open_ours),
        (listed, list_ours),
        (theirs, open_stock),
    ]
    for _ in range(OPENS):
        for times, action in turn:
            gc.collect()
            times.append(timed(action))
    return statistics.median(ours), statistics.median(listed), statistics.median(theirs)


def measure(folder: Path, rows: int) -> dict[str, Any]:
    book, base = open_book(folder / "book"), open_sqlite(folder / "book.sqlite")
    records = [car(number) for number in range(rows)]
    book.commit([Put(CARS, record) for record in records], why="car.import")
    base.execute("begin")
    base.executemany("insert into cars (document) values (?)", ((msgspec.json.encode(r).decode(),) for r in records))
    base.execute("commit")
    del records
    book.compact()
    size = (folder / "book" / "book.json").stat().st_size
    ours, theirs = edits(book, base, rows)
    book.close()
    base.close()
    result: dict[str, Any] = {"bytes": size / rows, "edit": ours, "sqlite": theirs}
    if rows <= 10_000:
        result["open"], result["list"], result["stock"] = opens(folder / "book", rows)
    return result


def main(arguments: list[str]) -> None:
    sizes = [int(argument) for argument in arguments] or [1_000, 10_000, 100_000]
    results: dict[int, dict[str, Any]] = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            results[rows] = found = measure(Path(folder), rows)
        print(
            f"{rows:>7} rows of {found['bytes']:.0f} bytes: durable edit {found['edit']:.3f} ms,"
            f" {found['edit'] / found['sqlite']:.2f} x sqlite3 ({found['sqlite']:.3f} ms)"
        )
        if "open" in found:
            print(
                f"{'':>7} open {found['open']:.1f} ms, {found['open'] / found['stock']:.2f} x stock TinyDB"
                f" ({found['stock']:.1f} ms); open and list {found['list'] / found['stock']:.2f} x"
            )
    first = results[sizes[0]]["edit"]
    print("edit flatness:", ", ".join(f"{rows}: {results[rows]['edit'] / first:.2f} x" for rows in sizes))


if __name__ == "__main__":
    main(sys.argv[1:])
