"""All claims: how far each has come, and what it still brings."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.rebate_lines import claim_columns, step_text
from tui.app.screens.claim import ClaimScreen
from tui.app.screens.filtered import FilteredScreen
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import RowTable
from tui.desk.claiming import cars_of
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CLAIMS
from tui.domain.claims import OVER, Claim
from tui.domain.money import total
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.translator import _, ngettext


class ClaimsScreen(FilteredScreen[None]):
    """The list of claims, the newest first."""

    NAME = "claims"
    CSS_PATH = "../styles/rebates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("claims")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Claim] = RowTable(glyphs, lambda claim: claim.id, id="claims")
        self.table.when_moved = self._explain
        self._claims: Sequence[Claim] = ()
        self._texts: dict[int, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "rebates")
        yield self.filter_line
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="claims-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="claims-why")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the claims and show them."""
        self.retranslate()
        self.table.focus()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("filter: number, step, VIN"))
        self.table.set_columns(claim_columns(self.desk))
        self.load()

    def load(self) -> None:
        """Read the claims from the book."""
        try:
            self._claims = [one for one in reversed(self.desk.store.all(CLAIMS)) if one.lines]
            self._texts = {one.id: self._haystack(one) for one in self._claims}
        except NearnewError as error:
            self.say_error(error)
            return
        self.sift()

    def _haystack(self, claim: Claim) -> str:
        names = [name_of(car) for car in cars_of(self.desk, claim)]
        return " ".join([claim.number, claim.period, step_text(self.desk, claim.step), *names]).casefold()

    def sift(self, at: Hashable = None) -> None:
        """Show the claims that fit the filter."""
        self.table.set_rows([one for one in self._claims if self.fits(self._texts[one.id])], at)
        every = len(self._claims)
        count = ngettext("%(n)d claim", "%(n)d claims", every) % {"n": every}
        left = total(one.outstanding for one in self.table.rows if one.step not in OVER)
        told = _("%(claims)s, still to come %(sum)s") % {"claims": count, "sum": formats.amounts(left)}
        self.filter_line.tell([Piece(told)])
        page = self.query_one("#claims-empty", Page)
        self.table.display, page.display = bool(self.table.rows), not self.table.rows
        if page.display:
            text = _("No claim has these words; esc shows all") if self._claims else _("There is no claim yet")
            hint = "" if self._claims else _("Mark cars on the list of rebates, then c makes a claim of them")
            page.show([Paragraph(""), Paragraph(text, "strong", indent=2), Paragraph(hint, indent=2)])
            if not self._claims and self.is_current:
                page.focus()
        self.hold_focus()
        self._explain()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its claim."""
        event.stop()
        self.load()

    def _explain(self) -> None:
        claim = self.table.row
        lines = []
        if claim is not None:
            asked = claim.open_inquiries
            text = (
                _("%(day)s asked: %(text)s") % {"day": asked[0].on, "text": asked[0].text}
                if asked
                else step_text(self.desk, claim.step)
            )
            lines = [[Piece(f" {self.glyphs.action} " if asked else "   ", "action"), Piece(text)]]
        self.query_one("#claims-why", Lines).show(*lines)

    @on(RowTable.Chosen, "#claims")
    def action_open(self) -> None:
        """Open the claim under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(ClaimScreen(self.desk, self.glyphs, self.table.row.id))

    def action_leave(self) -> None:
        """Clear the filter, leave it, then go back."""
        if self.typed or isinstance(self.focused, Field):
            self.action_clear()
        else:
            self.dismiss(None)
