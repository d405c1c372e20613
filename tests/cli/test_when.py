"""``when``, ``check --explain`` and ``check --as-of`` as scripts read them."""

from __future__ import annotations

from tests.cli.kit import DAY, Machine

PAST_180, AUGUST = "LC0CE4CB7V4016866", "LC0CE4CB7V4016852"


def test_the_first_lawful_day(stocked: Machine) -> None:
    found = stocked("when", AUGUST, "--to", "RU", "--on", DAY, "--format", "json").done().json
    assert found["schema"] == "nearnew/when/1"
    assert (found["vin"], found["to"], found["verdict"]) == (AUGUST, "RU", "ACTION")
    assert found["with_letter"]["day"] == DAY
    assert "cn_aftersales_confirmation_letter" in found["with_letter"]["papers"]
    assert found["without_letter"]["days"] > 60
    assert found["with_letter"]["holding"] is None
    barred = stocked("when", AUGUST, "--to", "ZA", "--on", DAY).done(3)
    assert AUGUST in barred.out
    for words in (("when", "nobody", "--to", "KZ"), ("when", AUGUST, "--to", "KZ,RU"), ("when", AUGUST, "--to", "Q")):
        ran = stocked(*words)
        assert ran.code in {1, 2}
        assert ran.sentence
        assert not ran.out


def test_explained_flags(stocked: Machine) -> None:
    found = stocked("check", AUGUST, "--to", "KZ", "--on", DAY, "--explain", "--format", "json").done(5).json
    flags = {flag["rule"]: flag for flag in found["results"][0]["flags"]}
    told = flags["cn-180d-letter"]["explained"]
    counts = [line["count"] for line in told["compared"] if line["count"]]
    assert [(one["unit"], one["line"]) for one in counts] == [("days", 180)]
    assert told["clears"]["papers"][0]["kind"] == "cn_aftersales_confirmation_letter"
    assert {"amount", "pricing", "amount_missing"} <= flags["cn-180d-letter"].keys()
    text = stocked("check", AUGUST, "--to", "KZ", "--on", DAY, "--explain").done(5).out
    assert "≤ 180" in text


def test_as_of_says_which_rules_it_stands_on(stocked: Machine) -> None:
    ran = stocked("check", PAST_180, "--to", "KZ", "--as-of", "2025-06-01", "--format", "json")
    as_of = ran.json["as_of"]
    assert (as_of["day"], as_of["rules"]) == ("2025-06-01", "present_without_later")
    assert "cn-180d-letter" in as_of["left_out"]
    assert "2025-06-01" in ran.err
