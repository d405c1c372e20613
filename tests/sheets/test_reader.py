from __future__ import annotations

import codecs
import contextlib
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import BadFile
from tui.sheets import reader
from tui.sheets.reader import read_table
from tui.sheets.table import Cell, Table
from tui.sheets.writer import csv_text, xlsx_bytes

SAMPLE = Path(__file__).parent / "data" / "dealer-list-gb18030.csv"
RUSSIAN = (
    "Марка;Модель;VIN;Цвет;Пробег, км;Цена, юаней;Дата регистрации\n"
    "BYD;Юань UP;LC0CE4CB7V4016852;белый;12;95 800,50;03.08.2026\n"
    "Джили;Монжаро;L6T7752Z1PY000001;чёрный;8 600;138 000;18.06.2022\n"
)
ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="现车">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def _texts(table: Table) -> list[tuple[str, ...]]:
    return [table.columns, *(tuple(cell.text for cell in row.cells) for row in table.rows)]


def _bad(data: bytes, **options: str) -> BadFile:
    with pytest.raises(BadFile) as caught:
        read_table(data, "list.csv", **options)
    assert caught.value.params["path"] == "list.csv"
    return caught.value


def _ods(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", ODS.format(cells))
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return out.getvalue()


def test_the_sample_as_chinese_excel_saves_it() -> None:
    table = read_table(SAMPLE.read_bytes(), "list.csv")
    assert (table.encoding, table.delimiter, table.format) == ("gb18030", ",", "csv")
    assert len(table.columns) == 15
    assert [row.number for row in table.rows] == list(range(2, 26))
    assert table.rows[3].cells[8] == Cell("103,800.00")
    assert table.rows[-1].cells[1] == Cell('=HYPERLINK("x")')
    assert table.rows[-1].cells[3] == Cell("[red]活力型[/x]")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_same_rows_from_every_encoding_and_delimiter(encoding: str, found: str, delimiter: str) -> None:
    original = read_table(SAMPLE.read_bytes(), "list.csv")
    plain = [",".join(f'"{t.replace(chr(34), chr(34) * 2)}"' for t in row) for row in _texts(original)]
    text = "\r\n".join(plain).replace('","', f'"{delimiter}"')
    table = read_table(text.encode(encoding), "list.csv")
    assert (table.encoding, table.delimiter) == (found, delimiter)
    assert table.rows == original.rows
    assert read_table(text.encode(encoding), "x", encoding=encoding).rows == original.rows


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16", "koi8-r"])
def test_a_russian_list(encoding: str) -> None:
    table = read_table(RUSSIAN.encode(encoding), "list.csv")
    assert (table.encoding, table.delimiter) == (encoding, ";")
    assert [cell.text for cell in table.rows[1].cells] == RUSSIAN.splitlines()[2].split(";")


def test_a_list_whose_header_is_named_by_hand_is_guessed_by_its_letters() -> None:
    text = "编号甲,货物,说明文字\n" + "一号车,元UP活力型纯电动,杭州现车充足欢迎来电咨询\n" * 20
    table = read_table(text.encode("gb18030"), "list.csv", named=["编号甲"])
    assert table.columns == ("编号甲", "货物", "说明文字")


def test_pasted_cells() -> None:
    text = '车架号\t车型\t价格\n\nLC0CE4CB7V4016852\t19" 轮毂\t9.58万\n'
    table = read_table(text.encode(), "pasted")
    assert _texts(table) == [("车架号", "车型", "价格"), ("LC0CE4CB7V4016852", '19" 轮毂', "9.58万")]
    assert table.rows[0].number == 3
    stray = '车架号\t车型\n"LC0\t元UP\n'
    assert read_table(stray.encode(), "pasted").rows[0].cells == (Cell('"LC0'), Cell("元UP"))


def test_titles_ragged_rows_repeated_headers_and_blank_lines() -> None:
    text = "杭州店 2026年11月报价,,\n,,\n车架号,价格,\nA,1\n\nB,2,x,y\n,,,\n车架号,价格,\nC\n"
    table = read_table(text.encode(), "list.csv")
    assert table.header_row == 3
    assert table.columns == ("车架号", "价格", "column 3", "column 4")
    assert [(row.number, tuple(cell.text for cell in row.cells)) for row in table.rows] == [
        (4, ("A", "1", "", "")),
        (6, ("B", "2", "x", "y")),
        (9, ("C", "", "", "")),
    ]
    assert read_table("sep=;\nVIN;价格;价格\nA;1;2".encode(), "x").columns == ("VIN", "价格", "价格 (2)")


def test_a_record_over_two_lines_is_one_row() -> None:
    table = read_table(b'VIN,remark\nA,"two\nlines"\nB,x\n', "list.csv")
    assert [(row.number, row.cells[1].text) for row in table.rows] == [(2, "two\nlines"), (3, "x")]


@pytest.mark.parametrize("system", [False, True])
def test_a_workbook_keeps_dates_and_numbers_as_they_are(*, system: bool) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": system})
    book.add_worksheet("封面").write(0, 0, "报价单")
    sheet = book.add_worksheet("现车")
    day = book.add_format({"num_format": "d/m/yy"})
    sheet.write_row(2, 1, ["车架号", "价格", "上牌日期", "里程", "备注"])
    sheet.write_string(4, 1, "LC0CE4CB7V4016852")
    sheet.write_number(4, 2, 95800.00000000001)
    sheet.write_datetime(4, 3, datetime(2026, 8, 3), day)  # noqa: DTZ001
    sheet.write_number(4, 4, 12)
    sheet.write_string(4, 5, "=1+1")
    book.close()
    table = read_table(out.getvalue(), "list.csv")
    assert (table.format, table.sheet, table.sheets, table.header_row) == ("xlsx", "现车", ("封面", "现车"), 3)
    assert table.columns == ("column 1", "车架号", "价格", "上牌日期", "里程", "备注")
    assert table.rows[0].number == 5
    assert table.rows[0].cells[1:] == (
        Cell("LC0CE4CB7V4016852"),
        Cell("95800", Decimal(95800)),
        Cell("2026-08-03", date(2026, 8, 3)),
        Cell("12", Decimal(12)),
        Cell("=1+1"),
    )
    assert read_table(out.getvalue(), "x", sheet="现车").rows == table.rows
    error = _bad(out.getvalue(), sheet="二手")
    assert (error.code, error.params["known"]) == ("sheet_missing", "封面, 现车")
    assert _bad(out.getvalue(), sheet="封面").code == "header_missing"


def test_an_ods_and_an_xlsx_are_known_by_content() -> None:
    original = read_table(SAMPLE.read_bytes(), "list.csv")
    rows = _texts(original)
    workbook = read_table(xlsx_bytes(rows[0], rows[1:], "现车"), "named.csv")
    assert (workbook.format, workbook.rows) == ("xlsx", original.rows)
    ods = read_table(_ods([["VIN", "价格"], ["LC0CE4CB7V4016852", "9.58万"]]), "named.txt")
    assert (ods.format, ods.sheet) == ("ods", "现车")
    assert _texts(ods) == [("VIN", "价格"), ("LC0CE4CB7V4016852", "9.58万")]


@pytest.mark.parametrize(
    ("data", "options", "code"),
    [
        (b"", {}, "file_empty"),
        (b" \r\n\t", {}, "file_empty"),
        (codecs.BOM_UTF8, {}, "file_empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", {}, "file_binary"),
        (b"%PDF-1.4\n\x00\x01\x02", {}, "file_binary"),
        (b"\x01\x02\x03\x04VIN,price\n", {}, "file_binary"),
        (b"PK\x03\x04broken", {}, "workbook_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, {}, "workbook_broken"),
        (b"<html><table><tr><td>VIN</td></tr></table>", {}, "file_is_web_page"),
        ("你好，世界\n".encode(), {}, "header_missing"),
        (b"VIN,price\nA,1\n", {"sheet": "现车"}, "sheet_in_text_file"),
        (b"VIN,price\nA,1\n", {"encoding": "klingon"}, "encoding_unknown"),
        (b"VIN,price\nA,1\n", {"encoding": "hex"}, "encoding_unknown"),
        ("车架号,价格\n".encode("gb18030"), {"encoding": "utf-8"}, "encoding_wrong"),
        ("车架号,价格\n".encode("gb18030"), {"encoding": "cp1252"}, "header_missing"),
        (b'VIN,price\nA,1\nB,"2\nC,3\n', {}, "csv_broken"),
    ],
)
def test_a_bad_file_says_what_is_wrong(data: bytes, options: dict[str, str], code: str) -> None:
    assert _bad(data, **options).code == code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_names_its_line(encoding: str) -> None:
    data = "车架号,价格\nA,1\n".encode(encoding) + b"B,\xff\xff\n"
    error = _bad(data)
    assert (error.code, error.params["encoding"], error.params["line"]) == ("encoding_wrong", encoding, 3)
    assert _bad(data, encoding=encoding).params["line"] == 3


def test_a_broken_quote_names_its_line() -> None:
    assert _bad(b'VIN,price\nA,1\nB,"2\nC,3\n').params["line"] == 3


def test_a_zip_that_is_no_workbook_and_a_locked_one() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("photo.jpg", b"x")
    assert _bad(out.getvalue()).code == "file_binary"


def test_a_huge_file_and_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST", 1000)
    assert _bad(b"VIN\n" + b"A\n" * 1000).code == "file_too_large"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 20_000)
    monkeypatch.setattr(reader, "_UNPACKED", 10_000)
    assert _bad(out.getvalue()).code == "file_too_large"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"VIN,price\n", b"\xff\xfe"):
        with contextlib.suppress(BadFile):
            read_table(start + data, "x")


@given(st.integers(0, 6000), st.integers(0, 255))
def test_no_damaged_workbook_breaks_the_reader(place: int, byte: int) -> None:
    data = bytearray(xlsx_bytes(("VIN", "price"), [("A", 1)], "s"))
    data[place % len(data)] = byte
    with contextlib.suppress(BadFile):
        read_table(bytes(data), "x")


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs", "Cc"]), max_size=30)
HOSTILE = st.sampled_from(
    ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "''", "'", '"', ",", "\n", "＝1", "[/x]", "\x1b[31m"]
)


@given(st.lists(st.tuples(TEXT | HOSTILE, TEXT | HOSTILE), max_size=8))
def test_csv_text_reads_back_as_the_characters_that_it_was(rows: list[tuple[str, str]]) -> None:
    data = csv_text(("VIN", "remark", "price"), [(*row, "1") for row in rows]).encode("utf-8-sig")
    table = read_table(data, "x")
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [(*row, "1") for row in rows]
