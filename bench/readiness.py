"""Readiness of a real-looking stock with every pack, against a naive loop over the same rules in the same run.

Cars of 60 models, bought in lots, registered over 400 days, one in ten with papers. Ours is the whole of ``check``:
papers indexed, rules compiled, facts drawn, cars judged; *then* is the same asked again, as a screen does. The naive
loop is the oracle of the tests (``tests/domain/naive.py``): it gets the facts ready-made, works out less (no
``clears_on``, no gates, no prices) and reads every rule again for every car; it walks on every n-th car and is scaled.
Every answer it gives must be equal to ours.

Times are processor seconds of this process, so that a busy machine tells the same; the median of three.

python bench/readiness.py [CARS_ONE] [CARS_ALL] [NTH]        default 100000 10000 400
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
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
from tui.domain.assessing import Assessor, Lines, Section
from tui.domain.cars import Car, Milestone
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.models import ModelSheet, Specs
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import Assessment, State, Verdict, worst
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.rules import KIT_KIND
from tui.domain.vin import check_digit
from tui.domain.words import Stage
from tui.packs.library import Library
from tui.store.contract import Put
from tui.store.memory import MemoryStore

T = TypeVar("T")
TODAY = date(2026, 11, 22)
TO = ("KZ", "RU", "JO", "UZ", "AE")
HORIZON = 60
ROUNDS = 3
DEFAULTS = ((1, 100_000), (2, 10_000), (3, 400))
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


def check(desk: Desk, cars: Sequence[Car], to: Sequence[str]) -> list[Answer]:
    return Checker(desk, Question(TODAY)).answers(cars, to)


def read_aloud(desk: Desk, answers: Sequence[Answer]) -> list[naive.Opinion]:
    packs = desk.library.packs
    to = {answer.destination for answer in answers}
    rules = {code: naive.rules_for(code, (), packs) for code in to}
    doubt = {code: naive.in_doubt(code, (), packs, TODAY, 180) for code in to}
    return [
        naive.assess(answer.case, rules[answer.destination], packs, doubt=doubt[answer.destination], horizon=HORIZON)
        for answer in answers
        if answer.case is not None
    ]


def plain(found: Assessment) -> naive.Opinion:
    """One of our answers in the words of the naive loop, which knows rules and doubts and no localisation kit."""
    flags = [flag for flag in found.flags if flag.rule.kind != KIT_KIND]
    of_doubts = (Verdict.UNKNOWN for _ in found.doubts)
    return naive.Opinion(
        worst([*(flag.verdict for flag in flags), *of_doubts]).value,
        {
            flag.rule.id: naive.Said(
                flag.state.value,
                frozenset(flag.missing),
                frozenset(flag.needs) if flag.state is not State.SATISFIED else frozenset(),
                flag.turns_blocked_on,
            )
            for flag in flags
        },
    )


def timed(action: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    began = time.process_time()
    answer = action()
    return time.process_time() - began, answer


def median(action: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    series = []
    for _ in range(ROUNDS):
        before()
        series.append(timed(action)[0])
    return statistics.median(series)


def reading() -> tuple[float, float]:
    """Reading every pack, and compiling it for every destination."""

    def read() -> Library:
        library = Library()
        _ = library.vocabulary
        return library

    fresh = [read() for _ in range(ROUNDS)]
    packs = statistics.median(timed(lambda one=one: one.packs)[0] for one in fresh)

    def compile_all() -> None:
        origins: dict[int, Section] = {}
        lines = Lines(fresh[0].packs)
        for code in fresh[0].destinations:
            Assessor(code, (), fresh[0].packs, TODAY, staleness_days=180, origins=origins, lines=lines)

    return packs, median(compile_all)


def edited(desk: Desk, number: int) -> float:
    """The check of one car right after it was edited, in milliseconds, for its destination."""
    took = []
    for step in range(20):
        car = desk.store.get(CARS, number + step)
        assert car is not None
        desk.store.commit([Put(CARS, msgspec.structs.replace(car, odometer_km=300 + step))], why="bench")
        again = desk.store.get(CARS, number + step)
        assert again is not None
        took.append(timed(lambda again=again: check(desk, [again], ("KZ",)))[0])
    return 1000 * statistics.median(took)


def compare(desk: Desk, answers: Sequence[Answer], nth: int) -> tuple[float, int]:
    """The naive loop on every n-th answer, scaled to all; fails where it says anything else."""
    some = answers[::nth]
    took, theirs = timed(lambda: read_aloud(desk, some))
    assert [plain(answer.assessment) for answer in some] == theirs, "the answers differ"
    return took * len(answers) / len(some), len(some)


def main() -> None:
    one, many, nth = (int(sys.argv[place]) if len(sys.argv) > place else usual for place, usual in DEFAULTS)
    packs, compiled = reading()
    print(
        f"all packs: read {1000 * packs:.0f} ms · compiled for every destination {1000 * compiled:.0f} ms (target 150)"
    )

    desk, cars = stock(one)
    first = median(lambda: check(desk, cars, ("KZ",)), desk.forget)
    again = median(lambda: check(desk, cars, ("KZ",)))
    slow, compared = compare(desk, check(desk, cars, ("KZ",)), nth * 10)
    print(
        f"{one:,} cars × 1: first {first:.2f} s, then {again:.2f} s (target 0.5) · naive {slow:.0f} s, "
        f"{slow / first:.0f} × and {slow / again:.0f} ×, {compared} compared"
    )
    print(f"one edited car of {one:,}: {edited(desk, 1000):.2f} ms (target 5)")

    desk, cars = stock(many)
    to = desk.library.destinations
    first = median(lambda: check(desk, cars, to), desk.forget)
    again = median(lambda: check(desk, cars, to))
    answers = check(desk, cars, to)
    slow, compared = compare(desk, answers, nth * 5 + 1)
    print(
        f"{many:,} cars × {len(to)}: first {first:.2f} s, then {again:.2f} s (target 2) · naive {slow:.0f} s, "
        f"{slow / first:.0f} × and {slow / again:.0f} ×, {compared} compared"
    )
    verdicts = Counter(answer.assessment.verdict.value for answer in answers)
    print(" · ".join(f"{verdict} {count:,}" for verdict, count in verdicts.items()))


if __name__ == "__main__":
    main()
