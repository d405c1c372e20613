"""What stands behind the kind of a commit in its reason, in words: items, makes, fields, stages and rules by name.

Reasons are written once and kept for good; they hold ids. What can be named is named, the rest stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.context import Desk
from tui.desk.documents import rule_named, title_of
from tui.desk.history_labels import OTHER_LABELS
from tui.domain.kits import ITEM, named
from tui.i18n.field_labels import LABELS, STAGES
from tui.i18n.labels import word
from tui.i18n.translator import _

_MODEL = frozenset({
    "model set", "kit copy", "distributor add", "distributor edit", "distributor remove", "offer watch",
})  # fmt: skip
"""Reasons whose rest begins with a make."""


def tail_text(desk: Desk, head: str, words: Sequence[str]) -> str:
    """The rest of a reason whose kind is ``head``."""
    text = " ".join(words)
    match head:
        case "kit set" | "kit drop":
            return _kit_text(desk, words)
        case _ if head in _MODEL:
            return model_text(desk, words)
        case "car edit":
            return field_name(text)
        case "document add":
            return _(title_of(desk, text))
        case "cost add" | "cost edit":
            return word(desk.library.words, "cost_kind", text)
        case "shipment milestone" if len(words) > 1:
            return f"{' '.join(words[:-1])} {word(desk.library.words, 'stage', words[-1])}"
        case "override add":
            rule = rule_named(desk, text)
            return _(rule.title) if rule is not None else text
        case _:
            return text


def field_name(name: str) -> str:
    """The label of a field by the name that commands take; the name itself where it has none."""
    return _(LABELS.get(name) or OTHER_LABELS.get(name) or STAGES.get(name, name))


def model_text(desk: Desk, words: Sequence[str]) -> str:
    """A model whose make is named by its id."""
    make = desk.library.makes.get(words[0]) if words else None
    return " ".join([make.name(desk.language), *words[1:]] if make is not None else words)


def _kit_text(desk: Desk, words: Sequence[str]) -> str:
    """Whose kit it is, then the items by their titles."""
    items = [at for at, one in enumerate(words) if named(desk.library.kits, one) is not None]
    if not items:
        return model_text(desk, words)
    titles = _(", ").join(_(title_of(desk, f"{ITEM}{words[at]}")) for at in items)
    whose = model_text(desk, words[: items[0]])
    return f"{whose} · {titles}" if whose else titles
