"""What an action is."""

from __future__ import annotations

import msgspec

EVERYWHERE = "everywhere"
"""The screen name of actions that every screen offers."""


class Action(msgspec.Struct, frozen=True):
    """Something the user can do. ``key`` holds one or more keys parted by commas, the one to show first.

    ``command`` is what does the same on the command line, empty where there is nothing to do there. ``screens``
    names the screens that offer it.
    """

    id: str
    key: str
    label: str
    help: str
    command: str
    screens: tuple[str, ...]
    footer: bool = False

    @property
    def method(self) -> str:
        """The name behind ``action_`` of the method that does it."""
        return self.id.rpartition(".")[2]
