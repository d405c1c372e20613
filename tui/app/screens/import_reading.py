"""The list that is being taken in: read, planned and written away from the screen, one generation after the other."""

from __future__ import annotations

from enum import StrEnum

from textual import work
from textual.worker import get_current_worker

from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens import import_work
from tui.app.screens.base import DeskScreen
from tui.app.screens.import_work import ListFailed, ListPlanned, ListProgress, ListRead, ListStep, ListTaken, Source
from tui.desk.context import Desk
from tui.desk.import_views import Setup, fitted, recognised_as
from tui.desk.importing import ImportResult, Preview
from tui.errors import NearnewError


class Stage(StrEnum):
    """How far the import is."""

    FILE = "file"
    DEALER = "dealer"
    WORK = "work"
    WRITING = "writing"
    ROWS = "rows"


class ListScreen(DeskScreen[None]):
    """Holds the list and does the work on it; what it looks like is up to the screen made of it."""

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.stage = Stage.FILE
        self.setup = Setup()
        self.read: ListRead | None = None
        self.shown: Preview | None = None
        self.fault: NearnewError | None = None
        self.done = 0
        self.encoding: str | None = None
        self.sheet: str | None = None
        self._generation = 0

    def go(self, stage: Stage) -> None:
        """Show another stage."""
        raise NotImplementedError

    def show_work(self) -> None:
        """Show how far the work is."""
        raise NotImplementedError

    def show_planned(self) -> None:
        """Show a new preview in place of the one that is shown."""
        raise NotImplementedError

    def unreadable(self, source: Source) -> None:
        """Offer what may help where a list could not be read; ``fault`` says why."""
        raise NotImplementedError

    def taken(self, result: ImportResult) -> None:
        """Go on after the rows were written."""
        raise NotImplementedError

    @property
    def has_dealer(self) -> bool:
        """Whether a column of the list names the dealer."""
        return self.read is not None and "dealer" in recognised_as(self.read.table, self.setup).values()

    @property
    def at_work(self) -> bool:
        """Whether it reads or writes: what is typed meanwhile is meant for what comes of it."""
        return self.stage in {Stage.WORK, Stage.WRITING}

    def begin(self, source: Source) -> None:
        """Read a list; what was said of another one is forgotten, but not its dealer."""
        if self.read is None or source.path is None or self.read.source.path != source.path:
            self.setup = Setup(dealer=self.setup.dealer)
            self.encoding = self.sheet = None
        self.start_reading(source)

    def start_reading(self, source: Source) -> None:
        """Read a list with the encoding and the sheet in force."""
        self._generation += 1
        self.done, self.fault, self.shown = 0, None, None
        self.go(Stage.WORK)
        self._read_list(self._generation, source, self.encoding, self.sheet, list(self.setup.mapping.values()))

    def start_planning(self) -> None:
        """Compare the list with the book; a preview that is shown stays until the new one is there."""
        if self.read is None:
            return
        self._generation += 1
        self.done = 0
        if self.shown is None:
            self.go(Stage.WORK)
        self._plan_rows(self._generation, self.read, self.setup)

    def change_setup(self, setup: Setup) -> None:
        """Compare the list with the book in another setup."""
        if setup != self.setup:
            self.setup = setup
            self.shown = None
            self.start_planning()

    def start_writing(self) -> None:
        """Write what the preview shows."""
        if self.shown is None:
            return
        self._generation += 1
        self.go(Stage.WRITING)
        self._write(self._generation, self.shown)

    def stop_work(self) -> None:
        """Let the work be; what still comes of it is of no use."""
        self._generation += 1
        self.workers.cancel_group(self, "import")

    @work(thread=True, exclusive=True, group="import", description="read a list")
    def _read_list(
        self, generation: int, source: Source, encoding: str | None, sheet: str | None, named: list[str]
    ) -> None:
        import_work.read(self, generation, source, encoding=encoding, sheet=sheet, named=named)

    @work(thread=True, exclusive=True, group="import", description="plan a list")
    def _plan_rows(self, generation: int, read: ListRead, setup: Setup) -> None:
        worker = get_current_worker()
        import_work.plan(self, generation, self.desk, read, setup, lambda: worker.is_cancelled)

    @work(thread=True, group="write", description="write a list")
    def _write(self, generation: int, shown: Preview) -> None:
        import_work.write(self, generation, self.desk, shown)

    def _is_old(self, event: ListStep) -> bool:
        event.stop()
        return event.generation != self._generation

    def on_list_read(self, event: ListRead) -> None:
        """Ask whose list it is, unless that is known; then compare it with the book."""
        if self._is_old(event):
            return
        self.read = event
        self.setup = fitted(event.table, self.setup)
        if self.setup.dealer or self.has_dealer:
            self.start_planning()
        else:
            self.go(Stage.DEALER)

    def on_list_progress(self, event: ListProgress) -> None:
        """Show how far it is."""
        if not self._is_old(event):
            self.done = event.done
            self.show_work()

    def on_list_planned(self, event: ListPlanned) -> None:
        """Show the rows."""
        if self._is_old(event):
            return
        self.shown = event.shown
        if self.stage is Stage.WORK:
            self.go(Stage.ROWS)
        self.show_planned()

    def on_list_failed(self, event: ListFailed) -> None:
        """Say what is wrong; the preview stays when it could not be written."""
        if self._is_old(event):
            return
        if self.stage is Stage.WRITING:
            self.go(Stage.ROWS)
            self.say_error(event.error)
            return
        self.fault = event.error
        self.go(Stage.FILE)
        if event.source is not None:
            self.unreadable(event.source)

    def on_list_taken(self, event: ListTaken) -> None:
        """Tell the screens, and go on."""
        if not self._is_old(event):
            self.desk_app.tell_book_changed()
            self.taken(event.result)

    def on_book_changed(self, event: BookChanged) -> None:
        """Compare with the book again."""
        event.stop()
        if self.stage is Stage.ROWS:
            self.start_planning()
