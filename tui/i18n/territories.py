"""Which languages countries and their people have, by the general tables."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=512)
def official_languages(country: str) -> tuple[str, ...]:
    """The official languages of a country (ISO 3166 alpha-2) in the whole of it, by base code; none for a group."""
    from babel.languages import get_official_languages

    found = get_official_languages(country, regional=False, de_facto=True)
    return tuple(dict.fromkeys(str(code).split("_", maxsplit=1)[0] for code in found))


def language_name(code: str, tag: str | None = None) -> str:
    """The name of a language by its code, in the language of the moment or of ``tag``; the code where it has none."""
    from babel import Locale

    from tui.i18n.translator import PSEUDO, TRANSLATOR

    shown = tag or TRANSLATOR.tag
    return str(Locale.parse("en" if shown == PSEUDO else shown).languages.get(code, code))
