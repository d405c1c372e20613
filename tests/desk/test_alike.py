"""Cars that nothing tells apart are asked for once: each must still get the answer it would get alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.kit import TODAY, new_desk, vin
from tests.domain.readiness_kit import MAKER
from tests.domain.strategies import CARS, DOCUMENTS, NEAR, PARTIAL, YES_NO, maybe
from tests.effort import examples
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS as TABLE
from tui.desk.kinds import DOCUMENTS as PAPERS
from tui.desk.kinds import SHEETS
from tui.domain.alike import fields_behind
from tui.domain.cars import Car, Milestone
from tui.domain.documents import LETTER, LICENCE, Document, Printed, Reach, Scope
from tui.domain.facts import CAR_FACTS, PLACE
from tui.domain.models import EMPTY, ModelSheet, Specs
from tui.domain.partialdate import PartialDate, add_months
from tui.domain.readiness import Flag
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.rules import Pack, RuleSeverity
from tui.domain.words import Stage
from tui.packs.rules import Loaded
from tui.store.contract import Put

TO = ("KZ", "RU", "JO", "VN", "NG")
"""Between them their rules go by every date of a car, by age, by year and by fee bands."""
STEPS = st.lists(
    st.builds(Milestone, st.sampled_from((Stage.TRANSFERRED, Stage.REGISTERED, Stage.DEPARTED)), NEAR),
    max_size=2,
).map(tuple)
FEW: dict[str, st.SearchStrategy[Any]] = {
    "manufacture_date": maybe(PARTIAL),
    "first_registration": maybe(PARTIAL),
    "owned_since": maybe(NEAR),
    "never_registered": YES_NO,
    "odometer_km": maybe(st.sampled_from((80, 81, 999, 1000))),
    "battery_soh": maybe(st.sampled_from((Decimal("89.9"), Decimal(90), Decimal(100)))),
    "battery_soh_on": maybe(NEAR),
    "damage_history": maybe(st.just(())),
    "trim": st.sampled_from(("", "long")),
    "specs": st.sampled_from((EMPTY, Specs(powertrain="ice", engine_cc=1499))),
    "milestones": STEPS,
}
LIKE = st.fixed_dictionaries({}, optional=FEW)
SHEET = Specs(powertrain="bev", steering="LHD", power_hp=Decimal(204), power_30min_hp=Decimal(81), origin_country="CN")
READ = st.builds(msgspec.structs.replace, DOCUMENTS, scope=st.just(Scope(Reach.CARS)))


def stock(base: Car, changes: Sequence[dict[str, Any]], papers: Sequence[tuple[Document, Sequence[int]]]) -> Desk:
    """A book of cars that differ from one in little, with papers that speak of some of them by place."""
    desk = new_desk()
    cars = [msgspec.structs.replace(base, vin=vin(place + 1), id=0, **change) for place, change in enumerate(changes)]
    desk.store.commit([Put(SHEETS, ModelSheet(base.make, base.model, "", base.model_year, SHEET))], why="test")
    desk.store.commit([Put(TABLE, car) for car in cars], why="test")
    ids = [car.id for car in desk.store.all(TABLE)]
    spoken = [(paper, tuple(ids[place] for place in places if place < len(ids))) for paper, places in papers]
    written = [msgspec.structs.replace(paper, scope=Scope(Reach.CARS, named)) for paper, named in spoken if named]
    if written:
        desk.store.commit([Put(PAPERS, paper) for paper in written], why="test")
    return desk


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    base=CARS,
    changes=st.lists(LIKE, min_size=2, max_size=8),
    papers=st.lists(st.tuples(READ, st.lists(st.integers(0, 7), max_size=3, unique=True)), max_size=4),
    strict=st.booleans(),
)
def test_each_car_of_many_gets_the_answer_it_gets_alone(
    base: Car, changes: list[dict[str, Any]], papers: list[tuple[Document, list[int]]], strict: bool
) -> None:
    desk = stock(base, changes, papers)
    question = Question(TODAY, strict=strict)
    together = Checker(desk, question).answers(desk.store.all(TABLE), TO)
    for found in together:
        desk.forget()
        alone = Checker(desk, question).answer(found.car, found.destination)
        assert found.assessment == alone.assessment
        assert found.case == alone.case


def near(*months: int) -> list[PartialDate]:
    """Days before, on and after so many months ago."""
    days = (add_months(TODAY, -some) + timedelta(step) for some in months for step in (-1, 0, 1))
    return [PartialDate.of(day) for day in days]


HALF_A_YEAR = [PartialDate.of(TODAY - timedelta(days)) for days in (240, 181, 180, 179, 150, 90)]
NEVER = {"first_registration": None}
ALONE: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "make": ({}, ["byd", "volkswagen", "toyota", "li-auto"]),
    "model": ({}, ["one", "two"]),
    "trim": ({}, ["", "petrol"]),
    "model_year": ({}, [2024, 2025, 2026, None]),
    "specs": ({}, [EMPTY, Specs(powertrain="ice", fuel="diesel"), Specs(steering="RHD")]),
    "colour": ({}, ["white", "black", ""]),
    "manufacture_date": ({}, [None, PartialDate(2023), PartialDate(2023, 11), *near(12, 24, 36, 60)]),
    "first_registration": ({}, [None, PartialDate(2026), PartialDate(2026, 5), *HALF_A_YEAR, *near(6, 36)]),
    "never_registered": (NEVER, [None, True, False]),
    "odometer_km": ({}, [None, 80, 999, 1000, 5999, 6000]),
    "battery_soh": ({}, [None, Decimal("89.9"), Decimal(90)]),
    "battery_soh_on": ({}, [None, TODAY, TODAY - timedelta(400), TODAY + timedelta(1)]),
    "damage_history": ({}, [None, (), ("flood",)]),
    "former_use": ({}, [None, (), ("taxi",)]),
    "steering_converted": ({}, [None, True, False]),
    "tinted_glass": ({}, [None, True, False]),
    "cn_barred_group": ({}, [None, (), ("sealed_or_seized",)]),
    "cn_modified_vehicle": ({}, [None, True, False]),
    "milestones": (
        NEVER,
        [(), (Milestone(Stage.TRANSFERRED, TODAY),)]
        + [(Milestone(Stage.REGISTERED, TODAY - timedelta(days)),) for days in (181, 180, 20)],
    ),
}
"""For each field of a car: what the others are, and the values in which cars may differ in it alone."""
WHOLE = Car(
    "byd",
    "one",
    model_year=2026,
    colour="white",
    manufacture_date=PartialDate(2026, 3),
    first_registration=PartialDate.of(TODAY - timedelta(200)),
    odometer_km=80,
    battery_soh=Decimal(100),
    damage_history=(),
    former_use=(),
    steering_converted=False,
    tinted_glass=False,
    cn_barred_group=(),
    cn_modified_vehicle=False,
)
PETROL = Specs(powertrain="ice", fuel="petrol", engine_cc=1499, steering="LHD", power_hp=Decimal(161))


@pytest.mark.parametrize("field", ALONE)
def test_a_field_in_which_alone_cars_differ(field: str) -> None:
    others, values = ALONE[field]
    desk = stock(msgspec.structs.replace(WHOLE, **others), [{field: value} for value in values], [])
    sheets = [ModelSheet("byd", "two", "", 2026, PETROL), ModelSheet("byd", "one", "petrol", 2026, PETROL)]
    sheets.append(ModelSheet("byd", "one", "", 2025, PETROL))
    desk.store.commit([Put(SHEETS, sheet) for sheet in sheets], why="test")
    assert_alone(desk, differ=True)


def assert_alone(desk: Desk, cars: Sequence[Car] = (), *, differ: bool) -> None:
    """Every car gets together with others what it gets alone, everywhere; somewhere the cars do ``differ``."""
    to, cars = desk.library.destinations, cars or desk.store.all(TABLE)
    found = Checker(desk, Question(TODAY)).answers(cars, to)
    verdicts = set()
    for place, car in enumerate(cars):
        desk.forget()
        mine = found[place * len(to) : (place + 1) * len(to)]
        checker = Checker(desk, Question(TODAY))
        alone = [checker.answer(car, country) for country in to]
        assert [one.assessment for one in mine] == [one.assessment for one in alone]
        assert [one.case for one in mine] == [one.case for one in alone]
        verdicts.add(tuple(tuple(_words(flag) for flag in one.assessment.flags) for one in alone))
    assert (len(verdicts) > 1) is differ


def _words(flag: Flag) -> tuple[object, ...]:
    return flag.rule.id, flag.state, flag.missing, flag.needs, flag.clears_on, flag.turns_blocked_on


READY_LETTER: dict[str, Any] = {
    "signer": MAKER,
    "shows": LETTER_FIELDS,
    "country": "KZ",
    "issued": TODAY - timedelta(5),
}
READY_LICENCE: dict[str, Any] = {
    "country": "KZ",
    "issued": TODAY - timedelta(5),
    "fields_match": True,
    "owner_is_applicant": True,
}
PAPER: dict[str, tuple[str, dict[str, Any], list[Any]]] = {
    "letter signer": (LETTER, READY_LETTER, [MAKER, "dealer", None]),
    "letter shows": (LETTER, READY_LETTER, [LETTER_FIELDS, (), None]),
    "letter country": (LETTER, READY_LETTER, ["KZ", "JO", None]),
    "letter issued": (LETTER, READY_LETTER, [TODAY, TODAY + timedelta(1)]),
    "letter expires": (LETTER, READY_LETTER, [TODAY, TODAY - timedelta(1)]),
    "letter void": (LETTER, READY_LETTER, [False, True]),
    "licence fields_match": (LICENCE, READY_LICENCE, [True, False, None]),
    "licence owner_is_applicant": (LICENCE, READY_LICENCE, [True, False, None]),
    "licence expires": (LICENCE, READY_LICENCE | {"issued": None}, [TODAY, TODAY - timedelta(1), None]),
    "inspection kind": ("cn_inspection_report_wmt8", {}, ["cn_inspection_report_wmt8", "registration_certificate"]),
}


@pytest.mark.parametrize("named", PAPER)
def test_a_paper_in_which_alone_cars_differ(named: str) -> None:
    kind, usual, values = PAPER[named]
    field = named.split()[1]
    recent = msgspec.structs.replace(WHOLE, first_registration=PartialDate.of(TODAY - timedelta(30)))
    papers = [
        (Document(**{"kind": kind, "scope": Scope(), **usual, field: value}), [place])
        for place, value in enumerate(values)
    ]
    assert_alone(stock(recent, [{}] * len(values), papers), differ=True)


def test_a_licence_of_more_cars_than_one_may_have() -> None:
    papers = [(Document(LICENCE, Scope(), **READY_LICENCE), places) for places in ([0], list(range(1, 22)))]
    assert_alone(stock(WHOLE, [{}] * 22, papers), differ=True)


def test_cars_that_differ_in_nothing_that_is_read() -> None:
    changes = [{"remark": str(place), "stock_number": f"N{place}"} for place in range(3)]
    assert_alone(stock(WHOLE, changes, []), differ=False)


@pytest.mark.parametrize("days", range(-3, 4))
def test_a_day_on_either_side_of_a_line_is_another_answer(days: int) -> None:
    """The maker's letter is asked for up to the 180th day; the cars differ in their registration alone."""
    line = date.fromordinal(TODAY.toordinal() - 180)
    registered = [date.fromordinal(line.toordinal() + step) for step in range(-3, 4)]
    base = Car("byd", "one", manufacture_date=PartialDate(2026, 1), odometer_km=80)
    desk = stock(base, [{"first_registration": PartialDate.of(day)} for day in registered], [])
    asked = Checker(desk, Question(TODAY)).answers(desk.store.all(TABLE), ["KZ"])
    flags = {flag.rule.id: flag for flag in asked[days + 3].assessment.flags}
    assert ("cn-180d-letter" in flags) is (days >= 0)
    if days >= 0:
        assert flags["cn-180d-letter"].clears_on == date.fromordinal(TODAY.toordinal() + days + 1)


def test_every_fact_is_drawn_from_fields_that_cars_have() -> None:
    fields = set(Car.__struct_fields__)
    assert {name for fact in CAR_FACTS for name in fields_behind(fact)} <= fields


def with_own_rule(desk: Desk, condition: dict[str, Any]) -> None:
    """Give a desk a rule of its own for Kazakhstan, that is read on the day a car was registered first."""
    packs = desk.library.packs
    known: Pack = packs["KZ"]
    model = next(rule for rule in known.rules if rule.severity is RuleSeverity.BLOCK)
    mine = msgspec.structs.replace(
        model, id="mine", condition=condition, date_basis="first_registration", needs_all=(), needs_any=(), replaces=()
    )
    own = msgspec.structs.replace(known, rules=(*known.rules, mine))
    desk.library = desk.library.with_packs(Loaded({**packs, "KZ": own}, ()))


OWN_DAY: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "manufacture_date": (
        {"age_months_gt": 6, "age_from": "manufacture"},
        [PartialDate(2026, 3, 1), PartialDate(2026, 4, 20)],
    ),
    "owned_since": ({"owner_held_days_ge": 120}, [date(2026, 5, 1), date(2026, 6, 20)]),
}
"""Rules that answer otherwise for two values on the first of October, and alike for both on the day of the question."""


@pytest.mark.parametrize("field", OWN_DAY)
@pytest.mark.parametrize("turned", [False, True])
def test_a_rule_that_is_read_on_a_cars_own_day(field: str, *, turned: bool) -> None:
    condition, values = OWN_DAY[field]
    registered = msgspec.structs.replace(WHOLE, first_registration=PartialDate(2026, 10, 1))
    desk = stock(registered, [{field: value} for value in values], [])
    with_own_rule(desk, condition)
    cars = desk.store.all(TABLE)[:: -1 if turned else 1]
    assert_alone(desk, cars, differ=True)
    for found in Checker(desk, Question(TODAY)).answers(cars, ["KZ"]):
        flagged = [flag for flag in found.assessment.flags if flag.rule.id == "mine"]
        assert bool(flagged) is (getattr(found.car, field) == values[0])


def test_cars_that_are_not_in_the_book_yet_have_the_papers_of_their_own_model() -> None:
    desk = new_desk()
    sheets = [ModelSheet("byd", model, "", 2026, SHEET) for model in ("one", "two")]
    sheet_id, _ = desk.store.commit([Put(SHEETS, sheet) for sheet in sheets], why="test").ids
    letter = Document(LETTER, Scope(Reach.MODEL, sheet_ids=(sheet_id,)), **READY_LETTER)
    desk.store.commit([Put(PAPERS, letter)], why="test")
    recent = msgspec.structs.replace(WHOLE, first_registration=PartialDate.of(TODAY - timedelta(30)))
    assert_alone(
        desk, [msgspec.structs.replace(recent, model=model, vin=vin(1)) for model in ("one", "two")], differ=True
    )


def test_a_record_as_it_would_be_is_compared_with_its_printed_papers_by_itself() -> None:
    desk = stock(WHOLE, [{}], [])
    (car,) = desk.store.all(TABLE)
    printed = Document(LICENCE, Scope(Reach.CARS, (car.id,)), prints=(Printed("vin", vin(1), car.id),), **READY_LICENCE)
    desk.store.commit([Put(PAPERS, printed)], why="test")
    assert_alone(desk, [car, msgspec.structs.replace(car, vin=vin(2))], differ=True)


def test_papers_of_the_firm_that_print_something_of_a_car() -> None:
    desk = stock(WHOLE, [{}, {}], [])
    first, second = desk.store.all(TABLE)
    days = {first.id: ("2026-05-06", "2026-05-06"), second.id: ("2026-05-06", "2026-05-07")}
    prints = [
        tuple(Printed("first_registration", both[place], car_id) for car_id, both in days.items()) for place in (0, 1)
    ]
    papers = [
        Document(LICENCE, Scope(Reach.FIRM), prints=prints[0], **READY_LICENCE),
        Document("registration_certificate", Scope(Reach.FIRM), prints=prints[1]),
    ]
    desk.store.commit([Put(PAPERS, paper) for paper in papers], why="test")
    assert_alone(desk, differ=True)


def test_an_answer_keeps_the_facts_it_was_judged_by() -> None:
    """They are drawn when somebody asks for them: a sheet or an inspection may have changed in between."""
    desk = stock(WHOLE, [{}, {}], [])
    (sheet,) = desk.store.all(SHEETS)
    cars = desk.store.all(TABLE)
    before = Checker(desk, Question(TODAY)).answers(cars, ["KZ"])
    turned = msgspec.structs.replace(sheet.specs, steering="RHD")
    desk.store.commit([Put(SHEETS, msgspec.structs.replace(sheet, specs=turned))], why="test")
    after = Checker(desk, Question(TODAY)).answers(cars, ["KZ"])
    sides = [[one.case.facts[PLACE["steering"]] for one in found if one.case] for found in (before, after)]
    assert sides == [["LHD", "LHD"], ["RHD", "RHD"]]
