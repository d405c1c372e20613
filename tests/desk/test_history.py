from __future__ import annotations

import pytest

from tests.desk.kit import again, bought, edited, new_car, new_desk, paper, vin
from tui.desk import documents, shipping
from tui.desk.context import Desk
from tui.desk.editing import archive, remove
from tui.desk.history import commits, named, undo, undoable
from tui.desk.kinds import CARS, DOCUMENTS, SHEETS, SHIPMENTS
from tui.desk.reversing import Reason, plan
from tui.errors import BookError, NotFound


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def test_nothing_to_undo(desk: Desk) -> None:
    assert undoable(desk) is None
    with pytest.raises(NotFound) as caught:
        undo(desk)
    assert caught.value.code == "nothing_to_undo"
    with pytest.raises(NotFound) as caught:
        undo(desk, 7)
    assert caught.value.code == "commit_not_found"


def test_an_edit_of_several_cars(desk: Desk) -> None:
    one, two = new_car(desk, 1), new_car(desk, 2)
    edited(desk, one, two, colour="red", odometer_km="99")
    done = undo(desk)
    assert again(desk, one) == one
    assert again(desk, two) == two
    assert {(kind, row) for kind, row, _ in done.reversed} == {("cars", one.id), ("cars", two.id)}
    assert {field for _, _, field in done.reversed} == {"colour", "odometer_km"} | (
        {"typed"} if "odometer_km" not in one.typed else set()
    )
    assert done.kept == ()
    assert done.commit.why == "undo 3"


def test_a_field_changed_later_is_kept_and_told(desk: Desk) -> None:
    car = new_car(desk)
    edited(desk, car, colour="red", odometer_km="99")
    edited(desk, car, colour="blue")
    done = undo(desk, 2)
    now = again(desk, car)
    assert (now.colour, now.odometer_km) == ("blue", 80)
    assert ("cars", car.id, "odometer_km") in done.reversed
    assert ("cars", car.id, "colour") in done.kept


def test_when_all_was_changed_since_nothing_is_undone(desk: Desk) -> None:
    car = new_car(desk)
    edited(desk, car, colour="red")
    edited(desk, car, colour="blue")
    revision = desk.store.revision
    with pytest.raises(BookError) as caught:
        undo(desk, 2)
    assert caught.value.code == "undo_all_changed_since"
    assert desk.store.revision == revision


def test_an_added_car_goes_with_its_new_sheet_and_comes_again(desk: Desk) -> None:
    car = new_car(desk)
    undo(desk)
    assert len(desk.store.all(CARS)) == len(desk.store.all(SHEETS)) == 0
    assert desk.car_by_vin(vin(1)) is None
    undo(desk, 2)
    assert again(desk, car) == car
    assert desk.specs_of(car).powertrain == "bev"


def test_an_added_car_that_was_edited_since_stays(desk: Desk) -> None:
    car = new_car(desk)
    new_car(desk, 2)
    edited(desk, car, colour="red")
    found = plan(desk, named(desk, 1))
    assert [(one.kind, one.reason, one.who) for one in found.left] == [
        ("cars", Reason.EDITED, "tester"),
        ("model_sheets", Reason.NEEDED, ""),
    ]
    with pytest.raises(BookError):
        undo(desk, 1)
    assert again(desk, car).colour == "red"
    assert desk.specs_of(car).powertrain == "bev"


def test_a_removed_car_comes_back_as_it_was(desk: Desk) -> None:
    car = bought(desk, new_car(desk))
    remove(desk, [car])
    assert desk.store.get(CARS, car.id) is None
    undo(desk)
    assert again(desk, car) == car
    assert desk.car_by_vin(vin(1)) == car


def test_purchases_papers_shipments_and_archiving_are_undone(desk: Desk) -> None:
    car = new_car(desk)
    bought(desk, car)
    undo(desk)
    assert again(desk, car).purchase is None
    held = paper(desk, "cn_inspection_report_wmt8", car)
    documents.edit(desk, held, [("void", "yes")])
    undo(desk)
    assert documents.get(desk, held.id) == held
    undo(desk)
    assert len(desk.store.all(DOCUMENTS)) == 0
    shipping.create(desk, [car], "KZ", [])
    undo(desk)
    assert len(desk.store.all(SHIPMENTS)) == 0
    archive(desk, [car])
    undo(desk)
    assert not again(desk, car).archived


def test_undo_goes_on_back_and_never_undoes_itself(desk: Desk) -> None:
    car = new_car(desk)
    for colour in ("red", "green", "blue"):
        edited(desk, car, colour=colour)
    colours = []
    for _ in range(3):
        undo(desk)
        colours.append(again(desk, car).colour)
    assert colours == ["green", "red", "white"]
    undo(desk)
    assert desk.store.get(CARS, car.id) is None
    assert undoable(desk) is None
    edited(desk, new_car(desk, 5), colour="red")
    last = undoable(desk)
    assert last is not None
    assert last.why == "car edit"


def test_the_history_is_newest_first(desk: Desk) -> None:
    car = new_car(desk)
    edited(desk, car, colour="red")
    undo(desk)
    assert [commit.why for commit in commits(desk)] == ["undo 2", "car edit", f"car add {vin(1)}"]
    assert [commit.sequence for commit in commits(desk, last=2)] == [3, 2]
    assert commits(desk)[0].who == "tester"
