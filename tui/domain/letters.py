"""Requests to makers for their after-sales letters: which cars, for which country, which outlets, and the answer."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from tui.domain.documents import Outlet


class LetterStep(StrEnum):
    """How far a request has come."""

    REQUESTED = "requested"
    RECEIVED = "received"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LetterRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """One request to one maker for one country; ``maker`` is whom it went to.

    ``outlets`` are those named in the request, as the repair partners were on that day. ``document_id`` is the letter
    that came.
    """

    number: str
    make: str
    country: str
    car_ids: tuple[int, ...]
    requested_on: date
    maker: str = ""
    outlets: tuple[Outlet, ...] = ()
    firm_id: int | None = None
    received_on: date | None = None
    document_id: int | None = None
    refused_on: date | None = None
    reason: str = ""
    withdrawn_on: date | None = None
    note: str = ""
    id: int = 0

    @property
    def step(self) -> LetterStep:
        """How far it has come."""
        if self.withdrawn_on is not None:
            return LetterStep.WITHDRAWN
        if self.received_on is not None:
            return LetterStep.RECEIVED
        return LetterStep.REFUSED if self.refused_on is not None else LetterStep.REQUESTED

    @property
    def is_open(self) -> bool:
        """Whether the maker has not answered yet."""
        return self.step is LetterStep.REQUESTED

    def waiting(self, on: date) -> int:
        """The days it waited, or waits, for its answer."""
        ended = (day for day in (self.received_on, self.refused_on, self.withdrawn_on) if day is not None)
        return max((min(ended, default=on) - self.requested_on).days, 0)
