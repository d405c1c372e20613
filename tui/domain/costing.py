"""What a car costs on its way and what is left: cost lines, their shares, and the waterfall from purchase to margin.

margin = revenue + rebate - purchase - costs; cost items after ``china_side.md`` E1. The waterfall is in the home
currency; each amount that was converted names its rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from tui.domain.money import Money, Rate
from tui.domain.rates import Converted


class CostKind(StrEnum):
    """What a cost line is for, in the order of the waterfall."""

    OPTIONS = "options"
    REGISTRATION = "registration"
    PURCHASE_TAX = "purchase_tax"
    COMPULSORY_INSURANCE = "compulsory_insurance"
    HAULAGE = "haulage"
    INSPECTION = "inspection"
    LICENCE = "licence"
    LOCALISATION = "localisation"
    PORT = "port"
    CUSTOMS_BROKER = "customs_broker"
    FREIGHT = "freight"
    MARINE_INSURANCE = "marine_insurance"
    AGENT = "agent"
    BANK = "bank"
    FINANCE = "finance"
    DESTINATION = "destination"
    OTHER = "other"


class ShareBy(StrEnum):
    """How a cost of several cars is shared between them."""

    CAR = "car"
    VALUE = "value"
    CBM = "cbm"


class Cost(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cost line, for the cars named or, with ``shipment_id``, for whatever cars travel on that shipment.

    ``rate`` is fixed when the amount was paid in another currency; without it the dated rate of ``on`` counts. An
    ``estimate`` counts for the margin as any cost does, but nobody is owed it.
    """

    kind: CostKind
    amount: Money
    on: date
    car_ids: tuple[int, ...] = ()
    shipment_id: int | None = None
    share_by: ShareBy = ShareBy.CAR
    rate: Rate | None = None
    payee: str = ""
    invoice_number: str = ""
    paid_on: date | None = None
    note: str = ""
    id: int = 0
    pay_by: date | None = None
    estimate: bool = False

    def owed(self, on: date) -> bool:
        """Whether the payee still has to be paid on a day: it arose, it is no estimate, and no paid day is recorded."""
        return not self.estimate and self.paid_on is None and self.on <= on


class Step(msgspec.Struct, frozen=True):
    """One step of the waterfall: ``amount`` in the home currency, positive when it brings money, and its origin."""

    code: str
    amount: Money
    original: Money | None = None
    rate: Rate | None = None
    old_rate: bool = False
    on: date | None = None


class Waterfall(msgspec.Struct, frozen=True):
    """From purchase to margin, in the home currency. ``missing`` are codes of what could not be counted.

    ``landed`` is what the car has cost when it stands at the buyer's, after the rebate. A margin is None while the
    price it would be measured against, or the purchase, is not known.
    """

    steps: tuple[Step, ...]
    landed: Money
    landed_without_rebate: Money
    revenue: Money | None
    missing: tuple[str, ...] = ()

    @property
    def not_counted(self) -> tuple[str, ...]:
        """What could not be counted, each once: of an amount without a rate only the rate is said."""
        return tuple(code for code in self.missing if f"{code}_rate" not in self.missing)

    @property
    def landed_known(self) -> Money | None:
        """The landed cost, None while the purchase it begins with is not known: costs alone are no car."""
        return None if "purchase" in self.missing else self.landed

    @property
    def margin(self) -> Money | None:
        """Revenue less landed cost, the rebate counted in."""
        return None if self.revenue is None or "purchase" in self.missing else self.revenue - self.landed

    @property
    def margin_without_rebate(self) -> Money | None:
        """The same as if no rebate ever came."""
        if self.revenue is None or "purchase" in self.missing:
            return None
        return self.revenue - self.landed_without_rebate


class Outlay(msgspec.Struct, frozen=True):
    """A cost that falls on one car: its kind, its part in the home currency, and the whole it is a part of."""

    kind: CostKind
    part: Converted
    on: date
    whole: Money


def share(whole: Money, weights: Mapping[int, Decimal | None]) -> Mapping[int, Money] | None:
    """Share an amount between cars by weight; the parts add up to it to the last minor unit.

    None when a weight is missing or all are zero: nobody guesses a car's volume or value.
    """
    known = [weight for weight in weights.values() if weight is not None]
    if len(known) != len(weights) or not any(known):
        return None
    return dict(zip(weights, whole.shared(known), strict=True))


def cbm(length_mm: int | None, width_mm: int | None, height_mm: int | None) -> Decimal | None:
    """The volume of a car in cubic metres to three places: length × width × height in mm / 10⁹."""
    if length_mm is None or width_mm is None or height_mm is None:
        return None
    return (Decimal(length_mm * width_mm * height_mm) / Decimal(10) ** 9).quantize(Decimal("0.001"))


def holding_cost(capital: Money, rate_per_day: Decimal, days: int) -> Money:
    """What the money in a car costs: capital × rate a day × days (a rate of 0.0002 is 0.02 % a day)."""
    return capital.times(rate_per_day * days)


def waterfall(
    home: str,
    purchase: Converted | None,
    rebate: Money | None,
    outlays: Sequence[Outlay],
    revenue: Converted | None,
    *,
    holding: Money | None = None,
    output_vat: Money | None = None,
    missing: Iterable[str] = (),
) -> Waterfall:
    """Put the steps together. ``rebate`` and ``output_vat`` are in the home currency; None: not known, or none."""
    lacks = list(dict.fromkeys(missing))
    steps: list[Step] = []
    if purchase is None:
        lacks.insert(0, "purchase")
    else:
        steps.append(_step("purchase", purchase, -1))
    order = {kind: place for place, kind in enumerate(CostKind)}
    steps.extend(
        msgspec.structs.replace(_step(outlay.kind.value, outlay.part, -1), original=outlay.whole, on=outlay.on)
        for outlay in sorted(outlays, key=lambda outlay: (order[outlay.kind], outlay.on))
    )
    if holding is not None and holding.amount:
        steps.append(Step("holding", _minus(holding)))
    if output_vat is not None and output_vat.amount:
        steps.append(Step("output_vat", _minus(output_vat)))
    before = _sum((step.amount for step in steps), home)
    if rebate is not None and rebate.amount:
        steps.append(Step("rebate", rebate))
    landed = _minus(_sum((step.amount for step in steps), home))
    income = None
    if revenue is None:
        lacks.append("revenue")
    else:
        steps.append(_step("revenue", revenue, 1))
        income = revenue.amount
    return Waterfall(tuple(steps), landed, _minus(before), income, tuple(dict.fromkeys(lacks)))


def _step(code: str, converted: Converted, sign: int) -> Step:
    rate = converted.rate
    return Step(code, converted.amount.times(sign), None, rate, converted.old, rate.day if rate else None)


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, Money.of(0, currency))


def _minus(money: Money) -> Money:
    return Money(-money.amount, money.currency)
