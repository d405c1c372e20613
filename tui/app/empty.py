"""What a list says when there is nothing in it: what to do first."""

from __future__ import annotations

from tui.app.widgets.lines import Paragraph
from tui.i18n.translator import _


def page(*, filtered: bool) -> list[Paragraph]:
    """The page in place of an empty list."""
    if filtered:
        return [Paragraph(""), Paragraph(_("No car fits this filter; esc shows all cars"), indent=2)]
    return [
        Paragraph(""),
        Paragraph(_("There is no car in this book yet"), "strong", indent=2),
        Paragraph(""),
        Paragraph(_("First take in a dealer's list, in another window:"), indent=2),
        Paragraph("nearnew car import FILE --dealer NAME", "accent", indent=4),
        Paragraph(""),
        Paragraph(_("CSV, XLSX, XLS and ODS are read; this screen shows the cars as soon as they are in"), indent=2),
        Paragraph(_("To look around first: nearnew demo"), indent=2),
    ]
