"""Every action of the screens, once: footer, menu, key settings, ``nearnew keys`` and the manual read this table.

Nothing here imports textual, so that the commands can print it. Labels and help are message ids, translated where
they are shown. An action's method on its screen is ``action_<last part of the id>``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tui.app.actions import (
    bulk,
    car,
    dealers,
    forms,
    importing,
    inspections,
    journeys,
    letters,
    localisation,
    missing,
    money,
    nav,
    network,
    readiness,
    rebates,
    shipping,
    stock,
    typing,
)
from tui.app.actions.action import EVERYWHERE, Action
from tui.errors import ConfigError

__all__ = ["ACTIONS", "EVERYWHERE", "WRITING", "Action", "bindings", "canonical", "key_text", "of_screen", "writes"]

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


ACTIONS: tuple[Action, ...] = (
    *car.ACTIONS,
    *missing.ACTIONS,
    *stock.ACTIONS,
    *bulk.ACTIONS,
    *shipping.ACTIONS,
    *journeys.ACTIONS,
    *localisation.ACTIONS,
    *forms.ACTIONS,
    *dealers.ACTIONS,
    *money.ACTIONS,
    *rebates.ACTIONS,
    *importing.ACTIONS,
    *inspections.ACTIONS,
    *letters.ACTIONS,
    *readiness.ACTIONS,
    *network.ACTIONS,
    *typing.ACTIONS,
    *nav.ACTIONS,
)
WRITING: frozenset[str] = frozenset({
    "agreement.document", "agreement.paste", "agreement.type", "app.redo", "app.undo", "bulk.save", "buying.buy",
    "car.buy", "car.cost", "car.document", "car.edit", "car.receive", "car.sell", "car.sheet", "chat.keep", "claim.pay",
    "claim.remove", "claim.step", "claiming.make", "dealer_card.edit", "dealers.add", "dealers.edit", "dealers.import",
    "dealers.paste", "dealers.remove", "decisions.fetch_rules", "decisions.rescreen", "decisions.withdraw",
    "destinations.fetch_rules",
    "distributors.add", "distributors.edit", "distributors.remove", "fill.save", "flag.document", "flag.fill",
    "flag.override", "forms.save", "front.add", "front.import_list", "held.confirm", "held.dismiss_row", "held.open",
    "held.take_offer", "import.take_in", "inspection.edit", "inspection.void", "inspections.add", "inspections.edit",
    "kit.copy", "kit.drop", "kit.not_applicable", "kit.photos", "kit.plan", "kit.reopen", "kit.waive", "letters.add",
    "letters.received", "letters.refuse", "letters.withdraw", "mend.confirm", "mend.dismiss_row", "mend.save",
    "mend.take_offer", "missing.fill", "offers.add", "offers.buy", "offers.decline", "offers.edit", "offers.import",
    "offers.paste", "offers.watch", "parts.add", "parts.edit", "parts.import_list", "parts.remove", "print_table.keep",
    "published.install", "rates.add", "rates.fetch", "rates.fetch_day", "rates.fetch_from", "rates.remove",
    "rebates.claim", "repair_partners.add", "repair_partners.confirm", "repair_partners.edit",
    "repair_partners.remove", "route.add_container", "route.add_leg", "route.edit", "route.remove", "shipment.add",
    "shipment.cancel", "shipment.cost", "shipment.edit", "shipment.load_earlier", "shipment.load_later",
    "shipment.move", "shipment.price", "shipment.receive", "shipment.remove", "shipment.step", "shipments.add",
    "stock.add", "stock.archive", "stock.buy", "stock.edit", "stock.import", "stock.override", "stock.paper",
    "stock.sheet", "stock.shipment",
})  # fmt: skip
"""The ids of actions that write into the book, or open what does: a book for reading only does not offer them."""


_TOLD_CLASHES = 6
IN_MODAL = frozenset({"app.menu", "app.language"})
"""The ids of actions for every screen that forms offer too, which have to be left before anything else is done."""


def of_screen(
    screen: str, prefix: str | None = None, *, read_only: bool = False, modal: bool = False
) -> tuple[Action, ...]:
    """The actions a screen offers: its own, walking its list behind them, and those of every screen.

    With ``prefix`` only those whose ids start so; ``read_only`` leaves out those that write. A ``modal`` screen has to
    be left before most other things are done.
    """
    own = sorted((action for action in ACTIONS if screen in action.screens), key=_walks)
    common = [one for one in ACTIONS if EVERYWHERE in one.screens and (not modal or one.id in IN_MODAL)]
    found = own if screen == EVERYWHERE else [*own, *common]
    return tuple(
        action
        for action in found
        if (prefix is None or action.id.startswith(prefix + ".")) and not (read_only and action.id in WRITING)
    )


def _walks(action: Action) -> bool:
    return action.id.startswith("list.")


def writes(screen: str, method: str) -> bool:
    """Whether the action that a method of a screen does writes into the book."""
    return any(action.method == method and action.id in WRITING for action in of_screen(screen))


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

    Raises ConfigError for an unknown action, for something that is no key, and for all keys that two actions of one
    screen would share.
    """
    known = {action.id: action for action in actions}
    for name in overrides:
        if name not in known:
            raise ConfigError("keys_unknown_action", action=name[:40], known=", ".join(known))
    found = {name: _keys(name, overrides.get(name, action.key)) for name, action in known.items()}
    taken: dict[tuple[str, str], Action] = {}
    clashes: dict[tuple[str, str, str], None] = {}
    for action in actions:
        for key in found[action.id]:
            for screen in _reach(action, actions):
                other = taken.setdefault((screen, key), action)
                if other is not action:
                    clashes[key, other.id, action.id] = None
    if clashes:
        told = [f"{key} = {first} + {second}" for key, first, second in clashes]
        more = [f"+ {len(told) - _TOLD_CLASHES}"] if len(told) > _TOLD_CLASHES else []
        raise ConfigError("keys_clash", clashes=", ".join([*told[:_TOLD_CLASHES], *more]))
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
