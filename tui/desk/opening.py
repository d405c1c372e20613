"""Opening a desk: settings, book, today. The clock is reached for here and handed down."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from tui.config import Settings
from tui.desk.context import Desk
from tui.domain.currencies import is_known
from tui.errors import BookDamaged, ConfigError
from tui.packs.library import Library
from tui.paths import user_data_folder
from tui.store.book import BookStore

DEMO_DAY = date(2026, 11, 22)
"""The day the sample book lives on, so that it never goes stale."""


class Opening(msgspec.Struct, frozen=True):
    """How to open a desk: the book's folder (None: the configured one), reading only, the day, the language."""

    book: Path | None = None
    read_only: bool = False
    create: bool = True
    language: str = "en"
    as_of: date | None = None
    demo: bool = False
    accept_snapshot: bool = False


def book_path(settings: Settings, named: Path | None) -> Path:
    """Where the book lies: as named, as configured, or in the user's data folder."""
    if named is not None:
        return named
    if settings.book.path:
        return Path(settings.book.path).expanduser()
    return user_data_folder() / "book"


def rules_folder(settings: Settings) -> Path:
    """Where the user's own rule packs lie: as configured, or in the user's data folder; it need not exist."""
    if settings.rules.folder:
        return Path(settings.rules.folder).expanduser()
    return user_data_folder() / "rules"


def kits_folder(settings: Settings) -> Path:
    """The folder of the user's own localisation kits, beside the one of the rules; it need not exist."""
    return rules_folder(settings).parent / "kits"


def library_of(settings: Settings, today: date | None = None, *, demo: bool = False) -> Library:
    """The shipped data of the world with the user's own beside it; ``today`` is what the clock says."""
    own, kits = rules_folder(settings), kits_folder(settings)
    return Library(
        own if settings.rules.folder or own.is_dir() else None,
        kits if kits.is_dir() else None,
        today,
        DEMO_DAY if demo else None,
    )


def open_desk(settings: Settings, how: Opening, *, now: Callable[[], datetime] | None = None) -> Desk:
    """Open the book and sit down at the desk. Raises BookError and its kin, ConfigError, PackError."""
    clock = now or utc_now
    zone = zone_of(settings)
    if not is_known(settings.firm.home_currency):
        raise ConfigError("currency_setting", value=settings.firm.home_currency)
    path = book_path(settings, how.book)
    try:
        store = BookStore.open(
            path,
            now=clock,
            who=user_of(settings),
            create=how.create and not how.read_only,
            read_only=how.read_only,
            accept_snapshot=how.accept_snapshot,
            timeout=float(settings.book.lock_seconds),
        )
    except BookDamaged as error:
        from tui.desk.keeping import with_way_out

        raise with_way_out(error, path) from error
    if not how.demo and not how.read_only:
        store.before_commit = _daily(store, settings, zone, clock)
    by_clock = clock().astimezone(zone).date()
    today = how.as_of or (DEMO_DAY if how.demo else by_clock)
    library = library_of(settings, by_clock, demo=how.demo)
    return Desk(store, library, settings, today, clock, how.language, how.demo)


def _daily(store: BookStore, settings: Settings, zone: ZoneInfo, clock: Callable[[], datetime]) -> Callable[[], None]:
    """What makes the backup of the day before its first commit; its room is entered with that commit."""
    made: list[Callable[[], None]] = []

    def before_commit() -> None:
        if not made:
            from tui.desk.keeping import Daily, keep_rule

            made.append(Daily(store, zone, clock, keep_rule(settings)))
        made[0]()

    return before_commit


def real_today(desk: Desk) -> date:
    """Today on the real clock in the firm's time zone, whatever day the desk was told to live on."""
    return desk.now().astimezone(zone_of(desk.settings)).date()


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def utc_clock() -> Callable[[], datetime]:
    """The clock that desks are opened with."""
    return utc_now


def zone_of(settings: Settings) -> ZoneInfo:
    """The firm's time zone; raises ConfigError."""
    try:
        return ZoneInfo(settings.firm.time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError("time_zone_unknown", value=settings.firm.time_zone) from error


def user_of(settings: Settings) -> str:
    """Who writes: the configured name, else the system's."""
    return settings.firm.user or _login()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
