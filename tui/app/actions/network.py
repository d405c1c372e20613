"""Actions that ask the network, and those of the screens that show what is asked and what came."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_RATES, _FETCHING, _PUBLISHED, _HINTS = ("rates",), ("fetching",), ("published",), ("vin_hints",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "rates.fetch", "f", N_("Fetch"), N_("Fetch the rates the book needs from the source in the settings"),
        "nearnew rates update", _RATES, footer=True,
    ),
    Action(
        "rates.fetch_day", "d", N_("Of a day"), N_("Fetch the rates of another day"), "nearnew rates update --on DATE",
        _RATES,
    ),
    Action(
        "rates.fetch_from", "F", N_("Other source"), N_("Fetch the rates from another source, this once"),
        "nearnew rates update --provider NAME", _RATES,
    ),
    Action(
        "destinations.fetch_rules", "f", N_("Fetch rules"),
        N_("Fetch the published rules, see what they change, and install them or not"), "nearnew rule update",
        ("destinations",),
    ),
    Action(
        "decisions.fetch_rules", "f", N_("Fetch rules"),
        N_("Fetch the published rules, see what they change, and install them or not"), "nearnew rule update",
        ("decisions",),
    ),
    Action(
        "car.look_up", "v", N_("Look up VIN"), N_("Ask a public decoder what it reads out of the VIN: a hint"),
        "nearnew vin lookup VIN", ("car",),
    ),
    Action(
        "stock.look_up", "V", N_("Look up VINs"),
        N_("Ask a public decoder about the VINs of the marked cars, or of the one under the cursor"),
        "nearnew vin lookup VIN VIN", ("stock",),
    ),
    Action(
        "fetching.stop", "escape", N_("Stop"), N_("Hang up and leave everything as it is"), "", _FETCHING, footer=True,
    ),
    Action(
        "published.install", "i", N_("Install"), N_("Install the published rules and screen the cars anew"),
        "nearnew rule update --yes", _PUBLISHED, footer=True,
    ),
    Action(
        "published.back", "escape", N_("Back"), N_("Leave the rules as they are"), "", _PUBLISHED, footer=True,
    ),
    Action("vin_hints.back", "escape", N_("Back"), N_("Return to the screen below"), "", _HINTS, footer=True),
)  # fmt: skip
