"""The files of rule packs: the user's own folder, and the archive that keeps every pack that was ever in use."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tui.config import Settings
from tui.desk.context import Desk
from tui.desk.opening import real_today, rules_folder
from tui.domain.rules import Pack
from tui.errors import BadFile, NearnewError, PackError
from tui.packs.rules import Loaded, load_packs, slot_of
from tui.paths import data

SHIPPED = "shipped"
_UNFIT = re.compile(r"[^\w.+-]+")


def files_of(pack: Pack) -> dict[str, Path]:
    """The files a pack was read from, by what they fill: ``KZ``, and ``KZ+name`` for those that add to it."""
    shipped = data("rules") / f"{pack.jurisdiction}.toml"
    added = [Path(name) for name in pack.additions]
    first = shipped if pack.origin == SHIPPED else Path(pack.origin)
    return {pack.jurisdiction: first, **{slot_of(path): path for path in added}}


def sum_of(content: bytes) -> str:
    """What tells two packs' files apart."""
    return hashlib.sha256(content).hexdigest()[:12]


def own_files(settings: Settings) -> dict[str, list[Path]]:
    """The user's own files by what they fill: ``KZ``, or ``KZ+name`` for one that only adds rules."""
    found: dict[str, list[Path]] = {}
    folder = rules_folder(settings)
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        found.setdefault(slot_of(path), []).append(path)
    return found


def jurisdiction_in(slot: str) -> str:
    """The jurisdiction of ``KZ`` or ``KZ+name``."""
    return slot.partition("+")[0]


def loaded_with(desk: Desk, files: Iterable[Path], *, without: Collection[str] = (), alone: bool = False) -> Loaded:
    """The packs as they would be with ``files`` in place of the user's own ones that fill the same slots.

    ``without`` are slots whose own files are left out; with ``alone`` nothing else counts, neither shipped nor own.
    What is wrong is told under the files' real names. Raises PackError for a file that cannot be read.
    """
    given = list(files)
    left_out = {*without, *(slot_of(path) for path in given)}
    kept = (
        [] if alone else [p for slot, paths in own_files(desk.settings).items() if slot not in left_out for p in paths]
    )
    with TemporaryDirectory(prefix="nearnew-rules-") as name:
        stage = Path(name)
        real: dict[str, str] = {}
        for place, path in enumerate([*kept, *given]):
            staged = stage / f"{path.stem}.toml"
            if staged.exists():
                staged = stage / f"{path.stem}-{place}.toml"
            try:
                shutil.copyfile(path, staged)
            except OSError as error:
                raise PackError("pack_unreadable", file=str(path), reason=type(error).__name__) from error
            real[str(staged)] = str(path)
        folders = [] if alone else [(data("rules"), SHIPPED)]
        today = None if alone else real_today(desk)
        found = load_packs((*folders, (stage, "")), desk.library.vocabulary, today)
    packs = {
        code: msgspec.structs.replace(
            pack,
            origin=real.get(pack.origin, pack.origin),
            additions=tuple(real.get(one, one) for one in pack.additions),
        )
        for code, pack in found.packs.items()
    }
    errors = tuple(
        PackError(error.code, **{**error.params, "file": real.get(str(error.params.get("file")), error.params["file"])})
        for error in found.errors
    )
    return Loaded(packs, errors)


def archive(settings: Settings, packs: Mapping[str, Pack]) -> dict[str, str]:
    """Keep a copy of every pack in use where there is none yet, and return the file names by what they fill."""
    folder = archive_folder(settings)
    names = {}
    for _, pack in sorted(packs.items()):
        for slot, path in files_of(pack).items():
            try:
                content = path.read_bytes()
                version = _UNFIT.sub("-", pack.version)[:40]
                names[slot] = f"{_UNFIT.sub('-', slot)}-{version}-{sum_of(content)}.toml"
                if not (folder / names[slot]).exists():
                    _write(folder / names[slot], content)
            except OSError as error:
                raise _refused(folder, error) from error
    return names


def archive_folder(settings: Settings) -> Path:
    """Where packs that were in use are kept."""
    return rules_folder(settings) / "archive"


def put(settings: Settings, slot: str, content: bytes) -> Path:
    """Make a file the user's own for a slot, whole or not at all; other files that fill it go."""
    target = rules_folder(settings) / f"{slot}.toml"
    others = [path for path in own_files(settings).get(slot, ()) if path != target]
    try:
        _write(target, content)
        for path in others:
            path.unlink()
    except OSError as error:
        raise _refused(target, error) from error
    return target


def take_away(settings: Settings, slot: str) -> tuple[Path, ...]:
    """Remove the user's own files of a slot and return their paths."""
    paths = tuple(own_files(settings).get(slot, ()))
    for path in paths:
        try:
            path.unlink()
        except OSError as error:
            raise _refused(path, error) from error
    return paths


@contextmanager
def put_back_on_failure(settings: Settings, slot: str) -> Iterator[None]:
    """Give a slot its files back when what is done inside fails: rules and book change together or not at all."""
    were = {path: path.read_bytes() for path in own_files(settings).get(slot, ())}
    try:
        yield
    except NearnewError:
        for path in own_files(settings).get(slot, ()):
            path.unlink(missing_ok=True)
        for path, content in were.items():
            _write(path, content)
        raise


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> BadFile:
    return BadFile("file_not_writable", path=str(path), reason=error.strerror or type(error).__name__)
