"""The localisation of the sample book: repair partners, parts, and what was done about the items of its kits."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from tui.desk import localising, repair_partners
from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.domain.documents import Attachment

Table = Mapping[str, Any]
Lots = Mapping[str, Sequence[Car]]
_SIDE = 8
"""Pixels along the side of a made-up photo."""


def fill(desk: Desk, content: Table, lots: Lots) -> None:
    """Write everything about localisation that the tables of the sample book say."""
    for table in content["repair_partner"]:
        repair_partners.save_partner(desk, list(table.items()))
    for table in content["distributor"]:
        repair_partners.save_distributor(desk, list(table.items()))
    for table in content["part"]:
        for row in table["rows"]:
            texts = dict(zip(table["columns"], row, strict=True)) | table["common"]
            repair_partners.save_part(desk, [(name, text) for name, text in texts.items() if text])
    for table in content["kit"]:
        at = localising.model_named(desk, table["model"], table["to"])
        named = [car for lot in table.get("lot", ()) for car in lots[lot]]
        cars = [desk.store.get(CARS, car.id) or car for car in named]
        for done in table["done"]:
            files = [photo(desk, name) for name in done.get("files", ())]
            texts = list(done.get("fields", {}).items())
            localising.set_items(desk, at, done["items"], texts, cars=cars, attachments=files)


def photo(desk: Desk, name: str) -> Attachment:
    """A made-up photo that stands for a real one: a plain square, told apart by its name."""
    shade = zlib.crc32(name.encode()).to_bytes(4)[:3]
    rows = (b"\0" + shade * _SIDE) * _SIDE
    head = _SIDE.to_bytes(4) + _SIDE.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    parts = [(b"IHDR", head), (b"tEXt", b"Title\0" + name.encode("ascii", "replace")), (b"IDAT", zlib.compress(rows))]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in (*parts, (b"IEND", b"")))
    return Attachment(desk.store.files.put(data), name, len(data), "png")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
