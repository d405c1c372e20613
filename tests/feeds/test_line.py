"""Where a question really goes: names that lead inside, proxies, certificates of the environment, and hanging up."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from pytest_httpserver import HTTPServer

from tests.feeds.kit import Holding, Proxy, client
from tui.errors import FeedError
from tui.feeds.client import Client, Limits, Progress
from tui.feeds.line import Line
from tui.feeds.quoting import JSON

NAMES = ("rates.example", "other.example", "localhost")


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    """A server here with a certificate for names of the outside, by an authority that SSL_CERT_FILE trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*NAMES).configure_cert(context)
    server = HTTPServer(host="127.0.0.1", ssl_context=context)
    server.start()
    try:
        yield server
    finally:
        server.clear()
        server.stop()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that leads the names of the outside to this machine, as one under an attacker's hand would."""
    real: Callable[..., object] = socket.getaddrinfo

    def resolve(host: str, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host in NAMES else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.fixture
def proxied(bank: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy in the environment, which leads to the bank."""
    proxy = Proxy((bank.host, bank.port))
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    yield proxy
    proxy.close()


def refused(url: str, asking: Client | None = None) -> FeedError:
    with pytest.raises(FeedError) as caught:
        (asking or client()).get(url, accept=JSON)
    return caught.value


@pytest.mark.usefixtures("names")
def test_a_name_may_lead_inside_but_nobody_may_send_us_there(bank: HTTPServer) -> None:
    port = bank.port
    bank.expect_request("/x").respond_with_data("[]", content_type="application/json")
    for there in ("/x", f"https://other.example:{port}/x", f"https://rates.example:{port}/x"):
        bank.expect_request(f"/{len(there)}").respond_with_data("", 302, headers={"Location": there})
    assert client().get(f"https://rates.example:{port}/x", accept=JSON).content == b"[]", (
        "a server of one's own network"
    )
    assert client().get(f"https://rates.example:{port}/2", accept=JSON).content == b"[]"
    asked = len(bank.log)
    error = refused(f"https://rates.example:{port}/{len(f'https://other.example:{port}/x')}")
    assert (error.code, error.params["url"]) == ("feed_redirect_inside", "other.example → 127.0.0.1")
    assert len(bank.log) == asked + 1, "nothing was sent to where the name leads"


class Far:
    """A connection to an address that no test may really reach, as httpx's trace hands it over."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.closed = False
        self.raw = socket.socket()

    def get_extra_info(self, name: str) -> object:
        return (self.address, 443) if name == "server_addr" else self.raw

    def close(self) -> None:
        self.closed = True
        self.raw.close()


def leads(*ends: tuple[str, str], through: str = "") -> tuple[str, bool]:
    """What a question finds that is sent from host to host, each at an address: the refusal, and whether it hung up."""
    line = Line()
    line.begin()
    hung_up = False
    try:
        for host, address in ends:
            line.host, far = host, Far(address)
            line.trace("connection.connect_tcp.started", {"host": through or host, "port": 443})
            line.trace("connection.connect_tcp.complete", {"return_value": far})
            far.close()
    except FeedError as error:
        hung_up = far.closed
        return error.code, hung_up
    finally:
        line.let_go()
    return "", hung_up


OUT, OTHER = ("rates.example", "93.184.216.34"), ("other.example", "2606:4700::1111")


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([OUT, OTHER], ""),
        ([OUT, ("other.example", "127.0.0.1")], "feed_redirect_inside"),
        ([OUT, ("other.example", "::1")], "feed_redirect_inside"),
        ([OUT, ("other.example", "::ffff:127.0.0.1")], "feed_redirect_inside"),
        ([OUT, ("other.example", "10.0.0.7")], "feed_redirect_inside"),
        ([OUT, ("other.example", "fe80::1%eth0")], "feed_redirect_inside"),
        ([OUT, ("other.example", "169.254.169.254")], "feed_redirect_inside"),
        ([OUT, ("rates.example", "127.0.0.1")], "feed_redirect_inside"),
        ([("rates.example", "198.18.0.4"), ("other.example", "198.18.0.5")], ""),
        ([("rates.intranet", "10.0.0.7"), ("rates.intranet", "10.0.0.7")], ""),
        ([("rates.intranet", "10.0.0.7"), ("other.intranet", "10.0.0.8")], "feed_redirect_inside"),
        ([("localhost", "127.0.0.1")], ""),
        ([("localhost", "93.184.216.34")], "feed_not_here"),
        ([("rates.localhost", "10.0.0.7")], "feed_not_here"),
    ],
)
def test_the_other_end_of_a_line_is_looked_at(ends: list[tuple[str, str]], code: str) -> None:
    assert leads(*ends) == (code, bool(code))


def test_behind_a_proxy_names_are_its_business() -> None:
    assert leads(OUT, ("other.example", "10.0.0.1"), through="proxy.intranet") == ("", False)


def test_the_proxy_of_the_environment_is_used(bank: HTTPServer, proxied: Proxy, httpserver: HTTPServer) -> None:
    bank.expect_request("/x").respond_with_data("[1]", content_type="application/json")
    httpserver.expect_request("/x").respond_with_data("[2]", content_type="application/json")
    assert client().get("https://rates.example/x", accept=JSON).content == b"[1]", "no name was looked up here"
    assert proxied.asked == ["CONNECT rates.example:443 HTTP/1.1"]
    assert client().get(httpserver.url_for("/x"), accept=JSON).content == b"[2]"
    assert len(proxied.asked) == 1, "this machine is never asked through a proxy"
    bank.expect_request("/on").respond_with_data("", 302, headers={"Location": "https://other.example/x"})
    assert client().get("https://rates.example/on", accept=JSON).content == b"[1]"
    bank.expect_request("/in").respond_with_data("", 302, headers={"Location": "https://192.168.1.1/x"})
    assert refused("https://rates.example/in").code == "feed_redirect_inside"
    assert refused("https://wrong.example/x").code == "feed_certificate", "a proxy proves nothing"


@pytest.mark.usefixtures("names")
def test_no_proxy_is_heeded(bank: HTTPServer, proxied: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    bank.expect_request("/x").respond_with_data("[1]", content_type="application/json")
    monkeypatch.setenv("NO_PROXY", "rates.example")
    assert client().get(f"https://rates.example:{bank.port}/x", accept=JSON).content == b"[1]"
    assert not proxied.asked


def test_a_proxy_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy(("127.0.0.1", 1), b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    error = refused("https://rates.example/x")
    assert (error.code, error.params["proxy"]) == ("feed_proxy_refused", "127.0.0.1")
    assert "407" in str(error.params["reason"])
    proxy.close()
    assert refused("https://rates.example/x").code == "feed_proxy_unreachable"
    for unfit in ("socks5://127.0.0.1:1", "gopher://127.0.0.1:1"):
        monkeypatch.setenv("HTTPS_PROXY", unfit)
        assert refused("https://rates.example/x").code == "feed_proxy_unfit"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["])
def test_whoever_stops_hangs_up(start: bytes) -> None:
    server = Holding(start)
    asking = Client(limits=Limits(seconds=20), cancelled=server.reached.is_set)
    assert refused(server.url, asking).code == "feed_cancelled"
    assert server.left.wait(5), "the line was cut, long before the twenty seconds"
    assert server.callers == 1
    server.close()


def test_whoever_stops_hangs_up_a_secret_line_too(bank: HTTPServer) -> None:
    stop, going = threading.Event(), threading.Event()
    server = Holding()
    proxy = Proxy((urlsplit(server.url).hostname or "", urlsplit(server.url).port or 0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HTTPS_PROXY", proxy.url)
        asking = Client(limits=Limits(seconds=20), cancelled=server.reached.is_set)
        assert refused("https://rates.example/x", asking).code == "feed_cancelled"
        assert server.left.wait(5), "in the middle of the handshake"
    server.close()
    proxy.close()

    def answer(_request: object) -> object:
        from werkzeug import Response

        going.set()
        stop.wait(5)
        return Response("[]", content_type="application/json")

    bank.expect_request("/x").respond_with_handler(answer)  # type: ignore[arg-type]
    before = threading.active_count()
    asking = Client(limits=Limits(seconds=20), cancelled=going.is_set)
    assert refused(bank.url_for("/x").replace("127.0.0.1", "localhost"), asking).code == "feed_cancelled"
    for thread in threading.enumerate():
        if thread.name == "nearnew-feed":
            thread.join(5)
            assert not thread.is_alive(), "the question has ended, not only been left"
    stop.set()
    assert threading.active_count() <= before + 1


def test_a_server_that_never_stops_dripping_is_hung_up_on() -> None:
    noticed = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            caller, _address = listener.accept()
            with caller, contextlib.suppress(OSError):
                caller.recv(65_536)
                caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
                for _ in range(2_000):
                    caller.sendall(b" ")
                    noticed.wait(0.01)
                return
            noticed.set()

        threading.Thread(target=drip, daemon=True).start()
        error = refused(f"http://127.0.0.1:{listener.getsockname()[1]}/", client(seconds=0.3))
        assert error.code == "feed_too_slow"
        assert noticed.wait(5), "each byte came in time, the answer did not; the line was cut"


def test_nothing_is_sent_after_a_stop_between_two_attempts(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("no", status=503, headers={"Retry-After": "0.2"})
    asking = Client(limits=Limits(20, 5, 1_000, 0.2), cancelled=lambda: bool(httpserver.log))
    assert refused(httpserver.url_for("/x"), asking).code == "feed_cancelled"
    for thread in threading.enumerate():
        if thread.name == "nearnew-feed":
            thread.join(5)
    assert len(httpserver.log) == 1


def test_who_looks_on_hears_whom_and_how_far(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("[1]", content_type="application/json")
    httpserver.expect_oneshot_request("/b").respond_with_data("no", status=500)
    httpserver.expect_oneshot_request("/b").respond_with_data("[22]", content_type="application/json")
    heard: list[Progress] = []
    asking = Client(limits=Limits(5, 2, 1_000, 0.001), told=heard.append)
    asking.expect(2)
    asking.get(httpserver.url_for("/a"), accept=JSON, params={"q": "x"})
    asking.get(httpserver.url_for("/b"), accept=JSON)
    first, second = [one for one in heard if one.done]
    assert (first.number, first.of, first.attempt) == (1, 2, 1)
    assert first.url.endswith("/a?q=x")
    assert first.host == httpserver.host
    assert (second.number, second.of, second.attempt, second.taken, second.whole) == (2, 2, 2, 4, 4)
