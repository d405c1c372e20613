from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.desk.kit import TODAY, edited, new_car, new_desk, put_shipment
from tests.desk.test_missing import wanted
from tests.localised import settle_kit
from tui.desk import partners, requests
from tui.desk.context import Desk
from tui.desk.editing import add_car
from tui.desk.missing import of_giver
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.reports.cells import width
from tui.reports.requests import RequestList

CODE = "91330200MA2XXXXX0A"
SECRETS = ("120000", "120,000", "15000", "130000", "130,000")


@pytest.fixture
def desk() -> Desk:
    made = new_desk()
    partners.save(
        made, "firm", [("name", "宁波近新"), ("name_en", "Ningbo Jinxin"), ("contact", "王伟"), ("code", CODE)]
    )
    return made


def lists(desk: Desk, giver: str, *cars: Car, by: date | None = None, language: str = "en") -> list[RequestList]:
    return requests.lists(desk, of_giver(wanted(desk, cars), giver), language, by=by)


def young(desk: Desk, number: int, **texts: str) -> Car:
    return new_car(desk, number, **({"first_registration": "2026-08-01"} | texts))


def test_the_maker_is_asked_for_his_own_cars(desk: Desk) -> None:
    byd, other = young(desk, 1), young(desk, 2, make="geely", model="星愿")
    found = lists(desk, "maker", byd, other)
    assert [(one.addressee, one.sender, one.as_of) for one in found] == [
        ("BYD", "宁波近新", TODAY),
        ("Geely", "宁波近新", TODAY),
    ]
    point, *items = found[0].points
    assert {one.what for one in items} == {"kit"}, "and to see to what of the kit is the maker's"
    assert (point.what, point.destination, [car.name for car in point.cars]) == ("paper", "KZ", [byd.vin])
    assert "Maker's official seal" in point.must_show, "the rule says what a letter must show"
    assert [one.addressee for one in lists(desk, "maker", byd, language="zh_CN")] == ["比亚迪"]
    assert CODE in requests.rendered(found, "text", "en"), "the maker asks who applies"


def test_each_dealer_sees_his_own_cars_only(desk: Desk) -> None:
    north = partners.save(desk, "dealer", [("name", "北京车行")])
    south = partners.save(desk, "dealer", [("name", "广州车行")])
    texts = {"make": "byd", "model": "海豹", "destination": "KZ", "price": "120000"}
    one = add_car(desk, list(texts.items()), dealer_id=north.id)
    two = add_car(desk, list(texts.items()), dealer_id=south.id)
    found = lists(desk, "dealer", one, two)
    assert [(each.addressee, {car.name for point in each.points for car in point.cars}) for each in found] == [
        ("北京车行", {one.stock_number}),
        ("广州车行", {two.stock_number}),
    ]
    text = requests.rendered(found, "text", "en")
    first, second = text.split("\f")
    assert ("北京车行" in first, "广州车行" in first) == (True, False)
    assert ("北京车行" in second, "广州车行" in second) == (False, True)


def test_the_buyer_of_the_shipment_is_asked_by_its_day(desk: Desk) -> None:
    car = young(desk, 1)
    buyer = partners.save(desk, "party", [("name", "Astana Auto"), ("roles", "consignee")])
    deal = Deal("KZ", licence_application=date(2026, 12, 5), declaration=date(2026, 12, 12))
    shipment = Shipment("S26-001", deal, Mode.ROAD, (Line(car.id),), consignee_id=buyer.id, etd=date(2026, 12, 20))
    put_shipment(desk, shipment)
    (one,) = lists(desk, "importer", car)
    assert (one.addressee, one.by) == ("Astana Auto", date(2026, 12, 5))
    assert lists(desk, "importer", car, by=date(2026, 12, 1))[0].by == date(2026, 12, 1)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_price_leaves_the_house_and_no_line_is_too_wide(desk: Desk, language: str) -> None:
    (car,) = edited(desk, young(desk, 1, vin=""), remark="bought for 120000", trim="长续航" * 12)
    found = requests.lists(desk, wanted(desk, [car], "KZ", "JO", "RU"), language)
    assert {"Maker", "Inspector", "Importer"} <= {one.giver for one in found}
    text = requests.rendered(found, "text", language)
    table = requests.rendered(found, "csv", language)
    assert not [secret for secret in SECRETS if secret in text or secret in table]
    assert max(width(line) for line in text.splitlines()) <= 80
    assert ("宁波近新" if language == "zh_CN" else "Ningbo Jinxin") in text


def test_the_table_has_a_line_for_each_car_of_each_point(desk: Desk) -> None:
    cars = [young(desk, 1, trim="=1+1"), young(desk, 2)]
    settle_kit(desk, *cars)
    found = lists(desk, "maker", *cars)
    rows = list(csv.DictReader(io.StringIO(requests.rendered(found, "csv", "en"))))
    assert [(row["Addressee"], row["VIN"], row["Destination"]) for row in rows] == [
        ("BYD", cars[0].vin, "Kazakhstan"),
        ("BYD", cars[1].vin, "Kazakhstan"),
    ]
    assert rows[0]["Trim"] == "'=1+1", "no formula"


def test_nothing_missing_is_no_letter(desk: Desk) -> None:
    assert lists(desk, "bank", young(desk, 1)) == []
