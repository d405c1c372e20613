"""Claims: making one of cars after its pre-check, filing it, answering questions, taking in the money.

Every write is one commit. A claim in draft may change; once filed, its lines stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import name_of, refuse
from tui.desk.kinds import CARS, CLAIMS, FIRMS, SHIPMENTS
from tui.desk.rebating import Rebates
from tui.domain import values
from tui.domain.agreement import folded
from tui.domain.cars import Car
from tui.domain.claims import (
    Candidate,
    Claim,
    ClaimLine,
    ClaimStep,
    Inquiry,
    RefundPayment,
    claim_doubts,
    payment_problems,
)
from tui.domain.documents import Document, is_held
from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.values import Unreadable, decimal
from tui.errors import NotFound
from tui.store.contract import Put, Remove

INVOICE, DECLARATION = "special_vat_invoice", "export_declaration"


def find(desk: Desk, number: str) -> Claim:
    """The claim of a number, in any case; raises NotFound."""
    wanted = number.strip().casefold()
    for claim in desk.store.all(CLAIMS):
        if claim.number.casefold() == wanted:
            return claim
    raise NotFound("claim_not_found", name=number[:40])


def cars_of(desk: Desk, claim: Claim) -> list[Car]:
    """The cars of a claim, in the order of its lines."""
    return [car for line in claim.lines if (car := desk.store.get(CARS, line.car_id)) is not None]


def doubts(desk: Desk, cars: Sequence[Car], on: date, *, claim: Claim | None = None) -> tuple[tuple[int, Problem], ...]:
    """The pre-check: what the tax office would ask about these cars, per car."""
    rebates = Rebates(desk, on)
    candidates = [candidate(rebates, desk, car) for car in cars]
    this = claim.id if claim is not None else 0
    return claim_doubts(candidates, desk.store.all(CLAIMS), _invoices(desk), on, this_claim=this)


def candidate(rebates: Rebates, desk: Desk, car: Car) -> Candidate:
    """A car with what its papers say, for the pre-check."""
    voucher = car.voucher
    row = rebates.of(car)
    papers = [paper for paper in rebates.papers_of(car) if is_held(paper, rebates.on)]
    declaration, invoice = _paper(papers, DECLARATION), _paper(papers, INVOICE)
    refundable = row is not None and row.refund is not None and row.refund.amount > 0
    return Candidate(
        car_id=car.id,
        name=name_of(car),
        vin=car.vin,
        invoice_number=voucher.invoice.invoice_number if voucher is not None else "",
        invoice_on=voucher.invoice.invoice_date if voucher is not None else None,
        exported_on=row.exported_on if row is not None else None,
        declaration_number=declaration.number if declaration is not None else "",
        hs_code=desk.specs_of(car).hs_code or "",
        refundable=refundable,
        papers=frozenset(paper.kind for paper in papers),
        declared_vin=_printed(declaration, car, "vin"),
        invoice_vin=_printed(invoice, car, "vin"),
        invoice_name=_printed(invoice, car, "goods_name"),
        declared_name=_printed(declaration, car, "goods_name"),
        invoice_unit=_printed(invoice, car, "unit"),
        declared_unit=_printed(declaration, car, "unit"),
        invoice_quantity=_quantity(_printed(invoice, car, "quantity")),
        declared_quantity=_quantity(_printed(declaration, car, "quantity")),
        declared_hs_code=_printed(declaration, car, "hs_code"),
        invoice_cars=_cars_counted(desk, invoice, car),
        declared_cars=_cars_counted(desk, declaration, car),
    )


def create(desk: Desk, cars: Sequence[Car], *, firm_id: int | None = None, period: str = "", note: str = "") -> Claim:
    """Make a claim in draft. Raises DraftRefused with every error of the pre-check; warnings stay with the claim."""
    if firm_id is None:
        firms = desk.store.all(FIRMS)
        firm_id = firms[0].id if len(firms) == 1 else None
    found = doubts(desk, cars, desk.today)
    refuse(_errors(found), confirm=True)
    claim = Claim(next_number(desk), _lines(desk, cars), firm_id, period or _period(desk.today), note=note)
    return _save(desk, claim, f"claim new {claim.number}")


def change_cars(desk: Desk, claim: Claim, cars: Sequence[Car]) -> Claim:
    """Give a claim in draft other cars. Raises DraftRefused for one that is filed, and as ``create`` does."""
    if claim.step is not ClaimStep.DRAFT:
        refuse([Problem("claim_filed_already", "cars", {"number": claim.number})], confirm=True)
    refuse(_errors(doubts(desk, cars, desk.today, claim=claim)), confirm=True)
    changed = msgspec.structs.replace(claim, lines=_lines(desk, cars))
    return _save(desk, changed, f"claim edit {claim.number}")


def file(desk: Desk, claim: Claim, on: date, *, period: str = "") -> Claim:
    """Record that a claim was filed on a day, after a pre-check for that day."""
    problems: list[Problem] = []
    if claim.step is not ClaimStep.DRAFT:
        problems.append(Problem("claim_filed_already", "filed_on", {"number": claim.number}))
    if on > desk.today:
        problems.append(Problem("claim_day_to_come", "filed_on", {"on": on.isoformat()}))
    cars = cars_of(desk, claim)
    rebates = Rebates(desk, on)
    for car in cars:
        row = rebates.of(car)
        if row is None or row.dates is None:
            continue
        if on < row.dates.opens:
            problems.append(Problem("claim_before_window", "filed_on", {"opens": row.dates.opens.isoformat()}))
        elif row.dates.absolute is not None and on > row.dates.absolute:
            problems.append(Problem("claim_after_limit", "filed_on", {"limit": row.dates.absolute.isoformat()}))
    problems.extend(_errors(doubts(desk, cars, on, claim=claim)))
    refuse([one for place, one in enumerate(problems) if one not in problems[:place]], confirm=True)
    filed = msgspec.structs.replace(claim, filed_on=on, period=period or claim.period or _period(on))
    return _save(desk, filed, f"claim file {claim.number}")


def record(desk: Desk, claim: Claim, step: str, on: date, *, amount: Money | None = None) -> Claim:
    """Record a step after filing.

    The steps are ``accepted``, ``approved`` (with the sum, if it differs), ``refused``, ``withdrawn`` and
    ``papers_filed`` (the filing papers are on file). Raises DraftRefused for a day before the filing.
    """
    problems: list[Problem] = []
    if claim.filed_on is None and step != "withdrawn":
        problems.append(Problem("claim_not_filed", "on", {"number": claim.number}))
    elif claim.filed_on is not None and on < claim.filed_on:
        problems.append(Problem("claim_before_filing", "on", {"filed": claim.filed_on.isoformat()}))
    if on > desk.today:
        problems.append(Problem("claim_day_to_come", "on", {"on": on.isoformat()}))
    if amount is not None and amount.currency != claim.claimed.currency:
        problems.append(Problem("payment_currency", "amount", {"currency": claim.claimed.currency}))
    elif amount is not None and not 0 <= amount.amount <= claim.claimed.amount:
        over = {"amount": str(amount.amount), "due": str(claim.claimed.amount)}
        problems.append(Problem("payment_over_due", "amount", over))
    refuse(tuple(problems), confirm=True)
    changes: dict[str, object] = {f"{step}_on": on}
    if step == "approved" and amount is not None:
        changes["approved"] = amount
    return _save(desk, msgspec.structs.replace(claim, **changes), f"claim {step} {claim.number}")


def ask(desk: Desk, claim: Claim, on: date, text: str) -> Claim:
    """Record a question of the tax office."""
    asked = (*claim.inquiries, Inquiry(on, text))
    return _save(desk, msgspec.structs.replace(claim, inquiries=asked), f"claim question {claim.number}")


def answer(desk: Desk, claim: Claim, on: date, text: str, which: int = 0) -> Claim:
    """Record the answer to an open question, the oldest by default. Raises NotFound when there is none."""
    waiting = [place for place, one in enumerate(claim.inquiries) if one.answered_on is None]
    if not 0 <= which < len(waiting):
        raise NotFound("claim_no_question", name=claim.number)
    asked = list(claim.inquiries)
    asked[waiting[which]] = msgspec.structs.replace(asked[waiting[which]], answered_on=on, answer=text)
    return _save(desk, msgspec.structs.replace(claim, inquiries=tuple(asked)), f"claim answer {claim.number}")


def pay(desk: Desk, claim: Claim, payment: RefundPayment) -> Claim:
    """Take in money of the treasury, the whole or a part; a claw-back is negative. Raises DraftRefused."""
    refuse(payment_problems(claim, payment), confirm=True)
    paid = msgspec.structs.replace(claim, payments=(*claim.payments, payment))
    return _save(desk, paid, f"claim paid {claim.number}")


def remove(desk: Desk, claim: Claim) -> None:
    """Throw a draft away. Raises DraftRefused for a claim that was filed: that one is withdrawn."""
    if claim.step is not ClaimStep.DRAFT:
        refuse([Problem("claim_filed_already", "number", {"number": claim.number})], confirm=True)
    desk.store.commit([Remove(CLAIMS, claim.id)], why=f"claim remove {claim.number}", expect=desk.store.revision)


def next_number(desk: Desk) -> str:
    """The next free claim number of this year, such as ``R26-003``."""
    prefix = f"R{desk.today.year % 100:02d}-"
    tails = [c.number.removeprefix(prefix) for c in desk.store.all(CLAIMS) if c.number.startswith(prefix)]
    return f"{prefix}{max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0) + 1:03d}"


def _lines(desk: Desk, cars: Sequence[Car]) -> tuple[ClaimLine, ...]:
    rebates = Rebates(desk)
    lines = []
    for car in cars:
        row, voucher = rebates.of(car), car.voucher
        if row is None or row.quote is None or row.rate is None or voucher is None:
            continue
        declaration = _paper([one for one in rebates.papers_of(car) if is_held(one, rebates.on)], DECLARATION)
        number = declaration.number if declaration is not None else ""
        quoted = row.quote
        lines.append(
            ClaimLine(
                car.id,
                voucher.invoice.invoice_number,
                quoted.net,
                quoted.applied_rate,
                quoted.refund,
                number,
                row.exported_on,
            )
        )
    return tuple(lines)


def _errors(found: Sequence[tuple[int, Problem]]) -> tuple[Problem, ...]:
    """The errors of a pre-check: what forbids the claim."""
    return tuple(problem for _car_id, problem in found if problem.severity is Severity.ERROR)


def _invoices(desk: Desk) -> Mapping[str, frozenset[int]]:
    """Every invoice number of the book with the cars that name it."""
    found: dict[str, set[int]] = {}
    for car in desk.store.all(CARS):
        for purchase in car.purchases:
            if purchase.invoice_number:
                found.setdefault(purchase.invoice_number, set()).add(car.id)
    return {number: frozenset(ids) for number, ids in found.items()}


def _paper(papers: Sequence[Document], kind: str) -> Document | None:
    return next((paper for paper in papers if paper.kind == kind), None)


def _printed(paper: Document | None, car: Car, field: str) -> str:
    if paper is None:
        return ""
    own = [one.value for one in paper.prints if one.field == field and one.car_id == car.id]
    whole = [one.value for one in paper.prints if one.field == field and one.car_id is None]
    text = (own or whole or [""])[0]
    return folded(text).upper() if field == "vin" else values.folded(text)


def _cars_counted(desk: Desk, paper: Document | None, car: Car) -> int:
    """How many cars a printed quantity is of: one where the paper prints it for the car, else all it covers."""
    if paper is None or any(one.field == "quantity" and one.car_id == car.id for one in paper.prints):
        return 1
    scope = paper.scope
    shipment = desk.store.get(SHIPMENTS, scope.shipment_id) if scope.shipment_id else None
    return max(len(scope.car_ids or (shipment.car_ids if shipment is not None else ())), 1)


def _quantity(text: str) -> Decimal | None:
    """A quantity as a paper prints it; one that is no number differs from 1, and is shown as 0."""
    try:
        return decimal(text) if text else None
    except Unreadable:
        return Decimal(0)


def _period(on: date) -> str:
    return f"{on.year:04d}-{on.month:02d}"


def _save(desk: Desk, claim: Claim, why: str) -> Claim:
    commit = desk.store.commit([Put(CLAIMS, claim)], why=why, expect=desk.store.revision)
    return desk.store.get(CLAIMS, commit.ids[0]) or claim
