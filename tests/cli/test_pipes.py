"""Pipes, full disks and plain data on stdout, with the installed command."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.kit import COMMAND, Machine


def shell(machine: Machine, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell where ``nearnew`` is the installed command on the machine's book."""
    command = f'nearnew() {{ "{COMMAND}" --book "{machine.book}" "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, env=machine.environment(), timeout=60
    )


@pytest.mark.parametrize(
    "command", ["car list", "car list --format json", "check --to KZ,RU,JO --format json", "rule list", "car --help"]
)
def test_a_closed_pipe_ends_quietly(stocked: Machine, command: str) -> None:
    done = shell(stocked, f"nearnew {command} | head -c 10; exit ${{PIPESTATUS[0]}}")
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr
    assert "nobody foresaw" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code"), [(("car", "list"), 0), (("book", "info"), 0), (("check", "V4016869", "--to", "KZ"), 4)]
)
def test_a_pipe_closed_before_the_first_byte(stocked: Machine, words: tuple[str, ...], code: int) -> None:
    """The verdict is told by the exit code even where nobody reads."""
    ends = os.pipe()
    os.close(ends[0])
    done = subprocess.run(
        [COMMAND, "--book", stocked.book, *words],
        stdout=ends[1],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env=stocked.environment(),
        timeout=60,
    )
    os.close(ends[1])
    assert done.returncode == code
    assert "Broken" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_full_disk_behind_stdout_is_one_sentence(stocked: Machine) -> None:
    done = shell(stocked, "nearnew car list --format json > /dev/full")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "stdout" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "car list --format json",
        "check --to KZ --format json",
        "missing --to KZ --format json",
        "book info --format json",
    ],
)
def test_json_on_stdout_is_nothing_but_json(stocked: Machine, command: str) -> None:
    done = shell(
        stocked,
        f"nearnew {command} 2>/dev/null | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"schema\"])'",
    )
    assert done.stdout.startswith("nearnew/")


@pytest.mark.parametrize("language", ["C", "POSIX", "zh_CN.GBK", "zh_CN.UTF-8"])
def test_data_is_utf_8_whatever_the_locale_says(stocked: Machine, language: str) -> None:
    for words in (("car", "list"), ("car", "list", "--format", "csv"), ("car", "--help"), ()):
        done = stocked.speaks(language).process("--book", stocked.book, *words).done()
        assert "Traceback" not in done.err
    assert "元UP" in stocked.speaks(language).process("--book", stocked.book, "car", "list").done().out


def test_chinese_help_on_a_terminal_that_is_told_to_be_latin(stocked: Machine) -> None:
    run = stocked.speaks("zh_CN", PYTHONIOENCODING="latin-1")
    for words in (("car", "--help"), ("car", "show", "nobody"), ("frobnicate",)):
        done = run.process("--book", stocked.book, *words)
        assert done.code in {0, 1, 2}
        assert "nobody foresaw" not in done.err
