"""Bank of Russia: roubles per ``Nominal`` units, in windows-1251 with a decimal comma.

A day is always asked for, for without one the newest registered day answers, which may be tomorrow.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Context, Decimal

from tui.domain.rates import CROSSED
from tui.errors import FeedError
from tui.feeds import quoting
from tui.feeds.addresses import host_of
from tui.feeds.client import Client
from tui.feeds.parsing import xml_of
from tui.feeds.quoting import XML, Asked, Quoted

_EXACT = Context(prec=16)
_SHORT = Context(prec=10)


def fetch(client: Client, address: str, asked: Asked) -> list[Quoted]:
    """The pairs asked for, of the day that holds on the day asked for. Raises FeedError."""
    url = f"{address}/scripts/XML_daily.asp"
    answer = client.get(url, accept=XML, params={"date_req": f"{asked.latest:%d/%m/%Y}"})
    root, host = xml_of(answer, "ValCurs"), host_of(url)
    try:
        day = datetime.strptime(root.get("Date", ""), "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise FeedError("feed_unreadable", host=host) from error
    quoting.in_time(day, asked, host)
    roubles: dict[str, Decimal] = {}
    for row in root.iter("Valute"):
        code = quoting.code_of(row.findtext("CharCode"), host)
        nominal, value = _number(row.findtext("Nominal"), host), _number(row.findtext("Value"), host)
        roubles[code] = _EXACT.divide(value, nominal)
    return _pairs(roubles, asked, day)


def _pairs(roubles: dict[str, Decimal], asked: Asked, day: date) -> list[Quoted]:
    """Pairs from roubles per one unit: straight into roubles, else computed and marked."""
    known = {**roubles, "RUB": Decimal(1)}
    found = []
    for base, quote in asked.pairs:
        if base not in known or quote not in known:
            continue
        computed = quote != "RUB"
        value = _SHORT.divide(known[base], known[quote]) if computed else known[base]
        name = "cbr" if not computed else "1/cbr" if base == "RUB" else f"cbr{CROSSED}RUB)"
        found.append(Quoted(base, quote, quoting.fits(value), day, name, asked.now, computed=computed))
    return found


def _number(text: str | None, host: str) -> Decimal:
    return quoting.sound((text or "").replace("\xa0", "").replace(",", "."), host)
