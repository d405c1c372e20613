"""What cars pay, read by hand from the published tables, asked of the packs as the stock is judged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tui.domain.assessing import Assessor
from tui.domain.deals import DATE_BASES
from tui.domain.facts import FACTS, Case
from tui.domain.golden import fact_value
from tui.domain.pricing import Pricing
from tui.domain.readiness import ORIGIN, State
from tui.packs.library import Library

PACKS = Library().packs
NOW = date(2026, 11, 29)
NEW, OLD = "2026-03-05", "2023-03-05"
THREE, OVER_THREE = "2023-11-29", "2023-11-28"
BASE: dict[str, Any] = {
    "importer_type": "individual", "importer_is_authorised": False, "manufacture_date": NEW, "imports_this_year": 0,
    "entry_mode": "land", "steering": "LHD", "customs_condition": "used", "first_registration": "2026-04-10",
}  # fmt: skip


def petrol(hp: str, cc: int = 1498, **more: Any) -> dict[str, Any]:
    return BASE | {"powertrain": "ice", "fuel": "petrol", "engine_cc": cc, "power_hp": hp} | more


def electric(hp: str, **more: Any) -> dict[str, Any]:
    return BASE | {"powertrain": "bev", "engine_cc": 0, "power_hp": "204", "power_30min_hp": hp} | more


def prices(to: str, facts: dict[str, Any], on: date = NOW) -> dict[str, Decimal | Pricing]:
    """Every sum that rules with a fee table come to, or why there is none."""
    known = {name: fact_value(name, Decimal(v) if "power" in name and "hp" in name else v) for name, v in facts.items()}
    known |= {"route_via": (), "final_destination": to, "export_country": ORIGIN, "sub_region": ()}
    held: dict[str, frozenset[str]] = dict.fromkeys(DATE_BASES, frozenset())
    case = Case(to, tuple(known.get(name) for name in FACTS), frozenset(), dict.fromkeys(DATE_BASES, on), held, held)
    flags = Assessor(to, (), PACKS, on, staleness_days=10**6).assess(case).flags
    return {
        flag.rule.id: flag.price.amount.amount if flag.price.amount else flag.price.code
        for flag in flags
        if flag.rule.fee and flag.price and flag.state is State.FLAGGED
    }


def firm(facts: dict[str, Any], kind: str = "company") -> dict[str, Any]:
    return facts | {"importer_type": kind}


RELIEF, OVER_160, FIRM = "ru-util-fee-preferential", "ru-util-fee-power-ice-2025-12", "ru-util-fee-index-2026-01"
EV_RELIEF, EV_OVER_80 = "ru-util-fee-preferential-ev", "ru-util-fee-power-ev-2025-12"
FIRST = "kz-first-registration-over2-2026"


@pytest.mark.parametrize(
    ("to", "facts", "expected"),
    [
        ("RU", petrol("159"), {RELIEF: "3400"}),
        ("RU", petrol("160"), {RELIEF: "3400"}),
        ("RU", petrol("161"), {OVER_160: "900000"}),
        ("RU", petrol("160", manufacture_date=OLD), {RELIEF: "5200"}),
        ("RU", petrol("160", 3001), {"ru-util-fee-over3l-private-2025-12": "2584000"}),
        ("RU", petrol("160", importer_type="family"), {RELIEF: "3400"}),
        ("RU", firm(petrol("159")), {FIRM: "800000"}),
        ("RU", firm(petrol("160")), {FIRM: "800000"}),
        ("RU", firm(petrol("161")), {FIRM: "900000"}),
        ("RU", firm(petrol("160"), "small_importer"), {FIRM: "800000"}),
        ("RU", electric("80"), {EV_RELIEF: "3400"}),
        ("RU", electric("80", manufacture_date=OLD), {EV_RELIEF: "5200"}),
        ("RU", electric("81"), {EV_OVER_80: "991200"}),
        ("RU", firm(electric("100", manufacture_date=OLD)), {FIRM: "1641600"}),
        ("RU", electric("202", powertrain="erev", engine_cc=1496, power_hp="449"), {EV_OVER_80: "2193600"}),
        ("KZ", petrol("160", 1000), {"kz-util-fee-2026-1": "324375"}),
        ("KZ", petrol("160", 2000), {"kz-util-fee-2026-2": "756875"}),
        ("KZ", petrol("160", 2001, powertrain="hev"), {"kz-util-fee-2026-3": "1081250"}),
        ("KZ", petrol("160", manufacture_date="2024-12"), {"kz-util-fee-2026-2": "756875", FIRST: "216250"}),
        ("KZ", petrol("160", manufacture_date="2023-12"), {"kz-util-fee-2026-2": "756875", FIRST: "2162500"}),
        ("UZ", electric("80"), {"uz-util-fee-ev-under3-2025-05": "49440000"}),
        ("UZ", electric("80", manufacture_date=OLD), {"uz-util-fee-ev-over3-2025-05": "86520000"}),
        ("BY", firm(electric("80")), {"by-util-fee-company-2025": "1148.86"}),
        ("BY", firm(petrol("160")), {"by-util-fee-company-2025": "23575.91"}),
        ("BY", firm(petrol("160", 3501, manufacture_date=OLD)), {"by-util-fee-company-2025": "127339.56"}),
        ("BY", electric("80"), {"by-util-fee-private-2025": "544.50"}),
        ("BY", petrol("160", importer_type="family", manufacture_date=OLD), {"by-util-fee-private-2025": "1089.00"}),
    ],
)
def test_a_car_pays_what_the_table_says(to: str, facts: dict[str, Any], expected: dict[str, str]) -> None:
    found = prices(to, facts)
    assert {rule: found.get(rule) for rule in expected} == {rule: Decimal(sum_) for rule, sum_ in expected.items()}
    assert not {EV_RELIEF, EV_OVER_80, RELIEF, OVER_160, FIRM} & (found.keys() - expected.keys())


@pytest.mark.parametrize(
    ("to", "facts", "rule", "sums"),
    [
        ("RU", petrol("160"), RELIEF, ("3400", "5200")),
        ("RU", electric("80"), EV_RELIEF, ("3400", "5200")),
        ("BY", electric("80"), "by-util-fee-private-2025", ("544.50", "1089.00")),
        ("BY", firm(electric("80")), "by-util-fee-company-2025", ("1148.86", "2757.36")),
    ],
)
def test_three_years_to_the_day_are_not_over_three(
    to: str, facts: dict[str, Any], rule: str, sums: tuple[str, str]
) -> None:
    found = [prices(to, facts | {"manufacture_date": day})[rule] for day in (THREE, OVER_THREE)]
    assert found == [Decimal(one) for one in sums]


def test_in_uzbekistan_three_years_to_the_day_are_over() -> None:
    assert prices("UZ", electric("80", manufacture_date="2023-11-30")) == {"uz-util-fee-ev-under3-2025-05": 49_440_000}
    assert prices("UZ", electric("80", manufacture_date=THREE)) == {"uz-util-fee-ev-over3-2025-05": 86_520_000}


def test_what_the_table_does_not_have_is_not_priced() -> None:
    assert prices("RU", firm(electric("80"))) == {FIRM: Pricing.NO_BAND}
    assert prices("RU", firm(petrol("160", 2001))) == {FIRM: Pricing.NO_BAND}
    unknown = {name: value for name, value in electric("80").items() if name != "power_30min_hp"}
    assert prices("RU", firm(unknown)) == {FIRM: Pricing.MISSING}


def test_the_scale_steps_with_the_year() -> None:
    new_year = date(2027, 1, 1)
    assert prices("RU", petrol("161"))[OVER_160] == Decimal(900_000)
    assert prices("RU", petrol("161", 2001))[OVER_160] == Decimal(2_306_800)
    assert prices("RU", petrol("161", 2001), new_year)[OVER_160] == Decimal(2_537_400)
    assert prices("RU", petrol("161"), date(2025, 12, 31))[OVER_160] is Pricing.NO_BAND
