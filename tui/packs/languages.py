"""Corrections of the general tables of languages by country, from ``data/languages.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from tui.packs.reading import Entry, read_toml


class TerritoryLanguages(msgspec.Struct, frozen=True):
    """Base codes of languages by country that general tables lack (``add``) or have and nobody reads (``drop``).

    ``same`` are codes that stand for the same language as another one.
    """

    add: Mapping[str, tuple[str, ...]] = {}
    drop: Mapping[str, tuple[str, ...]] = {}
    same: Mapping[str, str] = {}

    def corrected(self, country: str, official: Iterable[str]) -> tuple[str, ...]:
        """The official languages of a country as they should be."""
        gone = self.drop.get(country, ())
        kept = (code for code in (*official, *self.add.get(country, ())) if code not in gone)
        return tuple(dict.fromkeys(kept))


def load_languages(path: Path) -> TerritoryLanguages:
    """Read the corrections; raises PackError."""
    top = Entry(read_toml(path), path, "")
    add: dict[str, tuple[str, ...]] = {}
    drop: dict[str, tuple[str, ...]] = {}
    for table in top.tables("territory"):
        entry = Entry(table, path, str(table.get("country")))
        country = entry.text("country")
        add[country], drop[country] = entry.texts("add"), entry.texts("drop")
        entry.filled("note")
        entry.done()
    same = {str(code): str(of) for code, of in top.table("same").items()}
    top.done()
    return TerritoryLanguages(add, drop, same)
