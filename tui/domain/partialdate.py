"""Dates as papers give them: a day, a month, or only a year.

A partial date has an earliest and a latest day; whoever compares it with a line gets an answer only where both
agree.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import total_ordering
from typing import Self, cast

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1950, 2100


@total_ordering
class PartialDate:
    """``2026``, ``2026-07`` or ``2026-07-15``; immutable, ordered by its earliest day, then by precision.

    There is one object for each date: equal is identical, which makes comparing the facts of many cars cheap.
    """

    __slots__ = ("day", "month", "year")

    day: int | None
    month: int | None
    year: int

    def __new__(cls, year: int, month: int | None = None, day: int | None = None) -> Self:
        """Raise ValueError for a date the calendar does not have."""
        found = _KNOWN.get((year, month, day))
        if found is None:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError(year)
            if month is None and day is not None:
                raise ValueError(day)
            date(year, 1 if month is None else month, 1 if day is None else day)
            made = super().__new__(cls)
            object.__setattr__(made, "year", year)
            object.__setattr__(made, "month", month)
            object.__setattr__(made, "day", day)
            found = _KNOWN.setdefault((year, month, day), made)
        return cast("Self", found)

    def __reduce__(self) -> tuple[type[Self], tuple[int, int | None, int | None]]:
        return type(self), (self.year, self.month, self.day)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the ISO form, whole or cut short; raise ValueError for anything else."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        return cls(year or 0, month, day)

    @classmethod
    def of(cls, day: date) -> Self:
        """The partial date that is known to the day."""
        return cls(day.year, day.month, day.day)

    @property
    def earliest(self) -> date:
        """The first day it may stand for."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may stand for."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def exact(self) -> date | None:
        """The day itself when it is known to the day."""
        return self.earliest if self.day else None

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text

    def __repr__(self) -> str:
        return f"PartialDate({self})"

    def __lt__(self, other: PartialDate) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0


_KNOWN: dict[tuple[int, int | None, int | None], PartialDate] = {}


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later, or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
