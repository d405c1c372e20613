"""What a car comes to in other destinations, and the money of a whole shipment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages import verdict_word
from tui.app.pages.facts import BLANK
from tui.app.pages.waterfall import cost_lines, waterfall_lines
from tui.app.screens.asking import EntryScreen
from tui.app.screens.forms.money import MoneyForm
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk import shipping
from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.costing import listed as costs_of
from tui.desk.editing import name_of
from tui.desk.elsewhere import CustomsValue, Elsewhere, value_of_sale, what_if
from tui.desk.fee_words import fee_text, value_text
from tui.desk.form_texts import text_for
from tui.desk.forms import reading_for
from tui.desk.kinds import CARS, PARTIES, SALES, SHIPMENTS
from tui.desk.kit_words import distributor_text
from tui.desk.money_forms import Matter
from tui.domain.cars import Car
from tui.domain.fields import read_money
from tui.domain.money import Money
from tui.domain.problems import Problem
from tui.domain.sales import standing_sale
from tui.domain.shipments import Shipment
from tui.domain.values import Unreadable
from tui.i18n import formats
from tui.i18n.on_screen import screen_problem
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _


def money_form(desk: Desk, glyphs: Glyphs, form: str, car: Car) -> MoneyForm:
    """The form of a cost, a sale or a receipt of one car; a sale that stands is changed, not made twice."""
    sales = [sale for sale in desk.store.all(SALES) if sale.car_id == car.id]
    sale = standing_sale(sales, car.id, desk.today)
    if form == "sale":
        return MoneyForm(desk, glyphs, Matter(form, sale, (car,)))
    party = desk.store.get(PARTIES, sale.party_id) if sale is not None else None
    start = {"buyer": party.name} if form == "receipt" and party is not None else {}
    return MoneyForm(desk, glyphs, Matter(form, None, (car,), start=start))


class ElsewhereScreen(ReadScreen):
    """One car in every destination that has rules, the best margin first."""

    NAME = "elsewhere"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("elsewhere")

    def __init__(self, desk: Desk, glyphs: Glyphs, car: Car) -> None:
        super().__init__(desk, glyphs)
        self._car = car
        self._value: Money | None = None

    def title_pieces(self) -> Sequence[Piece]:
        """The car."""
        return [Piece(_("%(car)s elsewhere") % {"car": name_of(self._car)}, "strong")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """One block a destination."""
        found = what_if(self.desk, self._car, sorted(self.desk.library.destinations), value=self._value)
        head = [
            Paragraph(_("Landed cost after the rebate, with the fees of the destination's rules that can be counted"),
                      "faint", indent=1),
            Paragraph(self._of_what(), "faint", indent=1),
            BLANK,
        ]  # fmt: skip
        return [*head, *(line for one in found for line in self._block(one))]

    def _of_what(self) -> str:
        """What percentages are taken of."""
        costing = Costing(self.desk)
        given = CustomsValue(self._value, given=True) if self._value is not None else None
        value = given or value_of_sale(self.desk, costing, self._car)
        key = key_text(self.desk_app.keys["elsewhere.value"][0])
        if value is None:
            return _("Percentages are not counted before the customs value is known: %(key)s says it") % {"key": key}
        return _("Percentages are of %(value)s; %(key)s says another") % {"value": value_text(value), "key": key}

    def action_value(self) -> None:
        """Say the customs value that percentages are of."""

        def read(text: str) -> tuple[str, bool]:
            try:
                money = _money(self.desk, text)
            except Unreadable as error:
                return screen_problem(Problem(error.code, "amount", error.params)), False
            return formats.amount_iso(money), True

        def given(text: str | None) -> None:
            if text is not None:
                self._value = _money(self.desk, text)
                self.retranslate()

        value = text_for(self.desk, "amount", self._value)
        title = _("Customs value of the car: what customs there take it to be worth")
        screen = EntryScreen(self.desk, self.glyphs, title=title, prompt=_("Amount"), value=value, read=read)
        self.app.push_screen(screen, given)

    def _block(self, one: Elsewhere) -> Iterator[Paragraph]:
        verdict = f"{self.glyphs.mark(one.verdict)} {verdict_word(self.desk, one.verdict)}"
        margin = formats.amount(one.margin) if one.margin is not None else _("not known")
        figures = _("landed %(landed)s, margin %(margin)s") % {"landed": formats.amount(one.landed), "margin": margin}
        name = wording.destination_name(one.destination)
        yield Paragraph(f"{verdict}  {figures}", TONE_OF[one.verdict], head=f"{name}  ", indent=1)
        for fee in one.fees:
            yield Paragraph(fee_text(fee), "faint", indent=4)
        for distributor in one.distributors:
            yield Paragraph(_("Distributor: %(text)s") % {"text": distributor_text(distributor)}, "action", indent=4)

    def on_book_changed(self, event: BookChanged) -> None:
        """Work it out anew."""
        event.stop()
        now = self.desk.store.get(CARS, self._car.id)
        if now is None:
            self.leave_for(_("This car is no longer in the book"))
            return
        self._car = now
        self.retranslate()


class LedgerScreen(ReadScreen):
    """The money of one shipment: the whole, its costs, and each car."""

    NAME = "ledger"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("ledger")

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment: Shipment) -> None:
        super().__init__(desk, glyphs)
        self._shipment = shipment

    def title_pieces(self) -> Sequence[Piece]:
        """The number."""
        return [Piece(_("Money of shipment %(number)s") % {"number": self._shipment.number}, "strong")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The sum of all cars first, then each."""
        costing = Costing(self.desk)
        cars = shipping.cars_of(self.desk, self._shipment)
        lines = list(waterfall_lines(self.desk, costing.of_all(cars), count_of_cars(len(cars))))
        lines += cost_lines(self.desk, costing, costs_of(self.desk, shipment=self._shipment))
        for car in cars:
            lines += [BLANK, *waterfall_lines(self.desk, costing.of(car), name_of(car))]
        return lines

    def on_book_changed(self, event: BookChanged) -> None:
        """Add it up anew."""
        event.stop()
        now = self.desk.store.get(SHIPMENTS, self._shipment.id)
        if now is None:
            self.leave_for(_("This shipment is no longer in the book"))
            return
        self._shipment = now
        self.retranslate()


def _money(desk: Desk, text: str) -> Money:
    """An amount above nothing. Raises Unreadable."""
    money = read_money(text, reading_for(desk))
    if money.amount <= 0:
        raise Unreadable("cost_not_positive", amount=text.strip()[:40])
    return money
