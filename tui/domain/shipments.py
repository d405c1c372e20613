"""Shipments: cars that travel together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.money import Money
from tui.domain.words import Mode

INCOTERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
"""Incoterms 2020."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One car on a shipment, at the price of the commercial invoice."""

    car_id: int
    price: Money | None = None


class Shipment(msgspec.Struct, frozen=True, omit_defaults=True):
    """Cars, route and partners of one journey; the order of ``lines`` is the order of loading and of papers."""

    number: str
    deal: Deal
    mode: Mode
    lines: tuple[Line, ...] = ()
    firm_id: int | None = None
    consignee_id: int | None = None
    notify_id: int | None = None
    broker_id: int | None = None
    incoterm: str = ""
    incoterm_place: str = ""
    port_of_loading: str = ""
    port_of_discharge: str = ""
    exit_customs: str = ""
    conveyance: str = ""
    voyage: str = ""
    transport_document: str = ""
    contract_number: str = ""
    invoice_number: str = ""
    packing_list_number: str = ""
    currency: str = ""
    freight: Money | None = None
    insurance: Money | None = None
    etd: date | None = None
    eta: date | None = None
    note: str = ""
    cancelled: bool = False
    id: int = 0

    @property
    def car_ids(self) -> tuple[int, ...]:
        """The cars on board, in the order of the papers."""
        return tuple(line.car_id for line in self.lines)


def carried(shipments: Iterable[Shipment]) -> dict[int, Shipment]:
    """By car id, the shipment that carries the car; of several that are not cancelled, the last."""
    return {car_id: one for one in shipments if not one.cancelled for car_id in one.car_ids}


def destination_of(car: Car, shipment: Shipment | None) -> str | None:
    """Where a car is to go: the destination of the shipment that carries it, else of its own deal, else None."""
    if shipment is not None:
        return shipment.deal.country
    return car.deal.country if car.deal else None
