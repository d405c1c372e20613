"""How far a shipment has come: derived from the milestones of its cars, never stored. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from tui.domain.cars import ENDINGS, Car
from tui.domain.cars import stage as stage_of_car
from tui.domain.words import Stage

STEPS = (Stage.DECLARED, Stage.CLEARED, Stage.LOADED, Stage.DEPARTED, Stage.ARRIVED, Stage.DELIVERED)
"""The steps that cars of a shipment take together, in order."""


class Step(msgspec.Struct, frozen=True):
    """A step of the journey: the first and the last day a car took it, and how many cars have."""

    first: date
    last: date
    cars: int


class Progress(msgspec.Struct, frozen=True):
    """Where a shipment is: the furthest step that all its cars have taken (None: none yet), and every step taken.

    ``cars`` counts those still under way: one sold at home, returned or cancelled holds nobody up. ``ahead`` counts
    those that are further than the others.
    """

    stage: Stage | None
    cars: int
    ahead: int
    steps: Mapping[Stage, Step]

    def day(self, stage: Stage) -> date | None:
        """The day the last car took a step, once all have; None before."""
        found = self.steps.get(stage)
        return found.last if found is not None and found.cars == self.cars else None


def progress(cars: Iterable[Car]) -> Progress:
    """The progress of a shipment with these cars; a car that took a later step has taken the earlier ones."""
    going = [car for car in cars if stage_of_car(car) not in ENDINGS]
    steps: dict[Stage, Step] = {}
    reached = []
    for car in going:
        taken = [place for place, step in enumerate(STEPS) if car.milestone(step) is not None]
        reached.append(max(taken, default=-1))
    for place, step in enumerate(STEPS):
        days = [day for car in going if (day := car.milestone(step)) is not None]
        if days:
            steps[step] = Step(min(days), max(days), sum(1 for one in reached if one >= place))
    least = min(reached, default=-1)
    ahead = sum(1 for one in reached if one > least)
    return Progress(STEPS[least] if least >= 0 else None, len(going), ahead, steps)
