"""``nearnew sale`` and ``nearnew receipt``: who buys a car at what price, and the money that came in."""

from __future__ import annotations

import click
import msgspec

from tui.cli import output, quotes
from tui.cli.claims import money_of
from tui.cli.records import named_partner
from tui.cli.session import Session, chosen_cars, day
from tui.cli.terms import QueryCommand
from tui.desk import selling, shipping
from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of
from tui.desk.kinds import CARS, PARTIES, SHIPMENTS
from tui.desk.views import plain
from tui.domain.problems import Severity
from tui.domain.sales import Sale
from tui.i18n import formats, labels
from tui.i18n.sentences import problem_line
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("sale", help=_("Sales: offer a car to a buyer, reserve it, agree on a price."))
    def sale() -> None:
        pass

    @root.group("receipt", help=_("Money that came in from buyers, and which cars it is for."))
    def receipt() -> None:
        pass

    _register_sales(sale)
    quotes.register(sale)
    _register_receipts(receipt)


def _register_sales(sale: click.Group) -> None:
    @sale.command("new", cls=QueryCommand, help=_("Offer cars (QUERY or names) to a buyer, one sale a car."))
    @click.argument("words", nargs=-1, required=True)
    @click.option("--buyer", required=True, help=_("The buyer, by name (party add makes one)."))
    @click.option("--price", help=_("The price of each car, such as 15500USD."))
    @click.option("--deposit", help=_("What is to come first, for each car."))
    @click.option("--reserve", is_flag=True, help=_("Reserve the cars for this buyer."))
    @click.option("--until", help=_("The last day of the offer or the reservation."))
    @click.option("--proforma", default="", help=_("The number of the proforma invoice."))
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def new(
        session: Session,
        words: tuple[str, ...],
        buyer: str,
        price: str | None,
        deposit: str | None,
        reserve: bool,
        until: str | None,
        proforma: str,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=True)
        reading = reading_of(desk)
        party = named_partner(desk, "party", buyer) or 0
        sales = [
            Sale(
                car.id,
                party,
                money_of(price, reading) if price is not None else None,
                money_of(deposit, reading) if deposit is not None else None,
                offered_on=desk.today,
                reserved_on=desk.today if reserve else None,
                valid_until=day(until),
                proforma_number=proforma,
            )
            for car in chosen_cars(desk, words)
        ]
        _keep(desk, sales, word="sale new", confirm=yes)

    @sale.command("edit", help=_("Change a sale, by its number: price, deposit, reserve, agree, proforma."))
    @click.argument("number", type=int)
    @click.option("--price", help=_("The price, such as 15500USD."))
    @click.option("--deposit", help=_("What is to come first."))
    @click.option("--reserve", is_flag=True, help=_("Reserve the car."))
    @click.option("--agree", is_flag=True, help=_("The buyer has agreed."))
    @click.option("--until", help=_("The last day of the offer or the reservation."))
    @click.option("--balance-due", "due_text", help=_("The day the contract has the buyer pay the rest."))
    @click.option("--proforma", help=_("The number of the proforma invoice."))
    @click.option("--on", "on_text", help=_("The day; today when left out."))
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def edit(
        session: Session,
        number: int,
        price: str | None,
        deposit: str | None,
        reserve: bool,
        agree: bool,
        until: str | None,
        due_text: str | None,
        proforma: str | None,
        on_text: str | None,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=True)
        reading, on = reading_of(desk), day(on_text) or desk.today
        changes: dict[str, object] = {}
        if price is not None:
            changes["price"] = money_of(price, reading)
        if deposit is not None:
            changes["deposit"] = money_of(deposit, reading)
        if reserve:
            changes["reserved_on"] = on
        if agree:
            changes["agreed_on"] = on
        if until is not None:
            changes["valid_until"] = day(until)
        if due_text is not None:
            changes["balance_due"] = day(due_text)
        if proforma is not None:
            changes["proforma_number"] = proforma
        changed = msgspec.structs.replace(selling.find(desk, number), **changes)
        _keep(desk, [changed], word="sale edit", confirm=yes)

    @sale.command("cancel", help=_("Call a sale off, by its number; it is kept."))
    @click.argument("number", type=int)
    @click.pass_obj
    def cancel(session: Session, number: int) -> None:
        desk = session.desk(writes=True)
        _tell(desk, [selling.cancel(desk, selling.find(desk, number))])

    @sale.command("list", help=_("List the sales, the newest first."))
    @click.option("--standing", is_flag=True, help=_("Only those that stand today."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, standing: bool, form: str) -> None:
        desk = session.desk()
        found = selling.listed(desk, standing=standing)
        columns = [
            _(">No."), _("Car"), _("Buyer"), _("State"), _(">Selling price"), _(">Deposit"), _("Until"), _("Proforma"),
        ]  # fmt: skip
        body = [
            (
                one.id,
                _car(desk, one.car_id),
                _party(desk, one.party_id),
                labels.word(desk.library.words, "sale_state", one.state(desk.today).value),
                formats.amount_iso(one.price) if one.price else None,
                formats.amount_iso(one.deposit) if one.deposit else None,
                one.valid_until,
                one.proforma_number,
            )
            for one in found
        ]
        output.emit(form, columns, body, _document(desk, found), None)


def _register_receipts(receipt: click.Group) -> None:
    @receipt.command("add", cls=QueryCommand, help=_("Record money that came in: AMOUNT, then the cars it is for."))
    @click.argument("amount")
    @click.argument("words", nargs=-1)
    @click.option("--shipment", help=_("The shipment whose cars it is for, by number."))
    @click.option("--from", "sender", help=_("Who paid, by name."))
    @click.option("--on", "on_text", help=_("The day it came; today when left out."))
    @click.option("--reference", default="", help=_("The bank's reference."))
    @click.option("--note", default="", help=_("A note."))
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def add(
        session: Session,
        amount: str,
        words: tuple[str, ...],
        shipment: str | None,
        sender: str | None,
        on_text: str | None,
        reference: str,
        note: str,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=True)
        found = shipping.find(desk, shipment) if shipment is not None else None
        cars = chosen_cars(desk, words) if words else (shipping.cars_of(desk, found) if found is not None else [])
        made = selling.receive(
            desk,
            money_of(amount, reading_of(desk)),
            day(on_text) or desk.today,
            cars=cars,
            shipment=found,
            party_id=named_partner(desk, "party", sender),
            reference=reference,
            note=note,
            confirm=yes,
        )
        if made.unallocated.amount:
            output.talk(_("%(amount)s is for no car yet.") % {"amount": formats.amount_iso(made.unallocated)})
        output.data(output.as_json({"schema": "nearnew/receipt/1", "receipt": plain(made)}))

    @receipt.command("list", help=_("List the money that came in, the newest first."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, form: str) -> None:
        desk = session.desk()
        found = selling.receipts(desk)
        numbers = {one.id: one.number for one in desk.store.all(SHIPMENTS)}
        columns = [
            _(">No."), _("Day"), _(">Amount"), _("From"), _("Shipment"), _(">Cars"), _(">For no car"), _("Reference"),
        ]  # fmt: skip
        body = [
            (
                one.id,
                one.on,
                formats.amount_iso(one.amount),
                _party(desk, one.party_id or 0),
                numbers.get(one.shipment_id or 0),
                len(one.allocations),
                formats.amount_iso(one.unallocated) if one.unallocated.amount else None,
                one.reference,
            )
            for one in found
        ]
        data = {"schema": "nearnew/receipts/1", "receipts": [plain(one) for one in found]}
        output.emit(form, columns, body, data, None)

    @receipt.command("remove", help=_("Take a receipt out of the book, by its number."))
    @click.argument("number", type=int)
    @click.pass_obj
    def remove(session: Session, number: int) -> None:
        selling.remove_receipt(session.desk(writes=True), number)


def _car(desk: Desk, car_id: int) -> str | None:
    car = desk.store.get(CARS, car_id)
    return name_of(car) if car is not None else None


def _party(desk: Desk, party_id: int) -> str | None:
    party = desk.store.get(PARTIES, party_id)
    return party.name if party is not None else None


def _document(desk: Desk, found: list[Sale]) -> dict[str, object]:
    sales = [
        {
            **plain(one),
            "car": _car(desk, one.car_id),
            "buyer": _party(desk, one.party_id),
            "state": one.state(desk.today).value,
        }
        for one in found
    ]
    return {"schema": "nearnew/sales/1", "sales": sales}


def _keep(desk: Desk, sales: list[Sale], *, word: str, confirm: bool) -> None:
    """Write sales; what only warns is said beside them."""
    told = dict.fromkeys(problem_line(one) for sale in sales for one in selling.problems_of(desk, sale)
                         if one.severity is Severity.WARNING)  # fmt: skip
    made = selling.save(desk, sales, word=word, confirm=confirm)
    for line in told:
        output.talk(line)
    _tell(desk, made)


def _tell(desk: Desk, found: list[Sale]) -> None:
    output.data(output.as_json(_document(desk, found)))
