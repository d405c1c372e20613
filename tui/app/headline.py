"""What the line above the stock says: how many cars, what is tied up in them, how they stand, where they go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from rich.cells import cell_len

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.widgets.lines import Piece
from tui.domain.money import Money
from tui.domain.verdicts import Verdict
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_EDGES = 3
"""Cells left free beside the line."""
_MARKS = (Verdict.READY, Verdict.ACTION, Verdict.BLOCKED, Verdict.UNKNOWN)
_SORT_TITLES = {
    "stock": N_("No."),
    "vin": N_("VIN"),
    "make": N_("Car"),
    "year": N_("Year"),
    "tied": N_("Tied"),
    "age": N_("Reg."),
    "price": N_("Price"),
    "rebate": N_("Rebate"),
    "km": N_("km"),
    "stage": N_("Stage"),
    "dest": N_("To"),
    "dealer": N_("Dealer"),
    "due": N_("Due"),
    "verdict": N_("Check"),
}


class Stocked(msgspec.Struct, frozen=True):
    """What the stock comes to, as its line tells it.

    ``verdicts`` are those of the whole stock, None while they are counted. ``money`` is tied up in the cars shown.
    ``sort`` is empty where a title says by what the list is sorted.
    """

    shown: int
    cars: int
    money: tuple[Money, ...]
    filtered: bool
    verdicts: Mapping[Verdict, int] | None
    destination: str | None
    sort: str
    marked: int
    hidden: int


def tally(glyphs: Glyphs, stocked: Stocked, most: int) -> list[Piece]:
    """Order, marks, count, money, verdicts and destination in at most ``most`` cells; the less needed parts go first.

    While a filter is in force the verdicts of the whole stock stay away: the count is of the cars shown.
    """
    order, marks = _order(glyphs, stocked.sort), []
    if stocked.marked:
        marks = [Piece(marks_text(stocked.marked, stocked.hidden), "accent")]
    if stocked.filtered:
        count = [Piece(_("%(shown)d / %(all)d cars") % {"shown": stocked.shown, "all": stocked.cars})]
    else:
        count = [Piece(count_of_cars(stocked.cars))]
    brief = [Piece(formats.amounts(stocked.money))] if stocked.money else []
    tied = [Piece(_("%(amount)s tied up") % {"amount": brief[0].text})] if brief else []
    verdicts = [] if stocked.filtered else _marks(glyphs, stocked.verdicts, stocked.cars)
    arrow = Piece(f"{glyphs.arrow} ")
    place = [arrow, Piece(wording.destination_name(stocked.destination), "strong")]
    code = [arrow, Piece(stocked.destination or _("each its own"), "strong")]
    trials = (
        (order, marks, count, tied, verdicts, place),
        (order, marks, count, tied, verdicts, code),
        (order, marks, count, brief, verdicts, code),
        (order, marks, count, brief, code),
        (marks, count, brief, code),
        (marks, count, code),
        (marks, count),
    )
    for parts in trials:
        line = _spaced(parts)
        if sum(cell_len(glyphs.plain(piece.text)) for piece in line) + _EDGES <= most:
            break
    return [Piece("  "), *line, Piece(" ")]


def _order(glyphs: Glyphs, sort: str) -> list[Piece]:
    if not sort:
        return []
    sign = glyphs.falling if sort.startswith("-") else glyphs.rising
    return [Piece(f"{sign}{_(_SORT_TITLES.get(sort.removeprefix('-'), sort))}", "faint")]


def _marks(glyphs: Glyphs, verdicts: Mapping[Verdict, int] | None, cars: int) -> list[Piece]:
    """How many cars carry each mark; together they are all cars."""
    if verdicts is None:
        return []
    pieces = [
        Piece(f"{glyphs.mark(verdict)}{count} ", TONE_OF[verdict])
        for verdict in _MARKS
        if (count := verdicts.get(verdict, 0))
    ]
    if rest := cars - sum(verdicts.values()):
        pieces.append(Piece(f"{glyphs.dash}{rest} ", "faint"))
    return [*pieces[:-1], Piece(pieces[-1].text.rstrip(), pieces[-1].tone)] if pieces else []


def _spaced(groups: Sequence[Sequence[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for group in groups:
        if group:
            pieces += [Piece("  "), *group] if pieces else group
    return pieces


def marks_text(marked: int, hidden: int) -> str:
    """How many cars are marked, and how many of them the filter hides."""
    counts = {"marked": marked, "hidden": hidden}
    return (_("%(marked)d marked, %(hidden)d hidden") if hidden else _("%(marked)d marked")) % counts
