"""Records to stored documents and back, strictly, and without losing a field that this version does not know."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from tui.domain.codec import dec_hook, enc_hook
from tui.errors import BookDamaged, BookError
from tui.store.contract import Record

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_ENCODER = msgspec.json.Encoder(enc_hook=enc_hook)


class Codec:
    """Encodes and decodes the records of one type. The id is the row's key and is not part of the document."""

    def __init__(self, record_type: type[Any]) -> None:
        self._decoder = msgspec.json.Decoder(record_type, strict=True, dec_hook=dec_hook)
        self._fields = frozenset(record_type.__struct_encode_fields__)

    def encode(self, kind: str, record: Record) -> bytes:
        """Turn a record into its document; raises BookError when the record holds what a document cannot."""
        bare = cast("Record", msgspec.structs.replace(cast("msgspec.Struct", record), id=0))
        try:
            return _ENCODER.encode(bare)
        except (NotImplementedError, TypeError, ValueError) as error:
            raise BookError("record_invalid", kind=kind, id=record.id, reason=str(error)) from error

    def decode(self, kind: str, row_id: int, document: bytes | msgspec.Raw) -> Record:
        """Turn a stored document into its record; raises BookDamaged naming the row."""
        try:
            record = self._decoder.decode(document)
        except ValueError as error:  # what a dec_hook raises, and msgspec's own errors are ValueErrors too
            raise BookDamaged("row_unreadable", kind=kind, id=row_id, reason=str(error)) from error
        msgspec.structs.force_setattr(record, "id", row_id)
        return cast("Record", record)

    def over(self, kind: str, record: Record, old: bytes | msgspec.Raw) -> bytes:
        """Encode a record that replaces a stored document, keeping what the record type does not know.

        An old document that cannot be read as this type is kept at its top level only.
        """
        new = self.encode(kind, record)
        old = bytes(old)
        try:
            known = _ENCODER.encode(self._decoder.decode(old))
        except ValueError:
            strange = {name: value for name, value in _OBJECT.decode(old).items() if name not in self._fields}
            return _ENCODER.encode(_OBJECT.decode(new) | strange) if strange else new
        return new if known == old else _keep_unknown(new, old, known)

    def check(self, kind: str, row_id: int, document: bytes) -> Record:
        """Read back what is about to be written; raises BookError when it would be unreadable."""
        try:
            return self.decode(kind, row_id, document)
        except BookDamaged as error:
            raise BookError("record_invalid", kind=kind, id=row_id, reason=error.params["reason"]) from error


_CODECS: dict[type[Any], Codec] = {}


def codec_for(record_type: type[Any]) -> Codec:
    """Return the codec of a record type: made once."""
    codec = _CODECS.get(record_type)
    if codec is None:
        codec = _CODECS[record_type] = Codec(record_type)
    return codec


def _keep_unknown(new: bytes, old: bytes, known: bytes) -> bytes:
    """Add to a new document what the old one holds beyond what was understood of it, at any depth.

    ``known`` is the old document as this version understood it, encoded again. A list's element that did not change
    keeps what it had; so does one that changed in place, in a list of the same length.
    """
    first = new[:1]
    if first != old[:1] or first != known[:1] or first not in {b"{", b"["}:
        return new
    return _keep_in_object(new, old, known) if first == b"{" else _keep_in_array(new, old, known)


def _keep_in_object(new: bytes, old: bytes, known: bytes) -> bytes:
    fresh, stored, understood = _OBJECT.decode(new), _OBJECT.decode(old), _OBJECT.decode(known)
    for name, value in stored.items():
        if name not in understood:
            fresh.setdefault(name, value)
        elif name in fresh:
            kept = _keep_unknown(bytes(fresh[name]), bytes(value), bytes(understood[name]))
            fresh[name] = msgspec.Raw(kept)
    return _ENCODER.encode(fresh)


def _keep_in_array(new: bytes, old: bytes, known: bytes) -> bytes:
    fresh = [bytes(raw) for raw in _ARRAY.decode(new)]
    stored = [bytes(raw) for raw in _ARRAY.decode(old)]
    understood = [bytes(raw) for raw in _ARRAY.decode(known)]
    if len(stored) != len(understood):
        return new
    free = set(range(len(understood)))
    kept = list(fresh)
    changed: list[int] = []
    for place, item in enumerate(fresh):
        match = next((other for other in sorted(free) if understood[other] == item), None)
        if match is None:
            changed.append(place)
        else:
            free.remove(match)
            kept[place] = stored[match]
    if len(fresh) == len(understood):
        for place in changed:
            if place in free:
                kept[place] = _keep_unknown(fresh[place], stored[place], understood[place])
    return _ENCODER.encode([msgspec.Raw(item) for item in kept])
