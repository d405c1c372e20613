"""Doing something when nothing has stirred for a while, with one timer for a whole run of keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

from textual.message_pump import MessagePump

_NEARLY = 0.002
"""Seconds that may be missing from the rest."""


class Resting:
    """Calls ``then`` on the pump's time when ``stir`` was not called for some seconds.

    The loop's own timer: one of textual's is a task with messages of its own, which a cursor key would wait for.
    """

    def __init__(self, pump: MessagePump, seconds: float, then: Callable[[], None]) -> None:
        self._pump = pump
        self._seconds = seconds
        self._then = then
        self._stirred = 0.0
        self._waits = False

    def stir(self) -> None:
        """Begin to wait anew."""
        self._stirred = monotonic()
        if not self._waits:
            self._waits = True
            self._wait(self._seconds)

    def _wait(self, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        left = self._stirred + self._seconds - monotonic()
        if left > _NEARLY and self._pump.is_running:
            self._wait(left)
        else:
            self._waits = False
            self._pump.call_later(self._then)
