"""What is wrong with a pack is said with file, entry and key; the pack is not used, and its country is UNKNOWN."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tui.domain.assessing import Assessor
from tui.domain.readiness import Doubt
from tui.i18n.pack_notices import pack_notices
from tui.i18n.sentences import sentence
from tui.packs.library import Library

SHIPPED = Library()
META = """[meta]
schema = 1
jurisdiction = "UA"
checked = 2026-11-22
version = "1"
side = "import"
"""
RULE = """[[rule]]
id = "ua-one"
kind = "ban"
severity = "block"
condition = { powertrain = ["bev"] }
title = "t"
summary = "s"
source_title = "st"
source_url = "https://example.org"
source_date = "2026"
status = "press"
confidence = "low"
checked = 2026-11-22
"""
FEE = """[[fee]]
fee = "road"
title = "Road fee"
currency = "UAH"
source_title = "st"
source_url = "https://example.org"
source_date = "2026"
confidence = "low"
powertrain = ["bev"]
amount = 10.5
"""
CASE = """[[case]]
name = "bare"
on = 2026-11-22
facts = { powertrain = "bev" }
flagged = ["ua-one"]
"""
SOUND = META + RULE + FEE + CASE


def written(folder: Path, content: str, name: str = "mine.toml") -> Library:
    (folder / name).write_text(content, "utf-8")
    return Library(folder)


def test_a_sound_pack_is_used(tmp_path: Path) -> None:
    library = written(tmp_path, SOUND)
    assert not library.pack_errors
    assert "UA" in library.destinations
    (band,) = library.packs["UA"].fees
    assert (str(band.amount), band.importer, band.confidence) == ("10.5", "any", "low")


@pytest.mark.parametrize(
    ("old", "new", "code", "entry", "key"),
    [
        ("[meta]", "[meta", "pack_not_toml", None, None),
        ('kind = "ban"', 'kind = "ban"\nkimd = 1', "pack_unknown_key", "ua-one", "kimd"),
        ("condition = {", "effective_from = 2026-02-30\ncondition = {", "pack_not_toml", None, None),
        ("condition = {", 'effective_from = "soon"\ncondition = {', "pack_bad_value", "ua-one", "effective_from"),
        (
            "condition = {",
            "effective_from = 2026-02-02\neffective_to = 2026-02-01\ncondition = {",
            "pack_out_of_order",
            "ua-one",
            "effective_to",
        ),
        (RULE, RULE + RULE, "pack_rule_twice", "ua-one", "id"),
        ('"UA"', '"UK"', "pack_country_unknown", "meta", "jurisdiction"),
        ('side = "import"', 'side = "import"\nmembers = ["UK"]', "pack_country_unknown", "meta", "members"),
        (
            'side = "import"',
            'side = "import"\nmembers = [{ country = "KZ", from = 2026-02-02, to = 2026-02-01 }]',
            "pack_out_of_order",
            "meta.members",
            "to",
        ),
        ('{ powertrain = ["bev"] }', '{ route_via = ["UK"] }', "pack_country_unknown", "ua-one", "route_via"),
        ('{ powertrain = ["bev"] }', "{ odometer_km_lr = 3 }", "pack_bad_condition", "ua-one", "odometer_km_lr"),
        ('{ powertrain = ["bev"] }', '{ powertrain = ["electric"] }', "pack_word_unknown", "ua-one", "powertrain"),
        ('{ powertrain = ["bev"] }', '{ sub_region_not = ["KR"] }', "pack_word_unknown", "ua-one", "sub_region_not"),
        ('{ powertrain = ["bev"] }', '{ make = ["Bid"] }', "pack_word_unknown", "ua-one", "make"),
        ('{ powertrain = ["bev"] }', '{ docs_held_any = ["ott"] }', "pack_word_unknown", "ua-one", "docs_held_any"),
        (
            'side = "import"',
            'side = "import"\nnew_used = { used_when = [{ former_use = ["cab"] }] }',
            "pack_word_unknown",
            "meta.new_used",
            "former_use",
        ),
        ('severity = "block"', 'severity = "block"\nneeds_any = ["ott"]', "pack_paper_unknown", "ua-one", "needs_any"),
        (
            'severity = "block"',
            'severity = "block"\nneeds_all = ["ev:ua-two"]',
            "pack_paper_unknown",
            "ua-one",
            "needs_all",
        ),
        ('title = "st"\nsource_url', 'title = ""\nsource_url', "pack_bad_value", "ua-one", "source_title"),
        ('source_url = "https://example.org"\n', "", "pack_missing_key", "ua-one", "source_url"),
        (
            'severity = "block"',
            'severity = "block"\nreplaces = ["ua-two"]',
            "pack_replaces_unknown",
            "ua-one",
            "replaces",
        ),
        *(
            ('severity = "block"', f'severity = "cost"\n{line}', "pack_bad_value", "ua-one", "percent_of_value")
            for line in (
                'amount = "15% duty"\npercent_of_value = 5.5', 'amount = "0%"\npercent_of_value = 0',
                'amount = "15%"\npercent_of_value = nan', "percent_of_value = 15",
            )
        ),
        ('severity = "block"', 'severity = "cost"\nfee = "raod"', "pack_bad_value", "ua-one", "fee"),
        ('severity = "block"', 'severity = "block"\ncountry = "KZ"', "pack_bad_value", "ua-one", "country"),
        (
            'severity = "block"',
            'severity = "block"\nsecond_look = { result = "guessed", note = "n" }',
            "pack_bad_value",
            "ua-one",
            "result",
        ),
        ('currency = "UAH"', 'currency = "hryvnia"', "pack_bad_value", "fee[1] road", "currency"),
        ("amount = 10.5", "amount = -1", "pack_bad_value", "fee[1] road", "amount"),
        ("amount = 10.5", "amount = nan", "pack_bad_value", "fee[1] road", "amount"),
        ("amount =", "power_hp_min = 9\npower_hp_max = 8\namount=", "pack_out_of_order", "fee[1] road", "power_hp_max"),
        ('["bev"]\namount', '["vapour"]\namount', "pack_bad_value", "fee[1] road", "powertrain"),
        ("amount = 10.5", "bands = [{ amount = 1 }, { fee = 2 }]", "pack_bad_value", "fee[1] road bands[2]", "fee"),
        ('name = "bare"', 'name = "bare"\nflaged = []', "pack_unknown_key", "case bare", "flaged"),
        ('{ powertrain = "bev" }', "{ powertrain = 3 }", "pack_bad_value", "case bare", "facts.powertrain"),
        ('{ powertrain = "bev" }', '{ powertrian = "bev" }', "pack_bad_value", "case bare", "facts.powertrian"),
        ('name = "bare"', 'name = "bare"\nto = "UK"', "pack_country_unknown", "case bare", "to"),
        ('name = "bare"', 'name = "bare"\nsilent = ["ua-one"]', "pack_bad_value", "case bare", "flagged"),
        ('name = "bare"', 'name = "bare"\nturns = { ua-one = "soon" }', "pack_bad_value", "case bare", "turns"),
        ("on = 2026-11-22\nfacts", "facts", "pack_missing_key", "case bare", "on"),
        (CASE, CASE + CASE, "pack_bad_value", "bare", "name"),
        ("[[case]]", "case_defaults = 3\n[[case]]", "pack_unknown_key", "fee[1] road", "case_defaults"),
    ],
)  # fmt: skip
def test_a_faulty_pack_is_named_and_left_out(
    tmp_path: Path, old: str, new: str, code: str, entry: str | None, key: str | None
) -> None:
    assert old in SOUND
    library = written(tmp_path, SOUND.replace(old, new, 1))
    (error,) = library.pack_errors
    params = error.params
    assert (error.code, params.get("entry"), params.get("key")) == (code, entry, key)
    assert params["file"] == str(tmp_path / "mine.toml")
    told = sentence(error)
    assert "mine.toml" in told
    assert entry is None or entry in told
    assert "UA" not in library.packs
    assert set(library.packs) == set(SHIPPED.packs)


def test_every_fault_of_a_pack_is_told(tmp_path: Path) -> None:
    faults = (
        SOUND.replace('kind = "ban"', 'kind = "law"').replace("10.5", "-1").replace('name = "bare"', 'naem = "bare"')
    )
    found = [(error.params["entry"], error.params["key"]) for error in written(tmp_path, faults).pack_errors]
    assert found == [("fee[1] road", "amount"), ("ua-one", "kind"), ("case ?", "naem")]


@pytest.mark.parametrize(
    "broken", ['[meta]\njurisdiction = "KZ"\nschema = ', SOUND.replace("UA", "KZ").replace("ban", "law")]
)
@pytest.mark.parametrize("name", ["mine.toml", "KZ.toml"])
def test_the_shipped_rules_do_not_step_in(tmp_path: Path, name: str, broken: str) -> None:
    library = written(tmp_path, broken, name)
    assert set(library.packs) == set(SHIPPED.packs) - {"KZ"}
    today = date(2026, 11, 22)
    assert Doubt("no_pack", "KZ") in Assessor("KZ", (), library.packs, today, staleness_days=180).doubts
    (told,) = pack_notices(library.pack_errors)
    assert "KZ" in told
    assert "UNKNOWN" in told
    assert str(tmp_path / name) in told


def test_a_file_that_says_no_country_has_that_of_its_name(tmp_path: Path) -> None:
    library = written(tmp_path, "\0", "KZ.toml")
    assert {error.params["jurisdiction"] for error in library.pack_errors} == {"KZ"}
    assert "KZ" not in library.packs


def test_a_file_of_no_country_at_all_harms_nobody(tmp_path: Path) -> None:
    library = written(tmp_path, "[[", "scratch.toml")
    assert library.packs == SHIPPED.packs
    (told,) = pack_notices(library.pack_errors)
    assert "scratch.toml" in told


def test_two_files_of_one_country_are_both_left_out(tmp_path: Path) -> None:
    written(tmp_path, SOUND, "a.toml")
    library = written(tmp_path, SOUND, "b.toml")
    (error,) = library.pack_errors
    assert (error.code, error.params["file"]) == ("pack_twice", str(tmp_path / "b.toml"))
    assert "UA" not in library.packs


def test_a_rule_of_another_pack_may_be_replaced(tmp_path: Path) -> None:
    replacing = SOUND.replace('severity = "block"', 'severity = "block"\nreplaces = ["eaeu-ev-quota-resale-ban"]')
    library = written(tmp_path, replacing)
    assert not library.pack_errors
    assert library.packs["UA"].rules[0].replaces == ("eaeu-ev-quota-resale-ban",)


def test_a_group_of_the_users_own(tmp_path: Path) -> None:
    group = META.replace('"UA"', '"CACM"').replace('side = "import"', 'side = "import"\nmembers = ["GT", "HN"]')
    rule = RULE.replace("ua-one", "cacm-one").replace('{ powertrain = ["bev"] }', '{ origin_country_not = ["CACM"] }')
    library = written(tmp_path, group + rule)
    assert not library.pack_errors
    assert library.packs["CACM"].rules[0].condition == {"origin_country_not": ["CACM"]}
    assert "CACM" not in library.destinations


def test_the_errors_are_known_only_once_somebody_asked_for_rules(tmp_path: Path) -> None:
    library = written(tmp_path, "[[", "KZ.toml")
    assert not library.known_pack_errors
    assert library.packs
    assert len(library.known_pack_errors) == 1
