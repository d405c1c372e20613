"""Working days: Monday to Friday, corrected by what the State Council sets for a year (``data/working_days.toml``)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

_SATURDAY = 5


class WorkCalendar(msgspec.Struct, frozen=True):
    """Days off and weekend days that are worked, of the years that are known."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work; in a year that is not known Monday to Friday count."""
        if day in self.work:
            return True
        return day not in self.off and day.weekday() < _SATURDAY

    def after(self, start: date, count: int) -> date:
        """The day ``count`` working days after ``start``."""
        day = start
        left = count
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def knows(self, first: date, last: date) -> bool:
        """Whether the holidays of every year between two days are known."""
        return all(year in self.years for year in range(first.year, last.year + 1))


WEEKDAYS = WorkCalendar()
"""Monday to Friday, and no holiday known."""
