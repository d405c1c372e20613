"""Actions of the shipments, their paper, and the destinations with their rules."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_SHIPMENTS, _SHIPMENT, _LOADING = ("shipments",), ("shipment",), ("loading",)
_PAPER, _DESTINATIONS, _COUNTRY, _RULE = ("paper",), ("destinations",), ("country",), ("rule",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "shipments.open", "enter", N_("Open"), N_("Open the shipment under the cursor"),
        "nearnew shipment show NUMBER", _SHIPMENTS, footer=True,
    ),
    Action(
        "shipments.filter", "/", N_("Filter"),
        N_("Show only the shipments with these words: number, country, port, consignee, VIN"),
        "nearnew shipment list", _SHIPMENTS, footer=True,
    ),
    Action(
        "shipments.clear", "escape", N_("Clear"), N_("Show all shipments again"), "nearnew shipment list", _SHIPMENTS,
    ),
    Action(
        "shipments.add", "a", N_("New shipment"), N_("Make a new shipment"), "nearnew shipment new --to CC", _SHIPMENTS,
        footer=True,
    ),
    Action(
        "shipments.print_paper", "p", N_("Print"),
        N_("See the summary of the shipment under the cursor, and save it"),
        "nearnew shipment print NUMBER --draft", _SHIPMENTS, footer=True,
    ),
    Action("shipment.open_car", "enter", N_("Open"), N_("Open the car under the cursor"), "nearnew car show VIN",
        _SHIPMENT,
    ),
    Action(
        "shipment.add", "a", N_("Add cars"), N_("Pick cars of the stock that are on no shipment"),
        "nearnew shipment add NUMBER QUERY", _SHIPMENT, footer=True,
    ),
    Action(
        "shipment.remove", "x", N_("Take off"),
        N_("Take the marked cars, or the one under the cursor, off the shipment"),
        "nearnew shipment remove NUMBER QUERY", _SHIPMENT, footer=True,
    ),
    Action(
        "shipment.price", "m", N_("Price"),
        N_("Set the invoice price of the marked cars, or of the one under the cursor"),
        "nearnew shipment price NUMBER AMOUNT QUERY", _SHIPMENT,
    ),
    Action(
        "shipment.edit", "e", N_("Edit"), N_("Change route, partners, ports, dates and numbers"),
        "nearnew shipment edit NUMBER field=value", _SHIPMENT, footer=True,
    ),
    Action("shipment.mark", "space", N_("Mark"), N_("Mark the car under the cursor, or take the mark away"), "",
        _SHIPMENT,
    ),
    Action("shipment.mark_all", "A", N_("Mark all"), N_("Mark all cars, or take all marks away"), "", _SHIPMENT),
    Action(
        "shipment.document", "w", N_("Document"),
        N_("Record a document of the marked cars, or of the whole shipment when none is marked"),
        "nearnew document add KIND --shipment NUMBER", _SHIPMENT,
    ),
    Action(
        "shipment.why", "v", N_("Why"), N_("Read all reasons behind the verdict, or see the cars again"),
        "nearnew shipment show NUMBER", _SHIPMENT,
    ),
    Action(
        "shipment.print_paper", "p", N_("Print"), N_("Look at the summary of the shipment, and save it"),
        "nearnew shipment print NUMBER --draft", _SHIPMENT, footer=True,
    ),
    Action("shipment.copy_vin", "y", N_("Copy VIN"), N_("Copy the whole VIN to the clipboard"),
        "nearnew car show VIN --format json", _SHIPMENT,
    ),
    Action("shipment.back", "escape", N_("Back"), N_("Return to the list"), "", _SHIPMENT),
    Action("loading.pick", "enter", N_("Take"), N_("Take the marked cars, or the one under the cursor"),
        "nearnew shipment add NUMBER QUERY", _LOADING, footer=True,
    ),
    Action("loading.mark", "space", N_("Mark"), N_("Mark the car under the cursor, or take the mark away"), "",
        _LOADING, footer=True,
    ),
    Action("loading.mark_all", "A", N_("Mark all"), N_("Mark all cars shown, or take their marks away"), "", _LOADING),
    Action("loading.filter", "/", N_("Filter"), N_("Show only the cars that fit: make:byd dest:KZ age>150 is:blocked"),
        "nearnew car list QUERY", _LOADING, footer=True,
    ),
    Action("loading.back", "escape", N_("Back"), N_("Show all cars again, then leave without taking any"), "", _LOADING,
        footer=True,
    ),
    Action("paper.save", "s", N_("Save"), N_("Write the paper to a file"), "nearnew shipment print NUMBER -o FILE",
        _PAPER, footer=True,
    ),
    Action("paper.final", "f", N_("Final"), N_("Make it the final paper, or a draft again; says what is missing"),
        "nearnew shipment print NUMBER", _PAPER, footer=True,
    ),
    Action("paper.tongue", "t", N_("Paper's language"), N_("Print in another language than the screen speaks"),
        "nearnew shipment print NUMBER --lang TAG", _PAPER, footer=True,
    ),
    Action("paper.form", "o", N_("Format"), N_("Switch between text, CSV and JSON"),
        "nearnew shipment print NUMBER --format FORMAT", _PAPER, footer=True,
    ),
    Action("paper.day", "d", N_("Check date"), N_("Check the shipment for another day than today"),
        "nearnew shipment print NUMBER --on DATE", _PAPER,
    ),
    Action("paper.next_page", "n", N_("Next page"), N_("To the next page of the paper"), "", _PAPER),
    Action("paper.previous_page", "b", N_("Page before"), N_("To the page before"), "", _PAPER),
    Action("paper.back", "escape", N_("Back"), N_("Return to the shipment"), "", _PAPER),
    Action(
        "destinations.open", "enter", N_("Rules"), N_("Read the rules of the country under the cursor"),
        "nearnew rule list CC", _DESTINATIONS, footer=True,
    ),
    Action(
        "destinations.check", "c", N_("Check stock"), N_("Show the stock checked for the country under the cursor"),
        "nearnew check --to CC", _DESTINATIONS, footer=True,
    ),
    Action("destinations.filter", "/", N_("Filter"), N_("Show only the destinations whose code or name fits"), "",
        _DESTINATIONS, footer=True,
    ),
    Action("destinations.clear", "escape", N_("Clear"), N_("Show all destinations again"), "", _DESTINATIONS),
    Action("country.open", "enter", N_("Open"), N_("Read the rule under the cursor whole"), "nearnew rule show RULE",
        _COUNTRY, footer=True,
    ),
    Action("country.check", "c", N_("Check stock"), N_("Show the stock checked for this country"),
        "nearnew check --to CC", _COUNTRY, footer=True,
    ),
    Action("country.day", "d", N_("Day"), N_("Show the rules and the stock as they stand on another day"),
        "nearnew rule list CC --on DATE", _COUNTRY, footer=True,
    ),
    Action("country.copy_address", "y", N_("Copy address"), N_("Copy the address of the rule's source"), "", _COUNTRY,
    ),
    Action("country.back", "escape", N_("Back"), N_("Return to the destinations"), "", _COUNTRY, footer=True),
    Action("rule.copy_address", "y", N_("Copy address"), N_("Copy the address of the rule's source"), "", _RULE,
        footer=True,
    ),
    Action("rule.back", "escape", N_("Back"), N_("Return to the list"), "", _RULE, footer=True),
)  # fmt: skip
