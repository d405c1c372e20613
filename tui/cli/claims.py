"""``nearnew rebate claim|file|paid|export``: the claims that bring the refund."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.records import named_partner
from tui.cli.session import Session, chosen_cars, day
from tui.cli.terms import QueryCommand
from tui.desk import claiming, rebate_views
from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of
from tui.desk.kinds import CLAIMS
from tui.domain.claims import Claim, RefundPayment
from tui.domain.fields import Reading, read_money
from tui.domain.money import Money
from tui.domain.values import Unreadable
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import problem_line
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])


def register_claims(rebate: click.Group) -> None:
    """Add the commands that make and export claims."""

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
        show_claim(desk, made, "json")
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


def register_steps(rebate: click.Group) -> None:
    """Add the commands that follow a claim to its money."""

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
            money = money_of(amount, reading_of(desk)) if amount is not None else None
            changed = claiming.record(desk, claim, step, on, amount=money)
        show_claim(desk, changed, "json")

    @rebate.command(
        "paid", cls=QueryCommand, help=_("Record money of the treasury for a claim: its number and AMOUNT.")
    )
    @click.argument("number")
    @click.argument("amount")
    @click.option("--on", "on_text", help=_("The day; today when left out."))
    @click.option("--back", is_flag=True, help=_("The amount was taken back by the treasury."))
    @click.option("--note", default="", help=_("A note."))
    @click.pass_obj
    def paid(session: Session, number: str, amount: str, on_text: str | None, back: bool, note: str) -> None:
        desk = session.desk(writes=True)
        claim = claiming.find(desk, number)
        money = money_of(amount, reading_of(desk))
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
        show_claim(desk, changed, "json")


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


def show_claim(desk: Desk, claim: Claim, form: str) -> None:
    """Print one claim with what the pre-check asks."""
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


def money_of(text: str, reading: Reading) -> Money:
    """An amount given on the command line; raises UsageError."""
    try:
        return read_money(text, reading)
    except Unreadable as error:
        raise UsageError(error.code, **error.params) from error
