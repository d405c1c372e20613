"""Random writes, undos and redos in two windows, with reopening, dying and folding, against plain dictionaries."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.desk.kit import LIBRARY, TODAY, again, edited, new_car, noon, paper
from tests.store.kit import abandon
from tui.config import Settings
from tui.desk.context import Desk
from tui.desk.editing import archive, remove
from tui.desk.history import commits, redo, undo
from tui.desk.kinds import ALL, CARS
from tui.domain.cars import Car
from tui.errors import BookError, DraftRefused, NotFound
from tui.store.book import BookStore

Picture = dict[str, dict[int, Any]]
COLOURS = st.sampled_from(["red", "blue", "white", "黑色"])
WHICH = st.integers(0, 5)


def open_desk(path: Path) -> Desk:
    store = BookStore.open(path, now=noon, who="tester", create=True)
    return Desk(store, LIBRARY, Settings(), TODAY, noon)


def picture(desk: Desk) -> Picture:
    return {kind.name: {row.id: row for row in desk.store.all(kind)} for kind in ALL}


class Windows(RuleBasedStateMachine):
    """Two windows on one book. ``done`` holds the picture before each write that can be undone, ``undone`` after."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.desks = [open_desk(self.folder / "book"), open_desk(self.folder / "book")]
        self.now = picture(self.desks[0])
        self.done: list[Picture] = []
        self.undone: list[Picture] = []
        self.numbers = 0
        self.writes = 0

    def desk(self, window: int) -> Desk:
        self.desks[window].store.refresh()
        return self.desks[window]

    def cars(self, desk: Desk, *which: int) -> list[Car]:
        cars = list(desk.store.all(CARS))
        return list({car.id: car for car in (cars[number % len(cars)] for number in which)}.values()) if cars else []

    def wrote(self, desk: Desk) -> None:
        """Take over what a write made of the book, where it made anything."""
        if desk.store.revision > self.writes:
            self.writes = desk.store.revision
            self.done.append(self.now)
            self.undone = []
            self.now = picture(desk)

    @rule(window=st.integers(0, 1))
    def add(self, window: int) -> None:
        self.numbers += 1
        desk = self.desk(window)
        car = new_car(desk, self.numbers)
        assert car.id not in self.now["cars"]
        self.wrote(desk)

    @rule(
        window=st.integers(0, 1), which=st.lists(WHICH, min_size=1, max_size=4), colour=COLOURS, km=st.integers(5, 99)
    )
    def edit(self, window: int, which: list[int], colour: str, km: int) -> None:
        desk = self.desk(window)
        if cars := self.cars(desk, *which):
            edited(desk, *cars, colour=colour, odometer_km=str(km))
            assert {again(desk, car).odometer_km for car in cars} == {km}
            self.wrote(desk)

    @rule(window=st.integers(0, 1), which=WHICH)
    def file_paper(self, window: int, which: int) -> None:
        desk = self.desk(window)
        if cars := self.cars(desk, which):
            paper(desk, "cn_export_contract_aftersales", *cars)
            self.wrote(desk)

    @rule(window=st.integers(0, 1), which=WHICH, back=st.booleans())
    def put_away(self, window: int, which: int, back: bool) -> None:
        desk = self.desk(window)
        archive(desk, self.cars(desk, which), back=back)
        self.wrote(desk)

    @rule(window=st.integers(0, 1), which=WHICH)
    def take_out(self, window: int, which: int) -> None:
        desk = self.desk(window)
        cars = self.cars(desk, which)
        try:
            if cars:
                remove(desk, cars)
        except DraftRefused:
            assert any(cars[0].id in row.scope.car_ids for row in self.now["documents"].values())
        self.wrote(desk)

    @rule(moves=st.lists(st.tuples(st.sampled_from(["back", "forth"]), st.integers(0, 1)), min_size=1, max_size=8))
    def back_and_forth(self, moves: list[tuple[str, int]]) -> None:
        for move, window in moves:
            if move == "back":
                self.undo(window)
            else:
                self.redo(window)
            assert picture(self.desks[window]) == self.now

    def undo(self, window: int) -> None:
        desk = self.desk(window)
        if not self.done:
            with pytest.raises(NotFound, match="nothing_to_undo"):
                undo(desk)
            return
        told = undo(desk)
        assert not told.kept, "nobody changed anything after it"
        self.undone.append(self.now)
        self.now = self.done.pop()
        self.writes = desk.store.revision

    def redo(self, window: int) -> None:
        desk = self.desk(window)
        if not self.undone:
            with pytest.raises(NotFound, match="nothing_to_redo"):
                redo(desk)
            return
        redo(desk)
        self.done.append(self.now)
        self.now = self.undone.pop()
        self.writes = desk.store.revision

    @rule(window=st.integers(0, 1), dies=st.booleans())
    def reopen(self, window: int, dies: bool) -> None:
        store = self.desks[window].store
        assert isinstance(store, BookStore)
        if dies:
            abandon(store)
        else:
            store.close()
        self.desks[window] = open_desk(self.folder / "book")

    @rule(window=st.integers(0, 1))
    def fold(self, window: int) -> None:
        self.desks[window].store.compact()

    @invariant()
    def both_windows_show_the_model(self) -> None:
        for desk in self.desks:
            desk.store.refresh()
            assert picture(desk) == self.now
            assert desk.store.revision == self.writes

    @precondition(lambda self: self.writes > 3)
    @rule(data=st.data())
    def undo_an_old_write(self, data: st.DataObject) -> None:
        """It tells the truth about what it put back and what it kept; then it is undone, and all is as before."""
        desk = self.desk(0)
        number = data.draw(st.integers(1, self.writes))
        old = next(commit for commit in commits(desk) if commit.sequence == number)
        try:
            told = undo(desk, number)
        except BookError:
            assert picture(desk) == self.now
            return
        after = picture(desk)
        touched = {(row.kind, row.id) for row in old.changes}
        for kind in ALL:
            for row_id in {*self.now[kind.name], *after[kind.name]}:
                if (kind.name, row_id) not in touched:
                    assert after[kind.name].get(row_id) == self.now[kind.name].get(row_id), "a stranger's row changed"
        for name, row_id, field in told.kept:
            now, then = after[name].get(row_id), self.now[name].get(row_id)
            if field:
                assert getattr(now, field) == getattr(then, field), "said to be kept, and changed"
        undo(desk, told.commit.sequence)
        assert picture(desk) == self.now
        self.writes = desk.store.revision
        self.teardown()  # which write the next undo takes now is another test's concern
        self.begin()

    def teardown(self) -> None:
        for desk in self.desks:
            assert desk.store.verify(ALL) == ()
            desk.store.close()
        assert picture(open_desk(self.folder / "book")) == self.now
        shutil.rmtree(self.folder)


def test_two_windows_behave_like_one_dictionary() -> None:
    run_state_machine_as_test(Windows, settings=of(12, 20))


@pytest.mark.soak
def test_two_windows_behave_like_one_dictionary_for_long() -> None:
    run_state_machine_as_test(Windows, settings=of(300, 40))


def of(examples: int, steps: int) -> settings:
    """Without shrinking: it would take minutes, and the steps that are printed are few."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=(Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
