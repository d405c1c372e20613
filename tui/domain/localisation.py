"""The localisation kit as it is kept: what was done about each item, by whom, and what proves it. Pure.

A kit belongs to a model, a country and a powertrain, and every such car inherits it; what is proper to a VIN hangs on
the car. A kit that nobody touched has no record: all its items are open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain.documents import Attachment, Document, is_held
from tui.domain.kits import KitItem, Proof
from tui.domain.money import Money
from tui.domain.problems import Problem


class ItemState(StrEnum):
    """How far an item is, as a person says."""

    OPEN = "open"
    IN_WORK = "in_work"
    PROVEN = "proven"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One piece of evidence, taken ``on`` a day by a person; it counts until ``until``, included.

    ``vin_visible`` notes whether the photo shows the VIN (None: nobody looked). ``document_id`` names a paper of the
    book. ``measurement`` is a reading with its unit.
    """

    on: date
    by: str = ""
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
    vin_visible: bool | None = None
    document_id: int | None = None
    measurement: str = ""
    until: date | None = None


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done about one item.

    ``reason`` is why it is waived or does not apply, ``by`` who said so on ``decided_on``; a waiver counts until
    ``until``, included. ``owner`` sees to it by ``due``; ``effort_hours`` and ``cost`` are what it takes. ``country``
    is set on entries of a car whose proof holds in one country only.
    """

    item: str
    state: ItemState = ItemState.OPEN
    country: str = ""
    reason: str = ""
    by: str = ""
    decided_on: date | None = None
    until: date | None = None
    owner: str = ""
    due: date | None = None
    effort_hours: Decimal | None = None
    cost: Money | None = None
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


class LocalisationKit(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done for a model in a country; ``powertrain`` is empty where it is not known."""

    make: str
    model: str
    country: str
    powertrain: str = ""
    entries: tuple[Entry, ...] = ()
    note: str = ""
    id: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it unique."""
        return kit_key(self.make, self.model, self.country, self.powertrain)


class CarItems(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done about the items that are proper to one car."""

    car_id: int
    entries: tuple[Entry, ...] = ()
    id: int = 0


def kit_key(make: str, model: str, country: str, powertrain: str | None) -> tuple[str, str, str, str]:
    """The key under which a car finds its model's kit."""
    return make, model.casefold(), country, powertrain or ""


def entry_of(entries: Iterable[Entry], item_id: str, country: str = "") -> Entry | None:
    """The entry of an item: for a car's own items the one of the country, else the one for every country."""
    found: Entry | None = None
    for entry in entries:
        if entry.item == item_id and entry.country in {"", country}:
            if entry.country:
                return entry
            found = entry
    return found


def with_entry(entries: Iterable[Entry], new: Entry) -> tuple[Entry, ...]:
    """The entries with one set, in its old place where it has one; an entry that says nothing is left out."""
    kept = []
    placed = new == Entry(new.item, country=new.country)
    for entry in entries:
        if (entry.item, entry.country) != (new.item, new.country):
            kept.append(entry)
        elif not placed:
            kept.append(new)
            placed = True
    return tuple(kept if placed else [*kept, new])


class Said(msgspec.Struct, frozen=True):
    """One thing that is told of an item: ``code`` names its sentence, ``params`` fill it."""

    code: str
    params: dict[str, Any] = {}


def _whole(_: Attachment) -> str:
    return ""


class World(msgspec.Struct, frozen=True):
    """What evidence is weighed with: the papers of the book, and what is wrong with a file.

    ``fault_of`` says ``missing`` of a file that is not there, ``changed`` of one that is not what it was, else nothing.
    """

    documents: Mapping[int, Document] = {}
    fault_of: Callable[[Attachment], str] = _whole


class Weighed(msgspec.Struct, frozen=True):
    """Whether an entry stands on a day; ``ends`` is the last day it does, None without end."""

    stands: bool
    ends: date | None = None
    faults: tuple[Said, ...] = ()


def weigh_entry(entry: Entry, item: KitItem, country: str, on: date, world: World) -> Weighed:
    """Whether what was entered counts on a day: an item that does not apply, a waiver, or evidence that proves it."""
    match entry.state:
        case ItemState.NOT_APPLICABLE:
            return Weighed(bool(entry.by and entry.reason))
        case ItemState.WAIVED:
            return _waiver(entry, on)
        case ItemState.PROVEN:
            return _proof(entry, item, country, on, world)
        case _:
            return Weighed(stands=False, faults=_faults(entry, item, country, on, world))


def _waiver(entry: Entry, on: date) -> Weighed:
    if entry.until is None or not (entry.by and entry.reason):
        return Weighed(stands=False, faults=(Said("waiver_incomplete"),))
    if entry.until < on:
        return Weighed(stands=False, faults=(Said("waiver_over", {"until": entry.until}),))
    return Weighed(stands=True, ends=entry.until)


def _proof(entry: Entry, item: KitItem, country: str, on: date, world: World) -> Weighed:
    faults: list[Said] = []
    ends: list[date | None] = []
    for one in entry.evidence:
        fault, end = weigh_evidence(one, item, country, on, world)
        if fault is None:
            ends.append(end)
        else:
            faults.append(fault)
    if not ends:
        return Weighed(stands=False, faults=tuple(faults) or (Said("evidence_none"),))
    lasting = None if None in ends else max(end for end in ends if end)
    return Weighed(stands=True, ends=lasting, faults=tuple(faults))


def _faults(entry: Entry, item: KitItem, country: str, on: date, world: World) -> tuple[Said, ...]:
    told = (weigh_evidence(one, item, country, on, world)[0] for one in entry.evidence)
    return tuple(fault for fault in told if fault is not None)


def weigh_evidence(
    one: Evidence, item: KitItem, country: str, on: date, world: World
) -> tuple[Said | None, date | None]:
    """Why a piece of evidence does not count on a day (None: it counts), and the last day it does."""
    if spoilt := _spoilt(one, world):
        return spoilt, None
    if one.on > on:
        return Said("evidence_later", {"on": one.on}), None
    end = one.until
    if item.holds_days is not None:
        held = one.on + timedelta(days=item.holds_days)
        end = held if end is None else min(end, held)
    if end is not None and end < on:
        return Said("evidence_over", {"until": end}), None
    if Proof.FILE in item.proof and one.attachments:
        if item.vin and not one.vin_visible:
            return Said("evidence_without_vin", {"name": one.attachments[0].name}), None
        return None, end
    if Proof.DOCUMENT in item.proof and one.document_id is not None:
        return _paper(one, item, country, on, world, end)
    if Proof.MEASUREMENT in item.proof and one.measurement:
        return None, end
    if Proof.NOTE in item.proof and one.note:
        return None, end
    return Said("evidence_of_another_kind", {"asked": [kind.value for kind in item.proof]}), None


def _spoilt(one: Evidence, world: World) -> Said | None:
    """A piece of evidence of which a file is missing or another proves nothing at all."""
    for attachment in one.attachments:
        if fault := world.fault_of(attachment):
            return Said(f"evidence_file_{fault}", {"name": attachment.name})
    return None


def _paper(
    one: Evidence, item: KitItem, country: str, on: date, world: World, end: date | None
) -> tuple[Said | None, date | None]:
    paper = world.documents.get(one.document_id or 0)
    told = {"id": one.document_id}
    if paper is None:
        return Said("evidence_paper_gone", told), None
    if item.documents and paper.kind not in item.documents:
        return Said("evidence_paper_of_another_kind", told), None
    if paper.country is not None and paper.country != country:
        return Said("evidence_paper_elsewhere", {**told, "country": paper.country}), None
    if any(world.fault_of(attachment) for attachment in paper.attachments):
        return Said("evidence_paper_spoilt", told), None
    if not is_held(paper, on):
        return Said("evidence_paper_not_held", told), None
    if paper.expires is not None:
        end = paper.expires if end is None else min(end, paper.expires)
    return None, end


def entry_problems(entry: Entry, item: KitItem, today: date) -> tuple[Problem, ...]:
    """What is wrong with an entry as it is to be kept."""
    found = []
    told = {"item": item.id}
    if item.view is not None:
        found.append(Problem("kit_item_is_view", "item", told))
    decided = entry.state in {ItemState.WAIVED, ItemState.NOT_APPLICABLE}
    if decided and not entry.by.strip():
        found.append(Problem("kit_unsaid", "by", told))
    if decided and not entry.reason.strip():
        found.append(Problem("kit_unsaid", "reason", told))
    if entry.state is ItemState.WAIVED and entry.until is None:
        found.append(Problem("waiver_endless", "until", told))
    if entry.state is ItemState.WAIVED and entry.until is not None and entry.until < today:
        params = {**told, "until": str(entry.until), "today": str(today)}
        found.append(Problem("waiver_ends_before", "until", params))
    if entry.state is ItemState.PROVEN:
        if item.computed is not None and not item.proof:
            found.append(Problem("kit_item_computed", "state", told))
        elif not entry.evidence:
            found.append(Problem("evidence_missing", "state", told))
    for one in entry.evidence:
        if one.on > today:
            found.append(Problem("evidence_from_tomorrow", "on", {**told, "on": str(one.on)}))
        if one.until is not None and one.until < one.on:
            params = {**told, "on": str(one.on), "until": str(one.until)}
            found.append(Problem("evidence_ends_before", "until", params))
    return tuple(found)
