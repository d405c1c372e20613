"""Fetching published rule packs: nothing from outside is believed until signature, age, order, size and sum are right.

Everything is fetched and verified before the first pack is put in place. What was believed last is kept beside the
user's packs, by the key that signed it: an index that is older, or says something else under the same number, is
refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tui.desk import rule_files, ruling
from tui.desk.context import Desk
from tui.desk.opening import rules_folder
from tui.desk.rule_publishing import version_in
from tui.desk.updating import client_of
from tui.errors import BadFile, BookReadOnly, FeedError, UsageError
from tui.feeds import rule_index, signing
from tui.feeds.client import Client
from tui.feeds.rule_index import IndexEntry, RuleIndex
from tui.packs.rules import slot_of

_MEMORY = "published.json"


class Believed(msgspec.Struct, frozen=True):
    """An index as it was believed last: its address and ETag, its bytes and signature in base64."""

    url: str
    etag: str
    sequence: int
    content: str
    signature: str


@dataclass(frozen=True)
class Offered:
    """A signed index, the key that signed it, and the packs of it that are not in use, as files of a scratch folder."""

    index: RuleIndex
    key: str
    files: tuple[Path, ...]
    memory: Believed


def trusted_keys(desk: Desk) -> tuple[str, ...]:
    """The public keys in the settings; raises FeedError for one that is none."""
    keys = tuple(desk.settings.rules.keys.split())
    for key in keys:
        signing.fingerprint(key)
    return keys


@contextmanager
def fetched(desk: Desk, *, client: Client | None = None) -> Iterator[Offered]:
    """What is published and not in use yet, checked and in files that live as long as the block.

    Raises UsageError where no address or no key is set, BookReadOnly, and FeedError for everything that may be wrong
    with what is published; then nothing was changed.
    """
    if desk.store.read_only:
        raise BookReadOnly("book_read_only")
    url = desk.settings.rules.index.strip()
    if not url:
        raise UsageError("rules_no_index")
    keys = trusted_keys(desk)
    if not keys:
        raise UsageError("rules_no_keys")
    asking, now = client or client_of(desk.settings.network), desk.now()
    asking.expect(2)
    index, key, believed = _index(desk, asking, url, keys, now)
    with TemporaryDirectory(prefix="nearnew-published-") as name:
        files = []
        wanted = [entry for entry in index.packs if not _in_use(desk, entry)]
        asking.expect(len(wanted))
        for entry in wanted:
            _refuse_older(desk, entry)
            path = Path(name) / f"{entry.jurisdiction}.toml"
            path.write_bytes(rule_index.fetch_pack(asking, url, entry))
            if slot_of(path) != entry.jurisdiction or version_in(desk, entry.jurisdiction, path) != entry.version:
                raise FeedError("pack_not_as_said", pack=entry.jurisdiction, version=entry.version)
            files.append(path)
        yield Offered(index, key, tuple(files), believed)


@dataclass(frozen=True)
class Prepared:
    """Published packs with what their verification found, and what each would change; no plans where one is faulty."""

    offered: Offered
    checked: ruling.Verified | None
    plans: tuple[ruling.Change, ...]

    @property
    def sound(self) -> bool:
        """Whether everything may be installed."""
        return self.checked is None or self.checked.sound


def prepared(desk: Desk, offered: Offered, pause: Callable[[], None] = lambda: None) -> Prepared:
    """Run the golden cases of what is offered and work out what it does to the cars; ``pause`` may raise to stop it."""
    if not offered.files:
        return Prepared(offered, None, ())
    checked = ruling.verify(desk, offered.files)
    if not checked.sound:
        return Prepared(offered, checked, ())
    plans = []
    for path in offered.files:
        pause()
        plans.append(ruling.plan_install(desk, path))
    return Prepared(offered, checked, tuple(plans))


def install(desk: Desk, offered: Offered) -> list[ruling.Made]:
    """Put verified packs in place, each with its own line in the book's history, and remember the index.

    The cars are screened anew for each. Raises what ``ruling.make`` raises.
    """
    made = [ruling.make(desk, ruling.plan_install(desk, path)) for path in offered.files]
    _remember(desk, offered.key, offered.memory)
    return made


def _index(
    desk: Desk, client: Client, url: str, keys: tuple[str, ...], now: datetime
) -> tuple[RuleIndex, str, Believed]:
    memory = _memory(desk)
    held = next((one for key, one in memory.items() if one.url == url and key in keys), None)
    answer, signature = rule_index.fetch_index(client, url, held.etag if held is not None else "")
    if answer.unchanged and held is not None:
        content, signature = _unpacked(held)
    else:
        content = answer.content
    key = signing.signer(content, signature, keys)
    index = rule_index.read(content, now)
    last = memory.get(key)
    if last is not None:
        _refuse_replayed(index, content, last)
    packed = base64.b64encode(content).decode("ascii")
    return index, key, Believed(url, answer.etag, index.sequence, packed, signature.decode("ascii", "replace"))


def _refuse_replayed(index: RuleIndex, content: bytes, last: Believed) -> None:
    if index.sequence < last.sequence:
        raise FeedError("index_replayed", sequence=index.sequence, known=last.sequence)
    if index.sequence == last.sequence and content != _unpacked(last)[0]:
        raise FeedError("index_two_faced", sequence=index.sequence)


def _in_use(desk: Desk, entry: IndexEntry) -> bool:
    """Whether the file in use for a slot is the published one, byte for byte."""
    pack = desk.library.packs.get(rule_files.jurisdiction_in(entry.jurisdiction))
    path = rule_files.files_of(pack).get(entry.jurisdiction) if pack is not None else None
    return path is not None and hashlib.sha256(path.read_bytes()).hexdigest() == entry.sha256


def _refuse_older(desk: Desk, entry: IndexEntry) -> None:
    pack = desk.library.packs.get(rule_files.jurisdiction_in(entry.jurisdiction))
    path = rule_files.files_of(pack).get(entry.jurisdiction) if pack is not None else None
    if path is None:
        return
    used = version_in(desk, entry.jurisdiction, path)
    if _order(entry.version) < _order(used):
        raise FeedError("pack_older", pack=entry.jurisdiction, version=entry.version, used=used)


def _order(version: str) -> tuple[tuple[int, str], ...]:
    """Versions in their order: numbers by size, words by letters, words before numbers."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"[0-9]+|[^\W\d_]+", version))


def _path(desk: Desk) -> Path:
    return rules_folder(desk.settings) / _MEMORY


def _memory(desk: Desk) -> dict[str, Believed]:
    path = _path(desk)
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Believed])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        # a memory that cannot be read must not be taken for none: that would let an old index in
        raise BadFile("rules_memory_broken", path=str(path)) from error


def _remember(desk: Desk, key: str, believed: Believed) -> None:
    path = _path(desk)
    memory = {**_memory(desk), key: believed}
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(msgspec.json.encode(memory))
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BadFile("file_not_writable", path=str(path), reason=error.strerror or type(error).__name__) from error


def _unpacked(one: Believed) -> tuple[bytes, bytes]:
    try:
        return base64.b64decode(one.content, validate=True), one.signature.encode("ascii", "replace")
    except binascii.Error:
        return b"", b""
