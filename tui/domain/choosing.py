"""Which rules count for a destination and a route, and on which days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from tui.domain.fees import FeeBand
from tui.domain.judging import Ruling, compile_rule
from tui.domain.readiness import ORIGIN
from tui.domain.rules import Pack, Rule
from tui.domain.terms import Members, Terms
from tui.domain.windows import ALWAYS, Windows, both, without


class Chosen(msgspec.Struct, frozen=True):
    """The rulings of one side and the packs they come from.

    ``across`` are rulings that replace a rule which is read at another date, with its id: which of the two counts
    depends on the dates of the deal.
    """

    rulings: tuple[Ruling, ...]
    packs: tuple[str, ...]
    across: tuple[tuple[Ruling, str], ...] = ()


class _Candidate(msgspec.Struct, frozen=True):
    """A rule of a pack in one role: of the country of entry, or of one the route passes through."""

    rule: Rule
    pack: Pack
    windows: Windows
    role: str


def chosen_rules(destination: str, via: Sequence[str], packs: Mapping[str, Pack], *, origin: bool) -> Chosen:
    """The rules of the destination and its groups, and the transit rules of every country on the way.

    The origin's own rules are chosen only with ``origin``. A group's rules count while the country belongs to
    it. A rule replaced by another of the same role rests while that one counts.
    """
    found: dict[str, _Candidate] = {}
    used: dict[str, None] = {}
    for country, role in ((destination, ""), *((code, code) for code in via)):
        if country == ORIGIN and not origin:
            continue
        for pack, membership in _packs_of(country, packs):
            used[pack.jurisdiction] = None
            for rule in pack.rules:
                if rule.counts and (not role or rule.kind == "transit"):
                    found.setdefault(rule.id, _Candidate(rule, pack, both(_own(rule), membership), role))
    groups = group_members(packs)
    terms = {country: terms_of(country, packs, groups) for country in {destination, *via}}
    rests, across = _replaced(list(found.values()))
    rulings = {}
    for one in found.values():
        windows = without(one.windows, rests.get(one.rule.id, ()))
        tariff = tariff_of(one.rule, one.pack)
        rulings[one.rule.id] = compile_rule(
            one.rule, windows, one.pack.defaults, terms[one.role or destination], tariff
        )
    pairs = tuple((rulings[new], old) for new, old in across)
    return Chosen(tuple(rulings.values()), tuple(used), pairs)


def group_members(packs: Mapping[str, Pack]) -> dict[str, Members]:
    """The members of every group, each with the days of its membership."""
    found: dict[str, dict[str, Windows]] = {}
    for code, pack in packs.items():
        for member in pack.members:
            of_it = found.setdefault(code, {})
            of_it[member.country] = (*of_it.get(member.country, ()), (member.since, member.until))
    return dict(found)


def terms_of(country: str, packs: Mapping[str, Pack], groups: Mapping[str, Members]) -> Terms:
    """What the words of a condition mean in a country: by its own pack, else by that of a group it belongs to."""
    own = [pack for pack, _ in _packs_of(country, packs)]
    used_when = next((pack.used_when for pack in own if pack.used_when), ())
    partners = frozenset(code for pack in own for code in pack.treaty_partners)
    strangers = frozenset(code for pack in own for code in pack.no_treaty)
    return Terms(used_when, partners, strangers, groups)


def tariff_of(rule: Rule, pack: Pack) -> tuple[FeeBand, ...]:
    """The fee table a rule names."""
    return tuple(band for band in pack.fees if band.fee == rule.fee) if rule.fee else ()


def _packs_of(country: str, packs: Mapping[str, Pack]) -> Iterator[tuple[Pack, Windows]]:
    """A country's own pack, then those of its groups, with the days on which they count."""
    if country in packs:
        yield packs[country], ALWAYS
    for pack in packs.values():
        windows = tuple((member.since, member.until) for member in pack.members if member.country == country)
        if windows:
            yield pack, windows


def _own(rule: Rule) -> Windows:
    return ((rule.effective_from, rule.effective_to),)


def _replaced(candidates: Sequence[_Candidate]) -> tuple[dict[str, Windows], list[tuple[str, str]]]:
    """When each rule rests because another replaces it; and the pairs that are read at different dates."""
    known = {one.rule.id: one for one in candidates}
    rests: dict[str, Windows] = {}
    across: list[tuple[str, str]] = []
    for new in candidates:
        for old in _line(new.rule, known):
            if old.role != new.role or old is new:
                continue
            if old.rule.date_basis == new.rule.date_basis:
                rests[old.rule.id] = (*rests.get(old.rule.id, ()), *new.windows)
            else:
                across.append((new.rule.id, old.rule.id))
    return rests, across


def _line(rule: Rule, known: Mapping[str, _Candidate]) -> Iterable[_Candidate]:
    """The rules that a rule replaces, and those that they replaced."""
    found: dict[str, _Candidate] = {}
    waiting = list(rule.replaces)
    while waiting:
        code = waiting.pop()
        if code in known and code not in found:
            found[code] = known[code]
            waiting.extend(known[code].rule.replaces)
    return found.values()
