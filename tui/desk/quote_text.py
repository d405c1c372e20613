"""The quote for a buyer as text and as a table, in a language of its own whatever the screen speaks."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from tui.desk.context import Desk
from tui.desk.quoting import QuoteLine, QuoteSheet
from tui.domain.partialdate import PartialDate
from tui.domain.parties import Party
from tui.i18n import formats, labels
from tui.i18n.translator import TRANSLATOR, _, match_paper
from tui.reports.cells import clean
from tui.reports.quote_words import BUYER, COLUMNS, DAY, LINE, TOTAL, VALID


def language_of(buyer: Party) -> str:
    """The language of a buyer's papers; English where papers do not speak his."""
    return match_paper(buyer.language) or "en"


def rendered(desk: Desk, sheet: QuoteSheet, form: str, language: str) -> str:
    """The quote as ``text`` (80 columns) or ``csv``."""
    before = TRANSLATOR.tag
    TRANSLATOR.use_for_paper(language)
    try:
        return _written(desk, sheet, form)
    finally:
        TRANSLATOR.use(before)


def _written(desk: Desk, sheet: QuoteSheet, form: str) -> str:
    columns = [_(title) for title in COLUMNS]
    body = [_row(desk, line) for line in sheet.lines]
    if form == "csv":
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow(columns)
        writer.writerows([["" if cell is None else _harmless(str(cell)) for cell in row] for row in body])
        return written.getvalue()
    return _paper(sheet, columns, body)


def _paper(sheet: QuoteSheet, columns: list[str], body: list[tuple[object, ...]]) -> str:
    """A head, one block a car so that it reads in 80 columns, and the sums."""
    head = [
        _(BUYER) % {"buyer": clean(sheet.buyer)},
        _(DAY) % {"day": formats.paper_day(sheet.made_on, TRANSLATOR.tag)},
    ]
    if sheet.valid_until is not None:
        head.append(_(VALID) % {"day": formats.paper_day(sheet.valid_until, TRANSLATOR.tag)})
    blocks = []
    for place, row in enumerate(body, 1):
        lines = [
            "   " + _(LINE).format(name=title, value=clean(str(cell)))
            for title, cell in zip(columns, row, strict=True)
            if cell not in {None, ""}
        ]
        blocks.append("\n".join([f"{place}.", *lines]))
    sums = " + ".join(formats.amount_iso(one) for one in sheet.totals)
    total = _(TOTAL) % {"amount": sums}
    return "\n\n".join(["\n".join(head), *blocks, total]) + "\n"


def _row(desk: Desk, line: QuoteLine) -> tuple[object, ...]:
    words, tag = desk.library.words, TRANSLATOR.tag
    return (
        line.stock_number,
        line.vin,
        line.make,
        line.model,
        line.trim,
        line.model_year,
        labels.word(words, "colour", line.colour) if line.colour else "",
        formats.paper_day(PartialDate.parse(line.first_registration), tag) if line.first_registration else "",
        line.odometer_km,
        labels.word(words, "powertrain", line.powertrain) if line.powertrain else "",
        line.engine_cc,
        _figure(line.power_hp, tag),
        _figure(line.battery_kwh, tag),
        line.seats,
        labels.word(words, "steering", line.steering) if line.steering else "",
        formats.amount_iso(line.price),
    )


def _figure(text: str, tag: str) -> str:
    """A number with the decimal mark of the language, as other papers have it."""
    return formats.bare_number(Decimal(text), tag) if text else ""


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
