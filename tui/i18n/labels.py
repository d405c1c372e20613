"""Labels of codes: the English words of ``data/words.toml`` in the user's language."""

from __future__ import annotations

from collections.abc import Mapping

from tui.i18n.translator import TRANSLATOR, _


def word(words: Mapping[str, Mapping[str, str]], kind: str, code: str | None) -> str:
    """The label of a code of a kind such as ``powertrain``; the code itself when it has none, a dash for None."""
    if code is None or code == "":
        return "–"
    return _(words.get(kind, {}).get(code, code))


def in_own_words(text: str) -> str:
    """A note of a rule pack: where the catalogue has no translation, it is said to be the pack's own words."""
    said = _(text)
    if said != text or TRANSLATOR.tag == "en":
        return said
    return _("as the pack has it: %(text)s") % {"text": text}
