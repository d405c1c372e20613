"""The rows of lists that wait in the book, each with its reason: mended, confirmed or dismissed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.import_mend import MendScreen, confirm_question, dismiss_question
from tui.app.screens.import_words import problem_text, short_reason, two_lines
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import held
from tui.desk.context import Desk
from tui.desk.import_views import Waiting, column_of, waiting
from tui.desk.kinds import CARS
from tui.domain.problems import Severity
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.translator import _, ngettext


class HeldScreen(DeskScreen[None]):
    """All rows that wait, oldest first."""

    NAME = "held"
    CSS_PATH = "../styles/importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("held")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Waiting] = RowTable(glyphs, lambda line: line.row.id, id="held")
        self.table.when_moved = self._explain

    def compose(self) -> ComposeResult:
        """Lay out title, rows and two lines about the row under the cursor."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        with Container(id="body"):
            yield self.table
            yield Page(self.glyphs, id="empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="reasons")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the rows."""
        self.load()
        self.retranslate()

    def load(self) -> None:
        """Read the rows that wait; the cursor stays on its row, or on the one that comes in its place."""
        try:
            rows = waiting(self.desk)
        except NearnewError as error:
            self.say_error(error)
            return
        self.table.set_rows(rows)
        self.table.display = bool(rows)
        self.query_one("#empty").display = not rows
        if rows and self.focused is None:
            self.table.focus()
        elif not rows:
            self.set_focus(None)
        self._show_headline()
        self._explain()
        self.refresh_bindings()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.table.set_columns(self._columns())
        self.query_one("#empty", Page).show([
            Paragraph(""),
            Paragraph(_("No row waits"), "strong", indent=2),
            Paragraph(""),
            Paragraph(_("A row of a dealer's list that cannot be taken as it stands waits here, "
                        "until it is mended or dismissed."), indent=2),
            Paragraph(_("In the stock, i takes in a list."), indent=2),
        ])  # fmt: skip
        self._show_headline()
        self._explain()

    def _columns(self) -> Sequence[Column[Waiting]]:
        return [
            Column("row", _("Row"), lambda line: str(line.row.row), 4, right=True),
            Column("vin", _("VIN"), lambda line: line.vin or formats.NONE, 18),
            Column("car", _("Car"), lambda line: line.car or formats.NONE, 12, rank=2, most=24),
            Column("why", _("What is wrong"), self._why, 30, most=100, tone=lambda _line: "action"),
            Column("source", _("List"), lambda line: line.source, 16, rank=3, most=30),
            Column("dealer", _("Dealer"), lambda line: line.dealer or formats.NONE, 8, rank=4, most=16),
        ]

    def _texts(self, line: Waiting) -> list[str]:
        return [
            problem_text(self.desk, column_of(self.desk, line.row, problem.field), problem)
            for problem in line.row.problems
        ]

    def _why(self, line: Waiting) -> str:
        found = [
            short_reason(self.desk, column_of(self.desk, line.row, problem.field), problem)
            for problem in line.row.problems[:1]
        ]
        return "".join(found)

    def _show_headline(self) -> None:
        count = ngettext("%(n)d row waits", "%(n)d rows wait", len(self.table.rows)) % {"n": len(self.table.rows)}
        self.query_one("#headline", Lines).show(
            [Piece(" nearnew  ", "accent"), Piece(_("Held rows"), "strong"), Piece(f"  {count}")]
        )

    def _explain(self) -> None:
        """Two lines below: the reasons whole, and the keys that help with this row."""
        line = self.table.row
        if line is None:
            self.query_one("#reasons", Lines).show()
            return
        texts = [Piece(text, "action") for text in self._texts(line)]
        hints = Piece(self._hints(line), "faint")
        lines = two_lines(texts) if len(texts) > 1 else ([Piece(" "), *texts], [Piece(" "), hints])
        self.query_one("#reasons", Lines).show(*lines)

    def _hints(self, line: Waiting) -> str:
        keys = {name: key_text(found[0]) for name, found in self.desk_app.keys.items() if name.startswith("held.")}
        parts = []
        if offer := line.offer:
            parts.append(_("%(key)s change to %(offer)s") % {"key": keys["held.take_offer"], "offer": offer.offer})
        if self._confirms(line):
            parts.append(_("%(key)s confirm as it is") % {"key": keys["held.confirm"]})
        parts.append(_("%(key)s correct the cells") % {"key": keys["held.open"]})
        parts.append(_("%(key)s dismiss the row") % {"key": keys["held.dismiss_row"]})
        return "   ".join(parts)

    @staticmethod
    def _confirms(line: Waiting) -> bool:
        return any(problem.severity is Severity.CONFIRM for problem in line.row.problems)

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the rows again."""
        event.stop()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer what the row under the cursor can use."""
        line = self.table.row
        match action:
            case "open" | "dismiss_row":
                return line is not None
            case "take_offer":
                return line is not None and line.offer is not None
            case "confirm":
                return line is not None and self._confirms(line)
            case _:
                return True

    @on(RowTable.Moved, "#held")
    def _offer_keys(self) -> None:
        self.refresh_bindings()

    @on(RowTable.Chosen, "#held")
    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.table.row is not None:
            ids = [line.row.id for line in self.table.rows]
            self.app.push_screen(MendScreen(self.desk, self.glyphs, ids, self.table.cursor), self._back)

    def _back(self, held_id: int | None) -> None:
        self.load()
        if held_id is not None:
            self.table.set_rows(self.table.rows, held_id)

    def action_take_offer(self) -> None:
        """Take the correction on offer, and mend the row with it."""
        line = self.table.row
        offer = line.offer if line is not None else None
        if line is not None and offer is not None and offer.offer is not None:
            self._mend(line, {column_of(self.desk, line.row, offer.field): offer.offer})

    def action_confirm(self) -> None:
        """Ask, then take the VIN as it is."""
        if self.table.row is not None:
            self._mend(self.table.row, {})

    def _mend(self, line: Waiting, changes: Mapping[str, str]) -> None:
        """Mend a row; ask first where only a person's word is wanting."""
        try:
            plan = held.plan_mending(self.desk, line.row.id, changes)
        except NearnewError as error:
            self.say_error(error)
            return
        problems = [reason.problem for reason in plan.reasons]
        if not problems or any(problem.severity is not Severity.CONFIRM for problem in problems):
            self._write(line, changes, confirm=False)
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - the answer
            if yes:
                self._write(line, changes, confirm=True)

        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, *confirm_question(plan.vin, problems)), answered)

    def action_dismiss_row(self) -> None:
        """Ask, then let the row be."""
        line = self.table.row
        if line is None:
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - the answer
            if yes:
                self._dismiss_row(line)

        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, *dismiss_question(line.row)), answered)

    def _dismiss_row(self, line: Waiting) -> None:
        try:
            held.dismiss(self.desk, line.row.id)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Row %(row)s is dismissed") % {"row": line.row.row})

    def _write(self, line: Waiting, changes: Mapping[str, str], *, confirm: bool) -> None:
        try:
            car_id = held.mend(self.desk, line.row.id, changes, confirm=confirm)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        car = self.desk.store.get(CARS, car_id)
        number = car.stock_number if car else str(car_id)
        self.say(_("Row %(row)s is mended: car %(number)s") % {"row": line.row.row, "number": number})

    def action_back(self) -> None:
        """Return to the screen before."""
        self.dismiss(None)
