"""Whatever goes wrong on the network is one sentence and exit 1, and the book is as it was."""

from __future__ import annotations

import gzip
import signal
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from pytest_httpserver import HTTPServer

from tests.cli.kit import COMMAND, Machine, contents
from tests.feeds.kit import CBR, ECB, ER_API, FRANKFURTER, Holding, Proxy, raw_server

KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
VIN = "LGXCE6CB0P0000001"
ADDRESSES = ("FRANKFURTER_URL", "ECB_URL", "CBR_URL", "ER_API_URL", "VIN_URL")
COMMANDS = {
    "rates": ("rates", "update", "--pairs", "USD/CNY"),
    "rule": ("rule", "update", "--yes"),
    "vin": ("vin", "lookup", VIN),
}


@pytest.fixture
def trader(machine: Machine) -> Machine:
    """A machine with a book in which something stands."""
    machine("rates", "set", "USD", "CNY", "7.2", "--on", "2026-11-20").done()
    return machine


def pointed(machine: Machine, url: str, **more: str) -> Machine:
    """The machine with every address of the network set to one."""
    here = url.rstrip("/")
    names = {f"NEARNEW_NETWORK_{name}": here for name in ADDRESSES}
    rules = {"NEARNEW_RULES_INDEX": f"{here}/index.json", "NEARNEW_RULES_KEYS": KEY}
    usual = {"NEARNEW_NETWORK_ATTEMPTS": "1", "NEARNEW_NETWORK_SECONDS": "5", "NEARNEW_NETWORK_VIN_LOOKUP": "true"}
    return machine.speaks("en", **names, **rules, **{**usual, **more})


def refused(machine: Machine, words: tuple[str, ...], said: str) -> None:
    """Run it: one sentence that says so, exit 1, and nothing written anywhere."""
    before = contents(machine.home)
    ran = machine(*words).done(1)
    assert not ran.out
    last = ran.err.splitlines()[-1]
    assert said in last, last
    assert len([line for line in ran.err.splitlines() if not line.startswith("Sent: GET ")]) == 1
    assert contents(machine.home) == before


def http(body: bytes = b"", *, status: str = "200 OK", kind: str = "application/json", length: object = None) -> bytes:
    """A raw answer; ``length`` is what it says of its size."""
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n".encode() + body


BOMB = gzip.compress(b" " * 30_000_000)
PACKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
    + f"Content-Length: {len(BOMB)}\r\n\r\n".encode()
    + BOMB
)
TRANSPORT = {
    "not there": (http(status="404 Not Found"), "has nothing at"),
    "asked too often": (http(status="429 Too Many Requests\r\nRetry-After: 1200"), "1200 seconds"),
    "in trouble": (http(status="500 Internal Server Error"), "is in trouble (500)"),
    "refused": (http(status="403 Forbidden"), "refused the question (403)"),
    "unchanged, though nobody asked so": (b"HTTP/1.1 304 Not Modified\r\n\r\n", "refused the question (304)"),
    "cut": (http(b"[1, 2", length=50), "broke off"),
    "of no length": (http(b"[1]", length="many"), "broke off"),
    "huge": (http(b"[", length=90_000_000), "more than"),
    "a bomb": (PACKED, "more than"),
    "a web page": (http(b"<html>", kind="text/html"), "nothing was taken from it"),
    "sent elsewhere": (http(status="302 Found\r\nLocation: https://rates.example/"), "sends us on to where it may not"),
    "sent to a file": (http(status="302 Found\r\nLocation: file:///etc/passwd"), "is no address"),
    "no http": (b"SSH-2.0-OpenSSH_9.2\r\n", "broke off"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("failure", TRANSPORT)
def test_a_server_that_fails(trader: Machine, command: str, failure: str) -> None:
    answer, said = TRANSPORT[failure]
    with raw_server([answer]) as url:
        refused(pointed(trader, url), COMMANDS[command], said)


@pytest.mark.parametrize("command", ["rates", "rule"])
def test_a_server_that_drips(trader: Machine, command: str) -> None:
    hold = threading.Event()
    with raw_server([http(length=100), b"["], between=hold) as url:
        refused(pointed(trader, url, NEARNEW_NETWORK_SECONDS="1"), COMMANDS[command], "did not answer within 1 seconds")


def test_ctrl_c_hangs_up(trader: Machine) -> None:
    server = Holding()
    before = contents(trader.home)
    line: list[str | Path] = [COMMAND, "--book", trader.book, *COMMANDS["rates"]]
    environment = pointed(trader, server.url, NEARNEW_NETWORK_SECONDS="30").environment()
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as running:
        assert server.reached.wait(30)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err.decode()) == (1, b"", "Stopped; nothing was changed.\n")
    assert server.left.wait(5)
    assert contents(trader.home) == before
    server.close()


CONTENT: tuple[tuple[str, str, bytes, str], ...] = (
    ("frankfurter", "application/json", b"[]", "has no rate for USD/CNY"),
    ("frankfurter", "application/json", FRANKFURTER.replace("7.0812", "NaN").encode(), "“NaN”"),
    ("frankfurter", "application/json", FRANKFURTER.replace("2026-11-20", "2026-12-20").encode(), "2026-12-20"),
    ("frankfurter", "application/json", FRANKFURTER.encode()[:-9], "not in the form"),
    ("frankfurter", "application/json", FRANKFURTER.replace("7.0812", "70.812").encode(), "far off the last"),
    ("ecb", "text/xml", ECB.replace("8.2360", "8,2360").encode(), "“8,2360”"),
    ("ecb", "text/xml", b"<html><body>maintenance</body></html>", "a web page"),
    ("ecb", "text/xml", ECB.replace("'CNY'", "'CNX'").encode(), "has no rate for USD/CNY"),
    ("cbr", "text/xml", CBR.replace(b"windows-1251", b"utf-8"), "not in the form"),
    ("cbr", "text/xml", CBR.replace(b"<Nominal>1</Nominal>", b"<Nominal>one</Nominal>"), "“one”"),
    ("cbr", "text/html", b"<html>DDoS-Guard</html>", "text/html"),
    ("er-api", "application/json", ER_API.replace('"success"', '"error"').encode(), "not in the form"),
    ("er-api", "application/json", ER_API.replace("7.08", "-1").encode(), "“-1”"),
)


@pytest.mark.parametrize(("provider", "kind", "body", "said"), CONTENT)
def test_an_answer_that_is_wrong(trader: Machine, provider: str, kind: str, body: bytes, said: str) -> None:
    with raw_server([http(body, kind=kind)]) as url:
        refused(pointed(trader, url), (*COMMANDS["rates"], "--provider", provider), said)


@pytest.fixture
def secret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[HTTPServer, Path]]]:
    """Makes servers that speak TLS, with a certificate of an authority that is handed over."""
    authority = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    running: list[HTTPServer] = []

    def made(name: str = "localhost", until: datetime | None = None) -> tuple[HTTPServer, Path]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name, not_after=until).configure_cert(context)
        server = HTTPServer(host="localhost", ssl_context=context)
        server.start()
        running.append(server)
        return server, path

    yield made
    for server in running:
        server.clear()
        server.stop()


def test_who_does_not_prove_who_he_is(trader: Machine, secret: Callable[..., tuple[HTTPServer, Path]]) -> None:
    said = "does not prove who it is"
    stranger, _path = secret()
    other, path = secret("other.example")
    old, _path = secret(until=datetime(2020, 1, 1, tzinfo=UTC))
    refused(pointed(trader, stranger.url_for("/")), COMMANDS["rates"], said)
    refused(pointed(trader, other.url_for("/"), SSL_CERT_FILE=str(path)), COMMANDS["rule"], said)
    refused(pointed(trader, old.url_for("/"), SSL_CERT_FILE=str(path)), COMMANDS["vin"], said)
    assert not [*stranger.log, *other.log, *old.log], "nothing was sent to any of them"


def test_an_answer_longer_than_it_says_is_cut_where_it_says(trader: Machine) -> None:
    with raw_server([http(FRANKFURTER.encode(), length=40)]) as url:
        refused(pointed(trader, url), COMMANDS["rates"], "not in the form")


def test_where_a_secret_line_may_not_lead(trader: Machine, secret: Callable[..., tuple[HTTPServer, Path]]) -> None:
    server, path = secret()
    server.expect_request("/v2/rates").respond_with_data("", 302, headers={"Location": "http://localhost:9/"})
    here = pointed(trader, server.url_for("/"), SSL_CERT_FILE=str(path))
    refused(here, COMMANDS["rates"], "unencrypted")
    refused(here.speaks("en", SSL_CERT_FILE=str(path.with_name("none.pem"))), COMMANDS["rates"], "SSL_CERT_FILE")


def test_a_proxy_that_refuses_or_is_not_there(trader: Machine) -> None:
    proxy = Proxy(("127.0.0.1", 1), b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    behind = pointed(trader, "https://rates.example", HTTPS_PROXY=proxy.url)
    refused(behind, COMMANDS["rates"], "did not let us through to rates.example (403 Forbidden)")
    proxy.close()
    refused(behind, COMMANDS["rule"], "cannot be reached, so rates.example was not asked")
    refused(behind.speaks("en", HTTPS_PROXY="socks5://127.0.0.1:9"), COMMANDS["vin"], "write HTTPS_PROXY like")
