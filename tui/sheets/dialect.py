"""Column names and what they stand for: the dialects of Chinese, English and Russian lists.

A name is tried as it is, then without what stands in brackets, then without a unit at its end. A name that a dialect
refuses for a target (a price without VAT, a distance in miles) is never taken for it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from tui import paths
from tui.domain.fields import FIELDS
from tui.domain.values import PLAIN, NumberStyle
from tui.errors import PackError, UsageError

SPECIAL = frozenset({"invoice", "dealer", "reasons"})
"""Targets that are no fields: kind and rate of the voucher in one cell, the dealer's name, and the reasons column of
a rejects file, which is never read."""
TARGETS = frozenset(FIELDS) | SPECIAL
OFFER_TARGETS = frozenset({"quantity", "valid_until"})
"""Targets of a price list by model alone."""
_LANGUAGES = ("zh", "en", "ru")
_DROPPED = re.compile(r"[\s_\-.,:;/\\*#'\"·、，。：]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|\{[^{}]*\}")
_SECOND_TRY, _THIRD_TRY = 100, 200


class Dialect(msgspec.Struct, frozen=True):
    """One language's names (normalised) with target and rank, refusals per target, units, and its number style."""

    language: str
    names: dict[str, tuple[str, int]]
    refused: dict[str, tuple[str, ...]]
    units: tuple[str, ...]
    style: NumberStyle
    offer_names: dict[str, tuple[str, int]] = {}


class Match(msgspec.Struct, frozen=True):
    """A column that stands for a target. The lower the rank, the better the name fits; languages that know it."""

    target: str
    column: int
    rank: int
    languages: tuple[str, ...]
    mapped: bool = False


class Recognised(msgspec.Struct, frozen=True):
    """What the columns of a list stand for; ``ignored`` are the names of the others, in the file's order."""

    matches: tuple[Match, ...]
    ignored: tuple[str, ...]
    style: NumberStyle

    def column_of(self, target: str) -> int | None:
        """The column of a target, or None."""
        return next((match.column for match in self.matches if match.target == target), None)


def normalised(name: str) -> str:
    """A column name as it is compared: without case, spaces, marks and full-width forms; brackets stay."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name).casefold()).replace("ё", "е")


def recognise(columns: Sequence[str], mapping: Mapping[str, str] | None = None, *, offers: bool = False) -> Recognised:
    """Find what each column stands for; ``mapping`` (field to column name) goes before the dialects.

    With ``offers`` the columns of a price list by model are known too.

    Of several columns for one target the best name wins, then the leftmost. Raises UsageError for a mapped field that
    does not exist or a column that the list does not have.
    """
    mapped = tuple(_mapped(field, name, columns, offers=offers) for field, name in (mapping or {}).items())
    taken_columns = {match.column for match in mapped}
    best: dict[str, Match] = {match.target: match for match in mapped}
    for column, name in enumerate(columns):
        match = None if column in taken_columns else _match(column, name, offers=offers)
        if match and (match.target not in best or _goes_before(match, best[match.target])):
            best[match.target] = match
    matches = tuple(sorted(best.values(), key=lambda match: (match.column, match.target)))
    used = {match.column for match in matches}
    ignored = tuple(name for column, name in enumerate(columns) if column not in used)
    return Recognised(matches, ignored, _style(matches))


def is_header(columns: Sequence[str], named: Sequence[str] = ()) -> int:
    """How many targets the names of a would-be header stand for, ``named`` columns counted too; 0 for no header."""
    matches = recognise(columns).matches
    wanted = {normalised(name) for name in named if name.strip()}
    count = len(matches) + sum(normalised(name) in wanted for name in columns)
    surely = count > 1 or any(match.target == "vin" for match in matches)
    return count if surely or (count and wanted) else 0


@cache
def dialects() -> tuple[Dialect, ...]:
    """The shipped dialects; raises PackError naming file and key when one is not sound."""
    folder = paths.data("dialects")
    return tuple(read_dialect(folder / f"{language}.toml") for language in _LANGUAGES)


def read_dialect(path: Path) -> Dialect:
    """Read one dialect file; see ``dialects``."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError("data_unreadable", path=str(path), reason=str(error)) from error
    for key in table.keys() - {"columns", "offer_columns", "refuse", "units", "number"}:
        raise PackError("data_key_unknown", path=str(path), key=key)
    names: dict[str, tuple[str, int]] = {}
    offer_names: dict[str, tuple[str, int]] = {}
    for section, into in (("columns", names), ("offer_columns", offer_names)):
        for target, listed in _section(path, table, section).items():
            for rank, name in enumerate(listed):
                known = normalised(name)
                first, _ = names.get(known) or into.setdefault(known, (target, rank))
                if first != target:
                    key = f"{section}.{target}"
                    raise PackError("data_alias_twice", path=str(path), key=key, alias=name, first=first)
    refused = {
        target: tuple(normalised(word) for word in listed) for target, listed in _section(path, table, "refuse").items()
    }
    units = _strings(path, "units", table.get("units", []))
    marks = table.get("number", {"decimal": PLAIN.decimal, "group": PLAIN.group})
    if not isinstance(marks, dict) or marks.keys() != {"decimal", "group"}:
        raise PackError("data_value_wrong", path=str(path), key="number", value=str(marks)[:40])
    style = NumberStyle(**{key: _strings(path, f"number.{key}", [mark])[0] for key, mark in marks.items()})
    by_length = sorted((normalised(unit) for unit in units), key=len, reverse=True)
    return Dialect(path.stem, names, refused, tuple(filter(None, by_length)), style, offer_names)


def _section(path: Path, table: Mapping[str, Any], key: str) -> dict[str, list[str]]:
    section = table.get(key, {})
    if not isinstance(section, dict):
        raise PackError("data_value_wrong", path=str(path), key=key, value=str(section)[:40])
    for target in section.keys() - (OFFER_TARGETS if key == "offer_columns" else TARGETS):
        raise PackError("data_key_unknown", path=str(path), key=f"{key}.{target}")
    return {target: _strings(path, f"{key}.{target}", listed) for target, listed in section.items()}


def _strings(path: Path, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise PackError("data_value_wrong", path=str(path), key=key, value=str(value)[:40])
    return value


def _mapped(field: str, name: str, columns: Sequence[str], *, offers: bool) -> Match:
    fields = (TARGETS | OFFER_TARGETS if offers else TARGETS) - {"reasons"}
    if field not in fields:
        raise UsageError("map_field_unknown", field=field, known=", ".join(sorted(fields)))
    wanted = normalised(name)
    for column, known in enumerate(columns):
        if known == name or (wanted and normalised(known) == wanted):
            return Match(field, column, -2, (), mapped=True)
    raise UsageError("map_column_missing", field=field, column=name, known=", ".join(columns))


def _match(column: int, name: str, *, offers: bool) -> Match | None:
    """The best meaning of one name over all dialects."""
    whole = normalised(name)
    if not whole:
        return None
    if field := _target_names(offers=offers).get(whole):
        return Match(field, column, -1, () if field == "vin" else ("en",))
    bare = _BRACKETS.sub("", whole)
    found: list[tuple[int, str, str]] = []
    for dialect in dialects():
        for penalty, attempt in ((0, whole), (_SECOND_TRY, bare), (_THIRD_TRY, _without_unit(bare, dialect.units))):
            said = dialect.names.get(attempt) or (dialect.offer_names.get(attempt) if offers else None)
            if said is not None:
                target, rank = said
                found.append((rank + penalty, target, dialect.language))
                break
    if not found:
        return None
    rank, target, _ = min(found, key=lambda item: item[0])
    if any(word in whole for dialect in dialects() for word in dialect.refused.get(target, ())):
        return None
    return Match(target, column, rank, tuple(language for _, known, language in found if known == target))


@cache
def _target_names(*, offers: bool) -> dict[str, str]:
    return {normalised(target): target for target in (TARGETS | OFFER_TARGETS if offers else TARGETS)}


def _without_unit(name: str, units: Sequence[str]) -> str:
    return next((name.removesuffix(unit) for unit in units if name.endswith(unit) and name != unit), name)


def _goes_before(match: Match, other: Match) -> bool:
    return not other.mapped and match.rank < other.rank


def _style(matches: Sequence[Match]) -> NumberStyle:
    """The number style of the language that most columns speak; the plain one when that is not clear."""
    spoken = [match.languages[0] for match in matches if len(match.languages) == 1]
    for dialect in dialects():
        if spoken.count(dialect.language) * 2 > len(spoken):
            return dialect.style
    return PLAIN
