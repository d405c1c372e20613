"""A journal that was cut or changed: a torn end is dropped and said, anything else refuses; never a wrong record."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.errors import BookDamaged, BookError
from tui.store import opening
from tui.store.book import BookStore
from tui.store.contract import Put, Remove

from .kit import CARS, Car, Clock, Note, abandon, cars, contents, copy, open_book


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_PAUSE", 0)


@pytest.fixture
def tmp_path(fast: Path) -> Path:
    return fast


def make(path: Path, commits: int) -> list[dict[int, Car]]:
    """Make a book with commits in its journal; return what it held at each revision."""
    rng = random.Random(7)  # noqa: S311 - for a story that is always the same
    store = open_book(path)
    pictures = [cars(store)]
    for number in range(commits):
        ids = sorted(pictures[-1])
        if ids and rng.random() < 0.2:
            store.commit([Remove(CARS, rng.choice(ids))], why="car.remove")
        elif ids and rng.random() < 0.5:
            store.commit([Put(CARS, Car("比" * rng.randrange(20), id=rng.choice(ids)))], why="car.edit")
        else:
            text = '\n,"crc":"0123456789abcdef"}\n' * rng.randrange(3)
            store.commit([Put(CARS, Car(f"make {number}", note=Note(text))), Put(CARS, Car("b"))], why="car.add")
        pictures.append(cars(store))
    abandon(store)
    return pictures


def opened(path: Path) -> BookStore:
    return BookStore.open(path, now=Clock(), who="x", read_only=True)


def test_the_last_line_cut_at_every_byte(tmp_path: Path) -> None:
    pictures = make(tmp_path / "book", 3)
    journal = (tmp_path / "book" / "journal.jsonl").read_bytes()
    start = journal.rindex(b"\n", 0, -1) + 1
    for end in range(start, len(journal)):
        book = copy(tmp_path / "book", tmp_path / "cut")
        (book / "journal.jsonl").write_bytes(journal[:end])
        store = open_book(book)
        assert cars(store) == pictures[2]
        assert store.revision == 2
        if end == start:
            assert store.notices == ()
        else:
            (notice,) = store.notices
            assert notice.code == "journal_torn"
            assert notice.params["bytes"] == end - start
            assert Path(str(notice.params["saved"])).read_bytes() == journal[start:end]
        assert (book / "journal.jsonl").read_bytes() == journal[:start]
        assert store.commit([Put(CARS, Car("next"))], why="car.add").sequence == 3
        abandon(store)
        assert open_book(book).notices == ()


def test_the_journal_cut_anywhere_opens_to_an_exact_prefix(tmp_path: Path) -> None:
    pictures = make(tmp_path / "book", 40)
    path = tmp_path / "book" / "journal.jsonl"
    journal = path.read_bytes()
    header = journal.index(b"\n") + 1
    for end in [*range(header, len(journal), 11), len(journal)]:
        path.write_bytes(journal[:end])
        store = opened(tmp_path / "book")
        whole = journal[:end].count(b"\n") - 1
        assert store.revision == whole
        assert cars(store) == pictures[whole]
        assert bool(store.notices) == (journal[end - 1 : end] != b"\n")
        store.close()


def test_a_journal_cut_within_its_header_refuses(tmp_path: Path) -> None:
    make(tmp_path / "book", 2)
    path = tmp_path / "book" / "journal.jsonl"
    journal = path.read_bytes()
    for end in range(journal.index(b"\n") + 1):
        path.write_bytes(journal[:end])
        before = contents(tmp_path / "book")
        with pytest.raises(BookDamaged, match="journal_header"):
            open_book(tmp_path / "book")
        assert contents(tmp_path / "book") == before


def test_a_bit_flipped_at_every_byte_of_the_journal(tmp_path: Path) -> None:
    pictures = make(tmp_path / "book", 4)
    path = tmp_path / "book" / "journal.jsonl"
    journal = path.read_bytes()
    last = journal.rindex(b"\n", 0, -1) + 1
    for place in range(len(journal)):
        bad = bytearray(journal)
        bad[place] ^= 1 << (place % 8)
        path.write_bytes(bad)
        if place < last:
            with pytest.raises(BookDamaged) as caught:
                opened(tmp_path / "book")
            assert caught.value.code in {"journal_damaged", "journal_header"}
            continue
        store = opened(tmp_path / "book")  # the last line may be a torn one: it is dropped, and said
        assert store.revision == 3
        assert cars(store) == pictures[3]
        assert [notice.code for notice in store.notices] == ["journal_torn"]
        store.close()


def test_damage_touches_nothing(tmp_path: Path) -> None:
    make(tmp_path / "book", 3)
    path = tmp_path / "book" / "journal.jsonl"
    journal = bytearray(path.read_bytes())
    journal[journal.index(b"make 0")] ^= 1
    path.write_bytes(journal)
    before = contents(tmp_path / "book")
    for accept in (False, True):
        with pytest.raises(BookDamaged) as caught:
            open_book(tmp_path / "book", accept_snapshot=accept)
        assert caught.value.code == "journal_damaged"
        assert caught.value.params == {"path": str(path), "sequence": 1}
    assert contents(tmp_path / "book") == before


def test_a_bit_flipped_at_every_byte_of_the_snapshot(tmp_path: Path) -> None:
    make(tmp_path / "book", 4)
    store = open_book(tmp_path / "book")
    store.compact()
    store.close()
    path = tmp_path / "book" / "book.json"
    snapshot = path.read_bytes()
    for place in range(len(snapshot)):
        bad = bytearray(snapshot)
        bad[place] ^= 1 << (place % 8)
        path.write_bytes(bad)
        with pytest.raises(BookError) as caught:
            opened(tmp_path / "book")
        assert caught.value.code in {"snapshot_changed", "book_not_json", "book_shape", "book_no_meta"}


@pytest.mark.parametrize("damage", ["doubled", "swapped", "removed"])
def test_whole_lines_out_of_place_refuse(tmp_path: Path, damage: str) -> None:
    make(tmp_path / "book", 4)
    path = tmp_path / "book" / "journal.jsonl"
    header, one, two, three, four = path.read_bytes().splitlines(keepends=True)
    lines = {
        "doubled": [header, one, two, two, three, four],
        "swapped": [header, two, one, three, four],
        "removed": [header, one, three, four],
    }[damage]
    path.write_bytes(b"".join(lines))
    with pytest.raises(BookDamaged, match="journal_damaged"):
        opened(tmp_path / "book")


def test_damage_in_the_archive_is_found_by_history_and_verify(tmp_path: Path) -> None:
    make(tmp_path / "book", 4)
    store = open_book(tmp_path / "book")
    store.compact()
    (segment,) = (tmp_path / "book" / "archive").iterdir()
    data = bytearray(segment.read_bytes())
    data[data.index(b"make 0")] ^= 1
    segment.write_bytes(data)
    with pytest.raises(BookDamaged, match="journal_damaged"):
        list(store.since(0))
    assert [finding.code for finding in store.verify()] == ["journal_damaged"]
    store.commit([Put(CARS, Car("still works"))], why="car.add")


def test_verify_notices_what_memory_and_disk_do_not_share(tmp_path: Path) -> None:
    make(tmp_path / "book", 2)
    store = open_book(tmp_path / "book")
    store._state.tables["cars"].documents[1] = b'{"make":"forged"}'
    assert [(finding.code, finding.params) for finding in store.verify()] == [
        ("memory_differs", {"kind": "cars", "id": 1})
    ]


def test_verify_tells_a_snapshot_that_the_history_does_not_make(tmp_path: Path) -> None:
    make(tmp_path / "book", 2)
    store = open_book(tmp_path / "book")
    store._state.tables["cars"].documents[1] = b'{"make":"forged"}'
    store.compact()
    assert ("history_differs", {"kind": "cars", "id": 1}) in [(f.code, f.params) for f in store.verify()]


def test_a_sound_line_of_another_book_refuses(tmp_path: Path) -> None:
    make(tmp_path / "book", 2)
    other = open_book(tmp_path / "other")
    for text in "abc":
        other.commit([Put(CARS, Car(text))], why="car.add")
    abandon(other)
    path = tmp_path / "book" / "journal.jsonl"
    third = (tmp_path / "other" / "journal.jsonl").read_bytes().splitlines(keepends=True)[3]
    path.write_bytes(path.read_bytes() + third * 2)
    with pytest.raises(BookDamaged) as caught:
        opened(tmp_path / "book")
    assert (caught.value.code, caught.value.params["sequence"]) == ("journal_damaged", 3)


def spoilt(data: bytes, place: int) -> Iterator[bytes]:
    """A byte changed in every bit, and in all; made zero; taken out; doubled."""
    for mask in (1, 2, 4, 8, 16, 32, 64, 128, 255, data[place]):
        yield data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]
    yield data[:place] + data[place + 1 :]
    yield data[: place + 1] + data[place:]


@pytest.mark.soak
@pytest.mark.parametrize("name", ["journal.jsonl", "book.json"])
def test_a_byte_spoilt_anywhere_never_gives_a_wrong_record(tmp_path: Path, name: str) -> None:
    pictures = make(tmp_path / "book", 6)
    if name == "book.json":
        store = open_book(tmp_path / "book")
        store.compact()
        abandon(store)
    path = tmp_path / "book" / name
    sound = path.read_bytes()
    last = sound.rindex(b"\n", 0, -1) + 1
    for place in range(len(sound)):
        for bad in spoilt(sound, place):
            path.write_bytes(bad)
            try:
                store = opened(tmp_path / "book")
            except BookError:
                continue
            assert name == "journal.jsonl", "no byte of a snapshot may change unseen"
            assert place >= last, "only the last line may be taken for an unfinished one"
            assert cars(store) == pictures[store.revision]
            assert store.revision == 5 or bad == sound + b"\n"
            assert store.notices
            store.close()


@pytest.mark.soak
@pytest.mark.parametrize("name", ["journal.jsonl", "book.json"])
def test_a_file_cut_at_every_byte(tmp_path: Path, name: str) -> None:
    pictures = make(tmp_path / "book", 20)
    if name == "book.json":
        store = open_book(tmp_path / "book")
        store.compact()
        abandon(store)
    path = tmp_path / "book" / name
    sound = path.read_bytes()
    header = sound.index(b"\n") + 1
    for end in range(len(sound)):
        path.write_bytes(sound[:end])
        if name == "book.json" or end < header:
            with pytest.raises(BookDamaged):
                opened(tmp_path / "book")
            continue
        store = opened(tmp_path / "book")
        whole = sound[:end].count(b"\n") - 1
        assert (store.revision, cars(store)) == (whole, pictures[whole])
        store.close()
