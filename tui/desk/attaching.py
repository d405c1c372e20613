"""Files kept in the book: under their sha256 in the folder ``files``, so that equal ones are kept once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tui.desk.context import Desk
from tui.desk.documents import LARGEST_FILE
from tui.domain.documents import Attachment
from tui.errors import BadFile, BookReadOnly
from tui.store.book import BookStore


def attach(desk: Desk, path: Path) -> Attachment:
    """Copy a file into the book, whole or not at all; a book in memory keeps only its name and sum.

    Raises BadFile for one that is missing, empty, too large or cannot be copied, and BookReadOnly.
    """
    if desk.store.read_only:
        raise BookReadOnly("book_read_only")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise BadFile("attachment_too_large", path=str(path), most=LARGEST_FILE // 1_000_000)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise BadFile("file_missing", path=str(path)) from error
    except OSError as error:
        raise BadFile("file_unreadable", path=str(path), reason=error.strerror or type(error).__name__) from error
    if not content:
        raise BadFile("attachment_empty", path=str(path))
    found = Attachment(hashlib.sha256(content).hexdigest(), path.name, len(content))
    if isinstance(desk.store, BookStore):
        _keep(desk.store.folder.files, found.sha256, content)
    return found


def _keep(folder: Path, name: str, content: bytes) -> None:
    target = folder / name
    if target.exists():
        return
    partial = folder / f".{name}.part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise BadFile("file_not_writable", path=str(target), reason=reason) from error
