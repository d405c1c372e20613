"""Reading TOML data files: every complaint names the file, the entry and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tui.errors import PackError


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raise PackError when it is missing, unreadable or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PackError("pack_unreadable", file=str(path), reason=type(error).__name__) from error
    except tomllib.TOMLDecodeError as error:
        raise PackError("pack_not_toml", file=str(path), reason=str(error)) from error


_MISSPELT = 0.84
"""How like a key another is that is a slip of it: no two keys of one table are so like."""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


class Entry:
    """One table of a data file, read key by key; keys nobody asked for are refused at the end."""

    def __init__(self, table: Mapping[str, Any], file: Path, name: str) -> None:
        self._table = table
        self._file = file
        self.name = name
        self._asked: set[str] = set()

    @property
    def file(self) -> Path:
        """The file the table stands in."""
        return self._file

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required when there is no default."""
        return str(self._take(key, str, default))

    def filled(self, key: str) -> str:
        """A text that says something."""
        value = self.text(key)
        if not value.strip():
            raise self.wrong(key)
        return value

    def address(self, key: str) -> str:
        """An address of the web."""
        value = self.filled(key)
        scheme, mark, rest = value.partition("://")
        if scheme not in {"http", "https"} or not mark or not rest.strip("/") or any(map(str.isspace, value)):
            raise PackError("pack_address_wrong", file=str(self._file), entry=self.name, key=key, value=value[:60])
        return value

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        return key in self._table

    def one_of(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """A text that is one of some."""
        value = self.text(key, default)
        if value not in known:
            raise self.wrong(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        value = self._take(key, list, [])
        if not all(isinstance(item, str) for item in value):
            raise self.wrong(key)
        return tuple(value)

    def day(self, key: str) -> date | None:
        """A date without a time, or None when absent."""
        if key not in self._table:
            return None
        value: date = self._take(key, date, None)
        if isinstance(value, datetime):
            raise self.wrong(key)
        return value

    def required_day(self, key: str) -> date:
        """A date without a time that has to be there."""
        day = self.day(key)
        if day is None:
            raise self._missing(key)
        return day

    def in_order(self, first: str, last: str) -> None:
        """Refuse a pair of bounds of which the last comes before the first."""
        if first in self._table and last in self._table and self._table[last] < self._table[first]:
            raise PackError(
                "pack_out_of_order",
                file=str(self._file),
                entry=self.name,
                key=last,
                other=first,
                value=str(self._table[last]),
            )

    def decimal(self, key: str) -> Decimal:
        """A number as it is written: the shortest digits of a binary fraction are those of the file."""
        value = self._take(key, (int, float), None)
        if isinstance(value, bool) or not Decimal(str(value)).is_finite():
            raise self.wrong(key)
        return Decimal(str(value))

    def decimal_or_none(self, key: str) -> Decimal | None:
        """An exact number, or None when absent."""
        return self.decimal(key) if key in self._table else None

    def number(self, key: str) -> int | None:
        """A whole number, or None when absent."""
        return self._take(key, int, None) if key in self._table else None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A yes or no."""
        return bool(self._take(key, bool, default))

    def table(self, key: str) -> dict[str, Any]:
        """A table, empty when absent."""
        return dict(self._take(key, dict, {}))

    def mixed(self, key: str, *types: type[Any]) -> tuple[Any, ...]:
        """A list whose items are of any of some types, empty when absent."""
        value = self._take(key, list, [])
        if not all(isinstance(item, types) for item in value):
            raise self.wrong(key)
        return tuple(value)

    def tables(self, key: str) -> tuple[dict[str, Any], ...]:
        """A list of tables, empty when absent."""
        value = self._take(key, list, [])
        if not all(isinstance(item, dict) for item in value):
            raise self.wrong(key)
        return tuple(value)

    def skip(self, *keys: str) -> None:
        """Keys that are kept in the file for people and not read here."""
        self._asked.update(keys)

    def done(self) -> None:
        """Refuse keys that nothing read: a misspelt key must not be a rule without effect."""
        for key in self._table:
            if key not in self._asked:
                raise PackError(self._code("pack_unknown_key"), file=str(self._file), entry=self.name, key=key)

    def wrong(self, key: str) -> PackError:
        """The error for a key whose value may not be."""
        value = str(self._table.get(key))[:60]
        return PackError(self._code("pack_bad_value"), file=str(self._file), entry=self.name, key=key, value=value)

    def _code(self, code: str) -> str:
        """The code of a complaint; at the top of a file there is no entry to name."""
        return code if self.name else f"{code}_on_top"

    def _missing(self, key: str) -> PackError:
        """The error for a key that has to be there: where one is misspelt, that one is told."""
        told = {"file": str(self._file), "entry": self.name}
        for other in self._table:
            if other not in self._asked and (sorted(other) == sorted(key) or _likeness(other, key) > _MISSPELT):
                return PackError("pack_key_misspelt", key=other, other=key, **told)
        return PackError("pack_missing_key", key=key, **told)

    def _take(self, key: str, type_: type[Any] | tuple[type[Any], ...], default: Any) -> Any:
        self._asked.add(key)
        if key not in self._table:
            if default is None:
                raise self._missing(key)
            return default
        value = self._table[key]
        if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
            raise self.wrong(key)
        return value
