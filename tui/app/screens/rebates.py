"""The rebates: one line a bought car, where its refund stands, and what is missing for it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app import places
from tui.app.glyphs import Glyphs
from tui.app.marks import Marks
from tui.app.messages import BookChanged
from tui.app.rebate_lines import URGENCY, rebate_columns, totals_text, why_lines
from tui.app.screens.filtered import FilteredScreen
from tui.app.sieve import readable
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.prompts import FaultLine
from tui.app.widgets.table import RowTable
from tui.desk import rebating, stock
from tui.desk.context import Desk
from tui.desk.rows import Rows, StockRow
from tui.domain.query import EVERYTHING
from tui.errors import NearnewError, UsageError
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _


class RebatesScreen(FilteredScreen[None]):
    """The list of rebates, those that ask for something first."""

    NAME = "rebates"
    CSS_PATH = "../styles/rebates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("rebates")

    class Read(Message):
        """The rebates were read from the book."""

        def __init__(self, rows: Rows, found: Sequence[StockRow]) -> None:
            super().__init__()
            self.rows = rows
            self.found = found

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.marks = Marks()
        self.table: RowTable[StockRow] = RowTable(
            glyphs, lambda row: row.id, id="rebates", marked=lambda row: row.id in self.marks
        )
        self.table.when_moved = self._explain
        self._book: Rows | None = None
        self._rows: Sequence[StockRow] | None = None
        self._query = EVERYTHING
        self._fault: UsageError | None = None
        self._asked_for = ""

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "rebates")
        yield self.filter_line
        yield FaultLine(self.glyphs, id="fault")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="rebates-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="rebates-totals")
        yield Lines(self.glyphs, id="rebates-why")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the screen; the rebates follow."""
        self.query_one("#fault").display = False
        self.filter_line.field.value = self._asked_for
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.load)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("filter: is:at-risk is:late make:byd dest:KZ"))
        self.table.set_columns(rebate_columns(self.desk, self.glyphs))
        self._show()

    def load(self) -> None:
        """Read the rebates again, away from the screen; those of cars that did not change are kept."""
        self._read(self._book)

    @work(thread=True, exclusive=True, group="rebates", description="rebates")
    def _read(self, before: Rows | None) -> None:
        worker = get_current_worker()
        try:
            rows = stock.lazy_rows(self.desk) if before is None else before.after()
            found = []
            for place, car in enumerate(rows.cars):
                if worker.is_cancelled:
                    return
                if car.purchase is not None and rows[place].rebate_row is not None:
                    found.append(rows[place])
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)
            return
        self.post_message(self.Read(rows, sorted(found, key=_urgency)))

    def on_rebates_screen_read(self, event: Read) -> None:
        """Show what was read; the cursor stays on its car."""
        self._book, self._rows = event.rows, event.found
        self.marks.keep({row.id for row in event.found}.__contains__)
        self.sift()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again."""
        event.stop()
        self.load()

    def show_query(self, text: str) -> None:
        """Show the rebates of a filter."""
        self._asked_for = text
        if self.is_mounted:
            self.filter_line.field.value = text
            self.sift()
            self.table.move_to(0)
            self.set_focus(self.table)

    def sift(self, at: Hashable = None) -> None:
        """Show the rebates that fit the filter; what can be read stays in force while a word cannot."""
        self._query, self._fault = readable(self.typed)
        rows = self._rows or ()
        if self._query.terms:
            try:
                rows = [row for row in rows if self._query.holds(row)]
            except NearnewError as error:
                self.say_error(error)
        self.table.set_rows(rows, at)
        self._show()

    # showing

    def _show(self) -> None:
        self._show_tally()
        self._arrange()
        self._explain()
        self.query_one("#fault", FaultLine).point(self._fault, self.query_one("#list-filter", Field))

    def _show_tally(self) -> None:
        if self._rows is None:
            self.filter_line.tell([Piece(self.glyphs.ellipsis)])
            return
        shown, every = len(self.table.rows), len(self._rows)
        text = count_of_cars(every)
        if shown < every:
            text = _("%(shown)d / %(all)d cars") % {"shown": shown, "all": every}
        pieces = [Piece(text)]
        if len(self.marks):
            hidden = len(self.marks) - len(self._seen_marks())
            marked = _("%(n)d marked") % {"n": len(self.marks)}
            if hidden:
                marked = _("%(n)d marked, %(hidden)d hidden") % {"n": len(self.marks), "hidden": hidden}
            pieces.append(Piece(f"  {marked}", "accent"))
        self.filter_line.tell(pieces)
        found = [row.rebate_row for row in self.table.rows if row.rebate_row is not None]
        self.query_one("#rebates-totals", Lines).show([Piece(f" {totals_text(rebating.totals(found))}", "strong")])

    def _explain(self) -> None:
        row = self.table.row
        lines = why_lines(self.desk, row.rebate_row if row is not None else None, self.glyphs)
        self.query_one("#rebates-why", Lines).show(*lines)

    def _arrange(self) -> None:
        any_row, page = self._rows is None or bool(self.table.rows), self.query_one("#rebates-empty", Page)
        if page.display is any_row:
            self.refresh_bindings()
        self.table.display, page.display = any_row, not any_row
        if not any_row:
            page.show(self._empty_page())
        self.hold_focus()

    def _empty_page(self) -> list[Paragraph]:
        if self._rows:
            return [Paragraph(""), Paragraph(_("No rebate fits this filter; esc shows all"), indent=2)]
        return [
            Paragraph(""),
            Paragraph(_("No car is bought yet: a rebate begins with a purchase"), "strong", indent=2),
            Paragraph(""),
            Paragraph(_("In the stock, b records the purchase of the marked cars"), indent=2),
        ]

    # marks

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is something to do with."""
        match action:
            case "clear":
                return isinstance(self.focused, Field) or bool(self.typed) or bool(len(self.marks))
            case "open" | "mark" | "mark_all" | "claim":
                return bool(self.table.rows)
            case _:
                return super().check_action(action, parameters)

    def _seen_marks(self) -> list[int]:
        return self.marks.seen(row.id for row in self.table.rows)

    def action_clear(self) -> None:
        """Clear the filter, leave it, then take the marks away."""
        if not self.typed and not isinstance(self.focused, Field) and len(self.marks):
            self.marks.clear()
            self._show_marks()
        else:
            super().action_clear()

    def action_mark(self) -> None:
        """Mark the car under the cursor, or take its mark away, and go one down."""
        self._turn_mark()
        self.table.action_cursor_down()

    @on(RowTable.MarkClicked, "#rebates")
    def _turn_mark(self) -> None:
        if self.table.row is not None:
            self.marks.toggle(self.table.row.id)
            self._show_marks()

    def action_mark_all(self) -> None:
        """Mark all cars that the list shows."""
        self.marks.add(row.id for row in self.table.rows)
        self._show_marks()

    def _show_marks(self) -> None:
        self.table.redraw()
        self._show_tally()
        self.refresh_bindings()

    # going on

    @on(RowTable.Chosen, "#rebates")
    def action_open(self) -> None:
        """Read the rebate under the cursor whole."""
        if self.table.row is not None:
            self.app.push_screen(places.make("rebate", "RebateScreen", self.desk, self.glyphs, self.table.row.id))

    def action_claims(self) -> None:
        """Show the claims."""
        self.app.push_screen(places.make("claims", "ClaimsScreen", self.desk, self.glyphs))

    def action_cash(self) -> None:
        """Show where money is to come from."""
        self.app.push_screen(places.make("cash", "CashScreen", self.desk, self.glyphs))

    def action_owed(self) -> None:
        """Show what is owed, by whom, by when."""
        self.app.push_screen(places.make("owed", "OwedScreen", self.desk, self.glyphs))

    def action_claim(self) -> None:
        """Look over the marked cars that the list shows, or the one under the cursor, and make a claim of them."""
        ids = self._seen_marks() or ([self.table.row.id] if self.table.row is not None else [])
        if ids:
            screen = places.make("claiming", "ClaimingScreen", self.desk, self.glyphs, ids)
            self.app.push_screen(screen, self._claimed)

    def _claimed(self, claim_id: int | None) -> None:
        if claim_id is not None:
            self.marks.clear()
            self._show_marks()
            self.app.push_screen(places.make("claim", "ClaimScreen", self.desk, self.glyphs, claim_id))


def _urgency(row: StockRow) -> tuple[int, str, int]:
    found = row.rebate_row
    if found is None:
        return len(URGENCY), "", row.id
    return URGENCY[found.state], str(found.expected_on or "9"), row.id
