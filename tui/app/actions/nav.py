"""Actions of finding one's way: the main screens, the palette, undoing, messages, the front desk and the due list."""

from __future__ import annotations

from tui.app.actions.action import EVERYWHERE, Action
from tui.i18n.translator import N_

_ALL = (EVERYWHERE,)
_FRONT = ("front",)
_DUE = ("due",)
_HISTORY = ("history",)
_CONFIRM = ("confirm",)

ACTIONS: tuple[Action, ...] = (
    Action("app.go_front", "0", N_("Front desk"), N_("Go to the front desk: the figures that matter"), "nearnew", _ALL),
    Action("app.go_stock", "1", N_("Stock"), N_("Go to the stock"), "nearnew car list", _ALL),
    Action("app.go_dealers", "2", N_("Dealers"), N_("Go to the dealers"), "nearnew dealer list", _ALL),
    Action(
        "app.go_destinations", "4", N_("Destinations"), N_("Go to the destinations and their rules"),
        "nearnew check --to all", _ALL,
    ),
    Action("app.go_shipments", "6", N_("Shipments"), N_("Go to the shipments"), "nearnew shipment list", _ALL),
    Action("app.go_due", "7", N_("Due"), N_("Go to what falls due"), "nearnew", _ALL),
    Action("app.go_rates", "8", N_("Rates"), N_("Go to the exchange rates"), "nearnew rates list", _ALL),
    Action(
        "app.palette", "ctrl+p", N_("Find all"), N_("Search actions, cars, shipments and destinations at once"), "",
        _ALL,
    ),
    Action(
        "app.undo", "u", N_("Undo"), N_("Take back the last change made in this window"), "nearnew book undo", _ALL,
    ),
    Action("app.redo", "U", N_("Redo"), N_("Take back the last undo"), "nearnew book redo", _ALL),
    Action(
        "app.history", "h", N_("History"), N_("Who did what and when: the history of the whole book"),
        "nearnew book history", _ALL,
    ),
    Action("app.messages", "!", N_("Messages"), N_("Read the last messages in full"), "", _ALL),
    Action("front.open", "enter", N_("Open"), N_("Open the list behind the figure"), "", _FRONT, footer=True),
    Action(
        "front.import_list", "i", N_("Import list"), N_("Take in a dealer's list"), "nearnew car import FILE", _FRONT,
        footer=True,
    ),
    Action("front.add", "a", N_("Add car"), N_("Add one car"), "nearnew car add field=value", _FRONT, footer=True),
    Action("due.open", "enter", N_("Open"), N_("Open the car, the claim or the offers"), "nearnew car show VIN", _DUE,
        footer=True,
    ),
    Action("due.filter", "/", N_("Filter"), N_("Show only the lines in which every word occurs"), "", _DUE,
        footer=True,
    ),
    Action("due.clear", "escape", N_("Clear"), N_("Show all lines again"), "", _DUE, footer=True),
    Action("due.horizon", "d", N_("Days ahead"), N_("Look further ahead: the set days, 90, 365, everything"), "", _DUE,
        footer=True,
    ),
    Action("history.open", "enter", N_("Open"), N_("Open the entry, value by value"), "nearnew book history NAME",
        _HISTORY, footer=True,
    ),
    Action("history.filter", "/", N_("Filter"), N_("Show only the lines in which every word occurs"), "", _HISTORY,
        footer=True,
    ),
    Action("history.leave", "escape", N_("Back"), N_("Show all entries again; then return to the screen below"), "",
        _HISTORY, footer=True,
    ),
    Action("commit.back", "escape", N_("Back"), N_("Return to the screen below"), "", ("commit",), footer=True),
    Action("confirm.yes", "y", N_("Yes"), N_("Do it"), "", _CONFIRM),
    Action("confirm.no", "n,escape", N_("No"), N_("Leave everything as it is"), "", _CONFIRM),
    Action("messages.back", "escape", N_("Back"), N_("Return to the screen below"), "", ("messages",), footer=True),
)  # fmt: skip
