"""What screens tell one another: past facts, posted by workers and by the app; and what the user was told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
from textual.message import Message

from tui.domain.verdicts import Verdict

if TYPE_CHECKING:
    from tui.domain.money import Money


class BookChanged(Message):
    """The book holds commits that the screen has not shown yet."""


class StockCounted(Message):
    """Every car of the stock was assessed: how many of each verdict, and the money tied up."""

    def __init__(self, generation: int, verdicts: Mapping[Verdict, int], money: tuple[Money, ...]) -> None:
        super().__init__()
        self.generation = generation
        """Which load of the stock was counted: an older one is of no use."""
        self.verdicts = verdicts
        self.money = money


class DestinationCounted(Message):
    """The stock was assessed for one destination; None is each car's own."""

    def __init__(self, destination: str | None, verdicts: Mapping[Verdict, int]) -> None:
        super().__init__()
        self.destination = destination
        self.verdicts = verdicts


class Note(msgspec.Struct, frozen=True):
    """A passing note: when it was shown, what it said, and what more there is to read."""

    at: str
    text: str
    wrong: bool = False
    details: tuple[str, ...] = ()
