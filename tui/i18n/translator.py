"""The language of the moment: one object, changed in place when the user switches.

Two catalogues make a language: ``tui`` (the program's own words) and ``data`` (titles and texts of rules, documents
and facts). A language that only papers speak has one, ``papers``: what a paper can show of both. English is what the
source says.
"""

from __future__ import annotations

import gettext as _gettext
import io
import os
from collections.abc import Mapping
from pathlib import Path

from tui.errors import UsageError
from tui.paths import resource

LANGUAGES = ("en", "zh_CN")
PAPER_LANGUAGES = ("en", "zh_CN", "ru", "ar", "es", "fr")
"""The languages of papers; those that are no languages of the screen have one catalogue, ``papers``."""
PSEUDO = "qps"
"""A made-up language that puts brackets around every translated string, for tests."""
_DOMAINS = ("tui", "data")
_PAPER_DOMAINS = ("papers",)
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class _Pseudo(_gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"[!! {message} !!]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"[!! {msgid1 if n == 1 else msgid2} !!]"


class Translator:
    """Gives every string the user sees in the chosen language."""

    def __init__(self) -> None:
        self.tag = "en"
        self._catalogue: _gettext.NullTranslations = _gettext.NullTranslations()

    def use(self, tag: str) -> None:
        """Switch to a language tag such as ``zh_CN`` or ``zh-Hans-CN``; raise UsageError when there is none like it."""
        found = match(tag)
        if found is None:
            raise UsageError("language_unknown", value=tag, known=", ".join(LANGUAGES))
        self.tag = found
        self._catalogue = _load(found)

    def use_for_paper(self, tag: str) -> None:
        """Switch to a language of papers; raise UsageError when there is none like it."""
        found = match_paper(tag)
        if found is None:
            raise UsageError("language_unknown", value=tag, known=", ".join(PAPER_LANGUAGES))
        self.tag = found
        self._catalogue = _load(found)

    def gettext(self, message: str) -> str:
        """The message in the chosen language; the empty string stays empty."""
        return self._catalogue.gettext(message) if message else message

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The form of the message for a count."""
        return self._catalogue.ngettext(one, many, n)


TRANSLATOR = Translator()
_ = TRANSLATOR.gettext
ngettext = TRANSLATOR.ngettext


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction knows
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


def match(tag: str) -> str | None:
    """The language we have that fits a tag, or None: ``zh``, ``zh-Hans`` and ``zh_CN.UTF-8`` are all zh_CN."""
    parts = tag.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].replace("-", "_").split("_")
    match parts[0].lower():
        case "zh":
            return "zh_CN"
        case "en" | "c" | "posix":
            return "en"
        case "qps":
            return PSEUDO
        case _:
            return None


def match_paper(tag: str) -> str | None:
    """The language of papers that fits a tag, or None: ``ru-KZ`` is ru, ``zh-Hans`` is zh_CN."""
    language = tag.replace("-", "_").split("_", maxsplit=1)[0].lower()
    return language if language in PAPER_LANGUAGES else match(tag)


def paper_translator(tag: str) -> Translator:
    """A translator of its own for a paper. Raises UsageError for a language that no paper has."""
    found = Translator()
    found.use_for_paper(tag)
    return found


def from_environment(environment: Mapping[str, str]) -> str:
    """The language of LC_ALL, LC_MESSAGES or LANG, the first that is set; English when we do not speak it."""
    for name in _VARIABLES:
        if value := environment.get(name):
            return match(value) or "en"
    return "en"


def _load(tag: str) -> _gettext.NullTranslations:
    if tag == "en":
        return _gettext.NullTranslations()
    if tag == PSEUDO:
        return _Pseudo()
    folder = resource("locales") / tag / "LC_MESSAGES"
    first: _gettext.NullTranslations | None = None
    for domain in _DOMAINS if tag in LANGUAGES else _PAPER_DOMAINS:
        catalogue = _catalogue(folder / f"{domain}.po", folder / f"{domain}.mo", tag)
        if catalogue is None:
            continue
        if first is None:
            first = catalogue
        else:
            first.add_fallback(catalogue)
    return first or _gettext.NullTranslations()


def _catalogue(po: Path, mo: Path, tag: str) -> _gettext.GNUTranslations | None:
    """The compiled catalogue; in a checkout whose .po is younger it is compiled in memory, so edits show at once."""
    fresh = mo.is_file() and (not po.is_file() or os.stat(mo).st_mtime_ns >= os.stat(po).st_mtime_ns)  # noqa: PTH116
    if fresh:
        with mo.open("rb") as source:
            return _gettext.GNUTranslations(source)
    if not po.is_file():
        return None
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with po.open("rb") as source:
        write_mo(compiled, read_po(source, locale=tag))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)
