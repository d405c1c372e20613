"""Which language speaks, and that every word of the commands does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.kit import Machine
from tui.cli.main import build
from tui.cli.session import Session
from tui.config import Settings
from tui.errors import UsageError
from tui.i18n.formats import country, number
from tui.i18n.translator import LANGUAGES, PSEUDO, TRANSLATOR, Translator, from_environment, match

OPEN = "[!!"
CHINESE, ENGLISH = "没有叫", "No car is called"


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    TRANSLATOR.use("en")


@pytest.mark.parametrize(
    ("variables", "flags", "settings", "language"),
    [
        ({}, (), "", "en"),
        ({"LANG": "zh_CN.UTF-8"}, (), "", "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}, (), "", "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "zh_CN"}, (), "", "zh_CN"),
        ({"LANG": "en_GB", "LC_MESSAGES": "en_GB", "LC_ALL": "zh_CN"}, (), "", "zh_CN"),
        ({"LANG": "zh_CN", "LC_MESSAGES": "zh_CN", "LC_ALL": "C"}, (), "", "en"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, (), "", "zh_CN"),
        ({"LANG": "fr_FR"}, (), "", "en"),
        ({"LC_ALL": "en_GB"}, (), '[ui]\nlanguage = "zh_CN"\n', "zh_CN"),
        ({"LC_ALL": "en_GB", "NEARNEW_UI_LANGUAGE": "zh_CN"}, (), '[ui]\nlanguage = "en"\n', "zh_CN"),
        ({"LC_ALL": "zh_CN", "NEARNEW_UI_LANGUAGE": "zh_CN"}, ("--lang", "en"), '[ui]\nlanguage = "zh_CN"\n', "en"),
        ({}, ("--lang=zh-Hans-CN",), "", "zh_CN"),
        ({}, ("--lang", "zh"), "", "zh_CN"),
    ],
)
def test_the_flag_before_the_settings_before_the_environment(
    tmp_path: Path, variables: dict[str, str], flags: tuple[str, ...], settings: str, language: str
) -> None:
    machine = Machine(tmp_path, "", variables)
    if settings:
        machine.settings.parent.mkdir(parents=True)
        machine.settings.write_text(settings, encoding="utf-8")
    done = machine.bare(*flags, "car", "show", "nobody").done(1)
    spoken = "en" if done.err.startswith(ENGLISH) else "zh_CN"
    assert spoken == language
    process = machine.process(*flags, "car", "show", "nobody").done(1)
    assert process.err == done.err


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("ZH", "zh_CN"),
        ("en_GB@euro", "en"),
        ("C", "en"),
        ("POSIX", "en"),
        ("ru_RU", None),
        ("", None),
        ("qps", PSEUDO),
    ],
)
def test_tags(tag: str, language: str | None) -> None:
    assert match(tag) == language
    if language is None:
        with pytest.raises(UsageError):
            Translator().use(tag)
    else:
        one = Translator()
        one.use(tag)
        assert one.tag == language
    assert from_environment({"LANG": tag}) == (language or "en")


def test_a_language_is_switched_while_running() -> None:
    one = Translator()
    told = one.gettext
    assert told("Make") == "Make"
    for language in LANGUAGES[1:]:
        one.use(language)
        assert told("Make") != "Make"
    one.use(PSEUDO)
    assert told("Make") == "[!! Make !!]"
    one.use("en")
    assert told("Make") == "Make"
    assert told("") == ""


def test_two_translators_do_not_disturb_one_another() -> None:
    one, other = Translator(), Translator()
    one.use("zh_CN")
    assert other.gettext("Make") == "Make"
    assert one.gettext("Make") != "Make"


def test_numbers_and_countries() -> None:
    assert number(1234567, tag="zh_CN") == "1,234,567"
    assert number(1234567, places=2, tag="en") == "1,234,567.00"
    assert country("KZ", "zh_CN") == "哈萨克斯坦"
    assert country("KZ", "en") == "Kazakhstan"
    assert country("ZZZ", "en") == "ZZZ"


def tree(command: click.Command, path: str = "nearnew") -> Iterator[tuple[str, click.Command]]:
    """Every command with its path."""
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from tree(inner, f"{path} {name}")


def test_every_help_text_is_translated() -> None:
    TRANSLATOR.use(PSEUDO)
    found = list(tree(build(Session(Settings(), PSEUDO))))
    assert len(found) > 40
    for path, command in found:
        assert (command.help or "").startswith(OPEN), path
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert (parameter.help or "").startswith(OPEN), (path, parameter.opts)


LISTS = [
    ("car", "list"),
    ("car", "held"),
    ("check", "--as-of", "2026-11-22"),
    ("missing",),
    ("model", "list"),
    ("document", "list"),
    ("document", "kinds"),
    ("dealer", "list"),
    ("party", "list"),
    ("firm", "list"),
    ("rule", "list"),
    ("rule", "verify"),
    ("shipment", "list"),
    ("book", "history"),
    ("keys",),
]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_every_title_of_a_table_is_translated(demo_book: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = Machine(tmp_path).bare("--lang", PSEUDO, "--book", demo_book, *words)
    titles = done.out.splitlines()[0]
    assert titles.startswith(OPEN)
    rest = titles
    while OPEN in rest:
        start, end = rest.index(OPEN), rest.index("!!]") + 3
        rest = rest[:start] + rest[end:]
    assert not rest.strip(), f"not translated: {rest}"


TALK = [
    ("car", "show", "nobody"),
    ("car", "list"),
    ("shipment", "print", "S26-002"),
    ("book", "undo"),
    ("car", "list", "nope:3"),
    ("car", "edit", "26-0001", "price=-5"),
    ("--read-only", "dealer", "add", "name=x"),
    ("check", "--to", "XX"),
    ("dealer", "add", "name=new"),
    ("car", "archive", "26-0030"),
    ("car", "dismiss", "99"),
]


@pytest.mark.parametrize("words", TALK, ids=" ".join)
def test_every_sentence_is_translated(sampled: Machine, words: tuple[str, ...]) -> None:
    flags = [word for word in words if word.startswith("--read")]
    rest = [word for word in words if not word.startswith("--read")]
    done = sampled.bare(*flags, "--lang", PSEUDO, "--book", sampled.book, *rest)
    for line in done.err.splitlines():
        assert OPEN in line or line.strip() == "^" or line.startswith("  "), line


@pytest.mark.parametrize("words", [(), ("--help",), ("car", "list"), ("check", "--to", "KZ"), ("book", "info")])
def test_nothing_is_left_in_english_where_chinese_is_spoken(sampled: Machine, words: tuple[str, ...]) -> None:
    done = sampled.speaks("zh_CN.UTF-8")(*words)
    for word in ("Stock:", "Money:", "Usage", "Options", "Verdict", "Revision", "Show this message"):
        assert word not in done.out
