"""What comes after buying a car, what is owed, and every figure in doubt, through the commands."""

from __future__ import annotations

from datetime import date
from typing import Any

import icalendar
import pytest

from tests.cli.kit import DAY, Machine, contents

CAR, OTHER = "V4016852", "V4016851"


@pytest.fixture
def trader(stocked: Machine) -> Machine:
    """A machine with the sample list, a buyer, and one car that is bought and not paid."""
    stocked("party", "add", "name=Aral Motors", "country=KZ", "roles=buyer").done()
    stocked("car", "buy", CAR, "bought_on=2026-11-01", "price=95800", "pay_by=2026-11-15").done()
    return stocked


def owed(machine: Machine) -> list[tuple[str, str | None, str, str | None, bool]]:
    found = machine("owed", "--format", "json").done().json["owed"]
    return [(one["owes"], one["who"], one["amount"]["amount"], one["by"], one["overdue"]) for one in found]


class TestAfterBuying:
    def test_the_invoice_comes_later_and_is_corrected(self, trader: Machine) -> None:
        def missing() -> list[str]:
            (row,) = trader("rebate", "list", CAR, "--format", "json").json["rebates"]
            return list(row["missing"])

        assert "invoice_number" in missing()
        trader("car", "invoice", CAR, "invoice_number=771", "invoice_date=2026-11-03").done()
        assert "invoice_number" not in missing()
        trader("car", "buy", CAR, "red_letter_of=771", "price=800", "invoice_number=772").done()
        trader("car", "invoice", CAR, "invoice_number=773", "price=95000").done()
        (row,) = trader("rebate", "list", CAR, "--format", "json").json["rebates"]
        assert row["gross"]["amount"] == "94200.00", "the red letter follows the corrected number"
        trader("book", "verify").done()

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("car", "invoice", OTHER, "invoice_number=1"), "is not bought yet"),
            (("car", "invoice", CAR, "price=9580"), "9,580.00 CNY for a car with a guide or asking price"),
            (("car", "invoice", CAR, "price=0"), "“0.00”"),
            (("car", "invoice", CAR, "invoice_date=2027-01-01"), "still to come"),
            (("car", "pay", CAR, "--amount", "95800.01"), "95800.01 is more than what is due, 95800.00"),
            (("car", "pay", CAR, "--amount", "-5"), "“-5” is negative"),
            (("car", "pay", CAR, "--amount", "1,5"), "“1,5” is no number"),
            (("car", "pay", CAR, "--amount", "5 USD"), "the purchase is in CNY"),
            (("car", "pay", CAR, "--on", "2027-01-01"), "still to come"),
            (("car", "buy", CAR, "price=5"), "was bought already"),
            (("car", "buy", CAR, "red_letter_of=9", "price=5"), "no standing invoice “9”"),
        ],
    )
    def test_what_cannot_be_is_said_with_its_figure(self, trader: Machine, words: tuple[str, ...], said: str) -> None:
        before = contents(trader.book)
        ran = trader(*words)
        assert ran.code in {1, 2}
        assert said in ran.err
        assert contents(trader.book) == before

    def test_a_number_for_two_cars_at_once_is_refused(self, trader: Machine) -> None:
        trader("car", "buy", OTHER, "bought_on=2026-11-01", "price=95800").done()
        assert "one invoice, one car" in trader("car", "invoice", CAR, OTHER, "invoice_number=1", "--yes").err
        trader("car", "invoice", CAR, "invoice_number=1").done()
        assert "is named by" in trader("car", "invoice", OTHER, "invoice_number=1").err

    def test_a_purchase_without_a_rebate_is_said_before_it_is_made(self, trader: Machine) -> None:
        before = contents(trader.book)
        ran = trader("car", "buy", OTHER, "price=95800", "invoice_kind=used_car_uniform", "--dry-run").done()
        assert "no rebate comes back" in ran.err
        assert contents(trader.book) == before


class TestOwed:
    def test_by_whom_and_by_when(self, trader: Machine) -> None:
        (line,) = owed(trader)
        assert (line[0], *line[2:]) == ("we", "95800.00", "2026-11-15", True)
        trader("car", "pay", CAR, "--amount", "50000").done()
        trader("rates", "set", "USD", "CNY", "7.1", "--on", DAY).done()
        trader("sale", "new", CAR, "--buyer", "Aral", "--price", "15500USD", "--reserve").done()
        trader("sale", "edit", "1", "--agree", "--balance-due", "2026-12-20").done()
        trader("receipt", "add", "5000USD", CAR, "--on", DAY).done()
        lines = owed(trader)
        assert [line[2:] for line in lines] == [
            ("45800.00", "2026-11-15", True),
            ("10500.00", "2026-12-20", False),
        ]
        assert lines[1][:2] == ("buyer", "Aral Motors")
        trader("car", "pay", CAR).done()
        trader("receipt", "add", "10500USD", CAR, "--on", DAY).done()
        assert owed(trader) == []

    def test_an_offer_that_nobody_took_is_no_debt(self, trader: Machine) -> None:
        trader("sale", "new", OTHER, "--buyer", "Aral", "--price", "15500USD").done()
        assert [line[0] for line in owed(trader)] == ["we"]

    def test_the_charts_as_a_table(self, sampled: Machine) -> None:
        found = sampled("cash", "--format", "json").done().json
        assert {"to_come", "to_pay", "months", "states", "exposed", "ages", "by_model"} <= set(found)
        table = sampled("cash").done().out
        for one in found["states"]:
            assert f"{one['amount'][:-6]}" in table


class TestFigures:
    @pytest.mark.parametrize(
        "words",
        [
            ("rebate", "quote", "--gross", "200000 XXX", "--invoice", "special_vat"),
            ("cost", "add", "freight", "100 XYZ", CAR),
            ("receipt", "add", "100 FOO", CAR),
            ("sale", "new", CAR, "--buyer", "Aral", "--price", "15000 ABC"),
            ("car", "buy", OTHER, "price=95800 FOO"),
            ("rates", "set", "USD", "XYZ", "7"),
        ],
    )
    def test_money_that_is_nobodys_is_refused(self, trader: Machine, words: tuple[str, ...]) -> None:
        before = contents(trader.book)
        ran = trader(*words)
        assert ran.code in {1, 2}
        assert any(code in ran.err for code in ("XXX", "XYZ", "FOO", "ABC"))
        assert contents(trader.book) == before

    @pytest.mark.parametrize(
        "words",
        [
            ("cost", "add", "freight", "-100", CAR),
            ("receipt", "add", "-5", CAR),
            ("rates", "set", "USD", "CNY", "-7"),
            ("offer", "watch", "byd", "元UP", "-5"),
            ("rebate", "paid", "R26-001", "-5"),
        ],
    )
    def test_a_negative_figure_is_shown_back(self, trader: Machine, words: tuple[str, ...]) -> None:
        ran = trader(*words)
        assert ran.code in {1, 2}
        figure = next(word for word in words if word.startswith("-"))
        assert f"“{figure}”" in ran.err or "no claim" in ran.err

    def test_a_figure_that_nobody_means_wants_a_word(self, trader: Machine) -> None:
        trader("rates", "set", "USD", "CNY", "7.1", "--on", DAY).done()
        for words, said in (
            (("cost", "add", "freight", "1000000", CAR), "1,000,000.00 CNY is more than the cars"),
            (("sale", "new", CAR, "--buyer", "Aral", "--price", "1550USD"), "1,550.00 USD for a car"),
            (("car", "buy", OTHER, "price=9.58"), "9.58 CNY for a car"),
        ):
            assert said in trader(*words).done(1).err
            trader(*words, "--yes").done()

    def test_money_without_a_rate_or_at_an_old_one_is_said(self, trader: Machine) -> None:
        ran = trader("cost", "add", "freight", "100EUR", CAR).done()
        assert "no rate from EUR to CNY up to 2026-11-22" in ran.err
        trader("rates", "set", "EUR", "CNY", "7.8", "--on", "2026-10-01").done()
        assert "52 days old" in trader("cost", "add", "freight", "100EUR", CAR).done().err


def test_a_deadline_that_moves_is_the_same_event(trader: Machine) -> None:
    def events() -> dict[str, tuple[date, int]]:
        out = trader("due", "--days", "400", "--format", "ics").done().out
        found: list[Any] = list(icalendar.Calendar.from_ical(out).walk("VEVENT"))
        return {str(one["UID"]): (one["DTSTART"].dt, int(one["SEQUENCE"])) for one in found}

    trader("sale", "new", CAR, "--buyer", "Aral", "--price", "15500USD", "--until", "2026-12-01").done()
    trader(
        "document", "add", "cn_aftersales_confirmation_letter", CAR, "number=L1", "expires=2027-01-05", "country=KZ"
    ).done()
    before = events()
    trader("sale", "edit", "1", "--until", "2026-12-09").done()
    (letter,) = trader("document", "list", "--format", "json").json["documents"]
    trader("document", "edit", str(letter["id"]), "expires=2027-02-05", "number=L2").done()
    after = events()
    assert before.keys() == after.keys()
    moved = {uid for uid in before if before[uid][0] != after[uid][0]}
    assert len(moved) == 2
    assert all(after[uid][1] > before[uid][1] for uid in moved)


def test_a_filed_claim_ends_its_deadlines_and_every_rule_names_its_source(sampled: Machine) -> None:
    due = sampled("due", "--days", "3650", "--format", "json").done().json["due"]
    claimed = {"LS4ASE2E9TD107700", "LS4ASE2E0TD107701"}
    left = {one["code"] for one in due if one["for"] in claimed}
    assert not left & {"cn-vat-claim-30apr", "cn-vat-36-months"}
    assert all(one["source"]["url"] for one in due if one["code"].startswith("cn-"))
    assert {"cn-vat-filing-papers-10y", "letter_line", "balance_due"} <= {one["code"] for one in due}


class TestCosts:
    def test_a_cost_without_a_paid_day_is_owed_to_its_payee(self, stocked: Machine) -> None:
        def add(*words: str) -> int:
            return int(stocked("cost", "add", *words).done().json["cost"]["id"])

        one = add("haulage", "2100 CNY", CAR, OTHER, "--payee", "西行物流", "--pay-by", "2026-11-20")
        other = add("port", "300 USD", CAR, "--payee", "西行物流")
        add("freight", "4000 USD", CAR, "--estimate")
        add("haulage", "100 CNY", CAR, "--on", "2026-12-24", "--payee", "西行物流")
        add("inspection", "50 CNY", CAR, "--paid", DAY)
        assert owed(stocked) == [
            ("we", "西行物流", "2100.00", "2026-11-20", True),
            ("we", "西行物流", "300.00", None, False),
        ]
        lines = stocked("owed", "--format", "json").json["owed"]
        assert [(line["costs"], line["cars"]) for line in lines] == [([one], 2), ([other], 1)]
        # an estimate is no debt, and counts for the margin all the same
        steps = stocked("cost", "show", CAR, "--format", "json").done().json["cars"][0]
        assert "cost_rate" in str(steps["missing"])
        assert "haulage" in str(steps["steps"])
        # what is paid goes, what is undone comes back
        stocked("cost", "edit", str(one), f"paid_on={DAY}").done()
        assert [line[2] for line in owed(stocked)] == ["300.00"]
        stocked("book", "undo").done()
        assert [line[2] for line in owed(stocked)] == ["2100.00", "300.00"]
        stocked("cost", "remove", str(other)).done()
        assert [line[2] for line in owed(stocked)] == ["2100.00"]
        stocked("book", "verify").done()

    def test_a_cost_is_changed_field_by_field(self, stocked: Machine) -> None:
        made = (
            stocked("cost", "add", "freight", "900 USD", CAR, "--rate", "7.1", "--payee", "船公司").done().json["cost"]
        )
        number = str(made["id"])
        changed = stocked("cost", "edit", number, "amount=950 USD", "cost_kind=port", "note=改").done().json["cost"]
        assert changed == made | {"kind": "port", "amount": {"amount": "950.00", "currency": "USD"}, "note": "改"}
        assert stocked("cost", "edit", number, "rate=", "payee=").done().json["cost"] == {
            name: value for name, value in changed.items() if name not in {"rate", "payee"}
        }

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("amount=",), "amount: this cannot be left empty"),
            (("amount=-5",), "is negative"),
            (("amount=95800000",), "look at the figure again (--yes)"),
            (("rate=seven",), "such as 7.12"),
            (("rate=7",), "needs no rate"),
            (("paid_on=2030-01-01",), "lies after today"),
            (("paid_on=2026-11-01", "estimate=yes"), "no estimate"),
            (("kind=port",), "no such field"),
        ],
    )
    def test_a_change_that_cannot_be_is_said(self, stocked: Machine, words: tuple[str, ...], said: str) -> None:
        stocked("car", "buy", CAR, "price=95800", "bought_on=2026-11-01").done()
        number = stocked("cost", "add", "port", "900", CAR).done().json["cost"]["id"]
        before = contents(stocked.book)
        assert said in stocked("cost", "edit", str(number), *words).refused(1)
        assert contents(stocked.book) == before
        assert "no cost 99" in stocked("cost", "edit", "99", "note=x").refused(1)
