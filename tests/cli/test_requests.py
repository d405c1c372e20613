"""``missing --print`` and ``licence plan``: what goes out to others, and what to apply for."""

from __future__ import annotations

from tests.cli.kit import DAY, Machine


def test_a_request_list_for_the_maker(sampled: Machine) -> None:
    printed = sampled("missing", "--to", "KZ", "--giver", "maker", "--print", "-", "--lang", "en").done().out
    assert "To:     BYD (Maker)" in printed
    assert "Maker's after-sales letter, for Kazakhstan" in printed
    assert "It must show:" in printed
    target = sampled.home / "list.csv"
    sampled("missing", "--to", "KZ,RU", "--giver", "dealer", "--format", "csv", "--print", target, "--by", DAY).done()
    assert DAY in target.read_text("utf-8-sig")
    assert "list.csv" in sampled("missing", "--to", "KZ", "--print", target).refused(1)
    assert "nobody" in sampled("missing", "--to", "KZ", "--giver", "nobody").refused(2)
    assert "json" in sampled("missing", "--to", "KZ", "--print", "-", "--format", "json").refused(2)
    assert "Nothing is missing" in sampled("missing", "--to", "KZ", "--giver", "bank", "--print", "-").done().err


def test_missing_ranks_givers(sampled: Machine) -> None:
    found = sampled("missing", "--to", "KZ,RU,JO", "--format", "json").done().json
    order = [one["giver"] for one in found["givers"]]
    frees = [len(one["frees"]) for one in found["givers"]]
    assert frees == sorted(frees, reverse=True)
    assert list(dict.fromkeys(one["giver"] for one in found["missing"])) == order
    only = sampled("missing", "--to", "KZ", "--giver", "inspector", "--format", "json").done().json
    assert {one["giver"] for one in only["missing"]} == {"inspector"}


def test_the_licence_planner(sampled: Machine) -> None:
    found = sampled("licence", "plan", "--to", "KZ", "--on", DAY, "--format", "json").done().json
    assert (found["schema"], found["to"], found["most_per_code"]) == ("nearnew/licence-plan/1", "KZ", 20)
    assert found["applications"]
    for one in found["applications"]:
        assert 1 <= len(one["cars"]) <= 20
        assert {"number", "hs_code", "shipment", "first_day", "letters_needed", "ends", "lacks"} <= one.keys()
        if one["first_day"] and one["first_day"] <= "2026-12-31":
            assert one["ends"] == "2026-12-31"
    assert {one["reason"] for one in found["left_out"]} <= {"left", "held", "new_car", "blocked"}
    told = sampled("licence", "plan", "--to", "KZ", "--on", DAY).done()
    assert "At most 20 cars of a code" in told.err
    assert "KZ,RU" in sampled("licence", "plan", "--to", "KZ,RU").refused(2)
