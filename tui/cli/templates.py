"""``nearnew shipment template``: the templates of papers, to be changed in a folder of one's own, and tried."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import templates
from tui.i18n.sentences import sentence
from tui.i18n.translator import _


def register(shipment: click.Group) -> None:
    """Add the command to the shipment group, with its help in the language of the run."""

    @shipment.command(
        "template",
        help=_(
            "Copy the templates of HTML and PDF papers under NAME, to be changed; `paper` replaces the shipped ones."
        ),
    )
    @click.argument("name", required=False, default=templates.USUAL)
    @click.option(
        "--to", type=click.Path(path_type=Path), metavar="DIR", help=_("The folder; else the one where they are used.")
    )
    @click.option("--check", is_flag=True, help=_("Try your own templates on a sample paper. Exit code 1 on a fault."))
    @click.pass_context
    def template(context: click.Context, name: str, to: Path | None, check: bool) -> None:
        session: Session = context.obj
        if check:
            _check(context, session)
            return
        for path in templates.copy_out(name, (to or templates.folder(session.settings)).expanduser()):
            output.data(str(path))


def _check(context: click.Context, session: Session) -> None:
    found = templates.check(session.settings)
    if not found:
        output.talk(_("There is no template of your own in %(path)s") % {"path": templates.folder(session.settings)})
    for path, error in found:
        if error is None:
            output.data(_("%(path)s: in order") % {"path": path})
        else:
            output.data(sentence(error))
    if any(error is not None for _path, error in found):
        context.exit(1)
