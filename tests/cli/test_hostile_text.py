"""Text from outside is text: on stdout no escape sequence, no mark that turns a line round, no formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.kit import DAY, ESCAPE, SAMPLE, STEERING, Machine, Ran

ESCAPES = f"{ESCAPE}[31mred{ESCAPE}[0m{ESCAPE}]0;owned\x07\x9b2J"
MARKUP = "[red]x[/x] [link=http://x]y[/] [/nope]"
FORMULA = '=HYPERLINK("http://x","y")'
TURNED = "a\u202egnp.exe\u2066\u200f\u061c\u2028b\ufeff"
LONG = "字" * 10_000
TEXTS = {"escapes": ESCAPES, "markup": MARKUP, "formula": FORMULA, "turned": TURNED, "long": LONG}


def harmless(ran: Ran) -> Ran:
    """The same run, having printed nothing that steers a terminal; a paper has a new page at the end of a line."""
    for stream in (ran.out, ran.err):
        allowed = stream.replace("\r\n", "\n").replace("\n\f", "\n").replace("\t", "").replace("\n", "")
        bad = {hex(ord(c)) for c in allowed if ord(c) < 32 or 127 <= ord(c) < 160 or c in STEERING}
        assert not bad
    return ran


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_through_the_commands_of_cars(machine: Machine, tmp_path: Path, text: str) -> None:
    words = (f"model={text}", f"trim={text[:500]}", f"remark={text}", "vin=LC0CE4CB7V4016852", "colour=white")
    made = harmless(machine("car", "add", "make=byd", *words)).done().json["car"]
    kept = made["remark"]
    assert kept == "".join(c for c in text if not (ord(c) < 32 or 127 <= ord(c) < 160)).strip()

    for form in ("table", "csv", "json"):
        shown = harmless(machine("car", "list", "--columns", "vin,model,trim,remark", "--format", form)).done()
        assert len(shown.out.splitlines()) > 1
    assert machine("car", "list", "--format", "json").json["cars"][0]["remark"] == kept
    row = next(
        csv.reader(
            io.StringIO(machine("car", "list", "--columns", "vin,remark", "--format", "csv").out.split("\r\n", 1)[1])
        )
    )
    assert row[0] == "LC0CE4CB7V4016852"
    assert not row[1].startswith(("=", "+", "-", "@"))
    if text in {MARKUP, FORMULA, LONG}:
        assert row[1].removeprefix("'") == kept

    for command in (
        ("car", "show", "26-0001"),
        ("car", "show", "26-0001", "--format", "json"),
        ("check", "26-0001", "--to", "KZ", "--as-of", DAY),
        ("check", "26-0001", "--to", "KZ", "--as-of", DAY, "--explain"),
        ("check", "26-0001", "--to", "KZ", "--as-of", DAY, "--format", "csv"),
        ("check", "26-0001", "--to", "KZ", "--as-of", DAY, "--format", "json"),
        ("missing", "--to", "KZ"),
        ("model", "list"),
        ("model", "show", "byd"),
        ("car", "edit", "26-0001", f"remark={text}x", "--dry-run"),
        ("car", "list", text[:300]),
        ("car", "show", text[:300]),
        ("book", "history"),
        ("book", "history", "--format", "json"),
        (),
    ):
        harmless(machine(*command))

    harmless(machine("shipment", "new", "26-0001", "--to", "KZ", f"conveyance={text[:200]}")).done()
    for form in ("text", "csv", "json"):
        paper = harmless(machine("shipment", "print", "S26-001", "--draft", "--format", form)).done()
        assert "LC0CE4CB7V4016852" in paper.out
        if form == "csv":
            cells = [cell for line in csv.reader(io.StringIO(paper.out)) for cell in line]
            assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    to = tmp_path / "paper.txt"
    machine("shipment", "print", "S26-001", "--draft", "-o", to).done()
    assert ESCAPE not in to.read_text(encoding="utf-8")
    assert not set(STEERING) & set(to.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [ESCAPES, MARKUP, FORMULA, TURNED], ids=["escapes", "markup", "formula", "turned"])
def test_through_names_of_partners_and_papers(stocked: Machine, text: str) -> None:
    harmless(stocked("dealer", "add", f"name={text}", f"contact={text}")).done()
    harmless(stocked("party", "add", f"name={text}", f"address={text}")).done()
    for form in ("table", "csv", "json"):
        harmless(stocked("dealer", "list", "--format", form)).done()
        harmless(stocked("party", "list", "--format", form)).done()
    words = (f"number={text}", "country=KZ", f"note={text}")
    harmless(stocked("document", "add", "letter", "V4016852", *words)).done()
    harmless(stocked("document", "list")).done()
    name = stocked("party", "list", "--format", "json").json["parties"][0]["name"]
    harmless(stocked("shipment", "new", "V4016852", "--to", "KZ", "--consignee", name)).done()
    harmless(stocked("shipment", "print", "S26-001", "--draft", "--lang", "zh_CN")).done()
    harmless(stocked("car", "remove", "V4016852", "--yes")).done(1)
    harmless(stocked("dealer", "show", f"{text}nobody"))
    harmless(stocked("shipment", "print", text))
    harmless(stocked("rule", "list", text))


def test_through_a_list(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    cells = [["VIN", "Make", "Model", "Remark"]]
    cells += [[f"LC0CE4CB7V401685{n}", "byd", text[:50], text] for n, text in enumerate(TEXTS.values())]
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(cells)
    for form in ("text", "json"):
        harmless(machine("car", "import", path, "--format", form)).done()
    harmless(machine("car", "held")).done()
    harmless(machine("car", "held", "--format", "csv")).done()


def test_the_last_row_of_the_sample_is_text(stocked: Machine, tmp_path: Path) -> None:
    car = stocked("car", "show", "V4016897", "--format", "json").done().json["car"]
    assert (car["make"], car["trim"]) == ('=HYPERLINK("x")', "[red]活力型[/x]")
    assert '=HYPERLINK("x")' in stocked("car", "list").done().out
    assert "[red]活力型[/x]" in stocked("car", "list").done().out
    to = tmp_path / "stock.csv"
    stocked("car", "list", "--columns", "vin,make,model,trim", "--format", "csv", "-o", to).done()
    assert "'=HYPERLINK" in to.read_text(encoding="utf-8-sig")
    again = Machine(tmp_path / "second")
    again.home.mkdir()
    found = again("car", "import", to, "--format", "json").done().json
    assert found["accepted"] == 17
    assert again("car", "show", "V4016897", "--format", "json").done().json["car"]["make"] == '=HYPERLINK("x")'
    assert SAMPLE.exists()


def test_ten_thousand_characters_are_kept_and_one_more_is_refused(machine: Machine) -> None:
    machine("car", "add", "make=byd", "model=x", f"remark={LONG}").done()
    assert machine("car", "show", "26-0001", "--format", "json").done().json["car"]["remark"] == LONG
    sentence = machine("car", "add", "make=byd", "model=x", f"remark={LONG}字").refused(1)
    assert "10000" in sentence
    assert len(sentence) < 200
    assert len(machine("car", "list", "--format", "json").done().json["cars"]) == 1
