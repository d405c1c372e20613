"""Templates of the user's own: used, tried, and told of by line when they are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.kit import Machine

PRINT = ("shipment", "print", "S26-001", "--draft", "--kind", "vin-list", "--lang", "en")


@pytest.fixture
def own(sampled: Machine, tmp_path: Path) -> tuple[Machine, Path]:
    home = tmp_path / "own templates"
    home.mkdir()
    return sampled.speaks("en", NEARNEW_PRINT_TEMPLATES=str(home)), home


def test_a_copied_template_prints_what_the_shipped_one_does_until_it_is_changed(own: tuple[Machine, Path]) -> None:
    machine, home = own
    shipped = machine(*PRINT, "--format", "html").done().out
    assert "There is no template of your own" in machine("shipment", "template", "--check").done().err
    said = machine("shipment", "template").done().out.split("\n")
    assert {Path(line).name for line in said if line} == {"paper.html", "paper.typ"}
    assert "is there already" in machine("shipment", "template").refused(1)
    assert machine(*PRINT, "--format", "html").done().out == shipped
    page = home / "paper.html"
    page.write_text(page.read_text("utf-8").replace("<body>", "<body><p>宁波近新</p>"), "utf-8")
    assert "<p>宁波近新</p>" in machine(*PRINT, "--format", "html").done().out
    assert machine(*PRINT, "--format", "pdf", "-o", home / "a.pdf").done()
    assert machine("shipment", "template", "--check").done().out.count("in order") == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.html", "fine\n{% if %}\n", "line 2"),
        ("a.html", "\n\n{{ paper.nothing.at_all }}", "line 3"),
        ("a.html", "\n{{ 1 // 0 }}", "line 2: ZeroDivisionError"),
        ("a.html", "{{ paper.__class__.__mro__ }}", "line 1"),
        ("a.html", "{{ ''.__class__.__base__.__subclasses__() }}", "line 1"),
        ("a.html", "{% include '/etc/passwd' %}", "line 1"),
        ("a.html", "{{ paper.check|safe }}", "line 1"),
        ("a.typ", "ok\n#let x = \n", "line 2: expected expression"),
        ("a.typ", "\n\n#unknown()", "line 3: unknown variable"),
        ("a.typ", '#read("/etc/passwd")', "line 1: file not found"),
        ("a.typ", '#read("../../../etc/passwd")', "line 1"),
        ("a.typ", '\n#import "@preview/cetz:0.2.0": *', "“import” in line 2"),
        ("a.typ", '#eval("1")', "“eval” in line 1"),
        ("a.typ", "#while true {}", "line 1"),
        ("a.typ", "#let f(n) = f(n + 1)\n#f(1)", "line"),
    ],
)
def test_a_broken_template_is_told_of_by_file_line_and_reason(
    own: tuple[Machine, Path], name: str, text: str, said: str
) -> None:
    machine, home = own
    (home / name).write_text(text)
    form = "html" if name.endswith("html") else "pdf"
    sentence = machine(*PRINT, "--layout", "a", "--format", form, "-o", home / "out").refused(1)
    assert str(home / name) in sentence
    assert said in sentence
    assert "root:" not in sentence
    assert not (home / "out").exists()
    assert said in machine("shipment", "template", "--check").done(1).out


def test_a_layout_is_asked_for_by_name_and_leads_nowhere_else(own: tuple[Machine, Path]) -> None:
    machine, home = own
    machine("shipment", "template", "short").done()
    page = home / "short.html"
    page.write_text("<h1>{{ paper.face.title }}</h1>{{ paper.check }}")
    assert machine(*PRINT, "--layout", "short", "--format", "html").done().out.startswith("<h1>VIN LIST</h1>Check:")
    assert "<!DOCTYPE" in machine(*PRINT, "--format", "html").done().out
    assert "layouts at hand: short" in machine(*PRINT, "--layout", "other", "--format", "html").refused(1)
    assert "layout" in machine(*PRINT, "--layout", "../short", "--format", "html").refused(2)
    assert "csv" in machine(*PRINT, "--layout", "short", "--format", "csv").refused(2)


def test_what_a_template_shows_is_escaped(own: tuple[Machine, Path]) -> None:
    machine, home = own
    machine("shipment", "edit", "S26-001", "invoice_number=<script>alert(1)</script>").done()
    (home / "bare.html").write_text("{{ paper.face.number }}")
    words = ("shipment", "print", "S26-001", "--draft", "--kind", "invoice", "--layout", "bare", "--format", "html")
    assert machine(*words).done().out.strip() == "&lt;script&gt;alert(1)&lt;/script&gt;"
