"""Keys in the order they were typed, each to whom it is meant for.

Textual hands a key to the widget that has the focus when the key arrives, though the key before it may still be on its
way to open a screen or to move the focus. Keys typed ahead would be lost on a screen that is not built yet, or do
something on the one below. So a key waits until all that the one before it set off has been done.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widgets import Input

_APART = 0.25
"""Seconds after which a key has done what it does, unless it opened a screen."""
_LOOK = 0.01
_PATIENCE = 1.0
"""Seconds between looks at a screen that is being built, and until its keys are handed on all the same."""
_WALK = frozenset({"up", "down", "pageup", "pagedown", "home", "end", "j", "k", "left", "right", "backspace", "delete"})
"""Keys that leave the focus where it is, so that the next of them need not wait."""


class KeyQueue:
    """The keys that wait for an earlier one."""

    def __init__(self, app: App[Any], hand_on: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[events.Key] = deque()
        self._target: DOMNode | None = None
        self._last: events.Key | None = None
        self._at = 0.0
        self._round = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def holds(self, key: events.Key) -> bool:
        """Whether a key that arrives has to wait; it is handed on later then."""
        if self._waiting:
            self._waiting.append(key)
            return True
        if self._is_ready() and not self._follows_closely(key):
            self._note(key)
            return False
        self._waiting.append(key)
        self._await_the_last()
        return True

    def _note(self, key: events.Key) -> None:
        self._last, self._at = key, time.monotonic()
        self._target = self._app.focused or self._app.screen

    def _is_ready(self) -> bool:
        if not self._app.screen_stack:
            return False
        return self._app.focused is not None or bool(getattr(self._app.screen, "takes_keys", True))

    def _follows_closely(self, key: events.Key) -> bool:
        last = self._last
        if last is None or time.monotonic() - self._at > _APART:
            return False
        typing = isinstance(self._app.focused, Input) and self._target is self._app.focused
        texts = key.is_printable and last.is_printable
        walks = key.key in _WALK and last.key in _WALK
        return not (texts if typing else walks)

    def _await_the_last(self) -> None:
        """Go the way of the last key behind it: up to the app, which acts on it, and again with what that posted."""
        self._round += 1
        started = self._round
        target = self._target
        way: list[MessagePump] = [*target.ancestors_with_self, self._app] if target is not None else [self._app]
        self._go_on([*way, way[0], *way], started)
        self._app.set_timer(_APART, lambda: self._look(started, time.monotonic()))

    def _go_on(self, path: list[MessagePump], started: int) -> None:
        while path:
            node, *path = path
            rest = path
            if node.is_running and node.call_later(self._go_on, rest, started):
                return
        self._look(started, time.monotonic())

    def _look(self, started: int, since: float) -> None:
        """Hand the next key on once the screen in front takes keys."""
        if started != self._round or not self._waiting:
            return
        if not self._is_ready() and time.monotonic() - since < _PATIENCE:
            self._app.set_timer(_LOOK, lambda: self._look(started, since))
            return
        self._round += 1
        self._app.call_later(self._hand_on_next)

    async def _hand_on_next(self) -> None:
        if not self._waiting:
            return
        key = self._waiting.popleft()
        self._note(key)
        await self._hand_on(key)
        while self._waiting and not self._follows_closely(self._waiting[0]):
            key = self._waiting.popleft()
            self._note(key)
            await self._hand_on(key)
        if self._waiting:
            self._await_the_last()
