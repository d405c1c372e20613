"""Cost lines as a list: changed through the form they were added with, paid, taken out of the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.dated import ask_day
from tui.app.screens.filtered import FilteredScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.money import MoneyForm, cost_form
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import costing
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.money_forms import Matter, cost_for
from tui.desk.money_words import cost_state
from tui.domain.costing import Cost
from tui.domain.money import total
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _, ngettext


class CostsScreen(FilteredScreen[None]):
    """The costs that ``read`` finds; ``matter`` is what a new one is for, None where none can be added."""

    NAME = "costs"
    CSS_PATH = "../styles/money.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("costs")

    def __init__(
        self, desk: Desk, glyphs: Glyphs, title: str, read: Callable[[], Sequence[Cost]], matter: Matter | None = None
    ) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Cost] = RowTable(glyphs, lambda one: one.id, id="cost-lines")
        self.table.when_moved = self._explain
        self._title = title
        self._read = read
        self._matter = matter
        self._costs: Sequence[Cost] = ()
        self._for: dict[int, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Lines(self.glyphs, id="headline")
        yield self.filter_line
        yield Rule(self.glyphs)
        with Horizontal(id="offers-body"):
            yield self.table
            yield Page(self.glyphs, id="offers-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="costs-more")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the costs and show them."""
        self.load()
        self.retranslate()
        self.table.focus()

    def load(self, at: int | None = None) -> None:
        """Read the costs anew."""
        try:
            self._costs = list(self._read())
            self._for = {one.id: self._whom(one) for one in self._costs}
        except NearnewError as error:
            self.say_error(error)
        self.sift(at)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        head = [Piece(" nearnew  ", "accent"), Piece(_("Costs"), "strong"), Piece(f"  {self._title}")]
        self.query_one("#headline", Lines).show(head)
        self.filter_line.ask(_("filter: kind, payee, invoice or day"))
        self.table.set_columns(
            [
                Column("day", _("Day"), lambda one: one.on.isoformat(), 10),
                Column("kind", _("Kind"), self._kind, 10, most=26),
                Column("amount", _("Amount"), lambda one: formats.amount(one.amount), 13, right=True),
                Column("paid", _("Payment"), self._state, 15, most=18, tone=self._tone),
                Column("payee", _("Payee"), lambda one: one.payee, 12, most=30),
                Column("cars", _("Cars"), lambda one: self._for.get(one.id, ""), 12, rank=1, most=24),
                Column("invoice", _("Invoice"), lambda one: one.invoice_number, 10, rank=2, most=20),
                Column("note", _("Remark"), lambda one: one.note, 10, rank=3, most=40),
            ]
        )
        self.sift()

    def _kind(self, one: Cost) -> str:
        return word(self.desk.library.words, "cost_kind", one.kind.value)

    def _state(self, one: Cost) -> str:
        return cost_state(one, self.desk.today)

    def _tone(self, one: Cost) -> str:
        late = one.owed(self.desk.today) and one.pay_by is not None and one.pay_by < self.desk.today
        return "blocked" if late else "action" if one.owed(self.desk.today) else ""

    def _whom(self, one: Cost) -> str:
        cars, shipment = cost_for(self.desk, one)
        if not cars:
            return shipment.number if shipment is not None else ""
        return name_of(cars[0]) + (f" +{len(cars) - 1}" if len(cars) > 1 else "")

    def _haystack(self, one: Cost) -> str:
        parts = (self._kind(one), one.kind.value, one.payee, one.invoice_number, one.note, self._for.get(one.id, ""))
        return f"{one.on} {one.amount.currency} {self._state(one)} {' '.join(parts)}".casefold()

    def sift(self, at: int | None = None) -> None:
        """Show the costs that fit the filter."""
        self.table.set_rows([one for one in self._costs if self.fits(self._haystack(one))], at)
        shown = self.table.rows
        count = ngettext("%(n)d cost", "%(n)d costs", len(self._costs)) % {"n": len(self._costs)}
        self.filter_line.tell([Piece(f"{count}  {formats.amounts(total(one.amount for one in shown))}")])
        page = self.query_one("#offers-empty", Page)
        page.display, self.table.display = not shown, bool(shown)
        if not shown:
            none = _("There is no cost yet; a adds one") if self._matter else _("There is no such cost any more")
            page.show([Paragraph(""), Paragraph(_("No cost fits; esc shows all") if self._costs else none, indent=2)])
        self._explain()
        self.hold_focus()
        self.refresh_bindings()

    def _explain(self) -> None:
        one = self.table.row if self.is_mounted else None
        told = ""
        if one is not None and one.owed(self.desk.today):
            told = _("Not paid: it stands among what is owed until its paid day is recorded")
        elif one is not None and one.estimate:
            told = _("An estimate counts for the margin; nobody is owed it")
        self.query_one("#costs-more", Lines).show([Piece(f" {told}", "faint")])

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its line."""
        event.stop()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the line under the cursor can take; leaving is always offered."""
        match action:
            case "edit" | "remove":
                return bool(self.table.rows)
            case "pay":
                return self.table.row is not None and self.table.row.paid_on is None
            case "add":
                return self._matter is not None
            case "leave":
                return True
            case _:
                return super().check_action(action, parameters)

    def _at(self, cost_id: int | None) -> None:
        if cost_id is not None:
            self.load(cost_id)

    @on(RowTable.Chosen)
    def action_edit(self) -> None:
        """Change the cost under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(cost_form(self.desk, self.glyphs, Matter("cost", self.table.row)), self._at)

    def action_add(self) -> None:
        """Add a cost for the same cars or shipment."""
        if self._matter is not None:
            self.app.push_screen(MoneyForm(self.desk, self.glyphs, self._matter), self._at)

    def action_pay(self) -> None:
        """Record the day on which the cost under the cursor was paid."""
        one = self.table.row
        if one is not None:
            ask_day(self, self.desk.today, lambda day: self._paid(one, day), _("On which day was it paid?"))

    def _paid(self, one: Cost, day: date) -> None:
        try:
            costing.edit(
                self.desk,
                costing.find(self.desk, one.id),
                [("paid_on", day.isoformat()), ("estimate", "")],
                confirm=True,
            )
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Paid on %(day)s; u takes it back") % {"day": day})

    def action_remove(self) -> None:
        """Take the cost under the cursor out of the book, after a question."""
        one = self.table.row
        if one is None:
            return
        name = f"{self._kind(one)} {formats.amount_iso(one.amount)}"
        answers = [Answer("", _("Keep it")), Answer("remove", _("Remove it; u brings it back"))]

        def answered(answer: str | None) -> None:
            if answer:
                self._remove(one, name)

        heading = _("Remove %(name)s?") % {"name": name}
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), answered)

    def _remove(self, one: Cost, name: str) -> None:
        try:
            costing.remove(self.desk, costing.find(self.desk, one.id))
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Removed: %(name)s") % {"name": name})

    def action_leave(self) -> None:
        """Clear the filter, leave it, then go back."""
        if self.typed or isinstance(self.focused, Field):
            self.action_clear()
        else:
            self.dismiss(None)
