"""``nearnew book history``, ``undo`` and ``redo``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import history, record_history
from tui.desk.context import Desk
from tui.desk.history import Undone
from tui.desk.history_words import field_of, label_text, value_text, what_text, when_text
from tui.desk.record_history import RecordEntry, RowSteps, row_title, step_text
from tui.desk.reversal_words import back_lines, left_lines
from tui.desk.reversing import Reversal, plan
from tui.domain.merging import ABSENT
from tui.i18n.translator import _, ngettext
from tui.reports.cells import clean
from tui.sheets.writer import Value
from tui.store.contract import Commit

_MOST_LINES = 20
"""Lines told of what was put back; a dry run tells all."""


def register(book: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @book.command(
        "history",
        help=_(
            "Who did what and when, newest first. NAME is a car, a shipment, or KIND:NAME with one of %(kinds)s:"
            " what happened to it, field by field."
        )
        % {"kinds": ", ".join(record_history.kinds_named())},
    )
    @click.argument("name", required=False)
    @click.option("--last", type=int, default=20, help=_("How many entries; 0 for all."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def history_(session: Session, name: str | None, last: int, form: str) -> None:
        desk = session.desk()
        if name is None:
            _list(desk, history.commits(desk, last=last or None), form)
            return
        found = record_history.history_of(desk, record_history.named(desk, name))
        _record(desk, found[:last] if last else found, form)

    @book.command("undo", help=_("Undo the last change, or the entry of a number; undoing is an entry of its own."))
    @click.argument("number", type=int, required=False)
    @click.option("--dry-run", is_flag=True, help=_("Show what would change and write nothing."))
    @click.pass_obj
    def undo(session: Session, number: int | None, dry_run: bool) -> None:
        desk = session.desk(writes=not dry_run)
        if dry_run:
            _tell_plan(desk, plan(desk, history.named(desk, number)))
        else:
            _tell(desk, history.undo(desk, number))

    @book.command("redo", help=_("Take back the last undo."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would change and write nothing."))
    @click.pass_obj
    def redo(session: Session, dry_run: bool) -> None:
        desk = session.desk(writes=not dry_run)
        if dry_run:
            _tell_plan(desk, history.redo_plan(desk))
        else:
            _tell(desk, history.redo(desk))


def _list(desk: Desk, found: Sequence[Commit], form: str) -> None:
    columns = [_(">No."), _("When"), _("Who"), _("What"), _(">Records")]
    body = [(c.sequence, when_text(desk, c.at), c.who, what_text(desk, c.why), len(c.changes)) for c in found]
    changes = [[{"kind": r.kind, "id": r.id, "before": r.before, "after": r.after} for r in c.changes] for c in found]
    output.emit(form, columns, body, _document(found, changes), None)


def _document(found: Sequence[Commit], changes: Sequence[Any]) -> dict[str, Any]:
    commits = [
        {"sequence": c.sequence, "at": c.at.isoformat(), "who": c.who, "why": c.why, "changes": its}
        for c, its in zip(found, changes, strict=True)
    ]
    return {"schema": "nearnew/history/1", "commits": commits}


def _record(desk: Desk, found: Sequence[RecordEntry], form: str) -> None:
    """The history of one record: lines to read, one line a value as CSV, or JSON with the values as stored."""
    if form == "table":
        for entry in found:
            output.data("\n".join(_entry_lines(desk, entry)))
        return
    columns = [_(">No."), _("When"), _("Who"), _("What"), _("Record"), _("Field"), _("Before"), _("After")]
    body: list[Sequence[Value]] = [
        (
            entry.commit.sequence,
            when_text(desk, entry.commit.at),
            entry.commit.who,
            what_text(desk, entry.commit.why),
            row_title(desk, rows),
            label_text(desk, step.kind, step.path),
            *(value_text(desk, step.kind, step.path, value) for value in (step.before, step.after)),
        )
        for entry in found
        for rows in entry.rows
        for step in rows.steps
    ]
    changes = [[_as_data(rows) for rows in entry.rows] for entry in found]
    output.emit(form, columns, body, _document([entry.commit for entry in found], changes), None)


def _entry_lines(desk: Desk, entry: RecordEntry) -> list[str]:
    commit = entry.commit
    head = f"{commit.sequence}  {when_text(desk, commit.at)}  {commit.who}  {what_text(desk, commit.why)}"
    lines = [clean(head)]
    for rows in entry.rows:
        title = row_title(desk, rows)
        if rows.gone:
            title = _("%(record)s: taken out of the book") % {"record": title}
        lines.append(f"    {clean(title)}")
        if not rows.gone:
            lines += [f"      {clean(step_text(desk, step))}" for step in rows.steps]
    return lines


def _as_data(rows: RowSteps) -> dict[str, Any]:
    fields = [
        {"field": field_of(step.path), "path": list(step.path), **{
            name: None if value is ABSENT else value for name, value in (("before", step.before), ("after", step.after))
        }}
        for step in rows.steps
    ]  # fmt: skip
    row = rows.row
    return {"kind": row.kind, "id": row.id, "before": row.before, "after": row.after, "fields": fields}


def _tell(desk: Desk, done: Undone) -> None:
    """Say what was put back, and what was kept because it was changed again."""
    rows = len({(one.kind, one.id) for one in done.back})
    what = what_text(desk, done.of.why)
    output.talk(_("Entry %(number)s (%(what)s):") % {"number": done.of.sequence, "what": what})
    for line in _some(back_lines(desk, done)):
        output.talk(f"  {line}")
    output.talk(ngettext("%(n)d record put back.", "%(n)d records put back.", rows) % {"n": rows})
    for line in left_lines(desk, done):
        output.talk(_("Kept: %(what)s") % {"what": clean(line)})


def _some(lines: Sequence[str]) -> list[str]:
    """The first lines, and how many more there are."""
    shown = [clean(line) for line in lines[:_MOST_LINES]]
    more = len(lines) - len(shown)
    return [*shown, _("and %(n)d more") % {"n": more}] if more else shown


def _tell_plan(desk: Desk, found: Reversal) -> None:
    """Say what taking back would do, on stdout: it is what was asked for."""
    what = what_text(desk, found.of.why)
    output.data(_("Entry %(number)s (%(what)s):") % {"number": found.of.sequence, "what": what})
    for line in back_lines(desk, found):
        output.data(_("  would go back: %(what)s") % {"what": clean(line)})
    for line in left_lines(desk, found):
        output.data(_("  would stay: %(what)s") % {"what": clean(line)})
    output.talk(_("Nothing written."))
