"""``book``, ``keys``, ``demo``, and the desk without a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.cli.kit import COMMAND, DAY, Machine, contents, revision
from tui.app.commands import ACTIONS
from tui.store.contract import FORMAT


def test_a_new_book_in_the_user_s_data_folder(machine: Machine) -> None:
    done = machine.bare().done()
    assert "The book is empty" in done.out
    info = machine.bare("book", "info", "--format", "json").done().json
    assert info["schema"] == "nearnew/book/1"
    assert info["book"]["path"] == str(machine.home / "data" / "nearnew" / "book")
    assert info["book"]["revision"] == 0
    assert info["book"]["read_only"] is False


def test_info_says_where_things_lie(stocked: Machine) -> None:
    out = stocked("book", "info").done().out
    assert str(stocked.book) in out
    assert str(stocked.settings) in out
    records = stocked("book", "info", "--format", "json").done().json["book"]["records"]
    assert (records["cars"], records["held_rows"], records["dealers"], records["import_batches"]) == (17, 7, 1, 1)


def test_the_history_says_who_did_what_and_when(stocked: Machine) -> None:
    stocked("car", "edit", "V4016852", "colour=red").done()
    stocked("dealer", "add", "name=宁波").done()
    found = stocked("book", "history", "--format", "json").done().json
    assert found["schema"] == "nearnew/history/1"
    assert [commit["sequence"] for commit in found["commits"]] == [3, 2, 1]
    assert [commit["why"] for commit in found["commits"]] == [
        "dealer add 宁波",
        "car edit V4016852 colour=red",
        "car import dealer-list-gb18030.csv",
    ]
    assert {commit["who"] for commit in found["commits"]} == {"李雷"}
    assert all(commit["at"].startswith(DAY) for commit in found["commits"])
    change = found["commits"][1]["changes"][0]
    assert (change["kind"], change["before"]["colour"], change["after"]["colour"]) == ("cars", "white", "red")
    assert len(stocked("book", "history", "--last", "1", "--format", "json").done().json["commits"]) == 1
    assert len(stocked("book", "history", "--last", "0").done().out.splitlines()) == 2 + 3
    named = stocked.speaks("en", NEARNEW_FIRM_USER="Wang Wei")
    named("dealer", "add", "name=x").done()
    assert named("book", "history", "--last", "1", "--format", "json").done().json["commits"][0]["who"] == "Wang Wei"


def test_undo_puts_back_and_is_an_entry_of_its_own(stocked: Machine) -> None:
    stocked("car", "edit", "V4016852", "colour=red").done()
    stocked("dealer", "add", "name=宁波").done()
    stocked("book", "undo", "2").done()
    assert stocked("car", "show", "V4016852", "--format", "json").done().json["car"]["colour"] == "white"
    stocked("book", "undo").done()
    assert len(stocked("dealer", "list", "--format", "json").done().json["dealers"]) == 1
    assert revision(stocked) == 5
    stocked("book", "undo").done()
    assert stocked("car", "list", "--format", "json").done().json["cars"] == []
    assert stocked("book", "undo").refused(1) == "There is nothing to undo."
    assert "99" in stocked("book", "undo", "99").refused(1)
    assert stocked("book", "verify").done()


def test_undo_survives_a_restart_and_keeps_what_changed_since(stocked: Machine) -> None:
    stocked("car", "edit", "V4016852", "colour=red", "odometer_km=99").done()
    stocked("car", "edit", "V4016852", "colour=blue").done()
    done = stocked("book", "undo", "2").done()
    assert "colour" in done.err
    car = stocked("car", "show", "V4016852", "--format", "json").done().json["car"]
    assert (car["colour"], car["odometer_km"]) == ("blue", 12)


def test_verify_and_compact(stocked: Machine) -> None:
    stocked("car", "edit", "V4016852", "colour=red").done()
    assert stocked("book", "compact").done().out == ""
    assert "2" in stocked("book", "verify").done().out
    assert len(stocked("book", "history", "--format", "json").done().json["commits"]) == 2
    with TinyDB(stocked.book / "book.json") as plain:
        assert len(plain.table("cars")) == 17
        assert plain.table("meta").get(doc_id=1)["format"] == FORMAT
        assert plain.table("cars").get(doc_id=1)["colour"] == "red"


def test_the_book_is_private(stocked: Machine) -> None:
    assert stocked.book.stat().st_mode & 0o777 == 0o700
    for path in stocked.book.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_keys_lists_every_action(machine: Machine) -> None:
    out = machine.bare("keys").done().out
    for action in ACTIONS:
        assert action.id in out
    moved = machine.speaks("en")
    moved.settings.parent.mkdir(parents=True)
    moved.settings.write_text('[keys]\n"stock.filter" = "f9"\n', encoding="utf-8")
    assert "f9" in moved.bare("keys").done().out
    moved.settings.write_text('[keys]\n"stock.nope" = "f9"\n', encoding="utf-8")
    assert "stock.nope" in moved.bare("keys").refused(2)


def test_the_sample_book_shows_every_state(machine: Machine) -> None:
    found = machine.bare("demo", "--format", "json").done().json
    assert found["schema"] == "nearnew/desk/1"
    assert (found["on"], found["demo"]) == (DAY, True)
    assert all(found["verdicts"][verdict] > 0 for verdict in ("READY", "ACTION", "BLOCKED", "UNKNOWN"))
    assert found["overdue"] > 0
    assert found["held_rows"] == 3
    assert found["shipments"] == 4
    assert 40 <= found["cars"] <= 60
    assert found["listed"] + found["bought"] == found["cars"]
    assert found["tied_up"]
    assert found["rebates_expected"]
    assert any(due["on"] < DAY for due in found["due"])
    assert not machine.book.exists()


def test_the_sample_book_s_vins_are_valid(sampled: Machine) -> None:
    from tui.domain.vin import check_digit

    cars = sampled("car", "list", "--format", "json").done().json["cars"]
    known = [car["vin"] for car in cars if car["vin"]]
    assert len(known) == len(set(known)) >= 40
    assert all(vin[8] == check_digit(vin) for vin in known)
    assert len(sampled("dealer", "list", "--format", "json").done().json["dealers"]) == 5
    assert len(sampled("car", "held", "--format", "json").done().json["held"]) == 3
    assert "sound" in sampled("book", "verify").done().out


@pytest.mark.parametrize(("language", "word"), [("en", "nearnew desk on 2026-11-22"), ("zh_CN.UTF-8", "2026-11-22")])
def test_the_summary_of_the_sample_book(machine: Machine, language: str, word: str) -> None:
    done = machine.speaks(language).bare("demo").done()
    assert word in done.out.splitlines()[0]
    assert done.err == ""


def test_the_sample_book_can_be_kept_once(machine: Machine, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    done = machine.bare("demo", "--keep", kept).done()
    assert done.out == ""
    assert str(kept) in done.sentence
    before = contents(kept)
    machine.bare("demo", "--keep", kept).done()
    assert contents(kept) == before
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    assert str(file) in machine.bare("demo", "--keep", file).refused(1)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine", encoding="utf-8")
    assert "mine.txt" in machine.bare("demo", "--keep", tmp_path / "other").refused(1)


def test_the_desk_without_a_terminal_prints_its_summary(stocked: Machine) -> None:
    done = stocked.process("--book", stocked.book).done()
    assert "17 cars" in done.out
    assert done.err == ""
    assert machine_says(stocked, "zh_CN.UTF-8")


def machine_says(machine: Machine, language: str) -> bool:
    """Whether the summary speaks that language in a real process."""
    out = machine.speaks(language).process("--book", machine.book).done().out
    return "17" in out and "库存" in out


def test_the_installed_command_and_the_module_are_the_same(machine: Machine) -> None:
    one = machine.process("demo", "--format", "json").done().json
    import sys

    other = machine.process("demo", "--format", "json", command=(sys.executable, "-P", "-m", "tui")).done().json
    assert one == other
    assert COMMAND.exists()


def test_version_and_help(machine: Machine) -> None:
    assert machine.bare("--version").done().out.startswith("nearnew 0.")
    for words in (("--help",), ("-h",), ("car", "--help"), ("car", "import", "--help")):
        done = machine.bare(*words).done()
        assert done.out.startswith("Usage: nearnew")
        assert done.err == ""
    assert not machine.book.exists()


def test_reading_commands_print_json_and_nothing_else(sampled: Machine) -> None:
    for words in (
        ("car", "list"),
        ("car", "held"),
        ("check", "--as-of", DAY),
        ("missing",),
        ("model", "list"),
        ("document", "list"),
        ("dealer", "list"),
        ("party", "list"),
        ("firm", "list"),
        ("rule", "list"),
        ("shipment", "list"),
        ("book", "history"),
        ("book", "info"),
    ):
        done = sampled(*words, "--format", "json")
        assert done.code in {0, 3, 4, 5}
        assert json.loads(done.out)["schema"].startswith("nearnew/")
        assert sampled(*words, "--format", "json").out == done.out


def test_redo_takes_back_an_undo(stocked: Machine) -> None:
    stocked("car", "edit", "V4016852", "colour=red").done()
    assert stocked("book", "redo").refused(1) == "There is nothing to redo."
    stocked("book", "undo").done()
    stocked("book", "redo").done()
    assert stocked("car", "show", "V4016852", "--format", "json").done().json["car"]["colour"] == "red"
