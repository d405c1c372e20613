"""Papers about shipments: gathering their records from the book, and rendering them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import msgspec

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS, FIRMS, PARTIES
from tui.domain.cars import Car
from tui.domain.readiness import Verdict, worst
from tui.domain.rules import Make
from tui.domain.shipments import Shipment
from tui.domain.words import Stage
from tui.errors import BookDamaged
from tui.i18n.translator import Translator
from tui.packs.hs_codes import HsCodes, load_hs_codes
from tui.reports.as_json import as_json
from tui.reports.records import Loaded, People, Titles
from tui.reports.summarise import summarise
from tui.reports.summary import ShipmentSummary, UnNumber
from tui.reports.table_csv import table_csv
from tui.reports.text import text

FORMATS = ("text", "csv", "json")


def summary(desk: Desk, shipment: Shipment, on: date, *, draft: bool) -> ShipmentSummary:
    """The shipment summary as a model; final only when every car is READY on the day and ``draft`` is false.

    A car that still waits for its VIN keeps the paper a draft: a paper without the number stops a container. Raises
    BookDamaged when a line's car is not in the book.
    """
    checker = Checker(desk, Question(on), only=shipment)
    codes = load_hs_codes()
    loaded = [_loaded(desk, checker, codes, shipment, car_id, on) for car_id in shipment.car_ids]
    paper = summarise(
        shipment,
        loaded,
        _people(desk, shipment),
        Titles(desk.library.facts, desk.library.documents, desk.library.words),
        as_of=desk.today,
        on=on,
        packs=desk.library.packs_version,
        revision=desk.store.revision,
        final=not draft,
    )
    if any(one.car.vin is None for one in loaded):
        verdict = worst((paper.verdict, Verdict.ACTION))
        return msgspec.structs.replace(paper, draft=True, verdict=verdict)
    return paper


def rendered(paper: ShipmentSummary, form: str, language: str) -> str:
    """The paper in one of ``FORMATS``, in a language of its own, whatever the screen speaks."""
    translator = Translator()
    translator.use(language)
    renderers: dict[str, Callable[[ShipmentSummary, Translator], str]] = {
        "text": text,
        "csv": table_csv,
        "json": lambda summary, translator: json.dumps(as_json(summary, translator), indent=2) + "\n",
    }
    return renderers[form](paper, translator)


def _loaded(desk: Desk, checker: Checker, codes: HsCodes, shipment: Shipment, car_id: int, on: date) -> Loaded:
    car = desk.store.get(CARS, car_id)
    if car is None:
        raise BookDamaged("shipment_car_missing", number=shipment.number, id=car_id)
    specs = desk.specs_of(car)
    day = shipment.deal.declaration or on
    hs, un = codes.code(specs, _condition(car), day), codes.dangerous(specs, shipment.mode, day)
    answer = checker.answer(car, shipment.deal.country)
    return Loaded(
        car=car,
        specs=specs,
        make=desk.library.makes.get(car.make) or Make(car.make, {"en": car.make}, ""),
        assessment=answer.assessment,
        overrides=answer.overrides,
        papers=checker.counting_papers_of(car),
        hs_code=hs.code if hs else None,
        hs_assumes=hs.assumes if hs else (),
        un_number=UnNumber(un.un, un.hazard_class, un.name) if un else None,
    )


def _condition(car: Car) -> str | None:
    """Used once registered anywhere, new when it is known that it never was; None when nobody knows."""
    if car.first_registration or car.milestone(Stage.REGISTERED) or car.never_registered is False:
        return "used"
    return "new" if car.never_registered else None


def _people(desk: Desk, shipment: Shipment) -> People:
    store = desk.store
    return People(
        firm=store.get(FIRMS, shipment.firm_id) if shipment.firm_id else None,
        consignee=store.get(PARTIES, shipment.consignee_id) if shipment.consignee_id else None,
        notify=store.get(PARTIES, shipment.notify_id) if shipment.notify_id else None,
        broker=store.get(PARTIES, shipment.broker_id) if shipment.broker_id else None,
    )
