"""Building a shipment summary from the book's records and the answers of the check: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from tui.domain.cars import Car
from tui.domain.deals import in_force
from tui.domain.documents import EVIDENCE, LETTER, LICENCE, Document, Reach, is_held
from tui.domain.facts import dates_on, shipment_deal
from tui.domain.models import Specs
from tui.domain.money import Money, total
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import ORIGIN, Flag, Verdict, worst
from tui.domain.rules import DocumentKind, Gate
from tui.domain.shipments import Shipment
from tui.domain.words import ENTRY_MODE_OF, Powertrain, Stage
from tui.reports.records import Loaded, People, Titles, overrides_on, waivers_on
from tui.reports.summary import (
    CarLine,
    DangerousGoods,
    Doubtful,
    Named,
    OpenPoint,
    Paper,
    ShipmentSummary,
    UnNumber,
    sum_of,
)
from tui.reports.taking_part import (
    exporter_of,
    legs_of,
    loadings_of,
    partner_of,
    producing_unit_of,
    trading_country_of,
)

INSPECTION = "cn_inspection_report_wmt8"
BATTERY_TEST = "un383_summary"
PRIVATE_KINDS = frozenset({"special_vat_invoice", "used_car_uniform_invoice", "purchase_contract", "bank_receipt"})
"""Papers that show what the cars cost and from whom they came: they never go on a paper that leaves the house."""
_SEA = "sea"
_CUBIC_MM = Decimal(1_000_000_000)
_BADNESS = {Verdict.BLOCKED: 0, Verdict.UNKNOWN: 1, Verdict.ACTION: 2, Verdict.READY: 3}


def summarise(
    shipment: Shipment,
    loaded: Sequence[Loaded],
    people: People,
    titles: Titles,
    *,
    as_of: date,
    on: date,
    packs: str,
    revision: int = 0,
    book_revision: int = 0,
    final: bool = False,
) -> ShipmentSummary:
    """Put the paper together; ``loaded`` holds one entry for every line of the shipment, in any order.

    The paper is a draft unless ``final`` is asked for and every car is READY. A shipment without cars, or with a
    car that was not assessed, is UNKNOWN. Raises KeyError for a line whose car is not among ``loaded``.
    """
    by_id = {one.car.id: one for one in loaded}
    items = [by_id[line.car_id] for line in shipment.lines]
    holds = [_Held(one, shipment, titles.documents, on) for one in items]
    prices = [line.price for line in shipment.lines]
    cars = tuple(
        _car_line(place, held, price, titles, as_of)
        for place, (held, price) in enumerate(zip(holds, prices, strict=True), start=1)
    )
    verdict = worst(one.assessment.verdict if one.assessment else Verdict.UNKNOWN for one in items)
    if not items:
        verdict = Verdict.UNKNOWN
    goods_value = total(price for price in prices if price) if prices and all(prices) else None
    sea = ENTRY_MODE_OF[shipment.mode] == _SEA
    return ShipmentSummary(
        number=shipment.number,
        revision=revision,
        book_revision=book_revision,
        waivers=waivers_on(items),
        as_of=as_of,
        on=on,
        packs=packs,
        draft=not final or verdict is not Verdict.READY or shipment.cancelled,
        cancelled=shipment.cancelled,
        verdict=verdict,
        open_points=_open_points(items, cars, titles),
        doubts=_doubts(items),
        assumptions=_assumptions(items, titles),
        not_assessed=_not_assessed(items),
        overrides=overrides_on(items),
        exporter=exporter_of(people.firm),
        producing_unit=producing_unit_of(shipment, people),
        consignee=partner_of(people.consignee),
        notify=partner_of(people.notify),
        broker=partner_of(people.broker),
        contract_number=shipment.contract_number or None,
        invoice_number=shipment.invoice_number or None,
        packing_list_number=shipment.packing_list_number or None,
        incoterm=shipment.incoterm or None,
        incoterm_place=shipment.incoterm_place or None,
        currency=shipment.currency or None,
        goods_value=goods_value,
        fob_value=_fob(shipment, goods_value),
        lines_without_price=prices.count(None),
        freight=shipment.freight,
        insurance=shipment.insurance,
        exit_customs=shipment.exit_customs or None,
        port_of_loading=shipment.port_of_loading or None,
        port_of_discharge=shipment.port_of_discharge or None,
        mode=shipment.mode,
        mode_title=titles.words.get("mode", {}).get(shipment.mode.value, shipment.mode.value),
        conveyance=shipment.carriage[0] or None,
        voyage=shipment.carriage[1] or None,
        transport_document=shipment.transport_document or None,
        origin_country=ORIGIN,
        via=shipment.via,
        destination_country=shipment.deal.country,
        trading_country=trading_country_of(people.consignee),
        etd=shipment.departs,
        eta=shipment.arrives,
        pieces=len(cars),
        net_kg=sum_of(car.kerb_kg for car in cars),
        gross_kg=sum_of(car.gross_kg for car in cars),
        cbm=sum_of(car.cbm for car in cars),
        cars=cars,
        papers=_papers(holds, titles),
        agent=partner_of(people.agent),
        carrier=shipment.carrier or None,
        booking_number=shipment.booking_number or None,
        containers=loadings_of(shipment),
        legs=legs_of(shipment, titles.words.get("mode", {})),
        payment_terms=shipment.payment_terms or None,
        shipping_marks=shipment.shipping_marks or None,
        sea=sea,
        dangerous_goods=_dangerous_goods(holds) if sea else (),
        dangerous_goods_unknown=_places(items, lambda one: one.specs.powertrain is None) if sea else (),
    )


class _Held:
    """The papers of one car that count for this shipment: read on the days that the rules read them."""

    def __init__(self, one: Loaded, shipment: Shipment, kinds: Mapping[str, DocumentKind], on: date) -> None:
        self.one = one
        country = shipment.deal.country
        dates = dates_on(on, *in_force(country, shipment_deal(shipment), one.car.deal))
        self._applied, self._declared = dates["licence_application"], dates["declaration"]
        self._all = tuple(
            paper
            for paper in one.papers
            if _serves(paper, country, kinds) and not _another_firms(paper, shipment.firm_id)
        )

    @property
    def letter(self) -> bool:
        """Whether the maker's letter is held on the day of the licence application."""
        return any(paper.kind == LETTER and is_held(paper, self._applied) for paper in self._all)

    def best(self, kind: str) -> Document | None:
        """The paper of a kind that is held at declaration; the youngest of several."""
        held = [paper for paper in self.papers if paper.kind == kind]
        return max(held, key=lambda paper: (paper.issued or date.min, paper.id), default=None)

    @property
    def papers(self) -> tuple[Document, ...]:
        """Everything held at declaration."""
        return tuple(paper for paper in self._all if is_held(paper, self._declared))


def _serves(paper: Document, country: str, kinds: Mapping[str, DocumentKind]) -> bool:
    kind = kinds.get(paper.kind)
    bound = kind is None or kind.per_country
    return not bound or paper.country is None or paper.country == country


def _another_firms(paper: Document, firm_id: int | None) -> bool:
    scope = paper.scope
    return scope.reach is Reach.FIRM and None not in {scope.firm_id, firm_id} and scope.firm_id != firm_id


def _car_line(place: int, held: _Held, price: Money | None, titles: Titles, as_of: date) -> CarLine:
    one, car, specs = held.one, held.one.car, held.one.specs
    registered = _registered(car)
    battery = specs.powertrain == Powertrain.BEV
    inspection, licence = held.best(INSPECTION), held.best(LICENCE)
    return CarLine(
        item=place,
        vin=car.vin or None,
        stock_number=car.stock_number or None,
        hs_code=specs.hs_code or one.hs_code,
        condition=_condition(car, registered),
        make=car.make,
        make_names=dict(one.make.names),
        model=car.model,
        trim=car.trim or None,
        model_year=car.model_year,
        powertrain=titles.word("powertrain", specs.powertrain),
        fuel=titles.word("fuel", "none" if battery else specs.fuel),
        body=titles.word("body", specs.body),
        engine_cc=0 if battery else specs.engine_cc,
        power_hp=specs.power_hp,
        battery_kwh=specs.battery_kwh,
        seats=specs.seats,
        engine_number=car.engine_number or None,
        colour=titles.word("colour", car.colour),
        first_registration=registered,
        pending_export=car.milestone(Stage.TRANSFERRED),
        manufacture_date=car.manufacture_date,
        age_days=_age(registered, as_of),
        letter=held.letter,
        inspection_report=(inspection.number or None) if inspection else None,
        licence_number=(licence.number or None) if licence else None,
        licence_expires=licence.expires if licence else None,
        odometer_km=car.odometer_km,
        unit_price=price,
        kerb_kg=specs.kerb_kg,
        gross_kg=specs.gross_kg,
        length_mm=specs.length_mm,
        width_mm=specs.width_mm,
        height_mm=specs.height_mm,
        cbm=_cbm(specs),
        un_number=one.un_number.un if one.un_number else None,
        elements=one.elements,
        keys=car.keys,
        accessories=car.accessories or None,
    )


def _registered(car: Car) -> PartialDate | None:
    if car.first_registration is not None:
        return car.first_registration
    day = car.milestone(Stage.REGISTERED)
    return PartialDate.of(day) if day else None


def _condition(car: Car, registered: PartialDate | None) -> str | None:
    if registered is not None or car.never_registered is False:
        return "used"
    return "new" if car.never_registered else None


def _age(registered: PartialDate | None, as_of: date) -> int | None:
    day = registered.exact if registered else None
    return (as_of - day).days if day and day <= as_of else None


def _cbm(specs: Specs) -> Decimal | None:
    length, breadth, height = specs.length_mm, specs.width_mm, specs.height_mm
    if length is None or breadth is None or height is None:
        return None
    return (Decimal(length * breadth * height) / _CUBIC_MM).quantize(Decimal("0.001"), ROUND_HALF_UP)


def _open_points(items: Sequence[Loaded], cars: Sequence[CarLine], titles: Titles) -> tuple[OpenPoint, ...]:
    """Equal flags of several cars as one point, the worst first, else in the order the rules gave them."""
    flags: dict[tuple[object, ...], Flag] = {}
    places: dict[tuple[object, ...], list[CarLine]] = {}
    for one, line in zip(items, cars, strict=True):
        for flag in one.assessment.open_flags if one.assessment else ():
            key = (
                flag.rule.id,
                flag.state,
                flag.missing,
                flag.needs,
                flag.turns_blocked_on,
                flag.clears_on,
                flag.lapses_on,
            )
            flags[key] = flag
            places.setdefault(key, []).append(line)
    points = [_open_point(flag, places[key], titles) for key, flag in flags.items()]
    return tuple(sorted(points, key=lambda point: _BADNESS[point.verdict]))


def _open_point(flag: Flag, cars: Sequence[CarLine], titles: Titles) -> OpenPoint:
    rule = flag.rule
    return OpenPoint(
        rule=rule.id,
        title=rule.title,
        jurisdiction=rule.jurisdiction,
        gate=rule.gate,
        severity=rule.severity,
        state=flag.state,
        verdict=flag.verdict,
        items=tuple(car.item for car in cars),
        cars=tuple(car.name for car in cars),
        missing=tuple(titles.fact(name) for name in flag.missing),
        needs=tuple(titles.paper(kind) for kind in flag.needs),
        any_of=flag.any_of,
        turns_blocked_on=flag.turns_blocked_on,
        clears_on=flag.clears_on,
        lapses_on=flag.lapses_on,
    )


def _doubts(items: Sequence[Loaded]) -> tuple[Doubtful, ...]:
    found: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(items, start=1):
        if one.assessment is None:
            found.setdefault(("not_checked", ""), []).append(place)
            continue
        for doubt in one.assessment.doubts:
            found.setdefault((doubt.code, doubt.jurisdiction), []).append(place)
    return tuple(Doubtful(code, jurisdiction, tuple(places)) for (code, jurisdiction), places in found.items())


def _assumptions(items: Sequence[Loaded], titles: Titles) -> tuple[Named, ...]:
    names = [name for one in items if one.assessment for name in one.assessment.assumed]
    names += [name for one in items if not one.specs.hs_code for name in one.hs_assumes]
    return tuple(titles.fact(name) for name in dict.fromkeys(names))


def _not_assessed(items: Sequence[Loaded]) -> tuple[Gate, ...]:
    open_gates = {
        gate for one in items if one.assessment for gate, verdict in one.assessment.gates.items() if verdict is None
    }
    return tuple(gate for gate in Gate if gate in open_gates)


def _papers(holds: Sequence[_Held], titles: Titles) -> tuple[Paper, ...]:
    """What goes with the shipment, in the order of the table of kinds, then by number."""
    covers: dict[int, int] = {}
    found: dict[int, Document] = {}
    for held in holds:
        for paper in {paper.id: paper for paper in held.papers}.values():
            if paper.kind.startswith(EVIDENCE) or paper.kind in PRIVATE_KINDS:
                continue
            found[paper.id] = paper
            covers[paper.id] = covers.get(paper.id, 0) + 1
    order = {kind: place for place, kind in enumerate(titles.documents)}
    ranked = sorted(found.values(), key=lambda paper: (order.get(paper.kind, len(order)), paper.number, paper.id))
    return tuple(
        Paper(
            titles.paper(paper.kind),
            covers[paper.id],
            paper.number or None,
            paper.issuer or None,
            paper.issued,
            paper.expires,
        )
        for paper in ranked
    )


def _dangerous_goods(holds: Sequence[_Held]) -> tuple[DangerousGoods, ...]:
    places: dict[UnNumber, list[int]] = {}
    batteries: dict[UnNumber, int] = {}
    tested: dict[UnNumber, int] = {}
    for place, held in enumerate(holds, start=1):
        number = held.one.un_number
        if number is not None:
            places.setdefault(number, []).append(place)
            driven = held.one.specs.powertrain != Powertrain.ICE
            batteries[number] = batteries.get(number, 0) + driven
            tested[number] = tested.get(number, 0) + (driven and held.best(BATTERY_TEST) is not None)
    return tuple(
        DangerousGoods(number, tuple(found), batteries[number], tested[number]) for number, found in places.items()
    )


_T = TypeVar("_T")


def _places(items: Sequence[_T], wanted: Callable[[_T], bool]) -> tuple[int, ...]:
    return tuple(place for place, one in enumerate(items, start=1) if wanted(one))


def _fob(shipment: Shipment, goods_value: tuple[Money, ...] | None) -> Money | None:
    """The value free on board, where it follows from the prices by subtraction in one currency."""
    if goods_value is None or len(goods_value) != 1:
        return None
    value = goods_value[0]
    match shipment.incoterm:
        case "FOB":
            parts: tuple[Money | None, ...] = ()
        case "CFR":
            parts = (shipment.freight,)
        case "CIF":
            parts = (shipment.freight, shipment.insurance)
        case _:
            return None
    for part in parts:
        if part is None or part.currency != value.currency:
            return None
        value -= part
    return value
