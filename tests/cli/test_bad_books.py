"""Books that are missing, damaged, locked, newer or read-only: one sentence, and every byte kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.kit import CHECKOUT, Machine, contents, noon
from tui.config import Settings
from tui.desk import partners
from tui.desk.opening import Opening, open_desk
from tui.store.history import read_base
from tui.store.lines import Header, write_header
from tui.store.snapshot import mark_of


@pytest.fixture
def unfinished(stocked: Machine, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with a book as a crash leaves it: two changes in the journal that nobody folded."""
    import shutil

    made = Machine(tmp_path_factory.mktemp("unfinished"))
    desk = open_desk(Settings(), Opening(book=stocked.book), now=noon)
    partners.save(desk, "dealer", [("name", "宁波")])
    partners.save(desk, "dealer", [("name", "西安")])
    shutil.copytree(stocked.book, made.book)
    desk.store.close()
    return made


def dealers(machine: Machine) -> list[str]:
    found = machine("dealer", "list", "--format", "json").done().json["dealers"]
    return [one["name"] for one in found]


def test_an_unfinished_book_has_everything_that_was_acknowledged(unfinished: Machine) -> None:
    assert dealers(unfinished) == ["杭州", "宁波", "西安"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_book_that_is_a_file(machine: Machine, language: str) -> None:
    machine.book.write_text("mine", encoding="utf-8")
    for words in (("car", "list"), ("car", "add", "make=byd", "model=x"), ()):
        assert str(machine.book) in machine.speaks(language)(*words).refused(1)
    assert machine.book.read_text(encoding="utf-8") == "mine"


def test_no_book_where_one_was_named(machine: Machine) -> None:
    assert str(machine.book) in machine("car", "list").refused(1)
    assert not machine.book.exists()
    machine.bare("--read-only", "--book", machine.book, "car", "add", "make=byd", "model=x").refused(1)
    assert not machine.book.exists()
    machine("car", "add", "make=byd", "model=x").done()
    assert machine.book.is_dir()


def test_a_folder_of_other_things_is_left_alone(machine: Machine) -> None:
    machine.book.mkdir()
    (machine.book / "photos.zip").write_bytes(b"x")
    assert "photos.zip" in machine("car", "add", "make=byd", "model=x").refused(1)
    assert [path.name for path in machine.book.iterdir()] == ["photos.zip"]


def test_read_only(stocked: Machine) -> None:
    before = contents(stocked.book)
    head = ("--read-only", "--book", stocked.book)
    assert len(stocked.bare(*head, "car", "list").done().out.splitlines()) == 19
    for words in (
        ("car", "edit", "V4016852", "colour=red"),
        ("car", "add", "make=byd", "model=x"),
        ("dealer", "add", "name=x"),
        ("book", "undo"),
        ("book", "compact"),
        ("car", "dismiss", "1"),
        ("shipment", "new", "V4016852", "--to", "KZ"),
    ):
        assert "reading only" in stocked.bare(*head, *words).done(1).sentence
    assert contents(stocked.book) == before


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_newer_format_is_opened_for_reading(stocked: Machine, language: str) -> None:
    path = stocked.book / "book.json"
    path.write_bytes(path.read_bytes().replace(b'"format":2', b'"format":9'))
    journal = stocked.book / "journal.jsonl"
    header = Header(9, 1, read_base(journal).chain, mark_of(path))
    journal.write_bytes(write_header(header))
    before = contents(stocked.book)
    run = stocked.speaks(language)
    done = run("car", "list").done()
    assert len(done.out.splitlines()) == 19
    assert "9" in done.err.splitlines()[0]
    refused = run("car", "edit", "V4016852", "colour=red").done(1)
    assert refused.err.splitlines()[-1]
    assert contents(stocked.book) == before


def test_a_torn_last_line_is_dropped_said_and_kept(unfinished: Machine) -> None:
    journal = unfinished.book / "journal.jsonl"
    whole = journal.read_bytes()
    torn = whole[:-20]
    journal.write_bytes(torn)
    done = unfinished("dealer", "list").done()
    saved = next(unfinished.book.glob("journal.torn*"))
    assert str(saved) in done.sentence
    assert torn.endswith(saved.read_bytes())
    assert dealers(unfinished) == ["杭州", "宁波"]
    assert unfinished("dealer", "list").done().err == ""
    assert unfinished("book", "verify").done().out.startswith("The book is sound")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_damage_earlier_in_the_journal_refuses_and_touches_nothing(unfinished: Machine, language: str) -> None:
    journal = unfinished.book / "journal.jsonl"
    damaged = journal.read_bytes().replace("宁波".encode(), "宁海".encode())
    journal.write_bytes(damaged)
    before = contents(unfinished.book)
    run = unfinished.speaks(language)
    for words in (("car", "list"), ("dealer", "add", "name=x"), ("book", "verify"), ()):
        assert str(journal) in run(*words).refused(1)
    assert contents(unfinished.book) == before


@pytest.mark.parametrize("data", [b"", b"not json", b"[]", b'{"cars": {}}', b"\xff\xfe\x00"])
def test_a_damaged_snapshot_refuses_and_touches_nothing(stocked: Machine, data: bytes) -> None:
    path = stocked.book / "book.json"
    path.write_bytes(data)
    before = contents(stocked.book)
    for words in (("car", "list"), ("car", "edit", "V4016852", "colour=red"), ("book", "verify")):
        assert str(path) in stocked(*words).refused(1)
    assert contents(stocked.book) == before


def test_a_change_by_another_program_is_noticed_and_can_be_taken_over(stocked: Machine) -> None:
    path = stocked.book / "book.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["cars"]["1"]["colour"] = "red"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    before = contents(stocked.book)
    sentence = stocked("car", "list").refused(1)
    assert "--accept" in sentence
    assert contents(stocked.book) == before
    stocked("book", "verify", "--accept").done()
    assert stocked("car", "show", "V4016852", "--format", "json").done().json["car"]["colour"] == "red"


@contextmanager
def held(book: Path) -> Iterator[int]:
    """Another process that holds the book's lock; gives its number."""
    script = (
        "import sys, time; from datetime import UTC, datetime; from pathlib import Path\n"
        "from tui.store.lock import Lock\n"
        "with Lock(Path(sys.argv[1]) / 'lock', lambda: datetime.now(UTC)).hold(0):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(book)], stdout=subprocess.PIPE, cwd=CHECKOUT, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_book_that_another_process_writes_to(stocked: Machine, language: str) -> None:
    before = contents(stocked.book)
    run = stocked.speaks(language, NEARNEW_BOOK_LOCK_SECONDS="0")
    with held(stocked.book) as number:
        for words in (("car", "edit", "V4016852", "colour=red"), ("car", "dismiss", "1")):
            done = run(*words).done(7)
            assert str(number) in done.err.splitlines()[0]
            assert len(done.err.splitlines()) == 1
        assert contents(stocked.book) == before
        read = run.bare("--read-only", "--book", stocked.book, "car", "list").done()
        assert len(read.out.splitlines()) == 19
    stocked("car", "edit", "V4016852", "colour=red").done()


def test_the_installed_command_says_the_same(stocked: Machine) -> None:
    run = stocked.speaks("en", NEARNEW_BOOK_LOCK_SECONDS="0")
    with held(stocked.book) as number:
        done = run.process("--book", stocked.book, "dealer", "add", "name=x").done(7)
        assert str(number) in done.sentence


def test_a_record_that_cannot_be_kept_is_refused(stocked: Machine) -> None:
    before = contents(stocked.book)
    stocked("car", "edit", "V4016852", "remark=\udcff").done(1)
    assert contents(stocked.book) == before
