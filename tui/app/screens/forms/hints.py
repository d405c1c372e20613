"""The line that says what shapes the field under the cursor takes."""

from __future__ import annotations

from decimal import Decimal

from tui.app.screens.forms.row import FormField
from tui.desk.form_texts import fields_of
from tui.domain import fields
from tui.i18n import formats
from tui.i18n.translator import _

_AMOUNT = Decimal(119800)


def hint(form: str, field: FormField) -> str:
    """What may be typed into a field."""
    reader = fields_of(form).get(field.name)
    if reader is fields.read_partial:
        return _("2026-11-22, 2026/11/22, 22.11.2026, 2026年11月22日 or 20261122; 2026-11 when the day is not known")
    if reader is fields.read_day:
        return _("2026-11-22, 2026/11/22, 22.11.2026, 2026年11月22日 or 20261122")
    if reader is fields.read_money:
        return _("%(amount)s or 11.98万; another currency by its code: USD %(amount)s") % {
            "amount": formats.number(_AMOUNT, 2)
        }
    if reader is fields.read_rate:
        return _("13% or 0.13")
    if field.choices and field.many:
        return _("Several, parted by commas; none when it is known that there is none; enter or ctrl+o lists them")
    if field.choices:
        return _("enter or ctrl+o lists them; typing does as well")
    if reader is fields.read_countries:
        return _("Two-letter codes parted by commas: KZ, UZ")
    if reader is fields.read_free_words:
        return _("Words parted by commas; none when it is known that there is none")
    if field.name == "vin":
        return _("17 letters and digits; leave it empty while the car waits for its VIN")
    return ""
