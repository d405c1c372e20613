"""Looking at rows that were stored elsewhere before they become a book's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.errors import BookError
from tui.store.codec import codec_for
from tui.store.contract import META, Kind, RowChange


def checked(rows: Sequence[RowChange], kinds: Sequence[Kind[Any]]) -> None:
    """Raise BookError when a row stands twice or cannot be read as the record of its kind."""
    known = {kind.name: codec_for(kind.record) for kind in kinds}
    seen = set()
    for row in rows:
        key = (row.kind, row.id)
        if row.kind == META or row.id <= 0 or key in seen or row.after_json is None:
            raise BookError("record_invalid", kind=row.kind, id=row.id, reason="id")
        seen.add(key)
        if row.kind in known:
            known[row.kind].check(row.kind, row.id, row.after_json)
