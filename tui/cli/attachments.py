"""``nearnew document attach``, ``detach``, ``files``, ``open`` and ``export``: the files that hang on documents."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import attaching, documents, views
from tui.domain.attachments import GRADES, best_grade
from tui.errors import BadFile
from tui.i18n.translator import _


def register(root: click.Group) -> None:
    """Add the commands to ``nearnew document``, with their help in the language of the run."""
    document = root.commands["document"]
    if not isinstance(document, click.Group):  # pragma: no cover - it is registered first
        raise TypeError(document)
    _register_writing(document)
    _register_reading(document)


def _register_writing(document: click.Group) -> None:
    @document.command("attach", help=_("Attach files to a document: its number, then the files."))
    @click.argument("document_id", type=int)
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option(
        "--grade",
        type=click.Choice(GRADES),
        default=None,
        help=_("A accredited report, B own report with an instrument, C video or chat."),
    )
    @click.pass_obj
    def attach(session: Session, document_id: int, files: tuple[Path, ...], grade: str | None) -> None:
        desk = session.desk(writes=True)
        changed = attaching.attach(desk, documents.get(desk, document_id), files, grade or "")
        output.data(output.as_json({"schema": "nearnew/document/1", "document": views.document(desk, changed)}))

    @document.command("detach", help=_("Take a file off a document: its number, then the file's name or place."))
    @click.argument("document_id", type=int)
    @click.argument("name")
    @click.pass_obj
    def detach(session: Session, document_id: int, name: str) -> None:
        desk = session.desk(writes=True)
        changed = attaching.detach(desk, documents.get(desk, document_id), name)
        output.data(output.as_json({"schema": "nearnew/document/1", "document": views.document(desk, changed)}))


def _register_reading(document: click.Group) -> None:
    @document.command("files", help=_("List the files of a document."))
    @click.argument("document_id", type=int)
    @click.option(
        "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def files(session: Session, document_id: int, form: str) -> None:
        desk = session.desk()
        record = documents.get(desk, document_id)
        sizes = desk.store.files.sizes()
        titles = {one.name: one.title for one in desk.library.file_types}
        rows, data = [], []
        for place, one in enumerate(record.attachments, start=1):
            there = sizes.get(one.sha256) == one.size
            kind = _(titles[one.type]) if one.type in titles else one.type
            state = _("there") if there else _("missing")
            rows.append((place, one.name, kind, f"{one.size:,}", one.grade, state))
            data.append({**views.plain(one), "there": there})
        columns = [_(">No."), _("File"), _("Kind"), _(">Bytes"), _("Grade"), _("State")]
        found = {"schema": "nearnew/files/1", "grade": best_grade(record.attachments), "files": data}
        output.emit(form, columns, rows, found, None)

    @document.command("open", help=_("Open a copy of a document's file in the program that your system has for it."))
    @click.argument("document_id", type=int)
    @click.argument("name", required=False)
    @click.pass_obj
    def open_(session: Session, document_id: int, name: str | None) -> None:
        desk = session.desk()
        attachment = attaching.named(documents.get(desk, document_id), name)
        folder = Path(tempfile.mkdtemp(prefix="nearnew-file-"))
        path = attaching.write_out(desk, attachment, folder)
        path.chmod(0o400)
        if click.launch(str(path)) != 0:
            raise BadFile("file_not_opened", path=str(path))
        output.talk(_("Opened a copy: %(path)s") % {"path": path})

    @document.command("export", help=_("Write a document's file out: its number, then the file or folder to write."))
    @click.argument("document_id", type=int)
    @click.argument("target", type=click.Path(path_type=Path))
    @click.option("--name", help=_("Which file, by name or place, where there are several."))
    @click.pass_obj
    def export(session: Session, document_id: int, target: Path, name: str | None) -> None:
        desk = session.desk()
        attachment = attaching.named(documents.get(desk, document_id), name)
        path = attaching.write_out(desk, attachment, target)
        output.talk(_("Written: %(path)s") % {"path": path})
