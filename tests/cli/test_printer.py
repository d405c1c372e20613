"""``shipment print --send``: through the user's own program, with its arguments as they are, never a shell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.kit import Machine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")


def program(tmp_path: Path, script: str) -> str:
    path = tmp_path / "a printer"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return f"'{path}' '-o' '$(touch x); `id`' '{{file}}'"


def test_a_paper_reaches_the_printer_and_its_answer_is_said(sampled: Machine, tmp_path: Path) -> None:
    took = tmp_path / "took"
    command = program(tmp_path, f'printf "%s\\n" "$2" "$3"; cp "$3" "{took}"; printf "request id is \\033[31mlp-7"')
    printer = sampled.speaks("en", NEARNEW_PRINT_COMMAND=command)
    said = printer("shipment", "print", "S26-001", "--kind", "vin-list", "--send").done()
    assert said.out == ""
    assert "$(touch x); `id`" in said.err
    assert "S26-001-vin-list-final.pdf" in said.err
    assert "request id is" in said.err
    assert "\033" not in said.err
    assert took.read_bytes().startswith(b"%PDF")
    assert len(printer("shipment", "issued", "--format", "json").done().json["papers"]) == 1
    assert not list(tmp_path.glob("x"))


def test_a_printer_that_fails_hangs_or_is_not_there_is_one_sentence(sampled: Machine, tmp_path: Path) -> None:
    words = ("shipment", "print", "S26-002", "--draft", "--send")
    failing = sampled.speaks("en", NEARNEW_PRINT_COMMAND=program(tmp_path, "echo 'no default destination' >&2; exit 4"))
    assert "(exit 4) and said: no default destination" in failing(*words).refused(1)
    missing = sampled.speaks("en", NEARNEW_PRINT_COMMAND="/no/such/printer {file}")
    assert "/no/such/printer" in missing(*words).refused(1)
    sleeping = program(tmp_path, "sleep 60 & sleep 60")
    slow = sampled.speaks("en", NEARNEW_PRINT_COMMAND=sleeping, NEARNEW_PRINT_SECONDS="1")
    assert "within 1 seconds" in slow(*words).refused(1)


@pytest.mark.parametrize("command", ["lp", "lp -o media", "'lp {file}", ""])
def test_a_command_that_takes_no_file_is_refused(sampled: Machine, command: str) -> None:
    printer = sampled.speaks("en", NEARNEW_PRINT_COMMAND=command)
    assert "print.command" in printer("shipment", "print", "S26-001", "--send").refused(2)


def test_what_no_printer_takes_is_refused(sampled: Machine, tmp_path: Path) -> None:
    words = ("shipment", "print", "S26-001", "--draft", "--send")
    assert "xlsx" in sampled(*words, "--format", "xlsx").refused(2)
    assert "-o or --send" in sampled(*words, "-o", tmp_path / "a.pdf").refused(2)
