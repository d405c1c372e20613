"""``nearnew shipment issued``: which papers went out, in which revision, when, and how many copies."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import issued, shipping
from tui.desk.history_words import when_text
from tui.desk.kinds import ISSUED
from tui.i18n.translator import _
from tui.reports.kinds.registry import TITLES


def register(shipment: click.Group) -> None:
    """Add the command to the shipment group, with its help in the language of the run."""

    @shipment.command(
        "issued", help=_("The final papers that were printed, of the shipments named or of all: revision, day, copies.")
    )
    @click.argument("numbers", nargs=-1, metavar="[NUMBER...]")
    @click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json", "xlsx"]),
        default="table",
        help=_("Form of the output."),
    )
    @click.option(
        "-o", "--output", "to", type=click.Path(path_type=Path), metavar="FILE", help=_("Write to this file.")
    )
    @click.option("--yes", is_flag=True, help=_("Write over an existing file."))
    @click.pass_obj
    def list_(session: Session, numbers: tuple[str, ...], form: str, to: Path | None, yes: bool) -> None:
        desk = session.desk()
        wanted = [shipping.find(desk, number) for number in dict.fromkeys(numbers)]
        found = desk.store.all(ISSUED)
        if wanted:
            found = [paper for one in wanted for paper in issued.of_shipment(desk, one.id)]
        columns = [
            _("Shipment"), _("Paper"), _(">Revision"), _("Issued"), _("Printed by"), _(">Copies"), _("Last printed"),
            _("Languages"), _("Check sum"),
        ]  # fmt: skip
        rows = [
            (
                one.number,
                _(TITLES.get(one.kind, one.kind)),
                one.revision,
                when_text(desk, one.copies[0].at),
                one.copies[0].by,
                len(one.copies),
                when_text(desk, one.copies[-1].at),
                ", ".join(dict.fromkeys(copy.language for copy in one.copies)),
                one.sha256 if form != "table" else one.sha256[:12],
            )
            for one in found
        ]
        output.emit(form, columns, rows, issued.as_json(found), to, overwrite=yes)
