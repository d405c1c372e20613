"""What the system says when it refuses a file or a connection, in the user's language.

The system speaks English, whatever the language of the desk; what it says that is not here stays as it is.
"""

from __future__ import annotations

from tui.i18n.translator import N_, _

_SAID = frozenset({
    N_("Address already in use"),
    N_("Bad file descriptor"),
    N_("Broken pipe"),
    N_("Connection refused"),
    N_("Connection reset by peer"),
    N_("Device or resource busy"),
    N_("Disk quota exceeded"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Host is down"),
    N_("Input/output error"),
    N_("Interrupted system call"),
    N_("Invalid argument"),
    N_("Invalid cross-device link"),
    N_("Is a directory"),
    N_("Network is unreachable"),
    N_("No route to host"),
    N_("No space left on device"),
    N_("No such device or address"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Operation not permitted"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("Resource temporarily unavailable"),
    N_("Stale file handle"),
    N_("Text file busy"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Transport endpoint is not connected"),
})  # fmt: skip


def reason_text(said: str) -> str:
    """What the system said, translated where it is known."""
    return _(said) if said in _SAID else said
