"""The form of a purchase: one car or many, and the rebate that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.app.widgets.lines import Piece
from tui.desk import forms
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.form_texts import DEALER, offered_texts
from tui.desk.forms import About, Expected
from tui.domain.cars import Car
from tui.domain.problems import Problem
from tui.domain.purchases import Purchase
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.translator import N_, _, ngettext

_ORDER = ("bought_on", "price", "invoice_kind", "invoice_rate", DEALER, "invoice_number", "invoice_date",
          "pay_by", "red_letter_of", "note")  # fmt: skip
_CHOICES = {"invoice_kind": "invoice_kind", DEALER: "dealer"}
_OFFERED = ("price", "invoice_kind", "invoice_rate")
_WHY_NOT = {
    "exempt": N_("no rebate: only a special VAT invoice brings one; this export is exempt and still declared"),
    "taxed": N_("no rebate: without an invoice the export is taxed like a sale at home"),
    "voucher_unknown": N_("rebate not known: the kind of invoice is not known"),
    "price_unknown": N_("rebate not known: the price is not known"),
}


class BuyForm(FormScreen):
    """Records the purchase of cars, from what their offers say."""

    FORM = "buy"

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car]) -> None:
        super().__init__(desk, glyphs, About(cars=tuple(cars)))

    def fields(self) -> Sequence[FormField]:
        """The fields of a purchase."""
        return [FormField(name, name, _CHOICES.get(name, "")) for name in _ORDER]

    def start_texts(self) -> Mapping[str, str]:
        """Today, the dealer, and what the offers agree on."""
        return offered_texts(self.desk, self.about.cars)

    def placeholders(self) -> Mapping[str, str]:
        """Where the offers differ, each car keeps its own."""
        offers = [car.offer for car in self.about.cars]
        differing = [name for name in _OFFERED if len({getattr(offer, name, None) for offer in offers}) > 1]
        return {name: _("as offered, car by car") for name in differing}

    def placeholder_word(self, name: str) -> str:  # noqa: ARG002 - all of them stand for the same
        """Where the value of an empty field comes from."""
        return _("offer")

    def title_text(self) -> str:
        """Which cars."""
        cars = self.about.cars
        if len(cars) == 1:
            return _("Buy %(car)s") % {"car": name_of(cars[0])}
        return ngettext("Buy %(n)d car", "Buy %(n)d cars", len(cars)) % {"n": len(cars)}

    def saved_text(self) -> str:
        """How many were bought."""
        count = len(self.about.cars)
        return ngettext("%(n)d car bought", "%(n)d cars bought", count) % {"n": count}

    def draft_name(self) -> str:
        """One draft for each set of cars."""
        return "buy-" + ",".join(str(car.id) for car in self.about.cars)

    def field_of(self, problem: Problem) -> str:
        """A car that was bought already is a matter of the red letter."""
        return "red_letter_of" if problem.field == "purchases" else problem.field

    def notes(self) -> Sequence[Sequence[Piece]]:
        """The price and the rebate that follows, or why there is none."""
        unread = {problem.field for problem in self.examined.problems if problem.field not in self.examined.values}
        texts = {name: text for name, text in self.changed_texts().items() if name not in unread}
        try:
            edits = forms.buy_preview(self.desk, texts, self.about.cars).edits
        except NearnewError:
            return []
        found = forms.expected(one for edit in edits for change in edit.changes
                               if isinstance(one := change.after, Purchase))  # fmt: skip
        return _notes(found, len(edits))


def _notes(found: Expected, cars: int) -> list[list[Piece]]:
    lines = []
    if found.prices:
        sums = " + ".join(formats.amount_iso(money) for money in found.prices)
        line = [Piece(_("Price: %(amount)s") % {"amount": sums})]
        if any(money.amount for money in found.refunds):
            back = " + ".join(formats.amount_iso(money) for money in found.refunds)
            line.append(Piece("   " + _("Rebate to expect: %(amount)s") % {"amount": back}, "ready"))
        lines.append(line)
    for reason, count in found.without.items():
        text = _(_WHY_NOT[reason])
        if cars > 1:
            text = ngettext("%(n)d car: %(why)s", "%(n)d cars: %(why)s", count) % {"n": count, "why": text}
        lines.append([Piece(text, "action")])
    return lines
