"""``nearnew rebate``: what comes back on a car, where it stands, and the claims that bring it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from tui.cli import output
from tui.cli.records import named_partner
from tui.cli.session import Session, chosen_cars, day
from tui.cli.terms import QueryCommand
from tui.desk import claiming, rebate_views, rebating
from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of
from tui.desk.kinds import CLAIMS
from tui.domain.claims import Claim, RefundPayment
from tui.domain.fields import Reading, read_money, read_rate
from tui.domain.money import Money
from tui.domain.rebates import GENERAL_RATE, Regime, domestic_tax
from tui.domain.rebates import quote as quote_rebate
from tui.domain.values import Unreadable
from tui.domain.words import InvoiceKind
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import problem_line
from tui.i18n.translator import _, ngettext

_FORMS = ["table", "csv", "json"]
_FORM = click.Choice(_FORMS)


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("rebate", help=_("The export VAT refund: quotes, where each car stands, and claims."))
    def rebate() -> None:
        pass

    _register_quote(rebate)
    _register_reading(rebate)
    _register_claims(rebate)
    _register_steps(rebate)


def _register_quote(rebate: click.Group) -> None:
    @rebate.command("quote", help=_("What a purchase brings back: price with VAT, and the voucher."))
    @click.option("--gross", required=True, help=_("The price paid, VAT included, such as 200000 or 200000CNY."))
    @click.option(
        "--invoice",
        required=True,
        type=click.Choice([kind.value for kind in InvoiceKind]),
        help=_("The voucher of the purchase."),
    )
    @click.option("--invoice-rate", help=_("The VAT rate on the invoice, such as 0.13 or 3%."))
    @click.option("--refund-rate", help=_("The refund rate of the goods, such as 0.13."))
    @click.option("--small-supplier", is_flag=True, help=_("The seller is a small supplier or under simplified levy."))
    @click.option("--fob", help=_("The FOB value in home currency, for the tax on an export without a voucher."))
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def quote(
        session: Session,
        gross: str,
        invoice: str,
        invoice_rate: str | None,
        refund_rate: str | None,
        small_supplier: bool,
        fob: str | None,
        form: str,
    ) -> None:
        from tui.packs.vocabulary import load_vocabulary

        reading = Reading(load_vocabulary(), currency=session.settings.firm.home_currency)
        money = _money(gross, reading)
        found = quote_rebate(
            money,
            InvoiceKind(invoice),
            _rate(invoice_rate, reading),
            GENERAL_RATE if (rate := _rate(refund_rate, reading)) is None else rate,
            small_supplier=small_supplier,
        )
        shown = rebate_views.quote(found, money)
        if fob is not None and found.regime is Regime.TAXED:
            tax = domestic_tax(_money(fob, reading))
            shown |= {"taxable_net": str(tax.net.amount), "output_vat_due": str(tax.output_vat.amount)}
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/rebate-quote/1", "quote": shown}))
            return
        output.data("\n".join(_quote_lines(money, shown)))


def _quote_lines(gross: Money, shown: dict[str, Any]) -> list[str]:
    names = {
        "net_amount": _("Net of VAT"),
        "invoice_vat": _("VAT on the invoice"),
        "applied_refund_rate": _("Refund rate applied"),
        "refund": _("Refund"),
        "vat_to_cost": _("VAT that stays a cost"),
        "net_cash_cost": _("Cost after the refund"),
        "output_vat_due": _("VAT due on the export"),
    }
    lines = [_("Price paid: %(amount)s") % {"amount": formats.amount_iso(gross)}, _regime(str(shown["regime"]))]
    for name, label in names.items():
        if name in shown:
            money = name != "applied_refund_rate"
            value = formats.amount_iso(Money(Decimal(shown[name]), gross.currency)) if money else shown[name]
            lines.append(f"{label}: {value}")
    return lines


def _regime(name: str) -> str:
    return {
        "refund": _("Regime: refund"),
        "exempt": _("Regime: exempt, nothing comes back; the export is still declared"),
        "taxed_as_domestic": _("Regime: taxed like a sale at home"),
    }[name]


def _register_reading(rebate: click.Group) -> None:
    @rebate.command("list", cls=QueryCommand, help=_("Where the rebate of each bought car stands (QUERY or names)."))
    @click.argument("words", nargs=-1)
    @click.option("--on", "on_text", help=_("The day to look at."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, words: tuple[str, ...], on_text: str | None, form: str) -> None:
        desk = session.desk()
        cars = chosen_cars(desk, words, needed=False)
        found = rebating.Rebates(desk, day(on_text)).rows(cars)
        totals = rebating.totals(found)
        columns = [
            _("Stock no."), "VIN", _("State"), _(">Refund"), _(">Received"), _("Exported"), _("Expected"), _("Claim"),
            _("Missing"),
        ]  # fmt: skip
        body = [
            (
                row.car.stock_number,
                row.car.vin,
                labels.word(desk.library.words, "rebate_state", row.state.value),
                formats.amount_iso(row.refund) if row.refund else None,
                formats.amount_iso(row.paid) if row.paid else None,
                row.exported_on,
                row.expected_on,
                row.claim.number if row.claim else None,
                ", ".join(_missing(desk, code) for code in row.status.missing),
            )
            for row in found
        ]
        data = {
            "schema": "nearnew/rebates/1",
            "on": (day(on_text) or desk.today).isoformat(),
            "rebates": [rebate_views.rebate(row) for row in found],
            "expected": rebate_views.sums(totals.expected),
            "exposed": rebate_views.sums(totals.exposed),
            "unknown": totals.unknown,
        }
        output.emit(form, columns, body, data, None)
        if form == "table":
            output.talk(_totals_line(totals))

    @rebate.command("show", help=_("One claim, or one car's rebate: what is known, what is missing, what is due."))
    @click.argument("name")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, name: str, form: str) -> None:
        desk = session.desk()
        claim = next((one for one in desk.store.all(CLAIMS) if one.number.casefold() == name.casefold()), None)
        if claim is not None:
            _show_claim(desk, claim, form)
            return
        (car, *_others) = chosen_cars(desk, [name])
        row = rebating.Rebates(desk).of(car)
        if row is None:
            output.talk(_("%(car)s is not bought: there is no rebate yet.") % {"car": name_of(car)})
            return
        shown = rebate_views.rebate(row)
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/rebate/1", "rebate": shown}))
            return
        lines = [
            f"{name_of(car)}: {labels.word(desk.library.words, 'rebate_state', row.state.value)}",
            _("Refund: %(amount)s") % {"amount": formats.amount_iso(row.refund) if row.refund else "–"},
        ]
        if row.dates is not None:
            lines.append(_("Claim from %(day)s") % {"day": row.dates.opens})
            if row.dates.routine_end is not None:
                lines.append(_("Routine claim until %(day)s") % {"day": row.dates.routine_end})
            if row.dates.receipt_due is not None:
                lines.append(_("The buyer's money must be in by %(day)s") % {"day": row.dates.receipt_due})
            if row.dates.absolute is not None:
                lines.append(_("Nothing can be claimed after %(day)s") % {"day": row.dates.absolute})
        lines += [_("Missing: %(what)s") % {"what": _missing(desk, code)} for code in row.status.missing]
        output.data("\n".join(lines))


def _register_claims(rebate: click.Group) -> None:
    @rebate.command("claim", cls=QueryCommand, help=_("Make a claim of cars (QUERY or names) after a pre-check."))
    @click.argument("words", nargs=-1)
    @click.option("--firm", help=_("The exporting firm, by name; the only one when there is one."))
    @click.option("--period", help=_("The VAT return period, such as 2026-11; else this month."), default="")
    @click.option(
        "--check", "check_only", is_flag=True, help=_("Only say what the tax office would ask; write nothing.")
    )
    @click.option("--list", "list_", is_flag=True, help=_("List the claims instead."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def claim(
        session: Session,
        words: tuple[str, ...],
        firm: str | None,
        period: str,
        check_only: bool,
        list_: bool,
        form: str,
    ) -> int:
        if list_ or not words:
            _list_claims(session.desk(), form)
            return 0
        desk = session.desk(writes=not check_only)
        cars = chosen_cars(desk, words)
        if check_only:
            found = claiming.doubts(desk, cars, desk.today)
            names = {car.id: name_of(car) for car in cars}
            columns = [_("Car"), _("Question")]
            body = [(names[car_id], problem_line(problem)) for car_id, problem in found]
            data = {
                "schema": "nearnew/claim-check/1",
                "doubts": [
                    {"car": names[car_id], "code": one.code, "field": one.field, "severity": one.severity.value}
                    for car_id, one in found
                ],
            }
            output.emit(form, columns, body, data, None)
            return 1 if any(one.severity.value == "error" for _car, one in found) else 0
        made = claiming.create(desk, cars, firm_id=named_partner(desk, "firm", firm), period=period)
        output.talk(
            _("Made claim %(number)s over %(amount)s.")
            % {"number": made.number, "amount": formats.amount_iso(made.claimed)}
        )
        for _car, one in claiming.doubts(desk, cars, desk.today, claim=made):
            output.talk(f"  {problem_line(one)}")
        _show_claim(desk, made, "json")
        return 0

    @rebate.command("export", help=_("The two detail lists of a claim, for the tax office's form."))
    @click.argument("number")
    @click.option("--list", "which", type=click.Choice(["purchase", "export"]), required=True, help=_("Which list."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "csv", "xlsx"]), default="csv", help=_("Form of the output.")
    )
    @click.option(
        "-o", "--output", "to", type=click.Path(path_type=Path), metavar="FILE", help=_("Write to this file.")
    )
    @click.option("--yes", is_flag=True, help=_("Write over an existing file."))
    @click.pass_obj
    def export(session: Session, number: str, which: str, form: str, to: Path | None, yes: bool) -> None:
        desk = session.desk()
        found = claiming.find(desk, number)
        purchase = which == "purchase"
        names = rebate_views.PURCHASE_COLUMNS if purchase else rebate_views.EXPORT_COLUMNS
        rows = rebate_views.purchase_list(desk, found) if purchase else rebate_views.export_list(desk, found)
        columns = [labels.word(desk.library.words, "claim_column", name) for name in names]
        output.emit(form, columns, rows, {}, to, overwrite=yes)


def _register_steps(rebate: click.Group) -> None:
    @rebate.command("file", help=_("Record that a claim was filed, or a later step of it."))
    @click.argument("number")
    @click.option("--on", "on_text", help=_("The day; today when left out."))
    @click.option(
        "--step",
        type=click.Choice(["filed", "accepted", "approved", "refused", "withdrawn", "papers_filed"]),
        default="filed",
        help=_("The step to record."),
    )
    @click.option("--amount", help=_("The approved sum, when it differs from the claimed one."))
    @click.option("--ask", "asked", help=_("Record a question of the tax office instead."))
    @click.option("--answer", "answered", help=_("Record the answer to the oldest open question instead."))
    @click.pass_obj
    def file(
        session: Session,
        number: str,
        on_text: str | None,
        step: str,
        amount: str | None,
        asked: str | None,
        answered: str | None,
    ) -> None:
        desk = session.desk(writes=True)
        claim = claiming.find(desk, number)
        on = day(on_text) or desk.today
        if asked is not None:
            changed = claiming.ask(desk, claim, on, asked)
        elif answered is not None:
            changed = claiming.answer(desk, claim, on, answered)
        elif step == "filed":
            changed = claiming.file(desk, claim, on)
        else:
            money = _money(amount, reading_of(desk)) if amount is not None else None
            changed = claiming.record(desk, claim, step, on, amount=money)
        _show_claim(desk, changed, "json")

    @rebate.command("paid", help=_("Record money of the treasury for a claim: its number and AMOUNT."))
    @click.argument("number")
    @click.argument("amount")
    @click.option("--on", "on_text", help=_("The day; today when left out."))
    @click.option("--back", is_flag=True, help=_("The amount was taken back by the treasury."))
    @click.option("--note", default="", help=_("A note."))
    @click.pass_obj
    def paid(session: Session, number: str, amount: str, on_text: str | None, back: bool, note: str) -> None:
        desk = session.desk(writes=True)
        claim = claiming.find(desk, number)
        money = _money(amount, reading_of(desk))
        if back:
            money = money.times(-1)
        changed = claiming.pay(desk, claim, RefundPayment(day(on_text) or desk.today, money, note))
        output.talk(
            _("%(number)s: %(paid)s received, %(left)s outstanding.")
            % {
                "number": changed.number,
                "paid": formats.amount_iso(changed.paid),
                "left": formats.amount_iso(changed.outstanding),
            }
        )
        _show_claim(desk, changed, "json")


def _list_claims(desk: Desk, form: str) -> None:
    claims = desk.store.all(CLAIMS)
    columns = [
        _("Number"), _("Step"), _("Period"), _(">Cars"), _(">Claimed"), _(">Received"), _(">Outstanding"), _("Filed"),
    ]  # fmt: skip
    body = [
        (
            one.number,
            labels.word(desk.library.words, "claim_step", one.step.value),
            one.period,
            len(one.lines),
            formats.amount_iso(one.claimed),
            formats.amount_iso(one.paid),
            formats.amount_iso(one.outstanding),
            one.filed_on,
        )
        for one in claims
    ]
    data = {"schema": "nearnew/claims/1", "claims": [rebate_views.claim(desk, one) for one in claims]}
    output.emit(form, columns, body, data, None)


def _show_claim(desk: Desk, claim: Claim, form: str) -> None:
    doubts = claiming.doubts(desk, claiming.cars_of(desk, claim), desk.today, claim=claim)
    if form == "json":
        data = rebate_views.claim(desk, claim, doubts)
        output.data(output.as_json({"schema": "nearnew/claim/1", "claim": data}))
        return
    step = labels.word(desk.library.words, "claim_step", claim.step.value)
    lines = [
        f"{claim.number}: {step}",
        _("Claimed %(claimed)s, received %(paid)s, outstanding %(left)s")
        % {
            "claimed": formats.amount_iso(claim.claimed),
            "paid": formats.amount_iso(claim.paid),
            "left": formats.amount_iso(claim.outstanding),
        },
    ]
    names = {car.id: name_of(car) for car in claiming.cars_of(desk, claim)}
    for line in claim.lines:
        refund = formats.amount_iso(line.refund)
        lines.append(f"  {names.get(line.car_id, '?')}  {line.invoice_number}  {refund}")
    lines += [f"  ? {names.get(car_id, '')}: {problem_line(problem)}" for car_id, problem in doubts]
    for inquiry in claim.inquiries:
        state = (
            _("answered on %(day)s") % {"day": inquiry.answered_on} if inquiry.answered_on else _("not answered yet")
        )
        lines.append(f"  {inquiry.on} {inquiry.text} ({state})")
    output.data("\n".join(lines))


def _missing(desk: Desk, code: str) -> str:
    kind = desk.library.documents.get(code)
    if kind is not None:
        return _(kind.title)
    return labels.word(desk.library.words, "rebate_missing", code)


def _totals_line(totals: rebating.Totals) -> str:
    parts = [
        _("To come: %(sum)s") % {"sum": " + ".join(map(formats.amount_iso, totals.expected)) or "0"},
        _("may go back: %(sum)s") % {"sum": " + ".join(map(formats.amount_iso, totals.exposed)) or "0"},
    ]
    if totals.unknown:
        parts.append(
            ngettext("%(count)s car cannot be told", "%(count)s cars cannot be told", totals.unknown)
            % {"count": totals.unknown}
        )
    return ", ".join(parts)


def _money(text: str, reading: Reading) -> Money:
    try:
        return read_money(text, reading)
    except Unreadable as error:
        raise UsageError(error.code, **error.params) from error


def _rate(text: str | None, reading: Reading) -> Decimal | None:
    if text is None:
        return None
    try:
        found = read_rate(text, reading)
        return found if isinstance(found, Decimal) else None
    except Unreadable as error:
        raise UsageError(error.code, **error.params) from error
