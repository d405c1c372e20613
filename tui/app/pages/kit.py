"""Localisation kits in lines: area by area, each item with its state and what that rests on, on one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich.cells import cell_len

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.widgets.lines import Paragraph, Piece
from tui.app.widgets.table import Column
from tui.desk import kit_rules, kit_words, localising
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.kit_rule_words import ruled_lines
from tui.desk.localising import KitPage
from tui.desk.stock import StockRow
from tui.domain.kit_rules import Ruled, RuleSays
from tui.domain.kit_standing import Counts, ItemStanding, Standing
from tui.domain.kits import ItemScope, KitItem, Weight
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _

OWN = "own"
"""The area of what is proper to one car."""
WAIVED = "~"
"""The mark of an item that was waived."""
RULED = "§"
_MANY = 3
_WIDE = 120
_TONES = {
    Standing.PROVEN: "ready",
    Standing.WAIVED: "accent",
    Standing.NOT_APPLICABLE: "faint",
    Standing.SAID_BY_RULE: "faint",
    Standing.IN_WORK: "action",
    Standing.CANNOT_TELL: "unknown",
}
_RULED_TONES = {
    RuleSays.BLOCKED: "blocked",
    RuleSays.CANNOT_TELL: "unknown",
    RuleSays.MISSING: "action",
    RuleSays.OVERRIDDEN: "accent",
    RuleSays.NOTED: "faint",
    RuleSays.SATISFIED: "ready",
    RuleSays.NOTHING_OPEN: "faint",
}


@dataclass(frozen=True)
class KitLine:
    """One line of a kit: an area, or an item under it."""

    area: str
    one: ItemStanding | None = None

    @property
    def key(self) -> str:
        """What the line is known by."""
        return self.one.item.id if self.one is not None else self.area


def is_area(line: KitLine) -> bool:
    """Whether a line is an area, with its items under it."""
    return line.one is None


def kit_lines(items: Sequence[ItemStanding]) -> list[KitLine]:
    """The areas with their items under them; before them what is proper to one car.

    A model's kit has nothing of its cars but what rules say of them: that stands in its area.
    """
    of_car = any(one.item.scope is ItemScope.CAR and one.item.view is None for one in items)
    areas: dict[str, list[ItemStanding]] = {}
    for one in items:
        areas.setdefault(OWN if of_car and one.item.scope is ItemScope.CAR else one.item.area, []).append(one)
    found: list[KitLine] = []
    for area in sorted(areas, key=lambda name: name != OWN):
        found.append(KitLine(area))
        found += [KitLine(area, one) for one in areas[area]]
    return found


def car_kit_lines(desk: Desk, row: StockRow) -> list[KitLine]:
    """The kit of a car for where it goes; nothing where that is not known."""
    if not row.destination:
        return []
    page = localising.kit_of_car(desk, row.car, row.destination, row.on)
    return kit_lines(kit_rules.with_rules(desk, page, row.answer).items)


def mark(one: ItemStanding, glyphs: Glyphs) -> str:
    """The mark of an item: done, blocking, still to do, cannot be told, waived, or no matter of its own."""
    if one.ruled is not None:
        return _ruled_mark(one.ruled, glyphs)
    match one.standing:
        case Standing.PROVEN:
            return glyphs.ready
        case Standing.WAIVED:
            return WAIVED
        case Standing.NOT_APPLICABLE:
            return glyphs.dash
        case Standing.SAID_BY_RULE:
            return _rule_sign(glyphs)
        case Standing.CANNOT_TELL if not one.blocks:
            return glyphs.unknown
        case _:
            return glyphs.blocked if one.blocks else glyphs.action


def _ruled_mark(found: Ruled, glyphs: Glyphs) -> str:
    """The mark of what rules say: those of their verdicts, a sign of its own for what decides nothing."""
    marks = {
        RuleSays.BLOCKED: glyphs.blocked,
        RuleSays.CANNOT_TELL: glyphs.unknown,
        RuleSays.MISSING: glyphs.action,
        RuleSays.OVERRIDDEN: wording.OVERRIDDEN,
        RuleSays.NOTED: _rule_sign(glyphs),
        RuleSays.SATISFIED: glyphs.ready,
        RuleSays.NOTHING_OPEN: glyphs.dash,
    }
    return marks[found.says]


def _rule_sign(glyphs: Glyphs) -> str:
    return "r" if glyphs.ascii_only else RULED


def tone(one: ItemStanding) -> str:
    """The tone of an item."""
    if one.ruled is not None:
        return _RULED_TONES[one.ruled.says]
    return "blocked" if one.blocks else _TONES.get(one.standing, "action")


def counts_text(counts: Counts, glyphs: Glyphs) -> str:
    """A kit in a cell: done of applicable, and the blockers that are open, or that none is."""
    if counts.blockers:
        return f"{counts.done}/{counts.applicable} {glyphs.blocked}{counts.blockers}"
    whole = counts.done == counts.applicable
    return f"{counts.done}/{counts.applicable} {glyphs.ready if whole else glyphs.action}"


def counts_tone(counts: Counts) -> str:
    """The tone of that cell."""
    if counts.blockers:
        return "blocked" if counts.done else "faint"
    return "ready" if counts.done == counts.applicable else "action"


def rests_on(desk: Desk, one: ItemStanding) -> str:
    """What how an item stands rests on, in one line: what it was worked out from, its evidence, or what is wanted."""
    if one.ruled is not None:
        return _("rules: %(state)s") % {"state": _("; ").join(ruled_lines(desk, one.ruled))}
    if one.item.view is not None:
        return view_text(desk, one.item)
    entry = one.entry
    parts = [kit_words.said_text(desk, fault) for fault in one.faults]
    parts += [kit_words.said_text(desk, said) for said in one.said]
    if entry is not None and one.standing in {Standing.WAIVED, Standing.NOT_APPLICABLE}:
        until = _("until %(day)s") % {"day": entry.until} if entry.until else ""
        parts = [wording.joined(part for part in (entry.by, entry.reason, until) if part), *parts]
    elif entry is not None and not one.faults:
        parts += [kit_words.evidence_text(evidence) for evidence in reversed(entry.evidence)]
    if one.missing:
        parts.append(_("not known: %(facts)s") % {"facts": wording.fact_titles(desk, one.missing)})
    if parts:
        return _("; ").join(parts)
    if entry is not None and entry.note:
        return entry.note
    return "" if one.is_done else _("wanted: %(text)s") % {"text": _(one.item.evidence)}


def view_text(desk: Desk, item: KitItem) -> str:
    """Which rules say what an item asks for."""
    view = item.view
    if view is None:
        return ""
    found = [rule_named(desk, rule_id) for rule_id in view.rules]
    titles = [_(rule.title) for rule in found if rule is not None][:_MANY]
    titles += [word(desk.library.words, "rule_kind", kind) for kind in view.kinds]
    if view.papers:
        titles.append(_("the comparison of the papers"))
    return _("said by: %(rules)s") % {"rules": _("; ").join(titles) or _("the rules of the destination")}


def who_text(one: ItemStanding) -> str:
    """Who sees to an item."""
    return one.entry.owner if one.entry is not None and one.entry.owner else formats.NONE


def due_text(one: ItemStanding) -> str:
    """By when."""
    return one.entry.due.isoformat() if one.entry is not None and one.entry.due is not None else formats.NONE


def kit_columns(desk: Desk, glyphs: Glyphs, lines: Sequence[KitLine], width: int) -> list[Column[KitLine]]:
    """Mark, item, weight, state, who and by when, and what it rests on; an area stands over its items.

    Who and when take no room as long as nobody sees to any of it. ``width`` is that of the screen.
    """
    words = desk.library.words
    said = (kit_words.standing_text(desk, line.one) for line in lines if line.one is not None)
    states = max([_room(words["kit_standing"]), *map(cell_len, said)])
    entries = [line.one.entry for line in lines if line.one is not None and line.one.entry is not None]
    narrow = [
        Column("who", _("Sees to it"), _of_item(who_text), 6, rank=3, most=14 if width >= _WIDE else 0),
        Column("due", _("Due"), _of_item(due_text), 10, rank=4),
    ]

    def item_tone(line: KitLine) -> str:
        if line.one is None:
            return "strong"
        quiet = line.one.standing in {Standing.NOT_APPLICABLE, Standing.SAID_BY_RULE}
        return "faint" if quiet and tone(line.one) == "faint" else ""

    def title(line: KitLine) -> str:
        if line.one is None:
            return _("Proper to this car") if line.area == OWN else word(words, "kit_area", line.area)
        return f"  {_(line.one.item.title)}"

    return [
        Column("mark", "", _of_item(lambda one: mark(one, glyphs)), 1, tone=_of_item(tone)),
        Column("item", _("Item"), title, 24, most=44 if width >= _WIDE else 28, tone=item_tone),
        Column("weight", _("Weight"), _of_item(lambda one: weight_text(desk, one.item)), _room(words["kit_weight"]),
            rank=2,
        ),
        Column("state", _("State"), _of_item(lambda one: kit_words.standing_text(desk, one)),
            states if width >= _WIDE else min(states, 10),
            tone=_of_item(tone),
        ),
        *(column for column, name in zip(narrow, ("owner", "due"), strict=True)
          if any(getattr(entry, name) for entry in entries)),
        Column("rests", _("Rests on"), _of_item(lambda one: rests_on(desk, one)), 14, most=200,
            tone=_of_item(lambda one: "" if one.is_done else "faint"),
        ),
    ]  # fmt: skip


def _of_item(text: Callable[[ItemStanding], str]) -> Callable[[KitLine], str]:
    return lambda line: "" if line.one is None else text(line.one)


def _room(titles: Mapping[str, str]) -> int:
    """The cells that the longest of some words takes."""
    return max(cell_len(_(title)) for title in titles.values())


def weight_text(desk: Desk, item: KitItem) -> str:
    """How much an item matters, in a word."""
    return word(desk.library.words, "kit_weight", item.weight.value)


def about_item(desk: Desk, one: ItemStanding) -> list[tuple[str, str]]:
    """Lines about an item, each with its tone: what is asked and how it stands, why, and everything behind it."""
    head = _("%(title)s · %(weight)s · %(state)s") % {
        "title": _(one.item.title),
        "weight": weight_text(desk, one.item),
        "state": kit_words.standing_text(desk, one),
    }
    lines = [(head, tone(one))]
    if one.item.view is not None and (one.ruled is None or not one.ruled.flags):
        lines.append((view_text(desk, one.item), ""))
    lines += [(text, "") for text in kit_words.item_texts(desk, one)]
    if not one.is_done and one.standing is not Standing.SAID_BY_RULE:
        lines.append((_("wanted: %(text)s") % {"text": _(one.item.evidence)}, ""))
    lines.append((_(one.item.why), "faint"))
    return lines


def head_pieces(desk: Desk, page: KitPage, glyphs: Glyphs, width: int) -> list[Piece]:
    """What a kit is of, and how it stands; the open blockers in words too, where the width has room for them."""
    counts = page.counts
    car = page.car
    name = kit_words.model_text(desk, page.at)
    if car is not None:
        name = f"{car.stock_number or (car.vin or '')[-8:]}  {name}"
    open_ = _("open blockers: %(n)s") % {"n": counts.blockers}
    pieces = [
        Piece(" nearnew  ", "accent"),
        Piece(f"{name} ", "strong"),
        Piece(f"{glyphs.arrow} {wording.country_name(page.at.country)}  "),
        *([Piece(f"{page.on.isoformat()}  ", "accent")] if page.on != desk.today else []),
        Piece(f"{counts_text(counts, glyphs)}  ", "blocked" if counts.blockers else "ready"),
    ]
    used = sum(cell_len(piece.text) for piece in pieces)
    return [*pieces, Piece(open_, "faint")] if used + cell_len(open_) < width else pieces


def kit_brief(desk: Desk, page: KitPage, glyphs: Glyphs) -> Iterator[Paragraph]:
    """A car's kit in a few lines: the figures, then the car's own items and every open blocker."""
    horizon = page.on + timedelta(days=desk.settings.readiness.horizon_days)
    yield Paragraph(_("Localisation kit: %(counts)s") % {"counts": counts_text(page.counts, glyphs)}, "accent")
    for one in page.items:
        own = one.item.scope is ItemScope.CAR and one.standing is not Standing.SAID_BY_RULE
        ending = one.is_done and one.item.weight is Weight.BLOCKER and one.ends is not None and one.ends < horizon
        if not (own or one.blocks or ending):
            continue
        told = rests_on(desk, one) or kit_words.standing_text(desk, one)
        text = _("%(label)s: %(text)s") % {"label": _(one.item.title), "text": told}
        yield Paragraph(text, tone(one), head=f"{mark(one, glyphs)} ")
