"""One careful question to the network: bounded in time, size and hops, and never of its own accord.

https only, http for this machine alone. Proxy and CA bundle come from the environment (HTTPS_PROXY, SSL_CERT_FILE,
SSL_CERT_DIR). Only GET is ever sent, so every question may be repeated.
"""

from __future__ import annotations

import ipaddress
import queue
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from tui.errors import FeedError

if TYPE_CHECKING:
    import httpx

_MOST_HOPS = 3
_LONGEST_WAIT = 10.0
"""Seconds a server may make us wait by Retry-After; a longer wait is told to the user instead."""
_TICK = 0.05
_PIECE = 65_536
_REPEATED = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_TLS_FAULTS = (ssl.SSLError, ssl.CertificateError)


class Answer(msgspec.Struct, frozen=True):
    """What a server answered: 200 with content, or 304 without. ``url`` is where it came from in the end."""

    url: str
    status: int
    content: bytes = b""
    content_type: str = ""
    etag: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether the server said that what we have is still good."""
        return self.status == 304


class Limits(msgspec.Struct, frozen=True):
    """Bounds of one question: seconds in all, attempts, bytes of an answer, first pause in seconds."""

    seconds: float = 30.0
    attempts: int = 3
    most_bytes: int = 12_000_000
    pause: float = 0.3


class _Again(Exception):
    """An attempt that may be repeated: ``why`` is what to tell when there is none left, ``wait`` what was asked for."""

    def __init__(self, why: FeedError, wait: float | None = None) -> None:
        super().__init__(why.code)
        self.why = why
        self.wait = wait


def never() -> bool:
    """Nobody cancels."""
    return False


class Client:
    """Asks by GET. ``cancelled`` is looked at while waiting; ``clock`` is monotonic, in seconds."""

    def __init__(
        self,
        *,
        offline: bool = False,
        limits: Limits | None = None,
        cancelled: Callable[[], bool] = never,
        context: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        self._offline = offline
        self._limits = limits or Limits()
        self._cancelled = cancelled
        self._context = context or _context

    def get(
        self,
        url: str,
        *,
        accept: frozenset[str],
        params: Mapping[str, str] | None = None,
        etag: str = "",
        most_bytes: int | None = None,
    ) -> Answer:
        """The answer of a server, of one of the content types in ``accept``. Raises FeedError, and nothing else.

        The question runs beside this thread, so that neither a slow server nor a slow name look-up can hold the desk:
        when the time is up or the user cancels, it is left to its own end.
        """
        if self._offline:
            raise FeedError("feed_offline", host=host_of(url))
        check_address(url)
        asked = _Question(self._limits, self._context, accept, etag, most_bytes or self._limits.most_bytes)
        box: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
        threading.Thread(target=asked.run, args=(url, params or {}, box), daemon=True, name="nearnew-feed").start()
        end = time.monotonic() + self._limits.seconds
        try:
            found = self._waited(box, url, end)
        finally:
            asked.given_up.set()
        if isinstance(found, BaseException):
            raise found
        return found

    def _waited(self, box: queue.SimpleQueue[Answer | BaseException], url: str, end: float) -> Answer | BaseException:
        while True:
            if self._cancelled():
                raise FeedError("feed_cancelled", host=host_of(url))
            try:
                return box.get(timeout=_TICK)
            except queue.Empty:
                if time.monotonic() >= end:
                    raise FeedError("feed_too_slow", host=host_of(url), seconds=f"{self._limits.seconds:g}") from None


class _Question:
    """One question with its attempts and hops, in a thread of its own; ``given_up`` ends it at the next byte."""

    def __init__(
        self, limits: Limits, context: Callable[[], ssl.SSLContext], accept: frozenset[str], etag: str, most: int
    ) -> None:
        self.given_up = threading.Event()
        self._limits = limits
        self._make_context = context
        self._accept = accept
        self._etag = etag
        self._most = most

    def run(self, url: str, params: Mapping[str, str], box: queue.SimpleQueue[Answer | BaseException]) -> None:
        """Ask, and put the answer or the error into the box."""
        try:
            box.put(self._attempts(url, params))
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asked
            box.put(error)

    def _attempts(self, url: str, params: Mapping[str, str]) -> Answer:
        import stamina
        from stamina.instrumentation import set_on_retry_hooks

        set_on_retry_hooks([])  # retries are our own business: nothing is logged on the user's terminal
        try:
            for attempt in stamina.retry_context(
                on=self._again,
                attempts=self._limits.attempts,
                timeout=self._limits.seconds,
                wait_initial=self._limits.pause,
                wait_max=_LONGEST_WAIT,
                wait_jitter=self._limits.pause,
            ):
                with attempt:
                    return self._hops(url, params)
        except _Again as last:
            raise last.why from last
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _again(self, error: Exception) -> bool | float:
        if not isinstance(error, _Again) or self.given_up.is_set():
            return False
        if error.wait is None:
            return True
        return error.wait if error.wait <= _LONGEST_WAIT else False

    def _hops(self, url: str, params: Mapping[str, str]) -> Answer:
        import httpx

        here = str(httpx.URL(url, params=dict(params))) if params else url
        for _ in range(_MOST_HOPS + 1):
            found = self._once(here)
            if isinstance(found, Answer):
                return found
            there = str(httpx.URL(here).join(found))
            check_redirect(here, there)
            here = there
        raise FeedError("feed_redirects", host=host_of(url), most=_MOST_HOPS)

    def _once(self, url: str) -> Answer | str:
        """One request: its answer, or the address it was sent on to."""
        import httpx

        local = is_loopback(host_of(url))
        try:
            with (
                httpx.Client(
                    verify=self._make_context(),
                    timeout=httpx.Timeout(self._limits.seconds),
                    follow_redirects=False,
                    trust_env=not local,
                    headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip"},
                ) as client,
                client.stream("GET", url, headers=self._headers()) as response,
            ):
                return self._read(url, response)
        except httpx.InvalidURL as error:
            raise FeedError("feed_address", url=url[:120]) from error
        except httpx.TimeoutException as error:
            seconds = f"{self._limits.seconds:g}"
            raise _Again(FeedError("feed_too_slow", host=host_of(url), seconds=seconds)) from error
        except httpx.RemoteProtocolError as error:
            raise _Again(FeedError("feed_cut_short", host=host_of(url))) from error
        except httpx.TransportError as error:
            if (fault := _tls_fault(error)) is not None:
                raise FeedError("feed_certificate", host=host_of(url), reason=fault) from error
            raise _Again(FeedError("feed_unreachable", host=host_of(url))) from error
        except OSError as error:
            raise FeedError("feed_ca_bundle", reason=error.strerror or type(error).__name__) from error

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": ", ".join(sorted(self._accept))}
        return {**headers, "If-None-Match": self._etag} if self._etag else headers

    def _read(self, url: str, response: httpx.Response) -> Answer | str:
        host, status = host_of(url), response.status_code
        if status in _MOVED:
            return str(response.headers.get("location", ""))
        if status == 304 and self._etag:
            return Answer(url, status, etag=self._etag)
        if status in _REPEATED:
            raise _refusal(host, status, response.headers.get("retry-after", ""))
        if status != 200:
            raise FeedError(
                "feed_not_there" if status in {404, 410} else "feed_status", host=host, status=status, url=url
            )
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in self._accept:
            raise FeedError("feed_wrong_type", host=host, type=kind or "–", expected=", ".join(sorted(self._accept)))
        content = self._body(host, response)
        return Answer(url, status, content, kind, response.headers.get("etag", ""))

    def _body(self, host: str, response: httpx.Response) -> bytes:
        """The whole body, unpacked by us so that no bomb unfolds; refused as soon as it outgrows the bound."""
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in {"identity", "gzip", ""}:
            raise FeedError("feed_wrong_type", host=host, type=coding, expected="gzip")
        said = response.headers.get("content-length", "")
        if said.isascii() and said.isdigit() and int(said) > self._most:
            raise self._too_large(host)
        unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
        body = bytearray()
        taken = 0
        for piece in response.iter_raw(_PIECE):
            if self.given_up.is_set():
                raise FeedError("feed_cancelled", host=host)
            taken += len(piece)
            try:
                body += piece if unpack is None else unpack.decompress(piece, self._most + 1 - len(body))
            except zlib.error as error:
                raise FeedError("feed_unreadable", host=host) from error
            if len(body) > self._most or taken > self._most:
                raise self._too_large(host)
        if unpack is not None and not unpack.eof:
            raise _Again(FeedError("feed_cut_short", host=host))
        if unpack is not None and unpack.unused_data:
            raise FeedError("feed_unreadable", host=host)
        return bytes(body)

    def _too_large(self, host: str) -> FeedError:
        return FeedError("feed_too_large", host=host, most=f"{self._most:,}")


def host_of(url: str) -> str:
    """The host an address names, for sentences; the address itself where it names none."""
    try:
        return urlsplit(url).hostname or url[:60]
    except ValueError:
        return url[:60]


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or by its address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_address(url: str) -> None:
    """Raise FeedError unless the address is https, or http to this machine, without a password in it."""
    try:
        parts = urlsplit(url)
        host, _port, secret = parts.hostname or "", parts.port, parts.username or parts.password
    except ValueError as error:
        raise FeedError("feed_address", url=url[:120]) from error
    if parts.scheme not in {"http", "https"} or not host or secret or not url.isprintable() or " " in url:
        raise FeedError("feed_address", url=url[:120])
    if parts.scheme == "http" and not is_loopback(host):
        raise FeedError("feed_not_https", url=url[:120])


def check_redirect(here: str, there: str) -> None:
    """Raise FeedError when a server sends us where it may not: from https to http, or into this machine or network.

    Nor from this machine to the outside: who asks a server of his own does not mean to ask a stranger.
    """
    source, target = urlsplit(here), host_of(there)
    if source.scheme == "https" and urlsplit(there).scheme == "http":
        raise FeedError("feed_redirect_http", host=host_of(here), url=there[:120])
    check_address(there)
    if is_loopback(host_of(here)) != is_loopback(target) or (_is_inside(target) and not _is_inside(host_of(here))):
        raise FeedError("feed_redirect_inside", host=host_of(here), url=there[:120])


def _is_inside(host: str) -> bool:
    """Whether a host is an address that the open internet does not route."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return is_loopback(host)


def _refusal(host: str, status: int, retry_after: str) -> _Again:
    wait = _seconds(retry_after)
    if status == 429:
        why = FeedError("feed_too_many", host=host, seconds=f"{wait or 60:.0f}")
    else:
        why = FeedError("feed_server_error", host=host, status=status)
    return _Again(why, wait)


def _seconds(retry_after: str) -> float | None:
    """The seconds a Retry-After header asks for, given as a number or as a date."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def _tls_fault(error: BaseException) -> str | None:
    """What is wrong with a server's certificate, if that is what went wrong."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        if isinstance(cause, _TLS_FAULTS):
            return cause.reason if isinstance(cause.reason, str) else type(cause).__name__
        cause = cause.__cause__ or cause.__context__
    return "certificate" if "CERTIFICATE_VERIFY_FAILED" in str(error) else None


def _context() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context(trust_env=True)


@lru_cache(maxsize=1)
def user_agent() -> str:
    """The name we give ourselves: program and version, nothing of the user."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"nearnew/{version('nearnew')}"
    except PackageNotFoundError:
        return "nearnew"
