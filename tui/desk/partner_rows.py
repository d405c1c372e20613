"""Dealers, own firms and parties as one list, with what was bought from each dealer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from tui.desk.context import Desk
from tui.desk.kinds import CARS, DEALERS, FIRMS, PARTIES, SHIPMENTS
from tui.desk.partners import Partner
from tui.domain.parties import Dealer, Firm, Party

P = TypeVar("P", Dealer, Firm, Party)


@dataclass(frozen=True)
class PartnerRow:
    """One line: ``word`` says which kind it is; ``cars`` counts those bought from a dealer or shipped to a party."""

    word: str
    record: Partner
    country: str | None
    city: str
    listed: int
    cars: int

    @property
    def key(self) -> tuple[str, int]:
        """What the line is known by."""
        return self.word, self.record.id


def partner_rows(desk: Desk) -> list[PartnerRow]:
    """Everyone in the book: dealers, then own firms, then parties, each by name."""
    listed, bought = _cars_of_dealers(desk)
    shipped: dict[int, int] = {}
    for shipment in desk.store.all(SHIPMENTS):
        if not shipment.cancelled and shipment.consignee_id is not None:
            shipped[shipment.consignee_id] = shipped.get(shipment.consignee_id, 0) + len(shipment.car_ids)
    dealers = [
        PartnerRow("dealer", one, "CN", one.city, listed.get(one.id, 0), bought.get(one.id, 0))
        for one in _by_name(desk.store.all(DEALERS))
    ]
    firms = [PartnerRow("firm", one, "CN", one.province, 0, 0) for one in _by_name(desk.store.all(FIRMS))]
    parties = [
        PartnerRow("party", one, one.country, "", 0, shipped.get(one.id, 0))
        for one in _by_name(desk.store.all(PARTIES))
    ]
    return [*dealers, *firms, *parties]


def _by_name(records: Iterable[P]) -> list[P]:
    return sorted(records, key=lambda one: one.name.casefold())


def _cars_of_dealers(desk: Desk) -> tuple[dict[int, int], dict[int, int]]:
    listed: dict[int, int] = {}
    bought: dict[int, int] = {}
    for car in desk.store.all(CARS):
        if car.dealer_id is not None and not car.archived:
            listed[car.dealer_id] = listed.get(car.dealer_id, 0) + 1
        purchase = car.purchase
        dealer = (purchase.dealer_id or car.dealer_id) if purchase else None
        if dealer is not None:
            bought[dealer] = bought.get(dealer, 0) + 1
    return listed, bought


def haystack(row: PartnerRow) -> str:
    """All texts of a line, casefolded, for searching."""
    record = row.record
    texts: list[str] = [record.name, row.city, row.country or "", record.contact]
    match record:
        case Dealer():
            texts += [record.note, record.terms, *record.makes]
        case Firm():
            texts += [record.name_en, record.code, record.address]
        case Party():
            texts += [record.address, record.note, record.tax_number]
    return "\n".join(texts).casefold()
