"""The forms about money: an offer, an alert, a cost, a sale, money received, a rate, and the terms of a purchase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.app.widgets.lines import Piece
from tui.desk import money_forms
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.forms import About, Examined
from tui.desk.money_forms import PART, Matter
from tui.domain.money import Money
from tui.domain.money_fields import MONEY_FORMS
from tui.domain.offers import OfferLine
from tui.domain.rebates import Regime, quote
from tui.domain.words import InvoiceKind
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _
from tui.store.contract import Kind

TITLES: Mapping[str, tuple[str, str]] = {
    "offer": (N_("New offer"), N_("Change an offer")),
    "terms": (N_("Terms of the purchase"), N_("Terms of the purchase")),
    "invoice": (N_("Invoice of the purchase"), N_("Invoice of the purchase")),
    "red_letter": (N_("Red-letter invoice"), N_("Red-letter invoice")),
    "dealer_payment": (N_("Paid to the dealer"), N_("Paid to the dealer")),
    "watch": (N_("Tell when it is offered at or below"), N_("Tell when it is offered at or below")),
    "cost": (N_("New cost"), N_("Change a cost")),
    "sale": (N_("Sell or reserve"), N_("Change a sale")),
    "receipt": (N_("Money received"), N_("Money received")),
    "rate": (N_("New exchange rate"), N_("New exchange rate")),
}
_CHOICES = {"make": "make", "invoice_kind": "invoice_kind", "powertrain": "powertrain", "cost_kind": "cost_kind",
            "share_by": "share_by", "buyer": "buyer", "estimate": "yes_no"}  # fmt: skip
_MOST_PARTS = 12
_WHY_NOT = {
    Regime.EXEMPT: N_("no rebate: only a special VAT invoice brings one; this export is exempt and still declared"),
    Regime.TAXED: N_("no rebate: without an invoice the export is taxed like a sale at home"),
}

_LABELS = {("sale", "price"): N_("Selling price")}
"""What a field is called in one form only."""


class MoneyForm(FormScreen):
    """One of them; ``matter`` says which, and what it is for."""

    def __init__(self, desk: Desk, glyphs: Glyphs, matter: Matter) -> None:
        self.FORM = matter.form  # type: ignore[misc]  # one form for ten kinds of record with the same few writes
        self.matter = matter
        super().__init__(desk, glyphs, About(matter.record, matter.cars, matter.shipment))

    @property
    def _changes(self) -> bool:
        """Whether a record of the book is changed, and none made."""
        return self.FORM in money_forms.KINDS and bool(getattr(self.matter.record, "id", 0))

    def fields(self) -> Sequence[FormField]:
        """The fields of the form; a receipt has one more for each of a few cars."""
        names = list(MONEY_FORMS[self.FORM])
        if self.FORM == "sale":
            names.insert(0, "buyer")
        if self.FORM == "receipt":
            names.insert(2, "buyer")
        found = [FormField(name, _LABELS.get((self.FORM, name), name), _CHOICES.get(name, "")) for name in names]
        if self.FORM == "receipt" and 1 < len(self.matter.cars) <= _MOST_PARTS:
            found += [FormField(f"{PART}{car.id}", (car.vin or name_of(car))[-8:]) for car in self.matter.cars]
        return found

    def title_text(self) -> str:
        """What is done, and for what."""
        title = _(TITLES[self.FORM][self._changes])
        return _("%(label)s: %(text)s") % {"label": title, "text": whom} if (whom := self._whom()) else title

    def _whom(self) -> str:
        matter = self.matter
        if isinstance(matter.record, OfferLine):
            return f"{matter.record.model} {matter.record.trim}".strip()
        if matter.shipment is not None:
            return matter.shipment.number
        if len(matter.cars) == 1:
            return name_of(matter.cars[0])
        return count_of_cars(len(matter.cars)) if matter.cars else ""

    def start_texts(self) -> Mapping[str, str]:
        """What stands in the fields at first."""
        return money_forms.start_texts(self.desk, self.matter)

    def draft_name(self) -> str:
        """One draft for each record, or for each set of cars."""
        own = getattr(self.matter.record, "id", 0) or "-".join(str(car.id) for car in self.matter.cars[:5])
        shipment = self.matter.shipment.id if self.matter.shipment else 0
        return f"money-{self.FORM}-{own}-{shipment}"

    def changed_texts(self) -> dict[str, str]:
        """What was typed; of a record that is new all of it, so that saving it untouched keeps it too."""
        return super().changed_texts() if self._changes else {**self.texts}

    def placeholders(self) -> Mapping[str, str]:
        """What each car still owes, where nothing else is said."""
        amount = self.examined.values.get("amount")
        if self.FORM != "receipt" or not isinstance(amount, Money):
            return {}
        owed = money_forms.owed(self.desk, self.matter.cars, amount.currency)
        return {
            f"{PART}{car_id}": formats.amount_iso(due) for car_id, due in owed.items() if f"{PART}{car_id}" in self.rows
        }

    def placeholder_word(self, name: str) -> str:
        """What an empty part stands for."""
        return _("up to what is due") if name.startswith(PART) else ""

    def notes(self) -> Sequence[Sequence[Piece]]:
        """The rebate that an offer or a purchase would bring, or why there is none."""
        values = self.examined.values
        price, kind = values.get("price"), values.get("invoice_kind")
        if (
            self.FORM not in {"offer", "terms", "invoice"}
            or not isinstance(price, Money)
            or not isinstance(kind, InvoiceKind)
        ):
            return ()
        rate: Any = values.get("invoice_rate")
        found = quote(price, kind, rate)
        if found.regime is not Regime.REFUND:
            return ([Piece(_(_WHY_NOT[found.regime]), "action")],)
        return ([Piece(_("Rebate to expect: %(amount)s") % {"amount": formats.amount_iso(found.refund)}, "ready")],)

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return money_forms.examine(self.desk, self.matter, self.texts)

    def write(self, *, confirm: bool) -> int:
        """Write it."""
        return money_forms.write(self.desk, self.matter, self.texts, confirm=confirm)

    def record_kind(self) -> Kind[Any] | None:
        """The table of the record."""
        return money_forms.KINDS.get(self.FORM) if self._changes else None

    def record_now(self) -> Any:
        """The record as the book has it now."""
        kind = self.record_kind()
        now = self.desk.store.get(kind, self.about.record.id) if kind is not None else self.about.record
        return self.about.record if now == self.about.record else now

    def record_texts(self, record: Any) -> Mapping[str, str]:
        """A record as the texts of this form."""
        return money_forms.texts_of(self.desk, self.FORM, record)

    def stand_on(self, now: Any) -> None:
        """Take the newer record."""
        super().stand_on(now)
        self.matter = Matter(self.FORM, now, self.matter.cars, self.matter.shipment)


class ProposalForm(MoneyForm):
    """An offer, or the terms of a purchase, that a person corrects before anything is written."""

    made: OfferLine | None = None

    def write(self, *, confirm: bool) -> int:  # noqa: ARG002 - nothing is written that could be confirmed
        """Take what was typed."""
        if self.FORM == "offer":
            self.made = money_forms.offer_of(self.desk, self.matter, self.texts)
        return 1

    def saved_text(self) -> str:
        """The note after it."""
        return _("Taken over; nothing is written yet")

    def draft_name(self) -> str:
        """What is corrected here lives with the list it is part of, not in a draft."""
        record = self.matter.record
        return f"proposal-{self.FORM}-{abs(hash(record.text)) if isinstance(record, OfferLine) else 0}"


def cost_form(desk: Desk, glyphs: Glyphs, matter: Matter) -> MoneyForm:
    """The form of a cost; when one is changed, for the cars or the shipment that it is for."""
    cost = matter.record
    if cost is None:
        return MoneyForm(desk, glyphs, matter)
    cars, shipment = money_forms.cost_for(desk, cost)
    return MoneyForm(desk, glyphs, Matter("cost", cost, cars, shipment))
