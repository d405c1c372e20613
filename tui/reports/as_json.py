"""Papers as plain data for JSON. The shipment summary has a shape of its own, which scripts rely on."""

from __future__ import annotations

from typing import Any

import msgspec

from tui.domain.codec import enc_hook
from tui.i18n.translator import Translator
from tui.reports.columns import goods
from tui.reports.setting import plain, said
from tui.reports.summary import ShipmentSummary

SCHEMA = "nearnew/shipment-summary/1"


def summary_json(summary: ShipmentSummary, translator: Translator, sha256: str = "") -> dict[str, Any]:
    """The whole summary: ASCII codes, ISO dates, amounts as strings, titles translated.

    Text of the book stands as it is kept, what is not known is null. ``sha256`` is the paper's fingerprint.
    """
    shipment = msgspec.to_builtins(summary, enc_hook=enc_hook)
    for line, car in zip(shipment["cars"], summary.cars, strict=True):
        line["goods"] = plain(said(goods(car), translator))
        line["hs_complete"] = car.hs_complete
    return {"schema": SCHEMA, "sha256": sha256, "shipment": _translated(shipment, translator)}


def _translated(node: Any, translator: Translator) -> Any:
    if isinstance(node, dict):
        return {
            key: translator.gettext(value)
            if key in {"title", "mode_title"} and isinstance(value, str)
            else _translated(value, translator)
            for key, value in node.items()
        }
    return [_translated(item, translator) for item in node] if isinstance(node, list) else node
