"""The money of the sample book: rates, papers of single cars, sales, receipts, claims and costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from tui.desk import claiming, costing, documents, editing, offering, partners, rates, selling
from tui.desk.chat_draft import ChatDraft
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.domain.claims import RefundPayment
from tui.domain.costing import CostKind
from tui.domain.fields import read_money
from tui.domain.money import Money
from tui.domain.sales import Sale
from tui.domain.shipments import Shipment

_STEPS = ("accepted", "papers_filed", "approved")
Table = Mapping[str, Any]
Lots = Mapping[str, Sequence[Car]]


def fill(desk: Desk, content: Table, lots: Lots, shipments: Mapping[str, Shipment]) -> None:
    """Write everything about money that the tables of the sample book say, in the order of the trade."""
    for table in content["rate"]:
        rates.set_rate(desk, table["base"], table["quote"], Decimal(table["value"]), table["day"], confirm=True)
    for table in content["price_list"]:
        _price_list(desk, table)
    for table in content["paper"]:
        _papers(desk, table, lots)
    for table in content["sale"]:
        _sale(desk, table, lots)
    for table in content["receipt"]:
        buyer = partners.find(desk, "party", table["buyer"])
        selling.receive(
            desk,
            _money(desk, table["money"]),
            table["on"],
            cars=_cars(desk, table, lots),
            party_id=buyer.id,
            reference=table["reference"],
        )
    for table in content["claim"]:
        _claim(desk, table, lots)
    for table in content["after"]:
        steps = editing.preview_edit(desk, _cars(desk, table, lots), list(table["steps"].items()))
        editing.apply_edit(desk, steps, confirm=True)
    for table in content["cost"]:
        _cost(desk, table, lots, shipments)


def _price_list(desk: Desk, table: Table) -> None:
    """Keep the lines of a pasted message as they were read, and decline those that were not wanted."""
    draft = ChatDraft(desk, partners.find(desk, "dealer", table["dealer"]).id, table["day"])
    draft.read(table["text"])
    draft.agree_all()
    for offer in draft.keep():
        if offer.model in (declined := table.get("declined", {})):
            offering.decline(desk, offer, declined[offer.model])


def numbered(pattern: str, place: int) -> str:
    """The number of a paper, counted up."""
    return str(int(pattern) + place)


def _cars(desk: Desk, table: Table, lots: Lots) -> list[Car]:
    """The cars of a lot, or those at some of its places, as the book has them now."""
    lot = lots[table["lot"]]
    wanted = [lot[place] for place in table["cars"]] if "cars" in table else lot
    return [desk.store.get(CARS, car.id) or car for car in wanted]


def _money(desk: Desk, text: str) -> Money:
    return read_money(text, reading_of(desk))


def _papers(desk: Desk, table: Table, lots: Lots) -> None:
    for place, car in enumerate(_cars(desk, table, lots)):
        number = ("number", numbered(table["numbers"], place))
        documents.add(desk, table["kind"], [number, *table["fields"].items()], cars=[car])


def _sale(desk: Desk, table: Table, lots: Lots) -> None:
    fields = table["fields"]
    buyer = partners.find(desk, "party", table["buyer"])
    days = {name: date.fromisoformat(text) for name, text in fields.items() if name not in {"price", "deposit"}}
    plain = Sale(
        0,
        buyer.id,
        price=_money(desk, fields["price"]),
        deposit=_money(desk, fields["deposit"]) if "deposit" in fields else None,
        agreed_on=days["agreed_on"],
        balance_due=days["balance_due"],
    )
    selling.save(desk, [msgspec.structs.replace(plain, car_id=car.id) for car in _cars(desk, table, lots)])


def _claim(desk: Desk, table: Table, lots: Lots) -> None:
    made = claiming.create(desk, _cars(desk, table, lots), period=table["period"])
    made = claiming.file(desk, made, table["filed"])
    for step in _STEPS:
        if step in table:
            made = claiming.record(desk, made, step, table[step])
    for day, text in table.get("asked", ()):
        made = claiming.ask(desk, made, date.fromisoformat(day), text)
    for day, amount in table.get("paid", ()):
        made = claiming.pay(desk, made, RefundPayment(date.fromisoformat(day), _money(desk, amount)))


def _cost(desk: Desk, table: Table, lots: Lots, shipments: Mapping[str, Shipment]) -> None:
    costing.save(
        desk,
        CostKind(table["kind"]),
        _money(desk, table["money"]),
        table["on"],
        cars=_cars(desk, table, lots) if "lot" in table else (),
        shipment=shipments.get(table.get("shipment", "")),
        payee=table.get("payee", ""),
        invoice_number=table.get("invoice_number", ""),
        pay_by=table.get("pay_by"),
        paid_on=table.get("paid"),
    )
