"""Actions of changing one field of many cars."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_BULK = ("bulk",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "bulk.save", "ctrl+s", N_("Write"), N_("Write the value to all cars of the list that can take it"),
        "nearnew car edit QUERY field=value", _BULK, footer=True,
    ),
    Action("bulk.field", "f2", N_("Field"), N_("Choose another field"), "", _BULK, footer=True),
    Action("bulk.list", "ctrl+o", N_("List"), N_("Pick the value from a list"), "", _BULK, footer=True),
    Action("bulk.back", "escape", N_("Back"), N_("Return without writing"), "", _BULK, footer=True),
)  # fmt: skip
