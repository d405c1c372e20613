"""How quick are the screens? Keys, filters and first paints in a real pseudo-terminal, beside textual's own and others.

    python bench/tui.py [--keys N] [--rounds N] [--peers VENV VENV]

Every round takes all programs in turn on a terminal of 160x45, and every figure is the median over the rounds; the
ratios are what counts, the milliseconds belong to the machine. The exit code is 1 when a target is missed.

``key``         from writing a cursor key to the last byte of the repaint; ``cpu`` is what the process computed for it.
``filter``      from a letter in the filter to the last byte of all it changes, the sum of money included.
``first rows``  from "the book is open" to the first row on the terminal.
``paint``       from starting the process to the first frame: the words that stand on it whatever the book holds.
``rows``        from starting the process to the first row; for ``open`` the book lies on disk and is read first.

``open`` is the command itself on a book on disk, ``widget`` the least that textual can show. With ``--peers`` the
programs posting and harlequin are started beside it, each from a virtual environment of its own, for they ask for
different versions of textual:

    python -m venv A && A/bin/pip install posting 'tree-sitter<0.26'
    python -m venv B && B/bin/pip install harlequin==2.17.0
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # this file has the package's name: its own folder must not be searched first

from bench.programs import FIRST, make_book  # noqa: E402 - only now is it found

COLUMNS, LINES = 160, 45
QUIET = 0.04
"""A repaint has ended when nothing came for so many seconds."""
FILTER_QUIET = 0.2
FILTERS = ("v00012", "byd age>150", "dest:kz")
DOWN = b"\x1b[B"
TITLES = ("paint", "rows", "first rows", "key", "worst key", "key cpu", "filter")
LONGEST = 180.0
FRAME = "Reg."
"""What the frame of the stock screen says: a title of its table."""
PEERS = {"posting": "Collection", "harlequin": "Data Catalog"}
"""What the first frame of other programs says."""
CASES = (
    ("widget", 1),
    ("open", 10_000),
    ("table", 1_000),
    ("table", 10_000),
    ("table", 100_000),
    ("datatable", 1_000),
    ("datatable", 10_000),
    ("desk", 1_000),
    ("desk", 10_000),
    ("desk", 100_000),
)


@dataclass(frozen=True)
class Figures:
    """What one program showed, in milliseconds."""

    first_rows: float
    key: float
    worst_key: float
    filter: float = 0.0
    key_cpu: float = 0.0
    paint: float = 0.0
    """From the start of the process to the first frame."""
    rows: float = 0.0
    """From the start of the process to the first row, less the making up of the rows."""


# the terminal around them


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self._before = b""
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
            os.environ |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
            os.environ |= {"XDG_STATE_HOME": str(home), "LC_ALL": "C.UTF-8"}
            os.environ.pop("NO_COLOR", None)
            os.chdir(home)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execv(arguments[0], list(arguments))

    def read(self, seconds: float) -> bytes:
        """What the program writes within some seconds; as soon as it writes."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        return os.read(self.fd, 1 << 20)

    def until(self, text: str) -> float:
        """When the text was on the terminal."""
        wanted, end = text.encode(), time.monotonic() + LONGEST
        while time.monotonic() < end:
            if wanted in self._before:
                return time.monotonic()
            self._before = self._before[-65_536:] + self.read(1.0)
        raise TimeoutError(text)

    def still(self, seconds: float) -> None:
        """Wait until nothing was written for some seconds."""
        while self.read(seconds):
            pass

    def computed(self) -> float:
        """Seconds that the process has computed so far, all its threads together."""
        tasks = Path(f"/proc/{self.pid}/task")
        return sum(int((one / "schedstat").read_text().split()[0]) for one in tasks.iterdir()) / 1e9

    def key(self, keys: bytes, quiet: float = QUIET) -> float:
        """Seconds from a key to the last byte of its repaint, after which nothing comes for so many seconds."""
        start = last = time.monotonic()
        os.write(self.fd, keys)
        chunk = self.read(1.0)
        while chunk:
            last = time.monotonic()
            chunk = self.read(quiet)
        return last - start

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def _idle(terminal: Terminal) -> None:
    """Wait until a process hardly computes: the counting in the background has ended."""
    calm = 0
    while calm < 3:
        before = terminal.computed()
        time.sleep(0.3)
        calm = calm + 1 if terminal.computed() - before <= 0.02 else 0


def measure(kind: str, count: int, keys: int, book: Path) -> Figures:
    """Start a program, time its first frame and rows, then its keys."""
    home = Path(tempfile.mkdtemp(prefix="nearnew-bench-"))
    stamp = home / "ready"
    if kind == "open":
        arguments = [sys.executable, "-m", "tui", "--book", str(book)]
    else:
        arguments = [sys.executable, str(ROOT / "bench" / "programs.py"), kind, str(count), str(stamp)]
    terminal = Terminal(arguments, home)
    try:
        paint = terminal.until(FRAME) if kind == "open" else 0.0
        shown = terminal.until(FIRST)
        ready, making = map(float, stamp.read_text(encoding="ascii").split()) if stamp.exists() else (shown, 0.0)
        starts = ((paint or shown) - terminal.started - making, shown - terminal.started - making)
        if kind in {"widget", "open"}:
            return Figures(0.0, 0.0, 0.0, paint=starts[0] * 1000, rows=starts[1] * 1000)
        terminal.still(0.5)
        _idle(terminal)
        terminal.still(0.2)
        terminal.key(DOWN)
        before = terminal.computed()
        times = [terminal.key(DOWN) for _ in range(keys)]
        computed = (terminal.computed() - before) / keys
        filters = _filter_times(terminal) if kind == "desk" else [0.0]
    finally:
        terminal.close()
        shutil.rmtree(home, ignore_errors=True)
    milliseconds = (shown - ready, statistics.median(times), max(times), statistics.median(filters), computed, *starts)
    return Figures(*(1000 * one for one in milliseconds))


def _peer(program: Path, text: str) -> Figures:
    """The first frame of another program, in a home of its own."""
    home = Path(tempfile.mkdtemp(prefix="nearnew-bench-"))
    terminal = Terminal([str(program)], home)
    try:
        paint = terminal.until(text) - terminal.started
    finally:
        terminal.close()
        shutil.rmtree(home, ignore_errors=True)
    return Figures(0.0, 0.0, 0.0, paint=1000 * paint)


def _filter_times(terminal: Terminal) -> list[float]:
    """Seconds from each keystroke of some filters to the last byte of what it changes, the sum of money included.

    A cursor that blinks in the field would count as a repaint: a key is over when nothing came for a while shorter
    than a blink, and longer than a slice of the work takes.
    """
    terminal.key(b"v", FILTER_QUIET)  # the car beside the list is drawn later on purpose
    terminal.key(b"/")
    times = []
    for text in FILTERS:
        times += [terminal.key(letter.encode(), FILTER_QUIET) for letter in text]
        for _ in text:
            terminal.key(b"\x7f", FILTER_QUIET)
    return times


def _middle(trials: Sequence[Figures]) -> Figures:
    """The median of each figure over the rounds; of the slowest key, the slowest."""
    names = [field.name for field in fields(Figures)]
    found = {name: statistics.median(getattr(trial, name) for trial in trials) for name in names}
    return Figures(**found | {"worst_key": max(trial.worst_key for trial in trials)})


def main(keys: int, rounds: int, peers: Sequence[Path]) -> int:
    """Measure all programs round by round; print the figures, then every ratio with its target."""
    trials: dict[tuple[str, int], list[Figures]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="nearnew-bench-") as folder:
        book = Path(folder) / "book"
        make_book(book, 10_000)
        for turn in range(-1, rounds):
            for kind, count in CASES:
                if turn >= 0 or kind in {"widget", "open"}:
                    one = measure(kind, count, keys, book)
                    trials[kind, count] += [one] if turn >= 0 else []
            for venv, (name, text) in zip(peers, PEERS.items(), strict=False):
                one = _peer(venv / "bin" / name, text)
                trials[name, 1] += [one] if turn >= 0 else []
    found = {case: _middle(ones) for case, ones in trials.items()}
    print(f"load average {os.getloadavg()[0]:.1f}, {rounds} rounds, {keys} keys each; milliseconds")
    print(f"{'program':<12}{'rows':>9}" + "".join(f"{name:>12}" for name in TITLES))
    for (kind, count), one in found.items():
        figures = (one.paint, one.rows, one.first_rows, one.key, one.worst_key, one.key_cpu, one.filter)
        print(f"{kind:<12}{count:>9,}" + "".join(f"{figure:>12.1f}" if figure else f"{'-':>12}" for figure in figures))
    return _judged(found)


def _judged(found: Mapping[tuple[str, int], Figures]) -> int:
    small, big = found["desk", 1_000], found["desk", 100_000]
    reference, least = found["datatable", 10_000], found["widget", 1]
    tables = {count: found["table", count] for count in (1_000, 100_000)}
    lines: list[tuple[str, float, float, float | None]] = [
        ("key, desk at 100,000 / DataTable at 10,000", big.key, reference.key, 0.5),
        ("key cpu, desk at 100,000 / DataTable at 10,000", big.key_cpu, reference.key_cpu, 0.5),
        ("key, desk at 1,000 / DataTable at 10,000", small.key, reference.key, 0.5),
        ("key cpu, desk at 1,000 / DataTable at 10,000", small.key_cpu, reference.key_cpu, 0.5),
        ("key, desk at 100,000 / desk at 1,000", big.key, small.key, 1.25),
        ("key, table alone at 100,000 / DataTable at 10,000", tables[100_000].key, reference.key, 0.5),
        ("filter, desk at 100,000 / 50 ms", big.filter, 50.0, 1.0),
        ("first rows, desk at 100,000 / at 1,000", big.first_rows, small.first_rows, 1.5),
        ("first rows, table alone at 100,000 / at 1,000", tables[100_000].first_rows, tables[1_000].first_rows, 1.5),
        ("first paint, desk of 10,000 from disk / one widget", found["open", 10_000].paint, least.paint, 2.0),
        ("rows shown, desk of 10,000 from disk / one widget", found["open", 10_000].rows, least.paint, None),
    ]
    for name in PEERS:
        if peer := found.get((name, 1)):
            lines += [
                (f"first paint, desk of 10,000 from disk / {name}", found["open", 10_000].paint, peer.paint, 1.0),
                (f"rows shown, desk of 10,000 from disk / {name}", found["open", 10_000].rows, peer.paint, None),
            ]
    missed = 0
    print(f"{'ratio':<56}{'of':>9}{'to':>9}{'ratio':>8}{'most':>7}")
    for name, ours, theirs, most in lines:
        verdict = "" if most is None else "pass" if ours / theirs <= most else "FAIL"
        missed += verdict == "FAIL"
        limit = "-" if most is None else f"{most:.2f}"
        print(f"{name:<56}{ours:>9.1f}{theirs:>9.1f}{ours / theirs:>8.2f}{limit:>7} {verdict}")
    return 1 if missed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure the screens.")
    parser.add_argument("--keys", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, nargs=2, default=(), help="environments with posting and harlequin")
    given = parser.parse_args()
    sys.exit(main(given.keys, given.rounds, given.peers))
