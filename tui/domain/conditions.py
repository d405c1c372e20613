"""Conditions of rules, in three-valued logic.

A condition is a table of keys that must all hold. A key names a fact and a comparison (``odometer_km_lt = 1000``).
Each key becomes an atom that answers True, False, or None: cannot tell, because a fact is missing or a partial date
lies across the line. Kleene's AND: one False decides, else one None leaves it open.

The keys and their meanings are those of ``data/condition_keys.toml``; an unknown key is refused when a pack is read.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from tui.domain.partialdate import PartialDate, add_months

Facts = Mapping[str, Any]
"""Fact values by name; a fact that is None or absent is missing."""
Test = Callable[[Facts, date, Collection[str]], bool | None]
"""An atom: facts, the day the rule is read at, and the kinds of the documents that exist for the car."""

_AGE_FACT = {
    "manufacture": "manufacture_date",
    "first_registration": "first_registration",
    "manufacture_year": "manufacture_date",
    "model_year": "model_year",
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_MEMBER = (
    "powertrain", "fuel", "steering", "customs_condition", "origin_country", "export_country", "importer_type",
    "charge_port", "body", "colour", "make", "make_home", "final_destination", "entry_mode", "purpose",
)  # fmt: skip
_OVERLAP = (
    "damage_history",
    "former_use",
    "route_via",
    "sub_region",
    "make_status",
    "cn_barred_group",
    "cn_sale_target",
)
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
_NIGERIA_MONTHS, _NIGERIA_KM = 6, 6000


class ConditionError(ValueError):
    """A condition with an unknown key or a value of the wrong shape; carries the key."""


class Atom(msgspec.Struct, frozen=True):
    """One compiled key: its test, the facts it reads, and whether its answer can change with the day."""

    key: str
    reads: tuple[str, ...]
    test: Test
    dated: bool = False


def compile_condition(condition: Mapping[str, Any]) -> tuple[Atom, ...]:
    """Compile a condition; raise ConditionError for an unknown key or a wrong value."""
    keys = {key: value for key, value in condition.items() if key != "age_from"}
    if not keys:
        raise ConditionError("condition_empty")
    if "age_from" in condition and not any(key.startswith("age_") for key in keys):
        raise ConditionError("age_from")
    return tuple(_atom(key, value, condition) for key, value in keys.items())


def holds(atoms: tuple[Atom, ...], facts: Facts, on: date, documents: Collection[str]) -> bool | None:
    """Kleene's AND over the atoms."""
    answer: bool | None = True
    for atom in atoms:
        one = atom.test(facts, on, documents)
        if one is False:
            return False
        if one is None:
            answer = None
    return answer


def _atom(key: str, value: Any, condition: Mapping[str, Any]) -> Atom:
    if key == "always":
        if not isinstance(value, bool):
            raise ConditionError(key)
        return Atom(key, (), lambda *_: value)
    if key == "docs_held_any":
        wanted = frozenset(_list(key, value))
        return Atom(key, (), lambda _facts, _on, documents: not wanted.isdisjoint(documents))
    if key in _MEMBER or key.removesuffix("_not") in {"origin_country", "final_destination"}:
        return _member(key, value)
    if key in _OVERLAP:
        members = frozenset(_list(key, value))
        return Atom(key, (key,), lambda facts, *_: _known(facts, key, lambda has: not members.isdisjoint(has)))
    if key in _YES_NO:
        if not isinstance(value, bool):
            raise ConditionError(key)
        return Atom(key, (key,), lambda facts, *_: _known(facts, key, lambda has: has is value))
    if key.startswith("age_"):
        return _age(key, value, condition.get("age_from", ""))
    name, _, comparison = key.rpartition("_")
    if name in _NUMBER and comparison in _COMPARE:
        compare, line = _COMPARE[comparison], _number(key, value)
        return Atom(key, (name,), lambda facts, *_: _known(facts, name, lambda has: compare(has, line)))
    if name in SINCE and comparison in _COMPARE:
        return _days_since(key, SINCE[name], _COMPARE[comparison], _number(key, value))
    return _special(key, value)


def _special(key: str, value: Any) -> Atom:
    match key:
        case "sub_region_not":
            barred = frozenset(_list(key, value))
            test = _over("sub_region", barred.isdisjoint)
            return Atom(key, ("sub_region",), test)
        case "software_language_missing":
            if not isinstance(value, str):
                raise ConditionError(key)
            return Atom(key, ("software_languages",), _over("software_languages", lambda has: value not in has))
        case "cn_aftersales_letter_issuer_not":
            lawful = frozenset(_list(key, value))
            return Atom(
                key,
                ("cn_aftersales_letter_issuer",),
                _over("cn_aftersales_letter_issuer", lambda has: has not in lawful),
            )
        case "cn_letter_field_missing":
            wanted = frozenset(_list(key, value))
            return Atom(key, ("cn_letter_fields",), _over("cn_letter_fields", lambda has: not wanted <= set(has)))
        case "manufacture_year_lt":
            line = _number(key, value)
            return Atom(key, ("manufacture_date",), _over("manufacture_date", lambda has: has.year < line))
        case "model_year_ge":
            line = _number(key, value)
            return Atom(key, ("model_year",), _over("model_year", lambda has: has >= line))
        case "model_year_offset_not_in":
            if not isinstance(value, list):
                raise ConditionError(key)
            offsets = frozenset(_number(key, item) for item in value)

            def offset(facts: Facts, on: date, _: Collection[str]) -> bool | None:
                return _known(facts, "model_year", lambda has: has - on.year not in offsets)

            return Atom(key, ("model_year",), offset, dated=True)
        case "first_registration_before":
            limit = _day(key, value)
            test = _over("first_registration", lambda has: _both(has.latest < limit, has.earliest < limit))
            return Atom(key, ("first_registration",), test)
        case "customs_condition_ng":
            classes = frozenset(_list(key, value))
            return Atom(key, ("first_registration", "odometer_km"), _nigeria(classes), dated=True)
        case _:
            raise ConditionError(key)


def _member(key: str, value: Any) -> Atom:
    members = frozenset(_list(key, value))
    name = key.removesuffix("_not")
    if key != name:
        return Atom(key, (name,), _over(name, lambda has: has not in members))
    return Atom(key, (name,), _over(name, lambda has: has in members))


def _age(key: str, value: Any, basis: object) -> Atom:
    unit, _, comparison = key.removeprefix("age_").partition("_")
    if comparison not in _COMPARE or unit not in {"years", "months"}:
        raise ConditionError(key)
    if not isinstance(basis, str) or basis not in _AGE_FACT:
        raise ConditionError("age_from")
    if not isinstance(_number(key, value), int):
        raise ConditionError(key)
    line, compare, name = value, _COMPARE[comparison], _AGE_FACT[basis]
    if basis in {"manufacture_year", "model_year"}:
        if unit != "years":
            raise ConditionError(key)

        def by_year(facts: Facts, on: date, _: Collection[str]) -> bool | None:
            return _known(facts, name, lambda has: compare(on.year - getattr(has, "year", has), line))

        return Atom(key, (name,), by_year, dated=True)
    months = line * 12 if unit == "years" else line

    def by_calendar(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        has: PartialDate | None = facts.get(name)
        if has is None:
            return None
        return _both(
            compare(on, add_months(has.earliest, months)),
            compare(on, add_months(has.latest, months)),
        )

    return Atom(key, (name,), by_calendar, dated=True)


def _days_since(key: str, name: str, compare: Callable[[Any, Any], bool], line: Any) -> Atom:
    def test(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        has = facts.get(name)
        if has is None:
            return None
        first, last = (has.earliest, has.latest) if isinstance(has, PartialDate) else (has, has)
        return _both(compare((on - first).days, line), compare((on - last).days, line))

    return Atom(key, (name,), test, dated=True)


def _nigeria(classes: frozenset[str]) -> Test:
    """Nigeria's own line: used after six months from first registration or from 6,000 km, else new."""

    def test(facts: Facts, on: date, _: Collection[str]) -> bool | None:
        registered: PartialDate | None = facts.get("first_registration")
        odometer: int | None = facts.get("odometer_km")
        by_distance = None if odometer is None else odometer >= _NIGERIA_KM
        by_time: bool | None = None
        if registered is not None:
            by_time = _both(
                on > add_months(registered.earliest, _NIGERIA_MONTHS),
                on > add_months(registered.latest, _NIGERIA_MONTHS),
            )
        if by_distance or by_time:
            return "used" in classes
        if by_distance is None or by_time is None:
            return None
        return "new" in classes

    return test


def _over(name: str, test: Callable[[Any], bool | None]) -> Test:
    return lambda facts, *_: _known(facts, name, test)


def _known(facts: Facts, name: str, test: Callable[[Any], bool | None]) -> bool | None:
    has = facts.get(name)
    return None if has is None else test(has)


def _both(one: bool, other: bool) -> bool | None:  # noqa: FBT001
    return one if one is other else None


def _list(key: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConditionError(key)
    return value


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


def first_day(wanted: Callable[[date], bool], after: date, days: int) -> date | None:
    """The first day after ``after``, at most ``days`` later, on which ``wanted`` is true."""
    for step in range(1, days + 1):
        day = after + timedelta(days=step)
        if wanted(day):
            return day
    return None
