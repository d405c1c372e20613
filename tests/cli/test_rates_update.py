"""``rates update``, ``vin lookup``, ``--offline``: what comes from the network lands in the book, or nothing does."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from tests.cli.kit import Machine, contents
from tests.feeds.kit import CBR, ECB, ER_API, FRANKFURTER, VIN


def networked(machine: Machine, server: HTTPServer, **more: str) -> Machine:
    """The machine with every address of the network set to a server of its own."""
    here = server.url_for("").rstrip("/")
    names = ("FRANKFURTER_URL", "ECB_URL", "CBR_URL", "ER_API_URL", "VIN_URL")
    addresses = {f"NEARNEW_NETWORK_{name}": here for name in names}
    return machine.speaks("en", **addresses, NEARNEW_NETWORK_ATTEMPTS="1", NEARNEW_NETWORK_SECONDS="5", **more)


@pytest.mark.parametrize(
    ("provider", "path", "kind", "body", "value", "source"),
    [
        ("frankfurter", "/v2/rates", "application/json", FRANKFURTER, "7.0812", "frankfurter (cfets)"),
        ("ecb", "/stats/eurofxref/eurofxref-daily.xml", "text/xml", ECB, "7.1", "ecb (via EUR)"),
        ("cbr", "/scripts/XML_daily.asp", "application/xml", CBR, "7.065217391", "cbr (via RUB)"),
        ("er-api", "/v6/latest/USD", "application/json", ER_API, "7.08", "er-api"),
    ],
)
def test_each_source_fills_the_rates(
    machine: Machine, httpserver: HTTPServer, provider: str, path: str, kind: str, body: bytes, value: str, source: str
) -> None:
    httpserver.expect_request(path).respond_with_data(body, content_type=kind)
    trader = networked(machine, httpserver, NEARNEW_NETWORK_RATES_PROVIDER=provider)
    trader("rates", "set", "USD", "CNY", "7.2", "--on", "2026-11-20").done()
    made = trader("rates", "update", "--pairs", "usd/cny", "--format", "json").done().json
    (rate,) = made["rates"]
    assert (made["schema"], made["missing"]) == ("nearnew/rates/1", [])
    assert (rate["base"], rate["quote"], rate["rate"], rate["source"]) == ("USD", "CNY", value, source)
    assert rate["fetched_at"].startswith("2026-11-22T04:00:00")
    again = trader("rates", "update", "--pairs", "USD/CNY").done()
    listed = trader("rates", "list", "--format", "json").done().json["rates"]
    assert sorted(one["source"] for one in listed) == sorted([source, "typed"]), "the same day is replaced, typed stays"
    assert source in again.out
    assert f"Exchange rates fetched: {provider}" in trader("book", "history").done().out


def test_the_book_says_which_rates_it_needs(sampled: Machine, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/scripts/XML_daily.asp").respond_with_data(CBR, content_type="text/xml")
    trader = networked(sampled, httpserver)
    ran = trader("rates", "update", "--provider", "cbr", "--format", "json").done()
    got = {f"{one['base']}/{one['quote']}" for one in ran.json["rates"]}
    assert {"USD/CNY", "KZT/CNY"} <= got
    assert {pair.split("/")[1] for pair in (*got, *ran.json["missing"])} == {"CNY"}
    assert f"No rate for {', '.join(ran.json['missing'])}" in ran.sentence
    assert "foreign currency" in networked(Machine(sampled.home / "new"), httpserver)("rates", "update").refused(2)


def test_what_fails_is_one_sentence_and_the_book_is_as_it_was(machine: Machine, httpserver: HTTPServer) -> None:
    trader = networked(machine, httpserver)
    trader("rates", "set", "USD", "CNY", "5.5", "--on", "2026-11-20").done()
    before = contents(trader.book)
    httpserver.expect_request("/v2/rates").respond_with_data(FRANKFURTER, content_type="application/json")
    httpserver.expect_request("/scripts/XML_daily.asp").respond_with_data("<html>", content_type="text/html")
    httpserver.expect_request("/stats/eurofxref/eurofxref-daily.xml").respond_with_data("", status=404)
    httpserver.expect_request("/v6/latest/USD").respond_with_data(ER_API, status=429, headers={"Retry-After": "1200"})
    for words, code, said in (
        (("--pairs", "USD/CNY"), 1, "far off the last"),
        (("--pairs", "USD/RUB,USD/XAU"), 1, "no rate for USD/XAU"),
        (("--pairs", "USD"), 2, "no pair of currencies"),
        (("--pairs", "USD/CNY", "--on", "2027-01-01"), 2, "still to come"),
        (("--pairs", "USD/RUB", "--provider", "cbr"), 1, "text/html"),
        (("--pairs", "USD/CNY", "--provider", "ecb"), 1, "nothing at"),
        (("--pairs", "USD/CNY", "--provider", "er-api"), 1, "1200 seconds"),
        (("--pairs", "USD/CNY", "--provider", "er-api", "--on", "2026-01-05"), 1, "today's rates only"),
    ):
        assert said in trader("rates", "update", *words).refused(code), words
    asked = len(httpserver.log)
    assert "offline" in trader("--offline", "rates", "update", "--pairs", "USD/RUB").refused(1)
    settled = networked(machine, httpserver, NEARNEW_NETWORK_OFFLINE="true")
    assert "offline" in settled("rates", "update", "--pairs", "USD/RUB").refused(1)
    assert "read" in trader("--read-only", "rates", "update", "--pairs", "USD/RUB").refused(1)
    assert len(httpserver.log) == asked, "nothing was asked"
    insecure = networked(machine, httpserver).speaks("en", NEARNEW_NETWORK_FRANKFURTER_URL="http://rates.example")
    assert "not encrypted" in insecure("rates", "update", "--pairs", "USD/CNY").refused(1)
    assert contents(trader.book) == before
    trader("rates", "update", "--pairs", "USD/CNY", "--yes").done()


def test_the_look_up_of_vins_is_off_until_it_is_wanted(machine: Machine, httpserver: HTTPServer) -> None:
    vin = "LGXCE6CB0P0000001"
    machine("rates", "set", "USD", "CNY", "7.1").done()
    httpserver.expect_request(f"/api/vehicles/DecodeVinValues/{vin}").respond_with_data(
        VIN, content_type="application/json; charset=utf-8"
    )
    assert "is off" in networked(machine, httpserver)("vin", "lookup", vin).refused(2)
    assert not httpserver.log
    curious = networked(machine, httpserver, NEARNEW_NETWORK_VIN_LOOKUP="true")
    ran = curious("vin", "lookup", vin.lower(), "--format", "json").done()
    assert ran.json["hints"] == [
        {
            "vin": vin,
            "make": "BYD",
            "model": None,
            "model_year": "2023",
            "maker": "BYD AUTO",
            "remark": "7 - Manufacturer is not registered with NHTSA",
        }
    ]
    assert ran.sentence.startswith("Sent: GET http://")
    assert len(httpserver.log) == 1


def test_what_an_event_fixed_keeps_its_rate(stocked: Machine, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v2/rates").respond_with_data(FRANKFURTER, content_type="application/json")
    trader = networked(stocked, httpserver)
    trader("rates", "set", "USD", "CNY", "7.2", "--on", "2026-11-01").done()
    trader("cost", "add", "freight", "1000 USD", "V4016852", "--on", "2026-11-02").done()
    trader("cost", "add", "port", "100 USD", "V4016852", "--on", "2026-11-21", "--rate", "7").done()
    before = trader("cost", "show", "V4016852", "--format", "json").done().json
    assert "7200.00" in str(before)
    assert "700.00" in str(before)
    trader("rates", "update", "--pairs", "USD/CNY").done()
    assert trader("cost", "show", "V4016852", "--format", "json").done().json == before
    trader("cost", "add", "marine_insurance", "10 USD", "V4016852", "--on", "2026-11-21").done()
    after = str(trader("cost", "show", "V4016852", "--format", "json").done().json)
    assert "7.2 2026-11-01 typed\n" in trader("cost", "show", "V4016852").done().out, "the rate says its day"
    trader("cost", "add", "agent", "10 USD", "V4016852", "--on", "2026-11-19").done()
    assert "7.2 2026-11-01 typed (old rate)" in trader("cost", "show", "V4016852").done().out
    assert "frankfurter (cfets)" in after, "what comes later takes the fetched rate, and says whose it is"


def test_a_named_bank_and_a_day_are_asked_for(machine: Machine, httpserver: HTTPServer) -> None:
    old = FRANKFURTER.replace("2026-11-20", "2026-01-05").replace('"CFETS"', '"CBR"')
    httpserver.expect_request("/v2/rates").respond_with_data(old, content_type="application/json")
    trader = networked(machine, httpserver, NEARNEW_NETWORK_RATES_BANKS="cbr")
    made = trader("rates", "update", "--pairs", "USD/CNY", "--on", "2026-01-06", "--format", "json").done().json
    query = httpserver.log[0][0].args
    assert (query["date"], query["providers"]) == ("2026-01-06", "cbr")
    assert [(one["day"], one["source"]) for one in made["rates"]] == [("2026-01-05", "frankfurter (cbr)")]
    assert made["rates"][0]["age_days"] == 321, "how old the last good rate is, is said with it"
    assert "! 321  frankfurter (cbr)" in trader("rates", "list").done().out
    assert ",321,frankfurter (cbr)," in trader("rates", "list", "--format", "csv").done().out
