"""The power goes at any moment: whatever the disk may have kept, no acknowledged commit is lost.

Each story runs once over a recorded disk. After each of its operations every state that POSIX allows is laid out and
opened; see ``power.py``. ``make soak`` also takes the power away a second time, while the book is opened after the
first, and shows that the proof can fail: without any one sync it does.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

from tui.errors import BookError, NotFound
from tui.store import disk, folding, opening
from tui.store.book import BookStore
from tui.store.contract import Put, Remove

from .kit import CARS, Car, Clock, abandon, cars, contents, open_book
from .power import Disk, Recorder, Tree, lay_out

Pictures = list[dict[int, Car]]
TORN = b'{"seq":2,"at":"20'


class State(msgspec.Struct, frozen=True):
    """What a loss of power may leave."""

    tree: Tree
    low: int
    """The lowest revision that may be found in it; -1 where there need be no book."""
    pictures: Pictures
    """The picture of each revision that may be found in it."""
    kept: bytes


class Story:
    """What the writer of a story knows: the pictures at each revision, and how many commits it was told are safe."""

    def __init__(self, book: Path) -> None:
        self.book = book
        self.pictures: Pictures = [{}]
        self.safe = -1
        self.kept = b""
        """Bytes that must be in some file from now on."""
        self.recorder: Recorder

    def open(self, **options: Any) -> BookStore:
        store = open_book(self.book, **options)
        self.safe = max(self.safe, 0)
        return store

    def commit(self, store: BookStore, *changes: Put[Car] | Remove) -> None:
        rows = dict(self.pictures[-1])
        for change in changes:
            if isinstance(change, Put):
                rows[change.record.id] = change.record
            else:
                del rows[change.id]
        self.pictures.append(rows)
        store.commit(changes, why="story")
        self.safe = len(self.pictures) - 1

    def refuse(self, store: BookStore, *changes: Put[Car] | Remove) -> None:
        """A commit that the disk refuses: it must not come back."""
        self.recorder.refuse = True
        with pytest.raises(BookError, match="book_write_failed"):
            self.commit(store, *changes)
        self.pictures.pop()


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


STORIES = {"refuse": refuse, "begin": begin, "fold": fold, "fold_in_turn": fold_in_turn, "mend": mend}


@pytest.fixture
def fast(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has one: the states are many, and their disk is a model."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


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
        found: dict[Any, State] = {}

        def watch(model: Disk) -> None:
            for tree in model.crashes():
                state = State(tree, story.safe, list(story.pictures), story.kept)
                found[frozenset(tree.items()), story.safe, len(story.pictures), story.kept] = state

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
        assert state.low == -1, "a book that was acknowledged is gone"
        seen = 0
    else:
        seen = reader.revision
        assert state.low <= seen < len(state.pictures), "an acknowledged commit is lost, or a refused one is back"
        assert cars(reader) == state.pictures[seen]
        assert len(list(reader.since(0))) == seen
        reader.close()
    store = open_book(path)
    assert (cars(store), store.revision) == (state.pictures[seen], seen)
    assert any(state.kept in content for content in contents(path).values())
    assert store.verify([CARS]) == ()
    assert store.commit([Put(CARS, Car("next"))], why="car.add").sequence == seen + 1
    store.compact()
    assert store.verify([CARS]) == ()
    assert len(list(store.since(0))) == seen + 1
    store.close()
    shutil.rmtree(root)


@pytest.mark.parametrize(
    ("name", "way"), [(name, way) for name in STORIES for way in WAYS if way == "joined" or "fold" in name]
)
def test_a_loss_of_power_loses_no_acknowledged_commit(
    tmp_path: Path, fast: Path, monkeypatch: pytest.MonkeyPatch, name: str, way: str
) -> None:
    way_of(monkeypatch, way)
    told = Told(name, tmp_path / "root", monkeypatch)
    assert len(told.states) > 30
    power_stays(monkeypatch)
    for state in told.states:
        check(fast / "crash", state)


@pytest.mark.soak
def test_every_sync_counts(tmp_path: Path, fast: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof above can fail: without any one sync that the stories ask for, it does."""
    numbers = count()
    stories = {name: Told(name, tmp_path / f"root-{next(numbers)}", monkeypatch).asked for name in STORIES}
    needless = {place for asked in stories.values() for place in asked}
    for name, asked in stories.items():
        for place in asked:
            if place in needless:
                told = Told(name, tmp_path / f"root-{next(numbers)}", monkeypatch, deaf=place)
                states = ((fast / f"crash-{next(numbers)}", state) for state in told.states)
                if any(harmed(root, state, monkeypatch) for root, state in states):
                    needless.remove(place)
    # A new book's folders are named once more by its first folding.
    assert {place.partition(":")[0] for place in needless} <= {"opening.create"}


@pytest.mark.soak
@pytest.mark.parametrize("name", STORIES)
def test_the_power_goes_again_while_the_book_is_opened(
    tmp_path: Path, fast: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    told = Told(name, tmp_path / "root", monkeypatch)
    numbers = count()
    power_stays(monkeypatch)
    second: dict[Any, State] = {}
    for first in told.states:
        root = lay_out(first.tree, fast / f"first-{next(numbers)}")

        def watch(model: Disk, first: State = first) -> None:
            for tree in model.crashes():
                second[frozenset(tree.items()), first.low, len(first.pictures)] = msgspec.structs.replace(
                    first, tree=tree
                )

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
        except (AssertionError, BookError):
            return True
    return False


def power_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is laid out lies on a disk that need not be waited for."""
    monkeypatch.setattr(opening, "_PAUSE", 0)
    monkeypatch.setattr(disk, "sync", lambda _: None)
    monkeypatch.setattr(disk, "sync_folder", lambda _: None)
