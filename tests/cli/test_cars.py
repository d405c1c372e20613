"""``car``: list, show, add, edit, buy, archive, remove."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.kit import COMMAND, Machine, contents, revision, vins

CAR = "LC0CE4CB7V4016852"


def test_the_list_as_table_csv_json_and_workbook(stocked: Machine, tmp_path: Path) -> None:
    table = stocked("car", "list").done()
    assert len(table.out.splitlines()) == 2 + 17
    assert table.sentence == "17 cars"
    text = stocked("car", "list", "--format", "csv").done()
    assert text.err == ""
    rows = list(csv.DictReader(io.StringIO(text.out)))
    assert len(rows) == 17
    assert rows[0]["Price"] == "95800.00"
    found = stocked("car", "list", "--format", "json").done()
    assert found.err == ""
    assert found.json["schema"] == "nearnew/cars/1"
    assert len(vins(found.json)) == 17
    to = tmp_path / "stock.xlsx"
    stocked("car", "list", "--format", "xlsx", "-o", to).done()
    sheet = CalamineWorkbook.from_path(to).get_sheet_by_index(0).to_python()
    assert len(sheet) == 1 + 17
    assert sheet[-1][2] == '=HYPERLINK("x")'


def test_a_csv_file_has_the_mark_that_spreadsheets_look_for(stocked: Machine, tmp_path: Path) -> None:
    to = tmp_path / "stock.csv"
    stocked("car", "list", "--format", "csv", "-o", to).done()
    assert to.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "--yes" in stocked("car", "list", "--format", "csv", "-o", to).refused(1)
    stocked("car", "list", "--format", "csv", "-o", to, "--yes").done()
    assert "stock" not in {path.suffix for path in tmp_path.iterdir()}
    stocked("car", "list", "-o", tmp_path).refused(1)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (("make:byd",), 13),
        (("make:比亚迪",), 13),
        (("元UP", "colour:white"), 5),
        (("make:byd", "-colour:white"), 9),
        (("-letter", "make:lynk-co"), 3),
        (("age>150",), 7),
        (("is:unregistered",), 1),
        (("dealer:杭州", "invoice:special_vat"), 14),
        (("-make:byd",), 4),
        (("price<90000",), 3),
        (("make:tesla",), 0),
    ],
)
def test_filters(stocked: Machine, query: tuple[str, ...], count: int) -> None:
    assert len(stocked("car", "list", *query, "--format", "json").done().json["cars"]) == count
    assert len(stocked("car", "list", " ".join(query), "--format", "json").done().json["cars"]) == count
    assert len(stocked("car", "list", "--format", "json", "--", *query).done().json["cars"]) == count


def test_sort_and_columns(stocked: Machine) -> None:
    done = stocked("car", "list", "make:byd", "--sort", "-price", "--columns", "vin,price", "--format", "csv").done()
    rows = done.out.splitlines()
    assert rows[0] == "VIN,Price"
    prices = [float(row.split(",")[1]) for row in rows[1:]]
    assert prices == sorted(prices, reverse=True)
    assert stocked("car", "list", "--sort", "-age", "--columns", "age", "--format", "csv").done().out.splitlines()[1:]


def test_every_column_can_be_shown(sampled: Machine) -> None:
    from tui.cli.cars import COLUMNS

    every = ",".join(COLUMNS)
    for language in ("en", "zh_CN"):
        head = sampled.speaks(language)("car", "list", "--columns", every, "--format", "csv").done().out.splitlines()[0]
        assert head.count(",") == len(COLUMNS) - 1


@pytest.mark.parametrize("name", [CAR, CAR.lower(), "V4016852", "016852", "26-0001", " 26-0001 "])
def test_a_car_is_named_in_many_ways(stocked: Machine, name: str) -> None:
    found = stocked("car", "show", name, "--format", "json").done().json
    assert found["schema"] == "nearnew/car/1"
    assert found["car"]["vin"] == CAR


def test_a_car_shown_as_data_has_the_domain_s_names(stocked: Machine) -> None:
    car = stocked("car", "show", CAR, "--format", "json").done().json["car"]
    assert (car["make"], car["model"], car["trim"], car["model_year"]) == ("byd", "元UP", "活力型", 2027)
    assert (car["colour"], car["powertrain"], car["steering"]) == ("white", "bev", "LHD")
    assert (car["first_registration"], car["manufacture_date"]) == ("2026-08-03", "2026-07")
    assert car["odometer_km"] == 12
    assert car["price"] == {"amount": "95800.00", "currency": "CNY"}
    assert car["offer"]["invoice_kind"] == "special_vat"
    assert (car["stage"], car["dealer"], car["days_registered"]) == ("listed", "杭州", 111)
    assert car["purchases"] == []


@pytest.mark.parametrize(("language", "word"), [("en", "White"), ("zh_CN", "白")])
def test_a_car_shown_as_text(stocked: Machine, language: str, word: str) -> None:
    out = stocked.speaks(language)("car", "show", CAR).done().out
    assert out.startswith(CAR)
    assert word in out
    assert "2026-08-03" in out


def test_add_gives_a_stock_number(stocked: Machine) -> None:
    done = stocked("car", "add", "make=吉利", "model=星愿", "colour=粉", "price=6.98万", "--dealer", "杭州").done()
    car = done.json["car"]
    assert (car["stock_number"], car["make"], car["colour"]) == ("26-0018", "geely", "pink")
    assert car["price"]["amount"] == "69800.00"
    assert "26-0018" in done.err
    assert stocked("car", "add", "make=byd", "model=x", "vin=LC0CE4CB8V4016852").refused(1).endswith("(--yes)")
    assert stocked("car", "add", "make=byd", "model=x", "vin=LC0CE4CB8V4016852", "--yes").done()
    assert "make" in stocked("car", "add", "colour=white").done(1).err


def test_edit_dry_run_shows_and_writes_nothing(stocked: Machine) -> None:
    before = contents(stocked.book)
    done = stocked("car", "edit", CAR, "colour=red", "destination=KZ", "--dry-run").done()
    assert [line.split() for line in done.out.splitlines()[2:]] == [
        [CAR, "colour", "white", "red"],
        [CAR, "destination", "–", "KZ"],
    ]
    assert contents(stocked.book) == before


def test_one_car_is_edited_without_asking_and_an_empty_value_takes_away(stocked: Machine) -> None:
    stocked("car", "edit", CAR, "colour=red", "destination=KZ").done()
    car = stocked("car", "show", CAR, "--format", "json").done().json["car"]
    assert (car["colour"], car["destination"]) == ("red", "KZ")
    assert {"colour", "destination"} <= set(car["typed"])
    stocked("car", "edit", CAR, "colour=").done()
    assert stocked("car", "show", CAR, "--format", "json").done().json["car"]["colour"] == ""


@pytest.mark.parametrize(
    "words",
    [("car", "edit", "make:byd", "destination=KZ"), ("car", "buy", "make:byd", "bought_on=2026-11-20")],
)
def test_several_cars_need_yes_where_nobody_can_be_asked(stocked: Machine, words: tuple[str, ...]) -> None:
    before = contents(stocked.book)
    for flags in ((), ("--no-input",)):
        done = stocked.bare("--book", stocked.book, *flags, *words).done(2)
        assert "13" in done.err.splitlines()[-1]
        assert "--yes" in done.err.splitlines()[-1]
    assert contents(stocked.book) == before
    stocked(*words, "--yes").done()
    assert revision(stocked) == 2


def test_edit_by_filter_is_one_entry_of_the_history(stocked: Machine) -> None:
    stocked("car", "edit", "year=2027", "-is:unregistered", "destination=KZ", "--yes").done()
    cars = stocked("car", "list", "dest:KZ", "--format", "json").done().json["cars"]
    assert len(cars) == 10
    commits = stocked("book", "history", "--format", "json").done().json["commits"]
    assert len(commits[0]["changes"]) == 10


def test_buy(stocked: Machine) -> None:
    stocked("car", "buy", CAR, "bought_on=2026-11-20", "price=95000", "invoice_number=044").done()
    car = stocked("car", "show", CAR, "--format", "json").done().json["car"]
    assert car["stage"] == "bought"
    assert car["price"] == {"amount": "95000.00", "currency": "CNY"}
    assert car["purchases"][0]["invoice_number"] == "044"
    assert "2026-11-20" in stocked("car", "buy", CAR).done(1).err
    assert "bought_on" in stocked("car", "buy", "V4016851", "bought_on=2026-12-20").done(1).err


def test_archive_and_back(stocked: Machine) -> None:
    assert "1 car" in stocked("car", "archive", CAR).done().sentence
    assert len(vins(stocked("car", "list", "--format", "json").done().json)) == 16
    assert vins(stocked("car", "list", "is:archived", "--format", "json").done().json) == [CAR]
    stocked("shipment", "new", CAR, "--to", "KZ").refused(1)
    stocked("car", "archive", "--back", CAR).done()
    assert len(vins(stocked("car", "list", "--format", "json").done().json)) == 17
    stocked("car", "archive", "make:byd").refused(2)
    stocked("car", "archive", "make:byd", "--yes").done()
    stocked("car", "archive", "--back", "make:byd", "--yes").done()
    assert len(vins(stocked("car", "list", "--format", "json").done().json)) == 17


def test_remove_asks_and_refuses_what_is_referenced(stocked: Machine) -> None:
    stocked("document", "add", "letter", "V4016851", "country=KZ").done()
    stocked("shipment", "new", CAR, "--to", "KZ").done()
    before = contents(stocked.book)
    assert "--yes" in stocked("car", "remove", "V4016863").refused(2)
    assert "S26-001" in stocked("car", "remove", CAR, "--yes").refused(1)
    assert "V4016851" in stocked("car", "remove", "V4016851", "--yes").refused(1)
    stocked("car", "remove", CAR, "V4016863", "--yes").refused(1)
    assert contents(stocked.book) == before
    stocked("car", "remove", "V4016863", "--yes").done()
    assert len(vins(stocked("car", "list", "--format", "json").done().json)) == 16
    stocked("book", "undo").done()
    assert "LC0CE4CB1V4016863" in vins(stocked("car", "list", "--format", "json").done().json)


@pytest.mark.parametrize(("answer", "left"), [(b"n\n", 17), (b"maybe\ny\n", 16), (b"\x04", 17)])
@pytest.mark.parametrize("language", ["en_GB.UTF-8", "zh_CN.UTF-8"])
def test_a_person_at_a_terminal_is_asked(stocked: Machine, language: str, answer: bytes, left: int) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    done = subprocess.run(
        [COMMAND, "--book", stocked.book, "car", "remove", "V4016863"],
        stdin=theirs,
        capture_output=True,
        check=False,
        env=stocked.speaks(language).environment(),
        timeout=60,
    )
    os.close(ours)
    os.close(theirs)
    assert done.stdout == b""
    assert "Traceback" not in done.stderr.decode()
    assert ("车" if language.startswith("zh") else "Remove 1 car") in done.stderr.decode()
    assert len(vins(stocked("car", "list", "--format", "json").done().json)) == left
