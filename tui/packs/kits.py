"""Localisation kits: the shipped one and the user's own files beside it, read and checked before anything uses them.

A file that is not sound is named and left out whole, so that the shipped items it would have changed or retired stay.
As it may have added items that nobody knows now, cars are not READY until it is mended.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec

from tui.domain.fields import Vocabulary
from tui.domain.kits import AREAS, EVERY, Change, Computed, ItemScope, KitFile, KitItem, Proof, Retired, View, Weight
from tui.domain.sources import CONFIDENCES, STATUSES, Source
from tui.domain.words import Powertrain
from tui.errors import PackError
from tui.packs.reading import Entry, read_toml

SCHEMA = 1
_APPLIES = frozenset({EVERY, *Powertrain})
_OWN_SOURCE = "Own judgement"


class Known(msgspec.Struct, frozen=True):
    """The words that a kit may use besides its own."""

    vocabulary: Vocabulary
    givers: Collection[str]
    documents: Collection[str]
    parts: Collection[str]


class LoadedKits(msgspec.Struct, frozen=True):
    """The files that are sound, the shipped one first, and what is wrong with the others."""

    files: tuple[KitFile, ...]
    errors: tuple[PackError, ...] = ()


def load_kits(shipped: Path, own: Path | None, known: Known) -> LoadedKits:
    """Read the shipped kit and the user's own files by name. Raises PackError for the shipped one alone."""
    files = [read_kit(shipped, "shipped", known, {})]
    errors: list[PackError] = []
    for path in sorted(own.glob("*.toml")) if own is not None and own.is_dir() else ():
        there = {item.id: item for file in files for item in file.items}
        try:
            file = read_kit(path, str(path), known, there)
        except PackError as error:
            errors.append(PackError(error.code, **{**error.params, "kit": str(path)}))
            continue
        if any(file.id == other.id for other in files):
            errors.append(PackError("kit_twice", file=str(path), entry=file.id, kit=str(path)))
        else:
            files.append(file)
    return LoadedKits(tuple(files), tuple(errors))


def read_kit(path: Path, origin: str, known: Known, there: Mapping[str, KitItem]) -> KitFile:
    """Read one file; ``there`` are the items it may change or retire. Raises PackError for what is not sound."""
    top = Entry(read_toml(path), path, "")
    meta = Entry(top.table("meta"), path, "meta")
    if meta.number("schema") != SCHEMA:
        raise meta.wrong("schema")
    checked = meta.required_day("checked")
    file = KitFile(
        meta.filled("id"),
        meta.filled("title"),
        meta.filled("version"),
        replaces=meta.flag("replaces"),
        countries=_among(meta, "countries", known.vocabulary.countries),
        makes=tuple(known.vocabulary.makes.get(name.casefold(), name) for name in meta.texts("makes")),
        models=meta.texts("models"),
        powertrains=_among(meta, "powertrains", frozenset(Powertrain)),
        origin=origin,
    )
    meta.done()
    seen: set[str] = set()
    items = []
    for table in top.tables("item"):
        entry = Entry(table, path, str(table.get("id")))
        item = _item(entry, known, origin, checked=checked)
        _once(item.id, seen, entry)
        items.append(item)
    changes = tuple(_change(table, path, known, seen, there) for table in top.tables("change"))
    retired = tuple(_retired(table, path, seen, there) for table in top.tables("retire"))
    top.done()
    if not (items or changes or retired):
        raise PackError("pack_missing_key", file=str(path), entry="", key="item")
    return msgspec.structs.replace(file, items=tuple(items), changes=changes, retired=retired)


def _once(item_id: str, seen: set[str], entry: Entry) -> None:
    if item_id in seen:
        raise entry.wrong("id")
    seen.add(item_id)


def _item(entry: Entry, known: Known, origin: str, **more: Any) -> KitItem:
    item_id = entry.filled("id")
    if not item_id.replace("-", "").isalnum() or not item_id.isascii():
        raise entry.wrong("id")
    values = {name: read(entry, known) for name, read in _READERS.items()}
    source = Source(
        entry.text("source_title", _OWN_SOURCE),
        entry.text("source_url", ""),
        entry.text("source_date", ""),
        entry.one_of("source_status", STATUSES, "secondary"),
        entry.one_of("confidence", CONFIDENCES, "low"),
    )
    item = KitItem(id=item_id, view=_view(entry), source=source, origin=origin, **values, **more)
    entry.done()
    ways = (bool(item.proof), item.computed is not None, item.view is not None)
    if not any(ways) or (item.view is not None and (item.proof or item.computed is not None)):
        raise PackError("kit_item_without_proof", file=str(entry.file), entry=item.id, key="proof")
    return item


def _view(entry: Entry) -> View | None:
    view = View(entry.texts("rules"), entry.texts("kinds"), entry.flag("papers"))
    return view if view != View() else None


def _change(table: Mapping[str, Any], path: Path, known: Known, seen: set[str], there: Mapping[str, KitItem]) -> Change:
    entry = Entry(table, path, str(table.get("id")))
    item_id = entry.one_of("id", there)
    _once(item_id, seen, entry)
    values = {name: read(entry, known) for name, read in _READERS.items() if name in table}
    entry.done()
    changed = msgspec.structs.replace(there[item_id], **values)
    if not values or (changed.view is None and changed.computed is None and not changed.proof):
        raise PackError("kit_item_without_proof", file=str(path), entry=item_id, key="proof")
    if changed.view is not None and (changed.proof or changed.computed is not None):
        raise PackError("kit_item_without_proof", file=str(path), entry=item_id, key="proof")
    return Change(item_id, values)


def _retired(table: Mapping[str, Any], path: Path, seen: set[str], there: Mapping[str, KitItem]) -> Retired:
    entry = Entry(table, path, str(table.get("id")))
    item_id = entry.one_of("id", there)
    _once(item_id, seen, entry)
    gone = Retired(item_id, entry.filled("why"))
    entry.done()
    return gone


def _among(entry: Entry, key: str, known: Collection[str]) -> tuple[str, ...]:
    values = entry.texts(key)
    if any(value not in known for value in values):
        raise entry.wrong(key)
    return values


def _days(entry: Entry, _: Known) -> int | None:
    days = entry.number("holds_days")
    if days is not None and days < 1:
        raise entry.wrong("holds_days")
    return days


def _applies(entry: Entry, _: Known) -> tuple[str, ...]:
    return _among(entry, "applies_to", _APPLIES) or (EVERY,)


def _proof(entry: Entry, _: Known) -> tuple[Proof, ...]:
    return tuple(Proof(word) for word in _among(entry, "proof", frozenset(Proof)))


def _computed(entry: Entry, _: Known) -> Computed | None:
    word = entry.one_of("computed", frozenset({"", *Computed}), "")
    return Computed(word) if word else None


_READERS: dict[str, Callable[[Entry, Known], Any]] = {
    "area": lambda entry, _: entry.one_of("area", AREAS),
    "title": lambda entry, _: entry.filled("title"),
    "why": lambda entry, _: entry.filled("why"),
    "evidence": lambda entry, _: entry.filled("evidence"),
    "weight": lambda entry, _: Weight(entry.one_of("weight", frozenset(Weight))),
    "scope": lambda entry, _: ItemScope(entry.one_of("scope", frozenset(ItemScope), ItemScope.MODEL)),
    "giver": lambda entry, known: entry.one_of("giver", known.givers, "self"),
    "applies_to": _applies,
    "proof": _proof,
    "documents": lambda entry, known: _among(entry, "documents", known.documents),
    "vin": lambda entry, _: entry.flag("vin"),
    "travels": lambda entry, _: entry.flag("travels"),
    "any_model": lambda entry, _: entry.flag("any_model"),
    "holds_days": _days,
    "parts": lambda entry, known: _among(entry, "parts", known.parts),
    "computed": _computed,
}
"""How the keys of an item are read; the same ones may stand in a change."""
