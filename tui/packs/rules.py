"""Rule packs: one TOML file per jurisdiction, shipped or the user's own, read and checked before anything uses them.

A pack that is not sound is not used, and no other takes its place: its jurisdiction is without rules, and every car for
it UNKNOWN, until the file is mended.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from tui.domain.conditions import ConditionError, compile_condition
from tui.domain.fields import Vocabulary
from tui.domain.rules import Member, Pack
from tui.errors import PackError
from tui.packs.additions import laid_over
from tui.packs.cases import read_cases
from tui.packs.condition_words import unknown_words
from tui.packs.fee_bands import read_fees
from tui.packs.reading import Entry, read_toml
from tui.packs.rule_entries import Scope, read_rules

SCHEMA = 1
SIDES = frozenset({"export", "import"})
_JURISDICTION = re.compile(r"""^\s*jurisdiction\s*=\s*["'](\w+)["']""", re.MULTILINE)


class Loaded(msgspec.Struct, frozen=True):
    """The packs that are sound, by jurisdiction, and what is wrong with the others."""

    packs: dict[str, Pack]
    errors: tuple[PackError, ...]
    failing: dict[str, Pack] = {}
    """Packs that are well written and left out because golden cases of theirs do not hold."""


class _File(msgspec.Struct, frozen=True):
    """One file as it was read; ``error`` says why there is no content."""

    path: Path
    origin: str
    content: dict[str, Any]
    error: PackError | None
    jurisdiction: str
    """The jurisdiction the file speaks for, even where it is not sound; empty when it cannot be told."""

    @property
    def adds(self) -> bool:
        """Whether its rules are laid over the pack of its jurisdiction and do not replace it."""
        meta = self.content.get("meta")
        return isinstance(meta, dict) and meta.get("adds") is True

    @property
    def slot(self) -> str:
        """What two files of a folder may not both fill: the jurisdiction, or ``KZ+name`` for an addition."""
        if not self.adds:
            return self.jurisdiction or str(self.path)
        start = f"{self.jurisdiction}+"
        return start + self.path.stem.removeprefix(start)


def load_packs(folders: tuple[tuple[Path, str], ...], vocabulary: Vocabulary, today: date | None = None) -> Loaded:
    """Read every pack of the folders, given as ``(folder, origin)``; a later folder's pack replaces an earlier one.

    Each error carries the ``jurisdiction`` that is without a pack because of it, empty where it cannot be told. Raises
    PackError for a folder that is not there: that is a wrong setting, and all of the user's rules would be missing.
    With ``today`` nothing may have been checked later.
    """
    chosen: dict[str, list[_File]] = {}
    every: list[_File] = []
    for folder, origin in folders:
        if not folder.is_dir():
            raise PackError("pack_folder_missing", file=str(folder))
        here: dict[str, list[_File]] = {}
        for path in sorted(folder.glob("*.toml")):
            file = _file(path, origin or str(path))
            here.setdefault(file.slot, []).append(file)
            every.append(file)
        chosen.update(here)
    groups = _groups(file for files in chosen.values() for file in files)
    packs: dict[str, Pack] = {}
    errors: list[PackError] = []
    sound = True
    for files in sorted(chosen.values(), key=lambda files: files[0].adds):
        first = files[0]
        if len(files) > 1:
            second = str(files[1].path)
            errors.append(PackError("pack_twice", file=second, entry=first.slot, jurisdiction=first.jurisdiction))
            sound = False
            continue
        pack, wrong = _read(first, vocabulary, groups, today)
        errors.extend(wrong)
        if pack is None or wrong:
            sound = False
        elif not first.adds:
            packs[pack.jurisdiction] = pack
        elif base := packs.get(pack.jurisdiction):
            packs[pack.jurisdiction] = laid_over(base, pack)
        else:
            errors.append(_nothing_under(first))
    paths = {files[0].slot: str(files[0].path) for files in chosen.values()}
    where = {code: pack.additions[-1] if pack.additions else paths[code] for code, pack in packs.items()}
    errors.extend(_across(packs, where, whole=sound))
    bad = {str(error.params["jurisdiction"]) for error in errors}
    return Loaded(without(packs, bad, _groups(every)), tuple(errors))


def without(
    packs: Mapping[str, Pack], bad: Collection[str], groups: Mapping[str, frozenset[str]] | None = None
) -> dict[str, Pack]:
    """The packs that are left when those of some jurisdictions must not be used.

    What goes with them is marked: a member without its group's rules knows no more of a car than a country without
    rules, and a group does not cover a member whose own rules must not be used. ``groups``
    are groups with their members.
    """
    known = groups or {code: frozenset(one.country for one in pack.members) for code, pack in packs.items()}
    kept = {}
    for code, pack in packs.items():
        if code not in bad:
            lost = {group for group in bad if code in known.get(group, ())} | (known.get(code, frozenset()) & {*bad})
            kept[code] = msgspec.structs.replace(pack, lacks=(*pack.lacks, *sorted(lost))) if lost else pack
    return kept


def read_pack(
    path: Path, origin: str, vocabulary: Vocabulary, groups: Mapping[str, frozenset[str]] | None = None
) -> Pack:
    """Read and check one pack; raise PackError for the first thing that is not sound.

    ``groups`` are the groups of countries that other packs give, by code, with their members.
    """
    pack, errors = _read(_file(path, origin), vocabulary, groups or {})
    if errors or pack is None:
        raise errors[0]
    return pack


def slot_of(path: Path) -> str:
    """What a pack's file fills, even where it is not sound: its jurisdiction, or ``KZ+name`` when it only adds."""
    return _file(path, "").slot


def _nothing_under(file: _File) -> PackError:
    """The error of an addition to a pack that is not there."""
    return PackError(
        "pack_adds_to_nothing",
        file=str(file.path),
        entry="meta",
        key="adds",
        value=file.jurisdiction,
        jurisdiction=file.jurisdiction,
    )


def _file(path: Path, origin: str) -> _File:
    try:
        content = _content(path, path.stat().st_mtime_ns if path.exists() else 0)
    except PackError as error:
        return _File(path, origin, {}, error, _guessed(path))
    meta = content.get("meta")
    named = meta.get("jurisdiction") if isinstance(meta, dict) else None
    return _File(path, origin, content, None, named if isinstance(named, str) and named else _guessed(path))


@lru_cache(maxsize=256)
def _content(path: Path, changed: int) -> dict[str, Any]:  # noqa: ARG001  # a file that changed is read again
    """What a file holds; read once as long as it stays the same, and never written to."""
    return read_toml(path)


def _guessed(path: Path) -> str:
    """The jurisdiction of a file that says none clearly: from a line that still can be read, or the file's name."""
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        text = ""
    found = _JURISDICTION.search(text)
    if found:
        return found.group(1)
    return path.stem if path.stem.isupper() else ""


def _read(
    file: _File, vocabulary: Vocabulary, groups: Mapping[str, frozenset[str]], today: date | None = None
) -> tuple[Pack | None, list[PackError]]:
    """The pack, and everything that is wrong with it: a rule that is not sound does not hide the next one."""
    errors: list[PackError] = []
    pack: Pack | None = None
    try:
        pack = _pack(file, vocabulary, groups, errors, today)
    except PackError as error:
        errors.append(error)
    return pack, [PackError(error.code, **{**error.params, "jurisdiction": file.jurisdiction}) for error in errors]


def _pack(
    file: _File,
    vocabulary: Vocabulary,
    groups: Mapping[str, frozenset[str]],
    errors: list[PackError],
    today: date | None,
) -> Pack:
    if file.error is not None:
        raise file.error
    path = file.path
    top = Entry(file.content, path, "")
    meta = Entry(top.table("meta"), path, "meta")
    schema = meta.number("schema")
    if schema is None:
        raise PackError("pack_missing_key", file=str(path), entry="meta", key="schema")
    if schema != SCHEMA:
        raise meta.wrong("schema")
    jurisdiction = meta.text("jurisdiction")
    members = _members(meta, path, vocabulary.countries)
    adds = meta.flag("adds")
    if jurisdiction not in vocabulary.countries and not members and not (adds and jurisdiction in groups):
        raise PackError("pack_country_unknown", file=str(path), entry="meta", key="jurisdiction", value=jurisdiction)
    own = {jurisdiction: frozenset(member.country for member in members)} if members else {}
    export = meta.one_of("side", SIDES) == "export"
    scope = Scope(path, jurisdiction, export, vocabulary.makes, vocabulary.countries, {**groups, **own}, today)
    pack = Pack(
        jurisdiction,
        meta.text("version"),
        scope.checked(meta),
        (),
        members,
        {key: tuple(v) if isinstance(v, list) else v for key, v in meta.table("defaults").items()},
        file.origin,
        covers_members=meta.flag("covers_members"),
        used_when=_used_when(meta, path, vocabulary.makes.values()),
        treaty_partners=_known_countries(meta, "treaty_partners", scope),
        no_treaty=_known_countries(meta, "no_treaty", scope),
    )
    meta.done()
    fees = read_fees(top.tables("fee"), path, errors, shipped=file.origin == "shipped")
    tables = top.tables("rule")
    rules = read_rules(tables, scope, frozenset(band.fee for band in fees), errors)
    cases = read_cases(top.table("case_defaults"), top.tables("case"), scope, errors)
    top.done()
    asked = any(rule.decides for rule in rules) or adds or (members and not pack.covers_members)
    if not asked and len(rules) == len(tables):
        errors.append(PackError("pack_asks_nothing", file=str(path), entry="meta", key="rule", value=jurisdiction))
    return msgspec.structs.replace(pack, rules=rules, fees=fees, cases=cases)


def _used_when(meta: Entry, path: Path, makes: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """The conditions of which one is enough to make a car used: ``new_used = { used_when = [{ … }, { … }] }``."""
    table = Entry(meta.table("new_used"), path, "meta.new_used")
    ways = table.tables("used_when")
    table.done()
    for way in ways:
        try:
            compile_condition(way)
        except ConditionError as error:
            raise PackError("pack_bad_condition", file=str(path), entry="meta.new_used", key=str(error)) from error
        for key, word in unknown_words(way, set(makes)):
            raise PackError("pack_word_unknown", file=str(path), entry="meta.new_used", key=key, value=word)
    return ways


def _known_countries(meta: Entry, key: str, scope: Scope) -> tuple[str, ...]:
    codes = meta.texts(key)
    for code in codes:
        if not scope.knows(code):
            raise PackError("pack_country_unknown", file=str(scope.path), entry="meta", key=key, value=code)
    return codes


def _members(meta: Entry, path: Path, countries: frozenset[str]) -> tuple[Member, ...]:
    """The members of a group: ``"KZ"``, or ``{ country = "KZ", from = 2015-01-01, to = 2030-12-31 }``."""
    members: list[Member] = []
    for item in meta.mixed("members", str, dict):
        if isinstance(item, str):
            member = Member(item)
        else:
            entry = Entry(item, path, "meta.members")
            member = Member(entry.text("country"), entry.day("from"), entry.day("to"))
            entry.done()
            entry.in_order("from", "to")
        if member.country not in countries:
            raise PackError("pack_country_unknown", file=str(path), entry="meta", key="members", value=member.country)
        members.append(member)
    return tuple(members)


def _groups(files: Iterable[_File]) -> dict[str, frozenset[str]]:
    """The groups that the files speak of, with their members; a file that is not sound may give none."""
    found = {}
    for file in files:
        meta = file.content.get("meta")
        members = meta.get("members") if isinstance(meta, dict) else None
        if isinstance(members, list) and members:
            named = (item.get("country") if isinstance(item, dict) else item for item in members)
            found[file.jurisdiction] = frozenset(code for code in named if isinstance(code, str))
    return found


def _across(packs: Mapping[str, Pack], files: Mapping[str, str], *, whole: bool) -> list[PackError]:
    """What is wrong between packs: an id in two of them, a rule that replaces one that is nowhere.

    The second is asked only when the packs are ``whole``: one that is left out may hold the rule.
    """
    errors: list[PackError] = []
    seen: dict[str, str] = {}
    shipped_first = sorted(packs.values(), key=lambda pack: (not pack.is_shipped, pack.jurisdiction))
    for pack in shipped_first:
        where = {"file": files[pack.jurisdiction], "jurisdiction": pack.jurisdiction}
        errors.extend(
            PackError("pack_rule_twice", entry=rule.id, key="id", **where)
            for rule in pack.rules
            if seen.setdefault(rule.id, pack.jurisdiction) != pack.jurisdiction
        )
    if whole:
        errors.extend(
            PackError(
                "pack_replaces_unknown",
                entry=rule.id,
                key="replaces",
                value=old,
                file=files[pack.jurisdiction],
                jurisdiction=pack.jurisdiction,
            )
            for pack in shipped_first
            for rule in pack.rules
            for old in rule.replaces
            if old not in seen
        )
    return errors
