"""Random commits against a plain dictionary, with reopening, folding and a second picture in between."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.errors import Conflict, NotFound
from tui.store.book import BookStore
from tui.store.contract import Put, Remove, Store
from tui.store.memory import MemoryStore

from .kit import CARS, Car, Clock, Note, abandon, cars, open_book

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
CAR = st.builds(Car, make=TEXT, notes=st.lists(st.builds(Note, text=TEXT), max_size=2).map(tuple))
CHANGE = st.one_of(
    st.tuples(st.just("new"), CAR, st.just(0)),
    st.tuples(st.just("put"), CAR, st.integers(1, 8)),
    st.tuples(st.just("remove"), st.none(), st.integers(1, 8)),
)
COMMIT = st.tuples(st.lists(CHANGE, min_size=1, max_size=4), st.one_of(st.none(), st.integers(0, 6)))
STEP = st.one_of(COMMIT, COMMIT, COMMIT, st.sampled_from(["reopen", "die", "compact", "other"]))


class Model:
    """What a book is, in ten lines."""

    def __init__(self) -> None:
        self.pictures: list[dict[int, tuple[Any, ...]]] = [{}]
        self.changed: dict[int, int] = {}
        self.last_id = 0

    def commit(self, changes: list[tuple[str, Car | None, int]], behind: int | None) -> str:
        rows, last_id, touched = dict(self.pictures[-1]), self.last_id, []
        revision = len(self.pictures) - 1
        for what, car, row_id in changes:
            row = row_id or last_id + 1
            if behind is not None and row in self.changed and self.changed[row] > revision - behind:
                return "conflict"
            if what == "remove":
                if row not in rows:
                    return "missing"
                del rows[row]
            else:
                assert car is not None
                rows[row] = (car.make, car.notes)
                last_id = max(last_id, row)
            touched.append(row)
        self.pictures.append(rows)
        self.last_id = last_id
        self.changed.update(dict.fromkeys(touched, revision + 1))
        return "done"


def commit(store: Store, changes: list[tuple[str, Car | None, int]], behind: int | None) -> str:
    expect = None if behind is None else store.revision - behind
    put: list[Any] = []
    for what, car, row_id in changes:
        put.append(Remove(CARS, row_id) if car is None else Put(CARS, Car(car.make, notes=car.notes, id=row_id)))
        assert (what == "remove") == (car is None)
    try:
        store.commit(put, why="random", expect=expect)
    except Conflict:
        return "conflict"
    except NotFound:
        return "missing"
    return "done"


def picture(store: Store) -> dict[int, tuple[Any, ...]]:
    return {row_id: (car.make, car.notes) for row_id, car in cars(store).items()}


@given(steps=st.lists(STEP, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_book_is_a_dictionary_that_lasts(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book"
        model, memory = Model(), MemoryStore(now=Clock(), who="x")
        store, other = open_book(path), open_book(path)
        for step in steps:
            if step == "reopen":
                store.close()
                store = open_book(path)
            elif step == "die":
                abandon(store)
                store = open_book(path)
            elif step == "compact":
                store.compact()
            elif step == "other":
                other.refresh()
                store, other = other, store
                store.refresh()
            else:
                expected = model.commit(*step)
                assert commit(store, *step) == expected
                assert commit(memory, *step) == expected
            assert picture(store) == picture(memory) == model.pictures[-1]
        other.refresh()
        assert picture(other) == model.pictures[-1]
        abandon(other)
        store.close()
        check_history(path, model)


def check_history(path: Path, model: Model) -> None:
    store = BookStore.open(path, now=Clock(), who="x", read_only=True)
    assert store.verify([CARS]) == ()
    assert picture(store) == model.pictures[-1]
    rows: dict[int, Any] = {}
    for commit_, expected in zip(store.since(0), model.pictures[1:], strict=True):
        for change in commit_.changes:
            assert change.before == rows.get(change.id)
            rows[change.id] = change.after
        there = {row_id: row["make"] for row_id, row in rows.items() if row is not None}
        assert there == {row_id: row[0] for row_id, row in expected.items()}
        rows = {row_id: row for row_id, row in rows.items() if row is not None}
    store.close()
