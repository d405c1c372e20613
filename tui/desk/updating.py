"""Exchange rates and VIN hints from the network, asked for by name: fetched whole, checked, written in one commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tui.config import Network
from tui.desk import rates
from tui.desk.context import Desk
from tui.desk.kinds import CARS, COSTS, OFFERS, RECEIPTS, SALES, SHIPMENTS
from tui.desk.opening import real_today
from tui.domain.cars import Car
from tui.domain.money import is_currency
from tui.domain.rates import RateRecord
from tui.errors import BookReadOnly, FeedError, UsageError
from tui.feeds import rates as providers
from tui.feeds import vins
from tui.feeds.client import Client, Limits, Progress, never, nobody
from tui.feeds.quoting import Asked

PROVIDERS = providers.PROVIDERS
"""The sources of rates, by name."""
_MOST_VINS = 50


@dataclass(frozen=True)
class Updated:
    """Rates of a ``provider``, fetched or already written, and the pairs it does not have."""

    provider: str
    records: tuple[RateRecord, ...]
    missing: tuple[str, ...]


def client_of(
    network: Network, cancelled: Callable[[], bool] = never, told: Callable[[Progress], None] = nobody
) -> Client:
    """The network as the settings allow it."""
    limits = Limits(float(network.seconds), network.attempts, network.largest_mb * 1_000_000)
    return Client(offline=network.offline, limits=limits, cancelled=cancelled, told=told)


def pairs_of(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs written ``USD/CNY``. Raises UsageError."""
    found = []
    for text in texts:
        base, _, quote = text.strip().upper().partition("/")
        if not (is_currency(base) and is_currency(quote)) or base == quote:
            raise UsageError("rate_pair_unreadable", value=text[:20])
        found.append((base, quote))
    return tuple(dict.fromkeys(found))


def needed_pairs(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Every currency of the book's amounts, and of the destinations its cars go to, into the home currency."""
    home = desk.settings.firm.home_currency
    found = {one.price.currency for one in desk.store.all(SALES) if one.price is not None}
    found |= {one.amount.currency for one in desk.store.all(COSTS)}
    found |= {one.amount.currency for one in desk.store.all(RECEIPTS)}
    found |= {one.price.currency for one in desk.store.all(OFFERS) if one.price is not None}
    going = desk.index("currencies of cars", desk.store.all(CARS), _of_cars)
    found |= {currency for currency, _country in going}
    countries = {country for _currency, country in going}
    for shipment in desk.store.all(SHIPMENTS):
        found |= {shipment.currency} if shipment.currency else set()
        countries.add(shipment.deal.country)
    profiles = desk.library.profiles
    found |= {profiles[code].currency for code in countries if code in profiles}
    return tuple((code, home) for code in sorted(found) if is_currency(code) and code != home)


def _of_cars(cars: Sequence[Car]) -> set[tuple[str, str]]:
    """The currencies that cars are to be sold in, and the countries they go to; empty where there is none."""
    return {
        (car.selling_price_currency, car.deal.country if car.deal is not None else "")
        for car in cars
        if not car.archived
    }


def update_rates(
    desk: Desk,
    *,
    provider: str = "",
    on: date | None = None,
    pairs: Sequence[str] = (),
    confirm: bool = False,
    client: Client | None = None,
) -> Updated:
    """Fetch rates and write them. Raises what ``fetch_rates`` and ``keep_rates`` do."""
    fetched = fetch_rates(desk, provider=provider, on=on, pairs=pairs, client=client)
    return keep_rates(desk, fetched, confirm=confirm)


def fetch_rates(
    desk: Desk,
    *,
    provider: str = "",
    on: date | None = None,
    pairs: Sequence[str] = (),
    client: Client | None = None,
) -> Updated:
    """Fetch rates with source and time, and write nothing yet.

    Pairs that are named are all found or it is an error; of the pairs the book needs, those the source lacks are left
    out and named. Raises FeedError, UsageError, BookReadOnly.
    """
    if desk.store.read_only:
        raise BookReadOnly("book_read_only")
    network = desk.settings.network
    chosen = provider or network.rates_provider
    today = min(desk.today, real_today(desk))
    if on is not None and on > today:
        raise UsageError("rate_day_ahead", day=on.isoformat())
    wanted = pairs_of(pairs) if pairs else needed_pairs(desk)
    if not wanted:
        raise UsageError("rates_none_needed")
    asked = Asked(wanted, on or (desk.today if desk.today < real_today(desk) else None), today, desk.now())
    found = providers.fetch(client or client_of(network), network, chosen, asked)
    got = {(one.base, one.quote) for one in found}
    missing = tuple(f"{base}/{quote}" for base, quote in wanted if (base, quote) not in got)
    if missing and (pairs or not found):
        raise FeedError("rates_missing", provider=chosen, pairs=", ".join(missing))
    records = [
        RateRecord(one.base, one.quote, one.value, one.day, one.source, one.fetched_at, one.note) for one in found
    ]
    return Updated(chosen, tuple(records), missing)


def keep_rates(desk: Desk, fetched: Updated, *, confirm: bool = False) -> Updated:
    """Write fetched rates in one commit; rates a person typed stay beside them.

    Raises DraftRefused for a rate far off the last one unless confirmed; then none is written.
    """
    written = rates.take_over(desk, fetched.records, why=f"rates update {fetched.provider}", confirm=confirm)
    return replace(fetched, records=tuple(written))


def check_look_up(desk: Desk, numbers: Sequence[str]) -> None:
    """Raise UsageError when the look-up of VINs is off, or too many are named."""
    if not desk.settings.network.vin_lookup:
        raise UsageError("vin_lookup_off")
    if len(numbers) > _MOST_VINS:
        raise UsageError("vin_lookup_many", most=_MOST_VINS)


def look_up_vins(
    desk: Desk, numbers: Sequence[str], *, told: Callable[[str], None], client: Client | None = None
) -> list[vins.VinHint]:
    """Ask the decoder for each VIN; ``told`` is given each address before it is asked: all that is sent.

    Raises UsageError when the look-up is off or too many are named, FeedError when the network fails.
    """
    check_look_up(desk, numbers)
    network = desk.settings.network
    asking = client or client_of(network)
    asking.expect(len(numbers))
    found = []
    for number in numbers:
        told(vins.address_of(network.vin_url, number))
        found.append(vins.look_up(asking, network.vin_url, number))
    return found
