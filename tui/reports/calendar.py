"""What falls due as an iCalendar file (RFC 5545) that a calendar subscribes to: one all-day event a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

import msgspec

from tui.reports.cells import clean


class Entry(msgspec.Struct, frozen=True):
    """One deadline; ``key`` tells it from others and stays the same from one export to the next."""

    on: date
    title: str
    note: str
    key: str


def calendar(entries: Iterable[Entry], name: str, now: datetime, sequence: int = 0, alarm_days: int = 3) -> bytes:
    """The calendar, UTF-8, with an alarm ``alarm_days`` before each day. ``now`` is in UTC.

    ``sequence`` grows with every change of the book: an event that comes again replaces the one of the same UID.
    """
    from icalendar import Alarm, Calendar, Event

    made = Calendar()
    made.add("prodid", "-//nearnew//due//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", clean(name))
    made.add("x-published-ttl", "PT12H")
    for entry in entries:
        event = Event()
        event.add("uid", f"{sha256(entry.key.encode()).hexdigest()[:32]}@nearnew")
        event.add("dtstamp", now)
        event.add("sequence", sequence)
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("summary", clean(entry.title))
        if entry.note:
            event.add("description", "\n".join(map(clean, entry.note.split("\n"))))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean(entry.title))
        alarm.add("trigger", timedelta(days=-alarm_days))
        event.add_component(alarm)
        made.add_component(event)
    content: bytes = made.to_ical()
    return content
