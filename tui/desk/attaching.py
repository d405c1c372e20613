"""Files that hang on documents: kept by what they hold, limited in size and kind, graded as evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path, PurePosixPath

import msgspec

from tui.desk.context import Desk
from tui.desk.files import read_bytes
from tui.desk.kinds import CAR_ITEMS, DOCUMENTS, INSPECTIONS, ISSUED, KITS, OVERRIDES
from tui.domain.attachments import GRADES, grade_of, type_of
from tui.domain.documents import Attachment, Document
from tui.domain.localisation import CarItems, LocalisationKit
from tui.domain.values import plain
from tui.errors import BadFile, NotFound, UsageError
from tui.store.contract import Put

_MB = 1_000_000
_LONGEST_NAME = 120
INSPECTION = "inspection "
"""What the name of an inspection begins with where files are named; its number follows."""
_YOUNG = timedelta(hours=1)
"""A file that no document names yet may be one that is just being attached."""


def kept(desk: Desk, path: Path, grade: str = "") -> Attachment:
    """Keep a file in the book, on the disk before this returns, for a document that will name it.

    Raises BadFile for a file that is missing, empty, too large or of no known kind, UsageError for a grade that such a
    file cannot have.
    """
    most = desk.settings.attachments.largest_mb
    try:
        data = read_bytes(path, most * _MB)
    except BadFile as error:
        if error.code == "file_too_large":
            raise BadFile("attachment_too_large", path=str(path), most=most) from error
        raise
    if not data:
        raise BadFile("file_empty", path=str(path))
    types = desk.library.file_types
    found = type_of(data, types)
    if found is None:
        known = ", ".join(one.name for one in types)
        raise BadFile("attachment_type_unknown", path=str(path), known=known)
    if grade and grade not in GRADES:
        raise UsageError("grade_unknown", value=grade[:20])
    given = grade_of(found, grade)
    if given is None:
        raise UsageError("grade_too_good", path=str(path), type=found.name, best=found.best, grade=grade)
    name = plain(path.name)[:_LONGEST_NAME] or "file"
    return Attachment(desk.store.files.put(data), name, len(data), found.name, given)


def attach(desk: Desk, document: Document, paths: Sequence[Path], grade: str = "") -> Document:
    """Attach files to a document in one commit. Raises UsageError for a file that hangs there already."""
    there = {one.sha256 for one in document.attachments}
    new: list[Attachment] = []
    for path in paths:
        attachment = kept(desk, path, grade)
        if attachment.sha256 in there:
            raise UsageError("attachment_there", path=str(path), id=document.id)
        there.add(attachment.sha256)
        new.append(attachment)
    names = ", ".join(one.name for one in new)
    return _put(desk, document, (*document.attachments, *new), f"document attach {document.id} {names}")


def detach(desk: Desk, document: Document, name: str) -> Document:
    """Take a file off a document. The file stays in the book until ``compact`` sweeps, so that this can be undone."""
    gone = named(document, name)
    left = tuple(one for one in document.attachments if one is not gone)
    return _put(desk, document, left, f"document detach {document.id} {gone.name}")


def named(document: Document, name: str | None) -> Attachment:
    """The file of a name, of a number counted from 1, or of the beginning of its sha256; the only one without a name.

    Raises NotFound.
    """
    return file_named(document.attachments, name, document.id, "attachment_not_named")


def file_named(files: Sequence[Attachment], name: str | None, record: int, code: str) -> Attachment:
    """The same among the files of a record of any kind; ``code`` is the sentence's. Raises NotFound."""
    if name is None:
        found = list(files)
    elif name.isdecimal() and 0 < int(name) <= len(files) and not any(one.name == name for one in files):
        found = [files[int(name) - 1]]
    else:
        found = [one for one in files if one.name == name]
        found = found or [one for one in files if len(name) >= 6 and one.sha256.startswith(name.casefold())]
    if len(found) != 1:
        known = ", ".join(one.name for one in files)
        raise NotFound(code, id=record, name=name or "", known=known)
    return found[0]


def write_out(desk: Desk, attachment: Attachment, target: Path) -> Path:
    """Write a file out of the book; into a folder under its own name. Returns the path; raises BadFile, BookError."""
    path = target / safe_name(attachment) if target.is_dir() else target
    data = desk.store.files.read(attachment.sha256)
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise BadFile("file_exists", path=str(path)) from error
    except OSError as error:
        raise BadFile("file_not_writable", path=str(path), reason=error.strerror or type(error).__name__) from error
    return path


def safe_name(attachment: Attachment) -> str:
    """The name a file came with, without anything that would lead elsewhere."""
    name = PurePosixPath(attachment.name.replace("\\", "/")).name.lstrip(".")
    return name or attachment.sha256


def named_by_records(desk: Desk) -> Iterator[tuple[str, Attachment]]:
    """Every file that a record of the book names, with what that record is called."""
    for document in desk.store.all(DOCUMENTS):
        for one in document.attachments:
            yield str(document.id), one
    for override in desk.store.all(OVERRIDES):
        yield from ((override.rule_id, one) for one in override.attachments)
    yield from ((paper.name, paper.frozen) for paper in desk.store.all(ISSUED))
    for inspection in desk.store.all(INSPECTIONS):
        yield from ((f"{INSPECTION}{inspection.id}", one) for one in inspection.attachments)
    holders: tuple[LocalisationKit | CarItems, ...] = (*desk.store.all(KITS), *desk.store.all(CAR_ITEMS))
    for holder in holders:
        for entry in holder.entries:
            yield from ((entry.item, one) for evidence in entry.evidence for one in evidence.attachments)


def unreferenced(desk: Desk) -> list[str]:
    """The files that nothing names, less those that came within the hour: they may just be on their way."""
    there = {one.sha256 for _, one in named_by_records(desk)}
    now = desk.now()
    return [
        name for name, since in sorted(desk.store.files.times().items()) if name not in there and now - since > _YOUNG
    ]


def _put(desk: Desk, document: Document, attachments: tuple[Attachment, ...], why: str) -> Document:
    changed = msgspec.structs.replace(document, attachments=attachments)
    desk.store.commit([Put(DOCUMENTS, changed)], why=why, expect=desk.store.revision)
    return changed
