"""What the screens of an import say: meanings of columns, what becomes of a row, and why one is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from rich.cells import cell_len

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.widgets.lines import Paragraph, Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.importing import HeldReason, Outcome, Preview, RowPlan
from tui.domain.money import Money
from tui.domain.problems import Problem
from tui.i18n import formats
from tui.i18n.field_labels import LABELS
from tui.i18n.labels import word
from tui.i18n.on_screen import screen_problem
from tui.i18n.translator import N_, _

_LABELS = {"invoice": N_("VAT invoice, kind and rate"), "reasons": N_("Reasons of an earlier import")}
"""What columns may stand for besides fields."""
_FIRST = (
    "vin",
    "make",
    "model",
    "trim",
    "model_year",
    "powertrain",
    "colour",
    "price",
    "guide_price",
    "invoice",
    "first_registration",
    "manufacture_date",
    "odometer_km",
    "steering",
    "remark",
    "stock_number",
    "dealer",
)
OUTCOMES = {
    Outcome.NEW: N_("new"),
    Outcome.CHANGED: N_("changed"),
    Outcome.SAME: N_("same"),
    Outcome.HELD: N_("to mend"),
}
_MARKS = {Outcome.NEW: "+", Outcome.CHANGED: "~", Outcome.SAME: "=", Outcome.HELD: "!"}
TONES = {Outcome.NEW: "ready", Outcome.CHANGED: "accent", Outcome.SAME: "faint", Outcome.HELD: "action"}


def target_label(desk: Desk, target: str) -> str:
    """What a column may stand for, in words."""
    if label := _LABELS.get(target) or LABELS.get(target):
        return _(label)
    return _("Date: %(what)s") % {"what": word(desk.library.words, "stage", target)}


def target_order(target: str) -> tuple[int, str]:
    """The place of a meaning among others: those of every list first."""
    return (_FIRST.index(target) if target in _FIRST else len(_FIRST), target)


def outcome_text(outcome: Outcome) -> str:
    """Mark and word of what becomes of a row."""
    return f"{_MARKS[outcome]} {_(OUTCOMES[outcome])}"


def counts(shown: Preview) -> dict[Outcome, int]:
    """How many rows there are of each outcome."""
    return {outcome: len(shown.of(outcome)) for outcome in Outcome}


def counted(new: int, changed: int, same: int, held: int) -> str:
    """The counts of an import as one sentence."""
    return _("%(new)s new, %(changed)s changed, %(same)s the same, %(held)s held") % {
        "new": new,
        "changed": changed,
        "same": same,
        "held": held,
    }


def count_pieces(found: dict[Outcome, int]) -> list[Piece]:
    """The counts, each with its mark."""
    pieces = []
    for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.HELD):
        pieces += [Piece(f"{outcome_text(outcome)} ", TONES[outcome] if found[outcome] else "faint")]
        pieces += [Piece(f"{found[outcome]}  ", "strong" if found[outcome] else "faint")]
    return pieces


def value_text(desk: Desk, field: str, value: Any) -> str:
    """A value of a field in words."""
    if value is None or value == "":
        return formats.NONE
    if isinstance(value, Money):
        return formats.amount(value)
    if field == "make":
        return make_name(desk, str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return wording.joined(value_text(desk, field, one) for one in value)
    if isinstance(value, (int, Decimal)):
        return str(value) if field == "model_year" else formats.number(value)
    return word(desk.library.words, field, str(value))


def make_name(desk: Desk, make: str) -> str:
    """The make's name in the language of the moment."""
    known = desk.library.makes.get(make)
    return known.name(desk.language) if known else make


def car_text(desk: Desk, plan: RowPlan) -> str:
    """Make and model of a row."""
    return " ".join(filter(None, (make_name(desk, plan.draft.make), plan.draft.model)))


def vin_text(plan: RowPlan) -> str:
    """The VIN of a row as it is, or as it stands in its cell when it cannot be read."""
    cell = next((reason.value for reason in plan.reasons if reason.problem.field == "vin" and reason.value), "")
    return plan.vin or cell or formats.NONE


def column_label(desk: Desk, column: str) -> str:
    """The name of a column; a field that no column of the file gives, in words."""
    return target_label(desk, column) if column in LABELS or column in _LABELS else column


def reason_text(desk: Desk, reason: HeldReason) -> str:
    """Where and what is wrong."""
    return problem_text(desk, reason.column, reason.problem)


def problem_text(desk: Desk, column: str, problem: Problem) -> str:
    """Where and what is wrong."""
    blanks = {"column": column_label(desk, column), "what": screen_problem(problem)}
    return _("“%(column)s” %(what)s") % blanks


def short_reason(desk: Desk, column: str, problem: Problem) -> str:
    """What is wrong, in a cell: a VIN stands beside it, so that its column need not be named."""
    return screen_problem(problem) if problem.field == "vin" else problem_text(desk, column, problem)


def change_texts(desk: Desk, plan: RowPlan) -> list[str]:
    """What a row changes on the known car."""
    return [
        _("%(field)s: %(old)s → %(new)s")
        % {
            "field": target_label(desk, change.field),
            "old": value_text(desk, change.field, change.old),
            "new": value_text(desk, change.field, change.new),
        }
        for change in plan.changes
    ]


def what_text(desk: Desk, plan: RowPlan) -> str:
    """What is to say of a row in one cell: the first reason, the changes, or what is worth a look."""
    if plan.outcome is Outcome.HELD and plan.reasons:
        return short_reason(desk, plan.reasons[0].column, plan.reasons[0].problem)
    if plan.outcome is Outcome.CHANGED:
        return _("; ").join(change_texts(desk, plan))
    return reason_text(desk, plan.warnings[0]) if plan.warnings else ""


def lines_of(desk: Desk, plan: RowPlan | None) -> list[Piece]:
    """A row explained, most important first: what is wrong, what changes, what is worth a look."""
    if plan is None:
        return []
    pieces = [Piece(reason_text(desk, reason), "action") for reason in plan.reasons]
    pieces += [Piece(text) for text in change_texts(desk, plan)]
    pieces += [Piece(_("look at %(what)s") % {"what": reason_text(desk, one)}, "faint") for one in plan.warnings]
    if not pieces:
        words = {
            Outcome.NEW: _("A car that is not in the book yet"),
            Outcome.SAME: _("The book says the same already; nothing is written"),
        }
        pieces = [Piece(words.get(plan.outcome, ""), "faint")]
    return pieces


def preview_columns(desk: Desk, glyphs: Glyphs) -> list[Column[RowPlan]]:
    """The columns of the preview, titled in the language of the moment."""
    widest = max(cell_len(outcome_text(outcome)) for outcome in Outcome)

    def price(plan: RowPlan) -> str:
        value = plan.values.get("price")
        return formats.amount(value, places=0) if isinstance(value, Money) else glyphs.dash

    return [
        Column("row", _("Row"), lambda plan: str(plan.number), 4, right=True),
        Column("outcome", _("Result"), lambda plan: outcome_text(plan.outcome), widest,
               tone=lambda plan: TONES[plan.outcome]),
        Column("vin", _("VIN"), vin_text, 17),
        Column("car", _("Car"), lambda plan: car_text(desk, plan) or glyphs.dash, 11, rank=2),
        Column("price", _("Price asked"), price, 9, right=True, rank=3),
        Column("what", _("What"), lambda plan: what_text(desk, plan), 10, rank=1, most=90),
    ]  # fmt: skip


def row_page(desk: Desk, plan: RowPlan, meaning: Callable[[str], str]) -> list[Paragraph]:
    """Everything about a row: what becomes of it, why, and every cell with what its column stands for."""
    page = [
        Paragraph(outcome_text(plan.outcome), TONES[plan.outcome]),
        *(Paragraph(piece.text, piece.tone, indent=2) for piece in lines_of(desk, plan)),
        Paragraph(""),
    ]
    wrong = {reason.column for reason in plan.reasons}
    for column, text in plan.cells.items():
        target = meaning(column)
        label = target_label(desk, target) if target else _("not used")
        head = f"! {column}" if column in wrong else f"  {column}"
        tone = "action" if column in wrong else "" if target else "faint"
        page.append(Paragraph(_("%(text)s  (%(meaning)s)") % {"text": text or formats.NONE, "meaning": label},
                              tone, head=_("%(label)s: ") % {"label": head}))  # fmt: skip
    if plan.dealer:
        page += [Paragraph(""), Paragraph(plan.dealer, head=_("%(label)s: ") % {"label": _("Dealer")})]
    return page


def two_lines(pieces: Sequence[Piece], front: str = " ") -> tuple[list[Piece], ...]:
    """At most two lines, one a piece; what is left is counted at the end of the second."""
    lines = [[Piece(front), piece] for piece in pieces[:2]]
    if len(pieces) > 2:
        lines[1].insert(1, Piece(_("(%(count)s more) ") % {"count": len(pieces) - 2}, "faint"))
    return tuple(lines)
