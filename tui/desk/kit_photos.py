"""Photos and files from a folder whose names carry VINs: proposed car by car, then added in one commit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.desk.attaching import kept
from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of, refuse
from tui.desk.kinds import CAR_ITEMS, CARS
from tui.desk.kit_book import kit_book
from tui.desk.localising import item_named, model_of
from tui.domain.cars import Car
from tui.domain.kit_fields import EVIDENCE
from tui.domain.kits import ItemScope, KitItem, Proof
from tui.domain.localisation import CarItems, Entry, Evidence, ItemState, entry_problems, with_entry
from tui.domain.problems import Problem
from tui.domain.record_fields import read_record_fields
from tui.domain.vin import normalise
from tui.errors import BadFile, UsageError
from tui.store.contract import Put

_WORD = re.compile(r"[A-Za-z0-9]{6,17}")
_SHORT = 6


@dataclass(frozen=True)
class Match:
    """A file whose name carries the VIN of one car, whole or its end, and the item it is to prove."""

    path: Path
    car: Car
    item: str


@dataclass(frozen=True)
class Photos:
    """What a folder holds: files that fit one car, and those that fit none or several, or none of whose items."""

    matches: tuple[Match, ...]
    unmatched: tuple[Path, ...]
    country: str


def propose(desk: Desk, folder: Path, item_id: str, country: str, *, cars: Sequence[Car] | None = None) -> Photos:
    """Look which files of a folder are of which cars; writes nothing.

    Where ``item_id`` is empty the file's name has to carry the item too, as in ``VIN ui-keys.jpg``. Raises BadFile for
    a folder that is not there, DraftRefused for an item that takes no file or is not proper to a car.
    """
    if not folder.is_dir():
        raise BadFile("folder_missing", path=str(folder))
    among = [car for car in (cars if cars is not None else desk.store.all(CARS)) if car.vin and not car.archived]
    book = kit_book(desk)
    matches, unmatched = [], []
    for path in sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")):
        car = _car_of(path, among)
        item = item_id
        if car is not None and not item:
            stem = path.stem.casefold()
            own = [one.id for one in book.template(model_of(desk, car, country)).items if one.scope is ItemScope.CAR]
            item = max((one for one in own if one in stem), key=len, default="")
        if car is None or not item:
            unmatched.append(path)
        else:
            refuse(_unfit(item_named(book, model_of(desk, car, country), item)), confirm=True)
            matches.append(Match(path, car, item))
    return Photos(tuple(matches), tuple(unmatched), country)


def add(desk: Desk, photos: Photos, texts: Sequence[tuple[str, str]] = ()) -> int:
    """Keep the files that matched and add them as evidence, in one commit; returns the count of cars.

    ``texts`` are fields of ``kit_fields.EVIDENCE``. Raises DraftRefused with what is wrong with them, BadFile for a
    file that cannot be kept.
    """
    found, problems = read_record_fields(texts, EVIDENCE, reading_of(desk))
    said = {one.field: one.value for one in found}
    book = kit_book(desk)
    more: list[Problem] = list(problems)
    entries: dict[int, tuple[Entry, ...]] = {}
    cars: dict[int, Car] = {}
    for match in photos.matches:
        car = cars.setdefault(match.car.id, match.car)
        item = item_named(book, model_of(desk, car, photos.country), match.item)
        refuse((*more, *_unfit(item)), confirm=True)
        country = "" if item.travels else photos.country
        own = entries.get(car.id)
        if own is None:
            there = book.car_items.get(car.id)
            own = there.entries if there else ()
        old = next((one for one in own if (one.item, one.country) == (item.id, country)), None)
        piece = Evidence(
            said.get("evidence_on") or desk.today,
            said.get("evidence_by") or "",
            said.get("evidence_note") or "",
            (kept(desk, match.path),),
            said.get("vin_visible"),
            until=said.get("evidence_until"),
        )
        before = old or Entry(item.id, country=country)
        entry = Entry(
            item.id, ItemState.PROVEN, country, owner=before.owner, due=before.due,
            effort_hours=before.effort_hours, cost=before.cost, note=before.note, evidence=(*before.evidence, piece),
        )  # fmt: skip
        more += entry_problems(entry, item, desk.today)
        entries[car.id] = with_entry(own, entry)
    refuse(more, confirm=True)
    if not entries:
        raise UsageError("photos_none")
    changes = []
    for car_id, own in entries.items():
        there = book.car_items.get(car_id)
        changes.append(Put(CAR_ITEMS, CarItems(car_id, own, there.id if there else 0)))
    names = ", ".join(name_of(car) for car in list(cars.values())[:3])
    desk.store.commit(changes, why=f"kit photos {names}", expect=desk.store.revision)
    return len(entries)


def _unfit(item: KitItem) -> list[Problem]:
    """Why files of cars are nothing to an item."""
    if item.scope is not ItemScope.CAR:
        return [Problem("kit_item_of_model", "item", {"item": item.id})]
    return [] if Proof.FILE in item.proof else [Problem("kit_item_takes_no_file", "item", {"item": item.id})]


def _car_of(path: Path, among: Sequence[Car]) -> Car | None:
    """The only car whose VIN, or whose end of at least six characters, stands in a file's name."""
    found: dict[int, Car] = {}
    for text in _WORD.findall(path.stem):
        vin = normalise(text)
        for car in among:
            if car.vin and len(vin) >= _SHORT and car.vin.endswith(vin):
                found[car.id] = car
    return next(iter(found.values())) if len(found) == 1 else None
