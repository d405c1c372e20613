"""Shipments, and the paper about them."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.cli.kit import DAY, Machine, contents
from tui.reports.cells import width

VINS = ["LC0CE4CB7V4016852", "LC0CE4CB5V4016851"]


@pytest.fixture
def shipping(stocked: Machine) -> Machine:
    """A machine whose book has a shipment of two cars to Kazakhstan."""
    stocked("party", "add", "name=ТОО Алтын Авто", "country=KZ", "roles=consignee").done()
    stocked(
        "shipment", "new", "V4016852", "V4016851", "--to", "KZ", "--consignee", "Алтын", "mode=rail", "etd=2026-12-20"
    ).done()
    return stocked


def test_a_new_shipment_says_what_it_is(stocked: Machine) -> None:
    done = stocked("shipment", "new", *VINS, "--to", "KZ", "--via", "MN", "mode=rail", "etd=2026-12-20").done()
    assert "S26-001" in done.sentence
    found = done.json
    assert found["schema"] == "nearnew/shipment/1"
    made = found["shipment"]
    assert (made["number"], made["to"], made["mode"], made["etd"]) == ("S26-001", "KZ", "rail", "2026-12-20")
    assert made["cars"] == VINS
    assert made["deal"]["via"] == ["MN"]


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_without_draft_only_a_ready_shipment_prints(shipping: Machine, tmp_path: Path, form: str) -> None:
    before = contents(shipping.book)
    sentence = shipping("shipment", "print", "S26-001", "--format", form, "--on", DAY).refused(5)
    assert "S26-001 is ACTION" in sentence
    assert "--draft" in sentence
    to = tmp_path / "paper"
    shipping("shipment", "print", "S26-001", "--format", form, "-o", to).refused(5)
    assert not list(tmp_path.glob("*paper*"))
    assert contents(shipping.book) == before


def test_the_refusal_speaks_chinese(shipping: Machine) -> None:
    sentence = shipping.speaks("zh_CN.UTF-8")("shipment", "print", "S26-001").refused(5)
    assert "S26-001" in sentence
    assert "--draft" in sentence
    assert "ACTION" not in sentence
    assert "paper" not in sentence


def test_the_exit_code_of_a_refused_paper_is_its_verdict(stocked: Machine) -> None:
    stocked("shipment", "new", "V4016869", "--to", "KZ").done()
    stocked("shipment", "print", "S26-001").refused(4)
    stocked("shipment", "new", "V4016852", "--to", "UZ").done()
    stocked("shipment", "new", "--to", "KZ", "number=S26-009").done()
    stocked("shipment", "print", "S26-009").refused(4)
    facts = ("damage_history=none", "former_use=none", "battery_soh=98", "battery_soh_on=2026-11-01")
    stocked("car", "edit", "R4874155", *facts).done()
    stocked("shipment", "new", "R4874155", "--to", "JO", "clearance=2027-01-10", "number=S26-010").done()
    stocked("shipment", "print", "s26-010").refused(3)


def test_the_draft_in_chinese_is_for_a_broker(shipping: Machine) -> None:
    done = shipping("shipment", "print", "S26-001", "--draft", "--lang", "zh_CN").done()
    for vin in VINS:
        assert done.out.count(vin) >= 1
    lines = done.out.splitlines()
    assert max(width(line) for line in lines) <= 80
    pages = [line for line in lines if "页" in line and "共" in line]
    heads = [line for line in lines if "草稿" in line]
    assert len(heads) == len(pages) >= 1
    for word in ("车架号", "ТОО Алтын Авто", "2026-12-20", "铁路", "哈萨克斯坦", "2026.11.22", "售后维修服务确认书"):
        assert word in done.out
    assert done.err == ""


def test_the_draft_in_english_is_as_wide(shipping: Machine) -> None:
    done = shipping("shipment", "print", "S26-001", "--draft").done()
    assert max(width(line) for line in done.out.splitlines()) <= 80
    assert "DRAFT" in done.out
    assert all(vin in done.out for vin in VINS)


def test_the_paper_language_is_not_that_of_the_screen(shipping: Machine) -> None:
    english = shipping("shipment", "print", "S26-001", "--draft").done().out
    chinese = shipping("shipment", "print", "S26-001", "--draft", "--lang", "zh_CN").done().out
    other = shipping.speaks("zh_CN.UTF-8")
    assert other("shipment", "print", "S26-001", "--draft", "--lang", "en").done().out == english
    assert other("shipment", "print", "S26-001", "--draft").done().out == chinese


def test_as_csv_and_json(shipping: Machine, tmp_path: Path) -> None:
    text = shipping("shipment", "print", "S26-001", "--draft", "--format", "csv").done().out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["VIN"] for row in rows] == VINS
    found = shipping("shipment", "print", "S26-001", "--draft", "--format", "json").done().json
    assert found["schema"].startswith("nearnew/shipment-summary/")
    assert [car["vin"] for car in found["shipment"]["cars"]] == VINS
    to = tmp_path / "paper.csv"
    done = shipping("shipment", "print", "S26-001", "--draft", "--format", "csv", "-o", to).done()
    assert done.out == ""
    assert to.read_bytes() == b"\xef\xbb\xbf" + text.encode()
    assert "paper.csv" in shipping("shipment", "print", "S26-001", "--draft", "-o", to).refused(1)
    shipping("shipment", "print", "S26-001", "--draft", "-o", to, "--yes").done()
    assert "S26-001" in to.read_text(encoding="utf-8")


def test_a_ready_shipment_prints_a_final_paper(sampled: Machine) -> None:
    found = sampled("shipment", "list", "--format", "json").done().json
    assert found["schema"] == "nearnew/shipments/1"
    ready = [one["number"] for one in found["shipments"] if one["verdict"] == "READY"]
    assert ready == ["S26-001"]
    paper = sampled("shipment", "print", "S26-001", "--on", DAY, "--lang", "en").done().out
    assert "DRAFT" not in paper
    assert "ASSUMED" in paper


def test_the_paper_speaks_the_consignees_language(sampled: Machine) -> None:
    paper = sampled("shipment", "print", "S26-001", "--on", DAY).done().out
    assert "СВОДКА ОТПРАВКИ S26-001" in paper
    assert "Казахстан" in paper


@pytest.mark.parametrize("kind", ["packing-list", "invoice", "vin-list", "load-plan", "gate-sheet", "missing"])
def test_every_kind_prints(shipping: Machine, kind: str) -> None:
    text = shipping("shipment", "print", "S26-001", "--draft", "--kind", kind).done().out
    assert all(vin in text for vin in VINS)
    found = shipping("shipment", "print", "S26-001", "--draft", "--kind", kind, "--format", "json").done().json
    assert found["schema"].startswith("nearnew/")
    assert found["sha256"] in "".join(text.split())


def test_a_pdf_and_a_workbook_are_written_to_files(shipping: Machine, tmp_path: Path) -> None:
    for form, begins in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        to = tmp_path / f"paper.{form}"
        done = shipping(
            "shipment", "print", "S26-001", "--draft", "--format", form, "--lang", "ru", "--bilingual", "-o", to
        )
        assert done.done().out == ""
        assert to.read_bytes().startswith(begins)


def test_a_final_paper_is_refused_and_nothing_is_written(shipping: Machine, tmp_path: Path) -> None:
    to = tmp_path / "invoice.pdf"
    (one,) = shipping("shipment", "list", "--format", "json").done().json["shipments"]
    code = {"BLOCKED": 3, "UNKNOWN": 4, "ACTION": 5}[one["verdict"]]
    said = shipping("shipment", "print", "S26-001", "--kind", "invoice", "--format", "pdf", "-o", to).refused(code)
    assert "--draft" in said
    assert not to.exists()


def test_papers_of_several_shipments_go_into_a_folder(sampled: Machine, tmp_path: Path) -> None:
    numbers = [one["number"] for one in sampled("shipment", "list", "--format", "json").done().json["shipments"]]
    assert len(numbers) > 1
    words = ("shipment", "print", *numbers, "--draft", "--kind", "vin-list", "--on", DAY, "--format", "html")
    assert "-o" in sampled(*words).refused(2)
    assert "one file each" in sampled(*words, "-o", tmp_path / "none").refused(1)
    sampled(*words, "-o", tmp_path).done()
    assert len(list(tmp_path.glob("*-vin-list-*.html"))) == len(numbers)
    text = sampled(*words[:-2]).done().out
    assert all(f"VIN LIST {number}" in text or number in text for number in numbers)


def test_a_bilingual_paper_needs_another_language(shipping: Machine) -> None:
    said = shipping("shipment", "print", "S26-001", "--draft", "--lang", "zh_CN", "--bilingual").refused(2)
    assert "Chinese" in said


def test_cars_go_on_and_off(shipping: Machine) -> None:
    assert "3" in shipping("shipment", "add", "S26-001", "V4016863").done().sentence
    assert "2" in shipping("shipment", "remove", "S26-001", "V4016851").done().sentence
    shown = shipping("shipment", "show", "S26-001", "--format", "json").done().json["shipment"]
    assert shown["cars"] == ["LC0CE4CB7V4016852", "LC0CE4CB1V4016863"]
    assert "V4016851" in shipping("shipment", "remove", "S26-001", "V4016851").refused(1)
    assert "S26-001" in shipping("shipment", "new", "V4016852", "--to", "RU").refused(1)
    text = shipping("shipment", "show", "S26-001").done().out
    assert text.startswith("S26-001 → KZ: ! ACTION")


def test_price_and_fields(shipping: Machine) -> None:
    shipping("shipment", "price", "S26-001", "15500USD", "V4016852").done()
    edited = shipping("shipment", "edit", "S26-001", "incoterm=FOB", "eta=2027-01-05").done().json["shipment"]
    assert edited["lines"][0]["price"] == {"amount": "15500.00", "currency": "USD"}
    assert edited["eta"] == "2027-01-05"
    assert shipping("shipment", "edit", "S26-001", "eta=2026-12-01").refused(1).startswith("eta: ")
    assert shipping("shipment", "price", "S26-001", "abc", "V4016852").refused(2)
    assert shipping("shipment", "price", "S26-001", "1EUR", "V4016851").refused(1)


def test_where_the_buyer_pays_and_what_travels_with_the_cars(shipping: Machine) -> None:
    shipping("firm", "add", "name=近新", "bank=样本银行", "bank_account=6222 0001", "swift=abcdcnbj").done()
    shipping("shipment", "edit", "S26-001", "payment_terms=30% T/T", "shipping_marks=NN / 1-2", "--firm", "近新").done()
    shipping("car", "edit", "V4016852", "keys=2", "accessories=充电线").done()
    assert shipping("car", "edit", "V4016851", "keys=22").refused(1)
    assert "样本银行" in shipping("firm", "show", "近新").done().out
    assert "样本银行" not in shipping("firm", "list").done().out, "the list stays narrow"
    printed = {
        kind: shipping("shipment", "print", "S26-001", "--draft", "--lang", "en", "--kind", kind).done().out
        for kind in ("invoice", "proforma", "packing-list", "gate-sheet", "summary")
    }
    for kind in ("invoice", "proforma"):
        assert {"30% T/T", "样本银行", "6222 0001", "ABCDCNBJ"} == {
            said for said in ("30% T/T", "样本银行", "6222 0001", "ABCDCNBJ") if said in printed[kind]
        }
    assert "NN / 1-2" in printed["packing-list"]
    assert re.search(r"Keys +2 +Accessories +充电线", printed["packing-list"])
    assert "____ / 2" in printed["gate-sheet"]
    assert not [kind for kind in ("packing-list", "gate-sheet", "summary") if "6222" in printed[kind]]


def test_the_list(shipping: Machine) -> None:
    done = shipping("shipment", "list").done()
    assert "S26-001" in done.out
    assert "! ACTION" in done.out
    assert shipping("shipment", "list", "--format", "csv").done().out.splitlines()[1].startswith("S26-001,KZ,Rail,2,")
    ascii_marks = shipping.speaks("en", NEARNEW_UI_GLYPHS="ascii")
    assert "! ACTION" in ascii_marks("shipment", "list").done().out


def test_one_wrong_character_between_licence_and_certificate_refuses_the_final_paper(sampled: Machine) -> None:
    ship = sampled("shipment", "show", "S26-001", "--format", "json").done().json["shipment"]
    car = ship["cars"][0]
    sampled("shipment", "print", "S26-001", "--on", DAY).done()
    documents = sampled("document", "list", "--kind", "licence", "--format", "json").done().json["documents"]
    licence = str(documents[0]["id"])
    done = sampled("document", "says", licence, car, "model=BYD7008BEVAl").done()
    assert done.json["schema"] == "nearnew/document/1"
    assert "S26-001 is BLOCKED" in sampled("shipment", "print", "S26-001", "--on", DAY).refused(3)
    found = sampled("shipment", "papers", "S26-001", "--format", "json").done().json
    assert (found["schema"], found["differing"]) == ("nearnew/shipment-papers/1", 1)
    (difference,) = found["cars"][0]["differences"]
    assert difference["rule"] == "papers:model:cn_export_licence:registration_certificate"
    assert [one["value"] for one in difference["papers"]] == ["BYD7008BEVAl", "BYD7008BEVA1"]
    text = sampled("shipment", "papers", "S26-001").done().out
    assert "BYD7008BEVA[l]" in text
    checked = sampled("check", car, "--to", "KZ", "--on", DAY, "--format", "json").done(3).json
    assert checked["results"][0]["gates"]["papers"] == "BLOCKED"
    assert "[l]" not in sampled("shipment", "print", "S26-001", "--on", DAY, "--draft").done().out
    sampled("book", "undo").done()
    sampled("shipment", "print", "S26-001", "--on", DAY).done()


def test_a_table_of_what_a_paper_prints(shipping: Machine, tmp_path: Path) -> None:
    done = shipping("document", "add", "登记证", *VINS, "issued=2026-09-01").done()
    number = str(done.json["document"]["id"])
    table = tmp_path / "certificate.csv"
    table.write_text(
        f"车架号,品牌,初次登记日期\n{VINS[0]},比亚迪牌,2026-08-03\n{VINS[1]},比亚迪牌,2026年8月3日\n", "utf-8"
    )
    said = shipping("document", "says", number, "--table", table).done().json["document"]["prints"]
    assert len(said) == 6
    assert "2026-02-30" in shipping("document", "says", number, VINS[0], "first_registration=2026-02-30").refused(1)
    assert shipping("document", "says", number, VINS[0]).refused(2)
    other = shipping("document", "add", "专票", *VINS, "issued=2026-09-01").done().json["document"]["id"]
    assert "as a whole" in shipping("document", "says", str(other), "make=比亚迪").done().err
    assert shipping("document", "says", number, "colour=red").refused(2)
    table.write_text("品牌\n比亚迪\n", "utf-8")
    assert "VIN" in shipping("document", "says", number, "--table", table).refused(1)


def test_the_journey_by_commands(shipping: Machine, tmp_path: Path) -> None:
    leg = ("shipment", "leg", "add", "S26-001")
    shipping(*leg, "start=宁波", "end=霍尔果斯", "end_country=CN", "mode=road", "etd=2026-12-21").done()
    found = shipping(*leg, "end=Алматы", "end_country=KZ", "eta=2026-12-30").done().json["shipment"]
    assert (found["via"], found["departs"], found["arrives"], found["stage"]) == ([], "2026-12-21", "2026-12-30", None)
    assert shipping("shipment", "edit", "S26-001", "etd=2026-12-22").refused(1)
    assert shipping("shipment", "leg", "edit", "S26-001", "3", "mode=rail").refused(1)
    assert shipping("shipment", "leg", "edit", "S26-001", "x", "mode=rail").refused(2)
    box = ("shipment", "container", "add", "S26-001")
    assert "CSQU3054384" in shipping(*box, "CSQU3054384", "type=40HQ", *VINS).refused(1)
    shipping(*box, "CSQU3054383", "type=40HQ", "seals=A1", *reversed(VINS)).done()
    text = shipping("shipment", "show", "S26-001").done().out
    assert "CSQU3054383" in text
    assert "Алматы KZ" in text
    rows = list(csv.DictReader(io.StringIO(shipping("shipment", "export", "S26-001").done().out)))
    assert [(row["vin"], row["container"]) for row in rows] == [(vin, "CSQU3054383") for vin in VINS]
    shipping("shipment", "export", "S26-001", "--format", "xlsx", "-o", tmp_path / "load.xlsx").done()
    done = shipping("shipment", "milestone", "S26-001", "loaded", "--on", DAY).done()
    assert done.json["shipment"]["stage"] == "loaded"
    assert done.json["shipment"]["steps"]["loaded"] == {"first": DAY, "last": DAY, "cars": 2}
    assert "painted" in shipping("shipment", "milestone", "S26-001", "painted").refused(2)
    assert shipping("shipment", "order", "S26-001", VINS[1]).done().json["shipment"]["cars"] == VINS[::-1]


def test_cars_move_and_shipments_split_and_are_cancelled(shipping: Machine) -> None:
    shipping("document", "add", "报关单", "--shipment", "S26-001", "number=9418").done()
    split = shipping("shipment", "split", "S26-001", VINS[1]).done()
    assert "9418" in split.err
    assert split.json["shipment"]["number"] == "S26-002"
    moved = shipping("shipment", "move", "S26-002", "S26-001", VINS[1]).done()
    assert moved.json["shipment"]["cars"] == VINS
    assert shipping("shipment", "move", "S26-002", "S26-001", VINS[1]).refused(1)
    shipping("shipment", "cancel", "S26-002", "--yes").done()
    listed = shipping("shipment", "list").done().out
    assert "cancelled" in listed
    shipping("shipment", "cancel", "S26-002", "--back").done()
    shipping("book", "verify").done()
