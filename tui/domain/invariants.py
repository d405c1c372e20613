"""What must hold of a whole book, record against record: pure, over the records as they are.

A fault names the record, what is wrong, and by its code the sentence that says how to mend it. A remark is a fault that
lawful papers may explain: it is said and does not make the book unsound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from tui.domain import vin
from tui.domain.cars import Car, milestone_problems
from tui.domain.claims import Claim
from tui.domain.costing import Cost
from tui.domain.documents import Attachment, Document
from tui.domain.dossiers import Dossier
from tui.domain.imports import Batch, HeldRow, HeldState
from tui.domain.inspections import Inspection
from tui.domain.issued import IssuedPaper
from tui.domain.letters import LetterRequest
from tui.domain.localisation import CarItems, Entry, LocalisationKit
from tui.domain.models import ModelSheet
from tui.domain.money import Money, is_currency
from tui.domain.overrides import Override
from tui.domain.parties import Dealer, Firm, Party
from tui.domain.problems import Severity
from tui.domain.receipts import Receipt
from tui.domain.repair_partners import RepairPartner
from tui.domain.sales import Sale
from tui.domain.shipments import Shipment

REMARKS = frozenset({"check_milestone_order", "check_attachment_unnamed", "check_shipment_currency"})
"""Codes that are worth a look and no fault."""


class Fault(msgspec.Struct, frozen=True):
    """One thing that does not hold: ``params`` fill the sentence of the code."""

    code: str
    params: dict[str, str]

    @property
    def is_remark(self) -> bool:
        """Whether it leaves the book sound."""
        return self.code in REMARKS


class Records(msgspec.Struct, frozen=True):
    """All records of a book."""

    cars: Sequence[Car] = ()
    sheets: Sequence[ModelSheet] = ()
    dealers: Sequence[Dealer] = ()
    firms: Sequence[Firm] = ()
    parties: Sequence[Party] = ()
    documents: Sequence[Document] = ()
    shipments: Sequence[Shipment] = ()
    batches: Sequence[Batch] = ()
    held_rows: Sequence[HeldRow] = ()
    sales: Sequence[Sale] = ()
    receipts: Sequence[Receipt] = ()
    costs: Sequence[Cost] = ()
    claims: Sequence[Claim] = ()
    kits: Sequence[LocalisationKit] = ()
    car_items: Sequence[CarItems] = ()
    repair_partners: Sequence[RepairPartner] = ()
    overrides: Sequence[Override] = ()
    issued: Sequence[IssuedPaper] = ()
    dossiers: Sequence[Dossier] = ()
    inspections: Sequence[Inspection] = ()
    letters: Sequence[LetterRequest] = ()


def faults(book: Records, sizes: Mapping[str, int] | None = None) -> tuple[Fault, ...]:
    """Everything that does not hold, in a fixed order; ``sizes`` are the attachments that are there, by sha256."""
    found = [
        *_unique(book),
        *_references(book),
        *_one_shipment(book),
        *_loads(book),
        *_money(book),
        *_dates(book),
        *_vins(book),
        *_rows(book),
        *_kits(book),
        *(_files(book, sizes) if sizes is not None else ()),
    ]
    return tuple(found)


def car_name(car: Car) -> str:
    """What a car is called in a sentence: a name that commands take, as far as it has one."""
    return car.vin or car.stock_number or f"#{car.id}"


def _unique(book: Records) -> Iterator[Fault]:
    """VINs, stock numbers, sheets, numbers of shipments and names of partners stand once."""
    yield from _twice("check_vin_twice", ((car.vin, f"#{car.id}") for car in book.cars if car.vin))
    yield from _twice(
        "check_stock_number_twice",
        ((car.stock_number.casefold(), car_name(car)) for car in book.cars if car.stock_number),
    )
    yield from _twice("check_sheet_twice", ((sheet.key, f"#{sheet.id} {sheet.model}") for sheet in book.sheets))
    yield from _twice("check_shipment_twice", ((one.number.casefold(), f"#{one.id}") for one in book.shipments))
    papers = (((one.shipment_id, one.kind, one.revision), one.name) for one in book.issued)
    yield from _twice("check_issued_twice", papers)
    yield from _twice("check_letter_twice", ((one.number.casefold(), f"#{one.id}") for one in book.letters))
    for code, partners in (("dealer", book.dealers), ("firm", book.firms), ("party", book.parties)):
        names: Iterable[Dealer | Firm | Party] = partners
        yield from _twice("check_name_twice", ((one.name.casefold(), f"#{one.id}") for one in names), {"what": code})


def _twice(code: str, keyed: Iterable[tuple[Hashable, str]], more: Mapping[str, str] | None = None) -> Iterator[Fault]:
    together: dict[Hashable, list[str]] = defaultdict(list)
    for key, name in keyed:
        together[key].append(name)
    for key, names in together.items():
        if len(names) > 1:
            value = key if isinstance(key, str) else " ".join(str(part) for part in key if part)  # type: ignore[attr-defined]
            yield Fault(code, {"value": value, "records": ", ".join(names), **(more or {})})


def _references(book: Records) -> Iterator[Fault]:
    """What a record names is in the book."""
    there = {
        "car": {one.id for one in book.cars},
        "model sheet": {one.id for one in book.sheets},
        "dealer": {one.id for one in book.dealers},
        "firm": {one.id for one in book.firms},
        "party": {one.id for one in book.parties},
        "shipment": {one.id for one in book.shipments},
        "import batch": {one.id for one in book.batches},
        "document": {one.id for one in book.documents},
    }
    for what, name, of, named in (
        *_named(book), *_named_by_money(book), *_named_by_kits(book), *_named_by_papers(book),
    ):  # fmt: skip
        if named is not None and named not in there[of]:
            yield Fault(f"check_{what}_names_nothing", {"record": name, "of": of, "id": str(named)})


def _named(book: Records) -> Iterator[tuple[str, str, str, int | None]]:
    """What names what: the kind of record, its name, and the kind and id that it names."""
    for car in book.cars:
        name = car_name(car)
        yield "car", name, "dealer", car.dealer_id
        yield "car", name, "import batch", car.listed.batch_id if car.listed else None
        for purchase in car.purchases:
            yield "purchase", name, "dealer", purchase.dealer_id
    for shipment in book.shipments:
        for car_id in dict.fromkeys(shipment.car_ids):
            yield "shipment", shipment.number, "car", car_id
        yield "shipment", shipment.number, "firm", shipment.firm_id
        for party_id in (shipment.consignee_id, shipment.notify_id, shipment.broker_id, shipment.agent_id):
            yield "shipment", shipment.number, "party", party_id
    for document in book.documents:
        scope, name = document.scope, str(document.id)
        for car_id in dict.fromkeys((*scope.car_ids, *(one.car_id for one in document.prints if one.car_id))):
            yield "document", name, "car", car_id
        for sheet_id in scope.sheet_ids:
            yield "document", name, "model sheet", sheet_id
        yield "document", name, "firm", scope.firm_id
        yield "document", name, "party", scope.importer_id
        yield "document", name, "shipment", scope.shipment_id
    for batch in book.batches:
        yield "batch", str(batch.id), "dealer", batch.dealer_id
    for row in book.held_rows:
        yield "held_row", str(row.id), "import batch", row.batch_id
        yield "held_row", str(row.id), "dealer", row.dealer_id
        yield "held_row", str(row.id), "car", row.car_id


def _named_by_money(book: Records) -> Iterator[tuple[str, str, str, int | None]]:
    """What sales, receipts, costs and claims name."""
    for sale in book.sales:
        yield "sale", str(sale.id), "car", sale.car_id
        yield "sale", str(sale.id), "party", sale.party_id
    for receipt in book.receipts:
        yield "receipt", str(receipt.id), "party", receipt.party_id
        yield "receipt", str(receipt.id), "shipment", receipt.shipment_id
        for part in receipt.allocations:
            yield "receipt", str(receipt.id), "car", part.car_id
    for cost in book.costs:
        yield "cost", str(cost.id), "shipment", cost.shipment_id
        for car_id in cost.car_ids:
            yield "cost", str(cost.id), "car", car_id
    for paper in book.issued:
        yield "issued", paper.name, "shipment", paper.shipment_id
    for dossier in book.dossiers:
        yield "dossier", dossier.number, "shipment", dossier.shipment_id
    for claim in book.claims:
        yield "claim", claim.number, "firm", claim.firm_id
        for line in claim.lines:
            yield "claim", claim.number, "car", line.car_id


def _named_by_papers(book: Records) -> Iterator[tuple[str, str, str, int | None]]:
    """What inspections and requests for letters name."""
    for inspection in book.inspections:
        yield "inspection", str(inspection.id), "car", inspection.car_id
    for request in book.letters:
        yield "letter", request.number, "firm", request.firm_id
        yield "letter", request.number, "document", request.document_id
        for car_id in request.car_ids:
            yield "letter", request.number, "car", car_id


def _named_by_kits(book: Records) -> Iterator[tuple[str, str, str, int | None]]:
    """What the items of kits and cars name."""
    for items in book.car_items:
        yield "kit", str(items.id), "car", items.car_id
    for name, entry in _entries(book):
        for evidence in entry.evidence:
            yield "kit", name, "document", evidence.document_id


def _entries(book: Records) -> Iterator[tuple[str, Entry]]:
    """Every item that something was entered of, with its name."""
    for kit in book.kits:
        yield from ((f"{kit.make} {kit.model} {kit.country} {entry.item}", entry) for entry in kit.entries)
    for items in book.car_items:
        yield from ((f"#{items.car_id} {entry.item}", entry) for entry in items.entries)


def _kits(book: Records) -> Iterator[Fault]:
    """A model has one kit for a country, a car one set of items; a partner has a country, certificates end late."""
    yield from _twice("check_kit_twice", ((kit.key, f"#{kit.id}") for kit in book.kits))
    yield from _twice("check_kit_twice", ((f"#{one.car_id}", f"#{one.id}") for one in book.car_items))
    for partner in book.repair_partners:
        if not partner.country:
            yield Fault("check_partner_without_country", {"record": partner.name})
        for one in partner.hv_certificates:
            if _after(one.issued, one.expires):
                yield _order("repair partner", partner.name, "issued", str(one.issued), "expires", str(one.expires))


def _one_shipment(book: Records) -> Iterator[Fault]:
    """A car travels once: on one shipment that is not cancelled, and on one line of it."""
    names = {car.id: car_name(car) for car in book.cars}
    carried: dict[int, list[str]] = defaultdict(list)
    for shipment in book.shipments:
        if shipment.cancelled:
            continue
        for car_id in dict.fromkeys(shipment.car_ids):
            carried[car_id].append(shipment.number)
        if len(set(shipment.car_ids)) != len(shipment.car_ids):
            twice = next(one for one in shipment.car_ids if shipment.car_ids.count(one) > 1)
            params = {"record": shipment.number, "car": names.get(twice, f"#{twice}")}
            yield Fault("check_car_twice_on_shipment", params)
    for car_id, numbers in carried.items():
        if len(numbers) > 1:
            params = {"record": names.get(car_id, f"#{car_id}"), "shipments": ", ".join(numbers)}
            yield Fault("check_car_on_two_shipments", params)


def _loads(book: Records) -> Iterator[Fault]:
    """What is in a container is on the shipment, and in no other container of it; what prints name is in the book."""
    names = {car.id: car_name(car) for car in book.cars}
    for shipment in book.shipments:
        loaded: set[int] = set()
        for box in shipment.containers:
            for car_id in box.car_ids:
                params = {"record": shipment.number, "container": box.number, "car": names.get(car_id, f"#{car_id}")}
                if car_id not in shipment.car_ids:
                    yield Fault("check_container_car_not_aboard", params)
                if car_id in loaded:
                    yield Fault("check_container_car_twice", params)
                loaded.add(car_id)


def _money(book: Records) -> Iterator[Fault]:
    """An amount has a currency there is, and a price is not below nothing."""
    for kind, name, field, money in _amounts(book):
        params = {"kind": kind, "record": name, "field": field}
        if not is_currency(money.currency):
            yield Fault("check_currency_unknown", {**params, "value": money.currency})
        if money.amount < 0 and field != "purchases":
            yield Fault("check_amount_negative", {**params, "value": f"{money.amount} {money.currency}"})
    for shipment in book.shipments:
        if shipment.currency and not is_currency(shipment.currency):
            params = {"kind": "shipment", "record": shipment.number, "field": "currency", "value": shipment.currency}
            yield Fault("check_currency_unknown", params)
        strange = {one.price.currency for one in shipment.lines if one.price} - {shipment.currency}
        if shipment.currency and strange:
            params = {"record": shipment.number, "value": ", ".join(sorted(strange)), "has": shipment.currency}
            yield Fault("check_shipment_currency", params)


def _amounts(book: Records) -> Iterator[tuple[str, str, str, Money]]:
    for car in book.cars:
        if car.offer and car.offer.price:
            yield "car", car_name(car), "price", car.offer.price
        if car.specs.guide_price:
            yield "car", car_name(car), "guide_price", car.specs.guide_price
        yield from (("car", car_name(car), "purchases", one.price) for one in car.purchases if one.price)
    for sheet in book.sheets:
        if sheet.specs.guide_price:
            yield "model sheet", f"{sheet.make} {sheet.model}", "guide_price", sheet.specs.guide_price
    for shipment in book.shipments:
        for field, money in (("freight", shipment.freight), ("insurance", shipment.insurance)):
            if money:
                yield "shipment", shipment.number, field, money
        yield from (("shipment", shipment.number, "price", line.price) for line in shipment.lines if line.price)


def _dates(book: Records) -> Iterator[Fault]:
    """What ends ends after it began; a car is registered after it is built, and its steps follow one another."""
    for car in book.cars:
        built, registered, name = car.manufacture_date, car.first_registration, car_name(car)
        if built and registered and built.earliest > registered.latest:
            yield _order("car", name, "manufacture_date", str(built), "first_registration", str(registered))
        if registered and car.never_registered:
            yield Fault("check_registered_and_never", {"record": name, "value": str(registered)})
        for problem in milestone_problems(car.milestones):
            if problem.code == "milestone_order":
                yield Fault("check_milestone_order", {"record": name, **problem.params})
        known = {one.invoice_number for one in car.purchases if one.invoice_number}
        for purchase in car.purchases:
            if purchase.red_letter_of and purchase.red_letter_of not in known:
                yield Fault("check_red_letter_of_nothing", {"record": name, "value": purchase.red_letter_of})
    for document in book.documents:
        if _after(document.issued, document.expires):
            yield _order("document", str(document.id), "issued", str(document.issued), "expires", str(document.expires))
    for shipment in book.shipments:
        if _after(shipment.departs, shipment.arrives):
            yield _order("shipment", shipment.number, "etd", str(shipment.departs), "eta", str(shipment.arrives))


def _after(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first > second


def _order(what: str, record: str, first: str, day: str, second: str, other: str) -> Fault:
    params = {"kind": what, "record": record, "first": first, "day": day, "second": second, "other": other}
    return Fault("check_dates_order", params)


def _vins(book: Records) -> Iterator[Fault]:
    for car in book.cars:
        if car.vin and any(problem.severity is Severity.ERROR for problem in vin.problems(car.vin)):
            yield Fault("check_vin_wrong", {"record": car.stock_number or f"#{car.id}", "value": car.vin})


def _rows(book: Records) -> Iterator[Fault]:
    """A mended row became a car; a waiting one has not."""
    for row in book.held_rows:
        if (row.state is HeldState.MENDED and row.car_id is None) or (
            row.state is HeldState.WAITING and row.car_id is not None
        ):
            yield Fault("check_held_row_state", {"record": str(row.id), "value": row.state.value})


def _attached(book: Records) -> Iterator[tuple[str, str, Attachment]]:
    """Every file that a record names, with the beginning of its codes and the record's name."""
    for name, entry in _entries(book):
        yield from (("evidence", name, one) for evidence in entry.evidence for one in evidence.attachments)
    for document in book.documents:
        yield from (("attachment", str(document.id), one) for one in document.attachments)
    for inspection in book.inspections:
        yield from (("inspection_file", str(inspection.id), one) for one in inspection.attachments)


def _files(book: Records, sizes: Mapping[str, int]) -> Iterator[Fault]:
    """The files that records name are there in their size; files that none names are a remark."""
    named = {one.sha256 for override in book.overrides for one in override.attachments}
    for paper in book.issued:
        named.add(paper.frozen.sha256)
        if sizes.get(paper.frozen.sha256) != paper.frozen.size:
            yield Fault("check_issued_lost", {"record": paper.name, "sha256": paper.frozen.sha256[:12]})
    for what, record, one in _attached(book):
        named.add(one.sha256)
        params = {"record": record, "name": one.name, "sha256": one.sha256[:12]}
        if one.sha256 not in sizes:
            yield Fault(f"check_{what}_missing", params)
        elif sizes[one.sha256] != one.size:
            yield Fault(f"check_{what}_differs", params)
    unnamed = len(sizes.keys() - named)
    if unnamed:
        yield Fault("check_attachment_unnamed", {"count": str(unnamed)})
