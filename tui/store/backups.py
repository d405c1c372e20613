"""Backups: whole copies of a book, each a plain book folder of its own under ``backups/``.

A backup is copied into a folder that ends in ``.half`` and renamed when every byte is on the disk, so that a stop
leaves none or a whole one. Journals of the archive never change: a backup shares them with the backup before it, never
with the live book, so that a spoilt byte there does not spoil the copy. Attachments never change either: their second
copy lies once in ``backups/files``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tui.errors import BookDamaged, BookError, NotFound
from tui.store import disk, manifest, opening
from tui.store.contract import Finding
from tui.store.folder import Folder
from tui.store.manifest import BadManifest, Entry, Manifest

DAILY = "daily"
MANUAL = "manual"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([a-z-]+)-r(\d+)(?:-(\d+))?", re.ASCII)
_STAMP = "%Y%m%dT%H%M%SZ"
_HALF = ".half"


class Backup(msgspec.Struct, frozen=True):
    """One backup: where it lies, when it was made (UTC), why, and of which revision."""

    path: Path
    at: datetime
    reason: str
    revision: int

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return self.path.name

    @property
    def manifest(self) -> Manifest:
        """What it holds; raises BookDamaged."""
        return manifest_of(self.path)


def manifest_of(path: Path) -> Manifest:
    """Read the manifest of a backup's folder; raises BookDamaged when it is not sound."""
    try:
        with disk.reading(path):
            data = (path / manifest.NAME).read_bytes()
        return manifest.read(data)
    except (BadManifest, BookError) as error:
        raise BookDamaged("backup_damaged", path=str(path), file=manifest.NAME) from error


def listed(folder: Folder) -> list[Backup]:
    """All backups of a book, newest first; halves are none."""
    found = []
    try:
        entries = list(folder.backups.iterdir())
    except OSError:
        return []
    for path in entries:
        match = _NAME.fullmatch(path.name)
        if match and path.is_dir():
            at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            backup = Backup(path, at, match[2], int(match[3]))
            found.append(((at, _counted(path.name), backup.revision), backup))
    return [backup for _, backup in sorted(found, key=lambda pair: pair[0], reverse=True)]


def named(folder: Folder, name: str) -> Backup:
    """The backup of a name, or of the one name that begins so; raises NotFound."""
    found = [backup for backup in listed(folder) if backup.name == name]
    found = found or [backup for backup in listed(folder) if name and backup.name.startswith(name)]
    if len(found) != 1:
        raise NotFound("backup_not_found", name=name)
    return found[0]


def faults(backup: Backup, spare_files: Path) -> tuple[Finding, ...]:
    """What is wrong with a backup: every file is read and compared, and the book in it opened."""
    try:
        files = backup.manifest.files
    except BookDamaged as error:
        return (Finding(error.code, error.params),)
    found = []
    for name, entry in files.items():
        path = spare_files / name.removeprefix("files/") if name.startswith("files/") else backup.path / name
        try:
            same = disk.digest(path) == (entry.size, entry.sha256)
        except OSError:
            same = False
        if not same:
            found.append(Finding("backup_damaged", {"path": str(backup.path), "file": name}))
    if not found:
        try:
            opening.load(Folder(backup.path), writable=False).journal.close()
        except BookError as error:
            found.append(Finding(error.code, error.params))
    return tuple(found)


def newest_good(folder: Folder) -> Backup | None:
    """The newest backup that can be restored, or None."""
    return next((backup for backup in listed(folder) if not faults(backup, folder.spare_files)), None)


def make(folder: Folder, at: datetime, reason: str, revision: int, format_: int) -> Backup:
    """Copy the book as it lies on the disk. Under the lock, on a settled book; raises BookError."""
    with disk.writing(folder.backups):
        disk.make_folder(folder.backups)
        path = _free(folder, f"{at.astimezone(UTC).strftime(_STAMP)}-{reason}-r{revision}")
        half = path.with_name(path.name + _HALF)
        disk.remove_tree(half)
        for part in (half, half / "archive"):
            disk.make_folder(part)
        earlier = next(iter(listed(folder)), None)
        known = _known(earlier)
        files = {name: _taken(folder, half, name, earlier, known) for name in _parts(folder)}
        files |= {f"files/{name}": entry for name, entry in spare(folder).items()}
        disk.write_file(half / manifest.NAME, [manifest.write(format_, revision, files)])
        disk.sync_folder(half / "archive")
        disk.sync_folder(half)
        disk.replace(half, path)
        disk.sync_folder(folder.backups)
    return Backup(path, at, reason, revision)


def spare(folder: Folder) -> dict[str, Entry]:
    """Give every attachment its second copy, once; returns them all. One that is not what its name says is left out."""
    found: dict[str, Entry] = {}
    with disk.writing(folder.backups):
        disk.make_folder(folder.spare_files)
        fresh = False
        for path in _attachments(folder):
            copy = folder.spare_files / path.name
            size = path.stat().st_size
            if not copy.exists() or copy.stat().st_size != size:
                half = copy.with_name(copy.name + _HALF)
                size, digest = disk.copy(path, half)
                if digest != path.name:
                    disk.remove(half)
                    continue
                disk.replace(half, copy)
                fresh = True
            found[path.name] = Entry(size, path.name)
        if fresh:
            disk.sync_folder(folder.spare_files)
    return found


def drop(folder: Folder, gone: list[Backup]) -> None:
    """Remove backups, halves that a stop left, and second copies that no backup names any more. Under the lock."""
    with disk.writing(folder.backups):
        for backup in gone:
            half = backup.path.with_name(backup.path.name + _HALF)
            disk.replace(backup.path, half)
            disk.remove_tree(half)
        for path in folder.backups.glob(f"*{_HALF}"):
            disk.remove_tree(path)
        try:
            kept = {name.removeprefix("files/") for backup in listed(folder) for name in backup.manifest.files}
        except BookDamaged:
            return  # nobody can say what a spoilt backup names: nothing is removed
        if folder.spare_files.is_dir():
            for path in folder.spare_files.iterdir():
                if path.name not in kept:
                    disk.remove(path)


def _parts(folder: Folder) -> Iterator[str]:
    yield "book.json"
    yield "journal.jsonl"
    yield from (f"archive/{path.name}" for path in folder.segments() if manifest.FILE.fullmatch(f"archive/{path.name}"))


def _attachments(folder: Folder) -> list[Path]:
    if not folder.files.is_dir():
        return []
    return sorted(path for path in folder.files.iterdir() if manifest.FILE.fullmatch(f"files/{path.name}"))


def _known(earlier: Backup | None) -> dict[str, Entry]:
    try:
        return earlier.manifest.files if earlier else {}
    except BookDamaged:
        return {}


def _taken(folder: Folder, half: Path, name: str, earlier: Backup | None, known: dict[str, Entry]) -> Entry:
    source, target = folder.path / name, half / name
    entry = known.get(name)
    if earlier and entry and name.startswith("archive/") and _same(source, earlier.path / name, entry):
        disk.link(earlier.path / name, target)
        return entry
    return Entry(*disk.copy(source, target))


def _same(source: Path, copy: Path, entry: Entry) -> bool:
    """Whether an archived journal and its earlier copy are what the earlier manifest says."""
    try:
        return disk.digest(source) == (entry.size, entry.sha256) == disk.digest(copy)
    except OSError:
        return False


def _free(folder: Folder, name: str) -> Path:
    """A name that comes after those of all backups of the same second: the later one has the higher number."""
    stamp = name.partition("-")[0]
    number = max((_counted(one.name) for one in listed(folder) if one.name.startswith(stamp)), default=0) + 1
    return folder.backups / (name if number == 1 else f"{name}-{number}")


def _counted(name: str) -> int:
    match = _NAME.fullmatch(name)
    return int(match[4] or 1) if match else 0
