"""Text as cells: no line ever has one more or less."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.widget import Widget

from tests.app.kit import HOSTILE
from tui.app.glyphs import glyphs_named
from tui.app.widgets.cells import KEPT_SPACE, clean, cut, fit, isolated, whole_or_cut, wrap
from tui.app.widgets.lines import Piece, strip_of

ANY = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from("aé字ｗ\u0301\u0e31אب١\u200d\ufe0f\u202e\x1b[m🚗🏽👍🇰🇿ㅎ각\u1100\u1161 \t"), max_size=60),
    st.sampled_from(HOSTILE),
)


@given(ANY, st.integers(0, 50), st.booleans(), st.sampled_from(["…", "~"]))
def test_fit_gives_exactly_the_width(text: str, width: int, right: bool, ellipsis: str) -> None:
    assert cell_len(fit(text, width, ellipsis, right=right)) == width


@given(ANY, st.integers(0, 50))
def test_cut_never_exceeds_the_width(text: str, width: int) -> None:
    assert cell_len(cut(clean(text), width)) <= width


@given(ANY, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    together = "".join(lines).replace("\u2068", "").replace("\u2069", "")
    assert together.replace(" ", "") == clean(text).replace(" ", "")


@given(ANY)
def test_clean_text_moves_no_cursor_and_turns_no_direction(text: str) -> None:
    for character in clean(text):
        assert unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
        assert character not in "\u200d\ufe0f\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_wide_character_that_does_not_fit_leaves_a_blank() -> None:
    assert fit("比亚迪", 5) == "比亚…"
    assert fit("比亚迪", 4) == "比… "
    assert fit("比亚迪", 6) == "比亚迪"


def test_marks_do_not_climb() -> None:
    assert clean("e" + "\u0301" * 100) == "e" + "\u0301" * 3


def test_right_to_left_text_is_isolated() -> None:
    assert fit("مرحبا", 7) == "\u2068مرحبا\u2069  "
    assert isolated("BYD 比亚迪") == "BYD 比亚迪"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("中国：车辆须办登记", ["中国：车", "辆须办登", "记"]),
        ("出口许可证、报告", ["出口许可", "证、报告"]),
        ("abcdefghijkl", ["abcdefgh", "ijkl"]),
    ],
)
def test_wrapping(text: str, lines: list[str]) -> None:
    assert list(wrap(text, 8)) == lines


def test_a_kept_space_holds_its_words_together() -> None:
    assert wrap(f"AE{KEPT_SPACE}x  AM{KEPT_SPACE}x  AU{KEPT_SPACE}x", 12) == ("AE x  AM x", "AU x")


def test_a_text_is_whole_in_its_lines_or_says_that_it_goes_on() -> None:
    assert whole_or_cut("one two three", 9, 2) == ["one two", "three"]
    assert whole_or_cut("one two three four five", 9, 2) == ["one two", "three fo…"]


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        (["ab", "cd"], "abcd "),
        (["abcde"], "abcde"),
        (["abc", "de", "  "], "abcde"),
        (["abcde", "f"], "abcd…"),
        (["abc", "de", "f"], "abcd…"),
        (["一二", "三"], "一二…"),
        (["一二三", "四"], "一二…"),
        (["a一二三", "四"], "a一… "),
    ],
)
def test_a_line_that_goes_on_says_so(monkeypatch: pytest.MonkeyPatch, texts: list[str], line: str) -> None:
    monkeypatch.setattr("tui.app.widgets.lines.tone_style", lambda _widget, _tone: Style.null())
    strip = strip_of(Widget(), [Piece(text) for text in texts], 5, glyphs_named("unicode"))
    assert strip.text == line
    assert strip.cell_length == 5
