"""Repairing: what the damage did not reach is saved, what a backup knows comes back, and nothing is ever made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.errors import BookDamaged, NotFound
from tui.store import backups, opening, restoring
from tui.store.book import BookStore
from tui.store.contract import Put, Remove
from tui.store.folder import Folder
from tui.store.repairing import Repaired, repair

from .kit import CARS, DEALERS, Car, Clock, Dealer, abandon, cars, contents, copy, open_book

KINDS = (CARS, DEALERS)
TRUTH = {1: "geely", 2: "chery", 4: "wuling"}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_PAUSE", 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Six commits in the journal: 1 adds two cars, 2 edits one, 3 adds, 4 removes that, 5 adds, 6 adds a dealer."""
    path = tmp_path / "book"
    store = open_book(path)
    store.commit([Put(CARS, Car("byd")), Put(CARS, Car("chery"))], why="one")
    store.commit([Put(CARS, Car("geely", id=1))], why="two")
    store.commit([Put(CARS, Car("lynk"))], why="three")
    store.commit([Remove(CARS, 3)], why="four")
    store.commit([Put(CARS, Car("wuling"))], why="five")
    store.commit([Put(DEALERS, Dealer("杭州"))], why="six")
    abandon(store)
    return path


def compacted(path: Path) -> Path:
    store = open_book(path)
    store.compact()
    store.close()
    return path


def spoil(path: Path, of: bytes, by: bytes = b"\x01") -> None:
    data = path.read_bytes()
    place = data.index(of)
    path.write_bytes(data[:place] + by + data[place + 1 :])


def mend(path: Path) -> Repaired:
    before = contents(path)
    found = repair(Folder(path), KINDS, now=Clock(), who="王")
    assert found is not None
    assert {name: data for name, data in contents(path).items() if ".incoming-" not in name} == before
    assert found.left == ()
    restoring.install(Folder(path), found.staged, reason="before-repair", now=Clock(), timeout=1)
    store = open_book(path)
    assert store.verify(KINDS) == ()
    assert [commit.sequence for commit in store.since(0)] == list(range(1, store.revision + 1))
    store.commit([Put(DEALERS, Dealer("next"))], why="next")
    store.close()
    assert open_book(path).verify(KINDS) == ()
    return found


def makes(path: Path) -> dict[int, str]:
    store = BookStore.open(path, now=Clock(), who="x", read_only=True)
    try:
        return {row: car.make for row, car in cars(store).items()}
    finally:
        store.close()


def test_a_sound_book_needs_no_repair(book: Path) -> None:
    before = contents(book)
    assert repair(Folder(book), KINDS, now=Clock(), who="x") is None
    with (book / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":7,')  # a torn end is mended by opening
    assert repair(Folder(book), KINDS, now=Clock(), who="x") is None
    assert set(contents(book)) == set(before)
    with pytest.raises(NotFound):
        repair(Folder(book / "none"), KINDS, now=Clock(), who="x")


@pytest.mark.parametrize(
    ("number", "expected", "rows"),
    [
        (1, {1: "geely", 4: "wuling"}, {("cars", 2)}),
        (2, TRUTH | {1: "byd"}, {("cars", 1)}),
        (3, TRUTH, set()),
        (4, TRUTH | {3: "lynk"}, {("cars", 3)}),
        (5, {1: "geely", 2: "chery"}, {("cars", 4)}),
    ],
)
def test_one_spoilt_line_loses_what_it_alone_knew(
    book: Path, number: int, expected: dict[int, str], rows: set[tuple[str, int]]
) -> None:
    words = ["one", "two", "three", "four", "five"]
    spoil(book / "journal.jsonl", f'"why":"{words[number - 1]}"'.encode(), b"'")
    spoil(book / "journal.jsonl", f'\'why":"{words[number - 1]}'.encode(), b'"')
    spoil(book / "journal.jsonl", f'{words[number - 1]}"'.encode(), b"X")
    found = mend(book)
    assert makes(book) == expected
    assert [(lost.sequence, lost.found is not None) for lost in found.lost] == [(number, True)]
    assert {(row.kind, row.id) for row in found.rows} == rows


def test_a_line_of_which_nothing_can_be_read_is_known_by_its_number(book: Path) -> None:
    lines = (book / "journal.jsonl").read_bytes().splitlines(keepends=True)
    lines[2] = lines[3] = b"\x00" * 40 + b"\n"
    (book / "journal.jsonl").write_bytes(b"".join(lines))
    found = mend(book)
    assert [(lost.sequence, lost.found) for lost in found.lost] == [(2, None), (3, None)]
    assert makes(book) == TRUTH | {1: "byd"}


def test_a_backup_gives_the_spoilt_line_back(book: Path) -> None:
    store = open_book(book)
    store.backup("daily")
    store.commit([Put(CARS, Car("later"))], why="seven")
    abandon(store)
    spoil(book / "journal.jsonl", b'"geely"', b"X")
    spoil(book / "journal.jsonl", b'"wuling"', b"X")
    found = mend(book)
    assert (found.lost, found.rows, found.borrowed) == ((), (), 2)
    assert makes(book) == TRUTH | {5: "later"}


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b"{}", b'{"cars":{"1":{"make":"forged"}}}', None])
def test_without_a_snapshot_the_history_says_everything(book: Path, data: bytes | None) -> None:
    compacted(book)
    (book / "book.json").unlink()
    if data is not None:
        (book / "book.json").write_bytes(data)
    found = mend(book)
    assert (found.lost, found.rows) == ((), ())
    assert makes(book) == TRUTH


def test_what_another_program_changed_is_told_before_it_is_taken_back(book: Path) -> None:
    compacted(book)
    spoil(book / "book.json", b"chery", b"C")
    found = mend(book)
    ((kind, row, before, after),) = [(row.kind, row.id, row.before, row.after) for row in found.rows]
    assert (kind, row, before, after) == ("cars", 2, {"make": "Chery"}, {"make": "chery"})
    assert makes(book) == TRUTH


@pytest.mark.parametrize("whole", [True, False])
def test_a_lost_journal(book: Path, whole: bool) -> None:
    compacted(book)
    store = open_book(book)
    store.commit([Put(CARS, Car("later"))], why="seven")
    if whole:
        store.backup("daily")
    abandon(store)
    (book / "journal.jsonl").unlink()
    found = mend(book)
    assert found.lost == ()
    assert makes(book) == (TRUTH | {5: "later"} if whole else TRUTH)


def test_a_spoilt_header_loses_nothing(book: Path) -> None:
    compacted(book)
    store = open_book(book)
    store.commit([Put(CARS, Car("later"))], why="seven")
    abandon(store)
    spoil(book / "journal.jsonl", b'"base"')
    found = mend(book)
    assert (found.lost, found.rows) == ((), ())
    assert makes(book) == TRUTH | {5: "later"}


def test_a_hole_in_the_archive_costs_no_row(book: Path) -> None:
    compacted(book)
    (segment,) = (book / "archive").iterdir()
    spoil(segment, b'"geely"', b"X")
    found = mend(book)
    assert ([lost.sequence for lost in found.lost], found.rows) == ([2], ())
    assert makes(book) == TRUTH
    again = open_book(book)
    assert [row.id for row in list(again.since(0))[1].changes] == [1]
    again.close()
    spoil(book / "book.json", b"chery", b"C")
    mend(book)
    assert makes(book) == TRUTH


def test_a_line_of_another_book_is_never_taken(book: Path, tmp_path: Path) -> None:
    other = open_book(tmp_path / "other")
    for number in range(8):
        other.commit([Put(CARS, Car(f"strange {number}"))], why="x")
    abandon(other)
    strange = (tmp_path / "other" / "journal.jsonl").read_bytes().splitlines(keepends=True)
    with (book / "journal.jsonl").open("ab") as journal:
        journal.write(strange[7] + strange[8])
    mend(book)
    assert makes(book) == TRUTH


def test_a_record_that_cannot_be_read_goes_back_to_what_it_was(book: Path) -> None:
    store = open_book(book)
    store._state.tables["cars"].documents[1] = b'{"make":7}'
    store.compact()
    store.close()
    found = mend(book)
    assert "row_unreadable" in [finding.code for finding in found.found]
    assert makes(book) == TRUTH


def test_every_line_cut_out_or_doubled_in_turn(book: Path, tmp_path: Path) -> None:
    lines = (book / "journal.jsonl").read_bytes().splitlines(keepends=True)
    for place in range(1, len(lines) - 1):
        for new in ([*lines[:place], *lines[place + 1 :]], [*lines[:place], lines[place], *lines[place:]]):
            cut = len(new) < len(lines)
            if cut and place == len(lines) - 2:
                continue  # a last line out of place is dropped when the book is opened
            there = copy(book, tmp_path / "there")
            (there / "journal.jsonl").write_bytes(b"".join(new))
            found = mend(there)
            assert [lost.sequence for lost in found.lost] == ([place] if cut else [])
            assert cut or makes(there) == TRUTH


def test_where_nothing_is_left_it_is_said(book: Path) -> None:
    (book / "book.json").write_bytes(b"x")
    (book / "journal.jsonl").write_bytes(b"y\n")
    before = contents(book)
    with pytest.raises(BookDamaged, match="repair_impossible"):
        repair(Folder(book), KINDS, now=Clock(), who="x")
    assert contents(book) == before
    assert backups.newest_good(Folder(book)) is None
