"""What falls due: the day, what, and for which car or paper; what is overdue comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.places import make
from tui.app.screens.filtered import FilteredScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import Column, RowTable
from tui.desk import dues
from tui.desk.context import Desk
from tui.desk.dues import DueLine
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext

EVERYTHING = 36_500
"""Days ahead that no deadline lies beyond."""
_OF_PARTNERS = frozenset({"partner_contract_ends", "hv_certificate_ends", "partner_to_confirm"})
_OF_KITS = frozenset({"kit_item_due", "waiver_ends", "proof_ends"})


def title_of(line: DueLine) -> str:
    """What is due, translated."""
    title = _(line.title)
    return _("%(paper)s expires") % {"paper": title} if line.is_paper else title


def days_left(line: DueLine, today: date) -> str:
    """How many days are left, with a mark when there are none."""
    left = (line.on - today).days
    return f"! {wording.days(left)}" if left < 0 else wording.days(left)


def tone_of(line: DueLine, today: date) -> str:
    """The tone of a line: overdue ones stand out."""
    return "blocked" if line.on < today else ""


class DueScreen(FilteredScreen[None]):
    """The list of deadlines."""

    NAME = "due"
    CSS_PATH = "../styles/nav.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("due")

    class Read(Message):
        """What is due was read from the book."""

        def __init__(self, days: int, lines: Sequence[DueLine]) -> None:
            super().__init__()
            self.days = days
            self.lines = lines

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[DueLine] = RowTable(glyphs, lambda line: line, id="due-lines")
        self.table.when_moved = self._explain
        self.days = desk.settings.deadlines.days
        self._lines: Sequence[DueLine] | None = None
        self._wanted: DueLine | None = None
        self._first = True

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "due")
        yield self.filter_line
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="due-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="due-help")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the screen, and read what is due."""
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.load)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("type to search"))
        today = self.desk.today
        self.table.set_columns([
            Column("on", _("Until"), lambda line: line.on.isoformat(), 10),
            Column("left", _("Left"), lambda line: days_left(line, today), 7, right=True,
                   tone=lambda line: tone_of(line, today)),
            Column("what", _("What"), title_of, 28, most=70),
            Column("for", _("For"), lambda line: line.name, 17, most=30),
        ])  # fmt: skip
        self._show()

    @property
    def at_work(self) -> bool:
        """Whether the first list is not there yet."""
        return self._first

    def load(self) -> None:
        """Read the list again, away from the screen."""
        self._read(self.days)

    @work(thread=True, exclusive=True, group="due", description="due")
    def _read(self, days: int) -> None:
        try:
            items = dues.due_items(self.desk, self.desk.today, days)
            self.post_message(self.Read(days, dues.due_lines(self.desk, items)))
        except NearnewError as error:
            self.app.call_from_thread(self._failed, error)

    def _failed(self, error: NearnewError) -> None:
        self._first = False
        self.say_error(error)

    def on_due_screen_read(self, event: Read) -> None:
        """Show the list."""
        self._first = False
        if event.days == self.days:
            self._lines = event.lines
            self._show()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the list again; the cursor stays on its line."""
        event.stop()
        self.load()

    def _show(self) -> None:
        lines = self._lines or ()
        found = [line for line in lines if self.fits(self._haystack(line))] if self.typed else lines
        self.table.set_rows(found, self._wanted)
        if self._lines is not None:
            self._wanted = None
        page = self.query_one("#due-empty", Page)
        self.table.display = bool(found)
        page.display = not found
        if not found:
            page.show(self._nothing())
        self.hold_focus()
        self._show_tally(found)
        self._explain()

    def point_at(self, line: DueLine) -> None:
        """Put the cursor on a line, as soon as the list is read."""
        self._wanted = line
        if self.typed:
            self.filter_line.field.value = ""
        self._show()

    def sift(self) -> None:
        """Show the lines that fit the filter."""
        self._show()

    def _nothing(self) -> list[Paragraph]:
        if self._lines is None:
            return [Paragraph("")]
        if self._lines:
            return [Paragraph(""), Paragraph(_("Nothing that is due fits this filter; esc shows all"), indent=2)]
        return [
            Paragraph(""),
            Paragraph(self._within(_("Nothing falls due")), "strong", indent=2),
            Paragraph(""),
            Paragraph(_("Deadlines come from the dates of cars and papers: clearance, licence, expiry"), indent=2),
            Paragraph(_("d looks further ahead"), indent=2),
        ]

    def _within(self, text: str) -> str:
        if self.days >= EVERYTHING:
            return text
        count = ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days}
        return _("%(text)s within %(days)s") % {"text": text, "days": count}

    def _haystack(self, line: DueLine) -> str:
        return f"{line.on}\n{title_of(line)}\n{line.title}\n{line.name}".casefold()

    def _show_tally(self, found: Sequence[DueLine]) -> None:
        today = self.desk.today
        late = sum(1 for line in found if line.on < today)
        pieces = [Piece(self._within(_("%(n)d due") % {"n": len(found)}))]
        if late:
            pieces.append(Piece("  " + _("%(n)d overdue") % {"n": late}, "blocked"))
        self.filter_line.tell(pieces if self._lines is not None else [])

    def _explain(self) -> None:
        line = self.table.row
        if line is None or not self.is_mounted:
            text = ""
        else:
            source = line.source.title if line.source is not None else ""
            text = " · ".join(part for part in (title_of(line), line.name, source) if part)
        self.query_one("#due-help", Lines).show([Piece(text)])

    def action_horizon(self) -> None:
        """Look further ahead, and after everything back to the set days."""
        steps = sorted({self.desk.settings.deadlines.days, 90, 365, EVERYTHING})
        self.days = steps[(steps.index(self.days) + 1) % len(steps)]
        self.load()

    @on(RowTable.Chosen)
    def action_open(self) -> None:
        """Open what the line is for: a claim, the offers, a car, the repair partners, the kits."""
        line = self.table.row
        if line is None:
            return
        if line.code == "letter_waiting":
            self.app.push_screen(make("letters", "LettersScreen", self.desk, self.glyphs))
        elif line.claim_id is not None:
            self.app.push_screen(make("claim", "ClaimScreen", self.desk, self.glyphs, line.claim_id))
        elif line.offer_id is not None:
            self.app.push_screen(make("offers", "OffersScreen", self.desk, self.glyphs, None))
        elif line.car_id is not None:
            self.desk_app.open_car(line.car_id)
        elif line.code in _OF_PARTNERS:
            self.app.push_screen(make("repair_partners", "RepairPartnersScreen", self.desk, self.glyphs))
        elif line.code in _OF_KITS:
            self.desk_app.go("localisation")
        else:
            self.say(_("This paper belongs to no car"))
