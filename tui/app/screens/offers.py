"""What dealers offer: price, how far below the guide price, what it costs after the rebate, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages.offers import about_lines, price_page
from tui.app.screens.asking import EntryScreen
from tui.app.screens.filtered import FilteredScreen
from tui.app.screens.forms.money import MoneyForm
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import offering
from tui.desk.context import Desk
from tui.desk.kinds import DEALERS
from tui.desk.money_forms import Matter
from tui.domain.offers import OfferLine, OfferState
from tui.domain.parties import Dealer
from tui.errors import NearnewError
from tui.i18n import formats, labels
from tui.i18n.translator import _, ngettext


class PricesScreen(ReadScreen):
    """The prices of one model and trim over time."""

    NAME = "prices"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("prices")

    def __init__(self, desk: Desk, glyphs: Glyphs, offer: OfferLine) -> None:
        super().__init__(desk, glyphs)
        self._offer = offer

    def title_pieces(self) -> Sequence[Piece]:
        """The model and trim."""
        return [Piece(_("Prices: %(model)s") % {"model": wording.offer_name(self.desk, self._offer)}, "strong")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """One line a price."""
        return price_page(self.desk, self.glyphs, self._offer)


class OffersScreen(FilteredScreen[None]):
    """The offers of one dealer, or of all."""

    NAME = "offers"
    CSS_PATH = "../styles/money.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("offers")

    def __init__(self, desk: Desk, glyphs: Glyphs, dealer: Dealer | None) -> None:
        super().__init__(desk, glyphs)
        self.dealer = dealer
        self.table: RowTable[OfferLine] = RowTable(glyphs, lambda one: one.id, id="offers")
        self.table.when_moved = self._explain
        self._rows: list[OfferLine] = []
        self._names: dict[int, str] = {}
        self._met: set[int] = set()

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Lines(self.glyphs, id="headline")
        yield self.filter_line
        yield Rule(self.glyphs)
        with Horizontal(id="offers-body"):
            yield self.table
            yield Page(self.glyphs, id="offers-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="offers-more")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the offers and show them."""
        self.load()
        self.retranslate()
        self.table.focus()

    def load(self, at: int | None = None) -> None:
        """Read the offers anew; the cursor stays on its own, or goes to ``at``."""
        try:
            dealer_id = self.dealer.id if self.dealer else None
            self._rows = offering.listed(self.desk, dealer_id=dealer_id)
            self._names = {one.id: one.name for one in self.desk.store.all(DEALERS)}
            self._met = {offer.id for _watch, offer in offering.met(self.desk)}
        except NearnewError as error:
            self.say_error(error)
        self.sift(at)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.filter_line.ask(_("filter: model, trim, dealer, state or words of the message"))
        self.table.set_columns(self._columns())
        self._show()

    def _columns(self) -> Sequence[Column[OfferLine]]:
        dealer = [Column[OfferLine]("dealer", _("Dealer"), lambda one: self._names.get(one.dealer_id, ""), 8, rank=3,
                                    most=16)]  # fmt: skip
        return [
            Column("day", _("Day"), lambda one: f"{one.listed_on:%m-%d}", 5, rank=2),
            *(dealer if self.dealer is None else []),
            Column("model", _("Model"), lambda one: f"{one.model} {one.trim}".strip(), 16, most=32),
            Column("left", _("Cars"), _left, 5, right=True),
            Column("price", _("Price"), lambda one: formats.amount(one.price, places=0), 9, right=True, most=12),
            Column("off", _("Off %"), lambda one: _figure(one.discount), 5, right=True),
            Column("floor", _("After rebate"), lambda one: formats.amount(one.floor(), places=0), 9, right=True),
            Column("invoice", _("VAT invoice"), self._voucher, 8, rank=4, most=16),
            Column("state", _("State"), self._state, 8, most=12, tone=self._tone),
        ]

    def _voucher(self, one: OfferLine) -> str:
        kind = one.invoice_kind.value if one.invoice_kind else "unknown"
        return labels.word(self.desk.library.words, "invoice_kind", kind)

    def _state(self, one: OfferLine) -> str:
        word = labels.word(self.desk.library.words, "offer_state", one.state(self.desk.today).value)
        return f"{self.glyphs.action} {word}" if one.id in self._met else word

    def _tone(self, one: OfferLine) -> str:
        if one.id in self._met:
            return "ready"
        return "" if one.state(self.desk.today) is OfferState.OPEN else "faint"

    def sift(self, at: int | None = None) -> None:
        """Show the offers that fit the filter."""
        self.table.set_rows([one for one in self._rows if self.fits(self._searched(one))], at)
        self._show()

    def _searched(self, one: OfferLine) -> str:
        texts = (one.make, one.model, one.trim, one.text, one.note, self._names.get(one.dealer_id, ""))
        return "\n".join((*texts, self._state(one), self._voucher(one))).casefold()

    def _show(self) -> None:
        whose = self.dealer.name if self.dealer else _("all dealers")
        self.query_one("#headline", Lines).show(
            [Piece(" nearnew  ", "accent"), Piece(_("Offers of %(dealer)s") % {"dealer": whose}, "strong")]
        )
        rows, shown = self._rows, self.table.rows
        count = ngettext("%(n)d offer", "%(n)d offers", len(rows)) % {"n": len(rows)}
        if len(shown) != len(rows):
            count = _("%(shown)d of %(all)d") % {"shown": len(shown), "all": len(rows)}
        self.filter_line.tell([Piece(count)])
        page = self.query_one("#offers-empty", Page)
        page.display, self.table.display = not shown, bool(shown)
        if not shown:
            page.show(_empty(filtered=bool(rows), whose=self.dealer is not None))
        self.hold_focus()
        self._explain()
        self.refresh_bindings()

    def _explain(self) -> None:
        row = self.table.row
        lines = about_lines(self.desk, self.glyphs, row) if row else []
        self.query_one("#offers-more", Lines).show(*([Piece(f" {line}")] for line in lines))

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its line."""
        event.stop()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is."""
        match action:
            case "edit" | "buy" | "decline" | "prices" | "watch":
                return bool(self.table.rows)
            case "paste" | "add" | "import":
                return self.dealer is not None
            case "clear":
                return True
            case _:
                return super().check_action(action, parameters)

    # acting

    @on(RowTable.Chosen)
    def action_edit(self) -> None:
        """Change the offer under the cursor."""
        row = self.table.row
        if row is not None and not self.desk.store.read_only:
            self.app.push_screen(MoneyForm(self.desk, self.glyphs, Matter("offer", row)))

    def action_add(self) -> None:
        """Type an offer in."""
        if self.dealer is not None:
            new = OfferLine(self.dealer.id, self.desk.today, "", "")
            self.app.push_screen(MoneyForm(self.desk, self.glyphs, Matter("offer", new)), self._at)

    def action_paste(self) -> None:
        """Read a message."""
        from tui.app.screens.chat_list import ChatScreen

        if self.dealer is not None:
            self.app.push_screen(ChatScreen(self.desk, self.glyphs, self.dealer), self._at)

    def action_import(self) -> None:
        """Read a price list from a file."""
        from tui.app.screens.price_list import take_in

        if self.dealer is not None:
            take_in(self, self.dealer, self._at)

    def _at(self, offer_id: int | None) -> None:
        if offer_id is not None:
            self.load(offer_id)

    def action_buy(self) -> None:
        """Buy cars of the offer under the cursor."""
        from tui.app.screens.buying import BuyingScreen

        if self.table.row is not None:
            self.app.push_screen(BuyingScreen(self.desk, self.glyphs, self.table.row))

    def action_decline(self) -> None:
        """Ask for the reason and put the offer aside; one that is aside is opened again."""
        row = self.table.row
        if row is None:
            return
        if row.state(self.desk.today) is OfferState.DECLINED:
            self._write_decline(row.id, "", back=True)
            return
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("Decline %(model)s") % {"model": wording.offer_name(self.desk, row)},
            prompt=_("Why"),
            value="",
            read=lambda text: (_("kept with the offer: %(text)s") % {"text": text.strip()}, True),
        )

        def given(text: str | None) -> None:
            if text is not None:
                self._write_decline(row.id, text.strip(), back=False)

        self.app.push_screen(screen, given)

    def _write_decline(self, offer_id: int, because: str, *, back: bool) -> None:
        try:
            offering.decline(self.desk, offering.find(self.desk, offer_id), because, back=back)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Open again") if back else _("Declined; x opens it again"))

    def action_prices(self) -> None:
        """Read the prices of the model over time."""
        if self.table.row is not None:
            self.app.push_screen(PricesScreen(self.desk, self.glyphs, self.table.row))

    def action_watch(self) -> None:
        """Set an alert for the model under the cursor."""
        row = self.table.row
        if row is not None:
            matter = Matter("watch", row, start={"trim": row.trim, "at_most": ""})
            self.app.push_screen(MoneyForm(self.desk, self.glyphs, matter))

    def action_clear(self) -> None:
        """Show all offers again; then return."""
        if self.typed or self.focused is self.filter_line.field:
            super().action_clear()
        else:
            self.dismiss(None)


def _left(one: OfferLine) -> str:
    if one.quantity is None:
        return formats.NONE
    return f"{one.left}/{one.quantity}" if one.bought_ids else str(one.quantity)


def _figure(value: Decimal | None) -> str:
    return formats.NONE if value is None else formats.number(value, 1)


def _empty(*, filtered: bool, whose: bool) -> list[Paragraph]:
    if filtered:
        return [Paragraph(""), Paragraph(_("No offer fits this filter; esc shows all"), indent=2)]
    found = [Paragraph(""), Paragraph(_("There is no offer yet"), "strong", indent=2)]
    if whose:
        found += [
            Paragraph(""),
            Paragraph(_("p reads a price list from a chat message, i one from a file; a takes one typed in"), indent=2),
        ]
    return found
