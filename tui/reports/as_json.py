"""A shipment summary as plain data for JSON: ASCII codes, ISO dates, amounts as strings, titles translated."""

from __future__ import annotations

from typing import Any

import msgspec

from tui.domain.codec import enc_hook
from tui.i18n.translator import Translator
from tui.reports.columns import goods_name
from tui.reports.summary import ShipmentSummary

SCHEMA = "nearnew/shipment-summary/1"


def as_json(summary: ShipmentSummary, translator: Translator) -> dict[str, Any]:
    """The whole paper; text of the book stands as it is kept, what is not known is null."""
    shipment = msgspec.to_builtins(summary, enc_hook=enc_hook)
    for line, car in zip(shipment["cars"], summary.cars, strict=True):
        line["goods"] = goods_name(car, translator)
        line["hs_complete"] = car.hs_complete
    return {"schema": SCHEMA, "shipment": _translated(shipment, translator)}


def _translated(node: Any, translator: Translator) -> Any:
    if isinstance(node, dict):
        return {
            key: translator.gettext(value)
            if key in {"title", "mode_title"} and isinstance(value, str)
            else _translated(value, translator)
            for key, value in node.items()
        }
    return [_translated(item, translator) for item in node] if isinstance(node, list) else node
