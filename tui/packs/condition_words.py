"""The words a pack may use: those a car, a deal or a book can have. A misspelt one would be a rule without effect."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from tui.domain.documents import EVIDENCE
from tui.domain.record_fields import LETTER_FIELDS, LETTER_SIGNERS
from tui.domain.rules import DocumentKind
from tui.packs.tables import read_document_kinds, read_words

_ENDINGS = ("_not",)
_FIXED = {
    "cn_letter_field_missing": frozenset(LETTER_FIELDS),
    "cn_aftersales_letter_issuer_not": frozenset(LETTER_SIGNERS),
}


@cache
def fixed_words() -> Mapping[str, Mapping[str, str]]:
    """English labels of fixed words, by kind of word (``data/words.toml``). Raises PackError."""
    return read_words()


@cache
def document_kinds() -> Mapping[str, DocumentKind]:
    """Kinds of documents by code (``data/documents.toml``). Raises PackError."""
    return read_document_kinds()


def unknown_words(condition: Mapping[str, Any], makes: Collection[str]) -> Iterator[tuple[str, str]]:
    """The words of a condition that nothing can have, each with its key."""
    for key, value in condition.items():
        listed = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
        known = frozenset(makes) if key == "make" else _FIXED.get(key) or _words_of(key)
        if key == "docs_held_any":
            known = frozenset(document_kinds())
        if known:
            yield from ((key, str(word)) for word in listed if word not in known)


def unknown_papers(kinds: Collection[str], rule_id: str) -> Iterator[str]:
    """The papers a rule asks for that nobody can record: no kind of document, and no evidence for this rule."""
    known = document_kinds()
    yield from (kind for kind in kinds if kind not in known and kind != EVIDENCE + rule_id)


def _words_of(key: str) -> frozenset[str]:
    for ending in _ENDINGS:
        key = key.removesuffix(ending)
    return frozenset(fixed_words().get(key, ()))
