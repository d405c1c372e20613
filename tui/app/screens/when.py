"""The first lawful day of a car for a country, what it takes, and what changes on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.message import Message

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.dated import ask_day
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk import when_words
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.explained import fact_title
from tui.desk.kinds import CARS
from tui.desk.whens import Told, first_lawful
from tui.domain.cars import Car
from tui.errors import NearnewError
from tui.i18n.translator import _

_INDENT = {"more": 4}
_TONES = {"way": "strong", "none": "blocked", "untold": "unknown", "change": "action", "note": "faint"}


class WhenTold(Message):
    """The first lawful day was found, away from the screen."""

    def __init__(self, generation: int, told: Told) -> None:
        super().__init__()
        self.generation = generation
        self.told = told


class WhenScreen(ReadScreen):
    """When a car may go."""

    NAME = "when"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("when")

    def __init__(self, desk: Desk, glyphs: Glyphs, car: Car, destination: str | None, on: date) -> None:
        super().__init__(desk, glyphs)
        self._car = car
        self._destination = destination
        self._day = on
        self._told: Told | None = None
        self._generation = 0

    def on_mount(self) -> None:
        """Show the page, and look for the day."""
        super().on_mount()
        self.load()

    def load(self) -> None:
        """Look for the first lawful day in the background: it asks for each day of more than a year."""
        self._generation += 1
        self._told = None
        self.retranslate()
        self._look(self._generation, self._car, self._day)

    @work(thread=True, exclusive=True, group="when", description="look for the first lawful day")
    def _look(self, generation: int, car: Car, day: date) -> None:
        try:
            told = first_lawful(self.desk, car, self._destination, day)
        except NearnewError as error:
            self.app.call_from_thread(self._failed, error)
        else:
            self.post_message(WhenTold(generation, told))

    def _failed(self, error: NearnewError) -> None:
        self.say_error(error)
        self.dismiss(None)

    def on_when_told(self, event: WhenTold) -> None:
        """Show what was found."""
        if event.generation == self._generation:
            self._told = event.told
            self.retranslate()

    def title_pieces(self) -> Sequence[Piece]:
        """The car, where to, and the day looked from."""
        place = self._told.today.destination if self._told else self._destination
        return [
            Piece(f"{name_of(self._car)}  ", "strong"),
            Piece(f"{self.glyphs.arrow} {wording.destination_name(place)}  "),
            Piece(_("from %(start)s") % {"start": self._day.isoformat()}),
        ]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The days, a paragraph each."""
        if self._told is None:
            return [Paragraph(_("Looking for the first lawful day"), "faint")]
        said = self._told.today.assessment
        told = {"day": self._day.isoformat(), "verdict": wording.verdict_word(self.desk, said)}
        head = f"{wording.verdict_mark(self.glyphs, said)} "
        found = [Paragraph(_("on %(day)s: %(verdict)s") % told, TONE_OF[said.verdict], head=head)]
        found += [Paragraph(wording.doubt_sentence(doubt), indent=2) for doubt in said.doubts]
        for kind, text in when_words.lines(self.desk, self._told):
            if kind != "more":
                found.append(Paragraph(""))
            mark = {"none": self.glyphs.blocked, "untold": self.glyphs.unknown, "change": self.glyphs.action}.get(kind)
            head = f"{mark} " if mark else ""
            found.append(Paragraph(text, _TONES.get(kind, ""), head=head, indent=_INDENT.get(kind, 0)))
        if said.assumed:
            names = wording.joined(fact_title(self.desk, name) for name in said.assumed if not name.startswith("gate_"))
            found += [Paragraph(""), Paragraph(_("Assumed: %(facts)s") % {"facts": names}, "faint")]
        return found

    def on_book_changed(self, event: BookChanged) -> None:
        """Look again for the car as it is now."""
        event.stop()
        car = self.desk.store.get(CARS, self._car.id)
        if car is None:
            self.leave_for(_("This car is no longer in the book"))
            return
        self.stay()
        self._car = car
        self.load()

    def action_day(self) -> None:
        """Look from another day."""
        ask_day(self, self._day, self._day_given)

    def _day_given(self, day: date) -> None:
        self._day = day
        self.load()
