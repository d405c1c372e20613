"""Offers of dealers: read from a message, kept, watched, declined, and bought from by adding VINs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import confirmed, maker_hint, next_stock_number, refuse, settle
from tui.desk.kinds import CARS, DEALERS, DOCUMENTS, OFFERS, SHEETS, WATCHES
from tui.domain import vin as vins
from tui.domain.cars import Car, Milestone
from tui.domain.drafts import check_car
from tui.domain.models import ModelSheet, Specs, difference, inherit
from tui.domain.money import Money
from tui.domain.offers import OfferLine, OfferState, Watch, offer_problems
from tui.domain.parties import Dealer
from tui.domain.problems import Problem, Severity
from tui.domain.purchases import Offer, Purchase
from tui.domain.words import InvoiceKind, Stage
from tui.errors import NotFound
from tui.sheets.chat import ChatList, Proposal, read_chat
from tui.store.contract import Build, Change, GiveId, Put, Remove

_BETWEEN = re.compile(r"[\s,;，；、]+")


class Scorecard(msgspec.Struct, frozen=True):
    """What the book knows of a dealer: cars bought, average discount in percent, days to the invoice, defects.

    ``days_to_papers`` is the average from purchase to the recorded special VAT invoice; ``defects`` counts invoices
    that were corrected by a red letter, or that bring no rebate although one was promised.
    """

    offers: int
    bought: int
    average_discount: Decimal | None
    days_to_papers: Decimal | None
    defects: int


class Purchased(msgspec.Struct, frozen=True):
    """What buying from an offer would make: the cars, one a VIN, and every problem by VIN."""

    cars: tuple[Car, ...]
    problems: tuple[tuple[str, Problem], ...]


def read_message(desk: Desk, text: str, listed_on: date) -> ChatList:
    """Read a pasted price list. A model that the book has of one known make alone tells the make of a line.

    Raises Unreadable for a message that is too long.
    """
    models = models_of_one_make(desk)
    return read_chat(text, desk.library.vocabulary, models, listed_on, desk.settings.firm.home_currency)


def models_of_one_make(desk: Desk) -> dict[str, str]:
    """The make of each model name (casefolded) that the book has of one known make alone."""
    makes: dict[str, set[str]] = {}
    known = {(sheet.make, sheet.model.casefold()) for sheet in desk.store.all(SHEETS)}
    known |= {(car.make, car.model.casefold()) for car in desk.store.all(CARS)}
    for make, model in known:
        if make in desk.library.makes:
            makes.setdefault(model, set()).add(make)
    return {model: next(iter(found)) for model, found in makes.items() if len(found) == 1}


def as_offer(proposal: Proposal, dealer_id: int, listed_on: date) -> OfferLine:
    """A proposal that a person has looked at, as an offer; a line without a number is one car."""
    return OfferLine(
        dealer_id,
        proposal.listed_on or listed_on,
        proposal.make,
        proposal.model,
        proposal.trim,
        proposal.model_year,
        1 if proposal.quantity is None else proposal.quantity,
        proposal.colours,
        proposal.guide_price,
        proposal.price,
        proposal.invoice_kind,
        proposal.invoice_rate,
        proposal.first_registration,
        proposal.odometer_km,
        proposal.powertrain,
        proposal.fixed_price,
        proposal.valid_until,
        text=proposal.text,
        note=proposal.note,
    )


def add(desk: Desk, offers: Sequence[OfferLine], *, confirm: bool = False) -> list[OfferLine]:
    """Keep offers, as one commit. Raises DraftRefused: no make or model, odd figures, or lines that are known."""
    known = by_name(desk.store.all(OFFERS))
    problems: list[Problem] = []
    for offer in offers:
        problems += [one for one in lacks(offer) if one.field != "price"]
        problems.extend(offer_problems(offer, known[name_key(offer)]))
    refuse(problems, confirm=confirm)
    changes = [Put(OFFERS, offer) for offer in offers]
    commit = desk.store.commit(changes, why=f"offer add {len(offers)}", expect=desk.store.revision)
    return [found for one in commit.ids if (found := desk.store.get(OFFERS, one)) is not None]


def name_key(offer: OfferLine) -> tuple[str, str]:
    """Model and trim, casefolded: only offers that agree in them can be the same line."""
    return offer.model.casefold(), offer.trim.casefold()


def by_name(offers: Iterable[OfferLine]) -> defaultdict[tuple[str, str], list[OfferLine]]:
    """Offers by model and trim."""
    found: defaultdict[tuple[str, str], list[OfferLine]] = defaultdict(list)
    for one in offers:
        found[name_key(one)].append(one)
    return found


def lacks(offer: OfferLine, told: Collection[str] = ()) -> list[Problem]:
    """What an offer cannot do without and has not: make, model, price; fields that were ``told`` of are left out."""
    found = []
    if not offer.model and "model" not in told:
        found.append(Problem("chat_no_model", "model", {}))
    elif not offer.make and "make" not in told and offer.model:
        found.append(Problem("chat_make_unknown", "make", {"model": offer.model}))
    if offer.price is None and "price" not in told:
        found.append(Problem("chat_no_price", "price", {}))
    return found


def find(desk: Desk, offer_id: int) -> OfferLine:
    """The offer of a number; raises NotFound."""
    offer = desk.store.get(OFFERS, offer_id)
    if offer is None:
        raise NotFound("offer_not_found", name=str(offer_id))
    return offer


def listed(desk: Desk, *, state: OfferState | None = None, dealer_id: int | None = None) -> list[OfferLine]:
    """The offers, the newest first; of one state or dealer when asked."""
    found = [
        one
        for one in desk.store.all(OFFERS)
        if (state is None or one.state(desk.today) is state) and (dealer_id is None or one.dealer_id == dealer_id)
    ]
    return sorted(found, key=lambda one: (one.listed_on, one.id), reverse=True)


def save(desk: Desk, offer: OfferLine, *, confirm: bool = False) -> OfferLine:
    """Change an offer, or add one that has no id yet. Raises DraftRefused."""
    others = [one for one in desk.store.all(OFFERS) if one.id != offer.id]
    refuse([*lacks(offer), *offer_problems(offer, others)], confirm=confirm)
    why = f"offer edit {offer.id}" if offer.id else f"offer add {offer.model}"
    commit = desk.store.commit([Put(OFFERS, offer)], why=why, expect=desk.store.revision)
    return find(desk, commit.ids[0])


def decline(desk: Desk, offer: OfferLine, because: str = "", *, back: bool = False) -> OfferLine:
    """Put an offer aside with the reason, or take it ``back``; it is kept either way."""
    changed = msgspec.structs.replace(
        offer, declined_on=None if back else desk.today, declined_because="" if back else because
    )
    word = "reopen" if back else "decline"
    desk.store.commit([Put(OFFERS, changed)], why=f"offer {word} {offer.id}", expect=desk.store.revision)
    return find(desk, offer.id)


def watch(desk: Desk, make: str, model: str, at_most: Money, trim: str = "") -> Watch:
    """Tell when a model is offered at or below a price. Raises DraftRefused for a price that is none."""
    if at_most.amount <= 0:
        refuse([Problem("offer_not_positive", "at_most", {"amount": str(at_most.amount)})], confirm=False)
    commit = desk.store.commit(
        [Put(WATCHES, Watch(make, model, at_most, trim))], why=f"offer watch {make} {model}", expect=desk.store.revision
    )
    found = desk.store.get(WATCHES, commit.ids[0])
    return found or Watch(make, model, at_most, trim)


def unwatch(desk: Desk, watch_id: int) -> None:
    """Stop watching. Raises NotFound."""
    if desk.store.get(WATCHES, watch_id) is None:
        raise NotFound("watch_not_found", name=str(watch_id))
    desk.store.commit([Remove(WATCHES, watch_id)], why=f"offer unwatch {watch_id}", expect=desk.store.revision)


def met(desk: Desk) -> list[tuple[Watch, OfferLine]]:
    """The open offers that are at or below a watched price."""
    opened = listed(desk, state=OfferState.OPEN)
    return [(one, offer) for one in desk.store.all(WATCHES) for offer in opened if one.met_by(offer)]


def split_vins(text: str) -> tuple[str, ...]:
    """The VINs of a pasted text, one a word, normalised, in order."""
    return tuple(vins.normalise(word) for word in _BETWEEN.split(text.strip()) if word)


def preview_buy(
    desk: Desk,
    offer: OfferLine,
    wanted: Sequence[str],
    *,
    bought_on: date | None = None,
    price: Money | None = None,
    invoice_kind: InvoiceKind | None = None,
    invoice_rate: Decimal | None = None,
) -> Purchased:
    """The cars that buying these VINs of an offer would make, all after its template, with every problem."""
    day = bought_on or desk.today
    number: str | None = None
    cars: list[Car] = []
    problems: list[tuple[str, Problem]] = []
    seen: set[str] = set()
    kind = invoice_kind or offer.invoice_kind
    if not wanted:
        problems.append(("", Problem("buy_without_vins", "vins")))
    if offer.left is not None and len(wanted) > offer.left:
        params = {"wanted": str(len(wanted)), "left": str(offer.left)}
        problems.append(("", Problem("buy_more_than_offered", "vins", params, Severity.CONFIRM)))
    if offer.state(desk.today) in {OfferState.DECLINED, OfferState.EXPIRED}:
        problems.append(
            ("", Problem("offer_closed", "offer", {"state": offer.state(desk.today).value}, Severity.CONFIRM))
        )
    if kind not in {None, InvoiceKind.SPECIAL_VAT}:
        problems.append(("", Problem("offer_no_rebate", "invoice_kind", {}, Severity.WARNING)))
    colours = offer.colours[len(offer.bought_ids) :]
    for place, vin in enumerate(wanted):
        number = next_stock_number(desk, number)
        purchase = Purchase(
            day, price or offer.price, kind, invoice_rate or offer.invoice_rate, dealer_id=offer.dealer_id
        )
        car = Car(
            offer.make,
            offer.model,
            vin,
            number,
            offer.trim,
            offer.model_year,
            Specs(powertrain=offer.powertrain, guide_price=offer.guide_price),
            colours[place] if len(set(colours)) == 1 and place < len(colours) else "",
            first_registration=offer.first_registration,
            odometer_km=offer.odometer_km,
            dealer_id=offer.dealer_id,
            offer=Offer(offer.price, offer.invoice_kind, offer.invoice_rate, offer.listed_on),
            purchases=(purchase,),
            milestones=(Milestone(Stage.LISTED, offer.listed_on),),
        )
        sheet = desk.sheet_of(car)
        full = inherit(car.specs, sheet.specs if sheet else None)
        found = [*check_car(car, full, desk.today), *maker_hint(desk, car)]
        if vin in seen:
            found.append(Problem("buy_vin_twice", "vin", {"vin": vin}))
        if (other := desk.car_by_vin(vin)) is not None:
            found.append(Problem("vin_known", "vin", {"vin": vin, "car": other.stock_number or str(other.id)}))
        seen.add(vin)
        problems.extend((vin, problem) for problem in found)
        cars.append(confirmed(car, found))
    return Purchased(tuple(cars), tuple(problems))


def buy(desk: Desk, offer: OfferLine, purchased: Purchased, *, confirm: bool = False) -> list[Car]:
    """Write what ``preview_buy`` made, with the offer marked, as one commit. Raises DraftRefused with all problems."""
    refuse([problem for _vin, problem in purchased.problems], confirm=confirm)
    made: list[int] = []

    def build(give_id: GiveId) -> Sequence[Change]:
        made.clear()
        changes: list[Change] = []
        sheet: ModelSheet | None = None
        for one in purchased.cars:
            car, own = settle(desk, one)
            if own is not None and own.id == 0:
                sheet = sheet or own
                car = msgspec.structs.replace(car, specs=difference(one.specs, sheet.specs))
            car = msgspec.structs.replace(car, id=give_id(CARS))
            made.append(car.id)
            changes.append(Put(CARS, car))
        if sheet is not None:
            changes.append(Put(SHEETS, sheet))
        taken = msgspec.structs.replace(offer, bought_ids=(*offer.bought_ids, *made))
        return [*changes, Put(OFFERS, taken)]

    wanted: Build = build
    desk.store.commit(wanted, why=f"offer buy {offer.id}", expect=desk.store.revision)
    return [car for one in made if (car := desk.store.get(CARS, one)) is not None]


def scorecard(desk: Desk, dealer: Dealer) -> Scorecard:
    """What the book's facts say of a dealer."""
    offers = [one for one in desk.store.all(OFFERS) if one.dealer_id == dealer.id]
    issued = {
        car_id: paper.issued
        for paper in desk.store.all(DOCUMENTS)
        if paper.kind == "special_vat_invoice" and paper.issued is not None and not paper.void
        for car_id in paper.scope.car_ids
    }
    discounts: list[Decimal] = []
    days: list[int] = []
    bought = defects = 0
    for car in desk.store.all(CARS):
        own = [one for one in car.purchases if (one.dealer_id or car.dealer_id) == dealer.id]
        if not own:
            continue
        bought += 1
        defects += sum(1 for one in own if one.red_letter_of)
        promised = car.offer.invoice_kind if car.offer is not None else None
        voucher = car.voucher
        if voucher is None:
            continue
        got = voucher.invoice.invoice_kind
        if promised is InvoiceKind.SPECIAL_VAT and got not in {None, InvoiceKind.SPECIAL_VAT}:
            defects += 1
        guide, price = desk.specs_of(car).guide_price, voucher.invoice.price
        if guide is not None and price is not None and guide.currency == price.currency and guide.amount:
            discounts.append((1 - price.amount / guide.amount) * 100)
        if (day := issued.get(car.id)) is not None:
            days.append((day - voucher.invoice.bought_on).days)
    return Scorecard(len(offers), bought, _average(discounts), _average([Decimal(one) for one in days]), defects)


def dealer_of(desk: Desk, offer: OfferLine) -> Dealer | None:
    """Who made an offer."""
    return desk.store.get(DEALERS, offer.dealer_id)


def _average(figures: Sequence[Decimal]) -> Decimal | None:
    return (sum(figures, Decimal(0)) / len(figures)).quantize(Decimal("0.1")) if figures else None
