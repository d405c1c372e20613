"""What a rule that costs comes to for one car: the band of its fee table that the car falls into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain.atoms import COMPARE, Facts, agreed
from tui.domain.fees import FeeBand
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate, add_months
from tui.domain.words import KINDS_OF_IMPORTERS

Tariff = tuple[FeeBand, ...]
"""The bands of one fee table."""
PRICED_BY = (
    "powertrain", "importer_type", "engine_cc", "power_hp", "power_30min_hp", "manufacture_date", "first_registration",
)  # fmt: skip
"""The facts a band may ask for."""
KW_OF_HP = Decimal("0.73549875")
"""Kilowatts of one metric horsepower."""
_SURE = {"high": 2, "medium": 1, "low": 0}
_Answer = tuple[str, bool | None]


class Pricing(StrEnum):
    """How far a car was priced."""

    PRICED = "priced"
    MISSING = "missing"
    """Facts are missing that choose the band."""
    NO_BAND = "no_band"
    """Everything is known, and the table has no band for this car on this day."""


class Price(msgspec.Struct, frozen=True):
    """An amount with the band it was read from, or why there is none: the ``missing`` facts, or no band at all."""

    code: Pricing
    amount: Money | None = None
    band: FeeBand | None = None
    missing: tuple[str, ...] = ()


def price_of(tariff: Tariff, facts: Facts, on: date) -> Price:
    """The amount for a car on a day.

    Of several bands that fit, one for this kind of importer stands before one for any, then the one in force last, then
    the surer one. Where no band surely fits and some may, the facts that would decide are named.
    """
    fitting: list[FeeBand] = []
    missing: dict[str, None] = {}
    for band in tariff:
        if (band.effective_from or date.min) <= on <= (band.effective_to or date.max):
            fits, asked = _fits(band, facts, on)
            if fits:
                fitting.append(band)
            elif fits is None:
                missing.update(dict.fromkeys(asked))
    if fitting:
        band = max(fitting, key=standing)
        return Price(Pricing.PRICED, Money(band.amount, band.currency), band)
    if missing:
        return Price(Pricing.MISSING, missing=tuple(name for name in PRICED_BY if name in missing))
    return Price(Pricing.NO_BAND)


def standing(band: FeeBand) -> tuple[bool, date, int]:
    """What decides between bands that fit: the greatest counts."""
    return band.importer != "any", band.effective_from or date.min, _SURE.get(band.confidence, 0)


def _fits(band: FeeBand, facts: Facts, on: date) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a car falls into a band, and the facts that leave it open."""
    asked: list[str] = []
    for name, answer in _answers(band, facts, on):
        if answer is False:
            return False, ()
        if answer is None:
            asked.append(name)
    return (None if asked else True), tuple(asked)


def _answers(band: FeeBand, facts: Facts, on: date) -> Iterator[_Answer]:
    yield "powertrain", _ask(facts, "powertrain", lambda has: has in band.powertrains)
    if band.importer != "any":
        kinds = {band.importer, *KINDS_OF_IMPORTERS[band.importer]}
        yield "importer_type", _ask(facts, "importer_type", kinds.__contains__)
    yield from _displacement(band, facts)
    yield from _power(band, facts)
    yield from age_in_band(band, facts, on)


def _displacement(band: FeeBand, facts: Facts) -> Iterator[_Answer]:
    least, most = band.engine_cc_min, band.engine_cc_max
    if least is not None or most is not None:
        yield (
            "engine_cc",
            _ask(facts, "engine_cc", lambda cc: (least is None or cc >= least) and (most is None or cc <= most)),
        )


def _power(band: FeeBand, facts: Facts) -> Iterator[_Answer]:
    name = "power_30min_hp" if band.power_measure == "30_minute" else "power_hp"
    least, most, unit = band.power_hp_min, band.power_hp_max, Decimal(1)
    if least is None and most is None:
        least, most, unit = band.power_kw_min, band.power_kw_max, KW_OF_HP
    if least is not None or most is not None:

        def within(power: Any) -> bool:
            has = power * unit
            return (least is None or has > least) and (most is None or has <= most)

        yield name, _ask(facts, name, within)


def aged_from(band: FeeBand) -> str:
    """The fact that the age of a car is counted from in a band."""
    return "first_registration" if band.age_from == "first_registration" else "manufacture_date"


def age_in_band(band: FeeBand, facts: Facts, on: date) -> Iterator[tuple[str, bool | None]]:
    """Whether the age of a car on a day lies in a band, at either end: with the fact that it is counted from."""
    name = aged_from(band)
    since: PartialDate | None = facts.get(name)
    for years, compare in ((band.age_years_min, COMPARE["gt"]), (band.age_years_max, COMPARE["le"])):
        if years is None:
            continue
        answer = None
        if since is not None and band.age_from == "manufacture_year":
            answer = compare(on.year - since.year, years)
        elif since is not None:
            ends = (add_months(since.earliest, 12 * years), add_months(since.latest, 12 * years))
            answer = agreed(*(compare(on, end) for end in ends))
        yield name, answer


def _ask(facts: Facts, name: str, test: Callable[[Any], bool]) -> bool | None:
    has = facts.get(name)
    return None if has is None else test(has)
