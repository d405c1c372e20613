"""The providers of exchange rates by name."""

from __future__ import annotations

from tui.config import Network
from tui.feeds import rates_cbr, rates_ecb, rates_er_api, rates_frankfurter
from tui.feeds.client import Client
from tui.feeds.quoting import Asked, Quoted

PROVIDERS = ("frankfurter", "ecb", "cbr", "er-api")


def fetch(client: Client, network: Network, provider: str, asked: Asked) -> list[Quoted]:
    """What a provider says of the pairs asked for; a pair it does not have is left out. Raises FeedError."""
    if provider == "ecb":
        return rates_ecb.fetch(client, network.ecb_url.rstrip("/"), asked)
    if provider == "cbr":
        return rates_cbr.fetch(client, network.cbr_url.rstrip("/"), asked)
    if provider == "er-api":
        return rates_er_api.fetch(client, network.er_api_url.rstrip("/"), asked)
    return rates_frankfurter.fetch(client, network.frankfurter_url.rstrip("/"), asked, network.rates_banks.strip())
