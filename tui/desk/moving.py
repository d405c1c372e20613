"""Moving cars between shipments, splitting and cancelling: one commit each, and the papers that no longer fit after."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from tui.desk import shipping
from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.desk.editing import name_of, refuse
from tui.desk.kinds import DOCUMENTS, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.documents import Document, Reach
from tui.domain.problems import Problem
from tui.domain.shipments import Line, Shipment
from tui.store.contract import Put

_OF_ONE_JOURNEY = (
    "invoice_number", "packing_list_number", "transport_document", "booking_number", "note",
)  # fmt: skip
"""Numbers that belong to the papers of one shipment: the part that is split off gets its own."""


def move(desk: Desk, shipment: Shipment, target: Shipment, cars: Sequence[Car]) -> tuple[Shipment, Shipment]:
    """Move cars with their prices from one shipment to another, behind those there. Raises DraftRefused."""
    shipment, target = shipping.latest(desk, shipment), shipping.latest(desk, target)
    ids = {car.id for car in cars}
    moved = [line for line in shipment.lines if line.car_id in ids]
    problems = _strangers(shipment, cars)
    problems += [Problem("shipment_cancelled", "shipment", {"number": target.number})] if target.cancelled else []
    priced = {line.price.currency for line in moved if line.price}
    has = target.currency or next((line.price.currency for line in target.lines if line.price), "")
    if has and priced - {has}:
        params = {"number": target.number, "has": has, "new": ", ".join(sorted(priced - {has}))}
        problems.append(Problem("shipment_other_currency", "price", params))
    there = set(target.car_ids)
    refuse(problems, confirm=True)
    left = shipping.without(shipment, ids)
    lines = (*target.lines, *(line for line in moved if line.car_id not in there))
    joined = msgspec.structs.replace(target, lines=lines)
    why = f"shipment move {shipment.number} {target.number}"
    desk.store.commit([Put(SHIPMENTS, left), Put(SHIPMENTS, joined)], why=why, expect=desk.store.revision)
    return shipping.latest(desk, left), shipping.latest(desk, joined)


def split(desk: Desk, shipment: Shipment, cars: Sequence[Car], number: str = "") -> tuple[Shipment, Shipment]:
    """Put some cars of a shipment on a new one of the same route, partners and terms. Raises DraftRefused.

    A container goes along when all that is in it does. The numbers of papers, freight and insurance stay behind.
    """
    shipment = shipping.latest(desk, shipment)
    ids = {car.id for car in cars}
    problems = _strangers(shipment, cars)
    if not problems and ids >= set(shipment.car_ids):
        problems.append(Problem("shipment_empty_after", "cars", {"number": shipment.number}))
    whole = tuple(box for box in shipment.containers if box.car_ids and ids >= set(box.car_ids))
    left = shipping.without(
        msgspec.structs.replace(shipment, containers=tuple(b for b in shipment.containers if b not in whole)), ids
    )
    new = msgspec.structs.replace(
        shipment,
        number=number.strip() or shipping.next_number(desk),
        lines=tuple(line for line in shipment.lines if line.car_id in ids),
        containers=whole,
        freight=None,
        insurance=None,
        id=0,
        **dict.fromkeys(_OF_ONE_JOURNEY, ""),
    )
    problems += [one for one in shipping.problems_of(desk, new, ()) if one.field == "number"]
    refuse(problems, confirm=True)
    why = f"shipment split {shipment.number} {new.number}"
    commit = desk.store.commit([Put(SHIPMENTS, left), Put(SHIPMENTS, new)], why=why, expect=desk.store.revision)
    made = desk.store.get(SHIPMENTS, commit.ids[1])
    return shipping.latest(desk, left), made or new


def cancel(desk: Desk, shipment: Shipment, *, back: bool = False) -> Shipment:
    """Cancel a shipment: its cars are free again, and it keeps everything; or take it ``back``, if they still are."""
    shipment = shipping.latest(desk, shipment)
    if shipment.cancelled is not back:
        return shipment
    changed = msgspec.structs.replace(shipment, cancelled=not back)
    refuse(shipping.problems_of(desk, changed, shipping.cars_of(desk, changed) if back else ()), confirm=True)
    return shipping.save(desk, changed, f"shipment cancel{' --back' if back else ''} {shipment.number}")


def reorder(desk: Desk, shipment: Shipment, cars: Sequence[Car]) -> Shipment:
    """Load these cars first, in this order; the others keep theirs behind them. Raises DraftRefused."""
    shipment = shipping.latest(desk, shipment)
    refuse(_strangers(shipment, cars), confirm=True)
    lines: dict[int, Line] = {line.car_id: line for line in shipment.lines}
    first = dict.fromkeys(car.id for car in cars)
    order = [*first, *(car_id for car_id in lines if car_id not in first)]
    changed = msgspec.structs.replace(shipment, lines=tuple(lines[car_id] for car_id in order))
    return shipping.save(desk, changed, f"shipment order {shipment.number}")


def unfit(desk: Desk, shipment: Shipment, car_ids: Collection[int], *, to: str | None = None) -> tuple[Document, ...]:
    """The papers that no longer fit once these cars have left a shipment.

    Those of the shipment itself, those that cover cars which left and cars which stay on one licence or one paper of
    a shipment, and those of the cars for another country than ``to``, where they go now.
    """
    kinds, gone = desk.library.documents, set(car_ids)
    found = []
    for paper in desk.store.all(DOCUMENTS):
        if paper.void:
            continue
        kind, covered = kinds.get(paper.kind), set(paper.scope.car_ids)
        of_shipment = kind is not None and kind.scope == Reach.SHIPMENT
        torn = covered & gone and covered - gone and (paper.scope.reach is Reach.LICENCE or of_shipment)
        elsewhere = (
            to is not None
            and covered & gone
            and kind is not None
            and kind.per_country
            and paper.country not in {None, to}
        )
        if paper.scope.shipment_id == shipment.id or torn or elsewhere:
            found.append(paper)
    return tuple(found)


def named(desk: Desk, papers: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """Papers as English title and number (the title to be translated where it is shown)."""
    return tuple((title_of(desk, paper.kind), paper.number) for paper in papers)


def _strangers(shipment: Shipment, cars: Sequence[Car]) -> list[Problem]:
    return [
        Problem("car_not_on_shipment", "cars", {"car": name_of(car)}) for car in cars if car.id not in shipment.car_ids
    ]
