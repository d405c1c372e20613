"""Records as the texts of a form: what stands in its fields when it opens, readable as the same values again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from tui.desk.context import Desk
from tui.desk.kinds import DEALERS
from tui.desk.partners import PARTNERS
from tui.domain.cars import Car
from tui.domain.documents import Document
from tui.domain.fields import FIELDS, IDENTITY, SHEET_FACTS, read_countries, read_country, value_of
from tui.domain.kit_fields import DISTRIBUTOR, EVIDENCE, ITEM, PART, REPAIR_PARTNER, certificates_text, stock_text
from tui.domain.models import ModelSheet
from tui.domain.money import Money
from tui.domain.money_fields import MONEY_FORMS
from tui.domain.record_fields import CONTAINER, DOCUMENT, LEG, PURCHASE, SHIPMENT, SHIPMENT_DEAL, Reader
from tui.domain.values import PLAIN, NumberStyle
from tui.i18n.formats import number_style

DEALER = "dealer"
"""The field that names who a car is bought from; the record keeps the dealer's id."""
RATES = frozenset({"invoice_rate"})
KIT_FORMS: Mapping[str, Mapping[str, Reader]] = {
    "repair_partner": REPAIR_PARTNER,
    "part": PART,
    "distributor": DISTRIBUTOR,
    "kit_item": {**ITEM, **EVIDENCE},
}
"""The forms about localisation kits."""
_ROWS: Mapping[str, Callable[[Any], str]] = {"hv_certificates": certificates_text, "stock": stock_text}
"""Fields that hold rows: their texts are parted by semicolons."""


def fields_of(form: str) -> Mapping[str, Reader]:
    """How the texts of a form are read, by field."""
    match form:
        case "car" | "sheet":
            return {name: one.read for name, one in FIELDS.items()}
        case "buy":
            return PURCHASE
        case "document":
            return DOCUMENT
        case "shipment":
            return {**SHIPMENT, **SHIPMENT_DEAL, "country": read_country, "via": read_countries}
        case "leg":
            return LEG
        case "container":
            return CONTAINER
        case _ if form in MONEY_FORMS:
            return MONEY_FORMS[form]
        case _ if form in KIT_FORMS:
            return KIT_FORMS[form]
        case _:
            return PARTNERS[form].fields


def texts_of(desk: Desk, form: str, record: Any) -> dict[str, str]:
    """The record's own values as texts that read as the same values again."""
    match record:
        case Car():
            found = {name: text_for(desk, name, value_of(record, name)) for name in FIELDS}
            dealer = desk.store.get(DEALERS, record.dealer_id) if record.dealer_id else None
            return found | {DEALER: dealer.name if dealer else ""}
        case ModelSheet():
            own = {name: text_for(desk, name, getattr(record, name)) for name in IDENTITY}
            return own | {name: text_for(desk, name, getattr(record.specs, name)) for name in sorted(SHEET_FACTS)}
        case None:
            return {}
        case Document():
            found = {name: text_for(desk, name, getattr(record, name)) for name in DOCUMENT}
            return found | {"void": "yes" if record.void else ""}
        case _:
            return {name: text_for(desk, name, getattr(record, name)) for name in fields_of(form)}


def offered_texts(desk: Desk, cars: Sequence[Car]) -> dict[str, str]:
    """The texts that a purchase starts with: today, the dealer and what all the cars' offers agree on."""
    dealers = {car.dealer_id for car in cars}
    names = [dealer.name for one in dealers if one and (dealer := desk.store.get(DEALERS, one))]
    found = {"bought_on": desk.today.isoformat(), DEALER: names[0] if len(dealers) == 1 and names else ""}
    for name in ("price", "invoice_kind", "invoice_rate"):
        values = {getattr(car.offer, name, None) for car in cars}
        found[name] = text_for(desk, name, values.pop()) if len(values) == 1 else ""
    return found


def sheet_texts(desk: Desk, values: Mapping[str, object]) -> dict[str, str]:
    """What the model sheet says for a car of these values, as texts; nothing when there is no such sheet."""
    make, model, trim, year = (values.get(name) for name in IDENTITY)
    car = Car(str(make or ""), str(model or ""), trim=str(trim or ""), model_year=cast("int | None", year))
    sheet = desk.sheet_of(car)
    facts = sorted(SHEET_FACTS) if sheet is not None else []
    return {name: text_for(desk, name, getattr(sheet.specs, name)) for name in facts} if sheet else {}


def text_for(desk: Desk, name: str, value: object) -> str:
    """The value of a field as a text in the style of the language."""
    style, home = number_style(desk.language), desk.settings.firm.home_currency
    if name in _ROWS:
        return _ROWS[name](value or ())
    if name in {"make", "makes", "diagnostic_makes"} and value:
        ids = (value,) if isinstance(value, str) else cast("tuple[str, ...]", value)
        return ", ".join(make.name(desk.language) if (make := desk.library.makes.get(str(one))) else one for one in ids)
    return text_of(value, style, home, rate=name in RATES)


def text_of(value: object, style: NumberStyle = PLAIN, home: str = "", *, rate: bool = False) -> str:
    """A value as a text that reads as the same value again; None is the empty text, an empty list is ``none``."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case int():
            return str(value)
        case Decimal():
            figure = value * 100 if rate else value
            shown = f"{figure.normalize():f}".replace(".", style.decimal)
            return f"{shown}%" if rate else shown
        case Money():
            written = f"{value.amount:f}".replace(".", style.decimal)
            return written if value.currency == home else f"{written} {value.currency}"
        case date():
            return value.isoformat()
        case tuple() | list():
            return ", ".join(text_of(part) for part in value) or "none"
        case _:
            return str(value)
