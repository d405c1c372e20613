"""Makes that neither the list of makes nor the book knows: asked about with the nearest one that is known.

A workshop, a part or a distributor of a make that no car has counts for nothing, and nobody would notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from tui.desk.context import Desk
from tui.desk.kinds import CARS, SHEETS
from tui.domain.problems import Problem, Severity
from tui.domain.repair_partners import EVERY_MAKE

_ALIKE = 0.6


def make_doubts(desk: Desk, field: str, makes: Sequence[str], before: Iterable[str] = ()) -> list[Problem]:
    """A question for each make that nobody knows, but for those that stood there ``before``.

    The first question offers the whole text of the field with the nearest makes in place, where there are any.
    """
    strange = [one for one in makes if one and one not in {*before, EVERY_MAKE} and not _is_known(desk, one)]
    near = {one: found for one in strange if (found := nearest(desk, one))}
    whole = ", ".join(near.get(one) or _name(desk, one) for one in makes) if near else None
    return [
        Problem(
            "make_strange", field, {"value": one[:40]}, Severity.CONFIRM, whole if one == next(iter(near), "") else None
        )
        for one in strange
    ]


def nearest(desk: Desk, text: str) -> str | None:
    """The name of the known make that is written most like a text, or None."""
    aliases = desk.library.vocabulary.makes
    word = text.casefold()
    begun = [alias for alias in aliases if len(word) > 1 and alias.startswith(word)]
    found = min(begun, key=len) if begun else next(iter(get_close_matches(word, aliases, 1, _ALIKE)), None)
    return _name(desk, aliases[found]) if found is not None else None


def _name(desk: Desk, make: str) -> str:
    known = desk.library.makes.get(make)
    return known.name(desk.language) if known is not None else make


def _is_known(desk: Desk, make: str) -> bool:
    """Whether it is one of the makes, or the book has cars or a model of it."""
    if make in desk.library.makes:
        return True
    word = make.casefold()
    makes = [one.make for one in desk.store.all(SHEETS)] + [one.make for one in desk.store.all(CARS)]
    return any(one.casefold() == word for one in makes)
