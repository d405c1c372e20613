"""The shipment summary: what an operator reads on the phone and hands to the customs broker.

The paper as data. Nothing here is formatted or translated; a title is English as the data files have it and is
translated by the renderer. None is *not known* and prints as a dash; an empty tuple is *there is none*.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec

from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import State, Verdict
from tui.domain.rules import Gate, RuleSeverity
from tui.domain.words import Mode

GENERAL_TRADE = "0110"
"""Customs trade mode 一般贸易."""
GENERAL_DUTY = "101"
"""Nature of duty 一般征税."""
BARE = "01"
"""Customs package kind 裸装."""
WHOLE_HS_CODE = 10
"""Digits of a Chinese national commodity code."""


class Named(msgspec.Struct, frozen=True):
    """A code with its English title."""

    code: str
    title: str


class OpenPoint(msgspec.Struct, frozen=True):
    """What one rule still asks of some of the cars.

    ``items`` are the cars' places on the paper, ``cars`` their VINs, or stock numbers while they wait for one.
    ``any_of`` says that one of ``needs`` is enough.
    """

    rule: str
    title: str
    jurisdiction: str
    gate: Gate
    severity: RuleSeverity
    state: State
    verdict: Verdict
    items: tuple[int, ...]
    cars: tuple[str, ...]
    missing: tuple[Named, ...] = ()
    needs: tuple[Named, ...] = ()
    any_of: bool = False
    turns_blocked_on: date | None = None
    clears_on: date | None = None
    lapses_on: date | None = None


class Doubtful(msgspec.Struct, frozen=True):
    """Why nothing can be said of some cars.

    ``no_pack``, ``pack_stale``, ``pack_ahead``, ``no_destination`` or ``not_checked``.
    """

    code: str
    jurisdiction: str
    items: tuple[int, ...]


class Override(msgspec.Struct, frozen=True):
    """A named person's decision to go on in spite of a flag; ``items`` are the places of the cars it is about."""

    rule: str
    title: str
    who: str
    reason: str
    on: date | None
    expires: date | None = None
    items: tuple[int, ...] = ()


class Exporter(msgspec.Struct, frozen=True):
    """The firm in whose name the cars leave; ``code`` has 18 characters. The bank is where buyers pay."""

    name: str
    name_en: str | None = None
    code: str | None = None
    address: str | None = None
    contact: str | None = None
    bank: str | None = None
    bank_account: str | None = None
    swift: str | None = None


class Partner(msgspec.Struct, frozen=True):
    """A party to the shipment."""

    name: str
    country: str | None = None
    address: str | None = None
    contact: str | None = None
    tax_number: str | None = None


class Sum(msgspec.Struct, frozen=True):
    """A sum over the cars whose figure is known; ``lacking`` is the number of the others. None when all lack it."""

    value: Decimal | None
    lacking: int


class Paper(msgspec.Struct, frozen=True):
    """A paper that goes with the shipment; ``covers`` counts the cars of this shipment it is about."""

    kind: Named
    covers: int
    number: str | None = None
    issuer: str | None = None
    issued: date | None = None
    expires: date | None = None


class UnNumber(msgspec.Struct, frozen=True):
    """A UN number with its hazard class and proper shipping name."""

    un: str
    hazard_class: str
    name: str


class DangerousGoods(msgspec.Struct, frozen=True):
    """The cars that travel under one UN number.

    ``batteries`` counts those with a traction battery, ``tested`` those of them whose UN 38.3 summary is held.
    """

    number: UnNumber
    items: tuple[int, ...]
    batteries: int
    tested: int


class Loading(msgspec.Struct, frozen=True):
    """A container with its seals; ``items`` are the places of its cars in the order of loading, the first deepest."""

    number: str
    type: str | None
    seals: tuple[str, ...]
    items: tuple[int, ...]


class LegLine(msgspec.Struct, frozen=True):
    """One stretch of the journey; ``etd`` and ``eta`` are planned, ``departed`` and ``arrived`` came to pass."""

    start: str
    start_country: str
    end: str
    end_country: str
    mode: Named
    conveyance: str | None
    voyage: str | None
    etd: date | None
    eta: date | None
    departed: date | None
    arrived: date | None


class CarLine(msgspec.Struct, frozen=True):
    """One car: the figures of the VIN table. ``condition`` is used, new, or None while not known.

    ``age_days`` counts from first registration to the paper's as-of date. Lengths in mm, weights in kg, ``cbm`` in
    cubic metres to three places.
    """

    item: int
    vin: str | None
    stock_number: str | None
    hs_code: str | None
    condition: str | None
    make: str
    make_names: dict[str, str]
    model: str
    trim: str | None
    model_year: int | None
    powertrain: Named | None
    fuel: Named | None
    body: Named | None
    engine_cc: int | None
    power_hp: Decimal | None
    battery_kwh: Decimal | None
    seats: int | None
    engine_number: str | None
    colour: Named | None
    first_registration: PartialDate | None
    pending_export: date | None
    manufacture_date: PartialDate | None
    age_days: int | None
    letter: bool
    inspection_report: str | None
    licence_number: str | None
    licence_expires: date | None
    odometer_km: int | None
    unit_price: Money | None
    kerb_kg: int | None
    gross_kg: int | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    cbm: Decimal | None
    un_number: str | None
    quantity: int = 1
    elements: tuple[Named, ...] = ()
    keys: int | None = None
    accessories: str | None = None

    @property
    def hs_complete(self) -> bool | None:
        """Whether the commodity code is a whole national code; None without a code."""
        return None if self.hs_code is None else len(self.hs_code) == WHOLE_HS_CODE

    @property
    def name(self) -> str:
        """What the car is called on the paper: its VIN, else its stock number, else its place."""
        return self.vin or self.stock_number or f"#{self.item}"


class ShipmentSummary(msgspec.Struct, frozen=True):
    """The paper.

    ``as_of`` is the day it was printed, ``on`` the day the rules were read at. ``goods_value`` sums the line prices
    and is None until every line has one; ``fob_value`` follows from it only under FOB, CFR and CIF. ``via`` None is
    a route not known, empty a direct one. ``sea`` tells whether dangerous goods were looked up at all.
    ``revision`` is the paper's own, ``book_revision`` the book's; ``waivers`` are items of the localisation kit that
    somebody let pass.
    """

    number: str
    revision: int
    as_of: date
    on: date
    packs: str
    draft: bool
    cancelled: bool
    verdict: Verdict
    open_points: tuple[OpenPoint, ...]
    doubts: tuple[Doubtful, ...]
    assumptions: tuple[Named, ...]
    not_assessed: tuple[Gate, ...]
    overrides: tuple[Override, ...]
    exporter: Exporter | None
    producing_unit: str | None
    consignee: Partner | None
    notify: Partner | None
    broker: Partner | None
    contract_number: str | None
    invoice_number: str | None
    packing_list_number: str | None
    incoterm: str | None
    incoterm_place: str | None
    currency: str | None
    goods_value: tuple[Money, ...] | None
    fob_value: Money | None
    lines_without_price: int
    freight: Money | None
    insurance: Money | None
    exit_customs: str | None
    port_of_loading: str | None
    port_of_discharge: str | None
    mode: Mode
    mode_title: str
    conveyance: str | None
    voyage: str | None
    transport_document: str | None
    origin_country: str
    via: tuple[str, ...] | None
    destination_country: str
    trading_country: str | None
    etd: date | None
    eta: date | None
    pieces: int
    net_kg: Sum
    gross_kg: Sum
    cbm: Sum
    cars: tuple[CarLine, ...]
    papers: tuple[Paper, ...]
    sea: bool
    dangerous_goods: tuple[DangerousGoods, ...]
    dangerous_goods_unknown: tuple[int, ...]
    trade_mode: str = GENERAL_TRADE
    duty_nature: str = GENERAL_DUTY
    package_kind: str = BARE
    agent: Partner | None = None
    carrier: str | None = None
    booking_number: str | None = None
    containers: tuple[Loading, ...] = ()
    legs: tuple[LegLine, ...] = ()
    book_revision: int = 0
    waivers: tuple[Override, ...] = ()
    payment_terms: str | None = None
    shipping_marks: str | None = None


def sum_of(values: Iterable[Decimal | int | None]) -> Sum:
    """Add what is known and count what is not."""
    listed = list(values)
    known = [Decimal(value) for value in listed if value is not None]
    return Sum(sum(known, Decimal(0)) if known else None, len(listed) - len(known))
