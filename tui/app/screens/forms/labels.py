"""The labels of the fields that forms show, and the words for problems that only forms have."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tui.desk.context import Desk
from tui.domain.problems import Problem
from tui.domain.values import plain
from tui.errors import NearnewError
from tui.i18n import formats, labels, sentences
from tui.i18n.field_labels import LABELS, STAGES, label_of
from tui.i18n.translator import N_, _

_OWN: dict[str, str] = {
    "checker_missing": N_("say who looked at it"),
    "deal_without_destination": N_("say where the car is to go first"),
    "document_country_missing": N_("say for which country"),
    "document_kind_missing": N_("say what kind of document it is"),
    "document_without_cars": N_("mark the cars it covers first, then add the document"),
    "document_kind_unknown": N_("“%(value)s” is no kind of document; ctrl+o lists them"),
    "name_missing": N_("the name is missing"),
    "partner_not_found": N_("no dealer is called “%(name)s”; ctrl+o lists them"),
    "partner_ambiguous": N_("“%(name)s” fits several dealers; ctrl+o lists them"),
    "word_unknown": N_("“%(value)s” is not known here; ctrl+o lists what is"),
    "number_unreadable": N_("“%(value)s” is no number; write it like %(sample)s"),
}
"""Sentences in the place of those that speak of commands."""


__all__ = ["LABELS", "STAGES", "label_of", "problem_text"]
_SAMPLE = Decimal("1234.5")
_STAGES_IN = frozenset({"earlier", "later", "reached", "needed"})


def problem_text(desk: Desk, problem: Problem) -> str:
    """What is wrong, as a sentence without the field's name; codes of the trade in words."""
    params = {name: _worded(desk, name, value) for name, value in problem.params.items()}
    if problem.code in _OWN:
        cleaned = {name: plain(value).replace("\n", " ") for name, value in params.items()}
        return _(_OWN[problem.code]) % {"sample": formats.number(_SAMPLE, 2), **cleaned}
    if problem.code in sentences.PROBLEMS:
        return sentences.problem_sentence(msgspec.structs.replace(problem, params=params))
    return sentences.sentence(NearnewError(problem.code, **params))


def _worded(desk: Desk, name: str, value: str) -> str:
    words = desk.library.words
    kind = "stage" if name in _STAGES_IN else name
    return labels.word(words, kind, value) if value in words.get(kind, {}) else value
