"""Nothing that was once found out about a rule, a fee or a destination gets lost: see ``data/known.toml``."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.packs.kit import LIBRARY
from tui.domain.fees import FeeBand
from tui.domain.rules import Rule

KNOWN: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "known.toml").read_text("utf-8"))
RULES = {rule.id: rule for pack in LIBRARY.packs.values() for rule in pack.rules}


def said(rule: Rule) -> set[str]:
    """The fields in which a rule says something of its own, by the names its file gives them."""
    found = {
        field.name
        for field in msgspec.structs.fields(Rule)
        if not field.required and getattr(rule, field.name) != field.default
    }
    if rule.source.day:
        found.add("source_date")
    if rule.second_look and rule.second_look.day:
        found.add("second_look.source_date")
    return found


@pytest.mark.parametrize("code", KNOWN["rules"])
def test_a_rule_still_says_what_was_found(code: str) -> None:
    lost = {}
    for name, fields in KNOWN["rules"][code].items():
        rule = RULES.get(name)
        missing = {"all"} if rule is None or rule.jurisdiction != code else set(fields.split()) - said(rule)
        if missing:
            lost[name] = missing
    assert lost == {}


def test_every_researched_rule_is_listed() -> None:
    assert sum(len(rules) for rules in KNOWN["rules"].values()) == 291
    assert set(KNOWN["rules"]) == set(LIBRARY.packs)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_names_its_source_and_how_sure_it_is(rule: Rule) -> None:
    source = rule.source
    assert source.title
    assert source.url
    assert source.status
    assert source.confidence
    look = rule.second_look
    assert look is None or (look.title and look.url and look.status), rule.id


@pytest.mark.parametrize("code", KNOWN["fees"])
def test_a_fee_table_keeps_its_bands_and_their_bounds(code: str) -> None:
    bands = LIBRARY.packs[code].fees
    found = Counter(
        field.name
        for band in bands
        for field in msgspec.structs.fields(FeeBand)
        if not field.required and getattr(band, field.name) != field.default
    )
    known = dict(KNOWN["fees"][code])
    assert len(bands) >= known.pop("bands")
    assert {name: found[name] for name, least in known.items() if found[name] < least} == {}
    for band in bands:
        assert band.source.title
        assert band.source.url
        assert band.source.confidence


def test_a_profile_keeps_its_notes() -> None:
    profiles = LIBRARY.profiles
    for field in ("fuel_note", "note"):
        assert not [code for code in KNOWN["profiles"][field].split() if not getattr(profiles[code], field)]
    sources = {code: profile.source for code, profile in profiles.items() if profile.source and profile.source.url}
    assert set(KNOWN["profiles"]["source_url"].split()) <= sources.keys()
