"""One question with its attempts and hops, in a thread of its own, on a line that can be cut at any moment."""

from __future__ import annotations

import queue
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec

from tui.errors import FeedError
from tui.feeds.addresses import check_redirect, host_of, is_loopback
from tui.feeds.line import Line

if TYPE_CHECKING:
    import httpx

_MOST_HOPS = 3
_LONGEST_WAIT = 10.0
"""Seconds a server may make us wait by Retry-After; a longer wait is told to the user instead."""
_REPEATED = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
ANY = frozenset({"*/*"})
"""Any type of content but a web page: for what proves itself, by signature or sum."""
_WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})
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


class Asked(msgspec.Struct, frozen=True):
    """What is asked: address and parameters, the content types an answer may have, the ETag held, bytes at most."""

    url: str
    params: Mapping[str, str]
    accept: frozenset[str]
    etag: str
    most: int


class _Again(Exception):
    """An attempt that may be repeated: ``why`` is what to tell when there is none left, ``wait`` what was asked for."""

    def __init__(self, why: FeedError, wait: float | None = None) -> None:
        super().__init__(why.code)
        self.why = why
        self.wait = wait


class Question:
    """One question with its attempts and hops; ``attempt``, ``taken`` and ``whole`` tell others how far it is."""

    def __init__(self, asked: Asked, limits: Limits, context: Callable[[], ssl.SSLContext]) -> None:
        self.attempt, self.taken = 1, 0
        self.whole: int | None = None
        self._asked = asked
        self._limits = limits
        self._make_context = context
        self._line = Line()

    @cached_property
    def url(self) -> str:
        """The address with its parameters, as it is sent."""
        import httpx

        asked = self._asked
        return str(httpx.URL(asked.url, params=dict(asked.params))) if asked.params else asked.url

    def give_up(self) -> None:
        """Cut the line: what is still under way ends, and nothing more is sent."""
        self._line.cut()

    def run(self, box: queue.SimpleQueue[Answer | BaseException]) -> None:
        """Ask, and put the answer or the error into the box."""
        try:
            box.put(self._attempts())
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asked
            box.put(error)
        finally:
            self._line.let_go()

    def _attempts(self) -> Answer:
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
                    self.attempt, self.taken, self.whole = attempt.num, 0, None
                    return self._hops()
        except _Again as last:
            raise last.why from last
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _again(self, error: Exception) -> bool | float:
        if not isinstance(error, _Again) or self._line.is_cut:
            return False
        if error.wait is None:
            return True
        return error.wait if error.wait <= _LONGEST_WAIT else False

    def _hops(self) -> Answer:
        import httpx

        here = first = self.url
        self._line.begin()
        for _ in range(_MOST_HOPS + 1):
            found = self._once(here)
            if isinstance(found, Answer):
                return found
            there = str(httpx.URL(here).join(found))
            check_redirect(here, there)
            here = there
        raise FeedError("feed_redirects", host=host_of(first), most=_MOST_HOPS)

    def _once(self, url: str) -> Answer | str:
        """One request: its answer, or the address it was sent on to."""
        import httpx

        host = self._line.host = host_of(url)
        if self._line.is_cut:
            raise FeedError("feed_cancelled", host=host)
        try:
            with (
                self._http(host) as client,
                client.stream("GET", url, headers=self._headers(), extensions={"trace": self._line.trace}) as response,
            ):
                return self._read(url, response)
        except httpx.InvalidURL as error:
            raise FeedError("feed_address", url=url[:120]) from error
        except httpx.ProxyError as error:
            raise FeedError("feed_proxy_refused", proxy=self._line.proxy, host=host, reason=str(error)[:80]) from error
        except httpx.TransportError as error:
            raise self._fault(host, error) from error
        except OSError as error:
            raise FeedError("feed_ca_bundle", reason=error.strerror or type(error).__name__) from error

    def _http(self, host: str) -> httpx.Client:
        """A client for one request. Raises FeedError for a proxy in the environment that cannot be used."""
        import httpx

        try:
            return httpx.Client(
                verify=self._make_context(),
                timeout=httpx.Timeout(self._limits.seconds),
                follow_redirects=False,
                trust_env=not is_loopback(host),
                headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip"},
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:  # such as socks5://, or no address at all
            raise FeedError("feed_proxy_unfit") from error

    def _fault(self, host: str, error: httpx.TransportError) -> FeedError | _Again:
        """What went wrong on the way, and whether to try again."""
        import httpx

        if self._line.is_cut:
            return FeedError("feed_cancelled", host=host)
        if isinstance(error, httpx.TimeoutException):
            return _Again(FeedError("feed_too_slow", host=host, seconds=f"{self._limits.seconds:g}"))
        if isinstance(error, httpx.RemoteProtocolError):
            return _Again(FeedError("feed_cut_short", host=host))
        if (fault := _tls_fault(error)) is not None:
            return FeedError("feed_certificate", host=host, reason=fault)
        if self._line.proxy and isinstance(error, httpx.ConnectError):
            return _Again(FeedError("feed_proxy_unreachable", proxy=self._line.proxy, host=host))
        return _Again(FeedError("feed_unreachable", host=host))

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": ", ".join(sorted(self._asked.accept))}
        return {**headers, "If-None-Match": self._asked.etag} if self._asked.etag else headers

    def _read(self, url: str, response: httpx.Response) -> Answer | str:
        host, status = host_of(url), response.status_code
        if status in _MOVED:
            return str(response.headers.get("location", ""))
        if status == 304 and self._asked.etag:
            return Answer(url, status, etag=self._asked.etag)
        if status in _REPEATED:
            raise _refusal(host, status, response.headers.get("retry-after", ""))
        if status != 200:
            raise FeedError(
                "feed_not_there" if status in {404, 410} else "feed_status", host=host, status=status, url=url
            )
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self._asked.accept == ANY:
            if kind in _WEB_PAGES:
                raise FeedError("feed_web_page", host=host)
        elif kind not in self._asked.accept:
            raise FeedError(
                "feed_wrong_type", host=host, type=kind or "–", expected=", ".join(sorted(self._asked.accept))
            )
        content = self._body(host, response)
        return Answer(url, status, content, kind, response.headers.get("etag", ""))

    def _body(self, host: str, response: httpx.Response) -> bytes:
        """The whole body, unpacked by us so that no bomb unfolds; refused as soon as it outgrows the bound."""
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in {"identity", "gzip", ""}:
            raise FeedError("feed_wrong_type", host=host, type=coding, expected="gzip")
        said = response.headers.get("content-length", "")
        unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
        body = bytearray()
        self.whole = int(said[:15]) if said.isascii() and said.isdigit() else None
        if self.whole is not None and self.whole > self._asked.most:
            raise self._too_large(host)
        for piece in response.iter_raw():
            self.taken += len(piece)
            try:
                body += piece if unpack is None else unpack.decompress(piece, self._asked.most + 1 - len(body))
            except zlib.error as error:
                raise FeedError("feed_unreadable", host=host) from error
            if len(body) > self._asked.most or self.taken > self._asked.most:
                raise self._too_large(host)
        if unpack is not None and not unpack.eof:
            raise _Again(FeedError("feed_cut_short", host=host))
        if unpack is not None and unpack.unused_data:
            raise FeedError("feed_unreadable", host=host)
        return bytes(body)

    def _too_large(self, host: str) -> FeedError:
        return FeedError("feed_too_large", host=host, most=f"{self._asked.most:,}")


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


def trusted_context() -> ssl.SSLContext:
    """TLS that trusts the authorities of the environment, else those of httpx. Raises OSError for a bundle unread."""
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
