"""Localisation kits as data: the items that a model must meet before a buyer abroad can live with it. Pure.

``data/kits/default.toml`` is the kit of every model; files of the user's own change items, add some, retire some, or
replace the whole kit where they say. ``packs.kits`` reads and checks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain.sources import Source
from tui.domain.words import Powertrain

ITEM = "kit:"
"""Prefix under which an item of a kit stands among rules and among what is wanted, such as ``kit:ui-keys``."""
AREAS = ("interface", "spare_parts", "repair_partners", "documents")
HIGH_VOLTAGE = frozenset({Powertrain.BEV, Powertrain.PHEV, Powertrain.EREV, Powertrain.HEV})
"""The powertrains whose repair takes people trained for high voltage."""
PLUGS = frozenset({Powertrain.BEV, Powertrain.PHEV, Powertrain.EREV})
EVERY = "all"
DEFAULT = "default"


class Weight(StrEnum):
    """How much an open item matters: a blocker keeps the car from READY, the others are said."""

    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"


class ItemScope(StrEnum):
    """Whether an item is met once for a model, or car by car."""

    MODEL = "model"
    CAR = "car"


class Proof(StrEnum):
    """What an item may be proven by."""

    FILE = "file"
    DOCUMENT = "document"
    MEASUREMENT = "measurement"
    NOTE = "note"


class Computed(StrEnum):
    """The items that are worked out from what the book knows, and ticked by nobody."""

    MENU_LANGUAGE = "menu_language"
    CHARGING_PORT = "charging_port"
    CHARGING_FITS = "charging_fits"
    BATTERY_HEALTH = "battery_health"
    REPAIR_PARTNER = "repair_partner"
    HIGH_VOLTAGE = "high_voltage"
    DIAGNOSTICS = "diagnostics"
    CRITICAL_PARTS = "critical_parts"
    LEAD_TIME = "lead_time"
    WEAR_STOCK = "wear_stock"
    PARTS_ALONG = "parts_along"


class View(msgspec.Struct, frozen=True):
    """The rules that already say what an item asks for: by id, or all of a kind at the destination.

    ``papers`` tells that the comparison of the papers says it.
    """

    rules: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    papers: bool = False


class KitItem(msgspec.Struct, frozen=True):
    """One item. Texts are in English here and are translated where they are shown.

    ``applies_to`` are powertrains, or ``all``. ``giver`` is who brings it about. ``proof`` are the kinds of evidence of
    which one is enough; ``documents`` the kinds of papers that may be that evidence (none: any). With ``vin`` a photo
    counts only when its VIN is noted as visible. ``travels``: a proof for one country holds in others too;
    ``any_model``: one for one model holds for others in the same country. ``holds_days`` is how long a proof counts
    where it names no end. ``parts`` are the groups of parts that a list has to name. An item with a ``view`` is said by
    rules and is no flag of its own; ``computed`` ones are worked out, and are proven by evidence only where ``proof``
    is given all the same. ``origin`` is ``shipped`` or the path of a file.
    """

    id: str
    area: str
    title: str
    why: str
    evidence: str
    weight: Weight
    scope: ItemScope
    giver: str
    source: Source
    checked: date
    applies_to: tuple[str, ...] = (EVERY,)
    proof: tuple[Proof, ...] = ()
    documents: tuple[str, ...] = ()
    vin: bool = False
    travels: bool = False
    any_model: bool = False
    holds_days: int | None = None
    parts: tuple[str, ...] = ()
    computed: Computed | None = None
    view: View | None = None
    origin: str = "shipped"

    def applies(self, powertrain: str | None) -> bool | None:
        """Whether the item is for cars of a powertrain; None where the powertrain decides and is not known."""
        if EVERY in self.applies_to:
            return True
        return None if powertrain is None else powertrain in self.applies_to


class Retired(msgspec.Struct, frozen=True):
    """An item that a file takes out of the kit, and why."""

    id: str
    why: str


class Change(msgspec.Struct, frozen=True):
    """What a file says anew of an item that stands in the kit under it: values by the names of ``KitItem``."""

    id: str
    values: dict[str, Any]


class KitFile(msgspec.Struct, frozen=True):
    """One file of a kit. Where ``countries``, ``makes``, ``models`` or ``powertrains`` are given it is for those only.

    With ``replaces`` nothing of the kits under it is left.
    """

    id: str
    title: str
    version: str
    items: tuple[KitItem, ...] = ()
    changes: tuple[Change, ...] = ()
    retired: tuple[Retired, ...] = ()
    replaces: bool = False
    countries: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    powertrains: tuple[str, ...] = ()
    origin: str = "shipped"

    def is_for(self, make: str, model: str, country: str, powertrain: str | None) -> bool:
        """Whether the file speaks of a model for a country."""
        return (
            (not self.countries or country in self.countries)
            and (not self.makes or make in self.makes)
            and (not self.models or model.casefold() in {name.casefold() for name in self.models})
            and (not self.powertrains or powertrain is None or powertrain in self.powertrains)
        )


class Template(msgspec.Struct, frozen=True):
    """The items of a kit for a model, a country and a powertrain, in the order of the areas."""

    items: tuple[KitItem, ...]
    retired: tuple[Retired, ...] = ()
    files: tuple[str, ...] = ()
    """The titles of the files it was put together from."""

    def item(self, item_id: str) -> KitItem | None:
        """The item of an id, or None."""
        return next((one for one in self.items if one.id == item_id), None)


def template_for(files: Sequence[KitFile], make: str, model: str, country: str, powertrain: str | None) -> Template:
    """Lay the files over one another, the shipped one first. An item of a known id takes the place of the older one."""
    items: dict[str, KitItem] = {}
    retired: dict[str, Retired] = {}
    used: list[str] = []
    for file in files:
        if not file.is_for(make, model, country, powertrain):
            continue
        if file.replaces:
            items.clear()
            retired.clear()
            used.clear()
        used.append(file.title)
        for item in file.items:
            items[item.id] = item
            retired.pop(item.id, None)
        for change in file.changes:
            if change.id in items:
                items[change.id] = msgspec.structs.replace(items[change.id], **change.values, origin=file.origin)
        for gone in file.retired:
            if items.pop(gone.id, None) is not None:
                retired[gone.id] = gone
    kept = [item for item in _by_area(items.values()) if item.applies(powertrain) is not False]
    return Template(tuple(kept), tuple(retired.values()), tuple(used))


def named(files: Sequence[KitFile], item_id: str) -> KitItem | None:
    """The item of an id as the last file words it, whatever it is for; None where no file has it."""
    found: KitItem | None = None
    for file in files:
        found = next((item for item in file.items if item.id == item_id), found)
        for change in file.changes if found is not None else ():
            if change.id == item_id and found is not None:
                found = msgspec.structs.replace(found, **change.values)
    return found


def _by_area(items: Iterable[KitItem]) -> list[KitItem]:
    return sorted(items, key=lambda item: AREAS.index(item.area))
