"""The process stops, or the disk refuses, at any one thing the book asks of the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tui.errors import BookError, NotFound
from tui.store import disk, folding
from tui.store.book import BookStore
from tui.store.contract import Put, Remove

from .kit import CARS, Car, Clock, Crash, Faults, abandon, bad_sector, cars, copy, disk_full, open_book

MANY = 100


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a segment in the archive, rows in the snapshot and commits in the journal."""
    path = tmp_path / "book"
    store = open_book(path)
    store.commit([Put(CARS, Car("a")), Put(CARS, Car("b"))], why="car.add")
    store.compact()
    store.commit([Put(CARS, Car("c")), Remove(CARS, 1)], why="car.edit")
    store.commit([Put(CARS, Car("d", id=2))], why="car.edit")
    abandon(store)
    return path


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    return Faults(monkeypatch)


def is_whole(path: Path, picture: dict[int, Car], revision: int) -> None:
    """Check that a book opens, for reading and for writing, with every commit and its whole history, and goes on."""
    reader = BookStore.open(path, now=Clock(), who="x", read_only=True)
    assert (cars(reader), reader.revision) == (picture, revision)
    assert len(list(reader.since(0))) == revision
    reader.close()
    store = open_book(path, create=False)
    assert (cars(store), store.revision) == (picture, revision)
    assert not (path / "journal.next").exists()
    assert store.verify([CARS]) == ()
    store.commit([Put(CARS, Car("next"))], why="car.add")
    store.compact()
    assert len(list(store.since(0))) == revision + 1
    assert store.verify([CARS]) == ()
    store.close()
    assert store.notices == ()


@pytest.mark.parametrize("way", ["joined", "linked", "copied"])
def test_a_stop_at_any_step_of_folding_does_no_harm(
    book: Path, tmp_path: Path, faults: Faults, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way != "joined":
        monkeypatch.setattr(folding, "SMALL", 0)
    if way == "copied":

        def no_links(*_: Any) -> NoReturn:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", no_links)
    for step in range(1, MANY):
        path = copy(book, tmp_path / "copy")
        store = open_book(path)
        picture, revision = cars(store), store.revision
        with faults.at(step):
            try:
                store.compact()
            except Crash:
                stopped = True
            else:
                stopped = False
        abandon(store)
        is_whole(path, picture, revision)
        if not stopped:
            break
    assert 10 < step < MANY - 1


def test_a_second_stop_while_the_first_is_settled(book: Path, tmp_path: Path, faults: Faults) -> None:
    stops = 0
    for first in range(1, MANY):
        half = copy(book, tmp_path / "half")
        store = open_book(half)
        picture, revision = cars(store), store.revision
        with faults.at(first):
            try:
                store.compact()
            except Crash:
                stopped = True
            else:
                stopped = False
        abandon(store)
        if not stopped:
            break
        for second in range(1, MANY):
            path = copy(half, tmp_path / "copy")
            with faults.at(second):
                try:
                    abandon(open_book(path))
                except Crash:
                    settled = False
                    stops += 1
                else:
                    settled = True
            is_whole(path, picture, revision)
            if settled:
                break
    assert stops > 20


@pytest.mark.parametrize("fault", [disk_full, bad_sector])
@pytest.mark.parametrize("lasting", [False, True])
def test_a_disk_that_refuses_while_folding(
    book: Path, tmp_path: Path, faults: Faults, fault: Callable[[], BaseException], lasting: bool
) -> None:
    for step in range(1, MANY):
        path = copy(book, tmp_path / "copy")
        store = open_book(path)
        picture, revision = cars(store), store.revision
        codes: list[str] = []
        with faults.at(step, fault, lasting=lasting):
            try:
                store.compact()
            except BookError as error:
                codes.append(error.code)
        refused = bool(faults.hits)
        assert codes == [
            ("book_disk_full" if fault is disk_full else "book_write_failed")
        ] * refused or faults.hits == ["link"]
        assert (cars(store), store.revision) == (picture, revision)
        assert store.commit([Put(CARS, Car("after", id=2))], why="car.edit").sequence == revision + 1
        picture[2] = Car("after", id=2)
        other = open_book(path)
        assert cars(other) == picture
        abandon(other)
        abandon(store)
        is_whole(path, picture, revision + 1)
        if not refused:
            break
    assert 10 < step < MANY - 1


@pytest.mark.parametrize("fault", [disk_full, bad_sector])
@pytest.mark.parametrize("lasting", [False, True])
def test_a_disk_that_refuses_a_commit(
    book: Path, tmp_path: Path, faults: Faults, fault: Callable[[], BaseException], lasting: bool
) -> None:
    refusals = 0
    for step in (1, 2, 3, 4, 5):
        path = copy(book, tmp_path / "copy")
        store = open_book(path)
        before, size = store.all(CARS), (path / "journal.jsonl").stat().st_size
        with faults.at(step, fault, lasting=lasting):
            if step <= 2:
                with pytest.raises(BookError) as caught:
                    store.commit([Put(CARS, Car("lost", id=2)), Put(CARS, Car("lost"))], why="car.edit")
                refusals += 1
                assert caught.value.code == ("book_disk_full" if fault is disk_full else "book_write_failed")
                assert store.all(CARS) is before
                assert store.revision == 3
                assert (path / "journal.jsonl").stat().st_size == size or lasting
            else:
                store.commit([Put(CARS, Car("kept", id=2)), Put(CARS, Car("kept"))], why="car.edit")
        commit = store.commit([Put(CARS, Car("next"))], why="car.add")
        assert commit.sequence == store.revision
        picture = cars(store)
        assert ("lost" in {car.make for car in picture.values()}) is False
        abandon(store)
        is_whole(path, picture, commit.sequence)
    assert refusals == 2


def test_a_stop_at_any_step_of_a_commit(book: Path, tmp_path: Path, faults: Faults) -> None:
    for step in range(1, MANY):
        path = copy(book, tmp_path / "copy")
        store = open_book(path)
        before = cars(store)
        with faults.at(step):
            try:
                store.commit([Put(CARS, Car("new", id=2))], why="car.edit")
            except Crash:
                stopped = True
            else:
                stopped = False
        abandon(store)
        after = open_book(path)
        if stopped:
            assert cars(after) in (before, before | {2: Car("new", id=2)})
        else:
            assert cars(after) == before | {2: Car("new", id=2)}
        picture, revision = cars(after), after.revision
        abandon(after)
        is_whole(path, picture, revision)
        if not stopped:
            break
    assert step == 3  # one write, one sync


def test_a_stop_at_any_step_of_making_a_book(tmp_path: Path, faults: Faults) -> None:
    for step in range(1, MANY):
        path = tmp_path / f"book-{step}"
        with faults.at(step):
            try:
                abandon(open_book(path))
            except Crash:
                stopped = True
            else:
                stopped = False
        try:
            abandon(open_book(path, create=False))
        except NotFound:
            assert stopped
        store = open_book(path)
        store.commit([Put(CARS, Car("a"))], why="car.add")
        store.close()
        is_whole(path, {1: Car("a", id=1)}, 1)
        if not stopped:
            break
    assert 5 < step < MANY - 1


def test_a_stop_while_a_torn_line_is_mended(book: Path, tmp_path: Path, faults: Faults) -> None:
    with (book / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":4,"at')
    for step in range(1, MANY):
        path = copy(book, tmp_path / "copy")
        with faults.at(step):
            try:
                abandon(open_book(path))
            except Crash:
                stopped = True
            else:
                stopped = False
        store = open_book(path)
        picture = cars(store)
        assert picture == {2: Car("d", id=2), 3: Car("c", id=3)}
        abandon(store)
        is_whole(path, picture, 3)
        if not stopped:
            break
    assert 4 < step < MANY - 1


def test_folding_that_fails_of_itself_does_not_fail_the_commit(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.store import book as module

    monkeypatch.setattr(module, "_OUTGROWN", 10)
    real = disk.write_file

    def full(path: Path, chunks: Any) -> None:
        if path.name == "book.json.tmp":
            raise disk_full()
        real(path, chunks)

    store = open_book(book)
    monkeypatch.setattr(disk, "write_file", full)
    for number in range(3):
        assert store.commit([Put(CARS, Car("x" * 300, id=2))], why="car.edit").sequence == 4 + number
    assert [(notice.code, notice.params["reason"]) for notice in store.notices] == [
        ("compact_failed", "book_disk_full")
    ]
    store.close()
    monkeypatch.setattr(disk, "write_file", real)
    is_whole(book, {2: Car("x" * 300, id=2), 3: Car("c", id=3)}, 6)


def test_another_process_that_stopped_while_folding_is_settled_by_an_open_book(
    book: Path, tmp_path: Path, faults: Faults
) -> None:
    """Or its next commit would go to a journal that is already history."""
    for step in range(1, MANY):
        path = copy(book, tmp_path / "copy")
        mine, other = open_book(path), open_book(path)
        with faults.at(step):
            try:
                other.compact()
            except Crash:
                stopped = True
            else:
                stopped = False
        abandon(other)
        assert mine.commit([Put(CARS, Car("mine", id=2))], why="car.edit").sequence == 4
        picture = cars(mine)
        abandon(mine)
        is_whole(path, picture, 4)
        if not stopped:
            break
    assert 10 < step < MANY - 1
