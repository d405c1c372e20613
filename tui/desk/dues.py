"""What falls due in the whole book: deadlines of cars, papers that expire, claims, offers and sales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.documents import covers, rule_named, title_of
from tui.desk.editing import name_of
from tui.desk.kinds import (
    CAR_ITEMS,
    CARS,
    CLAIMS,
    DEALERS,
    DOCUMENTS,
    DOSSIERS,
    KITS,
    LETTERS,
    OFFERS,
    REPAIR_PARTNERS,
    SALES,
)
from tui.desk.papers_index import with_validity
from tui.desk.rebating import Rebates, deadline_rules, met_by
from tui.desk.views import plain
from tui.domain.cars import Car
from tui.domain.deadlines import (
    Due,
    due_of_car,
    due_of_claim,
    due_of_letter,
    due_of_offer,
    due_of_sale,
    expiring,
    letter_line,
)
from tui.domain.kit_dues import due_of_entries, due_of_partner
from tui.domain.rebating import ROUTINE, RebateState
from tui.domain.sources import Source
from tui.domain.words import Stage

_TO_CLAIM = frozenset({RebateState.TO_GATHER, RebateState.READY_TO_FILE})
_SOURCE_OF = {"claim_opens": ROUTINE, "letter_line": "cn-180d-letter", "dossier_kept": "cn-vat-filing-papers-10y"}
"""Deadlines that are no rule of their own: the rule whose source they have."""


class DueLine(msgspec.Struct, frozen=True):
    """One line of what is due: the English title, whom it is for, and the car to open, if any.

    ``is_paper``: it is a paper of that title that expires. ``source`` says who set the deadline (None: the paper, the
    contract or the offer itself). ``key`` stays the same when the day or a name changes.
    """

    on: date
    title: str
    name: str
    car_id: int | None
    is_paper: bool
    code: str = ""
    source: Source | None = None
    key: str = ""
    claim_id: int | None = None
    offer_id: int | None = None


def due_items(desk: Desk, on: date, days: int | None = None) -> tuple[Due, ...]:
    """What is overdue or falls due within so many days (the setting by default), the earliest first."""
    limit = on + timedelta(days=desk.settings.deadlines.days if days is None else days)
    checker = Checker(desk, Question(on))
    rules = deadline_rules(desk)
    asking = desk.library.packs["CN"].rules if "CN" in desk.library.packs else ()
    cars = {car.id: car for car in desk.store.all(CARS) if not car.archived}
    rebates = Rebates(desk, on)
    found: list[Due] = []
    for car in cars.values():
        papers = checker.papers_of(car)
        row = rebates.of(car) if car.milestone(Stage.DECLARED) else None
        found.extend(due_of_car(car, papers, rules, met_by(row)))
        if row is not None and row.dates is not None and row.state in _TO_CLAIM and row.dates.opens > on:
            found.append(Due(row.dates.opens, "claim_opens", car.id))
        if (line := letter_line(car, papers, asking, on)) is not None:
            found.append(line)
    documents = (with_validity(document, desk.library.documents) for document in desk.store.all(DOCUMENTS))
    found.extend(expiring(documents, cars))
    for claim in desk.store.all(CLAIMS):
        found.extend(due_of_claim(claim, rules, on))
    for request in desk.store.all(LETTERS):
        found.extend(due_of_letter(request, desk.settings.letters.waiting_days))
    for offer in desk.store.all(OFFERS):
        found.extend(due_of_offer(offer, on))
    for sale in desk.store.all(SALES):
        if sale.car_id in cars:
            settlement = rebates.settlement(cars[sale.car_id])
            found.extend(due_of_sale(sale, on, settled=settlement is not None and settlement.complete))
    found.extend(_of_kits(desk, cars))
    kept = {one.shipment_id: one for one in desk.store.all(DOSSIERS)}
    found.extend(Due(one.keep_until, "dossier_kept", name=one.number) for one in kept.values() if one.keep_until)
    return tuple(sorted((due for due in found if due.on <= limit), key=lambda due: (due.on, due.code, due.car_id or 0)))


def _of_kits(desk: Desk, cars: Mapping[int, Car]) -> Iterator[Due]:
    """What repair partners, kits and the items of cars have of days."""
    for partner in desk.store.all(REPAIR_PARTNERS):
        yield from due_of_partner(partner, desk.settings.localisation.partner_confirmed_days)
    for kit in desk.store.all(KITS):
        make = desk.library.makes.get(kit.make)
        name = f"{make.name(desk.language) if make else kit.make} {kit.model} {kit.country}"
        yield from due_of_entries(kit.entries, name)
    for items in desk.store.all(CAR_ITEMS):
        if items.car_id in cars:
            yield from due_of_entries(items.entries, name_of(cars[items.car_id]), items.car_id)


def due_lines(desk: Desk, items: Iterable[Due]) -> list[DueLine]:
    """What is due as lines to show."""
    titles: dict[tuple[str, str], str] = {}
    seen: Counter[str] = Counter()
    found = []
    for due in items:
        key = _key(due)
        seen[key] += 1
        line = _due_line(desk, due, titles)
        rule = rule_named(desk, _SOURCE_OF.get(due.code, due.code))
        source = rule.source if rule is not None else None
        whose = {"claim_id": due.claim_id, "offer_id": due.offer_id}
        found.append(msgspec.structs.replace(line, source=source, key=f"{key}-{seen[key]}", **whose))
    return found


def _key(due: Due) -> str:
    """What a deadline is of: its rule and the record's id, whatever its day and the names of the moment."""
    record = ("document", due.document_id), ("claim", due.claim_id), ("offer", due.offer_id), ("sale", due.sale_id)
    owner = next((f"{name} {number}" for name, number in record if number is not None), f"car {due.car_id}")
    return f"{due.code} {owner}"


def as_json(desk: Desk, items: Sequence[Due], on: date) -> dict[str, Any]:
    """The ``nearnew/due/1`` document."""
    return {
        "schema": "nearnew/due/1",
        "on": on.isoformat(),
        "due": [
            {
                "on": due.on.isoformat(),
                "code": due.code,
                "title": line.title,
                "for": line.name,
                "overdue": due.on < on,
                "source": plain(line.source),
            }
            for due, line in zip(items, due_lines(desk, items), strict=True)
        ],
    }


def _due_line(desk: Desk, due: Due, titles: dict[tuple[str, str], str]) -> DueLine:
    kind = (due.code, due.document_kind)
    if kind not in titles:
        titles[kind] = _title(desk, due)
    title = titles[kind]
    if due.claim_id is not None:
        claim = desk.store.get(CLAIMS, due.claim_id)
        return DueLine(due.on, title, claim.number if claim is not None else "", None, is_paper=False, code=due.code)
    if due.letter_id is not None:
        request = desk.store.get(LETTERS, due.letter_id)
        name = f"{request.number} {request.maker} {request.country}" if request is not None else ""
        return DueLine(due.on, title, name, None, is_paper=False, code=due.code)
    if due.offer_id is not None:
        offer = desk.store.get(OFFERS, due.offer_id)
        dealer = desk.store.get(DEALERS, offer.dealer_id) if offer is not None else None
        name = " ".join(part for part in (dealer.name if dealer else "", offer.model if offer else "") if part)
        return DueLine(due.on, title, name, None, is_paper=False, code=due.code)
    if due.name:
        return DueLine(due.on, title, due.name, due.car_id, is_paper=False, code=due.code)
    if due.document_id is None:
        car = desk.store.get(CARS, due.car_id) if due.car_id else None
        return DueLine(due.on, title, name_of(car) if car else "", due.car_id, is_paper=False, code=due.code)
    paper = desk.store.get(DOCUMENTS, due.document_id)
    if paper is None:
        return DueLine(due.on, title, "", None, is_paper=True, code=due.code)
    names = covers(desk, paper)
    name = " ".join([paper.number, *names[:1]]).strip() + (f" +{len(names) - 1}" if len(names) > 1 else "")
    car_id = next((one for one in paper.scope.car_ids if desk.store.get(CARS, one) is not None), None)
    return DueLine(due.on, title, name, car_id, is_paper=True, code=due.code)


def _title(desk: Desk, due: Due) -> str:
    """The English title of what is due."""
    if due.document_id is not None:
        return title_of(desk, due.document_kind)
    own = desk.library.words["due"]
    if due.code in own:
        return own[due.code]
    rule = rule_named(desk, due.code)
    return rule.title if rule else due.code
