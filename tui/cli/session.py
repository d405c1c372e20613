"""What one run of a command has at hand: settings, the flags all commands share, and the desk once it is needed.

What reads words and filters is imported by those that read some: opening the screens does not wait for it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from tui.cli import output
from tui.config import Settings
from tui.desk.context import Desk
from tui.desk.opening import Opening, open_desk
from tui.errors import NotFound, UsageError

if TYPE_CHECKING:
    from tui.desk.stock import StockRow
    from tui.domain.cars import Car
    from tui.domain.query import Query

_LOOKS_LIKE_A_NAME = re.compile(r"[A-Za-z0-9]{17}|\d{2}-\d{4,}")
_ASSIGNMENT = re.compile(r"([a-z_0-9]+)=(.*)", re.DOTALL)


@dataclass
class Session:
    """One run."""

    settings: Settings
    language: str
    book: Path | None = None
    read_only: bool = False
    no_input: bool = False
    color: str = "auto"
    _desk: Desk | None = None
    _told: set[str] = field(default_factory=set)

    def desk(self, *, as_of: date | None = None, writes: bool = False, accept: bool = False) -> Desk:
        """Open the desk; a command that only reads makes no book where there is none unless nothing was named."""
        if self._desk is None:
            how = Opening(
                book=self.book,
                read_only=self.read_only,
                create=writes or self.book is None,
                language=self.language,
                as_of=as_of,
                accept_snapshot=accept,
            )
            self.take(open_desk(self.settings, how))
        if self._desk is None:  # pragma: no cover - take() has set it
            raise RuntimeError
        return self._desk

    def forbid_network(self) -> None:
        """Ask nothing of the network in this run, whatever the settings say."""
        network = msgspec.structs.replace(self.settings.network, offline=True)
        self.settings = msgspec.structs.replace(self.settings, network=network)

    def take(self, desk: Desk) -> None:
        """Work at this desk, and say what its book noticed."""
        self._desk = desk
        self._say_notices(desk)

    def close(self) -> None:
        """Leave the desk, and say what its book noticed meanwhile."""
        if self._desk is not None:
            desk, self._desk = self._desk, None
            from tui.i18n.pack_notices import pack_notices

            for told in pack_notices(desk.library.known_pack_errors):
                output.talk(told)
            desk.store.close()
            self._say_notices(desk)

    def _say_notices(self, desk: Desk) -> None:
        for notice in desk.store.notices:
            from tui.i18n.sentences import notice_sentence

            said = notice_sentence(notice.code, notice.params)
            if said not in self._told:
                self._told.add(said)
                output.talk(said)

    def confirm(self, question: str, count: int, *, yes: bool, unanswered: UsageError | None = None) -> bool:
        """Ask before something is destroyed; ``--yes`` answers; without a person to ask, refuse with a sentence.

        ``unanswered`` is what is said then, where the count of records does not tell what would change.
        """
        if yes:
            return True
        if self.no_input or not sys.stdin.isatty():
            raise unanswered or UsageError("confirm_needed", count=count)
        return click.confirm(question, err=True)


def day(text: str | None) -> date | None:
    """A date given to an option; raises UsageError."""
    from tui.domain import values

    if text is None:
        return None
    try:
        return values.day(text)
    except values.Unreadable as error:
        raise UsageError(error.code, **error.params) from error


def split_assignments(words: Sequence[str], fields: Sequence[str] = ()) -> tuple[list[str], list[tuple[str, str]]]:
    """Part ``field=value`` words from the others; a word whose name is no field stays what it is."""
    from tui.domain.fields import FIELDS

    known = set(fields or FIELDS)
    rest: list[str] = []
    texts: list[tuple[str, str]] = []
    for word in words:
        match = _ASSIGNMENT.fullmatch(word)
        if match and (match.group(1) in known or not fields):
            texts.append((match.group(1), match.group(2)))
        else:
            rest.append(word)
    return rest, texts


def refuse_unknown_fields(words: Sequence[str], fields: Sequence[str], *, filters: bool = True) -> None:
    """Raise UsageError for a ``field=value`` word of no field; ``filters``: one of the filter language is no fault."""
    from tui.domain.query import NUMBER_FIELDS, TEXT_FIELDS

    known = (*fields, *TEXT_FIELDS, *NUMBER_FIELDS, "is") if filters else fields
    for word in words:
        match = _ASSIGNMENT.fullmatch(word)
        if match and match.group(1) not in known:
            raise UsageError("query_unknown_field", field=match.group(1)[:40], known=", ".join(fields))


def only_assignments(words: Sequence[str]) -> list[tuple[str, str]]:
    """All words as ``field=value``; raises UsageError for one that is not."""
    texts = []
    for word in words:
        match = _ASSIGNMENT.fullmatch(word)
        if match is None:
            raise UsageError("field_without_value", value=word[:60])
        texts.append((match.group(1), match.group(2)))
    return texts


def names_from(words: Sequence[str]) -> list[str]:
    """The words, with ``-`` replaced by the lines of standard input."""
    found: list[str] = []
    for word in words:
        if word == "-":
            given = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
            found.extend(line.strip() for line in given.splitlines() if line.strip())
        else:
            found.append(word)
    return found


def parsed(words: Sequence[str]) -> Query:
    """The filter that words make; a UsageError carries the whole of it, to point at the fault."""
    from tui.domain.query import parse

    text = " ".join(words)
    try:
        return parse(text)
    except UsageError as error:
        raise UsageError(error.code, **{**error.params, "query": text}) from error


def chosen_cars(desk: Desk, words: Sequence[str], *, needed: bool = True) -> list[Car]:
    """The cars that words name, or those a filter lets through; see ``chosen_rows``."""
    return [row.car for row in chosen_rows(desk, words, needed=needed)]


def chosen_rows(
    desk: Desk, words: Sequence[str], *, needed: bool = True, all_rows: list[StockRow] | None = None
) -> list[StockRow]:
    """Cars named one by one, else the cars a filter lets through.

    Words that all name a car are names; a word that looks like a whole VIN or a stock number is one too, and raises
    NotFound when no car has it. Raises NotFound when a filter matches nothing, UsageError when cars are ``needed``
    and none are named.
    """
    from tui.desk.stock import filtered, find_car, rows

    given, words = words, names_from(words)
    if not words and needed:
        raise UsageError("no_cars_named")
    if given and not words:
        raise NotFound("query_matches_nothing", query=" ".join(given))
    found, missing = [], None
    for word in words:
        try:
            found.append(find_car(desk, word))
        except NotFound as error:
            if error.code == "car_name_ambiguous" or _LOOKS_LIKE_A_NAME.fullmatch(word):
                raise
            missing = error
            break
    everything = all_rows if all_rows is not None else rows(desk, archived=True)
    if words and missing is None:
        by_id = {row.id: row for row in everything}
        return [by_id[car.id] for car in dict.fromkeys(found)]
    query = parsed(words)
    matching = [row for row in filtered(everything, query) if query.wants_archived or not row.car.archived]
    if words and not matching:
        raise NotFound("query_matches_nothing", query=" ".join(words)[:60])
    return matching
