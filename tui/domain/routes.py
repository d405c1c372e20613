"""The legs of a journey: from where to where, by what, and when. Pure.

Where a shipment has legs they are the only word on its route: the countries on the way and the days of departure and
arrival are read from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from tui.domain.problems import Problem, Severity
from tui.domain.readiness import ORIGIN
from tui.domain.words import Mode


class Leg(msgspec.Struct, frozen=True, omit_defaults=True):
    """One stretch of the journey without a change of vehicle.

    ``start`` and ``end`` are places, ``start_country`` and ``end_country`` their countries (ISO 3166 alpha-2), and
    ``via`` countries crossed between them without a stop. ``voyage`` is the number of the voyage, train or trip.
    ``etd`` and ``eta`` are planned, ``departed`` and ``arrived`` what came to pass; all days at the place itself.
    """

    start: str
    start_country: str
    end: str
    end_country: str
    mode: Mode
    via: tuple[str, ...] = ()
    conveyance: str = ""
    voyage: str = ""
    carrier: str = ""
    etd: date | None = None
    eta: date | None = None
    departed: date | None = None
    arrived: date | None = None


def countries_on_the_way(legs: Sequence[Leg], destination: str) -> tuple[str, ...]:
    """The countries that the legs touch or cross between origin and destination, each once, in the order of travel."""
    passed = (code for leg in legs for code in (leg.start_country, *leg.via, leg.end_country))
    return tuple(code for code in dict.fromkeys(passed) if code not in {ORIGIN, destination})


def leg_problems(legs: Sequence[Leg], destination: str) -> Iterator[Problem]:
    """What is wrong with a route: a gap, a wrong beginning, days out of order; the end may still be to come."""
    if not legs:
        return
    if legs[0].start_country != ORIGIN:
        yield Problem("route_start", "legs", {"country": legs[0].start_country})
    if legs[-1].end_country != destination:
        params = {"country": legs[-1].end_country, "to": destination}
        yield Problem("route_end", "legs", params, Severity.WARNING)
    for place, (one, other) in enumerate(pairwise(legs), start=1):
        if (one.end_country, one.end.casefold()) != (other.start_country, other.start.casefold()):
            yield Problem("route_gap", "legs", {"leg": str(place + 1), "end": one.end, "start": other.start})
    days = [
        (f"{place} {name}", day)
        for place, leg in enumerate(legs, start=1)
        for name, day in (("etd", leg.etd), ("eta", leg.eta))
        if day is not None
    ]
    actual = [
        (f"{place} {name}", day)
        for place, leg in enumerate(legs, start=1)
        for name, day in (("departed", leg.departed), ("arrived", leg.arrived))
        if day is not None
    ]
    for listed in (days, actual):
        for (earlier, first), (later, second) in pairwise(listed):
            if second < first:
                params = {"earlier": earlier, "first": str(first), "later": later, "second": str(second)}
                yield Problem("route_days", "legs", params)
