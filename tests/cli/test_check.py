"""``check`` and ``missing``: the answers the issue asks for, and the JSON that scripts depend on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.kit import DAY, Machine

PAST_180 = "LC0CE4CB7V4016866"
UNREGISTERED = "LC0CE4CB2V4016869"
BUILT_2024 = {"LC0CE4CB4R4874155", "LC0CE4DC8R4953917"}
AUGUST = [
    "LC0CE4CB7V4016852",
    "LC0CE4CB5V4016851",
    "LC0CE4CB1V4016863",
    "LC0CE4CB7V4016883",
    "LC0CE4CB9V4016867",
    "LC0CE4CB0V4016885",
    "LC0CE4CB1V4016846",
    "LC0CE4CB5V4016879",
]
LETTER = "cn-180d-letter"
VERDICTS = {"READY", "ACTION", "BLOCKED", "UNKNOWN"}


@pytest.fixture
def answers(stocked: Machine) -> dict[str, Any]:
    found: dict[str, Any] = (
        stocked("check", "--to", "KZ,RU,JO", "--on", DAY, "--as-of", DAY, "--format", "json").done(4).json
    )
    return found


def of(document: dict[str, Any], vin: str, to: str) -> dict[str, Any]:
    """The answer for a car and destination."""
    found: list[dict[str, Any]] = [one for one in document["results"] if one["vin"] == vin and one["to"] == to]
    assert len(found) == 1
    return found[0]


def flag(answer: dict[str, Any], rule: str) -> dict[str, Any] | None:
    """The flag of a rule, if the answer has one."""
    return next((one for one in answer["flags"] if one["rule"] == rule), None)


def test_the_document_has_every_promised_key(answers: dict[str, Any]) -> None:
    assert answers["schema"] == "nearnew/check/1"
    assert answers["on"] == DAY
    assert answers["packs"]
    assert list(answers["rules"]) == sorted(answers["rules"])
    for rule in answers["rules"].values():
        assert {"title", "summary", "jurisdiction", "source"} == rule.keys()
        assert {"title", "url", "date", "status", "confidence"} == rule["source"].keys()
        assert rule["title"]
        assert rule["summary"]
        assert rule["jurisdiction"] in {"CN", "KZ", "RU", "JO", "EAEU"}
        assert rule["source"]["title"]
        assert rule["source"]["status"] in {"official", "press", "secondary"}
        assert rule["source"]["confidence"] in {"high", "medium", "low"}
    assert len(answers["results"]) == 17 * 3
    for one in answers["results"]:
        assert {"vin", "stock_number", "to", "via", "verdict", "assumed", "gates", "flags"} <= one.keys()
        assert one["verdict"] in VERDICTS
        assert list(one["gates"]) == ["export", "import", "localisation", "papers"]
        assert one["gates"]["localisation"] == "ACTION", "nobody touched the kits"
        assert one["gates"]["papers"] == "NOT_ASSESSED"
        assert one["assumed"]
        for found in one["flags"]:
            keys = {"rule", "gate", "severity", "state", "missing", "needs", "amount", "turns_blocked_on"}
            assert keys <= found.keys()
            assert found["rule"] in answers["rules"]
            assert found["gate"] in one["gates"]
            assert found["severity"] in {"block", "require", "cost", "note"}
            assert found["state"] in {"flagged", "satisfied", "cannot_tell", "overridden"}
            assert isinstance(found["missing"], list)
            assert isinstance(found["needs"], list)


def test_the_order_is_that_of_the_stock_and_stable(stocked: Machine, answers: dict[str, Any]) -> None:
    numbers = [one["stock_number"] for one in answers["results"]]
    assert numbers == sorted(numbers)
    assert [one["to"] for one in answers["results"][:3]] == ["KZ", "RU", "JO"]
    again = stocked("check", "--to", "KZ,RU,JO", "--on", DAY, "--as-of", DAY, "--format", "json").done(4)
    assert again.json == answers


@pytest.mark.parametrize("to", ["KZ", "RU", "JO"])
def test_the_180_day_line(answers: dict[str, Any], to: str) -> None:
    assert flag(of(answers, PAST_180, to), LETTER) is None
    for vin in AUGUST:
        found = flag(of(answers, vin, to), LETTER)
        assert found is not None
        assert found["state"] == "flagged"
        assert found["needs"] == ["cn_aftersales_confirmation_letter"]


def test_the_unregistered_car_is_unknown(answers: dict[str, Any]) -> None:
    for to in ("KZ", "RU", "JO"):
        answer = of(answers, UNREGISTERED, to)
        assert answer["verdict"] == "UNKNOWN"
        found = flag(answer, LETTER)
        assert found is not None
        assert found["state"] == "cannot_tell"
        assert found["missing"]


def test_cars_built_in_2024_turn_blocked_for_jordan(answers: dict[str, Any]) -> None:
    coming = {
        one["vin"]
        for one in answers["results"]
        for found in one["flags"]
        if one["to"] == "JO" and found["turns_blocked_on"] == "2027-01-01"
    }
    assert coming == BUILT_2024
    for vin in BUILT_2024:
        assert of(answers, vin, "JO")["verdict"] in {"ACTION", "UNKNOWN"}
        assert not any(found["turns_blocked_on"] for found in of(answers, vin, "KZ")["flags"])


def test_on_the_day_itself_they_are_blocked(stocked: Machine) -> None:
    facts = ("damage_history=none", "former_use=none", "battery_soh=98", "battery_soh_on=2026-11-01")
    stocked("car", "edit", "V4016852", "R4874155", *facts, "--yes").done()
    done = stocked("check", "R4874155", "--to", "JO", "--on", "2027-01-01", "--as-of", DAY, "--format", "json").done(3)
    assert done.json["results"][0]["verdict"] == "BLOCKED"
    done = stocked("check", "R4874155", "--to", "JO", "--on", DAY, "--as-of", DAY, "--format", "json").done(5)
    assert done.json["results"][0]["verdict"] == "ACTION"


@pytest.mark.parametrize(
    ("language", "blocked", "turns"),
    [("en", "UNKNOWN", "turns BLOCKED on 2027-01-01"), ("zh_CN", "不明", "2027-01-01")],
)
def test_explain_says_the_facts_and_the_source(stocked: Machine, language: str, blocked: str, turns: str) -> None:
    done = stocked.speaks(language)("check", "R4874155", "--to", "JO", "--on", DAY, "--as-of", DAY, "--explain").done(4)
    assert blocked in done.out.splitlines()[0]
    assert turns in done.out
    assert "https://" in done.out
    assert "2024-08" in done.out


def test_the_table_and_the_csv_say_the_same(stocked: Machine) -> None:
    words = ("check", "--to", "KZ,RU,JO", "--on", DAY, "--as-of", DAY)
    table, text = stocked(*words).done(4), stocked(*words, "--format", "csv").done(4)
    assert len(table.out.splitlines()) == 2 + 51
    assert len(text.out.splitlines()) == 1 + 51
    assert table.out.count("? UNKNOWN") == text.out.count("? UNKNOWN") == 19
    assert "ACTION 32, UNKNOWN 19" in table.err
    assert "Not assessed: Papers" in table.err


def test_the_exit_code_is_that_of_the_worst(stocked: Machine) -> None:
    stocked("check", "V4016852", "--to", "KZ", "--on", DAY, "--as-of", DAY).done(5)
    stocked("check", "V4016852", "V4016869", "--to", "KZ", "--on", DAY, "--as-of", DAY).done(4)
    stocked("check", "V4016852", "--to", "UA", "--on", DAY, "--as-of", DAY).done(4)
    stocked("check", "V4016852", "--to", "KZ", "--on", DAY, "--as-of", "2027-06-01").done(4)
    stocked("check", "V4016852", "--on", DAY).done(4)


def test_a_destination_without_rules_is_unknown_and_says_why(stocked: Machine) -> None:
    one = stocked("check", "V4016852", "--to", "UA", "--as-of", DAY, "--format", "json").done(4).json["results"][0]
    assert one["verdict"] == "UNKNOWN"
    assert {"code": "no_pack", "jurisdiction": "UA"} in one["doubts"]
    one = stocked("check", "V4016852", "--to", "KZ", "--as-of", "2027-06-01", "--format", "json").done(4).json
    assert {doubt["code"] for doubt in one["results"][0]["doubts"]} == {"pack_stale"}
    assert one["results"][0]["verdict"] == "UNKNOWN"


def test_all_is_every_country_with_a_pack_and_leaves_satisfied_flags_out(stocked: Machine) -> None:
    found = stocked("check", "V4016852", "--to", "all", "--as-of", DAY, "--format", "json").json
    assert {"RU", "KZ", "KG", "UZ", "JO", "AE", "SA", "DZ"} <= {one["to"] for one in found["results"]}
    states = {one["state"] for result in found["results"] for one in result["flags"]}
    assert states <= {"flagged", "cannot_tell"}


def test_strict_counts_assumptions_as_missing(stocked: Machine) -> None:
    lax = stocked("check", "V4016852", "--to", "KZ", "--as-of", DAY, "--format", "json").done(5).json["results"][0]
    strict = stocked("check", "V4016852", "--to", "KZ", "--as-of", DAY, "--strict", "--format", "json").done(4).json
    facts = [one["fact"] for one in lax["assumed"]]
    assert "importer_type" in facts
    assert {one["fact"] for one in strict["results"][0]["assumed"]} == {"gate_papers"}


def test_a_country_on_the_way_counts(stocked: Machine) -> None:
    one = stocked("check", "V4016852", "--to", "KZ", "--via", "UA", "--as-of", DAY, "--format", "json").done(4).json
    assert one["results"][0]["via"] == ["UA"]
    assert {"code": "no_pack", "jurisdiction": "UA"} in one["results"][0]["doubts"]


def test_names_come_from_standard_input(stocked: Machine) -> None:
    words = ("check", "-", "--to", "KZ", "--as-of", DAY, "--format", "json")
    done = stocked(*words, given=b"LC0CE4CB7V4016852\r\n26-0002\n\n").done(5)
    assert [one["stock_number"] for one in done.json["results"]] == ["26-0001", "26-0002"]
    assert stocked(*words, given=b"").refused(1)
    assert stocked(*words, given=b"\xff\xfe\n").refused(1)
    assert stocked(*words, given=b"LC0CE4CB7V4016852\nL6TCX2E77NE099999\n").refused(1)


def test_what_matches_nothing_is_no_ready(stocked: Machine, machine: Machine) -> None:
    assert "LC0CE4CB7V4099999" in stocked("check", "LC0CE4CB7V4099999", "--to", "KZ").refused(1)
    assert stocked("check", "make:tesla", "--to", "KZ").refused(1)
    assert stocked("check", "26-9999", "--to", "KZ").refused(1)


def test_a_car_of_the_sample_book_is_ready_with_its_assumptions(sampled: Machine) -> None:
    found = sampled("check", "dest:KZ is:ready", "--as-of", DAY, "--format", "json").done(0).json["results"]
    assert found
    for one in found:
        assert (one["to"], one["verdict"]) == ("KZ", "READY")
        assert {"fact": "cn_sale_target", "value": ["foreign"]} in one["assumed"]
    done = sampled("check", "dest:KZ is:ready", "--as-of", DAY, "--explain").done(0)
    assert "Assumed: " in done.out


@pytest.mark.parametrize(("language", "maker"), [("en", "Maker"), ("zh_CN", "车企")])
def test_missing_says_what_to_get_from_whom(stocked: Machine, language: str, maker: str) -> None:
    assert maker in stocked.speaks(language)("missing", "--to", "KZ").done().out
    found = stocked("missing", "--to", "KZ", "--format", "json").done().json
    assert found["schema"] == "nearnew/missing/1"
    by_code = {want["codes"][0]: want for want in found["missing"]}
    letter = by_code["cn_aftersales_confirmation_letter"]
    assert letter["giver"] == "maker"
    assert letter["to"] == "KZ"
    assert set(AUGUST) <= set(letter["cars"])
    assert PAST_180 not in letter["cars"]
    registration = by_code["first_registration"]
    assert (registration["what"], registration["giver"]) == ("fact", "dealer")
    assert registration["cars"] == registration["frees"] == [UNREGISTERED]
    for want in found["missing"]:
        assert {"what", "codes", "giver", "to", "cars", "frees", "rules", "margin", "margin_unknown"} == want.keys()


def test_the_letter_counts_for_its_country_only(stocked: Machine) -> None:
    fields = ("country=KZ", "number=A-7", "issued=2026-11-20", "signer=maker", "shows=all")
    added = stocked("document", "add", "letter", "V4016852", *fields).done().json["document"]
    assert added["kind"] == "cn_aftersales_confirmation_letter"
    assert added["covers"] == ["LC0CE4CB7V4016852"]
    assert added["standing"] == "held"
    found = stocked("check", "V4016852", "V4016851", "--to", "KZ,JO", "--as-of", DAY, "--format", "json").done(4).json
    states = {
        (one["vin"], one["to"]): letter["state"]
        for one in found["results"]
        if (letter := flag(one, LETTER)) is not None
    }
    assert states == {
        ("LC0CE4CB7V4016852", "KZ"): "satisfied",
        ("LC0CE4CB7V4016852", "JO"): "flagged",
        ("LC0CE4CB5V4016851", "KZ"): "flagged",
        ("LC0CE4CB5V4016851", "JO"): "flagged",
    }


def test_two_answers_from_the_installed_command(stocked: Machine) -> None:
    done = stocked.process(
        "--book", stocked.book, "check", "--to", "KZ,RU,JO", "--on", DAY, "--as-of", DAY, "--format", "json"
    )
    assert done.done(4).json["schema"] == "nearnew/check/1"
