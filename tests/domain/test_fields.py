from __future__ import annotations

from decimal import Decimal

import pytest

from tui.domain import fields
from tui.domain.cars import Car
from tui.domain.fields import FIELDS, FieldValue, Reading, read_fields, value_of, with_values
from tui.domain.money import Money
from tui.domain.money_fields import MONEY_FORMS
from tui.domain.partialdate import PartialDate
from tui.domain.values import Unreadable
from tui.domain.words import InvoiceKind
from tui.packs.vocabulary import load_vocabulary

READING = Reading(load_vocabulary(), excel_dates=True)
TEXTS = {
    "vin": ("lc0ce4cb1v4016846 ", "LC0CE4CB1V4016846"),
    "make": ("比亚迪", "byd"),
    "model_year": ("27款", 2027),
    "colour": ("白色", "white"),
    "manufacture_date": ("2026年7月", PartialDate(2026, 7)),
    "odometer_km": ("1.2万公里", 12_000),
    "damage_history": ("无", ()),
    "never_registered": ("是", True),
    "powertrain": ("增程式", "erev"),
    "fuel": ("бензин", "petrol"),
    "steering": ("右舵", "RHD"),
    "charge_port": ("国标", "GBT"),
    "body": ("城堡", "城堡"),
    "guide_price": ("11.98万", Money.of(119_800, "CNY")),
    "price": ("¥95,800.00", Money.of(95_800, "CNY")),
    "invoice_kind": ("二手车统一发票", InvoiceKind.USED_CAR_UNIFORM),
    "invoice_rate": ("3%", Decimal("0.03")),
    "battery_kwh": ("45.1 kWh", Decimal("45.1")),
    "origin_country": ("cn", "CN"),
    "cn_barred_group": ("抵押，查封", ("mortgaged_pledged_or_customs_control", "sealed_or_seized")),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_becomes_a_value_in_its_place(name: str) -> None:
    text, expected = TEXTS[name]
    found, problems = read_fields([(name, text)], READING)
    assert problems == ()
    assert found == (FieldValue(name, expected),)
    assert value_of(with_values(Car("x", "y"), found), name) == expected


def test_the_invoice_kind_is_the_word_itself() -> None:
    found, _ = read_fields([("invoice_kind", "专票")], READING)
    assert found[0].value is InvoiceKind.SPECIAL_VAT


@pytest.mark.parametrize(
    ("text", "rate"), [("13%", "0.13"), ("0.13", "0.13"), ("13", "0.13"), ("1%", "0.01"), ("0.5%", "0.005"), ("0", "0")]
)
def test_rates_are_fractions(text: str, rate: str) -> None:
    found, _ = read_fields([("invoice_rate", text)], READING)
    assert found[0].value == Decimal(rate)


def test_all_problems_come_at_once_and_name_their_field() -> None:
    found, problems = read_fields(
        [("price", "-1"), ("steering", "中间"), ("colour", "白"), ("horsepower", "5"), ("model_year", "1850")], READING
    )
    assert [problem.field for problem in problems] == ["price", "steering", "horsepower", "model_year"]
    assert [problem.code for problem in problems] == [
        "amount_negative",
        "word_unknown",
        "field_unknown",
        "number_out_of_bounds",
    ]
    assert found == (FieldValue("colour", "white"),)


def test_an_empty_text_takes_the_value_away() -> None:
    car = with_values(Car("byd", "海豚"), read_fields([("colour", "白"), ("powertrain", "纯电")], READING)[0])
    bare = with_values(car, read_fields([("colour", ""), ("powertrain", " "), ("make", "")], READING)[0])
    assert bare == Car("", "海豚")


def test_a_new_destination_starts_a_new_deal() -> None:
    car = with_values(Car("a", "b"), [FieldValue("destination", "KZ"), FieldValue("purpose", "local_registration")])
    moved = with_values(car, [FieldValue("destination", "RU")])
    assert moved.deal is not None
    assert (moved.deal.country, moved.deal.purpose) == ("RU", None)
    assert with_values(moved, [FieldValue("destination", None)]).deal is None
    with pytest.raises(ValueError, match="deal_without_destination"):
        with_values(Car("a", "b"), [FieldValue("purpose", "re_export")])


def test_every_choice_of_the_table_has_its_words() -> None:
    for name in FIELDS:
        read_fields([(name, "·")], READING)
    assert set(TEXTS) <= set(FIELDS)
    assert set(FIELDS) >= fields.SHEET_FACTS


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("invoice_rate", "百分之十三", "tax_rate_unreadable"),
        ("battery_soh", "good", "percent_unreadable"),
        ("price", "cheap", "number_unreadable"),
    ],
)
def test_what_is_no_figure_is_refused_by_the_kind_of_figure_wanted(field: str, text: str, code: str) -> None:
    _found, problems = read_fields([(field, text)], READING)
    assert [(one.code, one.params["value"]) for one in problems] == [(code, text)]


def test_an_exchange_rate_is_told_what_one_looks_like() -> None:
    with pytest.raises(Unreadable) as caught:
        MONEY_FORMS["rate"]["rate"]("seven", READING)
    assert caught.value.code == "exchange_rate_unreadable"
