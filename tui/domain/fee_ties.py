"""Bands of a fee table between which nothing decides: a car may fall into both, and both have the same standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from tui.domain.fees import FeeBand
from tui.domain.pricing import KW_OF_HP, standing

_Bounds = tuple[Decimal | int | None, Decimal | int | None]


def ties(bands: Sequence[FeeBand]) -> Iterator[tuple[int, int]]:
    """The places of every two bands that tie, the earlier first."""
    alike: dict[object, list[int]] = {}
    for place, band in enumerate(bands):
        alike.setdefault((band.fee, band.importer, standing(band)), []).append(place)
    for places in alike.values():
        for first, second in combinations(places, 2):
            if _overlap(bands[first], bands[second]):
                yield first, second


def _overlap(one: FeeBand, other: FeeBand) -> bool:
    """Whether some car on some day surely falls into both; what is measured in two ways is not compared."""
    if not set(one.powertrains) & set(other.powertrains):
        return False
    starts = max(one.effective_from or date.min, other.effective_from or date.min)
    if starts > min(one.effective_to or date.max, other.effective_to or date.max):
        return False
    cc = (one.engine_cc_min, one.engine_cc_max), (other.engine_cc_min, other.engine_cc_max)
    ages = (one.age_years_min, one.age_years_max), (other.age_years_min, other.age_years_max)
    powers = _power(one), _power(other)
    return (
        _meet(*cc, closed=True)
        and _meet(*powers, same=one.power_measure == other.power_measure)
        and _meet(*ages, same=one.age_from == other.age_from)
    )


def _power(band: FeeBand) -> _Bounds:
    """The bounds in horsepower, as pricing asks for them."""
    if band.power_hp_min is not None or band.power_hp_max is not None:
        return band.power_hp_min, band.power_hp_max
    least, most = band.power_kw_min, band.power_kw_max
    return (None if least is None else least / KW_OF_HP), (None if most is None else most / KW_OF_HP)


def _meet(one: _Bounds, other: _Bounds, *, closed: bool = False, same: bool = True) -> bool:
    if not same and one != (None, None) != other:
        return False
    least = max((bound for bound in (one[0], other[0]) if bound is not None), default=None)
    most = min((bound for bound in (one[1], other[1]) if bound is not None), default=None)
    if least is None or most is None:
        return True
    return least <= most if closed else least < most
