"""A change of rules goes from a keeper's folder over any static web server into another trader's book."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.kit import contents, machine_with
from tests.cli.test_rule_update import Keeper
from tests.desk.test_ruling import ban, case


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder behind Python's own web server, which knows nothing of nearnew."""
    words = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"port (\d+)", server.stdout.readline())
        assert found is not None
        try:
            yield f"http://127.0.0.1:{found.group(1)}/index.json"
        finally:
            server.terminate()


def test_a_rule_goes_from_a_keeper_to_a_trader(tmp_path: Path, imported_book: Path) -> None:
    keeper = Keeper(tmp_path / "keeper")
    made = keeper.publish("2026.12.1", ban(), case())
    assert sorted(one.name for one in keeper.folder.iterdir()) == ["KZ.toml", "index.json", "index.json.sig"]
    (tmp_path / "trader").mkdir()
    with served(keeper.folder) as index:
        own = {"NEARNEW_RULES_INDEX": index, "NEARNEW_RULES_KEYS": keeper.key, "NEARNEW_NETWORK_ATTEMPTS": "1"}
        trader = machine_with(imported_book, tmp_path / "trader").speaks("en", **own)
        trader("check", "--to", "KZ", "--on", "2026-11-22").done(4)
        ran = trader("rule", "update", "--yes").done()
        assert f"Signed by {made['fingerprint']}" in ran.err
        assert "+ kz-no-bev" in ran.out
        assert re.search(r"[1-9]\d* newly blocked, 0 freed", ran.out), "the cars were screened anew"
        assert "KZ  " in ran.out
        assert "BLOCKED" in ran.out, "car by car"
        trader("check", "--to", "KZ", "--on", "2026-11-22").done(3)
        before = contents(trader.book)
        assert "in use already" in trader("rule", "update").done().err
        assert contents(trader.book) == before
        keeper.publish("2026.12.2", ban(severity="note"), ban("kz-no-petrol").replace('"bev"', '"ice"'), case())
        assert re.search(r"0 newly blocked, [1-9]\d* freed", trader("rule", "update", "--yes").done().out)
        keeper_index = (keeper.folder / "index.json").read_bytes()
        keeper.publish("2026.12.3", ban(), case())
        (keeper.folder / "index.json").write_bytes(keeper_index)
        before = contents(trader.home)
        assert "No key that you trust" in trader("rule", "update", "--yes").refused(1)
        assert contents(trader.home) == before
    assert "cannot be reached" in trader("rule", "update", "--yes").refused(1)
    assert contents(trader.home) == before
    trader("rule", "remove", "KZ", "--yes").done()
    trader("check", "--to", "KZ", "--on", "2026-11-22").done(4)
