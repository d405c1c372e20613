from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.desk.kit import TODAY, bought, edited, new_car, new_desk, paper, put_shipment, ready_for_kazakhstan
from tests.desk.test_missing import void
from tui.desk import licences
from tui.desk.context import Desk
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE
from tui.domain.licences import Candidate, applications
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.packs.rules import Loaded

DAY_181 = date(2027, 1, 29)


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def young(desk: Desk, number: int) -> Car:
    """A car inside the 180 days, with everything but letter and licence."""
    car = ready_for_kazakhstan(desk, number)
    void(desk, LICENCE, car)
    void(desk, LETTER, car)
    (changed,) = edited(desk, car, first_registration="2026-08-01")
    return changed


def old(desk: Desk, number: int) -> Car:
    car = ready_for_kazakhstan(desk, number)
    void(desk, LICENCE, car)
    return car


def test_twenty_cars_of_a_code_and_the_rest_on_the_next() -> None:
    cars = [Candidate(number, "8703801010", "", TODAY) for number in range(1, 42)]
    assert [len(one.cars) for one in applications(cars, TODAY, 20)] == [20, 20, 1]
    assert [len(one.cars) for one in applications(cars, TODAY, None)] == [41]
    codes = [Candidate(1, "a", "", TODAY), Candidate(2, "b", "", TODAY), Candidate(3, "a", "S1", TODAY)]
    assert sorted((one.code, one.batch, len(one.cars)) for one in applications(codes, TODAY, 20)) == [
        ("a", "", 1),
        ("a", "S1", 1),
        ("b", "", 1),
    ]


def test_nobody_waits_for_a_car_of_another_day_but_a_batch_does() -> None:
    later, unknown = date(2026, 12, 9), None
    loose = [Candidate(1, "a", "", TODAY), Candidate(2, "a", "", later), Candidate(3, "a", "", unknown)]
    assert [(one.first_day, len(one.cars)) for one in applications(loose, TODAY, 20)] == [
        (TODAY, 1),
        (later, 1),
        (None, 1),
    ]
    latest = date(2027, 1, 5)
    batch = [Candidate(1, "a", "S1", later), Candidate(2, "a", "S1", latest, needs_letter=True)]
    (one,) = applications(batch, TODAY, 20)
    assert (one.first_day, one.letters) == (latest, 1)


def test_the_limit_is_the_rules_and_not_ours(desk: Desk) -> None:
    cars = [old(desk, number) for number in range(1, 4)]
    found = licences.plan(desk, cars, "KZ", TODAY)
    assert (found.most, found.limit_rule, [len(one.cars) for one in found.applications]) == (
        20,
        "cn-licence-max-20",
        [3],
    )
    china = desk.library.packs["CN"]
    rules = tuple(
        msgspec.structs.replace(rule, condition={**rule.condition, "cn_cars_per_licence_line_gt": 2})
        if rule.id == "cn-licence-max-20"
        else rule
        for rule in china.rules
    )
    packs = {**desk.library.packs, "CN": msgspec.structs.replace(china, rules=rules)}
    desk.library = desk.library.with_packs(Loaded(packs, ()))
    assert [len(one.cars) for one in licences.plan(desk, cars, "KZ", TODAY).applications] == [2, 1]
    without = tuple(rule for rule in rules if rule.id != "cn-licence-max-20")
    packs = {**packs, "CN": msgspec.structs.replace(china, rules=without)}
    desk.library = desk.library.with_packs(Loaded(packs, ()))
    assert licences.plan(desk, cars, "KZ", TODAY).most is None


def test_when_a_car_can_apply(desk: Desk) -> None:
    free, waiting = old(desk, 1), young(desk, 2)
    found = licences.plan(desk, [free, waiting], "KZ", TODAY)
    first, second = found.applications
    assert [(one.car_id, one.first_day, one.needs_letter, one.lacks) for one in first.cars] == [
        (free.id, TODAY, False, ())
    ]
    assert [(one.car_id, one.first_day, one.needs_letter, one.lacks) for one in second.cars] == [
        (waiting.id, DAY_181, True, ())
    ]
    paper(desk, LETTER, waiting)
    (both,) = licences.plan(desk, [free, waiting], "KZ", TODAY).applications
    assert (both.first_day, both.letters, len(both.cars)) == (TODAY, 0, 2)


def test_the_licence_ends_with_the_year(desk: Desk) -> None:
    (now,) = licences.plan(desk, [old(desk, 1)], "KZ", TODAY).applications
    assert now.ends == date(2026, 12, 31)
    (later,) = licences.plan(desk, [young(desk, 2)], "KZ", TODAY).applications
    assert (later.first_day, later.ends) == (DAY_181, date(2027, 7, 29))


def test_a_licence_that_would_end_before_the_declaration(desk: Desk) -> None:
    car = old(desk, 1)
    put_shipment(desk, Shipment("S26-001", Deal("KZ", declaration=date(2027, 1, 10)), Mode.ROAD, (Line(car.id),)))
    (one,) = licences.plan(desk, [car], "KZ", TODAY).applications
    assert (one.batch, one.too_late) == ("S26-001", True)


def test_what_is_left_out_and_why(desk: Desk) -> None:
    held = ready_for_kazakhstan(desk, 1)
    (gone,) = edited(desk, old(desk, 2), departed="2026-11-01")
    (blocked,) = edited(desk, old(desk, 3), importer_type="company", importer_is_authorised="no")
    (fresh,) = edited(desk, bought(desk, new_car(desk, 4, first_registration="")), never_registered="yes")
    found = licences.plan(desk, [held, gone, blocked, fresh], "KZ", TODAY)
    assert found.applications == ()
    assert [(one.car.id, one.reason) for one in found.left_out] == [
        (held.id, "held"),
        (gone.id, "left"),
        (blocked.id, "blocked"),
        (fresh.id, "new_car"),
    ]
    assert found.left_out[2].rules


def test_what_a_car_lacks(desk: Desk) -> None:
    (bare,) = edited(desk, new_car(desk, 1, vin="", powertrain="", first_registration=""))
    found = licences.plan(desk, [bare], "KZ", TODAY)
    (one,) = found.applications
    assert (one.first_day, one.ends, one.code) == (None, None, "")
    assert {"hs_code", "vin", "first_registration"} <= set(one.lacks)
    assert "customs_condition" not in one.lacks
    document = licences.as_json(desk, found)
    assert document["schema"] == "nearnew/licence-plan/1"
    assert document["applications"][0]["first_day"] is None
    assert document["applications"][0]["hs_code"] is None
    assert document["applications"][0]["cars"][0]["stock_number"] == bare.stock_number
