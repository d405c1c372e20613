"""``nearnew cost`` and ``nearnew rates``: what cars cost on their way, what is left, and the rates behind it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import click

from tui.cli import output, what_if
from tui.cli.claims import money_of
from tui.cli.session import Session, chosen_cars, day, only_assignments
from tui.cli.terms import QueryCommand
from tui.desk import costing, rates, shipping, updating
from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of
from tui.desk.kinds import CARS
from tui.desk.money_words import cost_state
from tui.desk.views import plain
from tui.domain.costing import Cost, CostKind, ShareBy, Step, Waterfall
from tui.domain.money_fields import COST
from tui.domain.rates import RateRecord
from tui.domain.values import Unreadable, number
from tui.errors import NotFound, UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import problem_line
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("cost", help=_("Costs of cars and shipments, and what is left of each car."))
    def cost() -> None:
        pass

    @root.group("rates", help=_("Exchange rates: dated, with their source."))
    def rates_() -> None:
        pass

    _register_cost_writing(cost)
    _register_cost_reading(cost)
    what_if.register(cost)
    _register_rates(rates_)


def _register_cost_writing(cost: click.Group) -> None:
    @cost.command("add", cls=QueryCommand, help=_("Add a cost: KIND, AMOUNT, then QUERY or names, or --shipment."))
    @click.argument("kind", type=click.Choice([kind.value for kind in CostKind]))
    @click.argument("amount")
    @click.argument("words", nargs=-1)
    @click.option("--shipment", help=_("The shipment whose cars share it, by number."))
    @click.option(
        "--share",
        type=click.Choice([by.value for by in ShareBy]),
        default=ShareBy.CAR.value,
        help=_("How the cars share it: by car, by value or by volume."),
    )
    @click.option("--on", "on_text", help=_("The day it arose; today when left out."))
    @click.option("--rate", help=_("How many of the home currency one unit was, when it was paid."))
    @click.option("--payee", default="", help=_("Who is paid."))
    @click.option("--invoice", default="", help=_("The number of the invoice."))
    @click.option("--pay-by", "pay_by_text", help=_("The last day to pay it."))
    @click.option("--paid", "paid_text", help=_("The day it was paid; without one it is owed to the payee."))
    @click.option("--estimate", is_flag=True, help=_("Only an estimate: it counts for the margin and is no debt."))
    @click.option("--note", default="", help=_("A note."))
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def add(
        session: Session,
        kind: str,
        amount: str,
        words: tuple[str, ...],
        shipment: str | None,
        share: str,
        on_text: str | None,
        rate: str | None,
        payee: str,
        invoice: str,
        pay_by_text: str | None,
        paid_text: str | None,
        estimate: bool,
        note: str,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=True)
        made = costing.save(
            desk,
            CostKind(kind),
            money_of(amount, reading_of(desk)),
            day(on_text) or desk.today,
            cars=chosen_cars(desk, words) if words else (),
            shipment=shipping.find(desk, shipment) if shipment is not None else None,
            share_by=ShareBy(share),
            rate=_decimal(rate) if rate is not None else None,
            payee=payee,
            invoice_number=invoice,
            pay_by=day(pay_by_text),
            paid_on=day(paid_text),
            estimate=estimate,
            note=note,
            confirm=yes,
        )
        _tell_cost(desk, made)

    @cost.command(
        "edit",
        help=_("Change a cost: its number, then field=value words. Fields: %(known)s") % {"known": ", ".join(COST)},
    )
    @click.argument("number", type=int)
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def edit(session: Session, number: int, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        _tell_cost(desk, costing.edit(desk, costing.find(desk, number), only_assignments(words), confirm=yes))

    @cost.command("remove", help=_("Take a cost out of the book, by its number."))
    @click.argument("number", type=int)
    @click.pass_obj
    def remove(session: Session, number: int) -> None:
        desk = session.desk(writes=True)
        costing.remove(desk, costing.find(desk, number))


def _tell_cost(desk: Desk, made: Cost) -> None:
    for problem in rates.doubts(desk, made.amount, made.on, "amount") if made.rate is None else ():
        output.talk(problem_line(problem))
    output.data(output.as_json({"schema": "nearnew/cost/1", "cost": plain(made)}))


def _register_cost_reading(cost: click.Group) -> None:
    @cost.command("list", help=_("List the costs, of one car or shipment when named."))
    @click.argument("name", required=False)
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, name: str | None, form: str) -> None:
        desk = session.desk()
        found = costing.listed(desk, **_named(desk, name)) if name else costing.listed(desk)
        reader = costing.Costing(desk)
        columns = [
            _(">No."),
            _("Day"),
            _("For"),
            _(">Amount"),
            _("Shared by"),
            _(">Cars"),
            _("Payee"),
            _("Invoice"),
            _("Payment"),
            _("Note"),
        ]
        body = [
            (
                one.id,
                one.on,
                labels.word(desk.library.words, "cost_kind", one.kind.value),
                formats.amount_iso(one.amount),
                labels.word(desk.library.words, "share_by", one.share_by.value),
                len(reader.cars_of(one)),
                one.payee,
                one.invoice_number,
                cost_state(one, desk.today),
                one.note,
            )
            for one in found
        ]
        data = {"schema": "nearnew/costs/1", "costs": [plain(one) for one in found]}
        output.emit(form, columns, body, data, None)

    @cost.command(
        "show", cls=QueryCommand, help=_("From purchase to margin: of a shipment, or of cars (QUERY or names).")
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--on", "on_text", help=_("The day to look at."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, words: tuple[str, ...], on_text: str | None, form: str) -> None:
        desk = session.desk()
        reader = costing.Costing(desk, day(on_text))
        named = _named(desk, words[0]) if len(words) == 1 else {}
        cars = shipping.cars_of(desk, named["shipment"]) if "shipment" in named else chosen_cars(desk, words)
        found = [(name_of(car), reader.of(car)) for car in cars]
        whole = reader.of_all(cars)
        if form == "json":
            data = {
                "schema": "nearnew/waterfall/1",
                "on": reader.on.isoformat(),
                "currency": reader.home,
                "cars": [{"car": name, **_waterfall(one)} for name, one in found],
                "total": _waterfall(whole),
            }
            output.data(output.as_json(data))
            return
        for name, one in found if len(found) == 1 else [(_("All %(count)s cars") % {"count": len(found)}, whole)]:
            output.data(f"{name}\n" + _steps(desk, one))


def _register_rates(group: click.Group) -> None:
    @group.command("list", help=_("List the rates of the book."))
    @click.option("--latest", is_flag=True, help=_("Only the newest of each pair and source."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, latest: bool, form: str) -> None:
        desk = session.desk()
        found = rates.listed(desk, latest=latest)
        data = {"schema": "nearnew/rates/1", "rates": [_rate(desk, one) for one in found]}
        _show(desk, found, data, form)

    @group.command(
        "set", cls=QueryCommand, help=_("Record a rate by hand: BASE, QUOTE and how much of QUOTE one BASE bought.")
    )
    @click.argument("base")
    @click.argument("quote")
    @click.argument("value")
    @click.option("--on", "on_text", help=_("The day; today when left out."))
    @click.option("--source", default="typed", help=_("Who said so, such as a bank."))
    @click.option("--yes", is_flag=True, help=_("Keep a rate that is far off the last one."))
    @click.pass_obj
    def set_(session: Session, base: str, quote: str, value: str, on_text: str | None, source: str, yes: bool) -> None:
        desk = session.desk(writes=True)
        made = rates.set_rate(
            desk,
            base.upper(),
            quote.upper(),
            _decimal(value),
            day(on_text) or desk.today,
            source=source,
            confirm=yes,
        )
        output.data(output.as_json({"schema": "nearnew/rate/1", "rate": _rate(desk, made)}))

    @group.command(
        "update",
        help=_("Fetch the rates the book needs, or the pairs you name, from the source in the settings."),
    )
    @click.option(
        "--provider", type=click.Choice(updating.PROVIDERS), help=_("Another source than network.rates_provider.")
    )
    @click.option("--on", "on_text", help=_("The rates of a day; today's when left out."))
    @click.option("--pairs", multiple=True, help=_("Pairs such as USD/CNY,RUB/CNY instead of those the book needs."))
    @click.option("--yes", is_flag=True, help=_("Keep a rate that is far off the last one."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def update(
        session: Session, provider: str | None, on_text: str | None, pairs: tuple[str, ...], yes: bool, form: str
    ) -> None:
        desk = session.desk(writes=True)
        named = [pair for text in pairs for pair in text.split(",") if pair.strip()]
        made = updating.update_rates(desk, provider=provider or "", on=day(on_text), pairs=named, confirm=yes)
        document = {
            "schema": "nearnew/rates/1",
            "rates": [_rate(desk, one) for one in made.records],
            "missing": list(made.missing),
        }
        _show(desk, made.records, document, form)
        if made.missing:
            said = _("No rate for %(pairs)s from this source; try another with --provider.")
            output.talk(said % {"pairs": ", ".join(made.missing)})

    @group.command("remove", help=_("Take a rate out of the book, by its number."))
    @click.argument("number", type=int)
    @click.pass_obj
    def remove(session: Session, number: int) -> None:
        rates.remove(session.desk(writes=True), number)


def _named(desk: Desk, name: str) -> dict[str, Any]:
    try:
        return {"shipment": shipping.find(desk, name)}
    except NotFound:
        (car, *_others) = chosen_cars(desk, [name])
        return {"car": desk.store.get(CARS, car.id) or car}


def _steps(desk: Desk, one: Waterfall) -> str:
    rows: list[tuple[object, ...]] = [
        (
            labels.word(desk.library.words, "waterfall", step.code),
            formats.amount_iso(step.amount),
            _rate_used(step),
        )
        for step in one.steps
    ]
    rows.append((_("Landed cost"), formats.amount_iso(one.landed_known), None))
    for label, money in (
        (_("Margin with the rebate"), one.margin),
        (_("Margin without the rebate"), one.margin_without_rebate),
    ):
        rows.append((label, formats.amount_iso(money) if money is not None else None, None))
    text = output.table([_("Step"), _(">Amount"), _("Rate")], rows)
    lacks = [
        _("Not counted: %(what)s") % {"what": labels.word(desk.library.words, "waterfall_missing", code)}
        for code in one.not_counted
    ]
    return text + "".join(f"{line}\n" for line in lacks)


def _waterfall(one: Waterfall) -> dict[str, Any]:
    return {
        "steps": [
            {
                "code": step.code,
                "amount": plain(step.amount),
                "original": plain(step.original),
                "rate": plain(step.rate),
                "old_rate": step.old_rate,
            }
            for step in one.steps
        ],
        "landed": plain(one.landed),
        "landed_without_rebate": plain(one.landed_without_rebate),
        "revenue": plain(one.revenue),
        "margin": plain(one.margin),
        "margin_without_rebate": plain(one.margin_without_rebate),
        "missing": list(one.missing),
    }


def _rate_used(step: Step) -> str | None:
    """The rate an amount was converted at, with day and source, and that it is old."""
    if step.rate is None:
        return None
    text = f"{step.rate.value.normalize():f} {step.rate.day} {step.rate.source}"
    return " ".join([text, _("(old rate)")]) if step.old_rate else text


def _show(desk: Desk, found: Sequence[RateRecord], document: dict[str, Any], form: str) -> None:
    columns = [_(">No."), _("Pair"), _(">Rate"), _("Day"), _(">Age"), _("Source"), _("Note")]
    body = [
        (one.id, f"{one.base}/{one.quote}", one.value, one.day, _age(desk, one, form), one.source, one.note)
        for one in found
    ]
    output.emit(form, columns, body, document, None)


def _age(desk: Desk, one: RateRecord, form: str) -> str:
    """The days since a rate's day; for people with the sign of one that is old."""
    days = (desk.today - one.day).days
    old = form == "table" and days > desk.settings.money.rate_limit_days
    return f"! {days}" if old else str(days)


def _rate(desk: Desk, one: RateRecord) -> dict[str, Any]:
    age = (desk.today - one.day).days
    return {
        "id": one.id,
        "base": one.base,
        "quote": one.quote,
        "rate": f"{one.value:f}",
        "day": one.day.isoformat(),
        "age_days": age,
        "old": age > desk.settings.money.rate_limit_days,
        "source": one.source,
        "fetched_at": plain(one.fetched_at),
        "note": one.note or None,
    }


def _decimal(text: str) -> Decimal:
    try:
        return number(text)
    except Unreadable as error:
        raise UsageError(error.code, **error.params) from error
