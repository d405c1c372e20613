"""The words that lists and people use, read from ``data/vocabulary.toml`` and ``data/makes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tui import paths
from tui.domain.fields import Vocabulary
from tui.domain.values import folded
from tui.errors import PackError


@cache
def load_vocabulary() -> Vocabulary:
    """Read the shipped vocabulary once.

    Raises PackError naming file and key for anything that is not as it should be.
    """
    return read_vocabulary(paths.data("vocabulary.toml"), paths.data("makes.toml"))


def read_vocabulary(words: Path, makes: Path) -> Vocabulary:
    """Read a vocabulary file and a makes file; see ``load_vocabulary``."""
    table = _toml(words)
    for key in table.keys() - {"countries", "choices"}:
        raise PackError("data_key_unknown", path=str(words), key=key)
    countries = _strings(words, "countries", table.get("countries"))
    for code in countries:
        if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            raise PackError("data_value_wrong", path=str(words), key="countries", value=code)
    choices = {
        what: _aliases(words, f"choices.{what}", _mapping(words, f"choices.{what}", entries))
        for what, entries in _mapping(words, "choices", table.get("choices")).items()
    }
    return Vocabulary(choices, frozenset(countries), _makes(makes))


def _makes(path: Path) -> dict[str, str]:
    entries = _toml(path).get("make")
    if not isinstance(entries, list) or not entries:
        raise PackError("data_value_wrong", path=str(path), key="make", value="")
    spellings: dict[str, Any] = {}
    for place, entry in enumerate(entries, start=1):
        key = f"make[{place}]"
        make = _mapping(path, key, entry)
        make_id = make.get("id")
        if not isinstance(make_id, str) or not make_id:
            raise PackError("data_value_wrong", path=str(path), key=f"{key}.id", value=str(make_id))
        if make_id in spellings:
            raise PackError("data_alias_twice", path=str(path), key=f"{key}.id", alias=make_id, first=make_id)
        names = _mapping(path, f"{key}.names", make.get("names"))
        spellings[make_id] = [*names.values(), *_strings(path, f"{key}.aliases", make.get("aliases", []))]
    return _aliases(path, "make", spellings)


def _aliases(path: Path, key: str, entries: Mapping[str, Any]) -> dict[str, str]:
    """Turn word → aliases round, casefolded; the word is its own alias, and no alias may stand for two words."""
    found: dict[str, str] = {}
    for word, listed in entries.items():
        for alias in (word, *_strings(path, f"{key}.{word}", listed)):
            plain = folded(alias).casefold()
            if not plain:
                raise PackError("data_value_wrong", path=str(path), key=f"{key}.{word}", value=alias)
            first = found.setdefault(plain, word)
            if first != word:
                raise PackError("data_alias_twice", path=str(path), key=f"{key}.{word}", alias=alias, first=first)
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError("data_unreadable", path=str(path), reason=str(error)) from error


def _mapping(path: Path, key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise PackError("data_value_wrong", path=str(path), key=key, value=str(value)[:40])
    return value


def _strings(path: Path, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PackError("data_value_wrong", path=str(path), key=key, value=str(value)[:40])
    return value
