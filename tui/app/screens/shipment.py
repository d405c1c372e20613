"""One shipment: where it goes and with whom, its cars, and why it is not ready."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.manifest import cause_page, head_lines, line_columns, verdict_pieces
from tui.app.messages import BookChanged
from tui.app.places import make
from tui.app.screens.asking import EntryScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.elsewhere import LedgerScreen
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.money import MoneyForm
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.loading import LoadingScreen
from tui.app.screens.paper import PaperScreen
from tui.app.screens.shipment_steps import ShipmentSteps, named
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import RowTable
from tui.desk import costing, shipments, shipping
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.forms import reading_for
from tui.desk.kinds import SHIPMENTS
from tui.desk.money_forms import Matter
from tui.desk.shipments import Standing
from tui.domain.cars import Car
from tui.domain.fields import read_money
from tui.domain.money import Money
from tui.domain.problems import Problem
from tui.domain.values import Unreadable
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.on_screen import screen_problem
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

WIDE = 120


class ShipmentScreen(ShipmentSteps):
    """A shipment whole."""

    NAME = "shipment"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("shipment")

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment_id: int) -> None:
        super().__init__(desk, glyphs, shipment_id)
        self._standing: Standing | None = None
        self._prices: dict[int, Money | None] = {}

    def compose(self) -> ComposeResult:
        """Lay out head, cars and reasons."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="shipment-head")
        yield Rule(self.glyphs)
        with Container(id="shipment-body"):
            yield self.table
            rule = Rule(self.glyphs)
            rule.id = "shipment-rule"
            yield rule
            yield Page(self.glyphs, id="causes")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the shipment and show it."""
        if self.load():
            self.retranslate()
            self.table.focus()

    def on_resize(self) -> None:
        """Put the reasons beside the cars where there is room."""
        self.set_class(self.size.width >= WIDE, "-wide")

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.table.set_columns(line_columns(self.glyphs, self._prices.get))
        self._show()

    def language_changed(self) -> None:
        """Read the rows again, for they hold names in a language."""
        if self.load():
            self.retranslate()

    def load(self) -> bool:
        """Read the shipment from the book and judge it; leave when it is gone."""
        try:
            found = self.desk.store.get(SHIPMENTS, self.shipment_id)
            if found is None:
                self.leave_for(_("This shipment is no longer in the book"))
                return False
            self.stay()
            self.shipment = found
            self._standing = shipments.standing(self.desk, found)
            self._prices.clear()
            self._prices.update((line.car_id, line.price) for line in found.lines)
            self.marked &= set(found.car_ids)
            self.table.set_rows(shipments.rows_of(self.desk, found))
        except NearnewError as error:
            self.say_error(error)
            return False
        return True

    def on_book_changed(self, event: BookChanged) -> None:
        """Show the shipment as the book has it now; cursor and marks stay."""
        event.stop()
        if self.load():
            self._show()

    def _show(self) -> None:
        shipment, standing = self.shipment, self._standing
        if shipment is None or standing is None:
            return
        line = [
            Piece(" nearnew  ", "accent"),
            Piece(f"{shipment.number}  ", "strong"),
            Piece(f"{count_of_cars(len(shipment.lines))}  "),
        ]
        verdicts = verdict_pieces(self.desk, standing, self.glyphs)
        line += [Piece(_("cancelled"), "faint")] if shipment.cancelled else verdicts
        if self.marked:
            line.append(Piece("   " + _("%(n)d marked") % {"n": len(self.marked)}, "accent"))
        self.query_one("#headline", Lines).show(line)
        self.query_one("#shipment-head", Lines).show(*head_lines(self.desk, shipment, standing, self.glyphs))
        key = key_text(self.desk_app.keys["shipment.why"][0])
        title = Paragraph(_("Why it stands so; %(key)s shows it in full") % {"key": key}, "strong")
        self.query_one("#causes", Page).show([title, *cause_page(self.desk, standing, self.glyphs)], top=False)

    # marks

    def action_mark(self) -> None:
        """Mark the car under the cursor or take its mark away, and go on to the next."""
        self._turn_mark()
        self.table.action_cursor_down()

    @on(RowTable.MarkClicked, "#lines")
    def _turn_mark(self) -> None:
        if self.table.row is not None:
            self.marked ^= {self.table.row.id}
            self._show()

    def action_mark_all(self) -> None:
        """Mark all cars; when all are marked, take the marks away."""
        every = {row.id for row in self.table.rows}
        self.marked = set() if self.marked == every else every
        self.table.redraw()
        self._show()

    # what can be done

    @on(RowTable.Chosen, "#lines")
    def action_open_car(self) -> None:
        """Open the car under the cursor."""
        if self.table.row is not None and self.shipment is not None:
            self.desk_app.open_car(self.table.row.id, self.shipment.deal.country)

    def action_add(self) -> None:
        """Pick cars of the stock."""
        if self.shipment is not None:
            self.app.push_screen(LoadingScreen(self.desk, self.glyphs, self.shipment), self._add)

    def _add(self, cars: tuple[Car, ...] | None) -> None:
        shipment = self.shipment
        if not cars or shipment is None:
            return
        text = _("%(number)s: %(cars)s added") % {"number": shipment.number, "cars": count_of_cars(len(cars))}
        self.write_now(lambda now: shipping.add(self.desk, now, cars), text)

    def action_remove(self) -> None:
        """Take cars off, after a question."""
        cars, shipment = self.chosen(), self.shipment
        if not cars or shipment is None:
            self.say(_("There is no car to take off"))
            return
        question = _("Take %(cars)s off %(number)s?") % {
            "cars": count_of_cars(len(cars)),
            "number": shipment.number,
        }

        def taken_off(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            text = _("%(number)s: %(cars)s taken off") % {"number": shipment.number, "cars": count_of_cars(len(cars))}
            if agreed:
                self.write_now(lambda now: shipping.remove(self.desk, now, cars), text)

        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, named(cars)), taken_off)

    def action_price(self) -> None:
        """Type the price of the chosen cars."""
        cars, shipment = self.chosen(), self.shipment
        if not cars or shipment is None:
            self.say(_("Put cars on this shipment first"))
            return
        prices = {self._prices.get(car.id) for car in cars}
        old = prices.pop() if len(prices) == 1 else None
        whom = name_of(cars[0]) if len(cars) == 1 else _("each of %(cars)s") % {"cars": count_of_cars(len(cars))}
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("Invoice price of %(whom)s, on %(number)s") % {"whom": whom, "number": shipment.number},
            prompt=_("Invoice price"),
            value=f"{old.amount} {old.currency}" if old else "",
            read=self._price_read,
        )
        self.app.push_screen(screen, lambda text: self._set_price(cars, text))

    def _price_read(self, text: str) -> tuple[str, bool]:
        money = self._money(text)
        if isinstance(money, Money):
            return formats.amount_iso(money), True
        return screen_problem(money), False

    def _money(self, text: str) -> Money | Problem:
        """The amount of a text, in the shipment's currency unless it names another, or what is wrong with it."""
        bare = text.strip()
        currency = self.shipment.currency if self.shipment else ""
        try:
            money = read_money(bare, reading_for(self.desk))
            if currency and money.currency != currency and not any(one.isalpha() or one in "¥$€₽₸" for one in bare):
                money = read_money(f"{bare} {currency}", reading_for(self.desk))
        except Unreadable as error:
            return Problem(error.code, "price", error.params)
        return money

    def _set_price(self, cars: Sequence[Car], text: str | None) -> None:
        money = self._money(text) if text is not None else None
        if not isinstance(money, Money):
            return
        said = _("%(cars)s at %(price)s") % {"cars": count_of_cars(len(cars)), "price": formats.amount_iso(money)}
        self.write_now(lambda now: shipping.price(self.desk, now, cars, money), said)

    def action_edit(self) -> None:
        """Change the head."""
        if self.shipment is not None:
            self.app.push_screen(ShipmentForm(self.desk, self.glyphs, (), self.shipment), self._edited)

    def _edited(self, shipment_id: int | None) -> None:
        if shipment_id is not None and self.load():
            self._show()

    def action_document(self) -> None:
        """Record a document of the marked cars, or of the whole shipment when none is marked."""
        shipment = self.shipment
        if shipment is None:
            return
        cars = [row.car for row in self.table.rows if row.id in self.marked]
        place = shipment.deal.country
        form = DocumentForm(self.desk, self.glyphs, cars, shipment=None if cars else shipment, destination=place)
        self.app.push_screen(form)

    def action_cost(self) -> None:
        """Record a cost that the cars share."""
        if self.shipment is not None:
            matter = Matter("cost", shipment=self.shipment)
            self.app.push_screen(MoneyForm(self.desk, self.glyphs, matter))

    def action_costs(self) -> None:
        """Show the costs of the shipment, to change them."""
        if self.shipment is not None:
            matter = Matter("cost", shipment=self.shipment)
            read = partial(costing.listed, self.desk, shipment=self.shipment)
            title = self.shipment.number
            self.app.push_screen(make("costs", "CostsScreen", self.desk, self.glyphs, title, read, matter))

    def action_receive(self) -> None:
        """Record money that came in for the marked cars, or for all."""
        if self.shipment is not None:
            cars = [row.car for row in self.table.rows if not self.marked or row.id in self.marked]
            matter = Matter("receipt", cars=tuple(cars), shipment=self.shipment)
            self.app.push_screen(MoneyForm(self.desk, self.glyphs, matter))

    def action_ledger(self) -> None:
        """Read the money of the shipment."""
        if self.shipment is not None:
            self.app.push_screen(LedgerScreen(self.desk, self.glyphs, self.shipment))

    def action_why(self) -> None:
        """Show all reasons in place of the cars, or the cars again."""
        self.toggle_class("-why")
        (self.query_one("#causes", Page) if self.has_class("-why") else self.table).focus()

    def action_print_paper(self) -> None:
        """Look at the summary."""
        self.app.push_screen(PaperScreen(self.desk, self.glyphs, self.shipment_id))

    def action_copy_vin(self) -> None:
        """Copy the VIN of the car under the cursor."""
        if self.table.row is not None:
            self.desk_app.copy_vin(self.table.row.car.vin)

    def action_back(self) -> None:
        """Back from the reasons to the cars; else to the list."""
        if self.has_class("-why"):
            self.action_why()
        elif self.marked:
            self.marked.clear()
            self.table.redraw()
            self._show()
        else:
            self.dismiss(None)
