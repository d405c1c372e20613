"""Actions of requests to makers."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_LIST = ("letters",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "stock.letters", "l", N_("Makers' letters"),
        N_("Requests to makers; there a asks for the marked cars, or for the one under the cursor"),
        "nearnew letter list", ("stock",),
    ),
    Action(
        "missing.letters", "r", N_("Makers' letters"),
        N_("Requests to makers; there a asks for the cars of the line under the cursor"),
        "nearnew letter list", ("missing",),
    ),
    Action(
        "letters.open", "enter", N_("Open"), N_("Read the request under the cursor in full"),
        "nearnew letter show NUMBER", _LIST, footer=True,
    ),
    Action(
        "letters.add", "a", N_("Request"), N_("Ask the makers of the cars for their letter, one request a make"),
        "nearnew letter request QUERY --to CC", _LIST, footer=True,
    ),
    Action(
        "letters.received", "r", N_("Received"), N_("Record the letter that came"),
        "nearnew letter received NUMBER field=value", _LIST, footer=True,
    ),
    Action(
        "letters.refuse", "f", N_("Refused"), N_("Record that the maker refused"),
        "nearnew letter refused NUMBER reason=TEXT", _LIST,
    ),
    Action(
        "letters.withdraw", "x", N_("Call off"), N_("Call the request off; asks"), "nearnew letter withdraw NUMBER",
        _LIST,
    ),
    Action(
        "letters.print", "p", N_("Print"), N_("Save the request for the maker, in a language and a format"),
        "nearnew letter print NUMBER", _LIST,
    ),
    Action(
        "letter.print", "p", N_("Print"), N_("Save the request for the maker, in a language and a format"),
        "nearnew letter print NUMBER", ("letter",), footer=True,
    ),
    Action("letters.back", "escape", N_("Back"), N_("Return to the screen below"), "", _LIST, footer=True),
    Action("letter.back", "escape", N_("Back"), N_("Return to the list"), "", ("letter",), footer=True),
)  # fmt: skip
