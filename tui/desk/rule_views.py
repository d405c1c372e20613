"""Rules and packs as lists and JSON show them: in force or not, whose they are, how old, what proves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from tui.desk import ruling, views
from tui.desk.context import Desk
from tui.domain.fees import FeeBand
from tui.domain.overrides import fingerprint
from tui.domain.pack_diff import FieldEdit, PackDiff
from tui.domain.readiness import State
from tui.domain.rules import GoldenCase, Pack, Rule
from tui.errors import PackError

__all__ = ["fingerprint"]


def select(desk: Desk, words: Sequence[str], on: date | None, *, translate: Callable[[str], str]) -> list[Rule]:
    """Rules by jurisdiction and words; with a day those in force, and those that begin within the horizon.

    The code of a jurisdiction stands for that alone: many a text has RS or GE in it. Of several any may be meant.
    """
    packs = desk.library.packs
    codes = {word.upper() for word in words if word.upper() in packs or word in desk.library.vocabulary.countries}
    looked_for = [word.casefold() for word in words if word.upper() not in codes]
    found = [
        rule
        for code in sorted(packs)
        if not codes or code in codes
        for rule in packs[code].rules
        if all(word in f"{rule.id} {translate(rule.title)}".casefold() for word in looked_for)
    ]
    if on is None:
        return found
    horizon = on + timedelta(days=desk.settings.readiness.horizon_days)
    return [
        rule
        for rule in found
        if rule.in_effect(on) or (rule.effective_from is not None and on < rule.effective_from <= horizon)
    ]


def standing(rule: Rule, on: date) -> str:
    """Where a rule stands on a day: ``in_force``, ``ending`` (in force, and has an end), ``coming`` or ``ended``."""
    if rule.effective_from is not None and on < rule.effective_from:
        return "coming"
    if rule.effective_to is None:
        return "in_force"
    return "ending" if on <= rule.effective_to else "ended"


def origin(desk: Desk, rule: Rule) -> str:
    """Whose rule it is: ``shipped`` or ``own``."""
    of = desk.library.packs[rule.jurisdiction]
    return "own" if of.origin != "shipped" or rule.id in of.own_rules else "shipped"


def is_stale(desk: Desk, one: Pack) -> bool:
    """Whether a pack was not checked for longer than the settings allow, or on a day to come."""
    return not 0 <= (desk.today - one.checked).days <= desk.settings.readiness.staleness_days


def pack(desk: Desk, one: Pack) -> dict[str, Any]:
    """A pack as scripts read it."""
    return {
        "jurisdiction": one.jurisdiction,
        "version": one.version,
        "checked": one.checked.isoformat(),
        "days_ago": (desk.today - one.checked).days,
        "stale": is_stale(desk, one),
        "origin": "shipped" if one.is_shipped else "own",
        "file": None if one.origin == "shipped" else one.origin,
        "additions": list(one.additions),
        "members": [member.country for member in one.members if member.on(desk.today)],
        "rules": len(one.rules),
        "fees": len(one.fees),
        "cases": len(one.cases),
    }


def rules(desk: Desk, found: Iterable[Rule], on: date) -> dict[str, Any]:
    """The ``nearnew/rules/1`` document."""
    return {
        "schema": "nearnew/rules/1",
        "packs": desk.library.packs_version,
        "on": on.isoformat(),
        "rules": [{**views.rule(one), "standing": standing(one, on), "origin": origin(desk, one)} for one in found],
    }


def whole(desk: Desk, rule: Rule) -> dict[str, Any]:
    """One rule with its pack, its fingerprint, its amounts and the golden cases that name it."""
    return {
        **views.rule(rule),
        "standing": standing(rule, desk.today),
        "origin": origin(desk, rule),
        "fingerprint": fingerprint(rule),
        "pack": pack(desk, desk.library.packs[rule.jurisdiction]),
        "fees": [views.plain(band) for band in fee_bands(desk, rule)],
        "cases": [
            {
                "jurisdiction": code,
                "name": case.name,
                "to": case.to,
                "on": case.on.isoformat(),
                "expected": expected(case, rule.id),
            }
            for code, case in ruling.cases_of(desk, rule.id)
        ],
    }


def fee_bands(desk: Desk, rule: Rule) -> tuple[FeeBand, ...]:
    """The bands of the table that a rule takes its amount from."""
    if not rule.fee:
        return ()
    return tuple(band for band in desk.library.packs[rule.jurisdiction].fees if band.fee == rule.fee)


def expected(case: GoldenCase, rule_id: str) -> str:
    """What a golden case expects of a rule."""
    for state in (State.FLAGGED, State.SATISFIED, State.CANNOT_TELL):
        if rule_id in getattr(case, state.value):
            return state.value
    return "turns" if rule_id in case.turns else "silent"


def verified(desk: Desk, found: ruling.Verified, *, tell: Callable[[PackError], str]) -> dict[str, Any]:
    """The ``nearnew/rule-verify/1`` document."""
    return {
        "schema": "nearnew/rule-verify/1",
        "sound": found.sound,
        "packs": [pack(desk, one) for one in sorted(found.packs, key=lambda one: one.jurisdiction)],
        "errors": [
            {
                "code": error.code,
                "jurisdiction": str(error.params.get("jurisdiction", "")),
                "file": str(error.params.get("file", "")),
                "entry": str(error.params.get("entry", "")),
                "key": str(error.params.get("key", "")),
                "message": tell(error),
            }
            for error in found.errors
        ],
        "remarks": [{"code": "id_without_country", "jurisdiction": code, "rule": name} for code, name in found.odd_ids],
        "failures": [
            {
                "jurisdiction": failure.jurisdiction,
                "case": failure.case.name,
                "rule": one.rule,
                "expected": one.expected,
                "found": one.found,
            }
            for failure in found.failures
            for one in failure.differences
        ],
    }


def diff(one: PackDiff) -> dict[str, Any]:
    """What one pack changes about another, as scripts read it."""
    return {
        "jurisdiction": one.jurisdiction,
        "before": one.before_version or None,
        "after": one.after_version or None,
        "pack": _edits(one.pack),
        "added": [views.rule(rule) for rule in one.added],
        "removed": [rule.id for rule in one.removed],
        "edited": [{"rule": each.rule.id, "changes": _edits(each.edits)} for each in one.edited],
        "fees_added": [views.plain(band) for band in one.fees_added],
        "fees_removed": [views.plain(band) for band in one.fees_removed],
        "fees_edited": [{"fee": views.plain(each.band), "changes": _edits(each.edits)} for each in one.fees_edited],
        "cases": {"before": one.cases_before, "after": one.cases_after},
    }


def _edits(found: Iterable[FieldEdit]) -> list[dict[str, Any]]:
    return [{"field": one.field, "before": views.plain(one.before), "after": views.plain(one.after)} for one in found]
