"""Cars: the record, its milestones, and the stage that follows from them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tui.domain.deals import Deal
from tui.domain.models import EMPTY, Specs
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Problem, Severity
from tui.domain.purchases import Offer, Purchase, Voucher, standing
from tui.domain.words import Stage

_ORDER = {stage: place for place, stage in enumerate(Stage)}
ENDINGS = frozenset({Stage.SOLD_AT_HOME, Stage.RETURNED, Stage.CANCELLED})
"""Stages after which a car is no longer on its way abroad."""
GONE = frozenset({Stage.SOLD_AT_HOME, Stage.CANCELLED})
"""Stages after which the trader neither has the car nor money in it; one that came back is stock again."""
_WITHOUT_ORDER = ENDINGS | {
    Stage.LISTED,
    Stage.REGISTERED,
    Stage.INSPECTED,
    Stage.CONTRACTED,
    Stage.PAID,
    Stage.REFUNDED,
    Stage.DEREGISTERED,
}
"""Steps that lawfully come at different places: a car may be registered before the trader buys it, paid for before
it leaves or after it arrives, and so on."""
_NEEDS = {
    Stage.APPLIED: (Stage.TRANSFERRED,),
    Stage.LICENSED: (Stage.APPLIED,),
    Stage.DECLARED: (Stage.LICENSED,),
    Stage.CLEARED: (Stage.DECLARED,),
    Stage.DEPARTED: (Stage.CLEARED,),
    Stage.DEREGISTERED: (Stage.CLEARED,),
    Stage.REFUNDED: (Stage.DECLARED,),
}
"""Steps that a used car's lawful export takes first (Announcement 6 of 2024): checked as warnings, never filled in."""


class Milestone(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dated step of a car's life."""

    stage: Stage
    on: date
    note: str = ""


class Listed(msgspec.Struct, frozen=True):
    """The list row a car came from: import batch and 1-based row of the file."""

    batch_id: int
    row: int


class Car(msgspec.Struct, frozen=True, omit_defaults=True):
    """One vehicle. ``id`` is its identity; the VIN is unique but may be corrected, or still be waited for.

    ``specs`` holds only what differs from the model sheet. ``typed`` names the fields a person entered or changed: a
    list never writes over those. ``accessories`` is what travels in the car besides its keys (charging cable, mats).
    Distances in kilometres, battery state of health in percent.
    """

    make: str
    model: str
    vin: str | None = None
    stock_number: str = ""
    trim: str = ""
    model_year: int | None = None
    specs: Specs = EMPTY
    colour: str = ""
    manufacture_date: PartialDate | None = None
    first_registration: PartialDate | None = None
    never_registered: bool | None = None
    odometer_km: int | None = None
    battery_soh: Decimal | None = None
    battery_soh_on: date | None = None
    damage_history: tuple[str, ...] | None = None
    former_use: tuple[str, ...] | None = None
    steering_converted: bool | None = None
    tinted_glass: bool | None = None
    owned_since: date | None = None
    engine_number: str = ""
    keys: int | None = None
    accessories: str = ""
    cn_barred_group: tuple[str, ...] | None = None
    cn_modified_vehicle: bool | None = None
    vin_confirmed: bool = False
    dealer_id: int | None = None
    offer: Offer | None = None
    purchases: tuple[Purchase, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    deal: Deal | None = None
    selling_price_currency: str = ""
    remark: str = ""
    listed: Listed | None = None
    typed: tuple[str, ...] = ()
    archived: bool = False
    id: int = 0

    @property
    def voucher(self) -> Voucher | None:
        """The purchase that counts with its red-letter invoices; None while the car is only listed."""
        return standing(self.purchases)

    @property
    def purchase(self) -> Purchase | None:
        """The invoice that counts: the last one that red-letter invoices have not cancelled."""
        voucher = self.voucher
        return voucher.invoice if voucher else None

    def milestone(self, stage: Stage) -> date | None:
        """The day the car reached a stage last, or None."""
        if stage is Stage.BOUGHT and (purchase := self.purchase):
            return purchase.bought_on
        days = [step.on for step in self.milestones if step.stage is stage]
        return max(days, default=None)


def stage(car: Car) -> Stage:
    """The stage that the milestones add up to: an ending if there is one, else the furthest ordinary step.

    Registration and inspection do not carry a car past *bought*: they may come before the trader owns it.
    """
    reached = {step.stage for step in car.milestones}
    if car.purchase is not None:
        reached.add(Stage.BOUGHT)
    for ending in (Stage.CANCELLED, Stage.RETURNED, Stage.SOLD_AT_HOME):
        if ending in reached:
            return ending
    if Stage.BOUGHT not in reached:
        reached -= {Stage.REGISTERED, Stage.INSPECTED, Stage.CONTRACTED}
    return max(reached, key=_ORDER.__getitem__, default=Stage.LISTED)


def under_way(car: Car) -> bool:
    """Whether a car has left: then its arrival is a matter of its own."""
    for step in car.milestones:  # noqa: SIM110 - asked of every car: a generator takes thrice as long
        if step.stage is Stage.DEPARTED or step.stage is Stage.ARRIVED:
            return True
    return False


def milestone_problems(milestones: Sequence[Milestone]) -> tuple[Problem, ...]:
    """Steps out of order or with an earlier step missing, as warnings: papers decide, the record only asks."""
    found: list[Problem] = []
    last: dict[Stage, date] = {}
    for step in milestones:
        last[step.stage] = max(step.on, last.get(step.stage, step.on))
    ordered = sorted((s for s in last if s not in _WITHOUT_ORDER), key=_ORDER.__getitem__)
    for earlier, later in itertools.pairwise(ordered):
        if last[earlier] > last[later]:
            params = {"earlier": earlier.value, "later": later.value}
            found.append(Problem("milestone_order", "milestones", params, Severity.WARNING))
    for reached in last:
        for needed in _NEEDS.get(reached, ()):
            if needed not in last:
                params = {"reached": reached.value, "needed": needed.value}
                found.append(Problem("milestone_missing", "milestones", params, Severity.WARNING))
    return tuple(found)


def days_tied_up(car: Car, on: date) -> int | None:
    """Days the trader's capital has been in the car: purchase to payment or ``on``; None while it is only listed."""
    bought = car.milestone(Stage.BOUGHT)
    if bought is None or bought > on:
        return None
    return (min(car.milestone(Stage.PAID) or on, on) - bought).days


def days_registered(car: Car, on: date) -> int | None:
    """Days since first registration; None when it is not known to the day or lies ahead."""
    since = car.first_registration.exact if car.first_registration else None
    return (on - since).days if since and since <= on else None
