"""``nearnew car import``, ``held``, ``mend`` and ``dismiss``: dealers' lists, and the rows that wait."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from tui.cli import output
from tui.cli.cars import read_list
from tui.cli.session import Session, day
from tui.desk import held, importing
from tui.desk.importing import Outcome, Preview, RowPlan
from tui.desk.kinds import CARS
from tui.errors import UsageError
from tui.i18n.sentences import problem_sentence
from tui.i18n.translator import _
from tui.sheets.reader import read_table


def register(root: click.Group) -> None:
    """Add the commands to the car group, with their help in the language of the run."""
    car = root.commands["car"]
    if not isinstance(car, click.Group):  # pragma: no cover - the car commands come first
        raise TypeError
    _register_import(car)
    _register_held(car)


def _register_import(car: click.Group) -> None:
    @car.command("import", help=_("Take in a dealer's list: CSV, XLSX, XLS or ODS; - reads standard input or a paste."))
    @click.argument("file")
    @click.option("--dealer", help=_("Whose list it is; a new name makes a new dealer."))
    @click.option("--map", "maps", multiple=True, help=_("What a column stands for: field=column. May be repeated."))
    @click.option("--sheet", help=_("The sheet of a workbook; the first one when not named."))
    @click.option(
        "--encoding", help=_("The encoding of a text file, where the guess is wrong: utf-8, gb18030, cp1251 …")
    )
    @click.option("--bought", help=_("Record the cars as bought on this day instead of only listed."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would happen and write nothing."))
    @click.option(
        "--rejects",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=_("Write held rows to this file; mended, it imports again."),
    )
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the report.")
    )
    @click.option("--yes", is_flag=True, help=_("Write over an existing file of rejects."))
    @click.pass_obj
    def import_(
        session: Session,
        file: str,
        dealer: str | None,
        maps: tuple[str, ...],
        sheet: str | None,
        encoding: str | None,
        bought: str | None,
        dry_run: bool,
        rejects: Path | None,
        form: str,
        yes: bool,
    ) -> None:
        mapping = mapping_of(maps)
        data, name = read_list(file)
        table = read_table(data, name, encoding=encoding, sheet=sheet, named=tuple(mapping.values()))
        if rejects is not None:
            output.may_write(rejects, overwrite=yes)
        desk = session.desk(writes=not dry_run)
        preview = importing.preview(
            desk,
            table,
            dealer=dealer,
            mapping=mapping,
            bought=day(bought),
            source=Path(name).name,
            sha256=hashlib.sha256(data).hexdigest(),
        )
        shown = preview if dry_run else importing.apply(desk, preview).preview
        if rejects is not None and shown.of(Outcome.HELD):
            content = importing.rejects(table, shown, problem_sentence, heading=_("reasons"))
            output.write_file(rejects, content, overwrite=yes)
        if form == "json":
            output.data(output.as_json(importing.as_json(shown, problem_sentence)))
        else:
            _report(shown, dry_run=dry_run)


def mapping_of(maps: tuple[str, ...]) -> dict[str, str]:
    """What ``--map field=column`` words say. Raises UsageError."""
    found = {}
    for text in maps:
        field, equals, column = text.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise UsageError("field_without_value", value=text[:60])
        found[field.strip()] = column.strip()
    return found


def _report(shown: Preview, *, dry_run: bool) -> None:
    """What became of the rows: counts, changed fields, and every held row with its reasons."""
    counts = {outcome: len(shown.of(outcome)) for outcome in Outcome}
    told = _("%(new)s new, %(changed)s changed, %(same)s the same, %(held)s held") % {
        "new": counts[Outcome.NEW],
        "changed": counts[Outcome.CHANGED],
        "same": counts[Outcome.SAME],
        "held": counts[Outcome.HELD],
    }
    lines = [told + ("  " + _("(nothing written)") if dry_run else "")]
    for plan in shown.of(Outcome.CHANGED):
        lines += [f"  {plan.vin}  {change.field}: {change.old or '–'} → {change.new or '–'}" for change in plan.changes]
    lines += [line for plan in shown.of(Outcome.HELD) for line in _held_lines(plan)]
    for plan in shown.rows:
        if plan.outcome in {Outcome.NEW, Outcome.CHANGED}:
            lines += [
                _("  row %(row)s, look at %(column)s: %(what)s")
                % {"row": plan.number, "column": reason.column, "what": problem_sentence(reason.problem)}
                for reason in plan.warnings
            ]
    if shown.ignored:
        lines.append(_("Columns left out: %(names)s") % {"names": ", ".join(shown.ignored)})
    if counts[Outcome.HELD] and not dry_run:
        lines.append(_("Held rows wait in the book: nearnew car held, nearnew car mend NUMBER vin=…"))
    output.data("\n".join(lines))


def _held_lines(plan: RowPlan) -> list[str]:
    return [
        _("  row %(row)s, “%(column)s” %(value)s: %(what)s")
        % {
            "row": plan.number,
            "column": reason.column,
            "value": reason.value[:60],
            "what": problem_sentence(reason.problem),
        }
        for reason in plan.reasons
    ]


def _register_held(car: click.Group) -> None:
    @car.command("held", help=_("List the rows that wait to be mended or dismissed."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def held_(session: Session, form: str) -> None:
        desk = session.desk()
        found = held.waiting(desk)
        columns = [_(">No."), _(">Row"), _("Field"), _("What is wrong"), _("Cells")]
        body = [
            (
                row.id,
                row.row,
                row.problems[0].field if row.problems else "",
                "; ".join(problem_sentence(problem) for problem in row.problems),
                " ".join(text for text in row.cells.values() if text)[:60],
            )
            for row in found
        ]
        document = {
            "schema": "nearnew/held/1",
            "held": [
                {
                    "id": row.id,
                    "row": row.row,
                    "cells": dict(row.cells),
                    "problems": [
                        {"field": p.field, "code": p.code, "message": problem_sentence(p), "offer": p.offer}
                        for p in row.problems
                    ],
                }
                for row in found
            ],
        }
        output.emit(form, columns, body, document, None)

    @car.command(
        "mend", help=_("Mend a held row: its number, then field=value or column=value. A VIN of - may come later.")
    )
    @click.argument("number", type=int)
    @click.argument("words", nargs=-1)
    @click.option("--yes", is_flag=True, help=_("Confirm a VIN whose check digit is wrong."))
    @click.pass_obj
    def mend(session: Session, number: int, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        car_id = held.mend(desk, number, _mended(words), confirm=yes)
        made = desk.store.get(CARS, car_id)
        output.talk(_("Row mended: car %(number)s.") % {"number": made.stock_number if made else car_id})

    @car.command("dismiss", help=_("Let a held row be; it does not come back with the next list."))
    @click.argument("number", type=int)
    @click.pass_obj
    def dismiss(session: Session, number: int) -> None:
        held.dismiss(session.desk(writes=True), number)
        output.talk(_("Row %(number)s dismissed.") % {"number": number})


def _mended(words: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name.strip():
            raise UsageError("field_without_value", value=word[:60])
        found[name.strip()] = text
    return found
