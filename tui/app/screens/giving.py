"""Saving the paper of one record: its language is asked for, then the file, whose ending says the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.saving import ask_file
from tui.desk import printing
from tui.desk.rendering import ENDINGS
from tui.errors import UsageError
from tui.i18n.translator import N_, PAPER_LANGUAGES, _

TONGUES = {
    "en": N_("English"), "zh_CN": N_("Chinese"), "ru": N_("Russian"), "ar": N_("Arabic"), "es": N_("Spanish"),
    "fr": N_("French"),
}  # fmt: skip
_FORM_OF = {ending: form for form, ending in ENDINGS.items()}


def save_paper(screen: DeskScreen[Any], name: str, first: str, made: Callable[[str, str], bytes]) -> None:
    """Ask for language and file; ``made`` gives the bytes for a format and a language, the ``first`` offered first."""
    order = sorted(PAPER_LANGUAGES, key=lambda tag: tag != first)
    answers = [Answer(tag, _(TONGUES[tag])) for tag in order]

    def chosen(tag: str | None) -> None:
        if tag is not None:
            title = _("Save the paper; .pdf, .txt, .html, .xlsx, .csv or .json says the format")
            ask_file(screen, title, name, lambda path, overwrite: _save(path, tag, made, overwrite=overwrite))

    screen.app.push_screen(QuestionScreen(screen.desk, screen.glyphs, _("In which language?"), [], answers), chosen)


def _save(path: Path, language: str, made: Callable[[str, str], bytes], *, overwrite: bool) -> None:
    form = _FORM_OF.get(path.suffix.removeprefix(".").casefold())
    if form is None:
        raise UsageError("paper_form_unknown", value=path.suffix or path.name, known=", ".join(_FORM_OF))
    printing.save_bytes(path, made(form, language), overwrite=overwrite)
