"""The working days of Chinese offices, read from ``data/working_days.toml`` and checked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tui.domain.rules import CONFIDENCES, STATUSES
from tui.domain.workdays import WorkCalendar
from tui.packs.reading import Entry, read_toml

SCHEMA = 1
_SATURDAY = 5


def read_working_days(path: Path) -> WorkCalendar:
    """Read the table. Raises PackError naming file, entry and key: a day of another year, a worked day that is none."""
    top = Entry(read_toml(path), path, "")
    meta = Entry(top.table("meta"), path, "meta")
    if meta.number("schema") != SCHEMA:
        raise meta.wrong("schema")
    meta.skip("checked")
    meta.done()
    years: set[int] = set()
    off: set[date] = set()
    work: set[date] = set()
    for table in top.tables("year"):
        entry = Entry(table, path, str(table.get("year")))
        year = entry.number("year")
        if year is None or year in years:
            raise entry.wrong("year")
        for key in ("source_title", "source_url", "source_date"):
            entry.filled(key)
        entry.one_of("status", STATUSES)
        entry.one_of("confidence", CONFIDENCES)
        years.add(year)
        off |= _spans(entry, year)
        work |= {_day(entry, "work", text, year) for text in entry.texts("work")}
        if any(day.weekday() < _SATURDAY or day in off for day in work):
            raise entry.wrong("work")
        entry.done()
    top.done()
    return WorkCalendar(frozenset(years), frozenset(off), frozenset(work))


def _spans(entry: Entry, year: int) -> set[date]:
    found: set[date] = set()
    for text in entry.texts("off"):
        first, _, last = text.partition("/")
        start, end = _day(entry, "off", first, year), _day(entry, "off", last, year)
        if end < start:
            raise entry.wrong("off")
        found |= {start + timedelta(days=step) for step in range((end - start).days + 1)}
    return found


def _day(entry: Entry, key: str, text: str, year: int) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise entry.wrong(key) from error
    if day.year != year:
        raise entry.wrong(key)
    return day
