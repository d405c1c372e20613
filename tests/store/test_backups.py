"""Backups and restoring: whole copies, and a stop at any step that leaves the old or the new book."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from tui.errors import BadFile, BookDamaged, BookError, NotFound
from tui.store import backups, bundle, opening, restoring
from tui.store.book import BookStore
from tui.store.contract import Put
from tui.store.folder import Folder

from .kit import CARS, Car, Clock, Crash, Faults, abandon, bad_sector, cars, contents, copy, disk_full, open_book

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
PICTURE = b"%PDF-1.7 a letter"
PICTURE_NAME = sha256(PICTURE).hexdigest()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_PAUSE", 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a snapshot, a history, an attachment and one commit in its journal."""
    path = tmp_path / "book"
    store = open_book(path)
    store.commit([Put(CARS, Car("比亚迪")), Put(CARS, Car("geely"))], why="car.add")
    store.compact()
    store.commit([Put(CARS, Car("chery"))], why="car.add")
    abandon(store)
    (path / "files" / PICTURE_NAME).write_bytes(PICTURE)
    return path


def makes(path: Path) -> list[str]:
    store = BookStore.open(path, now=Clock(), who="x", read_only=True)
    try:
        return [car.make for car in store.all(CARS)]
    finally:
        store.close()


def add(path: Path, make: str) -> None:
    store = open_book(path)
    store.commit([Put(CARS, Car(make))], why="car.add")
    abandon(store)


def restore(path: Path, source: Path) -> Path | None:
    folder = Folder(path)
    staged = restoring.bring(folder, source)
    return restoring.install(folder, staged, reason="before-restore", now=Clock(), timeout=1)


def test_a_backup_is_a_whole_private_book_of_its_own(book: Path) -> None:
    store = open_book(book)
    made = store.backup("daily")
    store.commit([Put(CARS, Car("later"))], why="car.add")
    store.close()
    assert (made.reason, made.revision, made.at) == ("daily", 2, backups.listed(store.folder)[0].at)
    assert makes(made.path) == ["比亚迪", "geely", "chery"]
    assert backups.faults(made, store.folder.spare_files) == ()
    assert (book / "backups" / "files" / PICTURE_NAME).read_bytes() == PICTURE
    for path in (book / "backups").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    history = BookStore.open(made.path, now=Clock(), who="x", read_only=True)
    assert [commit.sequence for commit in history.since(0)] == [1, 2]
    history.close()


def test_no_byte_of_a_backup_is_shared_with_the_live_book(book: Path) -> None:
    store = open_book(book)
    first, second = store.backup("daily"), store.backup("manual")
    for path in first.path.rglob("*.json*"):
        live = book / path.relative_to(first.path)
        assert not live.exists() or not live.samefile(path)
    (segment,) = (first.path / "archive").iterdir()
    assert segment.samefile(second.path / "archive" / segment.name)
    store.close()


def test_every_spoilt_byte_of_a_backup_is_found(book: Path, tmp_path: Path) -> None:
    store = open_book(book)
    made = store.backup("daily")
    store.close()
    for name in [*made.manifest.files, "backup.json"]:
        place = "backups/files/" + name[6:] if name.startswith("files/") else f"backups/{made.name}/{name}"
        for spoil in (lambda data: b"X" + data[1:], lambda data: data[:-1], lambda data: data + b"\n", None):
            there = copy(book, tmp_path / "spoilt")
            data = (there / place).read_bytes()
            (there / place).unlink()
            if spoil is not None:
                (there / place).write_bytes(spoil(data))
            folder = Folder(there)
            if name == "backup.json" and spoil is not None and spoil(data).strip() == data.strip():
                continue  # white space behind the manifest says nothing
            (found,) = backups.listed(folder)
            assert [fault.code for fault in backups.faults(found, folder.spare_files)] == ["backup_damaged"]
            assert backups.newest_good(folder) is None
            before = contents(there)
            with pytest.raises(BookDamaged, match="backup_damaged"):
                restore(there, found.path)
            assert contents(there) == before


def test_names(book: Path) -> None:
    store = open_book(book)
    first, second = store.backup("daily"), store.backup("daily")
    folder = store.folder
    assert [one.name for one in backups.listed(folder)] == [second.name, first.name]
    assert backups.named(folder, first.name) == first
    for name in ("", "2026", "nope"):
        with pytest.raises(NotFound, match="backup_not_found"):
            backups.named(folder, name)
    same = [backups.make(folder, AT, "manual", 2, 1).name for _ in range(3)]
    assert same == [f"20261122T080000Z-manual-r2{suffix}" for suffix in ("", "-2", "-3")]
    assert [one.name for one in backups.listed(folder)][-3:] == same[::-1]
    store.drop_backups([first])
    assert not first.path.exists()
    assert (book / "backups" / "files" / PICTURE_NAME).exists()
    store.drop_backups(backups.listed(folder))
    assert list((book / "backups" / "files").iterdir()) == []
    store.close()


def test_backups_of_one_second_stand_in_the_order_they_were_made(book: Path) -> None:
    folder = Folder(book)
    made = [
        backups.make(folder, AT, reason, revision, 2)
        for reason, revision in (("manual", 9), ("daily", 9), ("before-restore", 3), ("daily", 3), ("manual", 9))
    ]
    assert [one.name for one in backups.listed(folder)] == [one.name for one in reversed(made)]
    assert made[-1].name == "20261122T080000Z-manual-r9-5"
    assert backups.make(folder, datetime(2026, 11, 22, 8, 0, 1, tzinfo=UTC), "daily", 3, 2).name.endswith("-r3")


@pytest.mark.parametrize("as_file", [False, True])
def test_restoring_takes_the_book_back_and_keeps_the_present_one(book: Path, tmp_path: Path, as_file: bool) -> None:
    store = open_book(book)
    made = store.backup("daily")
    store.close()
    source = made.path
    if as_file:
        source = tmp_path / "book.zip"
        bundle.write(made, store.folder.spare_files, source)
        assert source.stat().st_mode & 0o777 == 0o600
    add(book, "later")
    (book / "files" / PICTURE_NAME).unlink()
    kept = restore(book, source)
    assert makes(book) == ["比亚迪", "geely", "chery"]
    assert (book / "files" / PICTURE_NAME).read_bytes() == PICTURE
    assert kept is not None
    assert makes(kept) == ["比亚迪", "geely", "chery", "later"]
    again = open_book(book)
    assert again.verify([CARS]) == ()
    assert again.commit([Put(CARS, Car("new"))], why="car.add").sequence == 3
    again.close()
    restore(book, kept)
    assert makes(book) == ["比亚迪", "geely", "chery", "later"]


def test_a_book_that_cannot_be_opened_is_set_aside_byte_by_byte(book: Path) -> None:
    store = open_book(book)
    made = store.backup("daily")
    store.close()
    add(book, "later")
    (book / "book.json").write_bytes(b"\x00 ruined")
    before = {name: data for name, data in contents(book).items() if name.startswith(("book", "journal", "archive"))}
    kept = restore(book, made.path)
    assert kept is not None
    assert kept.name.startswith("damaged-")
    assert contents(kept) == before
    assert makes(book) == ["比亚迪", "geely", "chery"]


def test_restoring_where_no_book_is(book: Path, tmp_path: Path) -> None:
    store = open_book(book)
    made = store.backup("daily")
    bundle.write(made, store.folder.spare_files, tmp_path / "book.zip")
    store.close()
    assert restore(tmp_path / "machine" / "book", tmp_path / "book.zip") is None
    assert makes(tmp_path / "machine" / "book") == ["比亚迪", "geely", "chery"]
    assert (tmp_path / "machine" / "book" / "files" / PICTURE_NAME).read_bytes() == PICTURE


def test_the_same_book_gives_the_same_file(book: Path, tmp_path: Path) -> None:
    store = open_book(book)
    for name in "ab":
        bundle.write(store.backup("manual"), store.folder.spare_files, tmp_path / name)
    store.close()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert json.loads(zipfile.ZipFile(tmp_path / "a").read("backup.json"))["revision"] == 2


def rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


def test_a_file_that_is_no_backup_or_a_spoilt_one_touches_nothing(book: Path, tmp_path: Path) -> None:
    store = open_book(book)
    good = tmp_path / "good.zip"
    bundle.write(store.backup("manual"), store.folder.spare_files, good)
    store.close()
    before = contents(book)
    (tmp_path / "text").write_text("no zip")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "cut").write_bytes(good.read_bytes()[:-400])
    spoilt = {
        "other": lambda members: members.pop("book.json"),
        "bare": lambda members: members.pop("backup.json"),
        "swapped": lambda members: members.update({"book.json": members["book.json"].replace(b"geely", b"gEEly")}),
        "longer": lambda members: members.update({"book.json": members["book.json"] + b" "}),
        "escape": lambda members: members.update(
            {"backup.json": members["backup.json"].replace(b'"book.json"', b'"../evil.json"')}
        ),
    }
    for name, change in spoilt.items():
        rewritten(good, tmp_path / name, change)
    for name in ("text", "empty", "cut", *spoilt):
        with pytest.raises(BookDamaged) as caught:
            restore(book, tmp_path / name)
        assert caught.value.code in {"backup_not_one", "backup_damaged"}
    with pytest.raises(BadFile, match="file_missing"):
        restore(book, tmp_path / "none")
    assert contents(book) == before
    assert not list(tmp_path.rglob("evil*"))


def test_a_stop_at_any_step_of_a_backup_leaves_none_or_a_whole_one(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = Faults(monkeypatch)
    for step in range(1, 200, 2):
        there = copy(book, tmp_path / "there")
        store = open_book(there)
        with faults.at(step), suppress(Crash):
            store.backup("daily")
        abandon(store)
        for found in backups.listed(store.folder):
            assert backups.faults(found, store.folder.spare_files) == ()
        assert makes(there) == ["比亚迪", "geely", "chery"]
        again = open_book(there)
        again.backup("daily")
        again.drop_backups([])
        assert not list((there / "backups").glob("*.half"))
        abandon(again)
        if not faults.hits:
            break
    assert 10 < step < 199


@pytest.mark.parametrize("fault", [disk_full, bad_sector])
def test_a_disk_that_refuses_a_backup_is_said_and_the_book_goes_on(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], BaseException]
) -> None:
    faults = Faults(monkeypatch)
    for step in range(1, 200, 3):
        there = copy(book, tmp_path / "there")
        store = open_book(there)
        with faults.at(step, fault), suppress(BookError):
            store.backup("daily")
        store.commit([Put(CARS, Car("next"))], why="car.add")
        store.close()
        assert makes(there)[-1] == "next"
        if not faults.hits:
            break
    assert step > 10


@pytest.mark.parametrize(
    ("damaged", "stride"), [(False, 4), (True, 5), *(pytest.param(each, 1, marks=pytest.mark.soak) for each in (0, 1))]
)
def test_a_stop_at_any_step_of_a_restore_leaves_the_old_or_the_new_book(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: bool, stride: int
) -> None:
    store = open_book(book)
    made = store.backup("daily")
    bundle.write(made, store.folder.spare_files, tmp_path / "book.zip")
    store.close()
    for make in ("later", "latest"):
        add(book, make)
    store = open_book(book)
    store.compact()
    store.close()
    shutil.rmtree(book / "backups")
    if damaged:
        (book / "journal.jsonl").write_bytes(b"ruined\n")
    old, new = ["比亚迪", "geely", "chery", "later", "latest"], ["比亚迪", "geely", "chery"]
    seen: set[str] = set()
    faults = Faults(monkeypatch)
    for step in range(1, 300, stride):
        there = copy(book, tmp_path / "there")
        with faults.at(step), suppress(Crash):
            restore(there, tmp_path / "book.zip")
        for read_only in (True, False):
            try:
                store = open_book(there, create=False, read_only=read_only)
            except BookDamaged:
                assert damaged
                assert "new" not in seen
                continue
            found = [car.make for car in store.all(CARS)]
            assert found in ([new] if damaged else [old, new])
            if found == old:
                assert "new" not in seen
            else:
                seen.add("new")
            assert [commit.sequence for commit in store.since(0)] == list(range(1, store.revision + 1))
            if not read_only:
                assert store.verify([CARS]) == ()
                assert store.commit([Put(CARS, Car("x"))], why="car.add").sequence == store.revision
            abandon(store)
        if not faults.hits:
            break
    assert 20 < step < 290
    assert seen


def test_an_open_window_notices_that_the_book_was_put_back(book: Path) -> None:
    store = open_book(book)
    made = store.backup("daily")
    store.close()
    window = open_book(book)
    window.commit([Put(CARS, Car("mine"))], why="car.add")
    restore(book, made.path)
    add(book, "theirs")
    add(book, "theirs too")
    with pytest.raises(BookError, match="book_replaced"):
        window.commit([Put(CARS, Car("onto what?"))], why="car.add")
    abandon(window)
    assert makes(book) == ["比亚迪", "geely", "chery", "theirs", "theirs too"]
    assert len(cars(open_book(book))) == 5
