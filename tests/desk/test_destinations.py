"""The destinations as the desk counts them, and their rules."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from tests.desk.kit import TODAY, answer, edited, new_car, new_desk, ready_for_kazakhstan
from tui.desk import destinations
from tui.desk.context import Desk
from tui.domain.readiness import Verdict
from tui.domain.rules import RuleSeverity


def row_of(desk: Desk, code: str) -> destinations.DestinationRow:
    return next(row for row in destinations.overview(desk) if row.code == code)


def test_every_country_with_a_pack_is_there_and_the_origin_comes_last() -> None:
    desk = new_desk()
    rows = destinations.overview(desk)
    assert [row.code for row in rows[:-1]] == sorted(desk.library.destinations)
    assert rows[-1].code == "CN"
    assert [row.is_origin for row in rows] == [False] * len(desk.library.destinations) + [True]
    assert all(row.has_pack and not row.stale and row.rules and row.checked for row in rows)


def test_a_country_without_rules_is_there_when_a_car_is_to_go_to_it() -> None:
    desk = new_desk()
    assert "UA" not in {row.code for row in destinations.overview(desk)}
    car = new_car(desk, destination="UA")
    row = row_of(desk, "UA")
    assert (row.cars, row.has_pack, row.rules, row.checked, row.is_known) == (1, False, 0, None, False)
    assert dict(destinations.counted(desk, ["UA"])) == {"UA": {Verdict.UNKNOWN: 1}}
    edited(desk, car, destination="KZ")
    assert "UA" not in {row.code for row in destinations.overview(desk)}


def test_the_rules_of_groups_count_for_their_members() -> None:
    desk = new_desk()
    packs = desk.library.packs
    assert row_of(desk, "KZ").rules == len(packs["KZ"].rules) + len(packs["EAEU"].rules)
    new_car(desk, destination="DE")
    row = row_of(desk, "DE")
    assert row.rules == len(packs["EU"].rules)
    assert row.has_pack
    assert not row_of(desk, "EU").cars


def test_a_member_of_the_eu_is_judged_by_its_rules() -> None:
    desk = new_desk()
    found = answer(desk, new_car(desk, destination="DE"), "DE")
    assert not found.doubts
    assert "eu-type-approval" in {flag.rule.id for flag in found.flags}
    assert "entry_mode" in found.assumed


def test_counts_are_the_verdicts_of_the_whole_stock() -> None:
    desk = new_desk()
    cars = [ready_for_kazakhstan(desk, 1), new_car(desk, 2), new_car(desk, 3, destination="JO")]
    for code, counts in destinations.counted(desk, ["KZ", "JO", "UA"]):
        expected = [answer(desk, car, code).verdict for car in cars]
        assert counts == {verdict: expected.count(verdict) for verdict in set(expected)}
    assert dict(destinations.counted(desk, ["KZ"]))["KZ"][Verdict.READY] == 1


def test_counting_stops_when_it_is_told_to() -> None:
    desk = new_desk()
    new_car(desk)
    asked = iter([False, True])
    assert [code for code, _ in destinations.counted(desk, ["KZ", "JO"], lambda: next(asked))] == ["KZ"]


def test_nothing_is_written() -> None:
    desk = new_desk()
    new_car(desk)
    before = desk.store.revision
    destinations.overview(desk)
    list(destinations.counted(desk, ["KZ"]))
    assert desk.store.revision == before


def test_old_rules_are_stale() -> None:
    days = new_desk().settings.readiness.staleness_days
    assert not row_of(new_desk(TODAY + timedelta(days=days)), "KZ").stale
    old = row_of(new_desk(TODAY + timedelta(days=days + 1)), "KZ")
    assert old.stale
    assert not old.is_known


def test_rules_come_the_gravest_first_and_those_that_decide_nothing_last() -> None:
    desk = new_desk()
    rules = destinations.rules_of(desk, "CN")
    assert len(rules) == len(desk.library.packs["CN"].rules)
    order = list(RuleSeverity)
    counting = [order.index(rule.severity) for rule in rules if rule.counts]
    assert counting == sorted(counting)
    assert [rule.counts for rule in rules] == sorted((rule.counts for rule in rules), reverse=True)
    assert not destinations.rules_of(desk, "UA")


def test_the_oldest_pack_gives_the_day_of_checking() -> None:
    desk = new_desk()
    group = desk.library.packs["EAEU"]
    older = msgspec.structs.replace(group, checked=TODAY - timedelta(days=30))
    desk.library.packs["EAEU"] = older
    try:
        assert row_of(desk, "KZ").checked == TODAY - timedelta(days=30)
        assert row_of(desk, "UZ").checked == desk.library.packs["UZ"].checked
    finally:
        desk.library.packs["EAEU"] = group
