"""What the fees of a what-if say: the sum with its base, or why a fee is not counted."""

from __future__ import annotations

from tui.desk.elsewhere import CustomsValue, Fee
from tui.i18n import formats
from tui.i18n.translator import N_, _

_WHY = {
    "cannot_tell": N_("not counted: it cannot be told whether it applies"),
    "no_rate": N_("not counted: no exchange rate"),
    "no_value": N_("not counted: the customs value is not known"),
    "no_base": N_("not counted: what its percentage is of is not known"),
    "no_price": N_("not counted: no amount of the fee table fits"),
    "no_amount": N_("not counted: the rule names no amount"),
    "formula": N_("not counted: it is no single sum"),
}


def value_text(value: CustomsValue) -> str:
    """A customs value with where it comes from."""
    told = {"amount": formats.amount_iso(value.amount), "terms": value.terms}
    if value.given:
        return _("%(amount)s, the customs value as given") % told
    return _("%(amount)s, the selling price %(terms)s") % told


def counted_text(fee: Fee) -> str:
    """What a fee comes to and of what, or why it is not counted."""
    if fee.amount is None:
        return _(_WHY[fee.why])
    amount = formats.amount_iso(fee.amount)
    if fee.percent is None or fee.base is None:
        return amount
    part = formats.number(fee.percent)
    return _("%(amount)s: %(percent)s%% of %(value)s") % {
        "amount": amount, "percent": part, "value": value_text(fee.base),
    }  # fmt: skip


def fee_text(fee: Fee) -> str:
    """A fee in one line: its title, the rule's own words, what it comes to."""
    words = _(fee.text) if fee.text else ""
    title = _("%(label)s: %(text)s") % {"label": _(fee.title), "text": words} if words else _(fee.title)
    return f"{title} ({counted_text(fee)})"
