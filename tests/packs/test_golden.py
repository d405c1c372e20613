"""Golden cases: every pack proves itself, through the assessor that judges the stock."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tui.domain.golden import Court, Difference, fact_value, judge
from tui.domain.partialdate import PartialDate
from tui.domain.rules import GoldenCase, Pack
from tui.packs.library import Library

PACKS = Library().packs
COURT = Court(PACKS)
CASES = [(code, case) for code, pack in PACKS.items() for case in pack.cases]


@pytest.mark.parametrize("code", PACKS)
def test_a_pack_says_what_its_cases_expect(code: str) -> None:
    assert {case.name: found for case in PACKS[code].cases if (found := COURT.judge(case, code))} == {}


@pytest.mark.parametrize("code", PACKS)
def test_every_pack_has_two_cases_and_every_rule_speaks_in_one(code: str) -> None:
    pack = PACKS[code]
    assert len(pack.cases) >= 2
    spoken = {rule for case in pack.cases for rule in (*case.flagged, *case.satisfied, *case.cannot_tell, *case.turns)}
    assert {rule.id for rule in pack.rules if rule.counts} <= spoken


def test_rules_of_deadlines_and_red_lines_speak_in_none() -> None:
    quiet = {rule.id for pack in PACKS.values() for rule in pack.rules if not rule.counts}
    assert quiet
    for _, case in CASES:
        assert quiet.isdisjoint((*case.flagged, *case.satisfied, *case.cannot_tell, *case.turns))


PAIRS = {
    "CN": ("day 180, no papers", "day 181, no papers"),
    "RU": ("petrol car of 160 hp, 3,000 cc", "petrol car of 161 hp"),
    "KZ": ("firm, one day under three years", "firm, three years to the day"),
    "JO": ("built in 2024, on 31 December 2026", "built in 2024, on 1 January 2027"),
    "NG": ("5,999 km", "6,000 km"),
    "EAEU": ("the day before", "the first day"),
}


@pytest.mark.parametrize(("code", "pair"), PAIRS.items())
def test_the_two_sides_of_a_line_differ(code: str, pair: tuple[str, str]) -> None:
    before, after = (next(case for case in PACKS[code].cases if case.name == name) for name in pair)
    assert before.flagged != after.flagged
    swapped = msgspec.structs.replace(before, flagged=after.flagged, turns=after.turns, silent=())
    assert COURT.judge(swapped, code)


def test_the_worked_example_of_the_page_holds(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    _, rules, cases = (textwrap.dedent(block) for block in re.findall(r" *```toml\n(.*?)```", page, re.DOTALL))
    (tmp_path / "LK.toml").write_text(rules + cases, "utf-8")
    library = Library(tmp_path)
    assert not library.pack_errors
    assert len(library.packs["LK"].cases) == 2
    assert not [
        judge(case, "LK", library.packs) for case in library.packs["LK"].cases if judge(case, "LK", library.packs)
    ]


class TestJudge:
    CASE = next(case for case in PACKS["JO"].cases if case.name.startswith("BYD Seal"))

    def judged(self, **changes: object) -> tuple[Difference, ...]:
        return COURT.judge(msgspec.structs.replace(self.CASE, **changes), "JO")

    def test_a_rule_that_speaks_unasked(self) -> None:
        assert self.judged(flagged=self.CASE.flagged[1:]) == (Difference(self.CASE.flagged[0], "silent", "flagged"),)

    def test_a_rule_that_keeps_still(self) -> None:
        wanted = (*self.CASE.flagged, "jo-rhd-2025-11")
        assert self.judged(flagged=wanted) == (Difference("jo-rhd-2025-11", "flagged", "silent"),)

    def test_another_state(self) -> None:
        first = self.CASE.flagged[0]
        found = self.judged(flagged=self.CASE.flagged[1:], satisfied=(first,))
        assert found == (Difference(first, "satisfied", "flagged"),)

    def test_another_day(self) -> None:
        turns = {"jo-ev-age-3-2025-11": date(2027, 1, 2)}
        aged = {**self.CASE.facts, "manufacture_date": PartialDate(2024, 3)}
        (found,) = self.judged(facts=aged, turns=turns)
        assert found == Difference("jo-ev-age-3-2025-11", "turns 2027-01-02", "turns 2027-01-01")

    def test_a_rule_that_is_nowhere(self) -> None:
        assert self.judged(silent=("jo-gone",)) == (Difference("jo-gone", "silent", "no_such_rule"),)

    def test_a_rule_of_another_pack_counts_where_it_is_named(self) -> None:
        assert self.judged(silent=("cn-ten-barred-groups",)) == ()
        (found,) = self.judged(silent=("cn-firm-filing",))
        assert found == Difference("cn-firm-filing", "silent", "flagged")

    def test_without_the_pack_every_rule_is_nowhere(self) -> None:
        packs: dict[str, Pack] = {code: pack for code, pack in PACKS.items() if code != "JO"}
        assert {found.found for found in judge(self.CASE, "JO", packs)} == {"no_such_rule"}


def test_facts_of_cases_are_typed() -> None:
    assert fact_value("first_registration", "2026-07") == PartialDate(2026, 7)
    assert fact_value("manufacture_date", date(2026, 7, 1)) == PartialDate(2026, 7, 1)
    assert fact_value("owned_since", "2026-07-01") == date(2026, 7, 1)
    assert fact_value("damage_history", []) == ()
    for name, value in (
        ("colour_of_seats", "red"), ("first_registration", "soon"), ("odometer_km", "80"), ("damage_history", "flood"),
        ("importer_is_authorised", "no"), ("cn_letter_country_differs", 1), ("arrival", "2026-07"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r".*"):
            fact_value(name, value)


def test_a_case_knows_what_the_origin_takes_for_granted() -> None:
    case = GoldenCase("bare", "KZ", date(2026, 11, 22), facts={"customs_condition": "new", "cn_never_registered": True})
    found = {one.rule: one.found for one in COURT.judge(case, "CN")}
    assert "cn-ten-barred-groups" not in found
    assert found["cn-new-bev-licence"] == "cannot_tell"
