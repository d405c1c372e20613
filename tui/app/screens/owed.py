"""What is owed, by whom, by when: the treasury, the buyers, and what the trader owes dealers and payees."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.places import make
from tui.app.screens.filtered import FilteredScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import costing
from tui.desk.context import Desk
from tui.desk.money_words import cost_kinds
from tui.desk.owing import Owed, Owes, owed, sums
from tui.domain.costing import Cost
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.money_sentences import owed_about, owed_by
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_BREATH = 64


class _Stopped(Exception):
    """The list is not wanted any more."""


class OwedScreen(FilteredScreen[None]):
    """One line for whoever owes by one day in one currency."""

    NAME = "owed"
    CSS_PATH = "../styles/rebates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("owed")

    class Read(Message):
        """What is owed was read from the book."""

        def __init__(self, lines: Sequence[Owed]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Owed] = RowTable(glyphs, lambda line: line, id="owed-lines")
        self.table.when_moved = self._explain
        self._lines: Sequence[Owed] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Lines(self.glyphs, id="headline")
        yield self.filter_line
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="owed-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="owed-totals")
        yield Lines(self.glyphs, id="owed-why")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the frame; the list follows."""
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.load)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        today = self.desk.today
        head = _("Owed on %(day)s") % {"day": today}
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(head, "strong")])
        self.filter_line.ask(_("type to search"))
        self.table.set_columns([
            Column("by", _("By"), lambda one: one.by.isoformat() if one.by else formats.NONE, 10),
            Column("left", _("Left"), self._left, 7, right=True, tone=self._tone),
            Column("who", _("Payer"), self._who, 18, most=40),
            Column("for", _("For"), self._about, 13, most=24),
            Column("cars", _("Cars"), lambda one: formats.number(one.cars), 4, right=True),
            Column("amount", _("Amount"), _amount, 13, right=True, tone=self._tone),
        ])  # fmt: skip
        self.sift()

    @staticmethod
    def _who(one: Owed) -> str:
        return owed_by(one.owes.value, one.who, cost=bool(one.cost_ids))

    def _about(self, one: Owed) -> str:
        return owed_about(one.about, unclaimed=one.unclaimed, costs=cost_kinds(self.desk, one.kinds))

    def _left(self, one: Owed) -> str:
        if one.by is None:
            return ""
        left = wording.days((one.by - self.desk.today).days)
        return f"{self.glyphs.action} {left}" if one.is_late(self.desk.today) else left

    def _tone(self, one: Owed) -> str:
        return "blocked" if one.is_late(self.desk.today) else ""

    def load(self) -> None:
        """Read the list, away from the screen."""
        self._read()

    @work(thread=True, exclusive=True, group="owed", description="owed")
    def _read(self) -> None:
        worker = get_current_worker()
        seen = 0

        def pause() -> None:
            nonlocal seen
            seen += 1
            if not seen % _BREATH:
                time.sleep(0.001)
                if worker.is_cancelled:
                    raise _Stopped

        try:
            self.post_message(self.Read(owed(self.desk, pause)))
        except _Stopped:
            return
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_owed_screen_read(self, event: Read) -> None:
        """Show the list."""
        self._lines = event.lines
        self.sift()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the list again; the cursor stays on its line."""
        event.stop()
        self.load()

    def sift(self) -> None:
        """Show the lines that fit the filter, and what they come to."""
        found = [one for one in self._lines or () if self.fits(self._haystack(one))]
        self.table.set_rows(found)
        page = self.query_one("#owed-empty", Page)
        self.table.display, page.display = bool(found), not found
        if not found:
            page.show(self._nothing())
        self.hold_focus()
        self._show_sums(found)
        self._explain()

    def _nothing(self) -> list[Paragraph]:
        if self._lines is None:
            return [Paragraph("")]
        if self._lines:
            return [Paragraph(""), Paragraph(_("Nothing that is owed fits this filter; esc shows all"), indent=2)]
        return [
            Paragraph(""),
            Paragraph(_("Nobody owes anything"), "strong", indent=2),
            Paragraph(""),
            Paragraph(_("Lines come from rebates of exported cars, prices agreed with buyers, days to pay dealers, and "
                        "costs that are not paid"), indent=2),
        ]  # fmt: skip

    def _haystack(self, one: Owed) -> str:
        return f"{one.by}\n{self._who(one)}\n{self._about(one)}\n{one.amount.currency}\n{one.owes.value}".casefold()

    def _show_sums(self, found: Sequence[Owed]) -> None:
        late = sum(1 for one in found if one.is_late(self.desk.today))
        tally = [Piece(_("%(n)d overdue") % {"n": late}, "blocked")] if late else []
        self.filter_line.tell(tally if self._lines is not None else [])
        parts = [
            (_("Coming in: %(sum)s") % {"sum": formats.amounts(sums(found, ours=False))}),
            (_("To pay: %(sum)s") % {"sum": formats.amounts(sums(found, ours=True))}),
        ]
        self.query_one("#owed-totals", Lines).show([Piece(f" {'   '.join(parts)}", "strong")] if found else [])

    def _explain(self) -> None:
        if not self.is_mounted:
            return
        one = self.table.row
        text = self._said(one) if one is not None else ""
        self.query_one("#owed-why", Lines).show([Piece(f" {text}", "faint")])

    def _said(self, one: Owed) -> str:
        cars = count_of_cars(one.cars)
        if one.cost_ids:
            return _("enter: the costs behind it; it goes when their paid day is recorded")
        if one.owes is Owes.WE:
            return _("enter: the first of %(cars)s to be paid to the dealer") % {"cars": cars}
        if one.claim_id:
            return _("enter: the claim; the day is the one the tax office usually needs")
        if one.unclaimed:
            return _("enter: the first of %(cars)s that are exported and on no filed claim") % {"cars": cars}
        return _("enter: the first of %(cars)s whose buyer has not paid all") % {"cars": cars}

    @on(RowTable.Chosen)
    def action_open(self) -> None:
        """Open the claim, or the first car."""
        one = self.table.row
        if one is None:
            return
        if one.cost_ids:
            self._show_costs(owed_by(one.owes.value, one.who, cost=True), one.cost_ids)
        elif one.claim_id:
            self.app.push_screen(make("claim", "ClaimScreen", self.desk, self.glyphs, one.claim_id))
        else:
            self.desk_app.open_car(one.car_id)

    def action_costs(self) -> None:
        """Show all costs of the book."""
        self._show_costs("", None)

    def _show_costs(self, title: str, ids: Sequence[int] | None) -> None:
        """Show all costs, or those of some numbers as long as they are there."""

        def read() -> Sequence[Cost]:
            return [one for one in costing.listed(self.desk) if ids is None or one.id in ids]

        self.app.push_screen(make("costs", "CostsScreen", self.desk, self.glyphs, title, read))

    def action_charts(self) -> None:
        """Show the charts of money."""
        self.app.push_screen(make("cash", "CashScreen", self.desk, self.glyphs))

    def action_clear(self) -> None:
        """Clear the filter; without one return to the screen below."""
        if self.typed or self.focused is self.filter_line.field:
            super().action_clear()
        else:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaving is always offered."""
        return True if action == "clear" else super().check_action(action, parameters)


def _amount(one: Owed) -> str:
    shown = formats.amount(one.amount)
    return f"-{shown}" if one.owes is Owes.WE else shown
