"""The pre-check of a claim reads what invoice and declaration print."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from tui.config import Settings
from tui.desk import claiming
from tui.desk.context import Desk
from tui.desk.demo import throw_away
from tui.desk.kinds import CARS, DOCUMENTS
from tui.domain.cars import Car
from tui.domain.documents import Printed
from tui.domain.words import Stage
from tui.store.contract import Put


@pytest.fixture
def desk() -> Iterator[Desk]:
    with throw_away(Settings(), "en") as desk:
        yield desk


def ready(desk: Desk) -> Car:
    return next(car for car in desk.store.all(CARS) if car.stock_number == "26-0036" and car.milestone(Stage.DECLARED))


def prints(desk: Desk, kind: str, car: Car, *said: Printed) -> None:
    (paper,) = [one for one in desk.store.all(DOCUMENTS) if one.kind == kind and car.id in one.scope.car_ids]
    desk.store.commit([Put(DOCUMENTS, msgspec.structs.replace(paper, prints=said))], why="test")


def asked(desk: Desk, car: Car) -> list[tuple[str, str, str, str]]:
    found = claiming.doubts(desk, [car], desk.today)
    return [
        (one.code, one.field, one.params["ours"], one.params["theirs"]) for _id, one in found if "theirs" in one.params
    ]


def test_name_unit_quantity_and_vin_are_set_against_each_other(desk: Desk) -> None:
    car = ready(desk)
    assert asked(desk, car) == []
    prints(desk, "special_vat_invoice", car, Printed("goods_name", "小型越野客车"), Printed("unit", "辆"),
           Printed("quantity", "1"))  # fmt: skip
    prints(desk, "export_declaration", car, Printed("goods_name", "小型越野客车"), Printed("unit", "辆"),
           Printed("quantity", "1"), Printed("vin", car.vin or "", car.id))  # fmt: skip
    assert asked(desk, car) == []
    prints(desk, "export_declaration", car, Printed("goods_name", "小轿车"), Printed("unit", "台"),
           Printed("quantity", "2"), Printed("vin", "LS4ASE2E2TD107703", car.id))  # fmt: skip
    assert {one[1] for one in asked(desk, car)} == {"goods_name", "unit", "declared_quantity", "declared_vin"}
    assert ("claim_differs", "declared_quantity", "1", "2") in asked(desk, car)


def test_a_paper_of_several_cars_prints_their_number(desk: Desk) -> None:
    car = ready(desk)
    other = next(one for one in desk.store.all(CARS) if one.stock_number == "26-0037")
    (paper,) = [one for one in desk.store.all(DOCUMENTS)
                if one.kind == "export_declaration" and car.id in one.scope.car_ids]  # fmt: skip
    both = msgspec.structs.replace(paper.scope, car_ids=(car.id, other.id))
    for quantity, wrong in (("2", []), ("3", [("claim_differs", "declared_quantity", "2", "3")])):
        said = msgspec.structs.replace(paper, scope=both, prints=(Printed("quantity", quantity),))
        desk.store.commit([Put(DOCUMENTS, said)], why="test")
        assert asked(desk, car) == wrong
