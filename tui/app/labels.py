"""The labels of the fields that forms show, and what is wrong in sentences that name the fields by them."""

from __future__ import annotations

import msgspec

from tui.desk.context import Desk
from tui.domain.problems import Problem
from tui.errors import DraftRefused, NearnewError
from tui.i18n import labels
from tui.i18n.on_screen import screen_problem, screen_sentence
from tui.i18n.translator import N_, _

LABELS: dict[str, str] = {
    "vin": N_("VIN"),
    "make": N_("Make"),
    "model": N_("Model"),
    "trim": N_("Trim"),
    "model_year": N_("Model year"),
    "stock_number": N_("Stock no."),
    "colour": N_("Colour"),
    "manufacture_date": N_("Manufactured"),
    "first_registration": N_("First registration"),
    "never_registered": N_("Never registered"),
    "odometer_km": N_("Odometer, km"),
    "battery_soh": N_("Battery health, %"),
    "battery_soh_on": N_("Battery measured on"),
    "damage_history": N_("Damage history"),
    "former_use": N_("Former use"),
    "steering_converted": N_("Steering converted"),
    "tinted_glass": N_("Tinted glass"),
    "owned_since": N_("Owned since"),
    "engine_number": N_("Engine or motor no."),
    "keys": N_("Keys"),
    "cn_barred_group": N_("Barred groups"),
    "cn_modified_vehicle": N_("Modified"),
    "vin_confirmed": N_("VIN compared with car"),
    "remark": N_("Remark"),
    "powertrain": N_("Powertrain"),
    "fuel": N_("Fuel"),
    "steering": N_("Steering side"),
    "body": N_("Body style"),
    "seats": N_("Seats"),
    "engine_cc": N_("Displacement, cc"),
    "power_hp": N_("Power, hp"),
    "power_30min_hp": N_("30-minute power, hp"),
    "battery_kwh": N_("Battery, kWh"),
    "charge_port": N_("Charging port"),
    "software_languages": N_("Menu languages"),
    "has_connectivity": N_("Connected services"),
    "lab_tested_in_eaeu": N_("Tested in EAEU"),
    "origin_country": N_("Country of manufacture"),
    "hs_code": N_("HS code"),
    "length_mm": N_("Length, mm"),
    "width_mm": N_("Width, mm"),
    "height_mm": N_("Height, mm"),
    "kerb_kg": N_("Kerb weight, kg"),
    "gross_kg": N_("Gross weight, kg"),
    "guide_price": N_("Guide price"),
    "price": N_("Price incl. VAT"),
    "invoice_kind": N_("VAT invoice"),
    "invoice_rate": N_("Invoice rate"),
    "listed_on": N_("Listed on"),
    "dealer": N_("Dealer"),
    "destination": N_("Destination"),
    "importer_type": N_("Importer type"),
    "importer_is_authorised": N_("Importer has mandate"),
    "importer_has_service_centre": N_("Importer has workshop"),
    "purpose": N_("Purpose of import"),
    "entry_mode": N_("Way of entry"),
    "sub_region": N_("Region or free zone"),
    "via": N_("Transit countries"),
    "export_country": N_("Country of purchase"),
    "imports_this_year": N_("Cars imported this year"),
    "price_local": N_("Local retail price"),
    "duty_free_quota_used": N_("Duty-free quota used"),
    "certificate_holder_is_declarant": N_("Certificate on declarant"),
    "make_status": N_("Make's standing abroad"),
    "container_or_enclosed": N_("In container or enclosed"),
    "cn_agent_declares": N_("Agent declares"),
    "cn_sale_target": N_("Intended market"),
    "licence_application": N_("Licence application"),
    "contract": N_("Contract date"),
    "declaration": N_("Declaration date"),
    "loading": N_("Loading date"),
    "arrival": N_("Arrival date"),
    "clearance": N_("Clearance date"),
    "bought_on": N_("Bought on"),
    "invoice_number": N_("Invoice number"),
    "invoice_date": N_("Invoice date"),
    "red_letter_of": N_("Red letter of invoice"),
    "note": N_("Remark"),
    "kind": N_("Kind of document"),
    "number": N_("Number"),
    "issuer": N_("Issuer"),
    "issued": N_("Issued on"),
    "expires": N_("Valid until"),
    "country": N_("Country"),
    "signer": N_("Signed by"),
    "shows": N_("Letter shows"),
    "checked_by": N_("Checked by"),
    "fields_match": N_("Licence data agree"),
    "owner_is_applicant": N_("Owner is applicant"),
    "void": N_("Out of force"),
    "name": N_("Name"),
    "name_en": N_("Name in English"),
    "code": N_("Unified code"),
    "city": N_("City"),
    "makes": N_("Makes"),
    "roles": N_("Roles"),
    "contact": N_("Contact"),
    "terms": N_("Terms"),
    "address": N_("Address"),
    "province": N_("Province"),
    "tax_class": N_("Tax class"),
    "tax_number": N_("Tax number"),
    "language": N_("Language of papers"),
}
STAGES: dict[str, str] = {
    "transferred": N_("Transferred on"),
    "inspected": N_("Inspected on"),
    "applied": N_("Licence applied on"),
    "licensed": N_("Licensed on"),
    "contracted": N_("Contracted on"),
    "declared": N_("Declared on"),
    "cleared": N_("Cleared on"),
    "loaded": N_("Loaded on"),
    "departed": N_("Departed on"),
    "arrived": N_("Arrived on"),
    "delivered": N_("Delivered on"),
    "paid": N_("Paid on"),
    "refunded": N_("Refunded on"),
    "deregistered": N_("Deregistered on"),
    "sold_at_home": N_("Sold at home on"),
    "returned": N_("Returned on"),
    "cancelled": N_("Cancelled on"),
}
"""The labels of milestones."""
_STAGES_IN = frozenset({"earlier", "later", "reached", "needed"})


def label_of(name: str) -> str:
    """The label of a field in the language of the moment; the name itself for one that forms do not know."""
    return _(LABELS.get(name) or STAGES.get(name, name))


def problem_text(desk: Desk, problem: Problem) -> str:
    """What is wrong, as a sentence without the field's name; codes of the trade in words."""
    params = {name: _worded(desk, name, value) for name, value in problem.params.items()}
    return screen_problem(msgspec.structs.replace(problem, params=params))


def error_text(error: NearnewError) -> str:
    """What went wrong, as a screen says it; a refused draft gives one line a field."""
    if not isinstance(error, DraftRefused):
        return screen_sentence(error)
    problems = [one for one in error.problems if isinstance(one, Problem)]
    return "\n".join(
        _("%(field)s: %(sentence)s") % {"field": label_of(one.field), "sentence": screen_problem(one)}
        for one in problems
    )


def _worded(desk: Desk, name: str, value: str) -> str:
    words = desk.library.words
    kind = "stage" if name in _STAGES_IN else name
    return labels.word(words, kind, value) if value in words.get(kind, {}) else value
