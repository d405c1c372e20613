"""Arabic numbers in words with the thing counted, as an invoice or a cheque has them.

The noun decides the number and the number the noun: three to ten stand in the other gender and ask for the plural,
eleven to ninety-nine for the accusative, hundreds and thousands for the genitive, and a noun alone is one or two.
"""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 10**12 - 1
_AND = " و"
_MASCULINE = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_FEMININE = ("", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_TENS = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
_HUNDREDS = (
    "", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة",
)  # fmt: skip
_FEW = range(3, 11)
_MANY = range(11, 100)


@dataclass(frozen=True)
class Noun:
    """What is counted: one, two, three to ten, eleven to ninety-nine."""

    one: str
    two: str
    few: str
    many: str
    feminine: bool = False

    def after(self, number: int) -> str:
        """The form that stands after a number above two."""
        last = number % 100
        return self.few if last in _FEW else self.many if last in _MANY else self.one


_SCALES = (
    (10**9, Noun("مليار", "ملياران", "مليارات", "مليارًا"), "مليارا"),
    (10**6, Noun("مليون", "مليونان", "ملايين", "مليونًا"), "مليونا"),
    (10**3, Noun("ألف", "ألفان", "آلاف", "ألفًا"), "ألفا"),
)
"""With the form of *two thousand* and so on when the noun follows at once: then the last letter falls away."""


def _noun(head: str, two: str, few: str, many: str, of: str = "") -> Noun:
    """A masculine noun with its adjective, which is feminine beside a plural of things."""
    if not of:
        return Noun(head, two, few, many)
    return Noun(f"{head} {of}", f"{two} {of}ان", f"{few} {of}ة", f"{many} {of}ًا")


def _dollar(of: str) -> Noun:
    return _noun("دولار", "دولاران", "دولارات", "دولارًا", of)


def _dirham(of: str) -> Noun:
    return _noun("درهم", "درهمان", "دراهم", "درهمًا", of)


def _dinar(of: str) -> Noun:
    return _noun("دينار", "ديناران", "دنانير", "دينارًا", of)


def _riyal(of: str) -> Noun:
    return _noun("ريال", "ريالان", "ريالات", "ريالًا", of)


def _pound(of: str) -> Noun:
    return _noun("جنيه", "جنيهان", "جنيهات", "جنيهًا", of)


def _lira(of: str) -> Noun:
    return Noun(f"ليرة {of}ة", f"ليرتان {of}تان", f"ليرات {of}ة", f"ليرةً {of}ةً", feminine=True)


CURRENCIES = {
    "USD": _dollar("أمريكي"),
    "AUD": _dollar("أسترالي"),
    "CAD": _dollar("كندي"),
    "SGD": _dollar("سنغافوري"),
    "EUR": _noun("يورو", "يورو", "يورو", "يورو"),
    "CNY": _noun("يوان", "يوانان", "يوانات", "يوانًا", "صيني"),
    "RUB": _noun("روبل", "روبلان", "روبلات", "روبلًا", "روسي"),
    "AED": _dirham("إماراتي"),
    "MAD": _dirham("مغربي"),
    "SAR": _riyal("سعودي"),
    "QAR": _riyal("قطري"),
    "OMR": _riyal("عماني"),
    "YER": _riyal("يمني"),
    "IRR": _riyal("إيراني"),
    "JOD": _dinar("أردني"),
    "KWD": _dinar("كويتي"),
    "BHD": _dinar("بحريني"),
    "IQD": _dinar("عراقي"),
    "DZD": _dinar("جزائري"),
    "TND": _dinar("تونسي"),
    "LYD": _dinar("ليبي"),
    "EGP": _pound("مصري"),
    "SDG": _pound("سوداني"),
    "GBP": _pound("إسترليني"),
    "TRY": _lira("تركي"),
    "SYP": _lira("سوري"),
}
"""Currencies whose forms are sure; any other is written in figures."""


def counted(number: int, noun: Noun) -> str:
    """A whole number from zero to ``LARGEST`` with its noun. Raises ValueError for another."""
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    match number:
        case 0:
            return f"صفر {noun.one}"
        case 1:
            return f"{noun.one} {_units(1, feminine=noun.feminine)}"
        case 2:
            return noun.two
    parts, rest = [], number
    for size, scale, two in _SCALES:
        times, rest = divmod(rest, size)
        if times:
            parts.append(_scaled(times, scale, two, before_noun=not rest))
    if rest:
        parts.append(_hundreds(rest, feminine=noun.feminine))
    return f"{_AND.join(parts)} {noun.after(number)}"


def _scaled(times: int, scale: Noun, two: str, *, before_noun: bool) -> str:
    """So many thousands, millions: before the noun itself the accusative loses its ending."""
    if times == 1:
        return scale.one
    if times == 2:
        return two if before_noun else scale.two
    form = scale.one if before_noun and times % 100 in _MANY else scale.after(times)
    return f"{_hundreds(times)} {form}"


def _hundreds(number: int, *, feminine: bool = False) -> str:
    """A number from 1 to 999 that stands before what it counts."""
    hundreds, rest = divmod(number, 100)
    if not rest:
        return "مائتا" if number == 200 else _HUNDREDS[hundreds]
    below = _below_hundred(rest, feminine=feminine)
    return f"{_HUNDREDS[hundreds]}{_AND}{below}" if hundreds else below


def _below_hundred(number: int, *, feminine: bool) -> str:
    tens, units = divmod(number, 10)
    if number <= 10:
        return _units(number, feminine=feminine)
    if tens == 1:
        ten = "عشرة" if feminine else "عشر"
        return f"{_teen(units, feminine=feminine)} {ten}"
    if not units:
        return _TENS[tens]
    if feminine and units in {1, 8}:
        return f"{'إحدى' if units == 1 else 'ثمانٍ'}{_AND}{_TENS[tens]}"
    return f"{_units(units, feminine=feminine)}{_AND}{_TENS[tens]}"


def _teen(units: int, *, feminine: bool) -> str:
    """What stands before *ten* from 11 to 19."""
    if units == 1:
        return "إحدى" if feminine else "أحد"
    if units == 2:
        return "اثنتا" if feminine else "اثنا"
    return _units(units, feminine=feminine)


def _units(number: int, *, feminine: bool) -> str:
    return (_FEMININE if feminine else _MASCULINE)[number]
