"""Short phrases that several parts of a paper share."""

from __future__ import annotations

from collections.abc import Sequence

from tui.domain.documents import EVIDENCE
from tui.i18n.formats import country
from tui.i18n.translator import N_, Translator
from tui.reports.summary import Doubtful, Named, OpenPoint

_DOUBTS = {
    "no_pack": N_("No rules for {country}"),
    "pack_stale": N_("The rules for {country} are too old"),
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


def items(found: Sequence[int], translator: Translator) -> str:
    """The cars at some places, in words of the language."""
    return translator.ngettext("item {items}", "items {items}", len(found)).format(items=places(found))


def cars(count: int, translator: Translator) -> str:
    """So many cars, in words of the language."""
    return translator.ngettext("{n} car", "{n} cars", count).format(n=count)


def titles(names: Sequence[Named], translator: Translator, *, any_of: bool = False) -> str:
    """Names in the paper's language, parted by commas, or by strokes where one is enough."""
    return (" / " if any_of else translator.gettext(", ")).join(translator.gettext(name.title) for name in names)


def doubt(doubtful: Doubtful, translator: Translator) -> str:
    """Why nothing can be said of some cars."""
    said = translator.gettext(_DOUBTS.get(doubtful.code, doubtful.code))
    return said.format(country=country(doubtful.jurisdiction, translator.tag)) if doubtful.jurisdiction else said


def lack(point: OpenPoint, translator: Translator) -> str:
    """What an open point lacks, in the fewest words: facts, papers, or else the rule's own title."""
    if point.turns_blocked_on is not None:
        said = translator.gettext("{rule}: turns BLOCKED on {day}")
        return said.format(rule=translator.gettext(point.title), day=point.turns_blocked_on.isoformat())
    if point.missing:
        return titles(point.missing, translator)
    if any(not name.code.startswith(EVIDENCE) for name in point.needs):
        return titles(point.needs, translator, any_of=point.any_of)
    return translator.gettext(point.title)
