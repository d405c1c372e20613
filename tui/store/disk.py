"""The few things the book asks of the disk: private files, writes that last, atomic replacement.

Everything that writes goes through ``write_all``, ``sync``, ``sync_folder``, ``truncate``, ``replace``, ``link`` and
``remove``, so that tests can fail or stop any one of them.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from tui.errors import BookError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_CHUNK = 1 << 20


@contextmanager
def reading(path: Path, *, or_missing: bool = False) -> Iterator[None]:
    """Turn what the disk says while reading a file of the book into the book's own errors.

    With ``or_missing`` a FileNotFoundError comes through as it is.
    """
    try:
        yield
    except FileNotFoundError as error:
        if or_missing:
            raise
        raise BookError("book_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    except OSError as error:
        raise BookError("book_unreadable", path=str(path), reason=error.strerror or str(error)) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the disk says while writing a file of the book into the book's own errors."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise BookError("book_disk_full", path=str(path)) from error
        if error.errno in _DENIED:
            raise BookError("book_unwritable", path=str(path)) from error
        raise BookError("book_write_failed", path=str(path), reason=error.strerror or str(error)) from error


def open_private(path: Path, flags: int) -> int:
    """Open a file that only its owner may read, whatever the umask; returns the descriptor."""
    return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), _PRIVATE_FILE)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all the bytes or raise OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def truncate(descriptor: int, size: int) -> None:
    """Cut a file off."""
    os.ftruncate(descriptor, size)


def sync(descriptor: int) -> None:
    """Return when the file's bytes are on the disk and not only in its cache."""
    try:
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # type: ignore[attr-defined,unused-ignore] # macOS
    except (ImportError, AttributeError, OSError):
        getattr(os, "fdatasync", os.fsync)(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    if os.name == "nt":  # Windows cannot open a folder; it writes names through by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder that only its owner may enter, and have its name on the disk."""
    new = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    path.chmod(_PRIVATE_FOLDER)
    for folder in reversed(new):
        with suppress(PermissionError):  # a folder above may be entered and not read: it is not ours
            sync_folder(folder.parent)


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a whole new private file and have it on the disk; the folder is for the caller to sync."""
    descriptor = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        for chunk in chunks:
            write_all(descriptor, chunk)
        sync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Put a file in the place of another at one stroke."""
    source.replace(target)


def link(source: Path, target: Path) -> None:
    """Give a file a second name; where the disk knows no links, copy it."""
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:
        half = target.with_suffix(".tmp")
        write_file(half, _chunks(source))
        replace(half, target)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    path.unlink(missing_ok=True)


def remove_tree(path: Path) -> None:
    """Remove a folder of ours with everything in it, if it is there."""
    if path.is_dir():
        for entry in sorted(path.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                remove_tree(entry)
            else:
                remove(entry)
        path.rmdir()


def copy(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file to a new private one and have it on the disk; returns its size and sha256."""
    hasher, size = sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in _chunks(source):
            hasher.update(chunk)
            size += len(chunk)
            yield chunk

    write_file(target, counted())
    return size, hasher.hexdigest()


def digest(path: Path) -> tuple[int, str]:
    """Size and sha256 of a file."""
    hasher, size = sha256(), 0
    for chunk in _chunks(path):
        hasher.update(chunk)
        size += len(chunk)
    return size, hasher.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
