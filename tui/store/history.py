"""The history: archived journals and the live one, read as one stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tui.errors import BookDamaged, BookError
from tui.store import disk
from tui.store.contract import Commit
from tui.store.folder import Folder
from tui.store.lines import NO_CHAIN, BadLine, Header, read_commit, read_header, whole

_TRIES = 5


def stream(folder: Folder, after: int, upto: int, chain: str | None = None) -> Iterator[Commit]:
    """Yield the commits after one revision up to another, oldest first, each checked.

    ``chain`` is the checksum of the commit at ``after``, where it is known: raises BookError when the history that is
    there now is another book's. Raises BookDamaged where a commit is missing or not sound. A journal that another
    process moves into the archive meanwhile is found again.
    """
    reached, tries = max(after, 0), 0
    while reached < upto:
        try:
            for commit in _once(folder, reached, upto, chain if reached == after else None):
                yield commit
                reached, tries = commit.sequence, 0
        except FileNotFoundError:
            tries += 1
            if tries >= _TRIES:
                raise BookDamaged("history_missing", first=reached + 1, last=upto) from None
        else:
            if reached < upto:
                raise BookDamaged("history_missing", first=reached + 1, last=upto)


def tip(folder: Folder, revision: int) -> str:
    """The checksum of the commit of a revision, by which a history is known; raises BookDamaged."""
    chain, at = NO_CHAIN, 0
    for path in [*folder.segments(), folder.journal]:
        header = read_base(path)
        if header.base == revision:
            return header.chain
        if header.base > revision or _last(path) < revision:
            continue
        chain, at = header.chain, header.base
        with disk.reading(path), path.open("rb") as file:
            file.readline()
            for line in file:
                try:
                    commit, chain = read_commit(whole(line), at + 1, chain)
                except BadLine:
                    break
                at = commit.sequence
                if at == revision:
                    return chain
    if revision == 0:
        return NO_CHAIN
    raise BookDamaged("history_missing", first=at + 1, last=revision)


def read_base(path: Path) -> Header:
    """Read a journal's header; raises BookDamaged, or FileNotFoundError."""
    try:
        with disk.reading(path, or_missing=True), path.open("rb") as file:
            return read_header(whole(file.readline()))
    except BadLine:
        raise BookDamaged("journal_header", path=str(path)) from None


def _once(folder: Folder, after: int, upto: int, known: str | None) -> Iterator[Commit]:
    reached = after
    with disk.reading(folder.archive):
        sources = [path for path in folder.segments() if _last(path) > after]
    for path in [*sources, folder.journal]:
        for commit in _file(path, reached, upto, known if reached == after else None):
            if commit.sequence == reached + 1:
                yield commit
                reached = commit.sequence
        if reached >= upto:
            return


def _last(segment: Path) -> int:
    """Read off a segment's name the last commit it holds; a strange name may hold anything."""
    digits = segment.stem.partition("-")[2]
    return int(digits) if digits.isdecimal() else 1 << 62


def _file(path: Path, reached: int, upto: int, known: str | None) -> Iterator[Commit]:
    header = read_base(path)
    if header.base > reached:
        raise BookDamaged("history_missing", first=reached + 1, last=header.base)
    sequence, chain = header.base, header.chain
    with disk.reading(path, or_missing=True), path.open("rb") as file:
        file.readline()
        for line in file:
            if sequence >= upto:
                return
            if known is not None and sequence == reached and chain != known:
                raise BookError("book_replaced", path=str(path.parent))
            try:
                commit, chain = read_commit(whole(line), sequence + 1, chain)
            except BadLine:
                raise BookDamaged("journal_damaged", path=str(path), sequence=sequence + 1) from None
            sequence = commit.sequence
            yield commit
