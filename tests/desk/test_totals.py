"""The totals of the front desk: kept car by car, and always what a recount says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.kit import TODAY, sample_desk
from tui.desk.context import Desk
from tui.desk.kinds import CARS, CLAIMS, COSTS, DOCUMENTS, RECEIPTS, SALES, SHEETS, SHIPMENTS
from tui.desk.overview import money_figures, overview, verdict_figures
from tui.desk.totals import Totals, age_name, age_names, money_totals, verdict_totals
from tui.domain.cars import Milestone
from tui.domain.claims import Claim, ClaimLine, RefundPayment
from tui.domain.costing import Cost, CostKind
from tui.domain.deals import Deal
from tui.domain.documents import Document, Reach, Scope
from tui.domain.models import ModelSheet, Specs
from tui.domain.money import Money
from tui.domain.purchases import Purchase
from tui.domain.receipts import Allocation, Receipt
from tui.domain.sales import Sale
from tui.domain.shipments import Line, Shipment
from tui.domain.words import InvoiceKind, Mode, Stage
from tui.store.contract import Put, Remove

_OVER = "tied >180"
SORTS = (money_totals, verdict_totals)
PRICE = Money.of(15_000, "USD")


def put(desk: Desk, *records: Put) -> None:  # type: ignore[type-arg]
    desk.store.commit(list(records), why="test")


def edit_car(desk: Desk, car_id: int, n: int) -> None:
    car = desk.store.get(CARS, car_id)
    if car is None:
        return
    day = TODAY - timedelta(days=n * 9)
    changes: tuple[dict[str, object], ...] = (
        {"archived": not car.archived},
        {"milestones": (*car.milestones, Milestone(tuple(Stage)[n % len(Stage)], day))},
        {"purchases": (Purchase(day, Money.of(100_000 + n, ("CNY", "USD")[n % 2]), tuple(InvoiceKind)[n % 4]),)},
        {"purchases": (Purchase(day, None, None),)},
        {"deal": Deal(("KZ", "JO")[n % 2])},
        {"deal": None},
    )
    put(desk, Put(CARS, msgspec.structs.replace(car, **changes[n % len(changes)])))


def claim(desk: Desk, car_id: int, n: int) -> None:
    refund = Money.of(10_000, "CNY")
    lines = tuple(ClaimLine(one, f"I{one}", refund, Decimal("0.13"), refund) for one in {car_id, n % 10 + 1})
    paid = (RefundPayment(TODAY, Money.of(n * 100, "CNY")),) if n % 3 == 1 else ()
    put(desk, Put(CLAIMS, Claim(f"R{n}", lines, filed_on=TODAY - timedelta(days=n), payments=paid)))


def unclaim(desk: Desk, _car_id: int, _n: int) -> None:
    if claims := desk.store.all(CLAIMS):
        desk.store.commit([Remove(CLAIMS, claims[0].id)], why="test")


EDITS: tuple[Callable[[Desk, int, int], None], ...] = (
    edit_car,
    edit_car,
    edit_car,
    claim,
    unclaim,
    lambda desk, car, n: put(desk, Put(SALES, Sale(car, 1, PRICE, agreed_on=TODAY - timedelta(days=n)))),
    lambda desk, car, _n: put(desk, Put(RECEIPTS, Receipt(TODAY, PRICE, allocations=(Allocation(car, PRICE),)))),
    lambda desk, car, _n: put(desk, Put(DOCUMENTS, Document("export_declaration", Scope(Reach.CARS, (car,))))),
    lambda desk, _car, _n: put(desk, Put(DOCUMENTS, Document("cn_used_car_export_filing", Scope(Reach.FIRM)))),
    lambda desk, car, n: put(desk, Put(SHIPMENTS, Shipment(f"S{n}", Deal("KZ"), Mode.RAIL, (Line(car, PRICE),)))),
    lambda desk, car, _n: put(desk, Put(COSTS, Cost(CostKind.FREIGHT, PRICE, TODAY, (car,)))),
    lambda desk, _car, n: put(desk, Put(SHEETS, ModelSheet("byd", "元UP", "领先型", 2027, Specs(seats=n % 9 + 1)))),
)


def agree(kept: list[Totals], desk: Desk) -> None:
    for one, make in zip(kept, SORTS, strict=True):
        one.refresh()
        anew = make(desk)
        anew.refresh()
        assert one.known() == anew.known()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(range(len(EDITS))), st.integers(1, 10), st.integers(0, 24)), max_size=7))
def test_kept_totals_are_what_a_recount_says(edits: list[tuple[int, int, int]]) -> None:
    desk = sample_desk()
    kept = [make(desk) for make in SORTS]
    agree(kept, desk)
    for which, car_id, n in edits:
        EDITS[which](desk, car_id, n)
        agree(kept, desk)


def test_an_edit_costs_only_the_cars_it_touches() -> None:
    desk = sample_desk()
    for make in SORTS:
        kept = make(desk)
        kept.refresh()
        for edit, most in ((edit_car, 1), (claim, 2), (EDITS[10], 0)):
            edit(desk, 3, 7)
            seen: list[None] = []
            kept.refresh(lambda seen=seen: seen.append(None))  # type: ignore[misc]
            assert len(seen) <= most


class Stopped(Exception):
    pass


def test_a_count_that_was_stopped_goes_on_where_it_was() -> None:
    desk = sample_desk()
    kept = money_totals(desk)
    left = [4]

    def pause() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Stopped

    with pytest.raises(Stopped):
        kept.refresh(pause)
    edit_car(desk, 1, 1)
    seen: list[None] = []
    kept.refresh(lambda: seen.append(None))
    assert len(seen) == len(desk.store.all(CARS)) - 4 + 1
    agree([kept, verdict_totals(desk)], desk)


def test_a_new_day_counts_anew() -> None:
    desk = sample_desk()
    kept = [make(desk) for make in SORTS]
    agree(kept, desk)
    before = kept[0].known()
    desk.today = date(2027, 6, 1)
    agree(kept, desk)
    assert kept[0].known() != before


def test_the_front_desk_says_what_the_summary_says() -> None:
    desk = sample_desk()
    money, verdicts = money_totals(desk), verdict_totals(desk)
    money.refresh()
    verdicts.refresh()
    view = overview(desk)
    figures = {one.name: one for one in (*money_figures(money), *verdict_figures(verdicts))}
    assert (figures["cars"].count, figures["tied_up"].money) == (view.cars, view.tied_up)
    assert figures["rebates"].money == view.rebates_expected
    assert {name: figures[name.casefold()].count for name in view.verdicts} == view.verdicts


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (0, "tied 0-30"),
        (30, "tied 0-30"),
        (31, "tied 31-60"),
        (90, "tied 61-90"),
        (180, "tied 91-180"),
        (181, "tied >180"),
    ],
)
def test_the_steps_of_age(days: int, name: str) -> None:
    assert age_name(days) == name
    assert name in age_names()
