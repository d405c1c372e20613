"""Every key of a condition with a lawful value, and facts to ask it of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tui.domain.conditions import compile_condition, holds
from tui.domain.facts import FACTS
from tui.domain.partialdate import PartialDate, add_months
from tui.packs.library import Library

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
    "power_30min_hp_le": 80,
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
