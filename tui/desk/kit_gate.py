"""The localisation gate: what a model's kit and a car's own items stand for and against a car, as flags.

Cars that nothing tells apart are given the same tuple: the answer is worked out once for each combination of what it
reads, and cars of a model that nobody touched share those of any other such model.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from tui.desk.attaching import named_by_records
from tui.desk.context import Desk
from tui.desk.kinds import CAR_ITEMS, DOCUMENTS, KITS, PARTS, REPAIR_PARTNERS
from tui.desk.kit_book import KitBook, ModelAt, kit_book, world_of
from tui.desk.readings import readings_of_book
from tui.domain.alike import MODEL
from tui.domain.assessing import Own
from tui.domain.cars import Car
from tui.domain.computing import Situation
from tui.domain.facts import PLACE, Case
from tui.domain.kit_standing import ItemStanding, flag_of, rule_of, stand
from tui.domain.kits import ITEM, Computed, ItemScope, KitItem
from tui.domain.localisation import Entry, World, entry_of
from tui.domain.models import Specs
from tui.domain.readiness import Flag, State
from tui.domain.repair_partners import EVERY_MAKE
from tui.domain.rules import KIT_KIND, Gate, Rule, RuleSeverity
from tui.domain.shipments import Shipment
from tui.domain.sources import Source

_POWERTRAIN, _PORT, _LANGUAGES = (PLACE[name] for name in ("powertrain", "charge_port", "software_languages"))
_NOTHING: tuple[Entry, ...] = ()
_NO_MODEL = ("", "")
_MOST_KEPT = 1000
"""Destinations on a day that are remembered at once."""
_READS: Mapping[Computed | None, tuple[str, ...]] = {
    None: (),
    Computed.MENU_LANGUAGE: ("languages",),
    Computed.CHARGING_PORT: ("port",),
    Computed.CHARGING_FITS: ("port", "powertrain"),
    Computed.BATTERY_HEALTH: ("reading",),
    Computed.REPAIR_PARTNER: (),
    Computed.HIGH_VOLTAGE: ("powertrain",),
    Computed.DIAGNOSTICS: (),
    Computed.CRITICAL_PARTS: (),
    Computed.LEAD_TIME: (),
    Computed.WEAR_STOCK: (),
    Computed.PARTS_ALONG: (),
}
"""What computed items read of a car besides its model, its powertrain where a kit of it is kept, and its own items."""


class _Place:
    """What is known of one destination on one day."""

    def __init__(self, country: str, makes: frozenset[str], on: date, old: date) -> None:
        self.country = country
        self.makes = makes
        self.on = on
        self._old = old
        self.asked: dict[object, tuple[Flag, ...]] = {}
        """By what matters of a car here: of a model that nobody spoke of neither make nor name does."""
        self.flags: dict[tuple[object, ...], Flag | None] = {}
        """By item and what it reads."""

    def reading(self, soh: object, measured: date | None) -> int:
        """What a battery's reading on a day is worth: none, undated, of a later day, too old, good."""
        if soh is None or measured is None:
            return 0 if soh is None else 1
        return 2 if measured > self.on else 3 if measured < self._old else 4


class _Asking(NamedTuple):
    """What the items of one car are asked with."""

    of_model: tuple[Entry, ...]
    of_car: tuple[Entry, ...]
    at: Situation
    world: World

    def stand(self, item: KitItem) -> ItemStanding:
        """How an item stands."""
        if item.scope is ItemScope.CAR:
            return stand(item, entry_of(self.of_car, item.id, self.at.country), self.at, self.world)
        return stand(item, entry_of(self.of_model, item.id), self.at, self.world)


class KitGate:
    """The source of the localisation gate; kept from one question to the next as long as nothing it reads changes."""

    gate = Gate.LOCALISATION

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: dict[tuple[str, date], _Place] = {}
        self._frames: dict[int, tuple[Case, _Place]] = {}
        self._files: object = None
        self._same: dict[tuple[object, ...], tuple[Flag, ...]] = {}
        self._rules: dict[tuple[int, str], tuple[KitItem, Rule]] = {}
        self._measured: Container[int] = ()
        """The cars of which an inspection measured something."""

    def look(self) -> None:
        """Look whether a file of the book was written to since the last question: evidence is weighed anew then."""
        self._frames.clear()
        self._measured = readings_of_book(self._desk)
        files = dict(self._desk.store.files.times()) if self._has_files else None
        if files != self._files:
            self._files = files
            self._places.clear()
            vars(self).pop("_world", None)

    @cached_property
    def _has_files(self) -> bool:
        """Whether any record names a file that could be missing or changed."""
        return any(True for _ in named_by_records(self._desk))

    @cached_property
    def _book(self) -> KitBook:
        return kit_book(self._desk)

    @cached_property
    def _world(self) -> World:
        return world_of(self._desk)

    @cached_property
    def _own(self) -> dict[int, int]:
        """The number of what hangs on a car itself; cars of equal entries share one."""
        numbers: dict[tuple[Entry, ...], int] = {}
        found = {}
        for car_id, items in self._book.car_items.items():
            found[car_id] = numbers.setdefault(items.entries, len(numbers) + 1)
        return found

    @cached_property
    def _touched(self) -> frozenset[tuple[str, str]]:
        """The models of which anything is known or asked by name."""
        named = {(make, model) for make, model, *_ in self._book.kits} | set(self._book.parts)
        return frozenset(named)

    @cached_property
    def _named(self) -> bool:
        """Whether a file of kits speaks of single makes or models."""
        return any(file.makes or file.models for file in self._book.files)

    @cached_property
    def _faulty(self) -> tuple[Flag, ...]:
        """A flag for each file of kits that was left out: what it asks nobody can tell."""
        return tuple(
            Flag(_rule_of_file(str(error.params.get("file", "")), self._desk.today), State.CANNOT_TELL)
            for error in self._desk.library.kit_errors
        )

    reads = (*MODEL, "battery_soh", "battery_soh_on")

    def marks(self, cars: Sequence[Car]) -> Sequence[int] | None:
        """What hangs on the cars themselves, by number; None where nothing hangs on any."""
        own = self._own
        return [own.get(car.id, 0) for car in cars] if own else None

    def flags(self, car: Car, own: Own, frame: Case, shipment: Shipment | None) -> tuple[Flag, ...]:
        """What the kit says of a car."""
        del shipment
        place, drawn = self._place(frame), own.drawn
        model = self._model(place, car)
        told = (drawn[_POWERTRAIN], drawn[_PORT], drawn[_LANGUAGES], self._reading(place, car))
        key = (model, *told, self._own.get(car.id))
        found = place.asked.get(key)
        if found is None:
            found = place.asked[key] = self._ask(place, car, drawn, model)
        return found

    def _reading(self, place: _Place, car: Car) -> int:
        if car.id not in self._measured:
            return place.reading(car.battery_soh, car.battery_soh_on)
        battery = self._book.battery(car)
        return place.reading(battery.soh, battery.on)

    def _place(self, frame: Case) -> _Place:
        known = self._frames.get(id(frame))
        if known is not None:
            return known[1]
        found = self._places.get((frame.destination, frame.dates["clearance"])) or self._new_place(frame)
        self._frames[id(frame)] = (frame, found)
        return found

    def _new_place(self, frame: Case) -> _Place:
        partners = self._desk.store.all(REPAIR_PARTNERS)
        makes = frozenset(make for one in partners if one.country == frame.destination for make in one.makes)
        on = frame.dates["clearance"]
        if len(self._places) >= _MOST_KEPT:
            self._places.clear()
        old = on - timedelta(days=self._desk.settings.localisation.battery_days)
        found = self._places[frame.destination, on] = _Place(frame.destination, makes, on, old)
        return found

    def _model(self, place: _Place, car: Car) -> tuple[str, str]:
        """What tells the model apart at a place; nothing where nobody ever spoke of it."""
        if not (place.makes or self._touched or self._named):
            return _NO_MODEL
        make, model = car.make, car.model.casefold()
        told = (make, model) in self._touched or self._named
        by_make = make in place.makes or EVERY_MAKE in place.makes
        return (make if told or by_make else "", model if told else "")

    def _ask(self, place: _Place, car: Car, facts: Sequence[Any], model: tuple[str, str]) -> tuple[Flag, ...]:
        at = ModelAt(car.make, car.model, place.country, facts[_POWERTRAIN] or "")
        book, reads = (
            self._book,
            {
                "powertrain": facts[_POWERTRAIN],
                "port": facts[_PORT],
                "languages": facts[_LANGUAGES],
                "reading": self._reading(place, car),
            },
        )
        own = self._own.get(car.id, 0)
        asking: _Asking | None = None
        found = []
        for item in book.template(at).items:
            told = (*map(reads.__getitem__, _READS[item.computed]),)
            drive = reads["powertrain"] if model[1] else reads["powertrain"] is None
            key = (id(item), model, drive, told, own if item.scope is ItemScope.CAR else 0)
            if key not in place.flags:
                asking = asking or self._asking(place, car, at, facts)
                one = asking.stand(item)
                rule = self._rule(item, place.country)
                place.flags[key] = flag_of(one, rule, place.on, self._horizon(place.country))
            flag = place.flags[key]
            if flag is not None:
                found.append(flag)
        flags = (*self._faulty, *found)
        return self._same.setdefault(tuple(map(id, flags)), flags)

    def _asking(self, place: _Place, car: Car, at: ModelAt, facts: Sequence[Any]) -> _Asking:
        specs = Specs(charge_port=facts[_PORT], software_languages=facts[_LANGUAGES])
        kit, items = self._book.kits.get(at.key), self._book.car_items.get(car.id)
        return _Asking(
            kit.entries if kit else _NOTHING,
            items.entries if items else _NOTHING,
            self._book.situation(at, specs, self._book.battery(car), place.on),
            self._world,
        )

    def _rule(self, item: KitItem, country: str) -> Rule:
        found = self._rules.get((id(item), country))
        if found is None:
            found = self._rules[id(item), country] = (item, rule_of(item, country))
        return found[1]

    def _horizon(self, country: str) -> int:
        profile, limits = self._desk.library.profiles.get(country), self._desk.settings.readiness
        return profile.horizon_days if profile and profile.horizon_days else limits.horizon_days


FILE_TITLE = "A kit file of your own cannot be used"
FILE_SUMMARY = "The file was left out, so that nobody can tell what it asks of this car. Mend it or take it away."


def _rule_of_file(path: str, day: date) -> Rule:
    return Rule(
        f"{ITEM}{path.rsplit('/', maxsplit=1)[-1]}",
        "",
        KIT_KIND,
        RuleSeverity.REQUIRE,
        {},
        FILE_TITLE,
        FILE_SUMMARY,
        Source(path, "", "", "secondary", "low"),
        day,
    )


def kit_gate(desk: Desk) -> KitGate:
    """The gate for a question: the one of the last question where nothing that it reads has changed since."""
    store = desk.store
    tables = tuple(store.all(kind) for kind in (KITS, CAR_ITEMS, REPAIR_PARTNERS, PARTS, DOCUMENTS))
    gate = desk.kept("kit_gate", (*tables, desk.library, desk.settings), lambda: KitGate(desk))
    gate.look()
    return gate


def kit_flags(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags among some that stand for items of a kit."""
    return tuple(flag for flag in flags if flag.rule.kind == KIT_KIND)
