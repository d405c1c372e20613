"""Format 2: the book has a name of its own, so that a backup can be told to be another book's."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

_DIGITS = 32


def to_2(tables: dict[str, dict[str, dict[str, Any]]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Give the table ``meta`` the book's name: made from what the book holds, for a pure step knows no chance."""
    own = tables["meta"]["1"]
    if "book" not in own:
        held = {name: table for name, table in tables.items() if name != "meta"}
        text = json.dumps([held, own.get("revision")], sort_keys=True, ensure_ascii=False)
        own["book"] = sha256(text.encode()).hexdigest()[:_DIGITS]
    return tables
