"""The inspections of a car, the newest first; the one under the cursor as a map where there is room."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tui.app.glyphs import Glyphs
from tui.app.inspection_lines import head_lines, list_columns, map_lines
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.inspection import InspectionScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import RowTable
from tui.desk import inspecting
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.inspection_words import disagreement_lines
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.domain.inspections import Judged
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext

WIDE = 120


class InspectionsScreen(DeskScreen[None]):
    """The history of a car's inspections."""

    NAME = "inspections"
    CSS_PATH = "../styles/inspections.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("inspections")

    def __init__(self, desk: Desk, glyphs: Glyphs, car: Car) -> None:
        super().__init__(desk, glyphs)
        self._car = car
        self.table: RowTable[Judged] = RowTable(glyphs, lambda one: one.inspection.id, id="inspections")
        self.table.when_moved = self._explain

    def compose(self) -> ComposeResult:
        """Lay out title, list, map, two lines about the row, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        with Horizontal(id="inspections-body"):
            yield self.table
            yield Page(self.glyphs, id="inspections-empty")
            yield Lines(self.glyphs, id="inspections-map")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="about")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the inspections and show them."""
        self.retranslate()

    def on_resize(self) -> None:
        """Show the map beside the list where there is room."""
        self.set_class(self.size.width >= WIDE, "-wide")

    def retranslate(self) -> None:
        """Read the inspections, and set every text in the language of the moment."""
        try:
            car = self.desk.store.get(CARS, self._car.id)
            if car is None:
                self.leave_for(_("This car is no longer in the book"))
                return
            self.stay()
            self._car = car
            found = inspecting.of_car(self.desk, car, void=True)
        except NearnewError as error:
            self.say_error(error)
            return
        self.table.set_columns(list_columns(self.desk))
        self.table.set_rows(found)
        count = ngettext("%(n)d inspection", "%(n)d inspections", len(found)) % {"n": len(found)}
        self.query_one("#headline", Lines).show(
            [Piece(" nearnew  ", "accent"), Piece(f"{name_of(car)}  ", "strong"), Piece(count)]
        )
        empty = self.query_one("#inspections-empty", Page)
        self.table.display, empty.display = bool(found), not found
        empty.show([Paragraph(_("No inspection of this car yet; a records one"))])
        (self.table if found else empty).focus()
        self._explain()
        self.refresh_bindings()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again."""
        event.stop()
        self.retranslate()

    def _explain(self) -> None:
        """The map of the inspection under the cursor, its grade, and what a typed value says against it."""
        one = self.table.row if self.table.display else None
        self.query_one("#inspections-map", Lines).show(*(map_lines(self.desk, one, self.glyphs) if one else ()))
        lines = head_lines(self.desk, one) if one is not None else []
        against = disagreement_lines(self.desk, self._car)
        if one is not None and against:
            lines[1] = [Piece(f" {self.glyphs.action} {against[0]}", "action")]
        self.query_one("#about", Lines).show(*lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to open and to change where there is one."""
        return bool(self.table.rows) if action in {"open", "edit"} else True

    @on(RowTable.Chosen)
    def action_open(self) -> None:
        """Open the inspection under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(InspectionScreen(self.desk, self.glyphs, self.table.row.inspection.id))

    def action_add(self) -> None:
        """Record an inspection."""
        self._open_form(None)

    def action_edit(self) -> None:
        """Change the inspection under the cursor."""
        self._open_form(self.table.row)

    def _open_form(self, one: Judged | None) -> None:
        from tui.app.screens.forms.inspection import InspectionForm

        record = one.inspection if one is not None else None
        self.app.push_screen(InspectionForm(self.desk, self.glyphs, self._car, record))

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)
