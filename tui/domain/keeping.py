"""Which backups are kept: a pure rule over the days they were made."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date

import msgspec


class Keep(msgspec.Struct, frozen=True):
    """How many days, ISO weeks and months keep their newest backup; and how many made for another reason are kept."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


class Made(msgspec.Struct, frozen=True):
    """One backup: the day it was made in the firm's time zone, and whether it is one of the daily series."""

    name: str
    on: date
    is_daily: bool


def superfluous(newest_first: Sequence[Made], keep: Keep) -> list[str]:
    """The names that the rule lets go. The newest of all is never among them.

    Daily backups are thinned out by day, week and month; of those made before a restore, a repair or a migration, and
    by hand, the newest ``daily`` are kept.
    """
    series = [made for made in newest_first if made.is_daily]
    kept = {made.name for made in newest_first[:1]}
    for count, period in ((keep.daily, _day), (keep.weekly, _week), (keep.monthly, _month)):
        kept |= _newest_of(series, count, period)
    kept |= {made.name for made in [made for made in newest_first if not made.is_daily][: keep.daily]}
    return [made.name for made in newest_first if made.name not in kept]


def _newest_of(series: Sequence[Made], count: int, period: Callable[[date], Hashable]) -> set[str]:
    seen: dict[Hashable, str] = {}
    for made in series:
        seen.setdefault(period(made.on), made.name)
    return set(list(seen.values())[:count])


def _day(on: date) -> Hashable:
    return on


def _week(on: date) -> Hashable:
    return on.isocalendar()[:2]


def _month(on: date) -> Hashable:
    return on.year, on.month
