"""Which documents reach which car, with the end of their validity worked out where none is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import DOCUMENTS
from tui.domain.documents import Document, Reach
from tui.domain.partialdate import add_months
from tui.domain.rules import DocumentKind

_MONTHS = {"Y": 12, "M": 1}


def with_validity(document: Document, kinds: Mapping[str, DocumentKind]) -> Document:
    """The document with its last day filled in from its kind's life, counted from the day of issue."""
    kind = kinds.get(document.kind)
    if document.expires is not None or document.issued is None or kind is None or not kind.period:
        return document
    count, unit = int(kind.period[1:-1]), kind.period[-1]
    last = add_months(document.issued, count * _MONTHS[unit])
    if kind.until == "year_end":
        last = min(last, date(document.issued.year, 12, 31))
    return msgspec.structs.replace(document, expires=last)


class PapersIndex:
    """Documents by what they reach, so that a car's papers are found without reading all."""

    def __init__(self, documents: Iterable[Document], kinds: Mapping[str, DocumentKind]) -> None:
        firm: list[Document] = []
        self._by_car = by_car = dict[int, list[Document]]()
        self._by_sheet: dict[int, list[Document]] = {}
        self._by_shipment: dict[int, list[Document]] = {}
        living = frozenset(name for name, kind in kinds.items() if kind.period)
        for raw in documents:
            document = with_validity(raw, kinds) if raw.kind in living else raw
            scope = document.scope
            match scope.reach:
                case Reach.CARS | Reach.LICENCE:
                    for car_id in scope.car_ids:
                        by_car.setdefault(car_id, []).append(document)
                case Reach.FIRM:
                    firm.append(document)
                case Reach.MODEL:
                    for sheet_id in scope.sheet_ids:
                        self._by_sheet.setdefault(sheet_id, []).append(document)
                case Reach.SHIPMENT:
                    if scope.shipment_id is not None:
                        self._by_shipment.setdefault(scope.shipment_id, []).append(document)
        self.firm = tuple(firm)
        """The firm's papers, which reach every car: given as this same tuple when there are no others."""
        self.asks_for_sheets = bool(self._by_sheet)
        """Whether any paper goes by the model sheet of a car."""

    @cached_property
    def car_ids(self) -> frozenset[int]:
        """The cars of which a paper speaks by themselves."""
        return frozenset(self._by_car)

    def of(
        self, car_id: int, sheet_id: int | None, shipment_id: int | None, firm_id: int | None = None
    ) -> tuple[Document, ...]:
        """The documents that reach a car, firm's first; a paper of another firm than ``firm_id`` does not."""
        firm = self.firm
        if firm_id is not None and any(paper.scope.firm_id not in {None, firm_id} for paper in firm):
            firm = tuple(paper for paper in firm if paper.scope.firm_id in {None, firm_id})
        own = self._by_car.get(car_id)
        sheet = self._by_sheet.get(sheet_id) if sheet_id is not None else None
        shipment = self._by_shipment.get(shipment_id) if shipment_id is not None else None
        if not (own or sheet or shipment):
            return firm
        return (*firm, *(sheet or ()), *(own or ()), *(shipment or ()))


def papers_of_book(desk: Desk) -> PapersIndex:
    """The index of all documents of the book; the same one until a document changes."""
    kinds = desk.library.documents
    return desk.index("papers", desk.store.all(DOCUMENTS), lambda found: PapersIndex(found, kinds))
