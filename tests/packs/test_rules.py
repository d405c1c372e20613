from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tui.domain.conditions import compile_condition
from tui.domain.deals import DATE_BASES
from tui.domain.documents import EVIDENCE
from tui.domain.facts import FACTS
from tui.domain.fees import FeeBand
from tui.domain.money import is_currency
from tui.domain.rules import CONFIDENCES, KINDS, SECOND_LOOKS, STATUSES, Rule, RuleSeverity
from tui.errors import PackError
from tui.packs.library import Library
from tui.packs.rules import load_packs, read_pack
from tui.paths import data

LIBRARY = Library()
RULES = [rule for pack in LIBRARY.packs.values() for rule in pack.rules]
SHIPPED = {
    "AE", "AM", "AU", "AZ", "BH", "BR", "BY", "CL", "CN", "CO", "DZ", "EAEU", "EC", "EG", "ET", "EU", "GB",
    "GCC", "GE", "GH", "IL", "IQ", "JO", "KE", "KG", "KH", "KW", "KZ", "LY", "MA", "MN", "MX", "MY", "NG",
    "NZ", "OM", "PE", "PH", "QA", "RU", "SA", "TH", "TJ", "TM", "TN", "TR", "TZ", "US", "UZ", "VN", "ZA",
}  # fmt: skip
META = {"schema": "1", "jurisdiction": '"AQ"', "checked": "2026-11-22", "version": '"1"', "side": '"import"'}
RULE = {
    "id": '"xx-one"',
    "kind": '"ban"',
    "severity": '"block"',
    "condition": "{ powertrain = ['bev'] }",
    "title": '"t"',
    "summary": '"s"',
    "source_title": '"st"',
    "source_url": '"https://example.org"',
    "source_date": '"2026"',
    "status": '"press"',
    "confidence": '"low"',
    "checked": "2026-11-22",
}


def text(meta: Mapping[str, str | None] | None = None, *rules: Mapping[str, str | None]) -> str:
    lines = ["[meta]"]
    for own, changes in ((META, meta or {}), *((RULE, changes) for changes in rules)):
        if own is RULE:
            lines.append("[[rule]]")
        lines += [f"{key} = {value}" for key, value in {**own, **changes}.items() if value is not None]
    return "\n".join(lines)


def read(folder: Path, content: str) -> Any:
    path = folder / "XX.toml"
    path.write_text(content, "utf-8")
    return read_pack(path, "", LIBRARY.vocabulary)


def refused(folder: Path, content: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(PackError) as caught:
        read(folder, content)
    assert str(folder / "XX.toml") == caught.value.params["file"]
    return caught.value.code, caught.value.params


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
        assert len({rule.id for rule in RULES}) == len(RULES) == 291
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
        assert rule.date_basis in DATE_BASES
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

    def test_a_group_in_a_condition_stays_a_group(self) -> None:
        """What its name stands for depends on the day, and what a treaty partner is on the destination."""
        rules = {rule.id: rule for rule in RULES}
        assert rules["ge-reexport-ru-by-2023"].condition["export_country"] == ["US", "EU"]
        assert rules["tr-levy-2025-11-bev"].condition["origin_country_not"] == ["EU_OR_FTA"]

    def test_doubts_are_kept_as_a_ledger(self) -> None:
        looks = [rule.second_look for rule in RULES if rule.second_look]
        assert len(looks) == 187
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


class TestRefused:
    def test_a_sound_pack_is_read(self, tmp_path: Path) -> None:
        pack = read(tmp_path, text({}, {"make": None}))
        assert (pack.jurisdiction, len(pack.rules)) == ("AQ", 1)
        assert pack.rules[0].source.title == "st"
        assert pack.rules[0].date_basis == "clearance"
        assert not pack.rules[0].export
        assert read(tmp_path, text()).rules == ()

    @pytest.mark.parametrize("key", RULE)
    def test_a_rule_without_a_key(self, tmp_path: Path, key: str) -> None:
        code, params = refused(tmp_path, text({}, {key: None}))
        assert (code, params["key"]) in {("pack_missing_key", key), ("pack_bad_condition", "condition_empty")}

    @pytest.mark.parametrize("key", META)
    def test_a_pack_without_a_key(self, tmp_path: Path, key: str) -> None:
        code, params = refused(tmp_path, text({key: None}, {}))
        assert params["key"] == key
        assert code in {"pack_missing_key", "pack_bad_value"}

    @pytest.mark.parametrize(
        ("changes", "code", "key"),
        [
            ({"severty": '"block"'}, "pack_unknown_key", "severty"),
            ({"severity": '"blocks"'}, "pack_bad_value", "severity"),
            ({"severity": "1"}, "pack_bad_value", "severity"),
            ({"kind": '"law"'}, "pack_bad_value", "kind"),
            ({"status": '"rumour"'}, "pack_bad_value", "status"),
            ({"confidence": '"certain"'}, "pack_bad_value", "confidence"),
            ({"date_basis": '"shipment"'}, "pack_bad_value", "date_basis"),
            ({"effective_from": '"2026-01-01"'}, "pack_bad_value", "effective_from"),
            ({"effective_from": "2026-01-01T00:00:00"}, "pack_bad_value", "effective_from"),
            ({"checked": "2026-01-01T00:00:00Z"}, "pack_bad_value", "checked"),
            ({"needs_all": '"sbkts"'}, "pack_bad_value", "needs_all"),
            ({"needs_any": "[1]"}, "pack_bad_value", "needs_any"),
            ({"period": '"6 months"'}, "pack_bad_value", "period"),
            ({"next_april_30": "1"}, "pack_bad_value", "next_april_30"),
            ({"condition": "[]"}, "pack_bad_value", "condition"),
            ({"condition": "{}"}, "pack_bad_condition", "condition_empty"),
            ({"condition": "{ powertrian = ['bev'] }"}, "pack_bad_condition", "powertrian"),
            ({"condition": "{ age_old = 3, age_from = 'manufacture' }"}, "pack_bad_condition", "age_old"),
            ({"condition": "{ age_years_gt = 3 }"}, "pack_bad_condition", "age_from"),
            ({"condition": "{ age_years_gt = 3, age_from = [] }"}, "pack_bad_condition", "age_from"),
            (
                {"condition": "{ first_registration_before = 'soon' }"},
                "pack_bad_condition",
                "first_registration_before",
            ),
            (
                {"condition": "{ first_registration_before = 2026-01-01T00:00:00 }"},
                "pack_bad_condition",
                "first_registration_before",
            ),
            ({"condition": "{ odometer_km_lt = '9' }"}, "pack_bad_condition", "odometer_km_lt"),
            ({"condition": "{ make = 3 }"}, "pack_bad_condition", "make"),
        ],
    )
    def test_a_rule_that_is_not_sound(self, tmp_path: Path, changes: dict[str, str], code: str, key: str) -> None:
        got, params = refused(tmp_path, text({}, changes))
        assert (got, params["entry"], params["key"]) == (code, "xx-one", key)

    @pytest.mark.parametrize(
        ("content", "code", "key"),
        [
            (text({"colour": '"red"'}), "pack_unknown_key", "colour"),
            (text({"schema": "2"}), "pack_bad_value", "schema"),
            (text({"side": '"exprot"'}), "pack_bad_value", "side"),
            (text({"defaults": "3"}), "pack_bad_value", "defaults"),
            (text() + "\n[[rules]]\nid = 'x'", "pack_unknown_key", "rules"),
            (text() + "\n[rule]\nid = 'x'", "pack_bad_value", "rule"),
            ("rule = [3]\n" + text(), "pack_bad_value", "rule"),
            ("meta = 3", "pack_bad_value", "meta"),
            ("", "pack_bad_value", "schema"),
        ],
    )
    def test_a_pack_that_is_not_sound(self, tmp_path: Path, content: str, code: str, key: str) -> None:
        got, params = refused(tmp_path, content)
        assert (got, params["key"]) == (code, key)

    def test_a_file_that_is_no_toml(self, tmp_path: Path) -> None:
        assert refused(tmp_path, "[meta")[0] == "pack_not_toml"
        (tmp_path / "XX.toml").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(PackError) as caught:
            read_pack(tmp_path / "XX.toml", "", LIBRARY.vocabulary)
        assert caught.value.code == "pack_unreadable"
        with pytest.raises(PackError) as caught:
            read_pack(tmp_path / "YY.toml", "", LIBRARY.vocabulary)
        assert caught.value.code == "pack_unreadable"

    def test_makes_are_named_in_any_language(self, tmp_path: Path) -> None:
        for written in ("['Volkswagen', '比亚迪']", "['VOLKSWAGEN', 'byd']"):
            pack = read(tmp_path, text({}, {"condition": f"{{ make = {written} }}"}))
            assert pack.rules[0].condition == {"make": ["volkswagen", "byd"]}
        pack = read(tmp_path, text({}, {"condition": "{ make = '比亚迪' }"}))
        assert pack.rules[0].condition == {"make": ["byd"]}


class TestOwnFolder:
    def test_the_users_pack_replaces_the_shipped_one(self, tmp_path: Path) -> None:
        own = text({"jurisdiction": '"KZ"', "version": '"2027.01.01"'}, {"id": '"kz-own"'})
        (tmp_path / "mine.toml").write_text(own, "utf-8")
        library = Library(tmp_path)
        assert [rule.id for rule in library.packs["KZ"].rules] == ["kz-own"]
        assert library.packs["KZ"].origin == str(tmp_path / "mine.toml")
        assert library.packs["RU"] == LIBRARY.packs["RU"]
        assert library.packs_version == "2027.01.01+own"
        assert not LIBRARY.packs_version.endswith("+own")

    def test_a_new_country_is_a_new_destination(self, tmp_path: Path) -> None:
        (tmp_path / "UA.toml").write_text(text({"jurisdiction": '"UA"'}, {"id": '"ua-one"'}), "utf-8")
        library = Library(tmp_path)
        assert set(library.destinations) == {*LIBRARY.destinations, "UA"}

    def test_an_id_stands_in_one_pack_only(self, tmp_path: Path) -> None:
        (tmp_path / "UA.toml").write_text(text({"jurisdiction": '"UA"'}, {"id": '"kz-util-fee-2026-1"'}), "utf-8")
        library = Library(tmp_path)
        (error,) = library.pack_errors
        assert (error.code, error.params["entry"]) == ("pack_rule_twice", "kz-util-fee-2026-1")
        assert library.packs == LIBRARY.packs

    def test_an_id_stands_only_once_in_a_pack(self, tmp_path: Path) -> None:
        (tmp_path / "UA.toml").write_text(text({"jurisdiction": '"UA"'}, {}, {}), "utf-8")
        (error,) = Library(tmp_path).pack_errors
        assert (error.code, error.params["jurisdiction"]) == ("pack_rule_twice", "UA")

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(PackError) as caught:
            load_packs(((tmp_path / "none", ""),), LIBRARY.vocabulary)
        assert caught.value.code == "pack_folder_missing"

    def test_a_faulty_pack_of_the_user_leaves_its_country_without_rules(self, tmp_path: Path) -> None:
        """The shipped rules must not step in for the ones the user meant."""
        faulty = text({"jurisdiction": '"KZ"'}, {"severty": '"block"'}, {"id": '"kz-two"', "kind": '"law"'})
        (tmp_path / "mine.toml").write_text(faulty, "utf-8")
        library = Library(tmp_path)
        assert set(library.packs) == set(LIBRARY.packs) - {"KZ"}
        assert "KZ" not in library.destinations
        assert [(error.params["entry"], error.params["key"]) for error in library.pack_errors] == [
            ("xx-one", "severty"),
            ("kz-two", "kind"),
        ]
        assert {error.params["jurisdiction"] for error in library.pack_errors} == {"KZ"}

    def test_other_files_are_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("not rules", "utf-8")
        assert Library(tmp_path).packs == LIBRARY.packs


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
