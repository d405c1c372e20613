"""Offers, quotes and what-ifs through the commands: what a buyer reads and what he never does."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.kit import DAY, Machine, contents

CAR, OTHER = "V4016852", "V4016851"
SECRETS = (
    "95,800",
    "95800",
    "11,021",
    "杭州",
    "rebate",
    "退税",
    "dealer",
    "经销商",
    "cost",
    "margin",
    "purchase",
    "采购",
)
"""What stands in the book of these cars and never in a quote: price paid, rebate, dealer, and the words for them."""


@pytest.fixture
def seller(stocked: Machine) -> Machine:
    """Two cars, bought, with a price for one buyer."""
    stocked("party", "add", "name=Aral Motors", "country=KZ", "roles=buyer").done()
    stocked("car", "buy", CAR, OTHER, "--yes").done()
    stocked("sale", "new", CAR, OTHER, "--buyer", "Aral", "--price", "15500USD", "--until", "2026-12-10").done()
    return stocked


class TestQuote:
    @pytest.mark.parametrize("form", ["text", "csv", "json"])
    @pytest.mark.parametrize("tag", ["en", "zh_CN", "ru"])
    def test_a_buyer_reads_price_and_specs_and_nothing_else(self, seller: Machine, form: str, tag: str) -> None:
        out = seller("sale", "quote", CAR, OTHER, "--buyer", "Aral", "--lang", tag, "--format", form).done().out
        assert "LC0CE4CB7V4016852" in out
        assert any(price in out for price in ("15,500", "15500", "15 500", "15\xa0500"))
        assert "Aral Motors" in out or form == "csv"
        found = [word for word in SECRETS if word.casefold() in out.casefold()]
        assert not found

    def test_total_and_validity(self, seller: Machine, tmp_path: Path) -> None:
        text = seller("sale", "quote", CAR, OTHER, "--buyer", "Aral").done().out
        assert "31,000.00 USD" in text
        assert "2026-12-10" in text
        assert "10.12.2026" in seller("sale", "quote", CAR, "--buyer", "Aral", "--lang", "ru").done().out
        to = tmp_path / "quote.csv"
        seller("sale", "quote", CAR, "--buyer", "Aral", "--format", "csv", "-o", to).done()
        (row,) = csv.DictReader(io.StringIO(to.read_text(encoding="utf-8-sig")))
        assert (row["VIN"], row["Selling price"]) == ("LC0CE4CB7V4016852", "15,500.00 USD")
        assert "is there already" in seller("sale", "quote", CAR, "--buyer", "Aral", "-o", to).refused(1)

    def test_no_quote_without_a_price_for_this_buyer(self, seller: Machine) -> None:
        seller("party", "add", "name=Bek Auto", "country=KG", "roles=buyer").done()
        ran = seller("sale", "quote", CAR, "--buyer", "Bek")
        assert ran.code == 1
        assert "no standing price for Bek Auto" in ran.err


def test_the_card_of_a_dealer(seller: Machine) -> None:
    seller("dealer", "edit", "杭州", "tax_class=general", "terms=cash").done()
    card = seller("dealer", "show", "杭州").done().json["scorecard"]
    assert (card["bought"], card["defects"]) == (2, 0)
    text = seller("dealer", "show", "杭州", "--format", "text").done().out
    assert "cash" in text
    assert "Cars bought" in text


def test_what_if_says_what_it_could_not_count(seller: Machine) -> None:
    seller("rates", "set", "USD", "CNY", "7.1", "--on", DAY).done()
    found = seller("cost", "what-if", CAR, "--to", "KZ,RU,JO", "--format", "json").done().json["destinations"]
    assert [one["destination"] for one in found] == ["KZ", "RU", "JO"]
    assert all(one["verdict"] for one in found)
    for one in found:
        assert all(fee["text"] for fee in one["fees"] if fee["amount"] is None)
    assert "KZ" in seller("cost", "what-if", CAR, "--to", "KZ").done().out
    told = ("source=https://example.kz", "told_on=2026-11-01", "refuses_parallel=yes", "until=2026-12-31")
    seller("distributor", "add", "make=byd", "country=KZ", "name=Astana Motors", *told).done()
    there, _ = seller("cost", "what-if", CAR, "--to", "KZ,RU", "--format", "json").done().json["destinations"]
    assert [one["name"] for one in there["distributors"]] == ["Astana Motors"]
    assert "Astana Motors" in seller("cost", "what-if", CAR, "--to", "KZ").done().out
    assert "Astana" not in seller("cost", "what-if", CAR, "--to", "KZ", "--on", "2027-01-02").done().out


def test_cars_by_margin(seller: Machine) -> None:
    def cars(query: str) -> list[str]:
        return [one["vin"] for one in seller("car", "list", query, "--format", "json").done().json["cars"]]

    assert cars("margin<5000") == []
    seller("rates", "set", "USD", "CNY", "7.1", "--on", DAY).done()
    seller("sale", "edit", "2", "--price", "12000USD").done()
    assert cars("margin<5000") == ["LC0CE4CB5V4016851"]
    assert cars("margin>5000") == ["LC0CE4CB7V4016852"]
    assert len(cars("margin:")) > 0


class TestBadInput:
    """The list of the issue, each through the command that takes it; the book stays as it was."""

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("cost", "add", "port", "-5", CAR), 2, "-5"),
            (("cost", "add", "port", "1,5", CAR), 2, "1,5"),
            (("cost", "add", "port", "5 ABCD", CAR), 2, "ABCD"),
            (("rates", "set", "USD", "CNY", "1,5"), 2, "1,5"),
            (("rates", "set", "US", "CNY", "7"), 1, "US"),
            (("sale", "new", CAR, "--buyer", "Aral", "--price", "1,5USD"), 2, "1,5"),
            (("receipt", "add", "0USD", CAR), 1, "more than nothing"),
            (("offer", "watch", "byd", "元UP", "1,5"), 2, "1,5"),
        ],
    )
    def test_it_is_refused_and_shown_back(self, seller: Machine, words: tuple[str, ...], code: int, said: str) -> None:
        before = contents(seller.book)
        ran = seller(*words)
        assert ran.code == code
        assert said in ran.err
        assert "value=" not in ran.err
        assert contents(seller.book) == before

    def test_an_old_and_a_missing_rate_are_said(self, seller: Machine) -> None:
        assert "no exchange rate" in seller("cost", "show", CAR).done().out
        seller("rates", "set", "USD", "CNY", "7.1", "--on", "2026-01-05").done()
        steps = seller("cost", "show", CAR, "--format", "json").done().json["total"]["steps"]
        shown = seller("cost", "show", CAR, "--format", "json").done().json["cars"][0]["steps"]
        assert [step["old_rate"] for step in shown if step["code"] == "revenue"] == [True]
        assert steps

    def test_one_special_invoice_for_two_cars_wants_a_word(self, seller: Machine) -> None:
        third, fourth = "V4016869", "V4016866"
        seller("car", "buy", third, "invoice_kind=special_vat", "invoice_number=F-7", "--yes").done()
        again = seller("car", "buy", fourth, "invoice_kind=special_vat", "invoice_number=F-7")
        assert again.code == 1
        assert "F-7" in again.err
        seller("car", "buy", fourth, "invoice_kind=special_vat", "invoice_number=F-7", "--yes").done()


def test_a_percentage_is_counted_where_its_base_is_known(seller: Machine) -> None:
    def fees(*words: str) -> dict[str, dict[str, Any]]:
        found = seller("cost", "what-if", CAR, "--to", "AE,IQ", "--format", "json", *words).done().json["destinations"]
        return {fee["rule"]: fee | {"landed": one["landed"]["amount"]} for one in found for fee in one["fees"]}

    seller("rates", "set", "USD", "CNY", "7", "--on", "2026-11-01", "--yes").done()
    # a selling price says nothing of its terms until the car stands on a shipment
    unknown = fees()
    assert (unknown["ae-duty-vat"]["amount"], unknown["ae-duty-vat"]["why"]) == (None, "no_value")
    assert (unknown["iq-duty-15-2026"]["amount"], unknown["iq-duty-15-2026"]["why"]) == (None, "no_base")
    # what the user gives counts, and says so
    given = fees("--value", "USD 10000")["ae-duty-vat"]
    assert given["amount"] == {"amount": "7175.00", "currency": "CNY"}, "10.25 % of 10,000 USD at 7"
    assert given["base"]["given"]
    assert Decimal(given["landed"]) - Decimal(unknown["ae-duty-vat"]["landed"]) == Decimal("7175.00")
    shown = seller("cost", "what-if", CAR, "--to", "AE", "--value", "USD 10000").done().out
    assert "10.25% of 10,000.00 USD, the customs value as given" in shown
    assert "more than nothing" in seller("cost", "what-if", CAR, "--to", "AE", "--value", "0").refused(2)
    # a price with carriage and insurance is one; a price without is none, nor one with duty
    words = ("number=S26-701", "incoterm=CIF", "incoterm_place=Jebel Ali")
    seller("shipment", "new", CAR, "--to", "AE", *words).done()
    sold = fees()["ae-duty-vat"]
    assert (sold["amount"]["amount"], sold["base"]["terms"]) == ("11121.25", "CIF Jebel Ali"), (
        "10.25 % of 15,500 USD at 7"
    )
    for terms in ("FOB", "DDP"):
        seller("shipment", "edit", "S26-701", f"incoterm={terms}").done()
        assert fees()["ae-duty-vat"]["why"] == "no_value"
