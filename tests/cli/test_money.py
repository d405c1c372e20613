"""The money of a car from the dealer's message to the treasury's payment, through the commands."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli.kit import DAY, Machine, contents

CHAT = """杭州店 今日现车
元UP 领先型 27款 白2 灰1 指导12.98 批发10.38 专票
元UP 活力型 27款 灰3 指导11.98 批发9.58 专票 9月上牌
领克01 EMF 22款 8600km 13.8 一口价
海豹06 DM-i 插混 120km 白黑各2 12.98/10.2 普票
"""
NEW_VINS = ("LC0CE4CB0V4916850", "LC0CE4CB2V4916851")


@pytest.fixture
def trader(stocked: Machine) -> Machine:
    """A machine with the sample list, a buyer, and the price list of the chat."""
    stocked("party", "add", "name=Aral Motors", "country=KZ", "roles=buyer").done()
    stocked("offer", "read", "-", "--dealer", "杭州", "--keep", "--yes", given=CHAT.encode()).done()
    return stocked


class TestQuote:
    def test_the_press_example(self, machine: Machine) -> None:
        found = (
            machine("rebate", "quote", "--gross", "200000", "--invoice", "special_vat", "--format", "json").done().json
        )
        assert found["schema"] == "nearnew/rebate-quote/1"
        quote = found["quote"]
        assert (quote["net_amount"], quote["refund"], quote["invoice_vat"]) == ("176991.15", "23008.85", "23008.85")
        assert not machine.book.exists()

    def test_a_small_supplier_and_a_voucher_without_refund(self, machine: Machine) -> None:
        small = ("--invoice-rate", "0.5%", "--small-supplier", "--format", "json")
        found = machine("rebate", "quote", "--gross", "150000", "--invoice", "special_vat", *small).done().json["quote"]
        assert found["refund"] == "746.27"
        words = ("rebate", "quote", "--gross", "180000", "--invoice")
        assert "nothing comes back" in machine(*words, "used_car_uniform").done().out
        taxed = machine(*words, "none", "--fob", "177500", "--format", "json").done().json["quote"]
        assert (taxed["regime"], taxed["output_vat_due"]) == ("taxed_as_domestic", "20420.35")

    @pytest.mark.parametrize("gross", ["1,5", "-5", "12.345", "5 XXY Z"])
    def test_a_figure_in_doubt_is_refused(self, machine: Machine, gross: str) -> None:
        assert gross[:4] in machine("rebate", "quote", "--gross", gross, "--invoice", "none").refused(2)


class TestOffers:
    def test_a_message_is_read_and_nothing_written(self, stocked: Machine) -> None:
        before = contents(stocked.book)
        ran = stocked("offer", "read", "-", "--dealer", "杭州", "--format", "json", given=CHAT.encode("gb18030")).done()
        proposals = ran.json["proposals"]
        assert [one["line"] for one in proposals] == [2, 3, 4, 5]
        assert proposals[0]["price"] == {"amount": "103800.00", "currency": "CNY"}
        assert contents(stocked.book) == before

    def test_only_lines_without_a_question_are_kept(self, stocked: Machine) -> None:
        text = "比亚迪 元UP 27款 白1 9.58 专票\n海豹06 白1 10.2 专票\n"
        ran = stocked("offer", "read", "-", "--dealer", "杭州", "--keep", given=text.encode()).done()
        assert "Kept 1 of 2" in ran.err
        (kept,) = stocked("offer", "list", "--format", "json").json["offers"]
        assert (kept["model"], kept["dealer"], kept["state"], kept["left"]) == ("元UP", "杭州", "open", 1)

    def test_figures_of_an_offer(self, trader: Machine) -> None:
        offers = trader("offer", "list", "--format", "json").json["offers"]
        first = next(one for one in offers if one["trim"] == "领先型")
        assert (first["discount_percent"], first["floor_price"]["amount"]) == ("20.0", "91858.41")

    def test_the_same_list_twice_is_refused(self, trader: Machine) -> None:
        ran = trader("offer", "read", "-", "--dealer", "杭州", "--keep", "--yes", given=CHAT.encode())
        assert ran.code == 1
        assert "in the book already" in ran.err

    def test_declined_ones_are_kept_and_come_back(self, trader: Machine) -> None:
        trader("offer", "decline", "1", "--because", "too dear").done()
        shown = trader("offer", "show", "1").done().json["offer"]
        assert (shown["state"], shown["declined_because"]) == ("declined", "too dear")
        trader("offer", "decline", "1", "--back").done()
        assert trader("offer", "show", "1").json["offer"]["state"] == "open"

    def test_prices_over_time_and_a_watch(self, trader: Machine) -> None:
        trader("offer", "watch", "比亚迪", "元UP", "10万").done()
        (watch,) = trader("offer", "watches", "--format", "json").json["watches"]
        assert len(watch["met_by"]) == 1
        prices = trader("offer", "history", "byd", "元UP", "--format", "json").json["prices"]
        assert [one["price"]["amount"] for one in prices] == ["103800.00", "95800.00"]
        assert "no watch 9" in trader("offer", "unwatch", "9").refused(1)

    def test_buying_two_cars_of_one(self, trader: Machine) -> None:
        dry = trader("offer", "buy", "1", *NEW_VINS, "--dry-run", "--bought", DAY).done()
        assert "2 cars" in dry.err
        bought = trader("offer", "buy", "1", " ".join(NEW_VINS), "--bought", DAY, "--yes").done().json["cars"]
        assert [one["vin"] for one in bought] == list(NEW_VINS)
        car = trader("car", "show", NEW_VINS[0], "--format", "json").json["car"]
        assert (car["price"]["amount"], car["stage"], car["dealer"]) == ("103800.00", "bought", "杭州")
        assert trader("offer", "show", "1").json["offer"]["left"] == 1
        trader("book", "undo").done()
        assert trader("offer", "show", "1").json["offer"]["left"] == 3

    def test_more_than_offered_or_twice_is_asked_about(self, trader: Machine) -> None:
        before = contents(trader.book)
        twice = trader("offer", "buy", "1", NEW_VINS[0], NEW_VINS[0], "--yes")
        assert twice.code == 1
        assert "stands twice" in twice.err
        known = trader("offer", "buy", "1", "LC0CE4CB7V4016852", "--yes")
        assert known.code == 1
        assert contents(trader.book) == before


class TestSales:
    def test_one_car_for_two_buyers(self, trader: Machine) -> None:
        trader("party", "add", "name=Bek Auto", "country=KG", "roles=buyer").done()
        sale = ("sale", "new", "V4016852", "--price", "15500USD")
        trader(*sale, "--buyer", "Aral").done()
        second = trader(*sale, "--buyer", "Bek", "--reserve").done()
        assert "promised to Aral Motors" in second.err
        trader("sale", "edit", "2", "--agree").done()
        third = trader(*sale, "--buyer", "Aral", "--reserve")
        assert third.code == 1
        assert "promised to Bek Auto" in third.err
        trader("sale", "cancel", "2").done()
        trader(*sale, "--buyer", "Aral", "--reserve").done()

    def test_money_in_parts_is_given_to_cars_in_order(self, trader: Machine) -> None:
        cars = ("V4016852", "V4016851")
        trader("sale", "new", *cars, "--buyer", "Aral", "--price", "15500USD").done()
        ran = trader("receipt", "add", "20000USD", *cars, "--reference", "TT-1", "--on", DAY).done()
        assert [part["amount"]["amount"] for part in ran.json["receipt"]["allocations"]] == ["15500.00", "4500.00"]
        over = trader("receipt", "add", "12000USD", *cars, "--on", DAY).refused(1)
        assert "12,000.00 USD came in and 11,000.00 USD is due" in over
        rest = trader("receipt", "add", "12000USD", *cars, "--on", DAY, "--yes").done()
        assert "1,000.00 USD is for no car" in rest.err
        again = trader("receipt", "add", "5USD", *cars, "--reference", "tt-1", "--on", DAY)
        assert again.code == 1
        assert "recorded already" in again.err


class TestCosts:
    def test_a_shared_cost_and_the_waterfall(self, trader: Machine) -> None:
        cars = ("V4016852", "V4016851")
        trader("car", "buy", *cars, "--yes").done()
        trader("sale", "new", *cars, "--buyer", "Aral", "--price", "15500USD").done()
        trader("cost", "add", "freight", "3000.01USD", *cars).done()
        lacking = trader("cost", "show", *cars, "--format", "json").done().json["total"]
        assert set(lacking["missing"]) == {"cost_rate", "revenue_rate", "revenue"}
        assert lacking["margin"] is None
        trader("rates", "set", "usd", "cny", "7.1", "--on", DAY).done()
        found = trader("cost", "show", *cars, "--format", "json").done().json
        parts = [
            Decimal(step["amount"]["amount"])
            for car in found["cars"]
            for step in car["steps"]
            if step["code"] == "freight"
        ]
        assert sum(parts) == Decimal("-21300.07")
        for one in (*found["cars"], found["total"]):
            assert sum(Decimal(step["amount"]["amount"]) for step in one["steps"]) == Decimal(one["margin"]["amount"])
        assert "Margin with the rebate" in trader("cost", "show", *cars).done().out

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("cost", "add", "port", "0", "V4016852"), "above nothing"),
            (("cost", "add", "port", "100"), "which cars"),
            (("cost", "add", "port", "100", "V4016852", "--rate", "7"), "needs no rate"),
            (("rates", "set", "USD", "USD", "1"), "two currencies"),
            (("rates", "set", "USD", "CNY", "0"), "is no rate"),
            (("rates", "set", "USD", "CNY", "7.1", "--on", "2030-01-01"), "to come"),
        ],
    )
    def test_what_cannot_be(self, stocked: Machine, words: tuple[str, ...], said: str) -> None:
        before = contents(stocked.book)
        assert said in stocked(*words).refused(1)
        assert contents(stocked.book) == before

    def test_a_rate_far_off_wants_a_word(self, machine: Machine) -> None:
        machine("rates", "set", "USD", "CNY", "7.1", "--on", "2026-11-20").done()
        assert "far off" in machine("rates", "set", "USD", "CNY", "71", "--on", DAY).refused(1)
        machine("rates", "set", "USD", "CNY", "9.1", "--on", DAY, "--yes").done()
        rates = machine("rates", "list", "--format", "json").json["rates"]
        assert [(one["day"], one["rate"]) for one in rates] == [(DAY, "9.1"), ("2026-11-20", "7.1")]


class TestClaims:
    CAR = "V4016852"

    @pytest.fixture
    def exported(self, trader: Machine) -> Machine:
        """The car is bought against a special invoice and declared in September."""
        car = self.CAR
        trader(
            "car", "buy", car, "bought_on=2026-08-10", "invoice_number=F-1", "invoice_date=2026-08-10", "--yes"
        ).done()
        trader("car", "edit", car, "declared=2026-09-10", "hs_code=8703801010", "--yes").done()
        trader("document", "add", "special_vat_invoice", car, "number=F-1", "issued=2026-08-10").done()
        trader("document", "add", "export_declaration", car, "number=D-1", "issued=2026-09-10", "country=KZ").done()
        return trader

    def rebate(self, machine: Machine) -> dict[str, object]:
        (found,) = machine("rebate", "list", self.CAR, "--format", "json").done().json["rebates"]
        assert isinstance(found, dict)
        return found

    def test_from_the_pre_check_to_the_money(self, exported: Machine) -> None:
        before = self.rebate(exported)
        assert (before["state"], before["missing"]) == ("ready_to_file", [])
        assert exported("rebate", "claim", self.CAR, "--check").done().out.count("\n") == 2
        made = exported("rebate", "claim", self.CAR).done().json["claim"]
        assert (made["number"], made["step"], made["outstanding"]["amount"]) == (
            "R26-001",
            "draft",
            made["claimed"]["amount"],
        )
        exported("rebate", "file", "R26-001", "--on", "2026-11-02").done()
        exported("rebate", "file", "R26-001", "--ask", "who is the first owner?").done()
        exported("rebate", "file", "R26-001", "--answer", "see certificate").done()
        exported("rebate", "file", "R26-001", "--step", "approved", "--on", "2026-11-12").done()
        assert self.rebate(exported)["state"] == "approved"
        part = exported("rebate", "paid", "R26-001", "10000", "--on", "2026-11-16").done()
        assert "10,000.00 CNY received" in part.err
        left = part.json["claim"]["outstanding"]["amount"]
        over = exported("rebate", "paid", "R26-001", "90000", "--on", "2026-11-17")
        assert over.code == 1
        assert "more than what is due" in over.err
        exported("rebate", "paid", "R26-001", left, "--on", "2026-11-17").done()
        assert self.rebate(exported)["state"] == "receipts_outstanding"
        late = exported("rebate", "list", "is:receipts-outstanding", "--format", "json").done().json
        assert late["exposed"][0]["amount"] == made["claimed"]["amount"]
        (risky,) = exported("rebate", "list", self.CAR, "--on", "2027-05-01", "--format", "json").json["rebates"]
        assert risky["state"] == "at_risk"

    def test_the_two_lists(self, exported: Machine, tmp_path: Path) -> None:
        exported("rebate", "claim", self.CAR).done()
        out = exported("rebate", "export", "R26-001", "--list", "purchase").done().out
        (row,) = csv.DictReader(io.StringIO(out))
        assert (row["Invoice number"], row["VIN"], row["Unit"]) == ("F-1", "LC0CE4CB7V4016852", "辆")
        assert Decimal(row["Net amount"]) + Decimal(row["VAT"]) == Decimal("95800.00")
        (line,) = csv.DictReader(io.StringIO(exported("rebate", "export", "R26-001", "--list", "export").out))
        assert (line["Declaration number"], line["Export date"], line["Commodity code"]) == (
            "D-1",
            "2026-09-10",
            "8703801010",
        )
        to = tmp_path / "list.xlsx"
        exported("rebate", "export", "R26-001", "--list", "export", "--format", "xlsx", "-o", to).done()
        assert to.read_bytes()[:2] == b"PK"

    def test_a_car_that_is_not_exported_is_not_claimed(self, trader: Machine) -> None:
        trader("car", "buy", self.CAR, "--yes").done()
        before = contents(trader.book)
        ran = trader("rebate", "claim", self.CAR)
        assert ran.code == 1
        assert "is not exported" in ran.err
        assert contents(trader.book) == before

    def test_one_car_one_claim_and_no_filing_before_the_window(self, exported: Machine) -> None:
        exported("rebate", "claim", self.CAR).done()
        again = exported("rebate", "claim", self.CAR)
        assert again.code == 1
        assert "is on claim R26-001 already" in again.err
        early = exported("rebate", "file", "R26-001", "--on", "2026-09-30")
        assert early.code == 1
        assert "from 2026-10-01 on" in early.err

    def test_the_filing_papers_fall_due(self, exported: Machine) -> None:
        exported("rebate", "claim", self.CAR).done()
        exported("rebate", "file", "R26-001", "--on", "2026-11-20").done()
        due = exported("due", "--days", "60", "--format", "json").done().json["due"]
        (papers,) = [one for one in due if one["code"] == "cn-vat-filing-papers-15d"]
        assert (papers["on"], papers["for"]) == ("2026-12-05", "R26-001")
        exported("rebate", "file", "R26-001", "--step", "papers_filed").done()
        after = exported("due", "--days", "60", "--format", "json").json["due"]
        assert not [one for one in after if one["for"] == "R26-001"]


def test_what_is_due_as_a_calendar(sampled: Machine) -> None:
    out = sampled("due", "--days", "60", "--format", "ics").done().out
    events: list[Any] = list(icalendar.Calendar.from_ical(out).walk("VEVENT"))
    listed = sampled("due", "--days", "60", "--format", "json").json["due"]
    assert sorted(event["DTSTART"].dt.isoformat() for event in events) == sorted(one["on"] for one in listed)
    assert len({str(event["UID"]) for event in events}) == len(events)
    again = sampled("due", "--days", "60", "--format", "ics").done().out
    assert again == out


def test_a_red_letter_lowers_the_rebate(trader: Machine) -> None:
    car = "V4016852"
    trader("car", "buy", car, "price=200000", "invoice_kind=special_vat", "invoice_number=1", "--yes").done()
    trader("car", "buy", car, "price=10000", "red_letter_of=1", "invoice_number=2", "--yes").done()
    (found,) = trader("rebate", "list", car, "--format", "json").json["rebates"]
    assert (found["gross"]["amount"], found["refund"]["amount"]) == ("190000.00", "21858.41")
    shown = trader("car", "show", car, "--format", "json").json["car"]
    assert shown["expected_rebate"]["amount"] == "21858.41"
