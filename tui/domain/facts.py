"""Facts: what is known of a car for a destination, and where each one comes from.

Facts are kept as one tuple in a fixed order, so that cars of equal facts are found to be equal at once. A fact that
comes from a default is *assumed*: it counts, is listed, and is missing under ``strict``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain.atoms import NOT_YET
from tui.domain.cars import Car
from tui.domain.deals import DATE_BASES, Deal, in_force
from tui.domain.models import Specs
from tui.domain.partialdate import PartialDate
from tui.domain.readings import READ_FACTS
from tui.domain.rules import DocumentKind, Profile
from tui.domain.shipments import Shipment
from tui.domain.words import COLOURS, ENTRY_MODE_OF, Mode, Powertrain, Stage

CAR_FACTS = (
    "powertrain", "fuel", "steering", "customs_condition", "manufacture_date", "model_year", "first_registration",
    "odometer_km", "engine_cc", "power_hp", "power_30min_hp", "origin_country", "battery_soh", "charge_port",
    "software_languages", "lab_tested_in_eaeu", "has_connectivity", "body", "tinted_glass", "damage_history",
    "former_use", "steering_converted", "colour", "make", "make_home", "owned_since", "cn_never_registered",
    "cn_barred_group", "cn_modified_vehicle", "cn_pending_export_noted", "cn_temp_plate_expired",
)  # fmt: skip
DEAL_FACTS = (
    "importer_type", "importer_is_authorised", "importer_has_service_centre", "purpose", "entry_mode", "sub_region",
    "route_via", "export_country", "imports_this_year", "price_local", "duty_free_quota_used",
    "certificate_holder_is_declarant", "make_status", "container_or_enclosed", "cn_agent_declares", "cn_sale_target",
    "final_destination", "arrival",
)  # fmt: skip
DOCUMENT_FACTS = (
    "cn_aftersales_letter_issuer", "cn_letter_fields", "cn_letter_country_differs",
    "cn_declared_qty_equals_licence_qty", "cn_cars_per_licence_line", "cn_licence_expired_at_declaration",
    "cn_licence_fields_mismatch", "cn_owner_is_licence_applicant",
)  # fmt: skip
NO_CAR: tuple[Any, ...] = (None,) * len(CAR_FACTS)
"""The facts of no car: what a frame of deal and papers has in their place."""
FACTS = CAR_FACTS + DEAL_FACTS + DOCUMENT_FACTS
PLACE = {name: place for place, name in enumerate(FACTS)}
_SPECS = frozenset(Specs.__struct_fields__)
_DEAL_NAME = {"route_via": "via"}
SpecFacts = tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]
"""A model's part of the facts, in three pieces as they lie among those of the car."""


class Origin(StrEnum):
    """Where a fact comes from."""

    TYPED = "typed"
    LIST = "list"
    SHEET = "sheet"
    DOCUMENT = "document"
    INSPECTION = "inspection"
    DEFAULT = "default"


class Case(msgspec.Struct, frozen=True):
    """One car for one destination, ready to be assessed.

    ``facts`` are in the order of ``FACTS``, those of the car first; None is missing. ``assumed`` names those that come
    from a default; what a pack takes for granted (its ``[meta.defaults]``) is not filled in here, for it holds for the
    rules of that pack alone. ``dates`` gives the day each date basis is read at. ``documents`` holds, per date basis,
    the kinds held for this destination; ``existing`` those held for any destination on any of the dates. With
    ``strict`` nothing is assumed.
    """

    destination: str
    facts: tuple[Any, ...]
    assumed: frozenset[str]
    dates: Mapping[str, date]
    documents: Mapping[str, frozenset[str]]
    existing: Mapping[str, frozenset[str]]
    strict: bool = False

    def of_car(self, own: tuple[Any, ...]) -> Case:
        """The same deal and papers for a car of other facts (in the order of ``CAR_FACTS``)."""
        return msgspec.structs.replace(self, facts=own + self.facts[len(CAR_FACTS) :])


class World(msgspec.Struct, frozen=True):
    """What facts are drawn from besides the car: the pack's defaults, make homes, and kinds of papers."""

    defaults: Mapping[str, Any]
    make_homes: Mapping[str, str]
    documents: Mapping[str, DocumentKind]


def spec_facts(specs: Specs) -> SpecFacts:
    """What the facts of a car take from its technical data: worked out once for all cars of a sheet."""
    bev = specs.powertrain == Powertrain.BEV
    return (
        (specs.powertrain, "none" if bev else specs.fuel, specs.steering),
        (0 if bev else specs.engine_cc, specs.power_hp, specs.power_30min_hp, specs.origin_country),
        (
            specs.charge_port, specs.software_languages, specs.lab_tested_in_eaeu, specs.has_connectivity, specs.body,
        ),
    )  # fmt: skip


def car_facts(car: Car, specs: SpecFacts, make_homes: Mapping[str, str]) -> tuple[Any, ...]:
    """The facts of the car itself, in the order of ``CAR_FACTS``.

    A colour by its maker's name (极光黑) is not known: a rule that refuses black cars must not take it for another.
    """
    registered, noted = passage(car) if car.milestones else (car.first_registration, None)
    never = False if registered is not None else car.never_registered
    kind, power, equipment = specs
    return (
        *kind,
        _CLASS_OF[never],
        car.manufacture_date,
        car.model_year,
        registered,
        car.odometer_km,
        *power,
        car.battery_soh,
        *equipment,
        car.tinted_glass,
        car.damage_history,
        car.former_use,
        car.steering_converted,
        car.colour if car.colour in COLOURS else None,
        car.make,
        make_homes.get(car.make),
        car.owned_since,
        never,
        car.cn_barred_group,
        car.cn_modified_vehicle,
        noted,
        None,
    )


def passage(car: Car) -> tuple[PartialDate | None, bool | None]:
    """What the facts take from the steps of a car: its first registration, and whether its export was noted.

    The day that is printed counts before a step's; of several steps the last does.
    """
    registered = printed = car.first_registration
    noted = None
    for step in car.milestones:
        if step.stage is Stage.TRANSFERRED:
            noted = True
        elif printed is None and step.stage is Stage.REGISTERED:
            day = PartialDate.of(step.on)
            registered = day if registered is None else max(registered, day)
    return registered, noted


_CLASS_OF = {None: None, True: "new", False: "used"}
"""China's classes, which also hold where a destination draws no line of its own: used once registered anywhere."""


def deal_facts(
    destination: str,
    deals: Iterable[Deal | None],
    via: tuple[str, ...] | None,
    profile: Profile | None,
    *,
    together: int = 1,
    left: bool = False,
) -> tuple[tuple[Any, ...], frozenset[str]]:
    """The facts of the deal, in the order of ``DEAL_FACTS``: the first deal that says something decides.

    ``together`` counts the cars that go to the same importer at once: each is taken to come after the others.
    Cars that have not ``left`` are taken not to have arrived as long as no date of arrival is given.
    """
    counting = in_force(destination, *deals)
    found: dict[str, Any] = {}
    for name in DEAL_FACTS:
        field = _DEAL_NAME.get(name, name)
        found[name] = next((v for deal in counting if (v := getattr(deal, field, None)) is not None), None)
    if via is not None:
        found["route_via"] = via
    found["final_destination"] = destination
    defaults: dict[str, Any] = {"route_via": (), "sub_region": (), "export_country": "CN"}
    if not left:
        defaults["arrival"] = NOT_YET
    if profile is not None:
        defaults |= {
            "importer_type": profile.importer_type,
            "importer_is_authorised": profile.importer_is_authorised,
            "entry_mode": profile.entry_mode,
            "purpose": profile.purpose,
            "imports_this_year": _others_first(profile.imports_this_year, together),
        }
    return with_defaults(DEAL_FACTS, tuple(found.values()), defaults)


def _others_first(usual: int | None, together: int) -> int | None:
    return None if usual is None else usual + together - 1


def shipment_deal(shipment: Shipment) -> Deal:
    """The shipment's deal with what its mode and its legs say of route, way of entry and days."""
    deal = shipment.deal
    changes: dict[str, Any] = {"via": shipment.via}
    if deal.entry_mode is None:
        entering = shipment.entering_leg or shipment
        changes["entry_mode"] = ENTRY_MODE_OF[entering.mode]
    if deal.container_or_enclosed is None and shipment.mode in {Mode.CONTAINER, Mode.RO_RO}:
        changes["container_or_enclosed"] = shipment.mode is Mode.CONTAINER
    changes["loading"] = deal.loading or shipment.left or shipment.departs
    changes["arrival"] = deal.arrival or shipment.landed or shipment.arrives
    return msgspec.structs.replace(deal, **changes)


def dates_on(on: date, *deals: Deal | None) -> dict[str, date]:
    """The day of each date basis: what the deals say, first one first, and ``on`` for the rest."""
    return {
        basis: next((day for deal in deals if deal and (day := getattr(deal, basis)) is not None), on)
        for basis in DATE_BASES
    }


def origin_of(name: str, case: Case, car: Car, *, assumed: bool = False) -> Origin | None:
    """Where a fact of a case comes from; None when it is missing, and ``assumed`` when a pack takes it for granted."""
    if assumed or name in case.assumed:
        return Origin.DEFAULT
    if case.facts[PLACE[name]] is None:
        return None
    if name in DOCUMENT_FACTS:
        return Origin.DOCUMENT
    if name in READ_FACTS and case.facts[PLACE[name]] != getattr(car, name):
        return Origin.INSPECTION
    told = _FOLLOWS.get(name, name)
    if name in _BY_DRIVE and case.facts[PLACE["powertrain"]] == Powertrain.BEV:
        told = "powertrain"
    if told in _SPECS and getattr(car.specs, told) is None:
        return Origin.SHEET
    return Origin.LIST if car.listed and told in CAR_FACTS and told not in car.typed else Origin.TYPED


_FOLLOWS = {"customs_condition": "first_registration", "cn_never_registered": "first_registration", "make_home": "make"}
"""Facts that follow from another one, which is where they come from."""
_BY_DRIVE = frozenset({"fuel", "engine_cc"})
"""What a battery car has none of: known from its powertrain."""


def with_defaults(
    names: tuple[str, ...], facts: tuple[Any, ...], defaults: Mapping[str, Any]
) -> tuple[tuple[Any, ...], frozenset[str]]:
    """The facts with what is missing taken from defaults, and the names of those that were."""
    assumed = {
        name for name, value in zip(names, facts, strict=True) if value is None and defaults.get(name) is not None
    }
    if not assumed:
        return facts, frozenset()
    filled = tuple(defaults[name] if name in assumed else value for name, value in zip(names, facts, strict=True))
    return filled, frozenset(assumed)
