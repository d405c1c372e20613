"""Fee tables: what a car pays at a destination, by band and date.

A table is all bands of one pack that share the key ``fee``; a rule names it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from tui.domain.sources import Source

POWER_MEASURES = ("rated", "30_minute")
AGES_FROM = ("manufacture", "first_registration", "manufacture_year")
IMPORTERS = ("any", "individual", "company")


class FeeBand(msgspec.Struct, frozen=True):
    """One line of a fee table: for which cars, from when to when, and how much.

    Displacement in cc, both ends belonging to the band; power above its least, up to its most; age in years, above its
    least, up to its most, counted from ``age_from`` as conditions count it. None is without end. The law words power in
    kilowatts or in metric horsepower: both are kept where the source gives both, and ``power_measure`` (one of
    ``POWER_MEASURES``, or empty) says which power of the car counts. ``importer`` is one of ``IMPORTERS``, with its
    kinds: a family is an individual. The window's days both belong to it. ``amount`` is in ``currency``.
    """

    fee: str
    title: str
    importer: str
    powertrains: tuple[str, ...]
    amount: Decimal
    currency: str
    source: Source
    engine_cc_min: int | None = None
    engine_cc_max: int | None = None
    power_hp_min: Decimal | None = None
    power_hp_max: Decimal | None = None
    power_kw_min: Decimal | None = None
    power_kw_max: Decimal | None = None
    power_measure: str = ""
    age_years_min: int | None = None
    age_years_max: int | None = None
    age_from: str = "manufacture"
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def confidence(self) -> str:
        """How sure the amount is: one of ``sources.CONFIDENCES``."""
        return self.source.confidence
