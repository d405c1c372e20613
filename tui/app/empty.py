"""What a list says when there is nothing in it: what to do first."""

from __future__ import annotations

from collections.abc import Mapping

from tui.app.commands import key_text
from tui.app.widgets.lines import Paragraph
from tui.i18n.translator import _


def page(keys: Mapping[str, tuple[str, ...]], *, filtered: bool) -> list[Paragraph]:
    """The page in place of an empty list; ``keys`` are the keys of the actions by id."""
    if filtered:
        return [Paragraph(""), Paragraph(_("No car fits this filter; esc shows all cars"), indent=2)]
    return [
        Paragraph(""),
        Paragraph(_("There is no car in this book yet"), "strong", indent=2),
        Paragraph(""),
        Paragraph(
            _("Take in a dealer's list (CSV, XLSX, XLS, ODS or a paste)"), indent=2, head=_head(keys, "stock.import")
        ),
        Paragraph(_("Add one car by hand"), indent=2, head=_head(keys, "stock.add")),
        Paragraph(""),
        Paragraph(_("To look around first: nearnew demo"), indent=2),
    ]


def _head(keys: Mapping[str, tuple[str, ...]], action: str) -> str:
    return f"{key_text(keys[action][0])}  "
