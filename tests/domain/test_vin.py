from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.domain import vin
from tui.domain.problems import Severity

LAWFUL = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
SAMPLES = (
    "LC0CE4CB7V4016852", "LC0CE4CB5V4016851", "LC0CE4CB1V4016863", "LC0CE4CB7V4016883", "LC0CE4CB9V4016867",
    "LC0CE4CB0V4016885", "LC0CE4CB1V4016846", "LC0CE4CB5V4016879", "LC0CE4CB2V4016869", "LC0CE4CB7V4016866",
    "L6TCX2E77NE016623", "L6TCX2E78NE034774", "L6TCX2E70ME005154", "LC0CE4DC5S4163710", "LC0CE4CB4R4874155",
    "LC0CE4DC8R4953917",
)  # fmt: skip
"""The published VINs of samples/dealer-list-gb18030.csv."""
VALUE = {
    **{char: int(char) for char in "0123456789"},
    **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True)),
}
"""The transliteration of ISO 3779, written out again."""


@st.composite
def sound(draw: st.DrawFn, beginning: str = "") -> str:
    bare = beginning + draw(st.text(LAWFUL, min_size=17 - len(beginning), max_size=17 - len(beginning)))
    return bare[:8] + vin.check_digit(bare) + bare[9:]


@pytest.mark.parametrize("sample", SAMPLES)
def test_published_numbers_are_sound(sample: str) -> None:
    assert vin.problems(sample) == ()
    assert vin.normalise(sample) == sample
    assert vin.corrected(sample) is None


def test_textbook_numbers() -> None:
    assert vin.check_digit("11111111111111111") == "1"
    assert vin.check_digit("1M8GDM9AXKP042788") == "X"
    assert vin.problems("1M8GDM9AXKP042788") == ()


@given(sound())
def test_the_computed_digit_passes(number: str) -> None:
    assert vin.problems(number) == ()
    assert vin.check_digit(number) == number[8]


@given(sound("L"), st.integers(0, 16), st.sampled_from(LAWFUL))
def test_a_single_slip_is_caught_unless_the_two_characters_have_one_value(number: str, place: int, char: str) -> None:
    slip = number[:place] + char + number[place + 1 :]
    if char == number[place]:
        return
    same_value = place != 8 and VALUE[char] == VALUE[number[place]]
    assert vin.has_right_check_digit(slip) is same_value
    if not same_value:
        (problem,) = vin.problems(slip)
        assert problem.code == "vin_check_digit"
        assert problem.severity is (Severity.CONFIRM if slip.startswith("L") else Severity.WARNING)
        assert problem.params == {"has": slip[8], "should": vin.check_digit(number if place == 8 else slip)}


def test_neighbours_swapped_are_caught_where_their_values_differ() -> None:
    assert vin.has_right_check_digit("LC0CE4CB7V4016852")
    assert not vin.has_right_check_digit("LC0CE4CB7V4016825")


@given(st.text(max_size=40))
@example("A´")
@example("ΐ")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = vin.normalise(text)
    assert vin.normalise(once) == once
    assert not any(char.isspace() for char in once)


@given(sound(), st.lists(st.tuples(st.integers(0, 17), st.sampled_from(" -\t\u3000\u200b\u202a\ufeff–")), max_size=4))
def test_noise_and_full_width_letters_go(number: str, noise: list[tuple[int, str]]) -> None:
    written = number.lower()
    for place, char in noise:
        written = written[:place] + char + written[place:]
    assert vin.normalise(written) == number
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number)
    assert vin.normalise(wide) == number


@given(sound())
def test_lookalikes_are_offered_and_never_taken(number: str) -> None:
    lookalikes = {"0": "OQО", "1": "I", "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "K": "К", "M": "М"}
    lookalikes |= {"P": "Р", "T": "Т", "X": "Х", "Y": "У"}
    for place, char in enumerate(number):
        for other in lookalikes.get(char, ""):
            written = number[:place] + other + number[place + 1 :]
            assert vin.normalise(written) == written
            (problem,) = vin.problems(written)
            assert (problem.code, problem.severity, problem.offer) == ("vin_character", Severity.ERROR, number)
            assert vin.corrected(written.lower()) == number


@pytest.mark.parametrize(
    ("text", "code", "offer"),
    [
        ("", "vin_length", None),
        ("LC0CE4CB7V401685", "vin_length", None),
        ("LC0CE4CB7V40168522", "vin_length", None),
        ("LC0CE4CB7V4O16890", "vin_character", "LC0CE4CB7V4016890"),
        ("LC0CE4CB7V40168Ж2", "vin_character", None),
        ("LC0CE4CB7V401685!", "vin_character", None),
        ("长0CE4CB7V40168520", "vin_character", None),
    ],
)
def test_what_cannot_be_kept(text: str, code: str, offer: str | None) -> None:
    (problem,) = vin.problems(text)
    assert (problem.code, problem.severity, problem.offer) == (code, Severity.ERROR, offer)


def test_corrections_may_still_have_a_wrong_digit() -> None:
    """The offer is about characters alone: the digit is judged afterwards, and needs a person's word."""
    assert vin.corrected("LC0CE4CB8V4O16852") == "LC0CE4CB8V4016852"
    assert vin.problems("LC0CE4CB8V4016852")[0].severity is Severity.CONFIRM


@pytest.mark.parametrize(
    ("sample", "near", "year"),
    [
        ("LC0CE4CB7V4016852", 2026, 2027),
        ("L6TCX2E77NE016623", 2026, 2022),
        ("L6TCX2E70ME005154", 2026, 2021),
        ("LC0CE4DC5S4163710", 2026, 2025),
        ("LC0CE4CB4R4874155", 2026, 2024),
        ("LC0CE4CB4R4874155", 1990, 1994),
    ],
)
def test_model_years(sample: str, near: int, year: int) -> None:
    assert vin.model_year(sample, near) == year
    assert year in vin.model_years(sample)


def test_model_year_characters() -> None:
    """Position 10: thirty characters without I, O, Q, U, Z and 0, thirty years a cycle."""
    codes = "ABCDEFGHJKLMNPRSTVWXY123456789"
    for place, code in enumerate(codes):
        assert vin.model_years(f"LC0CE4CB7{code}4016852") == (1980 + place, 2010 + place)
    for none in "UZ0":
        assert vin.model_years(f"LC0CE4CB7{none}4016852") == ()
        assert vin.model_year(f"LC0CE4CB7{none}4016852", 2026) is None
