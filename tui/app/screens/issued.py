"""The papers of a shipment that went out, to look at and to print again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from tui.app.glyphs import Glyphs
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk import issued
from tui.desk.context import Desk
from tui.desk.history_words import when_text
from tui.domain.issued import IssuedPaper
from tui.i18n.territories import language_name
from tui.i18n.translator import _
from tui.reports.kinds.registry import TITLES


class IssuedScreen(PickScreen[IssuedPaper]):
    """Which revision of which paper went out when, the newest first."""

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment_id: int) -> None:
        super().__init__(desk, glyphs)
        self._shipment_id = shipment_id

    def title_text(self) -> str:
        """The title."""
        return _("Papers that went out")

    def columns(self) -> Sequence[Column[IssuedPaper]]:
        """Paper, revision, day, copies, and by whom."""
        return [
            Column("paper", _("Paper"), lambda one: _(TITLES.get(one.kind, one.kind)), 18, most=30),
            Column("revision", _("Revision"), lambda one: str(one.revision), 8, right=True),
            Column("issued", _("Issued"), lambda one: when_text(self.desk, one.copies[0].at), 16),
            Column("copies", _("Copies"), lambda one: str(len(one.copies)), 6, right=True),
            Column("by", _("Printed by"), lambda one: one.copies[0].by, 10, most=20),
        ]

    def choices(self, text: str) -> Sequence[IssuedPaper]:
        """The papers whose kind holds the text."""
        typed = text.casefold()
        found = reversed(issued.of_shipment(self.desk, self._shipment_id))
        return [one for one in found if typed in f"{one.kind}\n{_(TITLES.get(one.kind, one.kind))}".casefold()]

    def key(self, row: IssuedPaper) -> Hashable:
        """The id."""
        return row.id

    def help_lines(self, row: IssuedPaper | None) -> tuple[Sequence[Piece], ...]:
        """The sum on its face, and when it was last printed."""
        if row is None:
            return ([Piece(_("No final paper of this shipment was printed yet"), "faint")],)
        last = row.copies[-1]
        told = _("last printed %(when)s in %(language)s; sha256 %(sum)s…") % {
            "when": when_text(self.desk, last.at),
            "language": language_name(last.language.partition("_")[0]),
            "sum": row.sha256[:12],
        }
        return ([Piece(told, "faint")],)
