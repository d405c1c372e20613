from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.domain.readiness_kit import SEAL, case, changed, flag_of, packs, rule, state_of
from tui.domain.assessing import Assessor
from tui.domain.deals import Deal
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import Assessment, Doubt, State, Verdict
from tui.domain.rules import Member, Pack, Rule
from tui.domain.spans import Span, cars_of_code
from tui.domain.windows import ALWAYS, both, inside, turns, without

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def assess(
    own: Mapping[str, Pack], *, to: str = "XX", on: date = TODAY, via: tuple[str, ...] = (), **car: Any
) -> Assessment:
    deals = car.pop("deals", ())
    one = case(changed(SEAL, **car), to, *deals, on=on, via=via)
    return Assessor(to, via, own, TODAY, staleness_days=4000).assess(one)


class TestWindows:
    def test_both_ends_belong(self) -> None:
        windows = ((date(2026, 1, 1), date(2026, 1, 31)),)
        assert [inside(windows, date(2026, 1, 1) + step * DAY) for step in (-1, 0, 30, 31)] == [
            False,
            True,
            True,
            False,
        ]
        assert list(turns(windows)) == [date(2026, 1, 1), date(2026, 2, 1)]
        assert list(turns(((None, date.max), (None, None)))) == []

    def test_what_is_taken_away(self) -> None:
        gone = ((date(2026, 3, 1), date(2026, 3, 31)),)
        assert without(ALWAYS, gone) == ((None, date(2026, 2, 28)), (date(2026, 4, 1), None))
        assert without(ALWAYS, ((None, None),)) == ()
        assert without(ALWAYS, ((date(2026, 3, 1), None),)) == ((None, date(2026, 2, 28)),)
        assert without(((date(2026, 3, 1), date(2026, 3, 5)),), gone) == ()
        assert without(ALWAYS, ()) == ALWAYS

    def test_what_both_have(self) -> None:
        one, other = ((None, date(2026, 5, 1)),), ((date(2026, 5, 1), None),)
        assert both(one, other) == ((date(2026, 5, 1), date(2026, 5, 1)),)
        assert both(((None, date(2026, 4, 30)),), other) == ()


class TestGroups:
    @staticmethod
    def _group(member: Member, *rules: Rule, **more: Any) -> dict[str, Pack]:
        return packs(GG=Pack("GG", "1", TODAY, rules, (member,), **more))

    @pytest.mark.parametrize(("on", "state"), [(-1, None), (0, State.FLAGGED), (9, State.FLAGGED), (10, None)])
    def test_a_groups_rules_count_from_the_day_a_country_joins_to_the_day_it_leaves(
        self, on: int, state: State | None
    ) -> None:
        block = rule("gg", "require", {"always": True})
        own = self._group(Member("XX", TODAY, TODAY + 9 * DAY), block)
        assert state_of(assess(own, on=TODAY + on * DAY), "gg") is state

    def test_membership_is_read_at_the_rules_own_date(self) -> None:
        own = self._group(Member("XX", TODAY), rule("gg", "require", {"always": True}, date_basis="arrival"))
        late = Deal("XX", arrival=TODAY)
        assert state_of(assess(own, on=TODAY - DAY, deals=(late,)), "gg") is State.FLAGGED
        assert state_of(assess(own, on=TODAY - DAY), "gg") is None

    def test_joining_within_the_horizon_is_announced(self) -> None:
        own = self._group(Member("XX", TODAY + 60 * DAY), rule("gg", "block", {"always": True}))
        flag = flag_of(assess(own), "gg")
        assert flag is not None
        assert flag.turns_blocked_on == TODAY + 60 * DAY
        assert assess(own, on=TODAY - DAY).flags == ()

    def test_a_member_without_a_pack_of_its_own(self) -> None:
        bare = self._group(Member("YY"))
        assert assess(bare, to="YY").doubts == (Doubt("no_pack", "YY"),)
        whole = self._group(Member("YY", until=TODAY), covers_members=True)
        assert assess(whole, to="YY").verdict is Verdict.READY
        assert assess(whole, to="YY", on=TODAY + DAY).verdict is Verdict.UNKNOWN

    def test_a_groups_name_stands_for_its_members_on_the_day(self) -> None:
        own = rule("from", "require", {"origin_country": ["GG"]})
        listed = packs(own, GG=Pack("GG", "1", TODAY, (), (Member("CN", TODAY), Member("JP"))))
        assert state_of(assess(listed), "from") is State.FLAGGED
        assert state_of(assess(listed, on=TODAY - DAY), "from") is None
        assert state_of(assess(listed, on=TODAY - DAY, origin_country="JP"), "from") is State.FLAGGED
        assert state_of(assess(listed, origin_country="DE"), "from") is None
        assert state_of(assess(listed, origin_country=None), "from") is State.CANNOT_TELL


class TestReplacing:
    def _state(self, old: Rule, new: Rule, on: date, **how: Any) -> State | None:
        return state_of(assess(packs(old, new, **how.pop("packs", {})), on=on, **how), "old")

    def test_only_while_the_newer_one_is_in_force(self) -> None:
        old = rule("old", "require", {"always": True})
        new = rule("new", "note", {"tinted_glass": True}, replaces=("old",), effective_from=TODAY, effective_to=TODAY)
        assert [self._state(old, new, TODAY + step * DAY) for step in (-1, 0, 1)] == [
            State.FLAGGED,
            None,
            State.FLAGGED,
        ]

    def test_a_line_of_successors(self) -> None:
        rules = (
            rule("old", "require", {"always": True}),
            rule("new", "require", {"always": True}, replaces=("old",), effective_from=TODAY),
            rule("newest", "require", {"always": True}, replaces=("new",), effective_from=TODAY + 9 * DAY),
        )
        for on, expected in ((-1, {"old"}), (0, {"new"}), (9, {"newest"})):
            assert {flag.rule.id for flag in assess(packs(*rules), on=TODAY + on * DAY).flags} == expected

    def test_each_is_read_at_its_own_date(self) -> None:
        old = rule("old", "require", {"always": True})
        new = rule("new", "require", {"always": True}, replaces=("old",), effective_from=TODAY, date_basis="arrival")
        assert self._state(old, new, TODAY) is None
        arrived = Deal("XX", arrival=TODAY - DAY)
        assert self._state(old, new, TODAY, deals=(arrived,)) is State.FLAGGED

    def test_a_rule_of_the_way_replaces_none_of_the_destination(self) -> None:
        old = rule("old", "require", {"always": True})
        through = msgspec.structs.replace(rule("t", "note", {"always": True}, kind="transit", replaces=("old",)))
        own = packs(old, ZZ=Pack("ZZ", "1", TODAY, (through,)))
        assert state_of(assess(own, via=("ZZ",)), "old") is State.FLAGGED

    def test_a_block_that_is_replaced_before_it_bites_is_not_announced(self) -> None:
        old = rule("old", "block", {"always": True}, effective_from=TODAY + 20 * DAY)
        new = rule("new", "note", {"always": True}, replaces=("old",), effective_from=TODAY + 10 * DAY)
        assert self._state(old, new, TODAY) is None


class TestOwnDate:
    """Rules that are read on the day of first registration."""

    RULE = rule(
        "r", "block", {"powertrain": ["bev"]}, date_basis="first_registration", effective_from=date(2026, 4, 10)
    )

    @pytest.mark.parametrize(
        ("registered", "state"),
        [
            (PartialDate(2026, 4, 9), None),
            (PartialDate(2026, 4, 10), State.FLAGGED),
            (PartialDate(2026, 4), State.CANNOT_TELL),
            (PartialDate(2026, 5), State.FLAGGED),
            (PartialDate(2026, 3), None),
            (None, State.CANNOT_TELL),
        ],
    )
    def test_the_cars_own_day_decides(self, registered: PartialDate | None, state: State | None) -> None:
        answer = assess(packs(self.RULE), first_registration=registered)
        assert state_of(answer, "r") is state
        if state is State.CANNOT_TELL:
            flag = flag_of(answer, "r")
            assert flag is not None
            assert flag.missing == ("first_registration",)

    def test_what_else_decides_counts_without_the_day(self) -> None:
        assert assess(packs(self.RULE), first_registration=None, powertrain="ice").flags == ()

    def test_nothing_is_still_to_come(self) -> None:
        later = msgspec.structs.replace(self.RULE, effective_from=TODAY + DAY)
        assert assess(packs(later), first_registration=PartialDate(2026, 11, 1)).flags == ()


class TestWords:
    def test_each_country_tells_new_from_used_by_its_own_line(self) -> None:
        own = packs(
            rule("u", "require", {"customs_condition": ["used"]}), rule("n", "require", {"customs_condition": ["new"]})
        )
        assert {flag.rule.id for flag in assess(own).flags} == {"u"}
        lined = own | {"XX": msgspec.structs.replace(own["XX"], used_when=({"odometer_km_gt": 200},))}
        assert {flag.rule.id for flag in assess(lined, odometer_km=200).flags} == {"n"}
        assert {flag.rule.id for flag in assess(lined, odometer_km=201).flags} == {"u"}
        missing = assess(lined, odometer_km=None)
        assert {flag.missing for flag in missing.flags} == {("odometer_km",)}

    def test_only_what_is_not_known_is_asked_for(self) -> None:
        ways = ({"odometer_km_gt": 200, "tinted_glass": True}, {"steering_converted": True})
        own = packs(rule("u", "require", {"customs_condition": ["used"]}))
        own["XX"] = msgspec.structs.replace(own["XX"], used_when=ways)
        flag = flag_of(assess(own, odometer_km=300), "u")
        assert flag is not None
        assert (flag.state, flag.missing) == (State.CANNOT_TELL, ("tinted_glass",))

    def test_the_origin_keeps_its_own_classes(self) -> None:
        origin = Pack("CN", "1", TODAY, (rule("cn", "require", {"customs_condition": ["used"]}, export=True),))
        own = {"CN": origin, "XX": Pack("XX", "1", TODAY, (), used_when=({"odometer_km_gt": 200},))}
        assert state_of(assess(own, odometer_km=1), "cn") is State.FLAGGED

    @pytest.mark.parametrize(
        ("origin", "state"),
        [("CN", State.FLAGGED), ("DE", None), ("KR", None), ("JP", State.CANNOT_TELL), (None, State.CANNOT_TELL)],
    )
    def test_treaty_partners(self, origin: str | None, state: State | None) -> None:
        eu = Pack("EU", "1", TODAY, (), (Member("DE"),))
        own = packs(rule("levy", "require", {"origin_country_not": ["EU_OR_FTA"]}), EU=eu)
        own["XX"] = msgspec.structs.replace(own["XX"], treaty_partners=("KR",), no_treaty=("CN",))
        assert state_of(assess(own, origin_country=origin), "levy") is state

    def test_what_a_pack_takes_for_granted_holds_for_its_own_rules(self) -> None:
        own = packs(rule("x", "require", {"tinted_glass": False}), YY=Pack("YY", "1", TODAY, ()))
        assert state_of(assess(own), "x") is State.CANNOT_TELL
        own["CN"] = msgspec.structs.replace(own["CN"], defaults={"tinted_glass": False})
        assert state_of(assess(own), "x") is State.CANNOT_TELL
        own["XX"] = msgspec.structs.replace(own["XX"], defaults={"tinted_glass": False})
        answer = assess(own)
        assert state_of(answer, "x") is State.FLAGGED
        assert (answer.assumed, answer.granted) == (("tinted_glass",), {"tinted_glass": False})
        own["XX"] = msgspec.structs.replace(own["XX"], rules=(rule("x", "note", {"tinted_glass": False}),))
        assert assess(own).assumed == ()
        own["XX"] = msgspec.structs.replace(own["XX"], rules=(rule("x", "require", {"tinted_glass": False}),))
        one = case(SEAL, "XX", strict=True)
        strict = Assessor("XX", (), own, TODAY, staleness_days=180).assess(one)
        assert state_of(strict, "x") is State.CANNOT_TELL


class TestOneCode:
    @pytest.mark.parametrize(
        ("code", "codes", "count"),
        [
            ("8703801090", ["8703801090"] * 20, 20),
            ("8703801090", ["8703801090"] * 3 + ["8703231390"] * 30, 3),
            ("8703801090", ["8703801090", "8703801090", None], Span(2, 3)),
            ("870380", ["870380", "8703801090", "8703231390"], Span(1, 2)),
            (None, [None, "8703801090"], Span(1, 2)),
            (None, [None], 1),
        ],
    )
    def test_cars_are_counted_by_commodity_code(self, code: str | None, codes: list[str | None], count: Any) -> None:
        assert cars_of_code(code, codes) == count

    def test_a_span_across_the_line_cannot_be_told(self) -> None:
        own = packs(rule("max", "block", {"cn_cars_per_licence_line_gt": 20}))
        one = case(SEAL, "XX")
        place = len(one.facts) - 4
        for count, state in ((20, None), (21, State.FLAGGED), (Span(3, 20), None), (Span(3, 21), State.CANNOT_TELL)):
            facts = (*one.facts[:place], count, *one.facts[place + 1 :])
            counted = msgspec.structs.replace(one, facts=facts)
            assert state_of(Assessor("XX", (), own, TODAY, staleness_days=180).assess(counted), "max") is state
