from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.domain.readiness_kit import SEAL, case, changed, flag_of, packs, rule
from tui.domain.assessing import Assessor
from tui.domain.fees import FeeBand
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.pricing import Pricing, price_of
from tui.domain.readiness import Verdict
from tui.domain.sources import Source

TODAY = date(2026, 11, 22)
SURE, UNSURE = Source("t", "u", "2026", "press", "high"), Source("t", "u", "2026", "press", "low")
BASE = FeeBand("f", "fee", "any", ("bev",), Decimal(1), "RUB", SURE)
CAR: dict[str, Any] = {
    "powertrain": "bev",
    "importer_type": "individual",
    "engine_cc": 0,
    "power_hp": Decimal(200),
    "power_30min_hp": Decimal(80),
    "manufacture_date": PartialDate(2023, 11, 22),
}


def band(amount: int = 1, **changes: Any) -> FeeBand:
    return msgspec.structs.replace(BASE, amount=Decimal(amount), **changes)


def told(*bands: FeeBand, on: date = TODAY, **car: Any) -> tuple[Pricing, int | None, tuple[str, ...]]:
    price = price_of(bands, CAR | car, on)
    return price.code, int(price.amount.amount) if price.amount else None, price.missing


def fits(one: FeeBand, on: date = TODAY, **car: Any) -> bool:
    return told(one, on=on, **car)[0] is Pricing.PRICED


class TestBands:
    def test_powertrain_and_importer(self) -> None:
        assert fits(band())
        assert not fits(band(), powertrain="ice")
        assert fits(band(importer="individual"))
        assert not fits(band(importer="individual"), importer_type="company")

    def test_kinds_of_importers_pay_what_those_pay_whose_kind_they_are(self) -> None:
        firms, persons = band(importer="company"), band(importer="individual")
        for kind in ("family", "returning_resident"):
            assert (fits(firms, importer_type=kind), fits(persons, importer_type=kind)) == (False, True)
        for kind in ("small_importer", "indirect_importer"):
            assert (fits(firms, importer_type=kind), fits(persons, importer_type=kind)) == (True, False)

    @pytest.mark.parametrize(("cc", "expected"), [(999, False), (1000, True), (1500, True), (1501, False)])
    def test_both_ends_of_displacement_belong(self, cc: int, expected: bool) -> None:
        one = band(powertrains=("ice",), engine_cc_min=1000, engine_cc_max=1500)
        assert fits(one, powertrain="ice", engine_cc=cc) is expected

    def test_a_band_may_be_open_at_one_end(self) -> None:
        car: dict[str, Any] = {"powertrain": "ice", "engine_cc": 1500}
        for changes, fit in (
            ({"engine_cc_max": 1499}, False),
            ({"engine_cc_max": 1500}, True),
            ({"engine_cc_min": 1501}, False),
            ({"engine_cc_min": 1500}, True),
            ({"power_hp_max": Decimal(199)}, False),
            ({"power_hp_max": Decimal(200)}, True),
            ({"power_hp_min": Decimal(200)}, False),
            ({"power_hp_min": Decimal(199)}, True),
            ({"power_kw_max": Decimal(147)}, False),
            ({"power_kw_min": Decimal(147)}, True),
        ):
            assert fits(band(powertrains=("ice",), **changes), TODAY, **car) is fit, changes

    @pytest.mark.parametrize(("hp", "expected"), [("80", False), ("80.01", True), ("100", True), ("100.01", False)])
    def test_power_lies_above_its_least_and_up_to_its_most(self, hp: str, expected: bool) -> None:
        for measure, name in (("30_minute", "power_30min_hp"), ("rated", "power_hp"), ("", "power_hp")):
            one = band(power_hp_min=Decimal(80), power_hp_max=Decimal(100), power_measure=measure)
            assert fits(one, TODAY, **{name: Decimal(hp)}) is expected

    def test_kilowatts_where_there_is_no_horsepower(self) -> None:
        one = band(power_kw_min=Decimal("58.84"), power_kw_max=Decimal("73.55"), power_measure="30_minute")
        assert not fits(one, power_30min_hp=Decimal(80))
        assert fits(one, power_30min_hp=Decimal(81))
        assert fits(one, power_30min_hp=Decimal(100))
        assert not fits(one, power_30min_hp=Decimal("100.01"))

    def test_age_lies_above_its_least_and_up_to_its_most(self) -> None:
        young, old = band(age_years_max=3), band(age_years_min=3)
        assert (fits(young), fits(old)) == (True, False)
        later = date(2026, 11, 23)
        assert (fits(young, later), fits(old, later)) == (False, True)
        month = PartialDate(2023, 11)
        assert told(young, old, manufacture_date=month) == (Pricing.MISSING, None, ("manufacture_date",))

    def test_age_from_registration_and_by_calendar_years(self) -> None:
        registered = {"first_registration": PartialDate(2023, 11, 22), "manufacture_date": None}
        young = band(age_years_max=3, age_from="first_registration")
        assert (fits(young, TODAY, **registered), fits(young, date(2026, 11, 23), **registered)) == (True, False)
        by_year = band(age_years_max=2, age_from="manufacture_year")
        assert fits(by_year, manufacture_date=PartialDate(2024))
        assert not fits(by_year, manufacture_date=PartialDate(2023, 12))
        assert told(young, first_registration=None)[2] == ("first_registration",)

    def test_the_window(self) -> None:
        one = band(effective_from=TODAY, effective_to=TODAY)
        days = [date(2026, 11, day) for day in (21, 22, 23)]
        assert [told(one, on=day)[0] for day in days] == [Pricing.NO_BAND, Pricing.PRICED, Pricing.NO_BAND]


class TestChoice:
    def test_this_importer_before_any_then_the_newest_then_the_surer(self) -> None:
        anyone = band(1, effective_from=date(2026, 1, 1))
        assert told(anyone, band(2, importer="individual"))[1] == 2
        assert told(anyone, band(2, effective_from=date(2026, 2, 1)))[1] == 2
        assert told(band(1, source=UNSURE), band(2))[1] == 2

    def test_the_facts_that_would_decide_are_named(self) -> None:
        one = band(importer="individual", power_hp_max=Decimal(160))
        assert told(one, importer_type=None, power_hp=None)[2] == ("importer_type", "power_hp")
        assert told(one, power_hp=None, powertrain="ice") == (Pricing.NO_BAND, None, ())
        assert told(one, band(5), power_hp=None)[:2] == (Pricing.PRICED, 5)
        assert told() == (Pricing.NO_BAND, None, ())


def test_a_flag_that_costs_names_the_amount() -> None:
    fee = rule("fee", "cost", {"powertrain": ["bev"]}, fee="f")
    own = packs(fee)
    own["XX"] = msgspec.structs.replace(own["XX"], fees=(band(3400, age_years_max=3), band(9, fee="other")))
    answer = Assessor("XX", (), own, TODAY, staleness_days=180).assess(case(SEAL, "XX"))
    flag = flag_of(answer, "fee")
    assert flag is not None
    assert flag.price is not None
    assert flag.price.amount == Money(Decimal(3400), "RUB")
    assert answer.verdict is Verdict.READY
    unknown = Assessor("XX", (), own, TODAY, staleness_days=180).assess(
        case(changed(SEAL, manufacture_date=None), "XX")
    )
    flag = flag_of(unknown, "fee")
    assert flag is not None
    assert flag.price is not None
    assert flag.price.missing == ("manufacture_date",)
    assert unknown.verdict is Verdict.READY
