"""Drafts: what was typed into a form and not written yet, kept beside the book so that a crash loses nothing.

One small file for each form and book in the user's state folder; it goes when the form is saved or thrown away.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from tui.desk.context import Desk

_OWN_FILE = 0o600
_OWN_FOLDER = 0o700
_LARGEST = 1_000_000
"""Bytes of a draft; a larger file is none of ours."""


class Draft(msgspec.Struct, frozen=True):
    """Texts by field name, as they were typed, and when."""

    form: str
    texts: dict[str, str]
    at: datetime


class DraftStore:
    """The drafts of one book in a folder. What cannot be kept or read is left: a draft is a help, never a duty."""

    def __init__(self, folder: Path, book: str) -> None:
        self._folder = folder
        self._book = book

    def path(self, form: str) -> Path:
        """Where the draft of a form lies."""
        name = hashlib.sha256(f"{self._book}\n{form}".encode("utf-8", "replace")).hexdigest()[:32]
        return self._folder / f"{name}.json"

    def load(self, form: str) -> Draft | None:
        """The draft of a form, or None; a file that is damaged or another form's counts as none."""
        path = self.path(form)
        try:
            if path.stat().st_size > _LARGEST:
                return None
            draft = msgspec.json.decode(path.read_bytes(), type=Draft)
        except (OSError, msgspec.DecodeError):
            return None
        return draft if draft.form == form and draft.texts else None

    def save(self, form: str, texts: Mapping[str, str], at: datetime) -> bool:
        """Keep the texts, whole or not at all; False when the folder cannot be written."""
        if not texts:
            self.drop(form)
            return True
        path = self.path(form)
        content = msgspec.json.encode(Draft(form, dict(texts), at))
        try:
            self._folder.mkdir(mode=_OWN_FOLDER, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".draft-", dir=self._folder)
        except OSError:
            return False
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(_OWN_FILE)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            return False
        return True

    def drop(self, form: str) -> None:
        """Forget the draft of a form."""
        try:
            self.path(form).unlink(missing_ok=True)
        except OSError:
            return


def drafts_of(desk: Desk) -> DraftStore | None:
    """The drafts of the open book in the user's state folder; None for a book that is thrown away or not on disk."""
    from tui.store.book import BookStore

    if desk.demo or desk.store.read_only or not isinstance(desk.store, BookStore):
        return None
    from platformdirs import user_state_path

    book = str(desk.store.folder.path.resolve())
    return DraftStore(user_state_path("nearnew", appauthor=False) / "drafts", book)
