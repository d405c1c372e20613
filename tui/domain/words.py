"""The fixed words of the trade, as codes; their labels are data (``data/words.toml``)."""

from __future__ import annotations

from enum import StrEnum


class Powertrain(StrEnum):
    """What drives the car."""

    ICE = "ice"
    HEV = "hev"
    PHEV = "phev"
    EREV = "erev"
    BEV = "bev"


class InvoiceKind(StrEnum):
    """The voucher of a purchase; a purchase whose voucher is not known yet has None, which is not NONE."""

    SPECIAL_VAT = "special_vat"
    USED_CAR_UNIFORM = "used_car_uniform"
    OTHER = "other"
    NONE = "none"


class Stage(StrEnum):
    """A dated step of a car's life, in the order a car goes through them."""

    LISTED = "listed"
    BOUGHT = "bought"
    REGISTERED = "registered"
    TRANSFERRED = "transferred"
    INSPECTED = "inspected"
    APPLIED = "applied"
    LICENSED = "licensed"
    CONTRACTED = "contracted"
    DECLARED = "declared"
    CLEARED = "cleared"
    LOADED = "loaded"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    DELIVERED = "delivered"
    PAID = "paid"
    REFUNDED = "refunded"
    DEREGISTERED = "deregistered"
    SOLD_AT_HOME = "sold_at_home"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Mode(StrEnum):
    """How a shipment travels."""

    RO_RO = "ro_ro"
    CONTAINER = "container"
    RAIL = "rail"
    ROAD = "road"


class Role(StrEnum):
    """What a party does for a shipment."""

    BUYER = "buyer"
    CONSIGNEE = "consignee"
    NOTIFY = "notify"
    BROKER = "broker"
    FORWARDER = "forwarder"


class TaxClass(StrEnum):
    """The VAT standing of a Chinese firm."""

    GENERAL = "general"
    SMALL_SCALE = "small_scale"


ENTRY_MODE_OF = {Mode.RO_RO: "sea", Mode.CONTAINER: "sea", Mode.RAIL: "rail", Mode.ROAD: "land"}
"""The entry mode (as the rules name it) that each mode of a shipment stands for."""


KINDS_OF_IMPORTERS = {
    "company": ("small_importer", "indirect_importer"),
    "individual": ("family", "returning_resident"),
}
"""Importers that a country may have rules of its own for, by what they are everywhere else."""
COLOURS = frozenset({
    "white", "grey", "black", "silver", "blue", "red", "green", "beige", "pink", "brown", "yellow", "orange", "purple",
    "gold", "dark",
})  # fmt: skip
"""Colours that rules may name; a maker's own name of a colour is none of them."""
