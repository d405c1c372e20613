"""Undoing what was edited later: what goes back, what stays, and why; and the history of one record in words."""

from __future__ import annotations

import pytest

from tests.desk.kit import again, bought, edited, new_car, new_desk, paper, vin
from tui.desk import partners, record_history, shipping
from tui.desk.context import Desk
from tui.desk.editing import add_car, remove
from tui.desk.history import lines, named, redo, undo
from tui.desk.history_words import what_text
from tui.desk.kinds import CARS, DEALERS, SHIPMENTS
from tui.desk.record_history import history_of, row_title, step_text
from tui.desk.reversal_words import back_lines, left_lines
from tui.desk.reversing import Reason, plan
from tui.errors import BookError


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def test_fields_of_one_part_go_back_one_by_one(desk: Desk) -> None:
    car = new_car(desk)
    edited(desk, car, price="99000", invoice_rate="13%", loaded="2026-11-01")
    edited(desk, car, price="98000", departed="2026-11-03")
    done = undo(desk, 2)
    now = again(desk, car)
    assert now.offer is not None
    assert now.offer.invoice_rate is None
    assert {step.stage.value for step in now.milestones} == {"listed", "departed"}
    assert done.kept == (("cars", car.id, "price"),)
    (left,) = done.left
    assert (left.reason, left.who, left.why) == (Reason.CHANGED, "tester", "car edit")
    (line,) = left_lines(desk, done)
    assert line.startswith(f"car {vin(1)}: Price incl. VAT stays ¥98,000")
    assert "tester" in line
    redo(desk)
    assert {step.stage.value for step in again(desk, car).milestones} == {"listed", "departed", "loaded"}


def test_what_others_rely_on_stays(desk: Desk) -> None:
    dealer = partners.save(desk, "dealer", [("name", "杭州")])
    car = new_car(desk)

    add_car(desk, [("make", "byd"), ("model", "海鸥"), ("vin", vin(7))], dealer_id=dealer.id, confirm=True)
    found = plan(desk, named(desk, 1))
    assert [one.reason for one in found.left] == [Reason.NEEDED]
    assert "relies on it" in left_lines(desk, found)[0]
    with pytest.raises(BookError):
        undo(desk, 1)
    assert len(desk.store.all(DEALERS)) == 1
    paper(desk, "cn_inspection_report_wmt8", car)
    assert plan(desk, named(desk, 2)).changes == ()


def test_a_vin_or_a_place_on_a_ship_that_is_taken_now_does_not_come_back(desk: Desk) -> None:
    car = new_car(desk)
    remove(desk, [car])
    new_car(desk, 1)
    found = plan(desk, named(desk, 2))
    assert [one.reason for one in found.left] == [Reason.TAKEN]
    assert found.changes == ()
    other = new_car(desk, 2)
    first = shipping.create(desk, [other], "KZ", [])
    sequence = desk.store.revision + 1
    first = shipping.remove(desk, first, [other])
    shipping.create(desk, [other], "KZ", [])
    assert [one.reason for one in plan(desk, named(desk, sequence)).left] == [Reason.TAKEN]
    assert desk.store.get(SHIPMENTS, first.id) == first


def test_an_undone_entry_is_marked_until_it_is_redone(desk: Desk) -> None:
    car = new_car(desk)
    edited(desk, car, colour="red")
    undo(desk)
    assert [line.undone for line in lines(desk)] == [False, True, False]
    redo(desk)
    assert not any(line.undone for line in lines(desk))


def test_a_dry_look_tells_both_sides_and_writes_nothing(desk: Desk) -> None:
    car = new_car(desk)
    edited(desk, car, colour="red", odometer_km="99")
    edited(desk, car, colour="blue")
    revision = desk.store.revision
    found = plan(desk, named(desk, 2))
    assert back_lines(desk, found) == [f"car {vin(1)}: Odometer, km: 99 km → 80 km"]
    assert len(left_lines(desk, found)) == 1
    assert desk.store.revision == revision


def test_the_history_of_a_record_in_words(desk: Desk) -> None:
    car = bought(desk, new_car(desk))
    other = new_car(desk, 2)
    dealer = partners.save(desk, "dealer", [("name", "杭州")])
    partners.save(desk, "dealer", [("city", "宁波")], dealer)
    shipment = shipping.create(desk, [car, other], "KZ", [])
    shipping.edit(desk, shipment, [("freight", "1200")])
    (changed, _added) = history_of(desk, record_history.named(desk, "dealer:杭州"))
    assert [step_text(desk, step) for step in changed.rows[0].steps] == ["City: – → 宁波"]
    (freight, made) = history_of(desk, record_history.named(desk, shipment.number))
    assert [step_text(desk, step) for step in freight.rows[0].steps] == ["Freight: – → ¥1,200.00"]
    assert row_title(desk, made.rows[0]) == f"shipment {shipment.number}"
    entries = history_of(desk, record_history.named(desk, vin(1)))
    assert [what_text(desk, entry.commit.why).split(":")[0] for entry in entries] == [
        "Shipment changed", "Put on a shipment", "Bought", "Added",
    ]  # fmt: skip
    texts = [step_text(desk, step) for entry in entries for rows in entry.rows for step in rows.steps]
    assert not any("{" in text or vin(2) in text for text in texts)


def test_a_car_that_is_gone_is_found_by_its_vin(desk: Desk) -> None:
    car = new_car(desk)
    remove(desk, [car])
    assert record_history.named(desk, vin(1)) == (CARS.name, car.id)
    assert history_of(desk, (CARS.name, car.id))[0].rows[0].gone
