"""What papers print: typed field by field, or taken from a table with one row a car. One commit each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import name_of, refuse
from tui.desk.kinds import CARS, DOCUMENTS, SHIPMENTS
from tui.domain import values
from tui.domain.agreement import folded, read_value
from tui.domain.cars import Car
from tui.domain.documents import Document, Printed, Reach
from tui.domain.problems import Problem
from tui.domain.values import NumberStyle, Unreadable
from tui.sheets.reader import read_table
from tui.store.contract import Put

Texts = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Saying:
    """What a paper prints of one car, or of the whole where ``car`` is None: ``(field, text)`` as it was typed."""

    car: Car | None
    texts: Texts


def cars_on(desk: Desk, document: Document) -> list[Car]:
    """The cars that a paper is about: those it names, else those of its shipment; none for a firm's or a model's."""
    ids = document.scope.car_ids
    if not ids and document.scope.reach is Reach.SHIPMENT and document.scope.shipment_id:
        shipment = desk.store.get(SHIPMENTS, document.scope.shipment_id)
        ids = shipment.car_ids if shipment else ()
    return [car for car_id in ids if (car := desk.store.get(CARS, car_id)) is not None]


def said(desk: Desk, document: Document, sayings: Iterable[Saying]) -> tuple[Document, tuple[Problem, ...]]:
    """The paper as it would say these things, and all that is wrong; nothing is written. An empty text takes away."""
    table = desk.library.agreement
    words = table.words
    about = {car.id for car in cars_on(desk, document)}
    kept = {(one.field, one.car_id): one for one in document.prints}
    problems: list[Problem] = []
    for one in sayings:
        car_id = one.car.id if one.car is not None else None
        if one.car is not None and one.car.id not in about:
            problems.append(Problem("prints_other_car", "cars", {"car": name_of(one.car), "id": str(document.id)}))
            continue
        for name, text in _apart([(words.get(word.casefold(), word), text) for word, text in one.texts]):
            field = table.fields.get(name)
            if field is None:
                problems.append(Problem("field_unknown", name, {"known": ", ".join(table.fields)}))
                continue
            if not text.strip():
                kept.pop((name, car_id), None)
                continue
            try:
                kept[name, car_id] = Printed(name, read_value(field, text), car_id)
            except Unreadable as error:
                problems.append(Problem(error.code, name, error.params))
    order = {name: place for place, name in enumerate(table.fields)}
    places = {car.id: place for place, car in enumerate(cars_on(desk, document), start=1)}
    prints = sorted(kept.values(), key=lambda p: (places.get(p.car_id or 0, 0), order.get(p.field, len(order))))
    return msgspec.structs.replace(document, prints=tuple(prints)), tuple(problems)


def say(desk: Desk, document: Document, sayings: Iterable[Saying]) -> Document:
    """Record what a paper prints. Raises DraftRefused with all problems."""
    document = desk.store.get(DOCUMENTS, document.id) or document
    changed, problems = said(desk, document, sayings)
    refuse(problems, confirm=True)
    if changed != document:
        why = f"document says {document.id}"
        desk.store.commit([Put(DOCUMENTS, changed)], why=why, expect=desk.store.revision)
    return desk.store.get(DOCUMENTS, document.id) or changed


def document_of(desk: Desk, document_id: int) -> Document | None:
    """The paper of an id, or None when it is gone."""
    return desk.store.get(DOCUMENTS, document_id)


def pasted(desk: Desk, document: Document, text: str) -> tuple[Saying, ...]:
    """What a pasted table says; raises BadFile for a text that is no table, else as ``from_table``."""
    read = read_table(text.encode(), "paste", named=tuple(desk.library.agreement.words))
    return from_table(desk, document, read.columns, [(row.number, [c.text for c in row.cells]) for row in read.rows])


def from_table(
    desk: Desk, document: Document, columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> tuple[Saying, ...]:
    """What a table says, row by row, each row told to its car by the VIN in it.

    A VIN with one wrong character belongs to the only car of the paper that is so near and has no row of its own: it is
    kept as printed, and becomes a difference. Columns that no word knows are left out. Raises DraftRefused when there
    is no VIN column, or for rows of no car of this paper.
    """
    words = desk.library.agreement.words
    fields = [words.get(" ".join(values.folded(column).casefold().split()), "") for column in columns]
    if "vin" not in fields:
        refuse([Problem("prints_no_vin_column", "vin", {"columns": ", ".join(columns)[:120]})], confirm=True)
    listed = list(rows)
    cars = cars_on(desk, document)
    by_vin = {folded(car.vin): car for car in cars if car.vin}
    place = fields.index("vin")
    exact = {folded(cells[place]) for _, cells in listed}
    waiting = [car for vin, car in by_vin.items() if vin not in exact]
    found: list[Saying] = []
    problems: list[Problem] = []
    for number, cells in listed:
        printed = folded(cells[place])
        near = [car for car in waiting if _one_apart(printed, folded(car.vin or ""))]
        car = by_vin.get(printed) or (near[0] if len(near) == 1 else None)
        if car is None:
            params = {"row": str(number), "vin": cells[place][:40], "id": str(document.id)}
            problems.append(Problem("prints_vin_of_no_car", "vin", params))
            continue
        texts = [(field, cell) for field, cell in zip(fields, cells, strict=False) if field and cell.strip()]
        found.append(Saying(car, texts))
    refuse(problems, confirm=True)
    return tuple(found)


def _one_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _apart(texts: Texts) -> list[tuple[str, str]]:
    """The texts, an amount with its currency told apart: papers print both, and each is compared by itself."""
    found: list[tuple[str, str]] = []
    for name, text in texts:
        if name == "amount" and text.strip():
            try:
                money = values.amount(text, "", NumberStyle())
            except Unreadable:
                found.append((name, text))
                continue
            if money.currency:
                found += [(name, f"{money.amount:f}"), ("currency", money.currency)]
                continue
        found.append((name, text))
    return found
