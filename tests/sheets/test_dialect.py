from __future__ import annotations

from pathlib import Path

import pytest

from tui.domain.values import PLAIN, NumberStyle
from tui.errors import PackError, UsageError
from tui.sheets.dialect import is_header, read_dialect, recognise


def _targets(*columns: str, **mapping: str) -> dict[str, str]:
    return {match.target: columns[match.column] for match in recognise(columns, mapping).matches}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("车架号", "vin"),
        ("ＶＩＮ 码", "vin"),
        ("chassis_no.", "vin"),
        ("номер кузова", "vin"),
        ("开票价(含税)", "price"),
        ("开票价（万元）", "price"),
        ("批发价/元", "price"),
        ("Price, USD", "price"),
        ("Цена, юаней", "price"),
        ("指导价(万)", "guide_price"),
        ("发票类型", "invoice"),
        ("首次登记日期", "first_registration"),
        ("Дата выпуска", "manufacture_date"),
        ("Пробег, км", "odometer_km"),
        ("里程（公里）", "odometer_km"),
        ("Mileage (km)", "odometer_km"),
        ("объём (см3)", "engine_cc"),
        ("Объем (СМ3)", "engine_cc"),
        ("power_30min_hp", "power_30min_hp"),
        ("30分钟功率(马力)", "power_30min_hp"),
        ("能源类型", "powertrain"),
        ("经销商", "dealer"),
        ("长(毫米)", "length_mm"),
        ("备注", "remark"),
        ("vin_confirmed", "vin_confirmed"),
    ],
)
def test_names_are_recognised(name: str, target: str) -> None:
    assert _targets(name) == {target: name}


@pytest.mark.parametrize(
    "name",
    [
        "开票价(不含税)",
        "Price (excl. VAT)",
        "Net price",
        "Цена без НДС",
        "FOB price",
        "价格(千元)",
        "Mileage (miles)",
        "排量(L)",
        "功率(kW)",
        "мощность, кВт",
        "驱动形式",
        "序号",
        "",
        "()",
        "元",
    ],
)
def test_names_that_mean_something_else_are_not(name: str) -> None:
    assert _targets(name) == {}


def test_of_two_columns_the_better_name_wins_and_the_other_is_reported() -> None:
    columns = ("VIN", "售价", "开票价", "价格")
    found = recognise(columns)
    assert [columns[match.column] for match in found.matches] == ["VIN", "开票价"]
    assert found.ignored == ("售价", "价格")


def test_a_mapping_goes_before_the_dialect() -> None:
    columns = ("VIN", "开票价", "我的价")
    assert _targets(*columns, price="我的价") == {"vin": "VIN", "price": "我的价"}
    assert recognise(columns, {"price": "我的价"}).ignored == ("开票价",)
    assert _targets("FIN", "цвет", vin="fin") == {"vin": "FIN", "colour": "цвет"}
    assert _targets("a", price="a", guide_price="a") == {"price": "a", "guide_price": "a"}


def test_a_mapping_that_names_nothing_lists_what_there_is() -> None:
    with pytest.raises(UsageError) as caught:
        recognise(("VIN", "价"), {"prise": "价"})
    assert caught.value.code == "map_field_unknown"
    assert caught.value.params["field"] == "prise"
    assert "guide_price" in str(caught.value.params["known"])
    with pytest.raises(UsageError) as caught:
        recognise(("VIN", "价"), {"price": "价格"})
    assert (caught.value.code, caught.value.params) == (
        "map_column_missing",
        {"field": "price", "column": "价格", "known": "VIN, 价"},
    )


def test_the_number_style_is_that_of_most_columns() -> None:
    assert recognise(("VIN", "Марка", "Цена")).style == NumberStyle(",", " ")
    assert recognise(("VIN", "品牌", "价格")).style == PLAIN
    assert recognise(("VIN", "Make", "Цена")).style == PLAIN


def test_what_a_header_is() -> None:
    assert is_header(("车架号",)) == 1
    assert is_header(("品牌", "车型", "序号")) == 2
    assert is_header(("品牌",)) == 0
    assert is_header(("杭州店", "今日现车")) == 0
    assert is_header(("FIN", "x"), ["fin"]) > 0


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("x = ", "data_unreadable", None),
        ("[colums]\n", "data_key_unknown", "colums"),
        ('[columns]\nprise = ["价"]', "data_key_unknown", "columns.prise"),
        ('[columns]\nprice = "价"', "data_value_wrong", "columns.price"),
        ('[columns]\nprice = ["价"]\nvin = ["价 "]', "data_alias_twice", "columns.vin"),
        ('[number]\ndecimal = ","', "data_value_wrong", "number"),
    ],
)
def test_an_unsound_dialect_is_named_with_its_key(tmp_path: Path, text: str, code: str, key: str | None) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PackError) as caught:
        read_dialect(path)
    assert (caught.value.code, caught.value.params.get("key")) == (code, key)
