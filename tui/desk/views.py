"""Cars, answers and records as plain data: the JSON that scripts depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from tui.desk.checking import Answer
from tui.desk.context import Desk
from tui.desk.documents import covers, standing
from tui.desk.stock import StockRow
from tui.domain.codec import enc_hook
from tui.domain.documents import Document
from tui.domain.facts import PLACE, Case, origin_of
from tui.domain.models import SPEC_FIELDS, ModelSheet
from tui.domain.overrides import Override
from tui.domain.readiness import Assessment, Flag, State
from tui.domain.rules import Gate, Rule
from tui.domain.shipments import Shipment

NOT_ASSESSED = "NOT_ASSESSED"
_OWN = (
    "stock_number", "vin", "make", "model", "trim", "model_year", "colour", "manufacture_date", "first_registration",
    "never_registered", "odometer_km", "battery_soh", "battery_soh_on", "damage_history", "former_use",
    "steering_converted", "tinted_glass", "owned_since", "engine_number", "keys", "accessories",
    "cn_barred_group", "cn_modified_vehicle", "vin_confirmed", "remark", "archived",
)  # fmt: skip


def car(row: StockRow) -> dict[str, Any]:
    """One car with its technical facts, money and stage; what is not known is null."""
    record = row.car
    found: dict[str, Any] = {"id": record.id}
    found.update({name: plain(getattr(record, name)) for name in _OWN})
    found["make_name"] = row.make_name
    found.update({name: plain(getattr(row.specs, name)) for name in SPEC_FIELDS})
    found["dealer"] = row.dealer_name or None
    found["stage"] = row.stage.value
    found["destination"] = row.destination
    found["deal"] = plain(record.deal)
    found["offer"] = plain(record.offer)
    found["purchases"] = plain(record.purchases)
    found["price"] = plain(row.price)
    found["expected_rebate"] = plain(row.rebate)
    found["milestones"] = plain(record.milestones)
    found["days_registered"] = row.age
    found["days_tied_up"] = row.tied
    found["typed"] = list(record.typed)
    return found


def cars(rows: Iterable[StockRow]) -> dict[str, Any]:
    """The ``nearnew/cars/1`` document."""
    return {"schema": "nearnew/cars/1", "cars": [car(row) for row in rows]}


def check(
    desk: Desk,
    answers: Sequence[Answer],
    on: date,
    *,
    only_open: bool = False,
    explain: Callable[[Answer, Flag], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The ``nearnew/check/1`` document; with ``only_open`` flags that are satisfied are left out.

    ``explain`` gives what stands under ``explained`` in each flag.
    """
    rules: dict[str, Rule] = {}
    results = []
    for answer in answers:
        flags = [
            one
            for one in answer.assessment.flags
            if not only_open or one.state in {State.FLAGGED, State.CANNOT_TELL, State.OVERRIDDEN}
        ]
        rules.update((one.rule.id, one.rule) for one in flags)
        results.append(_result(answer, flags, explain))
    return {
        "schema": "nearnew/check/1",
        "on": on.isoformat(),
        "packs": desk.library.packs_version,
        "rules": {rule_id: rule_summary(rules[rule_id]) for rule_id in sorted(rules)},
        "results": results,
    }


def _result(
    answer: Answer, flags: Sequence[Flag], explain: Callable[[Answer, Flag], dict[str, Any]] | None
) -> dict[str, Any]:
    assessment = answer.assessment
    return {
        "vin": answer.car.vin,
        "stock_number": answer.car.stock_number,
        "to": answer.destination or None,
        "via": list(assessment.via),
        "verdict": assessment.verdict.value,
        "assumed": assumed(answer),
        "doubts": [{"code": doubt.code, "jurisdiction": doubt.jurisdiction} for doubt in assessment.doubts],
        "gates": gates(assessment),
        "flags": [flag(one) if explain is None else {**flag(one), "explained": explain(answer, one)} for one in flags],
        "overrides": [override(one) for one in answer.overrides],
    }


def override(one: Override) -> dict[str, Any]:
    """An override as the check names it."""
    return {
        "id": one.id,
        "rule": one.rule_id,
        "by": one.by,
        "reason": one.reason,
        "made_on": one.made_on.isoformat(),
        "until": one.until.isoformat() if one.until else None,
    }


def gates(assessment: Assessment) -> dict[str, str]:
    """The verdict of each gate; a gate that is not built yet is NOT_ASSESSED."""
    found = {}
    for gate in Gate:
        verdict = assessment.gates.get(gate)
        found[gate.value] = verdict.value if verdict else NOT_ASSESSED
    return found


def assumed(answer: Answer) -> list[dict[str, Any]]:
    """The assumptions behind an answer: facts from defaults, and gates that were not assessed."""
    case = answer.case
    granted = answer.assessment.granted
    facts = [
        {"fact": name, "value": plain(granted.get(name, case.facts[PLACE[name]] if case else None))}
        for name in answer.assessment.assumed
    ]
    missing = [
        {"fact": f"gate_{gate.value}", "value": NOT_ASSESSED}
        for gate in (Gate.LOCALISATION, Gate.PAPERS)
        if answer.assessment.gates.get(gate) is None
    ]
    return facts + missing


def flag(one: Flag) -> dict[str, Any]:
    """One flag as scripts read it."""
    return {
        "rule": one.rule.id,
        "gate": one.rule.gate.value,
        "severity": one.rule.severity.value,
        "state": one.state.value,
        "missing": list(one.missing),
        "needs": list(one.needs),
        "any_of": one.any_of,
        "amount": amount(one),
        "pricing": one.price.code.value if one.price else None,
        "amount_missing": list(one.price.missing) if one.price else [],
        "turns_blocked_on": one.turns_blocked_on.isoformat() if one.turns_blocked_on else None,
        "clears_on": one.clears_on.isoformat() if one.clears_on else None,
        "lapses_on": one.lapses_on.isoformat() if one.lapses_on else None,
    }


def rule_summary(rule: Rule) -> dict[str, Any]:
    """A rule as the check names it."""
    return {
        "title": rule.title,
        "summary": rule.summary,
        "jurisdiction": rule.jurisdiction,
        "source": {
            "title": rule.source.title,
            "url": rule.source.url,
            "date": rule.source.day,
            "status": rule.source.status,
            "confidence": rule.source.confidence,
        },
    }


def rule(one: Rule) -> dict[str, Any]:
    """A rule whole."""
    found: dict[str, Any] = plain(one)
    found["gate"] = one.gate.value
    return found


def amount(one: Flag) -> str | None:
    """What a flag costs this car, such as ``3400 RUB``; else what the rule says in words, such as a percentage."""
    if one.price is not None and one.price.amount is not None:
        return f"{one.price.amount.amount.normalize():f} {one.price.amount.currency}"
    return one.rule.amount


def compared(one: Flag, case: Case, answer: Answer) -> list[tuple[str, Any, str]]:
    """The facts a rule compared: name, value (None: missing) and where it came from (empty: missing)."""
    found = []
    for name in one.reads:
        origin = origin_of(name, case, answer.car, assumed=name in one.granted)
        value = one.granted.get(name, case.facts[PLACE[name]])
        found.append((name, value, origin.value if origin else ""))
    return found


def document(desk: Desk, record: Document) -> dict[str, Any]:
    """A document with what it covers and whether it counts today."""
    found: dict[str, Any] = plain(record)
    found["id"] = record.id
    found["covers"] = list(covers(desk, record))
    found["standing"] = standing(record, desk.today, desk.store.files.sizes() if record.attachments else None)
    return found


def sheet(record: ModelSheet, cars_in_stock: int) -> dict[str, Any]:
    """A model sheet with the count of its cars in stock."""
    found: dict[str, Any] = plain(record)
    found["id"] = record.id
    found["cars"] = cars_in_stock
    return found


def shipment(record: Shipment, names: Sequence[str], verdict: str | None = None) -> dict[str, Any]:
    """A shipment with the names of its cars."""
    found: dict[str, Any] = plain(record)
    found["id"] = record.id
    found["to"] = record.deal.country
    found["cars"] = list(names)
    if verdict is not None:
        found["verdict"] = verdict
    return found


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dates in ISO form, amounts as text, nothing else changed."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Decimal):
        return str(value)
    return msgspec.to_builtins(value, enc_hook=enc_hook)
