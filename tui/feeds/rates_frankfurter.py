"""Frankfurter v2: rates of many central banks in one form, blended unless banks are named.

``GET /v2/rates?base=USD&quotes=CNY[&date=][&providers=]&expand=providers`` answers rows of date, base, quote and rate,
and in ``providers`` the banks that went into each. A bank it does not know answers an empty list.
"""

from __future__ import annotations

from tui.errors import FeedError
from tui.feeds import quoting
from tui.feeds.addresses import host_of
from tui.feeds.client import Client
from tui.feeds.parsing import json_of
from tui.feeds.quoting import JSON, Asked, Quoted

_MOST_NAMED = 4


def fetch(client: Client, address: str, asked: Asked, banks: str = "") -> list[Quoted]:
    """The pairs asked for, each as the service states it. ``banks`` are names parted by commas. Raises FeedError."""
    found = []
    bases = dict.fromkeys(pair[0] for pair in asked.pairs)
    client.expect(len(bases))
    for base in bases:
        wanted = [quote for one, quote in asked.pairs if one == base]
        params = {"base": base, "quotes": ",".join(wanted), "expand": "providers"}
        if asked.day is not None:
            params["date"] = asked.latest.isoformat()
        if banks:
            params["providers"] = banks
        url = f"{address}/v2/rates"
        try:
            answer = client.get(url, accept=JSON, params=params)
        except FeedError as error:
            if error.code == "feed_status" and error.params.get("status") == 422:
                continue  # the service does not know this currency: the pair is missing
            raise
        found += _rows(json_of(answer), base, set(wanted), asked, host_of(url), banks)
    return found


def _rows(document: object, base: str, wanted: set[str], asked: Asked, host: str, banks: str) -> list[Quoted]:
    if not isinstance(document, list):
        raise FeedError("feed_unreadable", host=host)
    found: dict[str, Quoted] = {}
    for row in document:
        if not isinstance(row, dict):
            raise FeedError("feed_unreadable", host=host)
        quote = quoting.code_of(row.get("quote"), host)
        if quoting.code_of(row.get("base"), host) != base:
            raise FeedError("feed_unreadable", host=host)
        if quote not in wanted:
            continue
        value = quoting.fits(quoting.sound(row.get("rate"), host))
        day = quoting.in_time(quoting.day_of(row.get("date"), host), asked, host)
        one = Quoted(base, quote, value, day, f"frankfurter ({_named(row, banks)})", asked.now)
        if quote not in found or found[quote].day < day:
            found[quote] = one
    return list(found.values())


def _named(row: dict[str, object], banks: str) -> str:
    """The banks that went into a rate, as the row says; else as they were asked for."""
    told = row.get("providers")
    names = sorted(str(one).lower()[:12] for one in told) if isinstance(told, list) else []
    if not names:
        return banks.lower()[:40] or "blend"
    if len(names) == 1 or banks:
        return ",".join(names[:_MOST_NAMED])
    return f"blend of {len(names)}"
