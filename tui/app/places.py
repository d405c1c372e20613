"""The main screens: which action opens which, and how each is made. A screen is imported when it is first opened."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tui.i18n.translator import N_

if TYPE_CHECKING:
    from tui.app.glyphs import Glyphs
    from tui.app.screens.base import DeskScreen
    from tui.desk.context import Desk

_SCREENS = "tui.app.screens"


@dataclass(frozen=True)
class Place:
    """A main screen: its name, its label on the tab line, and where it is."""

    name: str
    label: str
    module: str
    screen: str

    @property
    def action(self) -> str:
        """The id of the action that goes there."""
        return f"app.go_{self.name}"

    def make(self, desk: Desk, glyphs: Glyphs) -> DeskScreen[Any]:
        """Build the screen."""
        return make(self.module, self.screen, desk, glyphs)


PLACES = (
    Place("front", N_("Front"), "front", "FrontScreen"),
    Place("stock", N_("Stock"), "stock", "StockScreen"),
    Place("dealers", N_("Dealers"), "dealers", "DealersScreen"),
    Place("rebates", N_("Rebates"), "rebates", "RebatesScreen"),
    Place("destinations", N_("Destinations"), "destinations", "DestinationsScreen"),
    Place("localisation", N_("Localisation"), "localisation", "LocalisationScreen"),
    Place("shipments", N_("Shipments"), "shipments", "ShipmentsScreen"),
    Place("due", N_("Due"), "due", "DueScreen"),
    Place("rates", N_("Rates"), "rates", "RatesScreen"),
)


def make(module: str, screen: str, *arguments: object, **options: object) -> DeskScreen[Any]:
    """Build a screen of a module of ``screens``."""
    made: DeskScreen[Any] = getattr(import_module(f"{_SCREENS}.{module}"), screen)(*arguments, **options)
    return made
