"""Files of the user: read whole, within bounds, with one clear sentence when that fails."""

from __future__ import annotations

from pathlib import Path

from tui.errors import BadFile

LARGEST_LIST = 50_000_000
"""Bytes a list may have."""


def read_bytes(path: Path, most: int = LARGEST_LIST) -> bytes:
    """The bytes of a file; raise BadFile when it is missing, unreadable or larger than ``most``."""
    try:
        if path.stat().st_size > most:
            raise BadFile("file_too_large", path=str(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadFile("file_missing", path=str(path)) from error
    except OSError as error:
        raise BadFile("file_unreadable", path=str(path), reason=error.strerror or type(error).__name__) from error
