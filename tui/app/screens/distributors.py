"""The official distributors abroad, and what they do to cars that came past them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.app import wording
from tui.app.screens.kit_records import KitRecordsScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph
from tui.app.widgets.table import Column
from tui.desk import kit_words, repair_partners
from tui.domain.distributors import Distributor
from tui.i18n import formats
from tui.i18n.translator import _


class DistributorsScreen(KitRecordsScreen[Distributor]):
    """The list of distributors."""

    NAME = "distributors"
    FORM = "distributor"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("distributors")

    def title_text(self) -> str:
        """What is listed."""
        return _("Official distributors")

    def read(self) -> Sequence[Distributor]:
        """All of them, by make and country."""
        return repair_partners.distributors(self.desk)

    def key(self, line: Distributor) -> Hashable:
        """The id."""
        return line.id

    def record_of(self, line: Distributor) -> Distributor:
        """The line is the record."""
        return line

    def haystack(self, line: Distributor) -> str:
        """Make, country and name."""
        place = wording.country_name(line.country)
        return "\n".join((line.make, self._make(line), line.country, place, line.name)).casefold()

    def _make(self, line: Distributor) -> str:
        known = self.desk.library.makes.get(line.make)
        return known.name(self.desk.language) if known else line.make

    def columns(self) -> Sequence[Column[Distributor]]:
        """Mark, make, country, what is known, and who said so when."""
        glyphs = self.glyphs
        return [
            Column("mark", "", lambda one: glyphs.action if one.hurts else glyphs.dash, 1,
                tone=lambda one: "action" if one.hurts else "faint",
            ),
            Column("make", _("Make"), self._make, 8, most=16),
            Column("country", _("Country"), lambda one: f"{one.country} {wording.country_name(one.country)}", 14,
                most=26,
            ),
            Column("known", _("What is known"), kit_words.distributor_text, 24, most=80),
            Column("source", _("Source"), lambda one: one.source or formats.NONE, 12, rank=2, most=40),
            Column("told", _("Said on"), lambda one: formats.day(one.told_on), 10, rank=1),
        ]  # fmt: skip

    def about(self, line: Distributor) -> Sequence[tuple[str, str]]:
        """What it does, and the source whole."""
        text = _("%(source)s, %(day)s") % {"source": line.source, "day": formats.day(line.told_on)}
        return [(kit_words.distributor_text(line), "action" if line.hurts else ""), (text, "faint")]

    def empty(self) -> Sequence[Paragraph]:
        """What to do first."""
        return [
            Paragraph(_("No official distributor is recorded yet"), "strong"),
            Paragraph(""),
            Paragraph(_("a records one: make, country, what it does to parallel imports, and who says so")),
        ]

    def start(self) -> Mapping[str, str]:
        """That it was said today."""
        return {"told_on": self.desk.today.isoformat()}

    def take_out(self, record: Distributor) -> None:
        """Take it out of the book."""
        repair_partners.remove_distributor(self.desk, record)
