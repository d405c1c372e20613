"""``nearnew car invoice|pay``: what comes after buying a car."""

from __future__ import annotations

import click

from tui.cli.cars import write_preview
from tui.cli.claims import money_of
from tui.cli.session import Session, chosen_cars, day, refuse_unknown_fields, split_assignments
from tui.cli.terms import QueryCommand
from tui.desk import purchasing
from tui.desk.editing import reading_of, refuse
from tui.desk.partners import find as find_partner
from tui.domain.money_fields import INVOICE
from tui.domain.record_fields import read_record_fields
from tui.i18n.translator import _


def register(root: click.Group) -> None:
    """Add the commands to those of cars, with their help in the language of the run."""
    car = root.commands["car"]
    if not isinstance(car, click.Group):  # pragma: no cover - the commands of cars are made before
        raise TypeError(car)

    @car.command(
        "invoice",
        cls=QueryCommand,
        help=_("Fill in or correct the invoice of a purchase: QUERY or names, then invoice_number=… invoice_date=…"),
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--dealer", help=_("Who really sold the cars."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would change and write nothing."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def invoice(session: Session, words: tuple[str, ...], dealer: str | None, dry_run: bool, yes: bool) -> None:
        desk = session.desk(writes=not dry_run)
        names, texts = split_assignments(words, (*INVOICE,))
        refuse_unknown_fields(names, (*INVOICE,))
        values, problems = read_record_fields(texts, INVOICE, reading_of(desk))
        refuse(problems, confirm=False)
        preview = purchasing.preview_invoice(
            desk,
            chosen_cars(desk, names),
            {one.field: one.value for one in values},
            dealer_id=find_partner(desk, "dealer", dealer).id if dealer else None,
        )
        write_preview(session, desk, preview, dry_run=dry_run, yes=yes, why="car invoice")

    @car.command(
        "pay", cls=QueryCommand, help=_("Record money paid to the dealer of cars: all that is left, or --amount each.")
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--amount", help=_("What was paid for each car; all that is left when it is not given."))
    @click.option("--on", "on_text", help=_("The day; today when left out."))
    @click.option("--note", default="", help=_("A note."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would change and write nothing."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def pay(
        session: Session,
        words: tuple[str, ...],
        amount: str | None,
        on_text: str | None,
        note: str,
        dry_run: bool,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=not dry_run)
        money = money_of(amount, reading_of(desk)) if amount is not None else None
        preview = purchasing.preview_payment(desk, chosen_cars(desk, words), money, day(on_text) or desk.today, note)
        write_preview(session, desk, preview, dry_run=dry_run, yes=yes, why="car pay")
