"""The main screens: which action opens which, and how each is made. A screen is imported when it is first opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from tui.i18n.translator import N_

if TYPE_CHECKING:
    from tui.app.glyphs import Glyphs
    from tui.app.screens.base import DeskScreen
    from tui.desk.context import Desk

_SCREENS = "tui.app.screens"


class Place(msgspec.Struct, frozen=True):
    """A main screen: its name, its label on the tab line, where it is, and what a narrow tab line calls it.

    The action that goes there is ``app.go_<name>``; it stands among the actions with its key.
    """

    name: str
    label: str
    module: str
    screen: str
    short: str = ""

    @property
    def action(self) -> str:
        """The id of the action that goes there."""
        return f"app.go_{self.name}"

    def make(self, desk: Desk, glyphs: Glyphs) -> DeskScreen[Any]:
        """Build the screen."""
        return make(self.module, self.screen, desk, glyphs)


PLACES = (
    Place("front", N_("Front"), "front", "FrontScreen", N_("Desk")),
    Place("stock", N_("Stock"), "stock", "StockScreen"),
    Place("dealers", N_("Dealers"), "dealers", "DealersScreen", N_("Dealer")),
    Place("rebates", N_("Rebates"), "rebates", "RebatesScreen", N_("Rebate")),
    Place("destinations", N_("Destinations"), "destinations", "DestinationsScreen", N_("Dest.")),
    Place("localisation", N_("Localisation"), "localisation", "LocalisationScreen", N_("Kits")),
    Place("shipments", N_("Shipments"), "shipments", "ShipmentsScreen", N_("Ship.")),
    Place("due", N_("Due"), "due", "DueScreen"),
    Place("rates", N_("Rates"), "rates", "RatesScreen"),
)
"""In the order of their keys. Ten of them must be readable on 80 cells: a long label wants a short one beside it."""


def make(module: str, screen: str, *arguments: object, **options: object) -> DeskScreen[Any]:
    """Build a screen of a module of ``screens``."""
    made: DeskScreen[Any] = getattr(import_module(f"{_SCREENS}.{module}"), screen)(*arguments, **options)
    return made
