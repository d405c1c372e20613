"""Who takes part in a shipment and by what it travels, from the records: pure."""

from __future__ import annotations

from collections.abc import Mapping

from tui.domain.parties import Firm, Party
from tui.domain.shipments import Shipment
from tui.domain.words import Role
from tui.reports.records import People
from tui.reports.summary import Exporter, LegLine, Loading, Named, Partner


def exporter_of(firm: Firm | None) -> Exporter | None:
    """The firm as papers name it."""
    if firm is None:
        return None
    return Exporter(
        firm.name,
        firm.name_en or None,
        firm.code or None,
        firm.address or None,
        firm.contact or None,
        firm.bank or None,
        firm.bank_account or None,
        firm.swift or None,
    )


def partner_of(party: Party | None) -> Partner | None:
    """A party as papers name it."""
    if party is None:
        return None
    return Partner(party.name, party.country, party.address or None, party.contact or None, party.tax_number or None)


def producing_unit_of(shipment: Shipment, people: People) -> str | None:
    """The producing or selling unit: the firm itself when the deal says that no agent declares."""
    if people.producing_unit:
        return people.producing_unit
    alone = shipment.deal.cn_agent_declares is False
    return people.firm.name if people.firm and alone else None


def trading_country_of(consignee: Party | None) -> str | None:
    """The country of the contract's buyer: the consignee's when the consignee is the buyer too."""
    return consignee.country if consignee and Role.BUYER in consignee.roles else None


def loadings_of(shipment: Shipment) -> tuple[Loading, ...]:
    """The containers with the places of their cars on the paper, in the order of loading."""
    place_of = {line.car_id: place for place, line in enumerate(shipment.lines, start=1)}
    return tuple(
        Loading(
            one.number,
            one.type or None,
            one.seals,
            tuple(place_of[car_id] for car_id in one.car_ids if car_id in place_of),
        )
        for one in shipment.containers
    )


def legs_of(shipment: Shipment, modes: Mapping[str, str]) -> tuple[LegLine, ...]:
    """The stretches of the journey; ``modes`` are the English titles of the modes."""
    return tuple(
        LegLine(
            leg.start,
            leg.start_country,
            leg.end,
            leg.end_country,
            Named(leg.mode.value, modes.get(leg.mode.value, leg.mode.value)),
            leg.conveyance or None,
            leg.voyage or None,
            leg.etd,
            leg.eta,
            leg.departed,
            leg.arrived,
        )
        for leg in shipment.legs
    )
