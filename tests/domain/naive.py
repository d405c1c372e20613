"""A second opinion on readiness: plain, slow, and written from section 4 of the design alone.

It shares the records (Case, Rule, Pack) and the order of facts with the program, and no code that decides anything:
every rule is read again for every car, key by key, and the horizon is walked day by day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from tui.domain.facts import FACTS, Case
from tui.domain.partialdate import PartialDate
from tui.domain.rules import Pack, Rule

DECIDING = ("block", "require")
AGE_OF = {
    "manufacture": "manufacture_date",
    "first_registration": "first_registration",
    "manufacture_year": "manufacture_date",
    "model_year": "model_year",
}
DAYS_OF = {"registered": "first_registration", "owner_held": "owned_since", "days_since": "arrival"}
LISTS = (
    "damage_history", "former_use", "route_via", "sub_region", "make_status", "cn_barred_group", "cn_sale_target",
)  # fmt: skip


class Said(NamedTuple):
    """What one rule says: the record a flag must equal."""

    state: str
    missing: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    turns: date | None = None


class Opinion(NamedTuple):
    """The verdict, and every rule that has something to say."""

    verdict: str
    flags: dict[str, Said]


def rules_for(destination: str, via: Iterable[str], packs: Mapping[str, Pack]) -> dict[str, Rule]:
    """China's rules, the destination's and its groups', and the transit rules of the countries on the way."""
    rules: dict[str, Rule] = {}
    for pack in packs.values():
        members = {member.country for member in pack.members}
        for rule in pack.rules:
            ours = pack.jurisdiction in {"CN", destination} or destination in members
            on_the_way = any(country == pack.jurisdiction or country in members for country in via)
            if rule.kind not in {"deadline", "red_line"} and (ours or (on_the_way and rule.kind == "transit")):
                rules[rule.id] = rule
    return rules


def in_doubt(destination: str, via: Iterable[str], packs: Mapping[str, Pack], today: date, staleness: int) -> bool:
    """Whether a country without a pack, or a pack that was not checked for too long, leaves everything open."""
    countries = ("CN", destination, *via)
    covered = {m.country for pack in packs.values() if pack.covers_members for m in pack.members if m.on(today)}
    if destination == "CN" or not {*packs, *covered}.issuperset(countries):
        return True
    used = [
        pack
        for pack in packs.values()
        if not {pack.jurisdiction, *(member.country for member in pack.members)}.isdisjoint(countries)
    ]
    return any(today > pack.checked + timedelta(days=staleness) for pack in used)


def assess(case: Case, rules: Mapping[str, Rule], *, doubt: bool = False, horizon: int = 60) -> Opinion:
    """What a patient clerk with the rules on paper would say of one car."""
    facts = dict(zip(FACTS, case.facts, strict=True))
    replaced = {old for rule in rules.values() if in_force(rule, case.dates[rule.date_basis]) for old in rule.replaces}
    flags: dict[str, Said] = {}
    for rule in rules.values():
        if rule.id not in replaced:
            said = judge(rule, facts, case, horizon)
            if said is not None:
                flags[rule.id] = said
    return Opinion(verdict(flags, rules, doubt=doubt), flags)


def judge(rule: Rule, facts: Mapping[str, Any], case: Case, horizon: int) -> Said | None:
    on = case.dates[rule.date_basis]
    held, existing = case.documents[rule.date_basis], case.existing[rule.date_basis]
    unmet = {kind for kind in rule.needs_all if kind not in held}
    if not unmet and rule.needs_any and not any(kind in held for kind in rule.needs_any):
        unmet = set(rule.needs_any)
    met = bool(rule.needs_all or rule.needs_any) and not unmet
    answer = applies(rule, facts, on, existing)
    if answer is False:
        if rule.severity == "block" and not met:
            for days in range(1, horizon + 1):
                day = on + timedelta(days=days)
                if applies(rule, facts, day, existing) is not False:
                    return Said("flagged", needs=frozenset(unmet), turns=day)
        return None
    if met:
        return Said("satisfied")
    if answer is None:
        return Said("cannot_tell", missing(rule, facts, on, existing), frozenset(unmet))
    return Said("flagged", needs=frozenset(unmet))


def verdict(flags: Mapping[str, Said], rules: Mapping[str, Rule], *, doubt: bool) -> str:
    """Worst first: BLOCKED, UNKNOWN, ACTION, READY."""
    deciding = [(rules[name].severity, said) for name, said in flags.items() if rules[name].severity in DECIDING]
    if any(severity == "block" and said.state == "flagged" and not said.turns for severity, said in deciding):
        return "BLOCKED"
    if doubt or any(said.state == "cannot_tell" for _, said in deciding):
        return "UNKNOWN"
    if any(said.state == "flagged" for _, said in deciding):
        return "ACTION"
    return "READY"


def in_force(rule: Rule, on: date) -> bool:
    return (rule.effective_from or date.min) <= on <= (rule.effective_to or date.max)


def applies(rule: Rule, facts: Mapping[str, Any], on: date, existing: Collection[str]) -> bool | None:
    """Whether every key holds on a day: one no is no, else one doubt is doubt."""
    if not in_force(rule, on):
        return False
    answers = [holds(key, rule.condition, facts, on, existing) for key in rule.condition if key != "age_from"]
    if any(answer is False for answer in answers):
        return False
    return None if any(answer is None for answer in answers) else True


def missing(rule: Rule, facts: Mapping[str, Any], on: date, existing: Collection[str]) -> frozenset[str]:
    """The facts that leave a rule open: the absent ones of a doubtful key, or its imprecise date."""
    names: set[str] = set()
    for key in rule.condition:
        if key != "age_from" and holds(key, rule.condition, facts, on, existing) is None:
            asked = read_by(key, rule.condition)
            names |= {name for name in asked if facts[name] is None} or set(asked)
    return frozenset(names)


def read_by(key: str, condition: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that a key of a condition looks at."""
    if key == "customs_condition_ng":
        return "first_registration", "odometer_km"
    if key.startswith("age_"):
        return (AGE_OF[condition["age_from"]],)
    for beginning, name in {
        **DAYS_OF,
        "first_registration_before": "first_registration",
        "manufacture_year": "manufacture_date",
        "model_year": "model_year",
        "software_language": "software_languages",
        "cn_letter_field_missing": "cn_letter_fields",
    }.items():
        if key.startswith(beginning):
            return (name,)
    for ending in ("_not", "_gt", "_ge", "_lt", "_le"):
        if key.endswith(ending):
            return (key.removesuffix(ending),)
    return (key,)


def holds(
    key: str, condition: Mapping[str, Any], facts: Mapping[str, Any], on: date, existing: Collection[str]
) -> bool | None:
    """Whether one key of a condition holds on a day."""
    want = condition[key]
    if key == "always":
        return bool(want)
    if key == "docs_held_any":
        return any(kind in existing for kind in listed(want))
    if key == "customs_condition_ng":
        return nigerian(want, facts, on)
    (name,) = read_by(key, condition)
    has = facts[name]
    if has is None:
        return None
    if isinstance(has, PartialDate) and condition.get("age_from") != "manufacture_year":
        first = on_a_day(key, want, has.earliest, on)
        last = on_a_day(key, want, has.latest, on)
        return first if first == last else None
    if isinstance(has, date):
        return on_a_day(key, want, has, on)
    if key.startswith("age_"):
        return compared(key, on.year - (has.year if isinstance(has, PartialDate) else has), want)
    if key == "model_year_offset_not_in":
        return has - on.year not in want
    if key == "software_language_missing":
        return want not in has
    if key == "cn_letter_field_missing":
        return any(field not in has for field in want)
    if isinstance(want, bool):
        return bool(has == want)
    if name in LISTS:
        overlap = any(word in has for word in listed(want))
        return not overlap if key.endswith("_not") else overlap
    if key.endswith("_not"):
        return has not in listed(want)
    if key.endswith(("_gt", "_ge", "_lt", "_le")):
        return compared(key, has, want)
    return has in listed(want)


def on_a_day(key: str, want: Any, since: date, on: date) -> bool:
    """The answer of a dated key for one exact day."""
    if key == "first_registration_before":
        return bool(since < want)
    if key.startswith("manufacture_year"):
        return compared(key, since.year, want)
    if key.startswith("age_"):
        return compared(key, on, months_later(since, want * 12 if "years" in key else want))
    return compared(key, (on - since).days, want)


def compared(key: str, has: Any, line: Any) -> bool:
    match key[-3:]:
        case "_gt":
            return bool(has > line)
        case "_ge":
            return bool(has >= line)
        case "_lt":
            return bool(has < line)
        case _:
            return bool(has <= line)


def nigerian(want: Any, facts: Mapping[str, Any], on: date) -> bool | None:
    """Used from 6,000 km or after six months from first registration."""
    registered, odometer = facts["first_registration"], facts["odometer_km"]
    days = (registered.earliest, registered.latest) if registered else (date.min, date.max.replace(year=9000))
    classes = {
        "used" if distance >= 6000 or on > months_later(day, 6) else "new"
        for day in days
        for distance in ((0, 6000) if odometer is None else (odometer,))
    }
    return None if len(classes) > 1 else classes.pop() in listed(want)


def listed(want: Any) -> list[str]:
    return [want] if isinstance(want, str) else list(want)


def months_later(day: date, months: int) -> date:
    """The same day some months on, or the last of the month."""
    years, month = divmod(day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, number)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)
