"""A pasted price list while a person looks at it: what each line became, what is asked, and what would be kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from tui.desk import offering
from tui.desk.context import Desk
from tui.desk.kinds import OFFERS
from tui.domain.offers import OfferLine, offer_problems
from tui.domain.problems import Problem, Severity
from tui.sheets.chat import ChatList, Proposal


class Standing(StrEnum):
    """What is to become of a line."""

    SURE = "sure"
    CONFIRMED = "confirmed"
    ASKED = "asked"
    WRONG = "wrong"
    KNOWN = "known"
    LEFT_OUT = "left_out"
    UNREAD = "unread"


KEPT = frozenset({Standing.SURE, Standing.CONFIRMED})


@dataclass(frozen=True)
class ChatRow:
    """One line of the message: the offer it would be, and every question about it."""

    line: int
    text: str
    offer: OfferLine
    problems: tuple[Problem, ...]
    standing: Standing

    @property
    def key(self) -> Hashable:
        """What the line is known by while the message is typed on."""
        return self.line, self.text


class ChatDraft:
    """One message of one dealer. What a person said of a line holds as long as the line stands as it was."""

    def __init__(self, desk: Desk, dealer_id: int, listed_on: date) -> None:
        self._desk = desk
        self.dealer_id = dealer_id
        self.listed_on = listed_on
        self.text = ""
        self.found = ChatList("", (), (), ())
        self.rows: tuple[ChatRow, ...] = ()
        self._book: defaultdict[tuple[str, str], list[OfferLine]] = defaultdict(list)
        self._given: dict[Hashable, OfferLine] = {}
        self._agreed: set[Hashable] = set()
        self._left_out: set[Hashable] = set()

    def read(self, text: str) -> None:
        """Read the message anew; raises Unreadable and leaves everything as it was when it is too long."""
        self.found = self._found(text)
        self.text = text
        self._settle()

    def date(self, listed_on: date) -> None:
        """Say which day the message is of: a month without a year is read from it."""
        self.listed_on = listed_on
        self._agreed.clear()
        self._given = {key: msgspec.structs.replace(offer, listed_on=listed_on) for key, offer in self._given.items()}
        self.read(self.text)

    def agree(self, row: ChatRow) -> bool:
        """Confirm a line as it was read; False where something has to be mended first, or nothing is asked."""
        if row.standing is not Standing.ASKED:
            return False
        self._agreed.add(row.key)
        self._settle()
        return True

    def agree_all(self) -> int:
        """Confirm every line that only waits for a word; how many that were."""
        asked = [row.key for row in self.rows if row.standing is Standing.ASKED]
        self._agreed.update(asked)
        self._settle()
        return len(asked)

    def put(self, row: ChatRow, offer: OfferLine) -> None:
        """Take what a person made of a line."""
        self._given[row.key] = offer
        self._left_out.discard(row.key)
        self._settle()

    def leave_out(self, row: ChatRow) -> None:
        """Leave a line out, or take it in again."""
        self._left_out ^= {row.key}
        self._settle()

    @property
    def touched(self) -> bool:
        """Whether a person corrected a line or left one out."""
        return bool(self._given or self._left_out)

    @property
    def kept(self) -> tuple[ChatRow, ...]:
        """The lines that would be kept now."""
        return tuple(row for row in self.rows if row.standing in KEPT)

    @property
    def waiting(self) -> tuple[ChatRow, ...]:
        """The lines that wait for a word or a correction."""
        return tuple(row for row in self.rows if row.standing in {Standing.ASKED, Standing.WRONG})

    @property
    def counted(self) -> tuple[int, Decimal]:
        """The cars of all offers that are not left out, and the sum of their prices in the home currency."""
        offers = [row.offer for row in self.rows if row.standing not in {Standing.LEFT_OUT, Standing.UNREAD}]
        counts = [1 if one.quantity is None else one.quantity for one in offers]
        amount = sum((one.price.amount * n for one, n in zip(offers, counts, strict=True) if one.price), Decimal(0))
        return sum(counts), amount

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is odd about the whole: the number of cars that the message says is not that of its lines."""
        stated, cars = self.found.stated, self.counted[0]
        if stated is None or stated == cars:
            return ()
        params = {"stated": str(stated), "counted": str(cars)}
        return (Problem("chat_total_differs", "total", params, Severity.CONFIRM),)

    def keep(self) -> list[OfferLine]:
        """Write the offers of the confirmed lines as one commit. Raises DraftRefused."""
        return offering.add(self._desk, [row.offer for row in self.kept], confirm=True)

    def _found(self, text: str) -> ChatList:
        return offering.read_message(self._desk, text, self.listed_on)

    def _offer(self, proposal: Proposal) -> OfferLine:
        return offering.as_offer(proposal, self.dealer_id, self.listed_on)

    def _asked(self, offer: OfferLine) -> list[Problem]:  # noqa: ARG002 - a list with a validity asks more
        return []

    def _before(self, offer: OfferLine, book: list[OfferLine]) -> Problem | None:
        """That the book has the line already, or None."""
        return next((one for one in offer_problems(offer, book) if one.code == "offer_known"), None)

    def _settle(self) -> None:
        self._book = offering.by_name(self._desk.store.all(OFFERS))
        above: defaultdict[tuple[str, str], list[OfferLine]] = defaultdict(list)
        rows: list[ChatRow] = []
        for proposal in self.found.proposals:
            row = self._row(proposal, above)
            rows.append(row)
            if row.standing not in {Standing.LEFT_OUT, Standing.KNOWN}:
                above[offering.name_key(row.offer)].append(msgspec.structs.replace(row.offer, id=-row.line))
        for line, text in self.found.unread:
            given = self._given.get((line, text))
            blank = OfferLine(self.dealer_id, self.listed_on, "", "", text=text)
            if given is None:
                rows.append(ChatRow(line, text, blank, (), Standing.UNREAD))
            else:
                rows.append(self._judged(line, text, given, (), above))
        self.rows = tuple(sorted(rows, key=lambda row: row.line))

    def _row(self, proposal: Proposal, above: dict[tuple[str, str], list[OfferLine]]) -> ChatRow:
        given = self._given.get((proposal.line, proposal.text))
        offer = given or self._offer(proposal)
        asked = () if given is not None else (*proposal.problems, *self._asked(offer))
        return self._judged(proposal.line, proposal.text, offer, asked, above)

    def _judged(
        self,
        line: int,
        text: str,
        offer: OfferLine,
        asked: tuple[Problem, ...],
        above: dict[tuple[str, str], list[OfferLine]],
    ) -> ChatRow:
        name = offering.name_key(offer)
        before = self._before(offer, self._book[name])
        problems = [*asked, *(_in_list(one) for one in offer_problems(offer, above.get(name, [])))]
        problems += offering.lacks(offer, {problem.field for problem in asked})
        key = (line, text)
        severities = {problem.severity for problem in problems}
        if key in self._left_out:
            standing = Standing.LEFT_OUT
        elif before is not None:
            standing, problems = Standing.KNOWN, [before, *problems]
        elif Severity.ERROR in severities:
            standing = Standing.WRONG
        elif key in self._agreed or key in self._given:
            standing = Standing.CONFIRMED
        else:
            standing = Standing.ASKED if Severity.CONFIRM in severities else Standing.SURE
        return ChatRow(line, text, offer, tuple(problems), standing)


def _in_list(problem: Problem) -> Problem:
    """The same line twice stands in this list, not in the book."""
    return Problem("offer_twice", problem.field) if problem.code == "offer_known" else problem
