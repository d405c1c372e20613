"""Facts read off papers: what the documents of a car come to for one destination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from tui.domain.deals import DATE_BASES
from tui.domain.documents import LETTER, LICENCE, Document, is_held
from tui.domain.facts import FACTS, Case, World
from tui.domain.shipments import Shipment
from tui.domain.spans import Span

DECLARATION = "export_declaration"


def document_facts(
    papers: Sequence[Document],
    existing: Sequence[Document],
    destination: str,
    dates: Mapping[str, date],
    shipment: Shipment | None,
    of_one_code: int | Span | None = None,
    *,
    licence_agrees: bool | None = None,
) -> tuple[tuple[Any, ...], frozenset[str]]:
    """The facts read off the maker's letter and the licence, in the order of ``DOCUMENT_FACTS``.

    ``existing`` are the papers that count on any of the days: a licence is read although it was applied for earlier.
    ``of_one_code`` counts the shipment's cars of this one's commodity code: until there is a licence, each code is
    taken to become one. ``licence_agrees`` is what comparing the papers found; else a person's word counts.
    """
    letter = _best(existing, LETTER, destination)
    licence = _best(existing, LICENCE, destination)
    differs = None if letter is None or letter.country is None else letter.country != destination
    declared = next((p for p in papers if p.kind == DECLARATION and not p.void), None)
    equal: bool | None = None
    covered: int | Span | None = 1
    if licence is not None:
        on_licence = set(licence.scope.car_ids)
        covered = len(on_licence) or None
        if declared is not None and declared.scope.car_ids:
            equal = set(declared.scope.car_ids) == on_licence
        elif shipment is not None:
            equal = set(shipment.car_ids) == on_licence
    elif shipment is not None:
        covered = len(shipment.lines) if of_one_code is None else of_one_code
    agrees = licence.fields_match if licence is not None and licence_agrees is None else licence_agrees
    facts = (
        letter.signer if letter else None,
        letter.shows if letter else None,
        differs,
        equal,
        covered,
        None if licence is None or licence.expires is None else licence.expires < dates["declaration"],
        None if licence is None or agrees is None else not agrees,
        licence.owner_is_applicant if licence else None,
    )
    alone = licence is None and shipment is None
    return facts, frozenset({"cn_cars_per_licence_line"}) if alone else frozenset()


class Papers(msgspec.Struct, frozen=True):
    """What a car's papers come to for one destination: facts in the order of ``DOCUMENT_FACTS``, and kinds held.

    ``held`` serve the destination on the day of each date basis, in their order; ``existing`` are held for any
    destination on any of the days.
    """

    facts: tuple[Any, ...]
    assumed: frozenset[str]
    held: tuple[frozenset[str], ...]
    existing: frozenset[str]


NO_PAPERS = Papers(
    (None, None, None, None, 1, None, None, None),
    frozenset({"cn_cars_per_licence_line"}),
    (frozenset(),) * len(DATE_BASES),
    frozenset(),
)


def papers_for(
    papers: Sequence[Document],
    destination: str,
    dates: Mapping[str, date],
    shipment: Shipment | None,
    world: World,
    of_one_code: int | Span | None = None,
    *,
    licence_agrees: bool | None = None,
) -> Papers:
    """Read a car's papers for a destination; ``document_facts`` says what the last two are."""
    if not papers and shipment is None:
        return NO_PAPERS
    days = set(dates.values())
    if len(days) == 1:
        (day,) = days
        existing = [paper for paper in papers if is_held(paper, day)]
        serving = frozenset([paper.kind for paper in existing if _serves(paper, destination, world)])
        held: tuple[frozenset[str], ...] = (serving,) * len(DATE_BASES)
    else:
        existing = [paper for paper in papers if any(is_held(paper, day) for day in days)]
        held = tuple(held_kinds(existing, destination, dates, world).values())
    facts, assumed = document_facts(
        papers, existing, destination, dates, shipment, of_one_code, licence_agrees=licence_agrees
    )
    return Papers(facts, assumed, held, frozenset([paper.kind for paper in existing]))


def read_of(paper: Document, destination: str, dates: Mapping[str, date], world: World) -> tuple[object, ...]:
    """All that ``papers_for`` reads of a paper where there is neither a declaration nor a shipment.

    Cars whose papers read the same, one by one, come to the same.
    """
    days = dict.fromkeys(dates.values())
    told = (paper.kind, *(is_held(paper, day) for day in days), _serves(paper, destination, world))
    if paper.kind == LETTER:
        return (*told, paper.country, paper.signer, paper.shows)
    if paper.kind == LICENCE:
        late = None if paper.expires is None else paper.expires < dates["declaration"]
        return (
            *told, paper.country, len(set(paper.scope.car_ids)), late, paper.fields_match, paper.owner_is_applicant,
        )  # fmt: skip
    return told


def case_of(
    own: tuple[Any, ...],
    deal: tuple[tuple[Any, ...], frozenset[str]],
    papers: Papers,
    destination: str,
    dates: Mapping[str, date],
    *,
    strict: bool,
) -> Case:
    """Put the facts of a car, its deal and its papers together; with ``strict`` assumed facts are missing."""
    facts = own + deal[0] + papers.facts
    assumed = deal[1] | papers.assumed
    if strict:
        facts = tuple(None if name in assumed else value for name, value in zip(FACTS, facts, strict=True))
        assumed = frozenset()
    held = dict(zip(DATE_BASES, papers.held, strict=True))
    return Case(destination, facts, assumed, dates, held, dict.fromkeys(DATE_BASES, papers.existing), strict)


def held_kinds(
    papers: Sequence[Document], destination: str | None, dates: Mapping[str, date], world: World
) -> Mapping[str, frozenset[str]]:
    """The kinds of papers held, per date basis; with a destination only those that serve it."""
    serving = [paper for paper in papers if destination is None or _serves(paper, destination, world)]
    by_day: dict[date, frozenset[str]] = {}
    for basis in DATE_BASES:
        if (day := dates[basis]) not in by_day:
            by_day[day] = frozenset([paper.kind for paper in serving if is_held(paper, day)])
    return {basis: by_day[dates[basis]] for basis in DATE_BASES}


def _serves(paper: Document, destination: str, world: World) -> bool:
    if paper.country is None or paper.country == destination:
        return True
    kind = world.documents.get(paper.kind)
    return kind is not None and not kind.per_country


def _best(existing: Sequence[Document], kind: str, destination: str) -> Document | None:
    """The paper of a kind: one for the destination before one for another country."""
    of_kind = [paper for paper in existing if paper.kind == kind]
    return min(of_kind, key=lambda paper: paper.country != destination, default=None) if of_kind else None
