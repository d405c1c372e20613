"""Daily backups, restoring, repair, drill and export, as the desk does them on a book on disk."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.config import Settings
from tui.desk import attaching, drilling, exporting, keeping, verifying
from tui.desk.context import Desk
from tui.desk.kinds import ALL, CARS, DEALERS, DOCUMENTS, HELD_ROWS, PARTIES
from tui.desk.opening import Opening, open_desk
from tui.domain.cars import Car
from tui.domain.documents import Attachment, Document, Scope
from tui.domain.imports import HeldRow
from tui.domain.keeping import Keep
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.parties import Dealer, Party
from tui.domain.purchases import Offer
from tui.errors import BadFile, BookDamaged, BookError, NotFound
from tui.store import backups, disk
from tui.store.book import BookStore
from tui.store.contract import Change, Put, Remove

CHINA = ZoneInfo("Asia/Shanghai")
PDF = b"%PDF-1.7 a letter"


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(path: Path, clock: Clock, **how: Any) -> tuple[Desk, BookStore]:
    desk = open_desk(Settings(), Opening(book=path, **how), now=clock)
    return desk, keeping.book_of(desk)


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Iterator[tuple[Desk, BookStore]]:
    desk, store = opened(tmp_path / "book", clock)
    yield desk, store
    store.close()


def add(store: BookStore, name: str) -> None:
    store.commit([Put(DEALERS, Dealer(name))], why="dealer add")


def reasons(store: BookStore) -> list[tuple[str, int]]:
    return [(one.reason, one.revision) for one in backups.listed(store.folder)]


def test_the_first_commit_of_a_day_makes_a_backup_of_the_day_before(
    book: tuple[Desk, BookStore], clock: Clock, tmp_path: Path
) -> None:
    _, store = book
    add(store, "a")
    assert reasons(store) == []
    clock.time = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    add(store, "b")
    assert reasons(store) == []
    clock.time = datetime(2026, 11, 22, 16, 1, tzinfo=UTC)  # past midnight in China
    add(store, "c")
    add(store, "d")
    assert reasons(store) == [("daily", 2)]
    _, window = opened(tmp_path / "book", clock)
    add(window, "e")
    window.close()
    assert reasons(store) == [("daily", 2)]
    clock.time += timedelta(days=3)
    add(store, "f")
    assert reasons(store) == [("daily", 5), ("daily", 2)]


def test_a_backup_that_fails_is_said_and_stops_nothing(
    book: tuple[Desk, BookStore], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, store = book
    add(store, "a")
    clock.time += timedelta(days=1)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "copy", full)
    add(store, "b")
    assert [notice.code for notice in store.notices] == ["backup_failed"]
    assert store.revision == 2
    assert reasons(store) == []


def test_many_days_are_thinned_out_but_never_when_the_newest_is_spoilt(
    book: tuple[Desk, BookStore], clock: Clock
) -> None:
    _, store = book
    add(store, "a")
    keep = Keep(2, 1, 0)
    for _ in range(5):
        clock.time += timedelta(days=1)
        store.backup("daily")
    (newest, *_rest) = backups.listed(store.folder)
    whole = (newest.path / "book.json").read_bytes()
    (newest.path / "book.json").write_bytes(b"spoilt")
    keeping.prune(store, CHINA, keep)
    assert len(reasons(store)) == 5
    (newest.path / "book.json").write_bytes(whole)
    keeping.prune(store, CHINA, keep)
    assert len(reasons(store)) == 2


def test_restoring_says_what_differs_and_how_the_histories_are_related(
    book: tuple[Desk, BookStore], clock: Clock, tmp_path: Path
) -> None:
    desk, store = book
    add(store, "a")
    made = keeping.make(desk)
    assert keeping.make(desk) == made
    add(store, "b")
    path = tmp_path / "book"
    ready = keeping.prepare(path, made.name, now=clock)
    assert (ready.present.revision, ready.coming.revision, ready.relation) == (2, 1, "older")
    assert (ready.present.counts["dealers"], ready.coming.counts["dealers"]) == (2, 1)
    kept = keeping.install(ready, now=clock, timeout=1)
    assert kept is not None
    newer = keeping.prepare(path, kept, now=clock)
    assert newer.relation == "newer"
    newer.drop()
    desk, other = opened(tmp_path / "other", clock)
    add(other, "x")
    keeping.write_file(desk, tmp_path / "other.zip")
    other.close()
    strange = keeping.prepare(path, tmp_path / "other.zip", now=clock)
    assert strange.relation == "other"
    assert strange.present.name != strange.coming.name
    strange.drop()
    assert not list((path / "backups").glob(".incoming-*"))
    for source, error in (("nope", NotFound), ("nope.zip", BadFile), (tmp_path / "nope", BadFile)):
        with pytest.raises(error):
            keeping.prepare(path, source, now=clock)
    with pytest.raises(NotFound, match="backup_none"):
        keeping.prepare(tmp_path / "nowhere", None, now=clock)


def test_the_same_number_after_a_restore_is_another_book(book: tuple[Desk, BookStore], clock: Clock) -> None:
    desk, store = book
    add(store, "a")
    first = keeping.make(desk)
    add(store, "lost")
    path = store.folder.path
    store.close()
    clock.time += timedelta(seconds=1)
    ready = keeping.prepare(path, first.name, now=clock)
    keeping.install(ready, now=clock, timeout=1)
    desk, again = opened(path, clock)
    again.before_commit = None
    add(again, "instead")
    assert backups.listed(again.folder)[0].revision == again.revision == 2
    made = keeping.make(desk)
    kept = BookStore.open(made.path, now=clock, who="", read_only=True)
    assert [dealer.name for dealer in kept.all(DEALERS)] == ["a", "instead"]
    kept.close()
    again.close()


def test_damage_names_the_backup_and_the_way_out(book: tuple[Desk, BookStore], clock: Clock, tmp_path: Path) -> None:
    desk, store = book
    add(store, "a")
    made = keeping.make(desk)
    add(store, "b")
    add(store, "c")
    journal = store.folder.journal
    journal.write_bytes(journal.read_bytes().replace(b'"b"', b'"B"'))
    with pytest.raises(BookDamaged) as caught:
        opened(tmp_path / "book", clock)
    assert caught.value.params["backup"] == made.name
    assert caught.value.params["revision"] == 1


def test_the_drill(book: tuple[Desk, BookStore], clock: Clock, tmp_path: Path) -> None:
    desk, store = book
    with pytest.raises(NotFound, match="backup_none"):
        drilling.drill(desk)
    offer = Offer(Money(Decimal(100_000), "CNY"))
    store.commit([Put(CARS, Car("byd", "海豹", offer=offer))], why="car add")
    (tmp_path / "l.pdf").write_bytes(PDF)
    paper = attaching.kept(desk, tmp_path / "l.pdf")
    store.commit([Put(DOCUMENTS, Document("x", Scope(car_ids=(1,)), attachments=(paper,)))], why="document add")
    made = keeping.make(desk)
    add(store, "later")
    receipt, path = drilling.drill(desk)
    assert receipt.passed
    assert (receipt.backup, receipt.revision, receipt.live_revision) == (made.name, 2, 3)
    assert receipt.totals == receipt.live_totals
    assert (receipt.totals["records.cars"], receipt.totals["attachments.bytes"]) == ("1", str(len(PDF)))
    drilling.write(receipt, path, "text\n")
    assert json.loads(path.with_suffix(".json").read_text())["drill"]["passed"] is True
    assert path.read_text() == "text\n"
    store.files.remove(paper.sha256)
    receipt, _ = drilling.drill(desk)
    assert receipt.differing == ("attachments.bytes",)
    (made.path / "journal.jsonl").write_bytes(b"spoilt")
    receipt, _ = drilling.drill(desk)
    assert not receipt.passed
    assert [fault.code for fault in receipt.faults] == ["backup_damaged"]


def test_verify_reads_the_attachments(book: tuple[Desk, BookStore], tmp_path: Path) -> None:
    desk, store = book
    (tmp_path / "l.pdf").write_bytes(PDF)
    paper = attaching.kept(desk, tmp_path / "l.pdf")
    store.commit([Put(CARS, Car("byd", "海豹"))], why="car add")
    store.commit([Put(DOCUMENTS, Document("x", Scope(car_ids=(1,)), attachments=(paper,)))], why="document add")
    assert verifying.verify(desk) == verifying.Checked((), ())
    path = store.folder.files / paper.sha256
    for data, code in ((PDF[::-1], "differs"), (PDF + b"!", "differs"), (None, "missing")):
        path.unlink()
        if data is not None:
            path.write_bytes(data)
        (fault,) = verifying.verify(desk).faults
        assert fault.code == f"check_attachment_{code}"
    store.commit([Remove(CARS, 1)], why="x")
    assert "check_document_names_nothing" in [fault.code for fault in verifying.verify(desk).faults]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
MONEY = st.builds(Money.of, st.integers(0, 10**9), st.sampled_from(("CNY", "USD", "JPY")))
DATES = st.builds(PartialDate, st.integers(2000, 2030), st.integers(1, 12) | st.none())
CAR = st.builds(
    Car, WORDS, WORDS, WORDS | st.none(), WORDS, WORDS, first_registration=DATES | st.none(),
    offer=st.none() | st.builds(Offer, MONEY | st.none()), battery_soh=st.none() | st.decimals(0, 100, places=2),
    former_use=st.none() | st.tuples(WORDS), remark=st.sampled_from(("=1+1", "@x", "\t", "'", "﻿")) | WORDS,
)  # fmt: skip
CHANGE = st.one_of(
    CAR.map(lambda car: Put(CARS, car)),
    st.builds(Dealer, WORDS, WORDS, st.tuples(WORDS)).map(lambda one: Put(DEALERS, one)),
    st.builds(Party, WORDS, country=WORDS | st.none()).map(lambda one: Put(PARTIES, one)),
    st.builds(HeldRow, st.just(1), st.integers(1, 9), st.dictionaries(WORDS, WORDS), st.just(()), WORDS).map(
        lambda one: Put(HELD_ROWS, one)
    ),
    st.binary(max_size=20).map(lambda data: data),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=1, max_size=12), st.integers(0, 3))
def test_an_export_comes_back_as_an_equal_book(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Any], removed: int
) -> None:
    home, clock = tmp_path_factory.mktemp("export"), Clock()
    desk, store = opened(home / "book", clock)
    rows: list[Change] = []
    for change in changes:
        if isinstance(change, bytes):
            name = store.files.put(change)
            paper = Attachment(name, "f", len(change))
            rows.append(Put(DOCUMENTS, Document("x", Scope(), attachments=(paper,))))
        else:
            rows.append(change)
    rows.append(Put(CARS, Car("last", "one")))
    done = store.commit(rows, why="x")
    cars = [row.id for row in done.changes if row.kind == "cars"]
    for row in cars[::-1][:removed]:
        store.commit([Remove(CARS, row)], why="y")
    exporting.export(desk, home / "out")
    again, other = opened(home / "again", clock)
    exporting.read_back(again, home / "out")
    other.close()
    again, other = opened(home / "again", clock)
    for kind in ALL:
        assert store.all(kind) == other.all(kind)
        assert store.documents_of(kind.name) == other.documents_of(kind.name)
    assert {name: other.files.read(name) for name in other.files.sizes()} == {
        name: store.files.read(name) for name in store.files.sizes()
    }
    new = [Put(CARS, Car("next", "one"))]
    assert store.commit(new, why="z").ids == other.commit(new, why="z").ids
    assert other.verify(ALL) == ()
    for table in (home / "out" / "tables").iterdir():
        text = table.read_bytes().decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    store.close()
    other.close()


def test_an_export_refuses_what_is_not_its_own(book: tuple[Desk, BookStore], tmp_path: Path, clock: Clock) -> None:
    desk, store = book
    add(store, "a")
    out = tmp_path / "out"
    exporting.export(desk, out)
    for path in out.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(BadFile, match="export_there"):
        exporting.export(desk, out)
    exporting.export(desk, out, overwrite=True)
    (out / "mine.txt").write_text("mine")
    with pytest.raises(BadFile, match="export_folder_taken"):
        exporting.export(desk, out, overwrite=True)
    with pytest.raises(BookError, match="book_not_empty"):
        exporting.read_back(desk, out)
    again, other = opened(tmp_path / "again", clock)
    with pytest.raises(BadFile, match="export_missing"):
        exporting.read_back(again, tmp_path)
    for name in ("export.json", "records/dealers.json"):
        whole = (out / name).read_bytes()
        (out / name).write_bytes(whole.replace(b'"a"', b'"b"').replace(b"export/1", b"export/9"))
        with pytest.raises(BadFile, match="export_spoilt"):
            exporting.read_back(again, out)
        (out / name).write_bytes(whole)
    contents = json.loads((out / "export.json").read_text())
    contents["files"]["records/../../x"] = contents["files"]["records/dealers.json"]
    (out / "export.json").write_text(json.dumps(contents))
    with pytest.raises(BadFile, match="export_spoilt"):
        exporting.read_back(again, out)
    assert other.revision == 0
    other.close()
