"""``nearnew rebate``: what comes back on a car, where it stands, and the claims that bring it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from tui.cli import output
from tui.cli.claims import money_of, register_claims, register_steps, show_claim
from tui.cli.session import Session, chosen_cars, day
from tui.cli.terms import QueryCommand
from tui.desk import rebate_views, rebating
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CLAIMS
from tui.domain.fields import Reading, read_rate
from tui.domain.money import Money
from tui.domain.rebates import GENERAL_RATE, Regime, domestic_tax
from tui.domain.rebates import quote as quote_rebate
from tui.domain.values import Unreadable
from tui.domain.words import InvoiceKind
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.money_sentences import holidays_text
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
    register_claims(rebate)
    register_steps(rebate)


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
        money = money_of(gross, reading)
        found = quote_rebate(
            money,
            InvoiceKind(invoice),
            _rate(invoice_rate, reading),
            GENERAL_RATE if (rate := _rate(refund_rate, reading)) is None else rate,
            small_supplier=small_supplier,
        )
        shown = rebate_views.quote(found, money)
        if fob is not None and found.regime is Regime.TAXED:
            tax = domestic_tax(money_of(fob, reading))
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
        rebates = rebating.Rebates(desk, day(on_text))
        found = rebates.rows(cars)
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
            if any(rebates.holidays_unknown(row.expected_on) for row in found):
                output.talk(holidays_text())

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
            show_claim(desk, claim, form)
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
        if row.expected_on is not None:
            lines.append(_("Expected on %(day)s") % {"day": row.expected_on})
            if rebating.Rebates(desk).holidays_unknown(row.expected_on):
                lines.append(holidays_text())
        lines += [_("Missing: %(what)s") % {"what": _missing(desk, code)} for code in row.status.missing]
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


def _rate(text: str | None, reading: Reading) -> Decimal | None:
    if text is None:
        return None
    try:
        found = read_rate(text, reading)
        return found if isinstance(found, Decimal) else None
    except Unreadable as error:
        raise UsageError(error.code, **error.params) from error
