"""Reading what people type and lists hold: amounts, dates, numbers and words of the trade, strictly.

Every function takes text and returns a value or raises ``Unreadable`` with a code that names the sentence. Nothing
is guessed: a text that could mean two things is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import msgspec

from tui.domain.currencies import is_known
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate

_NOTHING = frozenset({"none", "no", "无", "没有", "无事故", "非营运", "нет", "[]", "-"})
MAX_TEXT = 10_000
"""Characters a cell or field may hold; more is no data of this trade."""
_MOST_LISTED = 200
"""Characters of a closed list that a sentence names whole."""
_CONTROL = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
_WAN = Decimal(10_000)
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_CURRENCY_MARKS = {
    "¥": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "卢布": "RUB",
    "坚戈": "KZT",
    "元": "CNY",
    "RMB": "CNY",
    "人民币": "CNY",
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "₽": "RUB",
    "РУБ.": "RUB",
    "РУБ": "RUB",
    "₸": "KZT",
    "ТЕНГЕ": "KZT",
    "ЮАНЕЙ": "CNY",
    "ЮАНЬ": "CNY",
}
"""Marks in capitals; one that ends in another stands before it."""
_PER_CAR = re.compile(r"\s*/\s*[台辆]$")
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?")
_DMY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(\d{4})\s*年?")


class Unreadable(ValueError):
    """A text that is not the value it should be; ``code`` and ``params`` name the sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class NumberStyle(msgspec.Struct, frozen=True):
    """The decimal mark and the grouping mark of a locale; a space as grouping stands for every kind of space."""

    decimal: str = "."
    group: str = ","


PLAIN = NumberStyle()


def plain(text: str) -> str:
    """Text as data: control characters and terminal escapes dropped, white space trimmed at both ends."""
    return text.translate(_CONTROL).strip()


def folded(text: str) -> str:
    """Full-width digits, letters and marks turned into their plain forms, and trimmed."""
    return plain(unicodedata.normalize("NFKC", text))


def number(text: str, style: NumberStyle = PLAIN) -> Decimal:
    """Read a number strictly in one style: grouping marks only between groups of three digits."""
    digits = re.sub(r"\s", " ", folded(text)).replace("−", "-")
    group = re.escape(" " if style.group.isspace() else style.group)
    shape = rf"[+-]?(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)(?:{re.escape(style.decimal)}\d+)?"
    if len(digits) > 40 or not re.fullmatch(shape, digits, re.ASCII):
        raise Unreadable("number_unreadable", value=text[:40])
    for mark in {style.group, " "}:
        digits = digits.replace(mark, "")
    try:
        return Decimal(digits.replace(style.decimal, "."))
    except InvalidOperation as error:
        raise Unreadable("number_unreadable", value=text[:40]) from error


def whole(text: str, style: NumberStyle = PLAIN, *, least: int = 0, most: int = 10_000_000) -> int:
    """Read a whole number within bounds; units such as km or 公里 behind it are dropped."""
    bare = re.sub(r"(?i)\s*(km|公里|км|kg|公斤|千克|кг|mm|毫米|мм|cc|ml|см3|座|人|把|款)\.?$", "", folded(text))
    value = _in_ten_thousands(bare, style)
    if value != value.to_integral_value():
        raise Unreadable("number_not_whole", value=text[:40])
    if not least <= value <= most:
        raise Unreadable("number_out_of_bounds", value=text[:40], least=str(least), most=str(most))
    return int(value)


def decimal(text: str, style: NumberStyle = PLAIN, *, least: int = 0, most: int = 10_000_000) -> Decimal:
    """Read a decimal number within bounds; a percent sign or unit behind it is dropped."""
    bare = re.sub(r"(?i)\s*(%|kwh|度|hp|ps|马力|л\.?\s*с\.?)$", "", folded(text))
    value = number(bare, style)
    if not least <= value <= most:
        raise Unreadable("number_out_of_bounds", value=text[:40], least=str(least), most=str(most))
    return value


def _in_ten_thousands(bare: str, style: NumberStyle) -> Decimal:
    """Read a number that may be counted in 万 (also written w, as in chats): ``1.2万`` is 12,000."""
    if match := re.fullmatch(r"(.*\d)\s*[万wW]", bare, re.DOTALL):
        return number(match[1], style) * _WAN
    return number(bare, style)


def amount(text: str, currency: str, style: NumberStyle = PLAIN) -> Money:
    """Read an amount of money, never negative.

    ``11.98万`` is 119,800. A currency mark or ISO code before or behind the figure overrides ``currency``; two that
    disagree are refused.
    """
    bare = _PER_CAR.sub("", folded(text))
    said: set[str] = set()
    for mark, code in _CURRENCY_MARKS.items():
        if bare.upper().startswith(mark) or bare.upper().endswith(mark):
            said.add(code)
            bare = bare.upper().removeprefix(mark).removesuffix(mark).strip()
    if match := re.fullmatch(r"(?:([A-Za-z]{3})\s*)?([^A-Za-z]+?)(?:\s*([A-Za-z]{3}))?", bare):
        before, bare, behind = match.groups()
        said |= {code.upper() for code in (before, behind) if code}
    if len(said) > 1:
        raise Unreadable("currency_twice", value=text[:40])
    currency = said.pop() if said else currency
    if not is_known(currency):
        raise Unreadable("currency_unknown", value=currency[:10])
    value = _in_ten_thousands(bare, style)
    if value < 0:
        raise Unreadable("amount_negative", value=text[:40])
    try:
        Money(value, currency)
    except (ValueError, InvalidOperation) as error:
        raise Unreadable("amount_too_fine_or_large", value=text[:40], currency=currency) from error
    return Money.of(value, currency)


def partial_date(text: str, *, excel: bool = False) -> PartialDate:
    """Read a date: ISO, slashed year-first, Chinese, ``dd.mm.yyyy``, eight digits, a month or a year.

    With ``excel`` a bare number of five digits is a serial date of a spreadsheet (1900 system).
    Day-first or month-first dates with slashes are refused: nobody can tell them apart.
    """
    bare = folded(text)
    bare = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", bare)
    parts: tuple[str | None, ...] | None = None
    if match := _YMD.fullmatch(bare) or _COMPACT.fullmatch(bare):
        parts = match.groups()
    elif match := _DMY.fullmatch(bare):
        parts = match.groups()[::-1]
    elif excel and re.fullmatch(r"\d{5}(\.\d+)?", bare, re.ASCII):
        serial = _EXCEL_DAY_ZERO + timedelta(days=int(bare[:5]))
        parts = str(serial.year), str(serial.month), str(serial.day)
    elif match := _YEAR.fullmatch(bare):
        parts = match.groups()
    if parts is None:
        raise Unreadable("date_unreadable", value=text[:40])
    numbers = [int(part) if part else None for part in parts]
    try:
        return PartialDate(*numbers)  # type: ignore[arg-type]  # the first group is never empty
    except ValueError as error:
        raise Unreadable("date_unreal", value=text[:40]) from error


def day(text: str, *, excel: bool = False) -> date:
    """Read a date that must be known to the day."""
    value = partial_date(text, excel=excel).exact
    if value is None:
        raise Unreadable("date_not_to_the_day", value=text[:40])
    return value


def yes_no(text: str) -> bool:
    """Read a yes or a no in Chinese, English or Russian."""
    match folded(text).casefold():
        case "yes" | "y" | "true" | "1" | "是" | "有" | "да":
            return True
        case "no" | "n" | "false" | "0" | "否" | "无" | "нет":
            return False
        case _:
            raise Unreadable("yes_no_unreadable", value=text[:40])


def country(text: str, known: Mapping[str, str] | frozenset[str]) -> str:
    """Read an ISO 3166 alpha-2 code that is among the known ones."""
    code = folded(text).upper()
    if code not in known:
        raise Unreadable("country_unknown", value=text[:40])
    return code


def word(text: str, aliases: Mapping[str, str], what: str) -> str:
    """Read one word of a closed list through its aliases (casefolded)."""
    key = folded(text).casefold()
    if key not in aliases:
        raise Unreadable("word_unknown", value=text[:40], what=what, known=_listed(aliases))
    return aliases[key]


def _listed(aliases: Mapping[str, str]) -> str:
    """What a closed list holds, for the sentence that refuses another word; nothing of a list too long for one."""
    known = ", ".join(dict.fromkeys(str(value) for value in aliases.values()))
    return known if len(known) <= _MOST_LISTED else ""


def words(text: str, aliases: Mapping[str, str] | None, what: str) -> tuple[str, ...]:
    """Read a list of words parted by commas; ``none`` or ``无`` is the empty list, which is not the same as missing."""
    parts = [part.strip() for part in re.split(r"[,;，、；]", folded(text)) if part.strip()]
    if len(parts) == 1 and parts[0].casefold() in _NOTHING:
        return ()
    if aliases is None:
        return tuple(dict.fromkeys(parts))
    return tuple(dict.fromkeys(word(part, aliases, what) for part in parts))


def short_text(text: str) -> str:
    """Read free text of bounded length."""
    value = plain(text)
    if len(value) > MAX_TEXT:
        raise Unreadable("text_too_long", most=str(MAX_TEXT))
    return value
