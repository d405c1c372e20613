"""The panels of a car and the codes stated of them, from ``data/panels.toml``."""

from __future__ import annotations

from pathlib import Path

from tui.domain.inspections import MATERIALS, PanelCode, PanelKind, Panels
from tui.packs.reading import Entry, read_toml


def load_panels(path: Path) -> Panels:
    """Read panels in walking order, and codes; raises PackError."""
    tables = read_toml(path)
    kinds: dict[str, PanelKind] = {}
    for table in tables["panel"]:
        entry = Entry(table, path, str(table.get("id")))
        kind = PanelKind(
            entry.filled("id"),
            entry.filled("title"),
            entry.filled("label"),
            entry.one_of("material", MATERIALS),
            entry.texts("aliases"),
        )
        entry.done()
        kinds[kind.id] = kind
    codes: dict[str, PanelCode] = {}
    for table in tables["code"]:
        entry = Entry(table, path, str(table.get("id")))
        code = PanelCode(
            entry.filled("id"), entry.filled("title"), entry.filled("key"), entry.flag("paint"), entry.texts("aliases")
        )
        entry.done()
        codes[code.id] = code
    return Panels(kinds, codes)
