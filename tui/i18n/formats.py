"""Dates, numbers and money as the language writes them. Screens show marks, papers show ISO codes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.domain.money import Money, minor_units
from tui.i18n.translator import PSEUDO, TRANSLATOR

if TYPE_CHECKING:
    from tui.domain.partialdate import PartialDate
    from tui.domain.values import NumberStyle

_MARKS = {"CNY": "¥", "USD": "$", "EUR": "€", "RUB": "₽", "KZT": "₸"}
NONE = "–"
_DAY_MARKS = {"ru": ".", "ar": "/", "es": "/", "fr": "/"}
"""Between day, month and year, in the languages whose papers begin with the day."""


@lru_cache(maxsize=8)
def number_style(tag: str) -> NumberStyle:
    """The decimal and grouping marks of a language, for strict reading."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    from tui.domain.values import NumberStyle

    locale = _locale(tag)
    return NumberStyle(get_decimal_symbol(locale), get_group_symbol(locale))


def number(value: Decimal | int, places: int | None = None, tag: str | None = None) -> str:
    """A number with the language's grouping and, when given, a fixed count of decimal places."""
    style = _style(tag or TRANSLATOR.tag)
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.translate({44: style.group, 46: style.decimal})


def bare_number(value: Decimal | int, tag: str) -> str:
    """A number with the language's decimal mark and no grouping, as it is copied into a form."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.replace(".", _style(tag).decimal)


def amount(money: Money | None, *, places: int | None = None, tag: str | None = None) -> str:
    """An amount as screens show it: currency mark in front where there is one, else the ISO code behind."""
    if money is None:
        return NONE
    figure = number(money.amount, minor_units(money.currency) if places is None else places, tag)
    mark = _MARKS.get(money.currency)
    if mark is None:
        return f"{figure} {money.currency}"
    return f"-{mark}{figure.removeprefix('-')}" if figure.startswith("-") else f"{mark}{figure}"


def amount_iso(money: Money | None, tag: str | None = None) -> str:
    """An amount as papers show it: figure and ISO code."""
    if money is None:
        return NONE
    return f"{number(money.amount, minor_units(money.currency), tag)} {money.currency}"


def amounts(sums: Iterable[Money]) -> str:
    """Sums of several currencies, side by side, whole units only."""
    return " + ".join(amount(money, places=0) for money in sums) or NONE


def day(value: date | PartialDate | None) -> str:
    """A date in ISO form, which every reader of this trade knows; a dash when there is none."""
    return NONE if value is None else str(value)


def paper_day(value: date | PartialDate, tag: str) -> str:
    """A date as papers show it: in the order of the language, all figures, the year with four; ISO for en and zh_CN.

    English papers keep ISO, for 03/04 is read two ways.
    """
    mark = _DAY_MARKS.get(tag)
    text = str(value)
    return mark.join(reversed(text.split("-"))) if mark else text


def country(code: str, tag: str | None = None) -> str:
    """The country's name in the language, or its code when the language has none."""
    return _country(code, tag or TRANSLATOR.tag)


@lru_cache(maxsize=512)
def _country(code: str, tag: str) -> str:
    return str(_locale(tag).territories.get(code, code))


@lru_cache(maxsize=512)
def currency_name(code: str, tag: str) -> str:
    """The currency's name in the language, or its ISO code when the language has none."""
    return str(_locale(tag).currencies.get(code, code))


def counted_currency(code: str, count: int, tag: str) -> str:
    """The currency's name as it stands beside a whole number of it."""
    from babel.numbers import get_currency_name

    return str(get_currency_name(code, count=count, locale=_locale(tag)))


@lru_cache(maxsize=8)
def _style(tag: str) -> NumberStyle:
    from tui.domain.values import NumberStyle  # with the first number: no title of a column needs it

    return NumberStyle() if tag in {"en", "zh_CN", PSEUDO} else number_style(tag)


@lru_cache(maxsize=8)
def _locale(tag: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - babel is imported here only
    from babel import Locale

    return Locale.parse("en" if tag == PSEUDO else tag)
