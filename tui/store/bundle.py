"""A backup as one file: a zip archive of the plain book, the same bytes for the same book, and what comes of one."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from tui.errors import BadFile, BookDamaged
from tui.store import disk, manifest
from tui.store.backups import Backup
from tui.store.manifest import BadManifest, Manifest

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 1 << 26
_RIGHTS = 0o600 << 16
_REGULAR = 0o100000 << 16


def write(backup: Backup, spare_files: Path, target: Path) -> None:
    """Write a backup as one private file; raises BadFile or BookError. An older file of that name is replaced."""
    partial = target.with_name(f".{target.name}.part")
    with disk.writing(target):
        descriptor = disk.open_private(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        try:
            with open(descriptor, "w+b", closefd=False) as file:
                _fill(file, backup, spare_files)
                file.flush()
            disk.sync(descriptor)
        except BaseException:
            disk.remove(partial)
            raise
        finally:
            os.close(descriptor)
        disk.replace(partial, target)
        disk.sync_folder(target.parent)


def unpack(source: Path, into: Path) -> Manifest:
    """Unpack a backup of one file into a new folder, every byte compared. Raises BadFile, BookDamaged or BookError."""
    try:
        with zipfile.ZipFile(source) as archive:
            found = _manifest(archive, source)
            for part in (into, into / "archive", into / "files"):
                disk.make_folder(part)
            for name, entry in found.files.items():
                if _extract(archive, name, entry.size, into / name) != (entry.size, entry.sha256):
                    raise _damaged(source, name)
    except FileNotFoundError as error:
        raise BadFile("file_missing", path=str(source)) from error
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise BookDamaged("backup_not_one", path=str(source)) from error
    except OSError as error:
        raise BadFile("file_unreadable", path=str(source), reason=error.strerror or type(error).__name__) from error
    return found


def _extract(archive: zipfile.ZipFile, name: str, most: int, target: Path) -> tuple[int, str]:
    """Write one member to a file, no further than it may be long; returns size and sha256 of what was read."""
    hasher, size = sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        with archive.open(name) as member:
            while size <= most and (chunk := member.read(_CHUNK)):
                hasher.update(chunk)
                size += len(chunk)
                yield chunk

    with disk.writing(target):
        disk.write_file(target, counted())
    return size, hasher.hexdigest()


def _damaged(source: Path, name: str) -> BookDamaged:
    return BookDamaged("backup_damaged", path=str(source), file=name)


def _manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    info = archive.getinfo(manifest.NAME)
    if info.file_size > _LARGEST_MANIFEST:
        raise BookDamaged("backup_not_one", path=str(source))
    try:
        return manifest.read(archive.read(info))
    except BadManifest as error:
        raise _damaged(source, manifest.NAME) from error


def _fill(file: IO[bytes], backup: Backup, spare_files: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in (manifest.NAME, *backup.manifest.files):
            path = spare_files / name.removeprefix("files/") if name.startswith("files/") else backup.path / name
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.create_system, info.external_attr = 3, _RIGHTS | _REGULAR
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as member:
                while chunk := source.read(_CHUNK):
                    member.write(chunk)
