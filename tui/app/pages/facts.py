"""The facts of a car in words, with where each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tui.app import wording
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.desk.stock import StockRow
from tui.domain.facts import CAR_FACTS, FACTS, Case, car_facts, origin_of, spec_facts, with_defaults
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import Verdict
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, _

_COUNTRY_FACTS = frozenset({
    "origin_country", "export_country", "final_destination", "route_via", "make_home", "destination", "via", "country",
})  # fmt: skip
_WORDS_OF = {"cn_letter_fields": "cn_letter_field", "cn_aftersales_letter_issuer": "cn_letter_issuer"}
_UNITS = {
    "odometer_km": N_("%(figure)s km"),
    "engine_cc": N_("%(figure)s cc"),
    "power_hp": N_("%(figure)s hp"),
    "power_30min_hp": N_("%(figure)s hp"),
    "battery_soh": N_("%(figure)s %%"),
}
BLANK = Paragraph("")


def pairs(found: Iterable[tuple[str, str]], *, indent: int = 0) -> Iterator[Paragraph]:
    """Labels with texts, a line each; what has no text is left out."""
    for label, text in found:
        if text and text != formats.NONE:
            yield Paragraph(text, head=_("%(label)s: ") % {"label": label}, indent=indent)


def verdict_word(desk: Desk, verdict: Verdict | None) -> str:
    """A verdict in words; a gate that is not built yet has none."""
    return word(desk.library.words, "verdict", verdict.value if verdict else "NOT_ASSESSED")


def facts(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    """Every fact that is known with its origin, and which are not known."""
    case = row.answer.case
    if case is None:
        own = car_facts(row.car, spec_facts(row.specs), desk.library.world.make_homes)
        case = Case("", own + (None,) * (len(FACTS) - len(own)), frozenset(), {}, {}, {})
    known, granted = with_defaults(FACTS, case.facts, {} if case.strict else desk.library.world.defaults)
    yield Paragraph(_("Facts"), "accent")
    missing = []
    for name, value in zip(FACTS, known, strict=True):
        if value is None:
            missing += [name] if name in CAR_FACTS else []
            continue
        origin = origin_of(name, case, row.car, assumed=name in granted)
        label = wording.fact_title(desk, name)
        text = fact_text(desk, name, value)
        source = word(desk.library.words, "origin", origin.value if origin else None)
        yield Paragraph(f"{text} ({source})", head=_("%(label)s: ") % {"label": label})
    if missing:
        label = _("%(label)s: ") % {"label": _("Not known")}
        yield Paragraph(wording.fact_titles(desk, missing), "faint", head=label)


def fact_text(desk: Desk, name: str, value: Any) -> str:
    """The value of a fact or of a field in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, frozenset, list)):
        return wording.joined(fact_text(desk, name, one) for one in value) or _("none")
    if name == "make":
        make = desk.library.makes.get(value)
        return make.name(desk.language) if make else str(value)
    if name in _COUNTRY_FACTS:
        return wording.country_name(str(value))
    if isinstance(value, Money):
        return formats.amount(value)
    if name == "invoice_rate":
        return percent(value)
    if isinstance(value, (int, Decimal)) and name != "model_year":
        figure = formats.number(value)
        return _(_UNITS[name]) % {"figure": figure} if name in _UNITS else figure
    if isinstance(value, (date, PartialDate)):
        return formats.day(value)
    code = value.value if isinstance(value, StrEnum) else str(value)
    return word(desk.library.words, _WORDS_OF.get(name, name), code)


def percent(rate: Decimal) -> str:
    """A rate such as 0.13 as ``13 %``."""
    figure = (rate * 100).normalize()
    return _("%(figure)s %%") % {"figure": formats.number(figure if figure % 1 else figure.quantize(Decimal(1)))}
