"""The open book as a TinyDB database."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB, where

from tui.errors import BookReadOnly
from tui.store.book import BookStore
from tui.store.contract import Put, Remove

from .kit import CARS, DEALERS, Car, Dealer, Note, cars, open_book


@pytest.fixture
def store(tmp_path: Path) -> BookStore:
    store = open_book(tmp_path / "book")
    store.commit(
        [Put(CARS, Car("byd", note=Note("x"))), Put(CARS, Car("geely")), Put(DEALERS, Dealer("杭州"))], why="x"
    )
    return store


def test_it_is_a_tinydb(store: BookStore) -> None:
    assert isinstance(store.db, TinyDB)
    assert store.db is store.db
    assert store.db.tables() == {"cars", "dealers"}


def test_queries_see_the_live_rows(store: BookStore) -> None:
    table = store.db.table("cars")
    query = where("make") == "byd"
    assert [document.doc_id for document in table.search(query)] == [1]
    assert len(table) == 2
    assert table.get(doc_id=2) == {"make": "geely"}
    assert table.get(doc_id=9) is None
    assert table.contains(where("note")["text"] == "x")
    store.commit([Put(CARS, Car("byd", id=2)), Remove(CARS, 1)], why="x")
    assert [document.doc_id for document in table.search(query)] == [2]
    assert table.count(query) == 1
    assert [dict(document) for document in table] == [{"make": "byd"}]


def test_a_document_that_is_changed_changes_nothing(store: BookStore) -> None:
    document = store.db.table("cars").get(doc_id=1)
    assert document is not None
    document["note"]["text"] = "changed"
    assert store.db.table("cars").get(doc_id=1) == {"make": "byd", "note": {"text": "x"}}
    assert cars(store)[1].note == Note("x")


def test_writing_past_the_commit_is_refused(store: BookStore) -> None:
    table = store.db.table("cars")
    for write in (
        lambda: table.insert({"make": "x"}),
        lambda: table.update({"make": "x"}),
        lambda: table.remove(doc_ids=[1]),
        table.truncate,
        store.db.drop_tables,
        lambda: store.db.table("new", persist_empty=True),
    ):
        with pytest.raises(BookReadOnly, match="book_table_read_only"):
            write()
    assert len(cars(store)) == 2
