"""Every destination: its rules, and how the stock stands with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app import places, wording
from tui.app.columns import TONE_OF
from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.manifest import NOT_YET
from tui.app.messages import BookChanged
from tui.app.screens.country import CountryScreen
from tui.app.screens.filtered import FilteredScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import Column, RowTable
from tui.desk import destinations, freshness
from tui.desk.context import Desk
from tui.desk.destinations import DestinationRow
from tui.domain.readiness import Verdict
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.pack_notices import fault_place
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import LANGUAGES, _

_MARKS = (Verdict.READY, Verdict.ACTION, Verdict.BLOCKED, Verdict.UNKNOWN)


class StockCountedFor(Message):
    """The stock was assessed for one country, as the book was at a load of the list."""

    def __init__(self, generation: int, code: str, verdicts: Mapping[Verdict, int]) -> None:
        super().__init__()
        self.generation = generation
        self.code = code
        self.verdicts = verdicts


class DestinationsScreen(FilteredScreen[None]):
    """The list of destinations."""

    NAME = "destinations"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("destinations")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[DestinationRow] = RowTable(glyphs, lambda row: row.code, id="destinations")
        self.table.when_moved = self._explain
        self._rows: Sequence[DestinationRow] | None = None
        self._counts: dict[str, Mapping[Verdict, int]] = {}
        self._generation = 0

    def compose(self) -> ComposeResult:
        """Lay out tabs, list and note."""
        yield MainTabs(self.glyphs, "destinations")
        yield self.filter_line
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="destination-note")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the screen at once, then read the rules, then count."""
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.load)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("filter: code or country"))
        self.table.set_columns(self._columns())
        self.sift()

    def load(self) -> None:
        """Read rules and stock; count in the background."""
        self._generation += 1
        try:
            rows = self._rows = destinations.overview(self.desk)
        except NearnewError as error:
            self.say_error(error)
            return
        self.sift()
        codes = [row.code for row in rows if not row.is_origin]
        self._count(self._generation, codes)

    def sift(self) -> None:
        """Show the destinations whose code or name, in any language we know it in, fits the filter."""
        rows = self._rows or ()
        self.table.set_rows([row for row in rows if self.fits(_haystack(row))])
        text = _("%(shown)d of %(all)d") % {"shown": len(self.table.rows), "all": len(rows)}
        self.filter_line.tell([Piece(text)] if self.typed else self._ageing())
        self.hold_focus()
        self._explain()

    @work(thread=True, exclusive=True, group="destinations", description="count")
    def _count(self, generation: int, codes: list[str]) -> None:
        worker = get_current_worker()
        try:
            for code, verdicts in destinations.counted(self.desk, codes, lambda: worker.is_cancelled):
                self.post_message(StockCountedFor(generation, code, verdicts))
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_stock_counted_for(self, event: StockCountedFor) -> None:
        """Show the counts of one country, unless the book was read again meanwhile."""
        if event.generation == self._generation:
            self._counts[event.code] = event.verdicts
            self.table.redraw()
            self._explain()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read and count again; the counts of before stay until the new ones are there."""
        event.stop()
        self.load()

    def _columns(self) -> list[Column[DestinationRow]]:
        def figure(verdict: Verdict) -> Callable[[DestinationRow], str]:
            def cell(row: DestinationRow) -> str:
                counts = self._counts.get(row.code)
                if row.is_origin:
                    return ""
                return NOT_YET if counts is None else str(counts.get(verdict, 0))

            return cell

        def tone(verdict: Verdict) -> Callable[[DestinationRow], str]:
            return lambda row: TONE_OF[verdict] if self._counts.get(row.code, {}).get(verdict) else "faint"

        return [
            Column("code", _("Code"), lambda row: row.code, 4),
            Column("name", _("Country"), self._country, 14, most=34),
            *(
                Column(mark.value, self.glyphs.mark(mark), figure(mark), 5, right=True, tone=tone(mark))
                for mark in _MARKS
            ),
            Column("cars", _("Going"), lambda row: "" if row.is_origin else str(row.cars), 5, right=True, rank=2),
            Column("rules", _("Rules"), lambda row: str(row.rules), 5, right=True, rank=1),
            Column("checked", _("Checked"), self._checked, 12, tone=self._checked_tone),
        ]

    @staticmethod
    def _country(row: DestinationRow) -> str:
        name = wording.country_name(row.code)
        return _("%(country)s, export") % {"country": name} if row.is_origin else name

    def _checked(self, row: DestinationRow) -> str:
        if row.fault is not None:
            return _("%(mark)s faulty") % {"mark": self.glyphs.unknown}
        if not row.has_pack:
            return _("%(mark)s no rules") % {"mark": self.glyphs.unknown}
        day = formats.day(row.checked)
        if row.stale:
            return f"{self.glyphs.unknown} {day}"
        return f"{self.glyphs.action} {day}" if self._is_ageing(row) else day

    def _is_ageing(self, row: DestinationRow) -> bool:
        """Whether the rules will be too old within the days the desk looks ahead."""
        left = freshness.days_left(self.desk, row.checked.toordinal()) if row.checked is not None else None
        return left is not None and left <= self.desk.settings.deadlines.days

    def _checked_tone(self, row: DestinationRow) -> str:
        if not row.is_known:
            return TONE_OF[Verdict.UNKNOWN]
        return TONE_OF[Verdict.ACTION] if self._is_ageing(row) else ""

    def _ageing(self) -> list[Piece]:
        """How many packs are too old or will be soon, and the key that fetches others."""
        packs = freshness.ageing_packs(self.desk) if self._rows is not None else []
        if not packs:
            return []
        old, key = sum(one.too_old for one in packs), key_text(self.desk_app.keys["destinations.fetch_rules"][0])
        text = _("rules: %(old)s too old, %(soon)s soon; %(key)s fetches")
        tone, mark = ("unknown", self.glyphs.unknown) if old else ("action", self.glyphs.action)
        return [Piece(f"{mark} " + text % {"old": old, "soon": len(packs) - old, "key": key}, tone)]

    def _explain(self) -> None:
        """What the row under the cursor means."""
        row, lines = self.table.row, self.query_one("#destination-note", Lines)
        if row is None:
            text = _("Reading the rules") if self._rows is None else _("No destination is called that; esc shows all")
            lines.show([Piece(f" {text}", "faint")])
            return
        lines.show(*([Piece(f" {text}", tone)] for text, tone in self._notes(row)))

    def _notes(self, row: DestinationRow) -> list[tuple[str, str]]:
        name = wording.country_name(row.code)
        if row.is_origin:
            return [(_("What China asks of a car that leaves it counts for every destination"), "")]
        notes = []
        if row.fault is not None:
            text = _("%(place)s: not used, every car is unknown")
            notes.append((text % {"place": fault_place(row.fault)}, TONE_OF[Verdict.UNKNOWN]))
        elif not row.has_pack:
            text = _("There are no rules for %(country)s here: every car is unknown for it")
            notes.append((text % {"country": name}, TONE_OF[Verdict.UNKNOWN]))
        elif row.stale:
            text = _("Nobody looked at these rules since %(day)s: every car is unknown for %(country)s")
            notes.append((text % {"day": formats.day(row.checked), "country": name}, TONE_OF[Verdict.UNKNOWN]))
        elif self._is_ageing(row) and row.checked is not None:
            left = freshness.days_left(self.desk, row.checked.toordinal())
            text = _("Checked %(day)s: in %(days)s days these rules are too old, and every car unknown")
            notes.append((text % {"day": formats.day(row.checked), "days": left + 1}, TONE_OF[Verdict.ACTION]))
        counts = self._counts.get(row.code)
        if counts is not None:
            words = self.desk.library.words["verdict"]
            parts = [f"{counts.get(one, 0)} {self.glyphs.mark(one)} {_(words[one.value])}" for one in _MARKS]
            every = count_of_cars(sum(counts.values()))
            notes.append((_("%(cars)s of the stock: %(parts)s") % {"cars": every, "parts": "   ".join(parts)}, ""))
        return notes

    @on(RowTable.Chosen, "#destinations")
    def action_open(self) -> None:
        """Read the rules of the country under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(CountryScreen(self.desk, self.glyphs, self.table.row.code))

    def action_matrix(self) -> None:
        """Show the stock against every destination."""
        self.app.push_screen(places.make("matrix", "MatrixScreen", self.desk, self.glyphs))

    def action_fetch_rules(self) -> None:
        """Fetch the published rules."""
        from tui.app.screens.published import ask_rules

        ask_rules(self)

    def action_check(self) -> None:
        """Show the stock checked for the country under the cursor."""
        row = self.table.row
        if row is not None:
            self.desk_app.open_stock("", None if row.is_origin else row.code)


def _haystack(row: DestinationRow) -> str:
    return "\n".join((row.code, *(formats.country(row.code, tag) for tag in LANGUAGES))).casefold()
