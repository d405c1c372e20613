"""A pack as text, and reading it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tui.errors import PackError
from tui.packs.library import Library
from tui.packs.rules import read_pack

LIBRARY = Library()


META = {"schema": "1", "jurisdiction": '"AQ"', "checked": "2026-11-22", "version": '"1"', "side": '"import"'}


RULE = {
    "id": '"xx-one"',
    "kind": '"ban"',
    "severity": '"block"',
    "condition": "{ powertrain = ['bev'] }",
    "title": '"t"',
    "summary": '"s"',
    "source_title": '"st"',
    "source_url": '"https://example.org"',
    "source_date": '"2026"',
    "status": '"press"',
    "confidence": '"low"',
    "checked": "2026-11-22",
}


def text(meta: Mapping[str, str | None] | None = None, *rules: Mapping[str, str | None]) -> str:
    lines = ["[meta]"]
    for own, changes in ((META, meta or {}), *((RULE, changes) for changes in rules)):
        if own is RULE:
            lines.append("[[rule]]")
        lines += [f"{key} = {value}" for key, value in {**own, **changes}.items() if value is not None]
    return "\n".join(lines)


def read(folder: Path, content: str) -> Any:
    path = folder / "XX.toml"
    path.write_text(content, "utf-8")
    return read_pack(path, "", LIBRARY.vocabulary)


def refused(folder: Path, content: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(PackError) as caught:
        read(folder, content)
    assert str(folder / "XX.toml") == caught.value.params["file"]
    return caught.value.code, caught.value.params
