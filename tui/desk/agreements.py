"""The agreement of papers as screens and commands show it: a table of fields and papers for each car, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.desk.agreeing import Agreeing
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.desk.editing import name_of
from tui.desk.shipping import cars_of
from tui.domain.agreement import RECORD, Compared, Difference, Says, marked
from tui.domain.cars import Car
from tui.domain.shipments import Shipment
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

MARK = ("[", "]")
"""What stands around the characters in which two values differ."""


@dataclass(frozen=True)
class CarPapers:
    """What the papers of a car say, and where they differ."""

    car: Car
    said: tuple[Says, ...]
    compared: Compared

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Where two of them differ."""
        return self.compared.differences

    def state(self) -> str:
        """``differ``, ``agree``, or ``not_assessed`` where no two papers could be compared."""
        if self.differences:
            return "differ"
        return "agree" if self.compared.compared else "not_assessed"


@dataclass(frozen=True)
class ShipmentPapers:
    """All cars of a shipment with what their papers say."""

    shipment: Shipment
    cars: tuple[CarPapers, ...]

    @property
    def differing(self) -> int:
        """How many cars have papers that differ."""
        return sum(1 for one in self.cars if one.differences)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The kinds of papers that print nothing yet for some car, in the order of the table."""
        return tuple(dict.fromkeys(kind for one in self.cars for kind in one.compared.lacking))


def of_shipment(desk: Desk, shipment: Shipment) -> ShipmentPapers:
    """Compare the papers of every car on a shipment."""
    source = Agreeing(desk)
    day = shipment.deal.declaration or desk.today
    return ShipmentPapers(
        shipment, tuple(_told(source, car, shipment.deal.country, day, shipment) for car in cars_of(desk, shipment))
    )


def of_car(desk: Desk, car: Car, shipment: Shipment | None = None) -> CarPapers:
    """Compare the papers of a car, for its own destination or as on a shipment."""
    checker = Checker(desk, Question(desk.today), only=shipment)
    shipment = checker.shipment_of(car)
    day = (shipment.deal.declaration if shipment else None) or desk.today
    return _told(Agreeing(desk), car, checker.own_destination(car) or "", day, shipment)


def _told(source: Agreeing, car: Car, country: str, day: Any, shipment: Shipment | None) -> CarPapers:
    said = source.said(car, country, day, shipment)
    return CarPapers(car, tuple(said), source.compared(car, country, day, shipment))


@dataclass(frozen=True)
class Sheaf:
    """One paper of a car as a column: what it prints, or nothing yet. ``document_id`` is 0 for what is not typed."""

    kind: str
    text: str
    short: str
    values: Mapping[str, str]
    document_id: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by."""
        return self.kind, self.document_id


def sheaves(desk: Desk, found: CarPapers, shipment: Shipment | None = None) -> list[Sheaf]:
    """The papers of a car in the order of the table: the book, those that print something, those that could."""
    table = desk.library.agreement
    order = {kind: place for place, kind in enumerate(table.papers)}
    known = {one.document_id for one in found.said if one.document_id}
    columns = [
        Sheaf(
            one.kind,
            paper_text(desk, one)
            if one.document_id or one.kind == RECORD
            else _("%(text)s (%(note)s)") % {"text": paper_text(desk, one), "note": _("our own")},
            short_title(desk, one.kind),
            {**one.totals, **one.fields},
            one.document_id,
        )
        for one in found.said
    ]
    for paper in Checker(desk, Question(desk.today), only=shipment).papers_of(found.car):
        if paper.kind in order and paper.id not in known and not paper.void:
            text = f"{_(title_of(desk, paper.kind))} {paper.number}".strip()
            columns.append(Sheaf(paper.kind, text, short_title(desk, paper.kind), {}, paper.id))
    return sorted(columns, key=lambda one: (order[one.kind], one.document_id))


def concerns(paper: Sheaf, differences: tuple[Difference, ...]) -> bool:
    """Whether a paper is one of those that differ."""
    return any(paper.key == (one.kind, one.document_id) for d in differences for one in (d.first, d.second))


def cell_text(field: str, paper: Sheaf, differences: tuple[Difference, ...]) -> str:
    """What a paper prints in a field, with marks around what differs from the other paper."""
    value = paper.values.get(field, "")
    for one in differences:
        for said, own, other in ((one.first, one.ours, one.theirs), (one.second, one.theirs, one.ours)):
            if paper.key == (said.kind, said.document_id):
                return with_marks(own, other)
    return value


def paper_text(desk: Desk, said: Says) -> str:
    """A paper by its title and number."""
    title = desk.library.agreement.papers[RECORD] if said.kind == RECORD else title_of(desk, said.kind)
    return f"{_(title)} {said.number}".strip()


def short_title(desk: Desk, kind: str) -> str:
    """The title of a kind of paper for a narrow column."""
    return _(desk.library.agreement.papers.get(kind, kind))


def with_marks(text: str, other: str) -> str:
    """A value with marks around what differs from the other; what only the other has is an empty pair of marks."""
    before, after = MARK
    return "".join(f"{before}{part}{after}" if differs else part for part, differs in marked(text, other))


def difference_lines(desk: Desk, one: Difference) -> list[str]:
    """A difference in three lines: the field, and what each of the two papers prints."""
    title = _(desk.library.agreement.fields[one.field].title)
    head = _("%(field)s, all cars of the paper") % {"field": title} if one.total else title
    return [
        head,
        f"  {with_marks(one.ours, one.theirs)}  {paper_text(desk, one.first)}",
        f"  {with_marks(one.theirs, one.ours)}  {paper_text(desk, one.second)}",
    ]


def lacking_text(desk: Desk, kinds: tuple[str, ...]) -> str:
    """The papers whose prints have not been entered."""
    return _("nothing entered from: %(papers)s") % {"papers": _(", ").join(short_title(desk, kind) for kind in kinds)}


def state_text(state: str) -> str:
    """Whether papers agree, in a word."""
    return {"differ": _("papers differ"), "agree": _("papers agree")}.get(state, _("papers not assessed"))


def lines(desk: Desk, found: ShipmentPapers, marks: Mapping[str, str]) -> list[str]:
    """The agreement of a shipment's papers, car by car; ``marks`` by state stand before each."""
    return list(_lines(desk, found, marks))


def _lines(desk: Desk, found: ShipmentPapers, marks: Mapping[str, str]) -> Iterator[str]:
    cars, differing = len(found.cars), found.differing
    told = {"number": found.shipment.number, "cars": count_of_cars(cars), "n": differing}
    yield _("%(number)s: %(cars)s, papers of %(n)d differ") % told
    for one in found.cars:
        yield f"{marks[one.state()]} {name_of(one.car)}  {state_text(one.state())}"
        for difference in one.differences:
            yield from (f"    {line}" for line in difference_lines(desk, difference))
        if one.compared.lacking:
            yield f"    {lacking_text(desk, one.compared.lacking)}"


def as_json(found: ShipmentPapers) -> dict[str, Any]:
    """The ``nearnew/shipment-papers/1`` document."""
    return {
        "schema": "nearnew/shipment-papers/1",
        "shipment": found.shipment.number,
        "differing": found.differing,
        "cars": [
            {
                "vin": one.car.vin,
                "stock_number": one.car.stock_number,
                "state": one.state(),
                "papers": [_paper(said) for said in one.said],
                "differences": [_difference(difference) for difference in one.differences],
                "lacking": list(one.compared.lacking),
            }
            for one in found.cars
        ],
    }


def _paper(said: Says) -> dict[str, Any]:
    return {
        "kind": said.kind,
        "document": said.document_id or None,
        "number": said.number or None,
        "fields": dict(said.fields),
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "rule": one.rule.id,
        "field": one.field,
        "of_all": one.total,
        "papers": [
            {"kind": said.kind, "document": said.document_id or None, "value": value}
            for said, value in ((one.first, one.ours), (one.second, one.theirs))
        ],
    }
