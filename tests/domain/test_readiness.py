from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.domain import naive
from tui.domain.assessing import Assessor
from tui.domain.cars import Car, Milestone
from tui.domain.deals import DATE_BASES, Deal
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.facts import (
    FACTS,
    PLACE,
    Case,
    Origin,
    car_facts,
    case_of,
    dates_on,
    deal_facts,
    origin_of,
    papers_for,
    shipment_deal,
    spec_facts,
)
from tui.domain.models import Specs
from tui.domain.partialdate import PartialDate, add_months
from tui.domain.readiness import Assessment, Doubt, Flag, State, Verdict, worst
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.rules import Gate, Member, Pack, Rule, RuleSeverity, Source
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode, Stage
from tui.packs.library import Library

TODAY = date(2026, 11, 22)
LIBRARY = Library()
DESTINATIONS = ("RU", "KZ", "KG", "UZ", "JO", "AE", "SA", "DZ")
MAKER = "vehicle_maker_in_miit_list"
KINDS = tuple(sorted({k for p in LIBRARY.packs.values() for r in p.rules for k in (*r.needs_all, *r.needs_any)}))


@cache
def assessor(destination: str, via: tuple[str, ...] = (), today: date = TODAY, horizon: int = 60) -> Assessor:
    return Assessor(destination, via, LIBRARY.packs, today, staleness_days=180, horizon_days=horizon)


def case(
    car: Car,
    destination: str,
    *deals: Deal,
    on: date = TODAY,
    papers: Sequence[Document] = (),
    shipment: Shipment | None = None,
    via: tuple[str, ...] | None = None,
    strict: bool = False,
) -> Case:
    world = LIBRARY.world
    together = len(shipment.lines) if shipment else 1
    deal = deal_facts(destination, deals, via, LIBRARY.profiles.get(destination), together=together)
    own = car_facts(car, spec_facts(car.specs), world.make_homes)
    dates = dates_on(on, *deals)
    read = papers_for(papers, destination, dates, shipment, world)
    return case_of(own, deal, read, destination, dates, strict=strict)


def assess(car: Car, destination: str, *deals: Deal, **how: Any) -> Assessment:
    via = how.get("via") or next((deal.via for deal in deals if deal.via), ())
    return assessor(destination, via).assess(case(car, destination, *deals, **how))


def flag_of(answer: Assessment, rule_id: str) -> Flag | None:
    return next((flag for flag in answer.flags if flag.rule.id == rule_id), None)


def state_of(answer: Assessment, rule_id: str) -> State | None:
    flag = flag_of(answer, rule_id)
    return flag.state if flag else None


def changed(car: Car, **changes: Any) -> Car:
    specs = {name: changes.pop(name) for name in list(changes) if name in Specs.__struct_fields__}
    return msgspec.structs.replace(car, specs=msgspec.structs.replace(car.specs, **specs), **changes)


def every_paper(car_id: int, *, but: Sequence[str] = (), country: str | None = None) -> list[Document]:
    scope = Scope(car_ids=(car_id,))
    return [
        Document(
            kind,
            scope,
            country=country,
            signer=MAKER if kind == LETTER else None,
            shows=LETTER_FIELDS if kind == LETTER else None,
            fields_match=True if kind == LICENCE else None,
            owner_is_applicant=True if kind == LICENCE else None,
        )
        for kind in (*KINDS, "export_declaration")
        if kind not in but
    ]


SEAL = Car(
    "byd",
    "海豹",
    model_year=2026,
    specs=Specs(
        powertrain="bev", steering="LHD", power_30min_hp=Decimal(110), charge_port="GBT", origin_country="CN",
        lab_tested_in_eaeu=False, body="saloon",
    ),
    colour="white",
    manufacture_date=PartialDate(2026, 3, 5),
    first_registration=PartialDate(2026, 4, 10),
    odometer_km=80,
    battery_soh=Decimal(100),
    damage_history=(),
    former_use=(),
    steering_converted=False,
    milestones=(Milestone(Stage.TRANSFERRED, date(2026, 5, 1)),),
    id=1,
)  # fmt: skip


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


POWERTRAINS = ("ice", "hev", "phev", "erev", "bev")
BARRED = ("open_violation_or_accident", "sealed_or_seized")
LINES = [
    TODAY,
    *(add_months(TODAY, -months) for months in (6, 24, 36, 60, 120)),
    *(TODAY - timedelta(days=days) for days in (120, 179, 180, 181, 240, 365)),
    date(2024, 12, 31),
    date(2025, 1, 1),
]
NEAR = st.builds(lambda day, days: day + timedelta(days=days), st.sampled_from(LINES), st.integers(-3, 3))
EXACT = NEAR.map(PartialDate.of)
PARTIAL = st.one_of(EXACT, NEAR.map(lambda d: PartialDate(d.year, d.month)), NEAR.map(lambda d: PartialDate(d.year)))
YES_NO = st.sampled_from((None, True, False))
COUNTRIES = st.sampled_from((None, *DESTINATIONS))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(strategy, st.none())


def words(*known: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple)


SPECS = st.builds(
    Specs,
    powertrain=maybe(st.sampled_from(POWERTRAINS)),
    fuel=maybe(st.sampled_from(("petrol", "diesel"))),
    steering=st.sampled_from((None, "LHD", "LHD", "RHD")),
    engine_cc=maybe(st.sampled_from((0, 999, 1000, 1001, 1800, 1801, 2000, 3000, 3001))),
    power_hp=maybe(st.sampled_from((Decimal(80), Decimal(160), Decimal("160.1"), Decimal(400)))),
    power_30min_hp=maybe(st.sampled_from((Decimal("79.9"), Decimal(80), Decimal("80.1")))),
    charge_port=maybe(st.sampled_from(("GBT", "CCS2"))),
    lab_tested_in_eaeu=YES_NO,
    origin_country=maybe(st.sampled_from(("CN", "JP"))),
)
CARS = st.builds(
    Car,
    st.sampled_from(("byd", "volkswagen", "toyota", "nobody")),
    st.just("one"),
    specs=SPECS,
    model_year=maybe(st.integers(2018, 2027)),
    colour=st.sampled_from(("", "white", "black")),
    manufacture_date=maybe(PARTIAL),
    first_registration=maybe(PARTIAL),
    never_registered=YES_NO,
    odometer_km=maybe(st.sampled_from((0, 80, 999, 1000, 5999, 6000, 30_000))),
    battery_soh=maybe(st.sampled_from((Decimal("89.9"), Decimal(90), Decimal(100)))),
    damage_history=maybe(words("flood", "salvage")),
    former_use=maybe(words("taxi", "rental")),
    steering_converted=YES_NO,
    owned_since=maybe(NEAR),
    cn_barred_group=maybe(words(*BARRED)),
    cn_modified_vehicle=YES_NO,
    milestones=st.sampled_from(((), (Milestone(Stage.TRANSFERRED, date(2026, 5, 1)),))),
    id=st.just(1),
)
DEAL_PARTS: dict[str, st.SearchStrategy[Any]] = {
    "importer_type": st.sampled_from(("company", "individual", "returning_resident")),
    "importer_is_authorised": st.booleans(),
    "purpose": st.sampled_from(("local_registration", "re_export")),
    "entry_mode": st.sampled_from(("sea", "land", "rail")),
    "via": words("KG", "KZ", "LY", "BY", "RU"),
    "imports_this_year": st.integers(0, 2),
    "make_status": words("left_market", "new_to_market"),
    "duty_free_quota_used": st.booleans(),
    "certificate_holder_is_declarant": st.booleans(),
    "container_or_enclosed": st.booleans(),
    "cn_agent_declares": st.booleans(),
    "cn_sale_target": words("domestic", "foreign"),
    **dict.fromkeys(DATE_BASES, NEAR),
}
DEALS = st.lists(st.fixed_dictionaries({}, optional=DEAL_PARTS), max_size=2)
DOCUMENTS = st.builds(
    Document,
    st.sampled_from((LETTER, LICENCE, "export_declaration", *KINDS)),
    st.just(Scope(car_ids=(1,))),
    country=COUNTRIES,
    issued=maybe(NEAR),
    expires=maybe(NEAR),
    signer=st.sampled_from((None, MAKER, "dealer")),
    shows=st.sampled_from((None, (), LETTER_FIELDS, LETTER_FIELDS[1:])),
    fields_match=YES_NO,
    owner_is_applicant=YES_NO,
    void=st.sampled_from((False, False, False, True)),
)
PAPERS: st.SearchStrategy[list[Document]] = st.one_of(
    st.just([]),
    st.lists(DOCUMENTS, max_size=6),
    st.lists(st.sampled_from(KINDS), max_size=2).map(lambda but: every_paper(1, but=but)),
)
SOUND = st.builds(
    lambda built, registered, steering: changed(
        SEAL, manufacture_date=built, first_registration=registered, steering=steering
    ),
    maybe(PARTIAL),
    maybe(PARTIAL),
    st.sampled_from(("LHD", "LHD", None, "RHD")),
)
DAYS = st.one_of(NEAR, st.dates(date(2026, 6, 1), date(2027, 5, 1)))


class TestAgainstTheNaiveOracle:
    """The compiled engine and the plain reading of the rules say the same, rule by rule.

    The assessors are shared between examples on purpose: what they remember of one car must not reach another.
    """

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        car=st.one_of(CARS, SOUND),
        parts=DEALS,
        papers=PAPERS,
        on=DAYS,
        strict=st.sampled_from((False, False, True)),
        horizon=st.sampled_from((60, 60, 0, 45)),
        shipped=st.integers(0, 3),
    )
    def test_the_same_verdict_and_flags(
        self,
        car: Car,
        parts: list[dict[str, Any]],
        papers: list[Document],
        on: date,
        strict: bool,
        horizon: int,
        shipped: int,
    ) -> None:
        for destination in DESTINATIONS:
            deals = [Deal(destination, **part) for part in parts]
            shipment = None
            if shipped and deals:
                shipment = Shipment("S", deals[0], Mode.ROAD, tuple(Line(place + 1) for place in range(shipped)), id=1)
            one = case(car, destination, *deals, on=on, papers=papers, shipment=shipment, strict=strict)
            via = next((deal.via for deal in deals if deal.via is not None), ())
            ours = assessor(destination, via, TODAY, horizon).assess(one)
            self._compare(one, ours, destination, via, TODAY, horizon)

    @settings(max_examples=25, deadline=None)
    @given(car=CARS, papers=PAPERS, today=st.sampled_from((date(2027, 5, 21), date(2027, 5, 22))))
    def test_with_doubts(self, car: Car, papers: list[Document], today: date) -> None:
        for destination in ("KZ", "DE", "CN", "QA"):
            for via in ((), ("RU",), ("XX",)):
                one = case(car, destination, papers=papers, via=via)
                ours = Assessor(destination, via, LIBRARY.packs, today, staleness_days=180).assess(one)
                self._compare(one, ours, destination, via, today, 60)

    @staticmethod
    def _compare(
        one: Case, ours: Assessment, destination: str, via: tuple[str, ...], today: date, horizon: int
    ) -> None:
        rules = naive.rules_for(destination, via, LIBRARY.packs)
        doubt = naive.in_doubt(destination, via, LIBRARY.packs, today, 180)
        theirs = naive.assess(one, rules, LIBRARY.packs, doubt=doubt, horizon=horizon)
        said = {
            flag.rule.id: naive.Said(
                flag.state.value, frozenset(flag.missing), frozenset(flag.needs), flag.turns_blocked_on
            )
            for flag in ours.flags
            if flag.state is not State.SATISFIED
        }
        assert said == {name: told for name, told in theirs.flags.items() if told.state != "satisfied"}
        satisfied = {flag.rule.id for flag in ours.flags if flag.state is State.SATISFIED}
        assert satisfied == {name for name, told in theirs.flags.items() if told.state == "satisfied"}
        assert ours.verdict.value == theirs.verdict
        assert bool(ours.doubts) is doubt
        event(f"{ours.verdict.value}")

    @settings(max_examples=60, deadline=None)
    @given(car=st.one_of(CARS, SOUND), papers=PAPERS, on=DAYS, destination=st.sampled_from(DESTINATIONS))
    def test_clears_on_is_the_first_day_it_no_longer_applies(
        self, car: Car, papers: list[Document], on: date, destination: str
    ) -> None:
        one = case(car, destination, on=on, papers=papers)
        granted = {} if one.strict else LIBRARY.world.defaults
        known = zip(FACTS, one.facts, strict=True)
        facts = {name: granted.get(name) if value is None else value for name, value in known}
        for flag in assessor(destination).assess(one).flags:
            if flag.state is not State.FLAGGED or flag.turns_blocked_on:
                assert flag.clears_on is None
                continue
            existing = one.existing[flag.rule.date_basis]
            days = [on + timedelta(days=step) for step in range(401)]
            gone = next((day for day in days if naive.applies(flag.rule, facts, day, existing) is False), None)
            assert flag.clears_on == gone


_SOURCE = Source("title", "https://example.org", "2026", "official", "high")


def rule(rule_id: str, severity: str, condition: Mapping[str, Any], **more: Any) -> Rule:
    kind = more.pop("kind", "ban")
    severity_ = RuleSeverity(severity)
    return Rule(rule_id, "XX", kind, severity_, dict(condition), "", "", _SOURCE, TODAY, **more)


def packs(*rules: Rule, checked: date = TODAY, **others: Pack) -> dict[str, Pack]:
    return {"CN": Pack("CN", "1", TODAY, ()), "XX": Pack("XX", "1", checked, rules), **others}


def answer_to(car: Car, *rules: Rule, on: date = TODAY, papers: Sequence[Document] = ()) -> Assessment:
    one = case(car, "XX", on=on, papers=papers)
    return Assessor("XX", (), packs(*rules), TODAY, staleness_days=180).assess(one)


BLOCK = rule("block", "block", {"always": True})
DOUBT = rule("doubt", "block", {"tinted_glass": True})
REQUIRE = rule("require", "require", {"always": True}, needs_all=("sbkts",))


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


class TestPapers:
    @staticmethod
    def _letter(**changes: Any) -> Document:
        sound = Document(LETTER, Scope(car_ids=(1,)), country="KZ", signer=MAKER, shows=LETTER_FIELDS)
        return msgspec.structs.replace(sound, **changes)

    @staticmethod
    def _young() -> Car:
        return changed(SEAL, first_registration=PartialDate(2026, 8, 1))

    def test_a_letter_for_kazakhstan_does_not_serve_jordan(self) -> None:
        young = self._young()
        assert state_of(assess(young, "KZ", papers=[self._letter()]), "cn-180d-letter") is State.SATISFIED
        answer = assess(young, "JO", papers=[self._letter()])
        assert state_of(answer, "cn-180d-letter") is State.FLAGGED
        assert state_of(answer, "cn-180d-letter-country-bound") is State.FLAGGED
        both = [self._letter(), self._letter(country="JO")]
        answer = assess(young, "JO", papers=both)
        assert state_of(answer, "cn-180d-letter") is State.SATISFIED
        assert state_of(answer, "cn-180d-letter-country-bound") is None

    def test_equal_cars_with_papers_for_different_countries_differ(self) -> None:
        """One assessor judges both: what it remembers of the one must not serve the other."""
        for country, state in (("KZ", State.SATISFIED), ("JO", State.FLAGGED), ("KZ", State.SATISFIED)):
            contract = Document("cn_export_contract_aftersales", Scope(car_ids=(1,)), country=country)
            assert state_of(assess(SEAL, "KZ", papers=[contract]), "cn-contract-aftersales") is state

    @pytest.mark.parametrize(
        ("changes", "held"),
        [
            ({}, True),
            ({"void": True}, False),
            ({"expires": TODAY}, True),
            ({"expires": TODAY - timedelta(days=1)}, False),
            ({"issued": TODAY}, True),
            ({"issued": TODAY + timedelta(days=1)}, False),
        ],
    )
    def test_only_a_paper_in_force_is_held(self, changes: dict[str, Any], held: bool) -> None:
        answer = assess(self._young(), "KZ", papers=[self._letter(**changes)])
        assert state_of(answer, "cn-180d-letter") is (State.SATISFIED if held else State.FLAGGED)

    def test_a_paper_is_held_on_the_day_the_rule_is_read_at(self) -> None:
        late = self._letter(issued=date(2026, 11, 10))
        applied = Deal("KZ", licence_application=date(2026, 11, 9))
        assert state_of(assess(self._young(), "KZ", applied, papers=[late]), "cn-180d-letter") is State.FLAGGED
        applied = Deal("KZ", licence_application=date(2026, 11, 10))
        assert state_of(assess(self._young(), "KZ", applied, papers=[late]), "cn-180d-letter") is State.SATISFIED

    def test_who_signed_the_letter_and_what_it_shows(self) -> None:
        young = self._young()
        sound = assess(young, "KZ", papers=[self._letter()])
        assert (state_of(sound, "cn-180d-letter-issuer"), state_of(sound, "cn-180d-letter-content")) == (None, None)
        wrong = assess(young, "KZ", papers=[self._letter(signer="dealer", shows=LETTER_FIELDS[:-1])])
        assert state_of(wrong, "cn-180d-letter-issuer") is State.FLAGGED
        assert state_of(wrong, "cn-180d-letter-content") is State.FLAGGED
        unread = assess(young, "KZ", papers=[self._letter(signer=None, shows=None)])
        assert state_of(unread, "cn-180d-letter-issuer") is State.CANNOT_TELL
        assert state_of(unread, "cn-180d-letter-content") is State.CANNOT_TELL
        assert assess(young, "KZ").verdict is Verdict.ACTION
        assert unread.verdict is Verdict.UNKNOWN

    def _licensed(self, **changes: Any) -> list[Document]:
        papers = every_paper(1, but=(LICENCE, "export_declaration"))
        licence = Document(LICENCE, Scope(Reach.LICENCE, (1, 2)), fields_match=True, owner_is_applicant=True)
        return [*papers, msgspec.structs.replace(licence, **changes)]

    def test_a_licence_clears_in_one_batch(self) -> None:
        batch = "cn-licence-one-batch"
        papers = self._licensed()
        deal = Deal("KZ")
        assert state_of(assess(SEAL, "KZ", deal, papers=papers), batch) is State.CANNOT_TELL
        two = Shipment("S", deal, Mode.ROAD, (Line(1), Line(2)), id=7)
        three = msgspec.structs.replace(two, lines=(*two.lines, Line(3)))
        assert state_of(assess(SEAL, "KZ", deal, papers=papers, shipment=two), batch) is None
        assert state_of(assess(SEAL, "KZ", deal, papers=papers, shipment=three), batch) is State.FLAGGED
        for cars, state in (((1, 2), None), ((1,), State.FLAGGED)):
            declared = [*papers, Document("export_declaration", Scope(car_ids=cars))]
            assert state_of(assess(SEAL, "KZ", deal, papers=declared, shipment=three), batch) is state

    def test_a_declaration_of_the_whole_shipment_declares_its_cars(self) -> None:
        declared = [*self._licensed(), Document("export_declaration", Scope(Reach.SHIPMENT, shipment_id=7))]
        deal = Deal("KZ")
        two = Shipment("S", deal, Mode.ROAD, (Line(1), Line(2)), id=7)
        assert state_of(assess(SEAL, "KZ", deal, papers=declared, shipment=two), "cn-licence-one-batch") is None
        one = msgspec.structs.replace(two, lines=(Line(1),))
        assert (
            state_of(assess(SEAL, "KZ", deal, papers=declared, shipment=one), "cn-licence-one-batch") is State.FLAGGED
        )

    def test_a_licence_that_differs_from_the_certificate_blocks(self) -> None:
        answer = assess(SEAL, "KZ", papers=self._licensed(fields_match=False, owner_is_applicant=False))
        assert state_of(answer, "cn-licence-fields-match") is State.FLAGGED
        assert state_of(answer, "cn-licence-owner-match") is State.FLAGGED
        assert answer.verdict is Verdict.BLOCKED

    def test_at_most_twenty_cars_a_line(self) -> None:
        for count, state in ((20, None), (21, State.FLAGGED)):
            shipment = Shipment("S", Deal("KZ"), Mode.ROAD, tuple(Line(place + 1) for place in range(count)), id=7)
            assert state_of(assess(SEAL, "KZ", shipment=shipment), "cn-licence-max-20") is state


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


class TestFacts:
    def test_what_follows_from_registration(self) -> None:
        bare = Car("byd", "x", specs=Specs(powertrain="bev"))

        def fact(car: Car, name: str) -> Any:
            return case(car, "KZ").facts[PLACE[name]]

        assert fact(bare, "customs_condition") is None
        assert fact(changed(bare, never_registered=True), "customs_condition") == "new"
        assert fact(changed(bare, never_registered=False), "customs_condition") == "used"
        registered = changed(bare, never_registered=True, first_registration=PartialDate(2026))
        assert fact(registered, "customs_condition") == "used"
        assert fact(registered, "cn_never_registered") is False
        step = changed(bare, milestones=(Milestone(Stage.REGISTERED, date(2026, 8, 1)),))
        assert fact(step, "first_registration") == PartialDate(2026, 8, 1)
        assert fact(step, "customs_condition") == "used"
        assert (fact(bare, "fuel"), fact(bare, "engine_cc")) == ("none", 0)
        assert fact(changed(bare, powertrain="ice"), "fuel") is None
        assert fact(bare, "make_home") == "CN"
        assert fact(changed(bare, make="nobody"), "make_home") is None

    def test_nothing_is_not_missing(self) -> None:
        unknown = changed(SEAL, damage_history=None)
        assert state_of(assess(unknown, "JO"), "jo-salvage-2025-11") is State.CANNOT_TELL
        assert state_of(assess(SEAL, "JO"), "jo-salvage-2025-11") is None
        assert state_of(assess(changed(SEAL, damage_history=("flood",)), "JO"), "jo-salvage-2025-11") is State.FLAGGED

    def test_assumptions_are_listed_and_strictly_missing(self) -> None:
        papers = every_paper(1)
        answer = assess(SEAL, "KZ", papers=papers)
        assert answer.verdict is Verdict.READY
        assert {"importer_type", "imports_this_year", "cn_barred_group"} <= set(answer.assumed)
        assert "purpose" not in answer.assumed
        strict = assess(SEAL, "KZ", papers=papers, strict=True)
        assert strict.verdict is Verdict.UNKNOWN
        assert strict.assumed == ()
        missing = {name for flag in strict.open_flags for name in flag.missing}
        assert {"importer_type", "cn_barred_group"} <= missing
        known = changed(SEAL, cn_barred_group=())
        assert "cn_barred_group" not in assess(known, "KZ", papers=papers).assumed

    def test_the_order_of_deals(self) -> None:
        def importer(*deals: Deal) -> Any:
            return case(SEAL, "KZ", *deals).facts[PLACE["importer_type"]]

        assert importer() == "individual"
        assert importer(Deal("KZ", importer_type="company")) == "company"
        assert importer(Deal("KZ"), Deal("KZ", importer_type="company")) == "company"
        assert importer(Deal("KZ", importer_type="family"), Deal("KZ", importer_type="company")) == "family"
        assert importer(Deal("RU", importer_type="company")) == "individual"
        assert (
            case(SEAL, "KZ", Deal("KZ", importer_is_authorised=False)).facts[PLACE["importer_is_authorised"]] is False
        )

    def test_several_cars_for_one_person_are_not_each_the_first_of_the_year(self) -> None:
        one_a_year = "kz-personal-one-per-year-2025-10"
        for count, state in ((1, None), (2, State.FLAGGED)):
            shipment = Shipment("S", Deal("KZ"), Mode.ROAD, tuple(Line(place + 1) for place in range(count)), id=7)
            answer = assess(SEAL, "KZ", shipment=shipment, papers=every_paper(1, but=(f"ev:{one_a_year}",)))
            assert state_of(answer, one_a_year) is state
        company = Deal("KZ", importer_type="company", importer_is_authorised=True)
        answer = assess(SEAL, "KZ", company, shipment=shipment)
        assert state_of(answer, one_a_year) is None

    def test_what_a_shipment_says_of_the_way(self) -> None:
        ship = Shipment("S", Deal("JO"), Mode.CONTAINER, etd=date(2026, 12, 1), eta=date(2026, 12, 30))
        deal = shipment_deal(ship)
        assert (deal.entry_mode, deal.container_or_enclosed) == ("sea", True)
        assert (deal.loading, deal.arrival) == (date(2026, 12, 1), date(2026, 12, 30))
        assert shipment_deal(msgspec.structs.replace(ship, mode=Mode.RO_RO)).container_or_enclosed is False
        assert shipment_deal(msgspec.structs.replace(ship, mode=Mode.RAIL)).container_or_enclosed is None
        said = msgspec.structs.replace(ship, deal=Deal("JO", entry_mode="air", loading=date(2027, 1, 1)))
        assert shipment_deal(said).entry_mode == "air"
        assert shipment_deal(said).loading == date(2027, 1, 1)

    def test_origins(self) -> None:
        letter = Document(LETTER, Scope(car_ids=(1,)), country="KZ", signer=MAKER)
        one = case(SEAL, "KZ", papers=[letter])
        assert origin_of("importer_type", one, SEAL) is Origin.DEFAULT
        assert origin_of("odometer_km", one, SEAL) is Origin.TYPED
        assert origin_of("tinted_glass", one, SEAL) is None
        assert origin_of("cn_aftersales_letter_issuer", one, SEAL) is Origin.DOCUMENT
        assert origin_of("powertrain", one, changed(SEAL, powertrain=None)) is Origin.SHEET
