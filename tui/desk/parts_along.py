"""The parts to send along with cars: what of the critical and wear parts of their models does not lie there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import refuse
from tui.desk.files import read_bytes
from tui.desk.kinds import CARS, PARTS
from tui.desk.kit_book import kit_book
from tui.desk.repair_partners import draft_part, find_known
from tui.domain.cars import Car
from tui.domain.kit_fields import PART_COLUMNS
from tui.domain.money import Money, total
from tui.domain.parts import Gap, Part, gaps
from tui.domain.problems import Problem, Severity
from tui.domain.shipments import Shipment
from tui.domain.values import folded
from tui.sheets.reader import read_table
from tui.store.contract import Put


class ModelGap(msgspec.Struct, frozen=True):
    """The parts that the cars of one model lack; without any listed part nobody knows what they lack."""

    make: str
    model: str
    cars: tuple[Car, ...]
    gaps: tuple[Gap, ...]
    listed: int


class ShoppingList(msgspec.Struct, frozen=True):
    """The parts to send along to a country, model by model; ``cost`` per currency, of ``unpriced`` parts not known."""

    country: str
    models: tuple[ModelGap, ...]
    cost: tuple[Money, ...]
    unpriced: int

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All parts to send."""
        return tuple(gap for model in self.models for gap in model.gaps)


def shopping_list(desk: Desk, cars: Iterable[Car], country: str) -> ShoppingList:
    """What some cars lack of parts in a country."""
    by_model: dict[tuple[str, str], list[Car]] = {}
    for car in cars:
        by_model.setdefault((car.make, car.model.casefold()), []).append(car)
    book = kit_book(desk)
    models = []
    for key, own in sorted(by_model.items()):
        parts = book.parts.get(key, ())
        found = gaps(parts, len(own), frozenset({country}))
        models.append(ModelGap(own[0].make, own[0].model, tuple(own), found, len(parts)))
    wanted = [gap for model in models for gap in model.gaps]
    priced = [gap.cost for gap in wanted if gap.cost is not None]
    return ShoppingList(country, tuple(models), total(priced), len(wanted) - len(priced))


def of_shipment(desk: Desk, shipment: Shipment) -> ShoppingList:
    """What the cars of a shipment lack of parts where they go."""
    aboard = [car for car_id in shipment.car_ids if (car := desk.store.get(CARS, car_id)) is not None]
    return shopping_list(desk, aboard, shipment.deal.country)


class PartRows(msgspec.Struct, frozen=True):
    """A list of parts as it was read: parts to add or change, and what is wrong with rows, by 1-based row."""

    parts: tuple[Part, ...]
    problems: tuple[tuple[int, Problem], ...]


def read_parts(desk: Desk, path: Path, make: str = "", model: str = "", *, confirm: bool = False) -> PartRows:
    """Read a list of parts whose header has the names of the fields; writes nothing. Raises BadFile.

    ``make`` and ``model`` stand for columns that the list lacks. A part whose number the model has already is changed.
    With ``confirm`` what only needs a word (a make that nobody knows) stands in no row's way.
    """
    table = read_table(read_bytes(path), path.name, named=PART_COLUMNS)
    names = [PART_COLUMNS.get(folded(title).casefold(), "") for title in table.columns]
    given = {name: text for name, text in (("make", make), ("model", model)) if text}
    parts: list[Part] = []
    problems: list[tuple[int, Problem]] = []
    for row in table.rows:
        cells = zip(names, row.cells, strict=True)
        texts = given | {name: cell.text for name, cell in cells if name and cell.text.strip()}
        before = find_known(desk, texts.get("make", ""), texts.get("model", ""), texts.get("number", ""))
        part, wrong = draft_part(desk, list(texts.items()), before, parts)
        wrong = tuple(one for one in wrong if not (confirm and one.severity is Severity.CONFIRM))
        problems += [(row.number, one) for one in wrong]
        if not wrong:
            parts.append(part)
    return PartRows(tuple(parts), tuple(problems))


def write_parts(desk: Desk, rows: PartRows) -> int:
    """Write the parts of a list in one commit. Raises DraftRefused where a row is wrong; nothing is written then."""
    refuse([one for _, one in rows.problems], confirm=False)
    if rows.parts:
        changes = [Put(PARTS, part) for part in rows.parts]
        desk.store.commit(changes, why=f"part import {len(changes)}", expect=desk.store.revision)
    return len(rows.parts)
