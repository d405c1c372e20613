"""What a backup holds, with the size and sha256 of every file: sealed, so that it vouches for itself."""

from __future__ import annotations

import re
from hashlib import sha256

import msgspec

NAME = "backup.json"
SCHEMA = "nearnew/backup/1"
FILE = re.compile(r"book\.json|journal\.jsonl|archive/\d{9}-\d{9}\.jsonl|files/[0-9a-f]{64}", re.ASCII)
"""What a backup may hold; anything else is none of ours."""


class Entry(msgspec.Struct, frozen=True):
    """One file: its size in bytes and its sha256 in hexadecimal."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """The contents of a backup by name; it holds no time, so that equal books have equal backups."""

    schema: str
    format: int
    revision: int
    files: dict[str, Entry]
    seal: str = ""


class BadManifest(ValueError):
    """A manifest that is not what was written, or that names what no backup holds."""


def write(format_: int, revision: int, files: dict[str, Entry]) -> bytes:
    """Encode and seal a manifest."""
    bare = Manifest(SCHEMA, format_, revision, dict(sorted(files.items())))
    sealed = msgspec.structs.replace(bare, seal=_seal(bare))
    return msgspec.json.format(msgspec.json.encode(sealed), indent=1) + b"\n"


def read(data: bytes) -> Manifest:
    """Decode a manifest; raises BadManifest."""
    try:
        found = msgspec.json.decode(data, type=Manifest, strict=True)
    except ValueError as error:
        raise BadManifest(str(error)) from error
    if found.schema != SCHEMA or found.seal != _seal(msgspec.structs.replace(found, seal="")):
        raise BadManifest("seal")
    if not {"book.json", "journal.jsonl"} <= found.files.keys():
        raise BadManifest("parts")
    if strange := [name for name in found.files if not FILE.fullmatch(name)]:
        raise BadManifest(strange[0])
    return found


def _seal(bare: Manifest) -> str:
    return sha256(msgspec.json.encode(bare)).hexdigest()
