"""How the domain's own leaf types look in stored documents and in JSON: strict both ways."""

from __future__ import annotations

from typing import Any

from tui.domain.partialdate import PartialDate


def enc_hook(obj: object) -> object:
    """Turn a leaf type that msgspec does not know into plain data; raise NotImplementedError for strangers."""
    if isinstance(obj, PartialDate):
        return str(obj)
    raise NotImplementedError(type(obj).__name__)


def dec_hook(type_: type[Any], obj: object) -> object:
    """Read a leaf type back; raise ValueError when the text is not one."""
    if type_ is PartialDate and isinstance(obj, str):
        return PartialDate.parse(obj)
    raise ValueError(obj)
