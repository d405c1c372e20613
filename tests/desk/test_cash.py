"""Where the money is, summed for charts; and the steps of a claim as its small forms take them."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tui.app.glyphs import ASCII, UNICODE
from tui.app.widgets.bars import bar
from tui.config import Settings
from tui.desk import claim_forms, claim_lists, claiming
from tui.desk.cash import NO_DAY, OVERDUE, REST, cash, grouped
from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.demo import throw_away
from tui.desk.kinds import CARS, CLAIMS
from tui.desk.owing import Owes, owed, sums
from tui.desk.rebating import Rebates, totals
from tui.desk.stock import rows
from tui.domain.claims import ClaimStep
from tui.domain.money import Money, total
from tui.domain.rebating import RebateState
from tui.errors import BadFile, DraftRefused


@pytest.fixture(scope="module")
def sample() -> Iterator[Desk]:
    with throw_away(Settings(), "en") as desk:
        yield desk


@pytest.fixture
def own() -> Iterator[Desk]:
    with throw_away(Settings(), "en") as desk:
        yield desk


def test_the_sample_book_shows_the_states_of_a_rebate(sample: Desk) -> None:
    found = Rebates(sample).rows()
    assert {row.state for row in found} == set(RebateState) - {
        RebateState.APPROVED,
        RebateState.FORFEITED,
        RebateState.TAXED,
    }
    late = [row for row in found if row.overdue]
    assert not late or all(row.claim is not None for row in late)


def test_every_chart_adds_up_to_what_the_lists_say(sample: Desk) -> None:
    found = cash(sample)
    rebates = Rebates(sample).rows()
    summed = totals(rebates)
    assert sum(one.cars for one in found.states) == len([row for row in rebates if row.refund is not None])
    for state in found.states:
        assert state.amount in summed.by_state[RebateState(state.label)] or not state.amount.amount
    to_come = [row.outstanding for row in rebates if row.outstanding is not None and row.outstanding.amount > 0]
    assert total(one.amount for one in found.months) == total(to_come)
    exported = [row.outstanding for row in rebates if row.exported_on and row.outstanding]
    lines = owed(sample)
    assert total(one.amount for one in lines if one.owes is Owes.TREASURY) == total(exported)
    assert total(one.amount for one in found.to_come) == sums(lines, ours=False)
    assert total(one.amount for one in found.to_pay) == sums(lines, ours=True)
    assert total(one.amount for one in found.exposed) == summed.exposed
    weeks = [one.label for one in found.to_come if one.label not in {OVERDUE, NO_DAY}]
    assert weeks == sorted(weeks)
    assert all(date.fromisoformat(one).weekday() == 0 for one in weeks)
    bought = [row for row in rows(sample) if row.is_tied_up and row.price]
    assert sum(one.amount.amount for one in found.ages) == sum(row.price.amount for row in bought if row.price)
    assert sum(one.cars for one in found.ages) == len(bought)
    costing = Costing(sample)
    margins = [one for car in sample.store.all(CARS) if (one := costing.of(car).margin) is not None]
    for chart in (found.margins.by_model, found.margins.by_dealer, found.margins.by_destination):
        assert sum(one.amount.amount for one in chart) == sum(one.amount for one in margins)
        assert sum(one.cars for one in chart) == len(margins)
    assert found.margins.unknown + len(margins) == sum(1 for row in rows(sample) if row.car.purchase)


def test_a_long_list_ends_in_a_rest_that_adds_up(sample: Desk) -> None:
    known = [(row, Money.of(place, "CNY")) for place, row in enumerate(rows(sample), 1)]
    bars = grouped(known, lambda row: row.car.stock_number)
    assert len(bars) == 8
    assert bars[-1].label == REST
    assert sum(one.amount.amount for one in bars) == sum(money.amount for _row, money in known)


@pytest.mark.parametrize(
    ("value", "unicode", "ascii_"),
    [
        ("100", "████", "####"),
        ("50", "██", "##"),
        ("40", "█▌", "##"),
        ("1", "▌", "#"),
        ("0", "", ""),
        ("-50", "░░", "--"),
        ("999", "████", "####"),
    ],
)
def test_bars_are_told_apart_without_colour(value: str, unicode: str, ascii_: str) -> None:
    assert bar(Decimal(value), Decimal(100), 4, UNICODE) == unicode
    assert bar(Decimal(value), Decimal(100), 4, ASCII) == ascii_
    assert bar(Decimal(value), Decimal(0), 4, ASCII) == ""


class TestSteps:
    def test_a_claim_goes_its_way_through_the_forms(self, own: Desk) -> None:
        claim = next(one for one in own.store.all(CLAIMS) if one.step is ClaimStep.ACCEPTED)
        assert claim_forms.steps_of(claim) == (
            "approved", "payment", "papers_filed", "question", "answer", "refused", "withdrawn",
        )  # fmt: skip
        left = claim.outstanding
        start = claim_forms.start_texts(own, claim, "payment")
        assert start == {"on": "2026-11-22", "amount": f"{left.amount} CNY", "note": ""}
        over = {"on": "2026-11-22", "amount": f"{left.amount + 1} CNY"}
        (problem,) = claim_forms.examine(own, claim, "payment", over).problems
        assert (problem.code, problem.params["due"]) == ("payment_over_due", str(left.amount))
        with pytest.raises(DraftRefused):
            claim_forms.save(own, claim.id, "payment", over)
        revision = own.store.revision
        wrong = {"on": "22", "amount": ""}
        codes = {(one.field, one.code) for one in claim_forms.examine(own, claim, "payment", wrong).problems}
        assert ("amount", "step_amount_missing") in codes
        assert {field for field, _code in codes} == {"on", "amount"}
        early = claim_forms.examine(own, claim, "approved", {"on": "2026-01-02", "amount": ""}).problems
        assert [one.code for one in early] == ["claim_before_filing"]
        assert own.store.revision == revision
        claim_forms.save(own, claim.id, "answer", {"on": "2026-11-20", "text": "合同与付款凭证已报送"})
        claim_forms.save(own, claim.id, "payment", {"on": "2026-11-21", "amount": "10000 CNY", "note": "first part"})
        now = claiming.find(own, claim.number)
        assert (now.open_inquiries, now.outstanding) == ((), left - Money.of(10_000, "CNY"))
        assert "clawback" in claim_forms.steps_of(now)
        assert "withdrawn" not in claim_forms.steps_of(now)
        claim_forms.save(own, claim.id, "clawback", {"on": "2026-11-22", "amount": "10000", "note": ""})
        assert claiming.find(own, claim.number).outstanding == left
        claim_forms.save(own, claim.id, "papers_filed", {"on": "2026-11-22"})
        over_now = claim_forms.examine(own, claim, "question", {"on": "2026-11-22", "text": " "}).problems
        assert [one.code for one in over_now] == ["step_text_missing"]

    def test_a_claim_that_was_given_up_takes_no_step(self, own: Desk) -> None:
        claim = next(one for one in own.store.all(CLAIMS) if one.step is ClaimStep.ACCEPTED)
        claim_forms.save(own, claim.id, "withdrawn", {"on": "2026-11-22"})
        assert claim_forms.steps_of(claiming.find(own, claim.number)) == ()


def test_both_lists_as_files(own: Desk, tmp_path: Path) -> None:
    claim = own.store.all(CLAIMS)[0]
    for which in claim_lists.LISTS:
        for form in claim_lists.FORMS:
            path = tmp_path / claim_lists.file_name(claim, which, form)
            claim_lists.save(own, claim, which, form, path, overwrite=False)
            with pytest.raises(BadFile):
                claim_lists.save(own, claim, which, form, path, overwrite=False)
    with (tmp_path / "R26-001-purchase.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert len(written) == 1 + len(claim.lines)
    with zipfile.ZipFile(tmp_path / "R26-001-purchase.xlsx") as book:
        cells = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml")).decode()
    assert all(title in cells for title in ("Invoice number", claim.lines[0].invoice_number))
    assert {line.declaration_number for line in claim.lines} <= set(
        (tmp_path / "R26-001-export.csv").read_text("utf-8-sig").replace("\n", ",").split(",")
    )
