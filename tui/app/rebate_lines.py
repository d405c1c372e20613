"""What the screens say of rebates and claims: columns, reasons and pages. Pure functions of a desk and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.widgets.lines import Paragraph, Piece
from tui.app.widgets.table import Column
from tui.desk import rebating
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS, FIRMS
from tui.desk.rebating import RebateRow
from tui.desk.stock import StockRow
from tui.domain.claims import OVER, Claim, ClaimLine, ClaimStep
from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.rebating import RebateState
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.money_sentences import holidays_text
from tui.i18n.translator import N_, _, ngettext

_TONES = {
    RebateState.TO_GATHER: "unknown",
    RebateState.READY_TO_FILE: "action",
    RebateState.PAID: "ready",
    RebateState.RECEIPTS_OUTSTANDING: "action",
    RebateState.AT_RISK: "blocked",
    RebateState.FORFEITED: "blocked",
    RebateState.TAXED: "blocked",
}
URGENCY = {
    state: place
    for place, state in enumerate((
        RebateState.AT_RISK, RebateState.READY_TO_FILE, RebateState.RECEIPTS_OUTSTANDING, RebateState.FILED,
        RebateState.APPROVED, RebateState.TO_GATHER, RebateState.FORFEITED, RebateState.TAXED, RebateState.EXEMPT,
        RebateState.PAID,
    ))
}  # fmt: skip
"""The states, those that ask for something first."""
_FROM = {
    "invoice_kind": N_("Dealer"),
    "invoice_number": N_("Dealer"),
    "price": N_("Dealer"),
    "exported_on": N_("Customs"),
    "receipts": N_("Buyer"),
}
"""Who gives what is missing and is no paper."""
_SEPARATOR = " · "


def state_tone(state: RebateState) -> str:
    """The tone of a state."""
    return _TONES.get(state, "faint")


def state_mark(state: RebateState, glyphs: Glyphs) -> str:
    """The mark of a state: what waits at the tax office points up, what brings nothing is a dash."""
    tone = _TONES.get(state, "")
    marks = {"unknown": glyphs.unknown, "action": glyphs.action, "ready": glyphs.ready, "blocked": glyphs.blocked}
    return marks.get(tone, glyphs.dash if state is RebateState.EXEMPT else glyphs.rising)


def state_text(desk: Desk, state: RebateState, glyphs: Glyphs) -> str:
    """The mark and the word of a state."""
    return f"{state_mark(state, glyphs)} {word(desk.library.words, 'rebate_state', state.value)}"


def step_text(desk: Desk, step: ClaimStep) -> str:
    """A claim's step in words."""
    return word(desk.library.words, "claim_step", step.value)


def missing_title(desk: Desk, code: str) -> str:
    """What is missing, in words."""
    kind = desk.library.documents.get(code)
    return _(kind.title) if kind is not None else word(desk.library.words, "rebate_missing", code)


def missing_text(desk: Desk, code: str) -> str:
    """What is missing, and who gives it."""
    kind = desk.library.documents.get(code)
    if kind is not None:
        giver = word(desk.library.words, "giver", kind.giver)
    else:
        giver = _(_FROM[code]) if code in _FROM else ""
    title = missing_title(desk, code)
    return _("%(what)s (%(giver)s)") % {"what": title, "giver": giver} if giver else title


def rebate_columns(desk: Desk, glyphs: Glyphs) -> list[Column[StockRow]]:
    """The columns of the list of rebates."""

    def of(row: StockRow) -> RebateRow:
        found = row.rebate_row
        assert found is not None  # noqa: S101 - the list holds only cars that have one
        return found

    def refund(row: StockRow) -> str:
        found = of(row).refund
        return formats.amount(found, places=0) if found is not None else glyphs.unknown

    def claim(row: StockRow) -> str:
        found = of(row).claim
        return found.number if found is not None else formats.NONE

    def missing(row: StockRow) -> str:
        return wording.joined(missing_title(desk, code) for code in of(row).status.missing)

    widest = max(cell_len(state_text(desk, state, glyphs)) for state in RebateState)
    return [
        Column("stock", _("No."), lambda row: row.car.stock_number or formats.NONE, 7, rank=6),
        Column("vin", _("VIN"), wording.vin_tail, 8),
        Column("car", _("Car"), wording.car_name, 11, rank=1, most=24),
        Column("state", _("State"), lambda row: state_text(desk, of(row).state, glyphs), widest,
               tone=lambda row: state_tone(of(row).state)),
        Column("refund", _("Refund"), refund, 8, right=True),
        Column("paid", _("Received"), lambda row: formats.amount(of(row).paid, places=0), 8, right=True, rank=4),
        Column("exported", _("Exported"), lambda row: formats.day(of(row).exported_on), 10, rank=5),
        Column("expected", _("Expected"), lambda row: formats.day(of(row).expected_on), 10, rank=2),
        Column("claim", _("Claim"), claim, 7, rank=3, most=10),
        Column("missing", _("Missing"), missing, 12, rank=6, most=60),
    ]  # fmt: skip


def why_lines(desk: Desk, row: RebateRow | None, glyphs: Glyphs) -> list[list[Piece]]:
    """Two lines on a rebate: what is missing and from whom, and the days that bound it."""
    if row is None:
        return []
    tone, mark = state_tone(row.state), state_mark(row.state, glyphs)
    return [[Piece(f" {mark} ", tone), Piece(next_text(desk, row))], [Piece("   "), Piece(days_text(row), "faint")]]


def next_text(desk: Desk, row: RebateRow) -> str:
    """What is missing and from whom; where nothing is, what comes next."""
    if row.overdue:
        return _("The treasury is late: ask the tax office about %(claim)s") % {
            "claim": row.claim.number if row.claim else ""
        }
    if row.status.missing:
        text = _("Missing: %(what)s") % {"what": wording.joined(missing_text(desk, one) for one in row.status.missing)}
        return text + (_SEPARATOR + _("the tax office may hold the money back") if row.status.on_hold else "")
    match row.state:
        case RebateState.READY_TO_FILE:
            return _("Everything is here: mark it and make a claim")
        case RebateState.FILED | RebateState.APPROVED:
            return _("At the tax office on claim %(claim)s") % {"claim": row.claim.number if row.claim else ""}
        case RebateState.AT_RISK:
            return _("The car did not stay abroad, and the refund was paid: it may have to go back")
        case RebateState.FORFEITED:
            return _("36 months have passed: nothing can be claimed any more")
        case RebateState.EXEMPT:
            return _("The voucher brings no refund; the export is still declared")
        case RebateState.TAXED:
            return _("Without an invoice the export is taxed like a sale at home")
        case _:
            return _("Paid, and the buyer's money is in")


def days_text(row: RebateRow) -> str:
    """The days that bound the claim of a car."""
    dates = row.dates
    if dates is None:
        return _("The days of the claim follow from the export declaration")
    if row.state in {RebateState.EXEMPT, RebateState.TAXED}:
        return _("Exported on %(day)s") % {"day": formats.day(row.exported_on)}
    parts = [_("claim from %(day)s") % {"day": dates.opens}]
    if dates.routine_end is not None:
        parts.append(_("routine until %(day)s") % {"day": dates.routine_end})
    if dates.receipt_due is not None and dates.receipt_due != dates.routine_end:
        parts.append(_("buyer's money by %(day)s") % {"day": dates.receipt_due})
    if dates.absolute is not None:
        parts.append(_("nothing after %(day)s") % {"day": dates.absolute})
    return _SEPARATOR.join(parts)


def totals_text(found: rebating.Totals) -> str:
    """What is to come, what may go back, and how many cars cannot be told, on one line."""
    parts = [
        _("To come: %(sum)s") % {"sum": formats.amounts(found.expected)},
        _("may go back: %(sum)s") % {"sum": formats.amounts(found.exposed)},
    ]
    if found.unknown:
        parts.append(
            ngettext("%(count)s car cannot be told", "%(count)s cars cannot be told", found.unknown)
            % {"count": found.unknown}
        )
    return _SEPARATOR.join(parts)


def rebate_page(desk: Desk, row: RebateRow, glyphs: Glyphs) -> Iterator[Paragraph]:
    """One car's rebate whole."""
    yield Paragraph(state_text(desk, row.state, glyphs), state_tone(row.state))
    yield Paragraph(next_text(desk, row), indent=2)
    yield Paragraph("")
    voucher = row.car.voucher
    purchase = voucher.invoice if voucher is not None else None
    yield Paragraph(_("Purchase"), "accent")
    if purchase is not None:
        yield from _pairs([
            (_("Price, VAT included"), formats.amount(voucher.gross if voucher is not None else None)),
            (_("Voucher"), word(desk.library.words, "invoice_kind", purchase.invoice_kind.value
                                if purchase.invoice_kind else "unknown")),
            (_("Invoice number"), purchase.invoice_number),
            (_("Invoice date"), formats.day(purchase.invoice_date)),
        ])  # fmt: skip
    quote, rate = row.quote, row.rate
    if quote is not None and rate is not None:
        times = {"net": formats.amount(quote.net), "rate": f"{quote.applied_rate:.2%}",
                 "refund": formats.amount(quote.refund)}  # fmt: skip
        yield Paragraph(_("%(net)s x %(rate)s = %(refund)s") % times, indent=2)
    yield Paragraph("")
    yield Paragraph(_("Money"), "accent")
    settled = row.settlement
    yield from _pairs([
        (_("Refund"), formats.amount(row.refund)),
        (_("Received"), formats.amount(row.paid)),
        (_("Still to come"), formats.amount(row.outstanding)),
        (_("Expected on"), formats.day(row.expected_on)),
        (_("Claim"), f"{row.claim.number} {step_text(desk, row.claim.step)}" if row.claim else ""),
        (_("Buyer owes"), formats.amount(settled.due if settled else None)),
        (_("Buyer has paid"), formats.amount(settled.received if settled else None)),
        (_("Buyer still owes"), formats.amount(settled.outstanding if settled else None)),
    ])  # fmt: skip
    if row.expected_on is not None and not desk.library.working_days.knows(desk.today, row.expected_on):
        yield Paragraph(holidays_text(), "faint", indent=2)
    yield Paragraph("")
    yield Paragraph(_("Days"), "accent")
    yield from _pairs([(_("Exported on"), formats.day(row.exported_on))])
    yield Paragraph(days_text(row), indent=2)


def claim_columns(desk: Desk) -> list[Column[Claim]]:
    """The columns of the list of claims."""
    return [
        Column("number", _("Number"), lambda one: one.number, 8, most=12),
        Column("step", _("Step"), lambda one: step_text(desk, one.step), 9, tone=claim_tone, most=14),
        Column("cars", _("Cars"), lambda one: str(len(one.lines)), 4, right=True),
        Column("claimed", _("Claimed"), lambda one: formats.amount(one.claimed), 12, right=True),
        Column("paid", _("Received"), lambda one: formats.amount(one.paid), 12, right=True),
        Column("left", _("Still to come"), lambda one: formats.amount(left_of(one)), 12, right=True),
        Column("filed", _("Filed"), lambda one: formats.day(one.filed_on), 10, rank=1),
        Column("period", _("Period"), lambda one: one.period, 7, rank=3),
        Column("asked", _("Questions"), lambda one: str(len(one.open_inquiries) or ""), 4, right=True, rank=2),
    ]


def left_of(claim: Claim) -> Money | None:
    """What a claim still brings: nothing once it is over."""
    return None if claim.step in OVER else claim.outstanding


def claim_tone(claim: Claim) -> str:
    """The tone of a claim: open questions and drafts ask for something."""
    if claim.step in OVER:
        return "faint"
    if claim.step is ClaimStep.PAID:
        return "ready"
    return "action" if claim.open_inquiries or claim.step is ClaimStep.DRAFT else ""


def line_columns(desk: Desk) -> list[Column[ClaimLine]]:
    """The columns of the cars on a claim."""

    def vin(line: ClaimLine) -> str:
        car = desk.store.get(CARS, line.car_id)
        return (car.vin or name_of(car)) if car is not None else formats.NONE

    return [
        Column("vin", _("VIN"), vin, 17),
        Column("invoice", _("Invoice number"), lambda line: line.invoice_number, 14, most=22),
        Column(
            "declared", _("Declaration no."), lambda line: line.declaration_number or formats.NONE, 14, rank=1, most=20
        ),
        Column("exported", _("Exported"), lambda line: formats.day(line.exported_on), 10, rank=2),
        Column("net", _("Net"), lambda line: formats.amount(line.net), 12, right=True, rank=3),
        Column("rate", _("Rate"), lambda line: f"{line.rate:.0%}", 4, right=True, rank=4),
        Column("refund", _("Refund"), lambda line: formats.amount(line.refund), 11, right=True),
    ]


def claim_head(desk: Desk, claim: Claim) -> list[list[Piece]]:
    """Three lines on a claim: its money, its days, the period and firm it is of."""
    firm = desk.store.get(FIRMS, claim.firm_id) if claim.firm_id else None
    money = _("Claimed %(claimed)s, received %(paid)s, still to come %(left)s") % {
        "claimed": formats.amount(claim.claimed),
        "paid": formats.amount(claim.paid),
        "left": formats.amount(left_of(claim)),
    }
    of = [(_("Period"), claim.period), (_("Firm"), firm.name if firm is not None else "")]
    days = [
        (_("Filed"), formats.day(claim.filed_on)),
        (_("Accepted"), formats.day(claim.accepted_on)),
        (_("Approved"), formats.day(claim.approved_on)),
        (_("Papers on file"), formats.day(claim.papers_filed_on)),
    ]
    shown = [
        _SEPARATOR.join(_("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in pairs if text)
        for pairs in (days, of)
    ]
    return [[Piece(f" {money}")], *([Piece(f" {text}", "faint")] for text in shown)]


def doubt_page(desk: Desk, found: Sequence[tuple[int, Problem]], glyphs: Glyphs) -> Iterator[Paragraph]:
    """What the tax office would ask, what forbids the claim first."""
    for _car_id, problem in sorted(found, key=lambda one: one[1].severity is not Severity.ERROR):
        wrong = problem.severity is Severity.ERROR
        mark, tone = (glyphs.blocked, "blocked") if wrong else (glyphs.action, "action")
        yield Paragraph(problem_text(desk, problem), tone, head=f"{mark} ")


def claim_page(desk: Desk, claim: Claim, found: Sequence[tuple[int, Problem]], glyphs: Glyphs) -> Iterator[Paragraph]:
    """What there is to say of a claim below its cars: doubts, questions, payments."""
    if claim.step is ClaimStep.DRAFT:
        yield Paragraph(_("What the tax office would ask"), "strong")
        doubts = list(doubt_page(desk, found, glyphs))
        yield from doubts or [Paragraph(_("Nothing: it can be filed"), "ready", head=f"{glyphs.ready} ")]
    for one in claim.inquiries:
        open_ = one.answered_on is None
        yield Paragraph(
            _("%(day)s asked: %(text)s") % {"day": one.on, "text": one.text},
            "action" if open_ else "",
            head=f"{glyphs.action if open_ else glyphs.ready} ",
        )
        if not open_:
            yield Paragraph(_("%(day)s answered: %(text)s") % {"day": one.answered_on, "text": one.answer}, indent=2)
    for payment in claim.payments:
        back = payment.amount.amount < 0
        text = _("%(day)s taken back %(amount)s") if back else _("%(day)s received %(amount)s")
        paid = text % {"day": payment.on, "amount": formats.amount(payment.amount)}
        note = f"{_SEPARATOR}{payment.note}" if payment.note else ""
        yield Paragraph(paid + note, head=f"{glyphs.blocked if back else glyphs.ready} ")


def _pairs(found: Sequence[tuple[str, str]]) -> Iterator[Paragraph]:
    for label, text in found:
        if text and text != formats.NONE:
            yield Paragraph(text, head=_("%(label)s: ") % {"label": label}, indent=2)
