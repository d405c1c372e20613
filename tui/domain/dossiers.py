"""Dossiers that were written: the evidence of a shipment, put together in a folder outside the book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from tui.domain.claims import OVER, Claim
from tui.domain.partialdate import add_months
from tui.domain.rules import Rule


class Dossier(msgspec.Struct, frozen=True, omit_defaults=True):
    """One folder of evidence: ``sha256`` is that of its list of sums, ``keep_until`` the day its papers are kept to.

    ``with_costs``: it shows what the cars cost.
    """

    shipment_id: int
    number: str
    made_on: date
    files: int
    size: int
    sha256: str
    keep_until: date | None = None
    with_costs: bool = False
    id: int = 0


def keeping_rule(rules: Iterable[Rule], on: date) -> Rule | None:
    """The rule in effect that asks longest for papers to be kept."""
    found = [one for one in rules if one.retention_years and one.in_effect(on)]
    return max(found, key=lambda one: one.retention_years or 0, default=None)


def keep_until(rule: Rule | None, car_ids: Iterable[int], claims: Iterable[Claim], today: date) -> date | None:
    """The last day of the years that a rule asks for, counted from the last claim of these cars that was filed.

    Where none was filed yet the years are counted from today, and will end later.
    """
    if rule is None or not rule.retention_years:
        return None
    cars = set(car_ids)
    filed = [
        claim.filed_on
        for claim in claims
        if claim.filed_on and claim.step not in OVER and any(line.car_id in cars for line in claim.lines)
    ]
    return add_months(max(filed, default=today), 12 * rule.retention_years)
