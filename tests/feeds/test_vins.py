"""What a public decoder says of a VIN, in its own shape and in shapes it should not have."""

from __future__ import annotations

import json

import pytest
from pytest_httpserver import HTTPServer

from tests.feeds.kit import VIN, client
from tui.errors import FeedError
from tui.feeds.vins import VinHint, address_of, look_up

NUMBER = "LGXCE6CB0P0000001"


def told(server: HTTPServer, body: str) -> VinHint:
    server.expect_request(f"/api/vehicles/DecodeVinValues/{NUMBER}", query_string="format=json").respond_with_data(
        body, content_type="application/json; charset=utf-8"
    )
    return look_up(client(), server.url_for("/"), NUMBER)


def test_the_address_is_all_that_is_sent(httpserver: HTTPServer) -> None:
    hint = told(httpserver, VIN)
    assert (hint.make, hint.model, hint.model_year, hint.maker) == ("BYD", "", "2023", "BYD AUTO")
    assert hint.remark.startswith("7 - ")
    (request, _answer) = httpserver.log[0]
    assert request.url == address_of(httpserver.url_for("/"), NUMBER)
    assert request.get_data() == b""
    assert not {"Cookie", "Referer", "Authorization"} & set(dict(request.headers))


def test_a_vin_without_fault_has_no_remark(httpserver: HTTPServer) -> None:
    assert told(httpserver, VIN.replace('"ErrorCode":"7"', '"ErrorCode":"0"')).remark == ""


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        '{"Results": []}',
        '{"Results": {}}',
        '{"Results": ["x"]}',
        json.dumps({"Results": [{}, {}]}),
        VIN[:-1],
    ],
)
def test_an_answer_of_another_form_is_refused(httpserver: HTTPServer, body: str) -> None:
    with pytest.raises(FeedError) as caught:
        told(httpserver, body)
    assert caught.value.code == "feed_unreadable"


def test_a_long_word_is_cut(httpserver: HTTPServer) -> None:
    assert len(told(httpserver, VIN.replace('"BYD"', json.dumps("x" * 5_000))).make) == 120
