"""The inspection report: the map of the car, every reading with what it comes to, and what the report can prove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from tui.domain.inspections import Finding, Judged, PanelFinding, Panels, Why, Yardstick
from tui.i18n.translator import N_
from tui.reports.car_map import WIDE, car_map, mark, plain
from tui.reports.kinds.face import Stamp
from tui.reports.paper import (
    Cell,
    Code,
    Column,
    Drawing,
    Entries,
    Entry,
    Face,
    Field,
    Fields,
    Figure,
    Kind,
    Names,
    Paper,
    Phrase,
    Signatures,
    Table,
    Text,
    Word,
    code,
    day,
    figure,
    listing,
    phrase,
    text,
)

KIND = "inspection"
_WHYS = {
    "grade_a": N_("Report {number} of {issuer} is attached: {files}"),
    "grade_a_no_file": N_("No grade A: no report of an accredited house is attached"),
    "grade_a_no_issuer": N_("No grade A: the house that issued the report is not named"),
    "grade_a_no_number": N_("No grade A: the report's number is missing"),
    "grade_b": N_("Measured by {who} with {instrument}"),
    "grade_b_no_inspector": N_("No grade B: nobody is named who measured"),
    "grade_b_no_instrument": N_("No grade B: the instrument is not named"),
    "grade_b_no_calibration": N_("No grade B: the day of the instrument's calibration is missing"),
    "grade_b_old_calibration": N_("No grade B: calibrated on {day}, {days} days before; at most {most} count"),
    "grade_b_late_calibration": N_("No grade B: calibrated on {day}, after the inspection of {on}"),
    "grade_b_no_tool": N_("No grade B: the tool that read the battery is not named"),
    "grade_b_nothing_measured": N_("No grade B: nothing was measured with an instrument"),
    "grade_chat": N_("A video or a chat, whatever it shows"),
    "grade_file_lost": N_("A file is missing or not what was attached: {files}"),
}
"""Why a grade is what it is, as papers say it."""
_LEGEND = {
    Finding.WITHIN: N_("within range"),
    Finding.THIN: N_("too thin"),
    Finding.REPAINTED: N_("repainted"),
    Finding.FILLED: N_("filled"),
    Finding.NOT_MEASURED: N_("not measured"),
    Finding.NOT_MEASURABLE: N_("not measurable"),
}


class InspectedCar(msgspec.Struct, frozen=True):
    """The car as a buyer knows it; never where it was bought."""

    vin: str | None
    make_id: str
    make_names: dict[str, str]
    model: str
    trim: str = ""
    model_year: int | None = None
    colour: Word | None = None


class InspectionSheet(msgspec.Struct, frozen=True):
    """What the report is made of. ``words`` are the English titles of the library, by kind of word."""

    judged: Judged
    car: InspectedCar
    panels: Panels
    yardstick: Yardstick
    words: Mapping[str, Mapping[str, str]]
    as_of: date
    revision: int
    final: bool = True

    @property
    def draft(self) -> bool:
        """Whether it is marked DRAFT: asked for, or because it proves nothing."""
        return not self.final or not self.judged.is_proof


def inspection_report(sheet: InspectionSheet, stamp: Stamp | None, translate: Callable[[str], str]) -> Paper:
    """The report; ``translate`` gives the short names on the map, which is drawn for one language."""
    record = sheet.judged.inspection
    return Paper(
        Face(
            kind=KIND,
            title=N_("INSPECTION REPORT"),
            number=record.number or f"{record.on:%Y%m%d}-{record.id}",
            revision=0,
            book_revision=sheet.revision,
            as_of=sheet.as_of,
            draft=sheet.draft,
            covers=listing((phrase("{make} {model}", make=Names(sheet.car.make_id, sheet.car.make_names),
                                   model=text(sheet.car.model)), code(sheet.car.vin)), " "),
            why=(_standing(sheet),),
            printed_by=stamp.by if stamp else "",
            printed_at=stamp.at if stamp else None,
        ),
        (
            _car_fields(sheet),
            _report_fields(sheet),
            Entries(N_("WHAT IT CAN PROVE"), tuple(Entry(_why(one)) for one in sheet.judged.why)),
            _drawing(sheet, translate),
            Entries(N_("MARKS"), _legend(sheet)),
            _readings(sheet),
            _limits(sheet),
            *_contradictions(sheet),
            Signatures((N_("Inspected by"), N_("Date"))),
        ),
    )  # fmt: skip


def _standing(sheet: InspectionSheet) -> Cell:
    if sheet.judged.inspection.void:
        return phrase("Out of force.")
    return phrase("Grade {grade}: {meaning}", grade=Code(sheet.judged.grade),
                  meaning=_word(sheet, "evidence_grade", sheet.judged.grade))  # fmt: skip


def _word(sheet: InspectionSheet, kind: str, value: str) -> Word:
    return Word(value, sheet.words.get(kind, {}).get(value, value))


def _car_fields(sheet: InspectionSheet) -> Fields:
    car, record = sheet.car, sheet.judged.inspection
    battery = None
    if record.battery_soh is not None:
        battery = listing((Figure(record.battery_soh, unit="%"), day(record.battery_day), text(record.battery_tool)))
    return Fields(
        N_("CAR"),
        (
            Field(N_("VIN"), code(car.vin)),
            Field(N_("Make"), Names(car.make_id, car.make_names)),
            Field(N_("Model"), text(" ".join(part for part in (car.model, car.trim) if part))),
            Field(N_("Model year"), figure(car.model_year, grouped=False)),
            Field(N_("Colour"), car.colour),
            Field(N_("Odometer, km"), figure(record.odometer_km)),
            Field(N_("Battery health"), battery),
        ),
    )


def _report_fields(sheet: InspectionSheet) -> Fields:
    judged, record = sheet.judged, sheet.judged.inspection
    basis = _word(sheet, "inspection_basis", record.basis.value) if record.basis else None
    return Fields(
        N_("INSPECTION"),
        (
            Field(N_("Report no."), code(record.number)),
            Field(N_("Inspected on"), day(record.on)),
            Field(N_("Issued by"), text(record.issuer)),
            Field(N_("Inspected by"), text(record.inspector)),
            Field(N_("Instrument"), text(record.instrument)),
            Field(N_("Calibrated on"), day(record.calibrated_on)),
            Field(N_("Rests on"), basis),
            Field(N_("Grade of evidence"), Code(judged.grade), _word(sheet, "evidence_grade", judged.grade)),
            Field(N_("Paint"), _word(sheet, "paint_overall", judged.overall.value)),
            Field(N_("Panels measured"), phrase("{n} of {all}", n=Figure(judged.measured),
                                                all=Figure(judged.measurable))),
            Field(N_("Attached"), listing(Text(one.name) for one in record.attachments)),
            Field(N_("Remark"), text(record.note)),
        ),
    )  # fmt: skip


def _why(one: Why) -> Cell:
    known = _WHYS.get(one.code)
    if known is None:
        return Text(one.code)
    return Phrase(known, {name: Text(value) if value else None for name, value in one.params.items()})


def _drawing(sheet: InspectionSheet, translate: Callable[[str], str]) -> Drawing:
    labels = {one.id: translate(one.label) for one in sheet.panels.kinds.values()}
    lines = car_map(sheet.judged.panels, sheet.panels, labels, ascii_only=True, column=WIDE)
    return Drawing(N_("MAP OF THE CAR, FRONT AT THE TOP (micrometres)"), tuple(plain(lines)))


def _legend(sheet: InspectionSheet) -> tuple[Entry, ...]:
    marks = [(Code(mark(finding, ascii_only=True)), Phrase(title)) for finding, title in _LEGEND.items()]
    letters = [(Code(one.key), Word(one.id, one.title)) for one in sheet.panels.codes.values()]
    contradicts = (Code("!"), phrase("the readings do not bear out what is stated"))
    measured = listing((phrase("{mark} {meaning}", mark=sign, meaning=said) for sign, said in marks), "; ")
    stated = listing((phrase("{mark} {meaning}", mark=sign, meaning=said) for sign, said in letters), "; ")
    odd = phrase("{mark} {meaning}", mark=contradicts[0], meaning=contradicts[1])
    return (
        Entry(phrase("Measured: {marks}", marks=measured)),
        Entry(phrase("Stated: {marks}", marks=stated)),
        Entry(odd),
    )


def _readings(sheet: InspectionSheet) -> Table:
    columns = (
        Column("item", N_("No."), Kind.FIGURE),
        Column("panel", N_("Panel"), share=2),
        Column("material", N_("Material")),
        Column("um", N_("Readings, µm"), Kind.FIGURE),
        Column("finding", N_("Finding"), share=2),
        Column("stated", N_("Stated"), share=2),
    )
    rows = tuple(_row(sheet, place, one) for place, one in enumerate(sheet.judged.panels, start=1))
    return Table("panels", N_("READINGS"), columns, rows, main=True)


def _row(sheet: InspectionSheet, place: int, one: PanelFinding) -> tuple[Cell, ...]:
    finding: Cell = Phrase(_LEGEND[one.finding])
    if one.contradicts:
        finding = phrase("{mark} {meaning}", mark=finding, meaning=Code("!"))
    kind = sheet.panels.kinds[one.panel]
    codes = sheet.panels.codes
    return (
        Figure(place),
        Word(kind.id, kind.title),
        _word(sheet, "material", one.material),
        listing((Figure(um, grouped=False) for um in one.um), " / "),
        finding,
        listing(Word(code_id, codes[code_id].title) for code_id in one.codes if code_id in codes),
    )


def _limits(sheet: InspectionSheet) -> Table:
    columns = (
        Column("material", N_("Material")),
        Column("least", N_("Thin below, µm"), Kind.FIGURE),
        Column("original", N_("Original up to, µm"), Kind.FIGURE),
        Column("repainted", N_("Repainted up to, µm"), Kind.FIGURE),
    )
    rows = tuple(
        (_word(sheet, "material", name), Figure(one.least), Figure(one.original), Figure(one.repainted))
        for name, one in sheet.yardstick.limits.items()
    )
    return Table("limits", N_("LIMITS"), columns, rows)


def _contradictions(sheet: InspectionSheet) -> tuple[Entries, ...]:
    found = sheet.judged.contradictions
    if not found:
        return ()
    kinds, codes = sheet.panels.kinds, sheet.panels.codes
    entries = tuple(
        Entry(
            phrase(
                "{panel}: stated {codes}, measured {um} µm: {finding}",
                panel=Word(one.panel, kinds[one.panel].title),
                codes=listing(Word(each, codes[each].title) for each in one.codes if each in codes),
                um=listing((Figure(um, grouped=False) for um in one.um), "/"),
                finding=Phrase(_LEGEND[one.finding]),
            )
        )
        for one in found
    )
    return (Entries(N_("STATED OTHERWISE THAN MEASURED"), entries),)
