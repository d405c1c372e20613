"""``nearnew document says`` and ``nearnew shipment papers``: what papers print, and whether they agree."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.cars import read_list
from tui.cli.checks import ASCII_MARKS, MARKS
from tui.cli.session import Session, chosen_cars, only_assignments, refuse_unknown_fields, split_assignments
from tui.cli.terms import QueryCommand
from tui.desk import agreements, documents, prints, shipping, views
from tui.domain.readiness import Verdict
from tui.errors import UsageError
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _
from tui.sheets.reader import read_table


def register(document: click.Group) -> None:
    """Add the command to the document group, with its help in the language of the run."""

    @document.command(
        "says",
        cls=QueryCommand,
        help=_(
            "Record what a paper prints: ID, the cars (none: the whole paper), then field=value, such as vin and model."
        ),
    )
    @click.argument("document_id", type=int)
    @click.argument("words", nargs=-1)
    @click.option(
        "--table", "file", metavar="FILE", help=_("A table with a VIN column, one row a car; - reads standard input.")
    )
    @click.pass_obj
    def says(session: Session, document_id: int, words: tuple[str, ...], file: str | None) -> None:
        desk = session.desk(writes=True)
        paper = documents.get(desk, document_id)
        fields = tuple(desk.library.agreement.words)
        if file is not None:
            only_assignments(words)
            data, name = read_list(file)
            read = read_table(data, name, named=tuple(desk.library.agreement.words))
            rows = [(row.number, [cell.text for cell in row.cells]) for row in read.rows]
            told = prints.from_table(desk, paper, read.columns, rows)
            told = (*told, *([prints.Saying(None, only_assignments(words))] if words else []))
        else:
            names, texts = split_assignments(words, fields)
            refuse_unknown_fields(names, fields)
            if not texts:
                raise UsageError("field_without_value", value=" ".join(words)[:60])
            cars = chosen_cars(desk, names) if names else [None]
            told = tuple(prints.Saying(car, texts) for car in cars)
        changed = prints.say(desk, paper, told)
        cars_told = len({one.car_id for one in changed.prints if one.car_id is not None})
        title = _(documents.title_of(desk, changed.kind))
        text = _("%(title)s prints something of %(cars)s.")
        if not cars_told:
            text = _("%(title)s prints something as a whole.")
        output.talk(text % {"title": title, "cars": count_of_cars(cars_told)})
        output.data(output.as_json({"schema": "nearnew/document/1", "document": views.document(desk, changed)}))


def register_agreement(shipment: click.Group) -> None:
    """Add the command to the shipment group, with its help in the language of the run."""

    @shipment.command("papers", help=_("Whether the papers of a shipment agree, field by field and car by car."))
    @click.argument("number")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def papers(session: Session, number: str, form: str) -> None:
        desk = session.desk()
        found = agreements.of_shipment(desk, shipping.find(desk, number))
        if form == "json":
            output.data(output.as_json(agreements.as_json(found)))
        else:
            marks = ASCII_MARKS if session.settings.ui.glyphs == "ascii" else MARKS
            told = {"differ": Verdict.BLOCKED, "agree": Verdict.READY, "not_assessed": Verdict.UNKNOWN}
            output.data("\n".join(agreements.lines(desk, found, {state: marks[one] for state, one in told.items()})))
