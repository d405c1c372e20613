"""What must hold of every answer, whatever the rules say: tried on cars, papers and days that nobody chose."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.conditions_kit import KNOWN
from tui.domain.assessing import Assessor
from tui.domain.deals import DATE_BASES
from tui.domain.facts import CAR_FACTS, DEAL_FACTS, FACTS, Case
from tui.domain.readiness import Assessment, Flag, State, Verdict
from tui.domain.rules import Pack
from tui.domain.windows import inside
from tui.packs.library import Library

TODAY = date(2026, 11, 22)
PACKS = Library().packs
TO = ("RU", "KZ", "JO", "NG", "TR", "PH", "DE", "TH")
DEFAULTED = frozenset(name for pack in PACKS.values() for name in pack.defaults)
FOLLOWS = {"first_registration", "customs_condition", "cn_never_registered"}
"""Facts that are drawn from one another."""
DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 30))
HELD = st.sets(st.sampled_from(("cn_export_licence", "cn_aftersales_confirmation_letter", "sbkts", "epts")))


@cache
def assessor(to: str, horizon: int = 60) -> Assessor:
    return Assessor(to, (), PACKS, TODAY, staleness_days=400, horizon_days=horizon)


def case(to: str, facts: dict[str, Any], on: date, held: set[str]) -> Case:
    known = facts | {"final_destination": to}
    papers = dict.fromkeys(DATE_BASES, frozenset(held))
    days = dict.fromkeys(DATE_BASES, on)
    return Case(to, tuple(known[name] for name in FACTS), frozenset(), days, papers, papers)


def by_rule(answer: Assessment) -> dict[str, Flag]:
    return {flag.rule.id: flag for flag in answer.flags}


def shown(answer: Assessment) -> dict[str, Any]:
    return {
        flag.rule.id: (flag.state, flag.missing, flag.needs, flag.turns_blocked_on, flag.clears_on, flag.price)
        for flag in answer.flags
    }


class TestFacts:
    @settings(max_examples=60, deadline=None)
    @given(full=KNOWN, gone=st.sets(st.sampled_from(FACTS), max_size=6), on=DAYS, held=HELD, to=st.sampled_from(TO))
    def test_a_fact_more_never_turns_a_decided_flag_into_cannot_tell(
        self, full: dict[str, Any], gone: set[str], on: date, held: set[str], to: str
    ) -> None:
        less = {name: None if name in gone else value for name, value in full.items()}
        knowing = by_rule(assessor(to).assess(case(to, full, on, held)))
        for rule_id, flag in by_rule(assessor(to).assess(case(to, less, on, held))).items():
            after = knowing.get(rule_id)
            if flag.state is not State.CANNOT_TELL and not flag.turns_blocked_on and after is not None:
                assert after.state is not State.CANNOT_TELL, rule_id

    @settings(max_examples=60, deadline=None)
    @given(
        full=KNOWN,
        gone=st.sampled_from([name for name in (*CAR_FACTS, *DEAL_FACTS) if name not in DEFAULTED]),
        on=DAYS,
        held=HELD,
        to=st.sampled_from(TO),
    )
    def test_a_fact_less_never_makes_a_barred_or_unknown_car_look_better(
        self, full: dict[str, Any], gone: str, on: date, held: set[str], to: str
    ) -> None:
        names = FOLLOWS if gone in FOLLOWS else {gone}
        less = {name: None if name in names else value for name, value in full.items()}
        before = assessor(to).assess(case(to, full, on, held)).verdict
        after = assessor(to).assess(case(to, less, on, held)).verdict
        if before in {Verdict.BLOCKED, Verdict.UNKNOWN}:
            assert after in {Verdict.BLOCKED, Verdict.UNKNOWN}


class TestRules:
    @settings(max_examples=40, deadline=None)
    @given(full=KNOWN, on=DAYS, held=HELD, to=st.sampled_from(TO))
    def test_a_rule_outside_its_window_never_fires(
        self, full: dict[str, Any], on: date, held: set[str], to: str
    ) -> None:
        engine = assessor(to)
        windows = {one.rule.id: one.windows for one in (*engine.origin.rulings, *engine.way.rulings)}
        for flag in engine.assess(case(to, full, on, held)).flags:
            if flag.turns_blocked_on is None:
                assert inside(windows[flag.rule.id], on)
            else:
                assert inside(windows[flag.rule.id], flag.turns_blocked_on)
                assert on < flag.turns_blocked_on <= on + timedelta(days=60)

    @settings(max_examples=25, deadline=None)
    @given(full=KNOWN, on=DAYS, held=HELD, to=st.sampled_from(TO), seed=st.integers(0, 99))
    def test_the_order_of_rules_and_packs_does_not_matter(
        self, full: dict[str, Any], on: date, held: set[str], to: str, seed: int
    ) -> None:
        mixed = shuffled(seed)
        ours = assessor(to).assess(case(to, full, on, held))
        theirs = Assessor(to, (), mixed, TODAY, staleness_days=400).assess(case(to, full, on, held))
        assert shown(ours) == shown(theirs)
        assert (ours.verdict, ours.gates, ours.assumed) == (theirs.verdict, theirs.gates, theirs.assumed)

    @pytest.mark.parametrize("to", TO)
    def test_without_packs_everything_is_unknown(self, to: str) -> None:
        facts = dict.fromkeys(FACTS)
        assert Assessor(to, (), {}, TODAY, staleness_days=400).assess(case(to, facts, TODAY, set())).verdict is (
            Verdict.UNKNOWN
        )
        only_origin = {"CN": msgspec.structs.replace(PACKS["CN"], rules=())}
        answer = Assessor(to, (), only_origin, TODAY, staleness_days=400).assess(case(to, facts, TODAY, set()))
        assert answer.verdict is Verdict.UNKNOWN


@cache
def shuffled(seed: int) -> dict[str, Pack]:
    dice = random.Random(seed)  # noqa: S311 - an order, no secret
    codes = list(PACKS)
    dice.shuffle(codes)
    packs = {}
    for code in codes:
        rules = list(PACKS[code].rules)
        dice.shuffle(rules)
        packs[code] = msgspec.structs.replace(PACKS[code], rules=tuple(rules))
    return packs
