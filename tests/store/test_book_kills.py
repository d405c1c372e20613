"""kill -9 at random moments: no acknowledged commit is lost and no book is unreadable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .killing import MODES

ROOT = Path(__file__).parents[2]
EACH = 250
"""Kills in each mode in ``make soak``."""


def kill(folder: Path, mode: str, kills: int) -> dict[str, int]:
    seed = str(int.from_bytes(os.urandom(4)))
    command = [sys.executable, "-m", "tests.store.killing", str(folder), mode, str(kills), seed]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"
    found: dict[str, int] = json.loads(done.stdout)
    assert found["kills"] == kills
    return found


@pytest.mark.parametrize("mode", MODES)
def test_kill_9_loses_no_acknowledged_commit(tmp_path: Path, mode: str) -> None:
    kill(tmp_path, mode, 5)


@pytest.mark.soak
@pytest.mark.parametrize("mode", MODES)
def test_a_thousand_kills_lose_no_acknowledged_commit(tmp_path: Path, mode: str) -> None:
    found = kill(tmp_path, mode, EACH)
    assert found["acknowledged"] > EACH // 5
    assert found["inside"] > EACH // 10 or mode == "commit", "too few kills landed in what is to be proven"
