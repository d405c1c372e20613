from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tui.domain.deals import DATE_BASES, Deal, in_force
from tui.domain.documents import Attachment, Document, Reach, Scope, is_held, reaches
from tui.domain.facts import World
from tui.domain.paper_facts import held_kinds
from tui.domain.rules import DocumentKind

DAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
FILE = Attachment("a" * 64, "letter.pdf", 3)


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({}, True),
        ({"void": True}, False),
        ({"issued": DAY, "expires": DAY}, True),
        ({"issued": TOMORROW}, False),
        ({"expires": YESTERDAY}, False),
        ({"issued": YESTERDAY, "expires": TOMORROW}, True),
        ({"issued": YESTERDAY, "expires": TOMORROW, "void": True}, False),
    ],
)
def test_held(changes: dict[str, Any], held: bool) -> None:
    assert is_held(msgspec.structs.replace(Document("sbkts", Scope()), **changes), DAY) is held


def test_a_document_whose_file_is_missing_is_not_held() -> None:
    document = Document("sbkts", Scope(), attachments=(FILE, Attachment("b" * 64, "b.pdf", 3)))
    assert is_held(document, DAY)
    assert is_held(document, DAY, {"a" * 64, "b" * 64})
    assert not is_held(document, DAY, {"a" * 64})
    assert not is_held(document, DAY, set())
    assert is_held(Document("sbkts", Scope()), DAY, set())


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope(Reach.FIRM), {(1, 5, 9), (2, None, None)}),
        (Scope(Reach.CARS, car_ids=(1,)), {(1, 5, 9)}),
        (Scope(Reach.LICENCE, car_ids=(2,)), {(2, None, None)}),
        (Scope(Reach.MODEL, sheet_ids=(5,)), {(1, 5, 9)}),
        (Scope(Reach.SHIPMENT, shipment_id=9), {(1, 5, 9)}),
        (Scope(Reach.CARS), set()),
        (Scope(Reach.MODEL), set()),
        (Scope(Reach.SHIPMENT), set()),
        (Scope(Reach.MODEL, car_ids=(1, 2)), set()),
    ],
)
def test_reach(scope: Scope, reached: set[tuple[int, int | None, int | None]]) -> None:
    """Two cars: one with a sheet on a shipment, one with neither."""
    document = Document("sbkts", scope)
    for car in ((1, 5, 9), (2, None, None)):
        assert reaches(document, *car) is (car in reached)
        car_id, sheet_id, shipment_id = car
        assert reaches(document, car_id, sheet_id, shipment_id) is (car in reached)


WORLD = World(
    {},
    {},
    {
        "letter": DocumentKind("letter", "", "maker", "cars", per_country=True),
        "report": DocumentKind("report", "", "inspector", "cars"),
    },
)


def _held(destination: str | None, *papers: Document, **dates: date) -> dict[str, frozenset[str]]:
    days = dict.fromkeys(DATE_BASES, DAY) | dates
    return dict(held_kinds(papers, destination, days, WORLD))


def test_a_paper_bound_to_a_country_serves_only_that_one() -> None:
    letter, report = Document("letter", Scope(), country="KZ"), Document("report", Scope(), country="KZ")
    evidence, unbound = Document("ev:some-rule", Scope(), country="KZ"), Document("letter", Scope())
    assert _held("KZ", letter, report, evidence)["clearance"] == {"letter", "report", "ev:some-rule"}
    assert _held("JO", letter, report, evidence)["clearance"] == {"report"}
    assert _held("JO", unbound)["clearance"] == {"letter"}
    assert _held(None, letter, report, evidence)["clearance"] == {"letter", "report", "ev:some-rule"}


def test_what_is_held_is_asked_for_each_date() -> None:
    report = Document("report", Scope(), issued=DAY, expires=TOMORROW)
    held = _held("KZ", report, licence_application=YESTERDAY, arrival=TOMORROW, clearance=date(2026, 12, 1))
    assert {basis for basis, kinds in held.items() if kinds} == {"contract", "declaration", "loading", "arrival"}


def test_deals_in_force() -> None:
    own, other = Deal("KZ", purpose="re_export"), Deal("JO")
    assert in_force("KZ", None, other, own) == (own,)
    assert in_force("KZ", own, own) == (own, own)
    assert in_force("UZ", own, other, None) == ()
