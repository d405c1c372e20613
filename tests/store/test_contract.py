"""The contract, held by every engine."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tui.domain.partialdate import PartialDate
from tui.errors import BookError, BookReadOnly, Conflict, NotFound
from tui.store.book import BookStore
from tui.store.contract import GiveId, Kind, Put, Remove, Store
from tui.store.memory import MemoryStore

from .kit import CARS, DEALERS, START, Car, Clock, Dealer, Note, cars, open_book


class NewerNote(msgspec.Struct, frozen=True, omit_defaults=True):
    text: str
    colour: str = ""


class NewerCar(msgspec.Struct, frozen=True, omit_defaults=True):
    make: str
    hue: str = ""
    odd: float = 0
    note: NewerNote | None = None
    notes: tuple[NewerNote, ...] = ()
    id: int = 0


@pytest.fixture(params=["memory", "book"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store: Store = MemoryStore(now=Clock(), who="李雷") if request.param == "memory" else open_book(tmp_path / "book")
    yield store
    store.close()


def test_a_new_book_is_empty(store: Store) -> None:
    assert store.revision == 0
    assert not store.read_only
    assert store.get(CARS, 1) is None
    assert store.all(CARS) == ()
    assert list(store.since(0)) == []
    assert store.refresh() == ()
    assert store.notices == ()


def test_put_gives_ids_in_order_of_the_changes(store: Store) -> None:
    commit = store.commit([Put(CARS, Car("byd")), Put(DEALERS, Dealer("杭州")), Put(CARS, Car("geely"))], why="car.add")
    assert commit.ids == (1, 1, 2)
    assert commit.sequence == store.revision == 1
    assert store.all(CARS) == (Car("byd", id=1), Car("geely", id=2))
    assert store.get(DEALERS, 1) == Dealer("杭州", id=1)


def test_what_is_read_is_what_was_put(store: Store) -> None:
    car = Car(
        "比亚迪", Decimal("128000.10"), PartialDate.parse("2026-07"), Note("a\nb\u2028\x1b[31m[/x]"), (Note("x"),)
    )
    (given,) = store.commit([Put(CARS, car)], why="car.add").ids
    read = store.get(CARS, given)
    assert read == msgspec.structs.replace(car, id=1)
    assert read is not None
    assert str(read.price) == "128000.10"


def test_put_of_an_id_replaces_the_row(store: Store) -> None:
    store.commit([Put(CARS, Car("byd")), Put(CARS, Car("geely"))], why="car.add")
    store.commit([Put(CARS, Car("chery", id=1))], why="car.edit")
    assert [car.make for car in store.all(CARS)] == ["chery", "geely"]


def test_unchanged_rows_are_the_identical_objects(store: Store) -> None:
    store.commit([Put(CARS, Car("byd")), Put(CARS, Car("geely"))], why="car.add")
    before = store.all(CARS)
    assert store.all(CARS) is before
    store.commit([Put(CARS, Car("chery", id=1))], why="car.edit")
    after = store.all(CARS)
    assert after[1] is before[1]
    assert store.get(CARS, 2) is after[1]
    assert [car.make for car in before] == ["byd", "geely"], "a picture in hand does not change"


def test_all_is_in_order_of_ids_after_a_row_comes_back(store: Store) -> None:
    store.commit([Put(CARS, Car(make)) for make in "abc"], why="car.add")
    store.commit([Remove(CARS, 2)], why="car.remove")
    assert [car.id for car in store.all(CARS)] == [1, 3]
    store.commit([Put(CARS, Car("b", id=2))], why="undo")
    assert [car.id for car in store.all(CARS)] == [1, 2, 3]


def test_ids_are_never_given_twice(store: Store) -> None:
    store.commit([Put(CARS, Car("a")), Put(CARS, Car("b"))], why="car.add")
    store.commit([Remove(CARS, 2)], why="car.remove")
    assert store.commit([Put(CARS, Car("c"))], why="car.add").ids == (3,)
    store.commit([Put(CARS, Car("d", id=9)), Put(CARS, Car("e"))], why="car.add")
    assert sorted(cars(store)) == [1, 3, 9, 10]


def test_rows_of_one_commit_may_point_at_one_another(store: Store) -> None:
    def build(give_id: GiveId) -> list[Put[Any]]:
        dealer = give_id(DEALERS)
        return [Put(DEALERS, Dealer("杭州", id=dealer)), Put(CARS, Car("byd", dealer_id=dealer))]

    commit = store.commit(build, why="car.import")
    assert commit.ids == (1, 1)
    assert cars(store)[1].dealer_id == 1
    assert store.commit([Put(DEALERS, Dealer("上海"))], why="dealer.add").ids == (2,)


def test_later_changes_of_a_commit_see_the_earlier(store: Store) -> None:
    commit = store.commit([Put(CARS, Car("a")), Put(CARS, Car("b", id=1)), Remove(CARS, 1)], why="x")
    assert [(row.before, row.after) for row in commit.changes] == [
        (None, {"make": "a"}),
        ({"make": "a"}, {"make": "b"}),
        ({"make": "b"}, None),
    ]
    assert store.all(CARS) == ()


def test_history_names_who_when_why_and_what(store: Store) -> None:
    store.commit([Put(CARS, Car("a"))], why="car.add")
    store.commit([Put(CARS, Car("b", id=1))], why="car.edit")
    store.commit([Remove(CARS, 1)], why="car.remove")
    history = list(store.since(0))
    assert [commit.sequence for commit in history] == [1, 2, 3]
    assert [commit.why for commit in history] == ["car.add", "car.edit", "car.remove"]
    assert {commit.who for commit in history} == {"李雷"}
    assert all(commit.at > START and commit.at.utcoffset() is not None for commit in history)
    (edit,) = history[1].changes
    assert (edit.kind, edit.id, edit.before, edit.after) == ("cars", 1, {"make": "a"}, {"make": "b"})
    assert [commit.sequence for commit in store.since(2)] == [3]
    assert list(store.since(3)) == []


def test_a_document_of_the_history_is_a_copy(store: Store) -> None:
    commit = store.commit([Put(CARS, Car("a", notes=(Note("x"),)))], why="car.add")
    first = commit.changes[0].after
    assert first is not None
    first["notes"].clear()
    assert commit.changes[0].after == {"make": "a", "notes": [{"text": "x"}]}
    assert cars(store)[1].notes == (Note("x"),)


def test_removal_of_a_row_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound) as caught:
        store.commit([Put(CARS, Car("a")), Remove(CARS, 7)], why="car.remove")
    assert caught.value.code == "row_missing"
    assert caught.value.params == {"kind": "cars", "id": 7}
    assert store.revision == 0
    assert store.all(CARS) == ()


def test_a_commit_is_all_or_nothing(store: Store) -> None:
    store.commit([Put(CARS, Car("a"))], why="car.add")
    before = store.all(CARS)
    bad = Car("z", price="a lot")  # type: ignore[arg-type]
    with pytest.raises(BookError) as caught:
        store.commit([Put(CARS, Car("b", id=1)), Put(CARS, Car("c")), Put(CARS, bad)], why="car.import")
    assert caught.value.code == "record_invalid"
    assert store.all(CARS) is before
    assert store.revision == 1
    assert store.commit([Put(CARS, Car("d"))], why="car.add").ids == (2,), "the failed commit used up no id"


@pytest.mark.parametrize("record", [Dealer("a car?"), Car("a", id=-1), Car("a", id=True)])
def test_a_record_that_does_not_fit_its_kind_is_refused(store: Store, record: Any) -> None:
    with pytest.raises(BookError, match="record_invalid"):
        store.commit([Put(CARS, record)], why="car.add")
    assert store.revision == 0


def test_an_empty_commit_is_refused(store: Store) -> None:
    with pytest.raises(BookError, match="commit_empty"):
        store.commit([], why="nothing")
    assert store.revision == 0


def test_reading_ahead_ends_where_all_has_nothing_left_to_do(store: Store) -> None:
    assert store.read_ahead(CARS, 1)
    store.commit([Put(CARS, Car(str(place))) for place in range(10)], why="car.add")
    ends = [store.read_ahead(CARS, 4) for _ in range(3)]
    assert ends[-1]
    store.commit([Remove(CARS, 3), Put(CARS, Car("changed", id=5))], why="car.edit")
    assert store.read_ahead(CARS, 4)
    assert [car.id for car in store.all(CARS)] == [1, 2, 4, 5, 6, 7, 8, 9, 10]
    assert cars(store)[5].make == "changed"


def test_the_same_row_conflicts_with_both_versions(store: Store) -> None:
    store.commit([Put(CARS, Car("a")), Put(CARS, Car("b"))], why="car.add")
    picture = store.revision
    store.commit([Put(CARS, Car("theirs", id=1))], why="car.edit")
    with pytest.raises(Conflict) as caught:
        store.commit([Put(CARS, Car("mine", id=1))], why="car.edit", expect=picture)
    assert (caught.value.mine, caught.value.theirs) == ({"make": "mine"}, {"make": "theirs"})
    assert caught.value.params == {"kind": "cars", "id": 1}
    assert cars(store)[1].make == "theirs"
    store.commit([Put(CARS, Car("mine", id=1))], why="car.edit", expect=store.revision)
    assert cars(store)[1].make == "mine"


def test_different_rows_never_conflict(store: Store) -> None:
    store.commit([Put(CARS, Car("a")), Put(CARS, Car("b")), Put(DEALERS, Dealer("d"))], why="car.add")
    picture = store.revision
    store.commit([Put(CARS, Car("theirs", id=1))], why="car.edit")
    store.commit([Put(CARS, Car("mine", id=2)), Put(CARS, Car("new"))], why="car.edit", expect=picture)
    store.commit([Put(DEALERS, Dealer("same id, other kind", id=1))], why="dealer.edit", expect=picture)
    assert [car.make for car in store.all(CARS)] == ["theirs", "mine", "new"]


def test_a_row_removed_meanwhile_conflicts(store: Store) -> None:
    store.commit([Put(CARS, Car("a"))], why="car.add")
    store.commit([Remove(CARS, 1)], why="car.remove")
    with pytest.raises(Conflict) as put:
        store.commit([Put(CARS, Car("mine", id=1))], why="car.edit", expect=1)
    assert put.value.theirs is None
    with pytest.raises(Conflict) as removed:
        store.commit([Remove(CARS, 1)], why="car.remove", expect=1)
    assert removed.value.mine is None
    assert store.all(CARS) == ()


def test_a_row_changed_meanwhile_is_not_removed(store: Store) -> None:
    store.commit([Put(CARS, Car("a"))], why="car.add")
    store.commit([Put(CARS, Car("b", id=1))], why="car.edit")
    with pytest.raises(Conflict) as caught:
        store.commit([Remove(CARS, 1)], why="car.remove", expect=1)
    assert (caught.value.mine, caught.value.theirs) == (None, {"make": "b"})


def test_unknown_fields_are_kept(store: Store) -> None:
    newer = Kind("cars", NewerCar)
    notes = (NewerNote("a", "red"), NewerNote("b", "blue"))
    store.commit([Put(newer, NewerCar("byd", "blue", 1e22, NewerNote("n", "green"), notes))], why="car.add")
    car = cars(store)[1]
    assert car == Car("byd", note=Note("n"), notes=(Note("a"), Note("b")), id=1)
    edited = msgspec.structs.replace(car, make="geely", note=Note("m"), notes=(Note("c"), Note("b"), Note("a")))
    store.commit([Put(CARS, edited)], why="car.edit")
    assert cars(store)[1] == edited
    assert store.get(newer, 1) == NewerCar(
        "geely",
        "blue",
        1e22,
        NewerNote("m", "green"),
        (NewerNote("c"), NewerNote("b", "blue"), NewerNote("a", "red")),
        id=1,
    )


def test_a_field_set_back_to_its_default_is_not_taken_for_unknown(store: Store) -> None:
    store.commit([Put(CARS, Car("a", Decimal(5), note=Note("x"), notes=(Note("y"), Note("z"))))], why="car.add")
    store.commit([Put(CARS, Car("a", id=1))], why="car.edit")
    assert cars(store)[1] == Car("a", id=1)
    assert next(iter(store.since(1))).changes[0].after == {"make": "a"}


def test_verify_finds_nothing_wrong(store: Store) -> None:
    store.commit([Put(CARS, Car("a")), Put(DEALERS, Dealer("b"))], why="car.add")
    store.commit([Put(CARS, Car("b", id=1)), Remove(DEALERS, 1)], why="car.edit")
    assert store.verify([CARS, DEALERS]) == ()


def test_verify_names_a_row_that_cannot_be_read(store: Store) -> None:
    class Loose(msgspec.Struct, frozen=True):
        make: int
        id: int = 0

    store.commit([Put(Kind("cars", Loose), Loose(5))], why="car.add")
    (finding,) = store.verify([CARS])
    assert finding.code == "row_unreadable"
    assert (finding.params["kind"], finding.params["id"]) == ("cars", 1)
    with pytest.raises(BookError, match="row_unreadable"):
        store.get(CARS, 1)


def test_compact_changes_nothing_to_see(store: Store) -> None:
    store.commit([Put(CARS, Car("a"))], why="car.add")
    before = store.all(CARS)
    store.compact()
    assert store.all(CARS) is before
    assert store.revision == 1
    assert [commit.sequence for commit in store.since(0)] == [1]
    assert store.commit([Put(CARS, Car("b"))], why="car.add").ids == (2,)


def test_the_name_meta_is_the_books_own() -> None:
    with pytest.raises(ValueError, match="meta"):
        Kind("meta", Car)


def test_read_only_stores_refuse(tmp_path: Path) -> None:
    open_book(tmp_path / "book").close()
    stores: list[Store] = [
        MemoryStore(now=Clock(), who="x", read_only=True),
        BookStore.open(tmp_path / "book", now=Clock(), who="x", read_only=True),
    ]
    for store in stores:
        assert store.read_only
        with pytest.raises(BookReadOnly, match="book_read_only"):
            store.commit([Put(CARS, Car("a"))], why="car.add")
        assert store.all(CARS) == ()
        store.close()
