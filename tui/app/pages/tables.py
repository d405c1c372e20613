"""The columns of a car's lists, flags, documents and history, and two lines about a row of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.pages import car_papers, flags, history
from tui.app.pages.car_papers import CarPaper
from tui.app.pages.flags import FlagLine
from tui.app.pages.kit import KitLine, about_item
from tui.app.widgets.table import Column
from tui.desk.car_history import Entry
from tui.desk.context import Desk
from tui.desk.stock import StockRow
from tui.domain.documents import Document
from tui.domain.inspections import Judged
from tui.domain.kit_standing import ItemStanding
from tui.domain.readiness import Flag
from tui.i18n.translator import _, ngettext


def flag_columns(desk: Desk, glyphs: Glyphs, row: Callable[[], StockRow]) -> Sequence[Column[FlagLine]]:
    """Mark, title and state; a gate stands over its flags."""

    def mark(line: FlagLine) -> str:
        if line.flag is not None:
            return flags.sign(line.flag, glyphs)
        verdict = row().answer.assessment.gates.get(line.gate)
        return glyphs.mark(verdict) if verdict else glyphs.dash

    def title(line: FlagLine) -> str:
        if line.flag is None:
            return flags.gate_text(desk, row().answer.assessment, line.gate)
        return f"  {_(line.flag.rule.title)}"

    def tone(line: FlagLine) -> str:
        if line.flag is not None:
            return flags.tone(line.flag)
        verdict = row().answer.assessment.gates.get(line.gate)
        return TONE_OF[verdict] if verdict else "faint"

    def title_tone(line: FlagLine) -> str:
        return "strong" if line.flag is None else ("faint" if flags.tone(line.flag) == "faint" else "")

    return [
        Column("mark", "", mark, 2, tone=tone),
        Column("title", _("Rule"), title, 30, most=100, tone=title_tone),
        Column("state", _("State"), lambda one: flags.state_text(desk, one.flag) if one.flag else "", 11, rank=1),
    ]


def paper_columns(desk: Desk) -> Sequence[Column[CarPaper]]:
    """Standing, kind, number and dates; the inspections among the documents."""
    return [
        Column("standing", _("State"), lambda one: car_papers.standing_text(desk, one), 8,
            tone=lambda one: car_papers.tone(desk, one),
        ),
        Column("kind", _("Document"), lambda one: car_papers.title(desk, one), 24, most=60),
        Column("number", _("Number"), car_papers.number, 12, rank=1, most=24),
        Column("country", _("For"), car_papers.country, 4, rank=3),
        Column("expires", _("Valid to"), car_papers.expires, 10, rank=2),
        Column("reach", _("Covers"), car_papers.reach_text, 10, rank=4, most=20),
    ]  # fmt: skip


def entry_columns(desk: Desk, glyphs: Glyphs) -> Sequence[Column[Entry]]:
    """When, who, what, and the fields before and after."""
    return [
        Column("when", _("When"), lambda one: history.when_text(desk, one.at), 16),
        Column("who", _("Who"), lambda one: one.who, 6, rank=2, most=12),
        Column("what", _("What"), lambda one: history.what_text(desk, one), 14, most=46),
        Column("changes", _("Before and after"), lambda one: history.changes_text(desk, one, glyphs.arrow), 24, rank=1,
            most=120,
        ),
    ]  # fmt: skip


def explained(desk: Desk, glyphs: Glyphs, car: StockRow, row: object) -> list[str]:
    """At most two lines about a row of one of the lists."""
    match row:
        case FlagLine(flag=None):
            doubts = car.answer.assessment.doubts
            return [wording.doubt_sentence(doubt) for doubt in doubts][:2]
        case FlagLine(flag=Flag() as flag):
            clauses = wording.flag_clauses(desk, flag, car.on)
            return [text for text in (_("; ").join(clauses), _(flag.rule.summary)) if text]
        case KitLine(one=ItemStanding() as one):
            return [text for text, _tone in about_item(desk, one)][1:3]
        case Document() | Judged():
            return car_papers.brief(desk, row)
        case Entry():
            count = len(row.steps)
            fields = ngettext("%(n)d field", "%(n)d fields", count) % {"n": count}
            return [f"{history.what_text(desk, row)} · {fields}", history.changes_text(desk, row, glyphs.arrow)]
        case _:
            return []
