"""Do the papers of a car agree: a table of fields and papers, with the characters marked in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.messages import BookChanged
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.print_table import PrintTableScreen
from tui.app.widgets.cells import wrap
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import agreements, prints
from tui.desk.agreements import CarPapers, Sheaf
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS, SHIPMENTS
from tui.desk.prints import Saying
from tui.domain.agreement import Difference, PrintField
from tui.domain.problems import Problem
from tui.errors import DraftRefused, NearnewError
from tui.i18n import formats
from tui.i18n.translator import _

_STATES = {"differ": "blocked", "agree": "ready", "not_assessed": "unknown"}
_MARGIN, _FIELD_WIDTH, _CELL_WIDTH, _MOST_CELL = 2, 15, 19, 34  # a VIN with a difference in brackets has 19 cells


@dataclass(frozen=True)
class FieldRow:
    """One field of all papers."""

    field: PrintField
    differences: tuple[Difference, ...]


class AgreementScreen(DeskScreen[None]):
    """The papers of the cars of a shipment, or of one car."""

    NAME = "agreement"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("agreement")

    def __init__(
        self, desk: Desk, glyphs: Glyphs, car_ids: Sequence[int], at: int | None = None, shipment_id: int | None = None
    ) -> None:
        """``car_ids`` are walked along; ``at`` is the car to begin with; ``shipment_id`` judges them as on it."""
        super().__init__(desk, glyphs)
        self.table: RowTable[FieldRow] = RowTable(glyphs, lambda row: row.field.name, id="fields")
        self.table.when_moved = self._explain
        self._ids = list(car_ids)
        self._place = self._ids.index(at) if at in self._ids else 0
        self._shipment_id = shipment_id
        self._found: CarPapers | None = None
        self.papers: list[Sheaf] = []
        self.chosen = 0
        """The place of the paper that is typed into."""

    def compose(self) -> ComposeResult:
        """Lay out head, table, and what is said of the row under the cursor."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="agreement-paper")
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="agreement-note")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the papers and show them, the cursor on the first difference."""
        self._load()
        self._to_difference()
        self.table.focus()

    def on_resize(self) -> None:
        """Show as many papers side by side as there is room for."""
        self._columns()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self._load()

    def on_book_changed(self, event: BookChanged) -> None:
        """Compare anew."""
        event.stop()
        self._load()

    def _load(self) -> None:
        car = self.desk.store.get(CARS, self._ids[self._place]) if self._ids else None
        if car is None:
            self.leave_for(_("This car is no longer in the book"))
            return
        shipment = self.desk.store.get(SHIPMENTS, self._shipment_id) if self._shipment_id else None
        kept = self.papers[self.chosen].key if self.papers else None
        self._found = agreements.of_car(self.desk, car, shipment)
        self.papers = agreements.sheaves(self.desk, self._found, shipment)
        self.chosen = next((n for n, one in enumerate(self.papers) if one.key == kept), min(1, len(self.papers) - 1))
        self._columns()
        differences = self._found.differences
        rows = [
            FieldRow(field, tuple(one for one in differences if one.field == field.name))
            for field in self.desk.library.agreement.fields.values()
        ]
        self.table.set_rows(rows)
        self._show_head()
        self._explain()

    def _show_head(self) -> None:
        found = self._found
        if found is None:
            return
        state = found.state()
        mark = {"differ": self.glyphs.blocked, "agree": self.glyphs.ready}.get(state, self.glyphs.unknown)
        pieces = [Piece(" nearnew  ", "accent"), Piece(f"{name_of(found.car)}  ", "strong")]
        pieces.append(Piece(f"{mark} {agreements.state_text(state)}", _STATES[state]))
        if len(self._ids) > 1:
            pieces.append(Piece(f"  {self._place + 1}/{len(self._ids)}", "faint"))
        self.query_one("#headline", Lines).show(pieces)
        paper = self._paper
        line = [Piece(" " + _("Typing into: %(paper)s") % {"paper": paper.text if paper else "-"})]
        if paper is not None and not paper.document_id:
            head = _("%(label)s: ") % {"label": paper.text}
            line = [Piece(f" {head}" + _("not typed here; it is what this book says"), "faint")]
        self.query_one("#agreement-paper", Lines).show(line)

    @property
    def _paper(self) -> Sheaf | None:
        return self.papers[self.chosen] if self.papers else None

    def _columns(self) -> None:
        """The field, and as many papers from the window around the chosen one as fit."""
        room = max((self.size.width or 80) - _MARGIN - _FIELD_WIDTH, _CELL_WIDTH)
        count = min(max(room // (_CELL_WIDTH + 2), 1), max(len(self.papers), 1))
        width = min(room // count - 2, _MOST_CELL)
        first = min(max(self.chosen - count + 1, 0), max(len(self.papers) - count, 0))
        columns = [Column[FieldRow]("field", _("Field"), lambda row: _(row.field.title), _FIELD_WIDTH)]
        columns += [self._column(place, width) for place in range(first, min(first + count, len(self.papers)))]
        self.table.set_columns(columns)

    def _column(self, place: int, width: int) -> Column[FieldRow]:
        paper = self.papers[place]
        title = f"> {paper.short}" if place == self.chosen else paper.short

        def cell(row: FieldRow) -> str:
            return agreements.cell_text(row.field.name, paper, row.differences) or self.glyphs.dash

        def tone(row: FieldRow) -> str:
            return "blocked" if agreements.concerns(paper, row.differences) else ""

        return Column(f"paper-{place}", title, cell, width, tone=tone)

    def _explain(self) -> None:
        row, found = self.table.row, self._found
        if row is None or found is None:
            return
        lines: list[list[Piece]] = []
        if row.differences:
            one = row.differences[0]
            title = _(one.rule.title)
            lines.append([Piece(f" {self.glyphs.blocked} {title}", "blocked")])
            values = f"{agreements.with_marks(one.ours, one.theirs)}  {agreements.with_marks(one.theirs, one.ours)}"
            lines.append([Piece(f"   {values}", "strong")])
            lines.append([Piece(f"   {one.rule.source.title} ({one.rule.source.day or formats.NONE})", "faint")])
        elif found.compared.lacking:
            text = agreements.lacking_text(self.desk, found.compared.lacking)
            lines += [[Piece(f" {line}", "faint")] for line in wrap(text, max(self.size.width - 2, 20))]
        self.query_one("#agreement-note", Lines).show(*lines)

    # going about

    def _go(self, step: int) -> None:
        self._place = (self._place + step) % len(self._ids)
        self._load()

    def action_next_car(self) -> None:
        """To the next car."""
        self._go(1)

    def action_previous_car(self) -> None:
        """To the car before."""
        self._go(-1)

    def _choose(self, step: int) -> None:
        if self.papers:
            self.chosen = (self.chosen + step) % len(self.papers)
            self._columns()
            self._show_head()

    def action_next_paper(self) -> None:
        """To the next paper."""
        self._choose(1)

    def action_previous_paper(self) -> None:
        """To the paper before."""
        self._choose(-1)

    def _to_difference(self, after: int = -1) -> bool:
        places = [n for n, row in enumerate(self.table.rows) if row.differences and n > after]
        if not places:
            return False
        self.table.move_to(places[0])
        return True

    def action_next_difference(self) -> None:
        """To the next difference of this car, or the first of a later one."""
        if self._to_difference(self.table.cursor):
            return
        start = self._place
        for _step in range(len(self._ids)):
            self._go(1)
            if self._to_difference():
                return
        self._place = start
        self._load()
        self.say(_("No papers differ"))

    # typing

    @on(RowTable.Chosen, "#fields")
    def action_type(self) -> None:
        """Type what the chosen paper prints in the field under the cursor, and go on to the next."""
        row, paper, found = self.table.row, self._paper, self._found
        if row is None or found is None:
            return
        if paper is None or not paper.document_id:
            self.say(_("Choose a paper with > and <; w records one that is not in the book yet"))
            return
        title = _("%(field)s, as %(paper)s prints it; - takes it away") % {
            "field": _(row.field.title),
            "paper": paper.text,
        }
        value = paper.values.get(row.field.name, "")
        screen = EntryScreen(
            self.desk, self.glyphs, title=title, prompt=_(row.field.title), value=value, read=self._read
        )
        self.app.push_screen(screen, self._typed)

    def _saying(self, text: str) -> tuple[prints.Saying, ...]:
        row, found = self.table.row, self._found
        text = "" if text.strip() == "-" else text
        return (Saying(found.car, [(row.field.name, text)]),) if row is not None and found is not None else ()

    def _read(self, text: str) -> tuple[str, bool]:
        paper = self._paper
        document = prints.document_of(self.desk, paper.document_id) if paper else None
        if document is None:
            return _("This paper is no longer in the book"), False
        _changed, problems = prints.said(self.desk, document, self._saying(text))
        return (problem_text(self.desk, problems[0]), False) if problems else (text.strip(), True)

    def _typed(self, text: str | None) -> None:
        paper = self._paper
        document = prints.document_of(self.desk, paper.document_id) if paper else None
        if text is None or document is None:
            return
        try:
            prints.say(self.desk, document, self._saying(text))
        except DraftRefused as refused:
            self.say(
                problem_text(self.desk, next(one for one in refused.problems if isinstance(one, Problem))), wrong=True
            )
            return
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self._load()
        self.table.action_cursor_down()

    def action_paste(self) -> None:
        """Paste a table of what the chosen paper prints."""
        paper = self._paper
        if paper is None or not paper.document_id:
            self.say(_("Choose a paper with > and <; w records one that is not in the book yet"))
            return
        screen = PrintTableScreen(self.desk, self.glyphs, paper.document_id, paper.text)
        self.app.push_screen(screen, lambda _done: self._load())

    def action_document(self) -> None:
        """Record a paper of this car."""
        found = self._found
        shipment = self.desk.store.get(SHIPMENTS, self._shipment_id) if self._shipment_id else None
        if found is not None:
            place = shipment.deal.country if shipment else None
            form = DocumentForm(self.desk, self.glyphs, [found.car], destination=place)
            self.app.push_screen(form, lambda _done: self._load())

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)
