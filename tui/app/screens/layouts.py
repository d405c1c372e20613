"""The layouts of papers to choose from: the usual one, and the user's own."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from tui.app.glyphs import Glyphs
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk import templates
from tui.desk.context import Desk
from tui.desk.templates import Layout
from tui.i18n.translator import _


class LayoutScreen(PickScreen[Layout]):
    """The layouts by name, with the formats that each sets."""

    def __init__(self, desk: Desk, glyphs: Glyphs, layouts: Sequence[Layout], chosen: str) -> None:
        super().__init__(desk, glyphs)
        self._found, self._chosen = layouts, chosen

    def on_mount(self) -> None:
        """Start on the layout in force."""
        super().on_mount()
        self.refill(at=self._chosen)

    def title_text(self) -> str:
        """The title."""
        return _("Layout of the paper")

    def columns(self) -> Sequence[Column[Layout]]:
        """Name and formats."""
        return [
            Column("layout", _("Layout"), self._said, 20, most=40),
            Column("formats", _("Formats"), lambda one: ", ".join(form.upper() for form in one.forms), 10),
        ]

    @staticmethod
    def _said(one: Layout) -> str:
        return one.name or _("the usual one")

    def choices(self, text: str) -> Sequence[Layout]:
        """The layouts with this in the name."""
        return [one for one in self._found if text.casefold() in self._said(one).casefold()]

    def key(self, row: Layout) -> Hashable:
        """The name."""
        return row.name

    def help_lines(self, row: Layout | None) -> tuple[Sequence[Piece], ...]:
        """Where the templates lie."""
        if row is None:
            return ([Piece(_("No layout is called that"), "faint")],)
        return ([Piece(_("Your templates are in %(folder)s") % {"folder": templates.folder(self.desk.settings)})],)
