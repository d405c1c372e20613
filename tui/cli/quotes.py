"""``nearnew sale quote``: the cars for one buyer, in his language, on paper, as a table or as data."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session, chosen_cars
from tui.cli.terms import QueryCommand
from tui.desk import partners
from tui.desk.context import Desk
from tui.desk.kinds import PARTIES
from tui.desk.quoting import QuoteLine, QuoteSheet, quote_sheet
from tui.desk.views import plain
from tui.i18n import formats, labels
from tui.i18n.translator import LANGUAGES, TRANSLATOR, _
from tui.reports.cells import clean


def register(sale: click.Group) -> None:
    """Add the command to the group of the sales."""

    @sale.command("quote", cls=QueryCommand, help=_("A quote of cars (QUERY or names) for a buyer, in his language."))
    @click.argument("words", nargs=-1, required=True)
    @click.option("--buyer", required=True, help=_("The buyer, by name."))
    @click.option("--lang", "tag", type=click.Choice(list(LANGUAGES)), help=_("The language; the buyer's otherwise."))
    @click.option(
        "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help=_("Form of the output.")
    )
    @click.option("-o", "--output", "to", type=click.Path(path_type=Path), help=_("Write to this file."))
    @click.option("--yes", is_flag=True, help=_("Write over a file that is there."))
    @click.pass_obj
    def quote(
        session: Session, words: tuple[str, ...], buyer: str, tag: str | None, form: str, to: Path | None, yes: bool
    ) -> None:
        desk = session.desk()
        cars = chosen_cars(desk, words)
        found = partners.find(desk, "party", buyer)
        party = next(one for one in desk.store.all(PARTIES) if one.id == found.id)
        own = party.language if party.language in LANGUAGES else "en"
        before = TRANSLATOR.tag
        sheet = quote_sheet(desk, cars, party, tag or own)
        TRANSLATOR.use(tag or own)
        try:
            text = _rendered(desk, sheet, form)
        finally:
            TRANSLATOR.use(before)
        if to is None:
            output.data(text)
            return
        output.write_file(to, text.encode("utf-8-sig" if form == "csv" else "utf-8"), overwrite=yes)
        output.talk(_("Written: %(path)s") % {"path": to})


def _rendered(desk: Desk, sheet: QuoteSheet, form: str) -> str:
    if form == "json":
        return output.as_json({"schema": "nearnew/quote/1", **plain(sheet)})
    columns = [
        _("Stock no."), _("VIN"), _("Make"), _("Model"), _("Trim"), _(">Year"), _("Colour"), _("First registration"),
        _(">Odometer, km"), _("Powertrain"), _(">Displacement, cc"), _(">Power, hp"), _(">Battery, kWh"), _(">Seats"),
        _("Steering side"), _(">Price"),
    ]  # fmt: skip
    body = [_row(desk, line) for line in sheet.lines]
    if form == "csv":
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow([title.removeprefix(">") for title in columns])
        writer.writerows([["" if cell is None else _harmless(str(cell)) for cell in row] for row in body])
        return written.getvalue()
    return _paper(sheet, columns, body)


def _paper(sheet: QuoteSheet, columns: list[str], body: list[tuple[object, ...]]) -> str:
    """A head, one block a car so that it reads in 80 columns, and the sums."""
    head = [
        _("Quote for %(buyer)s") % {"buyer": clean(sheet.buyer)},
        _("Date: %(day)s") % {"day": sheet.made_on},
    ]
    if sheet.valid_until is not None:
        head.append(_("Valid until: %(day)s") % {"day": sheet.valid_until})
    blocks = []
    for place, row in enumerate(body, 1):
        lines = [
            "   " + _("%(label)s: ") % {"label": title.removeprefix(">")} + clean(str(cell))
            for title, cell in zip(columns, row, strict=True)
            if cell not in {None, ""}
        ]
        blocks.append("\n".join([f"{place}.", *lines]))
    sums = " + ".join(formats.amount_iso(one) for one in sheet.totals)
    total = _("Total: %(amount)s") % {"amount": sums}
    return "\n\n".join(["\n".join(head), *blocks, total]) + "\n"


def _row(desk: Desk, line: QuoteLine) -> tuple[object, ...]:
    words = desk.library.words
    return (
        line.stock_number,
        line.vin,
        line.make,
        line.model,
        line.trim,
        line.model_year,
        labels.word(words, "colour", line.colour) if line.colour else "",
        line.first_registration,
        line.odometer_km,
        labels.word(words, "powertrain", line.powertrain) if line.powertrain else "",
        line.engine_cc,
        line.power_hp,
        line.battery_kwh,
        line.seats,
        labels.word(words, "steering", line.steering) if line.steering else "",
        formats.amount_iso(line.price),
    )


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
