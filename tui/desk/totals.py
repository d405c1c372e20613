"""The totals of the front desk: sums and counts over all cars, kept up to date car by car.

Each car's part is worked out once. After a commit only the parts of the cars that it touched are taken out and put in
anew, so that an edit costs the same in a book of a hundred cars and in one of a hundred thousand. What a commit
touched is ``rows.touched_since``'s to say: when it may be any car, all parts are worked out again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise

from tui.desk.checking import Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS, CLAIMS, RECEIPTS, SALES
from tui.desk.row import RowSource, StockRow, has_left
from tui.desk.rows import touched_since
from tui.domain.cars import GONE
from tui.domain.money import Money
from tui.domain.rebating import EXPECTED, EXPOSED
from tui.domain.words import InvoiceKind, Stage

AGES = (30, 60, 90, 180)
"""The last days of the steps in which the age of tied up capital is told; the last step has no end."""
NO_DESTINATION = "without_destination"
WITHOUT_VOUCHER = "without_voucher"
Part = tuple[tuple[str, ...], tuple[tuple[str, Money], ...]]
"""What one car adds: the names it counts under, and amounts by name."""


def age_names() -> tuple[str, ...]:
    """The names of the steps of age, the youngest first: ``tied 0-30`` and so on."""
    ends = [f"tied {first + 1 if first else 0}-{last}" for first, last in pairwise((0, *AGES))]
    return (*ends, f"tied >{AGES[-1]}")


def age_name(days: int) -> str:
    """The step of age that so many days fall into."""
    place = next((place for place, last in enumerate(AGES) if days <= last), len(AGES))
    return age_names()[place]


def money_part(row: StockRow) -> Part:
    """What one car adds to the sums of money; asks no rule of a country."""
    names, sums = [] if row.stage in GONE else ["cars"], list[tuple[str, Money]]()
    if row.car.purchase is not None:
        names.append("bought")
        if row.is_tied_up:
            _tied_up(row, names, sums)
        _rebate(row, names, sums)
    return tuple(names), tuple(sums)


def verdict_part(row: StockRow) -> Part:
    """What one car adds to the counts of verdicts: it is asked for its destination."""
    where = "gone" if has_left(row.car) else "here"
    names = []
    if row.awaits_verdict:
        names.append(f"{row.verdict.value.casefold()} {where} {row.stage.value}")
    if not row.destination:
        names.append(f"{NO_DESTINATION} {where} {row.stage.value}")
    return tuple(names), ()


def _tied_up(row: StockRow, names: list[str], sums: list[tuple[str, Money]]) -> None:
    names.append("tied_up")
    age = age_name(row.tied or 0)
    names.append(age)
    if row.price is not None:
        sums += [("tied_up", row.price), (age, row.price)]


def _rebate(row: StockRow, names: list[str], sums: list[tuple[str, Money]]) -> None:
    kind = row.invoice_kind
    if kind is None:
        names.append(WITHOUT_VOUCHER)
    found = row.rebate_row
    if found is None:
        return
    names.append(f"rebate {found.state.value}")
    if found.refund is not None:
        sums.append((f"rebate {found.state.value}", found.refund))
    elif found.state in EXPECTED and kind in {None, InvoiceKind.SPECIAL_VAT}:
        names.append("rebates_unknown")
    if found.outstanding is not None and found.outstanding.amount:
        names.append("rebates")
        sums.append(("rebates", found.outstanding))
        if found.overdue:
            names.append("rebates_overdue")
            sums.append(("rebates_overdue", found.outstanding))
    if found.state in EXPOSED and found.paid is not None:
        names.append("exposed")
        sums.append(("exposed", found.paid))


class Totals:
    """Counts and sums by name, over the cars that are not archived.

    Not safe for two threads at once: who shares it takes turns.
    """

    def __init__(self, desk: Desk, part: Callable[[StockRow], Part], aside: frozenset[str] = frozenset()) -> None:
        """``part`` says what a car adds; records of the kinds ``aside`` change nothing of it."""
        self._desk = desk
        self._part = part
        self._aside = aside
        self._source: RowSource | None = None
        self._revision = -1
        self._parts: dict[int, Part] = {}
        self._waiting: dict[int, None] = {}
        self.counts: Counter[str] = Counter()
        self._sums: dict[tuple[str, str], Decimal] = {}

    def refresh(self, pause: Callable[[], None] = lambda: None) -> None:
        """Take in what was written since the last time. ``pause`` is called before each car that is worked out.

        When ``pause`` raises, the cars that still wait are worked out at the next call.
        """
        desk, source, revision = self._desk, self._source, self._desk.store.revision
        same_day = source is not None and source.question.on == desk.today
        touched = touched_since(desk, self._revision, self._aside) if same_day else None
        if source is None or touched is None:
            self._parts, self.counts, self._sums = {}, Counter(), {}
            source = self._source = RowSource(desk, None, Question(desk.today))
            self._waiting = {car.id: None for car in desk.store.all(CARS)}
        elif touched:
            source.renew()
            self._waiting.update(dict.fromkeys(touched))
        self._revision = revision
        while self._waiting:
            pause()
            car_id = next(iter(self._waiting))
            self._work_out(car_id, source)
            del self._waiting[car_id]

    def _work_out(self, car_id: int, source: RowSource) -> None:
        car = self._desk.store.get(CARS, car_id)
        part = self._part(StockRow(car, source)) if car is not None and not car.archived else None
        old = self._parts.pop(car_id, None)
        if old is not None:
            self._add(old, -1)
        if part is not None:
            self._parts[car_id] = part
            self._add(part, 1)

    def _add(self, part: Part, sign: int) -> None:
        names, sums = part
        for name in names:
            self.counts[name] += sign
        for name, money in sums:
            key = (name, money.currency)
            self._sums[key] = self._sums.get(key, Decimal(0)) + sign * money.amount

    def money(self, name: str) -> tuple[Money, ...]:
        """The sums under a name, per currency; those that come to nothing are left out."""
        found = [(currency, amount) for (one, currency), amount in self._sums.items() if one == name and amount]
        return tuple(Money.of(amount, currency) for currency, amount in sorted(found))

    def known(self) -> Mapping[str, tuple[int, tuple[Money, ...]]]:
        """Everything that is not zero, by name: to compare two totals."""
        names = {name for name, count in self.counts.items() if count} | {name for name, _currency in self._sums}
        found = {name: (self.counts[name], self.money(name)) for name in names}
        return {name: one for name, one in found.items() if one != (0, ())}

    def by_stage(self, name: str, where: str) -> Counter[Stage]:
        """How many cars a figure counts at each stage, ``here`` or ``gone``."""
        return Counter({stage: n for stage in Stage if (n := self.counts[f"{name} {where} {stage.value}"]) > 0})


def money_totals(desk: Desk) -> Totals:
    """Totals of capital and rebates."""
    return Totals(desk, money_part)


def verdict_totals(desk: Desk) -> Totals:
    """Totals of verdicts: what was claimed, sold and received changes none."""
    return Totals(desk, verdict_part, frozenset(kind.name for kind in (CLAIMS, SALES, RECEIPTS)))
