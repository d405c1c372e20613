"""What the form of an inspection asks of the desk: values as understood and problems while typing, then one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tui.desk import inspecting
from tui.desk.attaching import kept
from tui.desk.context import Desk
from tui.desk.form_texts import text_for
from tui.desk.forms import reading_for
from tui.desk.inspecting import Texts
from tui.domain.attachments import GRADES
from tui.domain.inspection_fields import INSPECTION
from tui.domain.inspections import Inspection, Judged
from tui.domain.panel_texts import panel_text
from tui.domain.problems import Problem
from tui.errors import DraftRefused

FILES, FILE_GRADE = "files", "file_grade"
"""The fields that name files to attach, parted by semicolons, and the grade they have as evidence."""
REPORT = tuple(name for name in INSPECTION if name != "void")


@dataclass(frozen=True)
class Looked:
    """What the texts of the form come to: values by field, problems, and the inspection judged as it would be."""

    values: Mapping[str, object]
    problems: tuple[Problem, ...]
    judged: Judged
    record: Inspection = field(repr=False)


def start_texts(desk: Desk, record: Inspection) -> dict[str, str]:
    """The record's values as texts that read as the same values again."""
    found = {name: text_for(desk, name, getattr(record, name)) for name in REPORT}
    stated = {one.panel: one for one in record.panels}
    known = desk.library.panels
    return found | {name: panel_text(stated.get(name), known) for name in known.kinds}


def look(desk: Desk, record: Inspection, texts: Mapping[str, str]) -> Looked:
    """What the texts mean and all that is wrong with them; nothing is written."""
    changed, found = _read(desk, record, texts)
    problems = [*found, *_file_problems(texts)]
    wrong = {problem.field for problem in problems}
    empty = "inspection_missing" if wrong or _names(texts) else ""
    problems += [one for one in inspecting.problems_of(desk, changed) if one.field not in wrong and one.code != empty]
    judged = inspecting.judged(desk, changed)
    values: dict[str, object] = {
        name: getattr(changed, name) for name in REPORT if texts.get(name, "").strip() and name not in wrong
    }
    values |= {one.panel: one for one in judged.panels if (one.um or one.codes) and one.panel not in wrong}
    return Looked(values, tuple(problems), judged, changed)


def write(desk: Desk, record: Inspection, texts: Mapping[str, str], *, confirm: bool) -> int:
    """Write the inspection as one commit and return its number. Raises DraftRefused, and BadFile for a file."""
    changed, problems = _read(desk, record, texts)
    problems = (*problems, *_file_problems(texts))
    if problems:
        raise DraftRefused(problems)
    grade = texts.get(FILE_GRADE, "").strip().upper()
    files = [kept(desk, Path(name).expanduser(), grade) for name in _names(texts)]
    return inspecting.save(desk, inspecting.attach(changed, files), confirm=confirm).id


def _read(desk: Desk, record: Inspection, texts: Mapping[str, str]) -> tuple[Inspection, tuple[Problem, ...]]:
    own: Texts = [(name, texts.get(name, "")) for name in REPORT]
    panels = [(name, texts.get(name, "")) for name in desk.library.panels.kinds]
    return inspecting.read(desk, record, own, panels, style=reading_for(desk))


def _names(texts: Mapping[str, str]) -> list[str]:
    return [name.strip() for name in texts.get(FILES, "").replace("；", ";").split(";") if name.strip()]


def _file_problems(texts: Mapping[str, str]) -> list[Problem]:
    grade = texts.get(FILE_GRADE, "").strip().upper()
    found = [Problem("file_grade_unknown", FILE_GRADE, {"value": grade[:20]})] if grade and grade not in GRADES else []
    missing = [name for name in _names(texts) if not Path(name).expanduser().is_file()]
    return [*found, *(Problem("file_missing", FILES, {"path": name}) for name in missing)]
