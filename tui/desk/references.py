"""What points at a car: nothing referenced is removed, not by hand and not by undoing."""

from __future__ import annotations

from collections.abc import Iterator

from tui.desk.context import Desk
from tui.desk.kinds import (
    CAR_ITEMS,
    CLAIMS,
    COSTS,
    DOCUMENTS,
    INSPECTIONS,
    LETTERS,
    OFFERS,
    OVERRIDES,
    RECEIPTS,
    SALES,
    SHIPMENTS,
)


def naming(desk: Desk) -> Iterator[tuple[int, str]]:
    """Every car that another record names, with the name of that record."""
    for shipment in desk.store.all(SHIPMENTS):
        yield from ((car_id, shipment.number) for car_id in shipment.car_ids)
    for document in desk.store.all(DOCUMENTS):
        named = (*document.scope.car_ids, *(one.car_id for one in document.prints if one.car_id is not None))
        yield from ((car_id, document.number or document.kind) for car_id in dict.fromkeys(named))
    for override in desk.store.all(OVERRIDES):
        yield from ((car_id, override.rule_id) for car_id in override.car_ids)
    for claim in desk.store.all(CLAIMS):
        yield from ((line.car_id, claim.number) for line in claim.lines)
    for cost in desk.store.all(COSTS):
        yield from ((car_id, cost.kind.value) for car_id in cost.car_ids)
    for receipt in desk.store.all(RECEIPTS):
        yield from ((part.car_id, receipt.reference or receipt.on.isoformat()) for part in receipt.allocations)
    for items in desk.store.all(CAR_ITEMS):
        yield items.car_id, ", ".join(entry.item for entry in items.entries[:3])
    for sale in desk.store.all(SALES):
        yield sale.car_id, sale.proforma_number or str(sale.id)
    for offer in desk.store.all(OFFERS):
        yield from ((car_id, offer.text or str(offer.id)) for car_id in offer.bought_ids)
    for inspection in desk.store.all(INSPECTIONS):
        yield inspection.car_id, inspection.number or f"inspection {inspection.id}"
    for request in desk.store.all(LETTERS):
        yield from ((car_id, request.number) for car_id in request.car_ids)
