"""What falls due: deadlines that rules set, counted from a car's milestones and papers, and papers that expire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from tui.domain.cars import ENDINGS, Car
from tui.domain.documents import LICENCE, Document
from tui.domain.partialdate import add_months
from tui.domain.rules import Rule
from tui.domain.words import Stage

_COUNT_FROM = {
    "pending_export_transfer": Stage.TRANSFERRED,
    "clearance": Stage.CLEARED,
    "export_declaration": Stage.DECLARED,
}
_DONE = {
    "pending_export_transfer": (Stage.DECLARED, Stage.CLEARED, Stage.DEPARTED),
    "clearance": (Stage.DEREGISTERED,),
    "export_declaration": (Stage.REFUNDED,),
    "licence_issue": (Stage.DECLARED, Stage.CLEARED),
}
"""The steps after which a deadline of that kind is met."""
_RECEIPT_RULE = "cn-vat-receipt-30apr"


class Due(msgspec.Struct, frozen=True):
    """Something that must be done by a day: for a car (``car_id``) or for a paper as such."""

    on: date
    code: str
    """A rule's id, or ``document_expires``."""
    car_id: int | None = None
    document_id: int | None = None
    document_kind: str = ""


def deadline(rule: Rule, start: date) -> date | None:
    """The last day a deadline rule leaves, counted from ``start``; None for a rule without a computable period.

    Months are calendar months; ``next_april_30`` is 30 April of the year after ``start``.
    """
    if rule.next_april_30:
        return date(start.year + 1, 4, 30)
    if not rule.period:
        return None
    count, unit = int(rule.period[1:-1]), rule.period[-1]
    last = start + timedelta(days=count) if unit == "D" else add_months(start, count * (12 if unit == "Y" else 1))
    return min(last, date(start.year, 12, 31)) if rule.until == "year_end" else last


def due_of_car(car: Car, papers: Sequence[Document], rules: Iterable[Rule]) -> list[Due]:
    """What falls due for one car by the deadline rules; a met deadline is gone."""
    reached = {step.stage for step in car.milestones}
    if car.archived or reached & ENDINGS:
        return []
    found = []
    for rule in rules:
        if any(stage in reached for stage in _done(rule)):
            continue
        for start, printed in _starts(rule, car, papers):
            last = deadline(rule, start) if rule.in_effect(start) else None
            if last is not None:
                found.append(Due(printed or last, rule.id, car.id))
    return found


def _done(rule: Rule) -> tuple[Stage, ...]:
    return (Stage.PAID,) if rule.id == _RECEIPT_RULE else _DONE.get(rule.count_from, ())


def _starts(rule: Rule, car: Car, papers: Sequence[Document]) -> list[tuple[date, date | None]]:
    """The days a deadline is counted from, each with the last day that the paper itself prints, if any."""
    if rule.count_from == "licence_issue":
        licences = (paper for paper in papers if paper.kind == LICENCE and not paper.void)
        return [(start, paper.expires) for paper in licences if (start := paper.issued or paper.expires)]
    stage = _COUNT_FROM.get(rule.count_from)
    start = car.milestone(stage) if stage else None
    return [(start, None)] if start else []


def expiring(documents: Iterable[Document], open_cars: Mapping[int, Car] | frozenset[int]) -> list[Due]:
    """Papers with a last day that still serve a car in stock, or the firm."""
    return [
        Due(paper.expires, "document_expires", None, paper.id, paper.kind)
        for paper in documents
        if paper.expires is not None
        and not paper.void
        and paper.kind != LICENCE
        and (not paper.scope.car_ids or any(car_id in open_cars for car_id in paper.scope.car_ids))
    ]
