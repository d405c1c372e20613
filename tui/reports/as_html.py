"""A paper as one self-contained HTML file that prints well and runs right to left where the language does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from tui import paths
from tui.reports import own_templates
from tui.reports.as_pdf import qr_svg
from tui.reports.as_text import SENTENCE_LIMIT, VALUE_LIMIT, row_limit
from tui.reports.cells import cut, runs, width
from tui.reports.set_paper import SetField, SetPaper
from tui.reports.setting import plain

TEMPLATE = "papers/paper.html"
_ISOLATES = {"\u2066": Markup('<bdi dir="ltr">'), "\u2068": Markup("<bdi>"), "\u2069": Markup("</bdi>")}
_HALF = 30
"""Cells that fit a value beside another one."""


def as_html(paper: SetPaper, template: Path | None = None) -> str:
    """The page. Raises BadFile for a template of the user's that cannot be read or filled, with the line."""
    values = {
        "paper": paper,
        "lang": paper.tag.replace("_", "-"),
        "qr": Markup(qr_svg(paper.code)),  # noqa: S704 - a picture of ours
        "plain": plain,
        "wide": _wide,
        "value_limit": VALUE_LIMIT,
        "row_limit": row_limit,
        "sentence_limit": SENTENCE_LIMIT,
        "edges": _edges(paper),
        "runs": runs,
        "name": lambda section: type(section).__name__,
    }
    filters: dict[str, Callable[..., Any]] = {"bdi": _isolated, "cut": _cut}
    if template is not None:
        return own_templates.filled(template, filters, values)
    return _template(paths.data(TEMPLATE)).render(values)


@cache
def _template(source: Path) -> Template:
    environment = Environment(autoescape=True, keep_trailing_newline=True)
    environment.filters["bdi"] = _isolated
    environment.filters["cut"] = _cut
    return environment.from_string(source.read_text(encoding="utf-8"))


def _cut(text: str, limit: int = VALUE_LIMIT) -> str:
    return text if len(text) * 2 <= limit else cut(text, limit)


def _isolated(text: str) -> Markup:
    """Escaped text in which isolates have become elements; a text cut between them gets its ends."""
    safe = escape(text)
    if text.isascii():
        return safe
    for sign, element in _ISOLATES.items():
        safe = Markup(safe.replace(sign, element))  # noqa: S704 - the elements are ours, the rest is escaped above
    missing = text.count("\u2066") + text.count("\u2068") - text.count("\u2069")
    return safe + Markup("</bdi>") * max(0, missing)


def _wide(field: SetField) -> bool:
    return width(field.value.text) + width(field.note) > _HALF


def _edges(paper: SetPaper) -> list[dict[str, Markup]]:
    """What browsers print in the margin of every page, as CSS: number and mark, page x of y."""
    face = paper.face
    parts = face.paging.replace("{pages}", "{page}").split("{page}")
    counters = ("counter(page)", "counter(pages)")
    if face.paging.find("{pages}") < face.paging.find("{page}"):
        counters = counters[::-1]
    said = [_css(parts[0]), counters[0], _css(parts[1]), counters[1], _css("".join(parts[2:]))]
    name = _css(f"{plain(face.title)} {plain(face.number)} · {face.mark}")
    near, far = ("bottom-right", "bottom-left") if paper.rtl else ("bottom-left", "bottom-right")
    return [
        {"box": Markup(near), "content": Markup(name)},  # noqa: S704 - a quoted CSS string
        {"box": Markup(far), "content": Markup(" ".join(said))},  # noqa: S704 - quoted CSS strings
    ]


def _css(text: str) -> str:
    """A CSS string: quotes, backslashes and what would end the style element are escaped by number."""
    return '"' + "".join(char if char.isalnum() or char in " .,-" else f"\\{ord(char):x} " for char in text) + '"'
