"""What is wrong, in sentences of screens that name the fields by their labels.

The sentences are imported when something is wrong: no screen waits for them.
"""

from __future__ import annotations

import msgspec

from tui.desk.context import Desk
from tui.domain.problems import Problem
from tui.errors import DraftRefused, NearnewError
from tui.i18n import labels
from tui.i18n.field_labels import label_of
from tui.i18n.translator import _

_STAGES_IN = frozenset({"earlier", "later", "reached", "needed"})


def problem_text(desk: Desk, problem: Problem) -> str:
    """What is wrong, as a sentence without the field's name; codes of the trade in words."""
    from tui.i18n.on_screen import screen_problem

    params = {name: _worded(desk, name, value) for name, value in problem.params.items()}
    return screen_problem(msgspec.structs.replace(problem, params=params))


def error_text(error: NearnewError) -> str:
    """What went wrong, as a screen says it; a refused draft gives one line a field."""
    from tui.i18n.on_screen import screen_problem, screen_sentence

    if not isinstance(error, DraftRefused):
        return screen_sentence(error)
    problems = [one for one in error.problems if isinstance(one, Problem)]
    return "\n".join(
        _("%(field)s: %(sentence)s") % {"field": label_of(one.field), "sentence": screen_problem(one)}
        for one in problems
    )


def _worded(desk: Desk, name: str, value: str) -> str:
    if name == "make" and value in desk.library.makes:
        return desk.library.makes[value].name(desk.language)
    if name == "facts":
        known = desk.library.facts
        codes = value.split(", ")
        return _(", ").join(_(known[code].title) if code in known else code for code in codes)
    place, _gap, day = value.partition(" ")
    if name in _STAGES_IN and place.isdecimal() and day:
        return f"{place} {label_of(day)}"  # the leg and which of its days
    words = desk.library.words
    kind = "stage" if name in _STAGES_IN else name
    return labels.word(words, kind, value) if value in words.get(kind, {}) else value
