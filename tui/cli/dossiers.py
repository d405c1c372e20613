"""``nearnew shipment dossier`` and ``nearnew dossier verify``: the folder of evidence, written and checked."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import dossier, shipping
from tui.i18n.translator import _, ngettext
from tui.reports.sums import Compared, compare


def register_writing(shipment: click.Group) -> None:
    """Add the command to the shipment group, with its help in the language of the run."""

    @shipment.command(
        "dossier",
        help=_(
            "Write the evidence of a shipment into a new folder: papers, attachments, verdicts, history, check sums."
        ),
    )
    @click.argument("number")
    @click.option(
        "-o",
        "--output",
        "to",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=_("The folder to make; else one named after shipment and day, here."),
    )
    @click.option("--with-costs", is_flag=True, help=_("Also what the cars cost and from whom they came."))
    @click.pass_obj
    def write(session: Session, number: str, to: Path | None, with_costs: bool) -> None:
        desk = session.desk(writes=True)
        found = shipping.find(desk, number)
        folder = (to or Path(dossier.usual_name(desk, found))).expanduser()
        made = dossier.write(
            desk, found, folder, with_costs=with_costs, said=lambda papers: output.progress(papers, _("Papers"))
        )
        count = ngettext("%(n)d file", "%(n)d files", made.files) % {"n": made.files}
        output.talk(_("Dossier of %(number)s: %(files)s") % {"number": made.number, "files": count})
        if made.keep_until is not None:
            output.talk(_("Keep it until %(day)s at least") % {"day": made.keep_until})
        output.data(str(folder))


def register(root: click.Group) -> None:
    """Add the group, with its help in the language of the run."""

    @root.group("dossier", help=_("Dossiers: check one that was written, on any machine."))
    def group() -> None:
        pass

    @group.command("verify", help=_("Compare a dossier with its check sums. Exit code 1 when anything differs."))
    @click.argument("folder", type=click.Path(path_type=Path))
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_context
    def verify(context: click.Context, folder: Path, form: str) -> None:
        found = compare(folder)
        if form == "json":
            output.data(output.as_json(_as_json(folder, found)))
        else:
            for line in _lines(found):
                output.data(line)
        if not found.whole:
            context.exit(1)


def _lines(found: Compared) -> list[str]:
    if found.whole:
        count = ngettext("%(n)d file", "%(n)d files", found.count) % {"n": found.count}
        return [_("The dossier is whole: %(files)s, sum of its list %(sum)s") % {"files": count, "sum": found.sha256}]
    lines = [_("missing: %(name)s") % {"name": name} for name in found.missing]
    lines += [_("changed: %(name)s") % {"name": name} for name in found.changed]
    lines += [_("not on the list: %(name)s") % {"name": name} for name in found.extra]
    lines += [
        _("a line of the list that names no file of the folder: %(line)s") % {"line": line[:120]}
        for line in found.strange
    ]
    return lines


def _as_json(folder: Path, found: Compared) -> dict[str, object]:
    return {
        "schema": "nearnew/dossier-check/1",
        "folder": str(folder),
        "whole": found.whole,
        "files": found.count,
        "sha256": found.sha256,
        "missing": list(found.missing),
        "changed": list(found.changed),
        "extra": list(found.extra),
        "strange": list(found.strange),
    }
