"""Amounts in words, in every language of papers."""

from __future__ import annotations

import pytest

from tui.domain.money import Money
from tui.i18n.in_words import in_words, spelled
from tui.i18n.translator import PAPER_LANGUAGES, paper_translator


@pytest.mark.parametrize(
    ("tag", "amount", "currency", "said"),
    [
        ("en", "29000.50", "USD", "US Dollar: twenty-nine thousand and 50/100"),
        ("en", "1000", "CNY", "Chinese Yuan: one thousand only"),
        ("en", "1500.250", "KWD", "Kuwaiti Dinar: one thousand five hundred and 250/1000"),
        ("zh_CN", "29000.50", "USD", "美元贰万玖仟元伍角整"),
        ("zh_CN", "10005.05", "EUR", "欧元壹万零伍元零伍分"),
        ("zh_CN", "0.36", "CNY", "人民币零元叁角陆分"),
        ("zh_CN", "300", "JPY", "日元叁佰整"),
        ("ru", "29001", "USD", "двадцать девять тысяч один доллар США ровно"),
        ("ru", "1", "TRY", "одна турецкая лира ровно"),
        ("ru", "22", "USD", "двадцать два доллара США ровно"),
        ("ru", "21", "TRY", "двадцать одна турецкая лира ровно"),
        ("ru", "5", "CNY", "пять китайских юаней ровно"),
        ("ru", "111", "RUB", "сто одиннадцать российских рублей ровно"),
        ("ru", "2000.05", "EUR", "две тысячи евро и 05/100"),
        ("es", "1", "USD", "un dólar estadounidense con 00/100"),
        ("es", "21", "GBP", "veintiuna libras esterlinas con 00/100"),
        ("es", "47400", "USD", "cuarenta y siete mil cuatrocientos dólares estadounidenses con 00/100"),
        ("es", "200501.05", "GBP", "doscientas mil quinientas una libras esterlinas con 05/100"),
        ("es", "1000000", "EUR", "un millón de euros con 00/100"),
        ("es", "300", "JPY", "trescientos yenes japoneses exactamente"),
        ("fr", "1", "USD", "un dollar des États-Unis exactement"),
        ("fr", "21", "GBP", "vingt et une livres sterling exactement"),
        ("fr", "47400", "USD", "quarante-sept mille quatre cents dollars des États-Unis exactement"),
        ("fr", "80000.50", "EUR", "quatre-vingt mille euros et 50/100"),
        ("fr", "2000000", "EUR", "deux millions d’euros exactement"),
        ("fr", "1000000", "USD", "un million de dollars des États-Unis exactement"),
        ("ar", "1000", "CNY", "فقط ألف يوان صيني لا غير"),
        ("ar", "29000.50", "USD", "فقط تسعة وعشرون ألف دولار أمريكي و\u206650/100\u2069 لا غير"),
        ("ar", "1500", "KZT", "\u20661,500.00 KZT\u2069 (بالأرقام)"),
    ],
)
def test_amounts(tag: str, amount: str, currency: str, said: str) -> None:
    assert in_words(Money.of(amount, currency), paper_translator(tag)) == said


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("es", "un millón doscientos sesenta y tres mil quinientos sesenta y ocho"),
        ("fr", "un million deux cent soixante-trois mille cinq cent soixante-huit"),
        ("ru", "один миллион двести шестьдесят три тысячи пятьсот шестьдесят восемь"),
        ("zh_CN", "壹佰贰拾陆万叁仟伍佰陆拾捌"),
    ],
)
def test_whole_numbers(tag: str, said: str) -> None:
    assert spelled(1_263_568, tag) == said


@pytest.mark.parametrize("tag", PAPER_LANGUAGES)
def test_no_two_numbers_read_the_same(tag: str) -> None:
    numbers = [*range(1200), *range(10_000, 1_000_000, 7919)]
    assert len({spelled(number, tag) for number in numbers}) == len(numbers)
