"""``nearnew book``, ``demo`` and ``keys``."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import histories, output
from tui.cli.opening import open_or_tell
from tui.cli.session import Session
from tui.desk import attaching, demo, verifying
from tui.desk.context import Desk
from tui.desk.kinds import ALL
from tui.desk.opening import book_path
from tui.i18n.sentences import notice_sentence
from tui.i18n.translator import _, ngettext
from tui.paths import user_config_file


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("book", help=_("The book: where everything is kept."))
    def book() -> None:
        pass

    _register_state(book)
    histories.register(book)
    _register_demo(root)
    _register_keys(root)


def _register_state(book: click.Group) -> None:
    @book.command("info", help=_("Where the book lies and what is in it."))
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def info(session: Session, form: str) -> None:
        desk = session.desk()
        path = str(book_path(session.settings, session.book).absolute())
        counts = {kind.name: len(desk.store.all(kind)) for kind in ALL}
        if form == "json":
            data = {"path": path, "revision": desk.store.revision, "read_only": desk.store.read_only, "records": counts}
            output.data(output.as_json({"schema": "nearnew/book/1", "book": data}))
            return
        lines = [
            _("Book: %(path)s") % {"path": path},
            _("Revision: %(revision)s") % {"revision": desk.store.revision},
            _("Settings: %(path)s") % {"path": user_config_file()},
            *(f"  {name}: {count}" for name, count in counts.items()),
        ]
        output.data("\n".join(lines))

    @book.command(
        "verify",
        help=_("Check the files, the history, every record and what it names. Exit code 1 when something is wrong."),
    )
    @click.option("--accept", is_flag=True, help=_("Take over a change that another program made to book.json."))
    @click.pass_obj
    def verify(session: Session, accept: bool) -> int:
        desk = session.desk(accept=accept)
        found = verifying.verify(desk)
        for finding in (*found.faults, *found.remarks):
            output.data(notice_sentence(finding.code, finding.params))
        if not found.faults:
            output.data(_("The book is sound: revision %(revision)s.") % {"revision": desk.store.revision})
        return 1 if found.faults else 0

    @book.command("compact", help=_("Fold the journal into book.json; the history is kept."))
    @click.option("--sweep", is_flag=True, help=_("Also remove attached files that no document names any more."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def compact(session: Session, sweep: bool, yes: bool) -> None:
        desk = session.desk(writes=True)
        desk.store.compact()
        output.talk(_("Compacted at revision %(revision)s.") % {"revision": desk.store.revision})
        if sweep:
            _sweep(session, desk, yes=yes)


def _sweep(session: Session, desk: Desk, *, yes: bool) -> None:
    """Remove files that no document names; undoing what took them off will not bring them back."""
    gone = attaching.unreferenced(desk)
    if not gone:
        output.talk(_("Every file belongs to a document; nothing was removed."))
        return
    question = ngettext(
        "Remove %(n)d file that no document names? Undoing will not bring it back.",
        "Remove %(n)d files that no document names? Undoing will not bring them back.",
        len(gone),
    ) % {"n": len(gone)}
    if session.confirm(question, len(gone), yes=yes):
        for name in gone:
            desk.store.files.remove(name)
        output.talk(ngettext("%(n)d file removed.", "%(n)d files removed.", len(gone)) % {"n": len(gone)})


def _register_demo(root: click.Group) -> None:
    @root.command("demo", help=_("Open a throw-away copy of the sample book; --keep DIR writes it there."))
    @click.option(
        "--keep", type=click.Path(path_type=Path), metavar="DIRECTORY", help=_("Keep the sample book in this folder.")
    )
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the summary.")
    )
    @click.pass_obj
    def demo_(session: Session, keep: Path | None, form: str) -> None:
        if keep is not None:
            session.take(demo.write(session.settings, keep, session.language))
            output.talk(_("The sample book is in %(path)s; open it with --book.") % {"path": keep})
            return
        with demo.throw_away(session.settings, session.language) as desk:
            session.take(desk)
            open_or_tell(desk, form)


def _register_keys(root: click.Group) -> None:
    @root.command("keys", help=_("List every action, its key and its command."))
    @click.pass_obj
    def keys(session: Session) -> None:
        from tui.app.commands import ACTIONS, bindings

        bound = bindings(session.settings.keys)
        body = [(a.id, ", ".join(bound[a.id]), _(a.label), a.command) for a in ACTIONS]
        output.data(output.table([_("Action"), _("Key"), _("What it does"), _("Command")], body))
