"""Actions of a car's screen, and of what is read in full from it: a flag, a document, an entry of the history."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_CAR = ("car",)
_READ = ("flag", "document", "entry")

ACTIONS: tuple[Action, ...] = (
    Action(
        "car.open", "enter", N_("Open"), N_("Open the line under the cursor: flag, item, document, entry"),
        "nearnew check VIN --explain", _CAR, footer=True,
    ),
    Action(
        "car.next_tab", "tab,right", N_("Next page"),
        N_("Overview, money, readiness, localisation, documents, history: to the next page"),
        "nearnew car show VIN", _CAR, footer=True,
    ),
    Action(
        "car.previous_tab", "shift+tab,left", N_("Page before"), N_("To the page of the car before this one"),
        "nearnew car show VIN", _CAR,
    ),
    Action(
        "car.edit", "e", N_("Edit"), N_("Change what is known of the car"), "nearnew car edit VIN field=value", _CAR,
        footer=True,
    ),
    Action(
        "car.sheet", "E", N_("Model sheet"), N_("Change what all cars of the model share: drive, power, sizes, port"),
        "nearnew model set MAKE MODEL field=value", _CAR,
    ),
    Action(
        "car.buy", "b", N_("Buy"), N_("Record the purchase, its invoice, a payment or a red letter"),
        "nearnew car buy VIN", _CAR,
    ),
    Action(
        "car.document", "w", N_("Document"), N_("Record a document that covers the car"),
        "nearnew document add KIND VIN", _CAR,
    ),
    Action(
        "car.cost", "c", N_("Cost"), N_("Record a cost of the car"), "nearnew cost add KIND AMOUNT VIN", _CAR,
    ),
    Action(
        "car.sell", "s", N_("Sell"), N_("Offer, reserve or sell the car to a buyer, or change its sale"),
        "nearnew sale new VIN --buyer NAME --price AMOUNT", _CAR,
    ),
    Action(
        "car.receive", "r", N_("Money in"), N_("Record money that came in for the car"),
        "nearnew receipt add AMOUNT VIN", _CAR,
    ),
    Action(
        "car.elsewhere", "x", N_("Elsewhere"), N_("What the car comes to in other destinations, with readiness"),
        "nearnew cost what-if VIN --to KZ,RU,JO", _CAR,
    ),
    Action(
        "car.missing", "m", N_("Missing"), N_("What to get next for the car, by who gives it"),
        "nearnew missing VIN", _CAR,
    ),
    Action(
        "car.kit", "t", N_("Kit"), N_("The localisation kit of the car: its own items and its model's"),
        "nearnew kit show --car VIN", _CAR,
    ),
    Action(
        "car.destination", "d", N_("Destination"), N_("Look at the car for another country"),
        "nearnew check VIN --to CC", _CAR,
    ),
    Action("car.next_car", "n", N_("Next car"), N_("To the next car of the list"), "", _CAR),
    Action("car.previous_car", "N", N_("Car before"), N_("To the car before in the list"), "", _CAR),
    Action(
        "flag.copy_address", "y", N_("Copy address"), N_("Copy the address of the source to the clipboard"),
        "nearnew rule show ID", ("flag",),
    ),
    Action(
        "flag.copy_number", "y", N_("Copy number"), N_("Copy the number of the document to the clipboard"),
        "nearnew document show ID", ("document",), footer=True,
    ),
    Action(
        "document.edit", "e", N_("Edit"), N_("Change the number, the dates and what else the document says"),
        "nearnew document edit NUMBER field=value", ("document",), footer=True,
    ),
    Action(
        "document.void", "v", N_("Out of force"), N_("Take the document out of force, or put it back; asks"),
        "nearnew document edit NUMBER void=yes", ("document",), footer=True,
    ),
    Action(
        "flag.browse", "o", N_("Open address"), N_("Open the address of the source in the browser, where one is set"),
        "", ("flag",),
    ),
    Action(
        "flag.fill", "f,enter", N_("Fill in"), N_("Go to the field of the missing fact, or to the item of the kit"),
        "nearnew car edit VIN field=value", ("flag",), footer=True,
    ),
    Action(
        "flag.override", "v", N_("Override"), N_("Record who goes on in spite of it, and why"),
        "nearnew override add VIN --rule ID --by NAME --reason TEXT", ("flag",), footer=True,
    ),
    Action(
        "flag.document", "w", N_("Document"), N_("Record the document that is missing here"),
        "nearnew document add KIND VIN", ("flag",), footer=True,
    ),
    Action("flag.back", "escape", N_("Back"), N_("Return to the page before"), "", _READ, footer=True),
)  # fmt: skip
