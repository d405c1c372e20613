"""Dealers, own firms and parties in one list: to add, change, and take out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.filtered import FilteredScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.partner import PartnerForm
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import Column, RowTable
from tui.desk import partners
from tui.desk.context import Desk
from tui.desk.partner_rows import PartnerRow, haystack, partner_rows
from tui.domain.parties import Dealer, Firm, Party
from tui.errors import NearnewError
from tui.i18n import formats, labels
from tui.i18n.translator import N_, _, ngettext

WORDS = {"dealer": N_("Dealer"), "firm": N_("Own firm"), "party": N_("Party")}


class DealersScreen(FilteredScreen[None]):
    """Who the trader buys from, who he is himself, and who he sells to."""

    NAME = "dealers"
    CSS_PATH = "../styles/forms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("dealers")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[PartnerRow] = RowTable(glyphs, lambda row: row.key, id="partners")
        self._rows: list[PartnerRow] = []
        self._on_dealer = False

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "dealers")
        yield self.filter_line
        yield Rule(self.glyphs)
        with Horizontal(id="partners-body"):
            yield self.table
            yield Page(self.glyphs, id="partners-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="partners-more")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the book and show it."""
        self.load()
        self.retranslate()
        self.table.focus()

    def load(self, at: tuple[str, int] | None = None) -> None:
        """Read everyone anew."""
        try:
            self._rows = partner_rows(self.desk)
        except NearnewError as error:
            self.say_error(error)
        self.sift(at)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("filter: name, city, country or contact"))
        self.table.set_columns(self._columns())
        self._show()

    def _columns(self) -> Sequence[Column[PartnerRow]]:
        return [
            Column("word", _("Kind"), lambda row: _(WORDS[row.word]), 8),
            Column("name", _("Name"), lambda row: row.record.name, 18, most=36),
            Column("place", _("City or country"), self._place, 14, rank=1, most=24),
            Column("contact", _("Contact"), lambda row: row.record.contact or formats.NONE, 16, rank=2, most=36),
            Column("cars", _("Cars"), self._cars, 5, right=True, rank=1),
        ]

    @staticmethod
    def _place(row: PartnerRow) -> str:
        country = wording.country_name(row.country) if row.country and row.word == "party" else ""
        return row.city or country or formats.NONE

    @staticmethod
    def _cars(row: PartnerRow) -> str:
        return str(row.cars) if row.word != "firm" else formats.NONE

    def sift(self, at: tuple[str, int] | None = None) -> None:
        """Show the entries that fit the filter."""
        self.table.set_rows([row for row in self._rows if self.fits(self._searched(row))], at)
        self._show()

    @staticmethod
    def _searched(row: PartnerRow) -> str:
        country = wording.country_name(row.country) if row.country else ""
        return f"{haystack(row)}\n{country}\n{_(WORDS[row.word])}\n{row.word}".casefold()

    def _show(self) -> None:
        rows, shown = self._rows, self.table.rows
        count = ngettext("%(n)d entry", "%(n)d entries", len(rows)) % {"n": len(rows)}
        if len(shown) != len(rows):
            count = _("%(shown)d of %(all)d") % {"shown": len(shown), "all": len(rows)}
        self.filter_line.tell([Piece(count)])
        page = self.query_one("#partners-empty", Page)
        page.display, self.table.display = not shown, bool(shown)
        if not shown:
            page.show(_empty(filtered=bool(rows)))
        self.hold_focus()
        self._explain()

    @on(RowTable.Moved)
    def _explain(self) -> None:
        row = self.table.row
        lines = _more(self.desk, row) if row else []
        self.query_one("#partners-more", Lines).show(*([Piece(f" {line}")] for line in lines))
        if isinstance(row and row.record, Dealer) != self._on_dealer:
            self._on_dealer = not self._on_dealer
            self.refresh_bindings()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its line."""
        event.stop()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change only what is there."""
        if action in {"edit", "remove"}:
            return bool(self.table.rows)
        if action in {"offers", "paste", "import", "card"}:
            return self._dealer is not None
        return super().check_action(action, parameters)

    @property
    def _dealer(self) -> Dealer | None:
        """The dealer under the cursor; None where somebody else stands there."""
        row = self.table.row
        return row.record if row is not None and isinstance(row.record, Dealer) else None

    def action_offers(self) -> None:
        """Go to the offers of the dealer under the cursor."""
        from tui.app.screens.offers import OffersScreen

        if self._dealer is not None:
            self.app.push_screen(OffersScreen(self.desk, self.glyphs, self._dealer))

    def action_all_offers(self) -> None:
        """Go to the offers of everybody."""
        from tui.app.screens.offers import OffersScreen

        self.app.push_screen(OffersScreen(self.desk, self.glyphs, None))

    def action_paste(self) -> None:
        """Read a price list of the dealer under the cursor; its offers stand behind it."""
        from tui.app.screens.offers import OffersScreen

        if self._dealer is not None:
            screen = OffersScreen(self.desk, self.glyphs, self._dealer)
            self.app.push_screen(screen)
            screen.call_later(screen.action_paste)

    def action_import(self) -> None:
        """Read a price list of the dealer under the cursor from a file."""
        from tui.app.screens.offers import OffersScreen

        if self._dealer is not None:
            screen = OffersScreen(self.desk, self.glyphs, self._dealer)
            self.app.push_screen(screen)
            screen.call_later(screen.action_import)

    def action_card(self) -> None:
        """Read the card of the dealer under the cursor."""
        from tui.app.screens.dealer_card import DealerScreen

        if self._dealer is not None:
            self.app.push_screen(DealerScreen(self.desk, self.glyphs, self._dealer))

    @on(RowTable.Chosen)
    def action_edit(self) -> None:
        """Change the one under the cursor."""
        row = self.table.row
        if row is not None and not self.desk.store.read_only:
            self.app.push_screen(PartnerForm(self.desk, self.glyphs, row.word, row.record), self._written(row.word))

    def action_add(self) -> None:
        """Ask what is to be added, and open its form."""
        answers = [
            Answer("dealer", _("A dealer: who you buy from")),
            Answer("party", _("A party: buyer, consignee, notify party, broker or forwarder")),
            Answer("firm", _("A firm of your own: the exporter on every paper")),
        ]

        def chosen(word: str | None) -> None:
            if word is not None:
                self.app.push_screen(PartnerForm(self.desk, self.glyphs, word), self._written(word))

        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, _("What is to be added?"), [], answers), chosen)

    def _written(self, word: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - what push_screen calls
        def show(written: int | None) -> None:
            if written is not None:
                self.load((word, written))

        return show

    def action_remove(self) -> None:
        """Take the one under the cursor out of the book, after a question."""
        row = self.table.row
        if row is None:
            return
        answers = [Answer("", _("Keep it")), Answer("remove", _("Remove it; u brings it back"))]
        heading = _("Remove %(name)s?") % {"name": row.record.name}

        def answered(word: str | None) -> None:
            if word:
                self._remove(row)

        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), answered)

    def _remove(self, row: PartnerRow) -> None:
        try:
            partners.remove(self.desk, row.word, row.record)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Removed: %(name)s") % {"name": row.record.name})


def _more(desk: Desk, row: PartnerRow) -> list[str]:
    """Two lines about an entry."""
    words, record = desk.library.words, row.record
    match record:
        case Dealer():
            names = [desk.library.makes[one].name(desk.language) if one in desk.library.makes else one
                     for one in record.makes]  # fmt: skip
            count = ngettext("%(n)d car in stock", "%(n)d cars in stock", row.listed) % {"n": row.listed}
            bought = _("%(n)d bought") % {"n": row.cars}
            tax = labels.word(words, "tax_class", record.tax_class) if record.tax_class else ""
            first = [count, bought, tax, wording.joined(names)]
            second = [record.terms, record.note]
        case Firm():
            tax = labels.word(words, "tax_class", record.tax_class) if record.tax_class else ""
            first = [record.name_en, record.code, tax]
            second = [record.address]
        case Party():
            roles = wording.joined(labels.word(words, "role", role.value) for role in record.roles)
            first = [roles, record.tax_number]
            second = [record.address, record.note]
    return [_("; ").join(part for part in parts if part) for parts in (first, second)]


def _empty(*, filtered: bool) -> list[Paragraph]:
    if filtered:
        return [Paragraph(""), Paragraph(_("Nobody fits this filter; esc shows all"), indent=2)]
    return [
        Paragraph(""),
        Paragraph(_("There is no dealer in this book yet"), "strong", indent=2),
        Paragraph(""),
        Paragraph(_("a adds a dealer, your own firm, or a buyer"), indent=2),
        Paragraph(_("An imported list brings its dealer along by itself"), indent=2),
    ]
