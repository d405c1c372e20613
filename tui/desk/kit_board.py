"""The localisation board: models against destinations, worked out row by row, where cars go first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import KITS
from tui.desk.kit_book import ModelAt, kit_book, world_of
from tui.desk.localising import bound, model_of, specs_of_model
from tui.domain.kit_standing import Counts, counts
from tui.domain.readiness import ORIGIN

Key = tuple[str, str, str, str]


def going(desk: Desk) -> Counter[Key]:
    """How many cars in stock go where, by the key of their kit."""
    return Counter(model_of(desk, car, country).key for car, country in bound(desk))


def columns(desk: Desk) -> tuple[str, ...]:
    """The destinations: those most cars in stock go to, then those of kits that were begun, then all with rules."""
    cars: Counter[str] = Counter(country for _, country in bound(desk))
    first = sorted(cars, key=lambda code: (-cars[code], code))
    begun = sorted({kit.country for kit in desk.store.all(KITS)})
    found = dict.fromkeys((*first, *begun, *desk.library.destinations))
    found.pop(ORIGIN, None)
    return tuple(found)


def rows(
    desk: Desk,
    models: Sequence[ModelAt],
    countries: Sequence[str],
    on: date,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Mapping[str, Counts]]]:
    """The place of each model and its kits in figures, by country; ends early once ``stopped`` says so."""
    book, world = kit_book(desk), world_of(desk)
    for place, model in enumerate(models):
        if stopped():
            return
        found = {}
        for country in countries:
            at = msgspec.structs.replace(model, country=country)
            found[country] = counts(book.standings(at, specs_of_model(desk, at), on, world))
        yield place, found
