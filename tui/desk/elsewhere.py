"""What a car would come to in other destinations: landed cost with the fees that rules price, and readiness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.kinds import SHIPMENTS
from tui.desk.repair_partners import distributors
from tui.domain.cars import Car
from tui.domain.costing import Waterfall
from tui.domain.distributors import Distributor
from tui.domain.money import Money
from tui.domain.readiness import Flag, State, Verdict
from tui.domain.rules import Gate, RuleSeverity
from tui.domain.values import Unreadable, number

_ONE_SUM = re.compile(r"([A-Z]{3}) ([0-9][0-9,]*(?:\.[0-9]+)?)")
"""The shape of a rule's amount that is one sum and nothing else: ``KZT 756,875``."""


_VALUE_TERMS = frozenset({"CIF", "CIP"})
"""Terms under which a price is what customs take for the value: with carriage and insurance, without duty."""


class CustomsValue(msgspec.Struct, frozen=True):
    """What percentages are of: ``given`` by the user, or the selling price under the ``terms`` of its shipment."""

    amount: Money
    given: bool
    terms: str = ""


class Fee(msgspec.Struct, frozen=True):
    """A cost that a rule of the destination names; ``amount`` in the home currency, None where it is not counted.

    ``text`` is the amount as the rule gives it, ``percent`` its part of the customs value ``base``. ``why`` says why it
    is not counted: ``cannot_tell`` whether the rule applies, ``no_rate`` in the book, ``no_value`` to take the
    percentage of, ``no_base`` named for it, ``no_price`` in the fee table for this car, ``no_amount`` in the rule, or a
    ``formula``.
    """

    rule: str
    title: str
    text: str
    amount: Money | None
    no_rate: bool = False
    percent: Decimal | None = None
    base: CustomsValue | None = None
    why: str = ""


class Elsewhere(msgspec.Struct, frozen=True):
    """One car in one destination. ``landed`` is after the rebate and with the fees that are counted.

    ``distributors`` are the official ones of the make there on the day: what they do to a car that came past them
    bears on the price it can be sold at.
    """

    destination: str
    verdict: Verdict
    open_flags: int
    landed: Money
    margin: Money | None
    fees: tuple[Fee, ...]
    distributors: tuple[Distributor, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every fee that the rules name is counted."""
        return all(fee.amount is not None for fee in self.fees)


def what_if(
    desk: Desk, car: Car, countries: Sequence[str], on: date | None = None, value: Money | None = None
) -> list[Elsewhere]:
    """A car in each of these destinations; fees are those whose rules apply to it there.

    ``value`` is what customs take for the car's value; without it a selling price with carriage and insurance counts.
    """
    costing = Costing(desk, on)
    checker = Checker(desk, Question(costing.on))
    waterfall = costing.of(car)
    base = CustomsValue(value, given=True) if value is not None else value_of_sale(desk, costing, car)
    return [_in(desk, costing, checker, waterfall, car, country, base) for country in countries]


def value_of_sale(desk: Desk, costing: Costing, car: Car) -> CustomsValue | None:
    """The selling price, where the terms of the car's shipment make it one that customs would take for the value."""
    price = costing.rebates.price_of(car)
    if price is None:
        return None
    for one in desk.store.all(SHIPMENTS):
        if not one.cancelled and car.id in one.car_ids and one.incoterm in _VALUE_TERMS:
            return CustomsValue(price, given=False, terms=f"{one.incoterm} {one.incoterm_place}".strip())
    return None


def _in(
    desk: Desk,
    costing: Costing,
    checker: Checker,
    found: Waterfall,
    car: Car,
    country: str,
    base: CustomsValue | None,
) -> Elsewhere:
    assessment = checker.answer(car, country).assessment
    fees = tuple(
        _fee(costing, flag, base) for flag in assessment.flags if _prices(flag) and flag.state is State.FLAGGED
    )
    fees += tuple(
        Fee(flag.rule.id, flag.rule.title, flag.rule.amount or "", None, why="cannot_tell")
        for flag in assessment.flags
        if _prices(flag) and flag.state is State.CANNOT_TELL
    )
    added = sum((fee.amount for fee in fees if fee.amount is not None), Money.of(0, costing.home))
    landed = found.landed + added
    margin = found.margin - added if found.margin is not None else None
    there = distributors(desk, make=car.make, country=country)
    present = tuple(one for one in there if one.present(costing.on))
    return Elsewhere(country, assessment.verdict, len(assessment.open_flags), landed, margin, fees, present)


def _prices(flag: Flag) -> bool:
    return flag.rule.severity is RuleSeverity.COST and flag.rule.gate is Gate.IMPORT


def _fee(costing: Costing, flag: Flag, base: CustomsValue | None) -> Fee:
    """What a rule that applies comes to: its part of the customs value, the band of its table, or its one sum."""
    rule = flag.rule
    text = rule.amount or ""
    percent = rule.percent_of_value
    if percent is not None:
        if base is None:
            return Fee(rule.id, rule.title, text, None, percent=percent, why="no_value")
        part = Money.of(base.amount.amount * percent / 100, base.amount.currency)
        return _sum(costing, Fee(rule.id, rule.title, text, None, percent=percent, base=base), part)
    if flag.price is not None:
        plain = Fee(rule.id, rule.title, text, None, why="no_price")
        return plain if flag.price.amount is None else _sum(costing, plain, flag.price.amount)
    one = _one_sum(text)
    if one is None:
        why = "no_base" if "%" in text else "formula" if text else "no_amount"
        return Fee(rule.id, rule.title, text, None, why=why)
    return _sum(costing, Fee(rule.id, rule.title, text, None), one)


def _one_sum(text: str) -> Money | None:
    match = _ONE_SUM.fullmatch(text.strip())
    try:
        return Money.of(number(match[2]), match[1]) if match is not None else None
    except (Unreadable, ValueError):
        return None


def _sum(costing: Costing, fee: Fee, money: Money) -> Fee:
    """The fee with its sum in the home currency, or without one for want of a rate."""
    if money.amount == 0:
        return msgspec.structs.replace(fee, amount=Money.of(0, costing.home), why="")
    converted = costing.rates.convert(money, costing.home, costing.on)
    if converted is None:
        return msgspec.structs.replace(fee, no_rate=True, why="no_rate")
    return msgspec.structs.replace(fee, amount=converted.amount, why="")
