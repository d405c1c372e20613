"""The compiled engine against the plain reading of the rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.domain import naive
from tests.domain.readiness_kit import (
    LIBRARY,
    TODAY,
    assessor,
    case,
)
from tests.domain.strategies import CARS, DAYS, DEALS, DESTINATIONS, PAPERS, SOUND
from tests.effort import examples
from tui.domain.assessing import Assessor
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.documents import Document
from tui.domain.facts import (
    FACTS,
    Case,
)
from tui.domain.readiness import Assessment, State
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode


class TestAgainstTheNaiveOracle:
    """The compiled engine and the plain reading of the rules say the same, rule by rule.

    The assessors are shared between examples on purpose: what they remember of one car must not reach another.
    """

    @settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        car=st.one_of(CARS, SOUND),
        parts=DEALS,
        papers=PAPERS,
        on=DAYS,
        strict=st.sampled_from((False, False, True)),
        horizon=st.sampled_from((60, 60, 0, 45)),
        shipped=st.integers(0, 3),
    )
    def test_the_same_verdict_and_flags(
        self,
        car: Car,
        parts: list[dict[str, Any]],
        papers: list[Document],
        on: date,
        strict: bool,
        horizon: int,
        shipped: int,
    ) -> None:
        for destination in DESTINATIONS:
            deals = [Deal(destination, **part) for part in parts]
            shipment = None
            if shipped and deals:
                shipment = Shipment("S", deals[0], Mode.ROAD, tuple(Line(place + 1) for place in range(shipped)), id=1)
            one = case(car, destination, *deals, on=on, papers=papers, shipment=shipment, strict=strict)
            via = next((deal.via for deal in deals if deal.via is not None), ())
            ours = assessor(destination, via, TODAY, horizon).assess(one)
            self._compare(one, ours, destination, via, TODAY, horizon)

    @settings(max_examples=25, deadline=None)
    @given(car=CARS, papers=PAPERS, today=st.sampled_from((date(2027, 5, 21), date(2027, 5, 22))))
    def test_with_doubts(self, car: Car, papers: list[Document], today: date) -> None:
        for destination in ("KZ", "DE", "CN", "QA"):
            for via in ((), ("RU",), ("XX",)):
                one = case(car, destination, papers=papers, via=via)
                ours = Assessor(destination, via, LIBRARY.packs, today, staleness_days=180).assess(one)
                self._compare(one, ours, destination, via, today, 60)

    @staticmethod
    def _compare(
        one: Case, ours: Assessment, destination: str, via: tuple[str, ...], today: date, horizon: int
    ) -> None:
        rules = naive.rules_for(destination, via, LIBRARY.packs)
        doubt = naive.in_doubt(destination, via, LIBRARY.packs, today, 180)
        theirs = naive.assess(one, rules, LIBRARY.packs, doubt=doubt, horizon=horizon)
        said = {
            flag.rule.id: naive.Said(
                flag.state.value, frozenset(flag.missing), frozenset(flag.needs), flag.turns_blocked_on
            )
            for flag in ours.flags
            if flag.state is not State.SATISFIED
        }
        assert said == {name: told for name, told in theirs.flags.items() if told.state != "satisfied"}
        satisfied = {flag.rule.id for flag in ours.flags if flag.state is State.SATISFIED}
        assert satisfied == {name for name, told in theirs.flags.items() if told.state == "satisfied"}
        assert ours.verdict.value == theirs.verdict
        assert bool(ours.doubts) is doubt
        event(f"{ours.verdict.value}")

    @settings(max_examples=60, deadline=None)
    @given(car=st.one_of(CARS, SOUND), papers=PAPERS, on=DAYS, destination=st.sampled_from(DESTINATIONS))
    def test_clears_on_is_the_first_day_it_no_longer_applies(
        self, car: Car, papers: list[Document], on: date, destination: str
    ) -> None:
        one = case(car, destination, on=on, papers=papers)
        granted = {} if one.strict else LIBRARY.world.defaults
        known = zip(FACTS, one.facts, strict=True)
        facts = {name: granted.get(name) if value is None else value for name, value in known}
        for flag in assessor(destination).assess(one).flags:
            if flag.state is not State.FLAGGED or flag.turns_blocked_on:
                assert flag.clears_on is None
                continue
            existing = one.existing[flag.rule.date_basis]
            days = [on + timedelta(days=step) for step in range(401)]
            gone = next((day for day in days if naive.applies(flag.rule, facts, day, existing) is False), None)
            assert flag.clears_on == gone
