"""The drill: restore the newest backup into a scratch folder, count everything again, and compare with the live book.

The live book is taken at the backup's revision: its history is replayed up to there. A backup whose history is not the
live book's (it was made before a restore) is counted and compared with nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from tui.desk import keeping, verifying
from tui.desk.attaching import named_by_records
from tui.desk.context import Desk
from tui.desk.kinds import ALL
from tui.desk.overview import overview
from tui.errors import BookError, NotFound
from tui.store import backups, disk, restoring
from tui.store.backups import Backup
from tui.store.book import BookStore
from tui.store.contract import Finding, Store
from tui.store.folder import Folder
from tui.store.history import stream, tip
from tui.store.memory import MemoryStore
from tui.store.migrations import lift
from tui.store.state import State


class Receipt(msgspec.Struct, frozen=True):
    """What a drill found: totals of the backup and of the live book at its revision; times in UTC."""

    at: datetime
    book: str
    backup: str
    revision: int
    live_revision: int
    totals: dict[str, str]
    live_totals: dict[str, str] | None
    """None where the backup's history is not the live book's."""
    differing: tuple[str, ...]
    faults: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether the backup is sound and says what the live book said."""
        return not self.faults and not self.differing


def drill(desk: Desk) -> tuple[Receipt, Path]:
    """Do the drill and write its receipt beside the backups; returns the receipt and the path of its text.

    Raises NotFound where there is no backup, BookError where the disk refuses.
    """
    store = keeping.book_of(desk)
    newest = next(iter(backups.listed(store.folder)), None)
    if newest is None:
        raise NotFound("backup_none", path=str(store.folder.backups))
    receipt = _receipt(desk, store, newest)
    return receipt, store.folder.backups / f"drill-{receipt.at:%Y%m%dT%H%M%SZ}.txt"


def write(receipt: Receipt, path: Path, text: str) -> None:
    """Write a receipt as text and, beside it, as JSON: private, and on the disk."""
    with disk.writing(path):
        disk.write_file(path, [text.encode()])
        disk.write_file(
            path.with_suffix(".json"), [json.dumps(as_json(receipt), ensure_ascii=False, indent=2).encode()]
        )
        disk.sync_folder(path.parent)


def as_json(receipt: Receipt) -> dict[str, Any]:
    """The ``nearnew/drill/1`` document."""
    plain: dict[str, Any] = msgspec.to_builtins(receipt)
    return {"schema": "nearnew/drill/1", "drill": {**plain, "passed": receipt.passed}}


def _receipt(desk: Desk, store: BookStore, newest: Backup) -> Receipt:
    faults = list(backups.faults(newest, store.folder.spare_files))
    totals: dict[str, str] = {}
    if not faults:
        with _restored(store.folder, newest, desk.now) as scratch:
            there = _desk_over(desk, scratch)
            faults += verifying.verify(there).faults
            totals = _totals(there)
    live = _live_totals(desk, store, newest)
    differing = () if live is None else tuple(name for name in {**totals, **live} if totals.get(name) != live.get(name))
    return Receipt(
        at=desk.now(),
        book=str(store.folder.path),
        backup=newest.name,
        revision=newest.revision,
        live_revision=store.revision,
        totals=totals,
        live_totals=live,
        differing=differing,
        faults=tuple(faults),
    )


@contextmanager
def _restored(folder: Folder, backup: Backup, now: Callable[[], datetime]) -> Iterator[BookStore]:
    """The backup put back in a scratch folder beside the others, opened for reading; gone with the block."""
    staged = restoring.bring(folder, backup.path)
    try:
        store = BookStore.open(staged, now=now, who="", read_only=True)
        try:
            yield store
        finally:
            store.close()
    finally:
        restoring.unstage(staged)


def _live_totals(desk: Desk, store: BookStore, backup: Backup) -> dict[str, str] | None:
    """The totals of the live book as it was at the backup's revision; None where it never was that book."""
    try:
        if tip(store.folder, backup.revision) != tip(Folder(backup.path), backup.revision):
            return None
        state = State()
        for commit in stream(store.folder, 0, backup.revision):
            state.apply(commit)
        for row in lift(state, backup.manifest.format):
            state.take(row)
    except (BookError, OSError):
        return None
    return _totals(_desk_over(desk, MemoryStore.of(state, store.files, now=desk.now)))


def _desk_over(desk: Desk, store: Store) -> Desk:
    return Desk(store, desk.library, desk.settings, desk.today, desk.now, desk.language, desk.demo)


def _totals(desk: Desk) -> dict[str, str]:
    """Every total of a book: records by kind, attachments, stock, money, verdicts, and what waits."""
    view = overview(desk)
    figures: dict[str, object] = {f"records.{kind.name}": len(desk.store.all(kind)) for kind in ALL}
    named = {one.sha256: one.size for _, one in named_by_records(desk)}
    sizes = desk.store.files.sizes()
    figures["attachments"] = len(named)
    figures["attachments.bytes"] = sum(sizes.get(name, 0) for name in named)
    for name in ("cars", "listed", "bought", "shipped", "without_destination", "held_rows", "shipments", "overdue"):
        figures[name] = getattr(view, name)
    figures["rebates_unknown"] = view.rebates_unknown
    figures["due"] = len(view.due)
    for name, sums in (("cost", view.tied_up), ("rebate_expected", view.rebates_expected)):
        figures |= {f"{name}.{money.currency}": money.amount for money in sums}
    figures |= {f"verdict.{verdict}": count for verdict, count in view.verdicts.items()}
    return {name: str(value) for name, value in figures.items()}
