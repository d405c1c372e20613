"""Any paper in any format and language: what every use case that prints goes through."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui.errors import BadFile, UsageError
from tui.i18n.translator import PAPER_LANGUAGES, Translator, match_paper, paper_translator
from tui.reports.as_csv import as_csv
from tui.reports.as_text import Qr, as_text
from tui.reports.paper import Paper, document
from tui.reports.set_paper import SetPaper
from tui.reports.setting import typeset

FORMATS = ("text", "html", "pdf", "csv", "xlsx", "json")
BINARY = frozenset({"pdf", "xlsx"})
"""Formats that no terminal shows."""
ENDINGS = {"text": "txt", "html": "html", "pdf": "pdf", "csv": "csv", "xlsx": "xlsx", "json": "json"}
CHINESE = "zh_CN"
_MARK = "\ufeff"
"""By this spreadsheets know UTF-8."""


def language_of(asked: str | None, party: str, screen: str) -> str:
    """The language of a paper: the one asked for, else the consignee's, else the screen's where papers speak it."""
    for tag in (asked, party, screen):
        found = match_paper(tag) if tag else None
        if found in PAPER_LANGUAGES:
            return found
    return PAPER_LANGUAGES[0]


def text_of(
    paper: Paper,
    form: str,
    language: str,
    *,
    bilingual: bool = False,
    qr: Qr = Qr.NONE,
    plain: Callable[[Translator], dict[str, Any]] | None = None,
    template: Path | None = None,
) -> str:
    """A paper in a format that is text; ``plain`` makes its JSON where that has a shape of its own.

    ``template`` is the user's own for HTML and PDF.

    Raises BadFile ``paper_no_table`` for a CSV of a paper without a table, UsageError for a language no paper has
    and for a bilingual paper in Chinese alone.
    """
    translator = paper_translator(language)
    if form == "json":
        made = plain(translator) if plain else document(paper)
        return json.dumps(made, indent=2) + "\n"
    setting = _set(paper, translator, bilingual=bilingual)
    if form == "csv":
        if setting.main is None:
            raise BadFile("paper_no_table")
        return as_csv(setting)
    if form == "html":
        from tui.reports.as_html import as_html

        return as_html(setting, template)
    return as_text(setting, qr)


def bytes_of(
    paper: Paper,
    form: str,
    language: str,
    *,
    bilingual: bool = False,
    qr: Qr = Qr.NONE,
    plain: Callable[[Translator], dict[str, Any]] | None = None,
    template: Path | None = None,
) -> bytes:
    """A paper as the bytes of a file, in any format; a CSV begins with the mark by which spreadsheets know UTF-8.

    Raises what ``text_of`` does, and UnprintableText for a PDF with characters that no font has.
    """
    if form in BINARY:
        setting = _set(paper, paper_translator(language), bilingual=bilingual)
        if form == "pdf":
            from tui.reports.as_pdf import as_pdf

            return as_pdf(setting, template)
        from tui.reports.as_xlsx import as_xlsx

        return as_xlsx(setting)
    text = text_of(paper, form, language, bilingual=bilingual, qr=qr, plain=plain, template=template)
    return ((_MARK if form == "csv" else "") + text).encode("utf-8", "replace")


def _set(paper: Paper, translator: Translator, *, bilingual: bool) -> SetPaper:
    if bilingual and translator.tag == CHINESE:
        raise UsageError("paper_beside_same")
    return typeset(paper, translator, paper_translator(CHINESE) if bilingual else None)
