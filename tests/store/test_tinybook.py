"""A book as a TinyDB database that writes; TinyDB's own tests run on it in ``test_tinydb_suite.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import increment
from tinydb.table import Document

from tui.store import disk
from tui.store.contract import Put
from tui.store.tinybook import BookDB, BookStorage

from .kit import CARS, Car, cars, disk_full, open_book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    store = open_book(tmp_path / "book")
    store.commit([put(make) for make in ("byd", "geely", "byd")], why="car.add")
    store.close()
    return tmp_path / "book"


def put(make: str) -> Put[Car]:
    return Put(CARS, Car(make))


def test_an_operation_is_one_commit_of_the_rows_it_changed(book: Path) -> None:
    with BookDB(book, who="script") as db:
        assert db.table("cars").update({"price": "7"}, where("make") == "byd") == [1, 3]
        assert db.table("cars").upsert(Document({"make": "chery"}, 9)) == [9]
        assert db.table("cars").update({"make": "geely"}, doc_ids=[2]) == [2], "as it was: no commit"
    store = open_book(book)
    assert [car.make for car in store.all(CARS)] == ["byd", "geely", "byd", "chery"]
    *_, priced, added = store.since(0)
    assert (priced.who, priced.ids, added.ids, store.revision) == ("script", (1, 3), (9,), 3)
    assert store.commit([put("next")], why="car.add").ids == (10,)
    assert store.verify([CARS]) == ()


def test_an_operation_that_raises_changes_nothing(book: Path) -> None:
    db = BookDB(book)

    def spoil(document: Any) -> None:
        document["make"] = "spoilt"
        seen.append(document)
        if len(seen) == 3:
            raise RuntimeError

    seen: list[Any] = []
    with pytest.raises(RuntimeError):
        db.table("cars").update(spoil)
    for bad in ({"make": object()}, {"price": float("nan")}):
        with pytest.raises((TypeError, ValueError)):
            db.table("cars").insert(bad)
    with pytest.raises(ValueError, match="meta"):
        db.table("meta").insert({"format": 99})
    assert [row["make"] for row in db.table("cars")] == ["byd", "geely", "byd"]
    assert db.storage.store.revision == 1  # type: ignore[attr-defined]


def test_a_disk_that_refuses_leaves_table_and_book_as_they_were(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = BookDB(book)

    def full(*_: Any) -> NoReturn:
        raise disk_full()

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_all", full)
        with pytest.raises(Exception, match="book_disk_full"):
            db.table("cars").remove(where("make") == "byd")
    assert len(db.table("cars")) == 3
    db.table("cars").remove(where("make") == "byd")
    assert len(db.table("cars")) == 1


def test_two_of_them_lose_no_edit_and_see_one_another(book: Path) -> None:
    mine, theirs = BookDB(book).table("numbers"), BookDB(book).table("numbers")
    mine.insert({"n": 0})
    for _ in range(5):
        mine.update(increment("n"))
        theirs.update(increment("n"))
    assert mine.search(where("n") == 10) == theirs.search(where("n") == 10) == [{"n": 10}]
    theirs.insert({"n": 10})
    assert mine.count(where("n") == 10) == 2, "what was found before is not kept over another's write"
    assert mine.insert({"n": 1}) == 3


def test_middleware_and_stock_tables_work_too(book: Path) -> None:
    with TinyDB(book, storage=CachingMiddleware(BookStorage)) as db:  # type: ignore[no-untyped-call]
        db.table("cars").remove(doc_ids=[1])
        db.table("dealers").insert_multiple([{"name": "杭州"}, {"name": "宁波"}])
    store = open_book(book)
    assert sorted(cars(store)) == [2, 3]
    assert store.revision == 2, "the cache wrote once"
    assert store.verify([CARS]) == ()
