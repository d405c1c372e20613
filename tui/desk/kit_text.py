"""Kits and the parts to send along as plain text and tables: what commands print and screens save."""

from __future__ import annotations

from collections.abc import Mapping

from tui.desk import kit_words
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kit_book import ModelAt
from tui.desk.localising import KitPage
from tui.desk.parts_along import ShoppingList
from tui.domain.kit_rules import RuleSays
from tui.domain.kit_standing import ItemStanding, Standing
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, _
from tui.sheets.writer import csv_text

MARKS: Mapping[Standing, str] = {
    Standing.OPEN: "✗", Standing.IN_WORK: "…", Standing.PROVEN: "✓", Standing.WAIVED: "~",
    Standing.NOT_APPLICABLE: "-", Standing.CANNOT_TELL: "?", Standing.SAID_BY_RULE: "§",
}  # fmt: skip
ASCII_MARKS: Mapping[Standing, str] = {
    **MARKS, Standing.OPEN: "x", Standing.IN_WORK: ".", Standing.PROVEN: "+", Standing.SAID_BY_RULE: "r",
}  # fmt: skip
RULED: Mapping[RuleSays, str] = {
    RuleSays.BLOCKED: "✗", RuleSays.CANNOT_TELL: "?", RuleSays.MISSING: "!", RuleSays.OVERRIDDEN: "v",
    RuleSays.NOTED: "§", RuleSays.SATISFIED: "✓", RuleSays.NOTHING_OPEN: "-",
}  # fmt: skip
"""The marks of what the rules of a view say."""
ASCII_RULED: Mapping[RuleSays, str] = {
    **RULED, RuleSays.BLOCKED: "x", RuleSays.NOTED: "r", RuleSays.SATISFIED: "+",
}  # fmt: skip
GAP_TITLES = (
    N_("Part"), N_("Number"), N_("Group"), N_("Model"), N_(">Pieces"), N_("Supplier"), N_(">Price"), N_(">Cost"),
)  # fmt: skip
"""The titles of the parts to send; those of figures begin with the sign of right alignment."""


def page_text(desk: Desk, page: KitPage, glyphs: str, *, only_open: bool) -> str:
    """A kit with everything behind each item; only what is left to do, where asked for."""
    labels, counts = desk.library.words, page.counts
    model = kit_words.model_text(desk, page.at)
    told = _("%(what)s → %(country)s on %(day)s: %(done)s of %(all)s done, open blockers: %(open)s") % {
        "what": f"{name_of(page.car)}  {model}" if page.car else model,
        "country": formats.country(page.at.country),
        "day": page.on,
        "done": counts.done,
        "all": counts.applicable,
        "open": counts.blockers,
    }
    lines = [told]
    area = ""
    for one in page.items:
        if only_open and (one.is_done or one.standing is Standing.SAID_BY_RULE):
            continue
        if one.item.area != area:
            area = one.item.area
            lines += ["", word(labels, "kit_area", area)]
        lines.append("  " + item_text(desk, one, glyphs))
        lines += [f"      {text}" for text in kit_words.item_texts(desk, one)]
        if not one.is_done and one.standing is not Standing.SAID_BY_RULE:
            lines.append("      " + _("wanted: %(text)s") % {"text": _(one.item.evidence)})
    lines += [_("Distributor: %(text)s") % {"text": kit_words.distributor_text(one)} for one in page.distributors]
    return "\n".join(lines)


def item_text(desk: Desk, one: ItemStanding, glyphs: str) -> str:
    """One item with its mark, its weight and its state."""
    marks = ASCII_MARKS if glyphs == "ascii" else MARKS
    weight = word(desk.library.words, "kit_weight", one.item.weight.value)
    state = kit_words.standing_text(desk, one)
    mark = marks[one.standing]
    if one.ruled is not None:
        state = _("rules: %(state)s") % {"state": state}
        mark = (ASCII_RULED if glyphs == "ascii" else RULED)[one.ruled.says]
    return f"{mark} {one.item.id}  {_(one.item.title)}  [{weight}] {state}"


def gap_rows(desk: Desk, found: ShoppingList) -> list[tuple[str | int, ...]]:
    """The parts to send, a row each, by ``GAP_TITLES``."""
    return [
        (
            one.part.name,
            one.part.number,
            word(desk.library.words, "part_group", one.part.group),
            kit_words.model_text(desk, ModelAt(one.part.make, one.part.model, "")),
            one.pieces,
            one.part.supplier,
            formats.amount(one.part.price),
            formats.amount(one.cost),
        )
        for one in found.gaps
    ]


def gap_csv(desk: Desk, found: ShoppingList) -> str:
    """The parts to send as a table for spreadsheets."""
    return csv_text([_(title).removeprefix(">") for title in GAP_TITLES], gap_rows(desk, found))
