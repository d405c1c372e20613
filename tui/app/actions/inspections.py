"""Actions of inspections."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_LIST = ("inspections",)
_ONE = ("inspection",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "car.inspections", "i", N_("Inspections"), N_("Paint, battery and odometer as measured; record an inspection"),
        "nearnew inspection list VIN", ("car",),
    ),
    Action(
        "inspections.open", "enter", N_("Open"), N_("Open the inspection under the cursor"),
        "nearnew inspection show NUMBER", _LIST, footer=True,
    ),
    Action(
        "inspections.add", "a", N_("Add"), N_("Record an inspection of the car, panel by panel"),
        "nearnew inspection add VIN --panel NAME=READINGS", _LIST, footer=True,
    ),
    Action(
        "inspections.edit", "e", N_("Edit"), N_("Change the inspection under the cursor"),
        "nearnew inspection edit NUMBER field=value", _LIST, footer=True,
    ),
    Action("inspections.back", "escape", N_("Back"), N_("Return to the car"), "", _LIST, footer=True),
    Action(
        "inspection.edit", "e", N_("Edit"), N_("Change the readings and what else the inspection says"),
        "nearnew inspection edit NUMBER field=value", _ONE, footer=True,
    ),
    Action(
        "inspection.void", "v", N_("Out of force"), N_("Take the inspection out of force, or put it back; asks"),
        "nearnew inspection void NUMBER", _ONE, footer=True,
    ),
    Action(
        "inspection.print", "p", N_("Print"), N_("Save the report, in a language and a format"),
        "nearnew inspection print NUMBER", _ONE, footer=True,
    ),
    Action("inspection.back", "escape", N_("Back"), N_("Return to the list"), "", _ONE, footer=True),
)  # fmt: skip
