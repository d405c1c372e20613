"""What cars would stand like once a document of them is recorded: asked of a book that holds it already, in passing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec

from tui.desk import documents
from tui.desk.checking import Question
from tui.desk.context import Desk
from tui.desk.forms import KIND, About, fresh, plain_texts
from tui.desk.kinds import DOCUMENTS
from tui.desk.row import RowSource, StockRow
from tui.domain.cars import Car
from tui.domain.documents import Document
from tui.domain.verdicts import Verdict
from tui.store.contract import Store


@dataclasses.dataclass(frozen=True)
class Stand:
    """How a car stands for its destination, and how many flags are open."""

    verdict: Verdict
    open: int


@dataclasses.dataclass(frozen=True)
class Supposed:
    """One car now and then; both None where it has no destination, or has left for good."""

    car: Car
    now: Stand | None
    then: Stand | None


def with_document(
    desk: Desk, texts: Mapping[str, str], about: About, destination: str | None = None
) -> Iterator[Supposed]:
    """The cars of a document that a form would record, one by one, as they stand and as they would; writes nothing.

    ``destination`` None is each car's own. Raises what recording it raises.
    """
    kind = documents.kind_named(desk, texts.get(KIND, ""))
    own = list(plain_texts(desk, "document", texts).items())
    cars = fresh(desk, about.cars)
    document, _problems = documents.draft(desk, kind, own, cars=cars, shipment=about.shipment)
    then = dataclasses.replace(desk, store=cast("Store", _WithDocument(desk.store, document)))
    before, after = _stands(desk, cars, destination), _stands(then, cars, destination)
    return (Supposed(*found) for found in zip(cars, before, after, strict=True))


def _stands(desk: Desk, cars: Sequence[Car], destination: str | None) -> Iterator[Stand | None]:
    source = RowSource(desk, destination, Question(desk.today))
    for car in cars:
        row = StockRow(car, source)
        yield Stand(row.verdict, len(row.answer.assessment.open_flags)) if row.awaits_verdict else None


class _WithDocument:
    """A book with one document more."""

    def __init__(self, store: Store, document: Document) -> None:
        self._store = store
        there = store.all(DOCUMENTS)
        new_id = max((one.id for one in there), default=0) + 1
        self._documents = (*there, msgspec.structs.replace(document, id=new_id))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def all(self, kind: Any) -> Any:
        """The records of a table."""
        return self._documents if kind is DOCUMENTS else self._store.all(kind)

    def get(self, kind: Any, row_id: int) -> Any:
        """One record, or None."""
        if kind is DOCUMENTS and row_id == self._documents[-1].id:
            return self._documents[-1]
        return self._store.get(kind, row_id)
