"""``rule``: lists, one rule whole, verification, and rules that are installed, taken away and screened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.kit import Machine
from tests.desk.test_ruling import ban, case, pack


def test_a_rule_says_everything_about_itself(machine: Machine) -> None:
    out = machine.bare("rule", "show", "cn-180d-letter").done().out
    for said in (
        "New or used for customs: Used  [customs_condition]",
        "Days since first registration: at most 180  [registered_days_le]",
        "In force: from 2026-01-01",
        "Needs: Maker's after-sales letter",
        "Source: ",
        "Pack: CN ",
        "Golden cases",
        "Second look",
    ):
        assert said in out, said
    shown = machine.bare("rule", "show", "cn-180d-letter", "--format", "json").done().json["rule"]
    assert {"condition", "source", "standing", "origin", "fingerprint", "pack", "fees", "cases"} <= shown.keys()
    assert (shown["standing"], shown["origin"], shown["pack"]["stale"]) == ("in_force", "shipped", False)
    assert "no-such" in machine.bare("rule", "show", "no-such").refused(1)


def test_rules_and_packs_in_lists(machine: Machine) -> None:
    found = machine.bare("rule", "list", "RU", "--on", "2026-11-22", "--format", "json").done().json
    assert (found["schema"], found["on"]) == ("nearnew/rules/1", "2026-11-22")
    assert {rule["standing"] for rule in found["rules"]} <= {"in_force", "ending", "coming"}
    assert {rule["origin"] for rule in found["rules"]} == {"shipped"}
    packs = machine.bare("rule", "list", "KZ", "--packs", "--format", "json").done().json
    (kazakh,) = packs["packs"]
    assert packs["schema"] == "nearnew/rule-packs/1"
    assert (kazakh["jurisdiction"], kazakh["origin"], kazakh["file"]) == ("KZ", "shipped", None)
    stale = machine.speaks("en", NEARNEW_READINESS_STALENESS_DAYS="1").bare("rule", "list", "KZ", "--packs").done()
    assert "fresh" in stale.out
    assert machine.bare("rule", "list", "--changes", "--format", "json").done().json["changes"] == []


def test_verify_runs_the_cases_and_names_what_is_wrong(machine: Machine) -> None:
    whole = machine.bare("rule", "verify", "--format", "json").done().json
    assert (whole["schema"], whole["sound"], whole["errors"], whole["failures"]) == (
        "nearnew/rule-verify/1",
        True,
        [],
        [],
    )
    good = pack(machine.home, ban(), case())
    assert machine.bare("rule", "verify", good).done().out.splitlines()[2].split()[:5] == ["KZ", "1", "0", "1", "0"]
    failing = machine.bare("rule", "verify", pack(machine.home, ban(), case("silent"))).done(1)
    assert "case “a battery car”, rule kz-no-bev: expected silent, found flagged" in failing.err
    chinese = machine.speaks("zh_CN").bare("rule", "verify", pack(machine.home, ban(), case("silent"))).done(1)
    assert "规则 kz-no-bev：应为“不触发”，实为“触发”。" in chinese.err
    broken = pack(machine.home, ban().replace("severity", "severty"))
    done = machine.bare("rule", "verify", broken, "--format", "json").done(1)
    (error,) = done.json["errors"]
    assert (error["file"], error["entry"], error["key"]) == (str(broken), "kz-no-bev", "severty")
    assert str(broken) in done.err
    assert "none.toml" in machine.bare("rule", "verify", machine.home / "none.toml").refused(1)


@pytest.fixture
def blocking(machine: Machine) -> Path:
    return pack(machine.home, ban(), case())


def test_install_shows_asks_screens_and_remembers(stocked: Machine) -> None:
    blocking = pack(stocked.home, ban(), case())
    diff = stocked("rule", "diff", blocking).done().out
    assert "KZ: 2026.11.22 → 2026.12.1" in diff
    assert "+ kz-no-bev" in diff
    assert stocked("rule", "diff", blocking, "--format", "json").done().json["diff"]["added"][0]["id"] == "kz-no-bev"
    before = stocked("check", "--to", "KZ", "--format", "json").json
    stocked("rule", "install", blocking, "--dry-run").done()
    assert "--yes" in stocked("--no-input", "rule", "install", blocking).done(2).err
    assert stocked("check", "--to", "KZ", "--format", "json").json == before, "nothing before it is asked and said"
    ran = stocked("rule", "install", blocking, "--yes").done()
    assert "newly blocked" in ran.out
    after: dict[str, Any] = stocked("check", "--to", "KZ", "--format", "json").done(3).json
    assert after["packs"].endswith("+own")
    turned = {one["vin"] for one in after["results"] if one["verdict"] == "BLOCKED"} - {
        one["vin"] for one in before["results"] if one["verdict"] == "BLOCKED"
    }
    assert turned
    changes = stocked("rule", "list", "--changes", "--format", "json").done().json
    assert changes["schema"] == "nearnew/rule-changes/1"
    (change,) = changes["changes"]
    assert (change["action"], change["jurisdictions"], change["after"]) == ("install", ["KZ"], "2026.12.1")
    assert {one["car"] for one in change["moved"] if one["after"] == "BLOCKED"} == turned
    assert change["newly_blocked"] == len(turned)
    assert "KZ" in stocked("rule", "list", "--changes").done().out
    assert "Rules installed: KZ" in stocked("book", "history").done().out
    assert "own" in stocked("rule", "show", "kz-no-bev").done().out
    assert "Imported from a list" in stocked("book", "history", "--last", "2").done().out
    back = stocked("rule", "remove", "KZ", "--yes", "--format", "json").done().json
    assert (back["schema"], back["made"], back["freed"]) == ("nearnew/rule-change/1", True, len(turned))
    assert stocked("check", "--to", "KZ", "--format", "json").json == before
    assert "KZ" in stocked("rule", "remove", "KZ", "--yes").refused(1)


def test_a_pack_that_is_not_sound_is_not_installed(stocked: Machine) -> None:
    failing = stocked("rule", "install", pack(stocked.home, ban(), case("silent")), "--yes").done(1)
    assert "Nothing was installed" in failing.err
    broken = stocked("rule", "install", pack(stocked.home, ban("KZ", "blok")), "--yes").done(1)
    assert "blok" in broken.err
    assert not (stocked.home / "data" / "nearnew" / "rules").exists()
    assert stocked("rule", "list", "--changes", "--format", "json").json["changes"] == []


def test_rescreen_is_offered_when_the_rules_are_not_those_of_last_time(stocked: Machine) -> None:
    assert "remembered" in stocked("rule", "rescreen").done().out
    own = stocked.home / "data" / "nearnew" / "rules"
    pack(own, ban())
    assert "nearnew rule rescreen" in stocked("rule", "list", "KZ").done().err
    found = stocked("rule", "rescreen", "--format", "json").done().json
    assert (found["schema"], found["change"]["jurisdictions"]) == ("nearnew/rule-screening/1", ["KZ"])
    assert "rescreen" not in stocked("rule", "list", "KZ").done().err


def test_it_speaks_chinese(machine: Machine, blocking: Path) -> None:
    spoken = machine.speaks("zh_CN.UTF-8")
    assert spoken.bare("rule", "verify", blocking).done().out
    assert spoken.bare("rule", "diff", blocking).done().out


def test_a_pack_put_into_the_folder_by_hand_has_to_hold_its_cases(stocked: Machine) -> None:
    own = stocked.home / "data" / "nearnew" / "rules"
    own.mkdir(parents=True)
    file = pack(own, ban(), case("silent"))
    done = stocked("check", "--to", "KZ", "--format", "json").done(4)
    assert {one["verdict"] for one in done.json["results"]} == {"UNKNOWN"}
    assert f"{file}: the golden case “a battery car” does not hold at the rule kz-no-bev" in done.err
    assert "stay UNKNOWN" in done.err
    told = stocked("rule", "verify").done(1)
    assert "case “a battery car”, rule kz-no-bev: expected silent, found flagged" in told.err
    pack(own, ban(), case())
    assert "golden case" not in stocked("check", "--to", "KZ").err
    assert stocked("rule", "verify").done().err.count("golden cases: 0 errors, 0 cases fail") == 1


def test_a_day_of_checking_to_come_is_refused(stocked: Machine) -> None:
    ahead = pack(stocked.home, ban().replace("checked = 2026-11-20", "checked = 2027-11-20"))
    for command in (("rule", "verify", ahead), ("rule", "install", ahead, "--yes")):
        assert f"{ahead}, kz-no-bev: checked is a day to come (2027-11-20)" in stocked(*command).done(1).err
    own = stocked.home / "data" / "nearnew" / "rules"
    own.mkdir(parents=True)
    pack(own, ban().replace("checked = 2026-11-20", "checked = 2027-11-20"))
    assert "checked is a day to come" in stocked("check", "--to", "KZ").done(4).err


def test_removing_says_what_is_in_use_then(stocked: Machine) -> None:
    for name, more in (("UA", ""), ("UA+one", "adds = true")):
        file = pack(stocked.home, ban(f"ua-{len(name)}").replace("Kazakh", "Ukrain"), code="UA", name=name, more=more)
        stocked("rule", "install", file, "--yes").done()
    gone = stocked("rule", "remove", "UA+one", "--yes").done().err
    assert str(stocked.home / "data" / "nearnew" / "rules" / "UA.toml") in gone
    assert "the shipped rules" not in gone
    assert "In use now: no rules for UA" in stocked("rule", "remove", "UA", "--yes").done().err


def test_installing_says_what_it_changes(stocked: Machine) -> None:
    said = stocked("--no-input", "rule", "install", pack(stocked.home, ban())).done(2).err
    assert "This changes one file of your rules (KZ) and adds an entry to the history" in said
    assert "records" not in said


def test_an_option_of_the_program_stands_before_the_command(machine: Machine) -> None:
    said = machine.bare("check", "--book", machine.home).done(2).err
    assert "--book stands before the command: nearnew --book" in said
    assert "stands before" not in machine.bare("check", "--bok", machine.home).done(2).err


def test_the_keys_a_rule_may_have_are_listed(machine: Machine) -> None:
    found = machine.bare("rule", "keys", "--format", "json").done().json
    names = {(one["sort"], one["of"], one["name"]) for one in found["keys"]}
    assert {
        ("condition", None, "age_years_gt"),
        ("fact", None, "first_registration"),
        ("word", "powertrain", "bev"),
        ("word", "severity", "require"),
        ("document", None, "sbkts"),
    } <= names
    assert "odometer_km_ge" in machine.bare("rule", "keys", "odometer").done().out
    assert "age_years_gt" not in machine.bare("rule", "keys", "odometer").done().out
    assert "车龄" in machine.speaks("zh_CN").bare("rule", "keys", "age_years_gt").done().out


def test_an_id_without_its_country_is_a_remark(machine: Machine) -> None:
    odd = machine.bare("rule", "verify", pack(machine.home, ban("no-bev"), case(rule_id="no-bev")))
    assert "Remark: the id no-bev does not begin with kz-" in odd.done().err
    assert "Remark" not in machine.bare("rule", "verify").done().err


def test_a_rule_in_chinese_has_no_bare_words(machine: Machine) -> None:
    speaks = machine.speaks("zh_CN")
    for rule in ("ke-build-registration-gap", "kz-under3-otts-holder-2025-12", "cn-180d-letter"):
        lines = [line.partition("[")[0] for line in speaks.bare("rule", "show", rule).done().out.splitlines()]
        for raw in ("first_registration", "silent", "turns"):
            assert not any(raw in line for line in lines), raw
