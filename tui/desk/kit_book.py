"""The localisation kits of the book, drawn together once: what a question about any of them reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import CAR_ITEMS, DOCUMENTS, KITS, PARTS, REPAIR_PARTNERS
from tui.desk.readings import readings_of
from tui.domain.cars import Car
from tui.domain.computing import Languages, Limits, Plugs, Situation
from tui.domain.documents import Attachment
from tui.domain.kit_standing import ItemStanding, stand_all
from tui.domain.kits import Template, template_for
from tui.domain.localisation import CarItems, Entry, LocalisationKit, World, kit_key
from tui.domain.models import Specs
from tui.domain.parts import Part
from tui.domain.readings import as_measured
from tui.i18n.territories import official_languages


class ModelAt(msgspec.Struct, frozen=True):
    """A model in a country: what a kit is of. ``powertrain`` is empty where it is not known."""

    make: str
    model: str
    country: str
    powertrain: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The key of its kit."""
        return kit_key(self.make, self.model, self.country, self.powertrain)


class Battery(msgspec.Struct, frozen=True):
    """The last reading of a car's battery: state of health in percent, its day, and with what it was taken."""

    soh: Any = None
    on: date | None = None
    tool: str = ""


class KitBook:
    """Kits, partners and parts of one state of the book, by what they are looked up by."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.files = desk.library.kits
        self._templates: dict[tuple[str, str, str, str | None], Template] = {}
        self._languages: dict[str, Languages] = {}
        self._plugs: dict[str, Plugs | None] = {}

    @cached_property
    def kits(self) -> Mapping[tuple[str, str, str, str], LocalisationKit]:
        """The kits that somebody touched."""
        return {kit.key: kit for kit in self._desk.store.all(KITS)}

    @cached_property
    def car_items(self) -> Mapping[int, CarItems]:
        """What hangs on single cars, by car."""
        return {one.car_id: one for one in self._desk.store.all(CAR_ITEMS)}

    @cached_property
    def parts(self) -> Mapping[tuple[str, str], tuple[Part, ...]]:
        """The parts by model."""
        found: dict[tuple[str, str], list[Part]] = {}
        for part in self._desk.store.all(PARTS):
            found.setdefault(part.key, []).append(part)
        return {key: tuple(parts) for key, parts in found.items()}

    def battery(self, car: Car) -> Battery:
        """The reading of a car's battery that counts: a typed one, else its latest inspection's that is proof."""
        readings = readings_of(self._desk, car)
        known = as_measured(car, readings) if readings else car
        read = readings.get("battery_soh")
        tool = read.tool if read is not None and known is not car and known.battery_soh == read.value else ""
        return Battery(known.battery_soh, known.battery_soh_on, tool)

    def template(self, at: ModelAt) -> Template:
        """The items that count for a model in a country."""
        key = (at.make, at.model.casefold(), at.country, at.powertrain or None)
        found = self._templates.get(key)
        if found is None:
            found = self._templates[key] = template_for(
                self.files, at.make, at.model, at.country, at.powertrain or None
            )
        return found

    def languages(self, country: str) -> Languages:
        """What people in a country read: the languages of its own profile, else the official ones by general tables.

        The profile of a group speaks for a member of which the tables know nothing.
        """
        found = self._languages.get(country)
        if found is None:
            corrections = self._desk.library.languages
            profile = self._desk.library.profiles.get(country)
            official: tuple[str, ...] = ()
            if profile is None or profile.country != country:
                official = corrections.corrected(country, official_languages(country))
            if official or profile is None:
                found = Languages(official, (), corrections.same)
            else:
                found = Languages(profile.official_languages, profile.business_languages, corrections.same)
            self._languages[country] = found
        return found

    def plugs(self, country: str) -> Plugs | None:
        """The connectors of chargers in a country; None where nothing is known."""
        if country not in self._plugs:
            profile = self._desk.library.profiles.get(country)
            self._plugs[country] = Plugs(profile.dc_charging, profile.ac_charging) if profile else None
        return self._plugs[country]

    def situation(self, at: ModelAt, specs: Specs, battery: Battery, on: date) -> Situation:
        """Everything that computed items read."""
        limits = self._desk.settings.localisation
        return Situation(
            at.make,
            at.model,
            at.country,
            frozenset({at.country}),
            on,
            at.powertrain or None,
            specs.charge_port,
            specs.software_languages,
            battery.soh,
            battery.on,
            battery.tool,
            self.languages(at.country),
            self.plugs(at.country),
            tuple(self._desk.store.all(REPAIR_PARTNERS)),
            self.parts.get((at.make, at.model.casefold()), ()),
            Limits(limits.partner_confirmed_days, limits.quote_days, limits.battery_days),
        )

    def standings(
        self, at: ModelAt, specs: Specs, on: date, world: World, *, car: Car | None = None
    ) -> tuple[ItemStanding, ...]:
        """How every item stands for a model on a day; with a car its own items too."""
        kit = self.kits.get(at.key)
        own: Sequence[Entry] | None = None
        battery = Battery()
        if car is not None:
            items = self.car_items.get(car.id)
            own, battery = items.entries if items else (), self.battery(car)
        situation = self.situation(at, specs, battery, on)
        return stand_all(self.template(at), kit.entries if kit else (), own, situation, world)


def kit_book(desk: Desk) -> KitBook:
    """The kits of the book as it is; drawn together again when one of its tables changed."""
    store = desk.store
    tables = tuple(store.all(kind) for kind in (KITS, CAR_ITEMS, REPAIR_PARTNERS, PARTS))
    sources = (*tables, desk.library, desk.settings)
    return desk.kept("kit_book", sources, lambda: KitBook(desk))


def world_of(desk: Desk) -> World:
    """What evidence is weighed with, as the files of the book are now."""
    files = desk.store.files
    sizes: dict[str, int] | None = None

    def fault_of(attachment: Attachment) -> str:
        nonlocal sizes
        if sizes is None:
            sizes = dict(files.sizes())
        if attachment.sha256 not in sizes:
            return "missing"
        if sizes[attachment.sha256] != attachment.size or not files.is_whole(attachment.sha256):
            return "changed"
        return ""

    return World({paper.id: paper for paper in desk.store.all(DOCUMENTS)}, fault_of)


def common_specs(specs: Iterable[Specs]) -> Specs:
    """What all of some sheets share, as far as kits ask: the menu languages that each has, the port where it is one."""
    found = list(specs)
    if not found:
        return Specs()
    ports = {one.charge_port for one in found}
    offered = [one.software_languages for one in found]
    languages: tuple[str, ...] | None = None
    if all(one is not None for one in offered):
        first, *others = [one or () for one in offered]
        languages = tuple(code for code in first if all(code in other for other in others))
    return Specs(charge_port=ports.pop() if len(ports) == 1 else None, software_languages=languages)
