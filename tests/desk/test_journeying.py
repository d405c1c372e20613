"""Legs, containers, steps; moving cars between shipments, splitting and cancelling."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.kit import TODAY, again, codes, edited, new_car, new_desk, paper
from tui.desk import history, journeying, moving, papers, references, shipment_views, shipping, verifying
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.history_words import what_text
from tui.desk.journey_words import journey_lines
from tui.desk.kinds import CARS, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.containers import check_digit
from tui.domain.documents import LICENCE
from tui.domain.facts import shipment_deal
from tui.domain.money import Money
from tui.domain.shipments import Shipment
from tui.domain.words import Stage
from tui.errors import DraftRefused, NotFound, UsageError

BOX = "CSQU3054383"
"""The worked example of ISO 6346."""


@pytest.fixture
def desk() -> Desk:
    return new_desk()


@pytest.fixture
def cars(desk: Desk) -> list[Car]:
    return [new_car(desk, number) for number in (1, 2, 3)]


@pytest.fixture
def ship(desk: Desk, cars: list[Car]) -> Shipment:
    made = shipping.create(desk, cars, "UZ", [("mode", "rail"), ("etd", "2026-12-01"), ("invoice_number", "I-1")])
    return shipping.price(desk, made, cars[:2], Money.of(15000, "USD"))


def leg(desk: Desk, ship: Shipment, place: int | None = None, **texts: str) -> Shipment:
    return journeying.put_leg(desk, shipping.latest(desk, ship), list(texts.items()), place)


class TestLegs:
    def test_the_legs_are_the_only_word_on_route_and_days(self, desk: Desk, ship: Shipment, cars: list[Car]) -> None:
        ship = shipping.edit(desk, ship, [], via=("RU",))
        leg(desk, ship, start="宁波", end="霍尔果斯", end_country="CN", mode="公路", etd="2026-12-03")
        made = leg(desk, ship, end="Ташкент", end_country="UZ", via="KZ", eta="2026-12-20", conveyance="X9024")
        assert (made.via, made.deal.via, made.etd) == (("KZ",), None, None)
        assert (made.departs, made.arrives) == (date(2026, 12, 3), date(2026, 12, 20))
        assert made.main_leg is not None
        assert made.main_leg.conveyance == "X9024"
        deal = shipment_deal(made)
        assert (deal.via, deal.loading, deal.arrival, deal.entry_mode) == (
            ("KZ",), date(2026, 12, 3), date(2026, 12, 20), "rail",
        )  # fmt: skip
        found = Checker(desk, Question(TODAY)).answer(again(desk, cars[0]), None)
        assert found.assessment.via == ("KZ",)
        assert found.frame is not None
        assert (found.frame.dates["loading"], found.frame.dates["arrival"]) == (deal.loading, deal.arrival)
        for texts, code in (([("etd", "2026-12-09")], "days_from_legs"), ([("eta", "2026-12-21")], "days_from_legs")):
            with pytest.raises(DraftRefused) as caught:
                shipping.edit(desk, made, texts)
            assert codes(caught.value) == [code]
        with pytest.raises(DraftRefused) as caught:
            shipping.edit(desk, made, [], via=("RU",))
        assert codes(caught.value) == ["via_from_legs"]
        paper = papers.summary(desk, made, TODAY, draft=True)
        assert (paper.via, paper.etd, paper.eta, paper.conveyance) == (
            ("KZ",), date(2026, 12, 3), date(2026, 12, 20), "X9024",
        )  # fmt: skip
        left = leg(desk, made, 1, departed="2026-12-04")
        assert shipment_deal(left).loading == date(2026, 12, 4)
        bare = journeying.remove_leg(desk, journeying.remove_leg(desk, left, 2), 1)
        assert (bare.legs, bare.departs) == ((), date(2026, 12, 3))

    def test_gaps_wrong_beginnings_and_days_are_refused_and_an_open_end_is_said(
        self, desk: Desk, ship: Shipment
    ) -> None:
        first = leg(desk, ship, start="宁波", end="霍尔果斯", end_country="CN", etd="2026-12-03", eta="2026-12-05")
        assert any("霍尔果斯" in line for line in journey_lines(desk, first))
        assert shipment_views.whole(desk, first)["route_problems"] == ["route_end"]
        wrong: tuple[tuple[dict[str, str], str], ...] = (
            ({"start": "西安", "start_country": "CN", "end": "Ташкент", "end_country": "UZ"}, "route_gap"),
            ({"end": "Ташкент", "end_country": "UZ", "etd": "2026-12-04"}, "route_days"),
            ({"end": "Ташкент"}, "leg_lacks"),
            ({"end": "Ташкент", "end_country": "Uzbekistan"}, "country_unknown"),
        )
        for texts, code in wrong:
            with pytest.raises(DraftRefused) as caught:
                leg(desk, ship, None, **texts)
            assert code in codes(caught.value)
        with pytest.raises(DraftRefused) as caught:
            leg(desk, ship, 1, start_country="KZ")
        assert "route_start" in codes(caught.value)
        with pytest.raises(NotFound):
            leg(desk, ship, 2, mode="rail")


class TestContainers:
    def test_a_wrong_check_digit_is_a_question(self, desk: Desk, ship: Shipment, cars: list[Car]) -> None:
        assert check_digit(BOX) == "3"
        texts = [("number", "csqu 305438-3"), ("type", "40hc"), ("seals", "A1, B2")]
        made = journeying.put_container(desk, ship, texts, cars=[cars[2], cars[0]])
        (box,) = made.containers
        assert (box.number, box.type, box.seals, box.confirmed) == (BOX, "40HQ", ("A1", "B2"), False)
        assert box.car_ids == (cars[2].id, cars[0].id)
        wrong = [("number", "CSQU3054384")]
        with pytest.raises(DraftRefused) as caught:
            journeying.put_container(desk, ship, wrong)
        assert codes(caught.value) == ["container_check_digit"]
        taken = journeying.put_container(desk, ship, wrong, confirm=True)
        assert taken.containers[1].confirmed
        again_ = journeying.put_container(desk, ship, [("type", "20GP")], taken.containers[1])
        assert again_.containers[1].confirmed
        with pytest.raises(DraftRefused) as caught:
            journeying.put_container(desk, ship, [("number", "12345")])
        assert codes(caught.value) == ["container_number_shape"]

    def test_a_car_is_in_one_container_and_leaves_it_with_the_shipment(
        self, desk: Desk, ship: Shipment, cars: list[Car]
    ) -> None:
        journeying.put_container(desk, ship, [("number", BOX)], cars=cars[:2])
        with pytest.raises(DraftRefused) as caught:
            journeying.put_container(desk, ship, [("number", "TBJU4815265")], cars=[cars[0], new_car(desk, 9)])
        assert codes(caught.value) == ["car_in_two_containers", "car_not_on_shipment"]
        left = shipping.remove(desk, ship, [cars[0]])
        assert left.containers[0].car_ids == (cars[1].id,)
        assert journeying.container_named(left, "4383").number == BOX
        assert not journeying.remove_container(desk, left, left.containers[0]).containers
        assert not verifying.verify(desk).faults


class TestSteps:
    def test_the_stage_is_that_of_the_last_car_and_one_action_moves_all(
        self, desk: Desk, ship: Shipment, cars: list[Car]
    ) -> None:
        assert journeying.progress_of(desk, ship).stage is None
        before = desk.store.revision
        preview = journeying.preview_step(desk, ship, Stage.LOADED, date(2026, 11, 20))
        assert journeying.record_step(desk, ship, Stage.LOADED, preview, confirm=True) == 3
        (commit,) = desk.store.since(before)
        assert {change.kind for change in commit.changes} == {CARS.name}
        assert "S26-001" in what_text(desk, commit.why)
        done = journeying.progress_of(desk, ship)
        assert (done.stage, done.day(Stage.LOADED), done.ahead) == (Stage.LOADED, date(2026, 11, 20), 0)
        edited(desk, cars[0], departed="2026-11-21")
        done = journeying.progress_of(desk, ship)
        assert (done.stage, done.day(Stage.DEPARTED), done.ahead) == (Stage.LOADED, None, 1)
        edited(desk, cars[1], returned="2026-11-21")
        edited(desk, cars[2], departed="2026-11-22")
        done = journeying.progress_of(desk, ship)
        assert (done.stage, done.day(Stage.DEPARTED), done.cars) == (Stage.DEPARTED, date(2026, 11, 22), 2)
        later = journeying.preview_step(desk, ship, Stage.ARRIVED, date(2026, 11, 22))
        assert [one.before.id for one in later.changed] == [cars[0].id, cars[2].id]
        with pytest.raises(UsageError):
            journeying.step_named("painted")


class TestMoving:
    def test_cars_move_with_their_prices_in_one_commit_that_undo_takes_back(
        self, desk: Desk, ship: Shipment, cars: list[Car]
    ) -> None:
        other = shipping.create(desk, [], "KZ", [])
        journeying.put_container(desk, ship, [("number", BOX)], cars=cars)
        before = desk.store.revision
        left, joined = moving.move(desk, ship, other, cars[1:])
        (commit,) = desk.store.since(before)
        assert {change.kind for change in commit.changes} == {SHIPMENTS.name}
        assert (left.car_ids, left.containers[0].car_ids) == ((cars[0].id,), (cars[0].id,))
        assert joined.car_ids == (cars[1].id, cars[2].id)
        assert joined.lines[0].price == Money.of(15000, "USD")
        history.undo(desk)
        assert shipping.latest(desk, ship).car_ids == ship.car_ids
        assert shipping.latest(desk, other).car_ids == ()
        euros = shipping.create(desk, [], "KZ", [("currency", "EUR")])
        with pytest.raises(DraftRefused) as caught:
            moving.move(desk, ship, euros, cars[:1])
        assert codes(caught.value) == ["shipment_other_currency"]
        moving.cancel(desk, euros)
        with pytest.raises(DraftRefused) as caught:
            moving.move(desk, ship, euros, [cars[2], new_car(desk, 9)])
        assert sorted(codes(caught.value)) == ["car_not_on_shipment", "shipment_cancelled"]

    def test_a_part_is_split_off_with_its_container_and_without_the_numbers(
        self, desk: Desk, ship: Shipment, cars: list[Car]
    ) -> None:
        leg(desk, ship, start="宁波", end="Ташкент", end_country="UZ", via="KZ")
        journeying.put_container(desk, ship, [("number", BOX)], cars=cars[:1])
        journeying.put_container(desk, ship, [("number", "TBJU4815265")], cars=cars[1:])
        left, new = moving.split(desk, ship, cars[1:])
        assert (new.number, new.car_ids, new.invoice_number, new.via) == (
            "S26-002", (cars[1].id, cars[2].id), "", ("KZ",),
        )  # fmt: skip
        assert [box.number for box in left.containers] == [BOX]
        assert [box.number for box in new.containers] == ["TBJU4815265"]
        assert left.invoice_number == "I-1"
        with pytest.raises(DraftRefused) as caught:
            moving.split(desk, left, cars[:1])
        assert codes(caught.value) == ["shipment_empty_after"]
        with pytest.raises(DraftRefused) as caught:
            moving.split(desk, new, cars[1:2], "s26-001")
        assert codes(caught.value) == ["shipment_number_known"]
        history.undo(desk)
        assert len(desk.store.all(SHIPMENTS)) == 1
        assert shipping.latest(desk, ship).car_ids == ship.car_ids

    def test_papers_that_no_longer_fit_are_told(self, desk: Desk, ship: Shipment, cars: list[Car]) -> None:
        licence = paper(desk, LICENCE, *cars, country="UZ")
        of_all = paper(desk, "export_declaration", shipment=ship, country="UZ")
        alone = paper(desk, "cn_inspection_report_wmt8", *cars)
        other = paper(desk, "cn_destination_standard_declaration", cars[1], country="UZ")
        found = moving.unfit(desk, ship, [cars[1].id], to="KZ")
        assert found == (licence, of_all, other)
        assert alone not in found
        assert moving.unfit(desk, ship, [cars[1].id], to="UZ") == (licence, of_all)

    def test_cancelled_it_frees_its_cars_and_comes_back_only_while_they_are_free(
        self, desk: Desk, ship: Shipment, cars: list[Car]
    ) -> None:
        moving.cancel(desk, ship)
        assert Checker(desk, Question(TODAY)).shipment_of(cars[0]) is None
        assert moving.cancel(desk, ship, back=True).cancelled is False
        moving.cancel(desk, ship)
        shipping.create(desk, cars[:1], "KZ", [])
        with pytest.raises(DraftRefused) as caught:
            moving.cancel(desk, ship, back=True)
        assert codes(caught.value) == ["car_on_other_shipment"]

    def test_the_loading_order(self, desk: Desk, ship: Shipment, cars: list[Car]) -> None:
        changed = moving.reorder(desk, ship, [cars[2]])
        assert changed.car_ids == (cars[2].id, cars[0].id, cars[1].id)
        assert changed.lines[1].price == Money.of(15000, "USD")
        assert (cars[0].id, "S26-001") in set(references.naming(desk))
