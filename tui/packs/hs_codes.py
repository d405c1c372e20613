"""Commodity codes and UN numbers of cars: read from ``data/hs_codes.toml``, looked up without guessing.

A look-up that lacks a fact, or meets a vehicle the table does not cover, answers None. Six digits are the
international heading; ten are the Chinese national code, known only for battery cars.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from tui import paths
from tui.domain.models import Specs
from tui.domain.rules import CONFIDENCES, STATUSES
from tui.domain.words import Mode, Powertrain
from tui.errors import PackError
from tui.packs.reading import Entry, read_toml

WHOLE_CODE = 10
"""Digits of a Chinese national code; a shorter one is incomplete."""
_OTHER_HEADINGS = frozenset({"pickup", "van"})
"""Bodies that may be goods vehicles of heading 8704."""
_MOST_SEATS = 9
_TABLES = frozenset({"meta", "heading", "national", "dangerous_goods", "element", "declared"})


class Origin(msgspec.Struct, frozen=True):
    """Where an entry was read, and how sure it is."""

    title: str
    url: str
    status: str
    confidence: str


class CodeEntry(msgspec.Struct, frozen=True):
    """One row of the table of codes; ``condition`` is used or new, empty for a six-digit heading."""

    code: str
    powertrains: tuple[str, ...]
    source: Origin
    fuels: tuple[str, ...] = ()
    cc_over: int | None = None
    cc_to: int | None = None
    condition: str = ""
    effective_from: date | None = None
    effective_to: date | None = None


class UnEntry(msgspec.Struct, frozen=True):
    """A UN number under which cars of some drives travel in some modes."""

    un: str
    hazard_class: str
    name: str
    powertrains: tuple[str, ...]
    modes: tuple[str, ...]
    source: Origin
    fuels: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None


class DeclaredEntry(msgspec.Struct, frozen=True):
    """What is declared of cars of some drives: keys with their English titles, in the order of the form."""

    elements: tuple[tuple[str, str], ...]
    powertrains: tuple[str, ...]
    source: Origin
    fuels: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None


class HsCode(msgspec.Struct, frozen=True):
    """A code found; ``assumes`` names the facts that were not known and taken as those of a passenger car."""

    code: str
    source: Origin
    assumes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the code is a whole national code, fit for a declaration."""
        return len(self.code) == WHOLE_CODE


class HsCodes(msgspec.Struct, frozen=True):
    """The table, checked."""

    version: str
    checked: date
    codes: tuple[CodeEntry, ...]
    dangerous_goods: tuple[UnEntry, ...]
    declared: tuple[DeclaredEntry, ...] = ()

    def code(self, specs: Specs, condition: str | None, on: date) -> HsCode | None:
        """The longest code certain for a car on a day; ``condition`` is used, new, or None while not known.

        A body style that is not known is taken to be a passenger car's, and said.
        """
        if specs.body in _OTHER_HEADINGS or (specs.seats is not None and specs.seats > _MOST_SEATS):
            return None
        found = [entry for entry in self.codes if _fits(entry, specs, on) and entry.condition in {"", condition}]
        best = max(found, key=lambda entry: len(entry.code), default=None)
        return None if best is None else HsCode(best.code, best.source, () if specs.body else ("body",))

    def elements(self, specs: Specs, on: date) -> tuple[tuple[str, str], ...]:
        """What is declared of a car on a day, by key and English title; empty when its drive is not known."""
        return next((entry.elements for entry in self.declared if _drive_fits(entry, specs) and _stands(entry, on)), ())

    def dangerous(self, specs: Specs, mode: Mode, on: date) -> UnEntry | None:
        """The UN number for a car in a mode on a day; None when there is none or its drive is not known."""
        for entry in self.dangerous_goods:
            if mode.value in entry.modes and _drive_fits(entry, specs) and _stands(entry, on):
                return entry
        return None


def _fits(entry: CodeEntry, specs: Specs, on: date) -> bool:
    if not (_drive_fits(entry, specs) and _stands(entry, on)):
        return False
    if entry.cc_over is None and entry.cc_to is None:
        return True
    cc = specs.engine_cc
    return cc is not None and cc > (entry.cc_over or 0) and (entry.cc_to is None or cc <= entry.cc_to)


def _drive_fits(entry: CodeEntry | UnEntry | DeclaredEntry, specs: Specs) -> bool:
    return specs.powertrain in entry.powertrains and (not entry.fuels or specs.fuel in entry.fuels)


def _stands(entry: CodeEntry | UnEntry | DeclaredEntry, on: date) -> bool:
    if entry.effective_from is not None and on < entry.effective_from:
        return False
    return entry.effective_to is None or on <= entry.effective_to


@cache
def load_hs_codes() -> HsCodes:
    """Read the shipped table once; raise PackError naming file and entry for anything that is not as it should be."""
    return read_hs_codes(paths.data("hs_codes.toml"))


def read_hs_codes(path: Path) -> HsCodes:
    """Read and check a table of codes; see ``load_hs_codes``."""
    document = read_toml(path)
    for name in document.keys() - _TABLES:
        raise PackError("pack_unknown_key", file=str(path), entry="", key=name)
    meta = Entry(_table(document.get("meta", {}), path, "meta"), path, "meta")
    meta.skip("schema")
    version, checked = meta.text("version"), meta.day("checked")
    if checked is None:
        raise PackError("pack_missing_key", file=str(path), entry="meta", key="checked")
    meta.done()
    codes = [_code(entry, 6, "") for entry in _entries(document, "heading", path)]
    for entry in _entries(document, "national", path):
        condition = entry.text("condition")
        if condition not in {"used", "new"}:
            raise entry.wrong("condition")
        codes.append(_code(entry, WHOLE_CODE, condition))
    dangerous = tuple(_un(entry) for entry in _entries(document, "dangerous_goods", path))
    titles = dict(_element(entry) for entry in _entries(document, "element", path))
    declared = tuple(_declared(entry, titles) for entry in _entries(document, "declared", path))
    return HsCodes(version, checked, tuple(codes), dangerous, declared)


def _element(entry: Entry) -> tuple[str, str]:
    found = entry.filled("key"), entry.filled("title")
    entry.done()
    return found


def _declared(entry: Entry, titles: dict[str, str]) -> DeclaredEntry:
    keys = entry.texts("elements")
    if not keys or not set(keys) <= titles.keys():
        raise entry.wrong("elements")
    found = DeclaredEntry(
        tuple((key, titles[key]) for key in keys),
        _powertrains(entry),
        _source(entry),
        entry.texts("fuel"),
        entry.day("effective_from"),
        entry.day("effective_to"),
    )
    entry.done()
    return found


def _entries(document: dict[str, Any], name: str, path: Path) -> list[Entry]:
    rows = document.get(name, [])
    if not isinstance(rows, list):
        raise PackError("pack_bad_value", file=str(path), entry="", key=name, value=str(rows)[:60])
    return [
        Entry(_table(row, path, name), path, f"{name}[{place}] {row.get('code') or row.get('un')}")
        for place, row in enumerate(rows, start=1)
    ]


def _table(value: object, path: Path, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PackError("pack_bad_value", file=str(path), entry="", key=name, value=str(value)[:60])
    return value


def _code(entry: Entry, digits: int, condition: str) -> CodeEntry:
    code = entry.text("code")
    if not re.fullmatch(rf"8703[0-9]{{{digits - 4}}}", code):
        raise entry.wrong("code")
    found = CodeEntry(
        code,
        _powertrains(entry),
        _source(entry),
        entry.texts("fuel"),
        entry.number("cc_over"),
        entry.number("cc_to"),
        condition,
        entry.day("effective_from"),
        entry.day("effective_to"),
    )
    entry.done()
    return found


def _un(entry: Entry) -> UnEntry:
    un = entry.text("un")
    if not re.fullmatch(r"[0-9]{4}", un):
        raise entry.wrong("un")
    modes = entry.texts("mode")
    if not modes or not set(modes) <= set(Mode):
        raise entry.wrong("mode")
    found = UnEntry(
        un,
        entry.text("hazard_class"),
        entry.text("name"),
        _powertrains(entry),
        modes,
        _source(entry),
        entry.texts("fuel"),
        entry.day("effective_from"),
        entry.day("effective_to"),
    )
    entry.done()
    return found


def _powertrains(entry: Entry) -> tuple[str, ...]:
    powertrains = entry.texts("powertrain")
    if not powertrains or not set(powertrains) <= set(Powertrain):
        raise entry.wrong("powertrain")
    return powertrains


def _source(entry: Entry) -> Origin:
    status, confidence = entry.text("status"), entry.text("confidence")
    if status not in STATUSES:
        raise entry.wrong("status")
    if confidence not in CONFIDENCES:
        raise entry.wrong("confidence")
    return Origin(entry.text("source_title"), entry.text("source_url"), status, confidence)
