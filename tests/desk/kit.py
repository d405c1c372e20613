"""A desk over a book in memory, on the sample day, and the few steps that stories begin with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from tests.localised import settle_kit
from tui.config import Settings
from tui.desk import documents
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.editing import add_car, apply_edit, preview_buy, preview_edit
from tui.desk.kinds import CARS, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.documents import LETTER, LICENCE, Document
from tui.domain.readiness import Assessment
from tui.domain.shipments import Shipment
from tui.domain.vin import check_digit
from tui.errors import DraftRefused
from tui.packs.library import Library
from tui.store.contract import Put
from tui.store.memory import MemoryStore

TODAY = date(2026, 11, 22)
LIBRARY = Library()
SEAL = {
    "make": "byd",
    "model": "海豹",
    "trim": "长续航",
    "model_year": "2026",
    "powertrain": "bev",
    "steering": "LHD",
    "charge_port": "GBT",
    "software_languages": "zh, en, ru",
    "body": "saloon",
    "colour": "white",
    "manufacture_date": "2026-03-05",
    "first_registration": "2026-04-10",
    "odometer_km": "80",
    "battery_soh": "100",
    "damage_history": "none",
    "former_use": "none",
    "price": "120000",
    "invoice_kind": "special_vat",
    "destination": "KZ",
}
PAPERS = (
    LETTER, LICENCE, "cn_export_contract_aftersales", "cn_used_car_export_filing", "cn_inspection_report_wmt8",
    "cn_destination_standard_declaration", "cn_barred_groups_check", "export_declaration", "sbkts", "epts",
)  # fmt: skip
"""What a car of SEAL's age lacks for Kazakhstan, once it is transferred."""


def noon() -> datetime:
    return datetime(2026, 11, 22, 4, tzinfo=UTC)


def new_desk(today: date = TODAY) -> Desk:
    return Desk(MemoryStore(now=noon, who="tester"), LIBRARY, Settings(), today, noon)


def vin(number: int) -> str:
    bare = f"LC0CE4CB0V4{number:06}"
    return bare[:8] + check_digit(bare) + bare[9:]


def new_car(desk: Desk, number: int = 1, **texts: str) -> Car:
    return add_car(desk, list((SEAL | {"vin": vin(number)} | texts).items()))


def bought(desk: Desk, car: Car, on: str = "2026-05-01") -> Car:
    apply_edit(desk, preview_buy(desk, [car], [("bought_on", on)]), why="car buy")
    return again(desk, car)


def edited(desk: Desk, *cars: Car, **texts: str) -> tuple[Car, ...]:
    apply_edit(desk, preview_edit(desk, [again(desk, car) for car in cars], list(texts.items())))
    return tuple(again(desk, car) for car in cars)


def again(desk: Desk, car: Car) -> Car:
    """The car as the book has it now."""
    found = desk.store.get(CARS, car.id)
    assert found is not None
    return found


def paper(desk: Desk, kind: str, *cars: Car, shipment: Shipment | None = None, **texts: str) -> Document:
    own = {"country": "KZ", "issued": "2026-11-01", "checked_by": "王"} | texts
    if kind == LETTER:
        own |= {"signer": "maker", "shows": "all"}
    if kind == LICENCE:
        own |= {"fields_match": "yes", "owner_is_applicant": "yes"}
    return documents.add(desk, kind, list(own.items()), cars=cars, shipment=shipment)


def ready_for_kazakhstan(desk: Desk, number: int = 1) -> Car:
    (car,) = edited(desk, bought(desk, new_car(desk, number)), transferred="2026-05-02")
    for kind in PAPERS:
        paper(desk, kind, car)
    settle_kit(desk, car)
    return car


def answer(desk: Desk, car: Car, to: str | None = None, *, on: date = TODAY, **how: Any) -> Assessment:
    return Checker(desk, Question(on, **how)).answer(car, to).assessment


def codes(error: DraftRefused) -> list[str]:
    return [problem.code for problem in error.problems]  # type: ignore[attr-defined]


def put_cars(desk: Desk, cars: Sequence[Car]) -> list[Car]:
    """Store records as they are."""
    commit = desk.store.commit([Put(CARS, car) for car in cars], why="test")
    return [msgspec.structs.replace(car, id=row) for car, row in zip(cars, commit.ids, strict=True)]


def put_shipment(desk: Desk, shipment: Shipment) -> Shipment:
    (row,) = desk.store.commit([Put(SHIPMENTS, shipment)], why="test").ids
    return msgspec.structs.replace(shipment, id=row)
