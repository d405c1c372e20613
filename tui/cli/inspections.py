"""``nearnew inspection``: paint panel by panel, battery and odometer, graded as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from tui.cli import output
from tui.cli.giving import give, paper_options
from tui.cli.session import Session, only_assignments
from tui.desk import attaching, inspecting
from tui.desk.attaching import kept
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.evidence_papers import inspection_bytes
from tui.desk.inspection_views import as_document
from tui.desk.inspection_words import grade_text, overall_text, panel_title, remark_lines, why_text
from tui.desk.kinds import CARS, PARTIES, SALES
from tui.desk.rendering import language_of
from tui.desk.stock import find_car
from tui.domain.attachments import GRADES
from tui.domain.inspection_fields import INSPECTION, PANELS
from tui.domain.inspections import Inspection, Judged
from tui.domain.sales import standing_sale
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.field_labels import label_of
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])
_FIELDS = (*INSPECTION, PANELS)


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group(
        "inspection", help=_("Inspections: paint thickness panel by panel, battery and odometer, graded as evidence.")
    )
    def inspection() -> None:
        pass

    _register_writing(inspection)
    _register_taking_back(inspection)
    _register_reading(inspection)


def _register_writing(inspection: click.Group) -> None:
    known = {"known": ", ".join(_FIELDS)}

    @inspection.command(
        "add",
        help=_("Record an inspection of CAR: field=value, and --panel for each panel. Fields: %(known)s") % known,
    )
    @click.argument("name", metavar="CAR")
    @click.argument("words", nargs=-1)
    @click.option("--panel", "panels", multiple=True, help=_("A panel, such as bonnet=112,118 or door_lf=185r."))
    @click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help=_("A file to attach."))
    @click.option(
        "--grade",
        type=click.Choice(GRADES),
        help=_("A accredited report, B own report with an instrument, C video or chat."),
    )
    @click.option("--yes", is_flag=True, help=_("Record it in spite of what should be confirmed."))
    @click.pass_obj
    def add(
        session: Session,
        name: str,
        words: tuple[str, ...],
        panels: tuple[str, ...],
        files: tuple[Path, ...],
        grade: str | None,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=True)
        new = Inspection(find_car(desk, name).id, desk.today)
        _save(desk, new, words, panels, files, grade or "", confirm=yes)

    @inspection.command(
        "edit", help=_("Change an inspection: its number, then field=value and --panel. Fields: %(known)s") % known
    )
    @click.argument("number", type=int)
    @click.argument("words", nargs=-1)
    @click.option("--panel", "panels", multiple=True, help=_("A panel; roof= takes its readings away."))
    @click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help=_("A file to attach."))
    @click.option("--detach", "gone", multiple=True, help=_("A file to take off, by its name."))
    @click.option(
        "--grade",
        type=click.Choice(GRADES),
        help=_("A accredited report, B own report with an instrument, C video or chat."),
    )
    @click.option("--yes", is_flag=True, help=_("Record it in spite of what should be confirmed."))
    @click.pass_obj
    def edit(
        session: Session,
        number: int,
        words: tuple[str, ...],
        panels: tuple[str, ...],
        files: tuple[Path, ...],
        gone: tuple[str, ...],
        grade: str | None,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=True)
        record = inspecting.find(desk, number)
        for one in gone:
            lost = attaching.file_named(record.attachments, one, number, "inspection_file_not_named")
            left = tuple(file for file in record.attachments if file is not lost)
            record = msgspec.structs.replace(record, attachments=left)
        _save(desk, record, words, panels, files, grade or "", confirm=yes)


def _register_taking_back(inspection: click.Group) -> None:
    @inspection.command("void", help=_("Take an inspection out of force, by its number; it is kept."))
    @click.argument("number", type=int)
    @click.option("--back", is_flag=True, help=_("Put it back into force."))
    @click.pass_obj
    def void(session: Session, number: int, back: bool) -> None:
        desk = session.desk(writes=True)
        _tell(desk, inspecting.set_void(desk, inspecting.find(desk, number), void=not back))

    @inspection.command("remove", help=_("Take an inspection out of the book, by its number; undo brings it back."))
    @click.argument("number", type=int)
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def remove(session: Session, number: int, yes: bool) -> None:
        desk = session.desk(writes=True)
        record = inspecting.find(desk, number)
        if session.confirm(_("Remove inspection %(number)s?") % {"number": number}, 1, yes=yes):
            inspecting.remove(desk, record)


def _register_reading(inspection: click.Group) -> None:
    @inspection.command("list", help=_("List the inspections, the newest first; of one car when it is named."))
    @click.argument("name", metavar="[CAR]", required=False)
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, name: str | None, form: str) -> None:
        desk = session.desk()
        found = inspecting.listed(desk) if name is None else inspecting.of_car(desk, find_car(desk, name), void=True)
        columns = [
            _(">No."), _("Day"), _("Car"), _("Grade"), _("Paint"), _(">Measured"), _(">Battery, %"), _(">km"),
            _(">Files"), _("State"),
        ]  # fmt: skip
        body = [_row(desk, one) for one in found]
        data = {"schema": "nearnew/inspections/1", "inspections": [as_document(desk, one) for one in found]}
        output.emit(form, columns, body, data, None)

    @inspection.command("show", help=_("Show an inspection, by its number or its car; a car shows its latest one."))
    @click.argument("name", metavar="NUMBER|CAR")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="json", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, name: str, form: str) -> None:
        desk = session.desk()
        judged = named(desk, name)
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/inspection/1", "inspection": as_document(desk, judged)}))
            return
        output.data(output.table([_("Field"), _("Value")], _card(desk, judged)))
        output.data(output.table([_("Panel"), _(">µm"), _("Codes"), _("Finding")], _panels(desk, judged)))

    @inspection.command(
        "print",
        help=_("Print an inspection's report, by its number or its car; a final one only when it is proof."),
    )
    @click.argument("name", metavar="NUMBER|CAR")
    @paper_options
    @click.option("--draft", is_flag=True, help=_("Print in any case, marked DRAFT."))
    @click.pass_obj
    def print_(
        session: Session,
        name: str,
        form: str,
        lang: str | None,
        bilingual: bool,
        to: Path | None,
        yes: bool,
        draft: bool,
    ) -> None:
        desk = session.desk()
        record = named(desk, name).inspection
        language = language_of(lang, _buyer_language(desk, record), session.language)
        give(
            lambda: inspection_bytes(desk, record, form, language, draft=draft, bilingual=bilingual),
            form, to, overwrite=yes,
        )  # fmt: skip

    @inspection.command("panels", help=_("List the panels in walking order, and the letters of the codes."))
    @click.pass_obj
    def panels(session: Session) -> None:
        desk = session.desk()
        known = desk.library.panels
        body = [
            (one.id, _(one.title), labels.word(desk.library.words, "material", one.material), ", ".join(one.aliases))
            for one in known.kinds.values()
        ]
        output.data(output.table([_("Panel"), _("Name"), _("Material"), _("Words")], body))
        letters = [(one.key, one.id, _(one.title), ", ".join(one.aliases)) for one in known.codes.values()]
        output.data(output.table([_("Letter"), _("Code"), _("Name"), _("Words")], letters))


def _buyer_language(desk: Desk, record: Inspection) -> str:
    """The language of the buyer to whom the car is sold or promised; empty where nobody is."""
    sale = standing_sale(desk.store.all(SALES), record.car_id, desk.today)
    party = desk.store.get(PARTIES, sale.party_id) if sale is not None else None
    return party.language if party is not None else ""


def named(desk: Desk, name: str) -> Judged:
    """The inspection of a number, else the latest of a car. Raises NotFound, UsageError."""
    if name.isascii() and name.isdigit() and len(name) < 6:
        return inspecting.judged(desk, inspecting.find(desk, int(name)))
    car = find_car(desk, name)
    found = inspecting.of_car(desk, car)
    if not found:
        raise UsageError("inspection_of_no_car", car=name_of(car))
    return found[0]


def _save(
    desk: Desk,
    record: Inspection,
    words: Sequence[str],
    panels: Sequence[str],
    files: Sequence[Path],
    grade: str,
    *,
    confirm: bool,
) -> None:
    changed, problems = inspecting.read(desk, record, only_assignments(words), only_assignments(panels))
    changed = inspecting.attach(changed, [kept(desk, path, grade) for path in files])
    _tell(desk, inspecting.save(desk, changed, problems, confirm=confirm))


def _tell(desk: Desk, record: Inspection) -> None:
    judged = inspecting.judged(desk, record)
    output.talk(_("Inspection %(number)s: grade %(grade)s; %(paint)s.") % {
        "number": record.id, "grade": grade_text(desk, judged), "paint": overall_text(desk, judged),
    })  # fmt: skip
    for line in remark_lines(desk, judged):
        output.talk(line)
    output.data(output.as_json({"schema": "nearnew/inspection/1", "inspection": as_document(desk, judged)}))


def _row(desk: Desk, one: Judged) -> tuple[str | int | None, ...]:
    record = one.inspection
    car = desk.store.get(CARS, record.car_id)
    state = _("out of force") if record.void else _("file missing") if one.lost else _("in force")
    return (
        record.id,
        record.on.isoformat(),
        name_of(car) if car is not None else None,
        one.grade,
        labels.word(desk.library.words, "paint_overall", one.overall.value),
        f"{one.measured}/{one.measurable}",
        None if record.battery_soh is None else str(record.battery_soh),
        record.odometer_km,
        len(record.attachments) or None,
        state,
    )


def _card(desk: Desk, one: Judged) -> list[tuple[str, str | None]]:
    record = one.inspection
    car = desk.store.get(CARS, record.car_id)
    words = desk.library.words
    battery = None if record.battery_soh is None else f"{record.battery_soh} %"
    return [
        (_("Car"), name_of(car) if car is not None else None),
        (_("Inspected on"), record.on.isoformat()),
        (_("Grade"), grade_text(desk, one)),
        (_("Why"), _("; ").join(why_text(why) for why in one.why)),
        (_("Paint"), overall_text(desk, one)),
        (_("Rests on"), labels.word(words, "inspection_basis", record.basis.value) if record.basis else None),
        (label_of("number"), record.number),
        (label_of("issuer"), record.issuer),
        (_("Inspected by"), record.inspector),
        (_("Instrument"), record.instrument),
        (_("Calibrated on"), formats.day(record.calibrated_on)),
        (label_of("battery_soh"), battery),
        (label_of("battery_soh_on"), formats.day(record.battery_day) if battery else None),
        (_("Battery read with"), record.battery_tool),
        (label_of("odometer_km"), None if record.odometer_km is None else str(record.odometer_km)),
        (_("Files"), _(", ").join(file.name for file in record.attachments)),
        (_("Note"), record.note),
        (_("State"), _("out of force") if record.void else _("in force")),
    ]


def _panels(desk: Desk, one: Judged) -> list[tuple[str, str, str, str]]:
    words = desk.library.words
    codes = desk.library.panels.codes
    return [
        (
            panel_title(desk, panel.panel),
            "/".join(str(um) for um in panel.um),
            ", ".join(_(codes[code].title) if code in codes else code for code in panel.codes),
            labels.word(words, "paint_finding", panel.finding.value) + (" !" if panel.contradicts else ""),
        )
        for panel in one.panels
    ]
