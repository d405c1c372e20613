"""Every code raised anywhere has a sentence, and every blank of a sentence is filled where the code is raised."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import tui.errors
from tui.domain.problems import Problem, Severity
from tui.errors import BadFile, Conflict, DraftRefused, NearnewError
from tui.i18n.on_screen import COMMANDS_ONLY, ON_SCREEN, screen_sentence
from tui.i18n.sentences import ERRORS, NOTICES, PROBLEMS, notice_sentence, problem_line, problem_sentence, sentence
from tui.i18n.translator import TRANSLATOR

ROOT = Path(tui.errors.__file__).parent
KINDS = {
    name
    for name, kind in vars(tui.errors).items()
    if isinstance(kind, type) and issubclass(kind, NearnewError) and kind not in {DraftRefused, Conflict}
}
BLANK = re.compile(r"%\(([a-z_]+)\)")
OWN_CODE = {"NotReady": "not_ready", "Conflict": "conflict"}
MADE_BY_CODE = {
    # codes that a variable carries from one place to another
    "text_too_long",
    "history_missing",
    "journal_damaged",
    "resource_missing",
}


@dataclass(frozen=True)
class Raised:
    """A place where a code is raised: its parameters, None where they cannot be told."""

    kind: str
    code: str
    params: frozenset[str] | None
    where: str


def raised() -> Iterator[Raised]:
    """Every call that makes an error, a problem, a finding or an unreadable value from a plain code."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in {*KINDS, "Problem", "Unreadable", "Finding"}:
                continue
            for code in _codes(node.args[0]):
                yield Raised(name, code, _params(node, name), f"{path.relative_to(ROOT)}:{node.lineno}")


def _codes(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=other):
            yield from _codes(body)
            yield from _codes(other)


def _params(node: ast.Call, name: str) -> frozenset[str] | None:
    if name in {"Problem", "Finding"}:
        place = 2 if name == "Problem" else 1
        given = node.args[place] if len(node.args) > place else None
        given = given or next((word.value for word in node.keywords if word.arg == "params"), None)
        if given is None:
            return frozenset()
        if isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys):
            return frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))
        return None
    if any(word.arg is None for word in node.keywords):
        return None
    return frozenset(word.arg for word in node.keywords if word.arg)


def tables(kind: str) -> tuple[dict[str, str], ...]:
    """Where the sentence of a code is looked for; an unreadable value becomes an error or a problem."""
    if kind == "Problem":
        return (PROBLEMS,)
    if kind == "Unreadable":
        return (PROBLEMS,)
    return (NOTICES, ERRORS) if kind == "Finding" else (ERRORS,)


ALL = list(raised())


def test_the_search_finds_them() -> None:
    assert len(ALL) > 150
    assert {"Problem", "Unreadable", "BadFile", "UsageError", "Finding"} <= {one.kind for one in ALL}


def test_every_code_has_a_sentence() -> None:
    missing = sorted(
        {
            f"{one.where}: {one.kind}({one.code!r})"
            for one in ALL
            if one.kind != "NotReady" and not any(one.code in table for table in tables(one.kind))
        }
    )
    assert not missing


def test_every_blank_is_filled() -> None:
    empty = []
    for one in ALL:
        text = next((table[one.code] for table in tables(one.kind) if one.code in table), "")
        if one.params is not None:
            lacking = set(BLANK.findall(text)) - one.params
            empty += [f"{one.where}: {one.code} lacks {name}" for name in sorted(lacking)]
    assert not empty


def test_every_sentence_is_of_use() -> None:
    used = {one.code for one in ALL} | set(OWN_CODE.values()) | MADE_BY_CODE
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py") if path.name != "sentences.py"
    )
    idle = [
        code
        for table in (ERRORS, PROBLEMS, NOTICES)
        for code in table
        if code not in used and f'"{code}"' not in everything
    ]
    assert not idle


@pytest.mark.parametrize("table", [ERRORS, NOTICES], ids=["errors", "notices"])
def test_sentences_are_sentences(table: dict[str, str]) -> None:
    for code, text in table.items():
        assert text[0].isupper() or text[0] in "%“[", code
        assert text.endswith("."), code
        assert "\n" not in text


def test_problems_stand_behind_a_field() -> None:
    for code, text in PROBLEMS.items():
        assert not text[0].isupper() or text.startswith(("VIN", "%")), code
        assert not text.endswith("."), code


def test_a_code_without_a_sentence_is_shown_and_a_missing_blank_is_a_dash() -> None:
    assert sentence(NearnewError("no_such_code", path="x")) == "no_such_code: path=x"
    assert "–" in sentence(BadFile("file_missing"))


def test_parameters_are_data() -> None:
    told = sentence(BadFile("file_missing", path="\x1b[31m%(path)s\nx" + "y" * 1_000))
    assert "\x1b" not in told
    assert "\n" not in told
    assert "%(path)s" in told
    assert len(told) < 400


def test_a_refused_draft_gives_all_its_problems() -> None:
    problems = (
        Problem("make_missing", "make"),
        Problem("vin_character", "vin", {"character": "O"}, Severity.ERROR, offer="L0"),
        Problem("field_unknown", "nope", {"known": "a, b"}),
    )
    assert sentence(DraftRefused(problems)).splitlines() == [problem_line(one) for one in problems]
    assert problem_sentence(problems[1]).endswith("is it L0?")
    assert "a, b" in problem_sentence(problems[2])


def test_findings_find_their_sentence_among_errors_too() -> None:
    assert "cut short" in notice_sentence("journal_torn", {"bytes": 1, "saved": "x"})
    assert notice_sentence("journal_header", {"path": "x"}).startswith("x does not")


def test_a_screen_names_no_flag_and_no_field_of_a_command() -> None:
    """What only the command line can do is said as a command; everything else speaks of what the screen shows."""
    for_commands = re.compile(r"(?<![\w`])--[a-z]|`nearnew|[a-z_]+=[A-Za-z…]")
    told = {code: ON_SCREEN.get(code, text) for code, text in {**ERRORS, **PROBLEMS}.items()}
    named = {code for code, text in told.items() if for_commands.search(text)}
    assert named <= COMMANDS_ONLY


def test_a_screen_has_its_own_sentence_only_where_there_is_another() -> None:
    assert set(ON_SCREEN) <= {*ERRORS, *PROBLEMS}
    assert all(set(BLANK.findall(text)) <= {*BLANK.findall({**ERRORS, **PROBLEMS}[code]), "sample"}
               for code, text in ON_SCREEN.items())  # fmt: skip


def test_the_encoding_is_chosen_in_the_list_of_encodings() -> None:
    error = BadFile("encoding_wrong", path="list.csv", encoding="utf-8")
    assert "--encoding" in sentence(error)
    assert screen_sentence(error).endswith("choose another one in the list of encodings.")


def test_what_the_system_says_is_said_in_the_language_of_the_desk() -> None:
    error = BadFile("file_not_writable", path="a.txt", reason=os.strerror(errno.EACCES))
    try:
        TRANSLATOR.use("zh_CN")
        assert sentence(error) == "a.txt 写不进去（没有权限）；请换个文件夹。"
        assert "Wrong moon phase" in sentence(BadFile("file_not_writable", path="a", reason="Wrong moon phase"))
    finally:
        TRANSLATOR.use("en")
