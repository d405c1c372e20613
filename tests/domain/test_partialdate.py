from __future__ import annotations

import calendar
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.codec import dec_hook, enc_hook
from tui.domain.partialdate import PartialDate, add_months

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
PARTIAL = st.one_of(
    DAYS.map(PartialDate.of),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
)


@given(PARTIAL)
def test_text_and_back(one: PartialDate) -> None:
    assert PartialDate.parse(str(one)) == one
    assert repr(one) == f"PartialDate({one})"


@given(PARTIAL)
def test_its_days_are_those_that_begin_with_it(one: PartialDate) -> None:
    assert str(one.earliest).startswith(str(one))
    assert str(one.latest).startswith(str(one))
    assert not str(one.earliest - timedelta(days=1)).startswith(str(one))
    assert not str(one.latest + timedelta(days=1)).startswith(str(one))
    assert one.exact == (one.earliest if one.day else None)
    assert (one.exact is None) == (one.earliest != one.latest)


@given(DAYS)
def test_a_day(day: date) -> None:
    one = PartialDate.of(day)
    assert one.earliest == one.latest == one.exact == day
    assert str(one) == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "", "26", "2026-7", "2026-00", "2026-13", "2026-00-01", "2026-07-00", "2026-02-29", "2026-04-31", "2026-07-1",
        "2026/07/01", "20260701", " 2026", "2026-07-01 ", "2026-07-01\n", "1949", "2101", "0000", "２０２６",
        "2026-0７", "٢٠٢٦", "2026-07-01T00:00",
    ],
)  # fmt: skip
def test_nothing_else_is_a_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar words its own refusals
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "parts", [(2026, 0), (2026, 13), (2026, 7, 0), (2026, 2, 30), (2026, None, 5), (0,), (2026, -1)]
)
def test_parts_that_make_no_date(parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar words its own refusals
        PartialDate(*parts)


@given(PARTIAL, PARTIAL)
def test_order_and_equality(one: PartialDate, other: PartialDate) -> None:
    assert (one == other) == (str(one) == str(other))
    assert (one < other) == (str(one) < str(other))
    assert (one <= other) == (str(one) <= str(other))
    if one == other:
        assert hash(one) == hash(other)
    if one <= other:
        assert one.earliest <= other.earliest
    text: object = str(one)
    assert (one == text) is False


def test_it_cannot_be_changed() -> None:
    one = PartialDate(2026, 7)
    for name in ("year", "month", "day", "other"):
        with pytest.raises(AttributeError):
            setattr(one, name, 1)
    assert str(one) == "2026-07"


class Holder(msgspec.Struct):
    when: PartialDate | None


@given(st.one_of(PARTIAL, st.none()))
def test_stored_and_read_back(one: PartialDate | None) -> None:
    stored = msgspec.json.encode(Holder(one), enc_hook=enc_hook)
    assert msgspec.json.decode(stored, type=Holder, dec_hook=dec_hook).when == one
    assert msgspec.json.decode(stored) == {"when": str(one) if one else None}


@pytest.mark.parametrize("stored", [b'{"when":"2026-13"}', b'{"when":2026}', b'{"when":""}', b'{"when":"2026-00"}'])
def test_what_is_stored_is_read_strictly(stored: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(stored, type=Holder, dec_hook=dec_hook)


def test_strangers_are_not_stored() -> None:
    with pytest.raises(NotImplementedError):
        enc_hook(object())
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar words its own refusals
        dec_hook(Holder, "2026")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-11-22", 1, "2026-12-22"),
        ("2026-12-22", 1, "2027-01-22"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_later(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(DAYS, st.integers(-300, 300))
def test_months_later_is_that_month_on_that_day_or_its_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])
