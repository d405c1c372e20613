"""Documents and records: strict, and nothing unknown is lost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tui.errors import BookDamaged, BookError
from tui.store.codec import codec_for

from .kit import Car, Note

CODEC = codec_for(Car)


def over(record: Car, old: Any) -> Any:
    return msgspec.json.decode(CODEC.over("cars", record, msgspec.json.encode(old)))


def test_the_id_is_the_key_and_no_field() -> None:
    assert CODEC.encode("cars", Car("a", id=7)) == b'{"make":"a"}'
    assert CODEC.decode("cars", 7, b'{"make":"a","id":9}') == Car("a", id=7)


@pytest.mark.parametrize(
    "document",
    [
        b'{"make":1}',
        b"{}",
        b'{"make":"a","price":"cheap"}',
        b'{"make":"a","dealer_id":"1"}',
        b'{"make":"a","first_registration":"2026-13"}',
        b'{"make":"a"',
        b"[]",
    ],
)
def test_decoding_is_strict_and_names_the_row(document: bytes) -> None:
    with pytest.raises(BookDamaged) as caught:
        CODEC.decode("cars", 7, document)
    assert caught.value.code == "row_unreadable"
    assert caught.value.params["kind"] == "cars"
    assert caught.value.params["id"] == 7
    assert caught.value.params["reason"]


@pytest.mark.parametrize("record", [Car(object()), Car("\ud800"), Car(5)])  # type: ignore[arg-type]
def test_what_could_not_be_read_back_is_not_written(record: Car) -> None:
    with pytest.raises(BookError, match="record_invalid"):
        CODEC.check("cars", 1, CODEC.encode("cars", record))


def test_unknown_fields_stay_at_every_depth() -> None:
    old = {"make": "a", "new": {"deep": [1, 2.50]}, "note": {"text": "x", "new": 1}, "notes": [{"text": "y", "new": 2}]}
    new = Car("b", note=Note("z"), notes=(Note("w"), Note("y")))
    assert over(new, old) == {
        "make": "b",
        "note": {"text": "z", "new": 1},
        "notes": [{"text": "w"}, {"text": "y", "new": 2}],
        "new": {"deep": [1, 2.50]},
    }


def test_unknown_numbers_keep_their_digits() -> None:
    old = b'{"make":"a","big":123456789012345678901234567890,"exact":1.10}'
    assert CODEC.over("cars", Car("b"), old).endswith(b'"big":123456789012345678901234567890,"exact":1.10}')


def test_an_element_changed_in_place_keeps_what_is_unknown() -> None:
    old = {"make": "a", "notes": [{"text": "x", "new": 1}, {"text": "y", "new": 2}]}
    assert over(Car("a", notes=(Note("x"), Note("z"))), old)["notes"] == [
        {"text": "x", "new": 1},
        {"text": "z", "new": 2},
    ]


def test_what_the_user_took_away_does_not_come_back() -> None:
    old = {"make": "a", "note": {"text": "x", "new": 1}, "notes": [{"text": "y", "new": 2}]}
    assert over(Car("a"), old) == {"make": "a"}


def test_a_document_that_cannot_be_read_keeps_its_strange_fields() -> None:
    assert over(Car("a"), {"make": 5, "price": [], "new": 1}) == {"make": "a", "new": 1}
