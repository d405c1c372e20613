"""Formats: a kept book of every older one, lifted step by step; a stop at any step leaves the old or the new."""

from __future__ import annotations

import copy as deep
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tui.desk.kinds import ALL, CARS, DEALERS, PARTIES
from tui.errors import BookError
from tui.store import backups, opening
from tui.store.book import BookStore
from tui.store.contract import FORMAT, Put
from tui.store.folder import Folder
from tui.store.lifting import lift_book
from tui.store.lock import Lock
from tui.store.migrations import STEPS, lifted

from .kit import Clock, Crash, Faults, abandon, contents, copy, open_book

KEPT = Path(__file__).parent / "data"
Tables = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_PAUSE", 0)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The book that a program of format 1 wrote: two cars, a dealer, a party; the last two commits in the journal."""
    return copy(KEPT / "format-1", tmp_path / "book")


def test_a_book_of_every_older_format_is_kept() -> None:
    assert [path.name for path in sorted(KEPT.glob("format-*"))] == [f"format-{n}" for n in range(1, FORMAT)]
    assert len(STEPS) == FORMAT - 1


def test_an_old_book_is_lifted_when_it_is_opened_for_writing(old: Path) -> None:
    before = contents(old)
    store = open_book(old, create=False)
    assert [notice.code for notice in store.notices] == ["book_lifted"]
    assert [car.model for car in store.all(CARS)] == ["海豹", "银河"]
    assert [party.name for party in store.all(PARTIES)] == ["ТОО Алматы"]
    assert next(commit.why for commit in store.since(0)) == "dealer add 杭州"
    assert store.verify(ALL) == ()
    assert len(store.name) == 32
    store.commit([Put(DEALERS, store.all(DEALERS)[0])], why="dealer edit")
    store.close()
    document = json.loads((old / "book.json").read_bytes())
    assert document["meta"]["1"]["format"] == FORMAT
    (made,) = backups.listed(Folder(old))
    assert made.reason == "before-migration"
    kept = contents(made.path)
    assert all(kept[name] == data for name, data in before.items())
    assert open_book(old).notices == ()


def test_an_old_book_opened_for_reading_stays_as_it_is(old: Path) -> None:
    before = contents(old)
    store = BookStore.open(old, now=Clock(), who="x", read_only=True)
    assert len(store.all(CARS)) == 2
    assert len(store.name) == 32
    store.close()
    assert contents(old) == before


@pytest.mark.parametrize("number", range(1, FORMAT))
def test_a_step_is_pure_and_may_be_taken_twice(number: int) -> None:
    tables: Tables = json.loads((KEPT / f"format-{number}" / "book.json").read_bytes())
    untouched = deep.deepcopy(tables)
    once = lifted(tables, number)
    assert tables == untouched
    assert once == lifted(tables, number)
    assert lifted(once, number) == once
    assert {name: rows for name, rows in once.items() if name != "meta"} == {
        name: rows for name, rows in tables.items() if name != "meta"
    }


def whiter(tables: Tables) -> Tables:
    """A step that changes rows, adds one and takes one away."""
    for car in tables["cars"].values():
        car["paint"] = car.pop("colour", car.get("paint", "unknown"))
    tables["paints"] = {"1": {"name": "white"}}
    tables.get("parties", {}).clear()
    return tables


def lift(path: Path) -> None:
    lock = Lock(path / "lock", Clock())
    with lock.hold(1):
        from tui.store import folding

        folding.settle(Folder(path))
        lift_book(Folder(path), now=Clock(), who="王", format_=1, steps=(whiter,))
    lock.close()


def rows(path: Path) -> dict[str, list[Any]]:
    loaded = opening.load(Folder(path), writable=False)
    loaded.journal.close()
    return {
        kind: [json.loads(bytes(row)) for row in loaded.state.documents(kind).values()]
        for kind in ("cars", "paints", "parties")
    }


def test_rows_that_a_step_changes_are_a_commit_of_the_history(old: Path) -> None:
    lift(old)
    found = rows(old)
    assert [car["paint"] for car in found["cars"]] == ["white", "unknown"]
    assert (found["paints"], found["parties"]) == ([{"name": "white"}], [])
    store = open_book(old)
    *_, last = store.since(0)
    assert (last.why, last.who, len(last.changes)) == ("format 2", "王", 4)
    assert store.verify() == ()
    store.close()


def test_a_stop_at_any_step_of_a_migration_leaves_the_old_or_the_new_book(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(old)
    lift(copy(old, tmp_path / "there"))
    after = rows(tmp_path / "there")
    faults = Faults(monkeypatch)
    for step in range(1, 200, 2):
        there = copy(old, tmp_path / "there")
        with faults.at(step), suppress(Crash, BookError):
            lift(there)
        assert rows(there) in (before, after)
        for backup in backups.listed(Folder(there)):
            assert backups.faults(backup, Folder(there).spare_files) == ()
        with suppress(BookError):
            lift(there)
        assert rows(there) == after
        if not faults.hits:
            break
    assert 15 < step < 190
    store = open_book(there)
    assert store.verify() == ()
    abandon(store)
