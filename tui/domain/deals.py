"""Deals: how a car is to enter a country, and the order in which deals apply."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

DATE_BASES = ("licence_application", "contract", "declaration", "loading", "arrival", "clearance")
"""The dates a rule may be read at, in the order they come; ``clearance`` is the one at the destination."""


class Deal(msgspec.Struct, frozen=True, omit_defaults=True):
    """Entry into one country; a field that is None is left to the next deal in the order.

    ``via`` are the countries the route passes through, ISO 3166 alpha-2; ``price_local`` is the retail price in the
    destination's currency.
    """

    country: str
    importer_type: str | None = None
    importer_is_authorised: bool | None = None
    importer_has_service_centre: bool | None = None
    purpose: str | None = None
    entry_mode: str | None = None
    sub_region: tuple[str, ...] | None = None
    via: tuple[str, ...] | None = None
    export_country: str | None = None
    imports_this_year: int | None = None
    price_local: Decimal | None = None
    duty_free_quota_used: bool | None = None
    certificate_holder_is_declarant: bool | None = None
    make_status: tuple[str, ...] | None = None
    container_or_enclosed: bool | None = None
    cn_agent_declares: bool | None = None
    cn_sale_target: tuple[str, ...] | None = None
    licence_application: date | None = None
    contract: date | None = None
    declaration: date | None = None
    loading: date | None = None
    arrival: date | None = None
    clearance: date | None = None


DEAL_FIELDS = tuple(name for name in Deal.__struct_fields__ if name not in {"country", *DATE_BASES})


def in_force(country: str, *deals: Deal | None) -> tuple[Deal, ...]:
    """The deals that count for a country, first the one that decides: a deal for another country does not apply."""
    return tuple(deal for deal in deals if deal is not None and deal.country == country)
