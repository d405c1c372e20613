"""Marks on a list: which records are chosen for what is done next. Filters and orders count marks, never touch them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


class Marks:
    """The ids of the marked records, and the stretch that is being marked by going along the list."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}
        self._cleared: dict[int, None] = {}
        self._anchor: int | None = None
        self._base: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._ids

    def seen(self, shown: Iterable[int]) -> list[int]:
        """The marked ones among the ids that a list shows, in its order."""
        return [one for one in shown if one in self._ids]

    def toggle(self, record_id: int) -> None:
        """Mark a record, or take its mark away."""
        self._anchor = None
        if self._ids.pop(record_id, self) is self:
            self._ids[record_id] = None

    def add(self, record_ids: Iterable[int]) -> None:
        """Mark records."""
        self._anchor = None
        self._ids.update(dict.fromkeys(record_ids))

    def invert(self, record_ids: Iterable[int]) -> None:
        """Mark those of the records that are not marked, and take the marks of the others away."""
        self._anchor = None
        for one in record_ids:
            if self._ids.pop(one, self) is self:
                self._ids[one] = None

    def stretch(self, anchor: int, record_ids: Sequence[int]) -> None:
        """Mark a stretch that began at ``anchor``; one that shrinks gives back what it had taken."""
        if anchor != self._anchor:
            self._anchor, self._base = anchor, dict(self._ids)
        self._ids = self._base | dict.fromkeys(record_ids)

    @property
    def anchor(self) -> int | None:
        """Where the stretch that is being marked began."""
        return self._anchor

    def end_stretch(self) -> None:
        """The next stretch begins anew."""
        self._anchor = None

    def drop(self, record_ids: Iterable[int]) -> None:
        """Take the marks of these records away, for good."""
        self._anchor = None
        for one in record_ids:
            self._ids.pop(one, None)

    def clear(self) -> int:
        """Take all marks away, or bring those back that were taken away last; how many marks there are now."""
        self._anchor = None
        self._ids, self._cleared = ({}, self._ids) if self._ids else (self._cleared, {})
        return len(self._ids)

    def keep(self, exists: Callable[[int], bool]) -> None:
        """Forget records that are no longer there."""
        for marks in (self._ids, self._cleared, self._base):
            for gone in [one for one in marks if not exists(one)]:
                del marks[gone]
