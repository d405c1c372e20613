"""The parts to send along with a shipment: what its cars lack where they go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import error_text
from tui.app.messages import BookChanged
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.kit_records import wrapped_note
from tui.app.screens.parts import PartsScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import kit_text, kit_words, parts_along, printing
from tui.desk.context import Desk
from tui.desk.kinds import SHIPMENTS
from tui.desk.kit_book import ModelAt
from tui.desk.parts_along import ShoppingList
from tui.domain.parts import Gap
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _, ngettext

_NOTE = 4


class PartsGapScreen(DeskScreen[None]):
    """The shopping list of a shipment."""

    NAME = "parts_gap"
    CSS_PATH = "../styles/localisation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("parts_gap")

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment_id: int) -> None:
        super().__init__(desk, glyphs)
        self._shipment_id = shipment_id
        self._number = ""
        self._found: ShoppingList | None = None
        self.table: RowTable[Gap] = RowTable(glyphs, lambda gap: gap.part.id, id="gaps")

    def compose(self) -> ComposeResult:
        """Lay out title, list and note."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="kit-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="kit-note")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Work the list out."""
        self.load()
        self.table.focus()

    def load(self) -> None:
        """Work the list out from the book as it is."""
        shipment = self.desk.store.get(SHIPMENTS, self._shipment_id)
        if shipment is None:
            self.leave_for(_("This shipment is no longer in the book"))
            return
        self.stay()
        self._number = shipment.number
        self._found = parts_along.of_shipment(self.desk, shipment)
        self.table.set_rows(self._found.gaps)
        self.retranslate()

    def on_book_changed(self, event: BookChanged) -> None:
        """Work it out anew."""
        event.stop()
        self.load()

    def on_resize(self) -> None:
        """Wrap the note anew."""
        self._tell()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        words = self.desk.library.words
        self.table.set_columns([
            Column("part", _("Part"), lambda gap: gap.part.name, 20, most=36),
            Column("number", _("Number"), lambda gap: gap.part.number or formats.NONE, 13, most=20),
            Column("pieces", _("Pieces"), lambda gap: str(gap.pieces), 6, right=True),
            Column("cost", _("Cost"), lambda gap: formats.amount(gap.cost), 11, right=True),
            Column("there", _("There"), lambda gap: str(gap.stocked), 5, right=True, rank=1),
            Column("model", _("Model"), self._model, 14, rank=2, most=26),
            Column("group", _("Group"), lambda gap: word(words, "part_group", gap.part.group), 9, rank=3),
            Column("supplier", _("Supplier"), lambda gap: gap.part.supplier or formats.NONE, 10, rank=4, most=30),
        ])  # fmt: skip
        self._tell()

    def _model(self, gap: Gap) -> str:
        return kit_words.model_text(self.desk, ModelAt(gap.part.make, gap.part.model, ""))

    def _tell(self) -> None:
        found = self._found
        if found is None or not self.is_mounted:
            return
        place = wording.country_name(found.country)
        title = _("%(number)s: parts to send along") % {"number": self._number}
        pieces = [
            Piece(" nearnew  ", "accent"),
            Piece(f"{title} ", "strong"),
            Piece(f"{self.glyphs.arrow} {place}  "),
            Piece(formats.amounts(found.cost) if found.gaps else "", "accent"),
        ]
        self.query_one("#headline", Lines).show(pieces)
        page = self.query_one("#kit-empty", Page)
        page.display, self.table.display = not found.gaps, bool(found.gaps)
        if not found.gaps:
            page.show(self._nothing(found))
        self.query_one("#kit-note", Lines).show(
            *wrapped_note(self._notes(found), self.size.width, _NOTE, self.glyphs.ellipsis)
        )
        self.refresh_bindings()

    def _notes(self, found: ShoppingList) -> list[tuple[str, str]]:
        told = []
        if found.gaps:
            count = ngettext("%(n)d part to send", "%(n)d parts to send", len(found.gaps)) % {"n": len(found.gaps)}
            text = _("%(parts)s, %(cost)s") % {"parts": count, "cost": formats.amounts(found.cost)}
            told.append((text, "strong"))
        if found.unpriced:
            told.append((_("without a price: %(n)s") % {"n": found.unpriced}, "action"))
        return told + [(text, "unknown") for text in self._unlisted(found)]

    def _unlisted(self, found: ShoppingList) -> list[str]:
        text = _("No part of %(model)s is listed; nobody knows what its cars lack.")
        models = [ModelAt(one.make, one.model, "") for one in found.models if not one.listed]
        return [f"{self.glyphs.unknown} " + text % {"model": kit_words.model_text(self.desk, one)} for one in models]

    def _nothing(self, found: ShoppingList) -> Sequence[Paragraph]:
        if not found.models:
            return [Paragraph(_("Put cars on this shipment first"), "strong")]
        if not any(one.listed for one in found.models):
            return [
                Paragraph(_("No part of these models is listed yet"), "strong"),
                Paragraph(""),
                Paragraph(_("t opens the parts: take in a list with numbers, then what lacks there stands here")),
            ]
        return [Paragraph(_("Enough of every listed part lies there"), "ready")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to save only what there is."""
        return bool(self.table.rows) if action == "save" else True

    def action_parts(self) -> None:
        """Go to the parts."""
        self.app.push_screen(PartsScreen(self.desk, self.glyphs))

    def action_save(self) -> None:
        """Write the list to a file."""
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("Save the list of parts; a table for spreadsheets"),
            prompt=_("File"),
            value=f"{self._number}-parts.csv",
            read=path_read,
        )
        self.app.push_screen(screen, self._save)

    def _save(self, text: str | None) -> None:
        if text is None or self._found is None:
            return
        path = Path(text.strip()).expanduser()
        try:
            printing.save(path, kit_text.gap_csv(self.desk, self._found), "csv", overwrite=False)
        except NearnewError as error:
            self.say_error(error)
            return
        self.say(_("Written: %(path)s") % {"path": path})

    def action_back(self) -> None:
        """Return to the shipment."""
        self.dismiss(None)


def path_read(text: str) -> tuple[str, bool]:
    """Whether a file may be written under a name, as a question for one line asks it."""
    path = Path(text.strip()).expanduser()
    try:
        printing.may_write(path, overwrite=False)
    except NearnewError as error:
        return error_text(error), False
    return str(path.absolute()), True
