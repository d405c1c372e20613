"""Two changes of one document brought together, field by field.

Documents are what the book stores: JSON values in dictionaries. ``merge`` takes the version that both changes began
with and the two results: what only one of them changed is taken from that one, what both changed to the same is no
clash, and what they changed to different values is one, which a person settles. Lists of plain words and numbers are
merged as sets; lists of parts that are known by a key (a milestone by its stage, a line by its car) part by part; an
amount, a list without such a key, and a deal whose country differs are taken whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

ABSENT: Final = msgspec.UNSET
"""Stands for a value that is not there."""
Path = tuple[str, ...]
"""The way to a value: names of fields, or the key of a part of a list."""
_PART_KEYS = ("stage", "car_id", "item", "sha256", "panel")
_WHOLE = "amount"
_COUNTRY = "country"
_DATE = "on"
Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """A value that both changes set, each differently."""

    path: Path
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """Both changes in one document.

    ``document`` holds theirs where they clash. ``mine`` and ``theirs`` are the ways to the values that only the one
    or the other changed, ``both`` to those that both changed to the same.
    """

    document: dict[str, Any]
    mine: tuple[Path, ...]
    theirs: tuple[Path, ...]
    both: tuple[Path, ...]
    clashes: tuple[Clash, ...]


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Bring two changes of one document together."""
    run = _Run()
    document = run.mapping((), base, mine, theirs)
    return Merged(document, tuple(run.mine), tuple(run.theirs), tuple(run.both), tuple(run.clashes))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[Path, Any, Any], ...]:
    """The ways to everything that differs, with both values."""
    run = _Run()
    run.mapping((), before, after, before)
    return tuple((path, value_at(before, path), value_at(after, path)) for path in run.mine)


def value_at(document: Mapping[str, Any] | None, path: Path) -> Any:
    """The value at the end of a way; ABSENT where there is none."""
    here: Any = document if document is not None else ABSENT
    for name in path:
        if isinstance(here, Mapping):
            here = here.get(name, ABSENT)
        elif _is_list(here):
            here = _by_key(here).get(name, ABSENT)
        else:
            return ABSENT
    return here


class _Run:
    """One merge under way."""

    def __init__(self) -> None:
        self.mine: list[Path] = []
        self.theirs: list[Path] = []
        self.both: list[Path] = []
        self.clashes: list[Clash] = []

    def mapping(
        self, path: Path, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> dict[str, Any]:
        merged = {}
        for name in dict.fromkeys((*theirs, *base, *mine)):
            parts = (base.get(name, ABSENT), mine.get(name, ABSENT), theirs.get(name, ABSENT))
            value = self.value((*path, name), *parts)
            if value is not ABSENT:
                merged[name] = value
        return merged

    def value(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        """One value; the lists of ways are told what became of it."""
        three = (base, mine, theirs)
        if base == mine == theirs:
            return theirs
        if _are_mappings(three) and not _are_whole(three):
            merged: Any = self.mapping(path, *(one if isinstance(one, Mapping) else {} for one in three))
        elif _are_lists(three) and all(map(_is_keyed, three)):
            merged = self._keyed(path, *map(_by_key, three))
        else:
            return self._single(path, base, mine, theirs)
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        return merged if merged or ABSENT not in three else ABSENT

    def _single(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        """A value that is taken whole, from one side or the other."""
        if base == mine == theirs:
            return theirs
        if mine == base:
            self.theirs.append(path)
        elif theirs == base:
            self.mine.append(path)
            return mine
        elif mine == theirs:
            self.both.append(path)
        elif all(map(_is_set, (base, mine, theirs))):
            self.mine.append(path)
            return _set_merged(base, mine, theirs)
        else:
            self.clashes.append(Clash(path, base, mine, theirs))
        return theirs

    def _keyed(self, path: Path, base: Parts, mine: Parts, theirs: Parts) -> list[Any]:
        """A list whose parts are known by a key; dated parts by their date."""
        found = [
            value
            for key in dict.fromkeys((*theirs, *base, *mine))
            if (value := self._single((*path, key), *(one.get(key, ABSENT) for one in (base, mine, theirs))))
            is not ABSENT
        ]
        return sorted(found, key=lambda one: str(one[_DATE])) if all(_DATE in one for one in found) else found


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _are_mappings(values: Sequence[Any]) -> bool:
    return all(isinstance(one, Mapping) or one is ABSENT for one in values)


def _are_lists(values: Sequence[Any]) -> bool:
    return all(_is_list(one) or one is ABSENT for one in values)


def _are_whole(values: Sequence[Any]) -> bool:
    """Whether the parts of these mappings mean nothing one by one: an amount, or deals for different countries."""
    there = [one for one in values if one is not ABSENT]
    if any(_WHOLE in one for one in there):
        return True
    return any(_COUNTRY in one for one in there) and (
        len(there) < len(values) or len({one.get(_COUNTRY) for one in there}) > 1
    )


def _key_of(part: Any) -> str | None:
    if not isinstance(part, Mapping):
        return None
    return next((str(part[name]) for name in _PART_KEYS if name in part), None)


def _by_key(value: Any) -> dict[str, Any]:
    return {} if value is ABSENT else {key: part for part in value if (key := _key_of(part)) is not None}


def _is_keyed(value: Any) -> bool:
    return value is ABSENT or len(_by_key(value)) == len(value)


def _is_set(value: Any) -> bool:
    if value is ABSENT:
        return True
    return _is_list(value) and all(isinstance(one, str | int) for one in value) and len(set(value)) == len(value)


def _set_merged(base: Any, mine: Any, theirs: Any) -> Any:
    old, own, other = ([] if one is ABSENT else list(one) for one in (base, mine, theirs))
    merged = [one for one in other if one in own or one not in old]
    return [*merged, *(one for one in own if one not in merged and one not in old)]
