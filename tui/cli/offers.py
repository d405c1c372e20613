"""``nearnew offer``: dealers' price lists, read from messages, kept, watched and bought from."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from tui.cli import output
from tui.cli.claims import money_of
from tui.cli.records import named_partner
from tui.cli.session import Session, day, names_from
from tui.cli.terms import QueryCommand
from tui.desk import offering
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.kinds import DEALERS, WATCHES
from tui.desk.views import plain
from tui.domain.fields import read_make
from tui.domain.offers import OfferLine, OfferState, history
from tui.domain.values import Unreadable
from tui.domain.words import InvoiceKind
from tui.errors import BadFile, UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars, problem_line
from tui.i18n.translator import _
from tui.sheets.chat import ChatList
from tui.sheets.decoding import decode

_FORM = click.Choice(["table", "csv", "json"])
_MOST = 100_000


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("offer", help=_("Dealers' price lists: read a message, keep, watch, decline, buy."))
    def offer() -> None:
        pass

    _register_reading(offer)
    _register_keeping(offer)
    _register_watching(offer)
    _register_buying(offer)


def _register_reading(offer: click.Group) -> None:
    @offer.command("read", help=_("Read a price list from a chat message (FILE, or - for standard input)."))
    @click.argument("source")
    @click.option("--dealer", required=True, help=_("Whose list it is, by name."))
    @click.option("--on", "on_text", help=_("The day of the message; today when left out."))
    @click.option("--keep", is_flag=True, help=_("Keep the offers that can be read without a question."))
    @click.option("--yes", is_flag=True, help=_("Keep those with a question too, as they were read."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def read(session: Session, source: str, dealer: str, on_text: str | None, keep: bool, yes: bool, form: str) -> None:
        desk = session.desk(writes=keep)
        dealer_id = named_partner(desk, "dealer", dealer) or 0
        on = day(on_text) or desk.today
        try:
            found = offering.read_message(desk, _text_of(source), on)
        except Unreadable as error:
            raise UsageError(error.code, **error.params) from error
        kept = _keep(desk, found, dealer_id, on, anyway=yes) if keep else []
        if form == "json":
            data = {
                "schema": "nearnew/offer-list/1",
                "heading": found.heading,
                "proposals": [plain(one) for one in found.proposals],
                "unread": [{"line": line, "text": text} for line, text in found.unread],
                "problems": [plain(one) for one in found.problems],
                "kept": [one.id for one in kept],
            }
            output.data(output.as_json(data))
            return
        columns = [
            _(">Line"), _("Make"), _("Model"), _("Trim"), _(">Year"), _(">Cars"), _(">Guide price"), _(">Price"),
            _("Voucher"), _("Question"),
        ]  # fmt: skip
        body = [
            (
                one.line,
                one.make,
                one.model,
                one.trim,
                one.model_year,
                one.quantity,
                formats.amount_iso(one.guide_price) if one.guide_price else None,
                formats.amount_iso(one.price) if one.price else None,
                labels.word(
                    desk.library.words, "invoice_kind", one.invoice_kind.value if one.invoice_kind else "unknown"
                ),
                "; ".join(problem_line(problem) for problem in one.problems),
            )
            for one in found.proposals
        ]
        output.emit(form, columns, body, {}, None)
        for line, text in found.unread:
            output.talk(_("Line %(line)s is no offer: %(text)s") % {"line": line, "text": text})
        for problem in found.problems:
            output.talk(problem_line(problem))
        if keep:
            output.talk(_("Kept %(count)s of %(all)s offers.") % {"count": len(kept), "all": len(found.proposals)})

    @offer.command("list", help=_("List the offers, the newest first."))
    @click.option("--state", type=click.Choice([state.value for state in OfferState]), help=_("Only those of a state."))
    @click.option("--dealer", help=_("Only those of a dealer, by name."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, state: str | None, dealer: str | None, form: str) -> None:
        desk = session.desk()
        chosen = OfferState(state) if state is not None else None
        found = offering.listed(desk, state=chosen, dealer_id=named_partner(desk, "dealer", dealer))
        names = {one.id: one.name for one in desk.store.all(DEALERS)}
        columns = [
            _(">No."), _("Day"), _("Dealer"), _("Model"), _("Trim"), _(">Cars"), _(">Price"), _(">Off %"), _(">Floor"),
            _("State"),
        ]  # fmt: skip
        body = [_offer_row(desk, one, names) for one in found]
        data = {"schema": "nearnew/offers/1", "offers": [_plain(desk, one, names) for one in found]}
        output.emit(form, columns, body, data, None)

    @offer.command("history", help=_("What a model cost over time: MAKE, MODEL, and TRIM when it matters."))
    @click.argument("make")
    @click.argument("model")
    @click.argument("trim", default="")
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def history_(session: Session, make: str, model: str, trim: str, form: str) -> None:
        desk = session.desk()
        found = history(offering.listed(desk), read_make(make, reading_of(desk)), model, trim)
        names = {one.id: one.name for one in desk.store.all(DEALERS)}
        columns = [_("Day"), _("Dealer"), _(">Price"), _(">Guide price")]
        body = [
            (
                one.on,
                names.get(one.dealer_id),
                formats.amount_iso(one.price),
                formats.amount_iso(one.guide_price) if one.guide_price else None,
            )
            for one in found
        ]
        data = {"schema": "nearnew/price-history/1", "prices": [plain(one) for one in found]}
        output.emit(form, columns, body, data, None)


def _register_keeping(offer: click.Group) -> None:
    @offer.command("decline", help=_("Put an offer aside, by its number; it is kept."))
    @click.argument("number", type=int)
    @click.option("--because", default="", help=_("Why."))
    @click.option("--back", is_flag=True, help=_("Open it again."))
    @click.pass_obj
    def decline(session: Session, number: int, because: str, back: bool) -> None:
        desk = session.desk(writes=True)
        _show(desk, offering.decline(desk, offering.find(desk, number), because, back=back))

    @offer.command("show", help=_("Show one offer, by its number."))
    @click.argument("number", type=int)
    @click.pass_obj
    def show(session: Session, number: int) -> None:
        desk = session.desk()
        _show(desk, offering.find(desk, number))


def _register_watching(offer: click.Group) -> None:
    @offer.command(
        "watch", cls=QueryCommand, help=_("Tell when a model is offered at or below AMOUNT: MAKE, MODEL, AMOUNT.")
    )
    @click.argument("make")
    @click.argument("model")
    @click.argument("amount")
    @click.option("--trim", default="", help=_("Only this trim."))
    @click.pass_obj
    def watch(session: Session, make: str, model: str, amount: str, trim: str) -> None:
        desk = session.desk(writes=True)
        reading = reading_of(desk)
        made = offering.watch(desk, read_make(make, reading), model, money_of(amount, reading), trim)
        output.data(output.as_json({"schema": "nearnew/watch/1", "watch": plain(made)}))

    @offer.command("watches", help=_("What is watched, and the open offers that meet it."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def watches(session: Session, form: str) -> None:
        desk = session.desk()
        hits: dict[int, list[int]] = {}
        for one, found in offering.met(desk):
            hits.setdefault(one.id, []).append(found.id)
        columns = [_(">No."), _("Make"), _("Model"), _("Trim"), _(">At most"), _("Offers")]
        body = [
            (
                one.id,
                one.make,
                one.model,
                one.trim,
                formats.amount_iso(one.at_most),
                ", ".join(map(str, hits.get(one.id, []))),
            )
            for one in desk.store.all(WATCHES)
        ]
        data = {
            "schema": "nearnew/watches/1",
            "watches": [{**plain(one), "met_by": hits.get(one.id, [])} for one in desk.store.all(WATCHES)],
        }
        output.emit(form, columns, body, data, None)

    @offer.command("unwatch", help=_("Stop watching, by its number."))
    @click.argument("number", type=int)
    @click.pass_obj
    def unwatch(session: Session, number: int) -> None:
        offering.unwatch(session.desk(writes=True), number)


def _register_buying(offer: click.Group) -> None:
    @offer.command(
        "buy", help=_("Buy cars from an offer: its number, then the VINs (- reads them from standard input).")
    )
    @click.argument("number", type=int)
    @click.argument("vins", nargs=-1, required=True)
    @click.option("--bought", "bought_text", help=_("The day of the purchase; today when left out."))
    @click.option("--price", help=_("The price of each car, when it is not the offered one."))
    @click.option("--invoice", type=click.Choice([kind.value for kind in InvoiceKind]), help=_("The voucher."))
    @click.option("--dry-run", is_flag=True, help=_("Only say what would be bought."))
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def buy(
        session: Session,
        number: int,
        vins: tuple[str, ...],
        bought_text: str | None,
        price: str | None,
        invoice: str | None,
        dry_run: bool,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=not dry_run)
        found = offering.find(desk, number)
        wanted = [vin for word in names_from(vins) for vin in offering.split_vins(word)]
        preview = offering.preview_buy(
            desk,
            found,
            wanted,
            bought_on=day(bought_text),
            price=money_of(price, reading_of(desk)) if price is not None else None,
            invoice_kind=InvoiceKind(invoice) if invoice is not None else None,
        )
        for vin, problem in preview.problems:
            output.talk(f"{vin} {problem_line(problem)}".strip())
        if dry_run:
            output.talk(count_of_cars(len(preview.cars)))
            return
        bought = offering.buy(desk, found, preview, confirm=yes)
        output.talk(_("Bought %(cars)s.") % {"cars": count_of_cars(len(bought))})
        data = {
            "schema": "nearnew/bought/1",
            "cars": [{"stock_number": car.stock_number, "vin": car.vin} for car in bought],
        }
        output.data(output.as_json(data))


def _keep(desk: Desk, found: ChatList, dealer_id: int, on: date, *, anyway: bool) -> list[OfferLine]:
    sure = [one for one in found.proposals if anyway or all(p.severity.value == "warning" for p in one.problems)]
    offers = [offering.as_offer(one, dealer_id, on) for one in sure if one.make and one.price is not None]
    return offering.add(desk, offers, confirm=anyway) if offers else []


def _text_of(source: str) -> str:
    """The message: standard input, or a file; longer than a message can be, it is refused where it is read."""
    try:
        content = sys.stdin.buffer.read(_MOST) if source == "-" else _head(Path(source))
    except FileNotFoundError as error:
        raise BadFile("file_missing", path=source) from error
    except OSError as error:
        raise BadFile("file_unreadable", path=source, reason=error.strerror or type(error).__name__) from error
    return decode(content, source, None, lambda text: sum(word in text for word in ("款", "票", "指导", "台")))[0]


def _head(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(_MOST)


def _offer_row(desk: Desk, one: OfferLine, names: dict[int, str]) -> tuple[Any, ...]:
    floor = one.floor()
    return (
        one.id,
        one.listed_on,
        names.get(one.dealer_id),
        one.model,
        one.trim,
        one.quantity,
        formats.amount_iso(one.price) if one.price else None,
        one.discount,
        formats.amount_iso(floor) if floor else None,
        labels.word(desk.library.words, "offer_state", one.state(desk.today).value),
    )


def _plain(desk: Desk, one: OfferLine, names: dict[int, str]) -> dict[str, Any]:
    return {
        **plain(one),
        "dealer": names.get(one.dealer_id),
        "state": one.state(desk.today).value,
        "left": one.left,
        "discount_percent": None if one.discount is None else str(one.discount),
        "floor_price": plain(one.floor()),
    }


def _show(desk: Desk, one: OfferLine) -> None:
    names = {dealer.id: dealer.name for dealer in desk.store.all(DEALERS)}
    output.data(output.as_json({"schema": "nearnew/offer/1", "offer": _plain(desk, one, names)}))
