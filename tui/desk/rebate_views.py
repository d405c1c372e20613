"""Rebates and claims as plain data: the JSON that scripts depend on, and the two detail lists of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tui.desk.claiming import candidate, cars_of
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import DEALERS, FIRMS
from tui.desk.rebating import RebateRow, Rebates
from tui.desk.views import plain
from tui.domain.claims import UNIT, Claim
from tui.domain.money import Money
from tui.domain.problems import Problem
from tui.domain.rebates import Quote

PURCHASE_COLUMNS = (
    "line", "invoice_number", "invoice_date", "supplier", "supplier_tax_class", "vin", "goods", "unit", "quantity",
    "net_amount", "invoice_vat", "applied_refund_rate", "refund",
)  # fmt: skip
EXPORT_COLUMNS = (
    "line", "declaration_number", "export_date", "hs_code", "goods", "vin", "unit", "quantity", "price", "currency",
    "invoice_number", "destination",
)  # fmt: skip


def quote(found: Quote, gross: Money) -> dict[str, Any]:
    """The figures of a quote under the names of the worked cases, amounts as strings."""
    to_cost = found.vat - found.refund if found.vat.amount > found.refund.amount else Money.of(0, gross.currency)
    return {
        "regime": "taxed_as_domestic" if found.regime.value == "taxed" else found.regime.value,
        "gross": str(gross.amount),
        "currency": gross.currency,
        "net_amount": str(found.net.amount),
        "invoice_vat": str(found.vat.amount),
        "applied_refund_rate": str(found.applied_rate),
        "refund": str(found.refund.amount),
        "vat_to_cost": str(to_cost.amount),
        "net_cash_cost": str((gross - found.refund).amount),
    }


def rebate(row: RebateRow) -> dict[str, Any]:
    """One car's rebate; what is not known is null."""
    voucher = row.car.voucher
    dates = row.dates
    return {
        "vin": row.car.vin,
        "stock_number": row.car.stock_number,
        "state": row.state.value,
        "regime": regime.value if (regime := Rebates.regime_of(row.car)) is not None else None,
        "missing": list(row.status.missing),
        "on_hold": row.status.on_hold,
        "gross": plain(voucher.gross if voucher is not None else None),
        "refund": plain(row.refund),
        "paid": plain(row.paid),
        "outstanding": plain(row.outstanding),
        "refund_rate": None if row.rate is None else str(row.rate.rate),
        "exported_on": plain(row.exported_on),
        "claim_window_opens": plain(dates.opens if dates else None),
        "routine_claim_end": plain(dates.routine_end if dates else None),
        "fx_receipt_due": plain(dates.receipt_due if dates else None),
        "absolute_limit": plain(dates.absolute if dates else None),
        "expected_on": plain(row.expected_on),
        "claim": row.claim.number if row.claim is not None else None,
        "receipts": None
        if row.settlement is None
        else {
            "due": plain(row.settlement.due),
            "received": plain(row.settlement.received),
            "outstanding": plain(row.settlement.outstanding),
        },
    }


def claim(desk: Desk, one: Claim, doubts: Sequence[tuple[int, Problem]] = ()) -> dict[str, Any]:
    """One claim with its lines, its money and what the pre-check asks."""
    cars = {car.id: car for car in cars_of(desk, one)}
    return {
        "number": one.number,
        "step": one.step.value,
        "period": one.period,
        "firm": next((firm.name for firm in desk.store.all(FIRMS) if firm.id == one.firm_id), None),
        "filed_on": plain(one.filed_on),
        "accepted_on": plain(one.accepted_on),
        "approved_on": plain(one.approved_on),
        "papers_filed_on": plain(one.papers_filed_on),
        "claimed": plain(one.claimed) if one.lines else None,
        "due": plain(one.due) if one.lines else None,
        "paid": plain(one.paid) if one.lines else None,
        "outstanding": plain(one.outstanding) if one.lines else None,
        "lines": [
            {
                "car": name_of(cars[line.car_id]) if line.car_id in cars else None,
                "vin": cars[line.car_id].vin if line.car_id in cars else None,
                "invoice_number": line.invoice_number,
                "declaration_number": line.declaration_number,
                "exported_on": plain(line.exported_on),
                "net_amount": str(line.net.amount),
                "refund_rate": str(line.rate),
                "refund": str(line.refund.amount),
            }
            for line in one.lines
        ],
        "inquiries": plain(one.inquiries),
        "payments": plain(one.payments),
        "note": one.note,
        "doubts": [
            {
                "vin": cars[car_id].vin if car_id in cars else None,
                "code": problem.code,
                "field": problem.field,
                "severity": problem.severity.value,
            }
            for car_id, problem in doubts
        ],
    }


def purchase_list(desk: Desk, one: Claim) -> list[tuple[Any, ...]]:
    """The purchase detail list: one row an invoice, in the order of ``PURCHASE_COLUMNS``."""
    dealers = {dealer.id: dealer for dealer in desk.store.all(DEALERS)}
    found = []
    for place, (line, car) in enumerate(zip(one.lines, cars_of(desk, one), strict=False), start=1):
        voucher = car.voucher
        dealer = dealers.get((voucher.invoice.dealer_id if voucher else None) or car.dealer_id or 0)
        vat = voucher.gross - line.net if voucher is not None and voucher.gross is not None else None
        found.append(
            (
                place,
                line.invoice_number,
                voucher.invoice.invoice_date if voucher is not None else None,
                dealer.name if dealer is not None else "",
                dealer.tax_class.value if dealer is not None and dealer.tax_class is not None else "",
                car.vin or "",
                _goods(desk, one, car.id),
                UNIT,
                1,
                line.net.amount,
                vat.amount if vat is not None else None,
                line.rate,
                line.refund.amount,
            )
        )
    return found


def export_list(desk: Desk, one: Claim) -> list[tuple[Any, ...]]:
    """The export detail list: one row a car, in the order of ``EXPORT_COLUMNS``."""
    rebates = Rebates(desk)
    found = []
    for place, (line, car) in enumerate(zip(one.lines, cars_of(desk, one), strict=False), start=1):
        price = rebates.price_of(car)
        found.append(
            (
                place,
                line.declaration_number,
                line.exported_on,
                desk.specs_of(car).hs_code or "",
                _goods(desk, one, car.id),
                car.vin or "",
                UNIT,
                1,
                price.amount if price is not None else None,
                price.currency if price is not None else "",
                line.invoice_number,
                car.deal.country if car.deal is not None else "",
            )
        )
    return found


def _goods(desk: Desk, one: Claim, car_id: int) -> str:
    """The goods as the declaration names them, else make and model."""
    car = next((car for car in cars_of(desk, one) if car.id == car_id), None)
    if car is None:
        return ""
    declared = candidate(Rebates(desk), desk, car).declared_name
    make = desk.library.makes.get(car.make)
    return declared or " ".join(part for part in (make.name("zh") if make else car.make, car.model, car.trim) if part)


def sums(amounts: Sequence[Money]) -> list[dict[str, str]]:
    """Sums per currency."""
    return [
        {"amount": str(money.amount), "currency": money.currency} for money in amounts if money.amount != Decimal(0)
    ]
