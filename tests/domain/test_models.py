from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.domain.models import EMPTY, SPEC_FIELDS, ModelSheet, Specs, difference, inherit, sheet_key

PARTS: dict[str, st.SearchStrategy[Any]] = {
    "powertrain": st.sampled_from(("bev", "phev")),
    "seats": st.integers(0, 9),
    "power_hp": st.integers(0, 500).map(Decimal),
    "has_connectivity": st.booleans(),
    "software_languages": st.sampled_from(((), ("zh",), ("zh", "en"))),
}
SPECS = st.fixed_dictionaries({}, optional=PARTS).map(lambda parts: Specs(**parts))


def known(specs: Specs) -> dict[str, Any]:
    return {name: value for name in SPEC_FIELDS if (value := getattr(specs, name)) is not None}


@given(SPECS, SPECS)
def test_a_cars_own_facts_stand_over_its_sheets(own: Specs, sheet: Specs) -> None:
    assert known(inherit(own, sheet)) == known(sheet) | known(own)
    assert inherit(own, None) == own
    assert inherit(EMPTY, sheet) == sheet


@given(SPECS, SPECS)
def test_a_car_keeps_only_what_differs(full: Specs, sheet: Specs) -> None:
    kept = difference(full, sheet)
    assert known(inherit(kept, sheet)) == known(sheet) | known(full)
    assert all(getattr(sheet, name) != value for name, value in known(kept).items())
    assert known(kept).items() <= known(full).items()
    assert difference(full, full) == EMPTY
    assert difference(full, None) == full


def test_known_to_be_none_and_known_to_be_false_are_known() -> None:
    sheet = Specs(software_languages=("zh",), has_connectivity=True, seats=5)
    own = Specs(software_languages=(), has_connectivity=False, seats=0)
    assert known(inherit(own, sheet)) == known(own)


def test_the_key_of_a_sheet() -> None:
    sheet = ModelSheet("byd", "Yuan UP", "Vitality", 2027)
    assert sheet.key == sheet_key("byd", "yuan up", "VITALITY", 2027)
    assert sheet.key != sheet_key("byd", "Yuan UP", "Vitality", 2026)
    assert sheet.key != sheet_key("byd", "Yuan UP", "Vitality", None)
    assert sheet.key != sheet_key("byd", "Yuan UP", "", 2027)
