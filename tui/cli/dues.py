"""``nearnew due``: what falls due, as a list, as data, or as a calendar."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session, day
from tui.desk import dues
from tui.desk.dues import DueLine
from tui.i18n.translator import _
from tui.reports.calendar import Entry, calendar


def register(root: click.Group) -> None:
    """Add the command, with its help in the language of the run."""

    @root.command("due", help=_("What is overdue and what falls due: deadlines, papers that expire, offers, claims."))
    @click.option("--days", type=click.IntRange(0, 36_500), help=_("How many days ahead; the setting when left out."))
    @click.option("--on", "on_text", help=_("The day to look from."))
    @click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json", "ics"]),
        default="table",
        help=_("Form of the output; ics is a calendar to subscribe to."),
    )
    @click.option(
        "-o", "--output", "to", type=click.Path(path_type=Path), metavar="FILE", help=_("Write to this file.")
    )
    @click.option("--yes", is_flag=True, help=_("Write over an existing file."))
    @click.pass_obj
    def due(session: Session, days: int | None, on_text: str | None, form: str, to: Path | None, yes: bool) -> None:
        desk = session.desk()
        on = day(on_text) or desk.today
        items = dues.due_items(desk, on, days)
        lines = dues.due_lines(desk, items)
        titles = [_("%(paper)s expires") % {"paper": _(one.title)} if one.is_paper else _(one.title) for one in lines]
        if form == "ics":
            entries = [
                Entry(one.on, f"{title} · {one.name}" if one.name else title, _note(one), one.key)
                for one, title in zip(lines, titles, strict=True)
            ]
            content = calendar(entries, _("nearnew: what falls due"), desk.now(), desk.store.revision)
            if to is None:
                output.data(content.decode())
            else:
                output.write_file(to, content, overwrite=yes)
            return
        columns = [_("Day"), _(">Days"), _("What"), _("For")]
        body = [(one.on, (one.on - on).days, title, one.name) for one, title in zip(lines, titles, strict=True)]
        output.emit(form, columns, body, dues.as_json(desk, items, on), to, overwrite=yes)


def _note(line: DueLine) -> str:
    """What stands under an event: who set the deadline, and when."""
    source = line.source
    return (
        "\n".join(part for part in (line.code, source.title, source.url, source.day) if part) if source else line.code
    )
