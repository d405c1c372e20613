"""What holds of every condition."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain import naive
from tests.domain.conditions_kit import CONDITIONS, DATES, DAY, KNOWN, PAPERS
from tui.domain.conditions import compile_condition, holds
from tui.domain.facts import FACTS
from tui.domain.partialdate import PartialDate


class TestProperties:
    @settings(max_examples=60, deadline=None)
    @given(full=KNOWN, gone=st.sets(st.sampled_from(FACTS)), on=DAY, papers=PAPERS)
    def test_learning_a_fact_never_turns_an_answer_round(
        self, full: dict[str, Any], gone: set[str], on: date, papers: set[str]
    ) -> None:
        less = {name: None if name in gone else value for name, value in full.items()}
        for what in CONDITIONS:
            atoms = compile_condition(what)
            knowing, guessing = holds(atoms, full, on, papers), holds(atoms, less, on, papers)
            assert knowing is not None or "EU_OR_FTA" in what["origin_country_not"]
            assert guessing in {None, knowing}
            if gone.isdisjoint(name for atom in atoms for name in atom.reads):
                assert guessing is knowing

    @settings(max_examples=60, deadline=None)
    @given(full=KNOWN, on=DAY, papers=PAPERS, precision=st.sampled_from((1, 2)))
    def test_a_partial_date_answers_only_what_every_day_of_it_answers(
        self, full: dict[str, Any], on: date, papers: set[str], precision: int
    ) -> None:
        """Refining a year or month to any day in it never turns an answer round, and None means that days differ."""
        for name in DATES:
            exact = full[name]
            partial = PartialDate(*(exact.year, exact.month)[:precision])
            days = {partial.earliest, partial.latest, exact.earliest, on}
            days = {day for day in days if partial.earliest <= day <= partial.latest}
            for what in CONDITIONS:
                atoms = compile_condition(what)
                if not any(name in atom.reads for atom in atoms):
                    continue
                vague = holds(atoms, full | {name: partial}, on, papers)
                answers = {holds(atoms, full | {name: PartialDate.of(day)}, on, papers) for day in days}
                if vague is None:
                    assert len(answers) == 2, what
                else:
                    assert answers == {vague}, what

    @settings(max_examples=60, deadline=None)
    @given(full=KNOWN, gone=st.sets(st.sampled_from(FACTS)), on=DAY, papers=PAPERS)
    def test_the_plain_reading_agrees_key_by_key(
        self, full: dict[str, Any], gone: set[str], on: date, papers: set[str]
    ) -> None:
        facts = {name: None if name in gone else value for name, value in full.items()}
        for what in CONDITIONS:
            for atom in compile_condition(what):
                assert atom.test(facts, on, papers) is naive.holds(atom.key, what, facts, on, papers), atom.key

    @settings(max_examples=40, deadline=None)
    @given(full=KNOWN, one=DAY, other=DAY, papers=PAPERS)
    def test_an_undated_key_says_the_same_on_every_day(
        self, full: dict[str, Any], one: date, other: date, papers: set[str]
    ) -> None:
        for what in CONDITIONS:
            for atom in compile_condition(what):
                if not atom.dated:
                    assert atom.test(full, one, papers) is atom.test(full, other, papers)
