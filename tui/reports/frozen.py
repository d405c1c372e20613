"""A paper frozen as it went out: its typed data, of which every format and language can be made again."""

from __future__ import annotations

from datetime import date

import msgspec

from tui.domain.codec import dec_hook, enc_hook
from tui.errors import BookError
from tui.reports.kinds.registry import BUILDERS
from tui.reports.paper import Paper, fingerprint
from tui.reports.summary import ShipmentSummary

SCHEMA = "nearnew/issued-paper/1"
_NO_DAY = date(2000, 1, 1)


class Frozen(msgspec.Struct, frozen=True):
    """What is kept of a paper: the paper itself, and the facts it was made of."""

    paper: Paper
    summary: ShipmentSummary
    schema: str = SCHEMA


def freeze(paper: Paper, summary: ShipmentSummary) -> bytes:
    """The same bytes for the same paper: JSON with its keys in order."""
    return msgspec.json.encode(Frozen(paper, summary), enc_hook=enc_hook, order="sorted")


def thaw(content: bytes, name: str) -> Frozen:
    """A frozen paper from its bytes; raises BookError where they are none."""
    try:
        return msgspec.json.decode(content, type=Frozen, dec_hook=dec_hook)
    except msgspec.DecodeError as error:
        raise BookError("issued_unreadable", name=name) from error


def likeness(kind: str, summary: ShipmentSummary) -> str:
    """What tells the same content from a changed one, as sha256.

    It is everything that the paper says, less what each day or each printing changes by itself: the day, the book's
    revision, the days a car has been registered. A day to check for that was asked for by name counts; so does a change
    of the rules' version.
    """
    cars = tuple(msgspec.structs.replace(car, age_days=None) for car in summary.cars)
    asked = summary.on if summary.on != summary.as_of else _NO_DAY
    bare = msgspec.structs.replace(
        summary, revision=0, book_revision=0, as_of=_NO_DAY, on=asked, draft=False, cars=cars
    )
    return fingerprint(BUILDERS[kind](bare, None))
