"""``nearnew book backup``, ``restore``, ``repair``, ``drill``: the book's safety."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import drilling, exporting, keeping, repairing
from tui.desk.drilling import Receipt
from tui.desk.exporting import Exported
from tui.desk.keeping import Restoring
from tui.desk.opening import book_path, user_of, utc_clock, zone_of
from tui.errors import UsageError
from tui.i18n.sentences import notice_sentence
from tui.i18n.translator import _
from tui.store.repairing import Repaired

_MOST_LINES = 20
_LONGEST = 60


def register(root: click.Group) -> None:
    """Add the commands to ``nearnew book``, with their help in the language of the run."""
    book = root.commands["book"]
    if not isinstance(book, click.Group):  # pragma: no cover - it is registered first
        raise TypeError(book)
    _register_backup(book)
    _register_restore(book)
    _register_repair(book)
    _register_drill(book)
    _register_export(book)


def _register_backup(book: click.Group) -> None:
    @book.command("backup", help=_("Make a backup now; with FILE, write it as one file to keep elsewhere."))
    @click.argument("file", type=click.Path(path_type=Path), required=False)
    @click.option("--list", "listing", is_flag=True, help=_("List the backups and check each."))
    @click.option("--yes", is_flag=True, help=_("Write over a file that is there."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def backup(session: Session, file: Path | None, listing: bool, yes: bool, form: str) -> None:
        if listing:
            if file is not None:
                raise UsageError("backup_list_and_file")
            _list(session, form)
            return
        if file is not None:
            output.may_write(file, overwrite=yes)
        desk = session.desk()
        if file is None:
            made = keeping.make(desk)
            output.talk(_("Backup of revision %(revision)s: %(path)s") % {"revision": made.revision, "path": made.path})
            return
        made = keeping.write_file(desk, file.expanduser().absolute())
        output.talk(_("Backup of revision %(revision)s: %(path)s") % {"revision": made.revision, "path": file})


def _list(session: Session, form: str) -> None:
    found = keeping.listed(book_path(session.settings, session.book))
    zone = zone_of(session.settings)
    columns = [_("Backup"), _("Made"), _("Why"), _(">Revision"), _(">MB"), _("State")]
    words = {
        "daily": _("daily"),
        "manual": _("by hand"),
        "before-restore": _("before a restore"),
        "before-repair": _("before a repair"),
        "before-migration": _("before a change of format"),
    }
    body = [
        (
            one.backup.name,
            one.backup.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            words.get(one.backup.reason, one.backup.reason),
            one.backup.revision,
            f"{one.bytes / 1_000_000:.1f}",
            _("damaged") if one.faults else _("sound"),
        )
        for one in found
    ]
    data = {
        "schema": "nearnew/backups/1",
        "backups": [
            {
                "name": one.backup.name,
                "path": str(one.backup.path),
                "at": one.backup.at.isoformat(),
                "reason": one.backup.reason,
                "revision": one.backup.revision,
                "bytes": one.bytes,
                "sound": not one.faults,
            }
            for one in found
        ],
    }
    if not found and form == "table":
        output.talk(
            _("There is no backup yet; the first change of a day makes one, and so does `nearnew book backup`.")
        )
    output.emit(form, columns, body, data, None)
    for fault in (fault for one in found for fault in one.faults):
        output.talk(notice_sentence(fault.code, fault.params))


def _register_restore(book: click.Group) -> None:
    @book.command(
        "restore",
        help=_(
            "Put a backup in the place of the book: a file, or a name of `book backup --list`; the newest without one."
            " The present book is kept first."
        ),
    )
    @click.argument("source", required=False)
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def restore(session: Session, source: str | None, yes: bool) -> None:
        if session.read_only:
            raise UsageError("read_only_command")
        clock = utc_clock()
        ready = keeping.prepare(book_path(session.settings, session.book), source, now=clock)
        try:
            for line in differences(ready):
                output.talk(line)
            there = ready.present.revision is not None or ready.folder.book.exists()
            question = _("Put this backup in the place of the book?")
            if there and not session.confirm(question, sum(ready.present.counts.values()), yes=yes):
                output.talk(_("Nothing was changed."))
                return
            kept = keeping.install(ready, now=clock, timeout=float(session.settings.book.lock_seconds))
        finally:
            if ready.staged.exists():
                ready.drop()
        output.talk(_("The book is back at revision %(revision)s.") % {"revision": ready.coming.revision})
        if kept is not None:
            output.talk(_("What was there before is kept in %(path)s.") % {"path": kept})


def _register_repair(book: click.Group) -> None:
    @book.command(
        "repair",
        help=_(
            "Mend a damaged book on a copy, show what that would lose, and ask before the copy takes its place."
            " The damaged files are kept aside."
        ),
    )
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def repair(session: Session, yes: bool) -> None:
        if session.read_only:
            raise UsageError("read_only_command")
        clock, path = utc_clock(), book_path(session.settings, session.book)
        repaired = repairing.prepare(path, now=clock, who=user_of(session.settings))
        if repaired is None:
            output.talk(_("Nothing is wrong with the book; nothing was changed."))
            return
        try:
            for line in _told(repaired):
                output.talk(line)
            count = len(repaired.lost) + len(repaired.rows)
            if not session.confirm(_("Put the mended copy in the place of the book?"), count, yes=yes):
                output.talk(_("Nothing was changed."))
                return
            timeout = float(session.settings.book.lock_seconds)
            kept = repairing.install(path, repaired, now=clock, timeout=timeout)
        finally:
            repairing.drop(repaired)
        output.talk(_("The book is mended: revision %(revision)s.") % {"revision": repaired.revision})
        if kept is not None:
            output.talk(_("The damaged files are kept in %(path)s.") % {"path": kept})


def _told(repaired: Repaired) -> list[str]:
    """What is wrong and what the mended copy would lose, line by line."""
    lines = [notice_sentence(one.code, one.params) for one in repaired.found[:_MOST_LINES]]
    if repaired.borrowed:
        lines.append(_("Changes taken from a backup: %(n)s") % {"n": repaired.borrowed})
    lines.append(_("Entries of the history that would be lost: %(n)s") % {"n": len(repaired.lost)})
    for lost in repaired.lost[:_MOST_LINES]:
        if lost.found is None:
            lines.append("  " + _("No. %(number)s: nothing of it can be read") % {"number": lost.sequence})
        else:
            made = {
                "number": lost.sequence,
                "who": lost.found.who,
                "at": lost.found.at.strftime("%Y-%m-%d %H:%M"),
                "why": lost.found.why,
            }
            lines.append("  " + _("No. %(number)s: %(who)s, %(at)s UTC, %(why)s") % made)
    fields = repairing.fields(repaired)
    lines.append(_("Rows that would differ: %(n)s") % {"n": len({(one.kind, one.id) for one in fields})})
    lines += [
        f"  {one.kind} {one.id} {one.field}: {_short(one.found)} -> {_short(one.kept)}" for one in fields[:_MOST_LINES]
    ]
    if len(fields) > _MOST_LINES:
        lines.append("  " + _("and %(n)s more") % {"n": len(fields) - _MOST_LINES})
    lines += [notice_sentence(one.code, one.params) for one in repaired.left[:_MOST_LINES]]
    return lines


def _short(value: object) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _register_drill(book: click.Group) -> None:
    @book.command(
        "drill",
        help=_(
            "Restore the newest backup into a scratch folder, count everything again, compare with the live book,"
            " and write a receipt. Exit code 1 when something differs."
        ),
    )
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def drill(session: Session, form: str) -> int:
        desk = session.desk()
        receipt, path = drilling.drill(desk)
        text = receipt_text(receipt)
        if not session.read_only:
            drilling.write(receipt, path, text)
        output.data(output.as_json(drilling.as_json(receipt)) if form == "json" else text)
        if not session.read_only:
            output.talk(_("Receipt: %(path)s") % {"path": path})
        return 0 if receipt.passed else 1


def _register_export(book: click.Group) -> None:
    @book.command("export", help=_("Write everything as plain files: JSON, CSV, attachments and the history."))
    @click.argument("directory", type=click.Path(path_type=Path))
    @click.option("--yes", is_flag=True, help=_("Replace an older export that is there."))
    @click.pass_obj
    def export(session: Session, directory: Path, yes: bool) -> None:
        exporting.may_write(directory, overwrite=yes)
        done = exporting.export(session.desk(), directory, overwrite=yes)
        output.talk(_("Written to %(path)s: %(what)s.") % {"path": directory, "what": _what(done)})
        for name in done.missing:
            output.talk(_("The attached file %(name)s is not in the book and was left out.") % {"name": name})

    @book.command("import", help=_("Fill a new, empty book from the files that `book export` wrote."))
    @click.argument("directory", type=click.Path(path_type=Path))
    @click.pass_obj
    def import_(session: Session, directory: Path) -> None:
        done = exporting.read_back(session.desk(writes=True), directory)
        output.talk(_("Taken from %(path)s: %(what)s.") % {"path": directory, "what": _what(done)})


def _what(done: Exported) -> str:
    parts = [f"{count} {kind}" for kind, count in done.records.items() if count]
    return ", ".join([*parts, _("%(n)s attachments") % {"n": done.attachments}])


def receipt_text(receipt: Receipt) -> str:
    """A receipt for people."""
    live = receipt.live_totals
    head = [
        _("Drill of %(at)s UTC") % {"at": receipt.at.strftime("%Y-%m-%d %H:%M:%S")},
        _("Book: %(path)s") % {"path": receipt.book},
        _("Backup: %(path)s") % {"path": receipt.backup},
        _("Revision of the backup: %(revision)s; the live book is at %(live)s.")
        % {"revision": receipt.revision, "live": receipt.live_revision},
        "",
    ]
    rows = [
        (name, value, "–" if live is None else live.get(name, "–"), "!" if name in receipt.differing else "=")
        for name, value in receipt.totals.items()
    ]
    columns = [_("Figure"), _(">Backup"), _(">Live book then"), _("Same")]
    body = output.table(columns, rows).splitlines() if rows else []
    tail = ["", *(notice_sentence(one.code, one.params) for one in receipt.faults)]
    if live is None:
        tail.append(_("The backup is not of this book's history: nothing to compare it with."))
    tail.append(
        _("PASSED: the backup was restored and says what the book said.")
        if receipt.passed
        else _("FAILED: do not rely on this backup; make a new one with `nearnew book backup` and drill again.")
    )
    return "\n".join([*head, *body, *tail]) + "\n"


def differences(ready: Restoring) -> list[str]:
    """What would differ after a restore, line by line."""
    present, coming = ready.present, ready.coming
    lines = [_("Backup: %(path)s") % {"path": ready.source}]
    if present.revision is None:
        has_book = ready.folder.book.exists() or ready.folder.journal.exists()
        lines.append(_("The present book cannot be opened.") if has_book else _("There is no book here yet."))
    else:
        lines.append(
            _("Revision: %(present)s now, %(coming)s after") % {"present": present.revision, "coming": coming.revision}
        )
        apart = abs(present.revision - (coming.revision or 0))
        if ready.relation == "older":
            lines.append(_("Changes that would be taken back: %(n)s") % {"n": apart})
        elif ready.relation == "newer":
            lines.append(_("Changes that would come back: %(n)s") % {"n": apart})
        elif present.name and coming.name and present.name != coming.name:
            lines.append(_("This is a backup of another book."))
        else:
            lines.append(_("The backup does not belong to the history of this book."))
    for kind, count in coming.counts.items():
        before = present.counts.get(kind, 0)
        if count != before:
            lines.append(f"  {kind}: {before} -> {count}")
    return lines
