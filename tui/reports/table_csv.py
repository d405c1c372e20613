"""The VIN table of a shipment summary as CSV (RFC 4180), headed in the paper's language."""

from __future__ import annotations

import csv
import io

from tui.i18n.translator import Translator
from tui.reports.columns import COLUMNS
from tui.reports.summary import ShipmentSummary

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula; the full-width forms do so in East Asian versions."""


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe goes before a formula's first character."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def table_csv(summary: ShipmentSummary, translator: Translator) -> str:
    """One row for each car; a cell not known is empty. Lines end with CR LF; encode as UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(translator.gettext(column.heading) for column in COLUMNS)
    for car in summary.cars:
        texts = ((column, column.cell(car, translator) or "") for column in COLUMNS)
        writer.writerow(text if column.figure else guarded(text) for column, text in texts)
    return target.getvalue()
