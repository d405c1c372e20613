"""The two detail lists of a claim as files: what was bought and what was exported, as CSV or XLSX."""

from __future__ import annotations

from pathlib import Path

from tui.desk import printing, rebate_views
from tui.desk.context import Desk
from tui.domain.claims import Claim
from tui.i18n import labels
from tui.i18n.translator import _
from tui.sheets.writer import csv_text, xlsx_bytes

LISTS = ("purchase", "export")
FORMS = ("csv", "xlsx")


def file_name(claim: Claim, which: str, form: str) -> str:
    """The name that a list is offered to be saved under."""
    return f"{claim.number}-{which}.{form}"


def save(desk: Desk, claim: Claim, which: str, form: str, path: Path, *, overwrite: bool) -> None:
    """Write one of ``LISTS`` in one of ``FORMS``. Raises BadFile."""
    purchase = which == "purchase"
    names = rebate_views.PURCHASE_COLUMNS if purchase else rebate_views.EXPORT_COLUMNS
    rows = rebate_views.purchase_list(desk, claim) if purchase else rebate_views.export_list(desk, claim)
    titles = [labels.word(desk.library.words, "claim_column", name) for name in names]
    if form == "csv":
        printing.save(path, csv_text(titles, rows), "csv", overwrite=overwrite)
    else:
        printing.save_bytes(path, xlsx_bytes(titles, rows, _("Cars")), overwrite=overwrite)
