"""Strategies for cars, deals and papers that lie near the lines that rules draw."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.domain.readiness_kit import KINDS, MAKER, SEAL, TODAY, changed, every_paper
from tui.domain.cars import Car, Milestone
from tui.domain.deals import DATE_BASES
from tui.domain.documents import LETTER, LICENCE, Document, Scope
from tui.domain.models import Specs
from tui.domain.partialdate import PartialDate, add_months
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.words import Stage

DESTINATIONS = ("RU", "KZ", "KG", "UZ", "JO", "AE", "SA", "DZ")

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
