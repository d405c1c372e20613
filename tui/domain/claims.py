"""Claims: one filing of the export VAT refund that covers cars, from its pre-check to the money.

Source of the steps and papers: ``china_side.md`` A5 (STA Announcement 5 of 2026).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.receipts import sum_of
from tui.domain.vin import problems as vin_problems

UNIT = "辆"
"""The first statutory unit of cars on declaration and invoice (customs tariff, heading 8703)."""


class ClaimStep(StrEnum):
    """How far a claim has come, in order."""

    DRAFT = "draft"
    FILED = "filed"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    PAID = "paid"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


OVER = frozenset({ClaimStep.WITHDRAWN, ClaimStep.REFUSED})
"""Steps after which the cars may be claimed anew."""


class ClaimLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One car of a claim: the figures are those of the day it was put in, and stay."""

    car_id: int
    invoice_number: str
    net: Money
    rate: Decimal
    refund: Money
    declaration_number: str = ""
    exported_on: date | None = None


class Inquiry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question of the tax office, and the day it was answered."""

    on: date
    text: str
    answered_on: date | None = None
    answer: str = ""


class RefundPayment(msgspec.Struct, frozen=True, omit_defaults=True):
    """Money from the treasury, the whole or a part; a claw-back is a payment of a negative amount."""

    on: date
    amount: Money
    note: str = ""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """One filing. ``period`` is the VAT return period it is filed in, as YYYY-MM."""

    number: str
    lines: tuple[ClaimLine, ...]
    firm_id: int | None = None
    period: str = ""
    filed_on: date | None = None
    accepted_on: date | None = None
    approved_on: date | None = None
    approved: Money | None = None
    refused_on: date | None = None
    withdrawn_on: date | None = None
    papers_filed_on: date | None = None
    inquiries: tuple[Inquiry, ...] = ()
    payments: tuple[RefundPayment, ...] = ()
    note: str = ""
    id: int = 0

    @property
    def claimed(self) -> Money:
        """The sum of the lines."""
        return sum_of((line.refund for line in self.lines), self.lines[0].refund.currency)

    @property
    def paid(self) -> Money:
        """What has come in, less what was taken back."""
        return sum_of((payment.amount for payment in self.payments), self.lines[0].refund.currency)

    @property
    def due(self) -> Money:
        """What is to be paid: the approved sum once there is one, else the claimed one."""
        return self.approved if self.approved is not None else self.claimed

    @property
    def outstanding(self) -> Money:
        """What of it has not been paid."""
        return self.due - self.paid

    @property
    def open_inquiries(self) -> tuple[Inquiry, ...]:
        """The questions that wait for an answer."""
        return tuple(one for one in self.inquiries if one.answered_on is None)

    @property
    def step(self) -> ClaimStep:
        """How far the claim has come."""
        if self.withdrawn_on is not None:
            return ClaimStep.WITHDRAWN
        if self.refused_on is not None:
            return ClaimStep.REFUSED
        if self.payments and self.outstanding.amount <= 0:
            return ClaimStep.PAID
        if self.approved_on is not None:
            return ClaimStep.APPROVED
        if self.accepted_on is not None:
            return ClaimStep.ACCEPTED
        return ClaimStep.FILED if self.filed_on is not None else ClaimStep.DRAFT


class Candidate(msgspec.Struct, frozen=True):
    """A car that is to be claimed, with what its papers say; None or empty is not known.

    ``invoice_name`` and ``declared_name`` are the goods as the invoice and the declaration print them.
    """

    car_id: int
    name: str
    vin: str | None
    invoice_number: str
    invoice_on: date | None
    exported_on: date | None
    declaration_number: str
    hs_code: str
    refundable: bool
    papers: frozenset[str] = frozenset()
    declared_vin: str = ""
    invoice_vin: str = ""
    invoice_name: str = ""
    declared_name: str = ""
    invoice_unit: str = ""
    declared_unit: str = ""
    invoice_quantity: Decimal | None = None
    declared_quantity: Decimal | None = None
    declared_hs_code: str = ""
    invoice_cars: int = 1
    declared_cars: int = 1
    """The cars that the printed quantity is of: one, or all of a paper that prints one sum."""


CLAIM_PAPERS = ("export_declaration", "special_vat_invoice")
"""Kinds of papers without which nothing is filed (``china_side.md`` A5)."""


def claim_doubts(
    cars: Sequence[Candidate],
    claims: Iterable[Claim],
    invoices: Mapping[str, frozenset[int]],
    on: date,
    *,
    this_claim: int = 0,
) -> tuple[tuple[int, Problem], ...]:
    """What a tax officer would ask before the claim is filed: ``(car id, problem)``; an error forbids filing.

    ``invoices`` gives, per invoice number, every car of the book that names it. ``on`` is the day of filing.
    """
    held = {
        line.car_id: claim.number
        for claim in claims
        if claim.step not in OVER and claim.id != this_claim
        for line in claim.lines
    }
    found: list[tuple[int, Problem]] = []
    seen: set[int] = set()
    for car in cars:
        if car.car_id in seen:
            found.append((car.car_id, Problem("claim_car_twice", "cars", {"car": car.name})))
            continue
        seen.add(car.car_id)
        if car.car_id in held:
            found.append(
                (car.car_id, Problem("claim_car_claimed", "cars", {"car": car.name, "number": held[car.car_id]}))
            )
        found.extend((car.car_id, problem) for problem in _doubts(car, invoices, on))
    return tuple(found)


def _doubts(car: Candidate, invoices: Mapping[str, frozenset[int]], on: date) -> Iterable[Problem]:
    if not car.refundable:
        yield Problem("claim_not_refundable", "invoice_kind", {"car": car.name})
    if car.vin is None or any(one.severity is Severity.ERROR for one in vin_problems(car.vin)):
        yield Problem("claim_vin", "vin", {"car": car.name, "vin": car.vin or ""})
    for field, printed in (("declared_vin", car.declared_vin), ("invoice_vin", car.invoice_vin)):
        if printed and printed != (car.vin or ""):
            yield Problem("claim_differs", field, {"car": car.name, "ours": car.vin or "", "theirs": printed})
    if car.exported_on is None:
        yield Problem("claim_not_exported", "exported_on", {"car": car.name})
    elif car.exported_on > on:
        yield Problem("claim_exported_later", "exported_on", {"car": car.name, "on": str(car.exported_on)})
    if not car.invoice_number:
        yield Problem("claim_no_invoice_number", "invoice_number", {"car": car.name})
    elif invoices.get(car.invoice_number, frozenset()) - {car.car_id}:
        yield Problem("claim_invoice_twice", "invoice_number", {"car": car.name, "number": car.invoice_number})
    if not car.declaration_number:
        yield Problem("claim_no_declaration_number", "declaration_number", {"car": car.name})
    if car.invoice_on is not None and car.exported_on is not None and car.invoice_on > car.exported_on:
        days = {"car": car.name, "invoice": str(car.invoice_on), "export": str(car.exported_on)}
        yield Problem("claim_invoice_after_export", "invoice_date", days, Severity.WARNING)
    if not car.hs_code:
        yield Problem("claim_no_hs_code", "hs_code", {"car": car.name}, Severity.WARNING)
    yield from _differences(car)
    for kind in CLAIM_PAPERS:
        if kind not in car.papers:
            yield Problem("claim_paper_missing", "papers", {"car": car.name, "kind": kind}, Severity.WARNING)


def _differences(car: Candidate) -> Iterable[Problem]:
    """What invoice and declaration must say alike: name, unit, quantity and code."""
    pairs = (
        ("goods_name", car.invoice_name, car.declared_name),
        ("unit", car.invoice_unit, car.declared_unit),
        ("hs_code", car.hs_code, car.declared_hs_code),
    )
    for field, ours, theirs in pairs:
        if ours and theirs and ours != theirs:
            yield Problem("claim_differs", field, {"car": car.name, "ours": ours, "theirs": theirs})
    for field, quantity, cars in (
        ("invoice_quantity", car.invoice_quantity, car.invoice_cars),
        ("declared_quantity", car.declared_quantity, car.declared_cars),
    ):
        if quantity is not None and quantity != cars:
            yield Problem("claim_differs", field, {"car": car.name, "ours": str(cars), "theirs": str(quantity)})


def payment_problems(claim: Claim, payment: RefundPayment) -> tuple[Problem, ...]:
    """What is wrong with a payment: nothing, more than is due, in another currency, or before the filing."""
    found: list[Problem] = []
    if payment.amount.currency != claim.claimed.currency:
        return (Problem("payment_currency", "amount", {"currency": claim.claimed.currency}),)
    if payment.amount.amount == 0:
        found.append(Problem("payment_zero", "amount", {}))
    if payment.amount.amount > claim.outstanding.amount:
        over = {"amount": str(payment.amount.amount), "due": str(claim.outstanding.amount)}
        found.append(Problem("payment_over_due", "amount", over))
    if claim.paid.amount + payment.amount.amount < 0:
        found.append(Problem("clawback_over_paid", "amount", {"paid": str(claim.paid.amount)}))
    if claim.filed_on is None:
        found.append(Problem("payment_before_filing", "on", {}))
    elif payment.on < claim.filed_on:
        found.append(Problem("payment_before_filing", "on", {"filed": str(claim.filed_on)}))
    return tuple(found)


def paid_for(claim: Claim) -> Mapping[int, Money]:
    """What of the payments falls on each car: by the lines' refunds, to the last minor unit."""
    refunds = [line.refund.amount for line in claim.lines]
    if not claim.payments or not any(refunds):
        return {line.car_id: Money.of(0, line.refund.currency) for line in claim.lines}
    shares = claim.paid.shared(refunds)
    return {line.car_id: share for line, share in zip(claim.lines, shares, strict=True)}
