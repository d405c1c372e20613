"""European Central Bank: units per one euro on each business day; no rouble since 2022, no tenge, no dirham."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tui.errors import FeedError
from tui.feeds import quoting
from tui.feeds.addresses import host_of
from tui.feeds.client import Client
from tui.feeds.parsing import xml_of
from tui.feeds.quoting import XML, Asked, Quoted

_NAMES = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
_ROOT = "{http://www.gesmes.org/xml/2002-08-01}Envelope"
_RECENT = timedelta(days=85)


def fetch(client: Client, address: str, asked: Asked) -> list[Quoted]:
    """The pairs asked for, of the newest day not after the one asked for. Raises FeedError."""
    if asked.day is None:
        name = "eurofxref-daily.xml"
    else:
        name = "eurofxref-hist-90d.xml" if asked.today - asked.day <= _RECENT else "eurofxref-hist.xml"
    url = f"{address}/stats/eurofxref/{name}"
    root, host = xml_of(client.get(url, accept=XML), _ROOT), host_of(url)
    days = {quoting.day_of(one.get("time"), host): one for one in root.iter(f"{_NAMES}Cube") if one.get("time")}
    if not days:
        raise FeedError("feed_unreadable", host=host)
    if asked.day is None:
        quoting.in_time(max(days), asked, host)
    reached = [day for day in days if day <= asked.latest]
    if not reached:
        return []
    day = max(reached)
    table: dict[str, Decimal] = {}
    for cube in days[day].iter(f"{_NAMES}Cube"):
        if cube.get("currency"):
            table[quoting.code_of(cube.get("currency"), host)] = quoting.sound(cube.get("rate"), host)
    return quoting.crossed(table, "EUR", asked, day, "ecb")
