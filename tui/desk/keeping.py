"""Backups of the book: the daily one, by hand, as one file; which are kept; and putting one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from tui.config import Settings
from tui.desk.context import Desk
from tui.desk.kinds import ALL
from tui.domain.keeping import Keep, Made, superfluous
from tui.errors import BookDamaged, BookError, BookReadOnly, NearnewError, NotFound
from tui.store import backups, bundle, opening, restoring
from tui.store.backups import DAILY, MANUAL, Backup
from tui.store.book import BookStore
from tui.store.contract import Finding
from tui.store.folder import Folder
from tui.store.history import tip

RESTORE = "before-restore"


class Daily:
    """Makes the backup of the day before the day's first commit; called before each, and quick when none is due.

    A book of which a backup of the same revision exists needs no other. A backup that fails never stops a commit: it
    is said, and tried again the next day or by the next window.
    """

    def __init__(self, store: BookStore, zone: ZoneInfo, now: Callable[[], datetime], keep: Keep) -> None:
        self._store = store
        self._zone = zone
        self._now = now
        self._keep = keep
        self._day: date | None = None

    def __call__(self) -> None:
        """Make the backup if it is due."""
        today = self._now().astimezone(self._zone).date()
        if today == self._day or self._store.read_only:
            return
        self._day = today
        there = backups.listed(self._store.folder)
        done = any(one.reason == DAILY and one.at.astimezone(self._zone).date() >= today for one in there)
        if done or not self._store.revision or (there and _is_of_now(self._store, there[0])):
            return
        try:
            self._store.backup(DAILY)
            prune(self._store, self._zone, self._keep)
            restoring.sweep(self._store.folder, self._now())
        except BookError as error:
            self._store.notice("backup_failed", path=str(self._store.folder.backups), reason=error.code)


def _is_of_now(store: BookStore, backup: Backup) -> bool:
    """Whether a backup holds the book as it is: the same number is not enough, for a restore may have led elsewhere."""
    if backup.revision != store.revision:
        return False
    return _relation(store.folder, Folder(backup.path), store.revision, backup.revision) == "older"


def prune(store: BookStore, zone: ZoneInfo, keep: Keep) -> None:
    """Remove the backups that the rule lets go; none when the newest is not sound, for an older one may be the last."""
    there = backups.listed(store.folder)
    made = [Made(one.name, one.at.astimezone(zone).date(), one.reason == DAILY) for one in there]
    gone = set(superfluous(made, keep))
    if gone and not backups.faults(there[0], store.folder.spare_files):
        store.drop_backups([one for one in there if one.name in gone])


def with_way_out(error: BookDamaged, path: Path) -> BookDamaged:
    """The same error, which also names the newest sound backup (empty: none) and its revision."""
    folder = Folder(opening.path_of(path))
    newest = backups.newest_good(folder)
    named = {"backup": newest.name, "revision": newest.revision} if newest else {"backup": ""}
    return BookDamaged(error.code, **{**error.params, **named})


def keep_rule(settings: Settings) -> Keep:
    """The rule of the settings."""
    return Keep(settings.backup.keep_daily, settings.backup.keep_weekly, settings.backup.keep_monthly)


def book_of(desk: Desk) -> BookStore:
    """The book on disk behind a desk; raises BookReadOnly where there is none."""
    if not isinstance(desk.store, BookStore):
        raise BookReadOnly("book_read_only", path="")
    return desk.store


def make(desk: Desk) -> Backup:
    """Make a backup by hand, or return the newest when it is of this revision and sound."""
    store = book_of(desk)
    newest = next(iter(backups.listed(store.folder)), None)
    if newest and _is_of_now(store, newest) and not backups.faults(newest, store.folder.spare_files):
        return newest
    return store.backup(MANUAL)


def write_file(desk: Desk, target: Path) -> Backup:
    """Make a backup and write it as one file; raises BookError."""
    made = make(desk)
    bundle.write(made, book_of(desk).folder.spare_files, target)
    return made


@dataclass(frozen=True)
class Listed:
    """One backup with what was found wrong with it."""

    backup: Backup
    bytes: int
    faults: tuple[Finding, ...]


def listed(path: Path) -> list[Listed]:
    """The backups of the book in a folder, newest first, each read and compared."""
    folder = Folder(opening.path_of(path))
    return [_listed(one, folder) for one in backups.listed(folder)]


def _listed(backup: Backup, folder: Folder) -> Listed:
    faults = backups.faults(backup, folder.spare_files)
    try:
        size = sum(entry.size for entry in backup.manifest.files.values())
    except BookError:
        size = 0
    return Listed(backup, size, faults)


class Side(msgspec.Struct, frozen=True):
    """One of two books that are compared: its revision and its records by kind; None where it cannot be opened."""

    revision: int | None
    counts: dict[str, int]
    name: str = ""
    """The book's own name, the same in all its copies; empty where it has none."""


@dataclass
class Restoring:
    """A backup made ready to take the book's place, with what would differ."""

    folder: Folder
    staged: Path
    source: Path
    present: Side
    coming: Side
    relation: str
    """``older``: the present book goes on from the one that comes; ``newer``: the other way round; else ``other``."""

    def drop(self) -> None:
        """Forget it; nothing was touched."""
        restoring.unstage(self.staged)


def prepare(book: Path, source: str | Path | None, *, now: Callable[[], datetime]) -> Restoring:
    """Read and check a backup: a file, a folder, a name of ``book backup --list``, or None for the newest sound one.

    Raises NotFound, BadFile, BookDamaged, BookTooNew or BookError; nothing of the book is touched.
    """
    folder = Folder(opening.path_of(book))
    found = _source(folder, source)
    staged = restoring.bring(folder, found)
    try:
        present, coming = _side(folder.path, now), _side(staged, now)
        relation = _relation(folder, Folder(staged), present.revision, coming.revision)
    except BaseException:
        restoring.unstage(staged)
        raise
    return Restoring(folder, staged, found, present, coming, relation)


def install(ready: Restoring, *, now: Callable[[], datetime], timeout: float) -> Path | None:
    """Put it in the book's place; returns where the present book was kept. Raises BookLocked or BookError."""
    try:
        return restoring.install(ready.folder, ready.staged, reason=RESTORE, now=now, timeout=timeout)
    finally:
        if ready.staged.exists():
            restoring.unstage(ready.staged)


def _source(folder: Folder, source: str | Path | None) -> Path:
    if source is None:
        newest = backups.newest_good(folder)
        if newest is None:
            raise NotFound("backup_none", path=str(folder.backups))
        return newest.path
    path = Path(source).expanduser()
    if path.is_dir() and (path / "backup.json").exists():
        return path.absolute()
    if path.is_file() or "/" in str(source) or path.suffix:
        return path.absolute()
    return backups.named(folder, str(source)).path


def _side(path: Path, now: Callable[[], datetime]) -> Side:
    try:
        store = BookStore.open(path, now=now, who="", read_only=True)
    except NearnewError:
        return Side(None, {})
    try:
        return Side(store.revision, {kind.name: len(store.documents_of(kind.name)) for kind in ALL}, store.name)
    finally:
        store.close()


def _relation(folder: Folder, staged: Folder, present: int | None, coming: int | None) -> str:
    """How the two histories are related: by the very commit that the shorter one ends with."""
    if present is None or coming is None:
        return "other"
    shorter = min(present, coming)
    try:
        same = tip(folder, shorter) == tip(staged, shorter)
    except (BookError, OSError):
        same = False
    if not same:
        return "other"
    return "older" if coming <= present else "newer"
