"""The tables of the book: one kind of record each. The types are imported when their records are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.store.contract import Kind

if TYPE_CHECKING:
    from tui.domain.cars import Car
    from tui.domain.claims import Claim
    from tui.domain.costing import Cost
    from tui.domain.distributors import Distributor
    from tui.domain.documents import Document
    from tui.domain.dossiers import Dossier
    from tui.domain.imports import Batch, HeldRow
    from tui.domain.inspections import Inspection
    from tui.domain.issued import IssuedPaper
    from tui.domain.letters import LetterRequest
    from tui.domain.localisation import CarItems, LocalisationKit
    from tui.domain.models import ModelSheet
    from tui.domain.offers import OfferLine, Watch
    from tui.domain.overrides import Override
    from tui.domain.parties import Dealer, Firm, Party
    from tui.domain.parts import Part
    from tui.domain.rates import RateRecord
    from tui.domain.receipts import Receipt
    from tui.domain.repair_partners import RepairPartner
    from tui.domain.rule_changes import RuleChange
    from tui.domain.sales import Sale
    from tui.domain.shipments import Shipment

CARS: Kind[Car] = Kind("cars", "tui.domain.cars:Car")
SHEETS: Kind[ModelSheet] = Kind("model_sheets", "tui.domain.models:ModelSheet")
DEALERS: Kind[Dealer] = Kind("dealers", "tui.domain.parties:Dealer")
FIRMS: Kind[Firm] = Kind("firms", "tui.domain.parties:Firm")
PARTIES: Kind[Party] = Kind("parties", "tui.domain.parties:Party")
DOCUMENTS: Kind[Document] = Kind("documents", "tui.domain.documents:Document")
SHIPMENTS: Kind[Shipment] = Kind("shipments", "tui.domain.shipments:Shipment")
OVERRIDES: Kind[Override] = Kind("overrides", "tui.domain.overrides:Override")
RULE_CHANGES: Kind[RuleChange] = Kind("rule_changes", "tui.domain.rule_changes:RuleChange")
BATCHES: Kind[Batch] = Kind("import_batches", "tui.domain.imports:Batch")
HELD_ROWS: Kind[HeldRow] = Kind("held_rows", "tui.domain.imports:HeldRow")
OFFERS: Kind[OfferLine] = Kind("offers", "tui.domain.offers:OfferLine")
WATCHES: Kind[Watch] = Kind("watches", "tui.domain.offers:Watch")
COSTS: Kind[Cost] = Kind("costs", "tui.domain.costing:Cost")
RATES: Kind[RateRecord] = Kind("rates", "tui.domain.rates:RateRecord")
SALES: Kind[Sale] = Kind("sales", "tui.domain.sales:Sale")
RECEIPTS: Kind[Receipt] = Kind("receipts", "tui.domain.receipts:Receipt")
CLAIMS: Kind[Claim] = Kind("claims", "tui.domain.claims:Claim")
INSPECTIONS: Kind[Inspection] = Kind("inspections", "tui.domain.inspections:Inspection")
LETTERS: Kind[LetterRequest] = Kind("letter_requests", "tui.domain.letters:LetterRequest")
KITS: Kind[LocalisationKit] = Kind("kits", "tui.domain.localisation:LocalisationKit")
CAR_ITEMS: Kind[CarItems] = Kind("car_items", "tui.domain.localisation:CarItems")
REPAIR_PARTNERS: Kind[RepairPartner] = Kind("repair_partners", "tui.domain.repair_partners:RepairPartner")
PARTS: Kind[Part] = Kind("parts", "tui.domain.parts:Part")
DISTRIBUTORS: Kind[Distributor] = Kind("distributors", "tui.domain.distributors:Distributor")
ISSUED: Kind[IssuedPaper] = Kind("issued_papers", "tui.domain.issued:IssuedPaper")
DOSSIERS: Kind[Dossier] = Kind("dossiers", "tui.domain.dossiers:Dossier")

ALL: tuple[Kind[Any], ...] = (
    CARS, SHEETS, DEALERS, FIRMS, PARTIES, DOCUMENTS, SHIPMENTS, OVERRIDES, RULE_CHANGES, BATCHES, HELD_ROWS, OFFERS,
    WATCHES, COSTS, RATES, SALES, RECEIPTS, CLAIMS, INSPECTIONS, LETTERS, KITS, CAR_ITEMS, REPAIR_PARTNERS, PARTS,
    DISTRIBUTORS, ISSUED, DOSSIERS,
)  # fmt: skip
