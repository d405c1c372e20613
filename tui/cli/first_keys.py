"""Keys typed while the desk comes up, kept as they were typed.

Until the screens take the terminal, it would make another key of enter, keep ctrl+s for itself and write the rest on
the screen; what was typed behind them would then stand in the wrong field.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

try:
    import termios
except ImportError:  # not on this system: there the terminal hands keys on as they are
    termios = None  # type: ignore[assignment]

_VALUED = frozenset({"--book", "--lang"})
_ALONE = frozenset({"--offline", "--read-only"})


def open_the_desk(words: Sequence[str]) -> bool:
    """Whether these words after the program's name surely open the screens: no command may ask without its echo."""
    rest = iter(words)
    for word in rest:
        if word in _VALUED:
            next(rest, None)
        elif word not in _ALONE:
            return False
    return True


@contextmanager
def kept() -> Iterator[None]:
    """Take keys as they are from now on; afterwards the terminal is as it was."""
    before = _taken_raw()
    try:
        yield
    finally:
        if before is not None:
            with suppress(OSError, termios.error):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, before)


def _taken_raw() -> list[Any] | None:
    """Let the terminal pass on keys unchanged, except ctrl+c; how it was before, or None where nothing was changed."""
    if termios is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        before = termios.tcgetattr(sys.stdin.fileno())
        changed = termios.tcgetattr(sys.stdin.fileno())
        changed[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        changed[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        changed[6][termios.VMIN] = 1
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, changed)
    except (OSError, ValueError, termios.error):
        return None
    return before
