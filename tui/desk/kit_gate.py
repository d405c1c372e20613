"""The localisation gate: what a model's kit and a car's own items stand for and against a car, as flags.

Cars that nothing tells apart are given the same tuple: the answer is worked out once for each combination of what it
reads, and cars of a model that nobody touched share those of any other such model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from tui.desk.context import Desk
from tui.desk.kinds import REPAIR_PARTNERS
from tui.desk.kit_book import Battery, KitBook, ModelAt, battery_of, kit_book, world_of
from tui.desk.readings import readings_of_book
from tui.domain.assessing import Own
from tui.domain.cars import Car
from tui.domain.facts import PLACE, Case
from tui.domain.kit_standing import flag_of, rule_of, stand_all
from tui.domain.kits import ITEM, KitItem
from tui.domain.localisation import Entry, World
from tui.domain.models import Specs
from tui.domain.readiness import Flag, State
from tui.domain.readings import Reading
from tui.domain.repair_partners import EVERY_MAKE
from tui.domain.rules import KIT_KIND, Gate, Rule, RuleSeverity
from tui.domain.shipments import Shipment
from tui.domain.sources import Source

_POWERTRAIN, _PORT, _LANGUAGES = (PLACE[name] for name in ("powertrain", "charge_port", "software_languages"))
_NOTHING: tuple[Entry, ...] = ()
_UNREAD: Mapping[str, Reading] = {}


class _Place:
    """What is known of one destination on one day."""

    def __init__(self, frame: Case, makes: frozenset[str], old: date) -> None:
        self.frame = frame
        self.country = frame.destination
        self.on = frame.dates["clearance"]
        self.makes = makes
        self.old = old
        self.models: dict[tuple[str, str], tuple[str, str]] = {}
        self.known: dict[object, tuple[Flag, ...]] = {}


class KitGate:
    """The source of the localisation gate for one question."""

    gate = Gate.LOCALISATION

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: dict[int, _Place] = {}
        self._same: dict[tuple[object, ...], tuple[Flag, ...]] = {}
        self._flags: dict[tuple[object, ...], Flag] = {}
        self._rules: dict[tuple[int, str], tuple[KitItem, Rule]] = {}

    @cached_property
    def _book(self) -> KitBook:
        return kit_book(self._desk)

    @cached_property
    def _readings(self) -> Mapping[int, Mapping[str, Reading]]:
        return readings_of_book(self._desk)

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

    def flags(self, car: Car, own: Own, frame: Case, shipment: Shipment | None) -> tuple[Flag, ...]:
        """What the kit says of a car."""
        del shipment
        place = self._places.get(id(frame)) or self._place(frame)
        facts = own.facts
        model = place.models.get((car.make, car.model)) or self._model(place, car)
        battery = battery_of(car, self._readings.get(car.id, _UNREAD))
        measured = battery.on
        if battery.soh is None:
            reading = 0
        elif measured is None:
            reading = 1
        else:
            reading = 2 if measured > place.on else 3 if measured < place.old else 4
        key = (model, facts[_POWERTRAIN], facts[_PORT], facts[_LANGUAGES], reading, self._own.get(car.id, 0))
        found = place.known.get(key)
        if found is None:
            found = place.known[key] = self._ask(place, car, facts, battery)
        return found

    def _place(self, frame: Case) -> _Place:
        partners = self._desk.store.all(REPAIR_PARTNERS)
        makes = frozenset(make for one in partners if one.country == frame.destination for make in one.makes)
        old = frame.dates["clearance"] - timedelta(days=self._desk.settings.localisation.battery_days)
        found = self._places[id(frame)] = _Place(frame, makes, old)
        return found

    def _model(self, place: _Place, car: Car) -> tuple[str, str]:
        """What tells the model apart at a place; nothing where nobody ever spoke of it."""
        make, model = car.make, car.model.casefold()
        told = (make, model) in self._touched or self._named
        by_make = make in place.makes or EVERY_MAKE in place.makes
        found = place.models[car.make, car.model] = (make if told or by_make else "", model if told else "")
        return found

    def _ask(self, place: _Place, car: Car, facts: Sequence[Any], battery: Battery) -> tuple[Flag, ...]:
        at = ModelAt(car.make, car.model, place.country, facts[_POWERTRAIN] or "")
        specs = Specs(charge_port=facts[_PORT], software_languages=facts[_LANGUAGES])
        items = self._book.car_items.get(car.id)
        kit = self._book.kits.get(at.key)
        situation = self._book.situation(at, specs, battery, place.on)
        standings = stand_all(
            self._book.template(at),
            kit.entries if kit else _NOTHING,
            items.entries if items else _NOTHING,
            situation,
            self._world,
        )
        horizon = self._horizon(place.country)
        found = []
        for one in standings:
            flag = flag_of(one, self._rule(one.item, place.country), place.on, horizon)
            if flag is not None:
                key = (id(flag.rule), flag.state, flag.missing, flag.on, flag.lapses_on)
                found.append(self._flags.setdefault(key, flag))
        flags = (*self._faulty, *found)
        return self._same.setdefault(tuple(map(id, flags)), flags)

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


def kit_flags(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags among some that stand for items of a kit."""
    return tuple(flag for flag in flags if flag.rule.kind == KIT_KIND)
