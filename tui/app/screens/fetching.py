"""A question to the network while it runs: what is asked of whom, how far it is, and the key that hangs up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Page, Paragraph, Rule
from tui.desk.context import Desk
from tui.desk.updating import client_of
from tui.errors import FeedError, NearnewError
from tui.feeds.client import Client, Progress
from tui.i18n import formats
from tui.i18n.translator import _

T = TypeVar("T")
_MOST_SHOWN = 8
"""Questions shown; of more, the last ones."""


class FetchScreen(DeskScreen[T | None], ModalScreen[T | None], Generic[T]):
    """Runs ``work`` beside the screen; dismisses with what it found, or with None when it failed or was stopped.

    ``work`` asks through the client it is given and writes nothing, so that whoever stops it has changed nothing.
    ``after`` says what goes on once everything was fetched.
    """

    NAME = "fetching"
    CSS_PATH = "../styles/nav.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("fetching")

    class Told(Message):
        """How far a question is."""

        def __init__(self, progress: Progress) -> None:
            super().__init__()
            self.progress = progress

    class Ended(Message):
        """The work is done, or failed."""

        def __init__(self, found: object, error: NearnewError | None = None) -> None:
            super().__init__()
            self.found = found
            self.error = error

    def __init__(
        self, desk: Desk, glyphs: Glyphs, heading: str, work: Callable[[Client], T], *, after: str = ""
    ) -> None:
        super().__init__(desk, glyphs)
        self._heading = heading
        self._work = work
        self._after = after
        self._asked: dict[int, Progress] = {}
        self._stop = threading.Event()

    def compose(self) -> ComposeResult:
        """Lay out heading, questions and footer."""
        with Vertical(id="confirm-frame"):
            yield Rule(self.glyphs)
            yield Page(self.glyphs, id="confirm-page")
            yield Rule(self.glyphs)
            yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Begin."""
        self.retranslate()
        self.query_one(Page).focus()
        self._run_work()

    @work(thread=True, group="fetch", description="ask the network")
    def _run_work(self) -> None:
        worker = get_current_worker()
        client = client_of(
            self.desk.settings.network,
            lambda: self._stop.is_set() or worker.is_cancelled,
            lambda progress: void(self.post_message(self.Told(progress))),
        )
        try:
            found = self._work(client)
        except NearnewError as error:
            self.post_message(self.Ended(None, error))
        else:
            self.post_message(self.Ended(found))

    def on_fetch_screen_told(self, event: Told) -> None:
        """Show how far it is."""
        event.stop()
        self._asked[event.progress.number] = event.progress
        self.retranslate()

    def on_fetch_screen_ended(self, event: Ended) -> None:
        """Leave with what was found; what failed, or that it was stopped, is said in a sentence."""
        event.stop()
        if self._stop.is_set():
            event.found, event.error = None, FeedError("feed_cancelled")
        self.dismiss(event.found)  # type: ignore[arg-type]  # what the work returned
        if event.error is not None:
            self.say_error(event.error)

    def retranslate(self) -> None:
        """Set heading, questions and what goes on."""
        page = [Paragraph(self._heading, "strong", indent=1), Paragraph("")]
        for progress in list(self._asked.values())[-_MOST_SHOWN:]:
            page += self._lines(progress)
        if self._stop.is_set():
            page += [Paragraph(""), Paragraph(_("Hanging up"), indent=1)]
        elif self._after and self._asked and all(one.done and one.number == one.of for one in self._last()):
            page += [Paragraph(""), Paragraph(self._after, indent=1)]
        else:
            seconds = self.desk.settings.network.seconds
            text = _("each question waits %(seconds)s seconds at most") % {"seconds": seconds}
            page += [Paragraph(""), Paragraph(text, "faint", indent=1)]
        self.query_one(Page).show(page, top=False)

    def _last(self) -> list[Progress]:
        return list(self._asked.values())[-1:]

    def _lines(self, one: Progress) -> list[Paragraph]:
        mark = self.glyphs.ready if one.done else self.glyphs.ellipsis
        far = [_("%(number)s of %(of)s") % {"number": one.number, "of": max(one.of, self._last()[0].of)}, one.host]
        if one.whole:
            sizes = {"taken": formats.number(one.taken), "whole": formats.number(one.whole)}
            far.append(_("%(taken)s of %(whole)s bytes") % sizes)
        elif one.taken:
            far.append(_("%(taken)s bytes") % {"taken": formats.number(one.taken)})
        if one.attempt > 1:
            far.append(_("attempt %(number)s") % {"number": one.attempt})
        return [
            Paragraph("  ".join(far), head=f"{mark} ", indent=1),
            Paragraph(f"GET {one.url}", "faint", indent=3),
        ]

    def action_stop(self) -> None:
        """Hang up; the screen leaves once the line is cut."""
        self._stop.set()
        self.retranslate()


def void(_done: object) -> None:
    """Nothing is to be made of it."""
