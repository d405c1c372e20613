"""What the first frame waits for: nothing that does not stand on it, however many screens there are."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tui.desk.kinds import ALL
from tui.store.contract import Kind

_AFTERWARDS = (
    "tui.cli.book", "tui.desk.checking", "tui.desk.engine", "tui.desk.history", "tui.desk.rows", "tui.desk.costing",
    "tui.domain.assessing", "tui.domain.claims", "tui.domain.localisation", "tui.i18n.sentences", "tui.packs.rules",
    "tui.app.undoing", "babel",
)  # fmt: skip


def test_the_first_frame_imports_no_screen_but_its_own() -> None:
    code = "import sys, tui.cli.main, tui.cli.opening, tui.app.running, tui.app.screens.stock; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    screens = {name for name in found if name.startswith("tui.app.screens.")}
    assert screens == {"tui.app.screens.base", "tui.app.screens.stock", "tui.app.screens.stock_list"}
    assert not set(found) & set(_AFTERWARDS)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_table_finds_the_type_of_its_records(kind: Kind[Any]) -> None:
    record = kind.record
    assert "id" in record.__struct_fields__
