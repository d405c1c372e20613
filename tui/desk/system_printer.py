"""Sending a paper to the system's printer: through the program named in the settings, never through a shell."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tui.config import PrintSettings
from tui.errors import PrinterError
from tui.reports.cells import clean, cut

FORMS = ("pdf", "text", "html")
"""What a printer may be sent."""
_MOST_SAID = 4_000
_SHOWN = 200
_WINDOWS = os.name == "nt"


def send(settings: PrintSettings, content: bytes, name: str) -> str:
    """Print a file's content and return what the program answered, on one line; empty when it said nothing.

    The file is private and is taken away when the program has ended, which may take ``settings.seconds``; the program
    and all that it started is stopped then. Raises PrinterError.
    """
    with tempfile.TemporaryDirectory(prefix="nearnew-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        command = [word.replace("{file}", str(path)) for word in settings.command]
        with (Path(folder) / ".said").open("w+b") as said:
            code = _run(command, said, settings.seconds)
            said.seek(0)
            answer = cut(clean(said.read(_MOST_SAID).decode("utf-8", "replace")), _SHOWN)
    if code is None:
        raise PrinterError("printer_slow", program=command[0], seconds=settings.seconds)
    if code:
        raise PrinterError("printer_failed", program=command[0], exit=code, said=answer or "-")
    return answer


def _run(command: Sequence[str], said: IO[bytes], seconds: int) -> int | None:
    """The exit code of a program; None when it was stopped. What it says goes into a file, so that no pipe fills up."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own program, and no shell
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=not _WINDOWS
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PrinterError("printer_missing", program=command[0], reason=reason) from error
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a program and what it started."""
    with suppress(OSError):
        if _WINDOWS:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
