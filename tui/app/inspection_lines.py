"""How inspections are drawn: the map in pieces, the columns of a list, and the page of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.pages.facts import BLANK, pairs
from tui.app.widgets.lines import Paragraph, Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.inspection_words import code_title, grade_text, overall_text, panel_title, remark_lines, why_text
from tui.domain.inspections import Finding, Judged, PanelFinding
from tui.i18n import formats
from tui.i18n.field_labels import label_of
from tui.i18n.labels import word
from tui.i18n.translator import _
from tui.reports.car_map import car_map, mark, reading_text, tone

GRADE_TONES = {"A": "ready", "B": "action", "C": "unknown"}


def map_lines(desk: Desk, judged: Judged, glyphs: Glyphs, *, at: str = "") -> list[list[Piece]]:
    """The map of the car, line by line."""
    panels = desk.library.panels
    labels = {one.id: _(one.label) for one in panels.kinds.values()}
    drawn = car_map(judged.panels, panels, labels, ascii_only=glyphs.ascii_only, at=at)
    return [[Piece(span.text, span.tone) for span in line] for line in drawn]


def letters_text(desk: Desk) -> str:
    """The letters that state something of a panel, with what they mean."""
    codes = desk.library.panels.codes.values()
    return " ".join(f"{one.key} {_(one.title)}" for one in codes)


def list_columns(desk: Desk) -> list[Column[Judged]]:
    """The columns of a list of inspections."""
    words = desk.library.words

    def battery(one: Judged) -> str:
        soh = one.inspection.battery_soh
        return formats.NONE if soh is None else f"{formats.number(soh)}%"

    def km(one: Judged) -> str:
        found = one.inspection.odometer_km
        return formats.NONE if found is None else formats.number(found)

    def who(one: Judged) -> str:
        return one.inspection.issuer or one.inspection.inspector or formats.NONE

    return [
        Column("on", _("Day"), lambda one: one.inspection.on.isoformat(), 10),
        Column("grade", _("Grade"), _grade_cell, 5, tone=lambda one: GRADE_TONES[one.grade]),
        Column("paint", _("Paint"), lambda one: word(words, "paint_overall", one.overall.value), 20, most=50),
        Column("measured", _("Measured"), lambda one: f"{one.measured}/{one.measurable}", 8, right=True),
        Column("battery", _("Battery"), battery, 7, right=True),
        Column("km", "km", km, 8, right=True),
        Column("who", _("Inspected by"), who, 10, most=30),
    ]


def _grade_cell(one: Judged) -> str:
    return " ".join((one.grade, _("void"))) if one.inspection.void else one.grade


def panel_columns(desk: Desk, glyphs: Glyphs) -> list[Column[PanelFinding]]:
    """The columns of the panels of an inspection, in walking order."""
    words, panels = desk.library.words, desk.library.panels

    def codes(one: PanelFinding) -> str:
        return wording.joined(code_title(desk, code) for code in one.codes) or formats.NONE

    def finding(one: PanelFinding) -> str:
        said = word(words, "paint_finding", one.finding.value)
        return f"{said} !" if one.contradicts else said

    return [
        Column("panel", _("Panel"), lambda one: panel_title(desk, one.panel), 16),
        Column("um", "µm", lambda one: reading_text(one, panels, ascii_only=glyphs.ascii_only), 10, right=True),
        Column("finding", _("Finding"), finding, 14, tone=tone),
        Column("codes", _("Stated"), codes, 12, most=30),
    ]


def head_lines(desk: Desk, judged: Judged) -> list[list[Piece]]:
    """Two lines about an inspection: its grade with why, and what was found of the paint."""
    why = _("; ").join(why_text(one) for one in judged.why)
    return [
        [
            Piece(" " + _("Grade") + " "),
            Piece(grade_text(desk, judged), GRADE_TONES[judged.grade]),
            Piece(_(": ") + why),
        ],
        [Piece(f" {overall_text(desk, judged)}")],
    ]


def inspection_page(desk: Desk, judged: Judged, glyphs: Glyphs) -> list[Paragraph]:
    """An inspection in full, without its panels; what the marks of the map mean stands at the end."""
    return [
        *_standing(desk, judged),
        *pairs(_details(desk, judged)),
        *_remarks(desk, judged),
        BLANK,
        Paragraph(marks_text(desk, glyphs), "faint"),
    ]


def marks_text(desk: Desk, glyphs: Glyphs) -> str:
    """What the marks and letters on the map mean."""
    words = desk.library.words
    found = [f"{mark(one, ascii_only=glyphs.ascii_only)} {word(words, 'paint_finding', one.value)}" for one in Finding]
    odd = _("! the readings do not bear out what is stated")
    return _("; ").join([*found, letters_text(desk), odd])


def _standing(desk: Desk, judged: Judged) -> Iterator[Paragraph]:
    if judged.inspection.void:
        yield Paragraph(_("Out of force: it counts for nothing"), "blocked")
    yield Paragraph(grade_text(desk, judged), GRADE_TONES[judged.grade], head=_("Grade") + " ")
    yield from (Paragraph(why_text(one), "faint", indent=2) for one in judged.why)
    yield Paragraph(overall_text(desk, judged))
    yield BLANK


def _details(desk: Desk, judged: Judged) -> Sequence[tuple[str, str]]:
    record = judged.inspection
    words = desk.library.words
    battery = ""
    if record.battery_soh is not None:
        battery = f"{formats.number(record.battery_soh)}% · {record.battery_day} · {record.battery_tool}".rstrip(" ·")
    return [
        (_("Inspected on"), record.on.isoformat()),
        (_("Rests on"), word(words, "inspection_basis", record.basis.value) if record.basis else ""),
        (_("Report"), " · ".join(part for part in (record.number, record.issuer) if part)),
        (_("Inspected by"), record.inspector),
        (_("Instrument"), record.instrument),
        (_("Calibrated on"), formats.day(record.calibrated_on)),
        (label_of("battery_soh"), battery),
        (label_of("odometer_km"), "" if record.odometer_km is None else formats.number(record.odometer_km)),
        (_("Files"), wording.joined(f"{one.name} ({one.grade})" if one.grade else one.name
                                    for one in record.attachments)),
        (_("Remark"), record.note),
    ]  # fmt: skip


def _remarks(desk: Desk, judged: Judged) -> Iterator[Paragraph]:
    told = {why_text(one) for one in judged.why}
    lines = [line for line in remark_lines(desk, judged) if line not in told]
    if lines:
        yield BLANK
        yield Paragraph(_("To look at"), "accent")
    yield from (Paragraph(line, "action", indent=2) for line in lines)
