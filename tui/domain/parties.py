"""The people and firms of the trade: dealers, the exporter's own firms, and parties abroad and on the way."""

from __future__ import annotations

import msgspec

from tui.domain.words import Role, TaxClass


class Dealer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who the trader buys from; ``tax_class`` tells which invoice the dealer can give (None: not known)."""

    name: str
    city: str = ""
    makes: tuple[str, ...] = ()
    contact: str = ""
    terms: str = ""
    tax_class: TaxClass | None = None
    note: str = ""
    id: int = 0


class Firm(msgspec.Struct, frozen=True, omit_defaults=True):
    """The exporter itself; ``code`` is the 18-character unified social credit code.

    ``bank``, ``bank_account`` and ``swift`` (ISO 9362) are where buyers pay: they stand on invoices.
    """

    name: str
    code: str = ""
    name_en: str = ""
    address: str = ""
    contact: str = ""
    province: str = ""
    tax_class: TaxClass | None = None
    bank: str = ""
    bank_account: str = ""
    swift: str = ""
    id: int = 0


class Party(msgspec.Struct, frozen=True, omit_defaults=True):
    """A buyer, consignee, notify party, broker or forwarder; ``language`` is the language of its papers."""

    name: str
    roles: tuple[Role, ...] = ()
    country: str | None = None
    address: str = ""
    contact: str = ""
    tax_number: str = ""
    language: str = ""
    note: str = ""
    id: int = 0
