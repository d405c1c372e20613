"""The tables of the book: one kind of record each."""

from __future__ import annotations

from typing import Any

from tui.domain.cars import Car
from tui.domain.claims import Claim
from tui.domain.costing import Cost
from tui.domain.distributors import Distributor
from tui.domain.documents import Document
from tui.domain.imports import Batch, HeldRow
from tui.domain.inspections import Inspection
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
from tui.store.contract import Kind

CARS = Kind("cars", Car)
SHEETS = Kind("model_sheets", ModelSheet)
DEALERS = Kind("dealers", Dealer)
FIRMS = Kind("firms", Firm)
PARTIES = Kind("parties", Party)
DOCUMENTS = Kind("documents", Document)
SHIPMENTS = Kind("shipments", Shipment)
OVERRIDES = Kind("overrides", Override)
RULE_CHANGES = Kind("rule_changes", RuleChange)
BATCHES = Kind("import_batches", Batch)
HELD_ROWS = Kind("held_rows", HeldRow)
OFFERS = Kind("offers", OfferLine)
WATCHES = Kind("watches", Watch)
COSTS = Kind("costs", Cost)
RATES = Kind("rates", RateRecord)
SALES = Kind("sales", Sale)
RECEIPTS = Kind("receipts", Receipt)
CLAIMS = Kind("claims", Claim)
INSPECTIONS = Kind("inspections", Inspection)
LETTERS = Kind("letter_requests", LetterRequest)
KITS = Kind("kits", LocalisationKit)
CAR_ITEMS = Kind("car_items", CarItems)
REPAIR_PARTNERS = Kind("repair_partners", RepairPartner)
PARTS = Kind("parts", Part)
DISTRIBUTORS = Kind("distributors", Distributor)

ALL: tuple[Kind[Any], ...] = (
    CARS, SHEETS, DEALERS, FIRMS, PARTIES, DOCUMENTS, SHIPMENTS, OVERRIDES, RULE_CHANGES, BATCHES, HELD_ROWS, OFFERS,
    WATCHES, COSTS, RATES, SALES, RECEIPTS, CLAIMS, INSPECTIONS, LETTERS, KITS, CAR_ITEMS, REPAIR_PARTNERS, PARTS,
    DISTRIBUTORS,
)  # fmt: skip
