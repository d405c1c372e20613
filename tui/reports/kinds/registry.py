"""Which papers about a shipment there are, by the word that commands and screens know them by."""

from __future__ import annotations

from collections.abc import Callable

from tui.i18n.translator import N_
from tui.reports.kinds.face import Stamp
from tui.reports.kinds.gate_sheet import gate_sheet
from tui.reports.kinds.invoice import commercial_invoice, proforma_invoice
from tui.reports.kinds.load_plan import load_plan
from tui.reports.kinds.missing import missing_board
from tui.reports.kinds.packing_list import packing_list
from tui.reports.kinds.summary import shipment_summary
from tui.reports.kinds.vin_list import vin_list
from tui.reports.paper import Paper
from tui.reports.summary import ShipmentSummary

SUMMARY = "summary"
BUILDERS: dict[str, Callable[[ShipmentSummary, Stamp | None], Paper]] = {
    SUMMARY: shipment_summary,
    "packing-list": packing_list,
    "invoice": commercial_invoice,
    "proforma": proforma_invoice,
    "vin-list": vin_list,
    "load-plan": load_plan,
    "gate-sheet": gate_sheet,
    "missing": missing_board,
}
TITLES = {
    SUMMARY: N_("Shipment summary"),
    "packing-list": N_("Packing list"),
    "invoice": N_("Commercial invoice"),
    "proforma": N_("Proforma invoice"),
    "vin-list": N_("VIN list"),
    "load-plan": N_("Load plan"),
    "gate-sheet": N_("Gate sheet"),
    "missing": N_("Missing papers"),
}
"""What screens call them."""
