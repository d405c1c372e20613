from __future__ import annotations

import pytest

from tests.desk.kit import again, edited, new_car, new_desk
from tui.desk import filling
from tui.desk.context import Desk
from tui.desk.filling import Target, field_of, targets
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.domain.problems import Severity
from tui.errors import Conflict, DraftRefused


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def filled(
    desk: Desk, fact: str, cars: list[Car], text: str, target: Target = Target.CARS, to: str = "KZ"
) -> list[Car]:
    filling.apply(desk, filling.preview(desk, fact, cars, text, target, to), confirm=True)
    return [again(desk, car) for car in cars]


def test_where_a_fact_is_recorded() -> None:
    assert field_of("route_via") == "via"
    assert field_of("cn_pending_export_noted") == "transferred"
    assert field_of("cn_letter_fields") is None
    assert targets("fuel") == (Target.MODEL, Target.CARS)
    assert targets("damage_history") == (Target.CARS,)
    assert targets("cn_letter_fields") == ()


def test_several_cars_are_one_commit_that_undo_takes_back(desk: Desk) -> None:
    cars = [new_car(desk, number) for number in (1, 2)]
    revision = desk.store.revision
    done = filled(desk, "damage_history", cars, "flood")
    assert [car.damage_history for car in done] == [("flood",), ("flood",)]
    assert all("damage_history" in car.typed for car in done)
    assert desk.store.revision == revision + 1


def test_a_text_that_cannot_be_read_refuses_and_one_that_changes_nothing_writes_nothing(desk: Desk) -> None:
    car = new_car(desk)
    with pytest.raises(DraftRefused):
        filling.preview(desk, "battery_soh", [car], "good", Target.CARS)
    with pytest.raises(DraftRefused):
        filling.preview(desk, "cn_letter_fields", [car], "vin", Target.CARS)
    revision = desk.store.revision
    filled(desk, "odometer_km", [car], str(car.odometer_km))
    assert desk.store.revision == revision


def test_on_the_model_sheet_every_car_of_the_model_has_it(desk: Desk) -> None:
    one, two = new_car(desk, 1), new_car(desk, 2)
    found = filling.preview(desk, "charge_port", [one], "CCS2", Target.MODEL)
    assert [change.field for change in found.edits[0].changes] == ["charge_port"]
    filling.apply(desk, found)
    assert desk.specs_of(again(desk, two)).charge_port == "CCS2"
    assert again(desk, one).specs.charge_port is None
    again_found = filling.preview(desk, "charge_port", [one], "CCS2", Target.MODEL)
    assert filling.apply(desk, again_found) is None


def test_on_the_car_alone_the_others_keep_theirs(desk: Desk) -> None:
    one, two = new_car(desk, 1), new_car(desk, 2)
    before = desk.specs_of(two).charge_port
    (done,) = filled(desk, "charge_port", [one], "CCS2")
    assert desk.specs_of(done).charge_port == "CCS2"
    assert desk.specs_of(again(desk, two)).charge_port == before


def test_never_registered_in_words(desk: Desk) -> None:
    (car,) = edited(desk, new_car(desk), first_registration="")
    assert filled(desk, "first_registration", [car], "未上牌")[0].never_registered is True


def test_a_fact_of_the_deal_is_for_cars_that_go_there(desk: Desk) -> None:
    there, elsewhere, nowhere = (new_car(desk, number) for number in (1, 2, 3))
    edited(desk, there, destination="KZ")
    edited(desk, elsewhere, destination="JO")
    edited(desk, nowhere, destination="")
    cars = [again(desk, car) for car in (there, elsewhere, nowhere)]
    found = filling.preview(desk, "importer_type", cars, "company", Target.CARS, "KZ")
    assert [len(edit.changes) for edit in found.edits] == [1, 0, 0]
    assert [one.severity for edit in found.edits[1:] for one in edit.problems] == [Severity.ERROR, Severity.ERROR]
    (done,) = filled(desk, "importer_type", cars[:1], "company")
    assert done.deal is not None
    assert done.deal.importer_type == "company"
    kept = desk.store.get(CARS, elsewhere.id)
    assert kept is not None
    assert kept.deal is not None
    assert kept.deal.country == "JO"


def test_a_car_that_changed_meanwhile_is_a_conflict(desk: Desk) -> None:
    car = new_car(desk)
    found = filling.preview(desk, "odometer_km", [car], "77", Target.CARS)
    edited(desk, car, odometer_km="88")
    with pytest.raises(Conflict):
        filling.apply(desk, found)
