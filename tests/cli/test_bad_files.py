"""Files that are missing, empty, binary, locked or read-only: lists, settings and targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.kit import SAMPLE, Machine, contents


def _write(folder: Path) -> dict[str, Path]:
    """One bad list of each sort."""
    lists = {
        "empty.csv": b"",
        "blank.csv": b"\n\n  \n",
        "binary.csv": bytes(range(256)) * 40,
        "no-header.csv": b"1,2,3\n4,5,6\n",
        "page.csv": b"<html><body><table></table></body></html>",
        "broken.xlsx": b"PK\x03\x04broken",
        "broken.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100,
        "quote.csv": b'VIN,Make,Model\n"LC0,byd,x\n',
    }
    for name, data in lists.items():
        (folder / name).write_bytes(data)
    (folder / "folder.csv").mkdir()
    return {name: folder / name for name in (*lists, "folder.csv", "none.csv")}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    "name",
    [
        "none.csv",
        "empty.csv",
        "blank.csv",
        "binary.csv",
        "no-header.csv",
        "page.csv",
        "broken.xlsx",
        "broken.xls",
        "quote.csv",
        "folder.csv",
    ],
)
def test_a_list_that_cannot_be_read(stocked: Machine, tmp_path: Path, name: str, language: str) -> None:
    before = contents(stocked.book)
    path = _write(tmp_path)[name]
    sentence = stocked.speaks(language)("car", "import", path, "--dealer", "杭州", "--format", "json").refused(1)
    assert str(path) in sentence
    assert contents(stocked.book) == before


def test_a_bad_list_makes_no_book(machine: Machine, tmp_path: Path) -> None:
    machine("car", "import", tmp_path / "none.csv").refused(1)
    assert not machine.book.exists()


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("--encoding", "klingon"), 1, "klingon"),
        (("--encoding", "utf-8"), 1, "utf-8"),
        (("--sheet", "Cars"), 1, "--sheet"),
        (("--map", "vin"), 2, "vin"),
        (("--map", "vin=Nope"), 2, "Nope"),
        (("--map", "nope=备注"), 2, "nope"),
        (("--bought", "2026-02-30"), 2, "2026-02-30"),
        (("--bought", "2026-12-01"), 2, "2026-12-01"),
    ],
)
def test_an_import_asked_for_wrongly(stocked: Machine, words: tuple[str, ...], code: int, named: str) -> None:
    before = contents(stocked.book)
    assert named in stocked("car", "import", SAMPLE, *words).refused(code)
    assert contents(stocked.book) == before


def test_a_row_with_a_text_too_long_is_held(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = (f"LC0CE4CB7V4016852,byd,x,{'y' * 10_000}", f"LC0CE4CB5V4016851,byd,x,{'y' * 10_001}")
    path.write_text("\n".join(["VIN,Make,Model,Remark", *rows]), encoding="utf-8")
    found = machine("car", "import", path, "--format", "json").done().json
    assert found["accepted"] == 1
    assert [held["code"] for held in found["held"]] == ["text_too_long"]
    assert "y" * 5_000 not in machine("car", "held").done().out


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[ui]\nnope = 1\n", "ui.nope"),
        ("[nope]\nx = 1\n", "nope.x"),
        ('[ui]\nlanguage = "fr"\n', "fr"),
        ('[ui]\nglyphs = "runes"\n', "runes"),
        ("[ui]\nlanguage = 3\n", "ui.language"),
        ("[book]\nlock_seconds = -1\n", "book.lock_seconds"),
        ("[deadlines]\ndays = 99999999999\n", "deadlines.days"),
        ("[ui\n", "TOML"),
        ('[firm]\ntime_zone = "Mars/Olympus"\n', "Mars/Olympus"),
        ('[firm]\nhome_currency = "yuan"\n', "yuan"),
        ('[rules]\nfolder = "/nowhere"\n', "/nowhere"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_settings_that_are_off(stocked: Machine, language: str, text: str, named: str) -> None:
    before = contents(stocked.book)
    stocked.settings.parent.mkdir(parents=True)
    stocked.settings.write_text(text, encoding="utf-8")
    done = stocked.speaks(language)("check", "--to", "KZ")
    assert done.code in {1, 2}
    sentence = done.refused(done.code)
    assert named in sentence
    if named not in {"fr", "Mars/Olympus", "yuan", "/nowhere"}:
        assert str(stocked.settings) in sentence
    assert contents(stocked.book) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEARNEW_UI_NOPE", "1"),
        ("NEARNEW_NOPE", "1"),
        ("NEARNEW_", "1"),
        ("NEARNEW_BOOK_LOCK_SECONDS", "soon"),
        ("NEARNEW_UI_GLYPHS", "runes"),
    ],
)
def test_variables_that_are_off(stocked: Machine, name: str, value: str) -> None:
    assert name in stocked.speaks("en", **{name: value})("car", "list").refused(2)


def test_settings_that_cannot_be_read(stocked: Machine) -> None:
    stocked.settings.mkdir(parents=True)
    assert str(stocked.settings) in stocked("car", "list").refused(1)
    stocked.settings.rmdir()
    stocked.settings.write_bytes(b"\xff\xfe")
    assert str(stocked.settings) in stocked("car", "list").refused(1)
