"""From purchase to margin, in lines: steps with the rates behind them, what is not counted, sale, receipts, costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from tui.app import wording
from tui.app.pages.facts import BLANK, pairs
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.kinds import PARTIES, RECEIPTS
from tui.desk.money_words import cost_state
from tui.domain.cars import Car
from tui.domain.costing import Cost, Step, Waterfall
from tui.domain.money import Money
from tui.domain.sales import standing_sale
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _

_AMOUNT = 14


def waterfall_lines(desk: Desk, found: Waterfall, title: str = "") -> Iterator[Paragraph]:
    """The steps, the landed cost, the margins, and what could not be counted."""
    yield Paragraph(title or _("From purchase to margin"), "accent")
    rows: list[tuple[str, Money | None, str]] = [
        (word(desk.library.words, "waterfall", step.code), step.amount, _behind(step)) for step in found.steps
    ]
    rows.append((_("Landed cost"), found.landed_known, ""))
    margins: list[tuple[str, Money | None, str]] = [
        (_("Margin with the rebate"), found.margin, ""),
        (_("Margin without the rebate"), found.margin_without_rebate, ""),
    ]
    width = max(cell_len(label) for label, _amount, _note in (*rows, *margins))
    yield from (_row(*row, width) for row in rows)
    for label, margin, note in margins:
        tone = "" if margin is None else "blocked" if margin.amount < 0 else "ready"
        yield _row(label, margin, note or (_("not known") if margin is None else ""), width, tone)
    for code in found.not_counted:
        what = {"what": word(desk.library.words, "waterfall_missing", code)}
        yield Paragraph(_("Not counted: %(what)s") % what, "unknown", indent=2)


def _row(label: str, amount: Money | None, note: str, width: int, tone: str = "") -> Paragraph:
    figure = formats.amount(amount) if amount is not None else formats.NONE
    pad = " " * (width - cell_len(label) + max(_AMOUNT - cell_len(figure), 0))
    return Paragraph(f"{label} {pad}{figure}" + (f"   {note}" if note else ""), tone, indent=2)


def _behind(step: Step) -> str:
    """The amount before it was converted, and the rate with its day."""
    if step.rate is None:
        return ""
    rate = f"{round(step.rate.value, 6).normalize():f} {step.rate.day}"
    original = f"{formats.amount_iso(step.original)} " if step.original is not None else ""
    old = " " + _("(old rate)") if step.old_rate else ""
    return f"{original}x {rate}{old}"


def deal_lines(desk: Desk, car: Car, costing: Costing) -> Iterator[Paragraph]:
    """Who buys the car at what price, and what has come in."""
    sale = standing_sale(costing.rebates.sales_of(car), car.id, costing.on)
    settlement = costing.rebates.settlement(car)
    if sale is None and settlement is None:
        yield BLANK
        yield Paragraph(_("Not offered to a buyer; s offers or reserves it"), "faint", indent=2)
        return
    yield BLANK
    yield Paragraph(_("Sale and receipts"), "accent")
    if sale is not None:
        party = desk.store.get(PARTIES, sale.party_id)
        state = word(desk.library.words, "sale_state", sale.state(costing.on).value)
        yield from pairs(
            [
                (_("Buyer"), wording.noted(party.name if party else "", state)),
                (_("Selling price"), formats.amount_iso(sale.price)),
                (_("Deposit"), formats.amount_iso(sale.deposit)),
                (_("Until"), formats.day(sale.valid_until)),
                (_("Proforma"), sale.proforma_number),
            ],
            indent=2,
        )
    for receipt in desk.store.all(RECEIPTS):
        for part in receipt.allocations:
            if part.car_id == car.id:
                text = f"{receipt.on}  {formats.amount_iso(part.amount)}  {receipt.reference}".rstrip()
                yield Paragraph(text, head=_("%(label)s: ") % {"label": _("Received")}, indent=2)
    if settlement is not None:
        yield from pairs([(_("Still due"), formats.amount_iso(settlement.outstanding))], indent=2)


def cost_lines(desk: Desk, costing: Costing, costs: Sequence[Cost]) -> Iterator[Paragraph]:
    """The cost lines as they were entered, whole."""
    if not costs:
        return
    yield BLANK
    yield Paragraph(_("Costs"), "accent")
    for cost in costs:
        count = len(costing.cars_of(cost))
        by = word(desk.library.words, "share_by", cost.share_by.value)
        shared = _("shared by %(count)s cars, by %(by)s") % {"count": count, "by": by} if count > 1 else ""
        kind = word(desk.library.words, "cost_kind", cost.kind.value)
        parts = [
            str(cost.on),
            kind,
            formats.amount_iso(cost.amount),
            shared,
            cost.payee,
            cost.invoice_number,
            cost_state(cost, costing.on),
            cost.note,
        ]
        yield Paragraph("  ".join(part for part in parts if part), indent=2)
