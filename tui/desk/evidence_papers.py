"""The papers of an inspection and of a request to a maker: gathered from the book, rendered in any format."""

from __future__ import annotations

from tui.desk import inspecting, rendering
from tui.desk.context import Desk
from tui.desk.kinds import CARS, FIRMS, LETTERS
from tui.desk.letters import cars_of, letter_days
from tui.desk.opening import user_of
from tui.desk.readings import yardstick
from tui.domain.cars import Car
from tui.domain.inspections import Inspection
from tui.domain.letters import LetterRequest
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.rules import Make
from tui.errors import NotFound, NotReady
from tui.i18n.translator import paper_translator
from tui.reports.kinds.face import Stamp
from tui.reports.kinds.inspection import InspectedCar, InspectionSheet, inspection_report
from tui.reports.kinds.letter_request import AskedFor, LetterSheet, letter_request
from tui.reports.paper import Paper, Word
from tui.reports.summary import Exporter

FORMATS = rendering.FORMATS
_ACTION_EXIT = 5


def inspection_paper(desk: Desk, inspection: Inspection, language: str, *, draft: bool = False) -> Paper:
    """The report of an inspection, drawn for one language. Raises NotFound for one whose car is gone."""
    return inspection_report(_sheet(desk, inspection, draft=draft), _stamp(desk), paper_translator(language).gettext)


def inspection_bytes(
    desk: Desk, inspection: Inspection, form: str, language: str, *, draft: bool = False, bilingual: bool = False
) -> bytes:
    """The report as the bytes of a file. Raises NotReady for a final one without proof, and what rendering does."""
    sheet = _sheet(desk, inspection, draft=draft)
    if sheet.draft and not draft:
        raise NotReady(_ACTION_EXIT, code="inspection_no_proof", number=inspection.id, grade=sheet.judged.grade)
    paper = inspection_report(sheet, _stamp(desk), paper_translator(language).gettext)
    return rendering.bytes_of(paper, form, language, bilingual=bilingual)


def letter_paper(desk: Desk, request: LetterRequest) -> Paper:
    """The request to the maker."""
    return letter_request(_letter_sheet(desk, request), _stamp(desk))


def letter_bytes(desk: Desk, request: LetterRequest, form: str, language: str, *, bilingual: bool = False) -> bytes:
    """The request as the bytes of a file; raises what rendering does."""
    return rendering.bytes_of(letter_paper(desk, request), form, language, bilingual=bilingual)


def file_name(number: str, kind: str, form: str) -> str:
    """A name for the file of a paper."""
    bare = "".join(one if one.isalnum() or one in "-_" else "-" for one in number)[:60].strip("-") or kind
    return f"{bare}-{kind}.{rendering.ENDINGS[form]}"


def _stamp(desk: Desk) -> Stamp:
    return Stamp(user_of(desk.settings), desk.now().replace(microsecond=0))


def _make(desk: Desk, car: Car) -> Make:
    return desk.library.makes.get(car.make) or Make(car.make, {"en": car.make}, "")


def _sheet(desk: Desk, inspection: Inspection, *, draft: bool) -> InspectionSheet:
    car = desk.store.get(CARS, inspection.car_id)
    if car is None:
        raise NotFound("car_not_found", name=str(inspection.car_id))
    colours = desk.library.words.get("colour", {})
    colour = Word(car.colour, colours.get(car.colour, car.colour)) if car.colour else None
    make = _make(desk, car)
    return InspectionSheet(
        judged=inspecting.judged(desk, inspection),
        car=InspectedCar(car.vin, make.id, dict(make.names), car.model, car.trim, car.model_year, colour),
        panels=desk.library.panels,
        yardstick=yardstick(desk),
        words=desk.library.words,
        as_of=desk.today,
        revision=desk.store.revision,
        final=not draft,
    )


def _letter_sheet(desk: Desk, request: LetterRequest) -> LetterSheet:
    request = desk.store.get(LETTERS, request.id) or request
    firm = desk.store.get(FIRMS, request.firm_id) if request.firm_id is not None else None
    titles = desk.library.words["cn_letter_field"]
    return LetterSheet(
        number=request.number,
        maker=request.maker,
        country=request.country,
        requested_on=request.requested_on,
        sender=None
        if firm is None
        else Exporter(firm.name, firm.name_en or None, firm.code or None, firm.address or None, firm.contact or None),
        cars=tuple(
            AskedFor(car.vin, make.id, dict(make.names), car.model, car.trim, car.model_year, car.first_registration)
            for car in cars_of(desk, request)
            for make in (_make(desk, car),)
        ),
        outlets=request.outlets,
        must_show=tuple((one, titles.get(one, one)) for one in LETTER_FIELDS),
        days=letter_days(desk, request.requested_on),
        note=request.note,
        as_of=desk.today,
        revision=desk.store.revision,
    )
