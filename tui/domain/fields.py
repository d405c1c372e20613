"""The fields a person or a list may fill: one table for forms, ``field=value`` words and spreadsheet columns.

A field knows where its value lives (the car, its specs, its offer, its deal), how its text is read, and which words
it takes. Reading gives typed values and *all* problems at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain import values, vin
from tui.domain.cars import Car, Milestone
from tui.domain.deals import DATE_BASES, Deal
from tui.domain.models import Specs
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Problem
from tui.domain.purchases import Offer
from tui.domain.values import NumberStyle, Unreadable
from tui.domain.words import InvoiceKind, Stage


class Place(StrEnum):
    """Where a field's value lives."""

    CAR = "car"
    SPECS = "specs"
    OFFER = "offer"
    DEAL = "deal"
    MILESTONE = "milestone"


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


def read_text(text: str, _: Reading) -> str:
    """Free text of bounded length."""
    return values.short_text(text)


def read_vin(text: str, _: Reading) -> str:
    """A VIN, normalised."""
    return vin.normalise(values.short_text(text))


def read_make(text: str, reading: Reading) -> str:
    """A make id, or the text itself for a make we do not know."""
    written = values.short_text(text)
    return reading.vocabulary.makes.get(values.folded(written).casefold(), written)


@contextmanager
def refusing_as(code: str) -> Iterator[None]:
    """Refuse what is no figure at all with a code of the kind that is wanted: its sample is not that of an amount."""
    try:
        yield
    except Unreadable as error:
        raise Unreadable(code if error.code == "number_unreadable" else error.code, **error.params) from error


def read_year(text: str, reading: Reading) -> int:
    """A model year; ``27款`` is 2027."""
    if short := re.fullmatch(r"(\d{2})\s*款", values.folded(text), re.ASCII):
        return 2000 + int(short[1])
    return values.whole(text, reading.style, least=1950, most=2100)


def read_whole(text: str, reading: Reading) -> int:
    """A whole number, not negative."""
    return values.whole(text, reading.style)


def read_decimal(text: str, reading: Reading) -> object:
    """A decimal number, not negative."""
    return values.decimal(text, reading.style)


def read_percent(text: str, reading: Reading) -> object:
    """A percentage from 0 to 100."""
    with refusing_as("percent_unreadable"):
        return values.decimal(text, reading.style, most=100)


def read_rate(text: str, reading: Reading) -> object:
    """A tax rate as a fraction: ``13%``, ``13`` and ``0.13`` are the same."""
    percent = values.folded(text).endswith("%")
    with refusing_as("tax_rate_unreadable"):
        value = values.decimal(text, reading.style, most=100)
    return value / 100 if percent or value >= 1 else value


def read_money(text: str, reading: Reading) -> Money:
    """An amount, in the home currency unless it names another."""
    return values.amount(text, reading.currency, reading.style)


def read_partial(text: str, reading: Reading) -> PartialDate:
    """A date known to the day, the month or the year."""
    return values.partial_date(text, excel=reading.excel_dates)


def read_day(text: str, reading: Reading) -> object:
    """A date known to the day."""
    return values.day(text, excel=reading.excel_dates)


def read_yes_no(text: str, _: Reading) -> bool:
    """A yes or a no."""
    return values.yes_no(text)


def read_country(text: str, reading: Reading) -> str:
    """A country code."""
    return values.country(text, reading.vocabulary.countries)


def read_countries(text: str, reading: Reading) -> tuple[str, ...]:
    """Country codes parted by commas."""
    return tuple(values.country(part, reading.vocabulary.countries) for part in values.words(text, None, "country"))


def read_free_words(text: str, _: Reading) -> tuple[str, ...]:
    """Words parted by commas; ``none`` is the empty list."""
    return values.words(text, None, "")


def read_choice(what: str) -> Callable[[str, Reading], object]:
    """A reader for one word of a closed list."""

    def read(text: str, reading: Reading) -> object:
        return values.word(text, reading.vocabulary.choices[what], what)

    return read


def read_invoice_kind(text: str, reading: Reading) -> InvoiceKind:
    """The kind of a VAT invoice."""
    return InvoiceKind(values.word(text, reading.vocabulary.choices["invoice_kind"], "invoice_kind"))


def read_word_or_text(what: str) -> Callable[[str, Reading], object]:
    """A reader for a known word, or the text itself where it is not known."""

    def read(text: str, reading: Reading) -> object:
        written = values.short_text(text)
        return reading.vocabulary.choices[what].get(values.folded(written).casefold(), written)

    return read


def read_choices(what: str) -> Callable[[str, Reading], object]:
    """A reader for several words of a closed list."""

    def read(text: str, reading: Reading) -> object:
        return values.words(text, reading.vocabulary.choices[what], what)

    return read


MOST_KEYS = 9
"""Keys that one car may have: a larger figure is a slip."""
_TABLE: dict[Place, dict[str, Callable[[str, Reading], object]]] = {
    Place.CAR: {
        "vin": read_vin,
        "make": read_make,
        "model": read_text,
        "trim": read_text,
        "model_year": read_year,
        "stock_number": read_text,
        "colour": read_word_or_text("colour"),
        "manufacture_date": read_partial,
        "first_registration": read_partial,
        "never_registered": read_yes_no,
        "odometer_km": read_whole,
        "battery_soh": read_percent,
        "battery_soh_on": read_day,
        "damage_history": read_choices("damage_history"),
        "former_use": read_choices("former_use"),
        "steering_converted": read_yes_no,
        "tinted_glass": read_yes_no,
        "owned_since": read_day,
        "engine_number": read_text,
        "keys": lambda text, reading: values.whole(text, reading.style, most=MOST_KEYS),
        "accessories": read_text,
        "cn_barred_group": read_choices("cn_barred_group"),
        "cn_modified_vehicle": read_yes_no,
        "vin_confirmed": read_yes_no,
        "remark": read_text,
    },
    Place.SPECS: {
        "powertrain": read_choice("powertrain"),
        "fuel": read_choice("fuel"),
        "steering": read_choice("steering"),
        "body": read_word_or_text("body"),
        "seats": read_whole,
        "engine_cc": read_whole,
        "power_hp": read_decimal,
        "power_30min_hp": read_decimal,
        "battery_kwh": read_decimal,
        "charge_port": read_choice("charge_port"),
        "software_languages": read_free_words,
        "has_connectivity": read_yes_no,
        "lab_tested_in_eaeu": read_yes_no,
        "origin_country": read_country,
        "hs_code": read_text,
        "length_mm": read_whole,
        "width_mm": read_whole,
        "height_mm": read_whole,
        "kerb_kg": read_whole,
        "gross_kg": read_whole,
        "guide_price": read_money,
        "type_code": read_text,
    },
    Place.OFFER: {
        "price": read_money,
        "invoice_kind": read_invoice_kind,
        "invoice_rate": read_rate,
        "listed_on": read_day,
    },
    Place.DEAL: {
        "destination": read_country,
        "importer_type": read_choice("importer_type"),
        "importer_is_authorised": read_yes_no,
        "importer_has_service_centre": read_yes_no,
        "purpose": read_choice("purpose"),
        "entry_mode": read_choice("entry_mode"),
        "sub_region": read_free_words,
        "via": read_countries,
        "export_country": read_country,
        "imports_this_year": read_whole,
        "price_local": read_decimal,
        "duty_free_quota_used": read_yes_no,
        "certificate_holder_is_declarant": read_yes_no,
        "make_status": read_free_words,
        "container_or_enclosed": read_yes_no,
        "cn_agent_declares": read_yes_no,
        "cn_sale_target": read_free_words,
        **dict.fromkeys(DATE_BASES, read_day),
    },
    Place.MILESTONE: {
        stage.value: read_day for stage in Stage if stage not in {Stage.LISTED, Stage.BOUGHT, Stage.REGISTERED}
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
        case Place.MILESTONE:
            return car.milestone(Stage(name))
        case Place.CAR:
            pass
    return getattr(holder, name, None)


def with_values(car: Car, changes: Iterable[FieldValue]) -> Car:
    """The car with the values set, each in its place.

    A new ``destination`` starts a new deal: what was agreed for one country does not hold for another. Raises
    ValueError for a deal's field on a car without a destination.
    """
    own: dict[str, Any] = {}
    parts: dict[Place, dict[str, Any]] = {place: {} for place in Place if place is not Place.CAR}
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
    if parts[Place.MILESTONE]:
        own["milestones"] = _milestones(car, parts[Place.MILESTONE])
    return msgspec.structs.replace(car, **own)


def _milestones(car: Car, changes: Mapping[str, Any]) -> tuple[Milestone, ...]:
    """The milestones with one date a named stage, sorted by date; None takes the stage away."""
    kept = [step for step in car.milestones if step.stage.value not in changes]
    new = [Milestone(Stage(name), on) for name, on in changes.items() if on is not None]
    return tuple(sorted([*kept, *new], key=lambda step: step.on))


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
