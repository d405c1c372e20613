"""The main job, from a dealer's list to a paper, in English and in Chinese, as one story after another."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.kit import SAMPLE, Machine, contents, revision

CODES = [
    "vin_duplicate",
    "vin_length",
    "vin_check_digit",
    "vin_character",
    "vin_missing",
    "amount_negative",
    "date_unreal",
]
MENDED = {"vin_length", "date_unreal"}
TONGUES = [
    ("en_GB.UTF-8", "a VIN has no “O”; is it LC0CE4CB7V4016890?"),
    ("zh_CN.UTF-8", "车架号不含“O”；是否为 LC0CE4CB7V4016890？"),
]


@pytest.mark.parametrize(("language", "sentence"), TONGUES)
def test_the_sample_list_gives_17_cars_and_7_held_rows(machine: Machine, language: str, sentence: str) -> None:
    done = machine.speaks(language)("car", "import", SAMPLE, "--dealer", "杭州", "--format", "json").done()
    found = done.json
    assert found["schema"] == "nearnew/import/1"
    assert (found["accepted"], found["changed"], found["same"]) == (17, 0, 0)
    assert [held["code"] for held in found["held"]] == CODES
    assert [held["row"] for held in found["held"]] == [18, 19, 20, 21, 22, 23, 24]
    assert [held["column"] for held in found["held"]] == ["车架号"] * 5 + ["开票价(含税)", "上牌日期"]
    for held in found["held"]:
        assert {"row", "column", "value", "code", "message"} <= held.keys()
    assert found["held"][3]["message"] == sentence
    assert found["held"][3]["offer"] == "LC0CE4CB7V4016890"
    assert done.err == ""


@pytest.mark.parametrize(
    ("language", "counts"),
    [("en", "17 new, 0 changed, 0 the same, 7 held"), ("zh_CN", "新增 17")],
)
def test_the_report_in_words_names_every_held_row(machine: Machine, language: str, counts: str) -> None:
    done = machine.speaks(language)("car", "import", SAMPLE, "--dealer", "杭州").done()
    assert done.out.startswith(counts)
    held = [line for line in done.out.splitlines() if line.startswith("  ") and "“" in line]
    assert len(held) >= 7
    for row in range(18, 25):
        assert any(str(row) in line for line in held)


def test_a_dry_run_writes_nothing_and_makes_no_book(machine: Machine) -> None:
    machine("car", "add", "make=byd", "model=x").done()
    before = contents(machine.book)
    done = machine("car", "import", SAMPLE, "--dealer", "杭州", "--dry-run", "--format", "json").done()
    assert done.json["accepted"] == 17
    assert contents(machine.book) == before


def test_the_same_list_again_changes_nothing(stocked: Machine) -> None:
    before = contents(stocked.book)
    found = stocked("car", "import", SAMPLE, "--dealer", "杭州", "--format", "json").done().json
    assert (found["accepted"], found["changed"], found["same"], len(found["held"])) == (0, 0, 17, 7)
    assert contents(stocked.book) == before
    commits = stocked("book", "history", "--format", "json").done().json["commits"]
    assert [commit["why"] for commit in commits] == ["car import dealer-list-gb18030.csv"]
    assert revision(stocked) == 1


def test_a_list_is_read_from_standard_input(machine: Machine) -> None:
    found = machine("car", "import", "-", "--dealer", "杭州", "--format", "json", given=SAMPLE.read_bytes()).done().json
    assert (found["accepted"], len(found["held"])) == (17, 7)
    pasted = "车架号\t品牌\t车型\t开票价\nLC0CE4CB5V4016896\t比亚迪\t元UP\t9.58万\n"
    found = machine("car", "import", "-", "--format", "json", given=pasted.encode()).done().json
    assert found["accepted"] == 1
    car = machine("car", "show", "V4016896", "--format", "json").done().json["car"]
    assert car["price"] == {"amount": "95800.00", "currency": "CNY"}


def test_bought_makes_purchases(machine: Machine) -> None:
    machine("car", "import", SAMPLE, "--dealer", "杭州", "--bought", "2026-11-20").done()
    cars = machine("car", "list", "is:bought", "--format", "json").done().json["cars"]
    assert len(cars) == 17
    car = next(car for car in cars if car["vin"] == "LC0CE4CB7V4016852")
    assert car["purchases"][0]["bought_on"] == "2026-11-20"
    assert car["expected_rebate"] == {"amount": "11021.24", "currency": "CNY"}
    assert car["days_tied_up"] == 2


def test_a_column_can_be_named(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("VIN,Make,Model,Hue\nLC0CE4CB7V4016852,BYD,元UP,白\n", encoding="utf-8")
    found = machine("car", "import", path, "--map", "colour=Hue", "--format", "json").done().json
    assert found["accepted"] == 1
    assert found["ignored_columns"] == []
    assert machine("car", "show", "V4016852", "--format", "json").done().json["car"]["colour"] == "white"


def test_held_rows_wait_until_they_are_mended_or_dismissed(stocked: Machine) -> None:
    held = stocked("car", "held", "--format", "json").done().json
    assert held["schema"] == "nearnew/held/1"
    assert [row["problems"][0]["code"] for row in held["held"]] == CODES
    by_code = {row["problems"][0]["code"]: row["id"] for row in held["held"]}

    letter_o = by_code["vin_character"]
    sentence = stocked("car", "mend", str(letter_o), "vin=LC0CE4CB7V4016890").refused(1)
    assert "check digit" in sentence
    assert sentence.endswith("(--yes)")
    stocked("car", "mend", str(letter_o), "vin=LC0CE4CB7V4016890", "--yes").done()
    car = stocked("car", "show", "V4016890", "--format", "json").done().json["car"]
    assert car["vin_confirmed"] is True

    stocked("car", "mend", str(by_code["vin_check_digit"]), "--yes").done()
    stocked("car", "mend", str(by_code["amount_negative"]), "开票价(含税)=95800", "vin=LC0CE4CB5V4016896").done()
    stocked("car", "mend", str(by_code["vin_missing"]), "vin=-").done()
    stocked("car", "dismiss", str(by_code["vin_duplicate"])).done()

    left = stocked("car", "held", "--format", "json").done().json["held"]
    assert [row["problems"][0]["code"] for row in left] == ["vin_length", "date_unreal"]
    assert len(stocked("car", "list", "--format", "json").done().json["cars"]) == 21
    again = stocked("car", "import", SAMPLE, "--dealer", "杭州", "--format", "json").done().json
    assert (again["accepted"], again["changed"]) == (0, 0)
    assert [row["code"] for row in again["held"]] == ["vin_length", "date_unreal"]
    assert stocked("car", "mend", str(letter_o), "vin=-").refused(1).startswith("No held row")


def test_a_mended_file_of_rejects_imports(machine: Machine, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    machine("car", "import", SAMPLE, "--dealer", "杭州", "--rejects", rejects).done()
    text = rejects.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 7
    assert rows[3]["reasons"].startswith("车架号: a VIN has no “O”")
    short = text.replace("LC0CE4CB7V401685,", "LC0CE4CB1V4016894,").replace("2026/13/3", "2026/8/3")
    assert short != text
    rejects.write_bytes(short.encode("utf-8-sig"))
    found = machine("car", "import", rejects, "--dealer", "杭州", "--format", "json").done().json
    assert (found["accepted"], len(found["held"])) == (2, 5)
    waiting = machine("car", "held", "--format", "json").done().json["held"]
    assert [row["problems"][0]["code"] for row in waiting] == [code for code in CODES if code not in MENDED]


def test_a_file_of_rejects_that_cannot_be_written_stops_the_import(machine: Machine, tmp_path: Path) -> None:
    machine("car", "add", "make=byd", "model=x").done()
    before = contents(machine.book)
    there = tmp_path / "there.csv"
    there.write_text("mine", encoding="utf-8")
    assert "--yes" in machine("car", "import", SAMPLE, "--rejects", there).refused(1)
    machine("car", "import", SAMPLE, "--rejects", tmp_path).refused(1)
    machine("car", "import", SAMPLE, "--rejects", tmp_path / "none" / "x.csv").refused(1)
    assert there.read_text(encoding="utf-8") == "mine"
    assert contents(machine.book) == before


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_whole_job_to_the_paper(machine: Machine, tmp_path: Path, language: str) -> None:
    """Every step of the README, one command after the other."""
    run = machine.speaks(language)
    run("car", "import", SAMPLE, "--dealer", "杭州").done()
    run("car", "held").done()
    run("car", "buy", "dealer:杭州 model:元UP", "bought_on=2026-11-20", "--yes").done()
    run("check", "--to", "KZ,RU,JO", "--on", "2026-12-15").done(4)
    run("check", "V4016852", "--to", "JO", "--explain").done(4)
    run("missing", "--to", "KZ").done()
    letter = ("country=KZ", "number=A-7", "issued=2026-11-20", "signer=maker", "shows=all")
    run("document", "add", "letter", "V4016852", "V4016851", *letter).done()
    run("car", "edit", "V4016852", "transferred=2026-11-21", "damage_history=none").done()
    run("shipment", "new", "V4016852", "V4016851", "--to", "KZ", "mode=rail", "etd=2026-12-20").done()
    paper = run("shipment", "print", "S26-001", "--draft", "--lang", "zh_CN").done()
    assert "LC0CE4CB7V4016852" in paper.out
    assert "草稿" in paper.out
    to = tmp_path / "paper.txt"
    assert run("shipment", "print", "S26-001", "-o", to).refused(5)
    assert not to.exists()
    assert "2026-11-22" in run().done().out
