"""All shipments: where they go, when, and how they stand."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.manifest import cause_page, shipment_columns
from tui.app.messages import BookChanged
from tui.app.screens.filtered import FilteredScreen
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.paper import PaperScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import RowTable
from tui.desk import shipments
from tui.desk.context import Desk
from tui.desk.shipments import ShipmentRow, Standing
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext

_MOST_CAUSES = 3


class ShipmentJudged(Message):
    """One shipment was judged, as the book was at a load of the list."""

    def __init__(self, generation: int, shipment_id: int, standing: Standing) -> None:
        super().__init__()
        self.generation = generation
        self.shipment_id = shipment_id
        self.standing = standing


class ShipmentsScreen(FilteredScreen[None]):
    """The list of shipments."""

    NAME = "shipments"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("shipments")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[ShipmentRow] = RowTable(glyphs, lambda row: row.shipment.id, id="shipments")
        self.table.when_moved = self._show_why
        self._rows: list[ShipmentRow] = []
        self._standings: dict[int, Standing] = {}
        self._generation = 0

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "shipments")
        yield self.filter_line
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="shipments-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="shipments-why")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the shipments and show them; their verdicts follow."""
        self.load()
        self.retranslate()
        self.table.focus()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("filter: number, country, port, consignee, VIN"))
        self.table.set_columns(shipment_columns(self.desk, self.glyphs, self._standings.get))
        self._show_tally()
        self._show_why()
        self._arrange()

    def load(self, at: Hashable = None) -> None:
        """Read the shipments from the book; judge them in the background."""
        self._generation += 1
        try:
            self._rows = shipments.listed(self.desk)
        except NearnewError as error:
            self.say_error(error)
            return
        self.sift(at)
        self.call_after_refresh(self._judge, self._generation, self._rows)

    def sift(self, at: Hashable = None) -> None:
        """Show the shipments that fit the filter."""
        self.table.set_rows([row for row in self._rows if self.fits(row.haystack)], at)
        self._show_tally()
        self._arrange()

    @work(thread=True, exclusive=True, group="judge", description="judge")
    def _judge(self, generation: int, rows: list[ShipmentRow]) -> None:
        try:
            for row in rows:
                if get_current_worker().is_cancelled:
                    return
                if not row.shipment.cancelled:
                    standing = shipments.standing(self.desk, row.shipment)
                    self.post_message(ShipmentJudged(generation, row.shipment.id, standing))
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_shipment_judged(self, event: ShipmentJudged) -> None:
        """Show how one shipment stands, unless the list was read again meanwhile."""
        if event.generation == self._generation:
            self._standings[event.shipment_id] = event.standing
            self.table.redraw()
            self._show_why()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its shipment."""
        event.stop()
        self.load()

    def _show_tally(self) -> None:
        shown, every = len(self.table.rows), len(self._rows)
        if shown < every:
            text = _("%(shown)d / %(all)d shipments") % {"shown": shown, "all": every}
        else:
            text = ngettext("%(n)d shipment", "%(n)d shipments", every) % {"n": every}
        self.filter_line.tell([Piece(text)])

    def _show_why(self) -> None:
        """The first causes behind the verdict under the cursor."""
        row, lines = self.table.row, self.query_one("#shipments-why", Lines)
        standing = self._standings.get(row.shipment.id) if row and not row.shipment.cancelled else None
        if standing is None:
            lines.show()
            return
        page = [one for one in cause_page(self.desk, standing, self.glyphs) if one.head or one.tone != "faint"]
        shown = [[Piece(f" {one.head}", one.tone), Piece(one.text)] for one in page[:_MOST_CAUSES]]
        if len(page) > _MOST_CAUSES:
            more = _("%(n)d more; enter shows all") % {"n": len(page) - _MOST_CAUSES + 1}
            shown[-1] = [Piece(f" {self.glyphs.mark(standing.verdict)} ", TONE_OF[standing.verdict]), Piece(more)]
        lines.show(*shown)

    def _arrange(self) -> None:
        """Decide between list and "nothing here"."""
        any_row, page = bool(self.table.rows), self.query_one("#shipments-empty", Page)
        if page.display is any_row:
            self.refresh_bindings()
        self.table.display, page.display = any_row, not any_row
        if not any_row:
            page.show(self._empty_page())
        self.hold_focus()

    def _empty_page(self) -> list[Paragraph]:
        if self._rows:
            return [Paragraph(""), Paragraph(_("No shipment has these words; esc shows all"), indent=2)]
        return [
            Paragraph(""),
            Paragraph(_("There is no shipment in this book yet"), "strong", indent=2),
            Paragraph(""),
            Paragraph(_("a makes one: choose the country, then add cars of the stock to it"), indent=2),
            Paragraph(_("In the stock, marked cars can be put on a new shipment at once"), indent=2),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open and print only what is there."""
        if action in {"open", "print_paper"}:
            return bool(self.table.rows)
        return super().check_action(action, parameters)

    @on(RowTable.Chosen, "#shipments")
    def action_open(self) -> None:
        """Open the shipment under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(ShipmentScreen(self.desk, self.glyphs, self.table.row.shipment.id))

    def action_add(self) -> None:
        """Make a new shipment, and open it."""
        self.app.push_screen(ShipmentForm(self.desk, self.glyphs, ()), self._made)

    def _made(self, shipment_id: int | None) -> None:
        if shipment_id is not None:
            self.load(at=shipment_id)
            self.app.push_screen(ShipmentScreen(self.desk, self.glyphs, shipment_id))

    def action_print_paper(self) -> None:
        """Look at the summary of the shipment under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(PaperScreen(self.desk, self.glyphs, self.table.row.shipment.id))
