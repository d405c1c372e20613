"""Where the money is: what is to come by week, rebates by state, the age of capital, and margins."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.places import make
from tui.app.rebate_lines import state_text
from tui.app.screens.base import DeskScreen
from tui.app.widgets.bars import bar
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk.cash import NO_DAY, OVERDUE, REST, Bar, Cash, cash
from tui.desk.context import Desk
from tui.domain.rebating import RebateState
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_BREATH = 64
_BESIDE = 60
"""Cells that everything but the bars takes of a line."""
_LEAST_BAR = 10


class _Stopped(Exception):
    """The figures are not wanted any more."""


@dataclass(frozen=True)
class CashLine:
    """One line of the charts."""

    key: str
    section: str
    label: str
    cars: str
    amount: str
    value: Decimal
    largest: Decimal


class CashScreen(DeskScreen[None]):
    """Charts, each a few lines with its figures beside the bars."""

    NAME = "cash"
    CSS_PATH = "../styles/rebates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("cash")

    class Read(Message):
        """The figures were worked out."""

        def __init__(self, found: Cash) -> None:
            super().__init__()
            self.found = found

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[CashLine] = RowTable(glyphs, lambda line: line.key, id="cash-lines")
        self._found: Cash | None = None

    def compose(self) -> ComposeResult:
        """Lay out head, charts and note."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="cash-note")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the frame; the figures follow."""
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.load)

    def on_resize(self) -> None:
        """Draw the bars as long as there is room."""
        self._set_columns()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        head = _("Money on %(day)s") % {"day": self.desk.today}
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(head, "strong")])
        self._set_columns()
        self._show()

    def language_changed(self) -> None:
        """Read again, for the names of models depend on the language."""
        self.retranslate()
        self.load()

    def _set_columns(self) -> None:
        room = max(self.size.width - _BESIDE, _LEAST_BAR)
        self.table.set_columns([
            Column("section", "", lambda line: line.section, 10),
            Column("label", "", lambda line: line.label, 22),
            Column("cars", _("Cars"), lambda line: line.cars, 4, right=True),
            Column("amount", _("Amount"), lambda line: line.amount, 12, right=True),
            Column("bar", "", lambda line: bar(line.value, line.largest, room, self.glyphs), room, tone=_tone),
        ])  # fmt: skip

    def load(self) -> None:
        """Work the figures out, away from the screen."""
        self._read()

    @work(thread=True, exclusive=True, group="cash", description="cash")
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
            self.post_message(self.Read(cash(self.desk, pause)))
        except _Stopped:
            return
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_cash_screen_read(self, event: Read) -> None:
        """Show the figures."""
        self._found = event.found
        self._show()

    def on_book_changed(self, event: BookChanged) -> None:
        """Work the figures out again."""
        event.stop()
        self.load()

    def _show(self) -> None:
        found = self._found
        self.table.set_rows(list(self.lines(found)) if found is not None else [])
        note = self.glyphs.ellipsis
        if found is not None:
            note = _("Margins include the rebate; %(cars)s without a margin that can be told") % {
                "cars": count_of_cars(found.margins.unknown)
            }
        self.query_one("#cash-note", Lines).show([Piece(f" {note}", "faint")])

    def lines(self, found: Cash) -> Iterator[CashLine]:
        """The charts as lines."""
        states = {state.value: state_text(self.desk, state, self.glyphs) for state in RebateState}
        late = _("overdue")
        days = {OVERDUE: f"{self.glyphs.action} {late}", NO_DAY: _("no day yet")}
        months = {
            f"{month} {state.value}": f"{days.get(month, month)} {states[state.value].partition(' ')[2]}"
            for month in {one.label.partition(" ")[0] for one in found.months}
            for state in RebateState
        }
        yield from self._chart("to_come", _("To come"), found.to_come, days)
        yield from self._chart("to_pay", _("To pay"), found.to_pay, days)
        yield from self._chart("months", _("By month"), found.months, months)
        yield from self._chart("states", _("Rebates"), found.states, states)
        yield from self._chart("exposed", _("At risk"), found.exposed, states)
        ages = {one.label: _("%(span)s days") % {"span": one.label} for one in found.ages}
        yield from self._chart("ages", _("Tied up"), found.ages, ages)
        yield from self._chart("model", _("By model"), found.margins.by_model, {})
        yield from self._chart("dealer", _("By dealer"), found.margins.by_dealer, {})
        names = {one.label: wording.destination_name(one.label) for one in found.margins.by_destination}
        yield from self._chart("destination", _("By country"), found.margins.by_destination, names)

    def _chart(self, key: str, title: str, bars: Sequence[Bar], names: dict[str, str]) -> Iterator[CashLine]:
        """The lines of one chart; a currency has its own scale."""
        if not bars:
            yield CashLine(key, title, _("nothing"), "", "", Decimal(0), Decimal(0))
        largest: dict[str, Decimal] = {}
        for one in bars:
            known = largest.get(one.amount.currency, Decimal(0))
            largest[one.amount.currency] = max(known, abs(one.amount.amount))
        for place, one in enumerate(bars):
            label = _("others") if one.label == REST else names.get(one.label, one.label)
            money = one.amount
            yield CashLine(
                f"{key} {one.label} {money.currency}",
                "" if place else title,
                label,
                formats.number(one.cars),
                formats.amount(money, places=0),
                money.amount,
                largest[money.currency],
            )

    def action_owed(self) -> None:
        """Show what is owed, by whom, by when."""
        self.app.push_screen(make("owed", "OwedScreen", self.desk, self.glyphs))

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)


def _tone(line: CashLine) -> str:
    return "blocked" if line.value < 0 else "accent"
