"""Vehicle identification numbers: normalising, the check digit and the model year.

Check digit: ISO 3779 as GB 16735 prescribes it for cars built in China (their VIN begins with L): weights
8 7 6 5 4 3 2 10 0 9 8 7 6 5 4 3 2 over the transliterated characters, modulo 11, ten written as X. Makers of other
regions need not carry one. Model year: position 10, a 30-year cycle of 1980 to 2039.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from tui.domain.problems import Problem, Severity

LENGTH = 17
_VALUES = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECK_POSITION = 8
_YEAR_LETTERS = "ABCDEFGHJKLMNPRSTVWXY123456789"
_FIRST_CYCLE = 1980
_INVISIBLE = re.compile(r"[\s\-\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_OUTSIDE = re.compile(r"[^A-HJ-NPR-Z0-9]")
_LOOKALIKES = str.maketrans("OIQАВСЕНКМОРТХУ", "010ABCEHKM0PTXY")


def normalise(text: str) -> str:
    """Fold full-width characters, drop white space and hyphens, and write capitals; nothing is guessed."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()
    return plain if plain == text else normalise(plain)


def check_digit(vin: str) -> str:
    """The check digit that a VIN of 17 lawful characters ought to carry at position 9."""
    remainder = sum(_VALUES[char] * weight for char, weight in zip(vin, _WEIGHTS, strict=True)) % 11
    return "X" if remainder == 10 else str(remainder)


def has_right_check_digit(vin: str) -> bool:
    """Whether position 9 agrees with the other sixteen."""
    return vin[_CHECK_POSITION] == check_digit(vin)


def corrected(text: str) -> str | None:
    """A VIN with O, I, Q and Cyrillic look-alikes replaced, when that alone makes it lawful; an offer, not a fix."""
    offer = normalise(text).translate(_LOOKALIKES)
    lawful = len(offer) == LENGTH and not _OUTSIDE.search(offer)
    return offer if lawful and offer != normalise(text) else None


def problems(vin: str) -> tuple[Problem, ...]:
    """Everything that is wrong with a normalised VIN.

    A wrong length or character is an error; a wrong check digit wants a person's word for a Chinese VIN, and is a
    warning for others.
    """
    if len(vin) != LENGTH:
        return (Problem("vin_length", "vin", {"length": str(len(vin))}, offer=corrected(vin)),)
    if stranger := _OUTSIDE.search(vin):
        return (Problem("vin_character", "vin", {"character": stranger.group()}, offer=corrected(vin)),)
    found = []
    if not has_right_check_digit(vin):
        severity = Severity.CONFIRM if vin.startswith("L") else Severity.WARNING
        params = {"has": vin[_CHECK_POSITION], "should": check_digit(vin)}
        found.append(Problem("vin_check_digit", "vin", params, severity))
    return tuple(found)


def model_years(vin: str) -> tuple[int, ...]:
    """The model years position 10 may stand for, oldest first; empty for a character that codes none."""
    index = _YEAR_LETTERS.find(vin[9])
    return () if index < 0 else (_FIRST_CYCLE + index, _FIRST_CYCLE + 30 + index)


def model_year(vin: str, near: int) -> int | None:
    """The model year of position 10 that lies nearest to the year ``near``."""
    return min(model_years(vin), key=lambda year: abs(year - near), default=None)


def makers(vin: str, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The makes the first three characters may stand for, by a table of world manufacturer codes: only a hint."""
    return table.get(vin[:3], ())
