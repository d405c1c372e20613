"""The registry: one name, one key, one help for every action."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.app.app import DeskApp
from tui.app.commands import ACTIONS, Action, bindings, canonical, key_text, of_screen
from tui.app.screens.car import CarScreen
from tui.app.screens.stock import StockScreen
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


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_done_somewhere(action: Action) -> None:
    homes: dict[str, tuple[type, ...]] = {
        "stock": (StockScreen,),
        "car": (StockScreen, CarScreen),
        "list": (RowTable, Page),
        "app": (DeskApp,),
    }
    assert any(hasattr(home, f"action_{action.method}") for home in homes[action.id.partition(".")[0]])


@pytest.mark.parametrize("screen", ["stock", "car"])
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
