"""What a rule compared: each key of its condition with the fact, the line, and the count that was worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain.conditions import SINCE, compile_condition
from tui.domain.partialdate import PartialDate, add_months
from tui.domain.rules import Rule
from tui.domain.terms import Terms

_YEARS = {"manufacture_year": "manufacture_date", "model_year": "model_year"}


class Unit(StrEnum):
    """What is counted."""

    DAYS = "days"
    MONTHS = "months"
    """Full months by the calendar."""
    BUILD_YEARS = "build_years"
    """Calendar years from that of manufacture to that of the day, both counted."""
    MODEL_YEARS = "model_years"
    """The year of the day less the model year."""


class Relation(StrEnum):
    """How a fact is compared with a line."""

    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    AMONG = "among"
    NOT_AMONG = "not_among"
    IS = "is"
    LACKS = "lacks"
    HELD = "held"
    BEFORE = "before"
    ALWAYS = "always"


class Count(msgspec.Struct, frozen=True):
    """A number worked out from a date: both ends where the date is partial. ``line`` is in the same unit."""

    unit: Unit
    least: int
    most: int
    line: int


class Comparison(msgspec.Struct, frozen=True):
    """One key of a condition as it was compared: names of the facts, the relation, the line, and whether it holds."""

    key: str
    facts: tuple[str, ...]
    relation: Relation
    line: Any
    holds: bool | None
    count: Count | None = None


def compared(
    rule: Rule, terms: Terms, facts: Mapping[str, Any], on: date, documents: Collection[str]
) -> tuple[Comparison, ...]:
    """The keys of a rule's condition, compared on a day."""
    found = []
    for atom in compile_condition(rule.condition, terms):
        relation = _relation(atom.key)
        line = rule.condition[atom.key]
        count = _count(atom.key, relation, line, rule.condition.get("age_from", ""), facts, on)
        holds = atom.test(facts, on, documents)
        found.append(Comparison(atom.key, atom.reads, relation, line, holds, count))
    return tuple(found)


def _relation(key: str) -> Relation:
    special = {
        "always": Relation.ALWAYS,
        "docs_held_any": Relation.HELD,
        "software_language_missing": Relation.LACKS,
        "cn_letter_field_missing": Relation.LACKS,
        "first_registration_before": Relation.BEFORE,
        "model_year_offset_not_in": Relation.NOT_AMONG,
    }
    if key in special:
        return special[key]
    ending = key.rpartition("_")[2]
    if ending in {"gt", "ge", "lt", "le"}:
        return Relation(ending)
    if ending == "not":
        return Relation.NOT_AMONG
    return Relation.AMONG


def _count(key: str, relation: Relation, line: Any, basis: str, facts: Mapping[str, Any], on: date) -> Count | None:
    name = key.rpartition("_")[0]
    if name in SINCE:
        days = [(on - day).days for day in _ends(facts.get(SINCE[name]))]
        return Count(Unit.DAYS, min(days), max(days), int(line)) if days else None
    if not key.startswith("age_") or relation not in {Relation.GT, Relation.GE, Relation.LT, Relation.LE}:
        return None
    if basis in _YEARS:
        has = facts.get(_YEARS[basis])
        if has is None:
            return None
        passed = on.year - getattr(has, "year", has)
        if basis == "model_year":
            return Count(Unit.MODEL_YEARS, passed, passed, line)
        return Count(Unit.BUILD_YEARS, passed + 1, passed + 1, line + 1)
    fact = "manufacture_date" if basis == "manufacture" else basis
    months = [_full_months(day, on) for day in _ends(facts.get(fact))]
    lines = line * 12 if "years" in key else line
    return Count(Unit.MONTHS, min(months), max(months), lines) if months else None


def _full_months(since: date, on: date) -> int:
    """Full months by the calendar from a day to another; negative before it."""
    months = (on.year - since.year) * 12 + on.month - since.month
    return months if on >= add_months(since, months) else months - 1


def _ends(has: Any) -> Iterator[date]:
    if isinstance(has, PartialDate):
        yield from (has.earliest, has.latest)
    elif isinstance(has, date):
        yield has
