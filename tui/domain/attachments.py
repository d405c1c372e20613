"""Files as evidence: what a file is, by what it holds, and how much it can prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from tui.domain.documents import Attachment

GRADES = ("A", "B", "C")
"""A accredited report, B own report with an instrument, C video or chat; the best first."""
_ENCODINGS = ("utf-8", "gb18030")
"""What text of this trade comes in."""
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\f\r")


class Mark(msgspec.Struct, frozen=True):
    """One of some texts that stands at a place of a file."""

    at: int
    any: tuple[bytes, ...]


class FileType(msgspec.Struct, frozen=True):
    """A kind of file that may be attached; ``best`` is the best grade it can have."""

    name: str
    title: str
    best: str
    marks: tuple[Mark, ...] = ()
    member: str = ""


def type_of(data: bytes, types: Iterable[FileType]) -> FileType | None:
    """The first type that the bytes fit, or None; the file's name plays no part."""
    return next((one for one in types if _fits(data, one)), None)


def _fits(data: bytes, one: FileType) -> bool:
    if not one.marks:
        return bool(data) and not any(code in data for code in _CONTROL) and _is_decodable(data)
    marked = all(any(data.startswith(text, mark.at) for text in mark.any) for mark in one.marks)
    return marked and (not one.member or one.member.encode() in data)


def _is_decodable(data: bytes) -> bool:
    for encoding in _ENCODINGS:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def grade_of(one: FileType, wanted: str) -> str | None:
    """The grade of a file: the one wanted, or None when it cannot prove as much; a film is C without a word."""
    if not wanted:
        return one.best if one.best == GRADES[-1] else ""
    return wanted if GRADES.index(wanted) >= GRADES.index(one.best) else None


def best_grade(attachments: Sequence[Attachment]) -> str:
    """The best grade among files; empty when none has one."""
    return min((one.grade for one in attachments if one.grade), default="")
