from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.domain.query import EVERYTHING, MAX_LENGTH, NUMBER_FIELDS, STATES, TEXT_FIELDS, parse
from tui.errors import UsageError


class Row:
    """A car as a query sees it."""

    def __init__(self, texts: dict[str, tuple[str, ...]], figures: dict[str, Decimal | int], *states: str) -> None:
        self._texts = texts
        self._figures = figures
        self._states = states
        self.haystack = "\n".join(text for several in texts.values() for text in several)

    def texts(self, field: str) -> tuple[str, ...]:
        return self._texts.get(field, ())

    def figure(self, field: str) -> Decimal | int | None:
        return self._figures.get(field)

    def has_state(self, state: str) -> bool:
        return state in self._states


YUAN = Row(
    {
        "make": ("byd", "byd", "比亚迪"),
        "model": ("元up",),
        "trim": ("comfort plus",),
        "vin": ("lc0ce4cb7v4016852",),
        "stock": ("26-0042",),
        "dealer": ("杭州",),
        "dest": ("kz",),
        "stage": ("bought",),
        "powertrain": ("bev",),
        "doc": ("cn_aftersales_confirmation_letter", "letter", "确认书"),
        "colour": ("",),
    },
    {"age": 150, "tied": 0, "price": Decimal("95800.50"), "km": 12, "year": 2027},
    "bought",
    "action",
)


def holds(text: str) -> bool:
    return parse(text).holds(YUAN)


def fault(text: str) -> tuple[str, object]:
    with pytest.raises(UsageError) as caught:
        parse(text)
    return caught.value.code, caught.value.params["at"]


class TestMeaning:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            "元UP",
            "4016852",
            "杭州 comfort",
            '"comfort plus"',
            "make:byd",
            "make:BYD",
            "make:比亚迪",
            "MAKE:byd",
            "make=byd",
            'make:"byd"',
            "model:元",
            'trim:"comfort plus"',
            "trim:fort",
            "dest:KZ",
            "stage:bought",
            "doc:letter",
            "doc:确认书",
            "colour:",
            "invoice:",
            "is:bought",
            "is:ACTION",
            "is=action",
            "-is:blocked",
            "-make:geely",
            "-geely",
            "-blocked",
            "age>149",
            "age>=150",
            "age=150",
            "age:150",
            "age<=150",
            "age<150.5",
            "age>100d",
            "age<160D",
            "price>95,800.49",
            "price=95800.5",
            "price<10万",
            "price>9.5万",
            "tied:0",
            "tied>-1",
            "due:",
            "-due<30d",
            "-due>=30d",
            "make:byd dest:KZ stage:bought age>100 is:action letter price<100000",
            "\tmake:byd\u3000age>1\n",
            '-"geely"',
        ],
    )
    def test_it_fits(self, text: str) -> None:
        assert holds(text)

    @pytest.mark.parametrize(
        "text",
        [
            "geely",
            "comfort杭州",
            '"plus comfort"',
            "make:by",
            "make:geely",
            "dest:K",
            "dest:",
            "stage:listed",
            "colour:white",
            "is:blocked",
            "-is:bought",
            "-make:byd",
            "-letter",
            "-doc:letter",
            "age>150",
            "age<150",
            "age<=149",
            "age:",
            "-age=150",
            "due<30d",
            "due>=30d",
            "due=0",
            "-due:",
            "make:byd make:geely",
            "make:byd age>150",
        ],
    )
    def test_it_does_not_fit(self, text: str) -> None:
        assert not holds(text)

    def test_a_number_that_is_not_known_fits_neither_way(self) -> None:
        for comparison in ("<", "<=", "=", ":", ">=", ">"):
            assert not holds(f"due{comparison}0")
            assert holds(f"-due{comparison}0")

    def test_nothing_asked_is_everything(self) -> None:
        assert parse("").terms == parse(" \t").terms == EVERYTHING.terms == ()

    def test_what_it_costs_to_answer(self) -> None:
        assert parse("is:blocked").asks_verdict
        assert parse("-is:ready byd").asks_verdict
        assert not parse("is:bought blocked").asks_verdict
        assert parse("is:archived").wants_archived
        assert not parse("archived is:bought").wants_archived

    def test_the_text_is_kept(self) -> None:
        assert parse("make:BYD  -x").text == "make:BYD  -x"

    def test_terms_know_their_places(self) -> None:
        query = parse('byd  -make:"a b" age>150')
        assert [(term.at, term.field, term.negated, term.value) for term in query.terms] == [
            (0, "", False, "byd"),
            (5, "make", True, "a b"),
            (17, "age", False, "150"),
        ]


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "code", "at"),
        [
            ("profit<5000", "query_unknown_field", 0),
            ("byd -colr:red", "query_unknown_field", 5),
            ("byd age>old", "query_not_a_number", 8),
            ("age>", "query_not_a_number", 4),
            ("age=", "query_not_a_number", 4),
            ("age>1e3", "query_not_a_number", 4),
            ("age>١", "query_not_a_number", 4),
            ("age>1.2.3", "query_not_a_number", 4),
            ("price>NaN", "query_not_a_number", 6),
            ("km>12km", "query_not_a_number", 3),
            ("is:broken", "query_unknown_state", 3),
            ("stage:bough", "query_unknown_word", 6),
            ("byd powertrain:electric", "query_unknown_word", 15),
            ("-invoice:vat", "query_unknown_word", 9),
            ("price<万", "query_not_a_number", 6),
            ("byd is:", "query_unknown_state", 7),
            ("is>ready", "query_unknown_state", 3),
            ("make>byd", "query_text_compared", 4),
            ("  vin<=L", "query_text_compared", 5),
            ('byd "元', "query_open_quote", 4),
            ('make:"', "query_open_quote", 5),
            ('-"', "query_open_quote", 1),
            ("-", "query_nothing_after_minus", 0),
            ("byd - geely", "query_nothing_after_minus", 4),
            ("x" * (MAX_LENGTH + 1), "query_too_long", MAX_LENGTH),
        ],
    )
    def test_a_fault_has_its_place(self, text: str, code: str, at: int) -> None:
        assert fault(text) == (code, at)

    def test_an_unknown_field_names_the_known_ones(self) -> None:
        with pytest.raises(UsageError) as caught:
            parse("nope:1")
        for field in (*TEXT_FIELDS, *NUMBER_FIELDS, "is"):
            assert field in str(caught.value.params["known"])

    def test_the_first_fault_is_told(self) -> None:
        assert fault("age>x is:y") == ("query_not_a_number", 4)


ALPHABET = st.sampled_from([*"abcde<>=:-\"' d0129.,\\[]()*\t\n\u3000\u200b元é\x1b", *TEXT_FIELDS, *NUMBER_FIELDS, "is"])
TEXT = st.one_of(st.text(max_size=60), st.lists(ALPHABET, max_size=20).map("".join))


class TestAnyText:
    @given(TEXT)
    @example("\x1c\x1d\x85")
    @example('"a""b"')
    def test_any_text_is_a_filter_or_a_usage_error_inside_the_text(self, text: str) -> None:
        try:
            query = parse(text)
        except UsageError as error:
            place = error.params["at"]
            assert isinstance(place, int)
            assert 0 <= place <= len(text)
            return
        assert query.holds(YUAN) in {True, False}
        assert [term.at for term in query.terms] == sorted({term.at for term in query.terms})
        for term in query.terms:
            assert not text[term.at].isspace()

    @given(st.text(min_size=MAX_LENGTH + 1, max_size=2 * MAX_LENGTH))
    def test_a_very_long_text_is_refused(self, text: str) -> None:
        assert fault(text) == ("query_too_long", MAX_LENGTH)

    @given(st.text(st.characters(exclude_characters='"'), min_size=1, max_size=30).filter(lambda text: text.strip()))
    def test_a_quoted_text_is_looked_for_as_it_stands(self, text: str) -> None:
        query = parse(f'"{text}"')
        assert query.holds(Row({"model": (f"vor {text.casefold()} nach",)}, {}))
        assert not query.holds(Row({"model": ("",)}, {}))

    @given(
        st.sampled_from(NUMBER_FIELDS), st.decimals(-(10**6), 10**6, places=2), st.decimals(-(10**6), 10**6, places=2)
    )
    def test_comparisons(self, field: str, line: Decimal, has: Decimal) -> None:
        row = Row({}, {field: has})
        for comparison, expected in {
            "<": has < line, "<=": has <= line, "=": has == line, ">=": has >= line, ">": has > line,
        }.items():  # fmt: skip
            assert parse(f"{field}{comparison}{line}").holds(row) is expected
            assert parse(f"-{field}{comparison}{line}").holds(row) is not expected

    @given(st.sampled_from(STATES), st.booleans())
    def test_states(self, state: str, has: bool) -> None:
        row = Row({}, {}, *((state,) if has else ()))
        assert parse(f"is:{state}").holds(row) is has
        assert parse(f"-is:{state}").holds(row) is not has
