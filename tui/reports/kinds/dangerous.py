"""Dangerous goods: under which UN number which cars travel, and whether their batteries were tested."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports.paper import Code, Entries, Entry, Figure, Text, phrase
from tui.reports.phrases import items
from tui.reports.summary import ShipmentSummary


def dangerous_section(summary: ShipmentSummary) -> Entries:
    """One line a UN number; says so where nothing was looked up or cannot be told."""
    title = N_("DANGEROUS GOODS")
    if not summary.sea:
        return Entries(title, (), N_("Not looked up: not by sea."))
    lines = []
    for goods in summary.dangerous_goods:
        number = goods.number
        said = phrase(
            "UN {un}, class {hazard_class}, {name}: {items}",
            un=Code(number.un),
            hazard_class=Code(number.hazard_class),
            name=Text(number.name),
            items=items(goods.items),
        )
        tested = phrase(
            "UN 38.3 test summary held for {tested} of {count}",
            tested=Figure(goods.tested),
            count=Figure(goods.batteries),
        )
        lines.append(Entry(said, details=(tested,) if goods.batteries else ()))
    if summary.dangerous_goods_unknown:
        lines.append(
            Entry(phrase("Cannot tell without the powertrain: {items}", items=items(summary.dangerous_goods_unknown)))
        )
    return Entries(title, tuple(lines), N_("No UN number in the table for these cars and this mode."))
