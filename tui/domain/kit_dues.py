"""What of kits and repair partners falls due: contracts and certificates that end, proofs, waivers, promised days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from tui.domain.deadlines import Due
from tui.domain.localisation import Entry, ItemState
from tui.domain.repair_partners import RepairPartner

_DECIDED = frozenset({ItemState.PROVEN, ItemState.NOT_APPLICABLE})


def due_of_partner(partner: RepairPartner, confirmed_days: int) -> Iterator[Due]:
    """The last days of a partner's contract and certificates, and of what was last confirmed."""
    if partner.contract_until is not None:
        yield Due(partner.contract_until, "partner_contract_ends", name=partner.name, partner_id=partner.id)
    for one in partner.hv_certificates:
        if one.expires is not None:
            named = f"{partner.name}: {one.holder}"
            yield Due(one.expires, "hv_certificate_ends", name=named, partner_id=partner.id)
    if partner.last_confirmed is not None:
        last = partner.last_confirmed + timedelta(days=confirmed_days)
        yield Due(last, "partner_to_confirm", name=partner.name, partner_id=partner.id)


def due_of_entries(entries: Iterable[Entry], name: str, car_id: int | None = None) -> Iterator[Due]:
    """The days that items were promised by, and the last days of waivers and of the evidence that lasts longest."""
    for entry in entries:
        named = f"{name}: {entry.item}"
        if entry.due is not None and entry.state not in _DECIDED:
            yield Due(entry.due, "kit_item_due", car_id, name=named)
        if entry.state is ItemState.WAIVED and entry.until is not None:
            yield Due(entry.until, "waiver_ends", car_id, name=named)
        ends = [one.until for one in entry.evidence]
        if entry.state is ItemState.PROVEN and ends and None not in ends:
            yield Due(max(end for end in ends if end), "proof_ends", car_id, name=named)
