"""Rates in each provider's own shape, and in shapes they should not have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from pytest_httpserver import HTTPServer

from tests.feeds.kit import CBR, ECB, ER_API, FRANKFURTER, asked, client
from tui.errors import FeedError
from tui.feeds import rates_cbr, rates_ecb, rates_er_api, rates_frankfurter
from tui.feeds.client import Client
from tui.feeds.quoting import Asked, Quoted

XML = "application/xml; charset=windows-1251"
JSON = "application/json"
Fetch = Callable[[Client, str, Asked], list[Quoted]]
PATHS: dict[str, tuple[Fetch, str, str, bytes]] = {
    "frankfurter": (rates_frankfurter.fetch, "/v2/rates", JSON, FRANKFURTER.encode()),
    "ecb": (rates_ecb.fetch, "/stats/eurofxref/eurofxref-daily.xml", "text/xml", ECB.encode()),
    "cbr": (rates_cbr.fetch, "/scripts/XML_daily.asp", XML, CBR),
    "er-api": (rates_er_api.fetch, "/v6/latest/USD", JSON, ER_API.encode()),
}


def told(server: HTTPServer, provider: str, *pairs: str, body: bytes | None = None) -> dict[str, tuple[str, str, str]]:
    fetch, path, kind, usual = PATHS[provider]
    server.expect_request(path).respond_with_data(usual if body is None else body, content_type=kind)
    found = fetch(client(), server.url_for("").rstrip("/"), asked(*pairs))
    return {f"{one.base}/{one.quote}": (f"{one.value:f}", one.day.isoformat(), one.source) for one in found}


def test_frankfurter_names_the_banks(httpserver: HTTPServer) -> None:
    assert told(httpserver, "frankfurter", "USD/CNY", "USD/RUB", "USD/KZT") == {
        "USD/CNY": ("7.0812", "2026-11-20", "frankfurter (cfets)"),
        "USD/RUB": ("81.25", "2026-11-20", "frankfurter (blend of 2)"),
    }
    query = httpserver.log[0][0].args
    assert (query["base"], query["quotes"], query.get("date")) == ("USD", "CNY,RUB,KZT", None)


def test_frankfurter_is_asked_for_a_day_and_banks(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v2/rates").respond_with_data(FRANKFURTER, content_type=JSON)
    rates_frankfurter.fetch(
        client(), httpserver.url_for("").rstrip("/"), asked("USD/CNY", on=date(2026, 11, 21)), "cfets"
    )
    query = httpserver.log[0][0].args
    assert (query["date"], query["providers"]) == ("2026-11-21", "cfets")


def test_a_currency_frankfurter_does_not_know_is_missing(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v2/rates").respond_with_json({"status": 422, "message": "invalid"}, status=422)
    assert rates_frankfurter.fetch(client(), httpserver.url_for("").rstrip("/"), asked("XXX/CNY")) == []


def test_ecb_is_per_euro_and_crossed_for_the_rest(httpserver: HTTPServer) -> None:
    assert told(httpserver, "ecb", "EUR/CNY", "CNY/EUR", "USD/CNY", "RUB/CNY") == {
        "EUR/CNY": ("8.2360", "2026-11-20", "ecb"),
        "CNY/EUR": ("0.1214181642", "2026-11-20", "1/ecb"),
        "USD/CNY": ("7.1", "2026-11-20", "ecb (via EUR)"),
    }


def test_ecb_of_a_day_is_the_last_day_before(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/stats/eurofxref/eurofxref-hist-90d.xml").respond_with_data(ECB, content_type="text/xml")
    (found,) = rates_ecb.fetch(client(), httpserver.url_for("").rstrip("/"), asked("EUR/USD", on=date(2026, 11, 19)))
    assert (found.day, found.value) == (date(2026, 11, 19), Decimal("1.1500"))


def test_cbr_has_commas_nominals_and_its_own_alphabet(httpserver: HTTPServer) -> None:
    assert told(httpserver, "cbr", "USD/RUB", "KZT/RUB", "USD/CNY", "RUB/CNY") == {
        "USD/RUB": ("81.2500", "2026-11-21", "cbr"),
        "KZT/RUB": ("0.15625", "2026-11-21", "cbr"),
        "USD/CNY": ("7.065217391", "2026-11-21", "cbr (via RUB)"),
        "RUB/CNY": ("0.08695652174", "2026-11-21", "1/cbr"),
    }
    assert httpserver.log[0][0].args["date_req"] == "22/11/2026"


def test_er_api_gives_today_and_wants_to_be_named(httpserver: HTTPServer) -> None:
    assert told(httpserver, "er-api", "USD/CNY", "USD/AED", "KZT/CNY") == {
        "USD/CNY": ("7.08", "2026-11-22", "er-api"),
        "USD/AED": ("3.6725", "2026-11-22", "er-api"),
        "KZT/CNY": ("0.01360230548", "2026-11-22", "er-api (via USD)"),
    }
    with pytest.raises(FeedError, match="feed_no_history"):
        rates_er_api.fetch(client(), "http://127.0.0.1:1", asked("USD/CNY", on=date(2026, 1, 5)))


@pytest.mark.parametrize(
    ("provider", "old", "new", "code"),
    [
        ("frankfurter", "7.0812", "NaN", "feed_bad_rate"),
        ("frankfurter", "7.0812", "-7.0812", "feed_bad_rate"),
        ("frankfurter", "7.0812", '"seven"', "feed_bad_rate"),
        ("frankfurter", "7.0812", "true", "feed_bad_rate"),
        ("frankfurter", "7.0812", "1e400", "feed_bad_rate"),
        ("frankfurter", "2026-11-20", "2026-11-29", "feed_future"),
        ("frankfurter", "2026-11-20", "20.11.2026", "feed_unreadable"),
        ("frankfurter", '"base":"USD"', '"base":"EUR"', "feed_unreadable"),
        ("frankfurter", "[", "[[", "feed_unreadable"),
        ("ecb", "8.2360", "8,2360", "feed_bad_rate"),
        ("ecb", "8.2360", "0", "feed_bad_rate"),
        ("ecb", "2026-11-20", "2026-11-30", "feed_future"),
        ("ecb", "gesmes:Envelope", "html", "feed_web_page"),
        ("ecb", "<gesmes:subject>", "<!ENTITY a 'b'><gesmes:subject>", "feed_web_page"),
        ("ecb", "</Cube></Cube>", "</Cube>", "feed_unreadable"),
        ("er-api", '"success"', '"error"', "feed_unreadable"),
        ("er-api", '"time_eol_unix":0', '"time_eol_unix":1795392151', "feed_ended"),
        ("er-api", "7.08", "Infinity", "feed_bad_rate"),
        ("er-api", '"base_code":"USD"', '"base_code":"EUR"', "feed_unreadable"),
    ],
)
def test_a_wrong_answer_is_refused(httpserver: HTTPServer, provider: str, old: str, new: str, code: str) -> None:
    usual = PATHS[provider][3].decode()
    assert old in usual
    with pytest.raises(FeedError) as caught:
        told(httpserver, provider, "USD/CNY", body=usual.replace(old, new).encode())
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("81,2500", "81,25,00", "feed_bad_rate"),
        ("<Nominal>100<", "<Nominal>0<", "feed_bad_rate"),
        ("<Nominal>100</Nominal>", "", "feed_bad_rate"),
        ("21.11.2026", "24.11.2026", "feed_future"),
        ("windows-1251", "runes-1251", "feed_unreadable"),
        ("<?xml version", "<html><body>DDoS-Guard</body></html><?xml version", "feed_web_page"),
    ],
)
def test_a_wrong_answer_of_cbr_is_refused(httpserver: HTTPServer, old: str, new: str, code: str) -> None:
    with pytest.raises(FeedError) as caught:
        told(httpserver, "cbr", "USD/RUB", body=CBR.replace(old.encode(), new.encode()))
    assert caught.value.code == code
