from __future__ import annotations

import itertools
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.domain import naive
from tests.domain.conditions_kit import KEYS, TODAY, condition, told
from tui.domain.conditions import ConditionError, compile_condition, first_turn, holds
from tui.domain.facts import FACTS
from tui.paths import data


class TestKeys:
    def test_the_documented_keys_are_all_tried_here(self) -> None:
        documented = tomllib.loads(data("condition_keys.toml").read_text("utf-8"))["keys"]
        assert set(documented) == {*KEYS, "age_from"}

    @pytest.mark.parametrize("key", KEYS)
    def test_every_documented_key_compiles_and_reads_known_facts(self, key: str) -> None:
        (atom,) = compile_condition(condition(key))
        assert atom.key == key
        assert set(atom.reads) <= set(FACTS)
        assert set(atom.reads) == (set(naive.read_by(key, condition(key))) if atom.reads else set())
        if key not in {"always", "docs_held_any"}:
            assert atom.reads

    @pytest.mark.parametrize(
        ("what", "key"),
        [
            ({}, "condition_empty"),
            ({"age_from": "manufacture"}, "condition_empty"),
            ({"powertrian": ["bev"]}, "powertrian"),
            ({"powertrain": ["bev"], "odometer": 3}, "odometer"),
            ({"odometer_km_eq": 3}, "odometer_km_eq"),
            ({"colour_not": ["white"]}, "colour_not"),
            ({"age_years_gt": 3}, "age_from"),
            ({"age_years_gt": 3, "age_from": "birth"}, "age_from"),
            ({"age_years_gt": 3, "age_from": ["manufacture"]}, "age_from"),
            ({"powertrain": ["bev"], "age_from": "manufacture"}, "age_from"),
            ({"age_years_gt": 2.5, "age_from": "manufacture"}, "age_years_gt"),
            ({"age_years_gt": "3", "age_from": "manufacture"}, "age_years_gt"),
            ({"age_days_gt": 3, "age_from": "manufacture"}, "age_days_gt"),
            ({"age_years": 3, "age_from": "manufacture"}, "age_years"),
            ({"age_years_old_gt": 3, "age_from": "manufacture"}, "age_years_old_gt"),
            ({"age_months_gt": 3, "age_from": "model_year"}, "age_months_gt"),
            ({"always": "yes"}, "always"),
            ({"tinted_glass": "yes"}, "tinted_glass"),
            ({"tinted_glass": 1}, "tinted_glass"),
            ({"odometer_km_lt": "1000"}, "odometer_km_lt"),
            ({"odometer_km_lt": True}, "odometer_km_lt"),
            ({"customs_condition": []}, "customs_condition"),
            ({"customs_condition": ["nearly_new"]}, "customs_condition"),
            ({"customs_condition_ng": ["used", "old"]}, "customs_condition_ng"),
            ({"powertrain": 3}, "powertrain"),
            ({"powertrain": [3]}, "powertrain"),
            ({"damage_history": {"flood": True}}, "damage_history"),
            ({"software_language_missing": ["en"]}, "software_language_missing"),
            ({"model_year_offset_not_in": 0}, "model_year_offset_not_in"),
            ({"model_year_offset_not_in": ["0"]}, "model_year_offset_not_in"),
            ({"first_registration_before": "soon"}, "first_registration_before"),
            ({"first_registration_before": 2026}, "first_registration_before"),
        ],
    )
    def test_anything_else_is_refused_by_name(self, what: dict[str, Any], key: str) -> None:
        with pytest.raises(ConditionError) as caught:
            compile_condition(what)
        assert str(caught.value) == key


class TestKleene:
    @pytest.mark.parametrize(("one", "other"), list(itertools.product((True, False, None), repeat=2)))
    def test_and(self, one: bool | None, other: bool | None) -> None:
        expected = False if False in {one, other} else (None if None in {one, other} else True)
        what = {"tinted_glass": True, "has_connectivity": True}
        assert told(what, tinted_glass=one, has_connectivity=other) is expected
        backwards = {"has_connectivity": True, "tinted_glass": True}
        assert told(backwards, tinted_glass=one, has_connectivity=other) is expected

    def test_a_fact_that_is_absent_is_missing_like_one_that_is_none(self) -> None:
        assert holds(compile_condition({"tinted_glass": True}), {}, TODAY, ()) is None

    def test_an_empty_list_is_known(self) -> None:
        assert told({"damage_history": ["flood"]}, damage_history=()) is False
        assert told({"damage_history": ["flood"]}) is None
        assert told({"sub_region_not": ["KRI"]}, sub_region=()) is True
        assert told({"sub_region_not": ["KRI"]}, sub_region=("KRI",)) is False
        assert told({"cn_letter_field_missing": ["vin"]}, cn_letter_fields=()) is True

    def test_papers_are_never_unknown(self) -> None:
        assert told({"docs_held_any": ["otts", "zoets"]}) is False
        assert told({"docs_held_any": ["otts", "zoets"]}, papers={"zoets"}) is True

    def test_always(self) -> None:
        assert told({"always": True}) is True
        assert told({"always": False}) is False


class TestValues:
    @pytest.mark.parametrize(
        ("key", "fact", "below", "line", "above", "expected"),
        [
            ("odometer_km_lt", "odometer_km", 999, 1000, 1001, (True, False, False)),
            ("odometer_km_gt", "odometer_km", 999, 1000, 1001, (False, False, True)),
            ("odometer_km_ge", "odometer_km", 999, 1000, 1001, (False, True, True)),
            ("engine_cc_le", "engine_cc", 1799, 1800, 1801, (True, True, False)),
            ("power_hp_gt", "power_hp", Decimal("159.9"), Decimal(160), Decimal("160.1"), (False, False, True)),
            ("battery_soh_lt", "battery_soh", Decimal("89.9"), Decimal(90), Decimal(91), (True, False, False)),
            ("imports_this_year_ge", "imports_this_year", 0, 1, 2, (False, True, True)),
            ("model_year_ge", "model_year", 2025, 2026, 2027, (False, True, True)),
        ],
    )
    def test_numbers(self, key: str, fact: str, below: Any, line: Any, above: Any, expected: Any) -> None:
        assert tuple(told(condition(key), **{fact: value}) for value in (below, line, above)) == expected

    def test_a_word_or_a_list_of_one(self) -> None:
        for value in ("RHD", ["RHD"]):
            assert told({"steering": value}, steering="RHD") is True
            assert told({"steering": value}, steering="LHD") is False

    def test_opposites(self) -> None:
        assert told({"final_destination_not": ["KG"]}, final_destination="RU") is True
        assert told({"final_destination_not": ["KG"]}, final_destination="KG") is False
        assert told({"origin_country_not": ["CN"]}) is None
        assert told({"cn_aftersales_letter_issuer_not": ["maker"]}, cn_aftersales_letter_issuer="dealer") is True

    def test_a_language_not_offered(self) -> None:
        assert told({"software_language_missing": "en"}, software_languages=("zh", "en")) is False
        assert told({"software_language_missing": "en"}, software_languages=("zh",)) is True
        assert told({"software_language_missing": "en"}) is None

    def test_the_model_year_against_the_year_of_import(self) -> None:
        what = {"model_year_offset_not_in": [0, 1]}
        assert [told(what, date(2026, 6, 1), model_year=year) for year in (2025, 2026, 2027)] == [True, False, False]
        assert told(what, date(2027, 1, 1), model_year=2026) is True


def test_first_turn() -> None:
    days = [TODAY + timedelta(days=step) for step in (9, -1, 0, 12, 1, 30)]
    last = TODAY + timedelta(days=12)
    assert first_turn(lambda day: day.month == 12, TODAY, last, days) == date(2026, 12, 1)
    assert first_turn(lambda day: day > date(2026, 12, 1), TODAY, last, days) == last
    assert first_turn(lambda day: day > last, TODAY, last, days) is None
    assert first_turn(lambda _: True, TODAY, last, days) == date(2026, 11, 23)
    assert first_turn(lambda _: True, TODAY, TODAY, days) is None
