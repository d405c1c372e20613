"""The use case of the checker: are these cars ready for these destinations on this day?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import SHIPMENTS
from tui.desk.papers_index import PapersIndex, papers_of_book
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.documents import Document, is_whole
from tui.domain.facts import Case, car_facts, case_of, dates_on, deal_facts, shipment_deal
from tui.domain.readiness import Assessment, Assessor, Doubt, Verdict, worst
from tui.domain.rules import Gate
from tui.domain.shipments import Shipment
from tui.errors import UsageError


class Question(msgspec.Struct, frozen=True):
    """What is asked: the day, the route (None: as the deals say), and whether defaults count as known."""

    on: date
    via: tuple[str, ...] | None = None
    strict: bool = False


class Answer(msgspec.Struct, frozen=True):
    """One car for one destination; ``case`` is None where there is no destination to check for."""

    car: Car
    destination: str
    assessment: Assessment
    case: Case | None = None


NO_DESTINATION = Assessment(
    "",
    (),
    Verdict.UNKNOWN,
    {Gate.EXPORT: Verdict.UNKNOWN, Gate.IMPORT: Verdict.UNKNOWN, Gate.LOCALISATION: None, Gate.PAPERS: None},
    (),
    (),
    (Doubt("no_destination", ""),),
)


class Checker:
    """Answers one question for many cars of one desk; keeps compiled rules and the index of papers."""

    def __init__(self, desk: Desk, question: Question, *, only: Shipment | None = None) -> None:
        """``only`` judges cars as on that shipment, whatever others they may be on."""
        self._desk = desk
        self._only = only
        self.question = question
        self._assessors: dict[tuple[str, tuple[str, ...]], Assessor] = {}
        self._own: dict[int, tuple[tuple[Any, ...], frozenset[str]]] = {}
        self._default_deals: dict[str, tuple[tuple[Any, ...], frozenset[str]]] = {}

    @cached_property
    def _papers(self) -> PapersIndex:
        return papers_of_book(self._desk)

    @cached_property
    def _shipments(self) -> dict[int, Shipment]:
        found: dict[int, Shipment] = {}
        for shipment in (self._only,) if self._only else self._desk.store.all(SHIPMENTS):
            if self._only or not shipment.cancelled:
                found.update(dict.fromkeys(shipment.car_ids, shipment))
        return found

    def shipment_of(self, car: Car) -> Shipment | None:
        """The shipment that carries a car, or None."""
        return self._shipments.get(car.id)

    def papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car."""
        sheet = self._desk.sheet_of(car)
        shipment = self.shipment_of(car)
        sheet_id = sheet.id if sheet else None
        if shipment is None:
            return self._papers.of(car.id, sheet_id, None)
        return self._papers.of(car.id, sheet_id, shipment.id, shipment.firm_id)

    def counting_papers_of(self, car: Car) -> tuple[Document, ...]:
        """The documents that reach a car, less those of which a file is missing: such a one is not held."""
        found = self.papers_of(car)
        if not any(paper.attachments for paper in found):
            return found
        return tuple(paper for paper in found if is_whole(paper, self._file_sizes))

    @cached_property
    def _file_sizes(self) -> Mapping[str, int]:
        return self._desk.store.files.sizes()

    def own_destination(self, car: Car) -> str | None:
        """Where the car is to go: its shipment's destination, else its own deal's, else None."""
        shipment = self.shipment_of(car)
        if shipment is not None:
            return shipment.deal.country
        return car.deal.country if car.deal else None

    def answer(self, car: Car, destination: str | None) -> Answer:
        """Assess one car for a destination, or for its own when that is None."""
        country = destination or self.own_destination(car)
        if country is None:
            return Answer(car, "", NO_DESTINATION)
        case, via = self._case(car, country)
        assessment = self.assessor(country, via).assess(case)
        return Answer(car, country, assessment if car.vin else _without_vin(assessment), case)

    def answers(self, cars: Iterable[Car], destinations: Sequence[str | None]) -> list[Answer]:
        """Assess cars for destinations, car by car in the order given."""
        return [self.answer(car, destination) for car in cars for destination in destinations]

    def assessor(self, destination: str, via: tuple[str, ...]) -> Assessor:
        """The compiled rules for a destination and route."""
        found = self._assessors.get((destination, via))
        if found is None:
            readiness = self._desk.settings.readiness
            profile = self._desk.library.profiles.get(destination)
            found = Assessor(
                destination,
                via,
                self._desk.library.packs,
                self._desk.today,
                staleness_days=readiness.staleness_days,
                horizon_days=profile.horizon_days if profile and profile.horizon_days else readiness.horizon_days,
            )
            self._assessors[destination, via] = found
        return found

    def _case(self, car: Car, country: str) -> tuple[Case, tuple[str, ...]]:
        desk, question = self._desk, self.question
        own = self._own.get(car.id)
        if own is None:
            own = car_facts(car, desk.specs_of(car), desk.library.world)
            self._own[car.id] = own
        shipment = self.shipment_of(car)
        if shipment is not None and shipment.deal.country != country:
            shipment = None
        deals: tuple[Deal, ...] = ()
        if shipment is not None:
            deals = (shipment_deal(shipment),)
        if car.deal is not None and car.deal.country == country:
            deals = (*deals, car.deal)
        deal = self._deal(country, deals, len(shipment.lines) if shipment else 1)
        via = question.via
        if via is None:
            via = next((one.via for one in deals if one.via is not None), ())
        papers = self.counting_papers_of(car)
        dates = dates_on(question.on, *deals)
        case = case_of(own, deal, papers, country, dates, shipment, desk.library.world, strict=question.strict)
        return case, via

    def _deal(self, country: str, deals: tuple[Deal, ...], together: int) -> tuple[tuple[Any, ...], frozenset[str]]:
        library, via = self._desk.library, self.question.via
        profile = library.profiles.get(country)
        if deals:
            return deal_facts(country, deals, via, profile, library.world, together=together)
        found = self._default_deals.get(country)
        if found is None:
            found = deal_facts(country, (), via, profile, library.world)
            self._default_deals[country] = found
        return found


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
