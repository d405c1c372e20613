"""Amounts in words, as an invoice writes its total beside the figures: by the spelling rules of CLDR.

The currency stands before the number by its name, so that no language has to inflect it; the small coin follows as a
fraction. Chinese uses the financial numerals (壹贰叁), which cannot be altered with a stroke.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tui.domain.money import Money, minor_units
from tui.i18n.formats import currency_name
from tui.i18n.translator import N_, Translator

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

_CHINESE = "zh_CN"
_YUAN_LIKE = frozenset({"CNY", "USD", "EUR", "HKD", "RUB"})
"""Currencies whose hundredth a Chinese paper counts in 角 and 分."""
_JIAO_FEN = ("角", "分")
_FINANCIAL = "spellout-cardinal-financial"


def in_words(money: Money, translator: Translator) -> str:
    """The amount in words of the translator's language, such as ``US Dollar: one thousand and 50/100``."""
    tag = translator.tag
    name = currency_name(money.currency, tag)
    places = minor_units(money.currency)
    whole, part = divmod(int(abs(money.amount).scaleb(places)), 10**places)
    sign = "-" if money.amount < 0 else ""
    if tag == _CHINESE and money.currency in _YUAN_LIKE:
        return f"{name}{sign}{spelled(whole, tag)}元{_coins(part)}"
    number = sign + spelled(whole, tag)
    if not part:
        return translator.gettext(N_("{currency}: {number} only")).format(currency=name, number=number)
    said = translator.gettext(N_("{currency}: {number} and {part}/{whole}"))
    return said.format(currency=name, number=number, part=f"{part:0{places}d}", whole=10**places)


def spelled(number: int, tag: str) -> str:
    """A whole number, zero or above, in words of a language."""
    engine = _engine(tag.split("_", maxsplit=1)[0])
    if tag == _CHINESE:
        return str(engine.format_number(number, ruleset_names=[_FINANCIAL]).text)
    return str(engine.format_number(number).text)


def _coins(hundredths: int) -> str:
    """The hundredths of a Chinese amount: none is 整, a missing 角 before 分 is 零."""
    if not hundredths:
        return "整"
    jiao, fen = divmod(hundredths, 10)
    said = f"{spelled(jiao, _CHINESE)}{_JIAO_FEN[0]}" if jiao else "零"
    return said + (f"{spelled(fen, _CHINESE)}{_JIAO_FEN[1]}" if fen else "整")


@lru_cache(maxsize=8)
def _engine(language: str) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language(language)
