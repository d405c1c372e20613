"""How many examples a property is tried on: few in the default run, ten times as many in ``make soak``."""

from __future__ import annotations

import os


def examples(usual: int) -> int:
    """So many, times what the environment's EFFORT says."""
    return usual * int(os.environ.get("EFFORT", "1"))
