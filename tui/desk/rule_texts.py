"""What a rule says in words: the clauses of its condition, the bands of its fee table, the days it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tui.desk.context import Desk
from tui.desk.explained import fact_title
from tui.desk.field_texts import fact_text
from tui.desk.paper_words import paper_title
from tui.domain.fees import FeeBand
from tui.domain.rules import SecondLook
from tui.domain.terms import TREATY
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, _

_COMPARED = {
    "gt": N_("more than %(n)s"),
    "ge": N_("%(n)s or more"),
    "lt": N_("less than %(n)s"),
    "le": N_("at most %(n)s"),
}
_AGES = {
    ("years", "manufacture"): N_("Years since manufacture"),
    ("years", "manufacture_year"): N_("Years since the year of manufacture"),
    ("years", "first_registration"): N_("Years since first registration"),
    ("years", "model_year"): N_("Years since the model year"),
    ("months", "manufacture"): N_("Months since manufacture"),
    ("months", "first_registration"): N_("Months since first registration"),
}
_BARE = {
    "registered_days": N_("Days since first registration"),
    "owner_held_days": N_("Days the last owner held the car"),
    "days_since_arrival": N_("Days since arrival"),
    "imports_this_year": N_("Cars the importer brought in earlier this year"),
    "manufacture_year": N_("Year of manufacture"),
}
"""Counts that go by another name than the fact they are worked out from."""
_FACT_OF = {
    "cn_letter_field_missing": "cn_letter_fields",
    "customs_condition_ng": "customs_condition",
    "software_language_missing": "software_languages",
    "first_registration_before": "first_registration",
}
_POWERS = {"": "power_hp", "rated": "power_hp", "30_minute": "power_30min_hp"}


def condition_clauses(desk: Desk, condition: Mapping[str, Any]) -> dict[str, str]:
    """Every part of a condition as a few words, by its key; all of them must hold.

    What an age is counted from is part of the age, and has no clause of its own.
    """
    basis = str(condition.get("age_from", ""))
    return {key: _clause(desk, key, value, basis) for key, value in condition.items() if key != "age_from"}


def _clause(desk: Desk, key: str, value: Any, basis: str) -> str:
    if key == "always":
        return _("every car") if value else _("no car")
    if key == "docs_held_any":
        papers = _(", ").join(paper_title(desk, kind) for kind in value)
        return _("one of these papers exists: %(papers)s") % {"papers": papers}
    name, comparison = _measured(key, basis)
    if comparison:
        figure = formats.number(value) if name != "model_year" and key != "manufacture_year_lt" else str(value)
        label = _(name) if name in _BARE.values() or name in _AGES.values() else fact_title(desk, name)
        return _("%(label)s: ") % {"label": label} + _(_COMPARED[comparison]) % {"n": figure}
    return _plain_clause(desk, key, value)


def _measured(key: str, basis: str) -> tuple[str, str]:
    """What a key measures and how it compares, or two empty texts for a key that does not compare."""
    name, _mark, comparison = key.rpartition("_")
    if comparison not in _COMPARED:
        return "", ""
    if name in {"age_years", "age_months"}:
        return _AGES.get((name.removeprefix("age_"), basis), name), comparison
    return _BARE.get(name, name), comparison


def _plain_clause(desk: Desk, key: str, value: Any) -> str:
    name = _FACT_OF.get(key, key.removesuffix("_not"))
    shown = _value_text(desk, name, value)
    if key.endswith("_not"):
        template = N_("%(label)s: none of %(values)s")
    elif key in {"cn_letter_field_missing", "software_language_missing"}:
        template = N_("%(label)s: lacks any of %(values)s")
    elif key == "first_registration_before":
        template = N_("%(label)s: before %(values)s")
    elif key == "model_year_offset_not_in":
        name, template = "model_year", N_("%(label)s less the year of import: none of %(values)s")
    else:
        template = N_("%(label)s: %(values)s")
    return _(template) % {"label": fact_title(desk, name), "values": shown}


def _value_text(desk: Desk, name: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        return _(", ").join(_value_text(desk, name, one) for one in value)
    if value == TREATY:
        return _("the EU and treaty partners")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return fact_text(desk, name, value)


def band_text(desk: Desk, band: FeeBand) -> str:
    """For which cars a band of a fee table is: importer, powertrains, displacement, power, age and days."""
    words = desk.library.words
    parts = [] if band.importer == "any" else [word(words, "importer_type", band.importer)]
    parts.append(_(", ").join(word(words, "powertrain", one) for one in band.powertrains))
    parts += _bounds(desk, band)
    if band.effective_from or band.effective_to:
        parts.append(force_text(band.effective_from, band.effective_to))
    return _("; ").join(parts)


def _bounds(desk: Desk, band: FeeBand) -> Iterator[str]:
    power, least, most = fact_title(desk, _POWERS[band.power_measure]), band.power_hp_min, band.power_hp_max
    if least is None and most is None:
        power, least, most = _("%(label)s, in kW") % {"label": power}, band.power_kw_min, band.power_kw_max
    yield from _span(fact_title(desk, "engine_cc"), "ge", band.engine_cc_min, band.engine_cc_max)
    yield from _span(power, "gt", least, most)
    yield from _span(_(_AGES["years", band.age_from]), "gt", band.age_years_min, band.age_years_max)


def _span(label: str, above: str, least: Decimal | int | None, most: Decimal | int | None) -> Iterator[str]:
    """A line of a band where it has one; a least of nothing is none."""
    texts = [_(_COMPARED[above]) % {"n": formats.number(least)}] if least else []
    texts += [_(_COMPARED["le"]) % {"n": formats.number(most)}] if most is not None else []
    if texts:
        yield _("%(label)s: ") % {"label": label} + _(", ").join(texts)


def force_text(start: date | None, end: date | None) -> str:
    """From when to when something is in force."""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %(start)s") % {"start": start}
    if end:
        return _("until %(end)s") % {"end": end}
    return _("no dates given")


def look_source(desk: Desk, look: SecondLook) -> str:
    """What a second look was read from, without the address; empty where it names nothing."""
    status = word(desk.library.words, "source_status", look.status) if look.status else ""
    return " · ".join(part for part in (look.title, look.day, status) if part)
