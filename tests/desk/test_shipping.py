from __future__ import annotations

from datetime import date

import pytest

from tests.desk.kit import TODAY, again, codes, new_car, new_desk, ready_for_kazakhstan
from tui.desk import documents, partners, shipping
from tui.desk.context import Desk
from tui.desk.editing import archive
from tui.desk.kinds import SHIPMENTS
from tui.domain.money import Money
from tui.domain.readiness import Verdict
from tui.domain.words import Mode
from tui.errors import DraftRefused, NotFound


@pytest.fixture
def desk() -> Desk:
    return new_desk()


class TestNew:
    def test_numbers_cars_and_the_usual_mode(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        first = shipping.create(desk, [two, one], "KZ", [])
        assert (first.number, first.car_ids, first.mode) == ("S26-001", (two.id, one.id), Mode.ROAD)
        second = shipping.create(desk, [], "JO", [("number", "X-7"), ("mode", "集装箱")], via=("AE",))
        assert (second.number, second.mode, second.deal.via) == ("X-7", Mode.CONTAINER, ("AE",))
        assert shipping.create(desk, [], "DE", []).mode is Mode.RO_RO
        assert shipping.next_number(desk) == "S26-003"
        assert shipping.find(desk, " x-7 ") == second
        with pytest.raises(NotFound):
            shipping.find(desk, "S26-009")

    def test_a_book_with_one_firm_ships_for_it(self, desk: Desk) -> None:
        assert shipping.create(desk, [], "KZ", []).firm_id is None
        firm = partners.save(desk, "firm", [("name", "杭州近新")])
        assert shipping.create(desk, [], "KZ", []).firm_id == firm.id
        partners.save(desk, "firm", [("name", "宁波近新")])
        assert shipping.create(desk, [], "KZ", []).firm_id is None

    def test_fields_of_the_shipment_and_of_its_deal(self, desk: Desk) -> None:
        ship = shipping.create(
            desk,
            [],
            "KZ",
            [("incoterm", "fob"), ("etd", "2026-12-01"), ("importer_type", "company"), ("imports_this_year", "2")],
        )
        assert (ship.incoterm, ship.etd) == ("FOB", date(2026, 12, 1))
        assert (ship.deal.importer_type, ship.deal.imports_this_year) == ("company", 2)
        changed = shipping.edit(desk, ship, [("importer_type", ""), ("etd", "")])
        assert (changed.deal.importer_type, changed.etd) == (None, None)

    def test_all_problems_at_once(self, desk: Desk) -> None:
        shipping.create(desk, [], "KZ", [])
        texts = [("number", "s26-001"), ("incoterm", "XXX"), ("etd", "2026-12-02"), ("eta", "2026-12-01"), ("x", "1")]
        with pytest.raises(DraftRefused) as caught:
            shipping.create(desk, [], "KZ", texts)
        assert sorted(codes(caught.value)) == [
            "eta_before_etd", "field_unknown", "shipment_number_known", "word_unknown",
        ]  # fmt: skip
        assert len(desk.store.all(SHIPMENTS)) == 1


class TestCars:
    def test_a_car_is_on_one_shipment(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        first = shipping.create(desk, [one], "KZ", [])
        with pytest.raises(DraftRefused) as caught:
            shipping.create(desk, [one, two], "KZ", [])
        assert codes(caught.value) == ["car_on_other_shipment"]
        second = shipping.create(desk, [two], "KZ", [])
        with pytest.raises(DraftRefused) as caught:
            shipping.add(desk, second, [one])
        assert codes(caught.value) == ["car_on_other_shipment"]
        shipping.edit(desk, first, [("cancelled", "yes")])
        assert shipping.add(desk, second, [one]).car_ids == (two.id, one.id)

    def test_a_car_taken_off_may_travel_with_another(self, desk: Desk) -> None:
        car = new_car(desk)
        first = shipping.create(desk, [car], "KZ", [])
        assert shipping.remove(desk, first, [car]).car_ids == ()
        assert shipping.create(desk, [car], "KZ", []).car_ids == (car.id,)

    def test_twice_is_once(self, desk: Desk) -> None:
        car = new_car(desk)
        ship = shipping.create(desk, [car, car], "KZ", [])
        assert ship.car_ids == (car.id,)
        assert shipping.add(desk, ship, [car]).car_ids == (car.id,)

    def test_an_archived_car_stays_at_home(self, desk: Desk) -> None:
        car = new_car(desk)
        archive(desk, [car])
        with pytest.raises(DraftRefused) as caught:
            shipping.create(desk, [again(desk, car)], "KZ", [])
        assert codes(caught.value) == ["car_archived"]

    def test_only_what_is_on_board_is_taken_off(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        ship = shipping.create(desk, [one], "KZ", [])
        with pytest.raises(DraftRefused) as caught:
            shipping.remove(desk, ship, [one, two])
        assert codes(caught.value) == ["car_not_on_shipment"]
        assert shipping.cars_of(desk, shipping.find(desk, ship.number)) == [one]


class TestPrices:
    def test_one_currency_a_shipment(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        ship = shipping.create(desk, [one, two], "KZ", [])
        ship = shipping.price(desk, ship, [one], Money.of(15_000, "USD"))
        assert [line.price for line in ship.lines] == [Money.of(15_000, "USD"), None]
        assert ship.currency == "USD"
        with pytest.raises(DraftRefused) as caught:
            shipping.price(desk, ship, [two], Money.of(14_000, "EUR"))
        assert codes(caught.value) == ["shipment_currency_differs"]
        assert shipping.price(desk, ship, [one, two], Money.of(14_000, "USD")).lines[1].price == Money.of(14_000, "USD")

    def test_a_price_for_a_car_that_is_not_on_board(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        ship = shipping.create(desk, [one], "KZ", [])
        with pytest.raises(DraftRefused) as caught:
            shipping.price(desk, ship, [two], Money.of(1, "USD"))
        assert codes(caught.value) == ["car_not_on_shipment"]


class TestJudge:
    def test_the_worst_of_its_cars(self, desk: Desk) -> None:
        ready, other = ready_for_kazakhstan(desk, 1), new_car(desk, 2)
        ship = shipping.create(desk, [ready], "KZ", [("imports_this_year", "0")])
        assert shipping.judge(desk, ship, TODAY)[0] is Verdict.READY
        ship = shipping.add(desk, ship, [other])
        verdict, answers = shipping.judge(desk, ship, TODAY)
        assert verdict is Verdict.ACTION
        assert [(answer.car.id, answer.assessment.verdict) for answer in answers] == [
            (ready.id, Verdict.READY),
            (other.id, Verdict.ACTION),
        ]
        (declared,) = documents.listed(desk, kind="export_declaration")
        documents.edit(desk, declared, [("void", "yes")])
        verdict, _ = shipping.judge(desk, ship, TODAY)
        assert verdict is Verdict.BLOCKED, "two cars on board, one on the licence, and no declaration of its own"

    def test_without_cars_or_rules_it_is_unknown(self, desk: Desk) -> None:
        assert shipping.judge(desk, shipping.create(desk, [], "KZ", []), TODAY) == (Verdict.UNKNOWN, [])
        ship = shipping.create(desk, [ready_for_kazakhstan(desk)], "UA", [])
        assert shipping.judge(desk, ship, TODAY)[0] is Verdict.UNKNOWN

    def test_a_cancelled_shipment_is_judged_as_it_stood(self, desk: Desk) -> None:
        ship = shipping.create(desk, [ready_for_kazakhstan(desk)], "KZ", [])
        ship = shipping.edit(desk, ship, [("cancelled", "yes")])
        verdict, answers = shipping.judge(desk, ship, TODAY)
        assert (verdict, len(answers)) == (Verdict.READY, 1)

    def test_the_route_counts(self, desk: Desk) -> None:
        ship = shipping.create(desk, [ready_for_kazakhstan(desk)], "KZ", [], via=("UA",))
        assert shipping.judge(desk, ship, TODAY)[0] is Verdict.UNKNOWN
