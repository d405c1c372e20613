"""How long `nearnew car list` takes on 50 cars, against Python with the imports of its libraries, in turn.

Prints the ratio of medians first. Also says whether textual or httpx were imported.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
LIBRARIES = "import click, msgspec, tinydb, platformdirs, tomllib, gettext, zoneinfo"


def seconds(command: list[str]) -> float:
    """The wall time of one process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure in turn and print."""
    with tempfile.TemporaryDirectory() as folder:
        book = str(Path(folder) / "book")
        program = [sys.executable, "-m", "tui", "--book", book]
        subprocess.run([sys.executable, "-m", "tui", "demo", "--keep", book], check=True, capture_output=True)
        for serial in range(3):
            words = ["make=byd", "model=元UP", f"stock_number=x-{serial}"]
            subprocess.run([*program, "car", "add", *words], check=True, capture_output=True)
        peers = {
            "car list": [*program, "car", "list"],
            "libraries": [sys.executable, "-c", LIBRARIES],
            "pass": [sys.executable, "-c", "pass"],
        }
        times: dict[str, list[float]] = {name: [] for name in peers}
        for _ in range(ROUNDS):
            for name, command in peers.items():
                times[name].append(seconds(command))
        median = {name: statistics.median(found) for name, found in times.items()}
        print(f"car list / (python + its libraries): {median['car list'] / median['libraries']:.2f} (target <= 3)")
        print(f"car list / python -c pass:           {median['car list'] / median['pass']:.2f}")
        print("medians:", ", ".join(f"{name} {1000 * value:.0f} ms" for name, value in median.items()))
        traced = subprocess.run(
            [sys.executable, "-X", "importtime", *peers["car list"][1:]],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        heavy = [
            name
            for name in ("textual", "httpx", "babel", "xlsxwriter")
            if f"| {name}\n" in traced.stderr.replace("  ", "")
        ]
        print("heavy imports:", ", ".join(heavy) or "none")


if __name__ == "__main__":
    main()
