"""The whole exception tree.

An error carries a *code* and *parameters*, never a finished sentence: the edge that catches it (one place in
``cli``, one in ``app``) asks ``i18n`` for the sentence, so that the user reads it in their own language.

    NearnewError
    ├── UsageError           the words of a command or a filter are off            exit 2
    ├── NotFound             a name that stands for nothing                        exit 1
    ├── BadFile              a file that cannot be read or written                 exit 1
    ├── ConfigError          config.toml or NEARNEW_… holds something it may not   exit 2
    ├── PackError            a rule pack or data file is not sound                 exit 1
    ├── DraftRefused         a draft has problems; carries all of them             exit 1
    ├── FeedError            the network: refused, failed, or an answer not to be trusted   exit 1
    ├── UnprintableText      a paper holds characters that no font of ours draws   exit 1
    ├── PrinterError         the system's printer did not take a paper             exit 1
    ├── NotReady             a final paper was asked for and may not be printed    exit 3, 4 or 5
    └── BookError            the book on disk                                      exit 1
        ├── BookDamaged      checksums, sequence or JSON are wrong: nothing opened
        ├── BookTooNew       written by a newer format: read-only
        ├── BookReadOnly     a write was asked of a book opened for reading
        ├── BookLocked       another process holds the lock                        exit 7
        └── Conflict         a row changed under us                                exit 6
"""

from __future__ import annotations

from typing import ClassVar


class NearnewError(Exception):
    """Base of every error the desk raises on purpose.

    ``code`` names the sentence (see ``i18n.sentences``); ``params`` fill its blanks and are data, never markup.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Name the code and its parameters: for logs and developers, not for the user."""
        inside = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({inside})"


class UsageError(NearnewError):
    """The words of a command, a filter or a value typed by the user are off."""

    exit_code = 2


class NotFound(NearnewError):
    """A VIN, stock number, shipment or query that stands for nothing."""


class BadFile(NearnewError):
    """A file that is missing, empty, binary, or may not be read or written."""


class ConfigError(NearnewError):
    """A setting that is unknown or out of bounds; names the file and the key."""

    exit_code = 2


class PackError(NearnewError):
    """A rule pack or data file with an unknown key, a missing field or a wrong value."""


class DraftRefused(NearnewError):
    """A draft with problems; ``problems`` holds all of them, as ``domain.problems.Problem``."""

    def __init__(self, problems: tuple[object, ...]) -> None:
        super().__init__("draft_refused", count=len(problems))
        self.problems = problems


class FeedError(NearnewError):
    """The network is forbidden or failed, or what came back is not to be trusted; nothing was changed."""


class UnprintableText(NearnewError):
    """A PDF was asked for of a paper with characters that no installed font draws: no empty box is ever printed."""


class PrinterError(NearnewError):
    """The program that prints is not there, failed or did not come back in time; the paper is in nobody's hands."""


class NotReady(NearnewError):
    """A final paper was asked for while its verdict is not READY, or while it proves nothing."""

    def __init__(self, exit_code: int, *, code: str = "not_ready", **params: object) -> None:
        super().__init__(code, **params)
        self.verdict_exit_code = exit_code


class BookError(NearnewError):
    """Something is wrong with the book on disk."""


class BookDamaged(BookError):
    """Checksums, sequence or JSON of the book are wrong; every byte is kept and nothing was opened."""


class BookTooNew(BookError):
    """The book was written by a newer format than this program knows."""


class BookReadOnly(BookError):
    """A write was asked of a book that is open for reading only."""


class BookLocked(BookError):
    """Another live process holds the book's lock."""

    exit_code = 7


class Conflict(BookError):
    """A record changed between reading and writing.

    ``mine`` and ``theirs`` are the two versions, as plain stored documents; ``theirs`` is None when removed.
    ``clashes`` are the values that differ (``desk.landing.RowClash``), where they were worked out.
    """

    exit_code = 6

    def __init__(
        self, kind: str, record_id: int, mine: object, theirs: object, clashes: tuple[object, ...] = ()
    ) -> None:
        if clashes:
            super().__init__("conflict_fields", kind=kind, id=record_id, count=len(clashes))
        else:
            super().__init__("conflict", kind=kind, id=record_id)
        self.clashes = clashes
        self.mine = mine
        self.theirs = theirs
