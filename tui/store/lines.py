r"""The journal's lines: one JSON object each, sealed with a checksum and chained to the line before.

The first line is the header. It names the snapshot that the journal continues: revision, size and digest. Every
further line is one commit::

    {"format":1,"base":7,"chain":"…","snapshot":{"size":…,"digest":"…"},"crc":"…"}
    {"seq":8,"at":"2026-11-22T08:00:00Z","who":"…","why":"…","changes":[{"kind":"cars","id":1,"before":{…},"after":{…}}],
     "prev":"…","crc":"…"}

``crc`` is the first half of SHA-256 in hexadecimal, 16 digits, over the line as it would stand without its ``crc``
field. ``prev`` is the ``crc`` of the commit before, across journals (``chain`` hands it over), so that a line cannot
vanish, be doubled or change places unseen.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import msgspec

from tui.store.contract import FORMAT, Commit, RowChange

_DIGITS = 16
_MARK = b',"crc":"'
_TAIL = len(_MARK) + _DIGITS + len(b'"}')
_NULL = b"null"
NO_CHAIN = "0" * _DIGITS
"""What the first commit of a book names as the one before it."""


class SnapshotMark(msgspec.Struct, frozen=True):
    """How a snapshot is known again."""

    size: int
    digest: str


class Header(msgspec.Struct, frozen=True):
    """A journal's first line."""

    format: int
    base: int
    chain: str
    snapshot: SnapshotMark


class _Row(msgspec.Struct, frozen=True):
    kind: str
    id: int
    before: msgspec.Raw
    after: msgspec.Raw


class _Line(msgspec.Struct, frozen=True):
    seq: int
    at: datetime
    who: str
    why: str
    changes: list[_Row]
    prev: str


class BadLine(ValueError):
    """A line that is not what was written."""


_HEADER = msgspec.json.Decoder(Header)
_LINE = msgspec.json.Decoder(_Line)


def digest(data: bytes) -> str:
    """Checksum of a line's body."""
    return sha256(data).hexdigest()[:_DIGITS]


def _seal(body: bytes) -> bytes:
    return body[:-1] + _MARK + digest(body).encode() + b'"}\n'


def _unseal(line: bytes) -> tuple[bytes, str]:
    """Return body and checksum of a line without its newline; raises BadLine."""
    body = line[:-_TAIL] + b"}"
    crc = line[-_TAIL + len(_MARK) : -2]
    if line[-_TAIL : -_TAIL + len(_MARK)] != _MARK or line[-2:] != b'"}' or digest(body).encode() != crc:
        raise BadLine
    return body, crc.decode()


def write_header(header: Header) -> bytes:
    """Encode a journal's first line."""
    return _seal(msgspec.json.encode(header))


def read_header(line: bytes) -> Header:
    """Decode a journal's first line, without its newline; raises BadLine."""
    body, _ = _unseal(line)
    try:
        return _HEADER.decode(body)
    except msgspec.DecodeError as error:
        raise BadLine from error


def new_header(base: int, chain: str, mark: SnapshotMark) -> Header:
    """Make the header of a journal that continues a snapshot."""
    return Header(FORMAT, base, chain, mark)


def write_commit(commit: Commit, prev: str) -> tuple[bytes, str]:
    """Encode a commit's line; returns the line with its newline, and its checksum."""
    rows = [
        _Row(row.kind, row.id, msgspec.Raw(row.before_json or _NULL), msgspec.Raw(row.after_json or _NULL))
        for row in commit.changes
    ]
    line = _seal(msgspec.json.encode(_Line(commit.sequence, commit.at, commit.who, commit.why, rows, prev)))
    return line, line[-_DIGITS - 3 : -3].decode()


def read_commit(line: bytes, sequence: int, prev: str) -> tuple[Commit, str]:
    """Decode the line of the commit that comes next, without its newline; raises BadLine."""
    body, crc = _unseal(line)
    try:
        read = _LINE.decode(body)
    except msgspec.DecodeError as error:
        raise BadLine from error
    if read.seq != sequence or read.prev != prev:
        raise BadLine
    rows = tuple(RowChange(row.kind, row.id, _document(row.before), _document(row.after)) for row in read.changes)
    return Commit(read.seq, read.at, read.who, read.why, rows), crc


class Found(msgspec.Struct, frozen=True):
    """A commit's line taken by itself: ``prev`` names the line it continues, ``crc`` is its own name."""

    commit: Commit
    prev: str
    crc: str


def read_alone(line: bytes) -> Found:
    """Decode a commit's line wherever it stands, without its newline; raises BadLine when its seal is broken."""
    body, crc = _unseal(line)
    return _found(body, crc)


def read_broken(line: bytes) -> Found | None:
    """What can still be made out in a line whose seal is broken: to tell what it held, never to take it over."""
    try:
        return _found(line[:-_TAIL] + b"}", "")
    except BadLine:
        return None


def _found(body: bytes, crc: str) -> Found:
    try:
        read = _LINE.decode(body)
    except msgspec.MsgspecError as error:
        raise BadLine from error
    rows = tuple(RowChange(row.kind, row.id, _document(row.before), _document(row.after)) for row in read.changes)
    return Found(Commit(read.seq, read.at, read.who, read.why, rows), read.prev, crc)


def _document(raw: msgspec.Raw) -> bytes | None:
    data = bytes(raw)
    return None if data == _NULL else data


def whole(line: bytes) -> bytes:
    """Return a line without its newline; raises BadLine when it has none."""
    if not line.endswith(b"\n"):
        raise BadLine
    return line[:-1]


def two_in_one(data: bytes, sequence: int, prev: str) -> bool:
    """Whether torn bytes begin with a whole commit and go on: that is damage, not an unfinished write.

    A single byte after it is a spoilt newline, and zeros are what a loss of power leaves of one.
    """
    found = data.find(_MARK)
    while found != -1:
        end = found + _TAIL
        if len(data[end:].strip(b"\0\n")) > 1:
            try:
                read_commit(data[:end], sequence, prev)
            except BadLine:
                pass
            else:
                return True
        found = data.find(_MARK, found + 1)
    return False
