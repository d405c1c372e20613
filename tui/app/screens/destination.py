"""Choosing the destination that the stock is checked for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from textual import work
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.counting import count_verdicts
from tui.app.glyphs import Glyphs
from tui.app.messages import DestinationCounted
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk import stock
from tui.desk.context import Desk
from tui.domain.readiness import Verdict
from tui.i18n import formats
from tui.i18n.translator import _

_LOOKED_FOR = 8
"""How many places of a search are counted that are not counted anyway."""
OWN = ""
"""The key of "each car's own destination"."""


@dataclass(frozen=True)
class Place:
    """A destination to choose; the empty code is each car's own."""

    code: str
    has_rules: bool


class DestinationScreen(PickScreen[Place]):
    """Destinations with the verdict counts of the stock."""

    def __init__(self, desk: Desk, glyphs: Glyphs, chosen: str | None) -> None:
        super().__init__(desk, glyphs)
        self._chosen = chosen
        self._counts: dict[str, Mapping[Verdict, int]] = {}
        with_rules = set(desk.library.destinations)
        covered = desk.library.covered
        others = sorted((desk.library.profiles.keys() - covered | ({chosen} if chosen else set())) - with_rules)
        self._listed = [Place(OWN, has_rules=True), *(Place(code, has_rules=True) for code in sorted(with_rules))]
        self._listed += [Place(code, has_rules=code in covered) for code in others]
        listed = {place.code for place in self._listed}
        rest = sorted(desk.library.vocabulary.countries - listed)
        self._rest = [Place(code, has_rules=code in covered) for code in rest]

    def on_mount(self) -> None:
        """Start on the destination in force, and count."""
        super().on_mount()
        self.refill(at=self._chosen or OWN)
        self._count()

    def title_text(self) -> str:
        """The title."""
        return _("Destination to check the stock for")

    def columns(self) -> Sequence[Column[Place]]:
        """Code, name and one column of counts per verdict."""
        marks = (Verdict.READY, Verdict.ACTION, Verdict.BLOCKED, Verdict.UNKNOWN)
        return [
            Column("code", _("Code"), lambda place: place.code or self.glyphs.arrow, 4),
            Column("name", _("Country"), self._country, 20, most=40),
            *(
                Column(mark.value, self.glyphs.mark(mark), self._figure(mark), 6, right=True)  # type: ignore[arg-type]
                for mark in marks
            ),
        ]

    @staticmethod
    def _country(place: Place) -> str:
        return wording.country_name(place.code) if place.code else _("Each car's own destination")

    def _figure(self, verdict: Verdict) -> object:
        def cell(place: Place) -> str:
            counts = self._counts.get(place.code)
            if counts is None:
                return "" if place.has_rules else formats.NONE
            return str(counts.get(verdict, 0))

        return cell

    def choices(self, text: str) -> Sequence[Place]:
        """Places whose code or name fits, those whose code does first; without rules only when they are asked for."""
        word = text.casefold()
        if not word:
            return self._listed
        found = [place for place in (*self._listed, *self._rest) if self._fits(place, word)]
        return sorted(found, key=lambda place: not place.code.casefold().startswith(word))

    def _fits(self, place: Place, word: str) -> bool:
        if place.code.casefold().startswith(word):
            return True
        names = [formats.country(place.code, tag) for tag in ("en", "zh_CN")] if place.code else [self._country(place)]
        return any(word in name.casefold() for name in names)

    def key(self, row: Place) -> Hashable:
        """The code."""
        return row.code

    def help_lines(self, row: Place | None) -> tuple[Sequence[Piece], ...]:
        """What choosing it means."""
        if row is None:
            return ([Piece(_("No country has this code or name"), "faint")],)
        if not row.code:
            return ([Piece(_("Each car is checked for where its shipment or its own deal goes"))],)
        if not row.has_rules:
            return ([Piece(_("There are no rules for this country here: every car will be unknown"))],)
        return ([Piece(_("Every car of the list is checked for this country"))],)

    def refill(self, at: Hashable = None) -> None:
        """Ask for the rows again; members of a group that has the rules are counted when they are looked for."""
        super().refill(at)
        listed = {place.code for place in self._listed}
        found = [place for place in self.table.rows[:_LOOKED_FOR] if place.code not in listed]
        if missing := [place for place in found if place.has_rules and place.code not in self._counts]:
            self._count_members(missing)

    @work(thread=True, exclusive=True, group="destinations", description="count")
    def _count(self) -> None:
        self._count_all(self._listed)

    @work(thread=True, exclusive=True, group="members", description="count")
    def _count_members(self, places: Sequence[Place]) -> None:
        self._count_all(places)

    def _count_all(self, places: Sequence[Place]) -> None:
        worker = get_current_worker()
        for place in (place for place in places if place.has_rules):
            rows = stock.rows(self.desk, destination=place.code or None)
            counts = count_verdicts(rows, lambda: worker.is_cancelled)
            if counts is None:
                return
            self.post_message(DestinationCounted(place.code or None, counts))

    def on_destination_counted(self, event: DestinationCounted) -> None:
        """Show the counts of one destination."""
        self._counts[event.destination or OWN] = event.verdicts
        self.table.redraw()
