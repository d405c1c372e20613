"""What of the book reaches a car: the shipment that carries it, and the documents that speak of it."""

from __future__ import annotations

from functools import cached_property

from tui.desk.context import Desk
from tui.desk.kinds import DOCUMENTS, SHIPMENTS
from tui.desk.papers_index import PapersIndex, papers_of_book
from tui.domain.cars import Car
from tui.domain.documents import Document, is_whole
from tui.domain.shipments import Shipment, carried, destination_of


class Reaching:
    """Shipments and documents by car, for one question; it reads the book when it is first asked."""

    def __init__(self, desk: Desk, only: Shipment | None = None) -> None:
        """``only`` takes cars as on that shipment, whatever others they may be on."""
        self._desk = desk
        self._only = only

    @cached_property
    def shipments(self) -> dict[int, Shipment]:
        """The shipment that carries each car that is on one."""
        if self._only:
            return dict.fromkeys(self._only.car_ids, self._only)
        return self._desk.index("carried", self._desk.store.all(SHIPMENTS), carried)

    def shipment_of(self, car: Car) -> Shipment | None:
        """The shipment that carries a car, or None."""
        return self.shipments.get(car.id)

    def shipment_to(self, car: Car, country: str) -> Shipment | None:
        """The shipment that carries a car to a country, or None."""
        shipment = self.shipment_of(car)
        return shipment if shipment is not None and shipment.deal.country == country else None

    def own_destination(self, car: Car) -> str | None:
        """Where the car is to go: its shipment's destination, else its own deal's, else None."""
        return destination_of(car, self.shipment_of(car))

    def papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car."""
        return self._reaching(papers_of_book(self._desk), car)

    def counting_papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car, less those of which a file is missing: such a one is not held."""
        return self._reaching(self.counting, car)

    @cached_property
    def counting(self) -> PapersIndex:
        """The documents of which every file is there."""
        documents = self._desk.store.all(DOCUMENTS)
        if not any(paper.attachments for paper in documents):
            return papers_of_book(self._desk)
        sizes = self._desk.store.files.sizes()
        whole = (paper for paper in documents if is_whole(paper, sizes))
        return PapersIndex(whole, self._desk.library.documents)

    def _reaching(self, papers: PapersIndex, car: Car) -> tuple[Document, ...]:
        sheet = self._desk.sheet_of(car) if papers.asks_for_sheets else None
        shipment = self.shipment_of(car)
        sheet_id = sheet.id if sheet else None
        if shipment is None:
            return papers.of(car.id, sheet_id, None)
        return papers.of(car.id, sheet_id, shipment.id, shipment.firm_id)
