from __future__ import annotations

import itertools
import tomllib
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain import naive
from tui.domain.conditions import ConditionError, compile_condition, first_turn, holds
from tui.domain.facts import FACTS
from tui.domain.partialdate import PartialDate, add_months
from tui.packs.library import Library
from tui.paths import data

TODAY = date(2026, 11, 22)
KEYS: dict[str, Any] = {
    "powertrain": ["bev", "erev"],
    "fuel": ["diesel"],
    "steering": "RHD",
    "customs_condition": ["used"],
    "customs_condition_ng": ["used"],
    "age_years_gt": 3,
    "age_years_ge": 3,
    "age_years_lt": 3,
    "age_years_le": 3,
    "age_months_gt": 6,
    "manufacture_year_lt": 2025,
    "model_year_ge": 2026,
    "model_year_offset_not_in": [-1, 0],
    "first_registration_before": date(2026, 8, 3),
    "registered_days_lt": 180,
    "registered_days_le": 180,
    "registered_days_gt": 180,
    "odometer_km_lt": 1000,
    "odometer_km_gt": 1000,
    "odometer_km_ge": 1000,
    "engine_cc_gt": 1800,
    "engine_cc_le": 1800,
    "engine_cc_lt": 1800,
    "power_hp_gt": 160,
    "power_hp_le": 160,
    "power_30min_hp_gt": 80,
    "origin_country": ["CN"],
    "origin_country_not": ["CN"],
    "export_country": ["CN"],
    "importer_type": ["company"],
    "importer_is_authorised": False,
    "importer_has_service_centre": False,
    "imports_this_year_ge": 1,
    "owner_held_days_lt": 365,
    "docs_held_any": ["otts", "zoets"],
    "certificate_holder_is_declarant": False,
    "damage_history": ["flood", "salvage"],
    "former_use": ["taxi"],
    "battery_soh_lt": 90,
    "charge_port": ["GBT"],
    "software_language_missing": "en",
    "lab_tested_in_eaeu": False,
    "has_connectivity": True,
    "body": ["saloon"],
    "tinted_glass": True,
    "price_local_lt": 250000,
    "route_via": ["KG", "KZ"],
    "final_destination": ["RU"],
    "final_destination_not": ["KG"],
    "entry_mode": "sea",
    "sub_region": ["KRI"],
    "sub_region_not": ["KRI"],
    "purpose": ["re_export"],
    "duty_free_quota_used": True,
    "days_since_arrival_gt": 30,
    "always": True,
    "steering_converted": True,
    "colour": ["white"],
    "make": ["byd"],
    "make_home": ["JP"],
    "make_status": ["left_market"],
    "cn_aftersales_letter_issuer_not": ["vehicle_maker_in_miit_list"],
    "cn_letter_field_missing": ["vin", "maker_seal"],
    "cn_letter_country_differs": True,
    "cn_declared_qty_equals_licence_qty": False,
    "cn_cars_per_licence_line_gt": 20,
    "cn_licence_expired_at_declaration": True,
    "cn_licence_fields_mismatch": True,
    "cn_owner_is_licence_applicant": False,
    "cn_pending_export_noted": False,
    "cn_sale_target": ["domestic"],
    "cn_temp_plate_expired": True,
    "cn_barred_group": ["sealed_or_seized"],
    "cn_modified_vehicle": True,
    "cn_never_registered": True,
    "cn_agent_declares": True,
    "container_or_enclosed": True,
}
"""One lawful value for every key a condition may use."""
DATES = ("manufacture_date", "first_registration")
BASES = ("manufacture", "first_registration", "manufacture_year", "model_year")
UNKNOWN: dict[str, Any] = dict.fromkeys(FACTS)


def condition(key: str, value: Any = None, basis: str = "manufacture") -> dict[str, Any]:
    own = {key: KEYS[key] if value is None else value}
    return own | {"age_from": basis} if key.startswith("age_") else own


def told(what: dict[str, Any], on: date = TODAY, papers: Collection[str] = (), **facts: Any) -> bool | None:
    return holds(compile_condition(what), {**UNKNOWN, **facts}, on, papers)


CONDITIONS = [
    *(condition(key) for key in KEYS if not key.startswith("age_")),
    *(
        condition(key, basis=basis)
        for key in KEYS
        if key.startswith("age_")
        for basis in BASES
        if "months" not in key or not basis.endswith("_year")
    ),
    *(rule.condition for pack in Library().packs.values() for rule in pack.rules),
]


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


def age(key: str, on: date, basis: str, **facts: Any) -> bool | None:
    return told(condition(key, basis=basis), on, **facts)


class TestAges:
    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            (date(2026, 11, 21), {"gt": False, "ge": False, "lt": True, "le": True}),
            (date(2026, 11, 22), {"gt": False, "ge": True, "lt": False, "le": True}),
            (date(2026, 11, 23), {"gt": True, "ge": True, "lt": False, "le": False}),
        ],
    )
    def test_the_third_anniversary(self, on: date, expected: dict[str, bool]) -> None:
        built = PartialDate(2023, 11, 22)
        for comparison, answer in expected.items():
            assert age(f"age_years_{comparison}", on, "manufacture", manufacture_date=built) is answer
            assert age(f"age_years_{comparison}", on, "first_registration", first_registration=built) is answer

    def test_born_on_29_february(self) -> None:
        built = PartialDate(2024, 2, 29)
        days = (date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 1))
        assert [age("age_years_ge", on, "manufacture", manufacture_date=built) for on in days] == [False, True, True]
        assert [age("age_years_gt", on, "manufacture", manufacture_date=built) for on in days] == [False, False, True]
        assert told({"age_years_ge": 4, "age_from": "manufacture"}, date(2028, 2, 28), manufacture_date=built) is False
        assert told({"age_years_ge": 4, "age_from": "manufacture"}, date(2028, 2, 29), manufacture_date=built) is True

    def test_months(self) -> None:
        built = PartialDate(2025, 8, 31)
        days = (date(2026, 2, 28), date(2026, 3, 1))
        assert [age("age_months_gt", on, "manufacture", manufacture_date=built) for on in days] == [False, True]

    def test_build_years_count_calendar_years(self) -> None:
        for built in (PartialDate(2024, 1, 1), PartialDate(2024, 12, 31), PartialDate(2024, 6), PartialDate(2024)):
            what = {"age_years_gt": 2, "age_from": "manufacture_year"}
            assert told(what, date(2026, 12, 31), manufacture_date=built) is False
            assert told(what, date(2027, 1, 1), manufacture_date=built) is True
        assert age("age_years_gt", TODAY, "model_year", model_year=2022) is True
        assert age("age_years_gt", TODAY, "model_year", model_year=2023) is False
        assert age("age_years_gt", TODAY, "model_year") is None

    def test_a_partial_date_across_the_line(self) -> None:
        month = PartialDate(2023, 11)
        assert age("age_years_ge", date(2026, 10, 31), "manufacture", manufacture_date=month) is False
        assert age("age_years_ge", date(2026, 11, 1), "manufacture", manufacture_date=month) is None
        assert age("age_years_ge", date(2026, 11, 29), "manufacture", manufacture_date=month) is None
        assert age("age_years_ge", date(2026, 11, 30), "manufacture", manufacture_date=month) is True
        assert age("age_years_lt", date(2026, 6, 1), "manufacture", manufacture_date=PartialDate(2023)) is None
        assert told({"first_registration_before": date(2026, 8, 3)}, first_registration=PartialDate(2026, 8)) is None
        assert told({"first_registration_before": date(2026, 8, 1)}, first_registration=PartialDate(2026, 8)) is False
        assert told({"first_registration_before": date(2026, 9, 1)}, first_registration=PartialDate(2026, 8)) is True

    def test_180_days(self) -> None:
        registered = date(2026, 5, 26)
        for days, expected in ((179, (True, True, False)), (180, (False, True, False)), (181, (False, False, True))):
            on = registered + timedelta(days=days)
            answers = tuple(
                told(condition(f"registered_days_{comparison}"), on, first_registration=PartialDate.of(registered))
                for comparison in ("lt", "le", "gt")
            )
            assert answers == expected, days
        month = PartialDate(2026, 5)
        assert told(condition("registered_days_le"), date(2026, 10, 28), first_registration=month) is True
        assert told(condition("registered_days_le"), date(2026, 10, 29), first_registration=month) is None
        assert told(condition("registered_days_le"), date(2026, 11, 28), first_registration=month) is False

    def test_days_since_exact_dates(self) -> None:
        assert told(condition("owner_held_days_lt"), date(2026, 12, 31), owned_since=date(2026, 1, 1)) is True
        assert told(condition("owner_held_days_lt"), date(2027, 1, 1), owned_since=date(2026, 1, 1)) is False
        assert told(condition("days_since_arrival_gt"), TODAY, arrival=TODAY - timedelta(days=31)) is True
        assert told(condition("days_since_arrival_gt"), TODAY) is None


class TestNigeria:
    @pytest.mark.parametrize(
        ("registered", "km", "used"),
        [
            (date(2026, 5, 22), 0, False),
            (date(2026, 5, 21), 0, True),
            (date(2026, 11, 1), 5999, False),
            (date(2026, 11, 1), 6000, True),
            (date(2026, 5, 21), None, True),
            (date(2026, 11, 1), None, None),
            (None, 6000, True),
            (None, 80, None),
        ],
    )
    def test_six_months_or_6000_km(self, registered: date | None, km: int | None, used: bool | None) -> None:
        day = PartialDate.of(registered) if registered else None
        assert told({"customs_condition_ng": ["used"]}, **self._known(day, km)) is used
        new = None if used is None else not used
        assert told({"customs_condition_ng": ["new"]}, **self._known(day, km)) is new

    @staticmethod
    def _known(day: PartialDate | None, km: int | None) -> dict[str, Any]:
        return {"first_registration": day, "odometer_km": km, "cn_never_registered": False if day else None}

    def test_a_month_across_the_line(self) -> None:
        assert told({"customs_condition_ng": ["used"]}, **self._known(PartialDate(2026, 5), 9)) is None

    def test_a_car_never_registered_is_new_below_6000_km(self) -> None:
        known: dict[str, Any] = {"first_registration": None, "cn_never_registered": True}
        assert told({"customs_condition_ng": ["new"]}, odometer_km=5999, **known) is True
        assert told({"customs_condition_ng": ["new"]}, odometer_km=6000, **known) is False
        assert told({"customs_condition_ng": ["new"]}, odometer_km=None, **known) is None


NEAR = st.builds(
    lambda months, days: add_months(TODAY, -months) + timedelta(days=days),
    st.sampled_from((0, 1, 6, 12, 24, 36, 60)),
    st.integers(-3, 3),
)
DAY = st.one_of(NEAR, st.dates(date(2019, 1, 1), date(2027, 12, 31)))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(DATES, DAY.map(PartialDate.of)),
    **dict.fromkeys(("owned_since", "arrival"), DAY),
    "model_year": st.integers(2018, 2028),
    **dict.fromkeys(
        ("odometer_km", "engine_cc", "imports_this_year", "cn_cars_per_licence_line"),
        st.sampled_from((0, 1, 20, 21, 999, 1000, 1800, 1801, 2000, 3001, 6000)),
    ),
    **dict.fromkeys(("power_hp", "power_30min_hp", "battery_soh", "price_local"), st.integers(79, 161).map(Decimal)),
    "powertrain": st.sampled_from(("ice", "hev", "phev", "erev", "bev")),
    "fuel": st.sampled_from(("petrol", "diesel", "none")),
    "steering": st.sampled_from(("LHD", "RHD")),
    "customs_condition": st.sampled_from(("new", "used")),
    "importer_type": st.sampled_from(("company", "individual", "returning_resident")),
    "purpose": st.sampled_from(("local_registration", "re_export")),
    "entry_mode": st.sampled_from(("sea", "land")),
    "charge_port": st.sampled_from(("GBT", "CCS2")),
    "body": st.sampled_from(("saloon", "suv")),
    "colour": st.sampled_from(("white", "black")),
    "make": st.sampled_from(("byd", "volkswagen")),
    **dict.fromkeys(
        ("origin_country", "export_country", "make_home", "final_destination"),
        st.sampled_from(("CN", "JP", "RU", "KG", "DZ")),
    ),
    "cn_aftersales_letter_issuer": st.sampled_from(("vehicle_maker_in_miit_list", "dealer")),
    **{
        name: st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple)
        for name, known in {
            "damage_history": ("flood", "salvage"),
            "former_use": ("taxi", "rental"),
            "route_via": ("KG", "KZ", "LY"),
            "sub_region": ("KRI", "free_zone"),
            "make_status": ("left_market", "new_to_market"),
            "cn_barred_group": ("sealed_or_seized", "got_by_crime"),
            "cn_sale_target": ("domestic", "foreign"),
            "software_languages": ("zh", "en"),
            "cn_letter_fields": ("vin", "maker_seal"),
        }.items()
    },
}
KNOWN = st.fixed_dictionaries({name: VALUES.get(name, st.booleans()) for name in FACTS})
PAPERS = st.sets(st.sampled_from(("otts", "cn_export_licence", "cn_aftersales_confirmation_letter")))


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


def test_first_turn() -> None:
    days = [TODAY + timedelta(days=step) for step in (9, -1, 0, 12, 1, 30)]
    last = TODAY + timedelta(days=12)
    assert first_turn(lambda day: day.month == 12, TODAY, last, days) == date(2026, 12, 1)
    assert first_turn(lambda day: day > date(2026, 12, 1), TODAY, last, days) == last
    assert first_turn(lambda day: day > last, TODAY, last, days) is None
    assert first_turn(lambda _: True, TODAY, last, days) == date(2026, 11, 23)
    assert first_turn(lambda _: True, TODAY, TODAY, days) is None
