"""Golden cases stand on both sides of every line: a rule that is changed by one anywhere fails one of them.

Every part of a condition is dropped, every number and day moved by one, every word and every needed paper taken away,
one at a time; the pack's own cases must notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tui.domain.golden import Court
from tui.domain.rules import GoldenCase, Pack, Rule
from tui.packs.library import Library

PACKS = Library().packs
DAY = timedelta(days=1)
GE_TRANSIT = ("ru-by-2023", "ru-by-us-2023-08", "ru-by-eu-1900cc-2023", "ru-by-citizens-2025-05", "citizens-2025-05")
NO_LINE = {
    *((f"ge-reexport-{name}", "without route_via") for name in GE_TRANSIT),
    ("ge-reexport-citizens-2025-05", "final_destination_not ['RU', 'BY']"),
    ("ge-reexport-from-georgia-2025-05", "without final_destination"),
    ("kg-assessed-stay-in-kg-2025-12", "without final_destination_not"),
    ("kg-assessed-stay-in-kg-2025-12", "without route_via"),
    ("kz-national-tariff-lock", "without route_via"),
    ("kz-util-fee-2026-1", "without engine_cc_gt"),
    ("kz-util-fee-2026-1", "engine_cc_gt 1"),
    ("kz-util-fee-2026-1", "engine_cc_gt -1"),
    ("kz-util-fee-2026-4", "without engine_cc_le"),
    ("kz-util-fee-2026-4", "engine_cc_le 100000"),
    ("kz-util-fee-2026-4", "engine_cc_le 99998"),
    ("qa-reexport-1y-2025", "without final_destination_not"),
    ("qa-reexport-1y-2025", "without route_via"),
    ("ru-fee-recheck-2026", "without final_destination"),
    ("ru-spot-eaeu-2026-04", "without final_destination"),
    ("tm-engine-over35-2010", "without powertrain"),
}
"""Changes that mean the same: the rule is read on no other way, or no car has such an engine."""


def changes(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for key, value in rule.condition.items():
        if key not in {"age_from", "always"}:
            yield f"without {key}", with_condition(rule, key, None)
            yield from ((f"{key} {other}", with_condition(rule, key, other)) for other in near(value))
    for name in ("effective_from", "effective_to"):
        if day := getattr(rule, name):
            yield f"{name} a day later", msgspec.structs.replace(rule, **{name: day + DAY})
            yield f"{name} a day earlier", msgspec.structs.replace(rule, **{name: day - DAY})
    for name in ("needs_all", "needs_any"):
        for paper in getattr(rule, name):
            fewer = tuple(one for one in getattr(rule, name) if one != paper)
            yield f"{name} without {paper}", msgspec.structs.replace(rule, **{name: fewer})


def near(value: Any) -> Iterator[Any]:
    """The values next to one: a number or a day moved by one, a list without one of its words."""
    if isinstance(value, date):
        yield from (value + DAY, value - DAY)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from (value + 1, value - 1)
    elif isinstance(value, list | tuple) and len(value) > 1:
        yield from ([one for one in value if one != word] for word in value)


def with_condition(rule: Rule, key: str, value: Any) -> Rule:
    condition = {name: old for name, old in rule.condition.items() if name != key}
    if value is not None:
        condition[key] = value
    if not any(name.startswith("age_") and name != "age_from" for name in condition):
        condition.pop("age_from", None)
    return msgspec.structs.replace(rule, condition=condition or {"always": True})


def notices(pack: Pack, old: Rule, new: Rule) -> bool:
    rules = tuple(new if rule is old else rule for rule in pack.rules)
    likely_first = sorted(pack.cases, key=lambda case: old.id not in spoken(case))
    return fails(msgspec.structs.replace(pack, rules=rules), likely_first)


def fails(pack: Pack, cases: Iterable[GoldenCase]) -> bool:
    court = Court({**PACKS, pack.jurisdiction: pack})
    return any(court.judge(case, pack.jurisdiction) for case in cases)


def spoken(case: GoldenCase) -> set[str]:
    return {*case.flagged, *case.satisfied, *case.cannot_tell, *case.silent, *case.turns}


@pytest.mark.parametrize("code", PACKS)
def test_a_rule_changed_by_one_fails_a_case(code: str) -> None:
    pack = PACKS[code]
    unnoticed = {
        (rule.id, name)
        for rule in pack.rules
        if rule.counts
        for name, changed in changes(rule)
        if not notices(pack, rule, changed)
    }
    assert unnoticed == {(name, change) for name, change in NO_LINE if name in {rule.id for rule in pack.rules}}


@pytest.mark.parametrize("code", [code for code, pack in PACKS.items() if pack.used_when])
def test_the_line_between_new_and_used_moved_by_one_fails_a_case(code: str) -> None:
    pack = PACKS[code]
    for way in pack.used_when:
        moved = [{**way, key: other} for key, value in way.items() if key != "age_from" for other in near(value)]
        for ways in ([], *([other] for other in moved)):
            used_when = tuple(other for one in pack.used_when for other in (ways if one is way else [one]))
            assert fails(msgspec.structs.replace(pack, used_when=used_when), pack.cases), used_when
