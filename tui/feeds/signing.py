"""Keys and signatures of published rules: Ed25519 over the exact bytes of the index.

The private key is a PEM file that only its owner may read. A public key is 32 bytes, written in base64; people compare
its fingerprint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import BadFile, FeedError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_FILE = "rule-key.pem"
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64


def new_key(path: Path) -> str:
    """Make a private key file for its owner alone (0600), return the public key. Raises BadFile when one is there."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise BadFile("rule_key_there", path=str(path)) from error
    except OSError as error:
        raise BadFile("file_not_writable", path=str(path), reason=error.strerror or type(error).__name__) from error
    return _text_of(key.public_key())


def public_key(path: Path) -> str:
    """The public key of a private key file. Raises BadFile."""
    return _text_of(_private(path).public_key())


def sign(path: Path, content: bytes) -> str:
    """The signature of some bytes, in base64. Raises BadFile for a key that is missing or open to others."""
    return base64.b64encode(_private(path).sign(content)).decode("ascii")


def fingerprint(public: str) -> str:
    """What people compare: the first 16 bytes of the key's SHA-256, in groups of four. Raises FeedError."""
    digest = hashlib.sha256(_raw(public)).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def signer(content: bytes, signature: bytes, trusted: Sequence[str]) -> str:
    """The trusted public key that signed the bytes. Raises FeedError where none did."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        given = base64.b64decode(signature.strip(), validate=True)
    except binascii.Error:
        given = b""
    if len(given) != _SIGNATURE_BYTES:
        raise FeedError("index_unsigned")
    for public in trusted:
        try:
            Ed25519PublicKey.from_public_bytes(_raw(public)).verify(given, content)
        except InvalidSignature:
            continue
        return public
    raise FeedError("index_wrong_signature")


def _raw(public: str) -> bytes:
    try:
        raw = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _KEY_BYTES:
        raise FeedError("rule_key_unreadable", value=public[:60])
    return raw


def _private(path: Path) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise BadFile("rule_key_open", path=str(path))
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise BadFile("rule_key_missing", path=str(path)) from error
    except OSError as error:
        raise BadFile("file_unreadable", path=str(path), reason=error.strerror or type(error).__name__) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadFile("rule_key_broken", path=str(path)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadFile("rule_key_broken", path=str(path))
    return key


def _text_of(key: Ed25519PublicKey) -> str:
    from cryptography.hazmat.primitives import serialization

    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode("ascii")
