"""Request lists: what is missing, put as letters to those who give it. They never carry a price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import DEALERS, FIRMS, PARTIES, SHIPMENTS
from tui.desk.missing import Want, Wanted, title
from tui.domain.cars import Car
from tui.domain.documents import LETTER
from tui.domain.parties import Firm
from tui.domain.rules import Make
from tui.domain.shipments import Shipment
from tui.i18n.translator import Translator
from tui.reports.requests import Asked, AskedCar, RequestList, letters, table

FORMATS = ("text", "csv")
_DATES = ("licence_application", "contract", "declaration", "loading")
"""The days of a deal before which a paper is of use."""


def lists(desk: Desk, wanted: Wanted, language: str, *, by: date | None = None) -> list[RequestList]:
    """One list for each addressee: a dealer for his cars, a maker for its make, a buyer for his shipment's.

    ``by`` is the last day of use; without it the first day that deals and shipments of the cars give from today on.
    """
    routes = _routes(desk)
    found: dict[tuple[str, str, str], list[tuple[Want, tuple[Car, ...]]]] = {}
    for want in wanted.wants:
        split: dict[tuple[str, str], list[Car]] = {}
        for car in want.cars:
            shipment = routes.get(car.id)
            to = _addressee(desk, want, car, shipment, language)
            split.setdefault((to, _sender(desk, shipment).name), []).append(car)
        for (to, sender), cars in split.items():
            found.setdefault((want.giver, to, sender), []).append((want, tuple(cars)))
    firms = {firm.name: firm for firm in desk.store.all(FIRMS)}
    made = []
    for (giver, to, sender), wants in found.items():
        firm = firms.get(sender, Firm(""))
        cars = [car for _, cars in wants for car in cars]
        made.append(
            RequestList(
                giver=desk.library.words["giver"].get(giver, giver),
                addressee=to,
                sender=firm.name,
                sender_en=firm.name_en,
                contact=firm.contact,
                as_of=desk.today,
                by=by or min(_days(cars, routes, desk.today), default=None),
                points=tuple(_asked(desk, want, cars) for want, cars in wants),
                sender_code=firm.code,
            )
        )
    return made


def rendered(found: Sequence[RequestList], form: str, language: str) -> str:
    """The lists in one of ``FORMATS``, in a language of their own."""
    translator = Translator()
    translator.use(language)
    return table(found, translator) if form == "csv" else letters(found, translator)


def _routes(desk: Desk) -> dict[int, Shipment]:
    found: dict[int, Shipment] = {}
    for shipment in desk.store.all(SHIPMENTS):
        if not shipment.cancelled:
            found.update(dict.fromkeys(shipment.car_ids, shipment))
    return found


def _addressee(desk: Desk, want: Want, car: Car, shipment: Shipment | None, language: str) -> str:
    """Who is asked, by name; empty where only the kind of giver is known."""
    match want.giver:
        case "dealer":
            dealer = desk.store.get(DEALERS, car.dealer_id) if car.dealer_id else None
            return dealer.name if dealer else ""
        case "maker":
            return _make(desk, car).name(language)
        case "importer" if shipment is not None and shipment.consignee_id:
            party = desk.store.get(PARTIES, shipment.consignee_id)
            return party.name if party else ""
        case "broker" if shipment is not None and shipment.broker_id:
            party = desk.store.get(PARTIES, shipment.broker_id)
            return party.name if party else ""
        case _:
            return ""


def _sender(desk: Desk, shipment: Shipment | None) -> Firm:
    """The firm that asks: the shipment's, else the book's only one."""
    if shipment is not None and shipment.firm_id and (firm := desk.store.get(FIRMS, shipment.firm_id)):
        return firm
    firms = desk.store.all(FIRMS)
    return firms[0] if len(firms) == 1 else Firm("")


def _days(cars: Sequence[Car], routes: dict[int, Shipment], today: date) -> Iterator[date]:
    for car in cars:
        shipment = routes.get(car.id)
        for deal in (shipment.deal if shipment else None, car.deal):
            for name in _DATES if deal else ():
                day = getattr(deal, name)
                if day is not None and day >= today:
                    yield day
        if shipment is not None and shipment.departs is not None and shipment.departs >= today:
            yield shipment.departs


def _asked(desk: Desk, want: Want, cars: Sequence[Car]) -> Asked:
    must_show = _letter_shows(desk) if want.codes == (LETTER,) else ()
    asked = tuple(_asked_car(desk, car) for car in cars)
    return Asked(want.what, title(desk, want), asked, want.destination, must_show)


def _letter_shows(desk: Desk) -> tuple[str, ...]:
    """What the maker's letter has to show, in the words of the rule that asks for it."""
    rules = (rule for pack in desk.library.packs.values() for rule in pack.rules)
    return next((rule.requires for rule in rules if "cn_letter_field_missing" in rule.condition), ())


def _asked_car(desk: Desk, car: Car) -> AskedCar:
    return AskedCar(name_of(car), dict(_make(desk, car).names), car.model, car.trim, car.model_year)


def _make(desk: Desk, car: Car) -> Make:
    return desk.library.makes.get(car.make) or Make(car.make, {"en": car.make}, "")
