"""The refund-rate table, read from ``data/refund_rates.toml`` and checked."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

from tui.domain.rebates import RefundRate
from tui.domain.rules import CONFIDENCES, STATUSES, Source
from tui.errors import PackError
from tui.packs.reading import Entry, read_toml

SCHEMA = 1


def read_refund_rates(path: Path) -> tuple[RefundRate, ...]:
    """Read the table. Raises PackError naming file, entry and key for what is not sound, or two rows of one span."""
    top = Entry(read_toml(path), path, "")
    meta = Entry(top.table("meta"), path, "meta")
    if meta.number("schema") != SCHEMA:
        raise meta.wrong("schema")
    meta.skip("checked", "version")
    meta.done()
    rates = tuple(_rate(Entry(table, path, str(table.get("hs_prefix")))) for table in top.tables("rate"))
    top.done()
    for place, one in enumerate(rates):
        for other in rates[:place]:
            if one.hs_prefix == other.hs_prefix and _overlap(one, other):
                raise PackError("refund_rate_twice", file=str(path), entry=one.hs_prefix)
    return rates


def _rate(entry: Entry) -> RefundRate:
    entry.skip("note")
    since = entry.day("effective_from")
    if since is None:
        raise entry.wrong("effective_from")
    until = entry.day("effective_to")
    if until is not None and until < since:
        raise entry.wrong("effective_to")
    prefix = entry.text("hs_prefix")
    if not prefix.isdigit() or not prefix.isascii():
        raise entry.wrong("hs_prefix")
    try:
        rate = Decimal(entry.text("rate"))
    except InvalidOperation as error:
        raise entry.wrong("rate") from error
    status, confidence = entry.text("status"), entry.text("confidence")
    if not (rate.is_finite() and 0 <= rate < 1):
        raise entry.wrong("rate")
    if status not in STATUSES:
        raise entry.wrong("status")
    if confidence not in CONFIDENCES:
        raise entry.wrong("confidence")
    source = Source(entry.text("source_title"), entry.text("source_url"), entry.text("source_date"), status, confidence)
    entry.done()
    return RefundRate(prefix, rate, since, until, source)


def _overlap(one: RefundRate, other: RefundRate) -> bool:
    starts = max(one.effective_from, other.effective_from)
    ends = [rate.effective_to for rate in (one, other) if rate.effective_to is not None]
    return not ends or starts <= min(ends)
