"""The licence planner: which cars to apply for together, when, and what each lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.dated import ask_day
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk import licences
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.editing import name_of
from tui.desk.kinds import CARS
from tui.desk.licence_words import lack_text, told_of
from tui.desk.licences import Plan
from tui.domain.licences import Candidate
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _


class LicencesScreen(ReadScreen):
    """Applications for the export licences of some cars to one country."""

    NAME = "licences"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("licences")

    def __init__(self, desk: Desk, glyphs: Glyphs, car_ids: Sequence[int], country: str) -> None:
        super().__init__(desk, glyphs)
        self._ids = frozenset(car_ids)
        self._country = country
        self._day = desk.today

    def title_pieces(self) -> Sequence[Piece]:
        """How many cars, where to, from when."""
        return [
            Piece(_("Licences") + "  ", "strong"),
            Piece(f"{count_of_cars(len(self._ids))} {self.glyphs.arrow} {wording.destination_name(self._country)}  "),
            Piece(_("from %(start)s") % {"start": self._day.isoformat()}),
        ]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The applications, then what they rest on and who is left out."""
        cars = [car for car in self.desk.store.all(CARS) if car.id in self._ids]
        try:
            found = licences.plan(self.desk, cars, self._country, self._day)
        except NearnewError as error:
            self.say_error(error)
            return []
        return [*self._applications(found), *self._rest(found)]

    def _applications(self, found: Plan) -> Iterator[Paragraph]:
        for number, one in enumerate(found.applications, start=1):
            yield Paragraph(told_of(number, one), "action" if one.too_late or one.first_day is None else "strong")
            code = [(_("HS code"), one.code), (_("Shipment"), one.batch)]
            heads = [_("%(label)s: ") % {"label": label} + text for label, text in code if text]
            if heads:
                yield Paragraph("  ".join(heads), "faint", indent=2)
            for car in one.cars:
                yield Paragraph(self._car(car), indent=2, head="- ")
            yield Paragraph("")
        if not found.applications:
            yield Paragraph(_("There is no car here to apply for"))
            yield Paragraph("")

    def _car(self, one: Candidate) -> str:
        car = self.desk.store.get(CARS, one.car_id)
        parts = [name_of(car) if car else str(one.car_id)]
        parts.append(formats.day(one.first_day) if one.first_day else _("cannot tell"))
        if one.needs_letter:
            parts.append(_("today with the maker's letter"))
        if one.lacks:
            lacks = wording.joined(lack_text(self.desk, what) for what in one.lacks)
            parts.append(_("missing: %(papers)s") % {"papers": lacks})
        return _("; ").join(parts)

    def _rest(self, found: Plan) -> Iterator[Paragraph]:
        rule = rule_named(self.desk, found.limit_rule)
        if rule is not None:
            told = {"most": found.most, "title": _(rule.title)}
            yield Paragraph(_("At most %(most)s cars of a code: %(title)s") % told, "faint")
        elif found.applications:
            yield Paragraph(_("No rule in use limits the cars of a code."), "faint")
        for left in found.left_out:
            why = word(self.desk.library.words, "licence_left_out", left.reason)
            titles = wording.joined(_(known.title) for one in left.rules if (known := rule_named(self.desk, one)))
            yield Paragraph(f"{name_of(left.car)}: {why}" + (f" ({titles})" if titles else ""), "faint", head="- ")

    def on_book_changed(self, event: BookChanged) -> None:
        """Plan again."""
        event.stop()
        self.retranslate()

    def action_day(self) -> None:
        """Plan from another day."""
        ask_day(self, self._day, self._day_given)

    def _day_given(self, day: date) -> None:
        self._day = day
        self.retranslate()
