"""Frames: deal, dates and papers of cars for one destination, and the rules bound to them.

Cars that share a frame are told apart by their own facts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from tui.desk.agreeing import Agreeing
from tui.desk.context import Desk
from tui.desk.distributed import Distributed
from tui.desk.engine import Engine
from tui.desk.gates import Joined
from tui.desk.kinds import CARS
from tui.desk.question import Question
from tui.desk.reaching import Reaching
from tui.domain.alike import Alike
from tui.domain.assessing import Bound, Own
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE, Document
from tui.domain.facts import NO_CAR, Case, World, dates_on, deal_facts, shipment_deal
from tui.domain.paper_facts import DECLARATION, NO_PAPERS, Papers, case_of, papers_for, read_of
from tui.domain.readiness import Assessment
from tui.domain.shipments import Shipment
from tui.domain.spans import Span, cars_of_code
from tui.domain.words import Stage
from tui.packs.hs_codes import HsCodes, load_hs_codes

_of_any = attrgetter("kind", "issued", "expires", "country", "void")
_of_letter = attrgetter("kind", "issued", "expires", "country", "void", "signer", "shows")


def _content(paper: Document) -> tuple[object, ...]:
    """What ``read_of`` reads of a paper as it stands; of a licence it also counts the cars."""
    if paper.kind == LICENCE:
        return (*_of_any(paper), paper.fields_match, paper.owner_is_applicant, len(set(paper.scope.car_ids)))
    found: tuple[object, ...] = _of_letter(paper) if paper.kind == LETTER else _of_any(paper)
    return found


class Frame:
    """Deal and papers of some cars for one destination, and the rules bound to them; compared by identity.

    ``alike`` tells cars apart that rules or gates may answer differently; by its keys ``known`` has the answers of one
    question, and ``drawn`` the facts of one car of each kind, for all frames of these rules.
    """

    __slots__ = ("alike", "bound", "case", "drawn", "known")

    def __init__(self, case: Case, bound: Bound, alike: Alike, drawn: dict[object, Own]) -> None:
        self.case = case
        self.bound = bound
        self.alike = alike
        self.known: dict[object, Assessment] = {}
        self.drawn = drawn


class _Terms:
    """A deal read for one destination; compared by identity."""

    __slots__ = ("dates", "days", "facts", "via")

    def __init__(
        self, facts: tuple[tuple[Any, ...], frozenset[str]], dates: dict[str, date], via: tuple[str, ...]
    ) -> None:
        self.facts = facts
        self.dates = dates
        self.days = tuple(dates.values())
        """The dates in their order: what papers are read by, whatever the destination."""
        self.via = via


class _Read:
    """What papers say for one destination on the days of a deal, as numbers: papers that read the same share one."""

    def __init__(self, destination: str, dates: Mapping[str, date], world: World) -> None:
        self._destination = destination
        self._dates = dates
        self._world = world
        self._numbers: dict[tuple[object, ...], int] = {}
        self._of_content: dict[tuple[object, ...], int] = {}

    def numbers(self, papers: Iterable[Document]) -> tuple[int, ...]:
        """The numbers of some papers of the book."""
        known, number = self._of_content, self._number
        return tuple([known.get(content := _content(paper)) or number(content, paper) for paper in papers])

    def _number(self, content: tuple[object, ...], paper: Document) -> int:
        told = read_of(paper, self._destination, self._dates, self._world)
        found = self._of_content[content] = self._numbers.setdefault(told, len(self._numbers) + 1)
        return found


class Framing:
    """Makes the frames of one question, each once."""

    def __init__(self, desk: Desk, question: Question, engine: Engine, reaching: Reaching, joined: Joined) -> None:
        self._desk = desk
        self._question = question
        self._engine = engine
        self._reaching = reaching
        self._joined = joined
        self._deals: dict[tuple[str, tuple[Deal, ...], int, bool], _Terms] = {}
        self._papers: dict[int, tuple[Car, tuple[Document, ...]]] = {}
        """By the identity of the car, which is kept beside them: a preview asks for several that have one id."""
        self._reads: dict[tuple[str, tuple[date, ...]], _Read] = {}
        self._readings: dict[object, Papers] = {}
        self._same: dict[Papers, Papers] = {}
        self._frames: dict[tuple[int, int], Frame] = {}
        self._drawn: dict[Alike, dict[object, Own]] = {}
        self._codes: dict[int, list[str | None]] = {}

    @cached_property
    def _agreeing(self) -> Agreeing:
        return Agreeing(self._desk)

    @cached_property
    def distributed(self) -> Distributed:
        """The distributors abroad."""
        return Distributed(self._desk)

    @cached_property
    def _hs_codes(self) -> HsCodes:
        return load_hs_codes()

    def usual(self, country: str) -> Frame:
        """The frame of cars of which neither a deal nor a shipment nor a paper speaks by themselves."""
        terms, firm = self._deal(country, (), 1, left=False), self._reaching.counting.firm
        return self._frame(country, terms, self._read(firm, country, terms, None, None))

    def of_papers(self, car: Car, country: str) -> Frame:
        """The frame of a car that has papers, and neither a deal nor a shipment."""
        terms = self._deal(country, (), 1, left=False)
        return self._frame(country, terms, self._read(self._papers_of(car), country, terms, None, car))

    def of(self, car: Car, country: str) -> Frame:
        """The frame of any car."""
        shipment = self._reaching.shipment_to(car, country)
        deals: tuple[Deal, ...] = (shipment_deal(shipment),) if shipment is not None else ()
        if car.deal is not None and car.deal.country == country:
            deals = (*deals, car.deal)
        if car.milestones and (landed := car.milestone(Stage.ARRIVED)) is not None:
            deals = (Deal(country, arrival=landed), *deals)
        if car.make in self.distributed.makes:
            deals = self.distributed.behind(deals, car.make, country, self._question.on)
        together = len(shipment.lines) if shipment else 1
        left = bool(car.milestones) and car.milestone(Stage.DEPARTED) is not None
        terms = self._deal(country, deals, together, left=left)
        return self._frame(country, terms, self._read(self._papers_of(car), country, terms, shipment, car))

    def _papers_of(self, car: Car) -> tuple[Document, ...]:
        if (found := self._papers.get(id(car))) is None:
            found = self._papers[id(car)] = (car, self._reaching.counting_papers_of(car))
        return found[1]

    def _frame(self, country: str, terms: _Terms, read: Papers) -> Frame:
        found = self._frames.get((id(terms), id(read)))
        if found is None:
            case = case_of(NO_CAR, terms.facts, read, country, terms.dates, strict=self._question.strict)
            bound = self._engine.assessor(country, terms.via).bind(case)
            alike = bound.alike(self._joined.reads)
            drawn = self._drawn.setdefault(alike, {})
            found = self._frames[id(terms), id(read)] = Frame(case, bound, alike, drawn)
        return found

    def _deal(self, country: str, deals: tuple[Deal, ...], together: int, *, left: bool) -> _Terms:
        """The facts, the dates and the route of a deal; the same object for the same deal."""
        found = self._deals.get((country, deals, together, left))
        if found is None:
            question, profile = self._question, self._desk.library.profiles.get(country)
            via = question.via
            if via is None:
                via = next((one.via for one in deals if one.via is not None), ())
            facts = deal_facts(country, deals, question.via, profile, together=together, left=left)
            found = self._deals[country, deals, together, left] = _Terms(facts, dates_on(question.on, *deals), via)
        return found

    def _read(
        self,
        papers: tuple[Document, ...],
        country: str,
        terms: _Terms,
        shipment: Shipment | None,
        car: Car | None,
    ) -> Papers:
        """What papers come to; read once for all destinations that none of them names. The same object for equals."""
        if not papers and shipment is None:
            return NO_PAPERS
        named, is_declared = country if shipment is not None else "", False
        for paper in papers:
            if paper.country == country:
                named = country
            if paper.kind == DECLARATION:
                is_declared = True
        agrees = self._agreeing.licence_agrees(car, papers) if car is not None else None
        of_one_code = self._of_one_code(car, shipment) if shipment is not None and car is not None else None
        key: tuple[object, ...]
        if shipment is None and not is_declared:
            key = self._reader(named, terms).numbers(papers), named, terms.days, agrees
        else:
            ids = tuple(paper.id for paper in papers)
            key = ids, named, terms.days, agrees, None if shipment is None else shipment.id, of_one_code
        if (found := self._readings.get(key)) is None:
            world = self._desk.library.world
            found = papers_for(papers, country, terms.dates, shipment, world, of_one_code, licence_agrees=agrees)
            found = self._readings[key] = self._same.setdefault(found, found)
        return found

    def _reader(self, named: str, terms: _Terms) -> _Read:
        read = self._reads.get((named, terms.days))
        if read is None:
            read = self._reads[named, terms.days] = _Read(named, terms.dates, self._desk.library.world)
        return read

    def _of_one_code(self, car: Car, shipment: Shipment) -> int | Span:
        """How many cars of a shipment share a car's commodity code."""
        codes = self._codes.get(shipment.id)
        if codes is None:
            aboard = (self._desk.store.get(CARS, car_id) for car_id in shipment.car_ids)
            codes = self._codes[shipment.id] = [self._code(one, shipment) if one else None for one in aboard]
        return cars_of_code(self._code(car, shipment), codes)

    def _code(self, car: Car, shipment: Shipment) -> str | None:
        """The commodity code of a used car, its own or by its technical data; None when neither tells."""
        on = shipment.deal.declaration or self._question.on
        found = self._hs_codes.code(self._desk.specs_of(car), "used", on)
        return found.code if found else None
