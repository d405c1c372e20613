"""open.er-api.com: today's rates of about 160 currencies in one table; asks to be named as the source."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tui.errors import FeedError
from tui.feeds import quoting
from tui.feeds.addresses import host_of
from tui.feeds.client import Client
from tui.feeds.parsing import json_of
from tui.feeds.quoting import JSON, Asked, Quoted

CREDIT = "Rates By Exchange Rate API https://www.exchangerate-api.com"


def fetch(client: Client, address: str, asked: Asked) -> list[Quoted]:
    """The pairs asked for, of today; one request, so pairs of another base are computed. Raises FeedError."""
    if asked.day is not None and asked.day < asked.today:
        raise FeedError("feed_no_history", provider="er-api", day=asked.day.isoformat())
    bases = [base for base, _quote in asked.pairs]
    if not bases:
        return []
    pivot = max(bases, key=bases.count)
    url = f"{address}/v6/latest/{pivot}"
    document, host = json_of(client.get(url, accept=JSON)), host_of(url)
    if not isinstance(document, dict) or document.get("result") != "success" or document.get("base_code") != pivot:
        raise FeedError("feed_unreadable", host=host)
    if document.get("time_eol_unix"):
        raise FeedError("feed_ended", host=host)
    rates, stamp = document.get("rates"), document.get("time_last_update_unix")
    if not isinstance(rates, dict) or not isinstance(stamp, int) or not 0 < stamp < 1 << 40:
        raise FeedError("feed_unreadable", host=host)
    day = quoting.in_time(datetime.fromtimestamp(stamp, UTC).date(), asked, host)
    wanted = {code for pair in asked.pairs for code in pair}
    table: dict[str, Decimal] = {
        quoting.code_of(code, host): quoting.sound(value, host) for code, value in rates.items() if code in wanted
    }
    return quoting.crossed(table, pivot, asked, day, "er-api", note=CREDIT)
