"""From a missing document to the form that records it: where one of several will do, the kind is picked first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.documents import giver_of, title_of
from tui.domain.cars import Car
from tui.i18n.labels import word
from tui.i18n.translator import _


class KindScreen(PickScreen[str]):
    """The kinds of document of which one is to be recorded."""

    def __init__(self, desk: Desk, glyphs: Glyphs, kinds: Sequence[str]) -> None:
        super().__init__(desk, glyphs)
        self._kinds = kinds

    def title_text(self) -> str:
        """The title."""
        return _("Which document is there?")

    def columns(self) -> Sequence[Column[str]]:
        """Title and giver."""
        return [
            Column("title", _("Document"), lambda kind: _(title_of(self.desk, kind)), 30, most=80),
            Column("giver", _("Given by"), self._giver, 14),
        ]

    def _giver(self, kind: str) -> str:
        return word(self.desk.library.words, "giver", giver_of(self.desk, kind))

    def choices(self, text: str) -> Sequence[str]:
        """The kinds whose title or code holds the text."""
        typed = text.casefold()
        return [kind for kind in self._kinds if typed in f"{kind}\n{_(title_of(self.desk, kind))}".casefold()]

    def key(self, row: str) -> Hashable:
        """The code."""
        return row

    def help_lines(self, row: str | None) -> tuple[Sequence[Piece], ...]:
        """The code of the kind."""
        return ([Piece(row or _("No document is called that"), "faint")],)


def record(
    screen: DeskScreen[Any],
    cars: Sequence[Car],
    kinds: Sequence[str] = (),
    *,
    destination: str | None = None,
) -> None:
    """Open the form for a document of these cars, for the destination asked about; asks for the kind of several."""
    from tui.app.screens.forms.document import DocumentForm

    def opened(kind: str | None) -> None:
        if kind is not None:
            form = DocumentForm(screen.desk, screen.glyphs, cars, kind, destination=destination)
            screen.app.push_screen(form)

    if len(kinds) <= 1:
        opened(kinds[0] if kinds else "")
    else:
        screen.app.push_screen(KindScreen(screen.desk, screen.glyphs, kinds), opened)
