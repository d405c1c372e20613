"""``nearnew inspection``: what is recorded, what it proves, what it makes of the car, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.kit import Machine

CAR = "26-0001"
TOOLS = ("inspector=王", "instrument=GL-8S", "calibrated_on=2026-06-01")


def added(machine: Machine, *words: str | Path, car: str = CAR) -> dict[str, object]:
    found = machine("inspection", "add", car, *TOOLS, *words).done().json
    assert found["schema"] == "nearnew/inspection/1"
    return dict(found["inspection"])


def test_from_the_gauge_to_the_fact_and_back(sampled: Machine) -> None:
    machine = sampled
    first = added(machine, "--panel", "bonnet=112,118", "--panel", "roof=420o", "battery_soh=98", "battery_tool=OBD")
    assert (first["grade"], first["is_proof"], first["overall"], first["measured"]) == ("B", True, "filled", 2)
    assert first["contradictions"] == ["roof"]
    assert machine("inspection", "show", CAR, "--format", "text").done().out.count("420") == 1
    listed = machine("inspection", "list", CAR).done().out
    assert "Filled panels" in listed
    # edited panel by panel: one changes, one goes, the rest stays
    edited = machine("inspection", "edit", "2", "--panel", "roof=", "--panel", "door_lf=99", "note=复测").done().json
    assert [one["panel"] for one in edited["inspection"]["panels"]] == ["bonnet", "door_lf"]
    history = machine("book", "history", CAR).done().out
    assert "Inspection changed" in history
    assert "Inspection recorded" in history
    # out of force, back, removed, undone
    assert machine("inspection", "void", "2").done().json["inspection"]["is_proof"] is False
    machine("inspection", "void", "2", "--back").done()
    machine("car", "remove", CAR, "--yes").done(1)
    machine("inspection", "remove", "2", "--yes").done()
    assert machine("inspection", "list", CAR, "--format", "json").done().json["inspections"] == []
    machine("book", "undo").done()
    assert len(machine("inspection", "list", CAR, "--format", "json").done().json["inspections"]) == 1
    machine("book", "verify").done()


def test_a_typed_value_is_contradicted_and_stays(sampled: Machine) -> None:
    before = sampled("car", "show", CAR, "--format", "json").done().json["car"]["odometer_km"]
    ran = sampled("inspection", "add", CAR, *TOOLS, "--panel", "roof=99", f"odometer_km={before + 30}").done()
    assert ran.json["inspection"]["conflicts"][0]["typed"] == before
    assert "the typed value stays" in ran.err
    assert sampled("car", "show", CAR, "--format", "json").done().json["car"]["odometer_km"] == before


def test_a_grade_cannot_be_typed(sampled: Machine, tmp_path: Path) -> None:
    report, film = tmp_path / "report.pdf", tmp_path / "walk.mp4"
    report.write_bytes(b"%PDF-1.7 report")
    film.write_bytes(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00")
    words = ("basis=accredited", "issuer=CATARC", "number=R-7", "--panel", "roof=99")
    assert added(sampled, *words)["grade"] == "B"
    assert "C" in sampled("inspection", "edit", "2", "--file", film, "--grade", "A").refused(2)
    found = sampled("inspection", "edit", "2", "--file", film).done().json["inspection"]
    assert found["grade"] == "B"
    found = sampled("inspection", "edit", "2", "--file", report, "--grade", "A").done().json["inspection"]
    assert (found["grade"], len(found["attachments"])) == ("A", 2)
    # an export carries the files; a file that goes takes the proof with it
    sampled("book", "export", tmp_path / "out").done()
    kept = next(path for path in (sampled.book / "files").rglob("*") if path.is_file() and b"%PDF" in path.read_bytes())
    kept.unlink()
    assert "report.pdf" in sampled("book", "verify").done(1).out + sampled("book", "verify").err
    lost = sampled("inspection", "show", "2").done().json["inspection"]
    assert (lost["grade"], lost["is_proof"], lost["lost_files"]) == ("C", False, ["report.pdf"])
    contents = json.loads((tmp_path / "out" / "export.json").read_text("utf-8"))
    assert contents["records"]["inspections"] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--panel", "wheel=112"), "is no panel"),
        (("--panel", "bonnet=12000"), "12000 µm is no thickness of paint"),
        (("--panel", "bonnet=112zz"), "says nothing of a panel"),
        (("--panel", "bumper_front=112"), "is plastic"),
        (("--panel", "roof=99", "battery_soh=130"), "130"),
        (("--panel", "roof=99", "on=2026-12-24"), "2026-12-24"),
        (("--panel", "roof=99", "on=2026-11-01", "calibrated_on=2026-11-05"), "after the inspection"),
        ((), "nothing was measured"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(sampled: Machine, words: tuple[str, ...], told: str) -> None:
    sentence = sampled("inspection", "add", CAR, "inspector=王", *words).refused(1)
    assert told in sentence
    assert sampled("inspection", "list", CAR, "--format", "json").done().json["inspections"] == []


def test_names_that_stand_for_nothing(sampled: Machine) -> None:
    assert "no inspection 9" in sampled("inspection", "show", "9").refused(1)
    assert "records one" in sampled("inspection", "show", CAR).refused(2)
    assert "report.pdf" in sampled("inspection", "add", CAR, "--file", "report.pdf").refused(1)
