"""Checking a real-looking stock against a naive loop over the same rules: equal answers, and how much faster.

10,000 cars of 60 models, bought in lots, registered over 400 days, one in ten with papers, for KZ, RU, JO, UZ and AE.
Ours is the whole of ``check``: papers indexed, rules compiled, facts drawn, cars judged. The naive loop is the oracle
of the tests (``tests/domain/naive.py``): it gets the facts ready-made, works out less (no ``clears_on``, no gates, no
assumptions) and reads every rule again for every car. It walks on every n-th car and is scaled; ours is not.

python bench/check.py [CARS] [NTH]        default 10000 40
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.domain import naive
from tui.config import Settings
from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DOCUMENTS, SHEETS
from tui.domain.assessing import Assessor
from tui.domain.cars import Car, Milestone
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.facts import Case
from tui.domain.models import ModelSheet, Specs
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import Assessment, State
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.vin import check_digit
from tui.domain.words import Stage
from tui.packs.library import Library
from tui.store.contract import Put
from tui.store.memory import MemoryStore

T = TypeVar("T")
TODAY = date(2026, 11, 22)
TO = ("KZ", "RU", "JO", "UZ", "AE")
ROUNDS = 3
MODELS = 60
MAKES = ("byd", "geely", "chery", "changan", "volkswagen", "toyota", "li-auto", "zeekr")
PAPERS = (
    "cn_inspection_report_wmt8",
    "cn_barred_groups_check",
    "cn_export_contract_aftersales",
    "cn_destination_standard_declaration",
)


def model(number: int, rng: random.Random) -> ModelSheet:
    powertrain = rng.choice(("bev", "bev", "bev", "phev", "phev", "erev", "hev", "ice", "ice"))
    specs = Specs(
        powertrain=powertrain,
        fuel=None if powertrain == "bev" else "petrol",
        steering="LHD",
        engine_cc=None if powertrain == "bev" else rng.choice((999, 1499, 1498, 1997, 2998)),
        power_hp=Decimal(rng.randrange(90, 420)),
        power_30min_hp=Decimal(rng.randrange(60, 180)) if powertrain in {"bev", "erev"} else None,
        charge_port="GBT" if powertrain in {"bev", "phev", "erev"} else None,
        origin_country="CN",
        lab_tested_in_eaeu=rng.choice((True, False, None)),
    )
    return ModelSheet(MAKES[number % len(MAKES)], f"M{number}", "", rng.choice((2025, 2026, 2027)), specs)


def lots(count: int, sheets: list[ModelSheet], rng: random.Random) -> list[Car]:
    cars: list[Car] = []
    while len(cars) < count:
        sheet = rng.choice(sheets)
        registered = TODAY - timedelta(days=rng.randrange(400))
        built = registered - timedelta(days=rng.randrange(20, 120))
        unregistered = rng.random() < 0.05
        transferred = registered + timedelta(days=rng.randrange(5, 60))
        moved = () if unregistered or rng.random() < 0.5 else (Milestone(Stage.TRANSFERRED, transferred),)
        cars += [
            Car(
                sheet.make,
                sheet.model,
                model_year=sheet.model_year,
                colour=rng.choice(("white", "grey", "black", "blue")),
                manufacture_date=PartialDate(built.year, built.month),
                first_registration=None if unregistered else PartialDate.of(registered),
                odometer_km=rng.randrange(5, 60),
                battery_soh=Decimal(100) if rng.random() < 0.3 else None,
                damage_history=rng.choice(((), (), (), (), (), (), None, None, ("flood",))),
                former_use=() if rng.random() < 0.7 else None,
                milestones=moved,
            )
            for _ in range(rng.randrange(1, 40))
        ]
    return [msgspec.structs.replace(car, vin=vin(number)) for number, car in enumerate(cars[:count])]


def vin(number: int) -> str:
    bare = f"LC0CE4CB0V{number:07}"
    return bare[:8] + check_digit(bare) + bare[9:]


def papers(cars: list[Car], rng: random.Random) -> list[Document]:
    found = [Document("cn_used_car_export_filing", Scope(Reach.FIRM), issued=date(2026, 3, 1))]
    for car in rng.sample(cars, len(cars) // 10):
        issued = TODAY - timedelta(days=rng.randrange(60))
        scope = Scope(car_ids=(car.id,))
        country = rng.choice(TO)
        found.append(
            Document(
                LETTER, scope, issued=issued, country=country, signer="vehicle_maker_in_miit_list", shows=LETTER_FIELDS
            )
        )
        found += [Document(kind, scope, issued=issued, country=country) for kind in PAPERS if rng.random() < 0.8]
        if rng.random() < 0.5:
            licence = Scope(Reach.LICENCE, (car.id,))
            found.append(Document(LICENCE, licence, issued=issued, country=country, fields_match=True))
    return found


def stock(count: int) -> tuple[Desk, list[Car]]:
    rng = random.Random(1)
    now = datetime(2026, 11, 22, 4, tzinfo=UTC)
    store = MemoryStore(now=lambda: now, who="bench")
    sheets = [model(number, rng) for number in range(MODELS)]
    store.commit([Put(SHEETS, sheet) for sheet in sheets], why="bench")
    store.commit([Put(CARS, car) for car in lots(count, sheets, rng)], why="bench")
    cars = list(store.all(CARS))
    store.commit([Put(DOCUMENTS, paper) for paper in papers(cars, rng)], why="bench")
    desk = Desk(store, Library(), Settings(), TODAY, lambda: now)
    _ = desk.library.world, desk.library.profiles
    return desk, cars


def check(desk: Desk, cars: list[Car]) -> list[Answer]:
    return Checker(desk, Question(TODAY)).answers(cars, TO)


def judge(desk: Desk, cases: list[Case], horizon: int) -> list[Assessment]:
    """Our engine alone on ready-made facts, compiled anew."""
    packs = desk.library.packs
    engines = {to: Assessor(to, (), packs, TODAY, staleness_days=180, horizon_days=horizon) for to in TO}
    return [engines[case.destination].assess(case) for case in cases]


def read_aloud(desk: Desk, cases: list[Case], horizon: int) -> list[naive.Opinion]:
    packs = desk.library.packs
    rules = {to: naive.rules_for(to, (), packs) for to in TO}
    doubt = {to: naive.in_doubt(to, (), packs, TODAY, 180) for to in TO}
    return [
        naive.assess(case, rules[case.destination], packs, doubt=doubt[case.destination], horizon=horizon)
        for case in cases
    ]


def plain(found: Assessment) -> naive.Opinion:
    """One of our answers in the words of the naive loop."""
    return naive.Opinion(
        found.verdict.value,
        {
            flag.rule.id: naive.Said(
                flag.state.value,
                frozenset(flag.missing),
                frozenset(flag.needs) if flag.state is not State.SATISFIED else frozenset(),
                flag.turns_blocked_on,
            )
            for flag in found.flags
        },
    )


def timed(action: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    began = time.perf_counter()
    answer = action()
    return time.perf_counter() - began, answer


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    nth = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    desk, cars = stock(count)
    answers = check(desk, cars)
    cases = [answer.case for answer in answers if answer.case is not None]
    some = [case for place, case in enumerate(cases) if place // len(TO) % nth == 0]
    scale = len(cases) / len(some)
    whole: list[float] = []
    engine: list[float] = []
    loop: list[float] = []
    flat_engine: list[float] = []
    flat_loop: list[float] = []
    for _ in range(ROUNDS):
        took, answers = timed(lambda: check(desk, cars))
        whole.append(took)
        took, _ours = timed(lambda: judge(desk, cases, 60))
        engine.append(took)
        took, theirs = timed(lambda: read_aloud(desk, some, 60))
        loop.append(took * scale)
        took, flat = timed(lambda: judge(desk, cases, 0))
        flat_engine.append(took)
        took, flat_theirs = timed(lambda: read_aloud(desk, some, 0))
        flat_loop.append(took * scale)
    ours = [answer.assessment for place, answer in enumerate(answers) if place // len(TO) % nth == 0]
    assert [plain(one) for one in ours] == theirs, "the answers differ"
    flat = [one for place, one in enumerate(flat) if place // len(TO) % nth == 0]
    assert [plain(one) for one in flat] == flat_theirs, "the answers differ without a horizon"
    verdicts = Counter(answer.assessment.verdict.value for answer in answers)
    distinct = len({msgspec.structs.astuple(case)[1] for case in cases})
    a, b, c = (statistics.median(series) for series in (whole, engine, loop))
    d, e = statistics.median(flat_engine), statistics.median(flat_loop)
    print(f"ratio  naive loop / whole check   {c / a:6.1f} ×   (target ≥ 4)")
    print(f"ratio  naive loop / engine alone  {c / b:6.1f} ×")
    print(f"ratio  the same without a horizon {e / d:6.1f} ×   (no look ahead on either side)")
    print(f"{len(cars):,} cars × {len(TO)} destinations = {len(cases):,} answers, {distinct:,} different sets of facts")
    print(f"whole check {a:.2f} s · engine alone {b:.2f} s · naive loop {c:.2f} s (every {nth}. car, × {scale:.0f})")
    print(f"without a horizon: engine {d:.2f} s · naive loop {e:.2f} s")
    print(f"{len(some):,} answers compared twice, all equal · " + " · ".join(f"{v} {n:,}" for v, n in verdicts.items()))


if __name__ == "__main__":
    main()
