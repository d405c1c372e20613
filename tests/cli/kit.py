"""What the tests of the commands share: a machine of their own, on which ``nearnew`` is run in process or for real."""

from __future__ import annotations

import gettext
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from tui.cli.main import main
from tui.i18n.translator import TRANSLATOR

CHECKOUT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("nearnew")
SAMPLE = CHECKOUT / "tests" / "sheets" / "data" / "dealer-list-gb18030.csv"
DAY = "2026-11-22"
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
"""Noon of the day in China."""
ESCAPE = "\x1b"
STEERING = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Characters that turn a line of a terminal round, or break it."""


def noon() -> datetime:
    return NOON


@dataclass(frozen=True)
class Ran:
    """What one run of the command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """All of stdout as one JSON document."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line that stderr holds."""
        lines = self.err.splitlines()
        assert len(lines) == 1, f"not one line: {self.err!r}"
        return lines[0]

    def done(self, code: int = 0) -> Ran:
        """The same, having ended as expected."""
        assert self.code == code, f"exit {self.code}, not {code}: {self.err or self.out}"
        return self

    def refused(self, code: int) -> str:
        """The one sentence of a run that failed, with nothing on stdout."""
        self.done(code)
        assert not self.out, f"data on stdout: {self.out!r}"
        sentence = self.sentence
        assert "Traceback" not in sentence
        assert "(" not in sentence.split(" ")[0], f"a code without a sentence: {sentence}"
        return sentence


@dataclass
class Machine:
    """A home folder, an environment, and a book; nothing of the real user's."""

    home: Path
    language: str = "en_GB.UTF-8"
    more: dict[str, str] = field(default_factory=dict)

    @property
    def book(self) -> Path:
        """The book that runs are given with ``--book`` unless they name one."""
        return self.home / "book"

    @property
    def settings(self) -> Path:
        """The user's own settings file; it need not exist."""
        return self.home / "config" / "nearnew" / "config.toml"

    def environment(self) -> dict[str, str]:
        """All variables of the machine."""
        return {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "PATH": os.environ.get("PATH", ""),
            "LANG": self.language,
            "USER": "李雷",
            "LOGNAME": "李雷",
            **self.more,
        }

    def __call__(self, *words: str | Path, book: Path | None = None, given: bytes = b"") -> Ran:
        """Run a command on the book, in this process, at noon of the day."""
        return self.bare("--book", book or self.book, *words, given=given)

    def bare(self, *words: str | Path, given: bytes = b"") -> Ran:
        """Run a command without naming a book."""
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        stdin = io.TextIOWrapper(io.BytesIO(given), "utf-8")
        domain = gettext.textdomain()
        before = TRANSLATOR.tag
        with (
            mock.patch.dict(os.environ, self.environment(), clear=True),
            mock.patch("tui.desk.opening.utc_now", noon),
            mock.patch.multiple(sys, stdin=stdin, stdout=out, stderr=err),
        ):
            try:
                code = main([str(word) for word in words])
            finally:
                gettext.textdomain(domain)
                TRANSLATOR.use(before)
        crash = self.home / "state" / "nearnew" / "log" / "crash.log"
        assert not crash.exists(), crash.read_text(encoding="utf-8")
        return Ran(code, _read(out), _read(err))

    def process(
        self, *words: str | Path, given: bytes | None = None, command: Sequence[str | Path] = (COMMAND,)
    ) -> Ran:
        """Run the installed command in a process of its own; the clock is the real one."""
        line = [*map(str, command), *map(str, words)]
        ran = subprocess.run(
            line,
            input=given or b"",
            capture_output=True,
            env=self.environment(),
            cwd=self.home,
            check=False,
            timeout=60,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def speaks(self, language: str, **more: str) -> Machine:
        """The same machine with another language and more variables."""
        return Machine(self.home, language, {**self.more, **more})


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    inside = stream.buffer
    assert isinstance(inside, io.BytesIO)
    return inside.getvalue().decode("utf-8")


def contents(book: Path) -> dict[str, bytes]:
    """Every file of a book but the lock, which only says who wrote last."""
    files = (path for path in sorted(book.rglob("*")) if path.is_file() and path.name != "lock")
    return {str(path.relative_to(book)): path.read_bytes() for path in files}


def machine_with(template: Path, home: Path) -> Machine:
    """A machine whose book is a copy of another one."""
    made = Machine(home)
    shutil.copytree(template, made.book)
    return made


def vins(document: Mapping[str, Any]) -> list[str | None]:
    """The VINs of a list of cars."""
    return [car["vin"] for car in document["cars"]]


def revision(machine: Machine) -> int:
    """The revision of the machine's book."""
    found = machine("book", "info", "--format", "json").done().json["book"]["revision"]
    assert isinstance(found, int)
    return found
