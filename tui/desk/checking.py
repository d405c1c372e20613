"""The use case of the checker: are these cars ready for these destinations on this day?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import NamedTuple

import msgspec

from tui.desk.context import Desk
from tui.desk.engine import Drawing, Engine
from tui.desk.framing import Frame, Framing
from tui.desk.gates import Joined, gate_sources
from tui.desk.kinds import OVERRIDES
from tui.desk.question import Question
from tui.desk.reaching import Reaching
from tui.domain.assessing import Assessor, Own
from tui.domain.cars import Car, under_way
from tui.domain.documents import Document
from tui.domain.facts import Case
from tui.domain.overrides import Override, overridden
from tui.domain.readiness import Assessment, Doubt, Verdict, worst
from tui.domain.rules import Gate
from tui.domain.shipments import Shipment
from tui.errors import UsageError
from tui.store.state import without_gc

__all__ = ["NO_DESTINATION", "Answer", "Checker", "Question", "countries_named", "destinations_named"]


class Answer(msgspec.Struct, frozen=True, gc=False):
    """One car for one destination.

    ``draw`` gives a car's facts as they were when it was judged, ``frame`` has deal and papers with no car in it; cars
    of one deal share it. There is neither where there is no destination to check for. ``overrides`` are those that took
    effect: the assessment is already what they made of it.
    """

    car: Car
    destination: str
    assessment: Assessment
    draw: Callable[[Car], Own] | None = None
    frame: Case | None = None
    overrides: tuple[Override, ...] = ()

    @property
    def own(self) -> Own | None:
        """The car's own facts, or None where there is no destination to check for."""
        return None if self.draw is None else self.draw(self.car)

    @property
    def case(self) -> Case | None:
        """All the facts that were assessed, or None where there is no destination to check for."""
        own = self.own
        return None if self.frame is None or own is None else self.frame.of_car(own.facts)


NO_DESTINATION = Assessment(
    "",
    (),
    Verdict.UNKNOWN,
    {Gate.EXPORT: Verdict.UNKNOWN, Gate.IMPORT: Verdict.UNKNOWN, Gate.LOCALISATION: None, Gate.PAPERS: None},
    (),
    (),
    (Doubt("no_destination", ""),),
)


class _Groups(NamedTuple):
    """With which others cars may be asked for."""

    is_plain: list[bool]
    """Of each car, whether nothing in the book speaks of it by itself."""
    papered: Sequence[Car]
    """Those of which papers speak and nothing else."""
    alone: Sequence[Car]
    """All others."""


class Checker:
    """Answers one question for many cars of one desk; keeps compiled rules, drawn facts and the index of papers."""

    def __init__(self, desk: Desk, question: Question, *, only: Shipment | None = None) -> None:
        """``only`` judges cars as on that shipment, whatever others they may be on."""
        self._desk = desk
        self.question = question
        self._reaching = Reaching(desk, only)

    @cached_property
    def _engine(self) -> Engine:
        """Made ready by the first question of a verdict, for that reads all rules: whoever lists cars asks for none."""
        desk = self._desk
        packs, readiness = desk.library.packs, desk.settings.readiness
        return desk.kept("engine", (packs, desk.today, readiness), lambda: Engine(desk))

    @cached_property
    def _drawing(self) -> Drawing:
        return self._engine.drawing()

    @cached_property
    def _joined(self) -> Joined:
        return Joined(gate_sources(self._desk))

    @cached_property
    def _frames(self) -> Framing:
        return Framing(self._desk, self.question, self._engine, self._reaching, self._joined)

    @cached_property
    def _overrides(self) -> dict[int, dict[str, dict[str, tuple[Override, ...]]]]:
        """Overrides by car, by destination and by rule; the newest first."""
        found: dict[int, dict[str, dict[str, tuple[Override, ...]]]] = {}
        for override in self._desk.store.all(OVERRIDES):
            for car_id in override.car_ids:
                of_car = found.setdefault(car_id, {}).setdefault(override.country, {})
                of_car[override.rule_id] = (override, *of_car.get(override.rule_id, ()))
        return found

    def shipment_of(self, car: Car) -> Shipment | None:
        """The shipment that carries a car, or None."""
        return self._reaching.shipment_of(car)

    def papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car."""
        return self._reaching.papers_of(car)

    def counting_papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car, less those of which a file is missing: such a one is not held."""
        return self._reaching.counting_papers_of(car)

    def own_destination(self, car: Car) -> str | None:
        """Where the car is to go: its shipment's destination, else its own deal's, else None."""
        return self._reaching.own_destination(car)

    def assessor(self, destination: str, via: tuple[str, ...]) -> Assessor:
        """The compiled rules for a destination and route."""
        return self._engine.assessor(destination, via)

    def answer(self, car: Car, destination: str | None) -> Answer:
        """Assess one car for a destination, or for its own when that is None."""
        country = destination or self.own_destination(car)
        if country is None:
            return Answer(car, "", NO_DESTINATION)
        own, frame = self._drawing.own(car), self._frames.of(car, country)
        shipment = self._reaching.shipment_to(car, country)
        said = self._joined(frame.bound.assess(own), car, own, frame.case, shipment)
        return self._decided(car, country, said, frame)

    def answers(self, cars: Iterable[Car], destinations: Sequence[str | None]) -> list[Answer]:
        """Assess cars for destinations, car by car in the order given.

        Cars without deal, shipment or override of their own are asked for together, destination by destination: once
        for all that nothing tells apart.
        """
        listed = list(cars)
        with without_gc():
            groups = self._grouped(listed)
            columns = [self._column(listed, groups, to) for to in destinations]
            return columns[0] if len(columns) == 1 else list(chain.from_iterable(zip(*columns, strict=True)))

    def _grouped(self, cars: Sequence[Car]) -> _Groups:
        """With which others each car may be asked for."""
        counting = self._reaching.counting
        single = {*self._reaching.shipments, *self._overrides, *self._drawing.readings}
        distributed = self._frames.distributed.makes
        is_alone = [car.deal is not None or (bool(car.milestones) and under_way(car)) for car in cars]
        if single or distributed:
            is_alone = [
                alone or car.id in single or car.make in distributed for car, alone in zip(cars, is_alone, strict=True)
            ]
        spoken_of, by_car = counting.car_ids, counting.asks_for_sheets or any(paper.prints for paper in counting.firm)
        is_plain = [not (alone or by_car or car.id in spoken_of) for car, alone in zip(cars, is_alone, strict=True)]
        papered = [car for car, plain, alone in zip(cars, is_plain, is_alone, strict=True) if not plain and not alone]
        return _Groups(is_plain, papered, list(compress(cars, is_alone)))

    def _column(self, cars: Sequence[Car], groups: _Groups, country: str | None) -> list[Answer]:
        """The answers for one destination."""
        if country is None:
            return [self.answer(car, None) for car in cars]
        plain = list(compress(cars, groups.is_plain))
        found = self._together(plain, country, self._frames.usual(country)) if plain else []
        if len(found) == len(cars):
            return found
        by_frame: dict[Frame, list[Car]] = {}
        for car in groups.papered:
            by_frame.setdefault(self._frames.of_papers(car, country), []).append(car)
        others = {id(car): self.answer(car, country) for car in groups.alone}
        for frame, some in by_frame.items():
            others.update(zip(map(id, some), self._together(some, country, frame), strict=True))
        waiting = iter(found)
        return [next(waiting) if plain else others[id(car)] for car, plain in zip(cars, groups.is_plain, strict=True)]

    def _together(self, cars: Sequence[Car], country: str, frame: Frame) -> list[Answer]:
        """The answers for cars of one frame; cars of equal keys share one."""
        known, learn, decided = frame.known, self._learn, self._decided
        keys = frame.alike.keys(cars)
        if marks := self._joined.marks(cars):
            keys = zip(keys, *marks, strict=True)
        told = [known.get(key) or learn(frame, key, car) for key, car in zip(keys, cars, strict=True)]
        draw, case = self._drawing.own, frame.case
        return [
            Answer(car, country, said, draw, case) if car.vin else decided(car, country, said, frame)
            for car, said in zip(cars, told, strict=True)
        ]

    def _learn(self, frame: Frame, key: object, car: Car) -> Assessment:
        """Ask for one of the cars that nothing tells apart."""
        own = frame.drawn.get(key)
        if own is None:
            own = frame.drawn[key] = self._drawing.own(car)
        said = frame.known[key] = self._joined(frame.bound.assess(own), car, own, frame.case, None)
        return said

    def _decided(self, car: Car, country: str, said: Assessment, frame: Frame) -> Answer:
        """The answer with what people decided about it, and what is said of a car that waits for its VIN."""
        used: tuple[Override, ...] = ()
        if found := self._overrides.get(car.id, {}).get(country):
            said, used = overridden(said, found, car.id, self.question.on, self._desk.today)
        return Answer(car, country, said if car.vin else _without_vin(said), self._drawing.own, frame.case, used)


def _without_vin(assessment: Assessment) -> Assessment:
    """The answer for a car that waits for its VIN: licence and papers name the VIN, so it is never READY."""
    return msgspec.structs.replace(
        assessment,
        verdict=worst((assessment.verdict, Verdict.UNKNOWN)),
        doubts=(*assessment.doubts, Doubt("no_vin", "")),
    )


def destinations_named(desk: Desk, text: str | None) -> tuple[str | None, ...]:
    """The destinations of ``--to``: codes parted by commas, ``all``, or None for each car's own.

    Raises UsageError for a code that is no country.
    """
    if text is None:
        return (None,)
    if text.casefold() == "all":
        return desk.library.destinations
    return countries_named(desk, text)


def countries_named(desk: Desk, text: str) -> tuple[str, ...]:
    """Country codes parted by commas; raises UsageError for one that is none, or when there is none."""
    codes = [part.strip().upper() for part in text.replace("，", ",").split(",") if part.strip()]
    known = desk.library.vocabulary.countries
    for code in codes:
        if code not in known and code not in desk.library.profiles:
            raise UsageError("country_unknown", value=code[:40])
    if not codes:
        raise UsageError("country_unknown", value=text[:40])
    return tuple(dict.fromkeys(codes))
