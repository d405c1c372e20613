"""What falls due: deadlines that rules set, counted from a car's milestones and papers, and papers that expire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from tui.domain.cars import ENDINGS, Car
from tui.domain.claims import OVER, Claim
from tui.domain.documents import LETTER, LICENCE, Document
from tui.domain.letters import LetterRequest
from tui.domain.offers import OfferLine, OfferState
from tui.domain.partialdate import add_months
from tui.domain.rules import Rule
from tui.domain.sales import STANDING, Sale, SaleState
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
    """Something that must be done by a day: for a car, a paper as such, a claim, an offer, a sale or a repair partner.

    ``name`` says whom it is for where no car and no paper does.
    """

    on: date
    code: str
    """A rule's id, or one of ``document_expires``, ``letter_line``, ``offer_ends``, ``reservation_ends``,
    ``balance_due``, ``letter_waiting``, ``partner_contract_ends``, ``hv_certificate_ends``, ``partner_to_confirm``,
    ``kit_item_due``, ``waiver_ends``, ``proof_ends``, ``dossier_kept``."""
    car_id: int | None = None
    document_id: int | None = None
    document_kind: str = ""
    letter_id: int | None = None
    claim_id: int | None = None
    offer_id: int | None = None
    sale_id: int | None = None
    partner_id: int | None = None
    name: str = ""


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


def due_of_car(
    car: Car, papers: Sequence[Document], rules: Iterable[Rule], met: Mapping[str, date | None] | None = None
) -> list[Due]:
    """What falls due for one car by the deadline rules; a met deadline is gone.

    ``met`` are rules that the car's rebate meets otherwise (None), or moves to another day.
    """
    reached = {step.stage for step in car.milestones}
    if car.archived or reached & ENDINGS:
        return []
    found = []
    for rule in rules:
        if any(stage in reached for stage in _done(rule)):
            continue
        for start, printed in _starts(rule, car, papers):
            last = deadline(rule, start) if rule.in_effect(start) else None
            if last is not None and met is not None and rule.id in met:
                last = met[rule.id]
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


def letter_line(car: Car, papers: Sequence[Document], rules: Iterable[Rule], on: date) -> Due | None:
    """The first day on which a bought car needs no letter of its maker; None once it has one, or has applied.

    The count of days is that of the rules that ask for the letter (``registered_days_le``).
    """
    registered = car.first_registration.exact if car.first_registration else None
    reached = {step.stage for step in car.milestones}
    if (
        registered is None
        or car.purchase is None
        or car.archived
        or reached & (ENDINGS | {Stage.APPLIED, Stage.LICENSED})
    ):
        return None
    if any(paper.kind == LETTER and not paper.void for paper in papers):
        return None
    for rule in rules:
        days = rule.condition.get("registered_days_le")
        if LETTER in rule.needs_all and isinstance(days, int) and rule.in_effect(on):
            first = registered + timedelta(days=days + 1)
            return Due(first, "letter_line", car.id) if first > on else None
    return None


def due_of_letter(request: LetterRequest, waiting_days: int) -> list[Due]:
    """The day on which a request without an answer has waited as long as one lets a maker wait."""
    if not request.is_open:
        return []
    return [Due(request.requested_on + timedelta(days=waiting_days), "letter_waiting", letter_id=request.id)]


def due_of_claim(claim: Claim, rules: Iterable[Rule], on: date | None = None) -> list[Due]:
    """What counts from a filed claim: its filing papers, no longer due once on file, and the end of their keeping.

    A keeping that ended before ``on`` asks for nothing.
    """
    filed = claim.filed_on
    if filed is None or claim.step in OVER:
        return []
    found = []
    for rule in rules:
        last = deadline(rule, filed) if rule.count_from == "refund_claim" and rule.in_effect(filed) else None
        if last is None:
            continue
        gone = on is not None and last < on if rule.period.endswith("Y") else claim.papers_filed_on is not None
        if not gone:
            found.append(Due(last, rule.id, claim_id=claim.id))
    return found


def due_of_offer(offer: OfferLine, on: date) -> list[Due]:
    """The last day of an open offer."""
    if offer.valid_until is None or offer.state(on) is not OfferState.OPEN:
        return []
    return [Due(offer.valid_until, "offer_ends", offer_id=offer.id)]


def due_of_sale(sale: Sale, on: date, *, settled: bool) -> list[Due]:
    """The last day of an offer or a reservation to a buyer, and the day the buyer owes the rest."""
    if sale.state(on) not in STANDING:
        return []
    found = []
    if sale.valid_until is not None and sale.state(on) is not SaleState.AGREED:
        found.append(Due(sale.valid_until, "reservation_ends", sale.car_id, sale_id=sale.id))
    if sale.balance_due is not None and not settled:
        found.append(Due(sale.balance_due, "balance_due", sale.car_id, sale_id=sale.id))
    return found
