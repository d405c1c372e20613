"""The items that are worked out: a table of each, and what may never make a kit better or worse."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.computing import Languages, Limits, Plugs, Situation, Worked, work_out
from tui.domain.documents import Attachment, Document, Scope
from tui.domain.kit_standing import Standing, counts, flag_of, rule_of, stand, stand_all
from tui.domain.kits import Computed, ItemScope, KitFile, KitItem, Proof, Retired, View, Weight, template_for
from tui.domain.localisation import Entry, Evidence, ItemState, World, entry_problems
from tui.domain.money import Money
from tui.domain.parts import Part, PartStock, PartUse, gaps
from tui.domain.readiness import State, Verdict
from tui.domain.repair_partners import HvCertificate, RepairPartner, partner_problems
from tui.domain.sources import Source

DAY = date(2026, 11, 22)
KZ = frozenset({"KZ"})
ITEM = KitItem(
    "x", "interface", "Title", "Why", "Evidence", Weight.BLOCKER, ItemScope.MODEL, "self",
    Source("Own judgement", "", "", "secondary", "low"), DAY, proof=(Proof.FILE,),
)  # fmt: skip
AT = Situation(
    "byd", "海豹", "KZ", KZ, DAY, "bev", "GBT", ("zh", "ru"),
    languages=Languages(("kk", "ru"), ("ru",), {"no": "nb"}),
    plugs=Plugs(("GBT", "CCS2"), ("TYPE2",)),
)  # fmt: skip
PARTNER = RepairPartner(
    "Almaty EV", "KZ", makes=("byd",), diagnostic_makes=("byd",), contract_from=date(2026, 1, 1),
    contract_until=date(2027, 12, 31), last_confirmed=date(2026, 11, 1),
    hv_certificates=(HvCertificate("Ержан", "1", date(2026, 1, 1), date(2027, 6, 30)),),
)  # fmt: skip
PART = Part(
    "byd", "海豹", "Lamp", "L-1", "lamp", PartUse.CRITICAL, supplier="A", price=Money(Decimal(100), "CNY"),
    lead_days=30, quoted_on=date(2026, 11, 1),
)  # fmt: skip


def worked(what: Computed, groups: tuple[str, ...] = (), **changes: Any) -> Worked:
    item = msgspec.structs.replace(ITEM, computed=what, proof=(), parts=groups)
    return work_out(item, msgspec.structs.replace(AT, **changes))


@pytest.mark.parametrize(
    ("offered", "holds"),
    [
        (("zh", "ru"), True),
        (("kk",), True),
        (("ru-KZ",), True),
        (("RU",), True),
        (("zh", "en"), False),
        ((), False),
        (None, None),
    ],
)
def test_menu_language(offered: tuple[str, ...] | None, holds: bool | None) -> None:
    found = worked(Computed.MENU_LANGUAGE, software_languages=offered)
    assert found.holds is holds
    assert found.missing == (("software_languages",) if offered is None else ())


def test_menu_languages_of_one_language_and_those_not_covered_are_named() -> None:
    (compared, others) = worked(Computed.MENU_LANGUAGE).said
    assert (compared.code, others.params) == ("languages_compared", {"languages": ("kk",)})
    norway = Languages(("nb", "nn"), (), {"no": "nb"})
    assert worked(Computed.MENU_LANGUAGE, software_languages=("no",), languages=norway).holds
    unknown = worked(Computed.MENU_LANGUAGE, languages=None)
    assert (unknown.holds, unknown.missing) == (None, ())


@pytest.mark.parametrize(
    ("port", "powertrain", "known", "fits"),
    [
        ("GBT", "bev", True, True),
        ("TYPE2", "bev", True, True),
        ("NACS", "bev", True, False),
        (None, "bev", None, None),
        (None, "hev", None, True),
    ],
)
def test_charging(port: str | None, powertrain: str, known: bool | None, fits: bool | None) -> None:
    assert worked(Computed.CHARGING_PORT, charge_port=port).holds is known
    assert worked(Computed.CHARGING_FITS, charge_port=port, powertrain=powertrain).holds is fits
    assert worked(Computed.CHARGING_FITS, plugs=None).holds is None


@pytest.mark.parametrize(
    ("soh", "measured", "holds"),
    [
        ("98", DAY, True),
        ("98", DAY - timedelta(180), True),
        ("98", DAY - timedelta(181), False),
        ("98", DAY + timedelta(1), False),
        ("98", None, False),
        (None, None, False),
    ],
)
def test_battery_health(soh: str | None, measured: date | None, holds: bool) -> None:
    value = Decimal(soh) if soh else None
    assert worked(Computed.BATTERY_HEALTH, battery_soh=value, battery_on=measured).holds is holds


PARTNER_ITEMS = (Computed.REPAIR_PARTNER, Computed.HIGH_VOLTAGE, Computed.DIAGNOSTICS)
NOT_CERTIFIED: dict[str, Any] = {"hv_certificates": ()}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, (True, True, True)),
        ({"country": "UZ"}, (False, False, False)),
        ({"makes": ("geely",)}, (False, False, False)),
        ({"makes": ("*",)}, (True, True, True)),
        ({"contract_from": None, "contract_until": None}, (False, False, False)),
        ({"contract_until": DAY}, (True, True, True)),
        ({"contract_until": DAY - timedelta(1)}, (False, False, False)),
        ({"contract_from": DAY + timedelta(1)}, (False, False, False)),
        ({"contract_until": None}, (True, True, True)),
        ({"last_confirmed": None}, (False, False, False)),
        ({"last_confirmed": DAY - timedelta(365)}, (True, True, True)),
        ({"last_confirmed": DAY - timedelta(366)}, (False, False, False)),
        ({"last_confirmed": DAY + timedelta(1)}, (False, False, False)),
        (NOT_CERTIFIED, (True, False, True)),
        ({"hv_certificates": (HvCertificate("A", expires=DAY - timedelta(1)),)}, (True, False, True)),
        ({"hv_certificates": (HvCertificate("A"),)}, (True, False, True)),
        (
            {"hv_certificates": (HvCertificate("A", issued=DAY + timedelta(1), expires=date(2030, 1, 1)),)},
            (True, False, True),
        ),
        ({"diagnostic_makes": ()}, (True, True, False)),
    ],
)
def test_a_partner_counts(changes: dict[str, Any], holds: tuple[bool, ...]) -> None:
    partner = msgspec.structs.replace(PARTNER, **changes)
    assert tuple(worked(one, partners=(partner,)).holds for one in PARTNER_ITEMS) == holds


def test_high_voltage_needs_the_powertrain() -> None:
    assert not worked(Computed.HIGH_VOLTAGE).holds
    assert worked(Computed.HIGH_VOLTAGE, powertrain="ice").holds
    assert not worked(Computed.HIGH_VOLTAGE, powertrain="hev").holds


def test_what_was_worked_out_says_from_what_and_until_when() -> None:
    other = msgspec.structs.replace(PARTNER, name="Tau", hv_certificates=())
    found = worked(Computed.HIGH_VOLTAGE, partners=(PARTNER, other))
    assert found.ends == date(2027, 6, 30), "the certificate ends before the contract"
    assert found.said[0].params["covering"] == 2
    assert found.said[0].params["names"] == ("Almaty EV",)
    endless = msgspec.structs.replace(PARTNER, name="C", contract_until=None)
    assert worked(Computed.REPAIR_PARTNER, partners=(PARTNER, endless)).ends is None
    stale = msgspec.structs.replace(PARTNER, last_confirmed=date(2020, 1, 1), contract_until=date(2020, 6, 1))
    codes = [said.code for said in worked(Computed.REPAIR_PARTNER, partners=(stale,)).said]
    assert codes == ["partners_covering_none", "partner_contract_not_valid", "partner_stale"]


def test_parts() -> None:
    groups = ("lamp", "glass")
    glass = msgspec.structs.replace(PART, name="Glass", number="G-1", group="glass")
    assert not worked(Computed.CRITICAL_PARTS, groups).holds
    assert worked(Computed.CRITICAL_PARTS, groups, parts=(PART,)).said[0].params["lacking"] == ("glass",)
    assert worked(Computed.CRITICAL_PARTS, groups, parts=(PART, glass)).holds
    bare = msgspec.structs.replace(glass, number="")
    assert not worked(Computed.CRITICAL_PARTS, groups, parts=(PART, bare)).holds, "a part without a number is none"
    assert worked(Computed.LEAD_TIME, parts=(PART, glass)).holds
    old = msgspec.structs.replace(glass, quoted_on=DAY - timedelta(181))
    assert worked(Computed.LEAD_TIME, parts=(PART, old)).said[0].params["names"] == ("Glass",)
    assert worked(Computed.LEAD_TIME, parts=(PART, old), limits=Limits(quote_days=200)).holds


def test_stock_counts_where_it_lies() -> None:
    here = msgspec.structs.replace(PART, per_car=2, stock=(PartStock("KZ", 1, "A"), PartStock("KZ", 1, "B")))
    there = msgspec.structs.replace(here, stock=(PartStock("RU", 9),))
    assert worked(Computed.WEAR_STOCK, ("lamp",), parts=(here,)).holds
    assert not worked(Computed.WEAR_STOCK, ("lamp",), parts=(there,)).holds
    assert worked(Computed.PARTS_ALONG, parts=(here,)).holds
    assert not worked(Computed.PARTS_ALONG, parts=(there,)).holds
    (gap,) = gaps((here,), 3, KZ)
    assert (gap.pieces, gap.cost) == (4, Money(Decimal(400), "CNY"))
    assert not gaps((here,), 1, KZ)


def test_a_partner_is_refused_for_what_is_wrong_with_it() -> None:
    bad = RepairPartner(
        "", contract_from=DAY, contract_until=DAY - timedelta(1),
        hv_certificates=(HvCertificate("A", issued=DAY, expires=DAY - timedelta(1)),),
    )  # fmt: skip
    assert [problem.code for problem in partner_problems(bad)] == [
        "name_missing", "partner_country_missing", "partner_makes_missing", "contract_ends_before",
        "certificate_expires_before",
    ]  # fmt: skip


FILE = Attachment("a" * 64, "cluster.png", 3)


def standing(entry: Entry | None, world: World | None = None, at: Situation = AT, **item: Any) -> Standing:
    return stand(msgspec.structs.replace(ITEM, **item), entry, at, world or World()).standing


def proven(*evidence: Evidence) -> Entry:
    return Entry("x", ItemState.PROVEN, evidence=evidence)


def paper(**changes: Any) -> World:
    return World({7: Document("coc", Scope(), **{"issued": date(2026, 1, 1), "country": "KZ", **changes})})


@pytest.mark.parametrize(
    ("evidence", "item", "world", "counts_"),
    [
        (Evidence(DAY, attachments=(FILE,)), {}, None, True),
        (Evidence(DAY), {}, None, False),
        (Evidence(DAY, note="seen it"), {}, None, False),
        (Evidence(DAY, note="seen it"), {"proof": (Proof.NOTE,)}, None, True),
        (Evidence(DAY, measurement="6 km"), {"proof": (Proof.MEASUREMENT,)}, None, True),
        (Evidence(DAY + timedelta(1), attachments=(FILE,)), {}, None, False),
        (Evidence(DAY, attachments=(FILE,), until=DAY), {}, None, True),
        (Evidence(DAY - timedelta(9), attachments=(FILE,), until=DAY - timedelta(1)), {}, None, False),
        (Evidence(DAY - timedelta(9), attachments=(FILE,)), {"holds_days": 8}, None, False),
        (Evidence(DAY - timedelta(9), attachments=(FILE,)), {"holds_days": 9}, None, True),
        (Evidence(DAY, attachments=(FILE,)), {"vin": True}, None, False),
        (Evidence(DAY, attachments=(FILE,), vin_visible=False), {"vin": True}, None, False),
        (Evidence(DAY, attachments=(FILE,), vin_visible=True), {"vin": True}, None, True),
        (Evidence(DAY, attachments=(FILE,)), {}, World(fault_of=lambda _: "missing"), False),
        (Evidence(DAY, attachments=(FILE,)), {}, World(fault_of=lambda _: "changed"), False),
        (Evidence(DAY, document_id=7), {"proof": (Proof.DOCUMENT,)}, paper(), True),
        (Evidence(DAY, document_id=7), {"proof": (Proof.DOCUMENT,)}, None, False),
        (Evidence(DAY, document_id=7), {"proof": (Proof.DOCUMENT,)}, paper(void=True), False),
        (Evidence(DAY, document_id=7), {"proof": (Proof.DOCUMENT,)}, paper(country="RU"), False),
        (Evidence(DAY, document_id=7), {"proof": (Proof.DOCUMENT,)}, paper(expires=DAY - timedelta(1)), False),
        (Evidence(DAY, document_id=7), {"proof": (Proof.DOCUMENT,), "documents": ("sbkts",)}, paper(), False),
        (Evidence(DAY, document_id=7), {}, paper(), False),
    ],
)
def test_evidence_counts(evidence: Evidence, item: dict[str, Any], world: World | None, counts_: bool) -> None:
    found = stand(msgspec.structs.replace(ITEM, **item), proven(evidence), AT, world or World())
    assert found.is_done is counts_
    assert bool(found.faults) is not counts_
    assert found.entry is not None, "what was entered is kept"


def test_states() -> None:
    assert standing(None) is Standing.OPEN
    assert standing(Entry("x", ItemState.IN_WORK)) is Standing.IN_WORK
    assert standing(Entry("x", ItemState.NOT_APPLICABLE, by="王", reason="no towing")) is Standing.NOT_APPLICABLE
    waiver = Entry("x", ItemState.WAIVED, by="王", reason="buyer agreed", until=DAY)
    assert standing(waiver) is Standing.WAIVED
    assert standing(waiver, at=msgspec.structs.replace(AT, on=DAY + timedelta(1))) is Standing.OPEN
    assert standing(msgspec.structs.replace(waiver, by="")) is Standing.OPEN
    assert standing(None, view=View(("cn-180d-letter",)), proof=()) is Standing.SAID_BY_RULE
    assert standing(proven(Evidence(DAY, attachments=(FILE,))), view=View(papers=True)) is Standing.SAID_BY_RULE
    unknown = msgspec.structs.replace(AT, powertrain=None)
    assert standing(None, at=unknown, applies_to=("bev",)) is Standing.CANNOT_TELL


def test_a_computed_item_is_ticked_by_nobody_and_can_be_waived() -> None:
    item = msgspec.structs.replace(ITEM, computed=Computed.REPAIR_PARTNER, proof=())
    note = proven(Evidence(DAY, note="there is one", attachments=(FILE,)))
    assert stand(item, note, AT, World()).standing is Standing.OPEN
    assert [one.code for one in entry_problems(note, item, DAY)] == ["kit_item_computed"]
    waiver = Entry("x", ItemState.WAIVED, by="王", reason="x", until=DAY)
    found = stand(item, waiver, AT, World())
    assert found.standing is Standing.WAIVED
    assert found.said[0].code == "partners_covering_none", "what it was worked out from is said all the same"
    both = msgspec.structs.replace(ITEM, computed=Computed.CHARGING_FITS)
    nacs = msgspec.structs.replace(AT, charge_port="NACS")
    assert not stand(both, None, nacs, World()).is_done
    assert stand(both, proven(Evidence(DAY, attachments=(FILE,))), nacs, World()).is_done, "the adapter was tested"


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        (Entry("x", ItemState.WAIVED), ["kit_unsaid", "kit_unsaid", "waiver_endless"]),
        (Entry("x", ItemState.WAIVED, by="王", reason="x", until=DAY - timedelta(1)), ["waiver_ends_before"]),
        (Entry("x", ItemState.NOT_APPLICABLE, by="王"), ["kit_unsaid"]),
        (Entry("x", ItemState.PROVEN), ["evidence_missing"]),
        (proven(Evidence(DAY + timedelta(1), until=DAY)), ["evidence_from_tomorrow", "evidence_ends_before"]),
        (Entry("x", ItemState.IN_WORK), []),
    ],
)
def test_what_is_refused(entry: Entry, codes: list[str]) -> None:
    assert [problem.code for problem in entry_problems(entry, ITEM, DAY)] == codes


def test_the_flag_of_an_item() -> None:
    rule = rule_of(ITEM, "KZ")
    ends = proven(Evidence(DAY, attachments=(FILE,), until=DAY + timedelta(60)))
    flag = flag_of(stand(ITEM, ends, AT, World()), rule, DAY, 60)
    assert flag is not None
    assert (flag.state, flag.verdict, flag.lapses_on) == (State.SATISFIED, Verdict.READY, None)
    flag = flag_of(stand(ITEM, ends, AT, World()), rule, DAY, 61)
    assert flag is not None
    assert (flag.state, flag.verdict, flag.lapses_on) == (State.FLAGGED, Verdict.ACTION, DAY + timedelta(61))
    minor = msgspec.structs.replace(ITEM, weight=Weight.MINOR)
    flag = flag_of(stand(minor, None, AT, World()), rule_of(minor, "KZ"), DAY, 60)
    assert flag is not None
    assert (flag.state, flag.verdict) == (State.FLAGGED, Verdict.READY)
    view = msgspec.structs.replace(ITEM, view=View(papers=True), proof=())
    assert flag_of(stand(view, None, AT, World()), rule_of(view, "KZ"), DAY, 60) is None


def test_files_lie_over_one_another() -> None:
    base = KitFile("default", "Default", "1", (ITEM, msgspec.structs.replace(ITEM, id="y")))
    mine = KitFile(
        "mine", "Mine", "1", (msgspec.structs.replace(ITEM, id="z"),), retired=(Retired("y", "no"),), countries=("KZ",)
    )
    assert [one.id for one in template_for([base, mine], "byd", "海豹", "KZ", "bev").items] == ["x", "z"]
    assert [one.id for one in template_for([base, mine], "byd", "海豹", "UZ", "bev").items] == ["x", "y"]
    whole = msgspec.structs.replace(
        mine, replaces=True, retired=(), makes=("byd",), models=("海豹",), powertrains=("bev",)
    )
    assert [one.id for one in template_for([base, whole], "byd", "海豹", "KZ", "bev").items] == ["z"]
    assert [one.id for one in template_for([base, whole], "byd", "海豹", "KZ", "ice").items] == ["x", "y"]
    ice = msgspec.structs.replace(ITEM, id="fuel", applies_to=("ice",))
    assert not template_for([KitFile("d", "D", "1", (ice,))], "a", "b", "KZ", "bev").items
    assert template_for([KitFile("d", "D", "1", (ice,))], "a", "b", "KZ", None).items


DAYS = st.integers(-400, 400).map(lambda days: DAY + timedelta(days))
CERTIFICATES = st.builds(HvCertificate, st.just("A"), issued=st.none() | DAYS, expires=st.none() | DAYS)
PARTNERS = st.builds(
    RepairPartner, st.just("A"), st.sampled_from(["KZ", "UZ"]),
    makes=st.sampled_from([(), ("byd",), ("geely",), ("*",)]),
    diagnostic_makes=st.sampled_from([(), ("byd",)]), hv_certificates=st.lists(CERTIFICATES, max_size=2).map(tuple),
    contract_from=st.none() | DAYS, contract_until=st.none() | DAYS, last_confirmed=st.none() | DAYS,
)  # fmt: skip


@given(st.lists(PARTNERS, max_size=3), PARTNERS, st.sampled_from(PARTNER_ITEMS), DAYS)
def test_one_more_partner_never_makes_it_worse(
    there: list[RepairPartner], more: RepairPartner, what: Computed, day: date
) -> None:
    before = worked(what, partners=tuple(there), on=day)
    after = worked(what, partners=(*there, more), on=day)
    assert after.holds or not before.holds
    if before.holds:
        assert after.ends is None or (before.ends is not None and after.ends >= before.ends)


EVIDENCE = st.builds(Evidence, DAYS, attachments=st.sampled_from([(), (FILE,)]), until=st.none() | DAYS)


@given(st.lists(EVIDENCE, max_size=3), st.integers(0, 2), DAYS, DAYS)
def test_evidence_that_ends_sooner_never_makes_it_better(
    there: list[Evidence], place: int, end: date, day: date
) -> None:
    at = msgspec.structs.replace(AT, on=day)
    before = stand(ITEM, proven(*there), at, World())
    sooner = [
        msgspec.structs.replace(one, until=min(end, one.until or end)) if number == place else one
        for number, one in enumerate(there)
    ]
    after = stand(ITEM, proven(*sooner), at, World())
    assert before.is_done or not after.is_done
    if after.is_done:
        assert before.ends is None or (after.ends is not None and after.ends <= before.ends)


def test_figures_leave_out_what_rules_say_and_what_does_not_apply() -> None:
    items = (
        ITEM,
        msgspec.structs.replace(ITEM, id="view", view=View(papers=True), proof=()),
        msgspec.structs.replace(ITEM, id="na"),
        msgspec.structs.replace(ITEM, id="minor", weight=Weight.MINOR),
        msgspec.structs.replace(ITEM, id="car", scope=ItemScope.CAR),
    )
    template = template_for([KitFile("d", "D", "1", items)], "byd", "海豹", "KZ", "bev")
    entries = (Entry("na", ItemState.NOT_APPLICABLE, by="王", reason="x"),)
    found = counts(stand_all(template, entries, None, AT, World()))
    assert (found.done, found.applicable, found.blockers) == (0, 2, 1)
    with_car = counts(stand_all(template, entries, (), AT, World()))
    assert (with_car.applicable, with_car.blockers) == (3, 2)
