"""The items of a kit that are worked out: each says whether it holds, and from what it was worked out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from tui.domain.kits import HIGH_VOLTAGE, PLUGS, Computed, KitItem
from tui.domain.localisation import Said
from tui.domain.parts import Part, PartUse, gaps
from tui.domain.repair_partners import RepairPartner


class Languages(msgspec.Struct, frozen=True):
    """What people at a destination read: base codes, the official ones and those of business, usual ones first."""

    official: tuple[str, ...] = ()
    business: tuple[str, ...] = ()
    same: Mapping[str, str] = {}
    """Codes that stand for the same language as another one, such as ``no`` for ``nb``."""

    def base(self, tag: str) -> str:
        """The code a tag such as ``zh-Hans`` or ``ru_KZ`` is compared by."""
        code = tag.replace("_", "-").split("-")[0].strip().casefold()
        return self.same.get(code, code)


class Plugs(msgspec.Struct, frozen=True):
    """The connectors of public chargers at a destination, by the codes of the car's charging port."""

    dc: tuple[str, ...] = ()
    ac: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True):
    """After how many days what people told is too old to count."""

    partner_confirmed_days: int = 365
    quote_days: int = 180
    battery_days: int = 180


class Situation(msgspec.Struct, frozen=True):
    """Everything that computed items read, for a model (or one car of it) in a country on a day.

    ``countries`` are the codes whose partners and stock count: the country's own. None: not known.
    """

    make: str
    model: str
    country: str
    countries: frozenset[str]
    on: date
    powertrain: str | None = None
    charge_port: str | None = None
    software_languages: tuple[str, ...] | None = None
    battery_soh: Decimal | None = None
    battery_on: date | None = None
    battery_tool: str = ""
    languages: Languages | None = None
    plugs: Plugs | None = None
    partners: tuple[RepairPartner, ...] = ()
    parts: tuple[Part, ...] = ()
    limits: Limits = Limits()


class Worked(msgspec.Struct, frozen=True):
    """What was worked out: ``holds`` None where ``missing`` facts (or the destination's data) leave it open.

    ``ends`` is the last day on which it holds by what is known now; None without end.
    """

    holds: bool | None
    said: tuple[Said, ...]
    missing: tuple[str, ...] = ()
    ends: date | None = None


def work_out(item: KitItem, at: Situation) -> Worked:
    """Work out a computed item."""
    if item.computed is None:
        raise ValueError(item.id)
    return _HOW[item.computed](item, at)


def menu_language(_item: KitItem, at: Situation) -> Worked:
    """At least one official or business language of the country is among the menus; the others are named."""
    known = at.languages
    if known is None or not (known.official or known.business):
        return _open(Said("languages_unknown", {"country": at.country}))
    read = tuple(dict.fromkeys(known.base(code) for code in (*known.business, *known.official)))
    if at.software_languages is None:
        return _open(Said("languages_read", {"country": at.country, "read": read}), missing="software_languages")
    offered = tuple(dict.fromkeys(known.base(code) for code in at.software_languages))
    told = {"country": at.country, "offered": offered, "read": read}
    covered = tuple(code for code in read if code in offered)
    others = tuple(code for code in read if code not in offered)
    said = [Said("languages_compared" if offered else "languages_none", told)]
    if covered and others:
        said.append(Said("languages_not_offered", {"languages": others}))
    return Worked(bool(covered), tuple(said))


def charging_port(_item: KitItem, at: Situation) -> Worked:
    """The port of the car is known."""
    if at.charge_port is None:
        return _open(missing="charge_port")
    return _yes(Said("port_known", {"port": at.charge_port}))


def charging_fits(_item: KitItem, at: Situation) -> Worked:
    """The port is one that chargers at the destination have; else an adapter has to be tested there."""
    if at.powertrain is not None and at.powertrain not in PLUGS:
        return _yes(Said("nothing_to_charge"))
    if at.charge_port is None:
        return _open(missing="charge_port")
    if at.plugs is None or not (at.plugs.dc or at.plugs.ac):
        return _open(Said("chargers_unknown", {"country": at.country}))
    usual = (*at.plugs.dc, *at.plugs.ac)
    told = {"port": at.charge_port, "country": at.country, "plugs": usual}
    fits = at.charge_port in usual
    return Worked(fits, (Said("port_fits" if fits else "port_differs", told),))


def battery_health(_item: KitItem, at: Situation) -> Worked:
    """State of health was measured by the day, and not longer ago than the limit."""
    soh, measured = at.battery_soh, at.battery_on
    if soh is None:
        return _no(Said("battery_not_measured"))
    told = {"soh": soh, "on": measured, "tool": at.battery_tool}
    if measured is None:
        return _no(Said("battery_undated", told))
    if measured > at.on:
        return _no(Said("battery_measured_later", told))
    if measured + timedelta(days=at.limits.battery_days) < at.on:
        return _no(Said("battery_old", {**told, "limit": at.limits.battery_days}))
    return _yes(Said("battery_measured", told))


def repair_partner(_item: KitItem, at: Situation) -> Worked:
    """A partner in the country covers the make under a contract of the day, and was confirmed lately."""
    return _partnered(at, "partners_covering", lambda _: (True, None))


def high_voltage(_item: KitItem, at: Situation) -> Worked:
    """One of them has people trained for high voltage, where the powertrain needs it."""
    if at.powertrain is not None and at.powertrain not in HIGH_VOLTAGE:
        return _yes(Said("no_high_voltage"))

    def trained(partner: RepairPartner) -> tuple[bool, date | None]:
        until = partner.hv_until(at.on)
        return until is not None, until

    return _partnered(at, "partners_high_voltage", trained)


def diagnostics(_item: KitItem, at: Situation) -> Worked:
    """One of them has a tool that reads the make."""
    return _partnered(at, "partners_diagnostics", lambda partner: (partner.reads(at.make), None))


def qualified(at: Situation) -> tuple[RepairPartner, ...]:
    """The partners that count on the day: of the country and the make, under contract, confirmed lately."""
    return tuple(one for one in _covering(at) if not shortcomings(one, at))


def shortcomings(partner: RepairPartner, at: Situation) -> tuple[Said, ...]:
    """Why a partner of the country and the make does not count on the day."""
    found = []
    told = {"partner": partner.name}
    if not partner.has_contract:
        found.append(Said("partner_without_contract", told))
    elif not partner.contracted(at.on):
        days = {"from": partner.contract_from, "until": partner.contract_until}
        found.append(Said("partner_contract_not_valid", {**told, **days}))
    limit = at.limits.partner_confirmed_days
    if partner.last_confirmed is None:
        found.append(Said("partner_never_confirmed", told))
    elif not partner.confirmed(at.on, limit):
        found.append(Said("partner_stale", {**told, "on": partner.last_confirmed, "limit": limit}))
    return tuple(found)


def _covering(at: Situation) -> tuple[RepairPartner, ...]:
    return tuple(one for one in at.partners if one.country in at.countries and one.covers(at.make))


def _partnered(at: Situation, code: str, asks: Callable[[RepairPartner], tuple[bool, date | None]]) -> Worked:
    covering, counting = _covering(at), qualified(at)
    able: list[RepairPartner] = []
    ends: list[date | None] = []
    for partner in counting:
        has, until = asks(partner)
        if has:
            able.append(partner)
            ends.append(_sooner(partner.contract_until, until))
    lasting = None if None in ends else max((end for end in ends if end), default=None)
    told = {
        "country": at.country,
        "make": at.make,
        "covering": len(covering),
        "count": len(able),
        "names": tuple(one.name for one in able),
        "lasting": lasting,
    }
    said = [Said(code if able else f"{code}_none", told)]
    if not able:
        said += [why for one in covering for why in shortcomings(one, at)]
    return Worked(bool(able), tuple(said), (), lasting)


def _sooner(one: date | None, other: date | None) -> date | None:
    days = [day for day in (one, other) if day is not None]
    return min(days) if days else None


def critical_parts(item: KitItem, at: Situation) -> Worked:
    """The model's list names every critical part that the item asks for, with its number."""
    listed = [part for part in at.parts if part.use is PartUse.CRITICAL]
    numbered = [part for part in listed if part.number]
    lacking = _lacking(item.parts, numbered)
    told = {"count": len(numbered), "lacking": lacking}
    if lacking or not numbered:
        return _no(Said("parts_lacking" if lacking else "parts_none", told))
    return _yes(Said("parts_listed", told))


def lead_time(_item: KitItem, at: Situation) -> Worked:
    """Every critical part of the list has a price and a time from a named supplier, quoted lately."""
    listed = [part for part in at.parts if part.use is PartUse.CRITICAL]
    if not listed:
        return _no(Said("parts_none", {"count": 0}))
    limit = at.limits.quote_days
    open_ones = tuple(part.name for part in listed if not part.quoted(at.on, limit))
    told = {"count": len(listed), "names": open_ones, "limit": limit}
    if open_ones:
        return _no(Said("parts_unquoted", told))
    longest = max(part.lead_days or 0 for part in listed)
    return _yes(Said("parts_quoted", {**told, "days": longest}))


def wear_stock(item: KitItem, at: Situation) -> Worked:
    """Wear parts of every group the item asks for lie at the destination."""
    wanted = (part for part in at.parts if part.use is not PartUse.OTHER)
    there = [part for part in wanted if part.in_country(at.countries) >= part.per_car]
    lacking = _lacking(item.parts, there)
    told = {"country": at.country, "count": len(there), "lacking": lacking}
    if lacking or not there:
        return _no(Said("wear_lacking" if lacking else "wear_none", told))
    return _yes(Said("wear_there", told))


def parts_along(_item: KitItem, at: Situation) -> Worked:
    """Nothing has to be sent along: of each critical and wear part enough for one car lies there."""
    if not at.parts:
        return _no(Said("parts_none", {"count": 0}))
    short = gaps(at.parts, 1, at.countries)
    if short:
        return _no(Said("parts_to_send", {"names": tuple(gap.part.name for gap in short)}))
    return _yes(Said("parts_all_there", {"country": at.country}))


def _yes(*said: Said) -> Worked:
    return Worked(holds=True, said=said)


def _no(*said: Said) -> Worked:
    return Worked(holds=False, said=said)


def _open(*said: Said, missing: str = "") -> Worked:
    return Worked(holds=None, said=said, missing=(missing,) if missing else ())


def _lacking(groups: Sequence[str], parts: Iterable[Part]) -> tuple[str, ...]:
    there = {part.group for part in parts}
    return tuple(group for group in groups if group not in there)


_HOW: dict[Computed, Callable[[KitItem, Situation], Worked]] = {
    Computed.MENU_LANGUAGE: menu_language,
    Computed.CHARGING_PORT: charging_port,
    Computed.CHARGING_FITS: charging_fits,
    Computed.BATTERY_HEALTH: battery_health,
    Computed.REPAIR_PARTNER: repair_partner,
    Computed.HIGH_VOLTAGE: high_voltage,
    Computed.DIAGNOSTICS: diagnostics,
    Computed.CRITICAL_PARTS: critical_parts,
    Computed.LEAD_TIME: lead_time,
    Computed.WEAR_STOCK: wear_stock,
    Computed.PARTS_ALONG: parts_along,
}
