"""When has the app come to rest? Asked of its event loop, where textual's pilot sleeps and looks at the processor.

Rest is: no callback is due, nothing waits to be drawn, no worker runs, and no timer that fires once is about to. It is
the same on a slow and on a busy machine, and takes no longer than the work does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from textual._context import active_app
from textual.app import App
from textual.dom import DOMNode
from textual.timer import Timer
from textual.worker import WorkerState

_LONGEST = 10.0
_STUCK = 0.15
"""Seconds after which a worker that does not compute is taken to wait for the test."""
_SOON = 0.2
"""A timer that fires once after at most so many seconds belongs to the key before it."""
_CALM = 3
_NAP = 0.001


async def wait_for_work(_min_sleep: float = 0, _max_sleep: float = 0) -> None:
    """Wait until all that a key began has been done and drawn; timers go on."""
    await _rest(timers=False)


async def wait_for_rest(_min_sleep: float = 0, _max_sleep: float = 0) -> None:
    """The same, and until the timers have fired that a key set."""
    await _rest(timers=True)


async def _rest(*, timers: bool) -> None:
    app: App[object] = active_app.get()
    loop = asyncio.get_running_loop()
    end, calm = time.monotonic() + _LONGEST, 0
    spent, since = time.process_time(), time.monotonic()
    while calm < _CALM and time.monotonic() < end and not app._exit:
        await asyncio.sleep(0)
        if loop._ready or _draw(app):  # type: ignore[attr-defined]  # asyncio's own queue: nothing public tells what is due
            calm = 0
        elif _at_work(app):
            calm = 0
            await asyncio.sleep(_NAP)
            if time.process_time() - spent > _STUCK / 20:
                spent, since = time.process_time(), time.monotonic()
            elif time.monotonic() - since > _STUCK:
                return
        elif timers and any(_about_to_fire(timer) for timer in _timers(app)):
            calm = 0
            await asyncio.sleep(_NAP)
        else:
            calm += 1


def _draw(app: App[object]) -> bool:
    """Draw what waits for the next sixtieth of a second; return whether anything did."""
    screen = app.screen if app.screen_stack else None
    if screen is None or not screen._update_timer._active.is_set():
        return False
    screen._on_timer_update()
    return True


def _at_work(app: App[object]) -> bool:
    return any(worker.state in {WorkerState.PENDING, WorkerState.RUNNING} for worker in app.workers)


def _timers(app: App[object]) -> Iterator[Timer]:
    nodes: list[DOMNode] = [app, *(app.screen.walk_children(with_self=True) if app.screen_stack else ())]
    for node in nodes:
        yield from node._timers


def _about_to_fire(timer: Timer) -> bool:
    running = timer._task is not None and not timer._task.done()
    return running and timer._repeat == 0 and timer._interval <= _SOON
