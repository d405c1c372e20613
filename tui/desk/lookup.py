"""Finding cars and shipments by any words people use for them; quick on books of any size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tui.desk.context import Desk
from tui.desk.kinds import CARS, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.shipments import Shipment


class Lookup:
    """The texts of a desk's cars, gathered when they are first searched, as the book was then."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @cached_property
    def _cars(self) -> list[tuple[str, Car]]:
        makes = {
            make.id: "\n".join((make.id, *make.names.values(), *make.aliases))
            for make in self._desk.library.makes.values()
        }
        return [
            (
                "\n".join(
                    (car.vin or "", car.stock_number, makes.get(car.make, car.make), car.model, car.trim)
                ).casefold(),
                car,
            )
            for car in self._desk.store.all(CARS)
        ]

    def cars(self, text: str, most: int) -> tuple[list[Car], int]:
        """The cars in which every word occurs, at most so many, and how many there are.

        Those that the text names by stock number or the end of the VIN come first, archived ones last.
        """
        words = text.casefold().split()
        found = [car for hay, car in self._cars if all(word in hay for word in words)]
        name = text.strip().casefold()

        def rank(car: Car) -> int:
            if car.stock_number.casefold() == name or (car.vin and car.vin.casefold().endswith(name)):
                return 0
            return 2 if car.archived else 1

        return sorted(found, key=rank)[:most], len(found)

    def shipments(self, text: str, most: int) -> Sequence[Shipment]:
        """The shipments whose number or destination has every word, the newest first, at most so many."""
        words = text.casefold().split()
        found = [
            shipment
            for shipment in self._desk.store.all(SHIPMENTS)
            if all(word in f"{shipment.number}\n{shipment.deal.country}".casefold() for word in words)
        ]
        return found[::-1][:most]
