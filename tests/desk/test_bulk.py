"""One field of many cars."""

from __future__ import annotations

import pytest

from tests.desk.kit import again, codes, edited, new_car, new_desk
from tui.desk import bulk, history
from tui.desk.context import Desk
from tui.domain.fields import FIELDS
from tui.errors import Conflict, DraftRefused


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def test_every_field_but_those_of_one_car_can_be_chosen() -> None:
    names = [name for _place, names in bulk.fields() for name in names]
    assert set(names) == FIELDS.keys() - {"vin", "stock_number"}
    assert len(names) == len(set(names))


def test_each_car_is_in_one_list(desk: Desk) -> None:
    white, grey = new_car(desk, 1), new_car(desk, 2, colour="grey")
    found = bulk.preview(desk, [white, grey], "colour", "白")
    assert [edit.before for edit in found.same] == [white]
    assert [(edit.changes[0].before, edit.changes[0].after) for edit in found.changed] == [("grey", "white")]
    assert found.refused == ()


def test_one_commit_and_one_undo(desk: Desk) -> None:
    cars = [new_car(desk, number) for number in (1, 2, 3)]
    before = desk.store.revision
    assert bulk.apply(desk, bulk.preview(desk, cars, "odometer_km", "95")) is not None
    assert desk.store.revision == before + 1
    assert {again(desk, car).odometer_km for car in cars} == {95}
    assert all("odometer_km" in again(desk, car).typed for car in cars)
    history.undo(desk)
    assert {again(desk, car).odometer_km for car in cars} == {80}


def test_cars_that_cannot_take_the_value_stay(desk: Desk) -> None:
    early, late = new_car(desk, 1), new_car(desk, 2, first_registration="2026-08-01")
    found = bulk.preview(desk, [early, late], "manufacture_date", "2026-07")
    assert [edit.before.id for edit in found.refused] == [early.id]
    assert [edit.before.id for edit in found.changed] == [late.id]
    bulk.apply(desk, found)
    assert str(again(desk, early).manufacture_date) == "2026-03-05"
    assert str(again(desk, late).manufacture_date) == "2026-07"


def test_a_text_that_says_nothing_is_refused_for_all(desk: Desk) -> None:
    with pytest.raises(DraftRefused) as caught:
        bulk.preview(desk, [new_car(desk)], "odometer_km", "many")
    assert codes(caught.value) == ["number_unreadable"]


def test_a_dash_takes_the_value_away(desk: Desk) -> None:
    car = new_car(desk)
    bulk.apply(desk, bulk.preview(desk, [car], "odometer_km", " - "))
    assert again(desk, car).odometer_km is None


def test_a_fact_of_the_model_is_written_on_the_cars(desk: Desk) -> None:
    one, other = new_car(desk, 1), new_car(desk, 2)
    assert bulk.value_now(desk, one, "powertrain") == "bev"
    bulk.apply(desk, bulk.preview(desk, [one], "powertrain", "phev"))
    assert bulk.value_now(desk, again(desk, one), "powertrain") == "phev"
    assert bulk.value_now(desk, other, "powertrain") == "bev"


def test_a_car_changed_meanwhile_is_a_conflict(desk: Desk) -> None:
    car = new_car(desk)
    found = bulk.preview(desk, [car], "odometer_km", "95")
    edited(desk, car, odometer_km="100")
    with pytest.raises(Conflict):
        bulk.apply(desk, found)


def test_nothing_to_write(desk: Desk) -> None:
    assert bulk.apply(desk, bulk.preview(desk, [new_car(desk)], "odometer_km", "80")) is None
