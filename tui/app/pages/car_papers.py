"""What a car's page of documents lists: its inspections, then the documents that reach it."""

from __future__ import annotations

from tui.app.inspection_lines import GRADE_TONES
from tui.app.pages import papers
from tui.desk import inspecting
from tui.desk.context import Desk
from tui.desk.inspection_words import grade_text, overall_text, why_text
from tui.domain.cars import Car
from tui.domain.documents import Document
from tui.domain.inspections import Judged
from tui.i18n import formats
from tui.i18n.translator import _

CarPaper = Document | Judged
"""A document, or an inspection with its grade."""


def papers_of(desk: Desk, car: Car) -> list[CarPaper]:
    """The inspections of a car, the newest first, those out of force too, and the documents that reach it."""
    return [*inspecting.of_car(desk, car, void=True), *papers.papers_of(desk, car)]


def key(one: CarPaper) -> tuple[str, int]:
    """What a line is known by."""
    return ("inspection", one.inspection.id) if isinstance(one, Judged) else ("document", one.id)


def standing_text(desk: Desk, one: CarPaper) -> str:
    """Whether a document counts today; the grade of an inspection, or that it is out of force."""
    if not isinstance(one, Judged):
        return papers.standing_text(desk, one)
    return _("void") if one.inspection.void else _("grade %(grade)s") % {"grade": one.grade}


def tone(desk: Desk, one: CarPaper) -> str:
    """The tone of that word."""
    if not isinstance(one, Judged):
        return papers.tone(desk, one)
    return "faint" if one.inspection.void else GRADE_TONES[one.grade]


def title(desk: Desk, one: CarPaper) -> str:
    """What kind of document it is; of an inspection the day."""
    if not isinstance(one, Judged):
        return papers.title(desk, one)
    return _("Inspection of %(day)s") % {"day": one.inspection.on.isoformat()}


def number(one: CarPaper) -> str:
    """The number it bears."""
    return (one.inspection.number if isinstance(one, Judged) else one.number) or formats.NONE


def country(one: CarPaper) -> str:
    """The country it is for."""
    return formats.NONE if isinstance(one, Judged) else one.country or formats.NONE


def expires(one: CarPaper) -> str:
    """Its last day."""
    return formats.NONE if isinstance(one, Judged) else formats.day(one.expires)


def reach_text(one: CarPaper) -> str:
    """How far it reaches."""
    return _("this car") if isinstance(one, Judged) else papers.reach_text(one)


def brief(desk: Desk, one: CarPaper) -> list[str]:
    """Two lines about it."""
    if not isinstance(one, Judged):
        return papers.brief(desk, one)
    told = _("%(title)s · %(grade)s · %(paint)s") % {
        "title": title(desk, one), "grade": grade_text(desk, one), "paint": overall_text(desk, one),
    }  # fmt: skip
    return [told, _("; ").join(why_text(why) for why in one.why)]
