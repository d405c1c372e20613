"""Actions of the matrix, of the first lawful day, of the licence planner, and of what people and packs changed."""

from __future__ import annotations

from tui.app.actions.action import EVERYWHERE, Action
from tui.i18n.translator import N_

_MATRIX, _DECISIONS = ("matrix",), ("decisions",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "destinations.matrix", "m", N_("Matrix"), N_("See the stock against every destination"),
        "nearnew check --to all", ("destinations",), footer=True,
    ),
    Action(
        "stock.matrix", "M", N_("Matrix"), N_("See the marked cars, or all that are shown, against every destination"),
        "nearnew check QUERY --to all", ("stock",),
    ),
    Action(
        "stock.override", "o", N_("Override"), N_("Go on with the marked cars in spite of a rule: who, and why"),
        "nearnew override add QUERY --rule ID --to CC --by NAME --reason TEXT", ("stock",),
    ),
    Action(
        "matrix.open", "enter", N_("Open"), N_("Open the car for the destination under the cursor"),
        "nearnew check VIN --to CC --explain", _MATRIX, footer=True,
    ),
    Action("matrix.right", "right,l", N_("To the right"), N_("To the next destination"), "", _MATRIX),
    Action("matrix.left", "left", N_("To the left"), N_("To the destination before"), "", _MATRIX),
    Action("matrix.scroll_right", ">", N_("Further"), N_("Show the destinations further on"), "", _MATRIX),
    Action("matrix.scroll_left", "<", N_("Scroll back"), N_("Show the destinations before"), "", _MATRIX),
    Action(
        "matrix.day", "d", N_("Day"), N_("Answer everything for another day"), "nearnew check --to all --on DATE",
        _MATRIX, footer=True,
    ),
    Action(
        "matrix.sort", "s", N_("Sort"), N_("Sort by the verdict for the destination under the cursor"), "", _MATRIX,
        footer=True,
    ),
    Action(
        "matrix.filter", "/", N_("Filter"), N_("Show only the cars that fit: make:byd dest:KZ age>150 is:blocked"),
        "nearnew check QUERY --to all", _MATRIX, footer=True,
    ),
    Action("matrix.back", "escape", N_("Back"), N_("Show all cars again; then return to the screen below"), "",
        _MATRIX,
    ),
    Action(
        "car.when", "W", N_("When"), N_("The first lawful day, with and without the maker's letter, and its cost"),
        "nearnew when VIN --to CC", ("car",),
    ),
    Action(
        "when.day", "d", N_("Day"), N_("Look from another day"), "nearnew when VIN --on DATE", ("when",), footer=True,
    ),
    Action("when.back", "escape", N_("Back"), N_("Return to the car"), "", ("when",), footer=True),
    Action(
        "licences.day", "d", N_("Day"), N_("Plan from another day"), "nearnew licence plan --to CC --on DATE",
        ("licences",), footer=True,
    ),
    Action("licences.back", "escape", N_("Back"), N_("Return to the list"), "", ("licences",), footer=True),
    Action(
        "app.decisions", "O", N_("Overrides"), N_("Overrides, and what changes of rules did to the cars"),
        "nearnew override list", (EVERYWHERE,),
    ),
    Action(
        "decisions.open", "enter", N_("Open"), N_("Read the entry under the cursor whole"), "nearnew override list",
        _DECISIONS, footer=True,
    ),
    Action(
        "decisions.withdraw", "x", N_("Withdraw"), N_("Take the override under the cursor back; asks"),
        "nearnew override withdraw NUMBER", _DECISIONS, footer=True,
    ),
    Action(
        "decisions.rescreen", "r", N_("Rescreen"), N_("Screen the cars under the rules of last time and of today"),
        "nearnew rule rescreen", _DECISIONS, footer=True,
    ),
    Action("decisions.back", "escape", N_("Back"), N_("Return to the screen below"), "", _DECISIONS, footer=True),
    Action("decision.back", "escape", N_("Back"), N_("Return to the list"), "", ("decision",), footer=True),
)  # fmt: skip
