"""Publishing a folder of rule packs: verified, indexed and signed, for any static web server."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import msgspec

from tui.desk.context import Desk
from tui.errors import BadFile, UsageError
from tui.feeds import rule_index, signing
from tui.feeds.rule_index import INDEX, SIGNATURE, RuleIndex
from tui.packs.rules import slot_of
from tui.paths import user_config_file


class Published(msgspec.Struct, frozen=True):
    """A signed index, and the public key whose signature it carries."""

    index: RuleIndex
    key: str


def key_file() -> Path:
    """Where the private key lies: in the user's own settings folder, never in the book."""
    return user_config_file().parent / signing.KEY_FILE


def files_in(folder: Path) -> list[Path]:
    """The packs of a folder. Raises BadFile where there is no folder, UsageError where it holds none."""
    if not folder.is_dir():
        raise BadFile("file_missing", path=str(folder))
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise UsageError("publish_nothing", path=str(folder))
    return files


def publish(desk: Desk, files: list[Path], days: int) -> Published:
    """Write ``index.json`` and its signature beside packs that were verified; good for ``days``.

    The sequence goes on from the index that lies there, and never stands behind the clock: an index that was lost does
    not make a new one look old. Raises BadFile, FeedError.
    """
    folder, now = files[0].parent, desk.now().replace(microsecond=0)
    key = signing.public_key(key_file())
    packs = []
    for path in files:
        slot = slot_of(path)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BadFile("file_unreadable", path=str(path), reason=error.strerror or type(error).__name__) from error
        packs.append(rule_index.entry_of(slot, version_in(desk, slot, path), path.name, content))
    sequence = max(_sequence(folder / INDEX) + 1, int(now.timestamp()))
    index = RuleIndex(rule_index.SCHEMA, sequence, now, now + timedelta(days=days), tuple(packs))
    content = rule_index.written(index)
    signed = signing.sign(key_file(), content)
    _write(folder / INDEX, content)
    _write(folder / SIGNATURE, signed.encode("ascii") + b"\n")
    return Published(index, key)


def version_in(desk: Desk, slot: str, path: Path) -> str:
    """The version a pack's file gives itself; of an addition, the file's own. Raises PackError."""
    from tui.packs.reading import read_toml

    meta = read_toml(path).get("meta")
    version = meta.get("version") if isinstance(meta, dict) else None
    if isinstance(version, str) and version:
        return version
    pack = desk.library.packs.get(slot.partition("+")[0])
    return pack.version if pack is not None else "0"


def _sequence(path: Path) -> int:
    """The sequence of an index that lies there; 0 where there is none, or none that can be read."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return 0
    number = found.get("sequence") if isinstance(found, dict) else 0
    return number if isinstance(number, int) and number > 0 else 0


def _write(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BadFile("file_not_writable", path=str(path), reason=error.strerror or type(error).__name__) from error
