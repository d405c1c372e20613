"""The catalogues: complete, not fuzzy, not stale; and click's words among them."""

from __future__ import annotations

import ast
import gettext
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from tui.cli import click_words
from tui.i18n.translator import LANGUAGES
from tui.paths import resource

CHECKOUT = Path(__file__).resolve().parents[2]
CLICK = Path(click.__file__).parent


def test_the_catalogues_are_complete() -> None:
    done = subprocess.run(
        [sys.executable, "locales/check.py"], cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == ""
    assert done.returncode == 0


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("domain", ["tui", "data"])
def test_what_is_compiled_says_what_is_written(language: str, domain: str) -> None:
    folder = resource("locales") / language / "LC_MESSAGES"
    with (folder / f"{domain}.po").open("rb") as source:
        written = read_po(source, locale=language)
    with (folder / f"{domain}.mo").open("rb") as source:
        compiled = gettext.GNUTranslations(source)
    for message in written:
        if message.id:
            one = message.id[0] if isinstance(message.id, list | tuple) else message.id
            told = message.string[0] if isinstance(message.string, list | tuple) else message.string
            shown = compiled.gettext(one) if isinstance(message.id, str) else compiled.ngettext(one, one, 2)
            assert shown == told, "run make: the catalogues were not compiled again"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_an_english_text_of_both_catalogues_says_one_thing(language: str) -> None:
    """The program's catalogue is asked first, so its words would stand where the data mean something else."""
    said = []
    for domain in ("tui", "data"):
        with (resource("locales") / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
            said.append({one.id: one.string for one in read_po(source, locale=language) if isinstance(one.id, str)})
    program, data = said
    assert {
        text: (program[text], data[text]) for text in program.keys() & data.keys() if program[text] != data[text]
    } == {}


def said_by_click() -> tuple[set[str], set[str]]:
    """What the installed click asks gettext for: plain texts, and the singulars of counted ones."""
    plain, counted = set(), set()
    for path in CLICK.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    if node.func.id == "_":
                        plain.add(text.value)
                    elif node.func.id == "ngettext":
                        counted.add(text.value)
    return plain, counted


NOT_SHOWN = (
    # pagers, editors, colours, deprecations, completion, passwords, and mistakes in declaring a command
    "{editor}",
    "Windows",
    "Unknown",
    "Deprecat",
    "Do you want",
    "Confirm the",
    "%(prog)s",
    "Show the version",
    "Value must be",
    "Name '",
    "Boolean option",
    "Could not determine",
    "No options defined",
    "env var",
    "(dynamic)",
    "Arguments take",
    "Invalid start",
    "Shell completion",
    "Couldn't",
    "Repeat for",
    "Error: The two",
    "Press any",
    "Choice(",
    "{value!r} is not a valid UUID",
    "{name} {filename!r} is not executable",
    "Takes {nargs}",
    "{value!r} does not match",
    "{len_type} values",
)


def test_click_s_words_are_listed_as_click_has_them() -> None:
    plain, counted = said_by_click()
    listed = {*click_words.WORDS, *click_words.counted(1)}
    assert plain
    missing = {
        text for text in plain | counted if len(text) > 1 and text not in listed and not text.startswith(NOT_SHOWN)
    }
    assert not missing


def test_click_s_words_are_in_the_catalogue() -> None:
    folder = resource("locales")
    for language in LANGUAGES[1:]:
        catalogue = gettext.translation("tui", folder, [language])
        for text in click_words.WORDS:
            assert catalogue.gettext(text) != text
        for text in click_words.counted(1):
            for count in (1, 2):
                told = catalogue.ngettext(text, text, count)
                assert told != text
                assert told.format(
                    possibility="a", possibilities="b", args="c", name="d", nargs=1, value="e", choice="f", choices="g"
                )


@pytest.mark.parametrize("path", sorted((CHECKOUT / "tui").rglob("*.py")), ids=lambda path: path.name)
def test_no_message_hides_inside_an_f_string(path: Path) -> None:
    """The extraction does not look into f-strings, so a message there would never be translated."""
    hidden = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "N_", "ngettext"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden
