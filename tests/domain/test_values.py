from __future__ import annotations

import contextlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain import values
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.values import NumberStyle, Unreadable

RUSSIAN = NumberStyle(",", " ")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
AMOUNTS = st.decimals(0, Decimal(10) ** 9, places=2, allow_nan=False, allow_infinity=False)
DATES = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(AMOUNTS)
def test_an_amount_reads_back_however_it_is_written(figure: Decimal) -> None:
    expected = Money.of(figure, "CNY")
    grouped = f"{figure:,.2f}"
    for text in (
        f"{figure:.2f}",
        grouped,
        f"¥{grouped}",
        f"￥ {grouped}",
        f"{grouped}元",
        f"人民币{grouped}元",
        f"CNY {grouped}",
        f"{grouped} CNY",
        f"{grouped}元/台",
        grouped.translate(FULL_WIDTH),
        f"{format(figure / 10_000, 'f')}万",
        f"{format(figure / 10_000, 'f')}万元",
        f"{format(figure / 10_000, 'f')}w",
    ):
        assert values.amount(text, "CNY") == expected, text
    for space in " \u00a0\u202f":
        written = grouped.replace(",", space).replace(".", ",")
        assert values.amount(written, "CNY", RUSSIAN) == expected


@given(AMOUNTS.filter(lambda figure: figure > 0))
def test_a_negative_amount_is_never_read(figure: Decimal) -> None:
    for text in (f"-{figure}", f"−{figure}", f"-{figure}元", f"¥-{figure}", f"-{figure / 10_000:f}万"):
        with pytest.raises(Unreadable) as caught:
            values.amount(text, "CNY")
        assert caught.value.code == "amount_negative"


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$12,000", "USD"),
        ("US$ 12,000", "USD"),
        ("12000美元", "USD"),
        ("EUR 12000", "EUR"),
        ("12000 руб.", "RUB"),
        ("12000 тенге", "KZT"),
        ("12000", "JPY"),
    ],
)
def test_a_mark_or_code_names_the_currency(text: str, currency: str) -> None:
    home = currency if text.isdigit() else "CNY"
    assert values.amount(text, home) == Money.of(12_000, currency)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USD 5元", "currency_twice"),
        ("$5€", "currency_twice"),
        ("1,5", "number_unreadable"),
        ("95.800.000", "number_unreadable"),
        ("1,00,000", "number_unreadable"),
        ("12..5", "number_unreadable"),
        ("待定", "number_unreadable"),
        ("1e5", "number_unreadable"),
        ("NaN", "number_unreadable"),
        ("", "number_unreadable"),
        ("0.001", "amount_too_fine_or_large"),
        ("9" * 20, "amount_too_fine_or_large"),
        ("9" * 60, "number_unreadable"),
    ],
)
def test_an_amount_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        values.amount(text, "CNY")
    assert caught.value.code == code


@given(DATES)
def test_a_date_reads_back_however_it_is_written(day: date) -> None:
    year, month, dom = day.year, day.month, day.day
    expected = PartialDate.of(day)
    for text in (
        day.isoformat(),
        f"{year}/{month}/{dom}",
        f"{year}.{month:02}.{dom:02}",
        f"{year}年{month}月{dom}日",
        f"{year} 年 {month} 月 {dom} 日",
        f"{dom:02}.{month:02}.{year}",
        f"{year}{month:02}{dom:02}",
        f"{day.isoformat()} 00:00:00",
        f"{day.isoformat()}T10:22",
        day.isoformat().translate(FULL_WIDTH),
    ):
        assert values.partial_date(text) == expected, text
    assert values.partial_date(f"{year}年{month}月") == PartialDate(year, month)
    assert values.partial_date(f"{year}-{month:02}") == PartialDate(year, month)
    assert values.partial_date(f"{year}年") == PartialDate(year)
    assert values.day(day.isoformat()) == day


@given(DATES)
def test_a_serial_date_is_read_only_when_it_may_be_one(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert values.partial_date(str(serial), excel=True) == PartialDate.of(day)
    assert values.day(f"{serial}.0", excel=True) == day
    with pytest.raises(Unreadable):
        values.partial_date(str(serial))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026/13/3", "date_unreal"),
        ("2026-02-30", "date_unreal"),
        ("31.04.2026", "date_unreal"),
        ("20261301", "date_unreal"),
        ("0026-01-01", "date_unreal"),
        ("10000", "date_unreal"),
        ("99999", "date_unreal"),
        ("8/3/2026", "date_unreadable"),
        ("26-08-03", "date_unreadable"),
        ("202607", "date_unreadable"),
        ("明天", "date_unreadable"),
        ("", "date_unreadable"),
    ],
)
def test_a_date_that_does_not_exist_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        values.partial_date(text, excel=True)
    assert caught.value.code == code


def test_a_day_must_be_known_to_the_day() -> None:
    with pytest.raises(Unreadable) as caught:
        values.day("2026-07")
    assert caught.value.code == "date_not_to_the_day"


@given(st.text(max_size=60))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (
        lambda: values.amount(text, "CNY"),
        lambda: values.partial_date(text, excel=True),
        lambda: values.whole(text),
        lambda: values.decimal(text),
        lambda: values.yes_no(text),
        lambda: values.words(text, None, ""),
        lambda: values.number(text, RUSSIAN),
    ):
        with contextlib.suppress(Unreadable):
            read()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12", 12),
        ("１３", 13),
        ("8,600 km", 8600),
        ("1.2万公里", 12_000),
        ("1.5万", 15_000),
        ("5座", 5),
        ("1498ml", 1498),
    ],
)
def test_whole_numbers_with_units(text: str, figure: int) -> None:
    assert values.whole(text) == figure


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.5", "number_not_whole"),
        ("-5", "number_out_of_bounds"),
        ("99999999", "number_out_of_bounds"),
        ("x", "number_unreadable"),
    ],
)
def test_whole_numbers_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        values.whole(text)
    assert caught.value.code == code


def test_nothing_is_an_empty_list_and_not_missing() -> None:
    assert values.words("无", {"flood": "flood"}, "damage_history") == ()
    assert values.words("水淹、火烧，水淹", {"水淹": "flood", "火烧": "fire"}, "x") == ("flood", "fire")
    with pytest.raises(Unreadable) as caught:
        values.words("水淹,冰雹", {"水淹": "flood"}, "damage_history")
    assert caught.value.params == {"value": "冰雹", "what": "damage_history", "known": "flood"}


def test_text_loses_escapes_and_keeps_everything_else() -> None:
    assert values.short_text(" \x1b[31m=1+1\x00 [/x]\u202e ") == "[31m=1+1 [/x]\u202e"
    assert len(values.short_text("字" * 10_000)) == 10_000
    with pytest.raises(Unreadable) as caught:
        values.short_text("字" * 10_001)
    assert caught.value.code == "text_too_long"


def test_a_delta_of_a_day_is_a_day_apart() -> None:
    first = values.day("46000", excel=True)
    assert values.day("46001", excel=True) - first == timedelta(days=1)
