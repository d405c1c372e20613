"""The ``[[rule]]`` tables of a pack: each becomes a Rule, or a PackError that names file, rule and key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tui.domain.conditions import ConditionError, compile_condition
from tui.domain.deals import DATE_BASES
from tui.domain.judging import OWN_DATE
from tui.domain.rules import KINDS, SECOND_LOOKS, Rule, RuleSeverity, SecondLook
from tui.domain.sources import CONFIDENCES, STATUSES, Source
from tui.domain.terms import TREATY
from tui.domain.words import KINDS_OF_IMPORTERS
from tui.errors import PackError
from tui.packs.condition_words import unknown_papers, unknown_words
from tui.packs.reading import Entry

UNTIL = frozenset({"", "year_end"})
_PERIOD = re.compile(r"P\d+[YMD]")
_COUNTRIES = frozenset({
    "origin_country", "origin_country_not", "export_country", "route_via", "final_destination", "final_destination_not",
})  # fmt: skip
_BASES = frozenset({*DATE_BASES, OWN_DATE})


class Scope(msgspec.Struct, frozen=True):
    """What every entry of one file shares: its jurisdiction and side, makes by name, countries, groups with members."""

    path: Path
    jurisdiction: str
    export: bool
    makes: Mapping[str, str]
    countries: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    today: date | None = None
    """Today by the clock, after which nothing was checked; None: nobody knows."""

    def checked(self, entry: Entry) -> date:
        """The day an entry was checked on, which cannot be one to come."""
        day = entry.required_day("checked")
        if self.today is not None and day > self.today:
            raise PackError("pack_checked_ahead", file=str(self.path), entry=entry.name, key="checked", value=str(day))
        return day

    def knows(self, country: str) -> bool:
        """Whether a code stands for a country or for a group that a pack describes."""
        return country in self.countries or country in self.groups


def read_rules(
    tables: Sequence[dict[str, Any]], scope: Scope, fees: frozenset[str], errors: list[PackError]
) -> tuple[Rule, ...]:
    """The rules that are sound; what is wrong with the others is added to ``errors``."""
    rules: dict[str, Rule] = {}
    for table in tables:
        try:
            rule = _rule(table, scope, fees)
        except PackError as error:
            errors.append(error)
            continue
        if rule.id in rules:
            errors.append(PackError("pack_rule_twice", file=str(scope.path), entry=rule.id, key="id"))
        rules[rule.id] = rule
    return _with_kinds_of_importers(rules.values())


def _with_kinds_of_importers(rules: Collection[Rule]) -> tuple[Rule, ...]:
    """The rules, with kinds of importers that the file nowhere names counted as what they are kinds of.

    A rule for firms is meant for a small importer too, unless the file has something of its own to say of those: else
    no rule would speak of them, and a car would pass because nobody thought of its buyer.
    """
    named = {name for rule in rules for name in _importers(rule)}
    wider = {name: [kind for kind in kinds if kind not in named] for name, kinds in KINDS_OF_IMPORTERS.items()}
    widened = []
    for rule in rules:
        own = _importers(rule)
        more = [kind for name in own for kind in wider.get(name, ())]
        condition = {**rule.condition, "importer_type": [*own, *more]} if more else rule.condition
        widened.append(msgspec.structs.replace(rule, condition=condition))
    return tuple(widened)


def _importers(rule: Rule) -> list[str]:
    named = rule.condition.get("importer_type", ())
    return [named] if isinstance(named, str) else list(named)


def _rule(table: dict[str, Any], scope: Scope, fees: frozenset[str]) -> Rule:
    entry = Entry(table, scope.path, str(table.get("id", "?")))
    rule = Rule(
        id=entry.filled("id"),
        jurisdiction=scope.jurisdiction,
        kind=entry.one_of("kind", KINDS),
        severity=RuleSeverity(entry.one_of("severity", frozenset(one.value for one in RuleSeverity))),
        condition=_condition(entry, scope),
        title=entry.filled("title"),
        summary=entry.filled("summary"),
        source=Source(
            entry.filled("source_title"),
            entry.address("source_url"),
            entry.text("source_date"),
            entry.one_of("status", frozenset(STATUSES)),
            entry.one_of("confidence", frozenset(CONFIDENCES)),
        ),
        checked=scope.checked(entry),
        needs_all=entry.texts("needs_all"),
        needs_any=entry.texts("needs_any"),
        requires=entry.texts("requires"),
        date_basis=entry.one_of("date_basis", _BASES, usual_basis(entry.table("condition"))),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        grandfather=entry.text("grandfather", ""),
        amount=entry.text("amount", "") or None,
        replaces=entry.texts("replaces"),
        second_look=_second_look(entry, scope.path),
        export=scope.export,
        count_from=entry.text("count_from", ""),
        period=entry.text("period", ""),
        until=entry.one_of("until", UNTIL, ""),
        next_april_30=entry.flag("next_april_30"),
        deadline_text=entry.text("deadline_text", ""),
        deadline=entry.text("deadline", ""),
        fee=entry.one_of("fee", fees | {""}, ""),
        assumption=entry.text("assumption", ""),
        letter_must_show=entry.texts("letter_must_show"),
        retention_years=entry.number("retention_years"),
        percent_of_value=entry.decimal_or_none("percent_of_value"),
    )
    if entry.text("country", scope.jurisdiction) != scope.jurisdiction:
        raise entry.wrong("country")
    if entry.text("side", "export" if scope.export else "import") != ("export" if scope.export else "import"):
        raise entry.wrong("side")
    for key in ("needs_all", "needs_any"):
        for kind in unknown_papers(getattr(rule, key), rule.id):
            raise PackError("pack_paper_unknown", file=str(scope.path), entry=rule.id, key=key, value=kind)
    if rule.period and not _PERIOD.fullmatch(rule.period):
        raise entry.wrong("period")
    percent = rule.percent_of_value
    if percent is not None and (percent <= 0 or f"{percent}%" not in (rule.amount or "")):
        raise entry.wrong("percent_of_value")
    entry.in_order("effective_from", "effective_to")
    entry.done()
    return rule


def usual_basis(condition: Mapping[str, Any]) -> str:
    """The date a rule is read at when it does not say: days from first registration run to shipment."""
    return "loading" if any(key.startswith("registered_days_") for key in condition) else "clearance"


def _second_look(entry: Entry, path: Path) -> SecondLook | None:
    table = entry.table("second_look")
    if not table:
        return None
    look = Entry(table, path, entry.name)
    found = SecondLook(
        look.one_of("result", frozenset(SECOND_LOOKS)),
        look.text("note"),
        look.text("source_title", ""),
        look.address("source_url") if look.has("source_url") else "",
        look.text("source_date", ""),
        look.one_of("status", frozenset(STATUSES) | {""}, ""),
    )
    look.done()
    return found


def _condition(entry: Entry, scope: Scope) -> dict[str, Any]:
    condition = entry.table("condition")
    if "make" in condition:
        named = condition["make"] if isinstance(condition["make"], list) else [condition["make"]]
        condition["make"] = [
            scope.makes.get(name.casefold(), name) if isinstance(name, str) else name for name in named
        ]
    if not condition:
        raise PackError("pack_condition_empty", file=str(scope.path), entry=entry.name, key="condition")
    try:
        compile_condition(condition)
    except ConditionError as error:
        raise PackError("pack_bad_condition", file=str(scope.path), entry=entry.name, key=str(error)) from error
    for key, word in unknown_words(condition, set(scope.makes.values())):
        raise PackError("pack_word_unknown", file=str(scope.path), entry=entry.name, key=key, value=word)
    for key in _COUNTRIES & condition.keys():
        named = condition[key]
        for code in [named] if isinstance(named, str) else named:
            if code != TREATY and not scope.knows(code):
                raise PackError("pack_country_unknown", file=str(scope.path), entry=entry.name, key=key, value=code)
    return condition
