"""The index of published rule packs: what it says, how it is written, and how index and packs are fetched.

``index.json`` names the packs beside it with version, size and SHA-256; ``index.json.sig`` is the signature of its
exact bytes. Packs are looked for on the index's own host only. What a web server calls the type of such files differs
from one to the next, so it does not count: signature, size and sum do.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from tui.errors import FeedError
from tui.feeds.addresses import host_of
from tui.feeds.client import Answer, Client
from tui.feeds.question import ANY

INDEX, SIGNATURE = "index.json", "index.json.sig"
SCHEMA = "nearnew/rule-index/1"
MOST_INDEX, MOST_PACK, MOST_PACKS = 500_000, 2_000_000, 300
_MOST_SIGNATURE = 1_000
_SLOT = re.compile(r"[A-Z]{2,6}(\+[\w.-]{1,60})?")
_SUM = re.compile(r"[0-9a-f]{64}")


class IndexEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """One published pack: what it fills (``KZ``, ``KZ+name`` where it adds), its version, SHA-256, bytes, address."""

    jurisdiction: str
    version: str
    sha256: str
    size: int
    url: str


class RuleIndex(msgspec.Struct, frozen=True):
    """A published index. ``sequence`` only ever grows; ``issued`` and ``expires`` are in UTC."""

    schema: str
    sequence: int
    issued: datetime
    expires: datetime
    packs: tuple[IndexEntry, ...]


def written(index: RuleIndex) -> bytes:
    """The bytes of an index."""
    return msgspec.json.format(msgspec.json.encode(index), indent=2) + b"\n"


def read(content: bytes, now: datetime) -> RuleIndex:
    """Read and check an index whose signature is right. Raises FeedError for one that is not sound, or has expired."""
    try:
        index = msgspec.json.decode(content, type=RuleIndex)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise FeedError("index_unreadable") from error
    if index.schema != SCHEMA:
        raise FeedError("index_schema", schema=index.schema[:60], known=SCHEMA)
    sound = (
        index.sequence > 0
        and index.issued.tzinfo is not None
        and index.expires.tzinfo is not None
        and len(index.packs) <= MOST_PACKS
        and len({one.jurisdiction for one in index.packs}) == len(index.packs)
        and all(_sound(one) for one in index.packs)
    )
    if not sound:
        raise FeedError("index_unreadable")
    if index.expires <= now:
        raise FeedError("index_expired", day=index.expires.astimezone(UTC).date().isoformat())
    return index


def _sound(one: IndexEntry) -> bool:
    return bool(
        _SLOT.fullmatch(one.jurisdiction)
        and _SUM.fullmatch(one.sha256)
        and 0 < one.size <= MOST_PACK
        and 0 < len(one.version) <= 40
        and one.version.isprintable()
    )


def fetch_index(client: Client, url: str, etag: str = "") -> tuple[Answer, bytes]:
    """The index as it lies there, with its signature; with an ETag, perhaps only that it is unchanged."""
    answer = client.get(url, accept=ANY, etag=etag, most_bytes=MOST_INDEX)
    if answer.unchanged:
        return answer, b""
    try:
        signed = client.get(f"{url}.sig", accept=ANY, most_bytes=_MOST_SIGNATURE)
    except FeedError as error:
        if error.code == "feed_not_there":
            raise FeedError("index_unsigned") from error
        raise
    return answer, signed.content


def fetch_pack(client: Client, index_url: str, entry: IndexEntry) -> bytes:
    """A pack whose size and SHA-256 are what the index says. Raises FeedError."""
    url = urljoin(index_url, entry.url)
    here, there = urlsplit(index_url), urlsplit(url)
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise FeedError("pack_elsewhere", pack=entry.jurisdiction, host=host_of(url))
    content = client.get(url, accept=ANY, most_bytes=entry.size).content
    if len(content) != entry.size or hashlib.sha256(content).hexdigest() != entry.sha256:
        raise FeedError("pack_altered", pack=entry.jurisdiction, host=host_of(url))
    return content


def entry_of(slot: str, version: str, name: str, content: bytes) -> IndexEntry:
    """The entry of a pack's file that lies beside the index under ``name``. Raises FeedError where it may not."""
    entry = IndexEntry(slot, version, hashlib.sha256(content).hexdigest(), len(content), quote(name))
    if not _sound(entry):
        raise FeedError("pack_not_fit", name=name, most=f"{MOST_PACK:,}")
    return entry
