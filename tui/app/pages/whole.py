"""A car on one page: what stands in its way, gate by gate, and what is known of it and from where."""

from __future__ import annotations

from collections.abc import Iterator

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.pages.facts import BLANK, fact_text, facts, pairs
from tui.app.pages.flags import gate_text, gates, verdict_lines
from tui.app.pages.kit import kit_brief
from tui.app.widgets.lines import Paragraph
from tui.desk import localising
from tui.desk.context import Desk
from tui.desk.inspecting import latest
from tui.desk.inspection_words import disagreement_lines, overall_text
from tui.desk.stock import StockRow
from tui.domain.rules import Gate
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _


def car_page(desk: Desk, row: StockRow, glyphs: Glyphs) -> list[Paragraph]:
    """The whole page of a car."""
    return [
        *_head(desk, row),
        BLANK,
        *verdict_lines(desk, row, glyphs),
        *gates(desk, row, glyphs),
        *_assumed(desk, row),
        *_kit(desk, row, glyphs),
        BLANK,
        *facts(desk, row),
    ]


def overview_page(desk: Desk, row: StockRow, glyphs: Glyphs) -> list[Paragraph]:
    """The same with the facts in front: verdict and gates in brief, the flags in full below."""
    assessment = row.answer.assessment
    brief = [gate_text(desk, assessment, gate) for gate in Gate if assessment.gates.get(gate)]
    return [
        *_head(desk, row),
        BLANK,
        *verdict_lines(desk, row, glyphs),
        *([Paragraph(_("; ").join(brief), head="  ")] if brief else []),
        *_assumed(desk, row),
        BLANK,
        *facts(desk, row),
        *gates(desk, row, glyphs),
        *_kit(desk, row, glyphs),
    ]


def _head(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    car, words = row.car, desk.library.words
    yield Paragraph(wording.car_name(row, whole=True), "strong")
    yield Paragraph(car.vin or _("waits for its VIN"))
    parts = [car.stock_number, word(words, "stage", row.stage), row.dealer_name]
    yield Paragraph(" · ".join(part for part in parts if part))
    voucher = word(words, "invoice_kind", row.invoice_kind.value if row.invoice_kind else "unknown")
    yield from pairs([
        (_("Price paid") if car.purchase else _("Price asked"), f"{formats.amount(row.price)} · {voucher}"),
        (_("Rebate expected"), formats.amount(row.rebate) if row.rebate else wording.rebate(row)),
        (_("Capital tied up"), wording.days(row.tied)),
        (_("Since registration"), wording.days(row.age)),
        (_("Odometer"), "" if row.odometer_km is None else fact_text(desk, "odometer_km", row.odometer_km)),
        (_("Inspection"), _inspection(desk, row)),
        (_("Remark"), car.remark),
    ])  # fmt: skip
    for line in disagreement_lines(desk, car):
        yield Paragraph(line, "action")


def _inspection(desk: Desk, row: StockRow) -> str:
    """The latest inspection in a few words; nothing where there is none."""
    found = latest(desk, row.car, proof=False)
    if found is None:
        return ""
    return _("%(day)s, grade %(grade)s, %(paint)s") % {
        "day": found.inspection.on, "grade": found.grade, "paint": overall_text(desk, found),
    }  # fmt: skip


def _kit(desk: Desk, row: StockRow, glyphs: Glyphs) -> Iterator[Paragraph]:
    if row.destination and row.awaits_verdict:
        yield BLANK
        yield from kit_brief(desk, localising.kit_of_car(desk, row.car, row.destination, row.on), glyphs)


def _assumed(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    assumed = row.answer.assessment.assumed
    if assumed:
        yield BLANK
        yield Paragraph(wording.fact_titles(desk, assumed), head=_("%(label)s: ") % {"label": _("Assumed")})
