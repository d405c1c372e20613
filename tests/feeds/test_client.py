"""One question to the network, against servers that behave and servers that do not."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.feeds.kit import client, raw_server
from tui.errors import FeedError
from tui.feeds.addresses import check_address, check_redirect
from tui.feeds.client import Client
from tui.feeds.quoting import JSON


def refusal(url: str, *, code: str, **how: float) -> FeedError:
    asking = client(seconds=how.get("seconds", 5), attempts=int(how.get("attempts", 1)))
    with pytest.raises(FeedError) as caught:
        asking.get(url, accept=JSON)
    assert caught.value.code == code, caught.value
    return caught.value


def test_an_answer_comes_whole_with_its_etag(httpserver: HTTPServer) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        if request.headers.get("If-None-Match") == '"a"':
            return Response(status=304)
        packed = gzip.compress(b"[1]")
        return Response(packed, headers={"ETag": '"a"', "Content-Encoding": "gzip"}, content_type="application/json")

    httpserver.expect_request("/x").respond_with_handler(answer)
    first = client().get(httpserver.url_for("/x"), accept=JSON, params={"q": "CNY,RUB"})
    assert (first.status, first.content, first.etag) == (200, b"[1]", '"a"')
    assert seen[0].args["q"] == "CNY,RUB"
    assert seen[0].headers["User-Agent"].startswith("nearnew/")
    assert client().get(httpserver.url_for("/x"), accept=JSON, etag=first.etag).unchanged


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "feed_not_there"), (403, "feed_status"), (500, "feed_server_error"), (304, "feed_status")],
)
def test_a_status_is_a_sentence(httpserver: HTTPServer, status: int, code: str) -> None:
    httpserver.expect_request("/x").respond_with_data(b"", status=status)
    refusal(httpserver.url_for("/x"), code=code)


def test_trouble_that_passes_is_asked_again(httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/x").respond_with_data("no", status=500)
    httpserver.expect_ordered_request("/x").respond_with_data("no", status=429, headers={"Retry-After": "0"})
    httpserver.expect_ordered_request("/x").respond_with_json({"fine": 1})
    answer = client(attempts=3).get(httpserver.url_for("/x"), accept=JSON)
    assert b"fine" in answer.content
    assert len(httpserver.log) == 3


def test_a_long_wait_is_told_and_not_waited_for(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("no", status=429, headers={"Retry-After": "1200"})
    error = refusal(httpserver.url_for("/x"), code="feed_too_many", attempts=3)
    assert error.params["seconds"] == "1200"
    assert len(httpserver.log) == 1


def test_a_wrong_type_is_not_read(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("<html>log in</html>", content_type="text/html")
    assert refusal(httpserver.url_for("/x"), code="feed_wrong_type").params["type"] == "text/html"


def test_what_is_too_large_is_dropped(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/said").respond_with_data(b" " * 200_000, content_type="application/json")
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < 100_000
    httpserver.expect_request("/bomb").respond_with_data(
        bomb, headers={"Content-Encoding": "gzip"}, content_type="application/json"
    )
    httpserver.expect_request("/cut").respond_with_data(
        gzip.compress(b"[1, 2, 3]")[:-6], headers={"Content-Encoding": "gzip"}, content_type="application/json"
    )
    httpserver.expect_request("/odd").respond_with_data(
        b"x", headers={"Content-Encoding": "br"}, content_type="application/json"
    )
    refusal(httpserver.url_for("/said"), code="feed_too_large")
    refusal(httpserver.url_for("/bomb"), code="feed_too_large")
    refusal(httpserver.url_for("/cut"), code="feed_cut_short")
    refusal(httpserver.url_for("/odd"), code="feed_wrong_type")


def test_a_body_that_never_ends_is_dropped_at_the_bound() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    with raw_server([head, b" " * 150_000]) as url:
        refusal(url, code="feed_too_large")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n[1, 2",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1, 2",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: many\r\n\r\n[1]",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
)
def test_an_answer_that_is_not_whole_is_refused(answer: bytes) -> None:
    with raw_server([answer]) as url:
        refusal(url, code="feed_cut_short")


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nX-A", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["]
)
def test_a_server_that_drips_is_left(start: bytes) -> None:
    hold = threading.Event()
    with raw_server([start], between=hold) as url:
        began = time.monotonic()
        refusal(url, code="feed_too_slow", seconds=0.2)
        assert time.monotonic() - began < 2


def test_the_user_can_stop_it() -> None:
    hold = threading.Event()
    with raw_server([b"HTTP/1.1 200 OK\r\n"], between=hold) as url, pytest.raises(FeedError) as caught:
        client(cancelled=lambda: True).get(url, accept=JSON)
    assert caught.value.code == "feed_cancelled"


def test_nobody_there_and_offline(httpserver: HTTPServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    refusal(f"http://127.0.0.1:{port}/", code="feed_unreachable")
    with pytest.raises(FeedError, match="feed_offline"):
        Client(offline=True).get(httpserver.url_for("/x"), accept=JSON)
    assert not httpserver.log


def test_redirects_are_followed_a_few_times(httpserver: HTTPServer) -> None:
    for hop in range(6):
        httpserver.expect_request(f"/{hop}").respond_with_data("", status=302, headers={"Location": f"/{hop + 1}"})
    httpserver.expect_request("/6").respond_with_json([])
    assert client().get(httpserver.url_for("/3"), accept=JSON).content == b"[]"
    refusal(httpserver.url_for("/2"), code="feed_redirects")
    httpserver.expect_request("/out").respond_with_data("", status=302, headers={"Location": "https://example.org/"})
    refusal(httpserver.url_for("/out"), code="feed_redirect_inside")


@pytest.mark.parametrize(
    ("here", "there", "code"),
    [
        ("https://a.example/x", "http://a.example/x", "feed_redirect_http"),
        ("https://a.example/x", "http://127.0.0.1/x", "feed_redirect_http"),
        ("https://a.example/x", "https://127.0.0.1/x", "feed_redirect_inside"),
        ("https://a.example/x", "https://[::1]/x", "feed_redirect_inside"),
        ("https://a.example/x", "https://localhost/x", "feed_redirect_inside"),
        ("https://a.example/x", "https://192.168.1.1/x", "feed_redirect_inside"),
        ("https://a.example/x", "https://169.254.169.254/x", "feed_redirect_inside"),
        ("https://a.example/x", "file:///etc/passwd", "feed_address"),
    ],
)
def test_a_redirect_leads_nowhere_it_may_not(here: str, there: str, code: str) -> None:
    with pytest.raises(FeedError) as caught:
        check_redirect(here, there)
    assert caught.value.code == code
    check_redirect("https://a.example/x", "https://b.example/y")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://a.example/", "feed_not_https"),
        ("http://127.0.0.1.example/", "feed_not_https"),
        ("ftp://a.example/", "feed_address"),
        ("https://user:word@a.example/", "feed_address"),
        ("https://a.example:port/", "feed_address"),
        ("https:///x", "feed_address"),
        ("", "feed_address"),
    ],
)
def test_an_address_is_https_or_this_machine(url: str, code: str) -> None:
    with pytest.raises(FeedError) as caught:
        check_address(url)
    assert caught.value.code == code
    for fine in ("https://a.example/x", "http://127.0.0.1:8/", "http://[::1]:8/", "http://localhost:8/"):
        check_address(fine)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(path)
    return ca, path


def serving(cert: trustme.LeafCert) -> Iterator[HTTPServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    server = HTTPServer(host="localhost", ssl_context=context)
    server.start()
    try:
        yield server
    finally:
        server.clear()
        server.stop()


def test_a_certificate_is_believed_when_its_authority_is(
    authority: tuple[trustme.CA, Path], httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca, path = authority
    for server in serving(ca.issue_cert("localhost")):
        server.expect_request("/x").respond_with_json([])
        refusal(server.url_for("/x"), code="feed_certificate")
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        assert client().get(server.url_for("/x"), accept=JSON).content == b"[]"
        server.expect_request("/plain").respond_with_data("", 302, headers={"Location": httpserver.url_for("/x")})
        refusal(server.url_for("/plain"), code="feed_redirect_http")
        monkeypatch.setenv("SSL_CERT_FILE", str(path.with_name("none.pem")))
        refusal(server.url_for("/x"), code="feed_ca_bundle")


@pytest.mark.parametrize("fault", ["expired", "wrong name"])
def test_a_faulty_certificate_is_not_believed(
    authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    ca, path = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    past = datetime(2020, 1, 1, tzinfo=UTC)
    cert = ca.issue_cert("localhost", not_after=past) if fault == "expired" else ca.issue_cert("other.example")
    for server in serving(cert):
        assert str(refusal(server.url_for("/x"), code="feed_certificate", attempts=3).params["reason"])
