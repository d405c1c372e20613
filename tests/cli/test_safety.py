"""The book's safety from the command line: backups, repair, drill, export, verify; files on documents."""

from __future__ import annotations

from pathlib import Path

from tests.cli.kit import DAY, Machine, contents, revision
from tui.desk.keeping import Daily

PDF = b"%PDF-1.7 a letter"


def test_a_backup_by_hand_as_a_file_and_back(stocked: Machine, tmp_path: Path) -> None:
    file = tmp_path / "usb" / "book.zip"
    assert "usb" in stocked("book", "backup", file).refused(1)
    file.parent.mkdir()
    stocked("book", "backup", file).done()
    assert str(file) in stocked("book", "backup", file).refused(1)
    stocked("dealer", "add", "name=宁波").done()
    found = stocked("book", "backup", "--list", "--format", "json").done().json
    assert found["schema"] == "nearnew/backups/1"
    assert [(one["reason"], one["revision"], one["sound"]) for one in found["backups"]] == [("manual", 1, True)]
    before = contents(stocked.book)
    assert "--yes" in stocked("--no-input", "book", "restore", file).done(2).err
    assert contents(stocked.book) == before
    done = stocked("book", "restore", file, "--yes").done()
    assert done.out == ""
    assert "dealers: 2 -> 1" in done.err
    assert revision(stocked) == 1
    assert "sound" in stocked("book", "verify").done().out
    stocked("book", "restore", "--yes").done()
    assert revision(stocked) == 2
    new = Machine(tmp_path / "new machine")
    new.home.mkdir()
    new("book", "restore", file).done()
    assert len(new("car", "list", "--format", "json").done().json["cars"]) == 17
    for words in (("book", "restore", "nope"), ("book", "restore", tmp_path / "nope.zip")):
        assert "nope" in stocked(*words).refused(1)
    assert "--read-only" in stocked("--read-only", "book", "restore", file).refused(2)
    assert "FILE" in stocked("book", "backup", file, "--list").refused(2)


def test_a_damaged_book_says_the_backup_and_the_command_and_repair_mends(stocked: Machine) -> None:
    for name in ("a", "b"):
        stocked("dealer", "add", f"name={name}").done()
    stocked("book", "backup").done()
    name, _ = (one["name"] for one in stocked("book", "backup", "--list", "--format", "json").done().json["backups"])
    path = stocked.book / "book.json"
    path.write_bytes(path.read_bytes().replace(b'"colour":"white"', b'"colour":"WHITE"', 1))
    before = contents(stocked.book)
    said = stocked("car", "list").refused(1)
    assert f"nearnew book restore {name}" in said
    assert "nearnew book repair" in said
    asked = stocked("--no-input", "book", "repair").done(2)
    assert "colour: WHITE -> white" in asked.err
    assert contents(stocked.book) == before
    done = stocked("book", "repair", "--yes").done()
    assert "damaged-" in done.err
    (aside,) = stocked.book.glob("damaged-*")
    assert (aside / "book.json").read_bytes() == before["book.json"]
    assert "sound" in stocked("book", "verify").done().out
    assert "Nothing is wrong" in stocked("book", "repair").done().err
    assert len(stocked("book", "history", "--format", "json").done().json["commits"]) == 3


def test_the_drill_prints_and_keeps_a_receipt(sampled: Machine) -> None:
    assert "backup" in sampled("book", "drill").refused(1)
    sampled("book", "backup").done()
    sampled("dealer", "add", "name=later").done()
    done = sampled("book", "drill").done()
    assert "PASSED" in done.out
    assert "4248000.00" in done.out
    (receipt,) = (sampled.book / "backups").glob("drill-*.txt")
    assert receipt.read_text(encoding="utf-8") == done.out
    found = sampled("book", "drill", "--format", "json").done().json
    assert found["schema"] == "nearnew/drill/1"
    assert found["drill"]["totals"]["records.cars"] == "50"
    for path in (sampled.book / "backups").glob("2*/book.json"):
        path.write_bytes(b"spoilt")
    failed = sampled("book", "drill").done(1)
    assert "FAILED" in failed.out
    assert "damaged" in sampled("book", "backup", "--list").done().out


def test_everything_as_plain_files_and_back(sampled: Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    sampled("book", "export", out).done()
    assert str(out) in sampled("book", "export", out).refused(1)
    sampled("book", "export", out, "--yes").done()
    assert (out / "tables" / "cars.csv").read_text(encoding="utf-8-sig").count("\n") == 51
    new = Machine(tmp_path / "new")
    new.home.mkdir()
    new("book", "import", out).done()
    for words in (("car", "list"), ("document", "list"), ("shipment", "list"), ("check", "--as-of", DAY)):
        one, other = sampled(*words, "--format", "json"), new(*words, "--format", "json")
        assert one.out == other.out
    assert str(new.book) in new("book", "import", out).refused(1)


def test_verify_names_what_does_not_hold(stocked: Machine, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(PDF)
    added = stocked(
        "document", "add", "letter", "V4016852", "country=KZ", "signer=maker", "shows=all", "checked_by=王",
        "--file", tmp_path / "letter.pdf", "--grade", "A",
    ).done()  # fmt: skip
    assert added.json["document"]["attachments"][0]["grade"] == "A"
    (file,) = (stocked.book / "files").iterdir()
    assert file.read_bytes() == PDF
    file.write_bytes(PDF[::-1])
    spoilt = stocked("book", "verify").done(1)
    assert "letter.pdf" in spoilt.out
    file.unlink()
    assert "letter.pdf" in stocked("book", "verify").done(1).out
    listed = stocked("document", "list", "--format", "json").done().json["documents"]
    assert [one["standing"] for one in listed] == ["file_missing"]


def test_files_of_a_document(stocked: Machine, tmp_path: Path) -> None:
    stocked("document", "add", "letter", "V4016852", "country=KZ").done()
    for name in ("one.pdf", "two.pdf"):
        (tmp_path / name).write_bytes(PDF + name.encode())
    stocked("document", "attach", "1", tmp_path / "one.pdf", tmp_path / "two.pdf").done()
    found = stocked("document", "files", "1", "--format", "json").done().json
    assert [(one["name"], one["type"], one["there"]) for one in found["files"]] == [
        ("one.pdf", "pdf", True),
        ("two.pdf", "pdf", True),
    ]
    assert "two.pdf" in stocked("document", "export", "1", tmp_path / "x").refused(1)
    stocked("document", "export", "1", tmp_path / "x", "--name", "2").done()
    assert (tmp_path / "x").read_bytes() == PDF + b"two.pdf"
    stocked("document", "detach", "1", "one.pdf").done()
    assert "compact --sweep" in stocked("book", "verify").done().out
    stocked("book", "compact", "--sweep").done()
    assert len(list((stocked.book / "files").iterdir())) == 2  # it came within the hour
    stocked("book", "undo").done()
    assert "two.pdf" in stocked("document", "files", "1").done().out
    (tmp_path / "evil.pdf").write_bytes(b"MZ\x90")
    assert "evil.pdf" in stocked("document", "attach", "1", tmp_path / "evil.pdf").refused(1)
    assert "grade" in stocked("document", "attach", "1", tmp_path / "none.pdf", "--grade", "D").done(2).err


def test_the_first_change_of_a_day_makes_a_backup(stocked: Machine) -> None:
    assert Daily.__doc__
    stocked("car", "list").done()
    assert not list((stocked.book / "backups").iterdir())
    stocked("dealer", "add", "name=a").done()
    stocked("dealer", "add", "name=b").done()
    out = stocked("book", "backup", "--list").done().out
    assert out.count("daily") == 2  # in its name and in words
    assert "1" in out
