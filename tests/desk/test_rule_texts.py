"""What rules say in words: no code of a condition or of a fee table comes through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest

from tests.desk.kit import new_desk
from tui.desk.context import Desk
from tui.desk.explained import value_text
from tui.desk.rule_texts import band_text, condition_clauses, look_source
from tui.domain.rules import Rule
from tui.i18n.translator import TRANSLATOR


@pytest.fixture(scope="module")
def desk() -> Desk:
    return new_desk()


@pytest.fixture(params=["en", "zh_CN"])
def tongue(request: pytest.FixtureRequest) -> Iterator[str]:
    before = TRANSLATOR.tag
    TRANSLATOR.use(request.param)
    yield request.param
    TRANSLATOR.use(before)


def rules(desk: Desk) -> list[Rule]:
    return [rule for pack in desk.library.packs.values() for rule in pack.rules]


def codes(value: object) -> set[str]:
    """The codes a value is made of that no language writes as they are."""
    values = value if isinstance(value, list | tuple) else [value]
    return {one for one in values if isinstance(one, str) and (one.islower() or "_" in one)}


def test_no_code_stands_in_the_words_of_a_condition(desk: Desk, tongue: str) -> None:
    for rule in rules(desk):
        clauses = condition_clauses(desk, rule.condition)
        assert set(clauses) == rule.condition.keys() - {"age_from"}, rule.id
        for key, text in clauses.items():
            assert "_" not in text, (rule.id, text)
            shown = re.split(r"[：:]\s*", text, maxsplit=1)[-1]
            said = set(re.split(r"[、,，]\s*|\s", shown))
            assert not codes(rule.condition[key]) & said, (rule.id, tongue, text)


@pytest.mark.parametrize(
    ("basis", "english", "chinese"),
    [
        ("manufacture", "Years since manufacture: more than 3", "出厂年数：大于 3"),
        ("manufacture_year", "Years since the year of manufacture: more than 3", "距出厂年份的年数：大于 3"),
        ("first_registration", "Years since first registration: more than 3", "首次登记年数：大于 3"),
        ("model_year", "Years since the model year: more than 3", "距年款的年数：大于 3"),
    ],
)
def test_an_age_says_what_it_is_counted_from(desk: Desk, tongue: str, basis: str, english: str, chinese: str) -> None:
    clauses = condition_clauses(desk, {"age_years_gt": 3, "age_from": basis})
    assert clauses == {"age_years_gt": english if tongue == "en" else chinese}


def test_no_two_bands_of_a_table_read_alike(desk: Desk, tongue: str) -> None:
    for pack in desk.library.packs.values():
        told = [(band.fee, band_text(desk, band)) for band in pack.fees]
        assert len(set(told)) == len(told), (pack.jurisdiction, tongue)
        assert not [text for _, text in told if "_" in text]


def test_a_band_names_every_line_it_has(desk: Desk) -> None:
    band = next(one for one in desk.library.packs["RU"].fees if one.engine_cc_min and one.power_hp_min)
    text = band_text(desk, msgspec.structs.replace(band, importer="company", engine_cc_max=1500, age_years_min=1))
    for said in ("Company", "1,500", "at most 3", "more than 1", "2026-01-01 to 2026-12-31", "Power, hp: more than"):
        assert said in text, said
    kilowatts = msgspec.structs.replace(band, power_hp_min=None, power_hp_max=None, power_kw_min=Decimal("58.84"))
    assert "Power, hp, in kW: more than 58.84" in band_text(desk, kilowatts)


def test_a_second_look_names_what_it_was_read_from(desk: Desk, tongue: str) -> None:
    for rule in rules(desk):
        look = rule.second_look
        if look:
            told = look_source(desk, look)
            assert look.title in told
            assert not re.search(r"· (official|press|secondary)$", told), (rule.id, tongue)


@pytest.mark.parametrize(
    ("name", "value", "english", "chinese"),
    [
        ("make", "volkswagen", "Volkswagen", "Volkswagen"),
        ("make_home", "JP", "Japan", "日本"),
        ("software_languages", ("zh", "en"), "Chinese, English", "中文、英语"),
        ("cn_letter_fields", ("maker_seal",), "Maker's seal", "车企公章"),
        ("cn_aftersales_letter_issuer", "sales_company", "Sales company", "销售公司"),
    ],
)
def test_explanations_name_what_has_a_name(
    desk: Desk, tongue: str, name: str, value: object, english: str, chinese: str
) -> None:
    assert value_text(desk, name, value) == (english if tongue == "en" else chinese)
