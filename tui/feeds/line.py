"""The connection under a question: where it really leads, and a hand on it to cut it."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Mapping
from typing import Any

from tui.errors import FeedError
from tui.feeds.addresses import is_loopback

_STAND_INS = ipaddress.ip_network("198.18.0.0/15")
"""What VPN programs give out for every name, to lead it through themselves; no service of a network lives there."""


class Line:
    """Follows the connections of one question through httpx's trace; ``cut`` ends the one in use from another thread.

    A name proves nothing: it may lead to this machine or into its network today and elsewhere tomorrow. So the address
    at the other end is looked at once the connection stands, before anything is sent. ``host`` is who is asked now.
    Where a proxy is in between, the other end is the proxy, and where a name leads is its business.
    """

    def __init__(self) -> None:
        self.host = ""
        self.proxy = ""
        """The proxy that was turned to instead of the host; empty when there is none."""
        self._first: str | None = None
        self._inside = False
        self._gone = threading.Event()
        self._turn = threading.Lock()
        self._held: socket.socket | None = None

    @property
    def is_cut(self) -> bool:
        """Whether the question was given up."""
        return self._gone.is_set()

    def cut(self) -> None:
        """Give up: what is being sent or read ends at once, and no new connection is used."""
        self._gone.set()
        with self._turn:
            if self._held is not None:
                with contextlib.suppress(OSError):
                    self._held.shutdown(socket.SHUT_RDWR)

    def begin(self) -> None:
        """Start an attempt: where it leads first is what the settings name."""
        self._first, self._inside = None, False

    def let_go(self) -> None:
        """Forget the connection; httpx has closed its own end."""
        with self._turn:
            if self._held is not None:
                self._held.close()
                self._held = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Hear of the steps of a connection. Raises FeedError when it was given up, or leads where it may not."""
        if event == "connection.connect_tcp.started":
            there = str(info.get("host", "")).strip("[]")
            self.proxy = "" if there == self.host.strip("[]") else there
        elif event == "connection.connect_tcp.complete":
            stream = info["return_value"]
            try:
                self._check(stream.get_extra_info("server_addr"))
                self._hold(stream.get_extra_info("socket"))
            except FeedError:
                stream.close()
                raise

    def _hold(self, raw: socket.socket) -> None:
        """Keep a second handle on the connection: the first one passes into TLS and cannot be reached there."""
        held = raw.dup()
        with self._turn:
            if self._held is not None:
                self._held.close()
            self._held = held
        if self._gone.is_set():
            raise FeedError("feed_cancelled", host=self.host)

    def _check(self, peer: tuple[Any, ...]) -> None:
        if self._gone.is_set():
            raise FeedError("feed_cancelled", host=self.host)
        if self.proxy:
            return
        address = _address(str(peer[0]))
        if is_loopback(self.host) and not address.is_loopback:
            raise FeedError("feed_not_here", host=self.host, address=str(address))
        inside = not (address.is_global or address in _STAND_INS)
        if self._first is None:
            self._first, self._inside = self.host, inside
        elif inside and not (self._inside and self.host == self._first) and not is_loopback(self._first):
            raise FeedError("feed_redirect_inside", host=self._first, url=f"{self.host} → {address}")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text.partition("%")[0])
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address
