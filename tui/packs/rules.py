"""Rule packs: one TOML file per jurisdiction, shipped or the user's own, read and checked before anything uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.domain.conditions import ConditionError, compile_condition
from tui.domain.deals import DATE_BASES
from tui.domain.rules import CONFIDENCES, KINDS, STATUSES, Pack, Rule, RuleSeverity, Source
from tui.errors import PackError
from tui.packs.reading import Entry, read_toml

SCHEMA = 1
SIDES = frozenset({"export", "import"})
_PERIOD = re.compile(r"P\d+[YMD]")


def load_packs(folders: tuple[tuple[Path, str], ...], makes: Mapping[str, str]) -> dict[str, Pack]:
    """Read every pack of the folders, given as ``(folder, origin)``; a later folder's pack replaces an earlier one.

    ``makes`` turns names of makes (casefolded) into ids, for conditions on the make. Raises PackError for the first
    thing that is not sound.
    """
    packs: dict[str, Pack] = {}
    for folder, origin in folders:
        if not folder.is_dir():
            raise PackError("pack_folder_missing", file=str(folder))
        here: set[str] = set()
        for path in sorted(folder.glob("*.toml")):
            pack = read_pack(path, origin or str(path), makes)
            if pack.jurisdiction in here:
                raise PackError("pack_twice", file=str(path), entry=pack.jurisdiction)
            here.add(pack.jurisdiction)
            packs[pack.jurisdiction] = pack
    seen: dict[str, str] = {}
    for pack in packs.values():
        for rule in pack.rules:
            if rule.id in seen:
                raise PackError("pack_rule_twice", file=f"{pack.jurisdiction}.toml", entry=rule.id)
            seen[rule.id] = pack.jurisdiction
    return packs


def read_pack(path: Path, origin: str, makes: Mapping[str, str]) -> Pack:
    """Read and check one pack."""
    content = read_toml(path)
    top = Entry(content, path, "")
    meta = Entry(top.table("meta"), path, "meta")
    if meta.number("schema") != SCHEMA:
        raise meta.wrong("schema")
    jurisdiction = meta.text("jurisdiction")
    checked = meta.day("checked")
    if checked is None:
        raise PackError("pack_missing_key", file=str(path), entry="meta", key="checked")
    side = _one_of(meta, "side", SIDES)
    pack = Pack(
        jurisdiction,
        meta.text("version"),
        checked,
        tuple(_rule(table, path, jurisdiction, export=side == "export", makes=makes) for table in top.tables("rule")),
        meta.texts("members"),
        {key: tuple(v) if isinstance(v, list) else v for key, v in meta.table("defaults").items()},
        origin,
    )
    meta.done()
    top.done()
    return pack


def _rule(table: dict[str, Any], path: Path, jurisdiction: str, *, export: bool, makes: Mapping[str, str]) -> Rule:
    entry = Entry(table, path, str(table.get("id", "?")))
    entry.skip("country", "side", "deadline", "letter_must_show", "retention_years")
    second_look = entry.table("second_look")
    checked = entry.day("checked")
    if checked is None:
        raise PackError("pack_missing_key", file=str(path), entry=entry.text("id"), key="checked")
    rule = Rule(
        id=entry.text("id"),
        jurisdiction=jurisdiction,
        kind=_one_of(entry, "kind", KINDS),
        severity=RuleSeverity(_one_of(entry, "severity", set(RuleSeverity))),
        condition=_condition(entry, path, makes),
        title=entry.text("title"),
        summary=entry.text("summary"),
        source=Source(
            entry.text("source_title"),
            entry.text("source_url"),
            entry.text("source_date"),
            _one_of(entry, "status", set(STATUSES)),
            _one_of(entry, "confidence", set(CONFIDENCES)),
        ),
        checked=checked,
        needs_all=entry.texts("needs_all"),
        needs_any=entry.texts("needs_any"),
        requires=entry.texts("requires"),
        date_basis=_one_of(entry, "date_basis", set(DATE_BASES), "clearance"),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        grandfather=entry.text("grandfather", ""),
        amount=entry.text("amount", "") or None,
        replaces=entry.texts("replaces"),
        second_look=str(second_look.get("result", "")),
        export=export,
        count_from=entry.text("count_from", ""),
        period=entry.text("period", ""),
        until=entry.text("until", ""),
        next_april_30=entry.flag("next_april_30"),
        deadline_text=entry.text("deadline_text", ""),
    )
    if rule.period and not _PERIOD.fullmatch(rule.period):
        raise entry.wrong("period")
    entry.done()
    return rule


def _one_of(
    entry: Entry, key: str, known: set[str] | frozenset[str] | set[RuleSeverity], default: str | None = None
) -> str:
    value = entry.text(key, default)
    if value not in known:
        raise entry.wrong(key)
    return value


def _condition(entry: Entry, path: Path, makes: Mapping[str, str]) -> dict[str, Any]:
    condition = entry.table("condition")
    if "make" in condition:
        named = condition["make"] if isinstance(condition["make"], list) else [condition["make"]]
        condition["make"] = [makes.get(name.casefold(), name) if isinstance(name, str) else name for name in named]
    try:
        compile_condition(condition)
    except ConditionError as error:
        raise PackError("pack_bad_condition", file=str(path), entry=entry.text("id"), key=str(error)) from error
    return condition
