"""The house keeps its own rules: sizes, quick starts, pages made from the program, a whole installation."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

import tui
from docs.generate import TARGET, text
from tests.cli.kit import SAMPLE, Machine
from tui.cli.main import build
from tui.cli.session import Session
from tui.config import Settings
from tui.i18n.translator import LANGUAGES, TRANSLATOR
from tui.paths import resource

CHECKOUT = Path(__file__).resolve().parents[1]
HOUSE = Path(tui.__file__).parent
README = CHECKOUT / "README.md"
FAR = ("textual", "httpx", "babel")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without a book."""
    return Machine(tmp_path)


@pytest.fixture(scope="module")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book, kept."""
    made = Machine(tmp_path_factory.mktemp("demo"))
    made.bare("demo", "--keep", made.book).done()
    return made.book


def test_no_file_knows_two_trades() -> None:
    long = {
        str(path.relative_to(HOUSE)): count
        for path in HOUSE.rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
    assert len((HOUSE / "app" / "app.py").read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("car", "--help"),
        ("car", "list"),
        ("car", "list", "make:byd", "--format", "json"),
        ("check", "--to", "KZ"),
        ("check", "--to", "KZ", "--format", "json"),
        ("keys",),
    ],
    ids=" ".join,
)
def test_a_command_starts_without_screens_network_and_babel(
    demo_book: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    script = (
        "import sys; from tui.cli.main import main; main(sys.argv[1:]); "
        f"print(*[name for name in {FAR!r} if name in sys.modules], sep=',', file=sys.stderr)"
    )
    machine = Machine(tmp_path)
    done = machine.process("--book", demo_book, *words, command=(sys.executable, "-c", script)).done()
    assert done.out
    assert done.err.splitlines()[-1] == ""


def test_the_page_of_commands_is_what_the_program_says() -> None:
    try:
        assert TARGET.read_text(encoding="utf-8") == text(), "run make docs"
    finally:
        TRANSLATOR.use("en")


def known_commands() -> Mapping[str, click.Command]:
    """The commands of the program by name."""
    return build(Session(Settings(), "en")).commands


def readme_lines() -> list[list[str]]:
    """The lines of the README's blocks that call nearnew, as words; comments left out."""
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("nearnew")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


def test_the_readme_names_commands_that_are_there() -> None:
    known = known_commands()
    named = {words[0]: words for words in readme_lines() if words}
    inline = re.findall(r"`nearnew ([a-z]+)(?: ([a-z]+))?", README.read_text(encoding="utf-8"))
    assert {"car", "check", "missing", "document", "shipment"} <= named.keys()
    assert named.keys() <= known.keys()
    for group, command in inline:
        assert group in known
        found = known[group]
        if command and isinstance(found, click.Group):
            assert command in found.commands


def test_the_readme_s_main_job_runs_as_it_stands(machine: Machine) -> None:
    (machine.home / "list.csv").write_bytes(SAMPLE.read_bytes())
    (machine.home / "chat.txt").write_text("元UP 领先型 27款 白2 灰1 指导12.98 批发10.38 专票\n", encoding="utf-8")
    assert readme_lines()[0][:2] == ["car", "import"]
    for words in readme_lines():
        here = [str(machine.home / word) if word in {"list.csv", "chat.txt", "invoice.pdf"} else word for word in words]
        if words[:2] == ["car", "buy"]:
            here.append("--yes")  # the README's reader is asked
        done = machine(*here)
        verdicts = {3, 4, 5} if words[:1] in (["check"], ["when"]) else set()
        assert done.code in {0} | verdicts, f"nearnew {' '.join(words)}: {done.err}"


def test_the_installation_is_whole() -> None:
    assert resource("config.toml").is_file()
    for language in LANGUAGES[1:]:
        for domain in ("tui", "data"):
            folder = resource("locales") / language / "LC_MESSAGES"
            assert (folder / f"{domain}.mo").is_file()


@pytest.mark.soak
def test_a_wheel_is_whole(tmp_path: Path) -> None:
    """Build a wheel as pip does, the build's tools fetched, and look inside."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(CHECKOUT)],
        check=True,
        timeout=600,
    )
    with zipfile.ZipFile(next(tmp_path.glob("nearnew-*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert "tui/_data/config.toml" in names
    for language in LANGUAGES[1:]:
        for domain in ("tui", "data"):
            assert f"tui/_data/locales/{language}/LC_MESSAGES/{domain}.mo" in names
    for path in (HOUSE / "data").rglob("*.toml"):
        assert f"tui/{path.relative_to(HOUSE)}" in names
    assert any(name.endswith(".tcss") for name in names)
    assert not any(name.startswith("tests/") for name in names)
