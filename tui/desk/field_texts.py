"""The values of facts and fields in words, in the language of the moment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tui.desk.context import Desk
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.territories import language_name
from tui.i18n.translator import N_, TRANSLATOR, _

_COUNTRY_FACTS = frozenset({
    "origin_country", "export_country", "final_destination", "route_via", "make_home", "destination", "via", "country",
})  # fmt: skip
_WORDS_OF = {
    "cn_letter_fields": "cn_letter_field", "cn_aftersales_letter_issuer": "cn_letter_issuer", "colours": "colour",
    "group": "part_group", "roles": "role", "shows": "cn_letter_field", "signer": "cn_letter_issuer", "use": "part_use",
}  # fmt: skip
_MAKES = frozenset({"make", "makes", "diagnostic_makes"})
_UNITS = {
    "odometer_km": N_("%(figure)s km"),
    "engine_cc": N_("%(figure)s cc"),
    "power_hp": N_("%(figure)s hp"),
    "power_30min_hp": N_("%(figure)s hp"),
    "battery_soh": N_("%(figure)s %%"),
}


def fact_text(desk: Desk, name: str, value: Any) -> str:
    """The value of a fact or of a field in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, frozenset, list)):
        return _(", ").join(fact_text(desk, name, one) for one in value) or _("none")
    if name in _MAKES:
        make = desk.library.makes.get(value)
        return make.name(desk.language) if make else str(value)
    if name == "software_languages":
        return language_name(str(value))
    if name in _COUNTRY_FACTS:
        return formats.country(str(value), TRANSLATOR.tag)
    if isinstance(value, Money):
        return formats.amount(value)
    if name == "invoice_rate":
        return percent(value)
    if isinstance(value, (int, Decimal)) and name != "model_year":
        figure = formats.number(value)
        return _(_UNITS[name]) % {"figure": figure} if name in _UNITS else figure
    if isinstance(value, (date, PartialDate)):
        return formats.day(value)
    if name == "software_languages":
        return language_name(str(value))
    code = value.value if isinstance(value, StrEnum) else str(value)
    return word(desk.library.words, _WORDS_OF.get(name, name), code)


def percent(rate: Decimal) -> str:
    """A rate such as 0.13 as ``13 %``."""
    figure = (rate * 100).normalize()
    return _("%(figure)s %%") % {"figure": formats.number(figure if figure % 1 else figure.quantize(Decimal(1)))}
