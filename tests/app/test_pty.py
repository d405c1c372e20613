"""The installed command on a real terminal: it paints, takes keys, quits, and leaves the terminal as it was."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.app.kit import SMALL
from tests.cli.kit import SAMPLE, Machine
from tui.cli import first_keys

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?<>=!]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[()][A-Z0-9]|.)")
ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"
SHOW_CURSOR = b"\x1b[?25h"
_PATIENCE = 30.0
"""Seconds to wait for a text or for the end: many more than it takes, for a busy machine."""

_STILL = 0.3
"""Seconds without painting after which the keys sent before are done with."""
_BLINK = 200
"""Bytes that a blinking cursor may paint in that time."""


@dataclass
class Terminal:
    """The master side of a pty with a program behind it."""

    pid: int
    master: int
    before: list[object]
    seen: bytearray = field(default_factory=bytearray)
    code: int | None = None

    def read(self, seconds: float = 0.1) -> bool:
        """Take in what the program wrote meanwhile; False once it has closed the terminal."""
        ready, _writing, _failing = select.select([self.master], [], [], seconds)
        if not ready:
            return True
        try:
            got = os.read(self.master, 65536)
        except OSError:  # Linux says so when the last program on the pty is gone
            return False
        self.seen += got
        return bool(got)

    def text(self, since: int = 0) -> str:
        """What was written, without the terminal's own sequences."""
        return _ESCAPES.sub("", self.seen[since:].decode("utf-8", "replace"))

    def wait_for(self, *texts: str, since: int = 0) -> None:
        """Wait until the program has written all of these, after a place in what it wrote."""
        end = time.monotonic() + _PATIENCE
        while not all(text in self.text(since) for text in texts):
            assert time.monotonic() < end, f"{texts} did not come: {self.text(since)[-2000:]!r}"
            assert self.read(), f"ended before {texts} came: {self.text(since)[-2000:]!r}"

    def press(self, keys: str, *texts: str) -> None:
        """Send keys and wait for what they bring, then until nothing more is painted."""
        since = len(self.seen)
        os.write(self.master, keys.encode())
        self.wait_for(*texts, since=since)
        self.rest()

    def rest(self) -> None:
        """Wait until the screen is still for a moment; a blinking cursor does not count."""
        end, before = time.monotonic() + _PATIENCE, -1
        while len(self.seen) > max(before, 0) + _BLINK and time.monotonic() < end:
            before = len(self.seen)
            still = time.monotonic() + _STILL
            while time.monotonic() < still and self.read(_STILL):
                pass

    def end(self) -> int:
        """Wait for the end of the program; its exit code."""
        end = time.monotonic() + _PATIENCE
        while self.code is None:
            assert time.monotonic() < end, f"did not end: {self.text()[-2000:]!r}"
            self.read(0.05)
            self._look()
        while self.read(0.2) and select.select([self.master], [], [], 0)[0]:
            pass
        assert self.code is not None
        return self.code

    def _look(self) -> None:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.code = os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.code is None:
            self._look()
        if self.code is None:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        os.close(self.master)


class Terminals:
    """Opens programs on terminals of 80x24."""

    def __init__(self) -> None:
        self._open: list[tuple[Terminal, int]] = []

    def run(self, machine: Machine, *words: str) -> Terminal:
        """Start ``nearnew`` with these words on a terminal of its own."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SMALL[1], SMALL[0], 0, 0))
        before = termios.tcgetattr(slave)
        environment = {**machine.environment(), "TERM": "xterm-256color"}
        line = [sys.executable, "-m", "tui", *words]
        pid = os.posix_spawn(
            sys.executable,
            line,
            environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, slave, stream) for stream in range(3)],
            setsid=True,
        )
        terminal = Terminal(pid, master, before)
        self._open.append((terminal, slave))
        return terminal

    def slave_of(self, terminal: Terminal) -> int:
        """The program's side, held open so that its modes can be read after the end."""
        return next(slave for one, slave in self._open if one is terminal)

    def close(self) -> None:
        """End what still runs."""
        for terminal, slave in self._open:
            terminal.close()
            os.close(slave)


@pytest.fixture
def terminals() -> Iterator[Terminals]:
    opened = Terminals()
    yield opened
    opened.close()


def gone_back(terminals: Terminals, terminal: Terminal) -> None:
    """The terminal is as it was: the screen of before, its cursor, and its modes."""
    seen = bytes(terminal.seen)
    assert seen.count(ENTER_ALTERNATE) == seen.count(LEAVE_ALTERNATE) == 1
    assert seen.rindex(LEAVE_ALTERNATE) > seen.rindex(ENTER_ALTERNATE)
    assert seen.rindex(SHOW_CURSOR) > seen.rindex(b"\x1b[?25l")
    for mode in (b"1000", b"1003", b"1006", b"2004"):
        on, off = b"\x1b[?" + mode + b"h", b"\x1b[?" + mode + b"l"
        assert seen.rfind(off) >= seen.rfind(on), f"mode {mode.decode()} is left on"
    assert termios.tcgetattr(terminals.slave_of(terminal)) == terminal.before
    assert "Traceback" not in terminal.text()


def test_keys_typed_before_the_desk_is_there_are_those_that_were_typed(tmp_path: Path, terminals: Terminals) -> None:
    machine = Machine(tmp_path, "zh_CN.UTF-8")
    machine("car", "import", SAMPLE, "--dealer", "杭州").done()
    terminal = terminals.run(machine, "--book", str(machine.book))
    os.write(terminal.master, "/元UP\rd".encode())
    os.write(terminal.master, b"KZ\r")
    terminal.wait_for("KZ 哈萨克斯坦")
    terminal.rest()
    terminal.press("q")
    assert terminal.end() == 0
    assert "元UPd" not in terminal.text()
    gone_back(terminals, terminal)


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ("", True), ("--lang zh_CN --book car", True), ("--offline", True), ("car list", False),
        ("--offline car list", False), ("--book x car", False), ("--help", False),
    ],
)  # fmt: skip
def test_only_the_screens_take_the_keys_before_a_command_is_known(words: str, opens: bool) -> None:
    assert first_keys.open_the_desk(words.split()) is opens


def test_the_desk_opens_takes_keys_and_leaves_the_terminal_as_it_was(tmp_path: Path, terminals: Terminals) -> None:
    machine = Machine(tmp_path, "zh_CN.UTF-8")
    machine("car", "import", SAMPLE, "--dealer", "杭州").done()
    terminal = terminals.run(machine, "--book", str(machine.book))
    terminal.wait_for("17 辆车", "V4016852", "比亚迪 元UP", "退出")
    terminal.press("0", "待处理行")
    terminal.press("1", "筛选")
    assert not terminal.text().count("\ufffd")
    terminal.press("/")
    terminal.press("元UP age>150", "/ 17")
    terminal.press("\r", "筛选")
    terminal.press("\r", "概况", "合规")
    terminal.press("\x1b", "筛选")
    terminal.press("L", "Stock", "Filter")
    terminal.press("q")
    assert terminal.end() == 0
    gone_back(terminals, terminal)


def test_a_new_book_opens_in_english_on_the_command_itself(tmp_path: Path, terminals: Terminals) -> None:
    machine = Machine(tmp_path)
    terminal = terminals.run(machine, "--book", str(machine.book))
    terminal.wait_for("There is no car in this book yet", "Quit")
    terminal.press("?", "type to search")
    terminal.press("\x1b", "Quit")
    terminal.press("q")
    assert terminal.end() == 0
    gone_back(terminals, terminal)
    assert machine("book", "info").done().out
