"""Opening a book: what may be wrong with the place, the file and the format."""

from __future__ import annotations

import errno
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tinydb import TinyDB, where

from tui.errors import BookDamaged, BookError, BookReadOnly, BookTooNew, NotFound
from tui.store import disk, opening
from tui.store.book import BookStore
from tui.store.contract import FORMAT, Kind, Put, Remove
from tui.store.history import read_base
from tui.store.lines import Header, SnapshotMark, write_header

from .kit import CARS, DEALERS, Car, Clock, Dealer, abandon, cars, contents, open_book


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_PAUSE", 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with two cars in the snapshot and a third in the journal."""
    path = tmp_path / "book"
    store = open_book(path)
    store.commit([Put(CARS, Car("比亚迪")), Put(CARS, Car("geely"))], why="car.add")
    store.compact()
    store.commit([Put(CARS, Car("chery"))], why="car.add")
    abandon(store)
    return path


def code_of(path: Path, **options: Any) -> tuple[type[Exception], str]:
    with pytest.raises((BookError, NotFound)) as caught:
        BookStore.open(path, now=Clock(), who="x", **options)
    assert caught.value.params["path"]
    return type(caught.value), caught.value.code


def test_reopening_reads_snapshot_and_journal(book: Path) -> None:
    store = open_book(book)
    assert [car.make for car in store.all(CARS)] == ["比亚迪", "geely", "chery"]
    assert store.revision == 2
    assert store.notices == ()
    assert store.commit([Put(CARS, Car("d"))], why="car.add").ids == (4,)


def test_stock_tinydb_opens_it_after_compact_and_after_close(book: Path) -> None:
    store = open_book(book)
    store.compact()
    with TinyDB(book / "book.json", encoding="utf-8") as stock:
        assert stock.table("cars").get(where("make") == "比亚迪") == {"make": "比亚迪"}
        assert sorted(document.doc_id for document in stock.table("cars")) == [1, 2, 3]
    store.commit([Remove(CARS, 2), Put(DEALERS, Dealer("杭州"))], why="x")
    store.close()
    with TinyDB(book / "book.json", encoding="utf-8") as stock:
        assert [document.doc_id for document in stock.table("cars")] == [1, 3]
        assert stock.table("dealers").all() == [{"name": "杭州"}]
        (meta,) = stock.table("meta").all()
        assert meta == {"format": 2, "revision": 3, "counters": {"cars": 3, "dealers": 1}, "book": store.name}
        assert len(store.name) == 32


def test_a_close_folds_a_large_book_only_when_enough_was_written(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.store import book as module

    store = open_book(book)
    store.commit([Put(CARS, Car("x" * 9000))], why="car.add")
    store.close()
    monkeypatch.setattr(module, "_CHEAP", 1000)
    snapshot = (book / "book.json").read_bytes()
    sessions = 0
    while (book / "book.json").read_bytes() == snapshot:
        store = open_book(book)
        store.commit([Put(CARS, Car("y", id=1))], why="car.edit")
        store.close()
        sessions += 1
    assert 2 < sessions < 20
    assert cars(open_book(book))[1].make == "y"


def test_a_close_without_a_write_leaves_the_book_alone(book: Path) -> None:
    before = contents(book)
    open_book(book).close()
    assert contents(book) == before


def test_no_book(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none") == (NotFound, "book_missing")
    assert code_of(tmp_path / "none", read_only=True) == (NotFound, "book_missing")
    assert code_of(tmp_path) == (NotFound, "book_missing")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "book").write_text("{}")
    assert code_of(tmp_path / "book") == (BookError, "book_is_file")
    assert code_of(tmp_path / "book", create=True) == (BookError, "book_is_file")
    assert code_of(tmp_path / "book" / "under", create=True) == (BookError, "book_write_failed")


def test_a_folder_with_other_things_is_not_made_a_book(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "thesis.odt").write_text("x")
    assert code_of(tmp_path, create=True) == (BookError, "book_folder_taken")
    (tmp_path / "thesis.odt").unlink()
    open_book(tmp_path).close()
    assert (tmp_path / "book.json").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "book_empty"),
        (b" \n", "book_empty"),
        (b"\x00\xff\x89PNG", "book_not_json"),
        (b'{"cars":{"1":{"make":"\xff"}}}', "book_not_json"),
        (b'{"cars":{"1":{"make":"a"}}', "book_not_json"),
        (b"[]", "book_shape"),
        (b'{"cars":{"one":{}}}', "book_shape"),
        (b'{"cars":[1]}', "book_shape"),
        (b'{"meta":{"1":{"format":"x","revision":0}}}', "book_shape"),
        (b'{"cars":{"1":{"make":"a"}}}', "book_no_meta"),
    ],
)
def test_a_snapshot_that_is_none(book: Path, content: bytes, code: str) -> None:
    (book / "book.json").write_bytes(content)
    before = contents(book)
    for options in ({}, {"read_only": True}, {"create": True}, {"accept_snapshot": True}):
        assert code_of(book, **options)[1] == code
    assert contents(book) == before
    (book / "journal.jsonl").unlink()
    assert code_of(book)[1] == code


def test_parts_that_are_missing(book: Path) -> None:
    journal = (book / "journal.jsonl").read_bytes()
    (book / "journal.jsonl").unlink()
    assert code_of(book) == (BookDamaged, "journal_missing")
    (book / "journal.jsonl").write_bytes(journal)
    (book / "book.json").unlink()
    assert code_of(book) == (BookDamaged, "book_snapshot_missing")
    assert code_of(book, create=True) == (BookDamaged, "book_snapshot_missing")


def test_a_snapshot_changed_by_another_program_is_noticed(book: Path) -> None:
    with TinyDB(book / "book.json", encoding="utf-8") as stock:
        stock.table("cars").update({"make": "wuling"}, doc_ids=[1])
        stock.table("cars").update({"make": "lost to the journal"}, doc_ids=[3])
    before = contents(book)
    assert code_of(book) == (BookDamaged, "snapshot_changed")
    assert code_of(book, read_only=True) == (BookDamaged, "snapshot_changed")
    assert contents(book) == before


def test_a_snapshot_changed_by_another_program_can_be_accepted(book: Path) -> None:
    with TinyDB(book / "book.json", encoding="utf-8", indent=4, ensure_ascii=True) as stock:
        stock.table("cars").update({"make": "五菱"}, doc_ids=[2])
    store = open_book(book, accept_snapshot=True)
    assert [car.make for car in store.all(CARS)] == ["比亚迪", "五菱", "chery"]
    *_, last = store.since(0)
    assert last.why == "snapshot_accepted"
    assert [(row.id, row.before, row.after) for row in last.changes] == [(2, {"make": "geely"}, {"make": "五菱"})]
    assert [notice.code for notice in store.notices] == ["snapshot_accepted"]
    store.commit([Put(CARS, Car("x", id=1))], why="car.edit")
    assert store.verify([CARS]) == ()
    store.close()
    assert cars(open_book(book))[2].make == "五菱"


def test_a_lost_journal_can_be_accepted(book: Path) -> None:
    store = open_book(book)
    store.compact()
    store.close()
    (book / "journal.jsonl").unlink()
    store = open_book(book, accept_snapshot=True)
    assert len(cars(store)) == 3
    store.commit([Put(CARS, Car("x"))], why="car.add")
    assert store.revision == 3
    store.close()
    assert sorted(cars(open_book(book))) == [1, 2, 3, 4]


def test_accepting_a_sound_book_changes_nothing(book: Path) -> None:
    before = contents(book)
    store = open_book(book, accept_snapshot=True)
    assert store.notices == ()
    store.close()
    assert contents(book) == before


def make_newer(book: Path) -> None:
    store = open_book(book)
    store.compact()
    store.close()
    document = json.loads((book / "book.json").read_bytes())
    document["meta"]["1"].update(format=FORMAT + 1, shape="round")
    data = json.dumps(document).encode()
    (book / "book.json").write_bytes(data)
    chain = read_base(book / "journal.jsonl").chain
    header = Header(FORMAT + 1, 2, chain, SnapshotMark(len(data), sha256(data).hexdigest()))
    (book / "journal.jsonl").write_bytes(write_header(header))


def test_a_newer_format_opens_read_only_and_says_so(book: Path) -> None:
    make_newer(book)
    before = contents(book)
    for options in ({}, {"read_only": True}, {"create": True}):
        store = BookStore.open(book, now=Clock(), who="x", **options)
        assert store.read_only
        assert [notice.code for notice in store.notices] == ["book_too_new"]
        assert store.notices[0].params["format"] == FORMAT + 1
        assert len(cars(store)) == 3
        with pytest.raises(BookTooNew, match="book_too_new"):
            store.commit([Put(CARS, Car("x"))], why="car.add")
        with pytest.raises(BookTooNew):
            store.compact()
        store.close()
    assert contents(book) == before


@pytest.mark.parametrize("journal", [b"v2 in quite another shape\n", None])
def test_a_newer_format_with_a_strange_journal_is_named_as_such(book: Path, journal: bytes | None) -> None:
    make_newer(book)
    (book / "journal.jsonl").unlink()
    if journal is not None:
        (book / "journal.jsonl").write_bytes(journal)
    assert code_of(book) == (BookTooNew, "book_too_new")


def test_tables_and_meta_of_others_survive(book: Path) -> None:
    with TinyDB(book / "book.json", encoding="utf-8") as stock:
        stock.table("hulls").insert({"name": "x"})
        stock.table("meta").update({"home": "CNY"}, doc_ids=[1])
        stock.table("meta").insert({"second": True})
    store = open_book(book, accept_snapshot=True)
    store.commit([Put(CARS, Car("x"))], why="car.add")
    store.close()
    document = json.loads((book / "book.json").read_bytes())
    assert document["hulls"] == {"1": {"name": "x"}}
    assert document["meta"]["1"]["home"] == "CNY"
    assert document["meta"]["2"] == {"second": True}


def test_read_only_never_writes_and_never_locks(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (book / "lock").unlink(missing_ok=True)
    with (book / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":3,"at":')
    before = contents(book)

    def never(*_: Any) -> NoReturn:
        raise AssertionError

    for name in ("write_all", "sync", "sync_folder", "truncate", "replace", "link", "remove", "make_folder"):
        monkeypatch.setattr(disk, name, never)
    store = BookStore.open(book, now=Clock(), who="x", read_only=True)
    assert [notice.code for notice in store.notices] == ["journal_torn"]
    assert len(cars(store)) == 3
    assert [commit.sequence for commit in store.since(0)] == [1, 2]
    assert store.refresh() == ()
    with pytest.raises(BookReadOnly):
        store.compact()
    store.close()
    assert contents(book) == before
    assert not (book / "lock").exists()


def test_a_closed_book_refuses_and_closing_twice_does_no_harm(book: Path) -> None:
    store = open_book(book)
    store.close()
    store.close()
    with pytest.raises(BookError, match="book_closed"):
        store.commit([Put(CARS, Car("x"))], why="car.add")
    assert store.refresh() == ()


def test_only_the_owner_may_look(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        store = open_book(tmp_path / "deep" / "book")
        store.commit([Put(CARS, Car("x"))], why="car.add")
        store.compact()
        store.commit([Put(CARS, Car("x"))], why="car.add")
        abandon(store)
        with (tmp_path / "deep" / "book" / "journal.jsonl").open("ab") as journal:
            journal.write(b"torn")
        open_book(tmp_path / "deep" / "book").close()
    finally:
        os.umask(umask)
    found = {
        path: path.stat().st_mode & 0o777 for path in [tmp_path / "deep/book", *(tmp_path / "deep/book").rglob("*")]
    }
    assert {path.name for path in found} >= {"book.json", "journal.jsonl", "lock", "journal.torn-1", "archive", "files"}
    for path, mode in found.items():
        assert mode == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "book_unwritable"), (errno.EROFS, "book_unwritable")])
def test_a_book_that_may_only_be_read(book: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    real = os.open

    def denied(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY):
            raise OSError(number, os.strerror(number))
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", denied)
    assert code_of(book) == (BookError, code)
    assert code_of(book.parent / "new", create=True) == (BookError, code)
    store = BookStore.open(book, now=Clock(), who="x", read_only=True)
    assert len(cars(store)) == 3
    store.close()


def test_a_book_that_may_not_be_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: Any, **__: Any) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert code_of(book, read_only=True) == (BookError, "book_unreadable")
    monkeypatch.setattr(Path, "stat", denied)
    assert code_of(book) == (BookError, "book_unreadable")


def test_a_row_that_cannot_be_read_names_kind_and_id(book: Path) -> None:
    store = open_book(book)
    with pytest.raises(BookDamaged) as caught:
        store.all(Kind("cars", Dealer))
    assert caught.value.code == "row_unreadable"
    assert (caught.value.params["kind"], caught.value.params["id"]) == ("cars", 1)


def test_many_short_sessions_leave_few_files(tmp_path: Path) -> None:
    for number in range(12):
        store = open_book(tmp_path / "book")
        store.commit([Put(CARS, Car(f"make {number}"))], why="car.add")
        store.close()
    assert len(list((tmp_path / "book" / "archive").iterdir())) == 1
    store = open_book(tmp_path / "book")
    assert [commit.sequence for commit in store.since(0)] == list(range(1, 13))
    assert store.verify([CARS]) == ()


def test_a_journal_that_has_outgrown_the_snapshot_is_folded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.store import book as module

    monkeypatch.setattr(module, "_OUTGROWN", 2000)
    store = open_book(tmp_path / "book")
    for number in range(40):
        store.commit([Put(CARS, Car(f"make {number}", id=1))], why="car.edit")
    assert (tmp_path / "book" / "journal.jsonl").stat().st_size < 2500
    assert len(list(store.since(0))) == 40
    assert store.verify([CARS]) == ()
    abandon(store)
    assert cars(open_book(tmp_path / "book"))[1].make == "make 39"


def test_history_that_was_taken_away_is_named_and_the_book_still_opens(book: Path) -> None:
    for segment in (book / "archive").iterdir():
        segment.unlink()
    store = open_book(book)
    assert len(cars(store)) == 3
    assert [commit.sequence for commit in store.since(1)] == [2]
    with pytest.raises(BookDamaged) as caught:
        list(store.since(0))
    assert (caught.value.code, caught.value.params) == ("history_missing", {"first": 1, "last": 1})
    assert [finding.code for finding in store.verify()] == ["history_missing"]
