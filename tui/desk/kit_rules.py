"""A kit with what the rules behind its items say: of its car, or of the car that stands worst of a model's."""

from __future__ import annotations

import msgspec

from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.kinds import CARS
from tui.desk.kit_book import kit_book
from tui.desk.localising import KitPage, bound, model_of
from tui.domain.cars import Car
from tui.domain.kit_rules import Ruled, ruled, worst_of
from tui.domain.kit_standing import ItemStanding, Standing
from tui.domain.kits import View


def with_rules(desk: Desk, page: KitPage, answer: Answer | None = None) -> KitPage:
    """The kit with the state of the rules that its items are views of, on the day of the page.

    ``answer`` is what was asked of its car already. A model's kit is given these items too, though they are proper to
    its cars; where none of them goes to the country, rules were asked of nothing and it stays at that.
    """
    template = kit_book(desk).template(page.at)
    known = {one.item.id: one for one in page.items}
    listed = [
        known.get(item.id) or ItemStanding(item, Standing.SAID_BY_RULE)
        for item in template.items
        if item.id in known or item.view is not None
    ]
    if not any(one.item.view is not None for one in listed):
        return page
    if answer is None:
        cars = _going(desk, page) if page.car is None else [page.car]
        answers = Checker(desk, Question(page.on)).answers(cars, [page.at.country])
    else:
        answers = [answer]
    items = [_seen(desk, one, one.item.view, answers) if one.item.view is not None else one for one in listed]
    return msgspec.structs.replace(page, items=tuple(items))


def answer_behind(desk: Desk, page: KitPage, found: Ruled) -> Answer | None:
    """The answer for the car that the rules of an item were asked about; None where it is no longer in the book."""
    car = desk.store.get(CARS, found.car_id)
    return None if car is None else Checker(desk, Question(page.on)).answer(car, page.at.country)


def _seen(desk: Desk, one: ItemStanding, view: View, answers: list[Answer]) -> ItemStanding:
    rules = (rule_named(desk, rule_id) for rule_id in view.rules)
    places = {rule.jurisdiction for rule in rules if rule is not None}
    found = worst_of([ruled(view, places, answer.assessment, answer.car.id) for answer in answers])
    return msgspec.structs.replace(one, ruled=found)


def _going(desk: Desk, page: KitPage) -> list[Car]:
    """The cars in stock whose kit this is."""
    at = page.at
    same = (car for car, country in bound(desk) if (car.make, country) == (at.make, at.country))
    return [car for car in same if model_of(desk, car, at.country).key == at.key]
