from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from tests.domain.readiness_kit import (
    BLOCK,
    DOUBT,
    REQUIRE,
    SEAL,
    TODAY,
    answer_to,
    assess,
    case,
    changed,
    every_paper,
    flag_of,
    packs,
    rule,
    state_of,
)
from tui.domain.assessing import Assessor
from tui.domain.deals import Deal
from tui.domain.documents import Document, Scope
from tui.domain.facts import (
    dates_on,
)
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import Assessment, Doubt, State, Verdict, worst
from tui.domain.rules import Gate, Member, Pack, Rule


class TestWorkedCases:
    """The cases of destinations.md that concern shipped packs: the import side in full."""

    DEFAULTS = Deal(
        "",
        importer_type="company",
        importer_is_authorised=False,
        purpose="local_registration",
        entry_mode="sea",
        via=(),
    )

    @staticmethod
    def _import_side(answer: Assessment) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for flag in answer.flags:
            assert flag.state is not State.CANNOT_TELL, flag
            if not flag.rule.export:
                assert (flag.state, flag.turns_blocked_on) == (State.FLAGGED, None)
                found.setdefault(flag.rule.severity.value, set()).add(flag.rule.id)
        return found

    def test_seal_to_jordan(self) -> None:
        answer = assess(SEAL, "JO", msgspec.structs.replace(self.DEFAULTS, country="JO"))
        assert self._import_side(answer) == {
            "require": {"jo-conformity-2025-11"},
            "cost": {"jo-tax-ev-2025-06"},
            "note": {"jo-zero-km-agent-only"},
        }

    def test_li_l7_to_russia(self) -> None:
        li = changed(
            SEAL,
            make="li-auto",
            model="L7",
            powertrain="erev",
            fuel="petrol",
            engine_cc=1496,
            power_30min_hp=Decimal(202),
            manufacture_date=PartialDate(2026, 1, 15),
            first_registration=PartialDate(2026, 2, 1),
        )
        private = msgspec.structs.replace(self.DEFAULTS, country="RU", importer_type="individual", entry_mode="land")
        assert self._import_side(assess(li, "RU", private)) == {
            "cost": {"ru-util-fee-power-ev-2025-12"},
            "note": {"ru-ev-30min-formula-2026-02", "ru-lab-capacity-2025-12"},
            "require": {"ru-sbkts-epts-required", "ru-used-hybrid-idle-test-2025-11"},
        }


class TestVerdict:
    @pytest.mark.parametrize(
        ("rules", "expected"),
        [
            ((), Verdict.READY),
            ((REQUIRE,), Verdict.ACTION),
            ((REQUIRE, DOUBT), Verdict.UNKNOWN),
            ((REQUIRE, DOUBT, BLOCK), Verdict.BLOCKED),
            ((BLOCK, REQUIRE), Verdict.BLOCKED),
            ((DOUBT, BLOCK), Verdict.BLOCKED),
            ((rule("q", "require", {"tinted_glass": True}),), Verdict.UNKNOWN),
            ((rule("c", "cost", {"always": True}), rule("n", "note", {"always": True})), Verdict.READY),
            ((rule("c", "cost", {"tinted_glass": True}), rule("n", "note", {"tinted_glass": True})), Verdict.READY),
            ((rule("d", "block", {"always": True}, kind="deadline"),), Verdict.READY),
            ((rule("r", "block", {"always": True}, kind="red_line"),), Verdict.READY),
        ],
    )
    def test_worst_first(self, rules: tuple[Rule, ...], expected: Verdict) -> None:
        assert answer_to(SEAL, *rules).verdict is expected
        assert answer_to(SEAL, *reversed(rules)).verdict is expected

    def test_worst(self) -> None:
        assert worst([]) is Verdict.READY
        assert worst(Verdict) is Verdict.BLOCKED
        assert worst([Verdict.ACTION, Verdict.UNKNOWN]) is Verdict.UNKNOWN

    def test_gates_take_the_worst_of_their_own(self) -> None:
        china = Pack("CN", "1", TODAY, (rule("cn", "require", {"always": True}, needs_all=("x",), export=True),))
        own = packs(rule("menu", "require", {"always": True}, kind="labelling"), BLOCK, CN=china)
        answer = Assessor("XX", (), own, TODAY, staleness_days=180).assess(case(SEAL, "XX"))
        assert answer.gates == {
            Gate.EXPORT: Verdict.ACTION,
            Gate.IMPORT: Verdict.BLOCKED,
            Gate.LOCALISATION: Verdict.ACTION,
            Gate.PAPERS: None,
        }
        quiet = Assessor("XX", (), packs(), TODAY, staleness_days=180).assess(case(SEAL, "XX"))
        assert quiet.gates[Gate.LOCALISATION] is None
        assert quiet.gates[Gate.IMPORT] is Verdict.READY

    def test_a_replaced_rule_is_gone_while_its_successor_is_in_force(self) -> None:
        new = rule("new", "require", {"always": True}, replaces=("block",), effective_from=date(2027, 1, 1))
        assert answer_to(SEAL, BLOCK, new).verdict is Verdict.BLOCKED
        assert answer_to(SEAL, BLOCK, new, on=date(2027, 1, 1)).verdict is Verdict.ACTION


class TestNeeds:
    def test_all_and_any(self) -> None:
        both = rule("both", "require", {"always": True}, needs_all=("sbkts", "epts"))
        either = rule("either", "require", {"always": True}, needs_any=("otts", "zoets"))
        flag = flag_of(answer_to(SEAL, both), "both")
        assert flag is not None
        assert (flag.needs, flag.any_of) == (("sbkts", "epts"), False)
        flag = flag_of(answer_to(SEAL, both, papers=[Document("epts", Scope())]), "both")
        assert flag is not None
        assert flag.needs == ("sbkts",)
        flag = flag_of(answer_to(SEAL, either), "either")
        assert flag is not None
        assert (flag.needs, flag.any_of) == (("otts", "zoets"), True)
        assert state_of(answer_to(SEAL, either, papers=[Document("zoets", Scope())]), "either") is State.SATISFIED

    def test_held_papers_satisfy_even_where_the_condition_cannot_be_told(self) -> None:
        open_rule = rule("open", "block", {"tinted_glass": True}, needs_all=("sbkts",))
        assert state_of(answer_to(SEAL, open_rule), "open") is State.CANNOT_TELL
        answer = answer_to(SEAL, open_rule, papers=[Document("sbkts", Scope())])
        assert state_of(answer, "open") is State.SATISFIED
        assert answer.verdict is Verdict.READY

    def test_a_rule_that_does_not_apply_asks_for_nothing(self) -> None:
        assert answer_to(changed(SEAL, tinted_glass=False), DOUBT).flags == ()

    def test_a_block_to_come_that_held_papers_meet_is_not_announced(self) -> None:
        soon = rule("soon", "block", {"always": True}, needs_all=("sbkts",), effective_from=date(2026, 12, 1))
        assert answer_to(SEAL, soon).verdict is Verdict.ACTION
        assert answer_to(SEAL, soon, papers=[Document("sbkts", Scope())]).flags == ()


class TestDays:
    def test_a_block_within_the_horizon_is_announced(self) -> None:
        built_2024 = changed(
            SEAL, manufacture_date=PartialDate(2024, 8), model_year=2024, first_registration=PartialDate(2026, 5, 1)
        )
        papers = every_paper(1)
        answer = assess(built_2024, "JO", papers=papers)
        flag = flag_of(answer, "jo-ev-age-3-2025-11")
        assert flag is not None
        assert (flag.state, flag.turns_blocked_on) == (State.FLAGGED, date(2027, 1, 1))
        assert answer.verdict is Verdict.ACTION
        begun = assess(built_2024, "JO", on=date(2027, 1, 1), papers=papers)
        flag = flag_of(begun, "jo-ev-age-3-2025-11")
        assert flag is not None
        assert flag.turns_blocked_on is None
        assert begun.verdict is Verdict.BLOCKED
        built_2025 = changed(built_2024, manufacture_date=PartialDate(2025, 1))
        assert assess(built_2025, "JO", papers=papers).verdict is Verdict.READY

    def test_the_last_day_of_the_horizon_counts_and_the_next_does_not(self) -> None:
        for days, verdict in ((60, Verdict.ACTION), (61, Verdict.READY)):
            soon = rule("soon", "block", {"always": True}, effective_from=TODAY + timedelta(days=days))
            assert answer_to(SEAL, soon).verdict is verdict

    def test_a_demand_to_come_is_not_announced(self) -> None:
        soon = rule("soon", "require", {"always": True}, effective_from=date(2026, 12, 1))
        assert answer_to(SEAL, soon).flags == ()

    def test_the_letter_is_asked_for_until_day_180(self) -> None:
        registered = date(2026, 8, 1)
        car = changed(SEAL, first_registration=PartialDate.of(registered))
        for days, state in ((0, State.FLAGGED), (180, State.FLAGGED), (181, None)):
            answer = assess(car, "KZ", on=registered + timedelta(days=days))
            assert state_of(answer, "cn-180d-letter") is state, days
        flag = flag_of(assess(car, "KZ"), "cn-180d-letter")
        assert flag is not None
        assert flag.clears_on == registered + timedelta(days=181) == date(2027, 1, 29)

    def test_a_month_across_the_line_cannot_be_told(self) -> None:
        car = changed(SEAL, first_registration=PartialDate(2026, 5))
        answer = assess(car, "KZ", on=date(2026, 11, 1))
        flag = flag_of(answer, "cn-180d-letter")
        assert flag is not None
        assert (flag.state, flag.missing) == (State.CANNOT_TELL, ("first_registration",))
        assert state_of(assess(car, "KZ", on=date(2026, 10, 28)), "cn-180d-letter") is State.FLAGGED
        assert state_of(assess(car, "KZ", on=date(2026, 11, 28)), "cn-180d-letter") is None

    def test_the_180_days_are_read_at_the_licence_application(self) -> None:
        car = changed(SEAL, first_registration=PartialDate(2026, 5, 26))
        assert state_of(assess(car, "KZ", on=TODAY), "cn-180d-letter") is State.FLAGGED
        later = Deal("KZ", licence_application=date(2026, 11, 23))
        assert state_of(assess(car, "KZ", later, on=TODAY), "cn-180d-letter") is None
        other = Deal("RU", licence_application=date(2026, 11, 23))
        assert dates_on(TODAY, None, other, later)["licence_application"] == date(2026, 11, 23)
        assert dates_on(TODAY, later)["declaration"] == TODAY


class TestDoubts:
    @staticmethod
    def _verdict(destination: str, via: tuple[str, ...], own: Mapping[str, Pack], today: date = TODAY) -> Assessment:
        return Assessor(destination, via, own, today, staleness_days=180).assess(case(SEAL, destination, via=via))

    def test_without_a_pack_nothing_is_ready(self) -> None:
        answer = self._verdict("YY", (), packs())
        assert (answer.verdict, answer.doubts) == (Verdict.UNKNOWN, (Doubt("no_pack", "YY"),))
        assert answer.gates[Gate.IMPORT] is Verdict.UNKNOWN
        assert answer.gates[Gate.EXPORT] is Verdict.READY

    def test_a_group_alone_is_no_pack(self) -> None:
        group = Pack("GG", "1", TODAY, (BLOCK,), members=(Member("YY"),))
        assert self._verdict("YY", (), packs(GG=group)).verdict is Verdict.BLOCKED
        bare = Pack("GG", "1", TODAY, (), (Member("YY"),))
        assert self._verdict("YY", (), packs(GG=bare)).verdict is Verdict.UNKNOWN

    def test_a_group_that_covers_its_members_is_a_pack_for_them(self) -> None:
        group = Pack("GG", "1", TODAY, (), (Member("YY", until=TODAY),), covers_members=True)
        assert self._verdict("YY", (), packs(GG=group)).verdict is Verdict.READY
        later = case(SEAL, "YY", on=TODAY + timedelta(days=1))
        assert Assessor("YY", (), packs(GG=group), TODAY, staleness_days=180).assess(later).verdict is Verdict.UNKNOWN
        assert self._verdict("XX", ("YY",), packs(GG=group)).verdict is Verdict.READY

    def test_china_is_no_destination(self) -> None:
        answer = self._verdict("CN", (), packs())
        assert (answer.verdict, answer.doubts) == (Verdict.UNKNOWN, (Doubt("no_pack", "CN"),))

    def test_without_the_export_pack_nothing_is_ready(self) -> None:
        own = packs()
        del own["CN"]
        answer = self._verdict("XX", (), own)
        assert (answer.verdict, answer.gates[Gate.EXPORT]) == (Verdict.UNKNOWN, Verdict.UNKNOWN)

    def test_an_unknown_country_on_the_way(self) -> None:
        answer = self._verdict("XX", ("ZZ",), packs())
        assert (answer.verdict, answer.doubts) == (Verdict.UNKNOWN, (Doubt("no_pack", "ZZ"),))
        known = packs(ZZ=Pack("ZZ", "1", TODAY, (rule("z", "block", {"always": True}),)))
        assert self._verdict("XX", ("ZZ",), known).verdict is Verdict.READY
        closed = packs(ZZ=Pack("ZZ", "1", TODAY, (rule("z", "block", {"always": True}, kind="transit"),)))
        assert self._verdict("XX", ("ZZ",), closed).verdict is Verdict.BLOCKED

    def test_a_pack_goes_stale_on_todays_clock(self) -> None:
        own = packs(checked=TODAY)
        assert self._verdict("XX", (), own, TODAY + timedelta(days=180)).verdict is Verdict.READY
        late = self._verdict("XX", (), own, TODAY + timedelta(days=181))
        assert late.verdict is Verdict.UNKNOWN
        assert Doubt("pack_stale", "XX") in late.doubts
        unused = packs(YY=Pack("YY", "1", date(2020, 1, 1), ()))
        assert self._verdict("XX", (), unused).verdict is Verdict.READY
        passed = self._verdict("XX", ("YY",), unused)
        assert passed.doubts == (Doubt("pack_stale", "YY"),)

    def test_a_block_outweighs_a_doubt(self) -> None:
        assert self._verdict("XX", ("ZZ",), packs(BLOCK)).verdict is Verdict.BLOCKED
