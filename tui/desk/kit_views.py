"""Kits, partners, parts and distributors as plain data: the JSON that scripts depend on."""

from __future__ import annotations

from typing import Any

from tui.desk.editing import name_of
from tui.desk.kit_book import ModelAt
from tui.desk.localising import Board, CopyPlan, KitPage
from tui.desk.repair_partners import PartnerLine
from tui.desk.views import flag, plain
from tui.domain.distributors import Distributor
from tui.domain.kit_rules import Ruled
from tui.domain.kit_standing import Counts, ItemStanding
from tui.domain.kits import KitItem, Template
from tui.domain.localisation import Entry, Said
from tui.domain.parts import Gap, Part


def item_json(one: ItemStanding) -> dict[str, Any]:
    """One item as it stands."""
    return {
        **_template_item(one.item),
        "state": one.standing.value,
        "blocks": one.blocks,
        "computed_from": [_said(said) for said in one.said],
        "missing": list(one.missing),
        "not_counted": [_said(said) for said in one.faults],
        "holds_until": plain(one.ends),
        "entry": None if one.entry is None else entry_json(one.entry),
        "ruled": None if one.ruled is None else ruled_json(one.ruled),
    }


def ruled_json(found: Ruled) -> dict[str, Any]:
    """What the rules say of which an item is a view; of a model for the car that stands worst, by its id."""
    return {
        "state": found.says.value,
        "car_id": found.car_id,
        "cars": found.cars,
        "alike": found.alike,
        "compared": not found.uncompared,
        "flags": [{**flag(one), "verdict": one.verdict.value} for one in found.flags],
        "doubts": [{"code": one.code, "jurisdiction": one.jurisdiction} for one in found.doubts],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """What was entered of an item."""
    found: dict[str, Any] = {"state": entry.state.value, "country": entry.country or None}
    for name in ("reason", "by", "decided_on", "until", "owner", "due", "effort_hours", "cost", "note"):
        found[name] = plain(getattr(entry, name)) or None
    found["evidence"] = [
        {
            "on": one.on.isoformat(),
            "by": one.by or None,
            "note": one.note or None,
            "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in one.attachments],
            "vin_visible": one.vin_visible,
            "document": one.document_id,
            "measurement": one.measurement or None,
            "until": plain(one.until),
        }
        for one in entry.evidence
    ]
    return found


def counts_json(one: Counts) -> dict[str, Any]:
    """A kit in figures."""
    return {"done": one.done, "applicable": one.applicable, "blockers": one.blockers, "states": dict(one.states)}


def at_json(at: ModelAt) -> dict[str, Any]:
    """What a kit is of."""
    return {
        "make": at.make,
        "model": at.model,
        "powertrain": at.powertrain or None,
        **({"country": at.country} if at.country else {}),
    }


def kit_document(page: KitPage) -> dict[str, Any]:
    """The ``nearnew/kit/1`` document."""
    return {
        "schema": "nearnew/kit/1",
        "kit": {
            **at_json(page.at),
            "on": page.on.isoformat(),
            "car": name_of(page.car) if page.car is not None else None,
            "counts": counts_json(page.counts),
            "items": [item_json(one) for one in page.items],
            "retired": [{"id": one.id, "why": one.why} for one in page.retired],
            "distributors": [distributor_json(one) for one in page.distributors],
        },
    }


def board_document(board: Board) -> dict[str, Any]:
    """The ``nearnew/kits/1`` document."""
    return {
        "schema": "nearnew/kits/1",
        "on": board.on.isoformat(),
        "kits": [
            {**at_json(model), "country": country, **counts_json(board.cells[place, country])}
            for place, model in enumerate(board.models)
            for country in board.countries
        ],
    }


def template_document(template: Template) -> dict[str, Any]:
    """The ``nearnew/kit-template/1`` document."""
    return {
        "schema": "nearnew/kit-template/1",
        "files": list(template.files),
        "items": [_template_item(item) for item in template.items],
        "retired": [{"id": one.id, "why": one.why} for one in template.retired],
    }


def copy_json(plan: CopyPlan) -> dict[str, Any]:
    """What copying a kit carries over."""
    return {
        "from": at_json(plan.source),
        "to": at_json(plan.target),
        "carried": [{"item": one.entry.item, "holds": one.holds} for one in plan.carried],
        "kept": list(plan.kept),
    }


def partner_json(line: PartnerLine) -> dict[str, Any]:
    """A repair partner, and whether it counts."""
    found: dict[str, Any] = plain(line.partner)
    return {
        "id": line.partner.id,
        **{name: value for name, value in found.items() if name != "id"},
        "counts": line.counts,
        "shortcomings": [_said(one) for one in line.shortcomings],
        "high_voltage_until": plain(line.hv_until),
    }


def part_json(part: Part) -> dict[str, Any]:
    """A part of a model."""
    found: dict[str, Any] = plain(part)
    return {"id": part.id, **{name: value for name, value in found.items() if name != "id"}}


def gap_json(gap: Gap) -> dict[str, Any]:
    """A part to be sent along."""
    return {
        "part": part_json(gap.part),
        "cars": gap.cars,
        "stocked": gap.stocked,
        "pieces": gap.pieces,
        "cost": plain(gap.cost),
    }


def distributor_json(one: Distributor) -> dict[str, Any]:
    """A distributor of a make in a country."""
    found: dict[str, Any] = plain(one)
    return {"id": one.id, **{name: value for name, value in found.items() if name != "id"}}


def _template_item(item: KitItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "area": item.area,
        "title": item.title,
        "why": item.why,
        "evidence": item.evidence,
        "weight": item.weight.value,
        "scope": item.scope.value,
        "giver": item.giver,
        "applies_to": list(item.applies_to),
        "proof": [kind.value for kind in item.proof],
        "computed": item.computed.value if item.computed else None,
        "rules": list(item.view.rules) if item.view else [],
        "origin": item.origin,
        "source": {"title": item.source.title, "url": item.source.url},
    }


def _said(one: Said) -> dict[str, Any]:
    return {"code": one.code, **{name: plain(value) for name, value in one.params.items()}}
