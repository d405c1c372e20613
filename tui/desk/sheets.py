"""Model sheets: listing them and setting the facts that all cars of a model share."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import reading_of, refuse
from tui.desk.kinds import CARS, SHEETS
from tui.domain.fields import SHEET_FACTS, read_fields, read_make, with_specs
from tui.domain.models import ModelSheet, sheet_key
from tui.domain.problems import Problem
from tui.errors import NotFound
from tui.store.contract import Put


def listed(desk: Desk) -> list[tuple[ModelSheet, int]]:
    """Every model sheet with the count of its cars in stock, by make, model, trim and year."""
    counts: dict[tuple[str, str, str, int | None], int] = {}
    for car in desk.store.all(CARS):
        if not car.archived:
            key = sheet_key(car.make, car.model, car.trim, car.model_year)
            counts[key] = counts.get(key, 0) + 1
    sheets = sorted(desk.store.all(SHEETS), key=lambda s: (s.make, s.model, s.trim, s.model_year or 0))
    return [(sheet, counts.get(sheet.key, 0)) for sheet in sheets]


def find(desk: Desk, words: Sequence[str]) -> list[ModelSheet]:
    """The sheets of a make, and of a model, trim and model year where those are given as well, in this order.

    Raises NotFound when there is none.
    """
    make = read_make(words[0], reading_of(desk)) if words else ""
    found = [
        sheet
        for sheet in desk.store.all(SHEETS)
        if sheet.make.casefold() == make.casefold()
        and all(
            word.casefold() == part.casefold()
            for word, part in zip(words[1:], (sheet.model, sheet.trim, str(sheet.model_year or "")), strict=False)
        )
    ]
    if not found:
        raise NotFound("sheet_not_found", name=" ".join(words)[:60])
    return found


def set_facts(desk: Desk, words: Sequence[str], texts: Sequence[tuple[str, str]]) -> list[ModelSheet]:
    """Set facts on every sheet that the words name, or on a new sheet when they name make and model exactly.

    Raises DraftRefused with all problems.
    """
    values, problems = read_fields(texts, reading_of(desk))
    strangers = [Problem("field_not_of_sheet", value.field) for value in values if value.field not in SHEET_FACTS]
    refuse((*problems, *strangers), confirm=True)
    try:
        sheets = find(desk, words)
    except NotFound:
        if len(words) < 2:
            raise
        year = int(words[3]) if len(words) > 3 and words[3].isascii() and words[3].isdigit() else None
        make = read_make(words[0], reading_of(desk))
        sheets = [ModelSheet(make, words[1], words[2] if len(words) > 2 else "", year)]
    changed = [
        msgspec.structs.replace(
            sheet,
            specs=with_specs(sheet.specs, values),
            typed=tuple(dict.fromkeys((*sheet.typed, *(value.field for value in values)))),
        )
        for sheet in sheets
    ]
    commit = desk.store.commit(
        [Put(SHEETS, sheet) for sheet in changed], why=f"model set {' '.join(words)}", expect=desk.store.revision
    )
    return [sheet for sheet_id in commit.ids if (sheet := desk.store.get(SHEETS, sheet_id)) is not None]
