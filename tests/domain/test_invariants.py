"""What must hold of a whole book: each broken in turn is named, and a sound book names nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tui.domain.cars import Car, Listed, Milestone
from tui.domain.claims import Claim, ClaimLine
from tui.domain.containers import Container
from tui.domain.costing import Cost, CostKind
from tui.domain.deals import Deal
from tui.domain.documents import Attachment, Document, Printed, Reach, Scope
from tui.domain.dossiers import Dossier
from tui.domain.imports import Batch, HeldRow, HeldState
from tui.domain.inspections import Inspection
from tui.domain.invariants import Records, faults
from tui.domain.issued import Copy, IssuedPaper
from tui.domain.letters import LetterRequest
from tui.domain.localisation import CarItems, Entry, Evidence, LocalisationKit
from tui.domain.models import ModelSheet, Specs
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.parties import Dealer, Firm, Party
from tui.domain.purchases import Offer, Purchase
from tui.domain.receipts import Allocation, Receipt
from tui.domain.repair_partners import HvCertificate, RepairPartner
from tui.domain.sales import Sale
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode, Stage
from tui.i18n.sentences import NOTICES, notice_sentence

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
DAY = date(2026, 5, 1)
FILE = Attachment("a" * 64, "a.pdf", 3)
CAR = Car(
    "byd", "海豹", vin="LC0CE4CBXV4000001", stock_number="26-0001", dealer_id=1, listed=Listed(1, 2),
    purchases=(Purchase(DAY, Money(Decimal(100), "CNY"), dealer_id=1, invoice_number="7"),), id=1,
)  # fmt: skip
OTHER = Car("byd", "海豹", vin="LC0CE4CB1V4000002", stock_number="26-0002", id=2)
SHIPMENT = Shipment("NJ-1", Deal("KZ"), Mode.RAIL, (Line(1, Money(Decimal(9), "USD")),), 1, 1, currency="USD", id=1)
BOOK = Records(
    (CAR, OTHER),
    (ModelSheet("byd", "海豹", id=1),),
    (Dealer("杭州", id=1),),
    (Firm("宁波", id=1),),
    (Party("Алматы", id=1),),
    (Document("x", Scope(Reach.CARS, (1, 2), (1,), 1, 1, 1), attachments=(FILE,), issued=DAY, expires=DAY, id=5),),
    (SHIPMENT, msgspec.structs.replace(SHIPMENT, number="NJ-0", cancelled=True, id=2)),
    (Batch("list.csv", "0", NOW, ("VIN",), dealer_id=1, id=1),),
    (HeldRow(1, 3, {}, (), "f", 1, HeldState.MENDED, 1, id=1), HeldRow(1, 4, {}, (), "g", id=2)),
)
FEN = Money(Decimal("0.01"), "CNY")
PART = (Allocation(1, FEN), Allocation(9, FEN))
LINE = (ClaimLine(9, "7", FEN, Decimal("0.13"), FEN),)
LETTER = LetterRequest("L26-001", "byd", "KZ", (1,), DAY, firm_id=1, document_id=5, id=1)
ISSUED = IssuedPaper(1, "NJ-1", "invoice", 1, DAY, "e" * 64, "f" * 64, FILE, (Copy(NOW, "李", "pdf", "ru"),), id=1)
SIZES = {FILE.sha256: 3}
KIT = LocalisationKit(
    "byd", "海豹", "KZ", "bev", (Entry("ui-keyboard", evidence=(Evidence(DAY, attachments=(FILE,)),)),)
)
CERTIFICATE = HvCertificate("Ержан", issued=date(2026, 5, 2), expires=DAY)


def with_one(kind: str, place: int, **changes: Any) -> Records:
    rows = list(getattr(BOOK, kind))
    rows[place] = msgspec.structs.replace(rows[place], **changes)
    return msgspec.structs.replace(BOOK, **{kind: tuple(rows)})


def test_a_sound_book_has_no_fault() -> None:
    assert faults(BOOK, SIZES) == ()
    assert faults(Records()) == ()


CASES: list[tuple[str, Records]] = [
    ("check_vin_twice", with_one("cars", 1, vin=CAR.vin)),
    ("check_stock_number_twice", with_one("cars", 1, stock_number="26-0001")),
    ("check_vin_wrong", with_one("cars", 1, vin="LC0CE4CB1V400000O")),
    ("check_sheet_twice", msgspec.structs.replace(BOOK, sheets=(*BOOK.sheets, ModelSheet("byd", "海豹", id=2)))),
    ("check_shipment_twice", with_one("shipments", 1, number="nj-1")),
    ("check_name_twice", msgspec.structs.replace(BOOK, dealers=(*BOOK.dealers, Dealer("杭州", id=2)))),
    ("check_car_names_nothing", with_one("cars", 1, dealer_id=9)),
    ("check_car_names_nothing", with_one("cars", 1, listed=Listed(9, 1))),
    ("check_purchase_names_nothing", with_one("cars", 1, purchases=(Purchase(DAY, dealer_id=9),))),
    ("check_shipment_names_nothing", with_one("shipments", 0, lines=(Line(1), Line(9)))),
    ("check_shipment_names_nothing", with_one("shipments", 0, consignee_id=9)),
    ("check_shipment_names_nothing", with_one("shipments", 0, firm_id=9)),
    ("check_document_names_nothing", with_one("documents", 0, scope=Scope(car_ids=(9,)))),
    ("check_document_names_nothing", with_one("documents", 0, scope=Scope(sheet_ids=(9,)))),
    ("check_document_names_nothing", with_one("documents", 0, scope=Scope(shipment_id=9))),
    ("check_document_names_nothing", with_one("documents", 0, scope=Scope(importer_id=9))),
    ("check_sale_names_nothing", msgspec.structs.replace(BOOK, sales=(Sale(9, 1, id=1),))),
    ("check_sale_names_nothing", msgspec.structs.replace(BOOK, sales=(Sale(1, 9, id=1),))),
    ("check_receipt_names_nothing", msgspec.structs.replace(BOOK, receipts=(Receipt(DAY, FEN, 9, id=1),))),
    ("check_receipt_names_nothing", msgspec.structs.replace(BOOK, receipts=(Receipt(DAY, FEN, allocations=PART),))),
    ("check_cost_names_nothing", msgspec.structs.replace(BOOK, costs=(Cost(CostKind.FREIGHT, FEN, DAY, (1, 9)),))),
    ("check_claim_names_nothing", msgspec.structs.replace(BOOK, claims=(Claim("C-1", LINE),))),
    ("check_kit_names_nothing", msgspec.structs.replace(BOOK, car_items=(CarItems(9, id=1),))),
    (
        "check_kit_names_nothing",
        msgspec.structs.replace(
            BOOK,
            kits=(
                LocalisationKit("byd", "海豹", "KZ", entries=(Entry("x", evidence=(Evidence(DAY, document_id=9),)),)),
            ),
        ),
    ),
    ("check_kit_twice", msgspec.structs.replace(BOOK, kits=(KIT, msgspec.structs.replace(KIT, id=2)))),
    ("check_kit_twice", msgspec.structs.replace(BOOK, car_items=(CarItems(1, id=1), CarItems(1, id=2)))),
    ("check_partner_without_country", msgspec.structs.replace(BOOK, repair_partners=(RepairPartner("Алматы EV"),))),
    (
        "check_dates_order",
        msgspec.structs.replace(BOOK, repair_partners=(RepairPartner("A", "KZ", hv_certificates=(CERTIFICATE,)),)),
    ),
    ("check_inspection_names_nothing", msgspec.structs.replace(BOOK, inspections=(Inspection(9, DAY, id=1),))),
    (
        "check_letter_names_nothing",
        msgspec.structs.replace(BOOK, letters=(LetterRequest("L-1", "byd", "KZ", (9,), DAY),)),
    ),
    (
        "check_letter_names_nothing",
        msgspec.structs.replace(BOOK, letters=(msgspec.structs.replace(LETTER, firm_id=9),)),
    ),
    (
        "check_letter_names_nothing",
        msgspec.structs.replace(BOOK, letters=(msgspec.structs.replace(LETTER, document_id=9),)),
    ),
    ("check_letter_twice", msgspec.structs.replace(BOOK, letters=(LETTER, msgspec.structs.replace(LETTER, id=2)))),
    (
        "check_issued_names_nothing",
        msgspec.structs.replace(BOOK, issued=(msgspec.structs.replace(ISSUED, shipment_id=9),)),
    ),
    ("check_issued_twice", msgspec.structs.replace(BOOK, issued=(ISSUED, msgspec.structs.replace(ISSUED, id=2)))),
    (
        "check_issued_lost",
        msgspec.structs.replace(BOOK, issued=(msgspec.structs.replace(ISSUED, frozen=Attachment("c" * 64, "c", 1)),)),
    ),
    (
        "check_dossier_names_nothing",
        msgspec.structs.replace(BOOK, dossiers=(Dossier(9, "NJ-1", DAY, 1, 1, "d" * 64, id=1),)),
    ),
    ("check_batch_names_nothing", with_one("batches", 0, dealer_id=9)),
    ("check_held_row_names_nothing", with_one("held_rows", 1, batch_id=9)),
    ("check_held_row_names_nothing", with_one("held_rows", 0, car_id=9)),
    ("check_held_row_state", with_one("held_rows", 1, car_id=1)),
    ("check_held_row_state", with_one("held_rows", 0, car_id=None)),
    ("check_car_on_two_shipments", with_one("shipments", 1, cancelled=False)),
    ("check_car_twice_on_shipment", with_one("shipments", 0, lines=(Line(1), Line(1)))),
    ("check_container_car_not_aboard", with_one("shipments", 0, containers=(Container("A", car_ids=(2,)),))),
    (
        "check_container_car_twice",
        with_one("shipments", 0, containers=(Container("A", car_ids=(1,)), Container("B", car_ids=(1,)))),
    ),
    ("check_document_names_nothing", with_one("documents", 0, prints=(Printed("vin", "x", 9),))),
    ("check_shipment_names_nothing", with_one("shipments", 0, agent_id=9)),
    ("check_amount_negative", with_one("cars", 1, offer=Offer(Money(Decimal(-1), "CNY")))),
    ("check_amount_negative", with_one("sheets", 0, specs=Specs(guide_price=Money(Decimal(-1), "CNY")))),
    ("check_currency_unknown", with_one("shipments", 0, currency="US$", lines=())),
    ("check_shipment_currency", with_one("shipments", 0, currency="EUR")),
    ("check_dates_order", with_one("documents", 0, issued=date(2027, 1, 1))),
    ("check_dates_order", with_one("shipments", 0, etd=date(2027, 1, 2), eta=date(2027, 1, 1))),
    (
        "check_dates_order",
        with_one("cars", 1, manufacture_date=PartialDate(2026, 5), first_registration=PartialDate(2026, 4, 30)),
    ),
    ("check_registered_and_never", with_one("cars", 1, first_registration=PartialDate(2026), never_registered=True)),
    ("check_red_letter_of_nothing", with_one("cars", 1, purchases=(Purchase(DAY, red_letter_of="8"),))),
    (
        "check_milestone_order",
        with_one("cars", 1, milestones=(Milestone(Stage.DEPARTED, DAY), Milestone(Stage.CLEARED, date(2026, 6, 1)))),
    ),
]


@pytest.mark.parametrize(("code", "book"), CASES)
def test_each_breach_is_named(code: str, book: Records) -> None:
    (found,) = faults(book, SIZES)
    assert found.code == code
    assert found.is_remark == (code in {"check_milestone_order", "check_shipment_currency"})
    said = notice_sentence(found.code, found.params)
    assert "%(" not in said
    assert "–" not in said, said
    assert any(word in said for word in ("nearnew", "undo", "correct", "edit", "enter", "give"))


def test_attachments() -> None:
    assert [fault.code for fault in faults(BOOK, {})] == ["check_attachment_missing"]
    assert [fault.code for fault in faults(BOOK, {FILE.sha256: 4})] == ["check_attachment_differs"]
    (remark,) = faults(BOOK, {**SIZES, "b" * 64: 1})
    assert (remark.code, remark.params, remark.is_remark) == ("check_attachment_unnamed", {"count": "1"}, True)


def test_the_files_of_evidence() -> None:
    book = Records(kits=(KIT,))
    assert faults(book, SIZES) == ()
    assert [fault.code for fault in faults(book, {})] == ["check_evidence_missing"]
    assert [fault.code for fault in faults(book, {FILE.sha256: 4})] == ["check_evidence_differs"]


def test_the_files_of_inspections() -> None:
    book = Records((CAR,), inspections=(Inspection(1, DAY, attachments=(FILE,), id=1),), dealers=BOOK.dealers,
                   batches=BOOK.batches)  # fmt: skip
    assert faults(book, SIZES) == ()
    assert [fault.code for fault in faults(book, {})] == ["check_inspection_file_missing"]
    assert [fault.code for fault in faults(book, {FILE.sha256: 4})] == ["check_inspection_file_differs"]


def test_every_sentence_of_a_check_is_used() -> None:
    used = {code for code, _ in CASES} | {f"check_attachment_{end}" for end in ("missing", "differs", "unnamed")}
    used |= {"check_evidence_missing", "check_evidence_differs"}
    used |= {"check_inspection_file_missing", "check_inspection_file_differs"}
    assert used == {code for code in NOTICES if code.startswith("check_")}
