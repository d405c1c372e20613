"""The history that goes into a dossier: of the shipment, its cars and their documents, in one walk through the book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.desk.context import Desk
from tui.desk.history_words import record_text, what_text
from tui.desk.kinds import CARS, DOCUMENTS, ISSUED, SHIPMENTS
from tui.desk.record_history import FieldStep, Row, step_text, steps_of
from tui.domain.documents import Document
from tui.domain.shipments import Shipment

_PRIVATE = frozenset({"purchases", "offer", "dealer_id", "note"})
"""What a car cost, from whom it came, and free notes, which may tell it: fields that stay in the house."""


def histories(desk: Desk, shipment: Shipment, papers: Iterable[Document], *, with_costs: bool) -> dict[str, Any]:
    """The ``nearnew/dossier-history/1`` document: record by record, each from its first entry on; times in UTC.

    Without ``with_costs`` what the cars cost and from whom they came is left out, of every entry.
    """
    rows: dict[Row, list[dict[str, Any]]] = {(SHIPMENTS.name, shipment.id): []}
    rows |= {(CARS.name, car_id): [] for car_id in shipment.car_ids}
    rows |= {(DOCUMENTS.name, paper.id): [] for paper in papers}
    titles: dict[Row, str] = {}
    for commit in desk.store.since(0):
        for change in commit.changes:
            row = (change.kind, change.id)
            if change.kind == ISSUED.name and (change.after or {}).get("shipment_id") == shipment.id:
                rows.setdefault(row, [])
            if row not in rows:
                continue
            found = steps_of(change)
            titles[row] = record_text(desk, *row, change.after or change.before)
            steps = [step for step in found.steps if with_costs or not _private(step)]
            if not (steps or found.made or found.gone):
                continue
            rows[row].append(
                {
                    "entry": commit.sequence,
                    "at": commit.at.isoformat(),
                    "who": commit.who,
                    "what": what_text(desk, commit.why),
                    "added": found.made,
                    "removed": found.gone,
                    "changes": [step_text(desk, step) for step in steps],
                }
            )
    told = [
        {"kind": kind, "id": number, "name": titles.get((kind, number), ""), "entries": entries}
        for (kind, number), entries in rows.items()
    ]
    return {"schema": "nearnew/dossier-history/1", "records": told}


def _private(step: FieldStep) -> bool:
    return step.path[0] in _PRIVATE
