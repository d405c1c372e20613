"""Commodity codes and UN numbers: found where certain, None where not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tui.domain.models import Specs
from tui.domain.words import Mode
from tui.errors import PackError
from tui.packs.hs_codes import load_hs_codes, read_hs_codes

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("specs", "condition", "code"),
    [
        (Specs(powertrain="bev", body="suv"), "used", "8703801010"),
        (Specs(powertrain="bev", body="suv"), "new", "8703801090"),
        (Specs(powertrain="bev", body="suv"), None, "870380"),
        (Specs(powertrain="ice", fuel="petrol", engine_cc=1000), "used", "870321"),
        (Specs(powertrain="ice", fuel="petrol", engine_cc=1001), "used", "870322"),
        (Specs(powertrain="ice", fuel="petrol", engine_cc=1500), "used", "870322"),
        (Specs(powertrain="ice", fuel="petrol", engine_cc=1501), "used", "870323"),
        (Specs(powertrain="ice", fuel="petrol", engine_cc=3001), "used", "870324"),
        (Specs(powertrain="ice", fuel="diesel", engine_cc=2500), "used", "870332"),
        (Specs(powertrain="ice", fuel="petrol"), "used", None),
        (Specs(powertrain="ice", engine_cc=1500), "used", None),
        (Specs(powertrain="ice", fuel="lpg", engine_cc=1500), "used", None),
        (Specs(powertrain="hev", fuel="petrol"), "used", "870340"),
        (Specs(powertrain="hev", fuel="diesel"), "used", "870350"),
        (Specs(powertrain="phev", fuel="petrol"), "used", "870360"),
        (Specs(powertrain="erev", fuel="petrol"), "used", "870360"),
        (Specs(powertrain="phev", fuel="diesel"), "used", "870370"),
        (Specs(powertrain="phev"), "used", None),
        (Specs(powertrain="bev", body="pickup"), "used", None),
        (Specs(powertrain="bev", seats=12), "used", None),
        (Specs(), "used", None),
    ],
)
def test_codes(specs: Specs, condition: str | None, code: str | None) -> None:
    found = load_hs_codes().code(specs, condition, ON)
    assert (found.code if found else None) == code
    if found:
        assert found.complete is (len(found.code) == 10)
        assert found.assumes == (() if specs.body else ("body",))


def test_codes_are_dated() -> None:
    specs = Specs(powertrain="bev", body="suv")
    before = load_hs_codes().code(specs, "used", date(2025, 12, 31))
    assert before is not None
    assert before.code == "870380"
    assert load_hs_codes().code(specs, "used", date(2021, 12, 31)) is None


@pytest.mark.parametrize(
    ("specs", "mode", "on", "un"),
    [
        (Specs(powertrain="bev"), Mode.RO_RO, ON, "3556"),
        (Specs(powertrain="bev"), Mode.CONTAINER, date(2025, 12, 31), "3171"),
        (Specs(powertrain="bev"), Mode.RAIL, ON, None),
        (Specs(powertrain="hev", fuel="petrol"), Mode.CONTAINER, ON, "3166"),
        (Specs(powertrain="hev", fuel="petrol"), Mode.RO_RO, ON, None),
        (Specs(), Mode.RO_RO, ON, None),
    ],
)
def test_un_numbers(specs: Specs, mode: Mode, on: date, un: str | None) -> None:
    found = load_hs_codes().dangerous(specs, mode, on)
    assert (found.un if found else None) == un


HEADING = """
[meta]
version = "1"
checked = 2026-01-01
[[heading]]
code = "870380"
powertrain = ["bev"]
source_title = ""
source_url = ""
status = "official"
confidence = "high"
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = [", "pack_not_toml"),
        (HEADING.replace("870380", "87038"), "pack_bad_value"),
        (HEADING.replace('"bev"', '"steam"'), "pack_bad_value"),
        (HEADING + 'colour = "red"\n', "pack_unknown_key"),
        (HEADING.replace("[meta]", "[other]"), "pack_unknown_key"),
        (HEADING.replace("checked = 2026-01-01\n", ""), "pack_missing_key"),
        (HEADING.replace('"high"', '"sure"'), "pack_bad_value"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "hs.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as refused:
        read_hs_codes(path)
    assert refused.value.code == code


def test_a_sound_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hs.toml"
    path.write_text(HEADING, encoding="utf-8")
    assert read_hs_codes(path).version == "1"


def test_elements_follow_the_drive_and_the_day() -> None:
    codes = load_hs_codes()
    battery = dict(codes.elements(Specs(powertrain="bev"), ON))
    engine = dict(codes.elements(Specs(powertrain="ice", fuel="petrol"), ON))
    assert battery["battery_kwh"] == "Battery capacity, kWh"
    assert "displacement_ml" not in battery
    assert "displacement_ml" in engine
    assert "battery_kwh" not in engine
    assert {"displacement_ml", "battery_kwh"} <= dict(codes.elements(Specs(powertrain="phev"), ON)).keys()
    assert codes.elements(Specs(powertrain="bev"), date(2025, 12, 31)) == ()
    assert codes.elements(Specs(), ON) == ()
