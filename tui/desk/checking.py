"""The use case of the checker: are these cars ready for these destinations on this day?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

import msgspec

from tui.desk.agreeing import Agreeing
from tui.desk.context import Desk
from tui.desk.distributed import Distributed
from tui.desk.engine import Engine
from tui.desk.gates import Joined, gate_sources
from tui.desk.kinds import CARS, DOCUMENTS, OVERRIDES, SHIPMENTS
from tui.desk.papers_index import PapersIndex, papers_of_book
from tui.desk.question import Question
from tui.domain.assessing import Assessor, Bound, BoundSection, Own, Part
from tui.domain.cars import Car, under_way
from tui.domain.deals import Deal
from tui.domain.documents import Document, is_whole
from tui.domain.facts import (
    NO_CAR,
    NO_PAPERS,
    Case,
    Papers,
    case_of,
    dates_on,
    deal_facts,
    papers_for,
    shipment_deal,
)
from tui.domain.overrides import Override, overridden
from tui.domain.readiness import Assessment, Doubt, Verdict, worst
from tui.domain.rules import Gate
from tui.domain.shipments import Shipment, carried, destination_of
from tui.domain.spans import Span, cars_of_code
from tui.domain.words import Stage
from tui.errors import UsageError
from tui.packs.hs_codes import HsCodes, load_hs_codes
from tui.store.state import without_gc

__all__ = ["NO_DESTINATION", "Answer", "Checker", "Question", "countries_named", "destinations_named"]


class Answer(msgspec.Struct, frozen=True, gc=False):
    """One car for one destination.

    ``own`` has the car's facts, ``frame`` deal and papers with no car in it; cars of one deal share their frame. There
    is neither where there is no destination to check for. ``overrides`` are those that took effect: the assessment is
    already what they made of it.
    """

    car: Car
    destination: str
    assessment: Assessment
    own: Own | None = None
    frame: Case | None = None
    overrides: tuple[Override, ...] = ()

    @property
    def case(self) -> Case | None:
        """All the facts that were assessed, or None where there is no destination to check for."""
        return None if self.frame is None or self.own is None else self.frame.of_car(self.own.facts)


NO_DESTINATION = Assessment(
    "",
    (),
    Verdict.UNKNOWN,
    {Gate.EXPORT: Verdict.UNKNOWN, Gate.IMPORT: Verdict.UNKNOWN, Gate.LOCALISATION: None, Gate.PAPERS: None},
    (),
    (),
    (Doubt("no_destination", ""),),
)


class _Frame(msgspec.Struct, frozen=True):
    """Deal and papers of some cars for one destination, and the rules bound to them."""

    case: Case
    bound: Bound


class _File(msgspec.Struct, frozen=True):
    """The papers that reach a car, their ids, and the countries they name."""

    papers: tuple[Document, ...]
    ids: tuple[int, ...]
    countries: frozenset[str | None]


def _file(papers: tuple[Document, ...]) -> _File:
    return _File(papers, tuple([paper.id for paper in papers]), frozenset([paper.country for paper in papers]))


class _Terms:
    """A deal read for one destination; compared by identity."""

    __slots__ = ("dates", "days", "facts", "via")

    def __init__(
        self, facts: tuple[tuple[Any, ...], frozenset[str]], dates: dict[str, date], via: tuple[str, ...]
    ) -> None:
        self.facts = facts
        self.dates = dates
        self.days = tuple(dates.values())
        self.via = via


class Checker:
    """Answers one question for many cars of one desk; keeps compiled rules, drawn facts and the index of papers."""

    def __init__(self, desk: Desk, question: Question, *, only: Shipment | None = None) -> None:
        """``only`` judges cars as on that shipment, whatever others they may be on."""
        self._desk = desk
        self._only = only
        self.question = question
        self._deals: dict[tuple[str, tuple[Deal, ...], int, bool], _Terms] = {}
        self._files: dict[int, _File] = {}
        self._readings: dict[object, Papers] = {}
        self._same: dict[Papers, Papers] = {}
        self._frames: dict[tuple[_Terms, Papers], _Frame] = {}
        self._codes: dict[int, list[str | None]] = {}

    @cached_property
    def _engine(self) -> Engine:
        """Made ready by the first question of a verdict, for that reads all rules: whoever lists cars asks for none."""
        desk = self._desk
        packs, readiness = desk.library.packs, desk.settings.readiness
        engine = desk.kept("engine", (packs, desk.today, readiness), lambda: Engine(desk))
        engine.look()
        return engine

    @cached_property
    def _joined(self) -> Joined:
        return Joined(gate_sources(self._desk))

    @cached_property
    def _agreeing(self) -> Agreeing:
        return Agreeing(self._desk)

    @cached_property
    def _distributed(self) -> Distributed:
        return Distributed(self._desk)

    @cached_property
    def _papers(self) -> PapersIndex:
        return papers_of_book(self._desk)

    @cached_property
    def _hs_codes(self) -> HsCodes:
        return load_hs_codes()

    @cached_property
    def _shipments(self) -> dict[int, Shipment]:
        if self._only:
            return dict.fromkeys(self._only.car_ids, self._only)
        return self._desk.index("carried", self._desk.store.all(SHIPMENTS), carried)

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
        return self._shipments.get(car.id)

    def papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car."""
        return self._reaching(self._papers, car)

    def counting_papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car, less those of which a file is missing: such a one is not held."""
        return self._reaching(self._counting, car)

    @cached_property
    def _counting(self) -> PapersIndex:
        documents = self._desk.store.all(DOCUMENTS)
        if not any(paper.attachments for paper in documents):
            return self._papers
        sizes = self._desk.store.files.sizes()
        whole = (paper for paper in documents if is_whole(paper, sizes))
        return PapersIndex(whole, self._desk.library.documents)

    def _reaching(self, papers: PapersIndex, car: Car) -> tuple[Document, ...]:
        sheet = self._desk.sheet_of(car) if papers.asks_for_sheets else None
        shipment = self.shipment_of(car)
        sheet_id = sheet.id if sheet else None
        if shipment is None:
            return papers.of(car.id, sheet_id, None)
        return papers.of(car.id, sheet_id, shipment.id, shipment.firm_id)

    def _shipment_to(self, car: Car, country: str) -> Shipment | None:
        """The shipment that carries a car to a country, or None."""
        shipment = self.shipment_of(car)
        return shipment if shipment is not None and shipment.deal.country == country else None

    def own_destination(self, car: Car) -> str | None:
        """Where the car is to go: its shipment's destination, else its own deal's, else None."""
        return destination_of(car, self.shipment_of(car))

    def answer(self, car: Car, destination: str | None) -> Answer:
        """Assess one car for a destination, or for its own when that is None."""
        country = destination or self.own_destination(car)
        if country is None:
            return Answer(car, "", NO_DESTINATION)
        own = self._engine.own(car)
        frame = self._frame_of(car, country)
        return self._finished(car, country, frame.bound.assess(own), own, frame.case)

    def answers(self, cars: Iterable[Car], destinations: Sequence[str | None]) -> list[Answer]:
        """Assess cars for destinations, car by car in the order given.

        Cars without deal, shipment, paper or override of their own are asked for together, destination by destination.
        """
        listed = list(cars)
        with without_gc():
            apart = self._counting.car_ids.union(self._shipments, self._overrides)
            distributed, by_sheet = self._distributed.makes, self._counting.asks_for_sheets
            is_plain = [
                car.id not in apart
                and car.deal is None
                and car.make not in distributed
                and not (by_sheet or (car.milestones and under_way(car)))
                for car in listed
            ]
            plain = [car for car, alone in zip(listed, is_plain, strict=True) if alone]
            own = self._engine.own_of(plain)
            origins: dict[BoundSection, list[Part]] = {}
            columns = [self._column(listed, is_plain, plain, own, to, origins) for to in destinations]
            return list(chain.from_iterable(zip(*columns, strict=True)))

    def _column(
        self,
        cars: Sequence[Car],
        is_plain: Sequence[bool],
        plain: Sequence[Car],
        own: Sequence[Own],
        country: str | None,
        origins: dict[BoundSection, list[Part]],
    ) -> list[Answer]:
        """The answers for one destination; ``origins`` keeps what was said of the plain cars' leaving."""
        if country is None or not plain:
            return [self.answer(car, country) for car in cars]
        frame = self._frame(country, (), _file(self._counting.firm), None)
        parts = origins.get(frame.bound.origin)
        if parts is None:
            parts = origins[frame.bound.origin] = frame.bound.origin.parts_of(own)
        case = frame.case
        answers = self._joined.plain(frame.bound.assess_all(parts, own), plain, own, case)
        told = zip(plain, answers, own, strict=True)
        found = [
            Answer(car, country, said, facts, case) if car.vin else self._decided(car, country, said, facts, case)
            for car, said, facts in told
        ]
        if len(plain) == len(cars):
            return found
        waiting = iter(found)
        return [
            next(waiting) if alone else self.answer(car, country) for car, alone in zip(cars, is_plain, strict=True)
        ]

    def _finished(self, car: Car, country: str, said: Assessment, own: Own, case: Case) -> Answer:
        """The answer of the rules with what the other gates found and what people decided."""
        shipment = self._shipment_to(car, country)
        return self._decided(car, country, self._joined(said, car, own, case, shipment), own, case)

    def _decided(self, car: Car, country: str, said: Assessment, own: Own, case: Case) -> Answer:
        """The answer with what people decided about it, and what is said of a car that waits for its VIN."""
        used: tuple[Override, ...] = ()
        if found := self._overrides.get(car.id, {}).get(country):
            said, used = overridden(said, found, car.id, self.question.on, self._desk.today)
        return Answer(car, country, said if car.vin else _without_vin(said), own, case, used)

    def assessor(self, destination: str, via: tuple[str, ...]) -> Assessor:
        """The compiled rules for a destination and route."""
        return self._engine.assessor(destination, via)

    def _frame_of(self, car: Car, country: str) -> _Frame:
        """Deal and papers of a car for a destination; the usual ones where it has nothing of its own."""
        shipment = self._shipment_to(car, country)
        deals: tuple[Deal, ...] = (shipment_deal(shipment),) if shipment is not None else ()
        if car.deal is not None and car.deal.country == country:
            deals = (*deals, car.deal)
        if car.milestones and (landed := car.milestone(Stage.ARRIVED)) is not None:
            deals = (Deal(country, arrival=landed), *deals)
        if car.make in self._distributed.makes:
            deals = self._distributed.behind(deals, car.make, country, self.question.on)
        return self._frame(country, deals, self._file_of(car), shipment, car)

    def _file_of(self, car: Car) -> _File:
        if (found := self._files.get(car.id)) is None:
            found = self._files[car.id] = _file(self.counting_papers_of(car))
        return found

    def _frame(
        self,
        country: str,
        deals: tuple[Deal, ...],
        papers: _File,
        shipment: Shipment | None,
        car: Car | None = None,
    ) -> _Frame:
        together = len(shipment.lines) if shipment else 1
        left = car is not None and bool(car.milestones) and car.milestone(Stage.DEPARTED) is not None
        terms = self._deal(country, deals, together, left=left)
        read = self._read(papers, country, terms, shipment, car)
        found = self._frames.get((terms, read))
        if found is None:
            case = case_of(NO_CAR, terms.facts, read, country, terms.dates, strict=self.question.strict)
            found = self._frames[terms, read] = _Frame(case, self.assessor(country, terms.via).bind(case))
        return found

    def _deal(self, country: str, deals: tuple[Deal, ...], together: int, *, left: bool) -> _Terms:
        """The facts, the dates and the route of a deal; the same object for the same deal."""
        found = self._deals.get((country, deals, together, left))
        if found is None:
            question, profile = self.question, self._desk.library.profiles.get(country)
            via = question.via
            if via is None:
                via = next((one.via for one in deals if one.via is not None), ())
            facts = deal_facts(country, deals, question.via, profile, together=together, left=left)
            found = self._deals[country, deals, together, left] = _Terms(facts, dates_on(question.on, *deals), via)
        return found

    def _read(self, file: _File, country: str, terms: _Terms, shipment: Shipment | None, car: Car | None) -> Papers:
        """What papers come to; read once for all destinations that none of them names."""
        if not file.papers and shipment is None:
            return NO_PAPERS
        named = country if shipment is not None or country in file.countries else ""
        aboard = (shipment.id, car.id) if shipment is not None and car is not None else ()
        agrees = self._agreeing.licence_agrees(car, file.papers) if car is not None else None
        key = (file.ids, named, terms.days, aboard, agrees)
        if (found := self._readings.get(key)) is None:
            of_one_code = self._of_one_code(car, shipment) if shipment is not None and car is not None else None
            world = self._desk.library.world
            found = papers_for(file.papers, country, terms.dates, shipment, world, of_one_code, licence_agrees=agrees)
            found = self._readings[key] = self._same.setdefault(found, found)
        return found

    def _of_one_code(self, car: Car, shipment: Shipment) -> int | Span:
        """How many cars of a shipment share a car's commodity code."""
        codes = self._codes.get(shipment.id)
        if codes is None:
            aboard = (self._desk.store.get(CARS, car_id) for car_id in shipment.car_ids)
            codes = self._codes[shipment.id] = [self._code(one, shipment) if one else None for one in aboard]
        return cars_of_code(self._code(car, shipment), codes)

    def _code(self, car: Car, shipment: Shipment) -> str | None:
        """The commodity code of a used car, its own or by its technical data; None when neither tells."""
        found = self._hs_codes.code(self._desk.specs_of(car), "used", shipment.deal.declaration or self.question.on)
        return found.code if found else None


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
