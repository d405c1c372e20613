"""Actions of the stock, of a car, and of every list and screen."""

from __future__ import annotations

from tui.app.actions.action import EVERYWHERE, Action
from tui.i18n.translator import N_

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
