"""The power goes at any moment: whatever the disk may have kept, no acknowledged commit is lost.

Each story runs once over a recorded disk. After each of its operations every state that POSIX allows is laid out and
opened; see ``power.py``. ``make soak`` also takes the power away a second time, while the book is opened after the
first, and shows that the proof can fail: without any one sync it does.
"""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

from tui.errors import BookError, NotFound
from tui.store import backups, disk, folding, opening, restoring
from tui.store.book import BookStore
from tui.store.contract import FORMAT, Put, Remove
from tui.store.folder import Folder

from .kit import CARS, Car, Clock, abandon, cars, contents, open_book
from .power import Disk, Recorder, Tree, lay_out

TORN = b'{"seq":2,"at":"20'
OLD = Path(__file__).parent / "data" / "format-1"
Picture = dict[int, Car]
NO_BOOK = -1


class State(msgspec.Struct, frozen=True):
    """What a loss of power may leave."""

    tree: Tree
    may: dict[int, Picture]
    """The revisions that may be found in it, and what they hold; NO_BOOK where there need be no book."""
    kept: bytes
    """Bytes that must be in some file."""
    backups: int
    """How many backups there must be at least."""
    files: frozenset[str]
    """The attachments that must be there."""


class Story:
    """What the writer of a story knows: what the book may hold at this moment."""

    def __init__(self, book: Path) -> None:
        self.book = book
        self.revision = 0
        self.rows: Picture = {}
        self.may: dict[int, Picture] = {NO_BOOK: {}, 0: {}}
        self.kept = b""
        self.backups = 0
        self.files: frozenset[str] = frozenset()
        self.recorder: Recorder

    def begin_with(self, book: Path) -> None:
        shutil.copytree(book, self.book)
        reader = BookStore.open(self.book, now=Clock(), who="x", read_only=True)
        self.is_now(reader.revision, cars(reader))
        reader.close()

    def state(self, tree: Tree) -> State:
        return State(tree, dict(self.may), self.kept, self.backups, self.files)

    def is_now(self, revision: int, rows: Picture) -> None:
        self.revision, self.rows, self.may = revision, rows, {revision: rows}

    def open(self, **options: Any) -> BookStore:
        store = open_book(self.book, **options)
        self.is_now(self.revision, self.rows)
        return store

    def commit(self, store: BookStore, *changes: Put[Car] | Remove) -> None:
        rows = dict(self.rows)
        for change in changes:
            if isinstance(change, Put):
                rows[change.record.id] = change.record
            else:
                del rows[change.id]
        self.may[self.revision + 1] = rows
        store.commit(changes, why="story")
        self.is_now(self.revision + 1, rows)

    def refuse(self, store: BookStore, *changes: Put[Car] | Remove) -> None:
        """A commit that the disk refuses: it must not come back."""
        self.recorder.refuse = True
        with pytest.raises(BookError, match="book_write_failed"):
            self.commit(store, *changes)
        self.is_now(self.revision, self.rows)

    def attach(self, store: BookStore, data: bytes) -> None:
        self.files |= {store.files.put(data)}

    def backup(self, store: BookStore) -> Path:
        made = store.backup("manual")
        self.backups += 1
        return made.path

    def restore(self, source: Path, revision: int, rows: Picture) -> None:
        folder = Folder(self.book)
        staged = restoring.bring(folder, source)
        self.may[revision] = rows
        restoring.install(folder, staged, reason="before-restore", now=Clock(), timeout=1)
        self.backups += 1
        self.is_now(revision, rows)


def put(text: str, row_id: int) -> Put[Car]:
    return Put(CARS, Car(text, id=row_id))


def begin(story: Story) -> None:
    store = story.open()
    story.commit(store, put("a", 1), put("b", 2))
    story.commit(store, put("c", 1))
    story.commit(store, Remove(CARS, 2))
    abandon(store)


def fold(story: Story) -> None:
    store = story.open()
    story.commit(store, put("a", 1), put("b", 2))
    store.compact()
    story.commit(store, put("d", 1))
    store.compact()
    story.commit(store, put("e", 3))
    store.close()


def fold_in_turn(story: Story) -> None:
    mine, theirs = story.open(), story.open()
    story.commit(mine, put("a", 1))
    theirs.compact()
    story.commit(mine, put("b", 2))
    story.commit(theirs, put("c", 3))
    mine.compact()
    story.commit(theirs, put("d", 2))
    abandon(mine)
    abandon(theirs)


def mend(story: Story) -> None:
    store = story.open()
    story.commit(store, put("a", 1))
    abandon(store)
    descriptor = disk.open_private(story.book / "journal.jsonl", os.O_WRONLY | os.O_APPEND)
    disk.write_all(descriptor, TORN)
    disk.sync(descriptor)
    os.close(descriptor)
    story.kept = TORN
    store = story.open()
    assert [notice.code for notice in store.notices] == ["journal_torn"]
    story.commit(store, put("b", 2))
    store.close()


def refuse(story: Story) -> None:
    store = story.open()
    story.commit(store, put("a", 1))
    story.refuse(store, put("refused", 1))
    story.commit(store, put("b", 2))
    story.refuse(store, put("refused", 3))
    abandon(store)


def back_up(story: Story) -> None:
    store = story.open()
    story.commit(store, put("a", 1))
    story.attach(store, b"invoice")
    story.backup(store)
    store.compact()
    story.attach(store, b"letter")
    story.commit(store, put("b", 2))
    story.backup(store)
    story.commit(store, put("c", 3))
    store.close()


def restore(story: Story) -> None:
    store = story.open()
    story.commit(store, put("a", 1))
    story.commit(store, put("b", 2))
    story.attach(store, b"invoice")
    path, rows, files = story.backup(store), story.rows, story.files
    story.files = frozenset()
    store.files.remove(*files)
    story.commit(store, put("lost on purpose", 1))
    store.compact()
    story.commit(store, put("lost too", 3))
    store.close()
    story.restore(path, 2, rows)
    story.files = files
    store = story.open()
    story.commit(store, put("after", 3))
    store.close()


def migrate(story: Story) -> None:
    """A book of the first format is lifted when it is opened."""
    store = story.open(create=False)
    assert store.format == FORMAT
    story.backups = 1
    story.commit(store, put("lifted", 7))
    story.commit(store, Remove(CARS, 1))
    abandon(store)


STORIES = {
    "begin": begin,
    "fold": fold,
    "fold_in_turn": fold_in_turn,
    "mend": mend,
    "refuse": refuse,
    "back_up": back_up,
    "restore": restore,
    "migrate": migrate,
}


WAYS = ("joined", "linked", "copied")


def way_of(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Choose how an old journal gets into the archive."""
    if way != "joined":
        monkeypatch.setattr(folding, "SMALL", 0)
    if way == "copied":

        def no_links(*_: Any) -> NoReturn:
            raise OSError

        monkeypatch.setattr(os, "link", no_links)


class Told:
    """A story told over a recorded disk: every state that a loss of power may leave, each once."""

    def __init__(self, name: str, root: Path, monkeypatch: pytest.MonkeyPatch, deaf: str = "") -> None:
        root.mkdir()
        story = Story(root / "firm" / "book")
        if name == "migrate":
            story.begin_with(OLD)
        found: dict[Any, State] = {}

        def watch(model: Disk) -> None:
            for tree in model.crashes():
                state = story.state(tree)
                found[frozenset(tree.items()), tuple(state.may), state.kept, state.backups, state.files] = state

        with monkeypatch.context() as patch:
            story.recorder = Recorder(patch, root, watch, deaf)
            STORIES[name](story)
            watch(story.recorder.disk)
        self.states = list(found.values())
        self.asked = story.recorder.asked


def check(root: Path, state: State) -> None:
    """Open what a loss of power left, write on in it, fold it, and read it back."""
    path = lay_out(state.tree, root) / "firm" / "book"
    try:
        reader = BookStore.open(path, now=Clock(), who="x", read_only=True)
    except NotFound:
        assert NO_BOOK in state.may, "a book that was acknowledged is gone"
        seen = 0
    else:
        seen = reader.revision
        assert seen in state.may, "an acknowledged commit is lost, or a refused one is back"
        assert cars(reader) == state.may[seen]
        assert len(list(reader.since(0))) == seen
        reader.close()
    store = open_book(path)
    assert store.revision == seen
    assert cars(store) == state.may.get(seen, {})
    seen = store.revision
    assert any(state.kept in content for content in contents(path).values())
    made = backups.listed(store.folder)
    assert len(made) >= state.backups, "a backup that was acknowledged is gone"
    assert [backups.faults(backup, store.folder.spare_files) for backup in made] == [()] * len(made)
    for name in state.files:
        store.files.read(name)
    assert store.verify([CARS]) == ()
    assert store.commit([Put(CARS, Car("next"))], why="car.add").sequence == seen + 1
    store.compact()
    assert store.verify([CARS]) == ()
    assert len(list(store.since(0))) == seen + 1
    store.close()
    shutil.rmtree(root)


CASES = [(name, way) for name in STORIES for way in WAYS if way == "joined" or "fold" in name]
QUICK = 150
"""States of a story that the default run takes, evenly chosen; ``make soak`` takes all."""


def all_is_well(name: str, way: str, root: Path, fast: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    way_of(monkeypatch, way)
    told = Told(name, root, monkeypatch)
    assert len(told.states) > 30
    power_stays(monkeypatch)
    for state in told.states[:: max(1, len(told.states) // step)]:
        check(fast / "crash", state)


@pytest.mark.parametrize(("name", "way"), CASES)
def test_a_loss_of_power_loses_no_acknowledged_commit(
    fast: Path, monkeypatch: pytest.MonkeyPatch, name: str, way: str
) -> None:
    all_is_well(name, way, fast / "root", fast, monkeypatch, QUICK)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "way"), CASES)
def test_no_loss_of_power_at_all_loses_an_acknowledged_commit(
    fast: Path, monkeypatch: pytest.MonkeyPatch, name: str, way: str
) -> None:
    all_is_well(name, way, fast / "root", fast, monkeypatch, 1 << 30)


@pytest.mark.soak
def test_every_sync_counts(fast: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof above can fail: without any one sync that the stories ask for, it does."""
    numbers = count()
    stories = {name: Told(name, fast / f"root-{next(numbers)}", monkeypatch).asked for name in STORIES}
    # A folder's name is mostly synced once more with what is put beside it.
    needless = {place for asked in stories.values() for place in asked if not place.endswith("making a folder")}
    for name, asked in stories.items():
        for place in asked:
            if place in needless:
                told = Told(name, fast / f"root-{next(numbers)}", monkeypatch, deaf=place)
                states = ((fast / f"crash-{next(numbers)}", state) for state in told.states)
                if any(harmed(root, state, monkeypatch) for root, state in states):
                    needless.remove(place)
    assert needless == set()


@pytest.mark.soak
@pytest.mark.parametrize("name", STORIES)
def test_the_power_goes_again_while_the_book_is_opened(fast: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    told = Told(name, fast / "root", monkeypatch)
    numbers = count()
    power_stays(monkeypatch)
    second: dict[Any, State] = {}
    for first in told.states:
        root = lay_out(first.tree, fast / f"first-{next(numbers)}")

        def watch(model: Disk, first: State = first) -> None:
            for tree in model.crashes():
                again = msgspec.structs.replace(first, tree=tree)
                second[frozenset(tree.items()), tuple(first.may), first.backups, first.files] = again

        with monkeypatch.context() as patch:
            Recorder(patch, root, watch)
            abandon(open_book(root / "firm" / "book"))
        shutil.rmtree(root)
    assert len(second) > len(told.states)
    for state in second.values():
        check(fast / f"second-{next(numbers)}", state)


def harmed(root: Path, state: State, monkeypatch: pytest.MonkeyPatch) -> bool:
    with monkeypatch.context() as patch:
        power_stays(patch)
        try:
            check(root, state)
        except (AssertionError, BookError, NotFound):
            return True
    return False


def power_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is laid out lies on a disk that need not be waited for."""
    monkeypatch.setattr(opening, "_PAUSE", 0)
    monkeypatch.setattr(disk, "sync", lambda _: None)
    monkeypatch.setattr(disk, "sync_folder", lambda _: None)
