"""Assessing many cars away from the screen; the answers stay with the rows."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable

from tui.desk.stock import StockRow
from tui.domain.readiness import Verdict

_BREATH = 64
"""Cars assessed between two pauses, so that keys stay quick."""


def count_verdicts(rows: Iterable[StockRow], stopped: Callable[[], bool]) -> Counter[Verdict] | None:
    """How many rows there are of each verdict; None when it was stopped."""
    found: Counter[Verdict] = Counter()
    for place, row in enumerate(rows, 1):
        if stopped():
            return None
        found[row.verdict] += 1
        if not place % _BREATH:
            time.sleep(0.001)
    return found
