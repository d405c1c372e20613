"""Short phrases that several papers share, as cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.domain.documents import EVIDENCE
from tui.i18n.translator import N_
from tui.reports.paper import Cell, Code, Figure, Land, Listing, Phrase, Text, Word, counted, day, phrase
from tui.reports.summary import Doubtful, Named, OpenPoint

SEMICOLON = N_("; ")
COMMA = N_(", ")
ONE_IS_ENOUGH = " / "
_DOUBTS = {
    "no_pack": N_("No rules for {country}"),
    "pack_stale": N_("The rules for {country} are too old"),
    "pack_ahead": N_("The rules for {country} say they were checked on a day to come"),
    "no_destination": N_("No destination to check for"),
    "not_checked": N_("Not checked"),
}


def places(found: Sequence[int]) -> str:
    """Places on the paper as ranges: ``1-3, 5``."""
    ranges: list[list[int]] = []
    for item in found:
        if ranges and item == ranges[-1][1] + 1:
            ranges[-1][1] = item
        else:
            ranges.append([item, item])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def items(found: Sequence[int]) -> Phrase:
    """The cars at some places."""
    return counted("item {items}", "items {items}", len(found), items=Code(places(found)))


def cars(count: int) -> Phrase:
    """So many cars."""
    return counted("{n} car", "{n} cars", count, n=Figure(count))


def word(named: Named | None) -> Word | None:
    """A code with its title, which is translated."""
    return Word(named.code, named.title) if named else None


def titles(names: Iterable[Named], *, any_of: bool = False) -> Cell:
    """Names in a row, parted by commas, or by strokes where one is enough."""
    return Listing(tuple(Word(name.code, name.title) for name in names), ONE_IS_ENOUGH if any_of else COMMA)


def doubt(doubtful: Doubtful) -> Cell:
    """Why nothing can be said of some cars."""
    said = _DOUBTS.get(doubtful.code)
    if said is None:
        return Text(doubtful.code)
    land = Land(doubtful.jurisdiction, coded=False) if doubtful.jurisdiction else None
    return Phrase(said, {"country": land})


def lack(point: OpenPoint) -> Cell:
    """What an open point lacks, in the fewest words: facts, papers, or else the rule's own title."""
    title = Word(point.rule, point.title)
    if point.turns_blocked_on is not None:
        return phrase("{rule}: turns BLOCKED on {day}", rule=title, day=day(point.turns_blocked_on))
    if point.missing:
        return titles(point.missing)
    if any(not name.code.startswith(EVIDENCE) for name in point.needs):
        return titles(point.needs, any_of=point.any_of)
    return title
