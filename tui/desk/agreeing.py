"""Do the papers of a car agree: gathering what they print, and the gate that a difference closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import DOCUMENTS, FIRMS, PARTIES, SHIPMENTS
from tui.desk.papers_index import PapersIndex
from tui.domain.agreement import (
    RECORD,
    Agreement,
    Compared,
    Names,
    Says,
    Sheet,
    compare,
    folded,
    licence_agrees,
    sheet_of,
)
from tui.domain.assessing import Own
from tui.domain.cars import Car
from tui.domain.documents import LICENCE, Document
from tui.domain.facts import Case
from tui.domain.money import Money, total
from tui.domain.readiness import Flag, State
from tui.domain.rules import Gate
from tui.domain.shipments import Shipment
from tui.domain.words import Stage

CERTIFICATE, INVOICE, RECEIPT = "registration_certificate", "commercial_invoice", "bank_receipt"
_WHOLE_CODE = 10


class Printed:
    """The papers of a book that print something, and what is called differently and is the same."""

    def __init__(self, desk: Desk, documents: Sequence[Document]) -> None:
        self._aboard = {one.id: frozenset(one.car_ids) for one in desk.store.all(SHIPMENTS)}
        self._table = desk.library.agreement
        self.index = PapersIndex((one for one in documents if one.prints and not one.void), desk.library.documents)
        self._sheets: dict[int, Sheet] = {}

    def sheet(self, document: Document) -> Sheet:
        """A paper read, once."""
        found = self._sheets.get(document.id)
        if found is None:
            aboard = self._aboard.get(document.scope.shipment_id or 0, frozenset())
            found = self._sheets[document.id] = sheet_of(document, self._table.fields, aboard)
        return found


def printed(desk: Desk) -> Printed | None:
    """What the papers of the book print; None when no paper prints anything."""
    documents, shipments = desk.store.all(DOCUMENTS), desk.store.all(SHIPMENTS)

    def build() -> Printed | None:
        return Printed(desk, documents) if any(one.prints and not one.void for one in documents) else None

    return desk.kept("printed", (documents, shipments), build)


def names_of(desk: Desk) -> Names:
    """The aliases of makes and the names of the own firms: a firm's Chinese and English name are the same firm."""
    aliases = desk.library.vocabulary.makes
    firms = desk.store.all(FIRMS)

    def build() -> Names:
        makes = {folded(alias): make for alias, make in aliases.items()}
        own = {folded(name): f"#{firm.id}" for firm in firms for name in (firm.name, firm.name_en) if name}
        return Names(makes, own)

    return desk.kept("paper names", (firms,), build)


class _OwnInvoice(msgspec.Struct, frozen=True):
    """What our own invoice of a shipment says of all its cars, worked out once."""

    prices: Mapping[int, Money | None]
    totals: Mapping[str, str]
    covers: frozenset[int]
    exporter: str
    consignee: str


class Agreeing:
    """What the papers of cars say, for one desk; it reads the book when it is first asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lacking: dict[tuple[str, ...], tuple[Flag, ...]] = {}
        self._invoices: dict[int, _OwnInvoice] = {}
        self._marks: dict[int, tuple[Car, int]] = {}
        """By the identity of the car, which is kept beside them: papers are compared with what its record says."""

    gate = Gate.PAPERS

    @cached_property
    def _printed(self) -> Printed | None:
        return printed(self._desk)

    @cached_property
    def _names(self) -> Names:
        return names_of(self._desk)

    def _names_for(self, car: Car) -> Names:
        return self._names.of_model(car.model, self._desk.specs_of(car).type_code)

    @property
    def table(self) -> Agreement:
        """Which papers must agree."""
        return self._desk.library.agreement

    @property
    def is_empty(self) -> bool:
        """Whether no paper of the book prints anything."""
        return self._printed is None

    def flags(self, car: Car, own: Own, frame: Case, shipment: Shipment | None) -> tuple[Flag, ...] | None:  # noqa: ARG002 - the facts of the car are no part of what its papers print
        """The differences between a car's papers as blocks; None where no two papers could be compared."""
        if not self._papers(car, shipment):
            return None
        said = self.said(car, frame.destination, frame.dates["declaration"], shipment)
        found = compare(said, self.table, self._names_for(car))
        if not found.differences and not found.compared:
            return None
        lacking = self._lacking.setdefault(
            found.lacking,
            (Flag(self.table.lacking, State.FLAGGED, needs=found.lacking),) if found.lacking else (),
        )
        if not found.differences:
            return lacking
        rules = dict.fromkeys(one.rule.id for one in found.differences)
        by_id = {one.rule.id: one.rule for one in found.differences}
        return (*(Flag(by_id[rule_id], State.FLAGGED) for rule_id in rules), *lacking)

    reads = ()

    def marks(self, cars: Sequence[Car]) -> Sequence[int] | None:
        """A number of its own for each car of which a printed paper speaks: their papers are read one by one."""
        if self._printed is None:
            return None
        index = self._printed.index
        spoken_of = None if index.firm or index.asks_for_sheets else index.car_ids
        return [self._mark(car) if spoken_of is None or car.id in spoken_of else 0 for car in cars]

    def _mark(self, car: Car) -> int:
        return self._marks.setdefault(id(car), (car, len(self._marks) + 1))[1]

    def compared(self, car: Car, destination: str, day: date, shipment: Shipment | None) -> Compared:
        """The papers of a car compared, whether or not there are any."""
        return compare(self.said(car, destination, day, shipment), self.table, self._names_for(car))

    def said(self, car: Car, destination: str, day: date, shipment: Shipment | None) -> list[Says]:
        """What the book, the papers and our own invoice say of a car.

        Of each kind the youngest paper counts that is not out of date on ``day`` and not for another country; of bank
        receipts all do.
        """
        found: dict[str, tuple[Document, Says]] = {}
        receipts: list[Says] = []
        kinds = self._desk.library.documents
        for paper in self._papers(car, shipment):
            kind = kinds.get(paper.kind)
            elsewhere = kind is not None and kind.per_country and paper.country not in {None, destination}
            if elsewhere or (paper.expires is not None and paper.expires < day):
                continue
            said = self._printed.sheet(paper).says(car.id) if self._printed else None
            if said is None:
                continue
            if paper.kind == RECEIPT:
                receipts.append(said)
            elif paper.kind not in found or _age(found[paper.kind][0]) < _age(paper):
                found[paper.kind] = (paper, said)
        own = [] if INVOICE in found or shipment is None else self._own_invoice(car, shipment)
        return [self._record(car), *(said for _, said in found.values()), *own, *receipts]

    def licence_agrees(self, car: Car, papers: Iterable[Document]) -> bool | None:
        """Whether the licence prints what the certificate does; None where that cannot be told from what they print."""
        source = self._printed
        if source is None:
            return None
        found: dict[str, Document] = {}
        for paper in papers:
            if paper.prints and not paper.void and paper.kind in {LICENCE, CERTIFICATE}:
                found[paper.kind] = max(found.get(paper.kind, paper), paper, key=_age)
        if len(found) < 2:
            return None
        licence, certificate = (source.sheet(found[kind]).says(car.id) for kind in (LICENCE, CERTIFICATE))
        return licence_agrees(licence, certificate, self.table, self._names_for(car))

    def _papers(self, car: Car, shipment: Shipment | None) -> tuple[Document, ...]:
        if self._printed is None:
            return ()
        index = self._printed.index
        sheet = self._desk.sheet_of(car) if index.asks_for_sheets else None
        if shipment is None:
            return index.of(car.id, sheet.id if sheet else None, None)
        return index.of(car.id, sheet.id if sheet else None, shipment.id, shipment.firm_id)

    def _record(self, car: Car) -> Says:
        registered = car.first_registration.exact if car.first_registration else None
        transferred, code = car.milestone(Stage.TRANSFERRED), self._desk.specs_of(car).hs_code or ""
        told = {
            "vin": car.vin or "",
            "first_registration": registered.isoformat() if registered else "",
            "pending_export": transferred.isoformat() if transferred else "",
            "hs_code": code if len(code) == _WHOLE_CODE else "",
        }
        return Says(RECORD, _filled(told), number=car.stock_number)

    def _own_invoice(self, car: Car, shipment: Shipment) -> list[Says]:
        """The commercial invoice as this desk prints it from the lines of the shipment, once it has a number."""
        if not shipment.invoice_number:
            return []
        drawn = self._invoices.get(shipment.id)
        if drawn is None:
            drawn = self._invoices[shipment.id] = self._drawn(shipment)
        price, code = drawn.prices.get(car.id), self._desk.specs_of(car).hs_code or ""
        told = {
            "vin": car.vin or "",
            "quantity": "1",
            "amount": f"{price.amount:f}" if price else "",
            "currency": price.currency if price else shipment.currency,
            "exporter": drawn.exporter,
            "consignee": drawn.consignee,
            "hs_code": code if len(code) == _WHOLE_CODE else "",
        }
        return [Says(INVOICE, _filled(told), drawn.totals, drawn.covers, number=shipment.invoice_number)]

    def _drawn(self, shipment: Shipment) -> _OwnInvoice:
        store = self._desk.store
        firm = store.get(FIRMS, shipment.firm_id) if shipment.firm_id else None
        consignee = store.get(PARTIES, shipment.consignee_id) if shipment.consignee_id else None
        prices = {line.car_id: line.price for line in shipment.lines}
        sums = total(one for one in prices.values() if one) if all(prices.values()) else ()
        totals = {"quantity": str(len(prices)), "amount": f"{sums[0].amount:f}" if len(sums) == 1 else ""}
        return _OwnInvoice(
            prices,
            _filled(totals),
            frozenset(prices),
            firm.name if firm else "",
            consignee.name if consignee else "",
        )


def _filled(told: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in told.items() if value}


def _age(paper: Document) -> tuple[date, int]:
    return paper.issued or date.min, paper.id
