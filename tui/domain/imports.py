"""Import batches and held rows: rows that wait in the book until they are mended or dismissed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from tui.domain.problems import Problem


class Batch(msgspec.Struct, frozen=True, omit_defaults=True):
    """One import: where it came from, and what became of its rows; ``bought`` is the purchase date given for them."""

    source: str
    sha256: str
    at: datetime
    columns: tuple[str, ...]
    encoding: str = ""
    dealer_id: int | None = None
    bought: date | None = None
    accepted: int = 0
    changed: int = 0
    same: int = 0
    held: int = 0
    id: int = 0


class HeldState(StrEnum):
    """What became of a held row."""

    WAITING = "waiting"
    MENDED = "mended"
    DISMISSED = "dismissed"


class HeldRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row that could not be taken as it stands, with its cells as they were and every reason.

    ``fingerprint`` is the sha256 of dealer and cells: the same row never waits twice.
    """

    batch_id: int
    row: int
    cells: dict[str, str]
    problems: tuple[Problem, ...]
    fingerprint: str
    dealer_id: int | None = None
    state: HeldState = HeldState.WAITING
    car_id: int | None = None
    id: int = 0
