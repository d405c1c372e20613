"""The ``[[fee]]`` tables of a pack: each becomes a FeeBand, or a PackError that names file, table and key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tui.domain.currencies import is_known
from tui.domain.fee_ties import ties
from tui.domain.fees import AGES_FROM, IMPORTERS, POWER_MEASURES, FeeBand
from tui.domain.sources import CONFIDENCES, STATUSES, Source
from tui.domain.words import Powertrain
from tui.errors import PackError
from tui.packs.reading import Entry

_POWERTRAINS = frozenset(one.value for one in Powertrain)
_BOUNDS = (
    ("engine_cc_min", "engine_cc_max"), ("power_hp_min", "power_hp_max"), ("power_kw_min", "power_kw_max"),
    ("age_years_min", "age_years_max"), ("effective_from", "effective_to"),
)  # fmt: skip


def read_fees(
    tables: Sequence[dict[str, Any]], path: Path, errors: list[PackError], *, shipped: bool = False
) -> tuple[FeeBand, ...]:
    """The bands that are sound; what is wrong with the others is added to ``errors``.

    A table is one band, or the head of several: each line of its ``bands`` is laid over what the table says. That bands
    do not tie is known of the ``shipped`` ones.
    """
    found: list[FeeBand] = []
    names: list[str] = []
    for place, table in enumerate(tables, start=1):
        name = f"fee[{place}] {table.get('fee', '?')}"
        try:
            bands = Entry(table, path, name).tables("bands") if "bands" in table else ({},)
        except PackError as error:
            errors.append(error)
            continue
        head = {key: value for key, value in table.items() if key != "bands"}
        for line, band in enumerate(bands, start=1):
            entry = Entry({**head, **band}, path, f"{name} bands[{line}]" if band else name)
            try:
                found.append(_band(entry))
                names.append(entry.name)
            except PackError as error:
                errors.append(error)
    for first, second in () if shipped else ties(found):
        told = {"file": str(path), "entry": names[second], "other": names[first]}
        errors.append(PackError("pack_fees_overlap", key="bands" if "bands[" in names[second] else "fee", **told))
    return tuple(found)


def _band(entry: Entry) -> FeeBand:
    band = FeeBand(
        fee=entry.filled("fee"),
        title=entry.filled("title"),
        importer=entry.one_of("importer", frozenset(IMPORTERS), "any"),
        powertrains=entry.texts("powertrain"),
        amount=entry.decimal("amount"),
        currency=entry.text("currency"),
        source=Source(
            entry.filled("source_title"),
            entry.address("source_url"),
            entry.text("source_date"),
            entry.one_of("status", frozenset(STATUSES) | {""}, ""),
            entry.one_of("confidence", frozenset(CONFIDENCES)),
        ),
        engine_cc_min=entry.number("engine_cc_min"),
        engine_cc_max=entry.number("engine_cc_max"),
        power_hp_min=entry.decimal_or_none("power_hp_min"),
        power_hp_max=entry.decimal_or_none("power_hp_max"),
        power_kw_min=entry.decimal_or_none("power_kw_min"),
        power_kw_max=entry.decimal_or_none("power_kw_max"),
        power_measure=entry.one_of("power_measure", frozenset(POWER_MEASURES) | {""}, ""),
        age_years_min=entry.number("age_years_min"),
        age_years_max=entry.number("age_years_max"),
        age_from=entry.one_of("age_from", frozenset(AGES_FROM), "manufacture"),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
    )
    if not band.powertrains or not _POWERTRAINS.issuperset(band.powertrains):
        raise entry.wrong("powertrain")
    if not is_known(band.currency):
        raise entry.wrong("currency")
    if band.amount < 0:
        raise entry.wrong("amount")
    for least, most in _BOUNDS:
        entry.in_order(least, most)
    entry.done()
    return band
