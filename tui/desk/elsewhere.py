"""What a car would come to in other destinations: landed cost with the fees that rules price, and readiness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.repair_partners import distributors
from tui.domain.cars import Car
from tui.domain.costing import Waterfall
from tui.domain.distributors import Distributor
from tui.domain.money import Money
from tui.domain.readiness import Flag, State, Verdict
from tui.domain.rules import Gate, Rule, RuleSeverity
from tui.domain.values import Unreadable, number

_ONE_SUM = re.compile(r"([A-Z]{3}) ([0-9][0-9,]*(?:\.[0-9]+)?)")
"""The shape of a rule's amount that is one sum and nothing else: ``KZT 756,875``."""


class Fee(msgspec.Struct, frozen=True):
    """A cost that a rule of the destination names; ``amount`` in the home currency, None where it prices by formula.

    ``text`` is the amount as the rule gives it; ``no_rate`` says that it is one sum, but the book has no rate for it.
    """

    rule: str
    title: str
    text: str
    amount: Money | None
    no_rate: bool = False


class Elsewhere(msgspec.Struct, frozen=True):
    """One car in one destination. ``landed`` is after the rebate and with the fees that are sums.

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


def what_if(desk: Desk, car: Car, countries: Sequence[str], on: date | None = None) -> list[Elsewhere]:
    """A car in each of these destinations; fees are those whose rules apply to it there."""
    costing = Costing(desk, on)
    checker = Checker(desk, Question(costing.on))
    waterfall = costing.of(car)
    return [_in(desk, costing, checker, waterfall, car, country) for country in countries]


def _in(desk: Desk, costing: Costing, checker: Checker, found: Waterfall, car: Car, country: str) -> Elsewhere:
    assessment = checker.answer(car, country).assessment
    fees = tuple(_fee(costing, flag.rule) for flag in assessment.flags if _prices(flag) and flag.state is State.FLAGGED)
    fees += tuple(
        Fee(flag.rule.id, flag.rule.title, flag.rule.amount or "", None)
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


def _fee(costing: Costing, rule: Rule) -> Fee:
    text = rule.amount or ""
    match = _ONE_SUM.fullmatch(text.strip())
    if match is None:
        return Fee(rule.id, rule.title, text, None)
    try:
        money = Money.of(number(match[2]), match[1])
    except (Unreadable, ValueError):
        return Fee(rule.id, rule.title, text, None)
    converted = costing.rates.convert(money, costing.home, costing.on)
    if money.amount == 0:
        return Fee(rule.id, rule.title, text, Money.of(0, costing.home))
    return Fee(rule.id, rule.title, text, converted.amount if converted else None, no_rate=converted is None)
