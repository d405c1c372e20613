"""JSON as commands write it: readable, in its order, and harmless to a terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.output import as_json

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(document=st.dictionaries(TEXTS, VALUES, max_size=4))
def test_what_is_written_reads_back_in_its_order(document: dict[str, object]) -> None:
    text = as_json(document)
    again = json.loads(text)
    assert again == document
    assert list(again) == list(document)
    assert not any(ord(sign) < 32 and sign != "\n" for sign in text)
    assert not any(127 <= ord(sign) < 160 for sign in text)


def test_it_is_indented_and_keeps_letters() -> None:
    assert as_json({"make": "比亚迪", "cars": [{"vin": None}], "none": []}) == (
        '{\n  "make": "比亚迪",\n  "cars": [\n    {\n      "vin": null\n    }\n  ],\n  "none": []\n}\n'
    )


@pytest.mark.parametrize("name", ["\udcff.csv", "a\udc80b"])
def test_a_file_name_that_is_no_text(name: str) -> None:
    assert json.loads(as_json({"file": name})) == {"file": name}
