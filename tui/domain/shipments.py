"""Shipments: cars that travel together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from tui.domain.containers import Container
from tui.domain.deals import Deal
from tui.domain.money import Money
from tui.domain.routes import Leg, countries_on_the_way
from tui.domain.words import Mode

if TYPE_CHECKING:
    from tui.domain.cars import Car

INCOTERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
"""Incoterms 2020."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One car on a shipment, at the price of the commercial invoice."""

    car_id: int
    price: Money | None = None


class Shipment(msgspec.Struct, frozen=True, omit_defaults=True):
    """Cars, route and partners of one journey; the order of ``lines`` is the order of loading and of papers.

    With ``legs`` the countries on the way and the days of departure and arrival are theirs: ask ``via``, ``departs``
    and ``arrives``, never ``deal.via``, ``etd`` and ``eta``, which stand for a shipment whose legs nobody entered.
    ``conveyance``, ``voyage`` and ``carrier`` are those of the main carriage; ``agent_id`` is the forwarder or agent.
    ``shipping_marks`` are what stands on the goods themselves (唛头), ``payment_terms`` how the buyer pays.
    """

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
    carrier: str = ""
    booking_number: str = ""
    agent_id: int | None = None
    legs: tuple[Leg, ...] = ()
    containers: tuple[Container, ...] = ()
    payment_terms: str = ""
    shipping_marks: str = ""
    id: int = 0

    @property
    def car_ids(self) -> tuple[int, ...]:
        """The cars on board, in the order of the papers."""
        return tuple(line.car_id for line in self.lines)

    @property
    def via(self) -> tuple[str, ...] | None:
        """The countries on the way, ISO 3166 alpha-2: those of the legs, else as the deal says; None is not known."""
        return countries_on_the_way(self.legs, self.deal.country) if self.legs else self.deal.via

    @property
    def departs(self) -> date | None:
        """The planned day of departure: that of the first leg, else as the head says."""
        return (self.legs[0].etd if self.legs else None) or self.etd

    @property
    def arrives(self) -> date | None:
        """The planned day of arrival: that of the last leg, else as the head says."""
        return (self.legs[-1].eta if self.legs else None) or self.eta

    @property
    def left(self) -> date | None:
        """The day it left by its first leg, or None."""
        return self.legs[0].departed if self.legs else None

    @property
    def landed(self) -> date | None:
        """The day it arrived by its last leg, or None."""
        return self.legs[-1].arrived if self.legs else None

    @property
    def main_leg(self) -> Leg | None:
        """The leg of the main carriage: the first by the shipment's own mode, else the first; None without legs."""
        return next((leg for leg in self.legs if leg.mode is self.mode), self.legs[0] if self.legs else None)

    @property
    def carriage(self) -> tuple[str, str, str]:
        """Conveyance, voyage and carrier of the main carriage: as the head says, else as its leg does."""
        leg = self.main_leg
        if leg is None:
            return self.conveyance, self.voyage, self.carrier
        return self.conveyance or leg.conveyance, self.voyage or leg.voyage, self.carrier or leg.carrier

    @property
    def entering_leg(self) -> Leg | None:
        """The leg that enters the destination, or None."""
        return next((leg for leg in self.legs if leg.end_country == self.deal.country), None)

    def container_of(self, car_id: int) -> Container | None:
        """The container that a car is loaded in, or None."""
        return next((one for one in self.containers if car_id in one.car_ids), None)


def carried(shipments: Iterable[Shipment]) -> dict[int, Shipment]:
    """By car id, the shipment that carries the car; of several that are not cancelled, the last."""
    return {car_id: one for one in shipments if not one.cancelled for car_id in one.car_ids}


def destination_of(car: Car, shipment: Shipment | None) -> str | None:
    """Where a car is to go: the destination of the shipment that carries it, else of its own deal, else None."""
    if shipment is not None:
        return shipment.deal.country
    return car.deal.country if car.deal else None
