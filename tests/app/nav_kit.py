"""What the tests of the front desk and of finding one's way share."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.app.kit import (
    SMALL,
    WIDE,
    desk_of,
    sample_cars,
)
from tui.app.app import DeskApp
from tui.app.screens.due import DueScreen
from tui.app.screens.front import FrontScreen
from tui.desk.context import Desk
from tui.desk.kinds import DOCUMENTS, SHIPMENTS
from tui.domain.cars import Milestone
from tui.domain.deals import Deal
from tui.domain.documents import Document, Reach, Scope
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode, Stage
from tui.store.contract import Put

BOTH_SIZES = pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("zh_CN", SMALL)], ids=["en-140", "zh-80"])


def busy_desk(language: str = "en", **options: object) -> Desk:
    """A desk with deadlines, papers, a shipment and a car that has left."""
    cars = sample_cars()
    steps = (Milestone(Stage.TRANSFERRED, date(2026, 9, 20)),)
    cars[0] = msgspec.structs.replace(cars[0], milestones=(*cars[0].milestones, *steps))
    left = (
        Milestone(Stage.TRANSFERRED, date(2026, 9, 20)),
        Milestone(Stage.CLEARED, date(2026, 10, 1)),
        Milestone(Stage.DEPARTED, date(2026, 10, 3)),
    )
    cars[5] = msgspec.structs.replace(cars[5], milestones=(*cars[5].milestones, *left))
    desk = desk_of(cars, language=language, **options)  # type: ignore[arg-type]
    papers = [
        Document("insurance_policy", Scope(Reach.CARS, car_ids=(2, 3)), number="PICC-[b]1", expires=date(2026, 12, 1)),
        Document("insurance_policy", Scope(Reach.FIRM), number="FIRM-7", expires=date(2026, 11, 2)),
        Document("insurance_policy", Scope(Reach.FIRM), number="FIRM-8", expires=date(2027, 6, 2)),
    ]
    shipment = Shipment("S26-001", Deal("KZ"), Mode.RAIL, (Line(1), Line(2)))
    desk.store.commit([*(Put(DOCUMENTS, paper) for paper in papers), Put(SHIPMENTS, shipment)], why="test")
    return desk


def front_screen(app: DeskApp) -> FrontScreen:
    assert isinstance(app.screen, FrontScreen)
    return app.screen


def due_screen(app: DeskApp) -> DueScreen:
    assert isinstance(app.screen, DueScreen)
    return app.screen
