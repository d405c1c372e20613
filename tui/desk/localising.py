"""Localisation kits: reading a model's kit or a car's, setting items with their evidence, copying what still holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of, refuse
from tui.desk.kinds import CAR_ITEMS, CARS, DISTRIBUTORS, DOCUMENTS, KITS, SHEETS, SHIPMENTS
from tui.desk.kit_book import KitBook, ModelAt, common_specs, kit_book, world_of
from tui.domain.cars import Car
from tui.domain.distributors import Distributor
from tui.domain.documents import Attachment
from tui.domain.fields import read_make
from tui.domain.kit_fields import EVIDENCE, ITEM
from tui.domain.kit_standing import Counts, ItemStanding, counts
from tui.domain.kits import ItemScope, KitItem, Retired
from tui.domain.localisation import (
    CarItems,
    Entry,
    Evidence,
    ItemState,
    LocalisationKit,
    entry_of,
    entry_problems,
    kit_key,
    with_entry,
)
from tui.domain.models import Specs
from tui.domain.problems import Problem
from tui.domain.record_fields import read_record_fields
from tui.errors import NotFound, UsageError
from tui.store.contract import Put


class KitPage(msgspec.Struct, frozen=True):
    """A kit on a day: of a model in a country, or of one car with its own items too."""

    at: ModelAt
    on: date
    items: tuple[ItemStanding, ...]
    counts: Counts
    distributors: tuple[Distributor, ...]
    retired: tuple[Retired, ...] = ()
    car: Car | None = None

    def item(self, item_id: str) -> ItemStanding | None:
        """How one item stands, or None when the kit has none of that id."""
        return next((one for one in self.items if one.item.id == item_id), None)


class Board(msgspec.Struct, frozen=True):
    """Models against destinations, each cell a kit in figures; a car's own items are in no cell."""

    on: date
    models: tuple[ModelAt, ...]
    """With an empty country, by make and model."""
    countries: tuple[str, ...]
    cells: dict[tuple[int, str], Counts]
    """By the place of the model and the country."""


class Carried(msgspec.Struct, frozen=True):
    """One entry of a kit that is copied: as it will be, and whether its state and evidence still hold there."""

    entry: Entry
    holds: bool


class CopyPlan(msgspec.Struct, frozen=True):
    """What copying a kit would do; entries that the target has already are left alone."""

    source: ModelAt
    target: ModelAt
    carried: tuple[Carried, ...]
    kept: tuple[str, ...]
    """Items of the target that stay as they are."""


def models(desk: Desk) -> tuple[ModelAt, ...]:
    """Every model that cars in stock, sheets or kits speak of, with its powertrain where it is known."""
    found: dict[tuple[str, str, str, str], ModelAt] = {}
    for car in desk.store.all(CARS):
        if not car.archived:
            one = ModelAt(car.make, car.model, "", desk.specs_of(car).powertrain or "")
            found.setdefault(one.key, one)
    for sheet in desk.store.all(SHEETS):
        one = ModelAt(sheet.make, sheet.model, "", sheet.specs.powertrain or "")
        found.setdefault(one.key, one)
    for kit in desk.store.all(KITS):
        one = ModelAt(kit.make, kit.model, "", kit.powertrain)
        found.setdefault(one.key, one)
    known = {key[:2] for key in found if key[3]}
    kept = [one for one in found.values() if one.powertrain or one.key[:2] not in known]
    return tuple(sorted(kept, key=lambda one: one.key))


def model_named(desk: Desk, words: Sequence[str], country: str, powertrain: str | None = None) -> ModelAt:
    """The model of a make and a name, for a country. Raises NotFound, and UsageError where powertrains differ."""
    make = read_make(words[0], reading_of(desk)) if words else ""
    name = " ".join(words[1:]).casefold()
    found = [one for one in models(desk) if one.make.casefold() == make.casefold() and one.model.casefold() == name]
    if powertrain is not None:
        found = [one for one in found if one.powertrain == powertrain] or [
            msgspec.structs.replace(one, powertrain=powertrain) for one in found[:1]
        ]
    if not found:
        raise NotFound("kit_model_not_found", name=" ".join(words)[:60])
    if len(found) > 1:
        known = ", ".join(one.powertrain for one in found)
        raise UsageError("kit_powertrain_needed", name=" ".join(words)[:60], known=known)
    return msgspec.structs.replace(found[0], country=country)


def model_of(desk: Desk, car: Car, country: str) -> ModelAt:
    """The model a car's kit is of."""
    return ModelAt(car.make, car.model, country, desk.specs_of(car).powertrain or "")


def kit_of(desk: Desk, at: ModelAt, on: date | None = None) -> KitPage:
    """The kit of a model in a country, as it stands on a day (today)."""
    day, book = on or desk.today, kit_book(desk)
    items = book.standings(at, specs_of_model(desk, at), day, world_of(desk))
    return KitPage(at, day, items, counts(items), _distributors(desk, at), book.template(at).retired)


def kit_of_car(desk: Desk, car: Car, country: str, on: date | None = None) -> KitPage:
    """The kit of a car for a country: its model's and its own items."""
    day, book, at = on or desk.today, kit_book(desk), model_of(desk, car, country)
    items = book.standings(at, desk.specs_of(car), day, world_of(desk), car=car)
    return KitPage(at, day, items, counts(items), _distributors(desk, at), book.template(at).retired, car)


def board(desk: Desk, on: date | None = None, countries: Iterable[str] | None = None) -> Board:
    """Every model against the countries asked for, or those that kits and the cars in stock go to."""
    day, book, world, rows = on or desk.today, kit_book(desk), world_of(desk), models(desk)
    columns = tuple(countries) if countries is not None else _countries(desk)
    cells = {}
    for place, model in enumerate(rows):
        for country in columns:
            at = msgspec.structs.replace(model, country=country)
            cells[place, country] = counts(book.standings(at, specs_of_model(desk, at), day, world))
    return Board(day, rows, columns, cells)


def specs_of_model(desk: Desk, at: ModelAt) -> Specs:
    """What all cars of a model share that go to a country: a kit promises no more than the worst of them can keep.

    Where none goes there yet, what the sheets of the model share.
    """
    tables = (desk.store.all(CARS), desk.store.all(SHIPMENTS), desk.store.all(SHEETS))
    going = desk.kept("kit_going", tables, lambda: _going(desk))
    if specs := going.get(at.key):
        return common_specs(specs)
    return common_specs(
        sheet.specs
        for sheet in desk.store.all(SHEETS)
        if kit_key(sheet.make, sheet.model, at.country, sheet.specs.powertrain) == at.key
    )


def _going(desk: Desk) -> dict[tuple[str, str, str, str], set[Specs]]:
    """What is known of the cars in stock, by the model and the country they go to."""
    found: dict[tuple[str, str, str, str], set[Specs]] = {}
    for car, country in bound(desk):
        specs = desk.specs_of(car)
        asked = Specs(charge_port=specs.charge_port, software_languages=specs.software_languages)
        found.setdefault(kit_key(car.make, car.model, country, specs.powertrain), set()).add(asked)
    return found


def bound(desk: Desk) -> Iterator[tuple[Car, str]]:
    """The cars in stock that have a destination, each with it: its shipment's, else its own."""
    aboard: dict[int, str] = {}
    for shipment in desk.store.all(SHIPMENTS):
        if not shipment.cancelled:
            aboard.update(dict.fromkeys(shipment.car_ids, shipment.deal.country))
    for car in desk.store.all(CARS):
        country = aboard.get(car.id) or (car.deal.country if car.deal else None)
        if country and not car.archived:
            yield car, country


def set_items(
    desk: Desk,
    at: ModelAt,
    item_ids: Sequence[str],
    texts: Sequence[tuple[str, str]],
    *,
    cars: Sequence[Car] = (),
    attachments: Sequence[Attachment] = (),
    document_id: int | None = None,
    confirm: bool = True,
) -> tuple[ItemStanding, ...]:
    """Set items of a model's kit, or of some cars (all of one kit's country), in one commit.

    ``texts`` are ``(field, text)`` pairs of ``kit_fields.ITEM`` and ``EVIDENCE``; evidence is added to what is there,
    and makes an item proven unless a state is given. Raises DraftRefused with all problems, UsageError for an item that
    the kit lacks.
    """
    readers = {**ITEM, **EVIDENCE}
    found, problems = read_record_fields(texts, readers, reading_of(desk))
    said = {one.field: one.value for one in found}
    changes, more = _changes(desk, at, item_ids, said, cars, attachments, document_id)
    refuse((*problems, *more), confirm=confirm)
    names = ", ".join(name_of(car) for car in cars[:3]) or f"{at.make} {at.model}"
    why = f"kit set {names} {at.country} {' '.join(item_ids)}".strip()
    desk.store.commit(changes, why=why, expect=desk.store.revision)
    page = kit_of_car(desk, cars[0], at.country) if cars else kit_of(desk, at)
    return tuple(one for one in page.items if one.item.id in item_ids)


def _changes(
    desk: Desk,
    at: ModelAt,
    item_ids: Sequence[str],
    said: dict[str, Any],
    cars: Sequence[Car],
    attachments: Sequence[Attachment],
    document_id: int | None,
) -> tuple[list[Put[Any]], list[Problem]]:
    book = kit_book(desk)
    evidence, problems = _evidence(desk, said, attachments, document_id)
    items = [item_named(book, at, item_id) for item_id in item_ids]
    for item in items:
        if (item.scope is ItemScope.CAR) is not bool(cars) and item.view is None:
            problems.append(Problem("kit_item_of_car" if not cars else "kit_item_of_model", "item", {"item": item.id}))
    if problems:
        return [], problems
    if not cars:
        kit = book.kits.get(at.key) or LocalisationKit(at.make, at.model, at.country, at.powertrain)
        entries = kit.entries
        for item in items:
            entry = _written(desk, entry_of(entries, item.id) or Entry(item.id), said, evidence)
            problems += entry_problems(entry, item, desk.today)
            entries = with_entry(entries, entry)
        return [Put(KITS, msgspec.structs.replace(kit, entries=entries))], problems
    changes: list[Put[Any]] = []
    for car in cars:
        own = book.car_items.get(car.id) or CarItems(car.id)
        entries = own.entries
        for item in items:
            country = "" if item.travels else at.country
            there = next((one for one in entries if (one.item, one.country) == (item.id, country)), None)
            entry = _written(desk, there or Entry(item.id, country=country), said, evidence)
            problems += entry_problems(entry, item, desk.today)
            entries = with_entry(entries, entry)
        changes.append(Put(CAR_ITEMS, msgspec.structs.replace(own, entries=entries)))
    return changes, problems


def item_named(book: KitBook, at: ModelAt, item_id: str) -> KitItem:
    """An item of the kit; raises UsageError when it has none of that id."""
    template = book.template(at)
    found = template.item(item_id)
    if found is None:
        raise UsageError("kit_item_unknown", value=item_id[:60], known=", ".join(one.id for one in template.items))
    return found


def _evidence(
    desk: Desk, said: dict[str, Any], attachments: Sequence[Attachment], document_id: int | None
) -> tuple[Evidence | None, list[Problem]]:
    """The piece of evidence that the texts speak of, if they do."""
    paper = document_id or said.get("document")
    given = {name for name, value in said.items() if name in EVIDENCE and value is not None}
    if not (attachments or paper or given):
        return None, []
    problems = []
    if paper is not None and desk.store.get(DOCUMENTS, paper) is None:
        problems.append(Problem("document_unknown", "document", {"id": str(paper)}))
    one = Evidence(
        said.get("evidence_on") or desk.today,
        said.get("evidence_by") or "",
        said.get("evidence_note") or "",
        tuple(attachments),
        said.get("vin_visible"),
        paper,
        said.get("measurement") or "",
        said.get("evidence_until"),
    )
    return one, problems


def _written(desk: Desk, entry: Entry, said: dict[str, Any], evidence: Evidence | None) -> Entry:
    """The entry with what was said; evidence without a word about the state proves the item."""
    values = [one for one in said.items() if one[0] in ITEM]
    blank = Entry(entry.item, country=entry.country)
    changed = msgspec.structs.replace(
        entry, **{name: getattr(blank, name) if value is None else value for name, value in values}
    )
    if evidence is not None:
        changed = msgspec.structs.replace(changed, evidence=(*changed.evidence, evidence))
        if "state" not in said:
            changed = msgspec.structs.replace(changed, state=ItemState.PROVEN)
    if changed.state not in {ItemState.WAIVED, ItemState.NOT_APPLICABLE}:
        return msgspec.structs.replace(changed, reason="", by="", until=None, decided_on=None)
    return msgspec.structs.replace(changed, decided_on=desk.today) if "state" in said else changed


def drop_evidence(desk: Desk, at: ModelAt, item_id: str, number: int, *, car: Car | None = None) -> None:
    """Take a piece of evidence, counted from 1, off an item; its file stays in the book so that this can be undone.

    Raises NotFound when there is none of that number.
    """
    book = kit_book(desk)
    holder: Any = (book.car_items.get(car.id) if car else book.kits.get(at.key)) or LocalisationKit("", "", "")
    entry = entry_of(holder.entries, item_id, at.country if car else "")
    if entry is None or not 0 < number <= len(entry.evidence):
        raise NotFound("evidence_not_found", item=item_id, number=number)
    left = tuple(one for place, one in enumerate(entry.evidence, 1) if place != number)
    state = ItemState.IN_WORK if entry.state is ItemState.PROVEN and not left else entry.state
    entries = with_entry(holder.entries, msgspec.structs.replace(entry, evidence=left, state=state))
    kind: Any = CAR_ITEMS if car else KITS
    change = Put(kind, msgspec.structs.replace(holder, entries=entries))
    desk.store.commit([change], why=f"kit drop {item_id} {number}", expect=desk.store.revision)


def plan_copy(desk: Desk, source: ModelAt, target: ModelAt) -> CopyPlan:
    """What copying a kit to another country or model would carry over: a proof only where it still holds there."""
    book = kit_book(desk)
    there = book.kits.get(target.key)
    template = book.template(target)
    same_country = source.country == target.country
    same_model = source.key[:2] == target.key[:2] and source.powertrain == target.powertrain
    carried: list[Carried] = []
    kept: list[str] = []
    for entry in (book.kits.get(source.key) or LocalisationKit("", "", "")).entries:
        item = template.item(entry.item)
        if item is None:
            continue
        if there is not None and entry_of(there.entries, entry.item) is not None:
            kept.append(entry.item)
            continue
        holds = (same_country or item.travels) and (same_model or item.any_model)
        carried.append(Carried(entry if holds else _plan_of(entry), holds))
    return CopyPlan(source, target, tuple(carried), tuple(kept))


def _plan_of(entry: Entry) -> Entry:
    """What of an entry is a plan and no proof: who does it and what it takes."""
    return Entry(
        entry.item,
        ItemState.OPEN,
        owner=entry.owner,
        effort_hours=entry.effort_hours,
        cost=entry.cost,
        note=entry.note,
    )


def copy(desk: Desk, plan: CopyPlan) -> KitPage:
    """Write what a plan says, in one commit."""
    at = plan.target
    kit = kit_book(desk).kits.get(at.key) or LocalisationKit(at.make, at.model, at.country, at.powertrain)
    entries = kit.entries
    for one in plan.carried:
        entries = with_entry(entries, one.entry)
    why = f"kit copy {at.make} {at.model} {plan.source.country} {at.country}"
    desk.store.commit([Put(KITS, msgspec.structs.replace(kit, entries=entries))], why=why, expect=desk.store.revision)
    return kit_of(desk, at)


def _countries(desk: Desk) -> tuple[str, ...]:
    return tuple(sorted({kit.country for kit in desk.store.all(KITS)} | {country for _, country in bound(desk)}))


def _distributors(desk: Desk, at: ModelAt) -> tuple[Distributor, ...]:
    return tuple(one for one in desk.store.all(DISTRIBUTORS) if (one.make, one.country) == (at.make, at.country))
