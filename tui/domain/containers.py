"""Containers and their numbers: owner, category, serial number and check digit of ISO 6346. Pure."""

from __future__ import annotations

import re

import msgspec

from tui.domain.problems import Problem, Severity
from tui.domain.values import Unreadable, folded

CONTAINER_TYPES = ("20GP", "40GP", "40HQ", "45HQ", "20OT", "40OT", "20FR", "40FR")
"""The short names that shipping lines use: length in feet and GP standard, HQ high, OT open top, FR flat rack."""
_NUMBER = re.compile(r"[A-Z]{3}[UJZ]\d{7}", re.ASCII)
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))
"""The values of ISO 6346: from 10 on, multiples of 11 left out."""


class Container(msgspec.Struct, frozen=True, omit_defaults=True):
    """One container and what is loaded in it: ``car_ids`` in the order of loading, the first car deepest.

    ``confirmed`` says that a person compared a number of a wrong check digit with the container itself.
    """

    number: str
    type: str = ""
    seals: tuple[str, ...] = ()
    car_ids: tuple[int, ...] = ()
    note: str = ""
    confirmed: bool = False


def read_number(text: str) -> str:
    """A container's number in its plain form; raises Unreadable when it has another shape than ISO 6346 gives it."""
    number = re.sub(r"[\s\-/]", "", folded(text)).upper()
    if not _NUMBER.fullmatch(number):
        raise Unreadable("container_number_shape", value=text[:40])
    return number


def check_digit(number: str) -> str:
    """The check digit that the first ten characters of a number call for (ISO 6346, annex A)."""
    values = (_LETTERS[one] if one.isalpha() else int(one) for one in number[:10])
    return str(sum(value << place for place, value in enumerate(values)) % 11 % 10)


def number_problems(container: Container) -> tuple[Problem, ...]:
    """A question where the check digit does not fit and nobody has compared the number with the container."""
    wanted = check_digit(container.number)
    if container.confirmed or container.number[10] == wanted:
        return ()
    params = {"number": container.number, "digit": container.number[10], "wanted": wanted}
    return (Problem("container_check_digit", "number", params, Severity.CONFIRM),)
