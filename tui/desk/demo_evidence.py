"""The inspections of the sample book, and the letters that its makers are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tui.desk import inspecting, letters
from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.domain.inspections import Basis

Table = Mapping[str, Any]
Lots = Mapping[str, Sequence[Car]]


def fill(desk: Desk, content: Table, lots: Lots) -> None:
    """Write every inspection and every request for a letter that the tables of the sample book say."""
    for table in content["inspection"]:
        for car in _cars(desk, table, lots):
            blank = msgspec.structs.replace(inspecting.blank(desk, car), basis=Basis.OWN)
            texts, panels = list(table["fields"].items()), list(table["panels"].items())
            record, problems = inspecting.read(desk, blank, texts, panels)
            inspecting.save(desk, record, problems, confirm=True)
    for table in content["letter"]:
        plan = letters.plan(desk, _cars(desk, table, lots), table["to"])
        letters.request(desk, plan, on=table["on"])


def _cars(desk: Desk, table: Table, lots: Lots) -> list[Car]:
    """The cars of a table, by their places in its lot, as the book has them now."""
    return [desk.store.get(CARS, car.id) or car for car in (lots[table["lot"]][place] for place in table["cars"])]
