"""One car on the whole screen, page by page: overview, money, readiness, localisation, documents, history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages import car_papers, overview_page
from tui.app.pages.car_papers import CarPaper
from tui.app.pages.flags import FlagLine, flag_lines
from tui.app.pages.kit import KitLine, car_kit_lines, is_area, kit_columns
from tui.app.pages.money import money_page
from tui.app.pages.tables import entry_columns, explained, flag_columns, paper_columns
from tui.app.screens.agreement import AgreementScreen
from tui.app.screens.car_money import CarMoney
from tui.app.screens.car_rows import opened
from tui.app.screens.destination import DestinationScreen, Place
from tui.app.screens.kit import kit_of
from tui.app.screens.recording import record
from tui.app.widgets.cells import whole_or_cut
from tui.app.widgets.footer import Footer
from tui.app.widgets.headed import HeadedTable
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.page_tabs import PageTabs
from tui.app.widgets.table import RowTable
from tui.desk import stock
from tui.desk.car_history import Entry, history_of
from tui.desk.checking import Question
from tui.desk.context import Desk
from tui.desk.rows import Rows, StockRow, View
from tui.domain.cars import Car
from tui.errors import NearnewError
from tui.i18n.translator import N_, _


class Tab(IntEnum):
    """The pages of a car, in their order."""

    OVERVIEW = 0
    MONEY = 1
    READINESS = 2
    LOCALISATION = 3
    DOCUMENTS = 4
    HISTORY = 5


TABS = (N_("Overview"), N_("Money"), N_("Readiness"), N_("Localisation"), N_("Documents"), N_("History"))


class HistoryRead(Message):
    """The history of a car was read, away from the screen."""

    def __init__(self, car: Car, entries: list[Entry]) -> None:
        super().__init__()
        self.car = car
        self.entries = entries


class CarScreen(CarMoney):
    """A car. Dismisses with the id of the car looked at last, so that a list can put its cursor there."""

    NAME = "car"
    CSS_PATH = "../styles/car.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("car")

    def __init__(
        self,
        desk: Desk,
        glyphs: Glyphs,
        row: StockRow,
        destination: str | None,
        rows: Sequence[StockRow] = (),
        *,
        tab: Tab = Tab.OVERVIEW,
        on: date | None = None,
    ) -> None:
        """``rows`` is the list the car was opened from; n and N walk along it. ``on`` is another day than today."""
        super().__init__(desk, glyphs)
        self.tab = tab
        self._row = row
        self._question = Question(on or desk.today)
        self._destination = destination
        self._ids = rows.ids if isinstance(rows, Rows | View) else [one.id for one in rows]
        self._rows: Rows | None = None
        self._entries: list[Entry] | None = None
        self.flags: RowTable[FlagLine] = RowTable(glyphs, lambda line: line.key, id="flags")
        self.kit: RowTable[KitLine] = HeadedTable(glyphs, lambda line: line.key, is_area, id="car-kit")
        self.papers: RowTable[CarPaper] = RowTable(glyphs, car_papers.key, id="papers")
        self.entries: RowTable[Entry] = RowTable(glyphs, lambda entry: entry.sequence, id="entries")
        for table in self._tables:
            table.when_moved = self._explain

    @property
    def _tables(self) -> tuple[RowTable[Any], ...]:
        return self.flags, self.kit, self.papers, self.entries

    @property
    def _table(self) -> RowTable[Any] | None:
        """The table of the tab in force; None where it is a page."""
        return None if self.tab < Tab.READINESS else self._tables[self.tab - Tab.READINESS]

    def compose(self) -> ComposeResult:
        """Lay out title, tabs, page or table, two lines about the row, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield PageTabs(self.glyphs, id="page-tabs")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="car-page")
        yield from self._tables
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="about")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill in everything."""
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text; page and cursors stay where they are."""
        self.flags.set_columns(flag_columns(self.desk, self.glyphs, lambda: self._row))
        self.papers.set_columns(paper_columns(self.desk))
        self.entries.set_columns(entry_columns(self.desk, self.glyphs))
        self._show(top=False)

    def _show(self, *, top: bool = True) -> None:
        """Show the tab in force; what cannot be read is said and leaves it as it was."""
        try:
            self._show_head()
            self._fill()
        except NearnewError as error:
            self.say_error(error)
            return
        table = self._table
        page = self.query_one("#car-page", Page)
        shown = table is not None and bool(table.rows)
        for one in self._tables:
            one.display = shown and one is table
        page.display = not shown
        if not shown:
            page.show(self._paragraphs(), top=top)
        self.query_one("#about", Lines).display = shown
        (table if shown and table is not None else page).focus()
        self._explain()
        self.refresh_bindings()

    def _show_head(self) -> None:
        row = self._row
        said = row.answer.assessment
        verdict = said.verdict
        pieces = [
            Piece(" nearnew  ", "accent"),
            Piece(f"{row.car.stock_number}  ", "strong"),
            Piece(f"{wording.verdict_mark(self.glyphs, said)} ", TONE_OF[verdict]),
            Piece(wording.verdict_word(self.desk, said), TONE_OF[verdict]),
            Piece(f" {self.glyphs.arrow} {row.destination or '?'}  "),
            Piece(f"{wording.car_name(row, whole=True)}  "),
        ]
        if row.id in self._ids:
            pieces.append(Piece(f"{self._ids.index(row.id) + 1}/{len(self._ids)}", "faint"))
        self.query_one("#headline", Lines).show(pieces)
        self.query_one(PageTabs).show_tabs([_(name) for name in TABS], self.tab)

    def _fill(self) -> None:
        """Read the rows of the tab in force."""
        match self.tab:
            case Tab.READINESS:
                lines = flag_lines(self._row.answer.assessment)
                first = next((line.key for line in lines if line.flag is not None), None)
                self.flags.set_rows(lines, None if self.flags.rows else first)
            case Tab.LOCALISATION:
                items = car_kit_lines(self.desk, self._row)
                self.kit.set_columns(kit_columns(self.desk, self.glyphs, items, self.size.width))
                self.kit.set_rows(items)
            case Tab.DOCUMENTS:
                self.papers.set_rows(car_papers.papers_of(self.desk, self._row.car))
            case Tab.HISTORY:
                self.entries.set_rows(self._entries or [])
                if self._entries is None:
                    self._read_history(self._row.car)
            case _:
                pass

    def _paragraphs(self) -> Sequence[Paragraph]:
        match self.tab:
            case Tab.OVERVIEW:
                return overview_page(self.desk, self._row, self.glyphs)
            case Tab.MONEY:
                return money_page(self.desk, self._row)
            case Tab.LOCALISATION:
                return [Paragraph(_("No destination is known for this car; d chooses one"))]
            case Tab.DOCUMENTS:
                return [Paragraph(_("No document reaches this car yet; w records one"))]
            case Tab.HISTORY if self._entries is None:
                return [Paragraph(_("Reading the history"), "faint")]
            case _:
                return [Paragraph(_("Nothing to show"), "faint")]

    @work(thread=True, exclusive=True, group="history", description="history")
    def _read_history(self, car: Car) -> None:
        try:
            entries = history_of(self.desk, car)
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)
            entries = []
        self.post_message(HistoryRead(car, entries))

    def on_history_read(self, event: HistoryRead) -> None:
        """Show the history, unless another car is looked at meanwhile."""
        if event.car.id == self._row.id:
            self._entries = event.entries
            if self.tab == Tab.HISTORY:
                self._show()

    def _explain(self) -> None:
        """Two lines about the row under the cursor."""
        table = self._table
        row = table.row if table is not None and table.display else None
        lines = explained(self.desk, self.glyphs, self._row, row)
        if len(lines) == 1:
            lines = whole_or_cut(lines[0], self.size.width - 2, 2, self.glyphs.ellipsis)
        self.query_one("#about", Lines).show(*([Piece(f" {text}")] for text in lines))

    def language_changed(self) -> None:
        """Read the row again: it holds names in a language."""
        self.on_book_changed()

    def on_book_changed(self, event: BookChanged | None = None) -> None:
        """Show the car as the book has it now."""
        if event is not None:
            event.stop()
        self._rows = None
        try:
            row = self._row_of(self._row.id)
        except NearnewError as error:
            self.say_error(error)
            return
        if row is None:
            self.leave_for(_("This car is no longer in the book"))
            return
        self.stay()
        self._row, self._entries = row, None
        self.retranslate()

    def _row_of(self, car_id: int) -> StockRow | None:
        """A car as the book has it now."""
        if self._rows is None:
            self._rows = stock.lazy_rows(
                self.desk, destination=self._destination, question=self._question, archived=True
            )
            self._ids = [one for one in self._ids if self._rows.place_of(one) is not None]
        place = self._rows.place_of(car_id)
        return None if place is None else self._rows[place]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer only what there is: rows to open, cars before and after."""
        if action == "open":
            return self._table is not None
        if action in {"next_car", "previous_car"}:
            return len(self._ids) > 1
        return True

    # moving

    def _turn_to(self, tab: int) -> None:
        self.tab = Tab(tab % len(Tab))
        self._show()

    def action_next_tab(self) -> None:
        """Go to the next page of the car."""
        self._turn_to(self.tab + 1)

    def action_previous_tab(self) -> None:
        """Go to the page before."""
        self._turn_to(self.tab - 1)

    @on(PageTabs.Clicked)
    def _tab_clicked(self, event: PageTabs.Clicked) -> None:
        self._turn_to(event.place)

    def action_next_car(self) -> None:
        """Go to the next car of the list."""
        self._step(1)

    def action_previous_car(self) -> None:
        """Go to the car before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._row.id not in self._ids:
            return
        place = self._ids.index(self._row.id) + by
        row = self._row_of(self._ids[place]) if 0 <= place < len(self._ids) else None
        if row is not None:
            self._row, self._entries = row, None
            self._show()
        else:
            self.say(_("This is the last car of the list") if by > 0 else _("This is the first car of the list"))

    @on(RowTable.Chosen)
    def action_open(self) -> None:
        """Open the row under the cursor."""
        row = self._table.row if self._table is not None else None
        if isinstance(row, KitLine):
            self._open_kit(row.key if row.one is not None else "")
        elif (screen := opened(self.desk, self.glyphs, self._row, row, self._question.on)) is not None:
            self.app.push_screen(screen)

    # acting

    def action_edit(self) -> None:
        """Change what is known of the car."""
        from tui.app.screens.forms.car import CarForm

        self.open_form(lambda: CarForm(self.desk, self.glyphs, self._row.car))

    def action_sheet(self) -> None:
        """Change what all cars of the model share."""
        from tui.app.screens.forms.sheet import sheet_form

        self.open_form(lambda: sheet_form(self.desk, self.glyphs, self._row.car))

    def action_document(self) -> None:
        """Record a document for the car: the one that the flag under the cursor waits for, or any."""
        line = self.flags.row if self.tab == Tab.READINESS else None
        record(
            self,
            [self._row.car],
            line.flag.needs if line is not None and line.flag is not None else (),
            destination=self._row.destination,
        )

    def action_when(self) -> None:
        """Show when the car may go."""
        if not self._row.destination:
            self.say(_("No destination is known for this car; d chooses one for the whole list"))
            return
        from tui.app.screens.when import WhenScreen

        screen = WhenScreen(self.desk, self.glyphs, self._row.car, self._row.destination, self._question.on)
        self.app.push_screen(screen)

    def action_look_up(self) -> None:
        """Ask a public decoder about the VIN."""
        from tui.app.screens.vin_hints import ask_vins

        ask_vins(self, [self._row.car])

    def action_kit(self) -> None:
        """Open the localisation kit of the car."""
        if not self._row.destination:
            self.say(_("No destination is known for this car; d chooses one for the whole list"))
        else:
            self._open_kit("")

    def _open_kit(self, item: str) -> None:
        self.app.push_screen(kit_of(self, self._row.car, self._row.destination or "", item, self._question.on))

    def action_inspections(self) -> None:
        """Show the inspections of the car."""
        from tui.app.screens.inspections import InspectionsScreen

        self.app.push_screen(InspectionsScreen(self.desk, self.glyphs, self._row.car))

    def action_missing(self) -> None:
        """Show what to get next for the car."""
        from tui.app.screens.missing import MissingScreen

        self.app.push_screen(MissingScreen(self.desk, self.glyphs, [self._row.id], self._destination))

    def action_agreement(self) -> None:
        """Compare what the papers of the car print."""
        self.app.push_screen(AgreementScreen(self.desk, self.glyphs, [self._row.id]))

    def action_destination(self) -> None:
        """Look at the car for another country."""
        self.app.push_screen(DestinationScreen(self.desk, self.glyphs, self._destination), self._destination_chosen)

    def _destination_chosen(self, place: Place | None) -> None:
        if place is not None:
            self._destination = place.code or None
            self.on_book_changed()

    def action_copy_vin(self) -> None:
        """Copy the VIN."""
        self.desk_app.copy_vin(self._row.car.vin)

    def action_back(self) -> None:
        """Return to the list."""
        self.dismiss(self._row.id)
