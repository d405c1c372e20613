"""The exchange rates of the book: dated, with their source, and which of them are old."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tui.app import wording
from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.dated import ask_day
from tui.app.screens.fetched_rates import ask_rates
from tui.app.screens.filtered import FilteredScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.money import MoneyForm
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import Column, RowTable
from tui.desk import freshness, rates, updating
from tui.desk.context import Desk
from tui.desk.freshness import OldRate
from tui.desk.money_forms import Matter
from tui.domain.rates import BY_HAND, RateRecord
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext


class RatesScreen(FilteredScreen[None]):
    """Every rate, by pair, the newest first."""

    NAME = "rates"
    CSS_PATH = "../styles/money.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("rates")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[RateRecord] = RowTable(glyphs, lambda one: one.id, id="rate-lines")
        self._rows: list[RateRecord] = []
        self._old: list[OldRate] = []

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "rates")
        yield self.filter_line
        yield Rule(self.glyphs)
        with Horizontal(id="offers-body"):
            yield self.table
            yield Page(self.glyphs, id="offers-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="rates-more")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the rates and show them."""
        self.load()
        self.retranslate()
        self.table.focus()

    def load(self, at: int | None = None) -> None:
        """Read the rates anew."""
        try:
            self._rows, self._old = rates.listed(self.desk), freshness.old_rates(self.desk)
        except NearnewError as error:
            self.say_error(error)
        self.sift(at)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("filter: currency, day or source"))
        self.table.set_columns(
            [
                Column("pair", _("Pair"), lambda one: f"{one.base}/{one.quote}", 8),
                Column("rate", _("Rate"), lambda one: f"{one.value:f}", 12, right=True, most=14),
                Column("day", _("Day"), lambda one: one.day.isoformat(), 10),
                Column(
                    "age", _("Age"), self._age, 8, right=True, tone=lambda one: "action" if self._is_old(one) else ""
                ),
                Column(
                    "source", _("Source"), lambda one: _("typed") if one.source == BY_HAND else one.source, 25, most=30
                ),
                Column("note", _("Remark"), lambda one: one.note, 10, rank=2, most=40),
            ]
        )
        self._show()

    def _days(self, one: RateRecord) -> int:
        return (self.desk.today - one.day).days

    def _is_old(self, one: RateRecord) -> bool:
        return self._days(one) > self.desk.settings.money.rate_limit_days

    def _age(self, one: RateRecord) -> str:
        shown = wording.days(self._days(one))
        return f"{self.glyphs.action} {shown}" if self._is_old(one) else shown

    def sift(self, at: int | None = None) -> None:
        """Show the rates that fit the filter."""
        self.table.set_rows([one for one in self._rows if self.fits(self._searched(one))], at)
        self._show()

    @staticmethod
    def _searched(one: RateRecord) -> str:
        return f"{one.base}/{one.quote} {one.base} {one.quote} {one.day} {one.source} {one.note}".casefold()

    def _show(self) -> None:
        rows, shown = self._rows, self.table.rows
        count = ngettext("%(n)d rate", "%(n)d rates", len(rows)) % {"n": len(rows)}
        self.filter_line.tell([Piece(count)])
        page = self.query_one("#offers-empty", Page)
        page.display, self.table.display = not shown, bool(shown)
        if not shown:
            none = _("There is no rate yet; f fetches them, a enters one")
            page.show([Paragraph(""), Paragraph(_("No rate fits; esc shows all") if rows else none, indent=2)])
        self.query_one("#rates-more", Lines).show([self._told()])
        self.hold_focus()
        self.refresh_bindings()

    def _told(self) -> Piece:
        """Which rates the book needs and has not, or only old ones, and the key that fetches them."""
        limit = self.desk.settings.money.rate_limit_days
        if not self._old:
            told = _("A rate older than %(days)s days is used and marked as old") % {"days": limit}
            return Piece(f" {told}", "faint")
        ages = [_("none") if one.age is None else wording.days(one.age) for one in self._old]
        pairs = _(", ").join(f"{one.base}/{one.quote} {age}" for one, age in zip(self._old, ages, strict=True))
        key = key_text(self.desk_app.keys["rates.fetch"][0])
        text = _("%(key)s fetches what is missing or old: %(pairs)s") % {"key": key, "pairs": pairs}
        return Piece(f" {self.glyphs.action} {text}", "action")

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its line."""
        event.stop()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to remove only what is there."""
        if action == "remove":
            return bool(self.table.rows)
        return super().check_action(action, parameters)

    def action_fetch(self) -> None:
        """Fetch the rates the book needs."""
        ask_rates(self)

    def action_fetch_day(self) -> None:
        """Fetch the rates of another day."""
        ask_day(self, self.desk.today, lambda day: ask_rates(self, on=day), _("Rates of which day?"))

    def action_fetch_from(self) -> None:
        """Fetch the rates from another source than the one in the settings."""
        answers = [Answer(name, name) for name in updating.PROVIDERS]

        def answered(name: str | None) -> None:
            if name:
                ask_rates(self, provider=name)

        heading = _("Which source is to be asked, this once?")
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), answered)

    def action_add(self) -> None:
        """Enter a rate by hand; the pair of the row under the cursor stands in the form."""
        row = self.table.row
        home = self.desk.settings.firm.home_currency
        start = {"base": row.base if row else "", "quote": row.quote if row else home,
                 "rate_on": self.desk.today.isoformat()}  # fmt: skip
        self.app.push_screen(MoneyForm(self.desk, self.glyphs, Matter("rate", start=start)), self._at)

    def _at(self, rate_id: int | None) -> None:
        if rate_id is not None:
            self.load(rate_id)

    def action_remove(self) -> None:
        """Take the rate under the cursor out of the book, after a question."""
        row = self.table.row
        if row is None:
            return
        name = f"{row.base}/{row.quote} {row.value:f} {row.day}"
        answers = [Answer("", _("Keep it")), Answer("remove", _("Remove it; u brings it back"))]

        def answered(word: str | None) -> None:
            if word:
                self._remove(row.id, name)

        heading = _("Remove %(name)s?") % {"name": name}
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), answered)

    def _remove(self, rate_id: int, name: str) -> None:
        try:
            rates.remove(self.desk, rate_id)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Removed: %(name)s") % {"name": name})
