"""What a rule may say: the keys of its condition, the facts behind them, their words, and the kinds of papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.i18n.translator import N_, _

CONDITION, FACT, WORD, PAPER = "condition", "fact", "word", "document"
SORTS = {CONDITION: N_("Condition key"), FACT: N_("Fact of a case"), WORD: N_("Word"), PAPER: N_("Kind of document")}
_OF_A_RULE = ("rule_kind", "severity", "date_basis", "source_status", "confidence", "second_look")
"""Kinds of words that stand in a rule beside its condition, by the names of ``words.toml``."""


class Key(msgspec.Struct, frozen=True):
    """One thing a pack may write: its sort, the name as written, what it is for (a word: of what), English text."""

    sort: str
    name: str
    of: str
    text: str


def keys(desk: Desk, words: Sequence[str] = ()) -> list[Key]:
    """All of them, or those in which each word stands, in English or the user's language."""
    library = desk.library
    spoken = {name for key in library.condition_keys for name in (key, key.removesuffix("_not"))}
    found = [Key(CONDITION, name, "", text) for name, text in library.condition_keys.items()]
    found += [Key(FACT, name, "", fact.title) for name, fact in sorted(library.facts.items())]
    for kind in (*sorted(spoken & library.words.keys()), *_OF_A_RULE):
        found += [Key(WORD, name, kind, text) for name, text in library.words[kind].items()]
    found += [Key(PAPER, name, "", kind.title) for name, kind in library.documents.items()]
    wanted = [word.casefold() for word in words]
    return [one for one in found if all(word in _haystack(one) for word in wanted)]


def as_json(found: Sequence[Key]) -> dict[str, Any]:
    """The ``nearnew/rule-keys/1`` document."""
    return {
        "schema": "nearnew/rule-keys/1",
        "keys": [{"sort": one.sort, "name": one.name, "of": one.of or None, "text": one.text} for one in found],
    }


def _haystack(one: Key) -> str:
    return f"{one.sort} {one.name} {one.of} {one.text} {_(one.text)}".casefold()
