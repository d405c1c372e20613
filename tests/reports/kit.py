"""A hand-made shipment: three cars, one of them with hostile text in every field that a list can fill."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from tui.domain.cars import Car, Milestone
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.models import Specs
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.parties import Firm, Party
from tui.domain.readiness import Assessment, Flag, State, Verdict
from tui.domain.rules import DocumentKind, FactKind, Gate, Make, Rule, RuleSeverity, Source
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode, Role, Stage
from tui.i18n.translator import Translator, paper_translator
from tui.reports.records import Loaded, People, Titles
from tui.reports.summarise import summarise
from tui.reports.summary import Named, ShipmentSummary, UnNumber

TODAY = date(2026, 11, 22)
ON = date(2026, 12, 1)
VINS = ("LC0CE4CB7V4016852", "LC0CE4CB5V4016851", "LB370A2E5RD000121")
HOSTILE = '=HYPERLINK("x") [red]x[/x] \x1b[31mred\x1b]8;;http://x\x07 \u202eabc\u202c\u200f\u2066 ' + "长" * 150
BYD = Make("byd", {"en": "BYD", "zh": "比亚迪"}, "CN")
GEELY = Make("geely", {"en": "Geely", "zh": "吉利"}, "CN")
ELEMENTS = (Named("brand_type", "Brand type"), Named("seats", "Number of seats"), Named("power_kw", "Power, kW"))
UN3556 = UnNumber("3556", "9", "VEHICLE, LITHIUM ION BATTERY POWERED")
_SOURCE = Source("title", "https://example.org", "2025-11-14", "official", "high")
_KINDS = (
    (LETTER, "Maker's after-sales letter", "maker", "cars", True),
    (LICENCE, "Export licence", "licence_office", "licence", True),
    ("cn_inspection_report_wmt8", "WM/T 8-2022 inspection report", "inspector", "cars", False),
    ("special_vat_invoice", "Special VAT invoice", "dealer", "cars", False),
    ("un383_summary", "UN 38.3 test summary", "maker", "model", False),
)
TITLES = Titles(
    facts={
        name: FactKind(name, title, "dealer", "car", "")
        for name, title in (("powertrain", "Powertrain"), ("purpose", "Purpose of import"), ("body", "Body style"))
    },
    documents={kind: DocumentKind(kind, title, giver, scope, bound) for kind, title, giver, scope, bound in _KINDS},
    words={
        "powertrain": {"bev": "Battery electric", "ice": "Combustion engine"},
        "fuel": {"petrol": "Petrol", "none": "None"},
        "body": {"suv": "SUV", "saloon": "Saloon"},
        "colour": {"white": "White", "grey": "Grey"},
        "mode": {"ro_ro": "Ro-ro", "container": "Container", "rail": "Rail", "road": "Road"},
    },
)


def rule(rule_id: str, title: str, severity: RuleSeverity, *, export: bool = False) -> Rule:
    jurisdiction = "CN" if export else "KZ"
    return Rule(rule_id, jurisdiction, "document", severity, {}, title, "", _SOURCE, TODAY, export=export)


LETTER_RULE = rule(
    "cn-letter-180",
    "China: within 180 days of registration no export licence without the maker's after-sales letter",
    RuleSeverity.REQUIRE,
    export=True,
)
LICENCE_RULE = rule(
    "cn-licence", "China: used cars leave only with an export licence", RuleSeverity.REQUIRE, export=True
)
AGE_RULE = rule("kz-age", "Kazakhstan: cars over three build years", RuleSeverity.BLOCK)
DRIVE_RULE = rule("kz-drive", "Kazakhstan: under-3-year cars only by the type-approval holder", RuleSeverity.BLOCK)


def assessment(*flags: Flag, assumed: tuple[str, ...] = ("purpose",)) -> Assessment:
    verdicts = [flag.verdict for flag in flags] or [Verdict.READY]
    order = (Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ACTION, Verdict.READY)
    gates = {Gate.EXPORT: Verdict.READY, Gate.IMPORT: Verdict.READY, Gate.LOCALISATION: None, Gate.PAPERS: None}
    return Assessment("KZ", (), min(verdicts, key=order.index), gates, tuple(flags), assumed, ())


def cars() -> tuple[Loaded, ...]:
    needs_letter = Flag(LETTER_RULE, State.FLAGGED, needs=(LETTER,), on=ON, clears_on=date(2027, 1, 31))
    needs_licence = Flag(LICENCE_RULE, State.FLAGGED, needs=(LICENCE, "ev:cn-licence"), any_of=True, on=ON)
    turns = Flag(AGE_RULE, State.FLAGGED, turns_blocked_on=date(2027, 1, 1), on=ON)
    unsure = Flag(DRIVE_RULE, State.CANNOT_TELL, missing=("powertrain",), on=ON)
    bev = Specs(
        powertrain="bev",
        body="suv",
        seats=5,
        power_hp=Decimal(177),
        battery_kwh=Decimal("45.1"),
        length_mm=4310,
        width_mm=1830,
        height_mm=1675,
        kerb_kg=1540,
        gross_kg=1915,
    )
    first = Car(
        make="byd",
        model="元UP",
        vin=VINS[0],
        stock_number="26-0001",
        trim="活力型",
        model_year=2027,
        colour="white",
        manufacture_date=PartialDate(2026, 7),
        first_registration=PartialDate(2026, 8, 3),
        odometer_km=12,
        engine_number="TZ180XSA24123456",
        keys=2,
        accessories="GB/T 充电线",
        milestones=(Milestone(Stage.TRANSFERRED, date(2026, 11, 2)),),
        id=11,
    )
    second = msgspec.structs.replace(first, vin=VINS[1], stock_number="26-0002", milestones=(), id=12)
    third = Car(
        make="geely",
        model=HOSTILE,
        vin=VINS[2],
        stock_number=HOSTILE,
        trim=HOSTILE,
        colour=HOSTILE,
        engine_number="-1+1",
        first_registration=PartialDate(2026, 5),
        id=13,
    )
    papers = (
        document(1, LETTER, (11,), number="BYD-KZ-0001", issued=date(2026, 11, 1), country="KZ", issuer="比亚迪"),
        document(2, LICENCE, (11,), number="26-01-A00001", issued=date(2026, 11, 10), expires=date(2026, 12, 31)),
        document(3, "cn_inspection_report_wmt8", (11, 12), number="JC2026-88", issued=date(2026, 10, 20)),
        document(4, "special_vat_invoice", (11,), number="secret", issuer="杭州经销商"),
        document(5, LETTER, (12,), number="other country", issued=date(2026, 11, 1), country="RU"),
        document(6, "un383_summary", (11,), number="T-1", issued=date(2026, 1, 5)),
    )
    return (
        Loaded(first, bev, BYD, assessment(turns), papers[:4] + papers[5:], "8703801010", (), UN3556, ELEMENTS),
        Loaded(second, bev, BYD, assessment(needs_letter, turns, needs_licence), papers[2:3] + papers[4:5], "870380"),
        Loaded(third, Specs(), GEELY, assessment(unsure, needs_letter, needs_licence)),
    )


def document(document_id: int, kind: str, car_ids: tuple[int, ...], **fields: Any) -> Document:
    return Document(kind, Scope(Reach.CARS, car_ids), id=document_id, **fields)


PEOPLE = People(
    firm=Firm(
        "杭州近新汽车出口有限公司",
        "91330100MA2XXXXX0X",
        "Hangzhou Nearnew Auto Export Co., Ltd.",
        "杭州市滨江区江南大道1号",
        "+86 571 0000 0000",
        bank="Sample Bank, Hangzhou Binjiang Branch",
        bank_account="0000 0000 0000 0026",
        swift="SMPLCNBH",
    ),
    consignee=Party("ТОО «Астана Авто»", (Role.CONSIGNEE, Role.BUYER), "KZ", "г. Астана, ул. Абая 1", "+7 7172 000000"),
    notify=Party(HOSTILE, (Role.NOTIFY,)),
)
SHIPMENT = Shipment(
    "26-S001",
    Deal("KZ", via=("KG",), cn_agent_declares=False),
    Mode.RO_RO,
    (
        Line(11, Money.of("14500", "USD")),
        Line(12, Money.of("14500.50", "USD")),
        Line(13, Money.of("1234567.89", "USD")),
    ),
    firm_id=1,
    consignee_id=1,
    incoterm="CFR",
    incoterm_place="Aktau",
    port_of_loading="上海外高桥",
    exit_customs="外港海关 (2225)",
    contract_number="NN-2026-17",
    currency="USD",
    freight=Money.of("3300", "USD"),
    payment_terms="30% T/T, balance against copy of B/L",
    shipping_marks="NN-2026-17 / AKTAU / 1-3",
    etd=date(2026, 12, 5),
    id=7,
)


def summary(
    shipment: Shipment = SHIPMENT, loaded: tuple[Loaded, ...] | None = None, people: People = PEOPLE, **more: Any
) -> ShipmentSummary:
    options: dict[str, Any] = {
        "as_of": TODAY,
        "on": ON,
        "packs": "2026.11.22",
        "revision": 2,
        "book_revision": 42,
        **more,
    }
    return summarise(shipment, cars() if loaded is None else loaded, people, TITLES, **options)


def translator(tag: str) -> Translator:
    return paper_translator(tag)
