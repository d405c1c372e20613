"""Repair partners: workshops abroad that can look after a make, and what makes one count. Pure."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from tui.domain.problems import Problem

EVERY_MAKE = "*"
"""Stands for all makes in what a partner covers."""


class HvCertificate(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person's or workshop's certificate for work on high voltage."""

    holder: str
    number: str = ""
    issued: date | None = None
    expires: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it is valid on a day; one that does not say until when is not taken for endless."""
        return self.expires is not None and on <= self.expires and (self.issued is None or self.issued <= on)


class RepairPartner(msgspec.Struct, frozen=True, omit_defaults=True):
    """A workshop at a destination.

    ``makes`` are what it repairs (``*``: every make), ``diagnostic_makes`` those whose fault codes its tools read.
    ``cars_a_week`` is its capacity. ``contract_from`` and ``contract_until`` bound the contract, both days included;
    without an end it runs on. ``last_confirmed`` is the day somebody last asked whether all this is still so.
    """

    name: str
    country: str = ""
    city: str = ""
    address: str = ""
    contact: str = ""
    hours: str = ""
    coverage: str = ""
    makes: tuple[str, ...] = ()
    diagnostic_makes: tuple[str, ...] = ()
    diagnostic_tools: str = ""
    hv_certificates: tuple[HvCertificate, ...] = ()
    languages: tuple[str, ...] = ()
    cars_a_week: int | None = None
    contract_number: str = ""
    contract_from: date | None = None
    contract_until: date | None = None
    last_confirmed: date | None = None
    confirmed_by: str = ""
    note: str = ""
    id: int = 0

    def covers(self, make: str) -> bool:
        """Whether it repairs a make."""
        return make in self.makes or EVERY_MAKE in self.makes

    def reads(self, make: str) -> bool:
        """Whether its tools read the fault codes of a make."""
        return make in self.diagnostic_makes or EVERY_MAKE in self.diagnostic_makes

    @property
    def has_contract(self) -> bool:
        """Whether there is a contract at all."""
        return self.contract_from is not None or self.contract_until is not None

    def contracted(self, on: date) -> bool:
        """Whether its contract holds on a day."""
        if not self.has_contract or (self.contract_from is not None and on < self.contract_from):
            return False
        return self.contract_until is None or on <= self.contract_until

    def confirmed(self, on: date, within_days: int) -> bool:
        """Whether it was confirmed not longer ago than the limit; asked on or before that day."""
        last = self.last_confirmed
        return last is not None and last <= on <= last + timedelta(days=within_days)

    def hv_until(self, on: date) -> date | None:
        """The last day that the longest of its certificates valid on a day is valid; None where none is."""
        return max((one.expires for one in self.hv_certificates if one.holds(on) and one.expires), default=None)


def partner_problems(partner: RepairPartner) -> tuple[Problem, ...]:
    """What is wrong with a partner as it stands."""
    found = []
    if not partner.name:
        found.append(Problem("name_missing", "name"))
    if not partner.country:
        found.append(Problem("partner_country_missing", "country", {"value": partner.name}))
    if not partner.makes:
        found.append(Problem("partner_makes_missing", "makes", {"value": partner.name}))
    begins, ends = partner.contract_from, partner.contract_until
    if begins and ends and ends < begins:
        found.append(Problem("contract_ends_before", "contract_until", {"from": str(begins), "until": str(ends)}))
    for one in partner.hv_certificates:
        if one.issued and one.expires and one.expires < one.issued:
            params = {"value": one.holder, "issued": str(one.issued), "expires": str(one.expires)}
            found.append(Problem("certificate_expires_before", "hv_certificates", params))
    return tuple(found)
