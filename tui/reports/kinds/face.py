"""What every paper about a shipment has on its face: what it covers, how it stands, who went on in spite of what."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tui.domain.readiness import Verdict
from tui.reports.paper import Cell, Face, Figure, Land, Listing, Text, Word, day, phrase
from tui.reports.phrases import SEMICOLON, cars, doubt, lack
from tui.reports.summary import Override, ShipmentSummary

_MOST_MISSING = 8
_MOST_OVERRIDES = 4


class Stamp(msgspec.Struct, frozen=True):
    """Who prints, and when (UTC)."""

    by: str
    at: datetime


def face(kind: str, title: str, summary: ShipmentSummary, stamp: Stamp | None, number: str | None = None) -> Face:
    """The face of a paper about a shipment; ``number`` is the paper's own where it has one."""
    return Face(
        kind=kind,
        title=title,
        number=number or summary.number,
        revision=summary.revision,
        as_of=summary.as_of,
        draft=summary.draft,
        covers=covers(summary),
        on=summary.on,
        packs=summary.packs,
        why=(standing(summary),),
        overrides=(*overridden(summary), *waived(summary)),
        printed_by=stamp.by if stamp else "",
        printed_at=stamp.at if stamp else None,
        about=summary.number,
        book_revision=summary.book_revision,
    )


def covers(summary: ShipmentSummary) -> Cell:
    """How many cars, from where to where."""
    return phrase(
        "{cars} from {origin} to {destination}",
        cars=cars(len(summary.cars)),
        origin=Land(summary.origin_country, coded=False),
        destination=Land(summary.destination_country, coded=False),
    )


def verdict_word(verdict: Verdict) -> Word:
    """A verdict as it is printed; the words are those of the data."""
    return Word(verdict.value, verdict.value)


def standing(summary: ShipmentSummary) -> Cell:
    """The verdict, and what stands between the shipment and READY with the number of cars it concerns."""
    verdict = verdict_word(summary.verdict)
    if summary.cancelled:
        return phrase("This shipment is cancelled.")
    if not summary.cars:
        return phrase("{verdict}: no cars on this shipment", verdict=verdict)
    if summary.verdict is Verdict.READY and summary.overrides:
        return phrase("{verdict} through recorded overrides only", verdict=verdict)
    if summary.verdict is Verdict.READY:
        return phrase("{verdict}: nothing is missing", verdict=verdict)
    named = missing(summary)
    listed = Listing(named[:_MOST_MISSING], SEMICOLON)
    more = len(named) - _MOST_MISSING
    if more > 0:
        return phrase(
            "{verdict}. Missing (number of cars): {list}; and {n} more", verdict=verdict, list=listed, n=Figure(more)
        )
    return phrase("{verdict}. Missing (number of cars): {list}", verdict=verdict, list=listed)


def missing(summary: ShipmentSummary) -> tuple[Cell, ...]:
    """What stands between the shipment and READY, worst first, each with the number of cars it concerns."""
    named: list[tuple[Cell, tuple[int, ...]]] = [(doubt(one), one.items) for one in summary.doubts]
    named += [(lack(point), point.items) for point in summary.open_points]
    found: dict[str, tuple[Cell, set[int]]] = {}
    for cell, items in named:
        found.setdefault(repr(cell), (cell, set()))[1].update(items)
    return tuple(phrase("{name} ({count})", name=cell, count=Figure(len(items))) for cell, items in found.values())


def overridden(summary: ShipmentSummary) -> tuple[Cell, ...]:
    """The overrides as they stand on every page."""
    lines: list[Cell] = [override_said(override) for override in summary.overrides[:_MOST_OVERRIDES]]
    more = len(summary.overrides) - _MOST_OVERRIDES
    return (*lines, phrase("and {n} more", n=Figure(more))) if more > 0 else tuple(lines)


def waived(summary: ShipmentSummary) -> tuple[Cell, ...]:
    """The items of the localisation kit that somebody let pass, as they stand on every page."""
    lines: list[Cell] = [waiver_said(one) for one in summary.waivers[:_MOST_OVERRIDES]]
    more = len(summary.waivers) - _MOST_OVERRIDES
    return (*lines, phrase("and {n} more", n=Figure(more))) if more > 0 else tuple(lines)


def waiver_said(waiver: Override) -> Cell:
    """Who let an item of the kit pass, when, until when and why."""
    return phrase(
        "Waived by {who} on {day}, until {until}: {item}. {reason}",
        who=Text(waiver.who),
        day=day(waiver.on),
        until=day(waiver.expires),
        item=Word(waiver.rule, waiver.title),
        reason=Text(waiver.reason),
    )


def override_said(override: Override) -> Cell:
    """Who went on in spite of what, when and why."""
    return phrase(
        "Overridden by {who} on {day}: {rule}. {reason}",
        who=Text(override.who),
        day=day(override.on),
        rule=Word(override.rule, override.title),
        reason=Text(override.reason),
    )
