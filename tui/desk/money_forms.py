"""What the forms about money ask of the desk: values as understood and problems while typing, then one write.

The use cases are rehearsed on a book that takes nothing in, so that a form checks what the write checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from tui.desk import costing, offering, partners, purchasing, rates, selling
from tui.desk.context import Desk
from tui.desk.editing import EditPreview
from tui.desk.form_texts import text_for, text_of
from tui.desk.forms import Examined, fresh, read, reading_for, rehearse, without_told
from tui.desk.kinds import CARS, COSTS, OFFERS, PARTIES, SALES, SHIPMENTS
from tui.desk.landing import land
from tui.domain.cars import Car
from tui.domain.costing import Cost, CostKind, ShareBy
from tui.domain.fields import read_money
from tui.domain.money import Money
from tui.domain.money_fields import MONEY_FORMS
from tui.domain.offers import OfferLine
from tui.domain.problems import Problem, Severity
from tui.domain.rates import BY_HAND
from tui.domain.sales import Sale
from tui.domain.shipments import Shipment
from tui.domain.values import PLAIN, Unreadable
from tui.errors import DraftRefused, NearnewError
from tui.store.contract import Kind

Texts = Mapping[str, str]
KINDS: Mapping[str, Kind[Any]] = {"offer": OFFERS, "cost": COSTS, "sale": SALES}
"""The tables of the records that a form can change; the other forms only add."""
PART = "part_"
"""What the names of the fields of a receipt begin with that give a part of it to one car; the car's id follows."""
_SAID = {"cost_on": "on", "cost_kind": "kind", "rate_on": "day", "received_on": "on"}
_WHY = {"invoice": "car invoice", "red_letter": "car buy", "dealer_payment": "car pay"}
AFTER_BUYING = tuple(_WHY)
"""Forms about cars that were bought: what is typed is previewed car by car."""
_SHOWN_IN = {"on": "cost_on", "day": "rate_on", "value": "rate", "pair": "quote", "cars": "", "party_id": "buyer",
             "car_id": "buyer", "allocations": "amount", "text": "model", "colours": "quantity"}  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """What a form is about: the record it changes, the cars or shipment it is for, and what the screen knows."""

    form: str
    record: Any = None
    cars: tuple[Car, ...] = ()
    shipment: Shipment | None = None
    start: Mapping[str, str] = field(default_factory=dict)


def start_texts(desk: Desk, matter: Matter) -> dict[str, str]:
    """The record's values as texts; for a new one the day, and what the cars themselves say."""
    record = matter.record
    if record is None:
        day = desk.today.isoformat()
        known = {"cost": {"cost_on": day, "share_by": "car"}, "receipt": {"received_on": day}, "rate": {"rate_on": day},
                 "red_letter": {"bought_on": day}, "dealer_payment": {"paid_on": day}}  # fmt: skip
        return {**known.get(matter.form, {}), **_of_cars(desk, matter), **matter.start}
    return {**texts_of(desk, matter.form, record), **matter.start}


def _of_cars(desk: Desk, matter: Matter) -> dict[str, str]:
    """What the purchases of the cars say: all of one car's, the number a red letter is of, what is left."""
    if matter.form not in AFTER_BUYING or not matter.cars:
        return {}
    if matter.form == "dealer_payment":
        return {"amount": text_for(desk, "amount", purchasing.left_of(matter.cars))}
    if len(matter.cars) > 1:
        return {}
    known = purchasing.invoice_values(matter.cars[0])
    if matter.form == "red_letter":
        return {"red_letter_of": text_for(desk, "red_letter_of", known["invoice_number"])}
    return {name: text_for(desk, name, known[name]) for name in MONEY_FORMS["invoice"]}


def texts_of(desk: Desk, form: str, record: Any) -> dict[str, str]:
    """A record as texts that read as the same values again."""
    found = {name: text_for(desk, name, getattr(record, _SAID.get(name, name), None)) for name in MONEY_FORMS[form]}
    if isinstance(record, Cost):
        found["rate"] = text_for(desk, "rate", record.rate.value if record.rate else None)
        found["estimate"] = text_for(desk, "estimate", record.estimate or None)
    if isinstance(record, Sale):
        party = desk.store.get(PARTIES, record.party_id)
        found["buyer"] = party.name if party is not None else ""
    return found


def examine(desk: Desk, matter: Matter, texts: Texts) -> Examined:
    """What the texts mean and all that is wrong with them; nothing is written."""
    values, problems = _values(desk, matter, texts)
    unreadable = {problem.field for problem in problems}
    more: list[Problem] = []
    try:
        if not unreadable:
            more = _judged(desk, matter, values)
    except DraftRefused as refused:
        more = [one for one in refused.problems if isinstance(one, Problem)]
    except NearnewError as error:
        more = [Problem(error.code, "", {name: str(value) for name, value in error.params.items()})]
    found = {_known(one): one for one in (*problems, *map(_placed(matter), more))}
    return Examined(values, tuple(found.values()))


def write(desk: Desk, matter: Matter, texts: Texts, *, confirm: bool) -> int:
    """Write a form as one commit and return the id of the record. Raises DraftRefused with all problems."""
    values, problems = _values(desk, matter, texts)
    if problems:
        raise DraftRefused(tuple(problems))
    try:
        if matter.form in AFTER_BUYING:
            land(desk, after_buying(desk, matter, values), confirm=confirm, why=_WHY[matter.form])
            return matter.cars[0].id
        return _written(desk, matter, values, confirm=confirm)
    except DraftRefused as refused:
        found = [one for one in refused.problems if isinstance(one, Problem)]
        raise DraftRefused(tuple(map(_placed(matter), found))) from refused


def after_buying(desk: Desk, matter: Matter, values: Mapping[str, Any]) -> EditPreview:
    """What a form about cars that were bought would record. Raises DraftRefused."""
    cars = fresh(desk, matter.cars)
    if matter.form == "dealer_payment":
        on = values.get("paid_on") or desk.today
        return purchasing.preview_payment(desk, cars, values.get("amount"), on, values.get("note", ""))
    if matter.form == "red_letter":
        home = desk.settings.firm.home_currency
        return purchasing.preview_red_letter(
            desk, cars, [(name, text_of(value, PLAIN, home)) for name, value in values.items()]
        )
    whole = {name: values.get(name) for name in MONEY_FORMS["invoice"]} if len(cars) == 1 else dict(values)
    return purchasing.preview_invoice(desk, cars, whole)


def offer_of(desk: Desk, matter: Matter, texts: Texts) -> OfferLine:
    """The offer that the texts of its form make, without writing it. Raises DraftRefused."""
    values, problems = _values(desk, matter, texts)
    if problems:
        raise DraftRefused(tuple(problems))
    return _offer(matter, values)


def owed(desk: Desk, cars: Sequence[Car], currency: str) -> dict[int, Money]:
    """What is still to come for each car in a currency."""
    return selling.open_amounts(desk, fresh(desk, cars), currency)


def cost_for(desk: Desk, cost: Cost) -> tuple[tuple[Car, ...], Shipment | None]:
    """The cars that a cost names, and its shipment."""
    cars = tuple(car for one in cost.car_ids if (car := desk.store.get(CARS, one)) is not None)
    return cars, desk.store.get(SHIPMENTS, cost.shipment_id) if cost.shipment_id else None


def _known(problem: Problem) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return problem.code, problem.field, tuple(sorted(problem.params.items()))


def _placed(matter: Matter):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a function for map
    """Where the form shows a problem that the use case names by the record's field."""

    def place(problem: Problem) -> Problem:
        name = problem.field
        own = MONEY_FORMS[matter.form]
        if name in own:
            return problem
        if name == "on" and matter.form == "receipt":
            return msgspec.structs.replace(problem, field="received_on")
        return msgspec.structs.replace(problem, field=_SHOWN_IN.get(name, ""))

    return place


def _values(desk: Desk, matter: Matter, texts: Texts) -> tuple[dict[str, Any], list[Problem]]:
    own = {name: text for name, text in texts.items() if name in MONEY_FORMS[matter.form]}
    values, found = read(desk, matter.form, own)
    problems = list(found)
    buyer = texts.get("buyer", "").strip()
    if buyer:
        try:
            values["buyer"] = partners.find(desk, "party", buyer)
        except NearnewError as error:
            params = {name: str(value) for name, value in error.params.items()}
            problems.append(Problem(error.code, "buyer", params))
    amount = values.get("amount")
    for name, text in texts.items():
        if name.startswith(PART) and text.strip():
            try:
                values[name] = _part(desk, text, amount.currency if isinstance(amount, Money) else None)
            except Unreadable as error:
                problems.append(Problem(error.code, name, error.params))
    needed = {"cost": ("cost_kind", "amount"), "receipt": ("amount",), "rate": ("base", "quote", "rate"),
              "watch": ("at_most",), "sale": ("buyer",)}  # fmt: skip
    wrong = {problem.field for problem in problems}
    lacking = [name for name in needed.get(matter.form, ()) if name not in values and name not in wrong]
    problems += [Problem("value_missing", name) for name in lacking]
    return values, problems


def _part(desk: Desk, text: str, currency: str | None) -> Money:
    bare = text.strip()
    named = any(one.isalpha() or one in "¥$€₽₸" for one in bare)
    return read_money(bare if named or currency is None else f"{bare} {currency}", reading_for(desk))


def _judged(desk: Desk, matter: Matter, values: dict[str, Any]) -> list[Problem]:
    """What the write would say, and what it would do without a word that a person should know."""
    more: list[Problem] = []
    if matter.form == "sale":
        more += [problem for sale in _sales(desk, matter, values) for problem in selling.problems_of(desk, sale)]
    if matter.form == "cost" and "rate" not in values:
        more += rates.doubts(desk, values["amount"], values.get("cost_on") or desk.today, "amount")
    if matter.form in AFTER_BUYING:
        return without_told(after_buying(desk, matter, values).problems)
    if matter.form == "terms":
        price = values.get("price")
        if isinstance(price, Money) and price.amount <= 0:
            more.append(Problem("offer_not_positive", "price", {"amount": str(price.amount)}))
        return more
    if any(one.severity is Severity.ERROR for one in more):
        return more
    try:
        rehearse(desk, lambda book: _written(book, matter, values, confirm=False))
    except DraftRefused as refused:
        more += [one for one in refused.problems if isinstance(one, Problem) and one not in more]
    return more


def _written(desk: Desk, matter: Matter, values: dict[str, Any], *, confirm: bool) -> int:
    get = values.get
    cars = fresh(desk, matter.cars)
    match matter.form:
        case "offer":
            return offering.save(desk, _offer(matter, values), confirm=confirm).id
        case "watch":
            offer: OfferLine = matter.record
            return offering.watch(desk, offer.make, offer.model, values["at_most"], get("trim", "")).id
        case "cost":
            return _cost(desk, matter, values, cars, confirm=confirm)
        case "sale":
            return selling.save(desk, _sales(desk, matter, values), word="sale", confirm=confirm)[0].id
        case "receipt":
            parts = [(car, values[f"{PART}{car.id}"]) for car in cars if f"{PART}{car.id}" in values]
            buyer = get("buyer")
            return selling.receive(
                desk,
                values["amount"],
                get("received_on") or desk.today,
                cars=() if parts else cars,
                shipment=matter.shipment,
                party_id=buyer.id if buyer is not None else None,
                reference=get("reference", ""),
                parts=parts,
                note=get("note", ""),
                confirm=confirm,
            ).id
        case _:
            return rates.set_rate(
                desk,
                values["base"],
                values["quote"],
                values["rate"],
                get("rate_on") or desk.today,
                source=get("source") or BY_HAND,
                note=get("note", ""),
                confirm=confirm,
            ).id


def _cost(desk: Desk, matter: Matter, values: dict[str, Any], cars: Sequence[Car], *, confirm: bool) -> int:
    on: date = values.get("cost_on") or desk.today
    return costing.save(
        desk,
        CostKind(values["cost_kind"]),
        values["amount"],
        on,
        cars=cars,
        shipment=matter.shipment,
        share_by=ShareBy(values.get("share_by", "car")),
        rate=values.get("rate"),
        payee=values.get("payee", ""),
        invoice_number=values.get("invoice_number", ""),
        pay_by=values.get("pay_by"),
        paid_on=values.get("paid_on"),
        estimate=bool(values.get("estimate")),
        note=values.get("note", ""),
        cost=matter.record,
        confirm=confirm,
    ).id


def _offer(matter: Matter, values: dict[str, Any]) -> OfferLine:
    """The offer with the values of its form; the number of colours is not that of a changed quantity any more."""
    offer: OfferLine = matter.record
    blank = OfferLine(0, offer.listed_on, "", "")
    given = {name: values.get(name, getattr(blank, name)) for name in MONEY_FORMS["offer"]}
    quantity = given["quantity"]
    colours = offer.colours if quantity is None or len(offer.colours) <= quantity else offer.colours[:quantity]
    return msgspec.structs.replace(offer, **given, colours=colours)


def _sales(desk: Desk, matter: Matter, values: dict[str, Any]) -> list[Sale]:
    blank: dict[str, Any] = {"note": "", "proforma_number": ""}
    own: dict[str, Any] = {name: values.get(name, blank.get(name)) for name in MONEY_FORMS["sale"]}
    buyer = values["buyer"].id
    if isinstance(matter.record, Sale):
        return [msgspec.structs.replace(matter.record, party_id=buyer, **own)]
    new = [Sale(car.id, buyer, offered_on=desk.today) for car in matter.cars]
    return [msgspec.structs.replace(one, **own) for one in new]
