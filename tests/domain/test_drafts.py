from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from tui.domain.cars import Car, Milestone
from tui.domain.drafts import check_car
from tui.domain.models import EMPTY, Specs
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Severity
from tui.domain.purchases import Offer, Purchase
from tui.domain.words import InvoiceKind, Stage

TODAY = date(2026, 11, 22)
SOUND = Car(
    "byd",
    "元UP",
    vin="LC0CE4CB7V4016852",
    model_year=2027,
    manufacture_date=PartialDate(2026, 7),
    first_registration=PartialDate(2026, 8, 3),
    offer=Offer(Money.of(95_800, "CNY"), InvoiceKind.SPECIAL_VAT),
)
SPECS = Specs(powertrain="bev", fuel="none", guide_price=Money.of(119_800, "CNY"))


def _codes(specs: Specs = SPECS, **changes: object) -> list[tuple[str, str]]:
    car = msgspec.structs.replace(SOUND, **changes)
    return [(problem.code, problem.field) for problem in check_car(car, specs, TODAY)]


def test_a_sound_car_has_no_problem_and_may_wait_for_its_vin() -> None:
    assert _codes() == []
    assert _codes(vin=None) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"make": ""}, [("make_missing", "make")]),
        ({"model": ""}, [("model_missing", "model")]),
        ({"vin": "LC0CE4CB7V401685"}, [("vin_length", "vin")]),
        ({"first_registration": PartialDate(2026, 11, 23)}, [("date_in_future", "first_registration")]),
        ({"battery_soh_on": date(2026, 12, 1)}, [("date_in_future", "battery_soh_on")]),
        ({"purchases": (Purchase(date(2026, 11, 23)),)}, [("date_in_future", "bought_on")]),
        ({"manufacture_date": PartialDate(2026, 9)}, [("manufactured_after_registered", "manufacture_date")]),
        ({"never_registered": True}, [("registered_and_never", "first_registration")]),
    ],
)
def test_errors(changes: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert _codes(SPECS, **changes) == expected


def test_a_date_that_may_lie_in_the_past_is_no_error() -> None:
    assert _codes(first_registration=PartialDate(2026, 11), manufacture_date=PartialDate(2026, 11)) == []
    assert _codes(first_registration=PartialDate(2026), manufacture_date=PartialDate(2026)) == []


def test_a_wrong_check_digit_wants_a_word_and_then_is_none() -> None:
    car = msgspec.structs.replace(SOUND, vin="LC0CE4CB8V4016852")
    (problem,) = check_car(car, SPECS, TODAY)
    assert (problem.code, problem.severity) == ("vin_check_digit", Severity.CONFIRM)
    assert check_car(msgspec.structs.replace(car, vin_confirmed=True), SPECS, TODAY) == ()


@pytest.mark.parametrize(
    ("specs", "changes", "expected"),
    [
        (SPECS, {"model_year": 2029}, ("model_year_far", "model_year")),
        (Specs(powertrain="bev", fuel="petrol"), {}, ("fuel_contradicts_powertrain", "fuel")),
        (Specs(powertrain="phev", fuel="none"), {}, ("fuel_contradicts_powertrain", "fuel")),
        (Specs(powertrain="bev", engine_cc=1498), {}, ("engine_in_electric_car", "engine_cc")),
        (Specs(power_hp=Decimal(100), power_30min_hp=Decimal(101)), {}, ("power_30min_above_power", "power_30min_hp")),
        (SPECS, {"offer": Offer(Money.of("9.58", "CNY"))}, ("price_far_from_guide_price", "price")),
        (SPECS, {"offer": Offer(Money.of(958_000, "CNY"))}, ("price_far_from_guide_price", "price")),
        (SPECS, {"offer": Offer(None, InvoiceKind.NONE, Decimal("0.13"))}, ("rate_without_invoice", "invoice_rate")),
        (EMPTY, {"milestones": (Milestone(Stage.LICENSED, TODAY),)}, ("milestone_missing", "milestones")),
    ],
)
def test_warnings(specs: Specs, changes: dict[str, object], expected: tuple[str, str]) -> None:
    found = check_car(msgspec.structs.replace(SOUND, **changes), specs, TODAY)
    assert expected in [(problem.code, problem.field) for problem in found]
    assert {problem.severity for problem in found} == {Severity.WARNING}


def test_all_problems_come_at_once() -> None:
    found = _codes(
        Specs(kerb_kg=1800, gross_kg=1500), make="", vin="LC0CE4CB7V4O16890", manufacture_date=PartialDate(2027)
    )
    assert [code for code, _ in found] == [
        "make_missing",
        "vin_character",
        "date_in_future",
        "manufactured_after_registered",
        "gross_below_kerb",
    ]
