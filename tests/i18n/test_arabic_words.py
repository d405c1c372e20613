"""Arabic amounts in words: read back by other rules than those that wrote them, and beside CLDR."""

from __future__ import annotations

import re

import pytest
from babel.numbers import get_currency_name
from hypothesis import example, given
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from tui.i18n.arabic_words import CURRENCIES, LARGEST, counted

DOLLAR, LIRA, EURO = CURRENCIES["USD"], CURRENCIES["TRY"], CURRENCIES["EUR"]
UNITS = {
    "واحد": 1, "واحدة": 1, "أحد": 1, "إحدى": 1, "اثنان": 2, "اثنتان": 2, "اثنا": 2, "اثنتا": 2,
    "ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7,
    "ثمانية": 8, "ثماني": 8, "ثمانٍ": 8, "تسعة": 9, "تسع": 9, "عشرة": 10, "عشر": 10,
    "عشرون": 20, "ثلاثون": 30, "أربعون": 40, "خمسون": 50, "ستون": 60, "سبعون": 70, "ثمانون": 80, "تسعون": 90,
    "مائة": 100, "مائتان": 200, "مائتا": 200, "ثلاثمائة": 300, "أربعمائة": 400, "خمسمائة": 500, "ستمائة": 600,
    "سبعمائة": 700, "ثمانمائة": 800, "تسعمائة": 900, "صفر": 0,
}  # fmt: skip
SCALES = {"ألف": 10**3, "آلاف": 10**3, "ألفًا": 10**3, "مليون": 10**6, "ملايين": 10**6, "مليونًا": 10**6}
TWICE = {"ألفان": 2 * 10**3, "ألفا": 2 * 10**3, "مليونان": 2 * 10**6, "مليونا": 2 * 10**6}
NUMBERS = st.integers(0, 999_999_999)


def read(said: str) -> int:
    """The number of words without their noun."""
    total = group = 0
    for word in said.split():
        one = word if word in UNITS or word in SCALES or word in TWICE else word.removeprefix("و")
        if one in UNITS:
            group += UNITS[one]
        elif one in TWICE:
            total += TWICE[one]
        else:
            total += (group or 1) * SCALES[one]
            group = 0
    return total + group


@given(NUMBERS)
@example(200_000)
@example(111_000)
@example(1_000_002)
def test_what_is_written_reads_back(number: int) -> None:
    """Nouns of both genders, one of them without any form of its own."""
    for noun in (DOLLAR, LIRA, EURO):
        said = counted(number, noun)
        if number in {1, 2}:
            assert said.startswith(noun.one if number == 1 else noun.two)
            continue
        forms = sorted({noun.one, noun.few, noun.many}, key=len, reverse=True)
        ends = [form for form in forms if said.endswith(f" {form}")]
        assert ends, said
        assert read(said.removesuffix(ends[0])) == number


@given(NUMBERS.filter(lambda number: number > 2))
def test_the_noun_stands_as_its_number_asks(number: int) -> None:
    last = number % 100
    form = DOLLAR.few if 3 <= last <= 10 else DOLLAR.many if last >= 11 else DOLLAR.one
    assert counted(number, DOLLAR).endswith(f" {form}")


@given(st.integers(0, 9_999_999), st.integers(3, 10))
def test_three_to_ten_stand_in_the_other_gender(hundreds: int, rest: int) -> None:
    """A number before a masculine noun ends in the mark of the feminine, and the other way round."""
    number = hundreds * 100 + rest
    last = {noun: counted(number, noun).split()[-len(noun.few.split()) - 1] for noun in (DOLLAR, LIRA)}
    assert last[DOLLAR] == f"{last[LIRA].removesuffix('ي') if number % 100 == 8 else last[LIRA]}{_MARK[number % 100]}"


_MARK = {8: "ية"} | dict.fromkeys((3, 4, 5, 6, 7, 9, 10), "ة")


@pytest.mark.parametrize("number", [0, *range(3, 11), *range(12, 100), 100, 1000, 1_000_000])
def test_the_words_are_those_of_cldr(number: int) -> None:
    """But for the hamza of two, which no dictionary has, for eleven, and for three hundred and on, which CLDR parts."""
    made = RbnfEngine.for_language("ar").format_number(number, ruleset_names=["spellout-cardinal-masculine"])
    words = counted(number, EURO).removesuffix(f" {EURO.one}")
    assert words == str(made.text).replace("إثن", "اثن")


@pytest.mark.parametrize("code", sorted(CURRENCIES))
def test_currencies_are_called_as_cldr_calls_them(code: str) -> None:
    assert CURRENCIES[code].one == get_currency_name(code, locale="ar")


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (0, "USD", "صفر دولار أمريكي"),
        (1, "USD", "دولار أمريكي واحد"),
        (1, "TRY", "ليرة تركية واحدة"),
        (2, "USD", "دولاران أمريكيان"),
        (3, "AED", "ثلاثة دراهم إماراتية"),
        (8, "TRY", "ثماني ليرات تركية"),
        (11, "USD", "أحد عشر دولارًا أمريكيًا"),
        (12, "TRY", "اثنتا عشرة ليرةً تركيةً"),
        (21, "JOD", "واحد وعشرون دينارًا أردنيًا"),
        (28, "TRY", "ثمانٍ وعشرون ليرةً تركيةً"),
        (100, "EUR", "مائة يورو"),
        (200, "USD", "مائتا دولار أمريكي"),
        (2_000, "USD", "ألفا دولار أمريكي"),
        (2_500, "CNY", "ألفان وخمسمائة يوان صيني"),
        (47_400, "USD", "سبعة وأربعون ألفًا وأربعمائة دولار أمريكي"),
        (47_000, "USD", "سبعة وأربعون ألف دولار أمريكي"),
        (103_005, "SAR", "مائة وثلاثة آلاف وخمسة ريالات سعودية"),
        (1_000_000, "USD", "مليون دولار أمريكي"),
        (12_000_012, "RUB", "اثنا عشر مليونًا واثنا عشر روبلًا روسيًا"),
    ],
)
def test_amounts(number: int, code: str, said: str) -> None:
    assert counted(number, CURRENCIES[code]) == said


def test_no_two_numbers_read_the_same() -> None:
    numbers = [*range(2200), *range(10_000, 1_000_000, 7919), 10**9, LARGEST]
    assert len({re.sub(r"\s+", " ", counted(number, EURO)) for number in numbers}) == len(numbers)


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_beyond_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        counted(number, DOLLAR)
