"""The sample book: made from ``data/demo.toml`` through the desk's own use cases, on its own day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tui.config import Settings
from tui.desk import (
    demo_evidence,
    demo_journeys,
    demo_kits,
    demo_money,
    documents,
    editing,
    importing,
    partners,
    sheets,
    shipping,
)
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.kinds import CARS
from tui.desk.opening import DEMO_DAY, Opening, open_desk
from tui.domain.cars import Car
from tui.domain.fields import read_money
from tui.domain.shipments import Shipment
from tui.domain.vin import check_digit
from tui.packs.reading import read_toml
from tui.paths import data
from tui.sheets.reader import read_table

_CHECK_PLACE = "?"
_NOON = datetime.combine(DEMO_DAY, time(4), UTC)
"""Noon of the sample day in China, in UTC."""


@contextmanager
def throw_away(settings: Settings, language: str) -> Iterator[Desk]:
    """Open a fresh sample book in a temporary folder that goes with the block."""
    with TemporaryDirectory(prefix="nearnew-demo-") as folder:
        desk = write(settings, Path(folder) / "book", language)
        try:
            yield desk
        finally:
            desk.store.close()


def write(settings: Settings, folder: Path, language: str = "en") -> Desk:
    """Write the sample book into a new folder and open it. Raises BookError when something else is there."""
    desk = open_desk(settings, Opening(book=folder, demo=True, language=language), now=lambda: _NOON)
    if desk.store.revision == 0:
        _fill(desk, read_toml(data("demo.toml")))
    return desk


def _fill(desk: Desk, content: Mapping[str, Any]) -> None:
    for word in ("firm", "dealer", "party"):
        for table in content[word]:
            partners.save(desk, word, list(table.items()))
    for table in content["model"]:
        sheets.set_facts(desk, table["words"], list(table["facts"].items()))
    lots = {}
    for number, table in enumerate(content["lot"]):
        lots[table.get("name", str(number))] = _lot(desk, table)
    shipments = {}
    for number, table in enumerate(content["shipment"]):
        shipments[table.get("name", str(number))] = _shipment(desk, table, lots[table["lot"]])
    for table in content["document"]:
        cars = [_latest(desk, car) for car in lots.get(table.get("lot", ""), [])]
        documents.add(desk, table["kind"], list(table["fields"].items()), cars=cars)
    demo_kits.fill(desk, content, lots)
    demo_evidence.fill(desk, content, lots)
    demo_money.fill(desk, content, lots, shipments)
    demo_journeys.fill(desk, content, lots, shipments)
    text = content["list"]["text"].strip().encode()
    preview = importing.preview(
        desk,
        read_table(text, "demo.csv"),
        dealer=content["list"]["dealer"],
        source="demo.csv",
        sha256=hashlib.sha256(text).hexdigest(),
    )
    importing.apply(desk, preview)


def _lot(desk: Desk, table: Mapping[str, Any]) -> list[Car]:
    """Add the cars of a lot, buy them, and record their steps."""
    dealer = partners.find(desk, "dealer", table["dealer"])
    made = []
    for place, colour in enumerate(islice(cycle(table["colours"]), table["count"])):
        texts = [*table["car"].items(), ("colour", colour)]
        if "vin" in table:
            texts.append(("vin", _numbered(table["vin"], place)))
        made.append(editing.add_car(desk, texts, dealer_id=dealer.id))
    if "bought" in table:
        _buy(desk, table, made)
    if "steps" in table:
        made = [_latest(desk, car) for car in made]
        editing.apply_edit(desk, editing.preview_edit(desk, made, list(table["steps"].items())), confirm=True)
    return [_latest(desk, car) for car in made]


def _buy(desk: Desk, table: Mapping[str, Any], cars: list[Car]) -> None:
    """Buy the cars of a lot: at once, or one by one where each has an invoice of its own."""
    day = ("bought_on", table["bought"])
    if "invoices" not in table:
        terms = [day, ("pay_by", table.get("pay_by", ""))]
        editing.apply_edit(desk, editing.preview_buy(desk, cars, terms), confirm=True, why="car buy")
        return
    for place, car in enumerate(cars):
        number = ("invoice_number", demo_money.numbered(table["invoices"], place))
        preview = editing.preview_buy(desk, [car], [day, number, ("invoice_date", table["bought"])])
        editing.apply_edit(desk, preview, confirm=True, why="car buy")


def _shipment(desk: Desk, table: Mapping[str, Any], cars: list[Car]) -> Shipment:
    via = (table["via"],) if "via" in table else None
    consignee = partners.find(desk, "party", table["consignee"]).id
    made = shipping.create(desk, cars, table["to"], list(table["fields"].items()), via=via, consignee_id=consignee)
    if "price" in table:
        made = shipping.price(desk, made, cars, read_money(table["price"], reading_of(desk)))
    return made


def _numbered(pattern: str, place: int) -> str:
    """The VIN of a pattern, counted up from its last six digits, with the check digit worked out."""
    serial = f"{int(pattern[-6:]) + place:06d}"
    vin = pattern.replace(_CHECK_PLACE, "0")[:-6] + serial
    return vin[:8] + check_digit(vin) + vin[9:]


def _latest(desk: Desk, car: Car) -> Car:
    """The car as the book has it now."""
    return desk.store.get(CARS, car.id) or car
