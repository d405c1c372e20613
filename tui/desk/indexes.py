"""What is worked out of whole tables of the book: kept until a row of the table changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

R = TypeVar("R")
T = TypeVar("T")


class Indexes:
    """Indexes by name; a store hands out the same sequence of records until one of them changes."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Sequence[Any], Any]] = {}

    def of(self, name: str, records: Sequence[R], build: Callable[[Sequence[R]], T]) -> T:
        """The index of these records under a name: built anew only when they are not those of last time."""
        kept = self._kept.get(name)
        if kept is None or kept[0] is not records:
            kept = self._kept[name] = (records, build(records))
        found: T = kept[1]
        return found
