from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.desk.kit import LIBRARY, TODAY, new_car, new_desk, ready_for_kazakhstan
from tui.desk import as_of, explained, views
from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.explaining import Explanation, as_json, explain
from tui.desk.whens import as_json as when_json
from tui.desk.whens import first_lawful
from tui.domain.comparing import Relation, Unit
from tui.domain.documents import LETTER
from tui.domain.readiness import Flag, State, Verdict
from tui.domain.rules import KIT_KIND, Rule, SecondLook
from tui.errors import ConfigError, UsageError
from tui.packs.rules import Loaded


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def told(desk: Desk, answer: Answer, rule_id: str) -> Explanation:
    return explain(desk, answer, next(flag for flag in answer.assessment.flags if flag.rule.id == rule_id))


def ask(desk: Desk, to: str, on: date = TODAY, **car: str) -> Answer:
    return Checker(desk, Question(on)).answer(new_car(desk, 1, **car), to)


class TestExplain:
    def test_days_since_registration_with_where_the_date_comes_from(self, desk: Desk) -> None:
        found = told(desk, ask(desk, "KZ", first_registration="2026-08-03"), "cn-180d-letter")
        line = next(one for one in found.lines if one.comparison.count)
        count = line.comparison.count
        assert count is not None
        assert (count.unit, count.least, count.most, count.line) == (Unit.DAYS, 111, 111, 180)
        assert (line.comparison.relation, line.comparison.holds) == (Relation.LE, True)
        assert line.seen[0].origin == "typed"
        assert explained.line_text(desk, line) == "First registration 2026-08-03 (typed) → 111 days ≤ 180"

    def test_build_years_count_both_ends(self, desk: Desk) -> None:
        found = told(
            desk, ask(desk, "JO", manufacture_date="2023-11", first_registration="2024-01-01"), "jo-ev-age-3-2025-11"
        )
        texts = [explained.line_text(desk, line) for line in found.lines]
        assert any("2023-11 (typed) → counts 4 build years > 3" in text for text in texts), texts

    def test_what_would_clear_it(self, desk: Desk) -> None:
        found = told(desk, ask(desk, "KZ", first_registration="2026-08-03"), "cn-180d-letter")
        assert found.remedy.papers == (LETTER,)
        assert found.remedy.clears_on == date(2027, 1, 31)
        assert not found.remedy.is_none
        unknown = Checker(desk, Question(TODAY)).answer(new_car(desk, 2, damage_history=""), "JO")
        missing = told(desk, unknown, "jo-salvage-2025-11")
        assert missing.remedy.facts == ("damage_history",)
        assert missing.lines[0].seen[0].origin == ""

    def test_a_satisfied_flag_names_what_satisfies_it(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        found = told(desk, Checker(desk, Question(TODAY)).answer(car, "KZ"), "cn-export-licence-required")
        assert found.flag.state is State.SATISFIED
        assert "cn_export_licence" in found.held
        assert found.remedy.is_none

    def test_source_age_doubts_and_old_cases(self, desk: Desk) -> None:
        found = told(desk, ask(desk, "KZ", first_registration="2026-08-03"), "cn-180d-letter")
        assert found.days_since_check == (TODAY - found.rule.checked).days
        texts = "\n".join(explained.source_texts(desk, found))
        assert str(found.rule.checked) in texts
        assert found.rule.grandfather in texts

    def test_every_flag_of_every_destination_can_be_told(self, desk: Desk) -> None:
        car = new_car(desk)
        for answer in Checker(desk, Question(TODAY)).answers([car], desk.library.destinations):
            for flag in answer.assessment.flags:
                found = explain(desk, answer, flag)
                plain = as_json(desk, found)
                if flag.rule.kind == KIT_KIND:
                    assert found.kit is not None
                    assert plain["kit"]["id"] == flag.rule.id.removeprefix("kit:")
                    assert explained.kit_texts(desk, found) or not (found.kit.said or found.kit.entry)
                    assert found.remedy.steps or flag.state is State.SATISFIED
                    continue
                assert len(plain["compared"]) == len(found.lines) >= 1
                assert all(explained.line_text(desk, line) for line in found.lines)
                assert all(one.origin or one.value is None for line in found.lines for one in line.seen)
                holds = {line.comparison.holds for line in found.lines}
                if flag.state is State.FLAGGED:
                    assert holds == {True}
                elif flag.state is State.CANNOT_TELL:
                    assert None in holds
                    assert False not in holds
                explained.price_text(desk, found)
                explained.remedy_texts(desk, found)
                explained.source_texts(desk, found)

    def test_the_amount_for_this_car(self, desk: Desk) -> None:
        answer = ask(desk, "RU", power_30min_hp="90")
        flags: dict[str, Flag] = {flag.rule.id: flag for flag in answer.assessment.flags if flag.price}
        amounts = {rule: views.amount(flag) for rule, flag in flags.items()}
        assert amounts["ru-util-fee-power-ev-2025-12"] == "991200 RUB"
        unknown = new_car(desk, 2, destination="RU", importer_type="company", power_30min_hp="", trim="x")
        missing = Checker(desk, Question(TODAY)).answer(unknown, "RU")
        unpriced = [flag.price for flag in missing.assessment.flags if flag.price and flag.price.missing]
        assert any("power_30min_hp" in price.missing for price in unpriced)


class TestWhen:
    def test_with_and_without_the_letter(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        assert first_lawful(desk, car, "KZ", TODAY).found.with_letter.day == TODAY
        young = new_car(desk, 2, first_registration="2026-08-03")
        found = first_lawful(desk, young, "KZ", TODAY).found
        assert found.with_letter.day == TODAY
        assert LETTER in found.with_letter.papers
        assert found.without_letter.day == date(2027, 1, 31)
        assert LETTER not in found.without_letter.papers

    def test_what_cannot_be_told_and_what_is_barred(self, desk: Desk) -> None:
        unknown = first_lawful(desk, new_car(desk, damage_history=""), "JO", TODAY).found
        assert (unknown.with_letter.day, unknown.with_letter.missing) == (None, ("damage_history",))
        barred = first_lawful(desk, new_car(desk, 2), "ZA", TODAY).found
        assert barred.with_letter.day is None
        assert "za-used-ban" in barred.with_letter.bars
        with pytest.raises(UsageError):
            first_lawful(desk, new_car(desk, 3, destination=""), None, TODAY)

    def test_a_rule_of_the_new_year_is_told(self, desk: Desk) -> None:
        car = new_car(desk, damage_history="none", manufacture_date="2024-03-05", first_registration="2024-04-10")
        found = first_lawful(desk, car, "JO", TODAY).found
        assert found.with_letter.day == TODAY
        turned = [(one.on, one.barred) for one in found.changes]
        assert (date(2027, 1, 1), True) in turned
        assert "jo-ev-age-3-2025-11" in found.changes[0].rules

    def test_holding_costs(self, desk: Desk) -> None:
        car = new_car(desk, first_registration="2026-08-03", price="100000")
        assert when_json(first_lawful(desk, car, "KZ", TODAY))["without_letter"]["holding"] is None
        rate(desk, "0.0002")
        way = when_json(first_lawful(desk, car, "KZ", TODAY))["without_letter"]
        assert (way["days"], way["holding"]) == (70, {"amount": "1400.00", "currency": "CNY"})
        rate(desk, "much")
        with pytest.raises(ConfigError):
            first_lawful(desk, car, "KZ", TODAY)


def rate(desk: Desk, text: str) -> None:
    money = msgspec.structs.replace(desk.settings.money, holding_rate_per_day=text)
    desk.settings = msgspec.structs.replace(desk.settings, money=money)


class TestAsOf:
    @pytest.mark.parametrize(
        ("source", "starts", "second", "known"),
        [
            ("2026-11-22", None, "", True),
            ("2026-11-23", "2026-11-23", "", False),
            ("2026-11-23", "2026-11-22", "", True),
            ("2026-11-23", "2027-01-01", "2026-11-22", True),
            ("2026-11-23", "2027-01-01", "2027-01-01", False),
            # the source is later, the rule may be old: it counts, and is said to be doubtful
            ("2026-11-23", None, "", None),
            # a year that began before the day and ends after it
            ("2026", "2027-01-01", "", None),
            ("2025", "2027-01-01", "", True),
            ("2026-12", "2027-01-01", "", False),
            ("", None, "", None),
            ("", "2026-11-22", "", True),
            ("", "2026-11-23", "", None),
        ],
    )
    def test_what_was_known(self, source: str, starts: str | None, second: str, known: bool | None) -> None:
        rule: Rule = LIBRARY.packs["KZ"].rules[0]
        day = date.fromisoformat(starts) if starts else None
        dated = msgspec.structs.replace(
            rule,
            effective_from=day,
            source=msgspec.structs.replace(rule.source, day=source),
            second_look=SecondLook("confirmed", "", day=second),
        )
        assert as_of.was_known(dated, TODAY) is known

    def test_no_rule_that_may_be_old_is_dropped(self) -> None:
        """The day before anything was published: what remains blocks rather than lets pass."""
        packs, left_out, doubtful = as_of.known_on(dict(LIBRARY.packs), date(2000, 1, 1))
        kept = {rule.id for pack in packs.values() for rule in pack.rules}
        starts = {rule.id: rule.effective_from for pack in LIBRARY.packs.values() for rule in pack.rules}
        assert all(starts[rule_id] is not None for rule_id in left_out)
        assert {rule_id for rule_id, day in starts.items() if day is None} <= kept
        assert set(doubtful) <= kept

    def test_later_rules_are_left_out_and_said(self) -> None:
        desk = new_desk(date(2025, 6, 1))
        car = new_car(desk, first_registration="2025-04-10", manufacture_date="2025-03-05")
        then = as_of.go_back(desk, desk.today, TODAY + timedelta(days=181))
        assert then.recorded_on is None
        assert "cn-180d-letter" in then.left_out
        assert "CN" in then.stale_today
        rules = {flag.rule.id for flag in Checker(desk, Question(desk.today)).answer(car, "KZ").assessment.flags}
        assert rules
        assert rules.isdisjoint(then.left_out)
        plain: dict[str, Any] = as_of.as_json(then)
        assert plain["rules"] == "present_without_later"

    def test_staleness_is_judged_on_the_clock_of_that_day(self) -> None:
        for today, verdict in ((date(2027, 5, 21), Verdict.READY), (date(2027, 5, 22), Verdict.UNKNOWN)):
            desk = new_desk(today)
            car = ready_for_kazakhstan(desk)
            desk.library = desk.library.with_packs(Loaded(LIBRARY.packs, ()))
            as_of.go_back(desk, today, today)
            assert Checker(desk, Question(TODAY)).answer(car, None).assessment.verdict is verdict
