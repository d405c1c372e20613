"""Cars, papers, rules and questions that the tests of readiness share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from tui.domain.assessing import Assessor
from tui.domain.cars import Car, Milestone
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE, Document, Scope
from tui.domain.facts import (
    Case,
    car_facts,
    dates_on,
    deal_facts,
    spec_facts,
)
from tui.domain.models import Specs
from tui.domain.paper_facts import case_of, papers_for
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import Assessment, Flag, State
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.rules import Pack, Rule, RuleSeverity, Source
from tui.domain.shipments import Shipment
from tui.domain.words import Stage
from tui.packs.library import Library

TODAY = date(2026, 11, 22)


LIBRARY = Library()


MAKER = "vehicle_maker_in_miit_list"


KINDS = tuple(sorted({k for p in LIBRARY.packs.values() for r in p.rules for k in (*r.needs_all, *r.needs_any)}))


@cache
def assessor(destination: str, via: tuple[str, ...] = (), today: date = TODAY, horizon: int = 60) -> Assessor:
    return Assessor(destination, via, LIBRARY.packs, today, staleness_days=180, horizon_days=horizon)


def case(
    car: Car,
    destination: str,
    *deals: Deal,
    on: date = TODAY,
    papers: Sequence[Document] = (),
    shipment: Shipment | None = None,
    via: tuple[str, ...] | None = None,
    strict: bool = False,
) -> Case:
    world = LIBRARY.world
    together = len(shipment.lines) if shipment else 1
    deal = deal_facts(destination, deals, via, LIBRARY.profiles.get(destination), together=together)
    own = car_facts(car, spec_facts(car.specs), world.make_homes)
    dates = dates_on(on, *deals)
    read = papers_for(papers, destination, dates, shipment, world)
    return case_of(own, deal, read, destination, dates, strict=strict)


def assess(car: Car, destination: str, *deals: Deal, **how: Any) -> Assessment:
    via = how.get("via") or next((deal.via for deal in deals if deal.via), ())
    return assessor(destination, via).assess(case(car, destination, *deals, **how))


def flag_of(answer: Assessment, rule_id: str) -> Flag | None:
    return next((flag for flag in answer.flags if flag.rule.id == rule_id), None)


def state_of(answer: Assessment, rule_id: str) -> State | None:
    flag = flag_of(answer, rule_id)
    return flag.state if flag else None


def changed(car: Car, **changes: Any) -> Car:
    specs = {name: changes.pop(name) for name in list(changes) if name in Specs.__struct_fields__}
    return msgspec.structs.replace(car, specs=msgspec.structs.replace(car.specs, **specs), **changes)


def every_paper(car_id: int, *, but: Sequence[str] = (), country: str | None = None) -> list[Document]:
    scope = Scope(car_ids=(car_id,))
    return [
        Document(
            kind,
            scope,
            country=country,
            signer=MAKER if kind == LETTER else None,
            shows=LETTER_FIELDS if kind == LETTER else None,
            fields_match=True if kind == LICENCE else None,
            owner_is_applicant=True if kind == LICENCE else None,
        )
        for kind in (*KINDS, "export_declaration")
        if kind not in but
    ]


SEAL = Car(
    "byd",
    "海豹",
    model_year=2026,
    specs=Specs(
        powertrain="bev", steering="LHD", power_30min_hp=Decimal(110), charge_port="GBT", origin_country="CN",
        lab_tested_in_eaeu=False, body="saloon",
    ),
    colour="white",
    manufacture_date=PartialDate(2026, 3, 5),
    first_registration=PartialDate(2026, 4, 10),
    odometer_km=80,
    battery_soh=Decimal(100),
    damage_history=(),
    former_use=(),
    steering_converted=False,
    milestones=(Milestone(Stage.TRANSFERRED, date(2026, 5, 1)),),
    id=1,
)  # fmt: skip


_SOURCE = Source("title", "https://example.org", "2026", "official", "high")


def rule(rule_id: str, severity: str, condition: Mapping[str, Any], **more: Any) -> Rule:
    kind = more.pop("kind", "ban")
    severity_ = RuleSeverity(severity)
    return Rule(rule_id, "XX", kind, severity_, dict(condition), "", "", _SOURCE, TODAY, **more)


def packs(*rules: Rule, checked: date = TODAY, **others: Pack) -> dict[str, Pack]:
    return {"CN": Pack("CN", "1", TODAY, ()), "XX": Pack("XX", "1", checked, rules), **others}


def answer_to(car: Car, *rules: Rule, on: date = TODAY, papers: Sequence[Document] = ()) -> Assessment:
    one = case(car, "XX", on=on, papers=papers)
    return Assessor("XX", (), packs(*rules), TODAY, staleness_days=180).assess(one)


BLOCK = rule("block", "block", {"always": True})


DOUBT = rule("doubt", "block", {"tinted_glass": True})


REQUIRE = rule("require", "require", {"always": True}, needs_all=("sbkts",))
