from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.packs.kit import LIBRARY, META, RULE, read, refused, text
from tui.errors import PackError
from tui.packs.library import Library
from tui.packs.rules import load_packs, read_pack


class TestRefused:
    def test_a_sound_pack_is_read(self, tmp_path: Path) -> None:
        pack = read(tmp_path, text({}, {"make": None}))
        assert (pack.jurisdiction, len(pack.rules)) == ("AQ", 1)
        assert pack.rules[0].source.title == "st"
        assert pack.rules[0].date_basis == "clearance"
        assert not pack.rules[0].export
        assert refused(tmp_path, text())[0] == "pack_asks_nothing"

    @pytest.mark.parametrize("key", RULE)
    def test_a_rule_without_a_key(self, tmp_path: Path, key: str) -> None:
        code, params = refused(tmp_path, text({}, {key: None}))
        assert (code, params["key"]) in {("pack_missing_key", key), ("pack_condition_empty", "condition")}

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
            ({"condition": "{}"}, "pack_condition_empty", "condition"),
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
            (text() + "\n[[rules]]\nid = 'x'", "pack_unknown_key_on_top", "rules"),
            (text() + "\n[rule]\nid = 'x'", "pack_bad_value_on_top", "rule"),
            ("rule = [3]\n" + text(), "pack_bad_value_on_top", "rule"),
            ("meta = 3", "pack_bad_value_on_top", "meta"),
            ("", "pack_missing_key", "schema"),
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


class TestKindsOfImporters:
    @pytest.mark.parametrize(
        ("conditions", "expected"),
        [
            (["['company']"], [{"company", "small_importer", "indirect_importer"}]),
            (["['individual']"], [{"individual", "family", "returning_resident"}]),
            (["['individual']", "['family']"], [{"individual", "returning_resident"}, {"family"}]),
            (["['company', 'small_importer']"], [{"company", "small_importer", "indirect_importer"}]),
            (["'small_importer'"], ["small_importer"]),
        ],
    )
    def test_a_kind_nobody_names_counts_as_what_it_is_a_kind_of(
        self, tmp_path: Path, conditions: list[str], expected: list[Any]
    ) -> None:
        rules = [
            {"id": f'"xx-{place}"', "condition": f"{{ importer_type = {one} }}"} for place, one in enumerate(conditions)
        ]
        found = [rule.condition["importer_type"] for rule in read(tmp_path, text(None, *rules)).rules]
        assert [one if isinstance(one, str) else set(one) for one in found] == expected


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
        assert "KZ" in library.destinations
        assert library.faults_of("KZ") == library.pack_errors
        assert [(error.params["entry"], error.params["key"]) for error in library.pack_errors] == [
            ("xx-one", "severty"),
            ("kz-two", "kind"),
        ]
        assert {error.params["jurisdiction"] for error in library.pack_errors} == {"KZ"}

    def test_other_files_are_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("not rules", "utf-8")
        assert Library(tmp_path).packs == LIBRARY.packs
