"""Shipments as lists and screens show them: how one stands and why, and the cars that are free to go on one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from tui.desk import shipping
from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import PARTIES, SHIPMENTS
from tui.desk.rows import RowSource, StockRow
from tui.desk.stock import rows
from tui.domain.cars import ENDINGS
from tui.domain.readiness import Doubt, Flag, Verdict
from tui.domain.shipments import Shipment


@dataclass(frozen=True)
class Cause:
    """One rule, or one doubt, that stands between ``cars`` cars of a shipment and READY.

    The flag gathers what its rule lacks among all of them, and the first day it blocks one.
    """

    verdict: Verdict
    flag: Flag | None
    doubt: Doubt | None = None
    cars: int = 1


@dataclass(frozen=True)
class Standing:
    """A shipment judged: its worst verdict, every car's answer, and the causes, the worst and most frequent first.

    ``waiting`` counts cars without a VIN: they keep the paper a draft though no rule speaks of them.
    """

    verdict: Verdict
    answers: tuple[Answer, ...]
    causes: tuple[Cause, ...]
    waiting: int

    @property
    def by_override(self) -> bool:
        """Whether it is READY only because somebody went on in spite of a flag."""
        return self.verdict is Verdict.READY and any(answer.overrides for answer in self.answers)

    @property
    def may_be_final(self) -> bool:
        """Whether a final paper can be printed."""
        return self.verdict is Verdict.READY and not self.waiting


@dataclass(frozen=True)
class ShipmentRow:
    """One shipment in a list, with all its texts, casefolded, to search in."""

    shipment: Shipment
    consignee: str
    haystack: str


_BADNESS = {Verdict.BLOCKED: 0, Verdict.UNKNOWN: 1, Verdict.ACTION: 2, Verdict.READY: 3}


def listed(desk: Desk) -> list[ShipmentRow]:
    """All shipments, the newest first, cancelled ones behind the others."""
    names = {party.id: party.name for party in desk.store.all(PARTIES)}
    found = sorted(desk.store.all(SHIPMENTS), key=lambda one: (one.cancelled, -one.id))
    return [_row(desk, one, names.get(one.consignee_id or 0, "")) for one in found]


def _row(desk: Desk, one: Shipment, consignee: str) -> ShipmentRow:
    cars = (text for car in shipping.cars_of(desk, one) for text in (car.vin or "", car.stock_number))
    texts = (
        one.number, one.deal.country, consignee, one.mode.value, one.incoterm, one.port_of_loading,
        one.port_of_discharge, one.contract_number, one.invoice_number, one.transport_document, one.conveyance,
        one.booking_number, one.carrier, *(box.number for box in one.containers), *cars,
    )  # fmt: skip
    return ShipmentRow(one, consignee, "\n".join(texts).casefold())


def standing(desk: Desk, shipment: Shipment, on: date | None = None) -> Standing:
    """Judge a shipment for a day, today by default, and gather why."""
    verdict, answers = shipping.judge(desk, shipment, on or desk.today)
    waiting = sum(1 for answer in answers if answer.car.vin is None)
    return Standing(verdict, tuple(answers), gathered(answers), waiting)


def gathered(answers: Iterable[Answer]) -> tuple[Cause, ...]:
    """The causes behind the answers, each once, the worst and most frequent first."""
    found: dict[object, Cause] = {}
    for answer in answers:
        for doubt in answer.assessment.doubts:
            cars = found[doubt].cars + 1 if doubt in found else 1
            found[doubt] = Cause(Verdict.UNKNOWN, None, doubt, cars)
        for flag in answer.assessment.open_flags:
            key = flag.rule.id, flag.state, flag.verdict
            found[key] = _joined(found[key], flag) if key in found else Cause(flag.verdict, flag)
    return tuple(sorted(found.values(), key=lambda cause: (_BADNESS[cause.verdict], -cause.cars)))


def _joined(cause: Cause, flag: Flag) -> Cause:
    """The cause with one more car in it."""
    before = cause.flag or flag
    turns = [day for day in (before.turns_blocked_on, flag.turns_blocked_on) if day is not None]
    merged = msgspec.structs.replace(
        before,
        missing=tuple(dict.fromkeys((*before.missing, *flag.missing))),
        needs=tuple(dict.fromkeys((*before.needs, *flag.needs))),
        turns_blocked_on=min(turns, default=None),
        clears_on=before.clears_on if before.clears_on == flag.clears_on else None,
    )
    return Cause(cause.verdict, merged, cars=cause.cars + 1)


def free_cars(desk: Desk, shipment: Shipment | None = None) -> list[StockRow]:
    """Cars of the stock that are on no shipment and not sold, returned or cancelled; judged for the destination."""
    found = rows(desk, destination=shipment.deal.country if shipment else None)
    taken = {car_id for one in desk.store.all(SHIPMENTS) if not one.cancelled for car_id in one.car_ids}
    return [row for row in found if row.id not in taken and row.stage not in ENDINGS]


class _Aboard(RowSource):
    """Cars looked at as on one shipment, whatever others they may be on."""

    def __init__(self, desk: Desk, shipment: Shipment) -> None:
        self._only = shipment
        super().__init__(desk, shipment.deal.country, Question(desk.today))

    def renew(self) -> None:
        """Forget what was read of the book."""
        super().renew()
        self.checker = Checker(self.desk, self.question, only=self._only)


def rows_of(desk: Desk, shipment: Shipment) -> list[StockRow]:
    """The cars on a shipment in loading order, judged as on it."""
    source = _Aboard(desk, shipment)
    return [StockRow(car, source) for car in shipping.cars_of(desk, shipment)]
