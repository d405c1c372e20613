"""Two pictures of one book, in one process and in many; the lock."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tui.errors import BookError, BookLocked, Conflict
from tui.store.book import BookStore
from tui.store.contract import Put, Remove

from .kit import CARS, DEALERS, Car, Clock, Dealer, cars, copy, open_book
from .writer import CARS as NUMBERED
from .writer import Car as Numbered

WRITER = Path(__file__).with_name("writer.py")


def start(book: Path, mode: str, count: int = 0, name: str = "child") -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(book), mode, str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(child: subprocess.Popen[str]) -> list[str]:
    output, errors = child.communicate(timeout=60)
    assert child.returncode == 0, errors
    return output.split()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    store = open_book(tmp_path / "book")
    store.commit([Put(CARS, Car("a")), Put(CARS, Car("b"))], why="car.add")
    store.close()
    return tmp_path / "book"


def test_different_rows_both_land(book: Path) -> None:
    mine, theirs = open_book(book), open_book(book, who="韩梅梅")
    picture = mine.revision
    theirs.commit([Put(CARS, Car("theirs", id=1))], why="car.edit", expect=picture)
    mine.commit([Put(CARS, Car("mine", id=2))], why="car.edit", expect=picture)
    assert [car.make for car in mine.all(CARS)] == ["theirs", "mine"]
    assert [commit.sequence for commit in theirs.refresh()] == [3]
    assert theirs.all(CARS) == mine.all(CARS)
    assert [commit.who for commit in mine.since(1)] == ["韩梅梅", "李雷"]


def test_the_same_row_conflicts(book: Path) -> None:
    mine, theirs = open_book(book), open_book(book)
    picture = mine.revision
    theirs.commit([Put(CARS, Car("theirs", id=1))], why="car.edit", expect=picture)
    with pytest.raises(Conflict) as caught:
        mine.commit([Put(CARS, Car("mine", id=1))], why="car.edit", expect=picture)
    assert (caught.value.mine, caught.value.theirs) == ({"make": "mine"}, {"make": "theirs"})
    assert cars(mine)[1].make == "theirs", "the picture is the newest now"


def test_ids_given_by_two_do_not_collide(book: Path) -> None:
    mine, theirs = open_book(book), open_book(book)
    assert theirs.commit([Put(CARS, Car("c"))], why="car.add").ids == (3,)
    assert mine.commit([Put(CARS, Car("d"))], why="car.add").ids == (4,)


def test_refresh_shows_what_the_other_wrote_once(book: Path) -> None:
    mine, theirs = open_book(book), open_book(book)
    kept = mine.get(CARS, 2)
    theirs.commit([Put(CARS, Car("x", id=1)), Put(DEALERS, Dealer("杭州"))], why="x")
    theirs.commit([Remove(CARS, 1)], why="y")
    assert cars(mine)[1].make == "a", "nothing moves before it is asked for"
    assert [(commit.sequence, commit.why) for commit in mine.refresh()] == [(2, "x"), (3, "y")]
    assert mine.refresh() == ()
    assert mine.all(CARS) == (kept,)
    assert mine.get(CARS, 2) is kept
    assert mine.get(DEALERS, 1) == Dealer("杭州", id=1)


def test_refresh_also_shows_what_a_commit_found_and_never_ones_own(book: Path) -> None:
    mine, theirs = open_book(book), open_book(book)
    theirs.commit([Put(CARS, Car("x", id=1))], why="theirs")
    mine.commit([Put(CARS, Car("y", id=2))], why="mine")
    assert [commit.why for commit in mine.refresh()] == ["theirs"]
    assert mine.refresh() == ()


def test_refresh_without_news_reads_nothing(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = open_book(book)
    monkeypatch.setattr(mine, "_look", None)  # would fail if it were called
    assert mine.refresh() == ()


def test_the_other_folds_while_we_are_open(book: Path) -> None:
    mine, theirs = open_book(book), open_book(book)
    reader = BookStore.open(book, now=Clock(), who="x", read_only=True)
    for number in range(3):
        theirs.commit([Put(CARS, Car(f"x{number}", id=1))], why=f"x{number}")
        theirs.compact()
    theirs.commit([Put(CARS, Car("last", id=1))], why="last")
    for store in (mine, reader):
        assert [commit.why for commit in store.refresh()] == ["x0", "x1", "x2", "last"]
        assert cars(store)[1].make == "last"
    theirs.compact()
    assert mine.refresh() == ()
    assert reader.refresh() == ()
    assert mine.commit([Put(CARS, Car("mine", id=1))], why="mine", expect=mine.revision).sequence == 6
    assert [commit.why for commit in reader.refresh()] == ["mine"]
    assert mine.verify([CARS]) == ()
    assert [commit.sequence for commit in reader.since(0)] == [1, 2, 3, 4, 5, 6]


def test_a_conflict_with_a_commit_older_than_our_opening(book: Path) -> None:
    store = open_book(book)
    picture = store.revision
    store.commit([Put(CARS, Car("x", id=1))], why="car.edit")
    store.close()
    store = open_book(book)
    with pytest.raises(Conflict):
        store.commit([Put(CARS, Car("mine", id=1))], why="car.edit", expect=picture)
    store.commit([Put(CARS, Car("mine", id=2))], why="car.edit", expect=picture)


def test_a_book_swapped_for_another_is_noticed(book: Path, tmp_path: Path) -> None:
    older = copy(book, tmp_path / "older")
    mine = open_book(book)
    mine.commit([Put(CARS, Car("x", id=1))], why="car.edit")
    for path in (book / "book.json", book / "journal.jsonl"):
        path.unlink()
        (older / path.name).rename(path)
    with pytest.raises(BookError, match="book_replaced"):
        mine.commit([Put(CARS, Car("y", id=1))], why="car.edit")
    with pytest.raises(BookError, match="book_replaced"):
        mine.refresh()


def test_a_book_of_the_same_revision_and_another_past_is_noticed(book: Path, tmp_path: Path) -> None:
    other = open_book(copy(book, tmp_path / "other"))
    mine = open_book(book)
    mine.commit([Put(CARS, Car("mine", id=1))], why="car.edit")
    other.commit([Put(CARS, Car("other", id=1))], why="car.edit")
    other.close()
    for name in ("book.json", "journal.jsonl"):
        (tmp_path / "other" / name).replace(book / name)
    with pytest.raises(BookError, match="book_replaced"):
        mine.commit([Put(CARS, Car("next", id=1))], why="car.edit")
    assert cars(open_book(book))[1].make == "other"


def test_a_journal_cut_behind_our_back_is_noticed(book: Path) -> None:
    mine = open_book(book)
    size = (book / "journal.jsonl").stat().st_size
    mine.commit([Put(CARS, Car("mine", id=1))], why="car.edit")
    os.truncate(book / "journal.jsonl", size)
    with pytest.raises(BookError, match="book_replaced"):
        mine.commit([Put(CARS, Car("next", id=1))], why="car.edit")
    with pytest.raises(BookError, match="book_replaced"):
        mine.refresh()


def test_a_torn_line_of_another_is_mended_by_the_next_commit(book: Path) -> None:
    mine = open_book(book)
    with (book / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":2,"at":"20')
    assert mine.refresh() == ()
    before = mine.notices
    assert before == ()
    assert mine.commit([Put(CARS, Car("x", id=1))], why="car.edit").sequence == 2
    assert [notice.code for notice in mine.notices] == ["journal_torn"]
    assert mine.verify() == ()


def test_a_live_holder_is_named(book: Path) -> None:
    store = open_book(book, timeout=0.2)
    child = start(book, "hold")
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        began = time.monotonic()
        with pytest.raises(BookLocked) as caught:
            store.commit([Put(CARS, Car("x", id=1))], why="car.edit")
        assert 0.2 <= time.monotonic() - began < 2
        assert caught.value.code == "book_locked"
        assert caught.value.params["pid"] == child.pid
        assert caught.value.params["host"] == os.uname().nodename
        assert str(caught.value.params["since"]).startswith("20")
        assert cars(store)[1].make == "a"
        assert len(cars(open_book(book, timeout=0))) == 2, "opening and reading wait for nobody"
        assert store.refresh() == ()
        child.kill()
        child.wait()
        store.commit([Put(CARS, Car("x", id=1))], why="car.edit")
        assert cars(store)[1].make == "x"
    finally:
        child.kill()
        child.communicate()


def test_a_lock_that_frees_in_time_is_waited_for(book: Path) -> None:
    store, other = open_book(book), open_book(book)
    with other._exclusive():
        thread = threading.Thread(target=store.commit, args=([Put(CARS, Car("x"))],), kwargs={"why": "car.add"})
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()
    thread.join(5)
    assert store.revision == 2


def test_threads_of_one_store_take_turns(book: Path) -> None:
    store = open_book(book)

    def write() -> None:
        for _ in range(25):
            store.commit([Put(CARS, Car("x"))], why="car.add")
            store.refresh()
            assert len(store.all(CARS)) >= 2

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.revision == 101
    assert sorted(cars(store)) == list(range(1, 103))
    assert store.verify([CARS]) == ()


def run_together(book: Path, adders: int, summers: int, each: int) -> None:
    first = open_book(book).revision
    children = [start(book, "rows", each, f"p{number}") for number in range(adders)]
    children += [start(book, "sum", each, f"s{number}") for number in range(summers)]
    outputs = [finished(child) for child in children]
    store = open_book(book)
    assert store.revision == first + (adders + summers) * each
    assert [commit.sequence for commit in store.since(0)] == list(range(1, store.revision + 1))
    rows = {car.id: car for car in store.all(NUMBERED)}
    assert rows[1].price == summers * each, "no edit of the common row was lost"
    assert sorted(rows) == list(range(1, adders * each + 2))
    acknowledged = {int(word) for output in outputs[:adders] for word in output[:-1]}
    assert len(acknowledged) == adders * each
    assert store.verify([NUMBERED]) == ()


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    book = tmp_path / "book"
    store = open_book(book)
    store.commit([Put(NUMBERED, Numbered("sum", 0))], why="car.add")
    store.close()
    run_together(book, 2, 2, 50)


@pytest.mark.soak
@pytest.mark.parametrize(("adders", "summers", "each"), [(1, 1, 500), (2, 0, 500), (5, 3, 125)])
def test_two_and_eight_processes_write_a_thousand_commits(tmp_path: Path, adders: int, summers: int, each: int) -> None:
    book = tmp_path / "book"
    store = open_book(book)
    store.commit([Put(NUMBERED, Numbered("sum", 0))], why="car.add")
    store.close()
    run_together(book, adders, summers, each)
