"""Every action of the screens, once: footer, menu, key settings, ``nearnew keys`` and the manual read this table.

Nothing here imports textual, so that the commands can print it. Labels and help are message ids, translated where
they are shown. An action's method on its screen is ``action_<last part of the id>``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from tui.errors import ConfigError
from tui.i18n.translator import N_

EVERYWHERE = "everywhere"
"""The screen name of actions that every screen offers."""
_NAMED = {
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "semicolon": ";",
    "full_stop": ".",
    "minus": "-",
    "plus": "+",
    "underscore": "_",
    "equals_sign": "=",
    "apostrophe": "'",
    "exclamation_mark": "!",
    "number_sign": "#",
    "at": "@",
    "asterisk": "*",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}
_KEY = re.compile(r"(?:(?:ctrl|alt|shift|super|meta)\+)*(?:[a-z][a-z0-9_]*|\S)")
_SHIFTED = re.compile(r"shift\+([a-z])")


class Action(msgspec.Struct, frozen=True):
    """Something the user can do. ``key`` holds one or more keys parted by commas, the one to show first.

    ``command`` is what does the same on the command line, empty where there is nothing to do there. ``screens``
    names the screens that offer it.
    """

    id: str
    key: str
    label: str
    help: str
    command: str
    screens: tuple[str, ...]
    footer: bool = False

    @property
    def method(self) -> str:
        """The name behind ``action_`` of the method that does it."""
        return self.id.rpartition(".")[2]


_LISTS = ("stock", "car")
_STOCK = ("stock",)
_ALL = (EVERYWHERE,)

ACTIONS: tuple[Action, ...] = (
    Action(
        "stock.open", "enter", N_("Open"), N_("Open the car under the cursor"), "nearnew car show VIN", _STOCK,
        footer=True,
    ),
    Action(
        "stock.filter", "/", N_("Filter"), N_("Show only the cars that fit: make:byd dest:KZ age>150 is:blocked"),
        "nearnew car list QUERY", _STOCK, footer=True,
    ),
    Action("stock.clear", "escape", N_("Clear"), N_("Show all cars again"), "nearnew car list", _STOCK,
        footer=True,
    ),
    Action(
        "stock.destination", "d", N_("Destination"), N_("Check the stock for another country"),
        "nearnew check --to CC", _STOCK, footer=True,
    ),
    Action(
        "stock.sort_next", "s", N_("Sort"), N_("Sort by the next column"), "nearnew car list --sort KEY", _STOCK,
    ),
    Action(
        "stock.sort_previous", "S", N_("Sort back"), N_("Sort by the column before"),
        "nearnew car list --sort KEY", _STOCK,
    ),
    Action(
        "stock.sort_reverse", "r", N_("Reverse"), N_("Turn the order of the list round"),
        "nearnew car list --sort -KEY", _STOCK,
    ),
    Action(
        "stock.find", "f", N_("Find"), N_("Go to a car by the last characters of its VIN or by its stock number"),
        "nearnew car show VIN", _STOCK,
    ),
    Action(
        "stock.detail", "v", N_("Beside"), N_("Show or hide the car beside the list; a narrow screen opens it"),
        "nearnew car show VIN", _STOCK,
    ),
    Action(
        "car.copy_vin", "y", N_("Copy VIN"), N_("Copy the whole VIN to the clipboard"),
        "nearnew car show VIN --format json", ("stock", "car"),
    ),
    Action("car.back", "escape", N_("Back"), N_("Return to the list"), "", ("car",), footer=True),
    Action("list.cursor_down", "down,j", N_("Down"), N_("One line down"), "", _LISTS),
    Action("list.cursor_up", "up,k", N_("Up"), N_("One line up"), "", _LISTS),
    Action("list.page_down", "pagedown,ctrl+f", N_("Page down"), N_("One page down"), "", _LISTS),
    Action("list.page_up", "pageup,ctrl+b", N_("Page up"), N_("One page up"), "", _LISTS),
    Action("list.first", "home,g", N_("First"), N_("To the first line"), "", _LISTS),
    Action("list.last", "end,G", N_("Last"), N_("To the last line"), "", _LISTS),
    Action(
        "app.refresh_book", "ctrl+r", N_("Refresh"), N_("Read the book again"), "nearnew book info", _ALL,
    ),
    Action(
        "app.language", "L", N_("Language"), N_("Switch between English and Chinese"), "nearnew --lang TAG", _ALL,
    ),
    Action(
        "app.menu", "?", N_("All keys"), N_("Search all actions and run one"), "nearnew keys", _ALL, footer=True,
    ),
    Action("app.quit", "q", N_("Quit"), N_("Close the desk"), "", _ALL, footer=True),
)  # fmt: skip


def of_screen(screen: str, prefix: str | None = None) -> tuple[Action, ...]:
    """The actions a screen offers, its own before those of every screen; with ``prefix`` only ids that start so."""
    own = [action for action in ACTIONS if screen in action.screens]
    common = [action for action in ACTIONS if EVERYWHERE in action.screens]
    found = own if screen == EVERYWHERE else [*own, *common]
    return tuple(action for action in found if prefix is None or action.id.startswith(prefix + "."))


def canonical(key: str) -> str:
    """One spelling for each key: ``slash`` is ``/``, ``shift+s`` is ``S``, modifiers in alphabetic order."""
    key = key.strip()
    if match := _SHIFTED.fullmatch(key):
        return match.group(1).upper()
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return "+".join([*sorted(modifiers), _NAMED.get(last, last)])


def key_text(key: str) -> str:
    """A key as the screen shows it."""
    return {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup"}.get(canonical(key), canonical(key))


def bindings(overrides: Mapping[str, str], actions: Sequence[Action] = ACTIONS) -> dict[str, tuple[str, ...]]:
    """The keys of every action after the user's ``[keys]`` settings, by action id.

    Raises ConfigError for an unknown action, for something that is no key, and for a key that two actions of one
    screen would share.
    """
    known = {action.id: action for action in actions}
    for name in overrides:
        if name not in known:
            raise ConfigError("keys_unknown_action", action=name[:40], known=", ".join(known))
    found = {name: _keys(name, overrides.get(name, action.key)) for name, action in known.items()}
    taken: dict[tuple[str, str], Action] = {}
    for action in actions:
        for key in found[action.id]:
            for screen in _reach(action, actions):
                other = taken.setdefault((screen, key), action)
                if other is not action:
                    raise ConfigError("keys_clash", key=key, first=other.id, second=action.id)
    return found


def _reach(action: Action, actions: Sequence[Action]) -> tuple[str, ...]:
    if EVERYWHERE not in action.screens:
        return action.screens
    return tuple(dict.fromkeys((EVERYWHERE, *(screen for one in actions for screen in one.screens))))


def _keys(name: str, text: str) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(canonical(part) for part in text.split(",")))
    for key in keys:
        if not _KEY.fullmatch(key):
            raise ConfigError("keys_bad_key", action=name, key=key[:40])
    return keys
