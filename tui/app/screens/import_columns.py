"""The columns of a list: what each stands for, with two values to see whether that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.screens.import_picks import MeaningScreen
from tui.app.screens.import_words import target_label, target_order
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk.context import Desk
from tui.desk.import_views import Setup, assigned, recognised_as
from tui.i18n.translator import _, ngettext
from tui.sheets.offer_rows import NEEDED
from tui.sheets.table import Table


@dataclass(frozen=True)
class FileColumn:
    """A column of the file: its place from 1, its name, and its first values that are not blank."""

    place: int
    name: str
    samples: tuple[str, ...]


def file_columns(table: Table, most: int = 2) -> list[FileColumn]:
    """The columns of a list with samples from its first hundred rows."""
    found = []
    for place, name in enumerate(table.columns):
        texts = dict.fromkeys(row.cells[place].text.strip() for row in table.rows[:100])
        texts.pop("", None)
        found.append(FileColumn(place + 1, name, tuple(texts)[:most]))
    return found


class ColumnsScreen(DeskScreen[Setup]):
    """Enter changes what the column under the cursor stands for; escape returns with what was chosen."""

    NAME = "columns"
    CSS_PATH = "../styles/importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("columns")

    def __init__(self, desk: Desk, glyphs: Glyphs, table: Table, setup: Setup) -> None:
        super().__init__(desk, glyphs)
        self._list = table
        self._setup = setup
        self._meanings = recognised_as(table, setup)
        self.table: RowTable[FileColumn] = RowTable(glyphs, lambda column: column.name, id="columns")

    def compose(self) -> ComposeResult:
        """Lay out title, columns and two lines of help."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="reasons")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill in the columns, the cursor on the first that stands for nothing."""
        columns = file_columns(self._list)
        unknown = next((column.name for column in columns if column.name not in self._meanings), None)
        self.table.set_rows(columns, unknown)
        self.retranslate()
        self.table.focus()

    def retranslate(self) -> None:
        """Set every text."""
        self.table.set_columns(self._columns())
        self._show()

    def _columns(self) -> Sequence[Column[FileColumn]]:
        return [
            Column("place", _("Col."), lambda column: str(column.place), 4, right=True),
            Column("name", _("Column of the file"), lambda column: column.name, 16, most=30),
            Column("means", _("Stands for"), self._means, 18, most=30, tone=self._tone),
            Column("first", _("First values"), lambda column: self._sample(column, 0), 14, most=30),
            Column("second", "", lambda column: self._sample(column, 1), 12, rank=1, most=30),
        ]

    def _means(self, column: FileColumn) -> str:
        target = self._meanings.get(column.name)
        if target:
            return target_label(self.desk, target)
        return _("left out") if column.name in self._setup.left_out else _("? not known")

    def _tone(self, column: FileColumn) -> str:
        if column.name in self._meanings:
            return ""
        return "faint" if column.name in self._setup.left_out else "action"

    @staticmethod
    def _sample(column: FileColumn, place: int) -> str:
        return column.samples[place] if place < len(column.samples) else ""

    def _show(self) -> None:
        unknown = sum(
            column not in self._meanings and column not in self._setup.left_out for column in self._list.columns
        )
        count = ngettext("%(n)d column", "%(n)d columns", len(self._list.columns)) % {"n": len(self._list.columns)}
        pieces = [Piece(" nearnew  ", "accent"), Piece(_("Columns of the list"), "strong"), Piece(f"  {count}")]
        if unknown:
            text = ngettext("%(n)d not known", "%(n)d not known", unknown) % {"n": unknown}
            pieces.append(Piece(f"  {text}", "action"))
        self.query_one("#headline", Lines).show(pieces)
        self.query_one("#reasons", Lines).show(
            [Piece(" "), self._told()], [Piece(" "), Piece(self._list.name, "faint")]
        )

    def _told(self) -> Piece:
        """What becomes of a column that is not known, or which columns a price list cannot do without."""
        if not self._setup.offers:
            return Piece(_("A column that is not known comes in nowhere; only held rows keep its cells"))
        lacking = sorted(NEEDED - set(self._meanings.values()), key=target_order)
        if not lacking:
            return Piece(_("A column that is not known comes in nowhere"))
        what = wording.joined(target_label(self.desk, target) for target in lacking)
        return Piece(_("Still to say: which column is %(what)s") % {"what": what}, "action")

    @on(RowTable.Chosen, "#columns")
    def action_change(self) -> None:
        """Choose what the column stands for."""
        column = self.table.row
        if column is None:
            return
        taken = {target: name for name, target in self._meanings.items()}

        def chosen(target: str | None) -> None:
            if target is not None:
                self._setup = assigned(self._list, self._setup, column.name, target)
                self._meanings = recognised_as(self._list, self._setup)
                self.table.redraw()
                self._show()

        meaning = self._meanings.get(column.name, "")
        self.app.push_screen(
            MeaningScreen(self.desk, self.glyphs, column.name, meaning, taken, self._setup.meanings), chosen
        )

    def action_back(self) -> None:
        """Return with what was chosen."""
        self.dismiss(self._setup)
