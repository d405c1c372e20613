"""Choosing what to go on in spite of: the rules that stand open on some cars, for one destination."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from tui.app import places, wording
from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk import overriding
from tui.desk.context import Desk
from tui.desk.overriding import Opening
from tui.domain.cars import Car
from tui.domain.overrides import Seen
from tui.errors import NearnewError
from tui.i18n import labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_SEEN = {
    Seen.FLAGGED: N_("applies, and what it needs is not held"),
    Seen.COMING: N_("does not bite yet"),
    Seen.CANNOT_TELL: N_("facts are missing"),
}


class OverrideRulesScreen(PickScreen[Opening]):
    """The open rules of the cars, those of the most cars first; leaves with the one picked."""

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car], country: str) -> None:
        super().__init__(desk, glyphs)
        self._count = len(cars)
        self._country = country
        self._openings = overriding.openings(desk, cars, country)

    def title_text(self) -> str:
        """How many cars go where."""
        told = {"cars": count_of_cars(self._count), "country": self._country}
        return _("Go on with %(cars)s to %(country)s in spite of which rule?") % told

    def columns(self) -> Sequence[Column[Opening]]:
        """The rule, how hard it is, and how many cars it stands open on."""
        words = self.desk.library.words
        return [
            Column("rule", _("Rule"), lambda one: _(one.rule.title), 40, most=90),
            Column("severity", _("Weight"), lambda one: labels.word(words, "severity", one.rule.severity), 8, most=12),
            Column("cars", _("Cars"), lambda one: str(len(one.cars)), 4, right=True),
        ]

    def choices(self, text: str) -> Sequence[Opening]:
        """The rules whose id or title has the text."""
        word = text.casefold()
        return [one for one in self._openings if word in one.rule.id or word in _(one.rule.title).casefold()]

    def key(self, row: Opening) -> Hashable:
        """The rule's id."""
        return row.rule.id

    def help_lines(self, row: Opening | None) -> tuple[Sequence[Piece], ...]:
        """What was found of the cars, and that the others stay out of it."""
        if row is None:
            return ([Piece(_("No rule stands open on these cars"), "faint")],)
        counts = [(seen, sum(one is seen for one in row.seen)) for seen in Seen]
        told = wording.joined(_("%(label)s: ") % {"label": _(_SEEN[seen])} + str(n) for seen, n in counts if n)
        return (
            [Piece(told)],
            [Piece(_("%(cars)s stay out of it") % {"cars": count_of_cars(self._count - len(row.cars))}, "faint")]
            if len(row.cars) < self._count
            else [],
        )


def decide(screen: DeskScreen[Any], cars: Sequence[Car], destination: str | None) -> None:
    """Ask in spite of which rule to go on with some cars, then who does and why."""
    desk, glyphs = screen.desk, screen.glyphs
    try:
        country = overriding.one_destination(desk, cars, destination)
    except NearnewError as error:
        screen.say_error(error)
        return

    def picked(opening: Opening | None) -> None:
        if opening is not None:
            arguments = (desk, glyphs, opening.cars, opening.rule, country)
            screen.app.push_screen(places.make("forms.override", "OverrideForm", *arguments))

    screen.app.push_screen(OverrideRulesScreen(desk, glyphs, cars, country), picked)
