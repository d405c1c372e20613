"""Packs that are well written and still not fit to say READY of a car: without rules, without proof, out of time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.packs.test_bad_packs import CASE, FEE, META, RULE, SOUND, written
from tui.domain.assessing import Assessor
from tui.domain.fee_ties import ties
from tui.domain.readiness import Doubt
from tui.i18n.pack_notices import pack_notices
from tui.i18n.sentences import sentence
from tui.packs.library import Library
from tui.packs.rules import load_packs
from tui.paths import data

TODAY = date(2026, 11, 22)


def doubts(library: Library, to: str, today: date = TODAY, via: tuple[str, ...] = ()) -> tuple[Doubt, ...]:
    return Assessor(to, via, library.packs, today, staleness_days=180).doubts


class TestWithoutRules:
    @pytest.mark.parametrize("rules", ["", *(RULE.replace('"block"', f'"{one}"') for one in ("note", "cost"))])
    def test_a_country_that_asks_nothing_stays_unknown(self, tmp_path: Path, rules: str) -> None:
        library = written(tmp_path, META + rules)
        (error,) = library.pack_errors
        assert (error.code, error.params["file"]) == ("pack_asks_nothing", str(tmp_path / "mine.toml"))
        assert Doubt("no_pack", "UA") in doubts(library, "UA")

    @pytest.mark.parametrize("kind", ["deadline", "red_line"])
    def test_rules_that_make_no_flags_are_not_enough(self, tmp_path: Path, kind: str) -> None:
        (error,) = written(tmp_path, META + RULE.replace('"ban"', f'"{kind}"')).pack_errors
        assert error.code == "pack_asks_nothing"

    def test_a_rule_that_asks_is_enough(self, tmp_path: Path) -> None:
        library = written(tmp_path, META + RULE.replace('"block"', '"require"'))
        assert not library.pack_errors
        assert not doubts(library, "UA")

    def test_a_group_and_an_addition_may_have_none(self, tmp_path: Path) -> None:
        group = META.replace('"UA"', '"CACM"') + 'members = ["GT", "HN"]\n'
        (tmp_path / "KZ+fees.toml").write_text(META.replace("UA", "KZ") + "adds = true\n" + FEE, "utf-8")
        assert not written(tmp_path, group).pack_errors

    def test_a_group_that_asks_nothing_covers_nobody(self, tmp_path: Path) -> None:
        group = META.replace('"UA"', '"CACM"') + 'members = ["GT", "HN"]\ncovers_members = true\n'
        library = written(tmp_path, group)
        assert [one.code for one in library.pack_errors] == ["pack_asks_nothing"]
        assert Doubt("no_pack", "GT") in doubts(library, "GT")
        assert not doubts(written(tmp_path, group + RULE), "GT")

    def test_a_rule_that_is_not_sound_is_all_that_is_told(self, tmp_path: Path) -> None:
        (error,) = written(tmp_path, META + RULE.replace('"ban"', '"law"')).pack_errors
        assert error.code == "pack_bad_value"


class TestCheckedOnADayToCome:
    @pytest.mark.parametrize(("place", "entry"), [(0, "meta"), (1, "ua-one")])
    def test_is_refused_where_the_clock_is_known(self, tmp_path: Path, place: int, entry: str) -> None:
        parts = [META, RULE]
        parts[place] = parts[place].replace("checked = 2026-11-22", "checked = 2026-11-23")
        (tmp_path / "UA.toml").write_text("".join(parts), "utf-8")
        (error,) = Library(tmp_path, today=TODAY).pack_errors
        assert (error.code, error.params["entry"], error.params["key"]) == ("pack_checked_ahead", entry, "checked")
        assert "2026-11-23" in sentence(error)
        assert not Library(tmp_path, today=date(2026, 11, 23)).pack_errors

    def test_is_a_doubt_to_whoever_asks_before(self, tmp_path: Path) -> None:
        library = written(tmp_path, META + RULE)
        assert Doubt("pack_ahead", "UA") in doubts(library, "UA", date(2026, 11, 21))
        assert not doubts(library, "UA", TODAY)

    def test_the_sample_book_lives_on_its_own_day(self, tmp_path: Path) -> None:
        (tmp_path / "UA.toml").write_text(SOUND.replace("checked = 2026-11-22", "checked = 2026-11-25"), "utf-8")
        library = Library(tmp_path, today=date(2026, 11, 29), lives_on=TODAY)
        assert not library.pack_errors
        assert not doubts(library, "UA", TODAY)


class TestGoldenCasesThatFail:
    FAILING = SOUND.replace('flagged = ["ua-one"]', 'silent = ["ua-one"]')

    def test_the_pack_is_not_used_and_that_is_said(self, tmp_path: Path) -> None:
        library = written(tmp_path, self.FAILING)
        (error,) = library.pack_errors
        assert (error.code, error.params["entry"], error.params["key"]) == ("pack_case_fails", "bare", "ua-one")
        assert Doubt("no_pack", "UA") in doubts(library, "UA")
        (notice,) = pack_notices(library.known_pack_errors)
        for part in ("UA", "UNKNOWN", str(tmp_path / "mine.toml"), "bare", "ua-one"):
            assert part in notice

    def test_the_shipped_pack_does_not_step_in(self, tmp_path: Path) -> None:
        library = written(tmp_path, self.FAILING.replace("UA", "KZ"))
        assert "KZ" not in library.packs

    def test_it_is_used_once_the_cases_hold(self, tmp_path: Path) -> None:
        written(tmp_path, self.FAILING)
        assert "UA" in written(tmp_path, SOUND).packs

    def test_nor_is_a_pack_that_single_rules_are_laid_over(self, tmp_path: Path) -> None:
        adding = self.FAILING.replace("UA", "KZ").replace("ua-one", "kz-one") + "\n"
        library = written(tmp_path, adding.replace('side = "import"', 'side = "import"\nadds = true'), "KZ+mine.toml")
        (error,) = library.pack_errors
        assert error.params["file"] == str(tmp_path / "KZ+mine.toml")
        assert "KZ" not in library.packs

    def test_shipped_cases_are_not_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tui.packs.proofs.Court", None)
        assert not Library(tmp_path).pack_errors
        assert not written(tmp_path, META + RULE).pack_errors


class TestGroups:
    EAEU = META.replace("UA", "EAEU")

    def test_a_member_without_its_groups_rules_is_unknown(self, tmp_path: Path) -> None:
        library = written(tmp_path, self.EAEU.replace("schema = 1", "schema = 9"), "EAEU.toml")
        assert Doubt("no_pack", "EAEU") in doubts(library, "KZ")
        assert Doubt("no_pack", "EAEU") in doubts(library, "TR", via=("KZ",))
        assert not doubts(library, "AE")

    def test_a_group_does_not_cover_a_member_whose_own_rules_are_not_sound(self, tmp_path: Path) -> None:
        assert not doubts(Library(), "DE")
        library = written(tmp_path, META.replace("UA", "DE"), "DE.toml")
        assert Doubt("no_pack", "DE") in doubts(library, "DE")
        assert not doubts(library, "FR")


class TestFees:
    BANDS = FEE.replace('powertrain = ["bev"]\namount = 10.5', 'powertrain = ["ice", "hev"]\n{head}\nbands = [{bands}]')

    def told(self, folder: Path, bands: str, head: str = "") -> list[tuple[str, object, object]]:
        content = META + RULE + self.BANDS.replace("{head}", head).replace("{bands}", bands)
        errors = written(folder, content).pack_errors
        return [(one.code, one.params["entry"], one.params["other"]) for one in errors]

    @pytest.mark.parametrize(
        "second",
        [
            "engine_cc_min = 1000, amount = 2",
            "engine_cc_min = 900, engine_cc_max = 1000, amount = 1",
            'powertrain = ["hev"], amount = 2',
            "engine_cc_max = 5, power_hp_min = 3, amount = 2",
            "engine_cc_max = 5, age_years_min = 3, amount = 2",
        ],
    )
    def test_bands_between_which_nothing_decides_are_refused(self, tmp_path: Path, second: str) -> None:
        bands = f"{{ engine_cc_max = 1000, amount = 1 }}, {{ {second} }}"
        assert self.told(tmp_path, bands) == [("pack_fees_overlap", "fee[1] road bands[2]", "fee[1] road bands[1]")]

    @pytest.mark.parametrize(
        "second",
        [
            "engine_cc_min = 1001, amount = 2",
            'engine_cc_max = 1000, importer = "individual", amount = 2',
            "effective_from = 2026-01-01, amount = 2",
            'confidence = "high", amount = 2',
            'powertrain = ["bev"], amount = 2',
            'fee = "other", amount = 2',
        ],
    )
    def test_where_something_decides_they_may_overlap(self, tmp_path: Path, second: str) -> None:
        assert self.told(tmp_path, f"{{ engine_cc_max = 1000, amount = 1 }}, {{ {second} }}") == []

    def test_power_and_age_are_above_their_least(self, tmp_path: Path) -> None:
        for key in ("power_hp", "power_kw", "age_years"):
            bands = f"{{ {key}_max = 80, amount = 1 }}, {{ {key}_min = 80, amount = 2 }}"
            assert self.told(tmp_path, bands) == []
            (one,) = self.told(tmp_path, bands.replace("min = 80", "min = 79"))
            assert one[0] == "pack_fees_overlap"

    def test_what_is_measured_in_two_ways_is_not_compared(self, tmp_path: Path) -> None:
        rated = '{ power_measure = "rated", power_hp_max = 80, amount = 1 }'
        assert self.told(tmp_path, f'{rated}, {{ power_measure = "30_minute", power_hp_max = 80, amount = 2 }}') == []

    def test_shipped_tables_have_no_ties(self) -> None:
        for pack in Library().packs.values():
            assert list(ties(pack.fees)) == []

    def test_a_currency_nobody_uses_is_refused(self, tmp_path: Path) -> None:
        (error,) = written(tmp_path, SOUND.replace('"UAH"', '"RSX"')).pack_errors
        told = (error.code, error.params["entry"], error.params["key"])
        assert told == ("pack_bad_value", "fee[1] road", "currency")


@pytest.mark.parametrize("address", ["the gazette", "ftp://example.org", "https://", "https://a b", "www.example.org"])
@pytest.mark.parametrize(("part", "entry"), [(0, "ua-one"), (1, "fee[1] road")])
def test_a_source_that_is_no_address_is_refused(tmp_path: Path, part: int, entry: str, address: str) -> None:
    parts = [RULE, FEE]
    parts[part] = parts[part].replace("https://example.org", address)
    (error,) = written(tmp_path, META + "".join(parts) + CASE).pack_errors
    assert (error.code, error.params["entry"], error.params["key"]) == ("pack_address_wrong", entry, "source_url")


def test_the_shipped_packs_are_all_fit() -> None:
    loaded = load_packs(((data("rules"), ""),), Library().vocabulary, date(2026, 11, 30))
    assert not loaded.errors
    assert len(loaded.packs) == len(Library().packs)
