"""What the tests of shipments, papers and destinations share."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.app.kit import (
    SMALL,
    WIDE,
    sample_desk,
    settle,
)
from tui.app.app import DeskApp
from tui.app.widgets.lines import Lines
from tui.desk import shipping
from tui.desk.context import Desk
from tui.desk.kinds import CARS, PARTIES
from tui.domain.parties import Party
from tui.store.contract import Put

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])


STORIES = pytest.mark.parametrize(
    ("language", "size"), [("en", SMALL), ("zh_CN", SMALL), ("zh_CN", WIDE)], ids=["en", "zh_CN", "zh_CN-wide"]
)


def shipped_desk(language: str = "en", **options: object) -> Desk:
    """The sample cars, two of them on a shipment to Kazakhstan and one on another to Jordan."""
    desk = sample_desk(language, **options)
    cars = desk.store.all(CARS)
    desk.store.commit([Put(PARTIES, Party("Aral Motors", country="KZ"))], why="test")
    shipping.create(desk, cars[:2], "KZ", [("etd", "2026-12-01"), ("port_of_loading", "霍尔果斯")], consignee_id=1)
    shipping.create(desk, cars[5:6], "JO", [])
    return desk


async def opened(pilot: Pilot[None], *keys: str) -> None:
    """Wait for what is worked out in the background, then press keys."""
    if not keys:
        await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await settle(pilot)


def note(app: DeskApp) -> str:
    return "\n".join(app.screen.query_one("#entry-note", Lines).texts)
