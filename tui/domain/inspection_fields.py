"""The fields of an inspection that people fill besides its panels, and how they are read."""

from __future__ import annotations

from tui.domain import values
from tui.domain.fields import Reading, read_day, read_percent, read_text, read_whole, read_yes_no
from tui.domain.inspections import Basis
from tui.domain.record_fields import Reader

_BASES = {basis.value: basis.value for basis in Basis} | {
    "a": "accredited", "第三方": "accredited", "检测机构": "accredited",
    "b": "own", "自检": "own", "自测": "own",
    "c": "chat", "video": "chat", "视频": "chat", "聊天": "chat", "видео": "chat",
}  # fmt: skip


def _basis(text: str, _: Reading) -> Basis:
    return Basis(values.word(text, _BASES, "basis"))


INSPECTION: dict[str, Reader] = {
    "on": read_day,
    "basis": _basis,
    "number": read_text,
    "issuer": read_text,
    "inspector": read_text,
    "instrument": read_text,
    "calibrated_on": read_day,
    "battery_soh": read_percent,
    "battery_on": read_day,
    "battery_tool": read_text,
    "odometer_km": read_whole,
    "note": read_text,
    "void": read_yes_no,
}
PANELS = "panels"
"""The field that holds all panels in one text: ``bonnet=112 roof=105,108r``."""
