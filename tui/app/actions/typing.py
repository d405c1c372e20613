"""Actions of the fields one types into: the filter of a list, a list to pick from, and a question for one thing."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_FILTERING, _PICKING, _MARKING, _ASKING = ("filtering",), ("picking",), ("marking",), ("asking",)

ACTIONS: tuple[Action, ...] = (
    Action("filtering.submit", "enter,down", N_("To the list"), N_("Go from the filter into the list"), "",
        _FILTERING, footer=True,
    ),
    Action("picking.submit", "enter", N_("Pick"), N_("Take the line under the cursor"), "", _PICKING, footer=True),
    Action("picking.leave", "escape", N_("Leave"), N_("Leave without picking"), "", _PICKING, footer=True),
    Action("marking.submit", "enter", N_("Mark"), N_("Mark the line under the cursor, or take its mark away"), "",
        _MARKING, footer=True,
    ),
    Action("marking.leave", "escape", N_("Done"), N_("Go back with what is marked"), "", _MARKING, footer=True),
    Action("asking.submit", "enter", N_("Take it"), N_("Take what is typed"), "", _ASKING, footer=True),
    Action("asking.leave", "escape", N_("Leave"), N_("Leave without typing anything"), "", _ASKING, footer=True),
)  # fmt: skip
