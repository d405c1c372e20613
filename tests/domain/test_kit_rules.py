"""What the rules behind an item of a kit come to, from the flags of a car."""

from __future__ import annotations

from datetime import date

import pytest

from tui.domain.kit_rules import RuleSays, ruled, worst_of
from tui.domain.kits import View
from tui.domain.readiness import ORIGIN, Assessment, Doubt, Flag, State, Verdict
from tui.domain.rules import Gate, Rule, RuleSeverity
from tui.domain.sources import Source

DAY = date(2026, 11, 22)
VIEW = View(rules=("cn-a", "cn-b"))
REQUIRE, BLOCK, NOTE = RuleSeverity.REQUIRE, RuleSeverity.BLOCK, RuleSeverity.NOTE


def flag(rule: str, severity: RuleSeverity, state: State, *, place: str = ORIGIN, kind: str = "certification") -> Flag:
    source = Source("", "", "", "official", "high")
    return Flag(Rule(rule, place, kind, severity, {}, rule, "", source, DAY), state)


def said(*flags: Flag, doubts: tuple[Doubt, ...] = (), papers: Verdict | None = None) -> Assessment:
    return Assessment("KZ", (), Verdict.READY, {Gate.PAPERS: papers}, flags, (), doubts)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ((), RuleSays.NOTHING_OPEN),
        ((flag("cn-other", BLOCK, State.FLAGGED),), RuleSays.NOTHING_OPEN),
        ((flag("cn-a", REQUIRE, State.SATISFIED),), RuleSays.SATISFIED),
        ((flag("cn-a", REQUIRE, State.SATISFIED), flag("cn-b", REQUIRE, State.OVERRIDDEN)), RuleSays.OVERRIDDEN),
        ((flag("cn-a", NOTE, State.FLAGGED), flag("cn-b", REQUIRE, State.SATISFIED)), RuleSays.NOTED),
        ((flag("cn-a", REQUIRE, State.SATISFIED), flag("cn-b", REQUIRE, State.FLAGGED)), RuleSays.MISSING),
        ((flag("cn-a", REQUIRE, State.CANNOT_TELL), flag("cn-b", REQUIRE, State.FLAGGED)), RuleSays.CANNOT_TELL),
        ((flag("cn-a", REQUIRE, State.CANNOT_TELL), flag("cn-b", BLOCK, State.FLAGGED)), RuleSays.BLOCKED),
    ],
)
def test_the_worst_flag_speaks(flags: tuple[Flag, ...], says: RuleSays) -> None:
    assert ruled(VIEW, {ORIGIN}, said(*flags)).says is says


def test_a_doubt_about_its_own_rules_is_never_satisfied() -> None:
    met = flag("cn-a", REQUIRE, State.SATISFIED)
    for code in ("pack_stale", "no_pack"):
        assert ruled(VIEW, {ORIGIN}, said(met, doubts=(Doubt(code, ORIGIN),))).says is RuleSays.CANNOT_TELL
        assert ruled(VIEW, {ORIGIN}, said(met, doubts=(Doubt(code, "KZ"),))).says is RuleSays.SATISFIED
        kinds = View(kinds=("certification",))
        assert ruled(kinds, (), said(doubts=(Doubt(code, "KZ"),))).says is RuleSays.CANNOT_TELL
    assert ruled(VIEW, {ORIGIN}, said(met, doubts=(Doubt("no_vin", ""),))).says is RuleSays.CANNOT_TELL


def test_a_kind_is_asked_of_the_destination_only() -> None:
    kinds = View(kinds=("certification",))
    here, there = (flag("x", REQUIRE, State.FLAGGED, place=place) for place in (ORIGIN, "KZ"))
    assert ruled(kinds, (), said(here)).says is RuleSays.NOTHING_OPEN
    assert ruled(kinds, (), said(there)).says is RuleSays.MISSING


def test_papers_that_nobody_compared_do_not_agree_yet() -> None:
    papers = View(papers=True)
    assert ruled(papers, (), said()).says is RuleSays.CANNOT_TELL
    assert ruled(papers, (), said(papers=Verdict.READY)).says is RuleSays.SATISFIED
    differs = flag("vin", BLOCK, State.FLAGGED, kind="agreement")
    assert ruled(papers, (), said(differs, papers=Verdict.BLOCKED)).says is RuleSays.BLOCKED


def test_of_many_cars_the_worst_is_shown_and_counted() -> None:
    met, open_ = flag("cn-a", REQUIRE, State.SATISFIED), flag("cn-a", REQUIRE, State.FLAGGED)
    each = [ruled(VIEW, {ORIGIN}, said(one), number) for number, one in enumerate((met, open_, met, open_), 1)]
    found = worst_of(each)
    assert found is not None
    assert (found.says, found.car_id, found.cars, found.alike) == (RuleSays.MISSING, 2, 4, 2)
    assert worst_of([]) is None
