"""Reading the cars of a book behind a frame that stands: at once when that is quick, else away from the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.app.counting import read_cars
from tui.errors import NearnewError

if TYPE_CHECKING:
    from tui.app.screens.stock_list import StockList

_GLANCE = 0.005
_AT_ONCE = 0.03


class FirstReading:
    """Reads the cars of a screen once; ``then`` is called on the screen's time when all of them are read."""

    def __init__(self, screen: StockList, then: Callable[[], None]) -> None:
        self._screen = screen
        self._then = then

    def begin(self, looks: int = 40) -> None:
        """Read once the screen stands; a big book takes longer to read than the screen to draw."""
        screen = self._screen
        if looks and not screen.table.shown_columns:
            screen.set_timer(_GLANCE, partial(self.begin, looks - 1))
        else:
            screen.app.call_later(screen.call_after_refresh, self._read)  # the app draws nothing until it is up itself

    def _read(self) -> None:
        screen = self._screen
        try:
            done = screen.rows is not None or read_cars(screen.desk, lambda: False, _AT_ONCE)
        except NearnewError as error:
            screen.say_error(error)
            return
        if done:
            self._then()
        else:
            screen.run_worker(self._read_on, thread=True, exclusive=True, group="read", description="read the cars")

    def _read_on(self) -> None:
        worker, screen = get_current_worker(), self._screen
        try:
            if read_cars(screen.desk, lambda: worker.is_cancelled):
                screen.call_later(self._then)
        except NearnewError as error:
            screen.call_later(screen.say_error, error)
