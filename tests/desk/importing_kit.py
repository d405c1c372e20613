"""Lists, previews and imports that the tests of importing begin with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from tui.config import Settings
from tui.desk import importing
from tui.desk.context import Desk
from tui.desk.editing import apply_edit, preview_edit
from tui.desk.importing import ImportResult, Outcome, Preview
from tui.domain import vin
from tui.domain.cars import Car
from tui.domain.problems import Problem
from tui.packs.library import Library
from tui.sheets.reader import read_table
from tui.sheets.table import Table
from tui.sheets.writer import csv_text
from tui.store.memory import MemoryStore

SAMPLE = (Path(__file__).parents[1] / "sheets" / "data" / "dealer-list-gb18030.csv").read_bytes()
TODAY = date(2026, 11, 22)
LIBRARY = Library()
ACCEPTED = [*range(2, 18), 25]


def now() -> datetime:
    return datetime(2026, 11, 22, 4, tzinfo=UTC)


def new_desk() -> Desk:
    return Desk(MemoryStore(now=now, who="tester"), LIBRARY, Settings(), TODAY, now)


def vin_of(number: int) -> str:
    bare = f"LC0CE4CB0V4{number:06}"
    return bare[:8] + vin.check_digit(bare) + bare[9:]


def row_of(number: int, **cells: str) -> dict[str, str]:
    own = {
        "车架号": vin_of(number),
        "品牌": "比亚迪",
        "车型": "元UP",
        "配置": "活力型",
        "年款": "2027",
        "能源类型": "纯电",
        "颜色": "白",
        "指导价": "119800",
        "开票价": "95800",
        "发票类型": "专票",
        "上牌日期": "2026-08-03",
        "出厂日期": "2026-07",
    }
    return own | cells


def table_of(*rows: Mapping[str, str], name: str = "list.csv") -> Table:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [[row.get(column, "") for column in columns] for row in rows]
    return read_table(csv_text(columns, lines).encode(), name)


def preview_of(
    desk: Desk,
    source: bytes | Table,
    *,
    dealer: str | None = None,
    mapping: Mapping[str, str] | None = None,
    bought: date | None = None,
) -> Preview:
    table = source if isinstance(source, Table) else read_table(source, "list")
    return importing.preview(
        desk, table, dealer=dealer, mapping=mapping, bought=bought, source="list.csv", sha256="0" * 64
    )


def imported(desk: Desk, source: bytes | Table, **options: object) -> ImportResult:
    return importing.apply(desk, preview_of(desk, source, **options))  # type: ignore[arg-type]


def said(problem: Problem) -> str:
    return f"<{problem.code}>"


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.accepted, result.changed, result.same, result.held


def reasons(shown: Preview) -> dict[int, list[tuple[str, str]]]:
    return {
        row.number: [(reason.column, reason.problem.code) for reason in row.reasons] for row in shown.of(Outcome.HELD)
    }


def car_of(desk: Desk, number: str) -> Car:
    car = desk.car_by_vin(number)
    assert car is not None
    return car


def edit_car(desk: Desk, car: Car, *texts: tuple[str, str]) -> None:
    apply_edit(desk, preview_edit(desk, [car], list(texts)))
