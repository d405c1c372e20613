"""A dealer's price list by model from a spreadsheet, while a person looks at it: the same draft as a message's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import msgspec

from tui.desk import offering
from tui.desk.chat_draft import ChatDraft, ChatRow, Standing
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.domain.offers import OfferLine
from tui.domain.problems import Problem, Severity
from tui.sheets.chat import ChatList
from tui.sheets.offer_rows import OfferTable, read_offers
from tui.sheets.table import Table

_COLUMN_OF = {"invoice_kind": ("invoice",), "invoice_rate": ("invoice_rate", "invoice"), "colours": ("colour",),
              "powertrain": ("powertrain", "fuel"), "fuel": ("fuel", "powertrain")}  # fmt: skip


class ListDraft(ChatDraft):
    """One price list of one dealer. Its day is today until a person, or a column, says another.

    A list whose day nobody said is the same list when it comes again: a row that the book has, word for word, is
    known whatever its day, and adds nothing.
    """

    def __init__(
        self,
        desk: Desk,
        dealer_id: int,
        table: Table,
        *,
        mapping: Mapping[str, str] | None = None,
        left_out: Collection[str] = (),
        listed_on: date | None = None,
        valid_until: date | None = None,
    ) -> None:
        """Read the table; ``valid_until`` holds where a row names no day of its own. Raises UsageError."""
        super().__init__(desk, dealer_id, listed_on or desk.today)
        self.table = table
        self._valid_until = valid_until
        self._dated = listed_on is not None
        self.list = self._read(mapping or {}, left_out)
        self.read("")

    @property
    def said_on(self) -> date | None:
        """The day of the list, where a person said it."""
        return self.listed_on if self._dated else None

    def map(self, mapping: Mapping[str, str], left_out: Collection[str]) -> None:
        """Say what the columns stand for: every row is read anew, and what a person made of a row stays.

        Raises UsageError, and leaves everything as it was.
        """
        self.list = self._read(mapping, left_out)
        self._agreed.clear()
        self.read("")

    def _read(self, mapping: Mapping[str, str], left_out: Collection[str]) -> OfferTable:
        reading = reading_of(self._desk, excel_dates=True)
        return read_offers(self.table, mapping, reading, offering.models_of_one_make(self._desk), left_out)

    def date(self, listed_on: date) -> None:
        """Say which day the list is of."""
        self._dated = True
        super().date(listed_on)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is odd about the whole list."""
        return (*super().problems, *self.list.found.problems)

    def column_of(self, problem: Problem) -> str:
        """The list's own name of the column that a problem is about; the field's name when it has none."""
        columns = self.list.recognised
        names = (problem.field, *_COLUMN_OF.get(problem.field, ()))
        return next((columns[name] for name in names if name in columns), problem.field)

    def cell_of(self, row: ChatRow, problem: Problem) -> str:
        """The text of the cell that a problem of a row is about."""
        cells = self.list.cells.get(row.line, {})
        return next((cells[name] for name in (problem.field, *_COLUMN_OF.get(problem.field, ())) if name in cells), "")

    def of(self, standing: Standing) -> tuple[ChatRow, ...]:
        """The rows of one standing, in the file's order."""
        return tuple(row for row in self.rows if row.standing is standing)

    def _found(self, text: str) -> ChatList:  # noqa: ARG002 - the table stands for the text
        return self.list.found

    def _offer(self, proposal: Any) -> OfferLine:
        offer = super()._offer(proposal)
        return msgspec.structs.replace(offer, valid_until=offer.valid_until or self._valid_until)

    def _asked(self, offer: OfferLine) -> list[Problem]:
        until = offer.valid_until
        if until is None or until >= self._desk.today:
            return []
        return [Problem("offer_ran_out", "valid_until", {"day": until.isoformat()}, Severity.CONFIRM)]

    def _before(self, offer: OfferLine, book: list[OfferLine]) -> Problem | None:
        if self._dated or "listed_on" in self.list.recognised:
            return super()._before(offer, book)
        for one in book:
            if one.dealer_id == offer.dealer_id and one.text == offer.text and one.valid_until == offer.valid_until:
                return Problem("offer_known_since", "text", {"day": one.listed_on.isoformat()}, Severity.WARNING)
        return super()._before(offer, book)
