"""Dealers, firms and parties: the same few writes on three kinds of record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import reading_of, refuse
from tui.desk.kinds import CARS, DEALERS, DOCUMENTS, FIRMS, PARTIES, SHIPMENTS
from tui.domain.parties import Dealer, Firm, Party
from tui.domain.problems import Problem
from tui.domain.record_fields import DEALER, FIRM, PARTY, Reader, fill, read_record_fields
from tui.errors import NotFound
from tui.store.contract import Kind, Put, Remove

Partner = Dealer | Firm | Party


@dataclass(frozen=True)
class PartnerKind:
    """How one kind of partner is kept, read and named."""

    word: str
    kind: Kind[Any]
    fields: Mapping[str, Reader]
    blank: Partner


PARTNERS: dict[str, PartnerKind] = {
    "dealer": PartnerKind("dealer", DEALERS, DEALER, Dealer("")),
    "firm": PartnerKind("firm", FIRMS, FIRM, Firm("")),
    "party": PartnerKind("party", PARTIES, PARTY, Party("")),
}


def find(desk: Desk, word: str, name: str) -> Any:
    """The dealer, firm or party of a name (in any case), or whose name alone holds that text.

    Raises NotFound when none fits, or several do.
    """
    wanted = name.strip().casefold()
    everyone = desk.store.all(PARTNERS[word].kind)
    exact = [one for one in everyone if one.name.casefold() == wanted]
    found = exact or [one for one in everyone if wanted and wanted in one.name.casefold()]
    if len(found) != 1:
        raise NotFound("partner_not_found" if not found else "partner_ambiguous", what=word, name=name[:40])
    return found[0]


def save(desk: Desk, word: str, texts: Sequence[tuple[str, str]], partner: Any = None) -> Any:
    """Add a partner, or change one. Raises DraftRefused with every problem."""
    how = PARTNERS[word]
    values, problems = read_record_fields(texts, how.fields, reading_of(desk))
    if partner is not None:
        partner = desk.store.get(how.kind, partner.id) or partner
    record = fill(partner or how.blank, values, how.blank)
    more = []
    if not record.name:
        more.append(Problem("name_missing", "name"))
    if any(o.name.casefold() == record.name.casefold() and o.id != record.id for o in desk.store.all(how.kind)):
        more.append(Problem("name_known", "name", {"value": record.name[:40]}))
    refuse((*problems, *more), confirm=True)
    why = f"{word} {'edit' if partner else 'add'} {record.name}"
    commit = desk.store.commit([Put(how.kind, record)], why=why, expect=desk.store.revision)
    return desk.store.get(how.kind, commit.ids[0])


def remove(desk: Desk, word: str, partner: Any) -> None:
    """Take a partner out of the book. Raises DraftRefused while anything points at it."""
    if _is_used(desk, word, partner.id):
        refuse([Problem("partner_referenced", "name", {"value": partner.name})], confirm=True)
    desk.store.commit([Remove(PARTNERS[word].kind, partner.id)], why=f"{word} remove {partner.name}")


def _is_used(desk: Desk, word: str, id: int) -> bool:
    if word == "dealer":
        return any(
            car.dealer_id == id or any(purchase.dealer_id == id for purchase in car.purchases)
            for car in desk.store.all(CARS)
        )
    if word == "firm":
        return any(shipment.firm_id == id for shipment in desk.store.all(SHIPMENTS)) or any(
            document.scope.firm_id == id for document in desk.store.all(DOCUMENTS)
        )
    return any(
        id in {shipment.consignee_id, shipment.notify_id, shipment.broker_id, shipment.agent_id}
        for shipment in desk.store.all(SHIPMENTS)
    )


def as_document(partner: Partner) -> dict[str, Any]:
    """The partner as plain data, empty fields left out."""
    found: dict[str, Any] = msgspec.to_builtins(partner)
    return found
