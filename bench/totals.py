"""How long do the totals of the front desk take after an edit, over a hundred thousand cars?

    python -m bench.totals [--cars N] [--rounds N]

Every round makes one commit of each sort and times what the front desk does then: ``Totals.refresh``, the index of the
changed table included. The recount from nothing is timed in the same process on the same book, and the result of both
is compared. Figures are medians over the rounds; the exit code is 1 when one is over the target or the two differ.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

import msgspec

from bench.programs import _cars, _now
from tui.config import Settings
from tui.desk.context import Desk
from tui.desk.kinds import CARS, CLAIMS, DOCUMENTS, RECEIPTS, SALES
from tui.desk.totals import money_totals, verdict_totals
from tui.domain.cars import Milestone
from tui.domain.claims import RefundPayment
from tui.domain.documents import Document, Reach, Scope
from tui.domain.money import Money
from tui.domain.receipts import Allocation, Receipt
from tui.domain.sales import Sale
from tui.domain.words import Stage
from tui.packs.library import Library
from tui.store.contract import Put
from tui.store.memory import MemoryStore

TARGET = 0.100
_DAY = date(2026, 11, 22)


def _claim(cars: list[int]) -> Put:  # type: ignore[type-arg]
    from decimal import Decimal

    from tui.domain.claims import Claim, ClaimLine

    line = [
        ClaimLine(one, f"I{one}", Money.of(80_000, "CNY"), Decimal("0.13"), Money.of(10_400, "CNY")) for one in cars
    ]
    return Put(CLAIMS, Claim("R26-001", tuple(line), filed_on=date(2026, 11, 1)))


def _desk(count: int) -> Desk:
    store = MemoryStore(now=_now, who="bench")
    store.commit([Put(CARS, car) for car in _cars(count)], why="bench")
    store.commit([_claim(list(range(1, 501)))], why="bench")
    papers = [
        Document("special_vat_invoice", number=f"I{one}", scope=Scope(Reach.CARS, car_ids=(one,)))
        for one in range(1, count // 10 + 1)
    ]
    store.commit([Put(DOCUMENTS, paper) for paper in papers], why="bench")
    return Desk(store, Library(), Settings(), _DAY, _now)


def _edits(desk: Desk) -> dict[str, Callable[[int], object]]:
    """One commit of each sort, by name."""
    store = desk.store

    def put(record: Put) -> None:  # type: ignore[type-arg]
        store.commit([record], why="bench")

    def car(n: int) -> None:
        old = store.get(CARS, 1_000 + n)
        assert old is not None
        put(Put(CARS, msgspec.structs.replace(old, odometer_km=n, milestones=(Milestone(Stage.DECLARED, _DAY),))))

    def payment(n: int) -> None:
        claim = store.all(CLAIMS)[0]
        paid = (*claim.payments, RefundPayment(_DAY, Money.of(100 + n, "CNY")))
        put(Put(CLAIMS, msgspec.structs.replace(claim, payments=paid)))

    def sale(n: int) -> None:
        put(Put(SALES, Sale(2_000 + n, 1, Money.of(15_000, "USD"), agreed_on=_DAY)))

    def receipt(n: int) -> None:
        part = Allocation(2_000 + n, Money.of(15_000, "USD"))
        put(Put(RECEIPTS, Receipt(_DAY, part.amount, allocations=(part,))))

    def paper(n: int) -> None:
        put(Put(DOCUMENTS, Document("export_declaration", number=f"D{n}", scope=Scope(Reach.CARS, car_ids=(n + 1,)))))

    def forty(n: int) -> None:
        old = [store.get(CARS, 3_000 + 40 * n + k) for k in range(40)]
        store.commit([Put(CARS, msgspec.structs.replace(one, remark="x")) for one in old if one], why="bench")

    return {
        "car": car,
        "40 cars": forty,
        "payment of 500 cars": payment,
        "sale": sale,
        "receipt": receipt,
        "document": paper,
    }


class _Both:
    """What the front desk keeps: the sums of money and the counts of verdicts."""

    def __init__(self, desk: Desk) -> None:
        self.both = (money_totals(desk), verdict_totals(desk))

    def refresh(self) -> None:
        for one in self.both:
            one.refresh()

    def known(self) -> list[object]:
        return [one.known() for one in self.both]


def _recount(desk: Desk) -> _Both:
    found = _Both(desk)
    found.refresh()
    return found


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> int:
    """Print the figures; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cars", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    desk = _desk(options.cars)
    kept = _Both(desk)
    naive = _timed(kept.refresh)
    again = _timed(lambda: _recount(desk))
    print(f"{options.cars:,} cars; counted from nothing: {naive:.2f} s the first time, {again:.2f} s again")
    bad = False
    for name, edit in _edits(desk).items():
        times = []
        for n in range(options.rounds):
            edit(n)
            times.append(_timed(kept.refresh))
        middle = statistics.median(times)
        bad = bad or middle > TARGET
        verdict = "ok" if middle <= TARGET else "OVER"
        print(
            f"{name:>20}: {middle * 1000:7.1f} ms  worst {max(times) * 1000:7.1f}  {again / middle:8.0f} x  {verdict}"
        )
    same = kept.known() == _recount(desk).known()
    print("kept and recounted agree" if same else "kept and recounted DIFFER")
    return 1 if bad or not same else 0


if __name__ == "__main__":
    sys.exit(main())
