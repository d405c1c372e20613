"""Which addresses may be asked: https, http for this machine alone; and where no server may send us."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from tui.errors import FeedError


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
