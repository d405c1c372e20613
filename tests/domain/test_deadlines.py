from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from tui.domain.cars import Car, Milestone
from tui.domain.deadlines import Due, deadline, due_of_car, expiring
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.rules import Rule
from tui.domain.words import Stage
from tui.packs.library import Library

RULES = {rule.id: rule for rule in Library().packs["CN"].rules if rule.kind == "deadline"}
WORKED = tomllib.loads((Path(__file__).parent / "data" / "rebate_cases.toml").read_text("utf-8"))["deadline"]
PLAIN = RULES["cn-vat-36-months"]


def rule(period: str, until: str = "") -> Rule:
    return msgspec.structs.replace(PLAIN, period=period, until=until)


class TestPeriods:
    @pytest.mark.parametrize(
        ("period", "until", "start", "last"),
        [
            ("P60D", "", "2026-11-22", "2027-01-21"),
            ("P15D", "", "2026-02-20", "2026-03-07"),
            ("P2M", "", "2026-12-31", "2027-02-28"),
            ("P6M", "", "2026-08-31", "2027-02-28"),
            ("P36M", "", "2024-02-29", "2027-02-28"),
            ("P1Y", "", "2024-02-29", "2025-02-28"),
            ("P10Y", "", "2026-11-22", "2036-11-22"),
            ("P6M", "year_end", "2026-06-30", "2026-12-30"),
            ("P6M", "year_end", "2026-07-01", "2026-12-31"),
            ("P6M", "year_end", "2026-11-22", "2026-12-31"),
            ("P6M", "year_end", "2026-12-31", "2026-12-31"),
            ("P6M", "year_end", "2027-01-01", "2027-07-01"),
        ],
    )
    def test_by_the_calendar(self, period: str, until: str, start: str, last: str) -> None:
        assert deadline(rule(period, until), date.fromisoformat(start)) == date.fromisoformat(last)

    def test_30_april_of_the_next_year(self) -> None:
        april = RULES["cn-vat-claim-30apr"]
        for start in (date(2026, 1, 1), date(2026, 4, 30), date(2026, 12, 31)):
            assert deadline(april, start) == date(2027, 4, 30)

    def test_no_period_no_day(self) -> None:
        assert deadline(rule(""), date(2026, 1, 1)) is None

    @pytest.mark.parametrize("case", WORKED, ids=lambda case: case["id"])
    def test_worked_cases(self, case: dict[str, str]) -> None:
        exported = date.fromisoformat(case["export_date"])
        assert deadline(RULES["cn-vat-claim-30apr"], exported) == date.fromisoformat(case["routine_claim_end"])
        assert deadline(RULES["cn-vat-receipt-30apr"], exported) == date.fromisoformat(case["fx_receipt_due"])
        assert deadline(RULES["cn-vat-36-months"], exported) == date.fromisoformat(case["absolute_limit"])
        papers = deadline(RULES["cn-vat-filing-papers-15d"], exported)
        assert papers == exported + timedelta(days=int(case["filing_documents_days_after_claim"]))
        kept = deadline(RULES["cn-vat-filing-papers-10y"], exported)
        assert kept is not None
        assert kept.year - exported.year == int(case["retention_years"])


def car(*steps: tuple[Stage, date], **changes: object) -> Car:
    return Car("byd", "x", milestones=tuple(Milestone(*step) for step in steps), id=3, **changes)  # type: ignore[arg-type]


def due(one: Car, *papers: Document) -> dict[str, date]:
    found = due_of_car(one, papers, RULES.values())
    assert all(item.car_id == 3 for item in found)
    return {item.code: item.on for item in found}


TRANSFER = (Stage.TRANSFERRED, date(2026, 11, 2))
DECLARED = (Stage.DECLARED, date(2026, 11, 20))
CLEARED = (Stage.CLEARED, date(2026, 11, 21))


class TestCars:
    def test_what_falls_due_along_the_way(self) -> None:
        assert due(car()) == {}
        assert due(car(TRANSFER)) == {"cn-temp-plate-60d": date(2027, 1, 1)}
        assert due(car(TRANSFER, DECLARED)) == {
            "cn-vat-claim-30apr": date(2027, 4, 30),
            "cn-vat-receipt-30apr": date(2027, 4, 30),
            "cn-vat-36-months": date(2029, 11, 20),
        }
        assert due(car(TRANSFER, DECLARED, CLEARED))["cn-deregister-2m"] == date(2027, 1, 21)

    @pytest.mark.parametrize(
        ("step", "gone"),
        [
            (Stage.DEREGISTERED, {"cn-deregister-2m"}),
            (Stage.PAID, {"cn-vat-receipt-30apr"}),
            (Stage.REFUNDED, {"cn-vat-claim-30apr", "cn-vat-36-months"}),
        ],
    )
    def test_a_met_deadline_is_gone(self, step: Stage, gone: set[str]) -> None:
        before = due(car(TRANSFER, DECLARED, CLEARED))
        after = due(car(TRANSFER, DECLARED, CLEARED, (step, date(2026, 12, 1))))
        assert before.keys() - after.keys() == gone

    def test_a_car_that_is_no_longer_on_its_way_owes_nothing(self) -> None:
        for ending in (Stage.SOLD_AT_HOME, Stage.RETURNED, Stage.CANCELLED):
            assert due(car(TRANSFER, DECLARED, (ending, date(2026, 12, 1)))) == {}
        assert due(car(TRANSFER, archived=True)) == {}

    def test_a_rule_counts_from_the_day_it_came_into_force(self) -> None:
        assert due(car((Stage.DECLARED, date(2025, 12, 31)))) == {}
        assert "cn-vat-claim-30apr" in due(car((Stage.DECLARED, date(2026, 1, 1))))


class TestLicence:
    @staticmethod
    def _licence(**changes: object) -> Document:
        licence = Document(LICENCE, Scope(Reach.LICENCE, (3,)), issued=date(2026, 3, 1))
        return msgspec.structs.replace(licence, **changes)

    def test_it_lives_six_months_and_not_past_the_year(self) -> None:
        assert due(car(), self._licence()) == {"cn-licence-validity": date(2026, 9, 1)}
        late = self._licence(issued=date(2026, 10, 1))
        assert due(car(), late) == {"cn-licence-validity": date(2026, 12, 31)}

    def test_a_printed_end_stands(self) -> None:
        assert due(car(), self._licence(expires=date(2026, 5, 1))) == {"cn-licence-validity": date(2026, 5, 1)}
        undated = self._licence(issued=None, expires=date(2026, 5, 1))
        assert due(car(), undated) == {"cn-licence-validity": date(2026, 5, 1)}
        assert due(car(), self._licence(issued=None)) == {}

    def test_void_or_used_it_asks_for_nothing(self) -> None:
        assert due(car(), self._licence(void=True)) == {}
        assert "cn-licence-validity" not in due(car(DECLARED), self._licence())
        assert due(car(), Document(LETTER, Scope(car_ids=(3,)), issued=date(2026, 3, 1))) == {}


def test_papers_that_expire() -> None:
    last = date(2026, 12, 1)
    own = Document("sbkts", Scope(car_ids=(3, 4)), expires=last, id=1)
    firm = Document("cn_used_car_export_filing", Scope(Reach.FIRM), expires=last, id=2)
    others = (
        Document("sbkts", Scope(car_ids=(9,)), expires=last, id=3),
        Document("sbkts", Scope(car_ids=(3,)), id=4),
        Document("sbkts", Scope(car_ids=(3,)), expires=last, void=True, id=5),
        Document(LICENCE, Scope(Reach.LICENCE, (3,)), expires=last, id=6),
    )
    assert expiring([own, firm, *others], frozenset({3})) == [
        Due(last, "document_expires", None, 1, "sbkts"),
        Due(last, "document_expires", None, 2, "cn_used_car_export_filing"),
    ]
