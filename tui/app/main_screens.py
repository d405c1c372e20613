"""Going from one main screen to another.

Each main screen is the ground of a mode of its own: it is built when it is first gone to and kept, with whatever is
opened on it. A screen that was out of sight hears of a changed book or language when it comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.labels import error_text
from tui.app.messages import BookChanged
from tui.app.places import PLACES, make
from tui.app.screens.base import DeskScreen
from tui.app.theme import Toned
from tui.desk.context import Desk
from tui.errors import NearnewError
from tui.i18n.translator import TRANSLATOR, _


class MainScreens(Toned[None]):
    """The part of the app that knows its main screens."""

    def __init__(self, desk: Desk, glyphs: Glyphs, start: str, *, ansi_color: bool | None) -> None:
        """``start`` is the main screen to open with: going there from a blank one would cost a second layout."""
        vars(self)["DEFAULT_MODE"] = start
        super().__init__(ansi_color=ansi_color)
        self.desk = desk
        self.glyphs = glyphs
        self.revision = desk.store.revision
        """The revision of the book that the screens in sight were told of."""
        self._left_at: dict[str, tuple[int, str]] = {}
        """By main screen, the revision and the language it was left at."""
        for place in PLACES:
            self.add_mode(place.name, partial(place.make, desk, glyphs))

    def say(self, text: str, details: Sequence[str] = (), *, wrong: bool = False) -> None:
        """Show a passing note."""
        raise NotImplementedError

    def go(self, name: str) -> None:
        """Go to a main screen as it was left; from what was opened on it, back to the screen itself."""
        if name == self.current_mode:
            while len(self.screen_stack) > 1:
                self.pop_screen()
            return
        self._left_at[self.current_mode] = (self.revision, TRANSLATOR.tag)
        self.switch_mode(name)
        revision, tag = self._left_at.get(name, (self.revision, TRANSLATOR.tag))
        if tag != TRANSLATOR.tag:
            self.post_language()
        if revision != self.revision:
            self.post_book_changed()

    def open_rebates(self, query: str) -> None:
        """Go to the rebates and filter them."""
        self.go("rebates")
        while len(self.screen_stack) > 1:
            self.pop_screen()
        screen: Any = self.screen
        screen.call_later(screen.show_query, query)

    def open_stock(self, query: str, destination: str | None = None) -> None:
        """Go to the stock and filter it; ``destination`` None is each car's own."""
        self.go("stock")
        while len(self.screen_stack) > 1:
            self.pop_screen()
        screen: Any = self.screen
        screen.call_later(screen.show_query, query, destination)

    def open_due(self, line: Any) -> None:
        """Go to what falls due, with the cursor on a line of it; None leaves the cursor where it is."""
        self.go("due")
        screen: Any = self.screen
        if line is not None:
            screen.call_later(screen.point_at, line)

    def open_car(self, car_id: int, destination: str | None = None) -> None:
        """Open one car on the screen in front."""
        from tui.desk import stock  # not needed for the first frame

        try:
            rows = stock.rows(self.desk, destination=destination, archived=True)
        except NearnewError as error:
            self.say(error_text(error), wrong=True)
            return
        row = next((row for row in rows if row.id == car_id), None)
        if row is None:
            self.say(_("This car is no longer in the book"))
            return
        self.push_screen(make("car", "CarScreen", self.desk, self.glyphs, row, destination))

    def post_book_changed(self) -> None:
        """Tell every screen in sight that the book holds something new."""
        for screen in self.screen_stack:
            screen.post_message(BookChanged())

    def post_language(self) -> None:
        """Tell every screen in sight that the language has changed."""
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.language_changed()
            screen.refresh_bindings()


def _going_to(name: str) -> Callable[[MainScreens], None]:
    def action(self: MainScreens) -> None:
        self.go(name)

    return action


for _place in PLACES:  # whoever adds a place names its action; there is nothing to write here
    setattr(MainScreens, f"action_go_{_place.name}", _going_to(_place.name))
