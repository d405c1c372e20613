from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.claims import (
    CLAIM_PAPERS,
    Candidate,
    Claim,
    ClaimLine,
    ClaimStep,
    Inquiry,
    RefundPayment,
    claim_doubts,
    paid_for,
    payment_problems,
)
from tui.domain.money import Money
from tui.domain.problems import Severity

DAY = date(2026, 9, 1)
VIN = "LC0CE4CB7V4016852"


def yuan(amount: str | int) -> Money:
    return Money.of(amount, "CNY")


def line(car_id: int, refund: str = "100.00") -> ClaimLine:
    return ClaimLine(car_id, f"F{car_id}", yuan(1000), Decimal("0.13"), yuan(refund))


def claim(*lines: ClaimLine, **known: Any) -> Claim:
    return Claim("R26-001", lines or (line(1), line(2)), id=8, **known)


def candidate(car_id: int = 1, **known: Any) -> Candidate:
    sound: dict[str, Any] = {
        "name": "26-0001",
        "vin": VIN,
        "invoice_number": f"F{car_id}",
        "invoice_on": date(2026, 6, 1),
        "exported_on": date(2026, 6, 20),
        "declaration_number": "D1",
        "hs_code": "8703801010",
        "refundable": True,
        "papers": frozenset(CLAIM_PAPERS),
    }
    return Candidate(car_id, **{**sound, **known})


def doubts(
    *cars: Candidate, claims: tuple[Claim, ...] = (), invoices: dict[str, frozenset[int]] | None = None
) -> list[str]:
    return [problem.code for _car, problem in claim_doubts(cars, claims, invoices or {}, DAY)]


class TestSteps:
    def test_it_goes_from_draft_to_paid(self) -> None:
        one = claim()
        assert one.step is ClaimStep.DRAFT
        steps = [
            ("filed_on", ClaimStep.FILED),
            ("accepted_on", ClaimStep.ACCEPTED),
            ("approved_on", ClaimStep.APPROVED),
        ]
        for field, step in steps:
            one = msgspec.structs.replace(one, **{field: DAY})
            assert one.step is step
        part = msgspec.structs.replace(one, payments=(RefundPayment(DAY, yuan("199.99")),))
        assert (part.step, part.outstanding) == (ClaimStep.APPROVED, yuan("0.01"))
        whole = msgspec.structs.replace(part, payments=(*part.payments, RefundPayment(DAY, yuan("0.01"))))
        assert (whole.step, whole.outstanding) == (ClaimStep.PAID, yuan(0))

    def test_the_approved_sum_is_what_is_due(self) -> None:
        less = claim(filed_on=DAY, approved_on=DAY, approved=yuan(150), payments=(RefundPayment(DAY, yuan(150)),))
        assert (less.due, less.step) == (yuan(150), ClaimStep.PAID)

    def test_what_was_taken_back_is_due_again(self) -> None:
        paid = (RefundPayment(DAY, yuan(200)), RefundPayment(DAY, yuan(-50)))
        assert claim(filed_on=DAY, approved_on=DAY, payments=paid).step is ClaimStep.APPROVED

    @pytest.mark.parametrize(
        ("field", "step"), [("refused_on", ClaimStep.REFUSED), ("withdrawn_on", ClaimStep.WITHDRAWN)]
    )
    def test_it_may_be_over(self, field: str, step: ClaimStep) -> None:
        assert claim(filed_on=DAY, **{field: DAY}).step is step

    def test_questions_wait_until_they_are_answered(self) -> None:
        asked, answered = Inquiry(DAY, "who?"), Inquiry(DAY, "what?", DAY, "that")
        assert claim(inquiries=(asked, answered)).open_inquiries == (asked,)


class TestDoubts:
    def test_a_sound_car_has_none(self) -> None:
        assert doubts(candidate()) == []

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"vin": None}, "claim_vin"),
            ({"vin": "LC0CE4CB7V4O16890"}, "claim_vin"),
            ({"refundable": False}, "claim_not_refundable"),
            ({"exported_on": None}, "claim_not_exported"),
            ({"exported_on": date(2026, 9, 2)}, "claim_exported_later"),
            ({"invoice_number": ""}, "claim_no_invoice_number"),
            ({"declaration_number": ""}, "claim_no_declaration_number"),
            ({"invoice_on": date(2026, 6, 21)}, "claim_invoice_after_export"),
            ({"hs_code": ""}, "claim_no_hs_code"),
            ({"declared_vin": "LC0CE4CB7V4016853"}, "claim_differs"),
            ({"invoice_vin": "LC0CE4CB7V4016853"}, "claim_differs"),
            ({"invoice_name": "轿车", "declared_name": "旧比亚迪轿车"}, "claim_differs"),
            ({"invoice_unit": "台", "declared_unit": "辆"}, "claim_differs"),
            ({"declared_hs_code": "8703801090"}, "claim_differs"),
            ({"invoice_quantity": Decimal(2)}, "claim_differs"),
            ({"declared_quantity": Decimal(0)}, "claim_differs"),
            ({"papers": frozenset({"export_declaration"})}, "claim_paper_missing"),
        ],
    )
    def test_each_of_them(self, changed: dict[str, Any], code: str) -> None:
        assert doubts(candidate(**changed)) == [code]

    def test_a_car_of_another_standing_claim(self) -> None:
        assert doubts(candidate(), claims=(claim(),)) == ["claim_car_claimed"]
        assert doubts(candidate(), claims=(claim(withdrawn_on=DAY),)) == []

    def test_a_car_named_twice(self) -> None:
        assert doubts(candidate(), candidate()) == ["claim_car_twice"]

    def test_an_invoice_of_two_cars(self) -> None:
        assert doubts(candidate(), invoices={"F1": frozenset({1, 9})}) == ["claim_invoice_twice"]

    @given(st.lists(st.integers(1, 4), max_size=6), st.sets(st.integers(1, 4)))
    def test_no_car_is_counted_twice(self, wanted: list[int], elsewhere: set[int]) -> None:
        standing = (claim(*(line(car_id) for car_id in elsewhere)),) if elsewhere else ()
        found = claim_doubts([candidate(car_id) for car_id in wanted], standing, {}, DAY)
        refused = [car_id for car_id, problem in found if problem.severity is Severity.ERROR]
        kept = list(wanted)
        for car_id in refused:
            kept.remove(car_id)
        assert len(kept) == len(set(kept))
        assert not set(kept) & elsewhere


class TestPayments:
    FILED = claim(filed_on=DAY)

    @pytest.mark.parametrize(
        ("on", "amount", "code"),
        [
            (DAY, yuan("200.01"), "payment_over_due"),
            (DAY, yuan(0), "payment_zero"),
            (DAY, yuan(-1), "clawback_over_paid"),
            (DAY, Money.of(1, "USD"), "payment_currency"),
            (date(2026, 8, 31), yuan(1), "payment_before_filing"),
        ],
    )
    def test_what_cannot_be(self, on: date, amount: Money, code: str) -> None:
        assert [one.code for one in payment_problems(self.FILED, RefundPayment(on, amount))] == [code]

    def test_a_part_and_the_rest(self) -> None:
        assert payment_problems(self.FILED, RefundPayment(DAY, yuan(200))) == ()
        part = claim(filed_on=DAY, payments=(RefundPayment(DAY, yuan(150)),))
        assert payment_problems(part, RefundPayment(DAY, yuan(50))) == ()
        assert payment_problems(part, RefundPayment(DAY, yuan(-150))) == ()

    @given(st.lists(st.integers(1, 10**7), min_size=1, max_size=9), st.data())
    def test_what_came_falls_on_the_cars_to_the_fen(self, refunds: list[int], data: st.DataObject) -> None:
        lines = [line(car_id, str(Decimal(fen).scaleb(-2))) for car_id, fen in enumerate(refunds, 1)]
        came = Money(Decimal(data.draw(st.integers(1, sum(refunds)))).scaleb(-2), "CNY")
        shares = paid_for(claim(*lines, filed_on=DAY, payments=(RefundPayment(DAY, came),)))
        assert sum(share.amount for share in shares.values()) == came.amount
        assert all(0 <= shares[one.car_id].amount <= one.refund.amount for one in lines)
