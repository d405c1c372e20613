"""A value typed for many cars: worked out for each of them away from the screen, shown, and written as one step.

Fields of marked cars (``bulk``) and missing facts (``fill``) are both this; they differ in what a value does to a car.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar, cast

from textual import events, on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import get_current_worker

from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Piece
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk
from tui.desk.editing import CarEdit
from tui.desk.kinds import CARS
from tui.desk.landing import clash_lines
from tui.domain.cars import Car
from tui.domain.problems import Problem
from tui.errors import Conflict, DraftRefused, NearnewError
from tui.i18n.translator import N_, _, ngettext

P = TypeVar("P")
_REST = 0.12
"""Seconds without a key before every car's change is worked out."""
_BREATH, _TOLD = 32, 256
"""Cars worked out between two pauses, so that keys stay quick, and between two tellings."""


class _Stopped(Exception):
    """Ends the work that nobody waits for any more."""


class PreviewScreen(DeskScreen[int | None], Generic[P]):
    """The value and the cars; dismisses with the count of cars written, or None."""

    AGAIN: ClassVar[str] = N_("%(doubt)s: ctrl+s once more writes it all the same")
    """How to write in spite of a doubt."""
    SUM: ClassVar[str]
    """The line that says what would be written, and meanwhile how far the work is."""

    class Told(Message):
        """So many cars are worked out."""

        def __init__(self, generation: int, done: int) -> None:
            super().__init__()
            self.generation = generation
            self.done = done

    class WorkedOut(Message):
        """What the value does to every car, or why it cannot be said."""

        def __init__(
            self,
            generation: int,
            found: object = None,
            problems: Sequence[Problem] = (),
            error: NearnewError | None = None,
        ) -> None:
            super().__init__()
            self.generation = generation
            self.found = found
            self.problems = problems
            self.error = error

    class Ended(Message):
        """The cars are written, so many; or nothing is, and why."""

        def __init__(self, count: int, error: NearnewError | None = None) -> None:
            super().__init__()
            self.count = count
            self.error = error

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car], table: str) -> None:
        super().__init__(desk, glyphs)
        self.cars = tuple(cars)
        self.table: RowTable[Car] = RowTable(glyphs, lambda car: car.id, id=table)
        self.found: P | None = None
        """What writing would do; None while it is not worked out, or cannot be."""
        self.edits: dict[int, CarEdit] = {}
        self.problems: Sequence[Problem] = ()
        self.working = False
        self._generation = 0
        self._then: Callable[[], None] | None = None
        self._confirmed = ""
        self._timer: Timer | None = None
        self._writing = False

    # what a value does: given by those who know

    def asks(self, text: str) -> bool:
        """Whether there is something to work out."""
        return bool(text.strip())

    def work_out(self, text: str, tell: Callable[[int], None]) -> P:
        """What the value does to the cars, in a thread; ``tell`` hears how many are done, and may raise to end it."""
        raise NotImplementedError

    def edits_of(self, found: P) -> Iterable[CarEdit]:
        """What becomes of each car."""
        raise NotImplementedError

    def changes(self, found: P) -> int:
        """How many cars writing would change."""
        raise NotImplementedError

    def doubts(self, found: P) -> Sequence[Problem]:
        """What a person has to confirm before it is written."""
        raise NotImplementedError

    def write(self, found: P) -> None:
        """Write it, in a thread; raises NearnewError."""
        raise NotImplementedError

    def say_nothing_to_write(self, found: P) -> None:  # noqa: ARG002 - some know more to say
        """Say why there is nothing to write."""
        self.say(_("Nothing changes"))

    def written(self, count: int) -> str:
        """What is said when the cars are written."""
        raise NotImplementedError

    def take_cars(self, cars: tuple[Car, ...]) -> None:
        """Take the cars as the book has them now."""
        self.cars = cars

    # working it out

    @property
    def typed(self) -> str:
        """The value as it stands in the field."""
        return self.query_one(Field).value

    def why_pieces(self) -> list[Piece]:
        """What is wrong with the car under the cursor, whole; nothing where nothing is."""
        car = self.table.row
        edit = self.edits.get(car.id) if car is not None else None
        if car is None or edit is None or not edit.problems:
            return []
        text = f"{car.stock_number or car.vin}: {problem_text(self.desk, edit.problems[0])}"
        return [Piece(f" {text}", "blocked")]

    @on(Input.Changed)
    def _value_typed(self) -> None:
        self._confirmed = ""
        self._end_timer()
        self._timer = self.set_timer(_REST, self.preview)

    def _end_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()

    def preview(self, then: Callable[[], None] | None = None) -> None:
        """Work out what every car would say; ``then`` is done when it is known."""
        self._end_timer()
        self._generation += 1
        self._then, self.found, self.working = then, None, self.asks(self.typed)
        self.workers.cancel_group(self, "preview")
        if self.working:
            work = partial(self._work_out, self._generation, self.typed)
            self.run_worker(work, thread=True, group="preview", description="work out")
        else:
            self._take(None, ())

    def _work_out(self, generation: int, text: str) -> None:
        worker = get_current_worker()

        def tell(done: int) -> None:
            if worker.is_cancelled:
                raise _Stopped
            if done and not done % _TOLD:
                self.post_message(self.Told(generation, done))
            if not done % _BREATH:
                time.sleep(0.001)

        try:
            found = self.work_out(text, tell)
        except _Stopped:
            return
        except DraftRefused as refused:
            problems = [one for one in refused.problems if isinstance(one, Problem)]
            self.post_message(self.WorkedOut(generation, problems=problems))
        except NearnewError as error:
            self.post_message(self.WorkedOut(generation, error=error))
        else:
            self.post_message(self.WorkedOut(generation, found))

    def on_preview_screen_told(self, message: Told) -> None:
        """Show how far it is."""
        message.stop()
        if message.generation == self._generation and self.working:
            counts = {"n": message.done, "all": len(self.cars)}
            text = _("%(n)d of %(all)d cars worked out; esc stops") % counts
            self.query_one(self.SUM, Lines).show([Piece(f" {text}", "faint")])

    def on_preview_screen_worked_out(self, message: WorkedOut) -> None:
        """Show what every car would say."""
        message.stop()
        if message.generation != self._generation:
            return
        if message.error is not None:
            self.say_error(message.error)
        self._take(cast("P | None", message.found), message.problems)

    def _take(self, found: P | None, problems: Sequence[Problem]) -> None:
        self.working = False
        self.found, self.problems = found, problems
        self.edits = {} if found is None else {edit.before.id: edit for edit in self.edits_of(found)}
        self.retranslate()
        then, self._then = self._then, None
        if then is not None:
            then()

    def stop_or_leave(self) -> None:
        """Stop the work; when there is none, return without writing."""
        if not self.working:
            self.dismiss(None)
            return
        self._generation += 1
        self.workers.cancel_group(self, "preview")
        self._then = None
        self._take(None, ())

    def on_key(self, event: events.Key) -> None:
        """Go from the field down to the cars, and from the first car up to the field."""
        if event.key == "down" and isinstance(self.focused, Field):
            event.stop()
            self.table.focus()
        elif event.key == "up" and self.focused is self.table and not self.table.cursor:
            event.stop()
            event.prevent_default()
            self.query_one(Field).focus()

    def on_book_changed(self, event: BookChanged) -> None:
        """Take the cars as the book has them now; the value stays."""
        event.stop()
        self._read_cars()

    def _read_cars(self) -> None:
        self.take_cars(tuple(car for old in self.cars if (car := self.desk.store.get(CARS, old.id)) is not None))
        self.table.set_rows(self.cars)
        self.preview()

    # writing

    @property
    def at_work(self) -> bool:
        """Whether it is about to be written: what is typed meanwhile is meant for the screen below."""
        return self._writing or self._then is not None

    def action_save(self) -> None:
        """Write the value to the cars that can take it; what is doubtful asks for the key once more."""
        if not self._writing:
            self.preview(self._save)

    def _save(self) -> None:
        found, text = self.found, self.typed
        if found is None:
            if not self.problems:
                self.say(_("Type a value first"), wrong=True)
        elif not self.changes(found):
            self.say_nothing_to_write(found)
        elif (doubts := self.doubts(found)) and self._confirmed != text:
            self._confirmed = text
            self.say(_(self.AGAIN) % {"doubt": problem_text(self.desk, doubts[0])})
        else:
            self._writing = True
            self.run_worker(partial(self._write, found), thread=True, group="write", description="write")

    def _write(self, found: P) -> None:
        try:
            self.write(found)
        except NearnewError as error:
            self.post_message(self.Ended(0, error))
        else:
            self.post_message(self.Ended(self.changes(found)))

    def on_preview_screen_ended(self, message: Ended) -> None:
        """Leave; or tell what stands in the way, with the cars as they are now: nothing was written then."""
        message.stop()
        self._writing = False
        error, count = message.error, message.count
        if error is None:
            self.dismiss(count)
            self.desk_app.tell_book_changed()
            self.say(self.written(count))
        elif isinstance(error, Conflict) and error.clashes:
            self.desk_app.look_at_book()
            lines = clash_lines(self.desk, error.clashes)
            text = ngettext(
                "Nothing written: %(n)d car was changed meanwhile; ctrl+s again writes yours over it",
                "Nothing written: %(n)d cars were changed meanwhile; ctrl+s again writes yours over them",
                len(lines),
            ) % {"n": len(lines)}
            self.desk_app.say(text, details=lines, wrong=True)
            self._read_cars()
        else:
            self.say_error(error)
