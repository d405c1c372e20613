"""The part of a paper that says what is missing, what was assumed, and who overrode what."""

from __future__ import annotations

from collections.abc import Sequence

from tui.domain.readiness import State, Verdict
from tui.domain.rules import Gate
from tui.i18n.translator import N_
from tui.reports.kinds.face import override_said, verdict_word
from tui.reports.paper import Cell, Code, Entries, Entry, Figure, Listing, Section, Word, counted, day, phrase
from tui.reports.phrases import COMMA, doubt, items, titles
from tui.reports.summary import OpenPoint, Override, ShipmentSummary

_MOST_NAMED = 8
"""Up to so many cars are named by VIN; more are told by their places on the paper."""
_GATES = {
    Gate.EXPORT: N_("Export"),
    Gate.IMPORT: N_("Import"),
    Gate.LOCALISATION: N_("Localisation"),
    Gate.PAPERS: N_("Papers"),
}


def missing_section(summary: ShipmentSummary) -> Entries:
    """Every doubt and open point, worst first."""
    points = [
        Entry(
            phrase("{doubt}: {cars}", doubt=doubt(one), cars=_concerned(one.items, (), summary)),
            verdict_word(Verdict.UNKNOWN),
        )
        for one in summary.doubts
    ]
    points += [_point(point, summary) for point in summary.open_points]
    return Entries(N_("WHAT IS MISSING"), tuple(points), N_("Nothing."))


def assumed_sections(summary: ShipmentSummary) -> list[Section]:
    """What the verdict takes for granted, which gates were not looked at, and the overrides in full."""
    said = [Entry(titles(summary.assumptions))] if summary.assumptions else [Entry(phrase("Nothing."))]
    if summary.not_assessed:
        gates = Listing(tuple(Word(gate.value, _GATES[gate]) for gate in summary.not_assessed), COMMA)
        said.append(Entry(phrase("Not assessed: {gates}", gates=gates)))
    sections: list[Section] = [Entries(N_("ASSUMED"), tuple(said))]
    if summary.overrides:
        sections.append(Entries(N_("OVERRIDES"), tuple(_override(one, summary) for one in summary.overrides)))
    return sections


def _point(point: OpenPoint, summary: ShipmentSummary) -> Entry:
    details: list[Cell] = [_concerned(point.items, point.cars, summary)]
    if point.missing and point.state is State.CANNOT_TELL:
        details.append(phrase("Cannot tell without: {facts}", facts=titles(point.missing)))
    if point.needs and point.any_of:
        details.append(phrase("Needs one of: {papers}", papers=titles(point.needs, any_of=True)))
    elif point.needs:
        details.append(phrase("Needs: {papers}", papers=titles(point.needs)))
    if point.turns_blocked_on is not None:
        details.append(phrase("Turns BLOCKED on {day}", day=day(point.turns_blocked_on)))
    if point.clears_on is not None:
        details.append(phrase("No longer applies from {day}", day=day(point.clears_on)))
    if point.lapses_on is not None:
        details.append(phrase("What proves it ends before {day}", day=day(point.lapses_on)))
    return Entry(Word(point.rule, point.title), verdict_word(point.verdict), tuple(details))


def _concerned(found: Sequence[int], names: Sequence[str], summary: ShipmentSummary) -> Cell:
    count = len(found)
    if count == len(summary.cars) > 1:
        return counted("all {n} cars", "all {n} cars", count, n=Figure(count))
    if names and len(names) <= _MOST_NAMED:
        return phrase("{items}: {vins}", items=items(found), vins=Listing(tuple(map(Code, names))))
    return items(found)


def _override(override: Override, summary: ShipmentSummary) -> Entry:
    details: list[Cell] = []
    if override.expires is not None:
        details.append(phrase("Until {day}.", day=day(override.expires)))
    if override.items:
        details.append(phrase("For: {cars}.", cars=_concerned(override.items, (), summary)))
    return Entry(override_said(override), details=tuple(details))
