"""A process that writes to a book until it is done: ``python writer.py BOOK MODE COUNT NAME``.

It prints a line for each commit that was acknowledged.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import msgspec

from tui.errors import Conflict
from tui.store import book as module
from tui.store.book import BookStore
from tui.store.contract import Kind, Put


class Car(msgspec.Struct, frozen=True, omit_defaults=True):
    make: str
    price: int = 0
    id: int = 0


CARS = Kind("cars", Car)


def say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(path: str, mode: str, count: str, name: str) -> None:
    setattr(module, "_OUTGROWN", 20_000)  # noqa: B010 - so that there are foldings
    store = BookStore.open(path, now=lambda: datetime.now(UTC), who=name, timeout=60)
    if mode == "hold":
        with store._exclusive():
            say("held")
            time.sleep(60)
    for number in range(1, int(count) + 1):
        if mode == "rows":  # a row of one's own
            say(store.commit([Put(CARS, Car(name, number))], why="car.add").sequence)
        elif mode == "sum":  # add one to what is there, and again if somebody was quicker
            while True:
                store.refresh()
                picture = store.revision
                car = store.get(CARS, 1) or Car("sum", 0, 1)
                try:
                    store.commit([Put(CARS, Car("sum", car.price + 1, 1))], why="car.edit", expect=picture)
                except Conflict:
                    continue
                break
    store.close()
    say("closed")


if __name__ == "__main__":
    main(*sys.argv[1:])
