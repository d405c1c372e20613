"""The ``[[case]]`` tables of a pack: each becomes a GoldenCase over what ``[case_defaults]`` gives to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tui.domain.golden import fact_value
from tui.domain.rules import GoldenCase
from tui.errors import PackError
from tui.packs.reading import Entry
from tui.packs.rule_entries import Scope

_INHERITED = ("to", "on", "via", "documents")
_RULES = ("flagged", "satisfied", "cannot_tell", "silent")


def read_cases(
    defaults: dict[str, Any], tables: Sequence[dict[str, Any]], scope: Scope, errors: list[PackError]
) -> tuple[GoldenCase, ...]:
    """The cases that are sound; what is wrong with the others is added to ``errors``.

    A case's ``facts`` are laid over those of the defaults; ``unknown`` takes facts away again.
    """
    cases: dict[str, GoldenCase] = {}
    try:
        shared = Entry(defaults, scope.path, "case_defaults")
        facts = _facts(shared, scope)
        shared.skip(*_INHERITED)
        shared.done()
        for table in tables:
            case = _case(table, {key: defaults[key] for key in _INHERITED if key in defaults}, facts, scope)
            if case.name in cases:
                errors.append(
                    PackError("pack_bad_value", file=str(scope.path), entry=case.name, key="name", value=case.name)
                )
            cases[case.name] = case
    except PackError as error:
        errors.append(error)
    return tuple(cases.values())


def _case(table: dict[str, Any], inherited: dict[str, Any], shared: dict[str, Any], scope: Scope) -> GoldenCase:
    entry = Entry({**inherited, **table}, scope.path, f"case {table.get('name', '?')}")
    facts = {**shared, **_facts(entry, scope)}
    for name in entry.texts("unknown"):
        facts.pop(name, None)
    case = GoldenCase(
        name=entry.filled("name"),
        to=entry.text("to", scope.jurisdiction),
        on=entry.required_day("on"),
        via=entry.texts("via"),
        facts=facts,
        documents=entry.texts("documents"),
        flagged=entry.texts("flagged"),
        satisfied=entry.texts("satisfied"),
        cannot_tell=entry.texts("cannot_tell"),
        silent=entry.texts("silent"),
        turns=_turns(entry),
    )
    for key, codes in (("to", (case.to,)), ("via", case.via)):
        for code in codes:
            if not scope.knows(code):
                raise PackError("pack_country_unknown", file=str(scope.path), entry=entry.name, key=key, value=code)
    named = [rule for key in _RULES for rule in getattr(case, key)] + list(case.turns)
    if len(set(named)) < len(named):
        twice = next(rule for rule in named if named.count(rule) > 1)
        raise PackError("pack_bad_value", file=str(scope.path), entry=entry.name, key="flagged", value=twice)
    entry.done()
    return case


def _facts(entry: Entry, scope: Scope) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in entry.table("facts").items():
        try:
            found[name] = fact_value(name, value)
        except ValueError as error:
            raise PackError(
                "pack_bad_value", file=str(scope.path), entry=entry.name, key=f"facts.{name}", value=str(value)[:60]
            ) from error
    return found


def _turns(entry: Entry) -> dict[str, date]:
    """The rules that do not block yet, with the day from which they will."""
    table = entry.table("turns")
    if not all(type(day) is date for day in table.values()):
        raise entry.wrong("turns")
    return table
