"""What the checker is asked; by itself, so that a list can be made for a question before anything is checked."""

from __future__ import annotations

from datetime import date

import msgspec


class Question(msgspec.Struct, frozen=True):
    """What is asked: the day, the route (None: as the deals say), and whether defaults count as known."""

    on: date
    via: tuple[str, ...] | None = None
    strict: bool = False
