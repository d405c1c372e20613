"""How quick is the stock's table? Cursor key and first rows in a real pseudo-terminal, beside textual's DataTable.

    python bench/tui.py [KEYS]

Every figure of a run is taken in turn in the same run on the same terminal of 160x45; the ratios are what counts.
``key`` is from writing a cursor key to the last byte of the repaint; ``first rows`` from "the rows are there" (the book
is open) to the first row on the terminal. The counting of verdicts in the background has ended before keys are timed.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, LINES = 160, 45
QUIET = 0.04
"""A repaint has ended when nothing came for so many seconds."""
FILTER_QUIET = 0.2
FILTERS = ("v00012", "byd age>150", "dest:kz")
LONGEST = 180.0
FIRST = "V0000000"
"""The tail of the first row's VIN: what the first rows are recognised by."""
CASES = (
    ("widget", 1),
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
    from_start: float = 0.0
    """From the start of the process to the first row, less the making up of the rows."""


# the programs under test


def _ready(stamp: str, making: float = 0.0) -> None:
    """Say that the rows are there, and how many seconds went into making them up."""
    Path(stamp).write_text(f"{time.monotonic()} {making}", encoding="ascii")


def _texts(count: int) -> list[tuple[str, ...]]:
    return [
        (f"V{place:07}", f"26-{place:05}", "比亚迪 元UP", "2027", "活力型", "纯电", "白", "杭州", f"{place % 400}d",
         f"{place % 300}d", f"¥{95_800 + place % 977:,}", "! 8")
        for place in range(count)
    ]  # fmt: skip


def run_widget(_count: int, stamp: str) -> None:
    """The least that textual can show: one widget with one word."""
    from textual.app import App
    from textual.widgets import Static

    class WidgetApp(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield Static(FIRST)

    _ready(stamp)
    WidgetApp().run()


def run_table(count: int, stamp: str) -> None:
    """Our table over plain rows."""
    from textual.app import App

    from tui.app.glyphs import UNICODE
    from tui.app.widgets.table import Column, RowTable

    rows = _texts(count)
    table: RowTable[tuple[str, ...]] = RowTable(UNICODE, lambda row: row[0])

    class TableApp(App[None]):
        CSS_PATH = ROOT / "tui/app/styles/desk.tcss"

        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield table

        def on_mount(self) -> None:
            table.set_columns([Column(str(n), f"c{n}", lambda row, n=n: row[n], 11) for n in range(12)])
            table.set_rows(rows)
            table.focus()

    _ready(stamp)
    TableApp().run()


def run_datatable(count: int, stamp: str) -> None:
    """Textual's own table over the same rows."""
    from rich.text import Text
    from textual.app import App
    from textual.widgets import DataTable

    rows = _texts(count)
    table: DataTable[Text] = DataTable(cursor_type="row")

    class TableApp(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield table

        def on_mount(self) -> None:
            for n in range(12):
                table.add_column(f"c{n}", width=11)
            table.add_rows([tuple(Text(text) for text in row) for row in rows])
            table.focus()

    _ready(stamp)
    TableApp().run()


def run_desk(count: int, stamp: str) -> None:
    """The whole stock screen over a book in memory."""
    from datetime import UTC, date, datetime
    from decimal import Decimal

    from tui.app.app import run
    from tui.config import Settings
    from tui.desk.context import Desk
    from tui.desk.kinds import CARS
    from tui.domain.cars import Car
    from tui.domain.deals import Deal
    from tui.domain.models import Specs
    from tui.domain.money import Money
    from tui.domain.partialdate import PartialDate
    from tui.domain.purchases import Purchase
    from tui.domain.words import InvoiceKind
    from tui.packs.library import Library
    from tui.store.contract import Put
    from tui.store.memory import MemoryStore

    def now() -> datetime:
        return datetime(2026, 11, 22, 8, tzinfo=UTC)

    def car(place: int) -> Car:
        price = Money(Decimal(95_800 + place % 977), "CNY")
        return Car(
            make="byd", model="元UP", vin=f"LC0CE4CB7V{place:07}", stock_number=f"26-{place:05}", trim="活力型",
            model_year=2027, specs=Specs(powertrain="bev", steering="LHD"), colour="white",
            manufacture_date=PartialDate(2026, 1 + place % 7),
            first_registration=PartialDate(2026, 1 + place % 9, 1 + place % 28), odometer_km=place % 90,
            purchases=(Purchase(date(2026, 10, 1 + place % 30), price, InvoiceKind.SPECIAL_VAT),),
            deal=Deal(("KZ", "JO", "RU")[place % 3]),
        )  # fmt: skip

    begun = time.monotonic()
    store = MemoryStore(now=now, who="bench")
    store.commit([Put(CARS, car(place)) for place in range(count)], why="bench")
    making = time.monotonic() - begun
    desk = Desk(store, Library(), Settings(), date(2026, 11, 22), now)
    desk.car_by_vin("")
    _ready(stamp, making)
    run(desk)


# the terminal around them


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, kind: str, count: int) -> None:
        self._stamp = Path(tempfile.mkdtemp(prefix="nearnew-bench-")) / "ready"
        arguments = [sys.executable, str(Path(__file__).resolve()), "--child", kind, str(count), str(self._stamp)]
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
            os.environ.pop("NO_COLOR", None)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execv(sys.executable, arguments)

    def read(self, seconds: float) -> bytes:
        """What the program writes within some seconds; as soon as it writes."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        return os.read(self.fd, 1 << 20)

    def until(self, text: str) -> float:
        """When the text was on the terminal."""
        wanted, seen, end = text.encode(), b"", time.monotonic() + LONGEST
        while time.monotonic() < end:
            seen = seen[-4096:] + self.read(1.0)
            if wanted in seen:
                return time.monotonic()
        raise TimeoutError(text)

    def still(self, seconds: float) -> None:
        """Wait until nothing was written for some seconds."""
        while self.read(seconds):
            pass

    def ready(self) -> tuple[float, float]:
        """When the program said that its rows were there, and the seconds it took to make them up."""
        at, making = self._stamp.read_text(encoding="ascii").split()
        return float(at), float(making)

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


def _idle(pid: int) -> None:
    """Wait until a process hardly computes: the counting in the background has ended."""

    def spent() -> int:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    calm = 0
    while calm < 3:
        before = spent()
        time.sleep(0.3)
        calm = calm + 1 if spent() - before <= 2 else 0


def measure(kind: str, count: int, keys: int) -> Figures:
    """Start a program, time its first rows, then its keys."""
    terminal = Terminal(kind, count)
    try:
        shown = terminal.until(FIRST)
        ready, making = terminal.ready()
        first_rows, from_start = shown - ready, shown - terminal.started - making
        terminal.still(0.5)
        if Path("/proc/self/stat").exists():
            _idle(terminal.pid)
        terminal.still(0.2)
        times = [0.0] if kind == "widget" else [terminal.key(b"\x1b[B") for _ in range(keys)]
        filters = _filter_times(terminal) if kind == "desk" else [0.0]
    finally:
        terminal.close()
    return Figures(
        first_rows * 1000, statistics.median(times) * 1000, max(times) * 1000, statistics.median(filters) * 1000,
        from_start * 1000,
    )  # fmt: skip


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


def main(keys: int) -> None:
    """Measure all cases and print figures and ratios."""
    found: dict[tuple[str, int], Figures] = {}
    print(f"{'program':<12}{'rows':>9}{'first rows ms':>16}{'key ms':>10}{'worst key ms':>15}{'filter ms':>12}")
    for kind, count in CASES:
        trials = sorted((measure(kind, count, keys) for _ in range(3)), key=lambda figures: figures.first_rows)
        key = statistics.median(trial.key for trial in trials)
        found[kind, count] = one = Figures(trials[1].first_rows, key, max(trial.worst_key for trial in trials),
                                         statistics.median(trial.filter for trial in trials),
                                         statistics.median(trial.from_start for trial in trials))  # fmt: skip
        print(
            f"{kind:<12}{count:>9,}{one.first_rows:>16.0f}{one.key:>10.1f}{one.worst_key:>15.1f}{one.filter:>12.1f}",
            flush=True,
        )
    reference = found["datatable", 10_000]
    for name, value, most in (
        ("table key at 100,000 / DataTable key at 10,000", found["table", 100_000].key / reference.key, 0.5),
        ("table key at 100,000 / table key at 1,000", found["table", 100_000].key / found["table", 1_000].key, 1.2),
        ("desk key at 100,000 / DataTable key at 10,000", found["desk", 100_000].key / reference.key, 0.5),
        ("desk key at 100,000 / desk key at 1,000", found["desk", 100_000].key / found["desk", 1_000].key, None),
        ("table first rows at 100,000 / at 1,000",
         found["table", 100_000].first_rows / found["table", 1_000].first_rows, 1.5),
        ("desk first rows at 100,000 / at 1,000",
         found["desk", 100_000].first_rows / found["desk", 1_000].first_rows, 1.5),
        ("desk from start at 10,000 / one-widget app",
         found["desk", 10_000].from_start / found["widget", 1].from_start, 2.0),
        ("desk first rows at 10,000 / one-widget app",
         found["desk", 10_000].first_rows / found["widget", 1].first_rows, None),
        ("desk filter key at 100,000 / 50 ms", found["desk", 100_000].filter / 50, 1.0),
        ("DataTable first rows at 10,000 / at 1,000",
         reference.first_rows / found["datatable", 1_000].first_rows, None),
    ):  # fmt: skip
        print(f"{name:<55}{value:>6.2f}{'' if most is None else f'   (at most {most})'}")


if __name__ == "__main__":
    sys.path[0] = str(ROOT)  # this file has the package's name: its own folder must not be searched first
    if sys.argv[1:2] == ["--child"]:
        programs = {"widget": run_widget, "table": run_table, "datatable": run_datatable, "desk": run_desk}
        programs[sys.argv[2]](int(sys.argv[3]), sys.argv[4])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
