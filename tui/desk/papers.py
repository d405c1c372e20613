"""Papers about shipments: gathering their records from the book, and rendering them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from tui.desk import rendering
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.issued import frozen, latest
from tui.desk.kinds import CARS, FIRMS, PARTIES
from tui.desk.kit_book import kit_book
from tui.desk.localising import kit_of_car, model_of
from tui.desk.opening import user_of
from tui.domain.cars import Car
from tui.domain.issued import IssuedPaper
from tui.domain.kit_standing import Standing
from tui.domain.localisation import Entry, ItemState
from tui.domain.readiness import Verdict, worst
from tui.domain.rules import Make
from tui.domain.shipments import Shipment
from tui.domain.words import Stage
from tui.errors import BookDamaged
from tui.i18n.translator import Translator
from tui.packs.hs_codes import HsCodes, load_hs_codes
from tui.reports import records
from tui.reports.as_json import summary_json
from tui.reports.as_text import Qr
from tui.reports.frozen import likeness
from tui.reports.kinds.face import Stamp
from tui.reports.kinds.registry import BUILDERS, SUMMARY, TITLES
from tui.reports.paper import Issue, Paper, fingerprint
from tui.reports.records import Loaded, People
from tui.reports.summarise import summarise
from tui.reports.summary import Named, Override, ShipmentSummary, UnNumber

__all__ = ("FORMATS", "KINDS", "SUMMARY", "TITLES", "Printout", "printout", "rendered", "shown", "summary")
FORMATS = rendering.FORMATS
KINDS = tuple(BUILDERS)
_NOT_READ = rendering.BINARY | {"html"}
"""Formats that nobody reads as they are written."""


class Printout(msgspec.Struct, frozen=True):
    """One paper about a shipment; ``language`` is the consignee's, empty where nobody said.

    ``likeness`` tells the same content from a changed one. ``record`` is the issued paper that this is one more copy
    of; None for a draft, and for a final paper that says something new.
    """

    kind: str
    summary: ShipmentSummary
    paper: Paper
    language: str = ""
    shipment_id: int = 0
    likeness: str = ""
    record: IssuedPaper | None = None

    @property
    def number(self) -> str:
        """The number of the shipment."""
        return self.summary.number

    @property
    def draft(self) -> bool:
        """Whether it is marked DRAFT."""
        return self.paper.face.draft

    @property
    def verdict(self) -> Verdict:
        """Why it may not be final: the shipment's verdict; a paper that itself lacks something is ACTION."""
        return worst((self.summary.verdict, Verdict.ACTION)) if self.paper.face.draft else self.summary.verdict


def summary(desk: Desk, shipment: Shipment, on: date, *, draft: bool) -> ShipmentSummary:
    """The shipment summary as a model; final only when every car is READY on the day and ``draft`` is false.

    A car that still waits for its VIN keeps the paper a draft: a paper without the number stops a container. Raises
    BookDamaged when a line's car is not in the book.
    """
    checker = Checker(desk, Question(on), only=shipment)
    codes = load_hs_codes()
    loaded = [_loaded(desk, checker, codes, shipment, car_id, on) for car_id in shipment.car_ids]
    paper = summarise(
        shipment,
        loaded,
        _people(desk, shipment),
        records.Titles(desk.library.facts, desk.library.documents, desk.library.words),
        as_of=desk.today,
        on=on,
        packs=desk.library.packs_version,
        book_revision=desk.store.revision,
        final=not draft,
    )
    if any(one.car.vin is None for one in loaded):
        verdict = worst((paper.verdict, Verdict.ACTION))
        return msgspec.structs.replace(paper, draft=True, verdict=verdict)
    return paper


def printout(desk: Desk, shipment: Shipment, kind: str, on: date, *, draft: bool) -> Printout:
    """A paper of one of ``KINDS``, ready to be rendered. Raises BookDamaged as ``summary`` does.

    A final paper that says what the last issued one says is one more copy of that one, as it went out; one that says
    something else has the next revision.
    """
    drawn = summary(desk, shipment, on, draft=draft)
    same, last = likeness(kind, drawn), latest(desk, shipment.id, kind)
    is_same = last is not None and last.content == same
    revision = 1 if last is None else last.revision if is_same else last.revision + 1
    drawn = msgspec.structs.replace(drawn, revision=revision)
    paper = BUILDERS[kind](drawn, Stamp(*_stamp(desk)))
    if last is not None and is_same and not paper.face.draft:
        return again(desk, last)
    return Printout(kind, drawn, paper, _language(desk, shipment), shipment.id, same)


def again(desk: Desk, record: IssuedPaper) -> Printout:
    """One more copy of an issued paper: the data it was made of, marked as a copy, whatever became of the shipment.

    Raises NotFound or BookError where the data are lost.
    """
    ice = frozen(desk, record)
    by, at = _stamp(desk)
    first, face = record.copies[0], ice.paper.face
    issue = Issue(len(record.copies) + 1, first.by, first.at, record.sha256)
    face = msgspec.structs.replace(face, printed_by=by, printed_at=at, issued=issue)
    paper = msgspec.structs.replace(ice.paper, face=face)
    return Printout(record.kind, ice.summary, paper, first.language, record.shipment_id, record.content, record)


def _stamp(desk: Desk) -> tuple[str, datetime]:
    """Who prints, and when, to the second."""
    return user_of(desk.settings), desk.now().replace(microsecond=0)


def _language(desk: Desk, shipment: Shipment) -> str:
    consignee = desk.store.get(PARTIES, shipment.consignee_id) if shipment.consignee_id else None
    return consignee.language if consignee else ""


def rendered(
    out: Printout,
    form: str,
    language: str,
    *,
    bilingual: bool = False,
    qr: Qr = Qr.NONE,
    template: Path | None = None,
) -> bytes:
    """A printout as the bytes of a file; raises what ``rendering.bytes_of`` does."""
    plain = _own_json(out)
    return rendering.bytes_of(out.paper, form, language, bilingual=bilingual, qr=qr, plain=plain, template=template)


def shown(out: Printout, form: str, language: str, *, bilingual: bool = False, qr: Qr = Qr.NONE) -> str:
    """A printout as text for a screen; what is no text to read is shown as the text of the same paper."""
    form = "text" if form in _NOT_READ else form
    return rendering.text_of(out.paper, form, language, bilingual=bilingual, qr=qr, plain=_own_json(out))


def _own_json(out: Printout) -> Callable[[Translator], dict[str, Any]] | None:
    if out.kind != SUMMARY:
        return None
    return lambda translator: summary_json(out.summary, translator, fingerprint(out.paper))


def _loaded(desk: Desk, checker: Checker, codes: HsCodes, shipment: Shipment, car_id: int, on: date) -> Loaded:
    car = desk.store.get(CARS, car_id)
    if car is None:
        raise BookDamaged("shipment_car_missing", number=shipment.number, id=car_id)
    specs = desk.specs_of(car)
    day = shipment.deal.declaration or on
    hs, un = codes.code(specs, _condition(car), day), codes.dangerous(specs, shipment.mode, day)
    answer = checker.answer(car, shipment.deal.country)
    return Loaded(
        car=car,
        specs=specs,
        make=desk.library.makes.get(car.make) or Make(car.make, {"en": car.make}, ""),
        assessment=answer.assessment,
        overrides=answer.overrides,
        waivers=_waivers(desk, car, shipment.deal.country, on),
        papers=checker.counting_papers_of(car),
        hs_code=hs.code if hs else None,
        hs_assumes=hs.assumes if hs else (),
        elements=tuple(Named(key, title) for key, title in codes.elements(specs, day)),
        un_number=UnNumber(un.un, un.hazard_class, un.name) if un else None,
    )


def _waivers(desk: Desk, car: Car, country: str, on: date) -> tuple[Override, ...]:
    """The items of the car's localisation kit that somebody let pass; cars of equal entries share the answer."""
    book, at = kit_book(desk), model_of(desk, car, country)
    kit, own = book.kits.get(at.key), book.car_items.get(car.id)
    entries: tuple[Entry, ...] = (*(kit.entries if kit else ()), *(own.entries if own else ()))
    if not any(one.state is ItemState.WAIVED for one in entries):
        return ()
    return desk.kept(f"waivers {at} {on}", (kit, own), lambda: _waived(desk, car, country, on))


def _waived(desk: Desk, car: Car, country: str, on: date) -> tuple[Override, ...]:
    return tuple(
        Override(one.item.id, one.item.title, one.entry.by, one.entry.reason, one.entry.decided_on, one.entry.until)
        for one in kit_of_car(desk, car, country, on).items
        if one.standing is Standing.WAIVED and one.entry is not None
    )


def _condition(car: Car) -> str | None:
    """Used once registered anywhere, new when it is known that it never was; None when nobody knows."""
    if car.first_registration or car.milestone(Stage.REGISTERED) or car.never_registered is False:
        return "used"
    return "new" if car.never_registered else None


def _people(desk: Desk, shipment: Shipment) -> People:
    store = desk.store
    return People(
        firm=store.get(FIRMS, shipment.firm_id) if shipment.firm_id else None,
        consignee=store.get(PARTIES, shipment.consignee_id) if shipment.consignee_id else None,
        notify=store.get(PARTIES, shipment.notify_id) if shipment.notify_id else None,
        broker=store.get(PARTIES, shipment.broker_id) if shipment.broker_id else None,
        agent=store.get(PARTIES, shipment.agent_id) if shipment.agent_id else None,
    )
