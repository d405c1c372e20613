"""Cells: nothing is measured short, and outside text does no harm."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.reports.cells import clean, cut, pad, runs, width, wrap

PRINTABLE = st.text(st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("BYD", 3),
        ("元UP", 4),
        ("ＢＹＤ", 6),
        ("e\u0301", 1),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("A\u200dB", 2),
        ("🚗", 2),
        ("кириллица", 9),
    ],
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


def test_clean_drops_what_steers_a_terminal() -> None:
    assert clean("a\x1b[31mb\x07\r\nc\u202ed\u2066e\u200ff\u200bg\ufeff\x9b1m") == "a[31mb cdefg1m"
    assert clean("\ud800x") == "\ufffdx"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text())
def test_clean_leaves_no_controls_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    assert not [char for char in cleaned if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(cleaned) & set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert clean(cleaned) == cleaned


@given(PRINTABLE, st.integers(2, 90))
def test_cut_and_pad_fit(text: str, limit: int) -> None:
    short = cut(clean(text), limit)
    assert width(short) <= limit
    assert width(pad(short, limit, right=True)) == limit


def test_cut_bounds_piled_up_marks() -> None:
    assert len(cut("e" + "\u0301" * 10_000, 10)) <= 41


@given(PRINTABLE, st.integers(2, 90))
def test_wrapped_lines_fit_and_lose_nothing(text: str, cells: int) -> None:
    cleaned = clean(text)
    lines = wrap(cleaned, cells)
    assert lines
    assert "".join("".join(lines).split()) == "".join(cleaned.split())
    for line in lines:
        assert width(line) <= cells or len(lines) == 1


def test_a_vin_is_not_broken_beside_chinese() -> None:
    lines = wrap("车架号为LC0CE4CB7V4016852的车辆，已登记。", 20)
    assert "LC0CE4CB7V4016852" in "\n".join(lines)
    assert not any(line.startswith(("，", "。")) for line in lines)


def test_arabic_words_of_a_drawing_stay_in_their_columns() -> None:
    pieces = runs("|عمود A   ?|غطاء المحرك 112|元|")
    assert [text for text, cells in pieces if cells] == ["\u2068عمود A\u2069", "\u2068غطاء المحرك\u2069", "元"]
    assert [cells for _, cells in pieces] == [0, 6, 0, 11, 0, 2, 0]
