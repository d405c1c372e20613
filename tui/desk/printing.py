"""Papers as files: what one is called, and writing it whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from tui.desk.papers import Printout
from tui.desk.rendering import ENDINGS
from tui.errors import BadFile

_UNFIT = re.compile(r"[\s/\\:*?\"<>|\x00-\x1f\x7f-\x9f]+")
_LONGEST_NAME = 60


def file_name(out: Printout, form: str) -> str:
    """A name for the file of a paper, such as ``S26-001-invoice-draft.pdf``; never one that leads elsewhere."""
    number = _UNFIT.sub("-", out.number).strip(".-")[:_LONGEST_NAME] or "shipment"
    return f"{number}-{out.kind}-{'draft' if out.draft else 'final'}.{ENDINGS[form]}"


def save(path: Path, text: str, form: str, *, overwrite: bool) -> None:
    """Write a paper; a CSV gets the mark by which spreadsheets know UTF-8.

    Raises BadFile: ``file_exists`` where a file is and may not be written over, else what the system says.
    """
    save_bytes(path, (("\ufeff" if form == "csv" else "") + text).encode("utf-8", "replace"), overwrite=overwrite)


def save_bytes(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all. Raises BadFile, as ``save`` does."""
    may_write(path, overwrite=overwrite)
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)  # noqa: PTH105 - the same, said plainly
    except OSError as error:
        raise BadFile("file_not_writable", path=str(path), reason=error.strerror or type(error).__name__) from error
    finally:
        _forget(partial)


def may_write(path: Path, *, overwrite: bool) -> None:
    """Raise BadFile where a file cannot be written, or one is there already."""
    try:
        found = path.exists()
        if path.is_dir():
            raise BadFile("file_not_writable", path=str(path), reason=os.strerror(errno.EISDIR))
        if not path.parent.is_dir():
            raise BadFile("file_not_writable", path=str(path), reason=os.strerror(errno.ENOENT))
    except (OSError, ValueError) as error:
        raise BadFile("file_not_writable", path=str(path), reason=str(error)) from error
    if found and not overwrite:
        raise BadFile("file_exists", path=str(path))


def _forget(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:  # nothing was kept there that anyone misses
        return
