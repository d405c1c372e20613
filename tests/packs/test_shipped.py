"""The packs that come with the program."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations
from typing import Any, ClassVar

import pytest

from tests.packs.kit import LIBRARY
from tui.domain.conditions import compile_condition
from tui.domain.deals import DATE_BASES
from tui.domain.documents import EVIDENCE
from tui.domain.facts import FACTS
from tui.domain.fees import FeeBand
from tui.domain.judging import OWN_DATE
from tui.domain.money import is_currency
from tui.domain.rules import CONFIDENCES, KINDS, SECOND_LOOKS, STATUSES, Rule, RuleSeverity
from tui.domain.words import COLOURS, KINDS_OF_IMPORTERS
from tui.paths import data

RULES = [rule for pack in LIBRARY.packs.values() for rule in pack.rules]


SHIPPED = {
    "AE", "AM", "AU", "AZ", "BH", "BR", "BY", "CL", "CN", "CO", "DZ", "EAEU", "EC", "EG", "ET", "EU", "GB",
    "GCC", "GE", "GH", "IL", "IQ", "JO", "KE", "KG", "KH", "KW", "KZ", "LY", "MA", "MN", "MX", "MY", "NG",
    "NZ", "OM", "PE", "PH", "QA", "RU", "SA", "TH", "TJ", "TM", "TN", "TR", "TZ", "US", "UZ", "VN", "ZA",
}  # fmt: skip


class TestShipped:
    def test_fifty_jurisdictions_and_china_are_there(self) -> None:
        assert not LIBRARY.pack_errors
        assert set(LIBRARY.packs) == SHIPPED
        assert len(SHIPPED) == 51
        assert all(pack.origin == "shipped" for pack in LIBRARY.packs.values())
        assert {path.stem for path in data("rules").glob("*.toml")} == SHIPPED

    def test_groups_have_their_members_with_their_days(self) -> None:
        members = {code: [member.country for member in pack.members] for code, pack in LIBRARY.packs.items()}
        assert {code for code, listed in members.items() if listed} == {"EAEU", "GCC", "EU"}
        assert (len(members["EAEU"]), len(members["GCC"]), len(members["EU"])) == (5, 6, 27)
        union = LIBRARY.packs["EAEU"]
        assert not union.has_member("KG", date(2015, 8, 11))
        assert union.has_member("KG", date(2015, 8, 12))

    def test_destinations_are_countries_with_a_pack_of_their_own_and_the_eu_as_one(self) -> None:
        assert set(LIBRARY.destinations) == SHIPPED - {"CN", "EAEU", "GCC"}
        assert len(LIBRARY.destinations) == 48
        assert set(LIBRARY.profiles) == {*LIBRARY.destinations, *(one.country for one in LIBRARY.packs["EU"].members)}

    def test_a_member_of_the_eu_has_its_profile(self) -> None:
        assert LIBRARY.profiles["DE"] is LIBRARY.profiles["EU"]
        assert "UA" not in LIBRARY.profiles

    def test_profiles_say_what_a_buyer_reads_and_plugs_in(self) -> None:
        for profile in LIBRARY.profiles.values():
            assert profile.official_languages or profile.business_languages, profile.country
            assert profile.mains
            assert profile.fm_band
            assert profile.steering in {"LHD", "RHD"}
            assert profile.source
            assert profile.source.confidence in CONFIDENCES
            assert is_currency(profile.currency)
            assert set(profile.dc_charging) <= {"GBT", "CCS1", "CCS2", "CHADEMO", "NACS"}
            assert set(profile.ac_charging) <= {"GBT_AC", "TYPE1", "TYPE2", "NACS"}

    def test_ids_are_unique_and_name_their_jurisdiction(self) -> None:
        assert len({rule.id for rule in RULES}) == len(RULES) == 391
        for rule in RULES:
            assert re.fullmatch(r"[a-z0-9-]+", rule.id)
            assert rule.id.startswith(f"{rule.jurisdiction.lower()}-")

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_a_rule_is_whole(self, rule: Rule) -> None:
        assert rule.title
        assert rule.summary
        assert rule.source.title
        assert rule.source.url.startswith("http")
        assert rule.source.status in STATUSES
        assert rule.source.confidence in CONFIDENCES
        assert rule.kind in KINDS
        assert rule.date_basis in {*DATE_BASES, OWN_DATE}
        assert rule.export is (rule.jurisdiction == "CN")
        assert rule.checked <= date(2026, 11, 22)
        if rule.effective_from and rule.effective_to:
            assert rule.effective_from <= rule.effective_to
        assert all(old in {other.id for other in RULES} for old in rule.replaces)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_what_a_rule_needs_can_be_recorded(self, rule: Rule) -> None:
        for kind in (*rule.needs_all, *rule.needs_any, *rule.condition.get("docs_held_any", ())):
            assert kind == EVIDENCE + rule.id or kind in LIBRARY.documents, kind

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_what_a_rule_reads_can_be_asked_for(self, rule: Rule) -> None:
        for atom in compile_condition(rule.condition):
            for name in atom.reads:
                assert name in FACTS
                assert name in LIBRARY.facts, name
                assert LIBRARY.facts[name].giver in LIBRARY.words["giver"]

    def test_the_words_of_conditions_are_words_a_car_can_have(self) -> None:
        """A misspelt word would be a rule without effect."""
        choices = LIBRARY.vocabulary.choices
        for rule in RULES:
            for key, value in rule.condition.items():
                if key in choices:
                    words = [value] if isinstance(value, str) else value
                    assert set(words) <= set(choices[key].values()), (rule.id, key)
                if key in {"route_via", "final_destination", "final_destination_not", "origin_country"}:
                    assert set(value) <= {*LIBRARY.vocabulary.countries, "EU"}, (rule.id, key)
                if key == "make":
                    assert set(value) <= set(LIBRARY.makes), rule.id
                if key == "make_home":
                    assert set(value) <= {make.home for make in LIBRARY.makes.values()}, rule.id

    def test_every_buyer_is_somebody_the_rules_speak_of(self) -> None:
        """A rule for firms or private persons holds for their kinds too, unless its file names those elsewhere."""
        for pack in LIBRARY.packs.values():
            told = [set(rule.condition["importer_type"]) for rule in pack.rules if "importer_type" in rule.condition]
            known = set().union(*told)
            for kind, kinds in KINDS_OF_IMPORTERS.items():
                assert kind not in known or known.issuperset(kinds), pack.jurisdiction

    def test_colours_that_rules_may_name_are_those_a_list_can_have(self) -> None:
        assert set(LIBRARY.vocabulary.choices["colour"].values()) == COLOURS
        named = {word for rule in RULES for word in rule.condition.get("colour", ())}
        assert named <= COLOURS

    def test_a_group_in_a_condition_stays_a_group(self) -> None:
        """What its name stands for depends on the day, and what a treaty partner is on the destination."""
        rules = {rule.id: rule for rule in RULES}
        assert rules["ge-reexport-ru-by-2023"].condition["export_country"] == ["EU"]
        assert rules["tr-levy-2025-11-bev"].condition["origin_country_not"] == ["EU_OR_FTA"]

    def test_doubts_are_kept_as_a_ledger(self) -> None:
        looks = [rule.second_look for rule in RULES if rule.second_look]
        assert len(looks) == 202
        assert all(look.result in SECOND_LOOKS and look.note and look.title for look in looks)

    def test_working_values_are_said(self) -> None:
        """Where the text itself speaks of a working value, the flag has a sentence for it."""
        assumed = {rule.id: rule.assumption for rule in RULES if rule.assumption}
        assert "1,000 km" in assumed["jo-zero-km-agent-only"]
        assert "31 January" in assumed["eaeu-under3-company-official-only-2026-01"]
        for rule in RULES:
            if re.search("working threshold|own reading|[Dd]erived, not|[Oo]nly the (year|month)", rule.summary):
                assert rule.assumption, rule.id

    def test_deadlines_can_be_counted(self) -> None:
        for rule in RULES:
            if rule.period or rule.next_april_30:
                assert rule.count_from, rule.id
            assert rule.until in {"", "year_end"}

    def test_defaults_are_facts_of_the_right_shape(self) -> None:
        for name, value in LIBRARY.world.defaults.items():
            assert name in FACTS
            assert isinstance(value, bool | tuple), name

    def test_every_document_and_fact_has_a_known_giver(self) -> None:
        givers = {kind.giver for kind in LIBRARY.documents.values()} | {fact.giver for fact in LIBRARY.facts.values()}
        assert givers <= set(LIBRARY.words["giver"])

    def test_short_words_of_documents_are_each_used_once(self) -> None:
        words = [alias.casefold() for kind in LIBRARY.documents.values() for alias in {kind.kind, *kind.aliases}]
        assert len(words) == len(set(words)) == len(LIBRARY.document_aliases)


class TestFees:
    BANDS: ClassVar = [(pack.jurisdiction, band) for pack in LIBRARY.packs.values() for band in pack.fees]

    def test_every_row_is_there(self) -> None:
        counted = Counter(jurisdiction for jurisdiction, _ in self.BANDS)
        assert counted == {"RU": 193, "KZ": 8, "UZ": 2, "BY": 14}

    def test_a_fee_that_a_rule_names_is_a_cost(self) -> None:
        priced = [rule for rule in RULES if rule.fee]
        assert {rule.jurisdiction for rule in priced} == {"RU", "KZ", "UZ", "BY"}
        assert all(rule.severity is RuleSeverity.COST for rule in priced)

    def test_no_car_falls_into_two_bands(self) -> None:
        for (here, one), (there, other) in combinations(self.BANDS, 2):
            assert here != there or one.fee != other.fee or not _overlap(one, other), (one, other)


def _overlap(one: FeeBand, other: FeeBand) -> bool:
    """Whether a car could fall into both: displacement and days belong at both ends, power and age above the least."""
    if not set(one.powertrains) & set(other.powertrains) or {one.importer, other.importer} == {"company", "individual"}:
        return False
    both_ends = (("engine_cc_min", "engine_cc_max"), ("effective_from", "effective_to"))
    above = (("power_hp_min", "power_hp_max"), ("age_years_min", "age_years_max"))
    return not any(
        _apart(getattr(low, least), getattr(high, most), touching=touching)
        for pairs, touching in ((both_ends, False), (above, True))
        for least, most in pairs
        for low, high in ((one, other), (other, one))
    )


def _apart(least: Any, most: Any, *, touching: bool) -> bool:
    return least is not None and most is not None and (least >= most if touching else least > most)
