"""Actions of what is missing, and of filling one fact for many cars."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_MISSING = ("missing",)
_FILL = ("fill",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "missing.fill", "enter", N_("Fill in"), N_("Fill in the fact for many cars, or record the document"),
        "nearnew car edit QUERY field=value", _MISSING, footer=True,
    ),
    Action(
        "missing.copy", "p", N_("Copy list"), N_("Copy the list as text, giver by giver"),
        "nearnew missing QUERY --to CC", _MISSING, footer=True,
    ),
    Action(
        "missing.copy_giver", "P", N_("Copy giver"), N_("Copy as text what the giver under the cursor has to give"),
        "nearnew missing QUERY --to CC", _MISSING,
    ),
    Action(
        "missing.destination", "d", N_("Destination"), N_("Gather what is missing for another country"),
        "nearnew missing QUERY --to CC", _MISSING, footer=True,
    ),
    Action(
        "missing.several", "D", N_("Several"), N_("Gather what is missing for several countries at once"),
        "nearnew missing QUERY --to CC,CC", _MISSING,
    ),
    Action(
        "missing.save", "s", N_("Save requests"), N_("Write what this giver is asked for to a file, text or CSV"),
        "nearnew missing QUERY --giver GIVER --print FILE", _MISSING,
    ),
    Action(
        "missing.save_all", "S", N_("Save all requests"), N_("Write what everybody is asked for to a file"),
        "nearnew missing QUERY --print FILE", _MISSING,
    ),
    Action(
        "missing.tongue", "t", N_("Paper's language"), N_("Write the request lists in another language"),
        "nearnew missing QUERY --print FILE --lang TAG", _MISSING,
    ),
    Action(
        "missing.licences", "l", N_("Licences"), N_("Plan the applications for export licences"),
        "nearnew licence plan QUERY --to CC", _MISSING,
    ),
    Action("missing.back", "escape", N_("Back"), N_("Return to the list"), "", _MISSING, footer=True),
    Action(
        "fill.save", "enter,ctrl+s", N_("Save"), N_("Write the value to the marked cars at once"),
        "nearnew car edit QUERY field=value", _FILL, footer=True,
    ),
    Action(
        "fill.mark", "space", N_("Mark"), N_("Mark the car under the cursor, or take its mark away"), "", _FILL,
        footer=True,
    ),
    Action("fill.mark_all", "a", N_("Mark all"), N_("Mark all cars, or none when all are marked"), "", _FILL),
    Action(
        "fill.where", "ctrl+t", N_("Model or cars"), N_("Write to the model sheet, or to these cars alone"),
        "nearnew model set MAKE MODEL field=value", _FILL, footer=True,
    ),
    Action("fill.cancel", "escape", N_("Back"), N_("Return without writing"), "", _FILL, footer=True),
)  # fmt: skip
