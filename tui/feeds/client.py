"""Careful questions to the network: bounded in time, size and hops, told while they run, and never of their own accord.

https only, http for this machine alone. Proxy and CA bundle come from the environment (HTTPS_PROXY, SSL_CERT_FILE,
SSL_CERT_DIR). Only GET is ever sent, so every question may be repeated.
"""

from __future__ import annotations

import queue
import ssl
import threading
import time
from collections.abc import Callable, Mapping

import msgspec

from tui.errors import FeedError
from tui.feeds.addresses import check_address, host_of
from tui.feeds.question import Answer, Asked, Limits, Question, trusted_context

__all__ = ["Answer", "Client", "Limits", "Progress", "never", "nobody"]

_TICK = 0.05


class Progress(msgspec.Struct, frozen=True):
    """How far a question is: the ``number``-th of ``of`` that are foreseen, sent as GET to ``url``.

    ``attempt`` counts from 1; ``taken`` bytes have come of ``whole``, where the server says how many there are.
    """

    url: str
    number: int
    of: int
    attempt: int = 1
    taken: int = 0
    whole: int | None = None
    done: bool = False

    @property
    def host(self) -> str:
        """Who is asked."""
        return host_of(self.url)


def never() -> bool:
    """Nobody cancels."""
    return False


def nobody(_progress: Progress) -> None:
    """Nobody looks on."""


class Client:
    """Asks by GET. ``cancelled`` is asked while waiting, ``told`` hears how far it is, both in the asking thread."""

    def __init__(
        self,
        *,
        offline: bool = False,
        limits: Limits | None = None,
        cancelled: Callable[[], bool] = never,
        told: Callable[[Progress], None] = nobody,
        context: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        self._offline = offline
        self._limits = limits or Limits()
        self._cancelled = cancelled
        self._told = told
        self._context = context or trusted_context
        self._number = self._foreseen = 0

    def expect(self, questions: int) -> None:
        """Say how many questions are still to come, for those who look on."""
        self._foreseen = self._number + questions

    def check_cancelled(self) -> None:
        """Raise FeedError when the user stopped it: for long work between two questions."""
        if self._cancelled():
            raise FeedError("feed_cancelled")

    def get(
        self,
        url: str,
        *,
        accept: frozenset[str],
        params: Mapping[str, str] | None = None,
        etag: str = "",
        most_bytes: int | None = None,
    ) -> Answer:
        """The answer of a server, of one of the content types in ``accept``. Raises FeedError, and nothing else.

        The question runs beside this thread, so that neither a slow server nor a slow name look-up can hold the desk.
        When the time is up or the user cancels, its line is cut: nothing more is sent or taken.
        """
        if self._offline:
            raise FeedError("feed_offline", host=host_of(url))
        check_address(url)
        asked = Asked(url, params or {}, accept, etag, most_bytes or self._limits.most_bytes)
        question = Question(asked, self._limits, self._context)
        self._number += 1
        box: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
        threading.Thread(target=question.run, args=(box,), daemon=True, name="nearnew-feed").start()
        try:
            found = self._waited(box, question)
        except KeyboardInterrupt:  # the user's own way to stop a command
            raise FeedError("feed_cancelled", host=host_of(url)) from None
        finally:
            question.give_up()
        self._told(self._progress(question, done=True))
        if isinstance(found, BaseException):
            raise found
        return found

    def _waited(self, box: queue.SimpleQueue[Answer | BaseException], question: Question) -> Answer | BaseException:
        end, before = time.monotonic() + self._limits.seconds, None
        while True:
            self.check_cancelled()
            if (now := self._progress(question)) != before:
                self._told(now)
                before = now
            try:
                return box.get(timeout=_TICK)
            except queue.Empty:
                if time.monotonic() >= end:
                    seconds = f"{self._limits.seconds:g}"
                    raise FeedError("feed_too_slow", host=host_of(question.url), seconds=seconds) from None

    def _progress(self, question: Question, *, done: bool = False) -> Progress:
        of = max(self._number, self._foreseen)
        return Progress(question.url, self._number, of, question.attempt, question.taken, question.whole, done)
