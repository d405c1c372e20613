"""Keys in the order they were typed, each to whom it is meant for.

Textual hands a key to the widget that has the focus when the key arrives, though the key before it may still be on its
way to open a screen or to move the focus. Keys typed ahead would be lost on a screen that is not built yet, or do
something on the one below. So a key waits until all that the one before it set off has been done, however long that
takes: until nothing is left to do for the widget it was meant for, for those around it, for the app, and for whatever
has the focus now.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widgets import Input

_LOOK, _LOOKS = 0.01, 200
"""Seconds between looks at a screen that takes no keys yet, and looks until its keys are handed on all the same."""
_ASK_AGAIN = 2.0
"""Seconds after which one that closes before it answers is waited for no longer."""
_WALK = frozenset({"up", "down", "pageup", "pagedown", "home", "end", "j", "k", "left", "right", "backspace", "delete"})
"""Keys that leave the focus where it is, so that the next of them need not wait."""

_LINE_FEED = "ctrl+j"
"""What the terminal made of enter before the app took it."""

Typed = events.Key | events.Paste


class KeyQueue:
    """The keys that wait for an earlier one."""

    def __init__(self, app: App[Any], hand_on: Callable[[Any], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Typed] = deque()
        self._target: DOMNode | None = None
        self._last: Typed | None = None
        self._handing: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def holds(self, key: Typed) -> bool:
        """Whether a key that arrives has to wait; it is handed on later then."""
        if isinstance(key, events.Key) and key.key == _LINE_FEED:
            key.key, key.character = "enter", "\r"
        if not self._waiting and self._goes_along(key):
            self._last = key
            return False
        self._waiting.append(key)
        if self._handing is None or self._handing.done():
            self._handing = asyncio.create_task(self._hand_all_on())
        return True

    def _goes_along(self, key: Typed) -> bool:
        """Whether a key finds its way right behind the last one, which leaves everything where it is."""
        last, focused = self._last, self._app.focused
        if last is None or focused is None or focused is not self._target:
            return False
        if isinstance(focused, Input):
            return _is_text(key) and _is_text(last)
        return _is_walk(key) and _is_walk(last)

    async def _hand_all_on(self) -> None:
        while self._waiting and self._app.is_running:
            await self._rest()
            for _look in range(_LOOKS):
                if self._is_ready():
                    break
                await asyncio.sleep(_LOOK)
            if (handed := _asked(self._app, self._hand_on_next)) is None:
                return
            await handed

    def _is_ready(self) -> bool:
        """Whether the screen in front takes the next key: escape may stop one that is at work."""
        if not self._app.screen_stack:
            return False
        screen, first = self._app.screen, self._waiting[0]
        stops = isinstance(first, events.Key) and first.key == "escape" and getattr(screen, "at_work", False)
        return stops or bool(getattr(screen, "takes_keys", True))

    async def _rest(self) -> None:
        """Wait until no pump has anything left to do.

        Each is asked to call back behind what it has. One that has nothing does so in the next turn of the event loop,
        ahead of this task; where another one does not, all are asked again once it did, for what it did may have set
        off more.
        """
        while True:
            pumps = self._pumps()
            calm = not any(pump.message_queue_size for pump in pumps)
            answers = [answer for pump in pumps if (answer := _asked(pump)) is not None]
            await asyncio.sleep(0)
            if not answers or (calm and all(answer.done() for answer in answers)):
                return
            await asyncio.wait(answers, timeout=_ASK_AGAIN)

    def _pumps(self) -> list[MessagePump]:
        """All who may still have something to do for the last key."""
        here = (self._app.focused or self._app.screen) if self._app.screen_stack else None
        nodes = [node for start in (self._target, here) if start is not None for node in start.ancestors_with_self]
        return [pump for pump in dict.fromkeys([*nodes, self._app]) if pump.is_running]

    async def _hand_on_next(self) -> None:
        if self._waiting:
            await self._hand_on_first()
        while self._waiting and self._goes_along(self._waiting[0]):
            await self._hand_on_first()

    async def _hand_on_first(self) -> None:
        self._last = key = self._waiting.popleft()
        self._target = self._app.focused or self._app.screen
        await self._hand_on(key)


def _asked(pump: MessagePump, task: Callable[[], Awaitable[None]] | None = None) -> asyncio.Future[None] | None:
    """What a pump completes behind all that it has, and behind a task; None when it takes nothing any more."""
    answer = asyncio.get_running_loop().create_future()

    async def complete() -> None:
        if task is not None:
            await task()
        if not answer.done():
            answer.set_result(None)

    return answer if pump.call_later(complete) else None


def _is_text(key: Typed) -> bool:
    return isinstance(key, events.Paste) or key.is_printable


def _is_walk(key: Typed) -> bool:
    return isinstance(key, events.Key) and key.key in _WALK
