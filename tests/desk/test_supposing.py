"""What a document would do to each car, told before it is recorded."""

from __future__ import annotations

import pytest

from tests.desk.kit import new_car, new_desk
from tui.desk import documents, stock, supposing
from tui.desk.context import Desk
from tui.desk.forms import About
from tui.desk.kinds import DOCUMENTS
from tui.desk.supposing import Stand

TEXTS = {"kind": "cn_export_contract_aftersales", "country": "KZ", "number": "C-1", "issued": "2026-11-01"}


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def stands(desk: Desk) -> dict[int, Stand | None]:
    return {
        row.id: Stand(row.verdict, len(row.answer.assessment.open_flags)) if row.awaits_verdict else None
        for row in stock.rows(desk)
    }


def test_it_says_what_comes_true_and_writes_nothing(desk: Desk) -> None:
    cars = [new_car(desk, 1), new_car(desk, 2), new_car(desk, 3, destination="")]
    before, revision = stands(desk), desk.store.revision
    found = list(supposing.with_document(desk, TEXTS, About(None, tuple(cars))))
    assert desk.store.revision == revision
    assert not desk.store.all(DOCUMENTS)
    assert stands(desk) == before
    assert {one.car.id: one.now for one in found} == before
    assert (found[2].now, found[2].then) == (None, None)
    assert found[0].now is not None
    assert found[0].then is not None
    assert found[0].then.open < found[0].now.open
    own = [(name, text) for name, text in TEXTS.items() if name != "kind"]
    documents.add(desk, TEXTS["kind"], own, cars=cars)
    assert {one.car.id: one.then for one in found} == stands(desk)


def test_the_country_asked_about_counts_before_the_cars_own(desk: Desk) -> None:
    cars = [new_car(desk, number, destination="") for number in (1, 2)]
    found = list(supposing.with_document(desk, TEXTS, About(None, tuple(cars)), "KZ"))
    assert all(one.now is not None and one.then is not None and one.then.open < one.now.open for one in found)
