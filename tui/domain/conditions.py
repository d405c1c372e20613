"""Conditions of rules, in three-valued logic.

A condition is a table of keys that must all hold. A key names a fact and a comparison (``odometer_km_lt = 1000``) and
becomes an atom (``domain.atoms``). What a word such as *used* or ``EU_OR_FTA`` means may differ from one destination
to another: that is in ``Terms``.

The keys and their meanings are those of ``data/condition_keys.toml``; an unknown key is refused when a pack is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tui.domain import atoms as ask
from tui.domain.atoms import COMPARE, Atom, Facts, every
from tui.domain.terms import PLAIN, Terms, country

__all__ = ["SINCE", "Atom", "ConditionError", "Facts", "compile_condition", "first_turn", "holds"]

_AGE_FACT = {
    "manufacture": "manufacture_date",
    "first_registration": "first_registration",
    "manufacture_year": "manufacture_date",
    "model_year": "model_year",
}
_MEMBER = (
    "powertrain", "fuel", "steering", "importer_type", "charge_port", "body", "colour", "make", "make_home",
    "entry_mode", "purpose",
)  # fmt: skip
_COUNTRY = (
    "origin_country", "origin_country_not", "export_country", "final_destination", "final_destination_not", "route_via",
)  # fmt: skip
_OVERLAP = ("damage_history", "former_use", "sub_region", "make_status", "cn_barred_group", "cn_sale_target")
_YES_NO = (
    "importer_is_authorised", "importer_has_service_centre", "certificate_holder_is_declarant", "lab_tested_in_eaeu",
    "has_connectivity", "tinted_glass", "duty_free_quota_used", "steering_converted", "cn_letter_country_differs",
    "cn_declared_qty_equals_licence_qty", "cn_licence_expired_at_declaration", "cn_licence_fields_mismatch",
    "cn_owner_is_licence_applicant", "cn_pending_export_noted", "cn_temp_plate_expired", "cn_modified_vehicle",
    "cn_never_registered", "cn_agent_declares", "container_or_enclosed",
)  # fmt: skip
_NUMBER = (
    "odometer_km", "engine_cc", "power_hp", "power_30min_hp", "imports_this_year", "battery_soh", "price_local",
    "cn_cars_per_licence_line",
)  # fmt: skip
SINCE = {
    "registered_days": "first_registration",
    "owner_held_days": "owned_since",
    "days_since_arrival": "arrival",
}
"""Counts of days in conditions, and the date that each is counted from."""
_NIGERIA: tuple[Mapping[str, Any], ...] = (
    {"odometer_km_ge": 6000},
    {"cn_never_registered": False, "age_months_gt": 6, "age_from": "first_registration"},
)
_CLASSES = {"new": False, "used": True}


class ConditionError(ValueError):
    """A condition with an unknown key or a value of the wrong shape; carries the key."""


def compile_condition(condition: Mapping[str, Any], terms: Terms = PLAIN) -> tuple[Atom, ...]:
    """Compile a condition; raise ConditionError for an unknown key or a wrong value."""
    keys = {key: value for key, value in condition.items() if key != "age_from"}
    if not keys:
        raise ConditionError("condition_empty")
    if "age_from" in condition and not any(key.startswith("age_") for key in keys):
        raise ConditionError("age_from")
    return tuple(_atom(key, value, condition, terms) for key, value in keys.items())


def holds(atoms: tuple[Atom, ...], facts: Facts, on: date, documents: Collection[str]) -> bool | None:
    """Kleene's AND over the atoms."""
    return every(atoms, facts, on, documents)


def first_turn(wanted: Callable[[date], bool], after: date, last: date, days: Iterable[date]) -> date | None:
    """The first of ``days`` after ``after`` and up to ``last`` on which ``wanted`` is true."""
    for day in sorted({day for day in days if after < day <= last}):
        if wanted(day):
            return day
    return None


def _atom(key: str, value: Any, condition: Mapping[str, Any], terms: Terms) -> Atom:
    if key == "always":
        truth = _truth(key, value)
        return Atom(key, (), lambda *_: truth)
    if key == "docs_held_any":
        wanted = frozenset(_list(key, value))
        return Atom(key, (), lambda _facts, _on, documents: not wanted.isdisjoint(documents))
    if key in _COUNTRY:
        return country(key, key.removesuffix("_not"), _list(key, value), terms, among=not key.endswith("_not"))
    if key in _MEMBER:
        members = frozenset(_list(key, value))
        return ask.over(key, key, lambda has: has in members)
    if key in _OVERLAP:
        members = frozenset(_list(key, value))
        return ask.over(key, key, lambda has: not members.isdisjoint(has))
    if key in _YES_NO:
        truth = _truth(key, value)
        return ask.over(key, key, lambda has: has is truth)
    if key.startswith("age_"):
        return _age(key, value, condition.get("age_from", ""))
    name, _, comparison = key.rpartition("_")
    if name in _NUMBER and comparison in COMPARE:
        return ask.number(key, name, COMPARE[comparison], _number(key, value))
    if name in SINCE and comparison in COMPARE:
        return ask.days_since(key, SINCE[name], COMPARE[comparison], _number(key, value))
    return _special(key, value, terms)


def _special(key: str, value: Any, terms: Terms) -> Atom:
    match key:
        case "customs_condition" | "customs_condition_ng":
            return _class(key, value, _NIGERIA if key.endswith("_ng") else terms.used_when)
        case "sub_region_not":
            barred = frozenset(_list(key, value))
            return ask.over(key, "sub_region", barred.isdisjoint)
        case "software_language_missing":
            if not isinstance(value, str):
                raise ConditionError(key)
            return ask.over(key, "software_languages", lambda has: value not in has)
        case "cn_aftersales_letter_issuer_not":
            lawful = frozenset(_list(key, value))
            return ask.over(key, "cn_aftersales_letter_issuer", lambda has: has not in lawful)
        case "cn_letter_field_missing":
            wanted = frozenset(_list(key, value))
            return ask.over(key, "cn_letter_fields", lambda has: not wanted <= set(has))
        case "manufacture_year_lt":
            line = _number(key, value)
            return ask.over(key, "manufacture_date", lambda has: has.year < line)
        case "model_year_ge":
            return ask.number(key, "model_year", COMPARE["ge"], _number(key, value))
        case "model_year_offset_not_in":
            if not isinstance(value, list):
                raise ConditionError(key)
            return ask.year_offset(key, "model_year", frozenset(_number(key, item) for item in value))
        case "first_registration_before":
            return ask.before(key, "first_registration", _day(key, value))
        case _:
            raise ConditionError(key)


def _class(key: str, value: Any, used_when: tuple[Mapping[str, Any], ...]) -> Atom:
    """New or used, as the destination tells them apart."""
    classes = _list(key, value)
    if not classes or not set(classes) <= set(_CLASSES):
        raise ConditionError(key)
    if not used_when:
        members = frozenset(classes)
        return ask.over(key, "customs_condition", lambda has: has in members)
    ways = [compile_condition(way) for way in used_when]
    return ask.any_of(key, ways, wanted=tuple(_CLASSES[name] for name in classes))


def _age(key: str, value: Any, basis: object) -> Atom:
    unit, _, comparison = key.removeprefix("age_").partition("_")
    if comparison not in COMPARE or unit not in {"years", "months"}:
        raise ConditionError(key)
    if not isinstance(basis, str) or basis not in _AGE_FACT:
        raise ConditionError("age_from")
    if not isinstance(_number(key, value), int):
        raise ConditionError(key)
    if basis in {"manufacture_year", "model_year"}:
        if unit != "years":
            raise ConditionError(key)
        return ask.years(key, _AGE_FACT[basis], COMPARE[comparison], value)
    return ask.age(key, _AGE_FACT[basis], COMPARE[comparison], value * 12 if unit == "years" else value)


def _truth(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ConditionError(key)
    return value


def _list(key: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ConditionError(key)
    return list(value)


def _number(key: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConditionError(key)
    return value


def _day(key: str, value: Any) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ConditionError(key) from error
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ConditionError(key)
    return day
