"""A dealer's card: who he is, which invoice he can give, and what the book says of him."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages.offers import dealer_page
from tui.app.screens.forms.partner import PartnerForm
from tui.app.screens.offers import OffersScreen
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk.context import Desk
from tui.desk.kinds import DEALERS
from tui.domain.parties import Dealer
from tui.i18n.translator import _


class DealerScreen(ReadScreen):
    """One dealer."""

    NAME = "dealer_card"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("dealer_card")

    def __init__(self, desk: Desk, glyphs: Glyphs, dealer: Dealer) -> None:
        super().__init__(desk, glyphs)
        self._dealer = dealer

    def title_pieces(self) -> Sequence[Piece]:
        """The name."""
        return [Piece(self._dealer.name, "strong")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The card."""
        return dealer_page(self.desk, self._dealer)

    def on_book_changed(self, event: BookChanged) -> None:
        """Show the dealer as the book has it now; leave when it is gone."""
        event.stop()
        now = self.desk.store.get(DEALERS, self._dealer.id)
        if now is None:
            self.leave_for(_("This dealer is no longer in the book"))
            return
        self.stay()
        self._dealer = now
        self.retranslate()

    def action_edit(self) -> None:
        """Change the dealer."""
        self.app.push_screen(PartnerForm(self.desk, self.glyphs, "dealer", self._dealer))

    def action_offers(self) -> None:
        """Go to the dealer's offers."""
        self.app.push_screen(OffersScreen(self.desk, self.glyphs, self._dealer))
