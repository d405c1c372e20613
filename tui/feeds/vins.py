"""NHTSA vPIC: what the US road safety agency reads out of a VIN. Chinese VINs are mostly unknown to it: a hint only."""

from __future__ import annotations

import msgspec

from tui.errors import FeedError
from tui.feeds.addresses import host_of
from tui.feeds.client import Client
from tui.feeds.parsing import json_of
from tui.feeds.quoting import JSON


class VinHint(msgspec.Struct, frozen=True):
    """What the service says of a VIN; empty: it does not know. ``remark`` is its own word on the VIN's faults."""

    vin: str
    make: str = ""
    model: str = ""
    model_year: str = ""
    maker: str = ""
    remark: str = ""


def address_of(address: str, vin: str) -> str:
    """The address that is asked for a VIN: all that is sent."""
    return f"{address.rstrip('/')}/api/vehicles/DecodeVinValues/{vin}?format=json"


def look_up(client: Client, address: str, vin: str) -> VinHint:
    """Ask for one VIN. Raises FeedError."""
    url = address_of(address, vin)
    document = json_of(client.get(url, accept=JSON))
    results = document.get("Results") if isinstance(document, dict) else None
    if not isinstance(results, list) or len(results) != 1 or not isinstance(results[0], dict):
        raise FeedError("feed_unreadable", host=host_of(url))
    said = {key: str(value or "")[:120] for key, value in results[0].items()}
    return VinHint(
        vin,
        said.get("Make", ""),
        said.get("Model", ""),
        said.get("ModelYear", ""),
        said.get("Manufacturer", ""),
        said.get("ErrorText", "") if said.get("ErrorCode", "0") != "0" else "",
    )
