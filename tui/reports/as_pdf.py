"""A paper as PDF, set by typst from the fonts of the install. Text goes in as data, never as markup."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from tui import paths
from tui.reports import fonts, own_templates
from tui.reports.as_text import SENTENCE_LIMIT, VALUE_LIMIT, row_limit
from tui.reports.cells import cut, runs, width
from tui.reports.set_paper import (
    SetColumn,
    SetDrawing,
    SetEntries,
    SetFields,
    SetPaper,
    SetParagraphs,
    SetSection,
    SetSignatures,
    SetTable,
)

TEMPLATE = "papers/paper.typ"
_WIDE_TABLE = 104
"""Cells of the columns of a table beyond which the sheet lies on its side."""
_HALF = 34
"""Cells that fit a value beside another one."""


def as_pdf(paper: SetPaper, template: Path | None = None) -> bytes:
    """The PDF. Raises UnprintableText for characters that no font has, BadFile for a template that does not compile."""
    fonts.check(paper)
    data = json.dumps(_data(paper), ensure_ascii=False, separators=(",", ":"))
    if template is not None:
        return own_templates.compiled(template, lambda source, root: _compiled(source, root, data))
    source = paths.data(TEMPLATE)
    return _compiled(source, source.parent, data)


def _compiled(source: Path, root: Path, data: str) -> bytes:
    import typst

    made = typst.compile(
        str(source),
        root=str(root),
        format="pdf",
        sys_inputs={"data": data},
        font_paths=sorted({str(path.parent) for path in fonts.files()}),
        ignore_system_fonts=True,
    )
    return made if isinstance(made, bytes) else b"".join(made)


def qr_svg(code: str) -> str:
    """The QR code as an SVG picture."""
    import segno

    target = io.BytesIO()
    segno.make(code, error="m", micro=False).save(
        target, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True
    )
    return target.getvalue().decode()


def _data(paper: SetPaper) -> dict[str, Any]:
    face = paper.face
    return {
        "lang": paper.tag.split("_", maxsplit=1)[0],
        "rtl": paper.rtl,
        "landscape": any(isinstance(one, SetTable) and _cells(one) > _WIDE_TABLE for one in paper.sections),
        "author": "nearnew",
        "face": {
            **face._asdict(),
            "covers": _cut(face.covers),
            "why": [_cut(text, SENTENCE_LIMIT) for text in face.why if text],
            "overrides": [_cut(text, SENTENCE_LIMIT) for text in face.overrides],
            "other_title": "" if face.other_title == face.title else face.other_title,
        },
        "sections": [_section(section) for section in paper.sections],
        "check": paper.check,
        "qr": qr_svg(paper.code),
    }


def _cut(text: str, limit: int = VALUE_LIMIT) -> str:
    return text if len(text) * 2 <= limit else cut(text, limit)


def _cells(table: SetTable) -> int:
    """How wide a table is drawn, about."""
    drawn = [place for place, column in enumerate(table.columns) if not column.under]
    return sum(
        2 + min(28, max([width(row[place].text) for row in table.rows], default=4)) for place in drawn
    )  # fmt: skip


def _section(section: SetSection) -> dict[str, Any]:
    match section:
        case SetFields():
            fields = [
                {
                    "label": field.label,
                    "value": {
                        "text": _cut(field.value.text),
                        "kind": field.value.kind.value,
                        "right": field.value.right,
                    },
                    "note": _cut(field.note),
                    "wide": width(field.value.text) + width(field.note) > _HALF or width(field.label) > _HALF,
                }
                for field in section.fields
            ]
            return {"type": "fields", "title": section.title, "totals": section.totals, "fields": fields}
        case SetTable():
            return _table(section)
        case SetEntries():
            entries = [
                {
                    "mark": entry.mark,
                    "text": _cut(entry.text, SENTENCE_LIMIT),
                    "details": [_cut(text, SENTENCE_LIMIT) for text in entry.details],
                }
                for entry in section.entries
            ]
            return {"type": "entries", "title": section.title, "entries": entries, "none": section.none}
        case SetParagraphs():
            texts = [_cut(text, SENTENCE_LIMIT) for text in section.paragraphs]
            return {"type": "paragraphs", "title": section.title, "paragraphs": texts}
        case SetDrawing():
            return {
                "type": "drawing",
                "title": section.title,
                "lines": [[{"text": text, "cells": cells} for text, cells in runs(line)] for line in section.lines],
            }
        case SetSignatures():
            return {"type": "signatures", "labels": list(section.labels)}


def _table(table: SetTable) -> dict[str, Any]:
    drawn = [place for place, column in enumerate(table.columns) if not column.under]
    below = [place for place, column in enumerate(table.columns) if column.under]

    def under(place: int) -> SetColumn:
        return table.columns[place]

    rows = [
        (
            [_cut(row[place].text, row_limit(row[place])) for place in drawn],
            [
                (under(place).heading, _cut(row[place].text, row_limit(row[place])), under(place).kind.value)
                for place in below
            ],
        )
        for row in table.rows
    ]
    columns = [
        {"heading": column.heading, "kind": column.kind.value, "right": column.right, "share": column.share}
        for column in (table.columns[place] for place in drawn)
    ]
    totals = [table.totals[place].text for place in drawn] if table.totals else []
    return {
        "type": "table",
        "title": table.title,
        "columns": columns,
        "rows": rows,
        "totals": totals,
        "none": table.none,
    }
