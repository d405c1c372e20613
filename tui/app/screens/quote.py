"""The quote for a buyer, as he will read it: his cars and prices, never what they cost, from whom, or a rebate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.labels import error_text
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.reading import ReadScreen
from tui.app.screens.saving import ask_file
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk import printing
from tui.desk.context import Desk
from tui.desk.kinds import PARTIES, SALES
from tui.desk.quote_text import language_of, rendered
from tui.desk.quoting import quote_sheet
from tui.domain.cars import Car
from tui.domain.parties import Party
from tui.domain.sales import standing_sale
from tui.errors import NearnewError
from tui.i18n.translator import PAPER_LANGUAGES, _, match_paper


def quote_of(screen: DeskScreen[Any], cars: Sequence[Car]) -> None:
    """Show the quote for the buyer that the first of the cars is offered to; say it where there is none."""
    desk = screen.desk
    sale = standing_sale(desk.store.all(SALES), cars[0].id, desk.today) if cars else None
    buyer = desk.store.get(PARTIES, sale.party_id) if sale is not None else None
    if buyer is None:
        screen.say(_("Offered to no buyer yet; s on the car offers it"))
        return
    try:
        screen.app.push_screen(QuoteScreen(desk, screen.glyphs, cars, buyer))
    except NearnewError as error:
        screen.say_error(error)


class QuoteScreen(ReadScreen):
    """The text of the paper."""

    NAME = "quote"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("quote")

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car], buyer: Party) -> None:
        """Raises DraftRefused where a car has no price for the buyer."""
        super().__init__(desk, glyphs)
        self._cars, self._buyer = tuple(cars), buyer
        self._language = language_of(buyer)
        self._text = self._written("text")

    def _written(self, form: str) -> str:
        sheet = quote_sheet(self.desk, self._cars, self._buyer, self._language)
        return rendered(self.desk, sheet, form, self._language)

    def title_pieces(self) -> Sequence[Piece]:
        """For whom, and in which language."""
        return [Piece(_("Quote for %(buyer)s") % {"buyer": self._buyer.name}, "strong"), Piece(f"  {self._language}")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The paper line by line."""
        asked = self._buyer.language
        note = _("No words for papers in %(asked)s here; the quote is in English") % {"asked": asked}
        head = [Paragraph(note, "action", indent=1), Paragraph("")] if asked and match_paper(asked) is None else []
        return [*head, *(Paragraph(line.strip(), indent=1 + len(line) - len(line.lstrip()))
                         for line in self._text.splitlines())]  # fmt: skip

    def on_book_changed(self, event: BookChanged) -> None:
        """Write it anew."""
        event.stop()
        try:
            self._text = self._written("text")
        except NearnewError as error:
            self.leave_for(error_text(error))
            return
        self.retranslate()

    def action_language(self) -> None:
        """Write it in the next language we have."""
        self._language = PAPER_LANGUAGES[(PAPER_LANGUAGES.index(self._language) + 1) % len(PAPER_LANGUAGES)]
        self._text = self._written("text")
        self.retranslate()

    def action_save(self) -> None:
        """Save it as text, or as a table when the name ends in .csv."""

        def write(path: Path, overwrite: bool) -> None:  # noqa: FBT001 - what a file is asked for with
            form = "csv" if path.suffix.casefold() == ".csv" else "text"
            printing.save(path, self._written(form), form, overwrite=overwrite)

        ask_file(self, _("Save the quote: a name that ends in .csv makes a table"), "quote.txt", write)
