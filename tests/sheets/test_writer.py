from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from tui.errors import BadFile
from tui.sheets.writer import csv_text, xlsx_bytes

ROW = ("LC0CE4CB7V4016852", '=HYPERLINK("x")', "-5", Decimal("-5.50"), -5, date(2026, 8, 3), None, True, "+86 138")


def test_csv_guards_text_and_not_numbers() -> None:
    text = csv_text(["=a", *"bcdefghi"], [ROW])
    assert text.count("\r\n") == 2
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["'=a", *"bcdefghi"],
        ["LC0CE4CB7V4016852", '\'=HYPERLINK("x")', "'-5", "-5.50", "-5", "2026-08-03", "", "true", "'+86 138"],
    ]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "＝1"])
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    (cell,) = list(csv.reader(io.StringIO(csv_text(["x"], [[text]]), newline="")))[1]
    assert cell == f"'{text}"


def test_xlsx_holds_no_formula_and_typed_cells() -> None:
    data = xlsx_bytes([*"abcdefghi"], [(*ROW[:7], True, datetime(2026, 8, 3, 10, tzinfo=UTC))], "[车]/1")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["车  1"]
    (_, row) = book.get_sheet_by_index(0).to_python()
    assert row == [
        "LC0CE4CB7V4016852",
        '=HYPERLINK("x")',
        "-5",
        -5.5,
        -5.0,
        date(2026, 8, 3),
        "",
        True,
        datetime(2026, 8, 3, 10),  # noqa: DTZ001
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_nothing_is_cut_off_in_silence() -> None:
    assert xlsx_bytes(["a"], [["x" * 32_767]], "s")
    with pytest.raises(BadFile) as caught:
        xlsx_bytes(["a"], [["x" * 32_768]], "s")
    assert (caught.value.code, caught.value.params["row"]) == ("cell_too_long", 2)
