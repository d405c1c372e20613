"""Amounts in words, as an invoice writes its total beside the figures: by the spelling rules of CLDR.

English and Chinese name the currency first. Where a language inflects (Russian, Spanish, French, Arabic), the currency
follows the number in the form and with the gender that the number asks for; the small coin follows as a fraction.
Chinese uses the financial numerals (壹贰叁), which cannot be altered with a stroke. Arabic writes figures for a
currency whose forms ``arabic_words`` does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.domain.money import Money, minor_units
from tui.i18n import arabic_words
from tui.i18n.formats import amount_iso, counted_currency, currency_name
from tui.i18n.translator import N_, Translator

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

_CHINESE = "zh_CN"
_YUAN_LIKE = frozenset({"CNY", "USD", "EUR", "HKD", "RUB"})
"""Currencies whose hundredth a Chinese paper counts in 角 and 分."""
_JIAO_FEN = ("角", "分")
_FINANCIAL = "spellout-cardinal-financial"
_ARABIC = "ar"
_COINS_ALWAYS = frozenset({"es"})
"""Where *con 00/100* closes an amount without coins too."""
_FEMININE_FIRST = {
    "es": frozenset({"corona", "dobra", "grivna", "libra", "lira", "naira", "rupia"}),
    "fr": frozenset({"couronne", "hryvnia", "livre", "roupie"}),
}


def _russian_gender(first: str) -> str:
    """By the adjective before the noun, or by the noun itself."""
    return "neuter" if first.endswith("ое") else "feminine" if first.endswith(("а", "я")) else "masculine"


_GENDER: dict[str, Callable[[str], str]] = {
    "ru": _russian_gender,
    "es": lambda first: "feminine" if first in _FEMININE_FIRST["es"] else "masculine",
    "fr": lambda first: "feminine" if first in _FEMININE_FIRST["fr"] else "masculine",
}
"""The gender of a currency by the first word of its name."""
_OF: dict[str, Callable[[str], str]] = {
    "es": lambda _name: "de ",
    "fr": lambda name: "d’" if name[0] in "aeiouéèAEIOU" else "de ",
}
"""What stands between a whole million and its noun."""
_GENDERED_REPAIR: dict[str, Callable[[str, str], str]] = {
    "ru": lambda said, _gender: said,
    "es": lambda said, gender: _cientas(said) if gender == "feminine" else said,
    "fr": lambda said, _gender: said.replace("-et-", " et "),
}
"""What CLDR leaves undone: *doscientas mil libras*, and *et* without hyphens beside *cent deux* without them."""


def in_words(money: Money, translator: Translator) -> str:
    """The amount in words of the translator's language, such as ``US Dollar: one thousand and 50/100``."""
    tag = translator.tag
    places = minor_units(money.currency)
    whole, part = divmod(int(abs(money.amount).scaleb(places)), 10**places)
    sign = "-" if money.amount < 0 else ""
    if tag == _CHINESE and money.currency in _YUAN_LIKE:
        return f"{currency_name(money.currency, tag)}{sign}{spelled(whole, tag)}元{_coins(part)}"
    if tag == _ARABIC and (money.currency not in arabic_words.CURRENCIES or whole > arabic_words.LARGEST):
        figures = f"\u2066{amount_iso(money, tag)}\u2069"
        return translator.gettext(N_("{amount} (in figures)")).format(amount=figures)
    name, number = _named(money.currency, whole, tag)
    if not part and not (tag in _COINS_ALWAYS and places):
        return translator.gettext(N_("{currency}: {number} only")).format(currency=name, number=sign + number).strip()
    said = translator.gettext(N_("{currency}: {number} and {part}/{whole}"))
    coins = {"part": f"{part:0{places}d}", "whole": 10**places}
    return said.format(currency=name, number=sign + number, **coins).strip()


def _named(currency: str, whole: int, tag: str) -> tuple[str, str]:
    """The currency's name and the number, in the forms in which they stand together."""
    if tag == _ARABIC:
        return "", arabic_words.counted(whole, arabic_words.CURRENCIES[currency])
    if tag not in _GENDER:
        return currency_name(currency, tag), spelled(whole, tag)
    one = counted_currency(currency, 1, tag)
    gender = _GENDER[tag](one.split()[0])
    name = counted_currency(currency, whole, tag)
    if whole and not whole % 1_000_000 and tag in _OF:
        name = f"{_OF[tag](name)}{name}"
    return name, _GENDERED_REPAIR[tag](_gendered(whole, tag, gender), gender)


def _gendered(number: int, tag: str, gender: str) -> str:
    return str(_engine(tag).format_number(number, ruleset_names=[f"spellout-cardinal-{gender}"]).text)


def spelled(number: int, tag: str) -> str:
    """A whole number, zero or above, in words of a language."""
    engine = _engine(tag.split("_", maxsplit=1)[0])
    if tag == _CHINESE:
        return str(engine.format_number(number, ruleset_names=[_FINANCIAL]).text)
    return str(engine.format_number(number).text)


def _cientas(said: str) -> str:
    """Spanish hundreds before a feminine noun, also those of its thousands; a million has its own gender."""
    head, mark, tail = said.rpartition("mill")
    return head + mark + tail.replace("cientos", "cientas").replace("quinientos", "quinientas")


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
