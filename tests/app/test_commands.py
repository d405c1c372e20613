"""The registry: one name, one key, one help for every action."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import tui.app
from tui.app.app import DeskApp
from tui.app.commands import ACTIONS, Action, bindings, canonical, key_text, of_screen
from tui.app.screens.base import DeskScreen
from tui.app.widgets.lines import Page
from tui.app.widgets.table import RowTable
from tui.errors import ConfigError
from tui.i18n.translator import TRANSLATOR, _


def test_ids_are_unique() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_the_shipped_keys_do_not_clash() -> None:
    assert bindings({})["stock.filter"] == ("/",)


def test_labels_and_helps_are_messages() -> None:
    TRANSLATOR.use("qps")
    for action in ACTIONS:
        assert _(action.label).startswith("[!! ")
        assert _(action.help).startswith("[!! ")


def _classes() -> list[type]:
    """Every class of the app, whatever module it stands in."""
    found: dict[type, None] = {}
    for module in pkgutil.walk_packages(tui.app.__path__, "tui.app."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and thing.__module__.startswith("tui.app"):
                found[thing] = None
    return list(found)


def _binds(home: type, action: Action) -> bool:
    return any(getattr(one, "id", None) == action.id for one in vars(home).get("BINDINGS", ()))


CLASSES = _classes()
SHARED = (RowTable, Page, DeskApp, DeskScreen)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_done_on_every_screen_that_offers_it(action: Action) -> None:
    """By the screen itself, by a list on it, or by the app."""
    method = f"action_{action.method}"
    shared = any(hasattr(home, method) for home in SHARED)
    for screen in action.screens:
        own = [home for home in CLASSES if getattr(home, "NAME", None) == screen or _binds(home, action)]
        assert shared or any(hasattr(home, method) for home in own), screen


@pytest.mark.parametrize("screen", sorted({screen for action in ACTIONS for screen in action.screens}))
def test_a_footer_has_at_most_six_keys(screen: str) -> None:
    assert sum(action.footer for action in of_screen(screen)) <= 6


def test_the_user_gives_an_action_another_key() -> None:
    assert bindings({"stock.filter": "f4, ctrl+x"})["stock.filter"] == ("f4", "ctrl+x")


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"stock.filter": "d"}, "keys_clash"),
        ({"stock.filter": "q"}, "keys_clash"),
        ({"app.quit": "enter"}, "keys_clash"),
        ({"stock.filter": "question_mark"}, "keys_clash"),
        ({"stock.sort_next": "shift+s"}, "keys_clash"),
        ({"stock.fly": "f4"}, "keys_unknown_action"),
        ({"stock.filter": ""}, "keys_bad_key"),
        ({"stock.filter": "two words"}, "keys_bad_key"),
        ({"stock.filter": "[red]"}, "keys_bad_key"),
    ],
)
def test_keys_that_cannot_be(overrides: dict[str, str], code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        bindings(overrides)
    assert caught.value.code == code


def test_all_clashes_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        bindings({"stock.filter": "f", "stock.edit": "b"})
    assert caught.value.params["clashes"] == "b = stock.edit + stock.buy, f = stock.filter + stock.find"


def test_two_actions_may_swap_their_keys() -> None:
    found = bindings({"stock.filter": "d", "stock.destination": "/"})
    assert found["stock.filter"] == ("d",)
    assert found["stock.destination"] == ("/",)


def test_screens_that_are_never_together_share_keys() -> None:
    assert bindings({})["stock.clear"] == bindings({})["car.back"] == ("escape",)


@pytest.mark.parametrize(
    ("key", "same"), [("slash", "/"), ("shift+s", "S"), ("ctrl+r", "ctrl+r"), ("shift+ctrl+a", "ctrl+shift+a")]
)
def test_one_spelling_for_each_key(key: str, same: str) -> None:
    assert canonical(key) == same


def test_keys_are_shown_without_wide_signs() -> None:
    assert all(key_text(key).isascii() for action in ACTIONS for key in action.key.split(","))


def test_the_registry_needs_no_textual() -> None:
    code = "import sys, tui.app.commands; sys.exit('textual' in sys.modules or 'babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
