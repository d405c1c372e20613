"""A second opinion on readiness: plain, slow, and written from section 4 of the design alone.

It shares the records (Case, Rule, Pack) and the order of facts with the program, and no code that decides anything:
every rule is read again for every car, key by key, and the horizon is walked day by day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from tui.domain.facts import FACTS, Case
from tui.domain.partialdate import PartialDate
from tui.domain.rules import Member, Pack, Rule

Facts = Mapping[str, Any]
COUNTRIES = ("origin_country", "export_country", "final_destination", "route_via")
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


class Words(NamedTuple):
    """What a destination means by used, by a treaty partner, and by the name of a group."""

    used_when: Sequence[Mapping[str, Any]] = ()
    partners: Collection[str] = ()
    strangers: Collection[str] = ()
    groups: Mapping[str, Sequence[Member]] = {}


PLAIN = Words()


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
    """China's rules, the destination's and its groups', and the transit rules of the countries on the way.

    A group's rule counts from the day the country joined to the day it left.
    """
    rules: dict[str, Rule] = {}
    for country, passing in (*((code, True) for code in reversed([*via])), (destination, False), ("CN", False)):
        for pack in packs.values():
            spans = [(member.since, member.until) for member in pack.members if member.country == country]
            if pack.jurisdiction == country:
                spans = [(None, None)]
            if not spans or (country == "CN") is not (pack.jurisdiction == "CN"):
                continue
            ((since, until),) = spans
            for rule in pack.rules:
                if rule.kind in {"deadline", "red_line"} or (passing and rule.kind != "transit"):
                    continue
                first = max(rule.effective_from or date.min, since or date.min)
                last = min(rule.effective_to or date.max, until or date.max)
                rules[rule.id] = msgspec.structs.replace(rule, effective_from=first, effective_to=last)
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


def assess(
    case: Case, rules: Mapping[str, Rule], packs: Mapping[str, Pack], *, doubt: bool = False, horizon: int = 60
) -> Opinion:
    """What a patient clerk with the rules on paper would say of one car."""
    known = dict(zip(FACTS, case.facts, strict=True))
    flags: dict[str, Said] = {}
    replacing = [one for one in rules.values() if one.replaces]
    words = {country: words_of(country, packs) for country in ("CN", case.destination)}
    for rule in rules.values():
        newer = [one for one in replacing if rule.id in line(one, rules)]
        if not any(n.date_basis != rule.date_basis and in_force(n, case.dates[n.date_basis]) for n in newer):
            granted = {} if case.strict else packs[rule.jurisdiction].defaults
            facts = {name: granted.get(name) if value is None else value for name, value in known.items()}
            country = "CN" if rule.jurisdiction == "CN" else case.destination
            newer = [n for n in newer if n.date_basis == rule.date_basis]
            said = judge(rule, facts, case, horizon, newer, words[country])
            if said is not None:
                flags[rule.id] = said
    return Opinion(verdict(flags, rules, doubt=doubt), flags)


def line(rule: Rule, rules: Mapping[str, Rule]) -> set[str]:
    """What a rule replaces, and what that replaced."""
    found: set[str] = set()
    for old in rule.replaces:
        found |= {old} | (line(rules[old], rules) if old in rules else set())
    return found


def judge(
    rule: Rule, facts: Facts, case: Case, horizon: int, newer: Sequence[Rule] = (), words: Words = PLAIN
) -> Said | None:
    basis = "clearance" if rule.date_basis == "first_registration" else rule.date_basis
    on = case.dates[basis]
    held, existing = case.documents[basis], case.existing[basis]
    unmet = {kind for kind in rule.needs_all if kind not in held}
    if not unmet and rule.needs_any and not any(kind in held for kind in rule.needs_any):
        unmet = set(rule.needs_any)
    met = bool(rule.needs_all or rule.needs_any) and not unmet
    if rule.date_basis == "first_registration":
        return on_own_date(rule, facts, existing, words, unmet, met=met)
    answer = applies(rule, facts, on, existing, newer, words)
    if answer is False:
        if rule.severity == "block" and not met:
            for days in range(1, horizon + 1):
                day = on + timedelta(days=days)
                if applies(rule, facts, day, existing, newer, words) is not False:
                    return Said("flagged", needs=frozenset(unmet), turns=day)
        return None
    if met:
        return Said("satisfied")
    if answer is None:
        return Said("cannot_tell", missing(rule, facts, on, existing, words), frozenset(unmet))
    return Said("flagged", needs=frozenset(unmet))


def on_own_date(
    rule: Rule, facts: Facts, existing: Collection[str], words: Words, unmet: set[str], *, met: bool
) -> Said | None:
    """A rule read on the day of first registration: every day it may have been is asked."""
    registered = facts["first_registration"]
    if registered is None:
        days = [date(1960, 1, 1) + timedelta(days=97 * step) for step in range(300)]
    else:
        days = [registered.earliest, registered.latest]
    answers = {applies(rule, facts, day, existing, (), words) for day in days}
    if answers == {False}:
        return None
    if met:
        return Said("satisfied")
    if answers == {True} and registered is not None:
        return Said("flagged", needs=frozenset(unmet))
    asked = {name for day in days[:1] for name in missing(rule, facts, day, existing, words)} if registered else set()
    later = missing(rule, facts, days[-1], existing, words) if registered else frozenset()
    return Said("cannot_tell", frozenset(asked or later or {"first_registration"}), frozenset(unmet))


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


def applies(
    rule: Rule,
    facts: Facts,
    on: date,
    existing: Collection[str],
    newer: Sequence[Rule] = (),
    words: Words = PLAIN,
) -> bool | None:
    """Whether every key holds on a day: one no is no, else one doubt is doubt."""
    if not in_force(rule, on) or any(in_force(one, on) for one in newer):
        return False
    answers = [holds(key, rule.condition, facts, on, existing, words) for key in rule.condition if key != "age_from"]
    if any(answer is False for answer in answers):
        return False
    return None if any(answer is None for answer in answers) else True


def missing(rule: Rule, facts: Facts, on: date, existing: Collection[str], words: Words = PLAIN) -> frozenset[str]:
    """The facts that leave a rule open: the absent ones of a doubtful key, or its imprecise date."""
    names: set[str] = set()
    for key in rule.condition:
        if key != "age_from" and holds(key, rule.condition, facts, on, existing, words) is None:
            asked = read_by(key, rule.condition, words)
            names |= {name for name in asked if facts[name] is None} or set(asked)
    return frozenset(names)


def read_by(key: str, condition: Mapping[str, Any], words: Words = PLAIN) -> tuple[str, ...]:
    """The facts that a key of a condition looks at."""
    if key == "customs_condition" and words.used_when:
        return tuple(name for way in words.used_when for k in way if k != "age_from" for name in read_by(k, way))
    if key == "customs_condition_ng":
        return "odometer_km", "cn_never_registered", "first_registration"
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
    key: str,
    condition: Mapping[str, Any],
    facts: Facts,
    on: date,
    existing: Collection[str],
    words: Words = PLAIN,
) -> bool | None:
    """Whether one key of a condition holds on a day."""
    want = condition[key]
    if key == "always":
        return bool(want)
    if key == "docs_held_any":
        return any(kind in existing for kind in listed(want))
    if key == "customs_condition_ng":
        return nigerian(want, facts, on)
    if key == "customs_condition" and words.used_when:
        return by_own_line(want, facts, on, existing, words.used_when)
    (name,) = read_by(key, condition)
    has = facts[name]
    if has is None:
        return None
    if has == "not_yet":
        return False
    if name in COUNTRIES:
        return among_countries(key, want, has, on, words)
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


def by_own_line(
    want: Any, facts: Facts, on: date, existing: Collection[str], ways: Sequence[Mapping[str, Any]]
) -> bool | None:
    """New or used where any of several conditions makes a car used."""
    answers = []
    for way in ways:
        one = [holds(key, way, facts, on, existing) for key in way if key != "age_from"]
        answers.append(False if False in one else None if None in one else True)
    if True in answers:
        return "used" in listed(want)
    return None if None in answers else "new" in listed(want)


def among_countries(key: str, want: Any, has: Any, on: date, words: Words) -> bool | None:
    """Whether a country, or one of several, is listed by itself or as a member of a group."""

    def is_listed(code: str) -> bool | None:
        for name in listed(want):
            groups = ["EU", *words.partners] if name == "EU_OR_FTA" else [name]
            for group in groups:
                if code == group or any(m.country == code and m.on(on) for m in words.groups.get(group, ())):
                    return True
        return None if "EU_OR_FTA" in listed(want) and code not in words.strangers else False

    answers = [is_listed(code) for code in listed(has)]
    found = True if True in answers else None if None in answers else False
    return (None if found is None else not found) if key.endswith("_not") else found


def words_of(country: str, packs: Mapping[str, Pack]) -> Words:
    own = [packs[country]] if country in packs else []
    own += [pack for pack in packs.values() if any(member.country == country for member in pack.members)]
    return Words(
        next((pack.used_when for pack in own if pack.used_when), ()),
        {code for pack in own for code in pack.treaty_partners},
        {code for pack in own for code in pack.no_treaty},
        {code: pack.members for code, pack in packs.items() if pack.members},
    )


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


def nigerian(want: Any, facts: Facts, on: date) -> bool | None:
    """Used from 6,000 km, or once registered and after six months from first registration."""
    registered, odometer, never = facts["first_registration"], facts["odometer_km"], facts["cn_never_registered"]
    days = (registered.earliest, registered.latest) if registered else (date.min, date.max.replace(year=9000))
    classes = {
        "used" if distance >= 6000 or (not new and on > months_later(day, 6)) else "new"
        for day in days
        for distance in ((0, 6000) if odometer is None else (odometer,))
        for new in ((True, False) if never is None else (never,))
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
