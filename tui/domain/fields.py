"""The fields a person or a list may fill: one table for forms, ``field=value`` words and spreadsheet columns.

A field knows where its value lives (the car, its specs, its offer, its deal), how its text is read, and which words
it takes. Reading gives typed values and *all* problems at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain import values, vin
from tui.domain.cars import Car
from tui.domain.deals import DATE_BASES, Deal
from tui.domain.models import Specs
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Problem
from tui.domain.purchases import Offer
from tui.domain.values import NumberStyle, Unreadable


class Place(StrEnum):
    """Where a field's value lives."""

    CAR = "car"
    SPECS = "specs"
    OFFER = "offer"
    DEAL = "deal"


class Vocabulary(msgspec.Struct, frozen=True):
    """The words a reader accepts: per choice the aliases (casefolded) and what they stand for; known countries."""

    choices: dict[str, dict[str, str]]
    countries: frozenset[str]
    makes: dict[str, str]
    """Make aliases, casefolded, to make ids; an unknown make is kept as it was written."""


class Reading(msgspec.Struct, frozen=True):
    """How texts are to be read: words, number style, home currency, and whether bare numbers are serial dates."""

    vocabulary: Vocabulary
    style: NumberStyle = values.PLAIN
    currency: str = "CNY"
    excel_dates: bool = False


class Field(msgspec.Struct, frozen=True):
    """One field; ``read`` turns text into a typed value or raises ``values.Unreadable``."""

    name: str
    place: Place
    read: Callable[[str, Reading], object]


class FieldValue(msgspec.Struct, frozen=True):
    """A typed value for a field; None takes the value away."""

    field: str
    value: Any


def _text(text: str, _: Reading) -> str:
    return values.short_text(text)


def _vin(text: str, _: Reading) -> str:
    return vin.normalise(values.short_text(text))


def _make(text: str, reading: Reading) -> str:
    written = values.short_text(text)
    return reading.vocabulary.makes.get(values.folded(written).casefold(), written)


def _year(text: str, reading: Reading) -> int:
    return values.whole(text, reading.style, least=1950, most=2100)


def _whole(text: str, reading: Reading) -> int:
    return values.whole(text, reading.style)


def _decimal(text: str, reading: Reading) -> object:
    return values.decimal(text, reading.style)


def _percent(text: str, reading: Reading) -> object:
    return values.decimal(text, reading.style, most=100)


def _rate(text: str, reading: Reading) -> object:
    percent = values.folded(text).endswith("%")
    value = values.decimal(text, reading.style, most=100)
    return value / 100 if percent or value >= 1 else value


def _money(text: str, reading: Reading) -> object:
    return values.amount(text, reading.currency, reading.style)


def _partial(text: str, reading: Reading) -> PartialDate:
    return values.partial_date(text, excel=reading.excel_dates)


def _day(text: str, _: Reading) -> object:
    return values.day(text)


def _yes_no(text: str, _: Reading) -> bool:
    return values.yes_no(text)


def _country(text: str, reading: Reading) -> str:
    return values.country(text, reading.vocabulary.countries)


def _countries(text: str, reading: Reading) -> tuple[str, ...]:
    return tuple(values.country(part, reading.vocabulary.countries) for part in values.words(text, None, "country"))


def _free_words(text: str, _: Reading) -> tuple[str, ...]:
    return values.words(text, None, "")


def _choice(what: str) -> Callable[[str, Reading], object]:
    def read(text: str, reading: Reading) -> object:
        return values.word(text, reading.vocabulary.choices[what], what)

    return read


def _choices(what: str) -> Callable[[str, Reading], object]:
    def read(text: str, reading: Reading) -> object:
        return values.words(text, reading.vocabulary.choices[what], what)

    return read


_TABLE: dict[Place, dict[str, Callable[[str, Reading], object]]] = {
    Place.CAR: {
        "vin": _vin,
        "make": _make,
        "model": _text,
        "trim": _text,
        "model_year": _year,
        "stock_number": _text,
        "colour": _text,
        "manufacture_date": _partial,
        "first_registration": _partial,
        "never_registered": _yes_no,
        "odometer_km": _whole,
        "battery_soh": _percent,
        "battery_soh_on": _day,
        "damage_history": _choices("damage_history"),
        "former_use": _choices("former_use"),
        "steering_converted": _yes_no,
        "tinted_glass": _yes_no,
        "owned_since": _day,
        "engine_number": _text,
        "keys": _whole,
        "cn_barred_group": _choices("cn_barred_group"),
        "cn_modified_vehicle": _yes_no,
        "vin_confirmed": _yes_no,
        "remark": _text,
    },
    Place.SPECS: {
        "powertrain": _choice("powertrain"),
        "fuel": _choice("fuel"),
        "steering": _choice("steering"),
        "body": _text,
        "seats": _whole,
        "engine_cc": _whole,
        "power_hp": _decimal,
        "power_30min_hp": _decimal,
        "battery_kwh": _decimal,
        "charge_port": _choice("charge_port"),
        "software_languages": _free_words,
        "has_connectivity": _yes_no,
        "lab_tested_in_eaeu": _yes_no,
        "origin_country": _country,
        "hs_code": _text,
        "length_mm": _whole,
        "width_mm": _whole,
        "height_mm": _whole,
        "kerb_kg": _whole,
        "gross_kg": _whole,
        "guide_price": _money,
    },
    Place.OFFER: {
        "price": _money,
        "invoice_kind": _choice("invoice_kind"),
        "invoice_rate": _rate,
        "listed_on": _day,
    },
    Place.DEAL: {
        "destination": _country,
        "importer_type": _choice("importer_type"),
        "importer_is_authorised": _yes_no,
        "importer_has_service_centre": _yes_no,
        "purpose": _choice("purpose"),
        "entry_mode": _choice("entry_mode"),
        "sub_region": _free_words,
        "via": _countries,
        "export_country": _country,
        "imports_this_year": _whole,
        "price_local": _decimal,
        "duty_free_quota_used": _yes_no,
        "certificate_holder_is_declarant": _yes_no,
        "make_status": _free_words,
        "container_or_enclosed": _yes_no,
        "cn_agent_declares": _yes_no,
        "cn_sale_target": _free_words,
        **dict.fromkeys(DATE_BASES, _day),
    },
}

FIELDS: dict[str, Field] = {
    name: Field(name, place, read) for place, table in _TABLE.items() for name, read in table.items()
}
SHEET_FACTS = frozenset(_TABLE[Place.SPECS])
"""Facts that cars of one model share; a list row's go to the model sheet."""
IDENTITY = ("make", "model", "trim", "model_year")
"""The fields that decide which model sheet a car has."""


def read_fields(
    texts: Iterable[tuple[str, str]], reading: Reading
) -> tuple[tuple[FieldValue, ...], tuple[Problem, ...]]:
    """Read ``(field, text)`` pairs; an empty text takes the value away. Unknown fields are problems too."""
    found: list[FieldValue] = []
    problems: list[Problem] = []
    for name, text in texts:
        field = FIELDS.get(name)
        if field is None:
            problems.append(Problem("field_unknown", name))
            continue
        if not text.strip():
            found.append(FieldValue(name, None))
            continue
        try:
            found.append(FieldValue(name, field.read(text, reading)))
        except Unreadable as error:
            problems.append(Problem(error.code, name, error.params))
    return tuple(found), tuple(problems)


def value_of(car: Car, name: str) -> object:
    """What a car itself holds for a field: None when its sheet, offer or deal must answer."""
    field = FIELDS[name]
    holder: object = car
    match field.place:
        case Place.SPECS:
            holder = car.specs
        case Place.OFFER:
            holder = car.offer
        case Place.DEAL:
            holder, name = car.deal, "country" if name == "destination" else name
        case Place.CAR:
            pass
    return getattr(holder, name, None)


def with_values(car: Car, changes: Iterable[FieldValue]) -> Car:
    """The car with the values set, each in its place.

    A new ``destination`` starts a new deal: what was agreed for one country does not hold for another. Raises
    ValueError for a deal's field on a car without a destination.
    """
    own: dict[str, Any] = {}
    parts: dict[Place, dict[str, Any]] = {Place.SPECS: {}, Place.OFFER: {}, Place.DEAL: {}}
    for change in changes:
        place = FIELDS[change.field].place
        (own if place is Place.CAR else parts[place])[change.field] = change.value
    blank = Car(make="", model="")
    own = {name: getattr(blank, name) if value is None else value for name, value in own.items()}
    if parts[Place.SPECS]:
        own["specs"] = msgspec.structs.replace(car.specs, **parts[Place.SPECS])
    if parts[Place.OFFER]:
        own["offer"] = msgspec.structs.replace(car.offer or Offer(), **parts[Place.OFFER])
    if parts[Place.DEAL]:
        own["deal"] = _deal(car.deal, parts[Place.DEAL])
    return msgspec.structs.replace(car, **own)


def _deal(deal: Deal | None, changes: Mapping[str, Any]) -> Deal | None:
    rest = dict(changes)
    if "destination" in rest:
        country = rest.pop("destination")
        if country is None:
            return None
        if deal is None or deal.country != country:
            deal = Deal(country)
    if deal is None:
        raise ValueError("deal_without_destination")
    return msgspec.structs.replace(deal, **rest) if rest else deal


def with_specs(specs: Specs, changes: Iterable[FieldValue]) -> Specs:
    """Specs with the values set; every change must be a field of the specs."""
    return msgspec.structs.replace(specs, **{change.field: change.value for change in changes})
