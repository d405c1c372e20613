"""Actions of the stock, of a car, and of every list and screen."""

from __future__ import annotations

from tui.app.actions.action import EVERYWHERE, Action
from tui.i18n.translator import N_

_LISTS = (
    "stock", "car", "flag", "document", "entry", "missing", "fill", "front", "due", "dealers", "destinations",
    "country", "rule", "shipments", "shipment", "import", "columns", "import_row", "held",
    "history", "commit", "matrix", "when",
    "licences", "decisions", "decision", "inspections", "inspection", "letters", "letter",
)  # fmt: skip
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
    Action(
        "stock.mark", "space", N_("Mark"), N_("Mark the car under the cursor, or take its mark away, and go down"),
        "", _STOCK, footer=True,
    ),
    Action(
        "stock.edit", "e", N_("Edit"), N_("Change the car under the cursor, or one field of all marked cars"),
        "nearnew car edit QUERY field=value", _STOCK, footer=True,
    ),
    Action(
        "stock.sheet", "E", N_("Model sheet"), N_("Change what all cars of the model share: drive, power, sizes, port"),
        "nearnew model set MAKE MODEL field=value", _STOCK,
    ),
    Action("stock.mark_down", "shift+down,J", N_("Mark on down"), N_("Mark from here downwards"), "", _STOCK),
    Action("stock.mark_up", "shift+up,K", N_("Mark on up"), N_("Mark from here upwards"), "", _STOCK),
    Action("stock.mark_all", "*", N_("Mark all"), N_("Mark all cars that the filter shows"), "", _STOCK),
    Action(
        "stock.mark_invert", "~", N_("Turn marks round"), N_("Mark the cars shown that are not, and the reverse"),
        "", _STOCK,
    ),
    Action(
        "stock.mark_clear", "x", N_("Clear marks"), N_("Take all marks away; once more brings them back"), "", _STOCK,
    ),
    Action(
        "stock.clear", "escape", N_("Clear"), N_("Show all cars again; then take the marks away"), "nearnew car list",
        _STOCK,
    ),
    Action(
        "stock.destination", "d", N_("Destination"), N_("Check the stock for another country"),
        "nearnew check --to CC", _STOCK,
    ),
    Action("stock.add", "a", N_("Add"), N_("Add a car"), "nearnew car add field=value", _STOCK),
    Action(
        "stock.buy", "b", N_("Buy"), N_("Record the purchase, its invoice, a payment or a red letter"),
        "nearnew car buy QUERY", _STOCK,
    ),
    Action(
        "stock.paper", "w", N_("Document"), N_("Record a document of the marked cars, or of the one here"),
        "nearnew document add KIND VIN", _STOCK,
    ),
    Action(
        "stock.missing", "m", N_("Missing"), N_("What to get next for the marked cars, or for all that are shown"),
        "nearnew missing QUERY --to CC", _STOCK,
    ),
    Action(
        "stock.shipment", "n", N_("Shipment"), N_("Make a shipment of the marked cars, or of the one under the cursor"),
        "nearnew shipment new --to CC", _STOCK,
    ),
    Action("stock.import", "i", N_("Import list"), N_("Take in a dealer's list"), "nearnew car import FILE", _STOCK),
    Action("stock.held", "H", N_("Held rows"), N_("Mend the rows that were held back"), "nearnew car held", _STOCK),
    Action(
        "stock.archive", "z", N_("Archive"), N_("Put the marked cars away, or the one under the cursor; asks"),
        "nearnew car archive QUERY", _STOCK,
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
        "app.language", "L,ctrl+l", N_("Language"), N_("Switch between English and Chinese; what is typed stays"),
        "nearnew --lang TAG", _ALL,
    ),
    Action(
        "app.menu", "?,f1", N_("All keys"), N_("Search all actions and run one"), "nearnew keys", _ALL, footer=True,
    ),
    Action("app.quit", "q", N_("Quit"), N_("Close the desk"), "", _ALL, footer=True),
)  # fmt: skip
