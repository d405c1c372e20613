"""The maker's letter, asked for and answered: one request for each make and country, and what becomes of it.

Since 2026 a car that leaves within 180 days of its registration needs its maker's letter. What is asked for is what the
rules want to see on it; the letter that comes is a document that binds exactly its cars and its country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from tui.desk import documents
from tui.desk.attaching import kept
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.editing import name_of, refuse
from tui.desk.kinds import CARS, DOCUMENTS, FIRMS, LETTERS, REPAIR_PARTNERS
from tui.domain.cars import Car, days_registered
from tui.domain.documents import LETTER, Document, Outlet, is_held
from tui.domain.letters import LetterRequest, LetterStep
from tui.domain.problems import Problem
from tui.domain.record_fields import DOCUMENT, LETTER_FIELDS, LETTER_SIGNERS
from tui.domain.repair_partners import RepairPartner
from tui.domain.words import Stage
from tui.errors import NotFound, UsageError
from tui.i18n.labels import word
from tui.i18n.translator import _
from tui.store.contract import Change, GiveId, Put

RECEIVED_FIELDS = ("number", "issued", "signer", "shows", "issuer", "expires", "note")
"""What is typed of a letter that came."""
_NEEDED = ("number", "issued", "signer", "shows")
_OUTLET_PARTS, _LEAST_PARTS = 3, 2


@dataclass(frozen=True)
class LeftOut:
    """A car that is not asked for: ``reason`` is ``covered``, ``asked``, ``old``, ``left`` or ``no_vin``.

    ``detail`` is the number of the letter or the request, or the days since registration.
    """

    car: Car
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Plan:
    """What would be asked: cars by make, outlets by make, and the cars that are left out."""

    country: str
    cars: Mapping[str, tuple[Car, ...]]
    outlets: Mapping[str, tuple[Outlet, ...]]
    left_out: tuple[LeftOut, ...]


def find(desk: Desk, name: str) -> LetterRequest:
    """The request of a number, such as L26-001 or its id; raises NotFound."""
    wanted = name.strip().casefold()
    for one in desk.store.all(LETTERS):
        if wanted in {one.number.casefold(), str(one.id)}:
            return one
    raise NotFound("letter_not_found", name=name[:40])


def listed(desk: Desk, *, waiting: bool = False) -> list[LetterRequest]:
    """The requests, the newest first; with ``waiting`` only those without an answer."""
    found = [one for one in desk.store.all(LETTERS) if not waiting or one.is_open]
    return sorted(found, key=lambda one: one.id, reverse=True)


def cars_of(desk: Desk, request: LetterRequest) -> list[Car]:
    """The cars of a request, as the book has them now."""
    return [car for one in request.car_ids if (car := desk.store.get(CARS, one)) is not None]


def letter_days(desk: Desk, on: date) -> int | None:
    """Up to how many days after its registration a car needs the letter, by the rules in effect; None without one."""
    pack = desk.library.packs.get("CN")
    days = [
        limit
        for rule in (pack.rules if pack is not None else ())
        if LETTER in rule.needs_all and rule.in_effect(on)
        and isinstance(limit := rule.condition.get("registered_days_le"), int)
    ]  # fmt: skip
    return max(days, default=None)


def outlets_for(desk: Desk, country: str, make: str) -> tuple[Outlet, ...]:
    """The repair partners in a country that look after a make, as outlets; one whose contract has ended is none.

    One without an address is none either: the letter has to show provider and address.
    """
    found = [one for one in _workshops(desk, country, make) if one.address.strip()]
    order = sorted(found, key=lambda one: (not one.contracted(desk.today), one.city, one.name))
    return tuple(Outlet(one.name, _whereabouts(one), one.contact, one.id) for one in order)


def unaddressed(desk: Desk, country: str, make: str) -> tuple[str, ...]:
    """The repair partners that would be outlets of a make if their addresses were known, by name."""
    return tuple(sorted(one.name for one in _workshops(desk, country, make) if not one.address.strip()))


def unnamed_lines(desk: Desk, found: Plan, make: str) -> list[str]:
    """Why a request for a make names fewer outlets than there are partners, or none."""
    told = {"country": found.country, "make": maker_name(desk, make)}
    lacking = unaddressed(desk, found.country, make)
    lines = [_("%(name)s has no address; the letter must show it, so the request does not name this partner.") % {
        "name": name} for name in lacking]  # fmt: skip
    if not found.outlets[make] and not lacking:
        lines.append(_("No repair partner in %(country)s looks after %(make)s: the request names no outlet.") % told)
    return lines


def _workshops(desk: Desk, country: str, make: str) -> list[RepairPartner]:
    return [
        partner
        for partner in desk.store.all(REPAIR_PARTNERS)
        if partner.country == country
        and partner.covers(make)
        and (partner.contracted(desk.today) or not partner.has_contract)
    ]


def read_outlet(text: str) -> Outlet:
    """An outlet typed as ``name; address; phone``, of which the phone may be left out. Raises UsageError."""
    parts = [part.strip() for part in text.replace("；", ";").split(";")]
    if not _LEAST_PARTS <= len(parts) <= _OUTLET_PARTS or not all(parts[:_LEAST_PARTS]):
        raise UsageError("letter_outlet_unreadable", value=text[:60])
    name, address, phone = (*parts, "", "")[:_OUTLET_PARTS]
    return Outlet(name, address, phone)


def outlet_text(outlet: Outlet) -> str:
    """An outlet as a text that reads as the same again, but for the partner it was taken from."""
    return f"{outlet.name}; {outlet.address}; {outlet.phone}".rstrip("; ")


def plan(desk: Desk, cars: Sequence[Car], country: str, *, every: bool = False) -> Plan:
    """What asking for these cars would come to. ``every`` leaves out only cars without a VIN.

    Left out are cars that have a letter for the country, that are asked for already, whose registration is longer ago
    than the rules ask, and that have left.
    """
    found: dict[str, list[Car]] = {}
    left: list[LeftOut] = []
    checker = Checker(desk, Question(desk.today))
    asked = {
        car_id: one.number for one in desk.store.all(LETTERS) if one.is_open and one.country == country
        for car_id in one.car_ids
    }  # fmt: skip
    limit = letter_days(desk, desk.today)
    for car in cars:
        reason = _reason(desk, car, country, checker, asked, limit)
        if reason is not None and (not every or reason.reason == "no_vin"):
            left.append(reason)
        else:
            found.setdefault(car.make, []).append(car)
    outlets = {make: outlets_for(desk, country, make) for make in found}
    return Plan(country, {make: tuple(some) for make, some in found.items()}, outlets, tuple(left))


def _reason(
    desk: Desk, car: Car, country: str, checker: Checker, asked: Mapping[int, str], limit: int | None
) -> LeftOut | None:
    if car.vin is None:
        return LeftOut(car, "no_vin")
    if car.milestone(Stage.DEPARTED) is not None:
        return LeftOut(car, "left")
    for paper in checker.counting_papers_of(car):
        if paper.kind == LETTER and paper.country == country and is_held(paper, desk.today):
            return LeftOut(car, "covered", paper.number or str(paper.id))
    if car.id in asked:
        return LeftOut(car, "asked", asked[car.id])
    deal = car.deal if car.deal is not None and car.deal.country == country else None
    applied = deal.licence_application if deal is not None else None
    days = days_registered(car, applied or desk.today)
    if limit is not None and days is not None and days > limit:
        return LeftOut(car, "old", str(days))
    return None


def request(
    desk: Desk,
    found: Plan,
    *,
    on: date | None = None,
    makers: Mapping[str, str] | None = None,
    outlets: Sequence[Outlet] | None = None,
    firm_id: int | None = None,
    note: str = "",
) -> list[LetterRequest]:
    """Record the requests of a plan, one a make, in one commit. ``outlets`` are named instead of the partners'.

    Raises DraftRefused, and UsageError when no car is left to ask for.
    """
    day = on or desk.today
    if not found.cars:
        reasons = "; ".join(left_out_text(desk, one) for one in found.left_out[:5])
        raise UsageError("letter_no_cars", reasons=reasons)
    if day > desk.today:
        params = {"date": day.isoformat(), "today": desk.today.isoformat()}
        refuse([Problem("date_in_future", "on", params)], confirm=True)
    firms = desk.store.all(FIRMS)
    firm = firm_id or (firms[0].id if len(firms) == 1 else None)
    first = _next_number(desk, day)
    new = [
        LetterRequest(
            number=f"L{day:%y}-{first + place:03}",
            make=make,
            country=found.country,
            car_ids=tuple(car.id for car in cars),
            requested_on=day,
            maker=(makers or {}).get(make) or maker_name(desk, make),
            outlets=tuple(outlets) if outlets is not None else found.outlets.get(make, ()),
            firm_id=firm,
            note=note,
        )
        for place, (make, cars) in enumerate(found.cars.items())
    ]
    why = "letter request " + ", ".join(one.number for one in new)
    commit = desk.store.commit([Put(LETTERS, one) for one in new], why=why, expect=desk.store.revision)
    return [one for row in commit.ids if (one := desk.store.get(LETTERS, row)) is not None]


def maker_name(desk: Desk, make: str) -> str:
    """What a make's maker is called in a letter: in Chinese, for that is what its makers read."""
    known = desk.library.makes.get(make)
    return known.name("zh_CN") if known is not None else make


def answer_text(desk: Desk, one: LetterRequest) -> str:
    """What the maker answered: the number of the letter, or the reason."""
    if one.document_id is not None:
        paper = desk.store.get(DOCUMENTS, one.document_id)
        return paper.number if paper is not None else ""
    return one.reason


def _whereabouts(partner: RepairPartner) -> str:
    """City and address; the city once, where the address names it as well."""
    if partner.city.casefold() in partner.address.casefold():
        return partner.address
    return ", ".join(part for part in (partner.city, partner.address) if part)


def left_out_text(desk: Desk, one: LeftOut) -> str:
    """A car that is not asked for, and why."""
    said = word(desk.library.words, "letter_left_out", one.reason)
    return _("%(label)s: %(text)s") % {"label": name_of(one.car), "text": f"{said} {one.detail}".rstrip()}


def shortcomings(desk: Desk, paper: Document) -> list[str]:
    """Why a letter frees no car: who signed it, or what it does not show."""
    words = desk.library.words
    lines = []
    if paper.signer is not None and paper.signer != LETTER_SIGNERS[0]:
        told = {"signer": word(words, "cn_letter_issuer", paper.signer)}
        lines.append(_("It is signed by %(signer)s, not by the maker: it frees no car.") % told)
    lacking = [one for one in LETTER_FIELDS if paper.shows is not None and one not in paper.shows]
    if lacking:
        told = {"what": _(", ").join(word(words, "cn_letter_field", one) for one in lacking)}
        lines.append(_("It does not show: %(what)s; it frees no car.") % told)
    return lines


def _next_number(desk: Desk, day: date) -> int:
    head = f"L{day:%y}-"
    used = [one.number.removeprefix(head) for one in desk.store.all(LETTERS) if one.number.startswith(head)]
    return max((int(tail) for tail in used if tail.isdigit()), default=0) + 1


def received(
    desk: Desk,
    asked: LetterRequest,
    texts: Sequence[tuple[str, str]],
    *,
    cars: Sequence[Car] | None = None,
    outlets: Sequence[Outlet] | None = None,
    files: Sequence[Path] = (),
    on: date | None = None,
) -> tuple[LetterRequest, Document]:
    """Record the letter that answers a request, in one commit with the request.

    The document covers the cars of the request, or those of them that are given, for its country. Raises DraftRefused
    when the letter's number, day, signer or contents are missing: without them it would free no car.
    """
    _refuse_answered(desk, asked)
    day = on or desk.today
    covered = list(cars) if cars is not None else cars_of(desk, asked)
    problems = [Problem(f"letter_{name}_missing", name) for name in _NEEDED if not dict(texts).get(name, "").strip()]
    problems += [
        Problem("letter_car_not_asked", "cars", {"car": name_of(car), "number": asked.number})
        for car in covered
        if car.id not in asked.car_ids
    ]
    if day < asked.requested_on:
        params = {"day": day.isoformat(), "requested": asked.requested_on.isoformat()}
        problems.append(Problem("letter_before_request", "on", params))
    own = [(name, text) for name, text in texts if name in DOCUMENT and name != "country"]
    if not dict(own).get("issuer", "").strip():
        own = [*((name, text) for name, text in own if name != "issuer"), ("issuer", asked.maker)]
    own.append(("country", asked.country))
    document, more = documents.draft(desk, LETTER, own, cars=covered)
    if document.issued is not None and document.issued > desk.today:
        params = {"date": document.issued.isoformat(), "today": desk.today.isoformat()}
        problems.append(Problem("date_in_future", "issued", params))
    refuse((*problems, *more), confirm=True)
    named = tuple(outlets) if outlets is not None else asked.outlets
    attachments = tuple(kept(desk, path) for path in files)
    document = msgspec.structs.replace(document, outlets=named, attachments=attachments)

    def build(give_id: GiveId) -> Sequence[Change]:
        row = give_id(DOCUMENTS)
        answered = msgspec.structs.replace(asked, received_on=day, document_id=row, refused_on=None, reason="")
        return [Put(DOCUMENTS, msgspec.structs.replace(document, id=row)), Put(LETTERS, answered)]

    desk.store.commit(build, why=f"letter received {asked.number}", expect=desk.store.revision)
    now = find(desk, asked.number)
    return now, documents.get(desk, now.document_id or 0)


def refused(desk: Desk, asked: LetterRequest, reason: str, on: date | None = None) -> LetterRequest:
    """Record that the maker refused, with its reason. Raises DraftRefused, UsageError."""
    _refuse_answered(desk, asked)
    day = on or desk.today
    problems = [] if reason.strip() else [Problem("letter_reason_missing", "reason")]
    if day < asked.requested_on:
        params = {"day": day.isoformat(), "requested": asked.requested_on.isoformat()}
        problems.append(Problem("letter_before_request", "on", params))
    refuse(problems, confirm=True)
    return _put(desk, msgspec.structs.replace(asked, refused_on=day, reason=reason.strip()), "refused")


def withdraw(desk: Desk, asked: LetterRequest, on: date | None = None) -> LetterRequest:
    """Call a request off; it is kept. Raises UsageError for one that has an answer."""
    _refuse_answered(desk, asked)
    return _put(desk, msgspec.structs.replace(asked, withdrawn_on=on or desk.today), "withdraw")


def _refuse_answered(desk: Desk, asked: LetterRequest) -> None:
    if asked.step is not LetterStep.REQUESTED:
        state = word(desk.library.words, "letter_step", asked.step.value)
        raise UsageError("letter_answered", number=asked.number, state=state)


def _put(desk: Desk, changed: LetterRequest, step: str) -> LetterRequest:
    desk.store.commit([Put(LETTERS, changed)], why=f"letter {step} {changed.number}", expect=desk.store.revision)
    return find(desk, changed.number)
